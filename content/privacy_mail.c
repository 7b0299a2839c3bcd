/* Addresses of mail: whose they are is seen by where they are and what they are called. */
#include "content/privacy__inside.h"

enum { LOCAL_MOST = 64, ROOM_MOST = 3 /* spaces around the sign */ };

static bool local_part(char c)
{
    return isalnum((unsigned char)c) || strchr("._%+-'", c) || c == OTHER_LETTER;
}

/* A desk that anybody may write to, and what such a name is put together with: "klachtencommissie", "balie.noord". */
static const char *const desks[] = {"aanmelden", "aanmelding",  "aanmeldingen", "administratie", "balie",
                                    "bestuur",   "bezwaar",     "bezwaren",     "communicatie",  "contact",
                                    "griffie",   "helpdesk",    "info",         "informatie",    "klacht",
                                    "klachten",  "klant",       "klanten",      "loket",         "meldpunt",
                                    "noreply",   "no-reply",    "pers",         "post",          "postbus",
                                    "privacy",   "receptie",    "rechtshulp",   "redactie",      "secretariaat",
                                    "service",   "servicedesk", "support",      "voorlichting",  "vragen",
                                    "webmaster", NULL};
static const char *const beside_desks[] = {"bezwaar",      "centraal", "centrum",   "commissie", "dienst",
                                           "formulier",    "noord",    "oost",      "punt",      "schriften",
                                           "team",         "teams",    "west",      "zuid",      "zaken",
                                           "reintegratie", "werk",     "inkomen",   "jeugd",     "huur",
                                           "schulden",     "wmo",      "juridisch", "nl",        NULL};

/* Where the word at i ends that is one of these and lies before `at`. Several may: the ends are marked, each counted
 * from `from`. */
static void mark_ends(const struct reading *r, size_t from, size_t i, size_t at, const char *const *words, bool *ends)
{
    for (; *words; words++) {
        size_t n = strlen(*words);
        if (n <= at - i && says(r, i, *words)) ends[i + n - from] = true;
    }
}

/* Is the whole name put together of such words, a desk in front? People are called Postma and Klant de Vries. */
static bool is_desk(const struct reading *r, size_t from, size_t at)
{
    bool ends[LOCAL_MOST + 1] = {false};
    if (at - from > LOCAL_MOST) return false;
    mark_ends(r, from, from, at, desks, ends);
    for (size_t i = from + 1; i < at; i++) {
        if (!ends[i - from]) continue;
        if (digit(r->c[i]) || strchr("._-", r->c[i])) {
            ends[i + 1 - from] = true;
            continue;
        }
        mark_ends(r, from, i, at, desks, ends);
        mark_ends(r, from, i, at, beside_desks, ends);
    }
    return ends[at - from];
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

/* Where people have an address of their own. */
static bool is_provider(const struct reading *r, size_t domain, size_t end)
{
    static const char *const providers[] = {"gmail.com",  "hotmail.", "outlook.",  "live.",    "icloud.com", "ziggo.nl",
                                            "kpnmail.nl", "xs4all.",  "planet.nl", "home.nl",  "hetnet.nl",  "yahoo.",
                                            "msn.com",    "upcmail.", "casema.nl", "telfort.", "proton",     NULL};
    for (const char *const *p = providers; *p; p++)
        if (end - domain >= strlen(*p) && says(r, domain, *p)) return true;
    return false;
}

/* A name in pieces is a person's. One word at an organisation is mostly a desk of it. */
static bool is_in_pieces(const struct reading *r, size_t from, size_t at)
{
    for (size_t k = from + 1; k + 1 < at; k++)
        if (strchr("._+", r->c[k]) || digit(r->c[k])) return true;
    return false;
}

/* `at`: where the sign stands, however it is written, with the room before it; `domain`: what comes behind it. `sure`:
 * it can be nothing else. */
static size_t take_around(struct reading *r, size_t at, size_t domain, bool sure)
{
    size_t from = at, end = domain, dot = 0;
    while (from && at - from < LOCAL_MOST && local_part(r->c[from - 1]) && r->c[from - 1]) from--;
    while (end - domain < 254 && (isalnum((unsigned char)r->c[end]) || r->c[end] == '-' || r->c[end] == '.')) {
        if (r->c[end] == '.' && isalnum((unsigned char)r->c[end + 1])) dot = end;
        end++;
    }
    while (end > domain && (r->c[end - 1] == '.' || r->c[end - 1] == '-')) end--;
    if (from == at || !dot || dot + 2 >= end || digit(r->c[dot + 1])) return 0;
    bool provider = is_provider(r, domain, end), personal = provider || is_in_pieces(r, from, at);
    if (!sure && !personal) return 0;
    if (is_own(r, domain, end) || (!provider && is_desk(r, from, at))) return end;
    privacy__found(r, PRIVACY_EMAIL, personal ? PRIVACY_BLOCK : PRIVACY_WARN, from, end);
    return end;
}

static size_t skip_room(const struct reading *r, size_t i)
{
    size_t end = i;
    while (end < i + ROOM_MOST && r->c[end] == ' ') end++;
    return end;
}

static size_t before_room(const struct reading *r, size_t i)
{
    size_t at = i;
    while (i - at < ROOM_MOST && before(r, at) == ' ' && at) at--;
    return at;
}

/* "@loket" behind a space is what somebody is called elsewhere, if it does not look like a person's mail. */
size_t privacy__take_email(struct reading *r, size_t i)
{
    size_t at = before_room(r, i), domain = skip_room(r, i + 1);
    return take_around(r, at, domain, at == i || domain > i + 1);
}

/* "jan.jansen (at) voorbeeld.nl", "jan[apenstaartje]voorbeeld.nl", "jan[@]voorbeeld.nl". */
size_t privacy__take_spelled_email(struct reading *r, size_t i)
{
    static const char *const signs[] = {
        "(at)", "[at]", "{at}", "(apenstaart)", "[apenstaart]", "(apenstaartje)", "[apenstaartje]", "(@)",
        "[@]",  "{@}",  NULL};
    for (const char *const *s = signs; *s; s++)
        if (says(r, i, *s)) return take_around(r, before_room(r, i), skip_room(r, i + strlen(*s)), true);
    return 0;
}
