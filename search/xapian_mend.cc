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

/* Letters of a word that is not short, of a long and of a very long one. Long words are forgiven more (spelling.h). */
enum { MIDDLE = 6, LONG = 8, VERY_LONG = 12 };

/* Of so many words that may be meant it is asked which stands with the rest of the question. */
static const size_t LIKELY_LOOKED_AT = 6;

/* Words among the terms with this prefix that begin with this letter and lie near enough. Nobody means a function word
 * by a word that no text has. */
static void look_near(const where &in, const char *prefix, text typed, char letter, unsigned most,
                      std::vector<suggestion> &near, unsigned (*far)(struct spelling *, text) = spelling_to)
{
    const word_list &list = words_of(in.r, in.scope, prefix, letter);
    struct spelling spelling;
    spelling_begin(&spelling, typed, most);
    for (size_t i = 0; i < list.ends.size(); i++) {
        unsigned distance = far(&spelling, list.word(i));
        if (distance == SPELLING_FAR || analyse_is_stop(in.r->analyser, list.word(i))) continue;
        near.push_back({str(list.word(i)), distance, list.texts[i]});
    }
}

/* Have texts the word, in some form of its own, or (`parts`) what it is made of? */
static bool has_form(const where &in, const plan_word &w, bool parts)
{
    for (size_t i = 0; i < w.n_any; i++)
        if (terms_is_own(&w, i) != parts && in.db.term_exists(str(w.any[i].term))) return true;
    return false;
}

/* A word that needs no correction: one of the vocabulary, or one that texts have in some form. */
static bool is_right(const where &in, const plan_word &w)
{
    if (w.stop || w.part || !w.n_any || !text_is_a_to_z(w.any[0].term)) return true;
    text typed = w.any[0].term;
    return vocabulary_keeps_spelling(in.r->vocabulary(), typed) || vocabulary_has_word(in.r->vocabulary(), typed) ||
           has_form(in, w, false);
}

/* A capital may make it the name of somebody whom no text names: Uber is no user. But telephones put one before every
 * question, so long words are forgiven something. */
static unsigned forgiven_of_name(size_t letters)
{
    if (letters < MIDDLE) return SPELLING_SOUND;
    return letters < VERY_LONG ? (unsigned)SPELLING_ONE : spelling_forgiven(letters);
}

/* How many halves of a mistake a word is forgiven that is not right; 0 for a word of Dutch. When texts have what it is
 * made of, as they have both words of "ouderschapverlof", it may be a word that nobody used yet: one mistake at most. A
 * name may be a word by its sound: Advokaat. */
static unsigned forgiven(const where &in, const plan_word &w, bool capital)
{
    text typed = w.any[0].term;
    unsigned most = spelling_forgiven(typed.len);
    if (capital) most = std::min(most, forgiven_of_name(typed.len));
    if (terms_in_lexicon(typed)) most = dictionary_is_name(typed) ? std::min<unsigned>(most, SPELLING_SOUND) : 0;
    return has_form(in, w, true) ? std::min<unsigned>(most, SPELLING_ONE) : most;
}

/* How much is forgiven of a word that begins with this letter instead: a wrong first letter is a rare mistake, and
 * short words have neighbours enough. */
static unsigned forgiven_with(char first, text typed, unsigned most)
{
    if (first == typed.ptr[0] || first == typed.ptr[1]) return most; /* swapped */
    return std::min<unsigned>(most, typed.len >= LONG ? SPELLING_ONE : SPELLING_SOUND);
}

static unsigned nearest(const std::vector<suggestion> &near)
{
    unsigned least = SPELLING_FAR;
    for (const suggestion &s : near) least = std::min(least, s.distance);
    return least;
}

/* Words that people say and no text has: the vocabulary knows what they mean. */
static std::vector<suggestion> near_said(const where &in, text typed, unsigned most)
{
    size_t n = 0;
    const text *words = in.r->vocabulary() ? vocabulary_words(in.r->vocabulary(), &n) : nullptr;
    struct spelling spelling;
    std::vector<suggestion> near;
    spelling_begin(&spelling, typed, most);
    for (size_t i = 0; i < n; i++) {
        unsigned distance = spelling_to(&spelling, words[i]);
        if (distance == SPELLING_FAR || !text_is_a_to_z(words[i]) || in.db.term_exists(str(words[i]))) continue;
        if (distance > forgiven_with(words[i].ptr[0], typed, most)) continue;
        near.push_back({str(words[i]), distance, 0});
    }
    std::sort(near.begin(), near.end());
    return near;
}

/* Of these the ones that are as near as any, and that texts have in some form, or what they mean. */
static void look_near_said(const where &in, arena *a, text typed, unsigned most, std::vector<suggestion> &near)
{
    enum { LOOKED_AT = 8 };
    int looks = LOOKED_AT;
    for (const suggestion &s : near_said(in, typed, most)) {
        if (s.distance > nearest(near) || !looks--) return;
        if (leads_somewhere(in.r, a, in.scope, view(s.word))) near.push_back(s);
    }
}

static void keep_nearest(std::vector<suggestion> &near)
{
    std::sort(near.begin(), near.end());
    size_t n = 0;
    while (n < near.size() && near[n].distance == near[0].distance) n++;
    near.resize(n);
}

std::vector<suggestion> kb_search::suggestions(search_reader *r, enum search_scope scope, arena *said, text typed,
                                               unsigned most)
{
    const where in(r, scope);
    std::vector<suggestion> near;
    look_near(in, "", typed, typed.ptr[0], most, near);
    if (said) look_near_said(in, said, typed, most, near);
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

/* ---- Words that are not finished ---- */

std::vector<suggestion> kb_search::words_begun(search_reader *r, enum search_scope scope, text begun,
                                               const char *prefix)
{
    const word_list &list = words_of(r, scope, prefix, begun.ptr[0]);
    std::vector<suggestion> words;
    for (size_t i = list.first_from(begun); i < list.texts.size() && text_starts(list.word(i), begun); i++)
        if (text_is_a_to_z(list.word(i)) && !analyse_is_stop(r->analyser, list.word(i)))
            words.push_back({str(list.word(i)), 0, list.texts[i]});
    std::sort(words.begin(), words.end());
    return words;
}

/* May it be half a word? One of Dutch only when it is not short: short ones begin many that have nothing to do with
 * them (port: portaal), and "deurwaarde" or "toesla" (om toe te slaan) nobody means. */
static bool may_be_half(text typed)
{
    if (typed.len < SPELLING_LEAST) return false;
    return !terms_in_lexicon(typed) || (typed.len >= MIDDLE && !dictionary_is_name(typed));
}

/* Words of which texts only have compounds: toeslag, where they say huurtoeslag. */
static std::vector<suggestion> parts_begun(const where &in, text begun)
{
    std::vector<suggestion> parts = words_begun(in.r, in.scope, begun, "P");
    auto is_none = [](const suggestion &s) { return !terms_in_lexicon(view(s.word)); }; /* but the stem of one */
    parts.erase(std::remove_if(parts.begin(), parts.end(), is_none), parts.end());
    return parts;
}

/* Words of the vocabulary that texts say otherwise: the first, for those stand in the order of who says them. */
static std::vector<suggestion> said_begun(const where &in, arena *a, text begun)
{
    enum { LOOKED_AT = 8 };
    size_t n = 0;
    int looks = LOOKED_AT;
    const text *words = in.r->vocabulary() ? vocabulary_words(in.r->vocabulary(), &n) : nullptr;
    for (size_t i = 0; i < n && looks; i++) {
        if (!text_starts(words[i], begun) || !text_is_a_to_z(words[i])) continue;
        looks--;
        if (leads_somewhere(in.r, a, in.scope, words[i])) return {{str(words[i]), 0, 0}};
    }
    return {};
}

/* What it may become, the most frequent first; without those that begin with a better one, which finds them too. */
static std::vector<suggestion> completed(const where &in, arena *a, text typed)
{
    std::vector<suggestion> kept, all;
    if (!may_be_half(typed)) return kept;
    all = words_begun(in.r, in.scope, typed);
    if (all.empty()) all = parts_begun(in, typed);
    if (all.empty()) all = said_begun(in, a, typed);
    for (const suggestion &s : all) {
        auto begins = [&](const suggestion &k) { return text_starts(view(s.word), view(k.word)); };
        if (std::none_of(kept.begin(), kept.end(), begins)) kept.push_back(s);
        if (kept.size() == LIKELY_LOOKED_AT) break;
    }
    return kept;
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

static bool is_used(void *ctx, text compound)
{
    mending &m = *static_cast<mending *>(ctx);
    return leads_somewhere(m.in.r, m.a, m.in.scope, compound);
}

/* The words that lie near. A word near which nothing lies may be a compound that no text has; one whose parts texts
 * have needs no mending. */
static std::vector<suggestion> near_or_mended(const where &in, text typed, unsigned most, arena *a)
{
    text whole;
    mending m = {in, a};
    struct mend_source words = {nearest_part, is_used, &m};
    std::vector<suggestion> near = suggestions(in.r, in.scope, a, typed, most);
    if (!near.empty() || most <= SPELLING_ONE) return near;
    unsigned distance = mend_compound(a, analyser_lexicon(in.r->analyser), &words, typed, &whole);
    if (distance != SPELLING_FAR) near.push_back({str(whole), distance, 0});
    return near;
}

/* The words that may be meant, all at the same distance. What words of texts begin with is not finished rather than
 * wrong, unless a word that more texts have sounds the same: "bestur" is bestuur, not besturen. */
static std::vector<suggestion> meant(const where &in, text typed, unsigned most, arena *a)
{
    const std::vector<suggestion> begun = completed(in, a, typed);
    if (begun.empty()) return most ? near_or_mended(in, typed, most, a) : begun;
    if (!most) return begun;
    const std::vector<suggestion> near =
        suggestions(in.r, in.scope, nullptr, typed, std::min<unsigned>(most, SPELLING_SOUND));
    return near.empty() || near[0].texts <= begun[0].texts ? begun : near;
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
    enum { KEPT = 2 };
    if (near.size() < 2) return near;
    const Query others = other_than(p, typed);
    near.resize(std::min<size_t>(near.size(), LIKELY_LOOKED_AT));
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

static bool has_capital(text word)
{
    size_t at = 0;
    uint32_t c;
    return utf8_next(word, &at, &c) &&
           ((c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE)); /* A to Z, and with accents */
}

void kb_search::correct(search_reader *r, enum search_scope scope, const struct query *typed, struct plan *plan,
                        arena *a, struct search_hits *out)
{
    const where in(r, scope);
    int looks = SEARCH_CORRECTED_MAX;
    for (size_t i = 0; i < plan->n; i++) {
        plan_clause &c = plan->clauses[i];
        if (c.shape != QUERY_WORD || c.need == QUERY_NOT) continue;
        const bool capital = i < typed->n && has_capital(typed->clauses[i].words);
        for (size_t k = 0; k < c.n_words && looks; k++) {
            plan_word &w = const_cast<plan_word &>(c.words[k]);
            if (is_right(in, w)) continue;
            unsigned most = forgiven(in, w, capital);
            if (!most && !may_be_half(w.any[0].term)) continue;
            looks--;
            correct_word(in, *plan, w, most, a, out);
        }
    }
}
