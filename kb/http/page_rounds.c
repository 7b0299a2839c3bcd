/* Deciding: the rounds that run, one round with the question and what each organisation says, and meeting dates. */
#include "kb/base/calendar.h"
#include "kb/base/cleanup.h"
#include "kb/http/page_form.h"
#include "kb/http/page_round.h"
#include "kb/http/pages.h"
#include "kb/http/pdf.h"

static const char *const round_verbs[] = {"consent", "extend", NULL};
static const char *const meeting_verbs[] = {"add", "remove", NULL};

const struct form_field page_position_form[] = {
    {"organisation", FIELD_ID, .required = true},
    {"concept", FIELD_ID, .required = false},
    PAGE_POSITION_FIELDS,
    FORM_END,
};

const struct form_field page_busy_form[] = {
    {"organisation", FIELD_ID, .required = true},
    {"until", FIELD_DATE, .required = true},
    FORM_END,
};

const struct form_field page_round_form[] = {
    {"do", FIELD_CHOICE, .required = true, .choices = round_verbs},
    FORM_END,
};

const struct form_field page_meeting_form[] = {
    {"organisation", FIELD_ID, .required = true},
    {"day", FIELD_DATE, .required = true},
    {"papers", FIELD_DATE, .required = false},
    {"do", FIELD_CHOICE, .required = true, .choices = meeting_verbs},
    FORM_END,
};

/* ---- Words ---- */

enum msg page_outcome_word(enum round_outcome outcome)
{
    static const enum msg words[ROUND_OUTCOME__COUNT] = {
        [OUTCOME_VOID] = MSG_OUTCOME_VOID,     [OUTCOME_PASSES] = MSG_OUTCOME_PASSES,
        [OUTCOME_REWORK] = MSG_OUTCOME_REWORK, [OUTCOME_REJECTED] = MSG_OUTCOME_REJECTED,
        [OUTCOME_TALKS] = MSG_OUTCOME_TALKS,   [OUTCOME_DEFERRED] = MSG_OUTCOME_DEFERRED,
    };
    return (unsigned)outcome < ROUND_OUTCOME__COUNT ? words[outcome] : MSG_NONE;
}

enum msg page_preset_word(enum round_preset preset)
{
    static const enum msg words[ROUND_PRESET__COUNT] = {[ROUND_LIGHT] = MSG_PRESET_LIGHT,
                                                        [ROUND_CONSENT] = MSG_PRESET_CONSENT,
                                                        [ROUND_UNANIMOUS] = MSG_PRESET_UNANIMOUS,
                                                        [ROUND_SINGLE] = MSG_PRESET_SINGLE};
    return (unsigned)preset < ROUND_PRESET__COUNT ? words[preset] : MSG_NONE;
}

enum msg page_preset_help(enum round_preset preset)
{
    static const enum msg words[ROUND_PRESET__COUNT] = {[ROUND_LIGHT] = MSG_PRESET_LIGHT_HELP,
                                                        [ROUND_CONSENT] = MSG_PRESET_CONSENT_HELP,
                                                        [ROUND_UNANIMOUS] = MSG_PRESET_UNANIMOUS_HELP,
                                                        [ROUND_SINGLE] = MSG_PRESET_SINGLE_HELP};
    return (unsigned)preset < ROUND_PRESET__COUNT ? words[preset] : MSG_NONE;
}

/* A term ends at 24:00 of its last day. */
static text last_day(const struct page *page, kb_time ends)
{
    return page_date(page, ends - 1);
}

text page_iso_day(const struct page *page, const char *iso)
{
    struct date day;
    if (!iso || !date_parse(text_str(iso), &day)) return text_str("");
    return page_date(page, calendar_midnight(day));
}

/* ---- The list ---- */

/* When it closed: everybody had spoken, or its term was over. 0 while it runs, and for who may not know. */
static kb_time closed_at(const struct svc_round *r)
{
    if (!r->sees_positions) return 0;
    return r->row.closed ? r->row.closed : r->over ? r->row.ends - 1 : 0;
}

/* The talks gave something: nobody objects any more. */
static bool is_settled(const struct svc_round *r)
{
    return r->state == ROUND_IN_TALKS && r->sees_positions && !r->tally.n[POSITION_OBJECT];
}

static enum msg ends_words(const struct svc_round *r)
{
    if (r->state == ROUND_IN_TALKS && !is_settled(r)) return MSG_ROUNDS_TALKS;
    return closed_at(r) ? MSG_ROUNDS_CLOSED : MSG_ROUNDS_ENDS;
}

static void take_rows(const struct page *page, const struct svc_rounds *rounds, struct view_rounds *v)
{
    struct view_rounds_row *rows = ARENA_ARRAY(page->svc.arena, struct view_rounds_row, rounds->n);
    for (size_t i = 0; rows && i < rounds->n; i++) {
        const struct svc_round *r = &rounds->at[i];
        size_t said = 0;
        rows[i] = (struct view_rounds_row){
            .href = page_join(page, "/besluiten/", r->row.id),
            .title = page_title(page, &r->card),
            .brief = text_str(r->card.brief),
            .ends = page_words(page, ends_words(r), MSG_ARGS({TEXT("date"), last_day(page, r->row.ends)})),
            .rule = page_preset_word(r->preset),
            .bundle = r->row.bundle != NULL};
        for (size_t k = 0; k < r->n_voices; k++) {
            said += r->voices[k].position != POSITION_NONE;
            rows[i].asked |= r->voices[k].mine && r->voices[k].position == POSITION_NONE;
            v->speaks |= r->voices[k].mine;
        }
        if (r->sees_positions)
            rows[i].said = page_words(page, MSG_ROUNDS_SAID,
                                      MSG_ARGS({TEXT("said"), text_str(arena_printf(page->svc.arena, "%zu", said))},
                                               {TEXT("all"), page_number(page, (int64_t)r->n_voices)}));
    }
    v->rows = rows;
    v->rows_count = rows ? rounds->n : 0;
}

err_code page_rounds(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct svc_rounds rounds;
    struct view_rounds v = {0};
    ERR_TRY(page_open(&page, req, res, "besluiten", err));
    ERR_TRY(svc_rounds(&page.svc, &rounds, err));
    take_rows(&page, &rounds, &v);
    view_rounds(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

/* ---- One round ---- */

static text recorded(const struct page *page, const struct store_position *said)
{
    if (!said->id) return text_str("");
    text day = page_iso_day(page, said->board_day), minute = text_str(said->minute);
    enum msg words = !day.len ? MSG_ROUND_MINUTE : minute.len ? MSG_ROUND_RECORDED_MINUTE : MSG_ROUND_RECORDED;
    if (!day.len && !minute.len) return day;
    return page_words(page, words, MSG_ARGS({TEXT("day"), day}, {TEXT("minute"), minute}));
}

static text by_link(const struct page *page, const struct store_position *said)
{
    if (!said->id || strcmp(said->given_by, STORE_BY_LINK) != 0) return text_str("");
    text name = text_str(said->by_link);
    return page_words(page, name.len ? MSG_ROUND_BY_LINK : MSG_ROUND_BY_LINK_UNNAMED, MSG_ARGS({TEXT("name"), name}));
}

static const char *look_of(enum round_position position)
{
    static const char *const looks[ROUND_POSITION__COUNT] = {"none", "yes", "but", "no", "none", "none"};
    return looks[position];
}

static void take_voices(const struct page *page, const struct svc_round *r, struct view_round *v)
{
    struct view_round_voice *out = ARENA_ARRAY(page->svc.arena, struct view_round_voice, r->n_voices);
    for (size_t i = 0; out && i < r->n_voices; i++) {
        const struct svc_voice *voice = &r->voices[i];
        enum round_position before = POSITION_NONE;
        if (voice->before) (void)round_position_from_slug(text_str(voice->before), &before);
        if (before == voice->position)
            before = POSITION_NONE; /* the same was recorded again, with a date or a reason */
        out[i] = (struct view_round_voice){.name = text_str(voice->name),
                                           .position = page_position_word(voice->position),
                                           .before = page_position_word(before),
                                           .recorded = recorded(page, &voice->said),
                                           .by_link = by_link(page, &voice->said),
                                           .reserve = page_reserve_word(&voice->said),
                                           .said = text_str(voice->said.said),
                                           .lift = text_str(voice->said.lift),
                                           .look = text_str(look_of(voice->position)),
                                           .id = text_str(voice->organisation),
                                           .voiceless = voice->voiceless};
        if (voice->busy_until && voice->position == POSITION_NONE)
            out[i].busy =
                page_words(page, MSG_ROUND_BUSY, MSG_ARGS({TEXT("date"), page_iso_day(page, voice->busy_until)}));
    }
    for (size_t i = 0; out && i < r->n_voices; i++)
        if (r->voices[i].link_until)
            out[i].link = page_words(page, MSG_POSITION_LINK_OUT,
                                     MSG_ARGS({TEXT("when"), page_date_time(page, r->voices[i].link_until)}));
    v->voices = out;
    v->voices_count = out ? r->n_voices : 0;
}

/* Only a yes to the text before is given again with one click. */
static void take_earlier(const struct page *page, const struct svc_round *r, const struct svc_voice *voice,
                         struct view_round_mine *out)
{
    if (voice->earlier == POSITION_NONE) return;
    out->earlier = msg_text(page->env.lang, page_position_word(voice->earlier));
    if (voice->earlier == POSITION_AGREE || voice->earlier == POSITION_RESERVE)
        out->earlier_position = text_str(round_position_slug(voice->earlier));
    out->earlier_reserve = *voice->earlier_said.reserve ? text_str(voice->earlier_said.reserve) : TEXT("none");
    out->before = page_position_earlier(page, r, voice);
}

static void take_concept(const struct page *page, const struct svc_voice *voice, struct view_round_mine *out)
{
    const struct store_concept *c = &voice->concept;
    out->concept_seen = c->id ? text_str(c->id) : TEXT("none");
    if (!c->id) return;
    out->concept = page_concept(page, voice);
    out->concept_position = page_position_word(page_position_filled(voice).position);
    out->concept_said = text_str(c->said);
    out->concept_lift = text_str(c->lift);
}

static void take_mine(const struct page_form *form, const struct svc_round *r, struct view_round *v)
{
    const struct page *page = form->page;
    struct view_round_mine *out = ARENA_ARRAY(page->svc.arena, struct view_round_mine, r->n_voices);
    for (size_t i = 0; out && i < r->n_voices; i++) {
        const struct svc_voice *voice = &r->voices[i];
        if (!voice->mine && !voice->prepares) continue;
        struct svc_voice shown = page_position_filled(voice);
        text tail = v->mine_count ? page_join(page, "-", voice->organisation) : text_str("");
        out[v->mine_count++] =
            (struct view_round_mine){.id = text_str(voice->organisation),
                                     .name = text_str(voice->name),
                                     .speaks = voice->mine,
                                     .choice = page_position_choice(form, &shown, tail),
                                     .words = page_position_words(form, &shown.said, tail),
                                     .day = page_form_value(form, "board_day", text_str(voice->said.board_day)),
                                     .minute = page_form_value(form, "minute", text_str(voice->said.minute)),
                                     .busy = text_str(voice->busy_until)};
        take_earlier(page, r, voice, &out[v->mine_count - 1]);
        take_concept(page, voice, &out[v->mine_count - 1]);
    }
    v->mine = out;
}

/* Too late for the round: what was typed can still be read, and copied. */
static void take_typed(const kb_req *req, const kb_err *why, struct view_round *v)
{
    enum round_position position;
    if (!why || v->mine_count || !round_position_from_slug(req_sent(req, "position"), &position)) return;
    v->typed = page_position_word(position);
    v->typed_said = req_sent(req, "said");
    v->typed_lift = req_sent(req, "lift");
}

static text count_of(const struct page *page, unsigned n)
{
    return text_str(arena_printf(page->svc.arena, "%u", n));
}

static void take_count(const struct page *page, const struct svc_round *r, struct view_round *v)
{
    const struct round_tally *t = &r->tally;
    if (!r->sees_positions) return;
    v->tally = page_words(page, MSG_ROUND_TALLY,
                          MSG_ARGS({TEXT("agree"), count_of(page, t->n[POSITION_AGREE])},
                                   {TEXT("reserve"), count_of(page, t->n[POSITION_RESERVE])},
                                   {TEXT("object"), count_of(page, t->n[POSITION_OBJECT])},
                                   {TEXT("abstain"), count_of(page, t->n[POSITION_ABSTAIN])},
                                   {TEXT("recuse"), count_of(page, t->n[POSITION_RECUSE])},
                                   {TEXT("none"), count_of(page, t->n[POSITION_NONE])}));
    if (r->state != ROUND_ENDED) v->now = page_outcome_word(r->now);
    if (r->state == ROUND_ENDED) v->outcome = page_outcome_word(r->outcome);
    v->outcome_text = page_step_words(page, r->row.outcome_text);
}

/* A round that closed says when, and the editor goes on from there. */
static void take_end(const struct page *page, const struct svc_round *r, struct view_round *v)
{
    kb_time closed = closed_at(r);
    v->closed = closed != 0;
    v->ends_label = closed ? MSG_ROUND_CLOSED : MSG_ROUND_UNTIL;
    v->ends = closed ? page_date(page, closed) : last_day(page, r->row.ends);
    v->over = r->over;
    v->complete = closed && r->state == ROUND_OPEN && !r->over;
    if (closed && r->manages && r->state != ROUND_ENDED)
        v->next = text_str(arena_printf(page->svc.arena, "/stukken/%s#volgende-stap", r->row.practice));
}

/* The round took what all had to say; one of them is talked with. */
static void take_talks(const struct page *page, const struct svc_round *r, struct view_round *v)
{
    if (!r->talks_until) return;
    v->talks = page_words(page, is_settled(r) ? MSG_NEEDED_TALKS_SETTLED : MSG_ROUND_TALKS,
                          MSG_ARGS({TEXT("date"), last_day(page, r->talks_until)}));
    v->settled = is_settled(r);
    if (!v->settled) v->now = MSG_NONE;
}

static err_code show_round(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct page page;
    struct svc_round r;
    struct page_form form = {&page, why};
    ERR_TRY(page_open(&page, req, res, "besluiten", err));
    ERR_TRY(svc_round(&page.svc, req_param(req, "id"), &r, err));
    struct view_round v = {
        .title = page_title(&page, &r.card),
        .base = page_join(&page, "/besluiten/", r.row.id),
        .question = *r.row.question ? text_str(r.row.question) : msg_text(page.env.lang, MSG_ROUND_QUESTION_NONE),
        .brief = text_str(r.card.brief),
        .summary = text_str(r.row.summary),
        .advice = text_str(r.row.advice),
        .advised = *r.row.advised != '\0',
        .read = text_str(r.card.href),
        .diff = text_str(r.from_version_href),
        .rule = page_preset_word(r.preset),
        .rule_help = page_preset_help(r.preset),
        .hidden = !r.sees_positions,
        .may_consent = r.may_move_to_consent,
        .may_extend = r.may_extend,
    };
    v.crumbs = page_crumbs(&page, msg_text(page.env.lang, MSG_ROUNDS_TITLE), TEXT("/besluiten"), v.title);
    v.crumbs_count = v.crumbs ? PAGE_CRUMBS : 0;
    v.errors = page_form_errors(&form, &v.errors_count);
    if (pdf_available())
        for (size_t i = 0; i < r.n_voices; i++)
            if (r.voices[i].papers)
                v.pdf = text_str(
                    arena_printf(page.svc.arena, "%s/stuk.pdf?organisatie=%s", v.base.ptr, r.voices[i].organisation));
    take_voices(&page, &r, &v);
    take_mine(&form, &r, &v);
    take_typed(req, why, &v);
    take_count(&page, &r, &v);
    take_end(&page, &r, &v);
    take_talks(&page, &r, &v);
    view_round(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_round(kb_req *req, kb_res *res, kb_err *err)
{
    return show_round(req, res, NULL, err);
}

err_code page_position_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show_round(req, res, why, err);
}

static err_code read_position(kb_req *req, struct svc_position *in, kb_err *err)
{
    *in = page_position_sent(req);
    in->round = req_param(req, "id");
    in->organisation = req_field(req, "organisation");
    return in->position == POSITION_NONE ? err_field(err, ERR_INVALID, "position", "required") : OK;
}

err_code page_position_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_position in;
    ERR_TRY(read_position(req, &in, err));
    return svc_position(&svc, &in, err);
}

err_code page_concept_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_position in;
    ERR_TRY(read_position(req, &in, err));
    in.seen = req_field(req, "concept");
    return svc_concept(&svc, &in, err);
}

err_code page_concept_done(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    res_flash(res, "flash.concept");
    res_redirect(res, "/besluiten/%.*s", TEXT_FMT(req_param(req, "id")));
    return OK;
}

err_code page_busy_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    return svc_busy(&svc, req_param(req, "id"), req_field(req, "organisation"), page_date_sent(req, "until"), err);
}

err_code page_round_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    return text_is(req_field(req, "do"), "consent") ? svc_round_consent(&svc, req_param(req, "id"), err)
                                                    : svc_round_extend(&svc, req_param(req, "id"), err);
}

err_code page_round_done(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    res_flash(res, req_field(req, "position").len ? page_position_flash(req) : "flash.round");
    res_redirect(res, "/besluiten/%.*s", TEXT_FMT(req_param(req, "id")));
    return OK;
}

/* ---- Meeting dates ---- */

static void take_days(const struct page *page, const struct svc_board *board, struct view_boards_board *out)
{
    struct view_boards_board_day *days = ARENA_ARRAY(page->svc.arena, struct view_boards_board_day, board->n_meetings);
    for (size_t i = 0; days && i < board->n_meetings; i++) {
        const struct store_meeting *m = &board->meetings[i];
        days[i] = (struct view_boards_board_day){.value = text_str(m->day), .day = page_iso_day(page, m->day)};
        if (m->papers)
            days[i].papers =
                page_words(page, MSG_BOARDS_PAPERS, MSG_ARGS({TEXT("date"), page_iso_day(page, m->papers)}));
    }
    out->days = days;
    out->days_count = days ? board->n_meetings : 0;
}

static err_code show_boards(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct page page;
    struct svc_boards boards;
    struct view_boards v = {0};
    struct page_form form = {&page, why};
    ERR_TRY(page_open(&page, req, res, "besluiten", err));
    ERR_TRY(svc_boards(&page.svc, &boards, err));
    struct view_boards_board *out = ARENA_ARRAY(page.svc.arena, struct view_boards_board, boards.n);
    if (!out) return err_set(err, ERR_NOMEM, "no room for the boards");
    for (size_t i = 0; i < boards.n; i++) {
        out[i] = (struct view_boards_board){
            .id = text_str(boards.at[i].organisation), .name = text_str(boards.at[i].name), .mine = boards.at[i].mine};
        take_days(&page, &boards.at[i], &out[i]);
    }
    v.boards = out;
    v.boards_count = boards.n;
    v.crumbs = page_crumbs(&page, msg_text(page.env.lang, MSG_ROUNDS_TITLE), TEXT("/besluiten"),
                           msg_text(page.env.lang, MSG_BOARDS_TITLE));
    v.crumbs_count = v.crumbs ? PAGE_CRUMBS : 0;
    v.errors = page_form_errors(&form, &v.errors_count);
    view_boards(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_boards(kb_req *req, kb_res *res, kb_err *err)
{
    return show_boards(req, res, NULL, err);
}

err_code page_meeting_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show_boards(req, res, why, err);
}

err_code page_meeting_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_meeting_put in = {.organisation = req_field(req, "organisation"),
                                 .day = page_date_sent(req, "day"),
                                 .papers = page_date_sent(req, "papers"),
                                 .remove = text_is(req_field(req, "do"), "remove")};
    return svc_meeting_put(&svc, &in, err);
}

err_code page_boards_done(kb_req *req, kb_res *res, kb_err *err)
{
    (void)req, (void)err;
    res_flash(res, "flash.meeting");
    res_redirect(res, "/besluiten/vergaderingen");
    return OK;
}
