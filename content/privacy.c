#include "content/privacy__inside.h"

#include "kb/base/cleanup.h"

bool privacy__behind(const struct reading *r, size_t i, size_t window, const char *const *words)
{
    size_t from = i > window ? i - window : 0;
    for (size_t k = from; k < i; k++) {
        if (letter(r->c[k]) && letter(before(r, k))) continue;
        for (const char *const *w = words; *w; w++)
            if (says(r, k, *w)) return true;
    }
    return false;
}

void privacy__found(struct reading *r, enum privacy_kind kind, enum privacy_level level, size_t from, size_t to)
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

/* ---- Addresses ---- */

static bool is_box(const struct reading *r, size_t i)
{
    static const char *const boxes[] = {"postbus", "antwoordnummer", NULL};
    return privacy__behind(r, i, 40, boxes);
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
    privacy__found(r, PRIVACY_ADDRESS, has_desk_phone(r, end) ? PRIVACY_WARN : PRIVACY_BLOCK, from, end);
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
        privacy__found(r, PRIVACY_STREET, PRIVACY_WARN, from, end);
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
    return privacy__behind(r, i, 30, born) && !privacy__behind(r, i, near, border) &&
           !privacy__behind(r, i, 25, far_border);
}

static size_t take_birth_date(struct reading *r, size_t i)
{
    size_t end = read_date(r, i);
    if (!end || !is_birth(r, i, 7)) return 0;
    privacy__found(r, PRIVACY_BIRTH_DATE, PRIVACY_BLOCK, i, end);
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
    privacy__found(r, PRIVACY_BIRTH_DATE, PRIVACY_BLOCK, i, end);
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
    if (!end || privacy__is_bsn_word(r, i))
        return 0; /* most are none, and to look behind each of them costs the most */
    if (read_code(r, i, 8) && privacy__behind(r, i, 24, v_words)) {
        privacy__found(r, PRIVACY_V_NUMBER, PRIVACY_BLOCK, i, end);
        return end;
    }
    if (letter(r->c[i + 1]) && privacy__behind(r, i, 28, grant_words)) {
        privacy__found(r, PRIVACY_CASE_NUMBER, PRIVACY_BLOCK, i, end);
        return end;
    }
    if (privacy__behind(r, i, 24, case_words)) {
        privacy__found(r, PRIVACY_CASE_NUMBER, PRIVACY_WARN, i, end);
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
        privacy__found(r, PRIVACY_NAME, PRIVACY_WARN, from, end);
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

/* The first of these that takes something; it gives where to go on. */
static size_t first_of(struct reading *r, size_t i, privacy__taker *const *takers)
{
    for (; *takers; takers++) {
        size_t end = (*takers)(r, i);
        if (end) return end;
    }
    return 0;
}

static privacy__taker *const at_digits[] = {take_birth_date,
                                            privacy__take_said_bsn,
                                            take_named_number,
                                            privacy__take_bsn,
                                            privacy__take_phone,
                                            privacy__take_old_bsn,
                                            take_postcode,
                                            take_street,
                                            NULL};
static privacy__taker *const at_words[] = {privacy__take_iban, take_name, take_birth_month, take_named_number, NULL};

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
            end = privacy__take_email(r, i);
        else if (c == '(' || c == '[' || c == '{')
            end = privacy__take_spelled_email(r, i);
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
