/* The first page: the search box, what waits for me, what I may do for my own board, location or organisation, what is
 * new. What is not built yet is not here. */
#include "kb/base/cleanup.h"
#include "kb/http/page_admin.h"
#include "kb/http/page_round.h"
#include "kb/http/page_search.h"
#include "kb/http/pages.h"

enum { WAITS_MAX = 12, WORK_MAX = 6, NEWEST_MAX = 6 };

/* A text that somebody writes on: of an adopted one the new version that is on its way, not the text that stands. */
static struct view_home_line work_line(const struct page *page, const struct svc_card *card)
{
    bool stands = card->line == LINE_ADOPTED;
    return (struct view_home_line){
        .href = page_join(page, card->href, stands ? "/op-weg" : ""),
        .title = page_title(page, card),
        .note = msg_text(page->env.lang, stands ? MSG_HOME_WAITING_NEW : page_stage_name(card->stage)),
    };
}

static struct view_home_line newest_line(const struct page *page, const struct svc_card *card)
{
    return (struct view_home_line){
        .href = text_str(card->href), .title = page_title(page, card), .note = page_date(page, card->since)};
}

typedef struct view_home_line make_line(const struct page *page, const struct svc_card *card);

static const struct view_home_line *lines(const struct page *page, const struct svc_cards *cards, make_line *make)
{
    struct view_home_line *out = ARENA_ARRAY(page->svc.arena, struct view_home_line, cards->n);
    for (size_t i = 0; out && i < cards->n; i++) out[i] = make(page, &cards->at[i]);
    return out;
}

/* What is asked of this person. A day that has passed is told as passed. */
static enum msg wait_word(const struct page *page, const struct svc_wait *w)
{
    static const enum msg words[SVC_WAIT__COUNT] = {
        [SVC_WAIT_POSITION] = MSG_WAIT_POSITION, [SVC_WAIT_RETURNED] = MSG_WAIT_RETURNED,
        [SVC_WAIT_LEAD] = MSG_WAIT_LEAD,         [SVC_WAIT_REMARKS] = MSG_WAIT_REMARKS,
        [SVC_WAIT_DESK] = MSG_WAIT_DESK,         [SVC_WAIT_ACCESS] = MSG_WAIT_ACCESS,
        [SVC_WAIT_VOUCH] = MSG_WAIT_VOUCH,       [SVC_WAIT_REVIEW] = MSG_WAIT_REVIEW,
        [SVC_WAIT_STEER] = MSG_WAIT_STEER,       [SVC_WAIT_TEXT] = MSG_WAIT_TEXT};
    if (w->what == SVC_WAIT_REVIEW && !w->due) return MSG_WAIT_REVIEW_LATE;
    if (w->what == SVC_WAIT_TEXT && w->due) return w->due <= page->svc.now ? MSG_WAIT_TEXT_LATE : MSG_WAIT_TEXT_BY;
    return words[w->what];
}

/* With the day it must be done by. */
static text wait_note(const struct page *page, const struct svc_wait *w)
{
    text date = w->due ? page_date(page, w->due - 1) : text_str("");
    return page_words(page, wait_word(page, w),
                      MSG_ARGS({TEXT("date"), date}, {TEXT("n"), page_number(page, (int64_t)w->n)}));
}

static err_code take_waits(struct page *page, struct view_home *v, kb_err *err)
{
    struct svc_waits_list waits;
    if (!page->svc.actor->person) return OK;
    ERR_TRY(svc_waiting(&page->svc, WAITS_MAX, &waits, err));
    struct view_home_line *out = ARENA_ARRAY(page->svc.arena, struct view_home_line, waits.n);
    for (size_t i = 0; out && i < waits.n; i++) {
        const struct svc_wait *w = &waits.at[i];
        bool desk = w->what == SVC_WAIT_DESK;
        out[i] = (struct view_home_line){.href = text_str(w->href),
                                         .title = desk ? msg_text(page->env.lang, MSG_WAIT_DESK_TITLE)
                                                       : page_title(page, &w->card),
                                         .note = wait_note(page, w)};
    }
    v->waits = out;
    v->waits_count = out ? waits.n : 0;
    v->more_rounds = (int64_t)waits.more_rounds;
    v->more_waits = (int64_t)waits.more;
    return OK;
}

static err_code take_work(struct page *page, struct view_home *v, kb_err *err)
{
    struct svc_cards cards = {0};
    if (page->env.writer) ERR_TRY(svc_my_work(&page->svc, WORK_MAX, &cards, err));
    v->work = lines(page, &cards, work_line);
    v->work_count = v->work ? cards.n : 0;
    return OK;
}

/* ---- The boards that somebody sits on ---- */

/* What this board says in a round that runs; NULL when it is not asked. */
static const struct svc_voice *asked_in(const struct svc_round *r, const char *organisation)
{
    for (size_t i = 0; i < r->n_voices; i++)
        if (!strcmp(r->voices[i].organisation, organisation))
            return r->state == ROUND_OPEN && !r->over ? &r->voices[i] : NULL;
    return NULL;
}

/* What this board still has to decide; what it has said lies with the others. */
static text lies(const struct page *page, const struct svc_rounds *rounds, const char *organisation)
{
    int64_t open = 0, said = 0;
    for (size_t i = 0; i < rounds->n; i++) {
        const struct svc_voice *voice = asked_in(&rounds->at[i], organisation);
        if (voice) ++*(voice->position == POSITION_NONE ? &open : &said);
    }
    if (open) return page_words(page, MSG_HOME_BOARD_LIES, MSG_ARGS({TEXT("n"), page_number(page, open)}));
    return msg_text(page->env.lang, said ? MSG_HOME_BOARD_LIES_SAID : MSG_HOME_BOARD_LIES_NONE);
}

static text on_day(const struct page *page, enum msg words, const char *arg, const char *day)
{
    return page_words(page, words, MSG_ARGS({text_str(arg), page_iso_day(page, day)}));
}

static struct view_home_board board_of(const struct page *page, const struct svc_board *b,
                                       const struct svc_rounds *rounds)
{
    struct view_home_board out = {.name = text_str(b->name),
                                  .lies = lies(page, rounds, b->organisation),
                                  .read = page_join(page, "/besluiten/stukken?organisatie=", b->organisation)};
    if (b->seat == SVC_SEAT_VOICE) out.record = page_join(page, "/besluiten/vergadering?organisatie=", b->organisation);
    if (b->n_meetings) {
        out.next = on_day(page, MSG_HOME_BOARD_NEXT, "day", b->meetings[0].day);
        if (b->meetings[0].papers) out.papers = on_day(page, MSG_BOARDS_PAPERS, "date", b->meetings[0].papers);
    }
    if (b->n_meetings > 1) out.then = on_day(page, MSG_HOME_BOARD_THEN, "day", b->meetings[1].day);
    return out;
}

static err_code take_boards(struct page *page, struct view_home *v, kb_err *err)
{
    struct svc_boards boards;
    struct svc_rounds rounds = {0};
    if (!page->svc.actor->n_grants) return OK;
    ERR_TRY(svc_boards(&page->svc, &boards, err));
    struct view_home_board *out = ARENA_ARRAY(page->svc.arena, struct view_home_board, boards.n);
    for (size_t i = 0; out && i < boards.n; i++) {
        if (!boards.at[i].seat) continue;
        if (!v->boards_count) ERR_TRY(svc_rounds(&page->svc, &rounds, err));
        out[v->boards_count++] = board_of(page, &boards.at[i], &rounds);
    }
    v->boards = out;
    return OK;
}

/* ---- Where somebody may invite people ---- */

static err_code take_invites(struct page *page, struct view_home *v, kb_err *err)
{
    struct svc_invite_places places;
    ERR_TRY(svc_invites_into(&page->svc, &places, err));
    struct view_home_place *out = ARENA_ARRAY(page->svc.arena, struct view_home_place, places.n);
    for (size_t i = 0; out && i < places.n; i++)
        out[i] = (struct view_home_place){text_str(places.at[i].scope_kind), text_str(places.at[i].scope),
                                          text_str(places.at[i].name)};
    v->invite = out;
    v->invite_count = out ? places.n : 0;
    return OK;
}

static err_code take_newest(struct page *page, struct view_home *v, kb_err *err)
{
    struct svc_cards cards;
    ERR_TRY(svc_newest(&page->svc, NEWEST_MAX, &cards, err));
    v->newest = lines(page, &cards, newest_line);
    v->newest_count = v->newest ? cards.n : 0;
    return OK;
}

static err_code take_fields(struct page *page, struct view_home *v, kb_err *err)
{
    ERR_TRY(page_labels(page, err));
    struct view_home_field *fields = ARENA_ARRAY(page->svc.arena, struct view_home_field, page->fields.n);
    size_t n = 0;
    for (size_t i = 0; fields && i < page->fields.n; i++) {
        const struct store_legal_field *row = &page->fields.at[i];
        if (!row->active) continue;
        fields[n++] = (struct view_home_field){
            .slug = text_str(row->slug), .name = text_str(row->name), .label = text_str(row->lay_label)};
    }
    v->fields = fields;
    v->fields_count = n;
    return OK;
}

err_code page_home(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct view_home v = {0};
    ERR_TRY(page_open(&page, req, res, "home", err));
    ERR_TRY(admin_setup(&page, &v.setup, err));
    if (page.svc.actor->person) ERR_TRY(svc_notices_unseen(&page.svc, &v.notices, err));
    ERR_TRY(take_waits(&page, &v, err));
    ERR_TRY(take_work(&page, &v, err));
    ERR_TRY(take_boards(&page, &v, err));
    ERR_TRY(take_invites(&page, &v, err));
    ERR_TRY(page_saved_home(&page, &v, err));
    ERR_TRY(take_newest(&page, &v, err));
    ERR_TRY(take_fields(&page, &v, err));
    view_home(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}
