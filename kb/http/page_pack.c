/* The papers of a board for a meeting, on paper or as a PDF: what is asked of it first, then each text, what changed
 * since the board saw it last, and words ready for the minutes. For a meeting in the past: what they held then. */
#include "content/assets.h"
#include "kb/base/cleanup.h"
#include "kb/http/app.h"
#include "kb/http/page_round.h"
#include "kb/http/page_sections.h"
#include "kb/http/pages.h"
#include "kb/http/pdf.h"

enum { HTML_MAX = 16 * 1024 * 1024, ITEMS_MAX = 100 };

static const struct svc_voice *voice_of(const struct svc_round *r, const char *organisation)
{
    for (size_t i = 0; i < r->n_voices; i++)
        if (!strcmp(r->voices[i].organisation, organisation)) return &r->voices[i];
    return NULL;
}

/* ---- One text ---- */

static int version_of(const struct svc_practice *p, const char *revision)
{
    for (size_t i = 0; revision && i < p->n_versions; i++)
        if (!strcmp(p->versions[i].revision, revision)) return p->versions[i].version;
    return 0;
}

/* What this board saw last: the text of the newest round before this one that it was asked in, else the one that stood.
 * 0 when it saw none. */
static err_code version_seen(struct page *page, const struct svc_practice *p, const struct svc_round *r,
                             const char *organisation, int *seen, kb_err *err)
{
    struct svc_rounds rounds;
    int now = version_of(p, r->row.revision);
    *seen = 0;
    ERR_TRY(svc_rounds_of(&page->svc, text_str(p->card.id), &rounds, err));
    for (size_t i = 0; i < rounds.n && !*seen; i++)
        if (rounds.at[i].row.begun < r->row.begun && voice_of(&rounds.at[i], organisation))
            *seen = version_of(p, rounds.at[i].row.revision);
    for (size_t i = 0; i < p->n_versions && !*seen; i++)
        if (p->versions[i].adopted && p->versions[i].version < now) *seen = p->versions[i].version;
    return OK;
}

static err_code take_changes(struct page *page, const struct svc_practice *p, const struct svc_round *r,
                             const char *organisation, struct view_pack_item *out, kb_err *err)
{
    int seen, now = version_of(p, r->row.revision);
    struct svc_comparison found;
    ERR_TRY(version_seen(page, p, r, organisation, &seen, err));
    if (!seen || !now || seen == now || !p->card.number) return OK;
    ERR_TRY(svc_compare(&page->svc, text_str(p->card.number), seen, now, &found, err));
    out->against = page_number(page, seen);
    return page_changes(page, found.parts, found.n_parts, &out->changed, &out->changed_count, err);
}

/* The part of a plan that says what it costs also stands on the first page of its papers. */
static err_code take_money(struct page *page, const struct svc_text *t, struct view_pack_item *out, kb_err *err)
{
    for (size_t i = 0; i < t->n_sections; i++) {
        if (strcmp(t->sections[i].info->key, "geld-of-mensen") != 0) continue;
        struct view_body *money = ARENA_NEW(page->svc.arena, struct view_body);
        if (!money) return err_set(err, ERR_NOMEM, "no room for a part");
        ERR_TRY(page_body(page, t->sections[i].body, money, err));
        out->money = money;
    }
    return OK;
}

static void take_voices(const struct page *page, const struct svc_round *r, const char *organisation,
                        struct view_pack_item *out)
{
    struct view_pack_item_voice *voices = ARENA_ARRAY(page->svc.arena, struct view_pack_item_voice, r->n_voices);
    for (size_t i = 0; voices && i < r->n_voices; i++) {
        const struct svc_voice *v = &r->voices[i];
        if (!strcmp(v->organisation, organisation)) continue;
        voices[out->voices_count++] = (struct view_pack_item_voice){
            .name = text_str(v->name), .position = page_position_word(v->position), .said = text_str(v->said.said)};
    }
    out->voices = voices;
}

/* The very text that the round is about, also when the practice has gone on since. */
static err_code read_text(struct page *page, const struct svc_round *r, struct svc_practice *p, kb_err *err)
{
    struct svc_which which = {.key = text_str(r->card.id)};
    ERR_TRY(svc_practice(&page->svc, &which, p, err));
    which.version = version_of(p, r->row.revision);
    if (!which.version) return err_set(err, ERR_NOT_FOUND, "the text of this round is not for this actor");
    return svc_practice(&page->svc, &which, p, err);
}

static err_code take_item(struct page *page, const struct svc_round *r, const struct svc_voice *own,
                          struct view_pack_item *out, kb_err *err)
{
    struct svc_practice p;
    ERR_TRY(read_text(page, r, &p, err));
    text title = text_str(p.text.title), ends = page_date(page, r->row.ends - 1);
    text version = page_number(page, version_of(&p, r->row.revision));
    *out = (struct view_pack_item){
        .title = title,
        .reference = page_words(page, MSG_PACK_REFERENCE,
                                MSG_ARGS({TEXT("number"), text_str(p.card.number)}, {TEXT("version"), version})),
        .question = *r->row.question ? text_str(r->row.question) : msg_text(page->env.lang, MSG_ROUND_QUESTION_NONE),
        .brief = text_str(p.text.brief),
        .summary = text_str(r->row.summary),
        .ends = page_words(page, MSG_ROUNDS_ENDS, MSG_ARGS({TEXT("date"), ends})),
        .rule = page_preset_word(r->preset),
        .advice = text_str(r->row.advice),
        .advised = *r->row.advised != '\0',
        .hidden = !r->sees_positions};
    out->decision = page_words(
        page, MSG_PACK_DECISION,
        MSG_ARGS({TEXT("name"), text_str(own->name)}, {TEXT("reference"), out->reference}, {TEXT("title"), title}));
    take_voices(page, r, own->organisation, out);
    ERR_TRY(take_money(page, &p.text, out, err));
    ERR_TRY(page_sections(page, p.text.sections, p.text.n_sections, &out->sections, &out->sections_count, err));
    return take_changes(page, &p, r, own->organisation, out, err);
}

/* ---- The papers ---- */

struct papers {
    struct page page;
    const struct svc_board *board;
    struct svc_rounds rounds;
    struct view_pack v;
};

/* Whose papers: of the organisation in the address, or of the first board this person sits on. Anybody of the
 * network may ask; who may not see positions finds none in it. */
static err_code choose_board(struct papers *p, text wish, kb_err *err)
{
    struct svc_boards boards;
    ERR_TRY(svc_boards(&p->page.svc, &boards, err));
    for (size_t i = 0; i < boards.n; i++) {
        const struct svc_board *b = &boards.at[i];
        if (wish.len ? text_is(wish, b->organisation) : b->seat && !p->board) p->board = b;
    }
    return p->board ? OK : err_set(err, ERR_NOT_FOUND, "no such board");
}

/* Which meeting: the day in the address, or the next. The papers of a day in the past are what they were. */
static err_code choose_rounds(struct papers *p, text wish, kb_err *err)
{
    struct date day;
    struct svc_rounds_then then;
    struct page *page = &p->page;
    bool asked = date_parse(wish, &day);
    if (asked)
        p->v.day = page_date(page, calendar_midnight(day));
    else if (p->board->n_meetings)
        p->v.day = page_iso_day(page, p->board->meetings[0].day);
    p->v.made = page_words(page, MSG_PACK_MADE, MSG_ARGS({TEXT("date"), page_date_time(page, page->svc.now)}));
    if (!asked || date_cmp(day, calendar_date(page->svc.now)) >= 0) return svc_rounds(&page->svc, &p->rounds, err);
    ERR_TRY(svc_rounds_then(&page->svc, text_str(p->board->organisation), day, &then, err));
    p->rounds = then.rounds;
    p->v.made = page_words(page, MSG_PACK_MADE_THEN, MSG_ARGS({TEXT("date"), page_date(page, then.until - 1)}));
    return OK;
}

/* `only`: the id of one round, or "" for all of this board. A text that this reader may not see any more is left out.
 */
static err_code take_items(struct papers *p, text only, kb_err *err)
{
    ERR_TRY(page_labels(&p->page, err));
    struct view_pack_item *items = ARENA_ARRAY(p->page.svc.arena, struct view_pack_item, ITEMS_MAX);
    if (!items) return err_set(err, ERR_NOMEM, "no room for papers");
    for (size_t i = 0; i < p->rounds.n && p->v.items_count < ITEMS_MAX; i++) {
        const struct svc_round *r = &p->rounds.at[i];
        const struct svc_voice *own = voice_of(r, p->board->organisation);
        if (!own || (only.len && !text_is(only, r->row.id))) continue;
        err_code code = take_item(&p->page, r, own, &items[p->v.items_count], err);
        if (code == ERR_NOT_FOUND || code == ERR_GONE) continue;
        if (code != OK) return code;
        p->v.items_count++;
        items[p->v.items_count - 1].n = (int64_t)p->v.items_count;
    }
    p->v.items = items;
    return OK;
}

static err_code gather(struct papers *p, kb_req *req, kb_res *res, text only, kb_err *err)
{
    *p = (struct papers){0};
    ERR_TRY(page_open(&p->page, req, res, "besluiten", err));
    ERR_TRY(choose_board(p, req_query(req, "organisatie"), err));
    ERR_TRY(choose_rounds(p, req_query(req, "dag"), err));
    ERR_TRY(take_items(p, only, err));
    if (only.len && !p->v.items_count) return err_set(err, ERR_NOT_FOUND, "no such round for this board");
    p->v.title = msg_text(p->page.env.lang, MSG_PACK_TITLE);
    p->v.organisation = text_str(p->board->name);
    return OK;
}

err_code page_pack(kb_req *req, kb_res *res, kb_err *err)
{
    struct papers p;
    ERR_TRY(gather(&p, req, res, text_str(""), err));
    view_pack(&res->body, &p.page.env, &p.v);
    return page_close(&p.page, 200, err);
}

static err_code answer_pdf(kb_req *req, kb_res *res, text only, kb_err *err)
{
    struct papers p;
    const struct asset *css = asset_find(asset_url(TEXT("pack.css")));
    ERR_TRY(gather(&p, req, res, only, err));
    _cleanup_(buf_release)
    struct buf html = buf_new(HTML_MAX);
    view_pack(&html, &p.page.env, &p.v);
    if (html.failed || arena_failed(req->arena)) return err_set(err, ERR_NOMEM, "papers over their ceiling");
    if (!css) return err_set(err, ERR_INTERNAL, "no style sheet for papers");
    text style = text_of((const char *)css->identity.bytes, css->identity.len);
    ERR_TRY(pdf_make(app_of(req)->pdf, buf_text(&html), style, &res->body, err));
    res_type(res, 200, "application/pdf");
    res_header(res, "Content-Disposition", "attachment; filename=\"stukken.pdf\"");
    return OK;
}

err_code page_pack_pdf(kb_req *req, kb_res *res, kb_err *err)
{
    return answer_pdf(req, res, text_str(""), err);
}

err_code page_round_pdf(kb_req *req, kb_res *res, kb_err *err)
{
    return answer_pdf(req, res, req_param(req, "id"), err);
}
