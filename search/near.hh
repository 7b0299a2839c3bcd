/* near.hh - words of texts that lie near a word that no text has. Private to search/. */
#ifndef KB_SEARCH_NEAR_HH
#define KB_SEARCH_NEAR_HH

#include "search/reader.hh"
#include "search/terms.h"

namespace kb_search
{

struct suggestion {
    std::string word;
    unsigned distance;
    Xapian::doccount texts; /* that have it */

    bool operator<(const suggestion &other) const
    {
        if (distance != other.distance) return distance < other.distance;
        return texts != other.texts ? texts > other.texts : word < other.word;
    }
};

/* The nearest words, all at the same distance; function words are none. With an arena `said` also words of the
 * vocabulary that no text has, when they lead to texts (search_leads). The first letter is nearly always right, or has
 * changed places with the second; where no word is one mistake away, it may be the mistake: of a short word only one
 * that sounds alike, since most short words have a neighbour. */
std::vector<suggestion> suggestions(search_reader *r, enum search_scope scope, arena *said, text typed, unsigned most);

/* The same for a word that is not finished: those of which the beginning lies near, with the same first letter. None
 * for a few letters, nor for what a word of Dutch begins with. */
std::vector<suggestion> suggestions_begun(search_reader *r, enum search_scope scope, text begun, unsigned most);

/* Words of texts that begin with these letters, or the terms behind this prefix, the most frequent first; function
 * words are none. */
std::vector<suggestion> words_begun(search_reader *r, enum search_scope scope, text begun, const char *prefix = "");

/* search_leads for a reader that has its vocabulary and is at one state; false also when the arena is full. */
bool leads_somewhere(search_reader *r, arena *a, enum search_scope scope, text words);

/* What was typed stays in the question; what it may have meant is asked for beside it. Only words of the indexes that
 * answer are known here (design section 3 rule 4). Looking is dear: of a few words, and nobody types more mistakes.
 * `typed` is what the plan was made of: a word with a capital may be a name. */
void correct(search_reader *r, enum search_scope scope, const struct query *typed, struct plan *plan, arena *a,
             struct search_hits *out);

} // namespace kb_search

#endif
