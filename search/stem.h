/* stem.h - the forms of a Dutch word brought back to one. Private to search/; pure.
 *
 * Two steps, since they are worth different things to a reader:
 *
 *   stem   the forms of one word: plurals, verb forms and participles, adjectives with their endings, diminutives.
 *              huur, huren, huurt, huurde, gehuurd -> huur         schulden -> schuld         opgezegd -> opzeg
 *   root   the word that another one was made from; equal to the stem where there is none.
 *              huurder -> huur      opzegging -> opzeg      aansprakelijkheid -> aansprakelijk
 *
 * A text with another form of the asked word is as good as one with the word itself; a text with a word made from it is
 * about the same thing and comes after (terms_query.c has the weights).
 *
 * How: a table of what no rule can know (dutch.c: strong verbs, irregular plurals, words that only look like forms),
 * then rules, each of which must end in a word of the lexicon: Dutch spelling takes letters away and changes them
 * (huren/huur, brieven/brief, zeggen/zeg), and which word was meant is only to be seen by looking. A word that is not
 * in the lexicon is a compound more often than not: then its last part is stemmed. Where even that fails, or without
 * the full word list, the rules decide alone.
 *
 * tests/unit/search/families.tsv holds the families that must come together and the pairs that must stay apart. */
#ifndef KB_SEARCH_STEM_H
#define KB_SEARCH_STEM_H

#include "search/lexicon.h"

enum { STEM_MAX = 64 };

struct stem {
    char letters[STEM_MAX];
    size_t len;
};

/* The stem of a folded word. Words with other letters than a to z, short ones and those over LEXICON_WORD_MAX are their
 * own stem. */
void stem_word(const struct lexicon *lex, text word, struct stem *out);

/* The root of a stem. */
void stem_root(const struct lexicon *lex, text stem, struct stem *out);

/* As a stem is spelled before a vowel: wees, wez(en); man, mann(en); brief, briev(en). At most STEM_MAX letters. */
void stem_before_vowel(text stem, struct stem *out);

static inline text stem_text(const struct stem *s)
{
    return text_of(s->letters, s->len);
}

#endif
