/* Small questions to the index: whether texts have a word, which words stand with it, where a text is. */
#include "search/dictionary.h"
#include "search/fold.h"
#include "search/near.hh"
#include "search/snippet.h"
#include "search/spelling.h"

#include "kb/base/cleanup.h"

#include <algorithm>

using namespace kb_search;
using Xapian::Query;

text search_folded(arena *a, text typed)
{
    return fold_words(a, typed);
}

/* ---- Does the index have it ---- */

static bool holds_form(const Xapian::Database &db, const plan &p)
{
    for (size_t i = 0; i < p.clauses[0].n_words; i++)
        for (size_t k = 0; k < p.clauses[0].words[i].n_any; k++)
            if (db.term_exists(str(p.clauses[0].words[i].any[k].term))) return true;
    return false;
}

static err_code knows(search_reader *r, enum search_scope scope, text word, bool *known, kb_err *err)
{
    enum { ROOM = 64 * 1024 };
    _cleanup_(arena_free_p)
    arena *a = arena_new(ROOM);
    struct query *q = a ? query_new(a) : nullptr;
    struct plan *plan = nullptr;
    if (!q) return err_set(err, ERR_NOMEM, "search: knows");
    query_add_words(q, QUERY_WORD, QUERY_ANY, word);
    *known = false;
    if (q->n == 0) return OK;
    ERR_TRY(terms_of_query(a, r->analyser, nullptr, q, false, &plan, err));
    *known = holds_form(scope_of(r, scope), *plan);
    return OK;
}

err_code search_knows(struct search_reader *r, enum search_scope scope, text word, bool *known, kb_err *err)
{
    return guarded(err, [&] { return on_one_state(r, err, [&] { return knows(r, scope, word, known, err); }); });
}

static err_code word_kind(search_reader *r, enum search_scope scope, text folded, enum search_word *out, kb_err *err)
{
    ERR_TRY(need_vocabulary(r, err));
    *out = SEARCH_WORD_UNKNOWN;
    if (analyse_is_stop(r->analyser, folded))
        *out = SEARCH_WORD_FUNCTION;
    else if ((terms_in_lexicon(folded) && !dictionary_is_name(folded)) || vocabulary_has(r->vocabulary(), folded) ||
             scope_of(r, scope).term_exists(str(folded)))
        *out = SEARCH_WORD_KNOWN;
    return OK;
}

err_code search_word(struct search_reader *r, enum search_scope scope, text folded, enum search_word *out, kb_err *err)
{
    return guarded(err, [&] { return on_one_state(r, err, [&] { return word_kind(r, scope, folded, out, err); }); });
}

/* Exact forms only, and none of the word's own. */
class other_words : public Xapian::ExpandDecider
{
    const struct analyser *const analyser;
    const std::string own;

  public:
    other_words(const struct analyser *an, text word) : analyser(an), own(str(word).substr(0, 4))
    {
    }
    bool operator()(const std::string &term) const override
    {
        enum { LEAST = 4 };
        text t = view(term);
        return term.size() >= LEAST && text_is_a_to_z(t) && !analyse_is_stop(analyser, t) &&
               term.compare(0, own.size(), own) != 0;
    }
};

static void same_texts(const search_reader *r, const Xapian::Database &db, text word, arena *a, struct search_near *out)
{
    enum { LOOKED_AT = 10 };
    Xapian::Enquire enquire(db);
    Xapian::RSet texts;
    enquire.set_query(Query(str(word)));
    Xapian::MSet found = enquire.get_mset(0, LOOKED_AT);
    for (auto at = found.begin(); at != found.end(); ++at) texts.add_document(*at);
    other_words wanted(r->analyser, word);
    Xapian::ESet words = enquire.get_eset(SEARCH_NEAR_MAX, texts, &wanted);
    for (auto at = words.begin(); at != words.end() && out->n < SEARCH_NEAR_MAX; ++at) {
        const std::string near = *at;
        out->words[out->n++] = arena_text(a, view(near));
    }
}

static err_code words_near(search_reader *r, arena *a, enum search_scope scope, text folded, struct search_near *out)
{
    enum { SAME_LEAST = 10 }; /* of fewer texts any word may be in all */
    Xapian::Database db = scope_of(r, scope);
    if (!text_is_a_to_z(folded) || folded.len < 2) return OK;
    if (db.term_exists(str(folded))) {
        if (db.get_termfreq(str(folded)) >= SAME_LEAST) same_texts(r, db, folded, a, out);
        return OK;
    }
    if (terms_in_lexicon(folded)) return OK; /* no mistake: what is spelt like it means something else */
    for (const suggestion &s : suggestions(r, scope, nullptr, folded, spelling_forgiven(folded.len)))
        if (out->n < SEARCH_NEAR_MAX) out->words[out->n++] = arena_text(a, view(s.word));
    return OK;
}

err_code search_words_near(struct search_reader *r, arena *a, enum search_scope scope, text folded,
                           struct search_near *out, kb_err *err)
{
    return guarded(err, [&] {
        return on_one_state(r, err, [&] {
            *out = {};
            return words_near(r, a, scope, folded, out);
        });
    });
}

static err_code where(search_reader *r, arena *a, const std::string &id_term, struct search_place *out)
{
    *out = {};
    for (unsigned i = 0; i < SEARCH_AUDIENCE__COUNT; i++) {
        if (!r->db[i].get_doccount()) continue;
        Xapian::PostingIterator at = r->db[i].postlist_begin(id_term);
        if (at == r->db[i].postlist_end(id_term)) continue;
        std::string stamp = r->db[i].get_document(*at).get_value(1);
        out->in[i] = true;
        if (!out->stamp.len) out->stamp = arena_text(a, view(stamp));
    }
    return OK;
}

err_code search_where(struct search_reader *r, arena *a, text id, struct search_place *out, kb_err *err)
{
    return guarded(err, [&] {
        std::string id_term = str(term_of_id(a, id));
        return on_one_state(r, err, [&] { return where(r, a, id_term, out); });
    });
}

err_code search_snippets_new(struct search_snippets **out, struct search_reader *r, arena *a, const struct query *query,
                             bool as_typed, kb_err *err)
{
    return guarded(err, [&]() -> err_code {
        ERR_TRY(need_vocabulary(r, err));
        return snippets_new(out, a, r->analyser, as_typed ? nullptr : r->vocabulary(), query, err);
    });
}
