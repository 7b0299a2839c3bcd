/* terms.h - from documents and queries to terms, weights and positions. Private to search/; README.md tells the
 * meaning.
 *
 * All thinking about an index is done here, in C; the files that include xapian.h only carry its results over. */
#ifndef KB_SEARCH_TERMS_H
#define KB_SEARCH_TERMS_H

#include "search/analyse.h"
#include "search/search.h"
#include "search/vocabulary.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    TERMS_VERSION = 15,          /* raise when what follows changes; part of the index's id */
    TERM_BYTES_MAX = 200,        /* prefix and all; the library's own ceiling is 245 */
    TERMS_WORDS_MAX = 200 * 1000 /* words of one document; further ones are not indexed */
};

/* One occurrence to index. wdf 0 for terms that only restrict; position 0 for terms without one. */
struct posting {
    text term;
    unsigned position, wdf;
};

/* What a text is of the law that its title names. */
enum law_part {
    LAW_PART,    /* of its articles; also where no law is named */
    LAW_CLOSING, /* when it begins, what it takes the place of */
    LAW_WHOLE,   /* the title says nothing else: what it is, and of which parts */
    LAW_PART__COUNT
};

struct postings {
    struct posting *items;
    size_t n, room;
    struct search_sketch sketch; /* of the words it says, without its headings */
    enum law_part of_law;
};

/* The postings of a document, in the arena. */
MUST_CHECK err_code terms_of_doc(arena *a, struct analyser *an, const struct search_doc *doc, struct postings *out,
                                 kb_err *err);

/* The term that only the document with this id has. */
text term_of_id(arena *a, text id);

/* The id of index layout and analysis together: what is stored and compared. */
void terms_id(char out[ANALYSE_ID_BYTES]);

/* ---- What a query stands for ---- */

enum { PLAN_FORMS_MAX = 16 }; /* terms that one word may be found by */

struct plan_term {
    text term;
    double weight;
    bool flat; /* counts alike in each text that has it, however often and however long that is: a title, a law */
    unsigned char near; /* 0: the word itself; 1: what it was made from; 2 and on: a part of it, each its number */
};

/* One word, in all the terms it may be found by: exact, stem, what is related to it, and the stem in a title. */
struct plan_word {
    struct plan_term any[PLAN_FORMS_MAX];
    size_t n_any;
    bool stop;    /* a function word: does not rank, unless nothing else was asked */
    bool number;  /* holds a digit: has no stem */
    bool part;    /* of the whole word before it; its parts together may stand for that */
    bool in_line; /* has its own place in a phrase: a part, or a word without parts */
    bool corrected;
};

struct plan_clause {
    enum query_shape shape;
    enum query_need need;
    const struct plan_word *words; /* of a word or phrase */
    size_t n_words;
    text filter; /* term of a filter */
    enum query_field field;
};

enum { PLAN_REFERENCES_MAX = 8, PLAN_UNITS_MAX = 64 };

/* A reference that was asked for (reference.h). What says it is asked for as that, and not as words besides. */
struct plan_reference {
    size_t first, last;         /* the clauses that say it, last exclusive */
    text words;                 /* as it was typed */
    text units[PLAN_UNITS_MAX]; /* a text that has one of them cites it */
    size_t n_units;
    bool sure;   /* hardly anything else: nothing is an answer that does not cite it */
    bool named;  /* of a law that the question names */
    bool number; /* of something whole: nothing else of what was typed says anything */
};

struct plan {
    struct plan_clause clauses[QUERY_CLAUSES_MAX];
    size_t n;
    struct plan_term boosts[2 * PLAN_UNITS_MAX]; /* exact title, exact number, references: first of all */
    size_t n_boosts;
    struct plan_reference references[PLAN_REFERENCES_MAX];
    size_t n_references;
    bool all_stop;  /* nothing but function words was asked: then those count */
    bool closing;   /* what closes a law is asked for */
    bool whole_law; /* a law is asked for, and nothing besides */
    text articles;  /* how the terms begin of texts that are articles of the law that was named; empty: none was */
};

/* The plan of a query, in the arena. `coordinate`: for ranking without statistics, every word counts alike. `v` tells
 * which words are asked for as a whole; may be NULL. */
MUST_CHECK err_code terms_of_query(arena *a, struct analyser *an, const struct vocabulary *v, const struct query *q,
                                   bool coordinate, struct plan **out, kb_err *err);

struct terms_held;

/* Which meanings of a question: all of them; those that one text holds all of; those whose chief word a text holds. */
enum terms_meant { TERMS_MEANT_ALL, TERMS_MEANT_HELD, TERMS_MEANT_NEAR };

/* Widens the question by what its words may mean besides: each meaning is a clause of its own, below what was typed
 * unless several words say it together. The meanings are told in `meant` (views into the vocabulary); gives how many.
 */
size_t terms_widen(arena *a, struct analyser *an, const struct vocabulary *v, const struct query *q,
                   enum terms_meant which, const struct terms_held *held, struct plan *plan,
                   struct vocabulary_meaning meant[VOCABULARY_MEANT_MAX]);

/* The question with its broken words made whole ("re integratie": reintegratie), where `holds` says that the index has
 * the whole (a folded word). Gives how many were broken. */
size_t terms_unbroken(arena *a, const struct analyser *an, const struct query *typed,
                      bool (*holds)(void *ctx, text term), void *ctx, struct query *out);

/* A word of texts, and the two words of the question that it is made from. */
struct terms_join {
    text word, first, last;
};

/* Words that the question writes apart: of two of its words a compound, of a verb and its particle the verb. Only those
 * that `holds` says the index has (a folded word, or "Z" and a stem). Gives how many of at most `max` came to `out`. */
size_t terms_joined(arena *a, struct analyser *an, const struct query *q, bool (*holds)(void *ctx, text term),
                    void *ctx, struct terms_join *out, size_t max);

/* Words that are the value of a filter (where a text holds, of whom it is) are met by that as well, where `holds` says
 * that a text has it. Before anything is corrected. */
void terms_add_places(arena *a, struct plan *plan, bool (*holds)(void *ctx, text term), void *ctx);

/* What the question names once its mistakes are corrected: an exact title, references, a law. */
void terms_add_named(arena *a, struct analyser *an, const struct vocabulary *v, const struct query *corrected,
                     struct plan *plan);

/* Asks for the word beside the question, as what it writes apart; and for the title that the question is with it. */
void terms_add_joined(arena *a, struct analyser *an, const struct vocabulary *v, const struct query *q,
                      struct plan *plan, const struct terms_join *join);

/* The words that the question writes apart count less beside the word that they make: "toeslag voor de huur" wants
 * huurtoeslag before every text about rent. `q`: what the plan was made of. */
void terms_ease_apart(arena *a, const struct query *q, struct plan *plan, const struct terms_join *joins, size_t n);

/* Short names of the question that texts explain ("WSNP"), and full names that texts give a short one: tells `look` how
 * the terms begin that have the other name behind them, and whether the question says this and nothing else. What the
 * vocabulary knows is left to it. */
void terms_short_names(arena *a, struct analyser *an, const struct vocabulary *v, const struct query *q,
                       void (*look)(void *ctx, text beginning, bool whole), void *ctx);

/* Asks for the other name beside the question, and for the title that it is when the question says nothing else. */
void terms_add_name(arena *a, struct analyser *an, const struct vocabulary *v, struct plan *plan, text name,
                    bool whole);

/* The word stands for this one as well: what it is found by is added to `w`.
 * What the mistake seemed to be made of ("briefaders": ader) is taken from `w`. */
void terms_correct(arena *a, struct analyser *an, struct plan_word *w, text word);

/* A compound that no text has and the vocabulary does not know says what its parts say ("patientendossier"): they count
 * more than beside the word itself. `holds` as above. */
void terms_lean_on_parts(struct plan *plan, const struct vocabulary *v, bool (*holds)(void *ctx, text term), void *ctx);

/* What the texts that are asked hold. */
struct terms_held {
    bool (*term)(void *ctx, text term);
    /* Has one text some term of each of these words? */
    bool (*together)(void *ctx, const struct plan_word *words, size_t n);
    void *ctx;
};

/* How much of a question the texts hold: how many of its words in some form, and how many in none; and whether one text
 * holds all of something that is asked besides: then its words are not missed. Function words and those that people ask
 * with are no part of it. A reference is one word, held where a text cites it. */
struct coverage {
    size_t held, unheld;
    bool meant;
    text words[SEARCH_UNHELD_MAX]; /* the first that are not held; views into the question and its plan */
};

/* After everything that widens the plan of `typed`. */
struct coverage terms_coverage(arena *a, const struct analyser *an, const struct plan *plan, const struct query *typed,
                               const struct terms_held *held);

/* The question without the words of its references, each clause in its place: what else it may mean. */
const struct query *terms_unreferenced(arena *a, const struct plan *plan, const struct query *q);

/* Where a text cites a reference of the plan: which, and its bytes. */
struct terms_cited {
    size_t reference, from, to;
};

/* Tells each place once, from the first to the last. `home`: what the title of the text names. Nearly free for a
 * question without references. */
struct reference_home;
void terms_cited(struct analyser *an, const struct plan *plan, const struct reference_home *home, text body,
                 void (*found)(void *ctx, const struct terms_cited *), void *ctx);

/* The words of the question as they stand in what was said about texts: to each word the term that such documents have,
 * when `weigh` gives it a weight above 0. `main` is the term that texts have. */
void terms_add_said(arena *a, struct plan *plan, double (*weigh)(void *ctx, text main, text said), void *ctx);

/* The term of all documents of words that were said. */
text term_of_said(void);

/* From now on the plan asks only for texts that have each of its words itself, in some form; function words need not be
 * there. */
void terms_only_held(struct plan *plan);

/* Is this one of the word's own forms (as typed, its stem, its place), rather than its root or a part of it? */
bool terms_is_own(const struct plan_word *w, size_t form);

/* Is this a word that people ask with, whatever about ("hoeveel", "krijg")? */
bool terms_is_asking(const struct analyser *an, const struct plan_word *w);

/* Is this a word of Dutch? Then it is no mistake, also when no text has it. */
bool terms_in_lexicon(text folded);

/* Does a word of Dutch begin so? */
bool terms_begins_lexicon(text folded);

/* The filter terms of group ids. */
text term_of_group(arena *a, text group);

#ifdef __cplusplus
}
#endif
#endif
