/* The privacy guard where somebody writes (content/privacy.h): what it blocks is refused, and nobody passes that; what
 * it warns of is passed with a reason of one's own. */
#include "kb/service/service__internal.h"

#include "content/privacy.h"

/* Adds what was warned of to *warnings. */
static err_code scan(struct svc *svc, const char *field, text words, size_t *warnings, kb_err *err)
{
    struct privacy_findings found;
    ERR_TRY(privacy_scan(words, NULL, svc->arena, &found, err));
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
