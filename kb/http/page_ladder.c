/* What stands on the page of a practice besides its text: the next step (page_next.c), what readers say, for whom it
 * holds, and what happened. */
#include "kb/http/page_ladder.h"

#include "kb/base/calendar.h"
#include "kb/base/cleanup.h"
#include "kb/http/page_move.h"
#include "kb/http/page_needed.h"
#include "kb/http/page_next.h"
#include "kb/http/page_round.h"
#include "kb/http/page_said.h"
#include "kb/http/pages.h"

static err_code no_room(kb_err *err)
{
    return err_set(err, ERR_NOMEM, "no room for a page");
}

/* "Els, 3 maart 2026" */
static text signed_by(const struct page *page, enum msg msg, const char *name, kb_time at)
{
    return page_words(page, msg, MSG_ARGS({TEXT("name"), text_str(name)}, {TEXT("date"), page_date(page, at)}));
}

/* ---- For whom it holds ---- */

static err_code take_heres(struct page *page, const struct page_form *form, const struct svc_card *card,
                           struct view_said *v, kb_err *err)
{
    static const enum msg words[ROUND_HERE__COUNT] = {[HERE_NO_POSITION] = MSG_HERE_NO_POSITION,
                                                      [HERE_ADOPTED] = MSG_HERE_ADOPTED,
                                                      [HERE_RESERVE] = MSG_HERE_RESERVE,
                                                      [HERE_NOT] = MSG_HERE_NOT};
    static const char *const looks[ROUND_HERE__COUNT] = {"none", "yes", "but", "no"};
    struct svc_heres heres;
    ERR_TRY(svc_heres(&page->svc, text_str(card->id), &heres, err));
    struct view_said_here *out = ARENA_ARRAY(page->svc.arena, struct view_said_here, heres.n);
    if (!out) return no_room(err);
    for (size_t i = 0; i < heres.n; i++) {
        const struct svc_here *h = &heres.at[i];
        out[i] = (struct view_said_here){.name = text_str(h->name),
                                         .holds = words[h->here],
                                         .said = text_str(h->said),
                                         .note = text_str(h->note),
                                         .own = h->own,
                                         .look = text_str(looks[h->here])};
        if (h->joined || h->left) /* after the round, so it has a date of its own */
            out[i].since = page_words(page, MSG_HERE_SINCE, MSG_ARGS({TEXT("date"), page_date(page, h->at)}));
        if (*h->note) out[i].noted = signed_by(page, MSG_REMARK_OF, h->noted_by, h->noted);
    }
    v->heres = out;
    v->heres_count = heres.n;
    return page_local_form_of(form, &heres, v, err);
}

/* ---- Carrying out ---- */

static enum msg carry_state(const char *state)
{
    enum msg msg = msg_find2(TEXT("carry."), text_str(state));
    return msg == MSG_NONE ? MSG_CARRY_PLANNED : msg;
}

static text carry_day(const struct page *page, const char *day)
{
    struct date date;
    if (!day || !date_parse(text_str(day), &date)) return text_str("");
    return page_words(page, MSG_CARRY_BY, MSG_ARGS({TEXT("date"), page_date(page, calendar_midnight(date))}));
}

static err_code take_carryings(struct page *page, const struct page_form *form, const struct svc_card *card,
                               struct view_said *v, kb_err *err)
{
    struct svc_carryings found;
    if (card->kind != PRACTICE_PLAN) return OK;
    ERR_TRY(svc_carryings(&page->svc, text_str(card->id), &found, err));
    struct view_said_carrying *out = ARENA_ARRAY(page->svc.arena, struct view_said_carrying, found.n);
    if (!out) return no_room(err);
    for (size_t i = 0; i < found.n; i++) {
        const struct svc_carrying *c = &found.at[i];
        if (!*c->state) continue;
        out[v->carryings_count++] = (struct view_said_carrying){.name = text_str(c->name),
                                                                .state = carry_state(c->state),
                                                                .step = text_str(c->step),
                                                                .by = carry_day(page, c->day),
                                                                .when = page_date(page, c->at)};
    }
    v->plan = found.plan;
    v->carryings = out;
    return page_carry_form_of(form, &found, v, err);
}

/* ---- Rounds and steps ---- */

static err_code take_rounds(struct page *page, const struct svc_card *card, struct view_said *v, kb_err *err)
{
    struct svc_rounds rounds;
    ERR_TRY(svc_rounds_of(&page->svc, text_str(card->id), &rounds, err));
    struct view_said_round *out = ARENA_ARRAY(page->svc.arena, struct view_said_round, rounds.n);
    if (!out) return no_room(err);
    for (size_t i = 0; i < rounds.n; i++) {
        const struct svc_round *r = &rounds.at[i];
        text date = page_date(page, r->row.begun);
        enum msg outcome = r->state == ROUND_ENDED ? page_outcome_word(r->outcome) : MSG_NONE;
        out[i] =
            (struct view_said_round){.href = page_join(page, "/besluiten/", r->row.id),
                                     .label = page_words(page, MSG_ROUNDS_LINE, MSG_ARGS({TEXT("date"), date})),
                                     .note = outcome == MSG_NONE ? text_str("") : msg_text(page->env.lang, outcome)};
    }
    v->rounds = out;
    v->rounds_count = rounds.n;
    return OK;
}

/* clang-format off */
static const enum msg done_words[STAGE_MOVE__COUNT] = {
    [MOVE_SUBMIT] = MSG_MOVE_DONE_SUBMIT,           [MOVE_REVIVE] = MSG_MOVE_DONE_REVIVE,
    [MOVE_SLEEP] = MSG_MOVE_DONE_SLEEP,             [MOVE_WITHDRAW] = MSG_MOVE_DONE_WITHDRAW,
    [MOVE_RETURN] = MSG_MOVE_DONE_RETURN,           [MOVE_ACCEPT] = MSG_MOVE_DONE_ACCEPT,
    [MOVE_NOT_TAKE_UP] = MSG_MOVE_DONE_NOT_TAKE_UP, [MOVE_MERGE] = MSG_MOVE_DONE_MERGE,
    [MOVE_RECOMMEND] = MSG_MOVE_DONE_RECOMMEND,     [MOVE_OPEN_ROUND] = MSG_MOVE_DONE_OPEN_ROUND,
    [MOVE_CHANGE_TEXT] = MSG_MOVE_DONE_CHANGE_TEXT, [MOVE_ADOPT] = MSG_MOVE_DONE_ADOPT,
    [MOVE_VOID] = MSG_MOVE_DONE_VOID,               [MOVE_REWORK] = MSG_MOVE_DONE_REWORK,
    [MOVE_DEFER] = MSG_MOVE_DONE_DEFER,             [MOVE_TALK] = MSG_MOVE_DONE_TALK,
    [MOVE_REJECT] = MSG_MOVE_DONE_REJECT,           [MOVE_STEER] = MSG_MOVE_DONE_STEER,
    [MOVE_RESUME] = MSG_MOVE_DONE_RESUME,           [MOVE_CONFIRM_IMPORT] = MSG_MOVE_DONE_CONFIRM_IMPORT,
    [MOVE_REVISE] = MSG_MOVE_DONE_REVISE,           [MOVE_ASK_ROUND] = MSG_MOVE_DONE_ASK_ROUND,
    [MOVE_DUE] = MSG_MOVE_DONE_DUE,                 [MOVE_TRIGGER] = MSG_MOVE_DONE_TRIGGER,
    [MOVE_CONFIRM] = MSG_MOVE_DONE_CONFIRM,         [MOVE_EXPIRE] = MSG_MOVE_DONE_EXPIRE,
    [MOVE_SUPERSEDE] = MSG_MOVE_DONE_SUPERSEDE,     [MOVE_FIX_LANGUAGE] = MSG_MOVE_DONE_FIX_LANGUAGE,
    [MOVE_CORRECT] = MSG_MOVE_DONE_CORRECT,
};
/* clang-format on */

enum msg page_move_done(enum stage_move move)
{
    return (unsigned)move < STAGE_MOVE__COUNT ? done_words[move] : MSG_NONE;
}

static text step_words(const struct page *page, const struct svc_step *s)
{
    text words = page_step_words(page, s->words);
    if (date_is_none(s->until)) return words;
    text date = page_date(page, calendar_midnight(s->until));
    return text_trim(page_words(page, MSG_STEPS_UNTIL, MSG_ARGS({TEXT("date"), date}, {TEXT("words"), words})));
}

static err_code take_steps(struct page *page, const struct svc_card *card, struct view_said *v, kb_err *err)
{
    struct svc_steps steps;
    ERR_TRY(svc_timeline(&page->svc, text_str(card->id), &steps, err));
    struct view_said_step *out = ARENA_ARRAY(page->svc.arena, struct view_said_step, steps.n);
    if (!out) return no_room(err);
    for (size_t i = 0; i < steps.n; i++) {
        const struct svc_step *s = &steps.at[i];
        if (page_move_done(s->move) == MSG_NONE) continue;
        out[v->steps_count++] =
            (struct view_said_step){.what = page_move_done(s->move),
                                    .at = page_date(page, s->at),
                                    .by = *s->by ? text_str(s->by) : msg_text(page->env.lang, MSG_STEPS_BY_CLOCK),
                                    .words = step_words(page, s),
                                    .own_text = s->own_text,
                                    .one_editor = s->one_editor};
    }
    v->steps = out;
    return OK;
}

/* ---- Remarks, uses, experiences ---- */

enum { PAGES_MAX = 1000 * 1000 };

/* Of what is shown, a remark, its answer and an experience, every byte may be a quote: "&quot;". */
_Static_assert(3 * SVC_SAID_SHOWN * SVC_SAY_MAX * (sizeof "&quot;" - 1) <= RES_BODY_MAX / 4,
               "what is said leaves room for the rest of the page");

/* The pages that the address asks for; an answer that was refused stands on the first, wherever its remark was. */
static struct svc_said_part part_of(const struct page_form *form)
{
    const kb_req *req = form->page->req;
    struct svc_said_part part = {.remarks = (size_t)req_query_int(req, "reacties", 1, PAGES_MAX, 1),
                                 .experiences = (size_t)req_query_int(req, "ervaringen", 1, PAGES_MAX, 1)};
    if (form->why && req->route->form == page_answer_form) part.remark = req_param(req, "remark");
    return part;
}

/* `name` is of the part in the address, and of its heading. */
static text at_page(const struct page *page, text here, const char *name, size_t number)
{
    return text_str(arena_printf(page->svc.arena, "%.*s?%s=%zu#%s", TEXT_FMT(here), name, number, name));
}

/* NULL when everything stands on one. */
static const struct view_pages *pages_of(const struct page *page, const struct svc_said_at *at, text here,
                                         const char *name, enum msg of)
{
    struct view_pages *v = at->pages > 1 ? ARENA_NEW(page->svc.arena, struct view_pages) : NULL;
    if (!v) return NULL;
    *v =
        (struct view_pages){.page = (int64_t)at->page, .pages = (int64_t)at->pages, .of = msg_text(page->env.lang, of)};
    if (at->page > 1) v->previous = at_page(page, here, name, at->page - 1);
    if (at->page < at->pages) v->next = at_page(page, here, name, at->page + 1);
    return v;
}

static text about(const struct page *page, const char *section)
{
    if (!*section) return text_str("");
    return page_words(page, MSG_REMARK_ABOUT, MSG_ARGS({TEXT("section"), page_section_title(page, section)}));
}

static err_code take_remarks(struct page *page, const struct page_form *form, const struct svc_said *said,
                             struct view_said *v, kb_err *err)
{
    struct view_said_remark *out = ARENA_ARRAY(page->svc.arena, struct view_said_remark, said->n_remarks);
    if (!out) return no_room(err);
    for (size_t i = 0; i < said->n_remarks; i++) {
        const struct svc_remark *m = &said->remarks[i];
        bool open = !m->row.answered;
        out[i] = (struct view_said_remark){.must = m->row.must,
                                           .open = open,
                                           .by = signed_by(page, MSG_REMARK_OF, m->name, m->row.at),
                                           .about = about(page, m->row.section),
                                           .body = text_str(m->row.body),
                                           .answer = text_str(m->row.answer)};
        if (!open) out[i].answered = signed_by(page, MSG_REMARK_ANSWER_OF, m->answer_name, m->row.answered);
        if (open && said->may_answer) page_reply_form_of(form, &m->row, &out[i]);
        if (m->may_take_back) out[i].own = text_str(m->row.id);
    }
    v->remarks = out;
    v->remarks_count = said->n_remarks;
    return OK;
}

/* Experiences carry a place and a date, not a name: they tell what happened, not who did what. */
static err_code take_experiences(struct page *page, const struct svc_said *said, struct view_said *v, kb_err *err)
{
    struct view_said_experience *out = ARENA_ARRAY(page->svc.arena, struct view_said_experience, said->n_experiences);
    if (!out) return no_room(err);
    for (size_t i = 0; i < said->n_experiences; i++) {
        const struct svc_experience *e = &said->experiences[i];
        bool yes = !strcmp(e->row.again, "yes"), no = !strcmp(e->row.again, "no");
        text date = page_date(page, e->row.at);
        out[i] = (struct view_said_experience){
            .by = e->location_name ? signed_by(page, MSG_REMARK_OF, e->location_name, e->row.at) : date,
            .body = text_str(e->row.body),
            .again = yes  ? MSG_EXPERIENCE_YES_LINE
                     : no ? MSG_EXPERIENCE_NO_LINE
                          : MSG_EXPERIENCE_CHANGED_LINE};
        if (e->mine) out[i].own = text_str(e->row.id);
    }
    v->experiences = out;
    v->experiences_count = said->n_experiences;
    return OK;
}

/* ---- For editors ---- */

static err_code take_desk(struct page *page, const struct svc_card *card, struct view_said *v, kb_err *err)
{
    struct svc_desk_notes notes;
    if (!page->env.editor) return OK;
    ERR_TRY(svc_desk_notes(&page->svc, text_str(card->id), &notes, err));
    struct view_desk_box *box = ARENA_NEW(page->svc.arena, struct view_desk_box);
    struct view_desk_box_note *out = ARENA_ARRAY(page->svc.arena, struct view_desk_box_note, notes.n);
    if (!box || !out) return no_room(err);
    for (size_t i = 0; i < notes.n; i++)
        out[i] = (struct view_desk_box_note){signed_by(page, MSG_REMARK_OF, notes.names[i], notes.at[i].at),
                                             text_str(notes.at[i].body)};
    *box = (struct view_desk_box){.action = page_join(page, "/redactie/", card->id),
                                  .in_hand = text_str(notes.in_hand_name),
                                  .mine = notes.in_hand && !strcmp(notes.in_hand, page->svc.actor->person),
                                  .notes = out,
                                  .notes_count = notes.n};
    v->desk = box;
    return OK;
}

/* ---- One tap ---- */

/* "Jij koos vandaag: Gebruikt." */
static text tap_of(const struct page *page, const struct store_use *use, bool today)
{
    static const enum msg names[] = {
        [SVC_USED] = MSG_USE_USED, [SVC_NO_HELP] = MSG_USE_NO_HELP, [SVC_OUTDATED] = MSG_USE_OUTDATED};
    enum svc_use what = SVC_USED;
    (void)svc_use_from_slug(text_str(use->what), &what);
    return page_words(
        page, today ? MSG_USE_MINE_TODAY : MSG_USE_MINE,
        MSG_ARGS({TEXT("what"), msg_text(page->env.lang, names[what])}, {TEXT("date"), page_date(page, use->at)}));
}

static err_code take_taps(const struct page *page, const struct svc_said *said, struct view_said *v, kb_err *err)
{
    struct view_said_tap *out = ARENA_ARRAY(page->svc.arena, struct view_said_tap, said->mine.n);
    if (!out) return no_room(err);
    for (size_t i = 0; i < said->mine.n; i++) {
        bool today = i < said->mine_today;
        out[i].words = tap_of(page, &said->mine.at[i], today);
        if (today) out[i].which = text_str(said->mine.at[i].what);
    }
    v->taps = out;
    v->taps_count = said->mine.n;
    return OK;
}

/* One of them, each the name of what was just done. */
#define FLASHES(...) ((const char *const[]){__VA_ARGS__, NULL})

/* What was said is thanked for where it was said: the reader comes back there, and the top is out of sight. */
static text thanks(struct page *page, const char *const *flashes, bool shown)
{
    text said = page->env.flash, name = req_cookie(page->req, RES_FLASH_COOKIE);
    if (!said.len || !shown) return text_str("");
    while (*flashes && !text_is(name, *flashes)) flashes++;
    if (!*flashes) return text_str("");
    page->env.flash = text_str("");
    return said;
}

static void take_thanks(struct page *page, struct view_said *v)
{
    v->thanks_use = thanks(page, FLASHES("flash.used", "flash.use_back"), v->may_use);
    v->thanks_here = thanks(page, FLASHES("flash.local"), v->heres_count > 0);
    v->thanks_carry = thanks(page, FLASHES("flash.carry"), v->plan);
    v->thanks_remark =
        thanks(page, FLASHES("flash.remark", "flash.answered", "flash.remark_back", "flash.outdated"), true);
    v->thanks_experience = thanks(page, FLASHES("flash.experience", "flash.experience_back"), v->may_experience);
}

static err_code take_said(struct page *page, const struct page_form *form, const struct svc_practice *p,
                          struct view_practice *out, kb_err *err)
{
    struct svc_said said;
    struct svc_said_part part = part_of(form);
    struct view_said *v = ARENA_NEW(page->svc.arena, struct view_said);
    if (!v) return no_room(err);
    ERR_TRY(svc_said(&page->svc, text_str(p->card.id), &part, &said, err));
    *v = (struct view_said){.base = page_join(page, "/stukken/", p->card.id),
                            .may_use = said.may_use && p->text.revision,
                            .may_flag = said.may_flag,
                            .used = said.uses.used,
                            .no_help = said.uses.no_help,
                            .outdated = said.uses.outdated,
                            .remarks_all = (int64_t)said.remarks_at.all,
                            .remarks_pages = pages_of(page, &said.remarks_at, out->here, "reacties", MSG_REMARK_TITLE),
                            .experiences_all = (int64_t)said.experiences_at.all,
                            .experiences_pages =
                                pages_of(page, &said.experiences_at, out->here, "ervaringen", MSG_EXPERIENCE_TITLE),
                            .may_experience = said.may_experience};
    ERR_TRY(take_taps(page, &said, v, err));
    ERR_TRY(take_heres(page, form, &p->card, v, err));
    ERR_TRY(take_carryings(page, form, &p->card, v, err));
    ERR_TRY(take_rounds(page, &p->card, v, err));
    ERR_TRY(take_remarks(page, form, &said, v, err));
    ERR_TRY(take_experiences(page, &said, v, err));
    if (said.may_remark && p->text.revision) ERR_TRY(page_remark_form_of(form, p, v, err));
    if (said.may_experience) ERR_TRY(page_experience_form_of(form, v, err));
    ERR_TRY(take_steps(page, &p->card, v, err));
    ERR_TRY(take_desk(page, &p->card, v, err));
    take_thanks(page, v);
    out->said = v;
    return OK;
}

err_code page_ladder(struct page *page, const struct page_form *form, const struct svc_practice *p,
                     struct view_practice *v, kb_err *err)
{
    if (!page->svc.actor->person || p->old_version) return OK;
    ERR_TRY(page_needed(page, &p->card, &v->needed, err));
    ERR_TRY(page_next(page, form, p, v->needed, &v->next, err));
    return take_said(page, form, p, v, err);
}
