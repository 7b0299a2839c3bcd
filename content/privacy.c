#include "content/privacy__inside.h"

#include "kb/base/cleanup.h"

#include <ctype.h>
#include <string.h>

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool letter(char c)
{
    return isalpha((unsigned char)c) || c == OTHER_LETTER;
}

static bool upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static char lower(char c)
{
    return upper(c) ? (char)(c + 'a' - 'A') : c;
}

static char before(const struct reading *r, size_t i)
{
    return i ? r->c[i - 1] : ' ';
}

static size_t skip_digits(const struct reading *r, size_t i)
{
    while (digit(r->c[i])) i++;
    return i;
}

/* Are these lower-case ASCII letters next, whatever their case in the text? */
static bool says(const struct reading *r, size_t i, const char *word)
{
    if (lower(r->c[i]) != word[0]) return false; /* most often this is all there is to it */
    size_t n = strlen(word);
    if (n > r->n - i) return false;
    for (size_t k = 0; k < n; k++)
        if (lower(r->c[i + k]) != word[k]) return false;
    return true;
}

/* Does one of these words stand in the `window` letters before i? A window is short, so the work stays linear. */
static bool behind(const struct reading *r, size_t i, size_t window, const char *const *words)
{
    size_t from = i > window ? i - window : 0;
    for (size_t k = from; k < i; k++) {
        if (letter(r->c[k]) && letter(before(r, k))) continue;
        for (const char *const *w = words; *w; w++)
            if (says(r, k, *w)) return true;
    }
    return false;
}

static void find(struct reading *r, enum privacy_kind kind, enum privacy_level level, size_t from, size_t to)
{
    /* what is read backwards takes in what was found on the way: digits of a name, a street before its postcode */
    while (r->n_found && r->found[r->n_found - 1].to > r->at[from]) r->n_found--;
    if (r->n_found == PRIVACY_FINDINGS_MAX) {
        r->more = true;
        return;
    }
    size_t last = r->at[to - 1] + 1, end = r->at[to];
    while (end > last && strchr("*`", r->source.ptr[end - 1])) end--; /* marks around it */
    r->found[r->n_found++] = (struct privacy_finding){.kind = kind, .level = level, .from = r->at[from], .to = end};
}

/* ---- Digits in groups: "123 456 782", "123.45.678", "12 34-56 78" ---- */

enum { GROUP_DIGITS_MAX = 16, GROUPS_MAX = 9 };

struct groups {
    char digits[GROUP_DIGITS_MAX + 1];
    size_t n; /* digits; more than the room is n = GROUP_DIGITS_MAX + 1 */
    size_t sizes[GROUPS_MAX], n_groups;
    size_t end;
};

/* One separator: a dot, hyphen, slash, underscore or white space, a hyphen between spaces, a line break with spaces
 * around it. */
static size_t skip_separator(const struct reading *r, size_t i)
{
    size_t from = i;
    if (r->c[i] == ' ' && r->c[i + 1] == '-' && r->c[i + 2] == ' ') return i + 3;
    if (r->c[i] == '.' || r->c[i] == '-' || r->c[i] == '/' || r->c[i] == '_') return i + 1;
    while (i < from + 4 && (r->c[i] == ' ' || r->c[i] == '\t')) i++;
    if (r->c[i] == '\r') i++;
    if (r->c[i] == '\n') i++;
    while (i < from + 8 && i > from && (r->c[i] == ' ' || r->c[i] == '\t')) i++;
    return i;
}

static struct groups read_groups(const struct reading *r, size_t i)
{
    struct groups g = {.end = i};
    for (;;) {
        size_t end = skip_digits(r, i), size = end - i;
        if (g.n_groups == GROUPS_MAX || g.n + size > GROUP_DIGITS_MAX) {
            g.n = GROUP_DIGITS_MAX + 1;
            return g;
        }
        memcpy(g.digits + g.n, r->c + i, size);
        g.n += size;
        g.sizes[g.n_groups++] = size;
        g.end = end;
        i = skip_separator(r, end);
        if (i == end || !digit(r->c[i])) return g;
    }
}

/* ---- BSN ---- */

static bool passes_eleven(const char *digits, size_t n)
{
    int sum = 0, weight = (int)n;
    if (n == 8) weight = 8;
    for (size_t k = 0; k < n; k++, weight--) sum += (digits[k] - '0') * (k == n - 1 ? -1 : weight);
    return sum % 11 == 0 && strspn(digits, "0") < n;
}

static const char *const bsn_words[] = {"bsn", "burgerservicenummer", "sofinummer", "sofi", NULL};
static const char *const other_numbers[] = {"kvk",  "isbn", "ecli", "bwb", "stb", "stcrt",
                                            "issn", "rsin", "btw",  "eur", NULL};

/* Groups as people write a BSN; anything else in pieces is a list of other numbers. */
static bool grouped_as_bsn(const struct groups *g)
{
    if (g->n_groups == 1) return true;
    if (g->n_groups == 3) return g->sizes[1] <= 3 && g->sizes[0] >= 2 && g->sizes[0] <= 4 && g->sizes[2] >= 2;
    return g->n_groups == 4 || g->n_groups == 9 || (g->n_groups == 2 && g->sizes[0] >= 3 && g->sizes[1] >= 3);
}

static size_t take_bsn(struct reading *r, size_t i)
{
    struct groups g = read_groups(r, i);
    bool said = behind(r, i, 40, bsn_words);
    size_t own = skip_digits(r, i) - i; /* the first group alone may be one, with another number behind it */
    bool whole = g.n == 9 && grouped_as_bsn(&g), first = own == 9, eight = said && (g.n == 8 || own == 8);
    if (!whole && !first && !eight) return 0;
    if (!said && behind(r, i, 16, other_numbers)) return 0;
    if (before(r, i) == '$' || (i > 1 && r->c[i - 1] == ' ' && r->c[i - 2] == '$')) return 0; /* an amount */
    size_t n = whole ? 9 : first ? 9 : 8, end = whole || (eight && g.n == 8) ? g.end : i + own;
    if (r->c[end] == ',' && digit(r->c[end + 1])) return 0; /* an amount with cents */
    if (letter(r->c[end])) return 0;
    if (!passes_eleven(g.digits, n)) return 0;
    find(r, PRIVACY_BSN, PRIVACY_BLOCK, i, end);
    return end;
}

/* ---- IBAN ---- */

static const struct {
    char country[3];
    size_t length;
} ibans[] = {{"NL", 18}, {"BE", 16}, {"DE", 22}, {"FR", 27}, {"ES", 24}, {"GB", 22}, {"IT", 27}, {"PL", 28},
             {"PT", 25}, {"AT", 20}, {"CH", 21}, {"LU", 20}, {"IE", 22}, {"TR", 26}, {"RO", 24}, {"LT", 20},
             {"BG", 22}, {"HU", 28}, {"SE", 24}, {"DK", 18}, {"NO", 15}, {"FI", 18}, {"GR", 27}, {"CZ", 24}};

static size_t iban_length(char a, char b)
{
    for (size_t k = 0; k < COUNT_OF(ibans); k++)
        if (toupper((unsigned char)a) == ibans[k].country[0] && toupper((unsigned char)b) == ibans[k].country[1])
            return ibans[k].length;
    return 0;
}

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

static size_t take_iban(struct reading *r, size_t i)
{
    if (!letter(r->c[i + 1]) || letter(r->c[i + 2])) return 0;
    size_t length = iban_length(r->c[i], r->c[i + 1]), n = 0, k = i;
    char account[40];
    if (!length) return 0;
    while (n < length && k < r->n) {
        char c = r->c[k];
        if (isalnum((unsigned char)c))
            account[n++] = c;
        else if (n < 2 || (c != ' ' && c != '.' && c != '-' && c != '\n' && c != '\r'))
            return 0;
        k++;
    }
    if (n < length || !digit(account[2]) || !digit(account[3]) || isalnum((unsigned char)r->c[k])) return 0;
    if (!passes_97(account, n)) return 0;
    find(r, PRIVACY_IBAN, PRIVACY_BLOCK, i, k);
    return k;
}

/* ---- Telephone ---- */

/* The national digits behind +31, 0031 or 0: nine of them, with separators between. */
static size_t read_phone(const struct reading *r, size_t i, char digits[10])
{
    if (r->c[i] == '+') i++;
    if (digit(before(r, i))) return 0;
    if (says(r, i, "0031"))
        i += 4;
    else if (before(r, i) == '+' && says(r, i, "31"))
        i += 2;
    else if (r->c[i] == '0' && before(r, i) != '+')
        i++;
    else
        return 0;
    size_t n = 0, gap = 0;
    if (says(r, i, " (0)")) i += 4;
    if (says(r, i, "(0)")) i += 3;
    for (; n < 9; i++) {
        char c = r->c[i];
        if (digit(c))
            digits[n++] = c, gap = 0;
        else if (strchr(" .-()/\t\r\n", c) && c && gap < 3)
            gap++;
        else
            return 0;
    }
    return digit(r->c[i]) ? 0 : i;
}

static size_t take_phone(struct reading *r, size_t i)
{
    char digits[10] = "";
    size_t start = i && r->c[i - 1] == '(' ? i - 1 : i, end = read_phone(r, i, digits);
    if (!end || digits[0] == '0') return 0;
    if (digits[0] == '6' && digits[1] != '6' && digits[1] != '7') { /* 066, 067: machines and data */
        find(r, PRIVACY_MOBILE, PRIVACY_BLOCK, start, end);
        return end;
    }
    bool service = digits[0] == '8' || digits[0] == '9' || digits[0] == '6';
    if (!service) find(r, PRIVACY_PHONE, PRIVACY_WARN, start, end);
    return end;
}

/* ---- E-mail ---- */

static bool local_part(char c)
{
    return isalnum((unsigned char)c) || strchr("._%+-'", c) || c == OTHER_LETTER;
}

/* A desk that anybody may write to. */
static const char *const roles[] = {
    "info",    "contact",      "secretariaat", "post",     "balie",       "helpdesk",      "loket",      "klacht",
    "noreply", "no-reply",     "privacy",      "redactie", "servicedesk", "aanmeld",       "bezwaar",    "griffie",
    "support", "voorlichting", "pers",         "klant",    "bestuur",     "administratie", "rechtshulp", NULL};

/* Surnames begin with these as well: Postma, Persoon. They are a desk when they stand alone. */
static const char *const short_roles[] = {"post", "pers", NULL};

static bool is_desk(const struct reading *r, size_t from)
{
    for (const char *const *role = roles; *role; role++) {
        if (!says(r, from, *role)) continue;
        bool alone = !letter(r->c[from + strlen(*role)]), brief = false;
        for (const char *const *s = short_roles; *s; s++) brief |= !strcmp(*s, *role);
        if (alone || !brief) return true;
    }
    return false;
}

static bool is_own(const struct reading *r, size_t domain, size_t end)
{
    for (const char *const *d = r->own ? r->own->email_domains : NULL; d && *d; d++) {
        size_t n = strlen(*d);
        if (end - domain < n || !says(r, end - n, *d)) continue;
        if (end - domain == n || r->c[end - n - 1] == '.') return true;
    }
    return false;
}

/* A person's own address: at a provider, or a name in pieces. One word at an organisation is mostly a desk of it. */
static bool is_personal(const struct reading *r, size_t from, size_t at, size_t domain, size_t end)
{
    static const char *const providers[] = {"gmail.com",  "hotmail.", "outlook.",  "live.",    "icloud.com", "ziggo.nl",
                                            "kpnmail.nl", "xs4all.",  "planet.nl", "home.nl",  "hetnet.nl",  "yahoo.",
                                            "msn.com",    "upcmail.", "casema.nl", "telfort.", "proton",     NULL};
    for (const char *const *p = providers; *p; p++)
        if (end - domain >= strlen(*p) && says(r, domain, *p)) return true;
    for (size_t k = from + 1; k + 1 < at; k++)
        if (strchr("._+", r->c[k]) || digit(r->c[k])) return true;
    return false;
}

/* `at`: where the sign stands, however it is written; `domain`: what comes behind it. */
static size_t take_email_around(struct reading *r, size_t at, size_t domain)
{
    size_t from = at, end = domain, dot = 0;
    while (from && at - from < 64 && local_part(r->c[from - 1]) && r->c[from - 1]) from--;
    while (end - domain < 254 && (isalnum((unsigned char)r->c[end]) || r->c[end] == '-' || r->c[end] == '.')) {
        if (r->c[end] == '.' && isalnum((unsigned char)r->c[end + 1])) dot = end;
        end++;
    }
    while (end > domain && (r->c[end - 1] == '.' || r->c[end - 1] == '-')) end--;
    if (from == at || !dot || dot + 2 >= end) return 0;
    if (is_own(r, domain, end) || is_desk(r, from)) return end;
    find(r, PRIVACY_EMAIL, is_personal(r, from, at, domain, end) ? PRIVACY_BLOCK : PRIVACY_WARN, from, end);
    return end;
}

static size_t take_email(struct reading *r, size_t at)
{
    return take_email_around(r, at, at + 1);
}

/* "jan.jansen (at) voorbeeld.nl", "jan[apenstaartje]voorbeeld.nl". */
static size_t take_spelled_email(struct reading *r, size_t i)
{
    static const char *const signs[] = {"(at)",         "[at]",           "{at}",           "(apenstaart)",
                                        "[apenstaart]", "(apenstaartje)", "[apenstaartje]", NULL};
    for (const char *const *s = signs; *s; s++) {
        if (!says(r, i, *s)) continue;
        size_t domain = i + strlen(*s);
        return take_email_around(r, before(r, i) == ' ' ? i - 1 : i, domain + (r->c[domain] == ' '));
    }
    return 0;
}

/* ---- Addresses ---- */

static bool is_box(const struct reading *r, size_t i)
{
    static const char *const boxes[] = {"postbus", "antwoordnummer", NULL};
    return behind(r, i, 40, boxes);
}

/* A house number just before i: "12", "12a", "12-2", with a comma or white space between. Gives where it begins. */
static size_t house_before(const struct reading *r, size_t i)
{
    size_t k = i;
    while (k && i - k < 6 && strchr(" ,\t\r\n", r->c[k - 1])) k--;
    if (k == i) return SIZE_MAX;
    size_t end = k;
    while (k && end - k < 8 && (isalnum((unsigned char)r->c[k - 1]) || r->c[k - 1] == '-')) k--;
    if (k == end || !digit(r->c[k]) || !strchr(" \t\r\n", before(r, k))) return SIZE_MAX;
    return skip_digits(r, k) - k > 4 ? SIZE_MAX : k;
}

/* "6814 DK Arnhem. Tel. 026 - 3528399": on the same line, the number of a desk and no mobile one. */
static bool has_desk_phone(const struct reading *r, size_t end)
{
    for (size_t k = end; k < end + 40 && r->c[k] && r->c[k] != '\n'; k++) {
        if (!says(r, k, "tel") || letter(before(r, k))) continue;
        while (letter(r->c[k])) k++;
        while (r->c[k] && strchr(" .:(", r->c[k])) k++;
        return r->c[k] == '0' && digit(r->c[k + 1]) && r->c[k + 1] != '0' && r->c[k + 1] != '6';
    }
    return false;
}

static size_t take_postcode(struct reading *r, size_t i)
{
    size_t k = skip_digits(r, i);
    if (k - i != 4 || r->c[i] == '0') return 0;
    bool apart = r->c[k] == ' ', small = !apart && !upper(r->c[k]); /* "1234ab"; "1234 ab" may be words */
    if (apart) k++;
    bool letters = small ? letter(r->c[k]) && letter(r->c[k + 1]) : upper(r->c[k]) && upper(r->c[k + 1]);
    if (!letters || letter(r->c[k + 2]) || digit(r->c[k + 2])) return 0;
    size_t end = k + 2, from = house_before(r, i);
    if (from == SIZE_MAX) { /* "1234 AB 12" */
        size_t number = end;
        while (number < end + 3 && strchr(" ,", r->c[number]) && r->c[number]) number++;
        size_t after = skip_digits(r, number);
        if (number == end || after == number || after - number > 4 || r->c[after] == '.' || r->c[after] == ':')
            return 0;
        from = i;
        end = after;
    }
    if (is_box(r, i)) return end;
    find(r, PRIVACY_ADDRESS, has_desk_phone(r, end) ? PRIVACY_WARN : PRIVACY_BLOCK, from, end);
    return end;
}

static const char *const street_ends[] = {"straat", "laan",  "gracht", "singel", "plein", "dijk",
                                          "steeg",  "dreef", "hof",    "kade",   "weg",   NULL};

/* "Dorpsstraat 12": a capital, one of these ends, a number of at most four digits. */
static size_t take_street(struct reading *r, size_t i)
{
    size_t end = skip_digits(r, i), stop = i;
    if (end - i > 4 || !i || r->c[i - 1] != ' ') return 0;
    stop = i - 1;
    size_t from = stop;
    while (from && stop - from < 40 && letter(r->c[from - 1])) from--;
    if (!upper(r->c[from]) || r->c[end] == '.' || letter(r->c[end + (letter(r->c[end]) ? 1 : 0)])) return 0;
    for (const char *const *e = street_ends; *e; e++) {
        size_t n = strlen(*e);
        if (stop - from < n + 3 || !says(r, stop - n, *e)) continue;
        find(r, PRIVACY_STREET, PRIVACY_WARN, from, end);
        return end;
    }
    return 0;
}

/* ---- Dates of birth ---- */

static const char *const months[] = {"januari",   "februari", "maart",    "april",    "mei", "juni", "juli", "augustus",
                                     "september", "oktober",  "november", "december", "jan", "feb",  "mrt",  "apr",
                                     "jun",       "jul",      "aug",      "sep",      "okt", "nov",  "dec",  NULL};

static size_t month_name(const struct reading *r, size_t i)
{
    for (const char *const *m = months; *m; m++)
        if (says(r, i, *m) && !letter(r->c[i + strlen(*m)])) return i + strlen(*m);
    return 0;
}

static size_t skip_date_gap(const struct reading *r, size_t i)
{
    size_t from = i;
    while (i < from + 3 && r->c[i] && strchr(" .-/\t\n", r->c[i])) i++;
    return i;
}

/* "12-3-1980", "12 maart 1980", "1980-03-12"; the end, or 0. */
static size_t read_date(const struct reading *r, size_t i)
{
    size_t k = skip_digits(r, i), first = k - i;
    if (first == 4) {
        size_t month = skip_date_gap(r, k), day = skip_date_gap(r, skip_digits(r, month)), end = skip_digits(r, day);
        return month > k && skip_digits(r, month) > month && end > day && end - day <= 2 ? end : 0;
    }
    if (first < 1 || first > 2) return 0;
    size_t month = skip_date_gap(r, k), end = month_name(r, month);
    if (!end) end = skip_digits(r, month);
    if (month == k || end == month) return 0;
    size_t year = skip_date_gap(r, end), stop = skip_digits(r, year);
    return stop - year == 4 || stop - year == 2 ? stop : 0;
}

/* Is what stands at i when somebody was born? A rule about ages has a word within `near` letters before it. */
static bool is_birth(const struct reading *r, size_t i, size_t near)
{
    static const char *const born[] = {"geboren", "geboortedatum", "geb.", "geboortedag", "geboorte datum", NULL};
    static const char *const border[] = {"voor", "na", "vanaf", "tot", "tussen", NULL};
    static const char *const far_border[] = {"tussen", NULL}; /* and its other end */
    return behind(r, i, 30, born) && !behind(r, i, near, border) && !behind(r, i, 25, far_border);
}

static size_t take_birth_date(struct reading *r, size_t i)
{
    size_t end = read_date(r, i);
    if (!end || !is_birth(r, i, 7)) return 0;
    find(r, PRIVACY_BIRTH_DATE, PRIVACY_BLOCK, i, end);
    return end;
}

/* "geboren op twaalf maart 1980", "in maart '80": the day may be a word, so the month is where it begins. */
static size_t take_birth_month(struct reading *r, size_t i)
{
    static const char *const spelled[] = {"negentien", "tweeduizend", NULL};
    size_t month = month_name(r, i), year = month ? skip_date_gap(r, month) : 0, end = 0;
    if (!month) return 0;
    if (r->c[year] == '\'') year++;
    size_t stop = skip_digits(r, year);
    if (stop - year == 4 || stop - year == 2) end = stop;
    for (const char *const *s = spelled; *s && !end; s++)
        for (end = says(r, year, *s) ? year : 0; end && letter(r->c[end]);) end++;
    if (!end || !is_birth(r, i, 16)) return 0;
    find(r, PRIVACY_BIRTH_DATE, PRIVACY_BLOCK, i, end);
    return end;
}

/* ---- Numbers that a word gives away ---- */

static const char *const v_words[] = {
    "v-nummer", "v nummer", "v.nummer", "vnummer", "v-nr", "v.nr", "vnr", "vreemdelingennummer", NULL};
static const char *const case_words[] = {"zaaknummer",   "zaaknr",      "dossiernummer", "dossiernr",
                                         "rekestnummer", "rolnummer",   "parketnummer",  "clientnummer",
                                         "klantnummer",  "cjib-nummer", "kenmerk",       NULL};
static const char *const grant_words[] = {"toevoeging", "toevoegingsnummer", "toevoegingsnr", NULL};

/* Between two parts of such a number: a sign, or a space between digits ("280 123 4567"). */
static bool joins(const struct reading *r, size_t k, size_t from)
{
    if (r->c[k] == ' ') return k > from && (digit(r->c[k - 1]) || upper(r->c[k - 1])) && digit(r->c[k + 1]);
    return r->c[k] && strchr("/-.", r->c[k]) && isalnum((unsigned char)r->c[k + 1]);
}

/* Letters, digits and what stands between them in such a number; at least `least` digits. */
static size_t read_code(const struct reading *r, size_t i, size_t least)
{
    size_t k = i, digits = 0;
    while (k - i < 30 && (isalnum((unsigned char)r->c[k]) || joins(r, k, i))) digits += digit(r->c[k++]);
    return digits >= least ? k : 0;
}

static size_t take_named_number(struct reading *r, size_t i)
{
    enum { LEAST = 5 };
    size_t end = read_code(r, i, LEAST);
    if (!end) return 0; /* most words are no number, and to look behind each of them costs the most */
    if (read_code(r, i, 8) && behind(r, i, 24, v_words)) {
        find(r, PRIVACY_V_NUMBER, PRIVACY_BLOCK, i, end);
        return end;
    }
    if (letter(r->c[i + 1]) && behind(r, i, 28, grant_words)) {
        find(r, PRIVACY_CASE_NUMBER, PRIVACY_BLOCK, i, end);
        return end;
    }
    if (behind(r, i, 24, case_words)) {
        find(r, PRIVACY_CASE_NUMBER, PRIVACY_WARN, i, end);
        return end;
    }
    return 0;
}

/* ---- Names ---- */

static const char *const role_words[] = {
    "dhr.",        "dhr",       "mevr.",      "mevr",       "mw.",         "mw",    "de heer", "mevrouw",
    "meneer",      "client",    "cliente",    "verzoeker",  "verzoekster", "eiser", "eiseres", "verweerder",
    "verweerster", "appellant", "appellante", "betrokkene", "fam.",        NULL};
static const char *const between[] = {"van der ", "van den ", "van de ", "van ", "de ", "den ", "der ",
                                      "ter ",     "ten ",     "el ",     "al ",  "'t ", NULL};
/* Capitals that begin no name. */
static const char *const no_names[] = {"de",
                                       "het",
                                       "een",
                                       "als",
                                       "u",
                                       "ik",
                                       "in",
                                       "is",
                                       "en",
                                       "of",
                                       "op",
                                       "dan",
                                       "dit",
                                       "wat",
                                       "bij",
                                       "voor",
                                       "met",
                                       "naar",
                                       "heeft",
                                       "krijgt",
                                       "voorzitter",
                                       "minister",
                                       "staatssecretaris",
                                       "advocaat",
                                       "rechter",
                                       NULL};

static bool is_no_name(const struct reading *r, size_t i, size_t end)
{
    for (const char *const *w = no_names; *w; w++)
        if (says(r, i, *w) && strlen(*w) == end - i) return true;
    return false;
}

/* "UWV", "SVB": no person; "JANSEN" is one. */
static bool is_short_name(const struct reading *r, size_t i, size_t end)
{
    return upper(r->c[i + 1]) && end - i > 2 && end - i < 5;
}

/* "J. van der Berg", "Ayse Yilmaz-de Wit"; the end, or 0. */
static size_t read_name(const struct reading *r, size_t i)
{
    size_t end = 0;
    for (size_t parts = 0; parts < 5; parts++) {
        for (const char *const *b = between; *b; b++)
            if (says(r, i, *b) && (!upper(r->c[i]) || upper(r->c[i + strlen(*b)]))) i += strlen(*b);
        if (!upper(r->c[i])) break;
        size_t k = i;
        while (letter(r->c[k]) || r->c[k] == '-' || r->c[k] == '\'') k++;
        bool initial = k == i + 1 && r->c[k] == '.';
        if (!initial && (k - i < 2 || is_no_name(r, i, k) || is_short_name(r, i, k))) break;
        i = k + initial;
        if (!initial) end = i;
        if (r->c[i] != ' ' && !initial) break;
        i += r->c[i] == ' ';
    }
    return end;
}

static size_t take_name(struct reading *r, size_t i)
{
    for (const char *const *w = role_words; *w; w++) {
        if (!says(r, i, *w)) continue;
        size_t k = i + strlen(*w), from = k;
        if (letter(r->c[k])) continue;
        bool listed = r->c[k] == ':'; /* "Cliënt: F. Jansen"; one word there may begin a sentence */
        from += listed;
        if (r->c[from] != ' ') continue;
        from += r->c[from + 1] == '(' ? 2 : 1;
        size_t end = read_name(r, from);
        if (!end || (listed && !memchr(r->c + from, ' ', end - from))) continue;
        find(r, PRIVACY_NAME, PRIVACY_WARN, from, end);
        return end;
    }
    return 0;
}

/* ---- The walk ---- */

/* An address of the web, an ECLI, the number of a law or of a publication: one word, passed as a whole. */
static size_t skip_reference(const struct reading *r, size_t i)
{
    static const char *const starts[] = {"http://", "https://", "www.",   "ecli:", "bwbr",
                                         "bwbv",    "cvdr",     "celex:", "kst-",  NULL};
    for (const char *const *s = starts; *s; s++) {
        if (!says(r, i, *s)) continue;
        while (i < r->n && !strchr(" \t\r\n<>()[]\"", r->c[i])) i++;
        return i;
    }
    return 0;
}

typedef size_t taker(struct reading *r, size_t i);

/* The first of these that takes something; it gives where to go on. */
static size_t first_of(struct reading *r, size_t i, taker *const *takers)
{
    for (; *takers; takers++) {
        size_t end = (*takers)(r, i);
        if (end) return end;
    }
    return 0;
}

static taker *const at_digits[] = {take_birth_date, take_named_number, take_phone, take_bsn,
                                   take_postcode,   take_street,       NULL};
static taker *const at_words[] = {take_iban, take_name, take_birth_month, take_named_number, NULL};

static bool begins_number(const struct reading *r, size_t i)
{
    char c = r->c[i], b = before(r, i);
    if (c == '+') return digit(r->c[i + 1]);
    return digit(c) && !digit(b) && !(b == '.' && i > 1 && digit(r->c[i - 2])) &&
           !(b == ':' && i > 1 && digit(r->c[i - 2]));
}

static void walk(struct reading *r)
{
    for (size_t i = 0; i < r->n;) {
        char c = r->c[i];
        size_t end = 0;
        if (c == '@')
            end = take_email(r, i);
        else if (c == '(' || c == '[' || c == '{')
            end = take_spelled_email(r, i);
        else if (begins_number(r, i))
            end = first_of(r, i, at_digits);
        else if (letter(c) && !letter(before(r, i)) && !digit(before(r, i))) {
            end = skip_reference(r, i);
            if (!end) end = first_of(r, i, at_words);
        }
        i = end > i ? end : i + 1;
    }
}

/* Lines and columns, in one sweep behind the findings. */
static void place(text source, struct privacy_finding *found, size_t n)
{
    size_t at = 0, line = 1, column = 1;
    for (size_t i = 0; i < n; i++) {
        for (; at < found[i].from; at++) {
            unsigned char c = (unsigned char)source.ptr[at];
            if (c == '\n')
                line++, column = 1;
            else if ((c & 0xC0) != 0x80)
                column++;
        }
        found[i].line = line;
        found[i].column = column;
    }
}

static void leave_out_own(struct reading *r, text source)
{
    size_t n = 0;
    if (!r->own || !r->own->numbers) return;
    for (size_t i = 0; i < r->n_found; i++)
        if (!privacy__is_own(r->own, source, &r->found[i])) r->found[n++] = r->found[i];
    r->n_found = n;
}

err_code privacy_scan(text source, const struct privacy_own *own, arena *a, struct privacy_findings *out, kb_err *err)
{
    struct reading r = {.own = own};
    *out = (struct privacy_findings){0};
    if (source.len > UINT32_MAX) return err_set(err, ERR_TOO_LARGE, "a text of more than 4 GiB");
    ERR_TRY(privacy__read(source, a, &r, err));
    r.found = ARENA_ARRAY(a, struct privacy_finding, PRIVACY_FINDINGS_MAX);
    if (!r.found) return err_set(err, ERR_NOMEM, "no room for findings");
    walk(&r);
    leave_out_own(&r, source);
    place(source, r.found, r.n_found);
    *out = (struct privacy_findings){.at = r.found, .n = r.n_found, .more = r.more};
    return OK;
}

/* ---- Words ---- */

static const struct {
    const char *slug, *replacement;
} kinds[PRIVACY_KIND__COUNT] = {
    [PRIVACY_BSN] = {"bsn", "[BSN]"},
    [PRIVACY_IBAN] = {"iban", "[rekeningnummer]"},
    [PRIVACY_MOBILE] = {"mobile", "[telefoonnummer]"},
    [PRIVACY_PHONE] = {"phone", "[telefoonnummer]"},
    [PRIVACY_EMAIL] = {"email", "[e-mailadres]"},
    [PRIVACY_ADDRESS] = {"address", "[adres]"},
    [PRIVACY_STREET] = {"street", "[adres]"},
    [PRIVACY_BIRTH_DATE] = {"birth-date", "[geboortedatum]"},
    [PRIVACY_V_NUMBER] = {"v-number", "[V-nummer]"},
    [PRIVACY_CASE_NUMBER] = {"case-number", "[zaaknummer]"},
    [PRIVACY_NAME] = {"name", "[naam]"},
};

const char *privacy_kind_slug(enum privacy_kind kind)
{
    return (unsigned)kind < PRIVACY_KIND__COUNT ? kinds[kind].slug : "";
}

const char *privacy_replacement(enum privacy_kind kind)
{
    return (unsigned)kind < PRIVACY_KIND__COUNT ? kinds[kind].replacement : "";
}
