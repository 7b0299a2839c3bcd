/* Numbers that are known by their own digits: citizen service numbers, accounts, telephones. */
#include "content/privacy__inside.h"

#include "kb/base/cleanup.h"

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

size_t privacy__take_bsn(struct reading *r, size_t i)
{
    struct groups g = read_groups(r, i);
    bool said = privacy__behind(r, i, 40, bsn_words);
    size_t own = skip_digits(r, i) - i; /* the first group alone may be one, with another number behind it */
    bool whole = g.n == 9 && grouped_as_bsn(&g), first = own == 9, eight = said && (g.n == 8 || own == 8);
    if (!whole && !first && !eight) return 0;
    if (!said && privacy__behind(r, i, 16, other_numbers)) return 0;
    if (before(r, i) == '$' || (i > 1 && r->c[i - 1] == ' ' && r->c[i - 2] == '$')) return 0; /* an amount */
    size_t n = whole ? 9 : first ? 9 : 8, end = whole || (eight && g.n == 8) ? g.end : i + own;
    if (r->c[end] == ',' && digit(r->c[end + 1])) return 0; /* an amount with cents */
    if (letter(r->c[end])) return 0;
    if (!passes_eleven(g.digits, n)) return 0;
    privacy__found(r, PRIVACY_BSN, PRIVACY_BLOCK, i, end);
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

size_t privacy__take_iban(struct reading *r, size_t i)
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
    privacy__found(r, PRIVACY_IBAN, PRIVACY_BLOCK, i, k);
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

size_t privacy__take_phone(struct reading *r, size_t i)
{
    char digits[10] = "";
    size_t start = i && r->c[i - 1] == '(' ? i - 1 : i, end = read_phone(r, i, digits);
    if (!end || digits[0] == '0') return 0;
    if (digits[0] == '6' && digits[1] != '6' && digits[1] != '7') { /* 066, 067: machines and data */
        privacy__found(r, PRIVACY_MOBILE, PRIVACY_BLOCK, start, end);
        return end;
    }
    bool service = digits[0] == '8' || digits[0] == '9' || digits[0] == '6';
    if (!service) privacy__found(r, PRIVACY_PHONE, PRIVACY_WARN, start, end);
    return end;
}
