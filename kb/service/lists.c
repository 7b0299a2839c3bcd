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
        if (svc__in_group(actor, actor->grants[i].id) && actor->grants[i].scope == SCOPE_GROUP)
            groups[n++] = text_str(actor->grants[i].id);
    return n;
}

static int by_touched(const void *a, const void *b)
{
    const struct store_practice *x = a, *y = b;
    if (x->touched != y->touched) return x->touched < y->touched ? 1 : -1;
    return strcmp(x->id, y->id);
}

/* What is being written: a candidate line that can still move. */
static size_t keep_moving(struct store_practice *rows, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        enum stage stage = svc__stage(&rows[i].lines[STORE_CANDIDATE]);
        if (stage != STAGE_NONE && !stage_is_ended(stage)) rows[kept++] = rows[i];
    }
    return kept;
}

err_code svc_my_work(struct svc *svc, size_t limit, struct svc_cards *out, kb_err *err)
{
    text groups[SEARCH_GROUPS_MAX];
    size_t n_groups = svc__own_groups(svc->actor, groups);
    enum { EACH = 50 };
    struct store_practices all = {.at = ARENA_ARRAY(svc->arena, struct store_practice, n_groups * EACH)};
    if (!all.at) return svc__no_memory(err);
    for (size_t i = 0; i < n_groups; i++) {
        struct store_list list = {.of = STORE_LIST_GROUP, .key = groups[i].ptr, .limit = EACH};
        struct store_practices rows;
        ERR_TRY(store_practice_list(svc->store, &list, svc->arena, &rows, err));
        if (rows.n) memcpy(all.at + all.n, rows.at, rows.n * sizeof *rows.at);
        all.n += rows.n;
    }
    all.n = keep_moving(all.at, all.n);
    qsort(all.at, all.n, sizeof *all.at, by_touched);
    return svc__cards(svc, &all, true, limit, out, err);
}
