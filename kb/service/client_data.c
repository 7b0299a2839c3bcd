/* The privacy guard where somebody writes (content/privacy.h): what it warns of in a text is passed with a reason of
 * one's own, what it blocks by an editor with a reason (design section 9). What an editor let stand in a version of a
 * text may stand in its later ones. In a few words nobody passes what is blocked. */
#include "kb/service/service__internal.h"

#include "content/privacy.h"

enum { DOMAINS_MAX = 40, NUMBERS_MAX = 200, FOLDED_MAX = 200 };

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

static err_code own_domains(struct svc *svc, const char *const **out, kb_err *err)
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
    *out = domains;
    return OK;
}

/* One on each line. */
static err_code own_numbers(struct svc *svc, const char *const **out, kb_err *err)
{
    const char *typed, **numbers = ARENA_ARRAY(svc->arena, const char *, NUMBERS_MAX + 1);
    size_t n = 0;
    ERR_TRY(svc_setting(svc->store, "own-numbers", svc->arena, &typed, err));
    if (!numbers) return svc__no_memory(err);
    text rest = text_str(typed);
    for (text line; n < NUMBERS_MAX && text_next(&rest, '\n', &line);) {
        char folded[FOLDED_MAX];
        if (!privacy_fold(line, folded, sizeof folded) || !*folded) continue;
        numbers[n] = arena_str(svc->arena, folded);
        if (!numbers[n++]) return svc__no_memory(err);
    }
    numbers[n] = NULL;
    *out = numbers;
    return OK;
}

err_code svc_privacy_own(struct svc *svc, struct privacy_own *out, kb_err *err)
{
    ERR_TRY(own_domains(svc, &out->email_domains, err));
    return own_numbers(svc, &out->numbers, err);
}

/* ---- What an editor let stand ---- */

static bool holds(const struct store_revision *r, text words)
{
    if (text_find(text_str(r->title), words, 0) != SIZE_MAX || text_find(text_str(r->brief), words, 0) != SIZE_MAX)
        return true;
    for (size_t i = 0; i < r->n_sections; i++)
        if (text_find(r->sections[i].body, words, 0) != SIZE_MAX) return true;
    return false;
}

/* A version of an editor's in which these words stand; each is read by itself, for there may be many. */
static err_code in_version_of_editor(struct svc *svc, const struct store_revision *row, text words, bool *out,
                                     kb_err *err)
{
    enum { ROOM = 4 * 1024 * 1024 };
    _cleanup_(arena_free_p)
    arena *a = arena_new(ROOM);
    const struct actor *author;
    struct store_revision whole;
    *out = false;
    if (!a) return svc__no_memory(err);
    ERR_TRY(svc_actor(svc->store, row->author, a, &author, err));
    if (!actor_holds(author, ROLE_EDITOR)) return OK;
    ERR_TRY(store_revision_get(svc->store, row->id, a, &whole, err));
    *out = holds(&whole, words);
    return OK;
}

err_code svc_client_data_stands(struct svc *svc, text practice, text words, bool *out, kb_err *err)
{
    struct store_revisions all;
    const char *id = arena_text_str(svc->arena, practice);
    *out = false;
    if (!id) return svc__no_memory(err);
    ERR_TRY(store_revision_list(svc->store, id, svc->arena, &all, err));
    for (size_t i = 0; i < all.n && !*out; i++) ERR_TRY(in_version_of_editor(svc, &all.at[i], words, out, err));
    return OK;
}

/* ---- Looking ---- */

/* What is blocked in `words`; `practice` may be "". */
static err_code judge_block(struct svc *svc, const char *field, text practice, text words, struct svc__client_data *out,
                            kb_err *err)
{
    bool stands = false;
    if (practice.len) ERR_TRY(svc_client_data_stands(svc, practice, words, &stands, err));
    if (stands) return OK;
    if (!practice.len || !svc__is_editor(svc)) return err_field(err, ERR_INVALID, field, "client-data");
    out->let_stand++;
    return OK;
}

static err_code scan(struct svc *svc, const char *field, text practice, text words, struct svc__client_data *out,
                     kb_err *err)
{
    struct privacy_findings found;
    struct privacy_own own;
    ERR_TRY(svc_privacy_own(svc, &own, err));
    ERR_TRY(privacy_scan(words, &own, svc->arena, &found, err));
    for (size_t i = 0; i < found.n; i++) {
        const struct privacy_finding *f = &found.at[i];
        if (f->level == PRIVACY_BLOCK)
            ERR_TRY(judge_block(svc, field, practice, text_slice(words, f->from, f->to - f->from), out, err));
        else
            out->warned++;
    }
    return OK;
}

err_code svc__no_client_data(struct svc *svc, const char *field, text words, kb_err *err)
{
    struct svc__client_data found = {0};
    return scan(svc, field, TEXT(""), words, &found, err);
}

err_code svc__draft_no_client_data(struct svc *svc, const char *practice, const struct svc_draft *draft,
                                   struct svc__client_data *out, kb_err *err)
{
    text id = text_str(practice);
    *out = (struct svc__client_data){0};
    err_code wrong = scan(svc, "title", id, draft->title, out, err);
    wrong = svc__first(wrong, scan(svc, "brief", id, draft->brief, out, err));
    for (size_t i = 0; i < draft->n_sections; i++) {
        const char *field = arena_printf(svc->arena, "section-%s", draft->sections[i].key);
        if (!field) return svc__no_memory(err);
        wrong = svc__first(wrong, scan(svc, field, id, draft->sections[i].body, out, err));
    }
    return wrong;
}
