/* Whose leaving would block what. */
#include "kb/base/cleanup.h"
#include "kb/http/page_move.h"
#include "kb/http/page_parts.h"
#include "kb/http/pages.h"

enum msg page_blocked_word(enum svc_blocked what)
{
    static const enum msg words[SVC_BLOCKED__COUNT] = {
        [SVC_BLOCKED_EDITING] = MSG_BLOCKING_WHAT_EDITING,   [SVC_BLOCKED_ACCOUNTS] = MSG_BLOCKING_WHAT_ACCOUNTS,
        [SVC_BLOCKED_STEERING] = MSG_BLOCKING_WHAT_STEERING, [SVC_BLOCKED_VOICE] = MSG_BLOCKING_WHAT_VOICE,
        [SVC_BLOCKED_GROUP] = MSG_BLOCKING_WHAT_GROUP,       [SVC_BLOCKED_LOCATION] = MSG_BLOCKING_WHAT_LOCATION};
    return words[what];
}

static err_code take_alones(struct page *page, struct view_blocking *v, kb_err *err)
{
    struct svc_alones found;
    ERR_TRY(svc_alones(&page->svc, &found, err));
    struct view_blocking_alone *out = ARENA_ARRAY(page->svc.arena, struct view_blocking_alone, found.n);
    if (!out) return err_set(err, ERR_NOMEM, "no room for a list");
    for (size_t i = 0; i < found.n; i++) {
        const struct svc_alone *a = &found.at[i];
        out[i] = (struct view_blocking_alone){.href = text_str(a->card.href),
                                              .title = page_title(page, &a->card),
                                              .what = page_move_done(a->move),
                                              .when = page_date(page, a->at),
                                              .by = text_str(a->by),
                                              .own_text = a->own_text,
                                              .one_editor = a->one_editor};
    }
    v->alones = out;
    v->alones_count = found.n;
    return OK;
}

static struct view_blocking_row row(const struct page *page, const struct svc_blocking *b)
{
    struct view_blocking_row out = {.what = page_blocked_word(b->what),
                                    .scope = text_str(b->scope),
                                    .person = text_str(b->person),
                                    .appoint = b->from != 0};
    if (b->group) out.href = text_str(arena_printf(page->svc.arena, "/werkgroepen/%s#tweede-trekker", b->group));
    if (b->from > page->svc.now) out.from = page_date(page, b->from);
    return out;
}

err_code page_blocking(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct svc_blockings found;
    ERR_TRY(page_open(&page, req, res, "redactie", err));
    ERR_TRY(svc_blocking(&page.svc, &found, err));
    struct view_blocking_row *rows = ARENA_ARRAY(req->arena, struct view_blocking_row, found.n);
    for (size_t i = 0; rows && i < found.n; i++) rows[i] = row(&page, &found.at[i]);
    struct view_blocking v = {.rows = rows,
                              .rows_count = rows ? found.n : 0,
                              .crumbs = page_crumbs(&page, msg_text(page.env.lang, MSG_DESK_TITLE), TEXT("/redactie"),
                                                    msg_text(page.env.lang, MSG_BLOCKING_TITLE))};
    v.crumbs_count = v.crumbs ? PAGE_CRUMBS : 0;
    ERR_TRY(take_alones(&page, &v, err));
    view_blocking(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}
