/* Addresses of mail: whose they are is seen by where they are and what they are called. */
#include "content/privacy__inside.h"

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
    privacy__found(r, PRIVACY_EMAIL, is_personal(r, from, at, domain, end) ? PRIVACY_BLOCK : PRIVACY_WARN, from, end);
    return end;
}

size_t privacy__take_email(struct reading *r, size_t at)
{
    return take_email_around(r, at, at + 1);
}

/* "jan.jansen (at) voorbeeld.nl", "jan[apenstaartje]voorbeeld.nl". */
size_t privacy__take_spelled_email(struct reading *r, size_t i)
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
