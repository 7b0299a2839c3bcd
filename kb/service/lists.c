/* Lists of practices without words: the newest, and what one's own working groups are writing. */
#include "kb/service/service__internal.h"

err_code svc__cards(struct svc *svc, const struct store_practices *rows, bool being_written, size_t limit,
                    struct svc_cards *out, kb_err *err)
{
    struct svc_card *cards = ARENA_ARRAY(svc->arena, struct svc_card, limit);
    struct svc__seen seen = {0};
    if (!cards) return svc__no_memory(err);
    ERR_TRY(svc__reading_public(svc, &seen.reading_public, err));
    size_t n = 0;
    for (size_t i = 0; i < rows->n && n < limit; i++) {
        seen.row = rows->at[i];
        if (!svc__judge(svc, &seen)) continue;
        enum store_line_name line = being_written && seen.visible[STORE_CANDIDATE] ? STORE_CANDIDATE : seen.first;
        ERR_TRY(svc__card(svc, &rows->at[i], line, &cards[n], err));
        svc__href_to_line(svc, &rows->at[i], line, &cards[n++]);
    }
    *out = (struct svc_cards){cards, n};
    return OK;
}

err_code svc_newest(struct svc *svc, size_t limit, struct svc_cards *out, kb_err *err)
{
    struct store_list list = {.of = STORE_LIST_STAGE, .key = stage_slug(STAGE_BEST_PRACTICE), .limit = (int)limit};
    struct store_practices rows;
    ERR_TRY(store_practice_list(svc->store, &list, svc->arena, &rows, err));
    return svc__cards(svc, &rows, false, limit, out, err);
}

size_t svc__own_groups(const struct actor *actor, text *groups)
{
    size_t n = 0;
    for (size_t i = 0; i < actor->n_grants && n < SEARCH_GROUPS_MAX; i++)
        if (actor->grants[i].scope == SCOPE_GROUP && svc__in_group(actor, actor->grants[i].id) &&
            !svc__held_before(actor, i))
            groups[n++] = text_str(actor->grants[i].id);
    return n;
}

static int by_touched(const void *a, const void *b)
{
    const struct store_practice *x = a, *y = b;
    if (x->touched != y->touched) return x->touched < y->touched ? 1 : -1;
    return strcmp(x->id, y->id);
}

/* Being written: a candidate line that can still move. */
static bool is_moving(const struct store_practice *p)
{
    enum stage stage = svc__stage(&p->lines[STORE_CANDIDATE]);
    return stage != STAGE_NONE && !stage_is_ended(stage);
}

/* The last touched of those of one group, at most limit; `at` has room. */
static err_code add_moving(struct svc *svc, const char *group, size_t limit, struct store_practice *at, size_t *n,
                           kb_err *err)
{
    enum { AT_ONCE = 50 };
    size_t most = *n + limit;
    struct store_practices rows;
    struct store_list list = {.of = STORE_LIST_GROUP, .key = group, .limit = AT_ONCE};
    do {
        ERR_TRY(store_practice_list(svc->store, &list, svc->arena, &rows, err));
        for (size_t i = 0; i < rows.n && *n < most; i++)
            if (is_moving(&rows.at[i])) at[(*n)++] = rows.at[i];
        if (!rows.n) break;
        list.after_time = rows.at[rows.n - 1].touched;
        list.after_id = rows.at[rows.n - 1].id;
    } while (rows.n == AT_ONCE && *n < most);
    return OK;
}

err_code svc_my_work(struct svc *svc, size_t limit, struct svc_cards *out, kb_err *err)
{
    text groups[SEARCH_GROUPS_MAX];
    size_t n_groups = svc__own_groups(svc->actor, groups);
    struct store_practices all = {.at = ARENA_ARRAY(svc->arena, struct store_practice, n_groups * limit)};
    if (!all.at) return svc__no_memory(err);
    for (size_t i = 0; i < n_groups; i++) ERR_TRY(add_moving(svc, groups[i].ptr, limit, all.at, &all.n, err));
    qsort(all.at, all.n, sizeof *all.at, by_touched);
    return svc__cards(svc, &all, true, limit, out, err);
}
