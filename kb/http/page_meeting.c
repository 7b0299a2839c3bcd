/* A whole meeting in one go: everything that lies before one board, with the date said once. Each row is saved by
 * itself, with the date and the minute reference that stand in it, so that nothing is stored that the secretary did not
 * see. */
#include "kb/base/calendar.h"
#include "kb/base/cleanup.h"
#include "kb/http/page_form.h"
#include "kb/http/page_round.h"
#include "kb/http/pages.h"
#include "kb/http/pdf.h"

enum { ROUNDS_MAX = 100 };

static const char *const verbs[] = {"row", "follow", NULL};

const struct form_field page_meeting_row_form[] = {
    {"organisation", FIELD_ID, .required = true},
    {"do", FIELD_CHOICE, .required = true, .choices = verbs},
    {"rounds", FIELD_ID, .required = true, .many = ROUNDS_MAX},
    PAGE_POSITION_FIELDS,
    FORM_END,
};

/* What the page is about: from the query, or from the form that was refused. */
struct meeting {
    struct page page;
    struct page_form form;
    struct svc_rounds rounds;
    const struct svc_board *board;
    text day;     /* that rows without one begin with */
    text refused; /* id of the round whose row was refused */
};

static const struct svc_voice *voice_of(const struct svc_round *r, const char *organisation)
{
    for (size_t i = 0; i < r->n_voices; i++)
        if (!strcmp(r->voices[i].organisation, organisation)) return &r->voices[i];
    return NULL;
}

/* Of the boards that this person speaks for the one that is asked for, or the first. */
static void choose_board(struct meeting *m, const struct svc_boards *boards, text wish, struct view_meeting *v)
{
    struct view_meeting_other *others = ARENA_ARRAY(m->page.svc.arena, struct view_meeting_other, boards->n);
    for (size_t i = 0; i < boards->n; i++) {
        const struct svc_board *b = &boards->at[i];
        if (b->seat == SVC_SEAT_VOICE && (!m->board || text_is(wish, b->organisation))) m->board = b;
    }
    for (size_t i = 0; others && i < boards->n; i++) {
        const struct svc_board *b = &boards->at[i];
        if (b->seat == SVC_SEAT_VOICE && b != m->board)
            others[v->others_count++] = (struct view_meeting_other){
                .href = page_join(&m->page, "/besluiten/vergadering?organisatie=", b->organisation),
                .name = text_str(b->name)};
    }
    v->others = others;
}

/* What was typed belongs to the row that was refused; the others show what is stored. */
static void take_row(const struct meeting *m, const struct svc_round *r, const struct svc_voice *voice,
                     struct view_meeting_row *out)
{
    const struct page *page = &m->page;
    bool again = text_is(m->refused, r->row.id);
    struct svc_voice shown = page_position_filled(voice);
    struct page_form form = {page, again ? m->form.why : NULL};
    text tail =
        again ? text_str("") : page_join(page, "-", r->row.id); /* the list of errors leads to the refused one */
    *out = (struct view_meeting_row){.id = text_str(r->row.id),
                                     .href = page_join(page, "/besluiten/", r->row.id),
                                     .title = page_title(page, &r->card),
                                     .brief = text_str(r->card.brief),
                                     .question = *r->row.question ? text_str(r->row.question)
                                                                  : msg_text(page->env.lang, MSG_ROUND_QUESTION_NONE),
                                     .summary = text_str(r->row.summary),
                                     .advice = text_str(r->row.advice),
                                     .advised = *r->row.advised != '\0',
                                     .tail = tail,
                                     .day = page_form_value(&form, "board_day", text_str(voice->said.board_day)),
                                     .minute = page_form_value(&form, "minute", text_str(voice->said.minute)),
                                     .concept = page_concept(page, voice),
                                     .choice = page_position_choice(&form, &shown, tail),
                                     .words = page_position_words(&form, &shown.said, tail)};
    out->earlier = voice->earlier != POSITION_NONE;
    out->before = page_position_earlier(page, r, voice);
    if (voice->concept.id) out->concept_position = page_position_word(shown.position);
    if (!again && voice->position == POSITION_NONE) out->day = m->day;
    out->open = again || out->words.said.len || out->words.lift.len;
    if (voice->position != POSITION_NONE)
        out->now =
            page_words(page, MSG_MEETING_NOW,
                       MSG_ARGS({TEXT("position"), msg_text(page->env.lang, page_position_word(voice->position))}));
}

static err_code take_rows(struct meeting *m, struct view_meeting *v, kb_err *err)
{
    arena *a = m->page.svc.arena;
    struct view_meeting_row *rows = ARENA_ARRAY(a, struct view_meeting_row, m->rounds.n);
    struct view_meeting_round *follow = ARENA_ARRAY(a, struct view_meeting_round, m->rounds.n);
    if (!rows || !follow) return err_set(err, ERR_NOMEM, "no room for a meeting");
    for (size_t i = 0; i < m->rounds.n; i++) {
        const struct svc_round *r = &m->rounds.at[i];
        const struct svc_voice *voice = voice_of(r, m->board->organisation);
        if (!voice || !voice->mine) continue;
        take_row(m, r, voice, &rows[v->rows_count++]);
        /* where the board prepares something of its own, nobody follows the advice by accident */
        bool follows = voice->position == POSITION_NONE && *r->row.advised && !voice->concept.id;
        if (follows && v->follow_count < ROUNDS_MAX)
            follow[v->follow_count++] = (struct view_meeting_round){.id = text_str(r->row.id)};
    }
    v->rows = rows;
    v->follow = follow;
    return OK;
}

/* The day that was asked for, else of the meeting that was held last, else today: what is recorded has been. */
static text day_of(const struct meeting *m, text wish)
{
    char today[DATE_BYTES];
    if (wish.len) return wish;
    if (m->board->last) return text_str(m->board->last);
    return text_str(arena_str(m->page.svc.arena, date_format(calendar_date(m->page.svc.now), DATE_ISO, today)));
}

static err_code show(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct meeting m = {.form = {&m.page, why}};
    struct svc_boards boards;
    struct view_meeting v = {0};
    ERR_TRY(page_open(&m.page, req, res, "besluiten", err));
    ERR_TRY(svc_boards(&m.page.svc, &boards, err));
    ERR_TRY(svc_rounds(&m.page.svc, &m.rounds, err));
    text wish = why ? req_sent(req, "organisation") : req_query(req, "organisatie");
    m.refused = why ? req_sent(req, "rounds") : text_str("");
    choose_board(&m, &boards, wish, &v);
    v.title = m.board ? page_words(&m.page, MSG_MEETING_TITLE, MSG_ARGS({TEXT("name"), text_str(m.board->name)}))
                      : msg_text(m.page.env.lang, MSG_ROUNDS_MEETING);
    v.crumbs = page_crumbs(&m.page, msg_text(m.page.env.lang, MSG_ROUNDS_TITLE), TEXT("/besluiten"), v.title);
    v.crumbs_count = v.crumbs ? PAGE_CRUMBS : 0;
    v.errors = page_form_errors(&m.form, &v.errors_count);
    if (m.board) {
        v.organisation = text_str(m.board->organisation);
        v.day = m.day = day_of(&m, why ? req_sent(req, "board_day") : req_query(req, "dag"));
        v.pdf = pdf_available();
        ERR_TRY(svc_concepts(&m.page.svc, m.board->organisation, &m.rounds, err));
        ERR_TRY(take_rows(&m, &v, err));
    }
    view_meeting(&res->body, &m.page.env, &v);
    return page_close(&m.page, 200, err);
}

err_code page_meeting(kb_req *req, kb_res *res, kb_err *err)
{
    return show(req, res, NULL, err);
}

err_code page_meeting_row_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show(req, res, why, err);
}

err_code page_meeting_row_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_position in = page_position_sent(req);
    in.organisation = req_field(req, "organisation");
    in.round = req_field(req, "rounds");
    if (text_is(req_field(req, "do"), "follow")) {
        struct svc_follow follow = {.organisation = in.organisation, .board_day = in.board_day, .minute = in.minute};
        follow.rounds = page_form_all(req, "rounds", ROUNDS_MAX, &follow.n);
        return svc_follow_advice(&svc, &follow, err);
    }
    if (in.position == POSITION_NONE) return err_field(err, ERR_INVALID, "position", "required");
    return svc_position(&svc, &in, err);
}

/* Back to the list with the day that was said once, at the row that was saved. */
err_code page_meeting_saved(kb_req *req, kb_res *res, kb_err *err)
{
    char day[DATE_BYTES] = "";
    (void)err;
    if (req_field(req, "board_day").len) date_format(page_date_sent(req, "board_day"), DATE_ISO, day);
    res_flash(res, page_position_flash(req));
    res_redirect(res, "/besluiten/vergadering?organisatie=%.*s&dag=%s#ronde-%.*s",
                 TEXT_FMT(req_field(req, "organisation")), day, TEXT_FMT(req_field(req, "rounds")));
    return OK;
}
