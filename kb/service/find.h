/* find.h - finding: from what was typed to cards with filters, and more like one of them (find.c); within a text, what
 * else to try, suggestions, what is like a text (find_beside.c); lists without words (lists.c). */
#ifndef KB_SERVICE_FIND_H
#define KB_SERVICE_FIND_H

#include "kb/domain/query.h"
#include "kb/service/svc.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { SVC_PAGE_SIZE = 10, SVC_COUNTS_MAX = 128, SVC_OWN_MAX = 5, SVC_SNIPPET_BYTES = 280 };

enum svc_said_as { SVC_SAID_NOT, SVC_SAID_AS_REMARK, SVC_SAID_AS_EXPERIENCE };

struct svc_hit {
    struct svc_card card;
    double score;
    struct search_passage title, brief;     /* all of them, with the words marked; worth 0: none is */
    struct search_passage snippet;          /* of the text, not of the brief; its beginning when nothing is marked */
    const struct practice_section *section; /* in which the passage stands; NULL when nothing in it is marked */
    enum svc_said_as said;                  /* found by, and the passage is of, what was said about it */
    text key;                               /* names it among what was found: svc_ask.like */
    size_t alike;                           /* others that say nearly the same and are not shown beside it */
};

/* A value to filter on, and how many of the found practices have it. */
struct svc_count {
    enum query_field field;
    const char *value, *label;
    size_t n;
    bool chosen;
};

struct svc_found {
    const struct svc_hit *hits;
    size_t n_hits;
    size_t total; /* of what this actor may read, at most SEARCH_LIMIT_MAX */
    bool more;    /* than that */
    size_t page, pages;
    const struct svc_count *counts; /* in the order of query_field, the most frequent first */
    size_t n_counts;
    struct search_corrected corrected[SEARCH_CORRECTED_MAX]; /* words nobody wrote that way, and what was tried */
    size_t n_corrected;
    text
        meant[SEARCH_MEANT_MAX]; /* asked for besides, from the vocabulary; when nothing was found all that was tried */
    size_t n_meant;
    text unheld[SEARCH_UNHELD_MAX]; /* words and references that no text holds */
    size_t n_unheld;
    bool only_near;            /* and no other word is held: no hit is an answer */
    const struct query *asked; /* the question with its mistakes mended, as passages are marked for it */
    const struct svc_hit *own; /* texts of one's own working groups: a block by itself, without statistics */
    size_t n_own;
};

struct svc_ask {
    const struct query *query;
    enum search_sort sort;
    size_t page;     /* from 1 */
    size_t per_page; /* 0 means SVC_PAGE_SIZE; at most SEARCH_LIMIT_MAX */
    bool bare;       /* no counts, snippets or own block: for the command line */
    bool as_typed;   /* nothing corrected, nothing from the vocabulary */
    bool together;   /* of nearly equal texts one: of those that stand before those on their way the best */
    bool said;       /* also by remarks and experiences that this actor may read */
    bool itself;     /* with as_typed: only texts that have each word itself, in some form */
    text like;       /* only what was found and is nearly equal to this hit, and that itself; its key */
};

MUST_CHECK err_code svc_find(struct svc *svc, const struct svc_ask *ask, struct svc_found *out, kb_err *err);

/* What else may be asked where nothing was found: what the words that were asked besides may mean in their turn, as far
 * as texts that this actor may read say just that: a part of it, or what is made from it, leads elsewhere. "Afgekeurd"
 * asks for arbeidsongeschikt besides, and that may be ziek. */
enum { SVC_NEXT_MAX = 4 };
struct svc_next {
    text words;   /* of the vocabulary */
    size_t total; /* texts that have them, in some form */
};
struct svc_nexts {
    struct svc_next at[SVC_NEXT_MAX];
    size_t n;
};
MUST_CHECK err_code svc_find_next(struct svc *svc, text typed, const struct svc_found *found, struct svc_nexts *out,
                                  kb_err *err);

/* Within one text: the best passage of In het kort and of each section that holds any of the words, in the order of the
 * text. Misspelt words are mended as in svc_find. */
struct svc_text;
struct svc_within {
    const struct practice_section *section; /* NULL: In het kort */
    struct search_passage passage;
};
struct svc_withins {
    const struct svc_within *at;
    size_t n;
    struct search_corrected corrected[SEARCH_CORRECTED_MAX];
    size_t n_corrected;
};
MUST_CHECK err_code svc_within(struct svc *svc, const struct svc_text *in, text words, struct svc_withins *out,
                               kb_err *err);

/* What may follow while somebody types: words and phrases, then titles of adopted texts that this actor may read.
 * Titles in which all that was typed stands in a row come before other titles, and of several words that were typed
 * before words as well. */
enum { SVC_SUGGESTED_TITLES = 3, SVC_SUGGESTED_MAX = SEARCH_SUGGESTED_MAX + SVC_SUGGESTED_TITLES };
struct svc_suggested {
    text items[SVC_SUGGESTED_MAX];
    const char *hrefs[SVC_SUGGESTED_MAX]; /* of a title: its text; NULL of words */
    size_t n;
};
MUST_CHECK err_code svc_suggest(struct svc *svc, text typed, struct svc_suggested *out, kb_err *err);

/* "Bestaat dit al?": texts that look like one with this title among those that this actor may read, the ended ones too,
 * and of an ended or expired one why. `besides` is the text itself, "" for one that is not there yet. */
enum { SVC_SIMILAR_MAX = 3 };
struct svc_similar {
    struct svc_card cards[SVC_SIMILAR_MAX];
    const char *reasons[SVC_SIMILAR_MAX]; /* "" when it stands, or nothing was written */
    size_t n;
};
MUST_CHECK err_code svc_similar(struct svc *svc, text title, text besides, struct svc_similar *out, kb_err *err);

/* The newest best practices, without those that must be looked at again or ended; and what somebody's working groups
 * are writing, last touched first. */
MUST_CHECK err_code svc_newest(struct svc *svc, size_t limit, struct svc_cards *out, kb_err *err);
MUST_CHECK err_code svc_my_work(struct svc *svc, size_t limit, struct svc_cards *out, kb_err *err);

/* "Meer zoals dit": standing texts on the same subject as this one, by the words of its title and brief, among those
 * that this actor may read. Words mean themselves here: no vocabulary, no correction. Empty without an index. */
enum { SVC_MORE_MAX = 4 };
MUST_CHECK err_code svc_more_like(struct svc *svc, const struct svc_card *card, struct svc_cards *out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
