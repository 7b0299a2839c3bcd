/* vocabulary.h - what people say and what the texts call it. Private to search/, but for how a line is read:
 * the service shows lines to editors, and writes them.
 *
 * The vocabulary is a text that is read line by line; everything behind # is a remark.
 *
 *     huisbaas = verhuurder                 two or more that mean the same, = or | between: who asks for one is asked
 *                                           for the others
 *     WW = Werkloosheidswet                 an abbreviation is the same
 *     eruit gezet > ontruiming | uithuiszetting
 *                                           who says the left means one of the right; not the other way round
 *     heel: moederschap                     this word is asked for as a whole, not by its parts
 *     goed: Kwadraad                        this word is never taken for a misspelt one
 *
 * A side is one word or a few. They are met in a question by their stems, function words aside, wherever they stand:
 * "mijn huisbaas" and "huisbazen" meet huisbaas, "mijn huur wordt hoger" and "hogere huur" meet "huur hoger". Where
 * function words leave a single word ("geen huis", "te laat") or none ("niet mee eens"), they say what it is about, and
 * must stand there too, in a row: not every house means that somebody has none. What is met is asked for beside what
 * was typed (terms_query.c), and told to the reader. Applied to questions only: changing it changes no index. */
#ifndef KB_SEARCH_VOCABULARY_H
#define KB_SEARCH_VOCABULARY_H

#include "search/analyse.h"
#include "search/fold.h"
#include "search/sides.h"

#include "kb/base/arena.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    VOCABULARY_LINE_MAX = 16,  /* sides of one line */
    VOCABULARY_SIDE_MAX = 5,   /* words of one side, function words aside; longer sides are left out */
    VOCABULARY_ASKED_MAX = 64, /* words of a question that are looked at */
    VOCABULARY_MEANT_MAX = 12, /* meanings that one question is widened by */
    VOCABULARY_ROWS_MAX = 40000,
    VOCABULARY_KEPT_MAX = 1000 /* words to keep, of each kind */
};

struct vocabulary;

/* Reads the text; it must live as long as the vocabulary. ERR_NOMEM; a line that cannot be read is left out. */
MUST_CHECK err_code vocabulary_new(struct vocabulary **out, struct analyser *an, text source, kb_err *err);

/* The one that travels inside the program. */
text vocabulary_shipped(void);

/* A line without its remark and the space around it; empty when it says nothing. */
text vocabulary_bare(text line);

/* What a line says, and its two sides, views into it: before the first sign and behind it. A word to keep is `left`. */
enum vocabulary_says {
    VOCABULARY_SAYS_NOTHING,
    VOCABULARY_SAYS_ALIKE,    /* =; `right` may have more of them */
    VOCABULARY_SAYS_MEANS,    /* > */
    VOCABULARY_SAYS_WHOLE,    /* heel: */
    VOCABULARY_SAYS_SPELLING, /* goed: */
};
struct vocabulary_line {
    enum vocabulary_says says;
    text left, right;
};
struct vocabulary_line vocabulary_line(text line);

/* "Wrb", "AOW", "Wet RO": a name in short has a capital and few letters. */
bool vocabulary_is_short(text side);

/* The sides of a line that are met: views into it. Gives how many. */
size_t vocabulary_sides(text line, text sides[VOCABULARY_LINE_MAX]);

void vocabulary_free(struct vocabulary *v);

/* Is this folded word asked for as a whole; is it right as it is written? */
bool vocabulary_keeps_whole(const struct vocabulary *v, text folded);
bool vocabulary_keeps_spelling(const struct vocabulary *v, text folded);

/* Does it know this folded word, as a side or as a word to keep? */
bool vocabulary_has(const struct vocabulary *v, text folded);

/* The words that people use, of all left sides: folded, each once. */
const text *vocabulary_words(const struct vocabulary *v, size_t *n);
bool vocabulary_has_word(const struct vocabulary *v, text folded);

/* How many words and phrases it knows. */
size_t vocabulary_rows(const struct vocabulary *v);

/* Sides that begin with these folded words, as they stand in the source, each once; at most `max`. Single words first,
 * then what several words say, both in the order of the source: what is ordinary stands in front. */
size_t vocabulary_begin(const struct vocabulary *v, text folded, text *out, size_t max);

/* How sure it is that the meaning is meant. */
enum vocabulary_kind {
    VOCABULARY_ALIKE,        /* another word for it */
    VOCABULARY_MEANS,        /* what the texts call it */
    VOCABULARY_ABBREVIATION, /* the name in full: written with a capital on the left of = */
};

struct vocabulary_meaning {
    text words; /* of the source */
    enum vocabulary_kind kind;
    bool several; /* words met it: they hardly mean anything else */
    bool whole;   /* the question says this and nothing else */
};

/* Words in their order as they are met: by their stems, function words as they are. */
struct vocabulary_asked {
    struct vocabulary_word {
        text form; /* in the arena */
        bool stop;
    } words[VOCABULARY_ASKED_MAX];
    size_t n, ranking; /* in all; without the function words */
};

/* Adds the words of this text. */
void vocabulary_ask(arena *a, struct analyser *an, text words, struct vocabulary_asked *asked);

/* Which meanings count. */
struct vocabulary_wanted {
    bool (*wants)(void *ctx, text meaning);
    void *ctx;
};

/* What the words of a question may mean besides: `meant` gets at most VOCABULARY_MEANT_MAX, none twice; the longest
 * side at a place first. A single word that stands within a longer side is part of that, unless it is an abbreviation:
 * "duur ww" is about the WW as "ww duur" is. `wanted` may be NULL: all; a side of which no meaning is wanted is not
 * met. */
size_t vocabulary_meant(const struct vocabulary *v, const struct vocabulary_asked *asked,
                        const struct vocabulary_wanted *wanted, struct vocabulary_meaning meant[VOCABULARY_MEANT_MAX]);

#ifdef __cplusplus
}
#endif
#endif
