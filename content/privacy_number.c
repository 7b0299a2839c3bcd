/* Numbers that are known by their own digits: citizen service numbers, accounts, telephones. */
#include "content/privacy__inside.h"

#include "kb/base/cleanup.h"

/* ---- Digits in groups: "123 456 782", "123.45.678", "12 34-56 78" ---- */

enum { BSN_DIGITS = 9, OLD_BSN_DIGITS = 8 /* written without its first 0 */ };

/* Whole groups that add up to the digits of one number. */
struct run {
    char digits[BSN_DIGITS + 1];
    size_t n, sizes[BSN_DIGITS], starts[BSN_DIGITS], n_groups, end;
    char signs[BSN_DIGITS]; /* between a group and the one before it: one of ".-/_", ' ', '\n', 'd' for " - " */
    char next;              /* between the last one and digits behind it; 0 when there are none */
};

/* "2. Bel de gemeente", "12) Schrijf", at the beginning of a line. */
static bool is_list_number(const struct reading *r, size_t i)
{
    size_t end = skip_digits(r, i);
    if (end == i || end - i > 2 || (r->c[end] != '.' && r->c[end] != ')')) return false;
    return !r->c[end + 1] || isspace((unsigned char)r->c[end + 1]);
}

/* One separator: a dot, hyphen, slash, underscore or white space, a hyphen between spaces, a line break with spaces
 * around it. Gives its end, or i when there is none; `sign` as in struct run. */
static size_t skip_separator(const struct reading *r, size_t i, char *sign)
{
    size_t from = i;
    *sign = r->c[i];
    if (r->c[i] == '.' || r->c[i] == '-' || r->c[i] == '/' || r->c[i] == '_') return i + 1;
    *sign = 'd';
    if (r->c[i] == ' ' && r->c[i + 1] == '-' && r->c[i + 2] == ' ') return i + 3;
    *sign = ' ';
    while (i < from + 4 && (r->c[i] == ' ' || r->c[i] == '\t')) i++;
    if (r->c[i] == '\r') i++;
    if (r->c[i] == '\n') *sign = r->c[i++];
    while (i < from + 8 && i > from && (r->c[i] == ' ' || r->c[i] == '\t')) i++;
    return *sign == '\n' && is_list_number(r, i) ? from : i;
}

/* The groups from i on; false when no whole ones add up to `want` digits. */
static bool read_run(const struct reading *r, size_t i, size_t want, struct run *run)
{
    *run = (struct run){.n = 0};
    for (char sign = 0; run->n < want; sign = run->next) {
        size_t end = skip_digits(r, i), size = end - i, g = run->n_groups++;
        if (!size || size > want - run->n) return false;
        memcpy(run->digits + run->n, r->c + i, size);
        run->n += size;
        run->starts[g] = i;
        run->sizes[g] = size;
        run->signs[g] = sign;
        run->end = end;
        i = skip_separator(r, end, &run->next);
        if (i == end || !digit(r->c[i])) run->next = 0;
        if (!run->next) break;
    }
    return run->n == want;
}

/* ---- What else groups of digits can be ---- */

static size_t figure(const struct reading *r, const struct run *run, size_t group)
{
    size_t n = 0;
    for (size_t k = 0; k < run->sizes[group]; k++) n = n * 10 + (size_t)(r->c[run->starts[group] + k] - '0');
    return n;
}

static bool is_year(const struct reading *r, const struct run *run, size_t group)
{
    size_t year = figure(r, run, group);
    return run->sizes[group] == 4 && year >= 1900 && year < 2100;
}

static bool is_one_of(const struct reading *r, const struct run *run, size_t group, size_t most)
{
    size_t n = figure(r, run, group);
    return run->sizes[group] <= 2 && n && n <= most;
}

/* "1-12-2024 10", "2024-03-12 9": a date with an hour behind it. */
static bool has_date(const struct reading *r, const struct run *run)
{
    for (size_t g = 0; g + 2 < run->n_groups; g++) {
        if (run->signs[g + 1] != run->signs[g + 2] || !strchr("-/.", run->signs[g + 1])) continue;
        bool year_first = is_year(r, run, g), year_last = is_year(r, run, g + 2);
        if ((year_first || year_last) && is_one_of(r, run, g + 1, 12) && is_one_of(r, run, year_first ? g + 2 : g, 31))
            return true;
    }
    return false;
}

/* "2024/12345": a file of that year. */
static bool is_file(const struct reading *r, const struct run *run)
{
    return run->n_groups == 2 && run->signs[1] == '/' && (is_year(r, run, 0) || is_year(r, run, 1));
}

/* ---- BSN ---- */

static bool passes_eleven(const char *digits, size_t n)
{
    int sum = 0, weight = (int)n;
    for (size_t k = 0; k < n; k++, weight--) sum += (digits[k] - '0') * (k == n - 1 ? -1 : weight);
    return sum % 11 == 0 && strspn(digits, "0") < n;
}

static const char *const bsn_words[] = {"bsn", "burgerservicenummer", "sofinummer", "sofi", NULL};
static const char *const other_numbers[] = {"kvk",  "isbn", "ecli", "bwb", "stb", "stcrt",
                                            "issn", "rsin", "btw",  "eur", NULL};

bool privacy__is_bsn_word(const struct reading *r, size_t i)
{
    for (const char *const *w = bsn_words; *w; w++)
        if (says(r, i, *w)) return true;
    return false;
}

/* Groups as people write a BSN; anything else in pieces is a list of other numbers. */
static bool grouped_as_bsn(const struct run *g)
{
    if (g->n_groups == 1) return true;
    if (g->n_groups == 3) return g->sizes[1] <= 3 && g->sizes[0] >= 2 && g->sizes[0] <= 4 && g->sizes[2] >= 2;
    return g->n_groups == 4 || g->n_groups == 9 || (g->n_groups == 2 && g->sizes[0] >= 3 && g->sizes[1] >= 3);
}

static bool is_white(char sign)
{
    return sign == ' ' || sign == '\n';
}

/* The same sign between all groups, and no pieces of one digit that could as well be a list. */
static bool is_even(const struct run *run)
{
    if (run->n_groups > 4) return false;
    for (size_t g = 1; g < run->n_groups; g++)
        if (run->signs[g] != run->signs[1] && !(is_white(run->signs[g]) && is_white(run->signs[1]))) return false;
    for (size_t g = 0; g < run->n_groups; g++)
        if (run->sizes[g] == 1) return false;
    return true;
}

/* Is it a whole, and no part of something longer? With digits behind it "123.456.782 2 kinderen" is, "100.000 -
 * 150.000" and "123.456.782.000" are not; nor is what stands behind the day in "3/7/1994 16.35". */
static bool is_apart(const struct reading *r, size_t i, const struct run *run)
{
    if (run->n_groups == 1) return true;
    if (before(r, i) == run->signs[1] && !is_white(run->signs[1]) && i > 1 && digit(r->c[i - 2])) return false;
    return !run->next || (is_even(run) && (run->next == ' ' || run->next != run->signs[1]));
}

static bool is_said(const struct reading *r, size_t i)
{
    return privacy__behind(r, i, 40, bsn_words);
}

/* What the groups must look like matters only where the word does not stand before them. */
static bool is_bsn(const struct reading *r, size_t i, const struct run *run, bool said)
{
    if (letter(r->c[run->end]) || (r->c[run->end] == ',' && digit(r->c[run->end + 1]))) return false; /* cents */
    if (before(r, i) == '$' || (i > 1 && r->c[i - 1] == ' ' && r->c[i - 2] == '$')) return false;     /* an amount */
    if (!passes_eleven(run->digits, run->n) || has_date(r, run)) return false;
    if (said) return is_said(r, i);
    return grouped_as_bsn(run) && is_apart(r, i, run) && !is_file(r, run) && !privacy__behind(r, i, 16, other_numbers);
}

static size_t take_run(struct reading *r, size_t i, size_t digits, bool said)
{
    struct run run;
    if (!read_run(r, i, digits, &run) || !is_bsn(r, i, &run, said)) return 0;
    privacy__found(r, PRIVACY_BSN, PRIVACY_BLOCK, i, run.end);
    return run.end;
}

size_t privacy__take_said_bsn(struct reading *r, size_t i)
{
    return take_run(r, i, BSN_DIGITS, true);
}

size_t privacy__take_bsn(struct reading *r, size_t i)
{
    if (says(r, i, "0031") && !digit(r->c[i + 4])) return 0; /* a telephone: "0031 61234 5678" */
    return take_run(r, i, BSN_DIGITS, false);
}

size_t privacy__take_old_bsn(struct reading *r, size_t i)
{
    return take_run(r, i, OLD_BSN_DIGITS, true);
}

/* ---- IBAN ---- */

enum { IBAN_LEAST = 15, IBAN_MOST = 34 };

/* ISO 7064: the first four behind the rest, letters as 10..35, the whole must be 1 modulo 97. */
static bool passes_97(const char *account, size_t n)
{
    unsigned rest = 0;
    for (size_t k = 0; k < n; k++) {
        char c = (char)toupper((unsigned char)account[(k + 4) % n]);
        rest = digit(c) ? (rest * 10 + (unsigned)(c - '0')) % 97 : (rest * 100 + (unsigned)(c - 'A') + 10) % 97;
    }
    return rest == 1;
}

/* Enough of them, figures for the most part and in few pieces: neither a sentence with a number in it nor a print of
 * bytes ("51d1a67c6a1d"). */
static bool is_account(const char *account, size_t n)
{
    enum { PIECES_MOST = 4 };
    size_t figures = 0, pieces = 0;
    for (size_t k = 0; k < n; k++) {
        figures += digit(account[k]);
        pieces += k >= 4 && (k == 4 || digit(account[k]) != digit(account[k - 1]));
    }
    return n >= IBAN_LEAST && figures * 2 >= n && pieces <= PIECES_MOST && passes_97(account, n);
}

/* Where the country's two letters stand: the last ones against a figure ("IBANNL91"), or a word of two that is none in
 * Dutch. SIZE_MAX for none. */
static size_t country_at(const struct reading *r, size_t i)
{
    size_t end = i;
    while (isalpha((unsigned char)r->c[end])) end++;
    if (end < i + 2) return SIZE_MAX;
    bool against = digit(r->c[end]),
         word = end == i + 2 && ((upper(r->c[i]) && upper(r->c[i + 1])) || says(r, i, "nl"));
    return against || word ? end - 2 : SIZE_MAX;
}

/* Each country has its own length, so an account ends where a group ends and the check holds. */
size_t privacy__take_iban(struct reading *r, size_t i)
{
    enum { GAP_MOST = 3 };
    char account[IBAN_MOST];
    size_t start = country_at(r, i), n = 0, gap = 0, end = 0;
    if (start == SIZE_MAX) return 0;
    for (size_t k = start; n < IBAN_MOST && gap <= GAP_MOST; k++) {
        char c = r->c[k], next = c ? r->c[k + 1] : c;
        if (isalnum((unsigned char)c)) {
            account[n++] = c;
            gap = 0;
            if ((n == 3 || n == 4) && !digit(c)) return 0;
            if (!isalnum((unsigned char)next) && next != OTHER_LETTER && is_account(account, n)) end = k + 1;
        } else if (c && strchr(" .-/_\r\n", c))
            gap++;
        else
            break;
    }
    if (end) privacy__found(r, PRIVACY_IBAN, PRIVACY_BLOCK, start, end);
    return end;
}

/* ---- Telephone ---- */

enum { PHONE_MOST = 15 /* digits with the code of the country: ITU-T E.164 */ };

size_t privacy__trunk(const char *digits, bool abroad)
{
    static const struct {
        const char *digits;
        size_t trunk;
        bool abroad;
    } codes[] = {{"310", 3, true},   {"31", 2, true}, {"00310", 5, false},
                 {"0031", 4, false}, {"0", 1, false}, {"316", 2, false} /* as it stands in a link to a chat */};
    for (size_t k = 0; k < COUNT_OF(codes); k++)
        if (codes[k].abroad == abroad && !strncmp(digits, codes[k].digits, strlen(codes[k].digits)))
            return codes[k].trunk;
    return 0;
}

static bool is_phone_sign(char c)
{
    return c && strchr(" .-()/", c);
}

/* What a number of here begins with is written in one piece. */
static bool begins_phone(const struct reading *r, size_t i)
{
    if (r->c[i] == '+') return true;
    if (before(r, i) == '+' || digit(before(r, i))) return false;
    return says(r, i, "0031") || says(r, i, "316") || (r->c[i] == '0' && r->c[i + 1] != '0');
}

/* A number of here, the nine digits behind its trunk; gives its end, or 0. */
static size_t read_phone(const struct reading *r, size_t i, char digits[PHONE_MOST + 1])
{
    bool abroad = r->c[i] == '+';
    size_t n = 0, gap = 0;
    if (!begins_phone(r, i)) return 0;
    for (i += abroad; n < PHONE_MOST; i++) {
        char c = r->c[i];
        if (digit(c)) {
            if (n == 1 && gap && c == '0') return 0; /* "0.03" */
            digits[n++] = c;
            digits[n] = '\0';
            gap = 0;
            size_t trunk = privacy__trunk(digits, abroad);
            if (n > 5 && !trunk) return 0;
            if (trunk && n == trunk + 9) return digit(r->c[i + 1]) ? 0 : i + 1;
        } else if ((is_phone_sign(c) || c == '\t' || c == '\r' || c == '\n') && gap < 3)
            gap++;
        else
            return 0;
    }
    return 0;
}

/* Behind the plus, or the two zeros, of a number of another country; 0 for none. Two zeros begin many other numbers:
 * only before the codes of Europe, and of where people here have family, do they stand for a plus. */
static size_t skip_abroad(const struct reading *r, size_t i)
{
    static const char *const codes[] = {"3", "4", "90", "212", "597", "599", "963", NULL};
    bool plus = r->c[i] == '+', known = plus && digit(r->c[i + 1]) && r->c[i + 1] != '0';
    size_t from = i + (plus ? 1 : 2);
    if (letter(before(r, i)) || digit(before(r, i)) || before(r, i) == '+' || says(r, from, "31")) return 0;
    for (const char *const *c = codes; *c && says(r, i, "00"); c++) known |= says(r, from, *c);
    return known ? from : 0;
}

/* On one line, whole groups, without the 0 that is dialled at home: "+49 (0)151". Gives its end, or 0. */
static size_t read_foreign(const struct reading *r, size_t i, char digits[PHONE_MOST + 1])
{
    enum { LEAST = 9 };
    size_t n = 0, gap = 0, end = 0;
    for (size_t k = i; gap < 3; k++) {
        if (says(r, k, "(0)"))
            k += 2;
        else if (digit(r->c[k]) && n < PHONE_MOST) {
            digits[n++] = r->c[k];
            gap = 0;
            if (digit(r->c[k + 1])) continue;
            digits[n] = '\0';
            end = n < LEAST ? 0 : k + 1;
        } else if (is_phone_sign(r->c[k]))
            gap++;
        else
            break;
    }
    return end;
}

/* The mobile ones of countries whose telephones ring here most; of any other it is not clear what kind it is. */
static size_t take_foreign(struct reading *r, size_t i, size_t start)
{
    static const char *const mobile[] = {"324", "4915", "4916", "4917", "336", "337", "447", "905", "2126", "2127"};
    enum { MOBILE_LEAST = 11 };
    char digits[PHONE_MOST + 1] = "";
    size_t from = skip_abroad(r, i), end = from ? read_foreign(r, from, digits) : 0;
    bool known = false;
    if (!end) return 0;
    for (size_t k = 0; k < COUNT_OF(mobile); k++) known |= !strncmp(digits, mobile[k], strlen(mobile[k]));
    known &= strlen(digits) >= MOBILE_LEAST;
    privacy__found(r, known ? PRIVACY_MOBILE : PRIVACY_PHONE, known ? PRIVACY_BLOCK : PRIVACY_WARN, start, end);
    return end;
}

size_t privacy__take_phone(struct reading *r, size_t i)
{
    char digits[PHONE_MOST + 1] = "";
    size_t start = before(r, i) == '(' ? i - 1 : i, end = read_phone(r, i, digits);
    const char *national = digits + privacy__trunk(digits, r->c[i] == '+');
    if (!end || national[0] == '0') return take_foreign(r, i, start);
    if (national[0] == '6' && national[1] != '6' && national[1] != '7') { /* 066, 067: machines and data */
        privacy__found(r, PRIVACY_MOBILE, PRIVACY_BLOCK, start, end);
        return end;
    }
    bool service = national[0] == '8' || national[0] == '9' || national[0] == '6';
    if (!service) privacy__found(r, PRIVACY_PHONE, PRIVACY_WARN, start, end);
    return end;
}
