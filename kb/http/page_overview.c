/* Every practice that more than its writers can see, by stage, with its age and who works on it. */
#include "kb/base/cleanup.h"
#include "kb/http/page_parts.h"
#include "kb/http/pages.h"

static text since(const struct page *page, kb_time at)
{
    int64_t days = (page->svc.now - at) / MS_DAY;
    return page_words(page, MSG_OVERVIEW_SINCE,
                      MSG_ARGS({TEXT("date"), page_date(page, at)},
                               {TEXT("n"), text_str(arena_printf(page->svc.arena, "%lld", (long long)days))}));
}

err_code page_overview(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct svc_overview found;
    ERR_TRY(page_open(&page, req, res, "", err));
    ERR_TRY(svc_overview(&page.svc, &found, err));
    struct view_overview_stage *stages = ARENA_ARRAY(req->arena, struct view_overview_stage, SVC_OVERVIEW_STAGES);
    if (!stages) return err_set(err, ERR_NOMEM, "no room for the overview");
    for (size_t i = 0; i < SVC_OVERVIEW_STAGES; i++) {
        const struct svc_cards *cards = &found.at[i].cards;
        struct view_overview_stage_row *rows = ARENA_ARRAY(req->arena, struct view_overview_stage_row, cards->n);
        for (size_t k = 0; rows && k < cards->n; k++)
            rows[k] = (struct view_overview_stage_row){.href = text_str(cards->at[k].href),
                                                       .title = page_title(&page, &cards->at[k]),
                                                       .number = text_str(cards->at[k].number),
                                                       .group = text_str(cards->at[k].group_name),
                                                       .since = since(&page, cards->at[k].since)};
        stages[i] = (struct view_overview_stage){.name = page_stage_name(found.at[i].stage),
                                                 .slug = text_str(stage_slug_nl(found.at[i].stage)),
                                                 .more = found.at[i].more,
                                                 .rows = rows,
                                                 .rows_count = rows ? cards->n : 0};
    }
    struct view_overview v = {.stages = stages, .stages_count = SVC_OVERVIEW_STAGES};
    view_overview(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}
