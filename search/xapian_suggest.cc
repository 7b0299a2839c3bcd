/* What a question may become while somebody types it: agreements of the vocabulary, then words of adopted texts. */
#include "search/fold.h"
#include "search/near.hh"
#include "search/query.hh"
#include "search/query_scan.h"
#include "search/reader.hh"

#include <algorithm>
#include <cmath>

using namespace kb_search;
using Xapian::Query;

/* Whoever types: a word of a text that nobody has agreed on is suggested to nobody. */
static const enum search_scope ADOPTED = SEARCH_AS_ANONYMOUS;

/* What stands before the word that is being typed: its words, and the adopted texts that have all of them, by number.
 */
struct context {
    text words;
    std::vector<Xapian::docid> texts;
};

struct completion {
    std::string word;
    double worth;

    bool operator<(const completion &other) const
    {
        return worth != other.worth ? worth > other.worth : word < other.word;
    }
};

/* A word that says what it is about, and stands in adopted texts. */
static bool narrows(const search_reader *r, const Xapian::Database &db, const plan_word &w)
{
    if (w.stop || (w.n_any > 1 && analyse_is_asking(r->analyser, text_slice(w.any[1].term, 1, SIZE_MAX)))) return false;
    for (size_t i = 0; i < w.n_any; i++)
        if (terms_is_own(&w, i) && db.term_exists(str(w.any[i].term))) return true;
    return false;
}

/* The best texts that have all words that stand in any; of words that stand in none, those with what they mean. */
static err_code find_texts(search_reader *r, arena *a, struct context *c, kb_err *err)
{
    enum { LOOKED_AT = 200 };
    struct plan *plan;
    struct vocabulary_meaning meant[VOCABULARY_MEANT_MAX];
    const Xapian::Database db = scope_of(r, ADOPTED);
    struct query *q = query_scan(a, c->words);
    if (!q) return err_set(err, ERR_NOMEM, "search: suggest");
    ERR_TRY(terms_of_query(a, r->analyser, r->vocabulary(), q, false, &plan, err));
    (void)terms_widen(a, r->analyser, r->vocabulary(), q, plan, meant);
    for (size_t i = 0; i < q->n; i++) {
        plan->clauses[i].need = QUERY_MUST;
        if (!plan->clauses[i].n_words || !narrows(r, db, plan->clauses[i].words[0])) plan->clauses[i].n_words = 0;
    }
    const gathered g = gather(*plan);
    Query texts = query_of(g, g.must.empty() ? any_term(g.any) : Query());
    if (texts.empty() || (g.must.empty() && g.any.empty())) return OK;
    Xapian::Enquire enquire(db);
    enquire.set_query(texts);
    Xapian::MSet found = enquire.get_mset(0, LOOKED_AT);
    for (auto at = found.begin(); at != found.end(); ++at) c->texts.push_back(*at);
    std::sort(c->texts.begin(), c->texts.end());
    return OK;
}

static double count_among(const Xapian::Database &db, const std::string &word, const std::vector<Xapian::docid> &texts)
{
    double n = 0;
    auto at = db.postlist_begin(word);
    const auto end = db.postlist_end(word);
    for (Xapian::docid id : texts) {
        at.skip_to(id);
        if (at == end) break;
        n += *at == id;
    }
    return n;
}

/* How much more often the word stands in these texts than chance would have it, times how often: the likelihood ratio's
 * first term (Dunning 1993). */
static double tied(double together, double word, double texts, double all)
{
    return together * std::log(together * all / (word * texts));
}

/* Words alone by how many texts have them; behind other words by how much they belong with those. */
static std::vector<completion> completions(search_reader *r, const struct context &c, text begun)
{
    enum { COMPARED = 60 };
    const Xapian::Database db = scope_of(r, ADOPTED);
    const word_list &list = words_of(r, ADOPTED, "", begun.ptr[0]);
    std::vector<completion> words;
    for (size_t i = list.first_from(begun); i < list.texts.size() && text_starts(list.word(i), begun); i++) {
        text word = list.word(i);
        if (is_plain(word) && !analyse_is_stop(r->analyser, word)) words.push_back({str(word), (double)list.texts[i]});
    }
    std::sort(words.begin(), words.end());
    if (c.texts.empty()) return words;
    words.resize(std::min<size_t>(words.size(), COMPARED));
    for (completion &w : words) {
        double together = count_among(db, w.word, c.texts);
        w.worth = together > 0 ? tied(together, w.worth, (double)c.texts.size(), db.get_doccount()) : -HUGE_VAL;
    }
    std::sort(words.begin(), words.end());
    while (!words.empty() && words.back().worth == -HUGE_VAL) words.pop_back();
    return words;
}

/* Do adopted texts have what it says, or what it means? */
static err_code leads_somewhere(search_reader *r, arena *a, text words, bool *out, kb_err *err)
{
    text unheld;
    bool near;
    struct plan *plan;
    struct vocabulary_meaning meant[VOCABULARY_MEANT_MAX];
    Xapian::Database db = scope_of(r, ADOPTED);
    struct query *q = query_scan(a, words);
    if (!q) return err_set(err, ERR_NOMEM, "search: suggest");
    ERR_TRY(terms_of_query(a, r->analyser, r->vocabulary(), q, false, &plan, err));
    (void)terms_widen(a, r->analyser, r->vocabulary(), q, plan, meant);
    *out = unheld_words(r->analyser, db, plan, q, &unheld, 1, &near) == 0;
    return OK;
}

static err_code add_agreements(search_reader *r, arena *a, text begun, struct search_suggested *out, kb_err *err)
{
    enum { LOOKED_AT = 12, MOST = 3 };
    text sides[LOOKED_AT];
    size_t n = vocabulary_begin(r->vocabulary(), begun, sides, LOOKED_AT);
    for (size_t i = 0; i < n && out->n < MOST; i++) {
        bool leads;
        ERR_TRY(leads_somewhere(r, a, sides[i], &leads, err));
        if (leads) out->items[out->n++] = arena_text(a, sides[i]);
    }
    return OK;
}

static bool is_one_word(text t)
{
    return text_find_byte(t, ' ', 0) == SIZE_MAX;
}

static bool has_word(text words, text word)
{
    for (text one; text_next(&words, ' ', &one);)
        if (text_eq(one, word)) return true;
    return false;
}

static bool is_among(const struct search_suggested *all, text item)
{
    for (size_t i = 0; i < all->n; i++)
        if (text_eq(all->items[i], item)) return true;
    return false;
}

static err_code add_words(search_reader *r, arena *a, text folded, size_t last, struct search_suggested *out,
                          kb_err *err)
{
    struct context c = {text_slice(folded, 0, last), {}};
    ERR_TRY(find_texts(r, a, &c, err));
    for (const completion &w : completions(r, c, text_slice(folded, last, SIZE_MAX))) {
        if (out->n == SEARCH_SUGGESTED_MAX) break;
        const std::string whole = str(c.words) + w.word;
        text item = view(whole);
        bool typed = text_eq(item, folded) && out->n; /* what was typed is no help beside others */
        if (!typed && !has_word(c.words, view(w.word)) && !is_among(out, item))
            out->items[out->n++] = arena_text(a, item);
    }
    if (!last) std::stable_partition(out->items, out->items + out->n, is_one_word);
    return OK;
}

static err_code suggest(search_reader *r, arena *a, text typed, struct search_suggested *out, kb_err *err)
{
    text folded = fold_words(a, utf8_clip(typed, SEARCH_TYPED_MAX));
    size_t last = folded.len;
    while (last && folded.ptr[last - 1] != ' ') last--;
    if (folded.len - last < SEARCH_SUGGEST_LEAST || text_ends(typed, TEXT(" "))) return OK;
    ERR_TRY(need_vocabulary(r, err));
    ERR_TRY(add_agreements(r, a, folded, out, err));
    return add_words(r, a, folded, last, out, err);
}

err_code search_suggest(struct search_reader *r, arena *a, text typed, struct search_suggested *out, kb_err *err)
{
    return guarded(err, [&] {
        return on_one_state(r, err, [&] {
            *out = {};
            return suggest(r, a, typed, out, err);
        });
    });
}
