/* Pieces of pages: where a practice stands, a practice in a list, a rendered text with its slots filled. */
#include "kb/base/calendar.h"
#include "kb/base/cleanup.h"
#include "kb/http/page_parts.h"

/* ---- Where it stands ---- */

/* The sentence of each stage, its short name, and whether it warns: then it looks like nothing else. */
/* clang-format off */
static const struct {
    enum msg sentence, name;
    bool warns;
} stages[STAGE__COUNT] = {
    [STAGE_DRAFT]          = { MSG_STAGE_DRAFT_SENTENCE,          MSG_STAGE_DRAFT_NAME,          false },
    [STAGE_SUBMITTED]      = { MSG_STAGE_SUBMITTED_SENTENCE,      MSG_STAGE_SUBMITTED_NAME,      false },
    [STAGE_RETURNED]       = { MSG_STAGE_RETURNED_SENTENCE,       MSG_STAGE_RETURNED_NAME,       false },
    [STAGE_DORMANT]        = { MSG_STAGE_DORMANT_SENTENCE,        MSG_STAGE_DORMANT_NAME,        false },
    [STAGE_PROPOSAL]       = { MSG_STAGE_PROPOSAL_SENTENCE,       MSG_STAGE_PROPOSAL_NAME,       false },
    [STAGE_RECOMMENDATION] = { MSG_STAGE_RECOMMENDATION_SENTENCE, MSG_STAGE_RECOMMENDATION_NAME, false },
    [STAGE_IN_ROUND]       = { MSG_STAGE_IN_ROUND_SENTENCE,       MSG_STAGE_IN_ROUND_NAME,       false },
    [STAGE_TALKS]          = { MSG_STAGE_TALKS_SENTENCE,          MSG_STAGE_TALKS_NAME,          false },
    [STAGE_DEFERRED]       = { MSG_STAGE_DEFERRED_SENTENCE,       MSG_STAGE_DEFERRED_NAME,       false },
    [STAGE_BEST_PRACTICE]  = { MSG_STAGE_BEST_PRACTICE_SENTENCE,  MSG_STAGE_BEST_PRACTICE_NAME,  false },
    [STAGE_DUE]            = { MSG_STAGE_DUE_SENTENCE,            MSG_STAGE_DUE_NAME,            true  },
    [STAGE_EXPIRED]        = { MSG_STAGE_EXPIRED_SENTENCE,        MSG_STAGE_EXPIRED_NAME,        true  },
    [STAGE_NOT_TAKEN_UP]   = { MSG_STAGE_NOT_TAKEN_UP_SENTENCE,   MSG_STAGE_NOT_TAKEN_UP_NAME,   true  },
    [STAGE_MERGED]         = { MSG_STAGE_MERGED_SENTENCE,         MSG_STAGE_MERGED_NAME,         true  },
    [STAGE_REJECTED]       = { MSG_STAGE_REJECTED_SENTENCE,       MSG_STAGE_REJECTED_NAME,       true  },
    [STAGE_WITHDRAWN]      = { MSG_STAGE_WITHDRAWN_SENTENCE,      MSG_STAGE_WITHDRAWN_NAME,      true  },
    [STAGE_SUPERSEDED]     = { MSG_STAGE_SUPERSEDED_SENTENCE,     MSG_STAGE_SUPERSEDED_NAME,     true  },
};
/* clang-format on */

static const char *const looks[STAGE_DOT__COUNT] = {
    [DOT_DRAFT] = "concept",
    [DOT_PROPOSAL] = "voorstel",
    [DOT_RECOMMENDATION] = "aanbeveling",
    [DOT_BEST_PRACTICE] = "best-practice",
};

/* The first so many of these four are on: dots of 1 begin at 3, dots of 4 at 0. */
static const struct view_stage_dot dots[] = {{true}, {true}, {true}, {true}, {false}, {false}, {false}};

enum msg page_stage_name(enum stage stage)
{
    return (unsigned)stage < STAGE__COUNT ? stages[stage].name : MSG_NONE;
}

static enum msg stage_sentence(const struct svc_card *card, kb_time until, kb_time now)
{
    if (card->stage == STAGE_BEST_PRACTICE && card->unconfirmed) return MSG_STAGE_BEST_PRACTICE_UNCONFIRMED;
    if (card->stage == STAGE_BEST_PRACTICE && card->kind == PRACTICE_PLAN) return MSG_STAGE_AGREED_PLAN_SENTENCE;
    if (card->stage == STAGE_IN_ROUND && until)
        return until > now ? MSG_STAGE_IN_ROUND_UNTIL_SENTENCE : MSG_STAGE_IN_ROUND_OVER_SENTENCE;
    if (card->stage == STAGE_DEFERRED && until) return MSG_STAGE_DEFERRED_UNTIL_SENTENCE;
    return (unsigned)card->stage < STAGE__COUNT ? stages[card->stage].sentence : MSG_NONE;
}

text page_step_words(const struct page *page, const char *words)
{
    enum msg sentence = words ? msg_find2(TEXT("trigger."), text_str(words)) : MSG_NONE;
    return sentence == MSG_NONE ? text_str(words) : msg_text(page->env.lang, sentence);
}

text page_reason(const struct page *page, const struct kb_err_item *item)
{
    text reason = view_reason(page->env.lang, item->reason);
    if (!item->until) return reason;
    text last_day = page_date(page, item->until - 1); /* a term ends at 24:00 */
    return page_words(page, MSG_REASON_UNTIL, MSG_ARGS({TEXT("reason"), reason}, {TEXT("date"), last_day}));
}

/* Was a text that stands looked at again after the day it was adopted, or taken over? Both days are told then. */
static bool is_confirmed(const struct svc_card *card)
{
    return card->stage == STAGE_BEST_PRACTICE && date_cmp(calendar_date(card->since), calendar_date(card->adopted)) > 0;
}

static text confirmed_words(const struct page *page, const struct svc_card *card)
{
    enum msg words = card->outside ? MSG_STAGE_CONFIRMED_OUTSIDE : MSG_STAGE_CONFIRMED_AGAIN;
    if (!is_confirmed(card) || card->unconfirmed) return text_str("");
    return page_words(page, words, MSG_ARGS({TEXT("date"), page_date(page, card->since)}));
}

/* The day in the sentence: the last of a term, which ends at 24:00, or when the text was adopted. */
static kb_time stage_day(const struct svc_card *card, kb_time until)
{
    if (stage_is_adopted(card->stage)) return card->adopted;
    return until ? until - 1 : card->since;
}

struct view_stage page_stage(const struct page *page, const struct svc_card *card, kb_time until)
{
    enum stage_dot dot = stage_dot(card->stage, card->line, card->number != NULL);
    bool warns = card->unconfirmed || ((unsigned)card->stage < STAGE__COUNT && stages[card->stage].warns);
    text date = page_date(page, stage_day(card, until));
    return (struct view_stage){
        .look = text_str(warns ? "let-op" : looks[dot]),
        .dots = dots + (DOT_BEST_PRACTICE - dot),
        .dots_count = STAGE_DOT__COUNT,
        .sentence = page_words(page, stage_sentence(card, until, page->svc.now),
                               MSG_ARGS({TEXT("date"), date}, {TEXT("again"), confirmed_words(page, card)})),
    };
}

/* ---- A practice in a list ---- */

text page_title(const struct page *page, const struct svc_card *card)
{
    if (card->title && *card->title) return text_str(card->title);
    return msg_text(page->env.lang, MSG_PRACTICE_UNTITLED);
}

kb_time page_when(const struct svc_card *card)
{
    return card->unconfirmed && !is_confirmed(card) ? card->adopted : card->since;
}

enum msg page_when_label(const struct svc_card *card)
{
    if (card->unconfirmed && !is_confirmed(card)) return MSG_PRACTICE_TAKEN_OVER;
    return card->stage == STAGE_BEST_PRACTICE ? MSG_PRACTICE_CHECKED : MSG_PRACTICE_SINCE;
}

struct view_card page_card(const struct page *page, const struct svc_card *card, bool sub)
{
    return (struct view_card){
        .href = text_str(card->href),
        .title = page_title(page, card),
        .brief = text_str(card->brief),
        .stage = page_stage(page, card, 0),
        .kind = page_kind_name(card->kind),
        .fields = page_field_names(page, card->legal_fields),
        .group = text_str(card->group_name),
        .when_label = page_when_label(card),
        .when = page_date(page, page_when(card)),
        .ended = stage_is_ended(card->stage),
        .sub = sub,
    };
}

const struct view_card *page_cards(const struct page *page, const struct svc_cards *cards, bool sub)
{
    struct view_card *out = ARENA_ARRAY(page->svc.arena, struct view_card, cards->n);
    for (size_t i = 0; out && i < cards->n; i++) out[i] = page_card(page, &cards->at[i], sub);
    return out;
}

const struct view_similar *page_similar_cards(const struct page *page, const struct svc_similar *found)
{
    struct view_similar *out = ARENA_NEW(page->svc.arena, struct view_similar);
    struct view_card *cards = ARENA_ARRAY(page->svc.arena, struct view_card, found->n);
    if (!out || !cards || !found->n) return NULL;
    for (size_t i = 0; i < found->n; i++) {
        cards[i] = page_card(page, &found->cards[i], true);
        cards[i].reason = page_step_words(page, found->reasons[i]);
    }
    *out = (struct view_similar){.cards = cards, .cards_count = found->n};
    return out;
}

const struct view_crumbs_step *page_crumbs(const struct page *page, text parent, text parent_href, text here)
{
    struct view_crumbs_step *steps = ARENA_ARRAY(page->svc.arena, struct view_crumbs_step, PAGE_CRUMBS);
    if (!steps) return NULL;
    steps[0] = (struct view_crumbs_step){.href = parent_href, .label = parent};
    steps[1] = (struct view_crumbs_step){.href = page->req->path, .label = here};
    return steps;
}

/* ---- A rendered text ---- */

static const struct page_link *known_link(const struct page *page, text key)
{
    for (size_t i = 0; i < page->n_links; i++)
        if (text_eq(page->links[i].key, key)) return &page->links[i];
    return NULL;
}

/* What this actor may know about the practice with this number; once a page. NULL past the ceiling. */
static err_code find_link(struct page *page, text key, const struct page_link **out, kb_err *err)
{
    *out = known_link(page, key);
    if (*out || page->n_links == PAGE_LINKS_MAX) return OK;
    if (!page->links) page->links = ARENA_ARRAY(page->svc.arena, struct page_link, PAGE_LINKS_MAX);
    if (!page->links) return err_set(err, ERR_NOMEM, "no room for the links of a page");
    struct page_link *link = &page->links[page->n_links++];
    link->key = key;
    kb_err none = {0};
    err_code code = svc_practice_card(&page->svc, key, &link->card, &none);
    link->there = code == OK;
    *out = link;
    if (code == OK || code == ERR_NOT_FOUND || code == ERR_GONE) return OK;
    return err_set(err, code, "%s", none.cause);
}

/* Nobody has filled in a number. Who is signed out is told that numbers are for people of the network; but not who
 * reads by a one-time link, for whom there is no signing in. Behind the first contact of a text it is said short. */
static enum msg contact_words(const struct page *page, bool again)
{
    bool inside = page->env.person.len || page->by_link;
    if (inside) return again ? MSG_PRACTICE_CONTACT_EMPTY_AGAIN : MSG_PRACTICE_CONTACT_EMPTY;
    return again ? MSG_PRACTICE_CONTACT_SIGN_IN_AGAIN : MSG_PRACTICE_CONTACT_SIGN_IN;
}

/* "piket-huur" as it is said: "piket huur". */
static text contact_name(const struct page *page, text slug)
{
    char *words = arena_text_str(page->svc.arena, slug);
    for (char *c = words; c && *c; c++)
        if (*c == '-') *c = ' ';
    return text_str(words);
}

/* `again`: not the first contact of this text. */
static err_code fill_piece(struct page *page, const struct md_piece *piece, bool again, struct view_body_piece *out,
                           kb_err *err)
{
    const struct page_link *link;
    switch (piece->kind) {
    case MD_PIECE_CONTACT:
        *out = (struct view_body_piece){.contact = page_words(page, contact_words(page, again),
                                                              MSG_ARGS({TEXT("name"), contact_name(page, piece->key)})),
                                        .alone = piece->block};
        return OK;
    case MD_PIECE_PRACTICE:
        ERR_TRY(find_link(page, piece->key, &link, err));
        *out = (struct view_body_piece){.practice = piece->key, .label = piece->html};
        if (!link || !link->there) return OK;
        out->href = text_str(link->card.href);
        out->title = page_title(page, &link->card);
        return OK;
    default: *out = (struct view_body_piece){.html = piece->html}; return OK;
    }
}

err_code page_body(struct page *page, const struct md_document *doc, struct view_body *out, kb_err *err)
{
    struct view_body_piece *pieces = ARENA_ARRAY(page->svc.arena, struct view_body_piece, doc->n_pieces);
    if (!pieces) return err_set(err, ERR_NOMEM, "no room for the pieces of a text");
    bool contact = false;
    for (size_t i = 0; i < doc->n_pieces; i++) {
        ERR_TRY(fill_piece(page, &doc->pieces[i], contact, &pieces[i], err));
        contact |= doc->pieces[i].kind == MD_PIECE_CONTACT;
    }
    *out = (struct view_body){.pieces = pieces, .pieces_count = doc->n_pieces};
    return OK;
}
