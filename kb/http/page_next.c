/* The next step of a text: what can be done now, with what it still needs, and what people say yes to before it. */
#include "kb/http/page_next.h"

#include "kb/base/cleanup.h"
#include "kb/http/page_move.h"
#include "kb/http/pages.h"

static err_code no_room(kb_err *err)
{
    return err_set(err, ERR_NOMEM, "no room for the next step");
}

static const struct view_next_group_move_need *needs(const struct page *page, const struct svc_open_move *move)
{
    struct view_next_group_move_need *out =
        ARENA_ARRAY(page->svc.arena, struct view_next_group_move_need, move->n_missing);
    for (size_t i = 0; out && i < move->n_missing; i++)
        out[i] = (struct view_next_group_move_need){.label = page_need_label(page, move->missing[i].field),
                                                    .reason = page_reason(page, &move->missing[i])};
    return out;
}

/* Upward is what one came for; the first that can be made now stands out. */
static bool goes_up(enum stage_move m)
{
    return m == MOVE_SUBMIT || m == MOVE_ACCEPT || m == MOVE_RECOMMEND || m == MOVE_OPEN_ROUND || m == MOVE_ADOPT ||
           m == MOVE_CONFIRM || m == MOVE_CONFIRM_IMPORT || m == MOVE_STEER;
}

/* The step that stands out comes first; the others stay in their order. */
static void put_first(struct view_next_group_move *moves, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        if (!moves[i].primary) continue;
        struct view_next_group_move first = moves[i];
        memmove(moves + 1, moves, i * sizeof *moves);
        moves[0] = first;
    }
}

enum { BOTH = 1U << LINE_CANDIDATE | 1U << LINE_ADOPTED };

/* The steps of these lines, bits 1 << LINE_x: of one of two texts the address names it. `primary`: one stands out
 * already. */
static err_code take_group(struct page *page, const struct svc_card *card, const struct svc_open_moves *moves,
                           unsigned lines, bool *primary, struct view_next_group *group, kb_err *err)
{
    struct view_next_group_move *out = ARENA_ARRAY(page->svc.arena, struct view_next_group_move, moves->n);
    if (!out) return no_room(err);
    for (size_t i = 0; i < moves->n; i++) {
        const struct svc_open_move *m = &moves->at[i];
        text href = page_move_address(page, card, m->move, lines == BOTH ? 0 : lines);
        if (!href.len || !(lines & 1U << m->line)) continue;
        bool first = !*primary && goes_up(m->move) && !m->n_missing;
        *primary |= first;
        out[group->moves_count++] =
            (struct view_next_group_move){.title = page_move_title(m->move),
                                          .href = href,
                                          .primary = first,
                                          .needs = needs(page, m),
                                          .needs_count = stage_move_mends(m->move) ? 0 : m->n_missing};
    }
    put_first(out, group->moves_count);
    group->moves = out;
    return OK;
}

/* Does a new version stand beside the text that counts? Which of them a step is about is said then. */
static bool are_two(const struct svc_practice *p)
{
    if (!p->other) return false;
    return !stage_is_ended(p->card.line == LINE_CANDIDATE ? p->card.stage : p->other->stage);
}

static err_code take_moves(struct page *page, const struct svc_practice *p, struct view_next *v, kb_err *err)
{
    static const enum msg titles[] = {[LINE_CANDIDATE] = MSG_NEXT_COMING, [LINE_ADOPTED] = MSG_NEXT_STANDING};
    struct svc_open_moves moves;
    struct view_next_group *groups = ARENA_ARRAY(page->svc.arena, struct view_next_group, 2);
    bool primary = false;
    if (!groups) return no_room(err);
    ERR_TRY(svc_moves(&page->svc, text_str(p->card.id), &moves, err));
    v->groups = groups;
    if (!are_two(p)) {
        ERR_TRY(take_group(page, &p->card, &moves, BOTH, &primary, &groups[0], err));
        v->groups_count = groups[0].moves_count > 0;
        return OK;
    }
    const enum practice_line order[] = {p->card.line, p->card.line == LINE_ADOPTED ? LINE_CANDIDATE : LINE_ADOPTED};
    for (size_t i = 0; i < COUNT_OF(order); i++) {
        struct view_next_group *group = &groups[v->groups_count];
        *group = (struct view_next_group){.title = titles[order[i]]};
        ERR_TRY(take_group(page, &p->card, &moves, 1U << order[i], &primary, group, err));
        if (group->moves_count) v->groups_count++;
    }
    return OK;
}

/* ---- What people say yes to before it ---- */

/* clang-format off */
static const struct {
    enum msg label, give;
} assent_words[SVC_ASSENT__COUNT] = {
    [SVC_ASSENT_LEAD]      = { MSG_ASSENT_LEAD,          MSG_ASSENT_GIVE_LEAD },
    [SVC_ASSENT_MERGE]     = { MSG_ASSENT_MERGE,         MSG_ASSENT_GIVE_MERGE },
    [SVC_ASSENT_SECOND]    = { MSG_ASSENT_SECOND_EDITOR, MSG_ASSENT_GIVE_SECOND_EDITOR },
    [SVC_ASSENT_CHECK]     = { MSG_ASSENT_CHECK,         MSG_ASSENT_GIVE_CHECK },
    [SVC_ASSENT_NOT_TRIED] = { MSG_ASSENT_NOT_TRIED,     MSG_ASSENT_GIVE_NOT_TRIED },
    [SVC_ASSENT_PROMISE]   = { MSG_ASSENT_PROMISE,       MSG_ASSENT_GIVE_PROMISE },
};
/* clang-format on */

/* The yes of the lead is about another step where the text stands: the button says to which. */
static enum msg assent_word(const struct svc_assents *all, const struct svc_assent *a, bool give)
{
    bool lead = a->kind == SVC_ASSENT_LEAD;
    if (lead && all->review) return give ? MSG_ASSENT_GIVE_LEAD_REVIEW : MSG_ASSENT_LEAD_REVIEW;
    return give ? assent_words[a->kind].give : assent_words[a->kind].label;
}

static text give_words(const struct page *page, const struct svc_assents *all, const struct svc_assent *a)
{
    if (!a->may_give) return text_str("");
    return page_words(page, assent_word(all, a, true), MSG_ARGS({TEXT("n"), page_number(page, all->promise_days)}));
}

static text assent_state(const struct page *page, const struct svc_assent *a)
{
    if (!a->given && !a->asked) return text_str("");
    text date = page_date(page, a->given ? a->given : a->asked);
    return page_words(page, a->given ? MSG_ASSENT_GIVEN : MSG_ASSENT_ASKED, MSG_ARGS({TEXT("date"), date}));
}

/* A yes that is asked for, or that the next step cannot do without. Merging is for few, and that nobody tried it yet is
 * said only where nobody did. */
static bool is_open(const struct svc_assent *a)
{
    bool for_some = a->kind == SVC_ASSENT_MERGE || a->kind == SVC_ASSENT_NOT_TRIED;
    return !a->given && (a->asked || !for_some);
}

/* Is all that people must say said, also what this reader cannot say themselves? */
static bool all_said(const struct svc_assents *assents, const struct view_needed *needed)
{
    static const char here[] = "#nog-nodig";
    bool given = false;
    for (size_t i = 0; i < assents->n; i++) {
        if (is_open(&assents->at[i])) return false;
        given |= assents->at[i].given != 0;
    }
    for (size_t i = 0; needed && i < needed->items_count; i++)
        if (text_ends(needed->items[i].href, text_str(here))) return false;
    return given;
}

static err_code take_assents(struct page *page, const struct page_form *form, const struct svc_card *card,
                             const struct view_needed *needed, struct view_next *v, kb_err *err)
{
    struct svc_assents assents;
    ERR_TRY(svc_assents(&page->svc, text_str(card->id), &assents, err));
    struct view_next_assent *out = ARENA_ARRAY(page->svc.arena, struct view_next_assent, assents.n);
    if (!out) return no_room(err);
    for (size_t i = 0; i < assents.n; i++) {
        const struct svc_assent *a = &assents.at[i];
        out[i] = (struct view_next_assent){.kind = text_str(svc_assent_slug(a->kind)),
                                           .label = assent_word(&assents, a, false),
                                           .state = assent_state(page, a),
                                           .words = text_str(a->words),
                                           .ask = a->may_ask,
                                           .give = give_words(page, &assents, a),
                                           .asks_words = a->kind == SVC_ASSENT_CHECK,
                                           .said = page_form_value(form, "checked", text_str("")),
                                           .error = page_form_error(form, "checked")};
        if (a->kind == SVC_ASSENT_CHECK && a->may_give && page->env.editor && card->stage != STAGE_DEFERRED)
            out[i].link = text_str(arena_printf(page->svc.arena, "/stukken/%s/nakijklink", card->id));
    }
    v->assents = out;
    v->assents_count = assents.n;
    v->revision = page_form_seen(form, "revision", text_str(assents.revision));
    v->candidate = card->line == LINE_CANDIDATE;
    v->all_said = all_said(&assents, needed);
    return OK;
}

/* For who must answer: the editors by their button, the lead by this line. */
static err_code take_correction(struct page *page, const struct svc_card *card, struct view_next *v, kb_err *err)
{
    bool waits;
    ERR_TRY(svc_correction_waits(&page->svc, text_str(card->id), &waits, err));
    if (waits) v->correction = text_str(arena_printf(page->svc.arena, "/stukken/%s/verbetering", card->id));
    return OK;
}

err_code page_next(struct page *page, const struct page_form *all, const struct svc_practice *p,
                   const struct view_needed *needed, const struct view_next **out, kb_err *err)
{
    struct view_next *v = ARENA_NEW(page->svc.arena, struct view_next);
    if (!v) return no_room(err);
    struct page_form form = page_form_only(all, page_assent_form);
    ERR_TRY(take_moves(page, p, v, err));
    ERR_TRY(take_assents(page, &form, &p->card, needed, v, err));
    v->action = text_str(arena_printf(page->svc.arena, "/stukken/%s/akkoord", p->card.id));
    ERR_TRY(take_correction(page, &p->card, v, err));
    if (v->groups_count || v->assents_count || v->correction.len) *out = v;
    return OK;
}
