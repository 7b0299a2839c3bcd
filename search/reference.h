/* reference.h - references to law and numbers, each as one unit. Private to search/; pure.
 *
 * "art. 12 Wrb", "artikel 12 van de Wet op de rechtsbijstand" and "Wrb 12" are one thing in many spellings. The scanner
 * is fed the words of a text one by one and tells each reference in one spelling, so that a question in one finds a
 * text in another:
 *
 *     bw 7:271             7:271 BW; artikel 7:271 lid 2 BW; art. 271 Boek 7 BW; artikel 271 in a text of that book
 *     wrb 12               art. 12 Wrb; artikelen 10 tot en met 14 van de Wet op de rechtsbijstand
 *     * 7:271              the same without a law, for who leaves it out
 *     ecli nl hr 2019 1234 stb 2001 377 (also stcrt, trb)      bp 2026-014 (also written 2026-014)
 *
 * Within an article the parts (lid, onder, aanhef) are passed over: who asks for lid 2 wants the article. `:` and `.`
 * count as the same. A range stands for each of its articles, at most REFERENCE_RANGE_MAX. Laws are known by the names
 * of dutch/laws.txt.
 *
 * Of a question (`asking`) more is read than of a text, since nobody indexes it:
 *
 *     vw 64                64 Vw; 64 lid 2 Vreemdelingenwet: a number right before a law
 *     vb 3:51              Vb 2000 3.51: the year is of the name
 *     bw 1:670 ... bw 10:670   artikel 670 BW: of each of its books, for who leaves the book out
 *     * 7:271, bw 7:271    7:271: what is counted by book is of the Burgerlijk Wetboek before it is of another law
 *     bp 2026-001          2026/001 */
#ifndef KB_SEARCH_REFERENCE_H
#define KB_SEARCH_REFERENCE_H

#include "kb/base/err.h"
#include "kb/base/text.h"

enum { REFERENCE_BYTES_MAX = 64, REFERENCE_ARTICLES_MAX = 64, REFERENCE_RANGE_MAX = 60, REFERENCE_LAW_BYTES = 128 };

/* The names of laws; made in some hundred microseconds. NULL when there is no memory. */
struct laws;
struct laws *laws_new(void);
void laws_free(struct laws *laws);

/* The table as it travels inside the program, for the analyser's id. */
text laws_source(void);

/* The law that a text is about, for references that name none ("artikel 271"); short "" when there is none. */
struct reference_home {
    text law;        /* its short name, folded; of the table */
    char book[4];    /* of the Burgerlijk Wetboek */
    size_t from, to; /* where its name stands in the title, and its book */
};

/* The law that a title names: the longest name in it. The words of the title, folded, one space between. */
struct reference_home reference_home(const struct laws *laws, text folded_title);

struct reference_article {
    char number[16];
    size_t len;
};

/* Set what stands first, the rest zero. */
struct reference_scan {
    const struct laws *laws;
    text source; /* the text that the words are of */
    struct reference_home home;
    bool numbered; /* "artikel 2" behind a name counts the text's own articles: a law is only named behind the number */
    bool asking;   /* the source is a question */
    void (*emit)(void *ctx, text unit); /* borrowed for the call */
    void *ctx;

    /* Of the reference that is told, for `emit`. */
    size_t from, to; /* its bytes in the source: all that says it, its law as well */
    text whose;      /* its law, be it that of the home; empty for a number without one */
    bool sure;       /* hardly anything else: "artikel 12 Wrb", 7:271, an ECLI. Not "12 Wrb", nor of the home's law */

    /* What follows belongs to reference.c. */
    int state;
    struct reference_article articles[REFERENCE_ARTICLES_MAX];
    size_t n_articles;
    bool said; /* "artikel" stood before the number */
    char book[4];
    text before, found; /* a law right before the number; the law read so far */
    size_t before_from;
    char law[REFERENCE_LAW_BYTES]; /* words that may become the name of a law */
    size_t law_len;
    char unit[REFERENCE_BYTES_MAX]; /* an ECLI or Staatsblad so far */
    size_t unit_len, missing;
    char last[24]; /* the word before, and its bytes */
    size_t last_len, last_from, last_to;
    size_t word_from, word_to; /* bytes of the word at hand */
};

/* The next word: folded, whole, in the order of the text; and its bytes there. */
void reference_word(struct reference_scan *s, text folded, size_t from, size_t to);

/* Behind the last word. */
void reference_end(struct reference_scan *s);

/* "art", "artikel": numbers of a law follow. */
bool reference_announces(text folded);

/* Is this word of a reference to an article how it is said, rather than the name of its law: "artikel", 12, lid? */
bool reference_is_said_by(text folded);

/* Is this unit the number of something whole, rather than an article of a law: an ECLI, a Staatsblad, a practice? */
bool reference_is_number(text unit);

#endif
