#include "kb/http/page_needed.h"

#include "kb/base/calendar.h"
#include "kb/base/cleanup.h"
#include "kb/http/page_move.h"

/* ---- The sentence ---- */

/* clang-format off */
static const struct {
    enum msg running, over; /* while its term runs, and after it; a deferral by silence, and one after talks */
} sentences[STAGE__COUNT] = {
    [STAGE_DRAFT]          = { MSG_NEEDED_DRAFT,          MSG_NEEDED_DRAFT },
    [STAGE_SUBMITTED]      = { MSG_NEEDED_SUBMITTED,      MSG_NEEDED_SUBMITTED },
    [STAGE_RETURNED]       = { MSG_NEEDED_RETURNED,       MSG_NEEDED_RETURNED },
    [STAGE_DORMANT]        = { MSG_NEEDED_DORMANT,        MSG_NEEDED_DORMANT },
    [STAGE_PROPOSAL]       = { MSG_NEEDED_PROPOSAL,       MSG_NEEDED_PROPOSAL_OVER },
    [STAGE_RECOMMENDATION] = { MSG_NEEDED_RECOMMENDATION, MSG_NEEDED_RECOMMENDATION_OVER },
    [STAGE_IN_ROUND]       = { MSG_NEEDED_IN_ROUND,       MSG_NEEDED_IN_ROUND_OVER },
    [STAGE_TALKS]          = { MSG_NEEDED_TALKS,          MSG_NEEDED_TALKS_OVER },
    [STAGE_DEFERRED]       = { MSG_NEEDED_DEFERRED,       MSG_NEEDED_DEFERRED_TALKS },
    [STAGE_DUE]            = { MSG_NEEDED_DUE,            MSG_NEEDED_DUE },
    [STAGE_EXPIRED]        = { MSG_NEEDED_EXPIRED,        MSG_NEEDED_EXPIRED },
};
/* clang-format on */

/* By when whose turn it is must have done it: the end of the sentence, also when that day has passed. */
static text by_when(const struct page *page, const struct svc_needed *n, text date)
{
    enum msg soon = n->stage == STAGE_RETURNED ? MSG_NEEDED_BY_WISH : MSG_NEEDED_BY;
    bool late = n->due <= page->svc.now;
    if (!n->due || (late && soon == MSG_NEEDED_BY_WISH)) return text_str("");
    return page_words(page, late ? MSG_NEEDED_BY_LATE : soon, MSG_ARGS({TEXT("date"), date}));
}

static enum msg words_of(const struct page *page, const struct svc_needed *n)
{
    bool put_off = n->stage == STAGE_DEFERRED && n->due;
    if (n->settled) return MSG_NEEDED_TALKS_SETTLED;
    if (n->awaits_text) return n->due ? MSG_NEEDED_PROMISED : MSG_NEEDED_NEW_TEXT;
    if (put_off && n->due <= page->svc.now) return MSG_NEEDED_DEFERRED_OVER;
    return n->over || n->after_talks ? sentences[n->stage].over : sentences[n->stage].running;
}

static text sentence(const struct page *page, const struct svc_needed *n)
{
    enum msg msg = words_of(page, n);
    text date = n->due ? page_date(page, n->due - 1) : text_str(""); /* a term ends at 24:00 of its last day */
    if (msg == MSG_NONE) return text_str("");
    return page_words(page, msg, MSG_ARGS({TEXT("date"), date}, {TEXT("by"), by_when(page, n, date)}));
}

/* ---- What must be there first ---- */

/* That a term runs is in the sentence, with its date; but for one that is about a new text. */
static bool is_in_sentence(const struct svc_needed *n, const struct kb_err_item *item)
{
    return !strcmp(item->reason, "too-early") && !n->awaits_text;
}

/* The lead reads it of themselves. */
static text reason(const struct page *page, const struct svc_needed *n, const struct kb_err_item *item)
{
    bool mine = n->lead && !strcmp(item->reason, "lead-missing");
    return mine ? msg_text(page->env.lang, MSG_REASON_LEAD_MISSING_YOU) : page_reason(page, item);
}

static void take_items(const struct page *page, const struct svc_card *card, const struct svc_needed *n,
                       struct view_needed *v)
{
    struct view_needed_item *out = ARENA_ARRAY(page->svc.arena, struct view_needed_item, n->n_missing);
    for (size_t i = 0; out && i < n->n_missing; i++)
        if (!is_in_sentence(n, &n->missing[i]))
            out[v->items_count++] = (struct view_needed_item){.label = page_need_label(page, n->missing[i].field),
                                                              .reason = reason(page, n, &n->missing[i]),
                                                              .href = page_need_place(page, card, &n->missing[i])};
    v->items = out;
}

static text busy(const struct page *page, const char *iso)
{
    struct date day;
    if (!iso || !date_parse(text_str(iso), &day)) return text_str("");
    return page_words(page, MSG_ROUND_BUSY, MSG_ARGS({TEXT("date"), page_date(page, calendar_midnight(day))}));
}

static void take_boards(const struct page *page, const struct svc_needed *n, struct view_needed *v)
{
    struct view_needed_silent *silent = ARENA_ARRAY(page->svc.arena, struct view_needed_silent, n->n_boards);
    struct view_needed_objection *against = ARENA_ARRAY(page->svc.arena, struct view_needed_objection, n->n_boards);
    if (!silent || !against) return;
    for (size_t i = 0; i < n->n_boards; i++) {
        const struct svc_needed_board *b = &n->boards[i];
        if (b->objects)
            against[v->objections_count++] =
                (struct view_needed_objection){text_str(b->name), text_str(b->said), text_str(b->lift)};
        else
            silent[v->silent_count++] = (struct view_needed_silent){text_str(b->name), busy(page, b->busy_until)};
    }
    v->silent = silent;
    v->objections = against;
}

/* In a round, the stage says the date; who may not see positions is told no more. */
static bool says_nothing_new(const struct svc_needed *n)
{
    return n->stage == STAGE_NONE || (n->stage == STAGE_IN_ROUND && !n->n_boards && !n->over);
}

err_code page_needed(struct page *page, const struct svc_card *card, const struct view_needed **out, kb_err *err)
{
    struct svc_needed n;
    *out = NULL;
    ERR_TRY(svc_needed(&page->svc, text_str(card->id), card->line, &n, err));
    if (says_nothing_new(&n)) return OK;
    struct view_needed *v = ARENA_NEW(page->svc.arena, struct view_needed);
    if (!v) return err_set(err, ERR_NOMEM, "no room for what is needed");
    *v = (struct view_needed){.sentence = sentence(page, &n), .editor = text_str(n.editor), .enough = n.enough};
    take_items(page, card, &n, v);
    take_boards(page, &n, v);
    *out = v;
    return OK;
}

/* ---- In a list ---- */

static text items_in_words(const struct page *page, const struct view_needed *v)
{
    text all = text_str("");
    for (size_t i = 0; i < v->items_count; i++)
        all = text_str(
            arena_printf(page->svc.arena, "%.*s%s%.*s", TEXT_FMT(all), i ? ", " : "", TEXT_FMT(v->items[i].label)));
    return page_words(page, MSG_NEEDED_CARD, MSG_ARGS({TEXT("what"), all}));
}

/* Parts of one line, with spaces between; "" takes no place. */
static text joined(const struct page *page, text a, text b)
{
    if (!a.len || !b.len) return a.len ? a : b;
    return text_str(arena_printf(page->svc.arena, "%.*s %.*s", TEXT_FMT(a), TEXT_FMT(b)));
}

err_code page_needed_line(struct page *page, const struct svc_card *card, text *out, kb_err *err)
{
    struct svc_needed n;
    struct view_needed v = {0};
    *out = text_str("");
    ERR_TRY(svc_needed(&page->svc, text_str(card->id), card->line, &n, err));
    if (says_nothing_new(&n)) return OK;
    take_items(page, card, &n, &v);
    *out = sentence(page, &n);
    if (v.items_count) *out = joined(page, *out, items_in_words(page, &v));
    if (n.remarks)
        *out =
            joined(page, *out,
                   page_words(page, MSG_NEEDED_REMARKS, MSG_ARGS({TEXT("n"), page_number(page, (int64_t)n.remarks)})));
    return OK;
}
