/* The privacy guard where somebody writes (content/privacy.h): what it blocks is refused, and nobody passes that; what
 * it warns of is passed with a reason of one's own. */
#include "kb/service/service__internal.h"

#include "content/privacy.h"

enum { DOMAINS_MAX = 40 };

static bool is_between(char c)
{
    return c == ' ' || c == ',' || c == '\t';
}

bool svc__next_domain(text *rest, text *one)
{
    size_t from = 0, to;
    while (from < rest->len && is_between(rest->ptr[from])) from++;
    for (to = from; to < rest->len && !is_between(rest->ptr[to]);) to++;
    *one = text_slice(*rest, from, to - from);
    *rest = text_slice(*rest, to, SIZE_MAX);
    return one->len > 0;
}

err_code svc_privacy_own(struct svc *svc, struct privacy_own *out, kb_err *err)
{
    const char *typed, **domains = ARENA_ARRAY(svc->arena, const char *, DOMAINS_MAX + 1);
    size_t n = 0;
    ERR_TRY(svc_setting(svc->store, "mail-domains", svc->arena, &typed, err));
    if (!domains) return svc__no_memory(err);
    text rest = text_str(typed);
    for (text one; n < DOMAINS_MAX && svc__next_domain(&rest, &one); n++) {
        char *name = arena_text_str(svc->arena, one);
        if (!name) return svc__no_memory(err);
        for (char *c = name; *c; c++)
            if (*c >= 'A' && *c <= 'Z') *c = (char)(*c | 32);
        domains[n] = name;
    }
    domains[n] = NULL;
    out->email_domains = domains;
    return OK;
}

/* Adds what was warned of to *warnings. */
static err_code scan(struct svc *svc, const char *field, text words, size_t *warnings, kb_err *err)
{
    struct privacy_findings found;
    struct privacy_own own;
    ERR_TRY(svc_privacy_own(svc, &own, err));
    ERR_TRY(privacy_scan(words, &own, svc->arena, &found, err));
    for (size_t i = 0; i < found.n; i++) {
        if (found.at[i].level == PRIVACY_BLOCK) return err_field(err, ERR_INVALID, field, "client-data");
        ++*warnings;
    }
    return OK;
}

err_code svc__no_client_data(struct svc *svc, const char *field, text words, kb_err *err)
{
    size_t warnings = 0;
    return scan(svc, field, words, &warnings, err);
}

err_code svc__draft_no_client_data(struct svc *svc, const struct svc_draft *draft, size_t *warnings, kb_err *err)
{
    *warnings = 0;
    err_code wrong = scan(svc, "title", draft->title, warnings, err);
    wrong = svc__first(wrong, scan(svc, "brief", draft->brief, warnings, err));
    for (size_t i = 0; i < draft->n_sections; i++) {
        const char *field = arena_printf(svc->arena, "section-%s", draft->sections[i].key);
        if (!field) return svc__no_memory(err);
        wrong = svc__first(wrong, scan(svc, field, draft->sections[i].body, warnings, err));
    }
    return wrong;
}
