/* The privacy guard where somebody writes (content/privacy.h): what it warns of in a text is passed with a reason of
 * one's own, what it blocks by an editor with a reason (design section 9). What an editor let stand in a version of a
 * text may stand in its later ones. In a few words nobody passes what is blocked. */
#include "kb/service/service__internal.h"

#include "content/privacy.h"

enum { DOMAINS_MAX = 40, NUMBERS_MAX = 200 };

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
    for (text line; n < NUMBERS_MAX && text_next(&rest, '\n', &line);)
        if (!(numbers[n++] = arena_text_str(svc->arena, line))) return svc__no_memory(err);
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

/* Does the guard see just these words here? Digits inside a longer number were let stand by nobody. */
static err_code sees(arena *a, text part, text words, bool *out, kb_err *err)
{
    struct privacy_findings found;
    if (*out || text_find(part, words, 0) == SIZE_MAX) return OK;
    ERR_TRY(privacy_scan(part, NULL, a, &found, err));
    for (size_t i = 0; i < found.n && !*out; i++)
        *out = text_eq(text_slice(part, found.at[i].from, found.at[i].to - found.at[i].from), words);
    return OK;
}

/* In a version of an editor's; each is read by itself, for there may be many. */
static err_code in_version_of_editor(struct svc *svc, const struct store_revision *row, text words, bool *out,
                                     kb_err *err)
{
    enum { ROOM = 32 * 1024 * 1024 };
    _cleanup_(arena_free_p)
    arena *a = arena_new(ROOM);
    const struct actor *author;
    struct store_revision r;
    if (!a) return svc__no_memory(err);
    ERR_TRY(svc_actor(svc->store, row->author, a, &author, err));
    if (!actor_holds(author, ROLE_EDITOR)) return OK;
    ERR_TRY(store_revision_get(svc->store, row->id, a, &r, err));
    ERR_TRY(sees(a, text_str(r.title), words, out, err));
    ERR_TRY(sees(a, text_str(r.brief), words, out, err));
    for (size_t i = 0; i < r.n_sections; i++) ERR_TRY(sees(a, r.sections[i].body, words, out, err));
    return OK;
}

err_code svc_client_data_stands(struct svc *svc, const char *practice, text words, bool *out, kb_err *err)
{
    struct store_revisions all;
    *out = false;
    ERR_TRY(store_revision_list(svc->store, practice, svc->arena, &all, err));
    for (size_t i = 0; i < all.n && !*out; i++) ERR_TRY(in_version_of_editor(svc, &all.at[i], words, out, err));
    return OK;
}

/* ---- Looking ---- */

struct guard {
    struct svc *svc;
    const char *practice; /* NULL for a few words, in which nothing is let stand */
    struct privacy_own own;
    struct svc__client_data found;
};

static err_code judge_block(struct guard *g, const char *field, text words, kb_err *err)
{
    bool stands = false;
    if (g->practice) ERR_TRY(svc_client_data_stands(g->svc, g->practice, words, &stands, err));
    if (stands) return OK;
    if (!g->practice || !svc__is_editor(g->svc)) return err_field(err, ERR_INVALID, field, "client-data");
    g->found.let_stand++;
    return OK;
}

static err_code scan(struct guard *g, const char *field, text words, kb_err *err)
{
    struct privacy_findings found;
    ERR_TRY(privacy_scan(words, &g->own, g->svc->arena, &found, err));
    for (size_t i = 0; i < found.n; i++) {
        const struct privacy_finding *f = &found.at[i];
        if (f->level == PRIVACY_BLOCK)
            ERR_TRY(judge_block(g, field, text_slice(words, f->from, f->to - f->from), err));
        else
            g->found.warned++;
    }
    return found.more ? err_field(err, ERR_INVALID, field, "client-data") : OK; /* the rest may be anything */
}

err_code svc__no_client_data(struct svc *svc, const char *field, text words, kb_err *err)
{
    struct guard g = {.svc = svc};
    ERR_TRY(svc_privacy_own(svc, &g.own, err));
    return scan(&g, field, words, err);
}

err_code svc__draft_no_client_data(struct svc *svc, const char *practice, const struct svc_draft *draft,
                                   struct svc__client_data *out, kb_err *err)
{
    struct guard g = {.svc = svc, .practice = practice};
    ERR_TRY(svc_privacy_own(svc, &g.own, err));
    err_code wrong = scan(&g, "title", draft->title, err);
    wrong = svc__first(wrong, scan(&g, "brief", draft->brief, err));
    for (size_t i = 0; i < draft->n_sections; i++) {
        const char *field = arena_printf(svc->arena, "section-%s", draft->sections[i].key);
        if (!field) return svc__no_memory(err);
        wrong = svc__first(wrong, scan(&g, field, draft->sections[i].body, err));
    }
    *out = g.found;
    return wrong;
}
