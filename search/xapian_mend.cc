#include "search/dictionary.h"
#include "search/near.hh"

#include "search/mend.h"
#include "search/query.hh"
#include "search/spelling.h"

#include <algorithm>

using namespace kb_search;
using Xapian::Query;

/* Whose words may be meant. */
struct where {
    search_reader *r;
    enum search_scope scope;
    const Xapian::Database db;

    where(search_reader *reader, enum search_scope of) : r(reader), scope(of), db(scope_of(reader, of))
    {
    }
};

/* ---- Words that nobody wrote that way ---- */

/* Words among the terms with this prefix that begin with this letter and lie near enough. */
static void look_near(const where &in, const char *prefix, text typed, char letter, unsigned most,
                      std::vector<suggestion> &near, unsigned (*far)(struct spelling *, text) = spelling_to)
{
    const word_list &list = words_of(in.r, in.scope, prefix, letter);
    struct spelling spelling;
    spelling_begin(&spelling, typed, most);
    for (size_t i = 0; i < list.ends.size(); i++) {
        unsigned distance = far(&spelling, list.word(i));
        if (distance != SPELLING_FAR) near.push_back({str(list.word(i)), distance, list.texts[i]});
    }
}

/* How many halves of a mistake the word is forgiven; 0 for one that needs no correction: a word of Dutch, one of the
 * vocabulary, or one that texts have in some form. When they only have what it is made of, as they have both words of
 * "ouderschapverlof", it may be a word that nobody used yet: one mistake at most. A name may be a word by its sound:
 * Advokaat. */
static unsigned forgiven(const where &in, const plan_word &w)
{
    text typed = w.any[0].term;
    if (w.stop || w.part || !w.n_any || !text_is_a_to_z(typed)) return 0;
    if (vocabulary_keeps_spelling(in.r->vocabulary(), typed)) return 0;
    if (vocabulary_has_word(in.r->vocabulary(), typed)) return 0;
    unsigned most = spelling_forgiven(typed.len);
    if (terms_in_lexicon(typed)) most = dictionary_is_name(typed) ? std::min<unsigned>(most, SPELLING_SOUND) : 0;
    for (size_t i = 0; most && i < w.n_any; i++) {
        if (!in.db.term_exists(str(w.any[i].term))) continue;
        most = terms_is_own(&w, i) ? 0 : std::min<unsigned>(most, SPELLING_ONE);
    }
    return most;
}

/* How much is forgiven of a word that begins with this letter instead: a wrong first letter is a rare mistake, and
 * short words have neighbours enough. */
static unsigned forgiven_with(char first, text typed, unsigned most)
{
    enum { LONG = 8 };
    if (first == typed.ptr[0] || first == typed.ptr[1]) return most; /* swapped */
    return std::min<unsigned>(most, typed.len >= LONG ? SPELLING_ONE : SPELLING_SOUND);
}

/* Words that people say and no text has: the vocabulary knows what they mean. */
static void look_near_said(const Xapian::Database &db, const struct vocabulary *v, text typed, unsigned most,
                           std::vector<suggestion> &near)
{
    size_t n = 0;
    const text *words = v ? vocabulary_words(v, &n) : nullptr;
    struct spelling spelling;
    spelling_begin(&spelling, typed, most);
    for (size_t i = 0; i < n; i++) {
        unsigned distance = spelling_to(&spelling, words[i]);
        if (distance == SPELLING_FAR || !text_is_a_to_z(words[i]) || db.term_exists(str(words[i]))) continue;
        if (distance > forgiven_with(words[i].ptr[0], typed, most)) continue;
        near.push_back({str(words[i]), distance, 0});
    }
}

static unsigned nearest(const std::vector<suggestion> &near)
{
    unsigned least = SPELLING_FAR;
    for (const suggestion &s : near) least = std::min(least, s.distance);
    return least;
}

static void keep_nearest(std::vector<suggestion> &near)
{
    std::sort(near.begin(), near.end());
    size_t n = 0;
    while (n < near.size() && near[n].distance == near[0].distance) n++;
    near.resize(n);
}

std::vector<suggestion> kb_search::suggestions(search_reader *r, enum search_scope scope, const struct vocabulary *v,
                                               text typed, unsigned most)
{
    const where in(r, scope);
    std::vector<suggestion> near;
    look_near(in, "", typed, typed.ptr[0], most, near);
    look_near_said(in.db, v, typed, most, near);
    for (char first = 'a'; nearest(near) > SPELLING_ONE && first <= 'z'; first++)
        if (first != typed.ptr[0]) look_near(in, "", typed, first, forgiven_with(first, typed, most), near);
    keep_nearest(near);
    return near;
}

std::vector<suggestion> kb_search::suggestions_begun(search_reader *r, enum search_scope scope, text begun,
                                                     unsigned most)
{
    enum { LEAST = 5 };
    std::vector<suggestion> near;
    if (begun.len < LEAST || terms_begins_lexicon(begun)) return near;
    look_near(where(r, scope), "", begun, begun.ptr[0], most, near, spelling_to_beginning);
    keep_nearest(near);
    return near;
}

/* ---- A compound that no text has ---- */

struct mending {
    const where &in;
    arena *a;
};

static unsigned nearest_part(void *ctx, text part, unsigned most, text *word)
{
    mending &m = *static_cast<mending *>(ctx);
    std::vector<suggestion> near;
    look_near(m.in, "", part, part.ptr[0], most, near);
    look_near(m.in, "P", part, part.ptr[0], most, near);
    if (near.empty()) return SPELLING_FAR;
    const suggestion &best = *std::min_element(near.begin(), near.end());
    *word = arena_text(m.a, view(best.word));
    return best.distance;
}

/* The words that may be meant, all at the same distance. A word near which nothing lies may be a compound that no text
 * has; one whose parts texts have needs no mending. */
static std::vector<suggestion> meant(const where &in, text typed, unsigned most, arena *a)
{
    text whole;
    mending m = {in, a};
    struct mend_source words = {nearest_part, &m};
    std::vector<suggestion> near = suggestions(in.r, in.scope, in.r->vocabulary(), typed, most);
    if (!near.empty() || most <= SPELLING_ONE) return near;
    unsigned distance = mend_compound(a, analyser_lexicon(in.r->analyser), &words, typed, &whole);
    if (distance != SPELLING_FAR) near.push_back({str(whole), distance, 0});
    return near;
}

/* The other words of the question, any of them in any form. */
static Query other_than(const plan &p, const plan_word &word)
{
    std::vector<Query> others;
    for (size_t i = 0; i < p.n; i++)
        for (size_t k = 0; k < p.clauses[i].n_words; k++) {
            const plan_word &w = p.clauses[i].words[k];
            if (&w != &word && !w.stop && p.clauses[i].need != QUERY_NOT) others.push_back(of_forms(w));
        }
    return any_of(others);
}

static Xapian::doccount texts_with(const Xapian::Database &db, const std::string &word, const Query &other)
{
    enum { COUNTED = 200 }; /* exactly; beyond that an estimate will do */
    Xapian::Enquire enquire(db);
    enquire.set_query(Query(Query::OP_AND, Query(word), other));
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    return enquire.get_mset(0, 0, COUNTED).get_matches_estimated();
}

/* Of words that are equally near the one that stands in texts together with the rest of the question: "collectief
 * onslag" is ontslag, not opslag. Where that tells nothing, the two that most texts have. */
static std::vector<suggestion> likely(const Xapian::Database &db, std::vector<suggestion> near, const plan &p,
                                      const plan_word &typed)
{
    enum { LOOKED_AT = 6, KEPT = 2 };
    if (near.size() < 2) return near;
    const Query others = other_than(p, typed);
    near.resize(std::min<size_t>(near.size(), LOOKED_AT));
    Xapian::doccount most = 0;
    size_t best = 0;
    for (size_t i = 0; !others.empty() && i < near.size(); i++) {
        Xapian::doccount together = texts_with(db, near[i].word, others);
        if (together > most) best = i;
        most = std::max(most, together);
    }
    if (most) return {near[best]};
    near.resize(std::min<size_t>(near.size(), KEPT));
    return near;
}

static void correct_word(const where &in, const struct plan &plan, plan_word &w, unsigned most, arena *a,
                         struct search_hits *out)
{
    text typed = w.any[0].term;
    for (const suggestion &s : likely(in.db, meant(in, typed, most, a), plan, w)) {
        text word = arena_text(a, view(s.word));
        terms_correct(a, in.r->analyser, &w, word);
        if (out->n_corrected < SEARCH_CORRECTED_MAX) out->corrected[out->n_corrected++] = {typed, word};
    }
}

void kb_search::correct(search_reader *r, enum search_scope scope, struct plan *plan, arena *a, struct search_hits *out)
{
    const where in(r, scope);
    int looks = SEARCH_CORRECTED_MAX;
    for (size_t i = 0; i < plan->n; i++) {
        plan_clause &c = plan->clauses[i];
        if (c.shape != QUERY_WORD || c.need == QUERY_NOT) continue;
        for (size_t k = 0; k < c.n_words && looks; k++) {
            plan_word &w = const_cast<plan_word &>(c.words[k]);
            unsigned most = forgiven(in, w);
            if (!most) continue;
            looks--;
            correct_word(in, *plan, w, most, a, out);
        }
    }
}
