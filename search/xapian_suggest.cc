/* What a question may become while somebody types it: titles of adopted texts; agreements of the vocabulary, what
 * follows in titles, then words of adopted texts. */
#include "search/fold.h"
#include "search/near.hh"
#include "search/query.hh"
#include "search/query_scan.h"
#include "search/reader.hh"
#include "search/spelling.h"
#include "search/titles.hh"

#include <algorithm>
#include <cmath>

using namespace kb_search;
using Xapian::Query;

/* Whoever types: a word of a text that nobody has agreed on is suggested to nobody. */
static const enum search_scope ADOPTED = SEARCH_AS_ANONYMOUS;

/* What stands before the word that is being typed, as it was typed, and the adopted texts about it, by number. */
struct context {
    text typed;
    bool narrow; /* it says which texts those are, if there are any */
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

static void keep_own_forms(plan_word &w)
{
    const plan_word all = w;
    w.n_any = 0;
    for (size_t i = 0; i < all.n_any; i++)
        if (terms_is_own(&all, i)) w.any[w.n_any++] = all.any[i];
}

static bool is_held(const Xapian::Database &db, const plan_word &w)
{
    for (size_t i = 0; i < w.n_any; i++)
        if (db.term_exists(str(w.any[i].term))) return true;
    return false;
}

/* A word that says what it is about and stands in adopted texts must stand in each, in a form of its own; another says
 * nothing here. Filters, phrases and signs stay as they are. */
static void narrow(const search_reader *r, const Xapian::Database &db, plan_clause &c)
{
    if (c.shape != QUERY_WORD || c.need != QUERY_ANY || !c.n_words) return;
    plan_word &w = const_cast<plan_word &>(c.words[0]);
    keep_own_forms(w);
    c.n_words = !w.stop && !terms_is_asking(r->analyser, &w) && is_held(db, w);
    c.need = QUERY_MUST;
}

/* The texts that have all words that stand in any; where none does, those with what the words mean. */
static err_code find_texts(search_reader *r, arena *a, const struct query *q, struct context *c, kb_err *err)
{
    enum { LOOKED_AT = 200 };
    struct plan *plan;
    struct vocabulary_meaning meant[VOCABULARY_MEANT_MAX];
    const Xapian::Database db = scope_of(r, ADOPTED);
    ERR_TRY(terms_of_query(a, r->analyser, r->vocabulary(), q, false, &plan, err));
    (void)terms_widen(a, r->analyser, r->vocabulary(), q, TERMS_MEANT_ALL, nullptr, plan, meant);
    for (size_t i = 0; i < q->n; i++) narrow(r, db, plan->clauses[i]);
    const gathered g = gather(*plan);
    c->narrow = !g.must.empty() || !g.any.empty() || !g.filters.empty();
    if (!c->narrow) return OK;
    Xapian::Enquire enquire(db);
    enquire.set_query(query_of(g, g.must.empty() ? any_term(g.any) : Query()));
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

static bool is_among(arena *a, const struct search_suggested *all, text folded)
{
    for (size_t i = 0; i < all->n; i++)
        if (text_eq(fold_words(a, all->items[i]), folded)) return true;
    return false;
}

static bool has_word(text words, text word)
{
    for (text one; text_next(&words, ' ', &one);)
        if (text_eq(one, word)) return true;
    return false;
}

static bool has_more_texts(const suggestion &a, const suggestion &b)
{
    return a.texts != b.texts ? a.texts > b.texts : a.word < b.word;
}

/* Words that lie near it, or else those of which the beginning does: it is misspelt. */
static std::vector<suggestion> words_near(search_reader *r, text begun)
{
    unsigned most = spelling_forgiven(begun.len);
    std::vector<suggestion> near = suggestions(r, ADOPTED, nullptr, begun, most);
    if (near.empty()) near = suggestions_begun(r, ADOPTED, begun, most);
    std::sort(near.begin(), near.end(), has_more_texts);
    return near;
}

/* Words alone by how many texts have them; behind other words by how much they belong with those. */
static std::vector<completion> completions(search_reader *r, const struct context &c, text begun)
{
    enum { COMPARED = 60 };
    if (!text_is_a_to_z(begun)) return {};
    std::vector<suggestion> words = words_begun(r, ADOPTED, begun);
    if (words.empty() && !terms_in_lexicon(begun)) words = words_near(r, begun);
    std::vector<completion> tied_to;
    if (!c.narrow) {
        for (const suggestion &s : words) tied_to.push_back({s.word, (double)s.texts});
        return tied_to;
    }
    const Xapian::Database db = scope_of(r, ADOPTED);
    for (size_t i = 0; i < words.size() && i < COMPARED; i++) {
        double together = count_among(db, words[i].word, c.texts);
        if (together > 0)
            tied_to.push_back(
                {words[i].word, tied(together, words[i].texts, (double)c.texts.size(), db.get_doccount())});
    }
    std::sort(tied_to.begin(), tied_to.end());
    return tied_to;
}

static err_code leads(search_reader *r, arena *a, enum search_scope scope, text words, bool *out, kb_err *err)
{
    struct plan *plan;
    struct vocabulary_meaning meant[VOCABULARY_MEANT_MAX];
    Xapian::Database db = scope_of(r, scope);
    struct query *q = query_scan(a, words);
    if (!q) return err_set(err, ERR_NOMEM, "search: leads");
    ERR_TRY(terms_of_query(a, r->analyser, r->vocabulary(), q, false, &plan, err));
    terms_add_places(a, plan, holds_term, &db);
    const terms_held held = held_by(db);
    (void)terms_widen(a, r->analyser, r->vocabulary(), terms_unreferenced(a, plan, q), TERMS_MEANT_ALL, nullptr, plan,
                      meant);
    const coverage c = terms_coverage(a, r->analyser, plan, q, &held);
    *out = (c.meant || c.held) && !c.unheld;
    return OK;
}

bool kb_search::leads_somewhere(search_reader *r, arena *a, enum search_scope scope, text words)
{
    bool led = false;
    kb_err ignored = {};
    return leads(r, a, scope, words, &led, &ignored) == OK && led;
}

err_code search_leads(struct search_reader *r, arena *a, enum search_scope scope, text words, bool *out, kb_err *err)
{
    return guarded(err, [&] {
        return on_one_state(r, err, [&]() -> err_code {
            ERR_TRY(need_vocabulary(r, err));
            return leads(r, a, scope, words, out, err);
        });
    });
}

static err_code add_agreements(search_reader *r, arena *a, text begun, struct search_suggested *out, kb_err *err)
{
    enum { LOOKED_AT = 12, MOST = 3 };
    text sides[LOOKED_AT];
    size_t n = vocabulary_begin(r->vocabulary(), begun, sides, LOOKED_AT);
    for (size_t i = 0; i < n && out->n < MOST; i++) {
        bool found;
        ERR_TRY(leads(r, a, ADOPTED, sides[i], &found, err));
        if (found && !is_among(a, out, fold_words(a, sides[i]))) out->items[out->n++] = arena_text(a, sides[i]);
    }
    return OK;
}

static void add_word(arena *a, const struct context &c, const std::string &word, struct search_suggested *out)
{
    const text before = fold_words(a, c.typed);
    const std::string whole = before.len ? str(before) + " " + word : word, item = str(c.typed) + word;
    if (!has_word(before, view(word)) && !is_among(a, out, view(whole)))
        out->items[out->n++] = arena_text(a, view(item));
}

/* Words that stand in titles behind what was typed. */
static void add_following(const search_reader *r, arena *a, const struct context &c, text begun,
                          struct search_suggested *out)
{
    for (const suggestion &s : words_following(scope_of(r, ADOPTED), fold_words(a, c.typed), begun)) {
        if (out->n == SEARCH_SUGGESTED_MAX) break;
        if (!text_eq(view(s.word), begun)) add_word(a, c, s.word, out);
    }
}

/* "Ziek en" is not the beginning of "ziek envelop". */
static bool is_finished(const search_reader *r, const struct context &c, text begun)
{
    enum { SHORT = 3 };
    return c.typed.len && begun.len <= SHORT && analyse_is_stop(r->analyser, begun);
}

static void add_words(search_reader *r, arena *a, const struct context &c, text begun, struct search_suggested *out)
{
    if (begun.len < SEARCH_SUGGEST_LEAST || is_finished(r, c, begun)) return;
    for (const completion &w : completions(r, c, begun)) {
        if (out->n == SEARCH_SUGGESTED_MAX) break;
        if (!out->n || !text_eq(view(w.word), begun)) /* what was typed is no help beside others */
            add_word(a, c, w.word, out);
    }
}

static void add_titles(const search_reader *r, arena *a, text folded, bool ended, struct search_suggested *out)
{
    const Xapian::Database &db = r->db[SEARCH_ADOPTED];
    for (Xapian::docid id : titles_with(db, folded, ended, SEARCH_SUGGESTED_TITLES_MAX))
        out->titles[out->n_titles++] = arena_text(a, view(card_unpack(db.get_document(id).get_data()).id));
}

static bool is_one_word(text t)
{
    return text_find_byte(t, ' ', 0) == SIZE_MAX;
}

/* Letters only: what is typed there is the beginning of a word. */
static bool is_letters(text word)
{
    size_t at = 0, n;
    uint32_t c;
    char folded[FOLD_BYTES];
    while (utf8_next(word, &at, &c)) {
        enum fold_class what = fold(c, folded, &n);
        if (what != FOLD_LETTER && what != FOLD_NOTHING) return false;
    }
    return true;
}

/* Plain words: no filter, no phrase, no sign. */
static bool is_words_only(const struct query *q)
{
    for (size_t i = 0; i < q->n; i++)
        if (q->clauses[i].shape != QUERY_WORD || q->clauses[i].need != QUERY_ANY) return false;
    return true;
}

static err_code suggest(search_reader *r, arena *a, text typed, struct search_suggested *out, kb_err *err)
{
    size_t last = typed.len;
    while (last && typed.ptr[last - 1] != ' ') last--;
    struct context c = {text_slice(typed, 0, last), false, {}};
    const text word = text_slice(typed, last, SIZE_MAX), begun = fold_words(a, word), folded = fold_words(a, typed);
    if (folded.len < SEARCH_SUGGEST_LEAST || typed.len > SEARCH_TYPED_MAX) return OK;
    const struct query *before = query_scan(a, c.typed), *all = query_scan(a, typed);
    if (!before || !all) return err_set(err, ERR_NOMEM, "search: suggest");
    ERR_TRY(need_vocabulary(r, err));
    if (is_words_only(all)) add_titles(r, a, folded, !begun.len, out);
    if (begun.len && is_words_only(all)) ERR_TRY(add_agreements(r, a, folded, out, err));
    if (begun.len && is_letters(word)) {
        if (is_words_only(before)) add_following(r, a, c, begun, out);
        ERR_TRY(find_texts(r, a, before, &c, err));
        add_words(r, a, c, begun, out);
    }
    if (!last) std::stable_partition(out->items, out->items + out->n, is_one_word);
    return arena_failed(a) ? err_set(err, ERR_NOMEM, "search: suggest") : OK;
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
