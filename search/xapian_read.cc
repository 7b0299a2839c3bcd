/* The reader of search.h: three databases, opened anew or brought up to date when their files changed. */
#include "search/card.hh"
#include "search/fold.h"
#include "search/guarded.hh"
#include "search/layout.h"
#include "search/mend.h"
#include "search/snippet.h"
#include "search/spelling.h"
#include "search/terms.h"

#include "kb/base/cleanup.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <unordered_set>
#include <vector>
#include <xapian.h>

using kb_search::card;
using kb_search::card_unpack;
using kb_search::guarded;
using Xapian::Query;

/* Which state of a file a reader has seen. A commit puts a new file in the place of "iamglass", a rebuild a new
 * directory. */
struct stamp {
    dev_t dev = 0;
    ino_t ino = 0;
    int64_t changed_ns = 0;

    bool operator!=(const stamp &other) const
    {
        return dev != other.dev || ino != other.ino || changed_ns != other.changed_ns;
    }
};

/* How fast a repeated word stops counting (k1), and how much a long text is marked down (b). README.md has the
 * measurements. */
static const double BM25_K1 = 4, BM25_B = 0.5;

/* Fetching a thousand documents costs more than finding them, so a reader remembers those it met, by number, for as
 * long as it looks at the same state of the index. */
static const size_t KNOWN_MAX = 16 * 1024;

/* A vocabulary with the text that it points into. */
struct agreements {
    std::string source;
    struct vocabulary *made = nullptr;

    agreements() = default;
    agreements(const agreements &) = delete;
    agreements &operator=(const agreements &) = delete;
    ~agreements()
    {
        vocabulary_free(made);
    }
};

/* Making a vocabulary costs as much as ten questions, and nobody writes to one that was made. */
struct search_shared {
    std::mutex lock;
    std::shared_ptr<const agreements> last;
};

struct search_reader {
    struct layout_path root = {};
    stamp root_seen, seen[SEARCH_AUDIENCE__COUNT];
    Xapian::Database db[SEARCH_AUDIENCE__COUNT];
    std::vector<card> known[SEARCH_AUDIENCE__COUNT];
    struct analyser *analyser = nullptr;
    search_shared own, *shared = &own;      /* until it is told of one for many */
    std::shared_ptr<const agreements> said; /* read at the first question that needs it */
    int64_t vocabulary_version = 0;

    search_reader() = default;
    search_reader(const search_reader &) = delete;
    search_reader &operator=(const search_reader &) = delete;
    const struct vocabulary *vocabulary() const
    {
        return said ? said->made : nullptr;
    }
    bool is_open() const
    {
        return root_seen.ino != 0;
    }
    ~search_reader()
    {
        analyser_close(analyser);
    }
};

static std::string str(text t)
{
    return t.len ? std::string(t.ptr, t.len) : std::string();
}

static text view(const std::string &s)
{
    return text_of(s.data(), s.size());
}

/* ---- Opening and keeping up ---- */

static bool stamp_of(const std::string &path, bool with_time, stamp &out)
{
    struct stat st;
    if (stat(path.c_str(), &st) != 0) return false;
    out.dev = st.st_dev;
    out.ino = st.st_ino;
    out.changed_ns = with_time ? st.st_ctim.tv_sec * INT64_C(1000000000) + st.st_ctim.tv_nsec : 0;
    return true;
}

static std::string version_file(const search_reader *r, unsigned audience)
{
    return std::string(r->root.path) + "/" + search_audience_name((enum search_audience)audience) + "/iamglass";
}

static err_code open_all(search_reader *r, kb_err *err)
{
    char id[ANALYSE_ID_BYTES];
    terms_id(id);
    stamp root, seen[SEARCH_AUDIENCE__COUNT];
    Xapian::Database db[SEARCH_AUDIENCE__COUNT];
    if (!stamp_of(r->root.path, false, root)) return err_set(err, ERR_SEARCH_DOWN, "search: no index");
    for (unsigned a = 0; a < SEARCH_AUDIENCE__COUNT; a++) {
        struct layout_path path;
        ERR_TRY(layout_database(&path, r->root.path, (enum search_audience)a, err));
        if (!stamp_of(version_file(r, a), true, seen[a])) return err_set(err, ERR_SEARCH_DOWN, "search: no index");
        db[a] = Xapian::Database(path.path);
        if (db[a].get_metadata("id") != id)
            return err_set(err, ERR_SEARCH_DOWN, "search: index made by another analysis");
    }
    for (unsigned a = 0; a < SEARCH_AUDIENCE__COUNT; a++) {
        r->db[a] = db[a];
        r->known[a].clear();
        r->seen[a] = seen[a];
    }
    r->root_seen = root;
    return OK;
}

/* Four stat calls when nothing changed. While a rebuilt index is being put in place the one at hand goes on. */
static err_code keep_up(search_reader *r, kb_err *err)
{
    stamp root;
    if (!stamp_of(r->root.path, false, root))
        return r->is_open() ? OK : err_set(err, ERR_SEARCH_DOWN, "search: no index");
    if (root != r->root_seen) return open_all(r, err);
    for (unsigned a = 0; a < SEARCH_AUDIENCE__COUNT; a++) {
        stamp now;
        if (!stamp_of(version_file(r, a), true, now) || !(now != r->seen[a])) continue;
        r->db[a].reopen();
        r->known[a].clear();
        r->seen[a] = now;
    }
    return OK;
}

static err_code reopen_all(search_reader *r)
{
    for (unsigned a = 0; a < SEARCH_AUDIENCE__COUNT; a++) {
        r->db[a].reopen();
        r->known[a].clear();
    }
    return OK;
}

/* Runs work on the newest state. A commit can throw away the blocks that are being read, also while they are being
 * opened; then the state after it is asked, and in a storm of commits a few times more. */
template <class Work> static err_code on_one_state(search_reader *r, kb_err *err, Work &&work)
{
    enum { TRIES = 20 };
    for (int i = 1;; i++) {
        try {
            ERR_TRY(i == 1 || !r->is_open() ? keep_up(r, err) : reopen_all(r));
            return work();
        } catch (const Xapian::DatabaseModifiedError &) {
            if (i == TRIES) throw;
        }
    }
}

static err_code open_reader(struct search_reader **out, const char *dir, kb_err *err)
{
    search_reader *r = new search_reader;
    err_code code = guarded(err, [&] {
        ERR_TRY(layout_root(&r->root, dir, false, err));
        ERR_TRY(analyser_open(&r->analyser, err));
        return on_one_state(r, err, [] { return OK; });
    });
    if (code == OK)
        *out = r;
    else
        delete r;
    return code;
}

err_code search_reader_open(struct search_reader **out, const char *dir, kb_err *err)
{
    return guarded(err, [&] { return open_reader(out, dir, err); });
}

void search_reader_close(struct search_reader *r)
{
    delete r;
}

void search_reader_close_p(struct search_reader **r)
{
    search_reader_close(*r);
}

/* The databases of a scope as one, with common statistics. */
static Xapian::Database scope_of(const search_reader *r, enum search_scope scope)
{
    if (scope != SEARCH_AS_MEMBER) return r->db[SEARCH_ADOPTED];
    Xapian::Database both;
    both.add_database(r->db[SEARCH_ADOPTED]);
    both.add_database(r->db[SEARCH_MEMBERS]);
    return both;
}

/* ---- From plan to query ---- */

static Query of_term(const plan_term &t)
{
    Query term(str(t.term));
    if (t.flat)
        return Query(Query::OP_FILTER, Query((new Xapian::FixedWeightPostingSource(t.weight))->release()), term);
    return t.weight == 1 ? term : Query(Query::OP_SCALE_WEIGHT, term, t.weight);
}

static Query any_of(const std::vector<Query> &queries)
{
    return queries.empty() ? Query() : Query(Query::OP_OR, queries.begin(), queries.end());
}

static Query of_forms(const plan_word &w)
{
    std::vector<Query> forms;
    for (size_t i = 0; i < w.n_any; i++)
        if (w.any[i].weight > 0) forms.push_back(of_term(w.any[i]));
    return any_of(forms);
}

/* A whole word, or all of its parts in its place; moves i behind its parts. */
static Query of_whole_word(const plan_clause &c, size_t &i)
{
    Query whole = of_forms(c.words[i]);
    std::vector<Query> parts;
    while (++i < c.n_words && c.words[i].part) parts.push_back(of_forms(c.words[i]));
    if (parts.empty()) return whole;
    return Query(Query::OP_OR, whole, Query(Query::OP_AND, parts.begin(), parts.end()));
}

static Query all_words(const plan_clause &c)
{
    std::vector<Query> words;
    for (size_t i = 0; i < c.n_words;) words.push_back(of_whole_word(c, i));
    return words.empty() ? Query() : Query(Query::OP_AND, words.begin(), words.end());
}

static Query phrase(const plan_clause &c)
{
    std::vector<std::string> terms;
    for (size_t i = 0; i < c.n_words; i++)
        if (c.words[i].in_line) terms.push_back(str(c.words[i].any[0].term));
    if (terms.size() < 2) return all_words(c);
    return Query(Query::OP_PHRASE, terms.begin(), terms.end(), (Xapian::termcount)terms.size());
}

/* The clauses, sorted by what they do. */
struct gathered {
    std::vector<Query> any, must, unwanted;
    std::map<enum query_field, std::vector<Query>> filters;
    bool words_asked = false;
};

static void gather_words(const plan &p, const plan_clause &c, gathered &g)
{
    if (c.need == QUERY_NOT) {
        Query q = c.shape == QUERY_PHRASE ? phrase(c) : all_words(c);
        if (!q.empty()) g.unwanted.push_back(q);
        return;
    }
    g.words_asked = true;
    if (c.need == QUERY_MUST) {
        Query q = c.shape == QUERY_PHRASE ? phrase(c) : all_words(c);
        if (!q.empty()) g.must.push_back(q);
        return;
    }
    for (size_t i = 0; i < c.n_words; i++)
        if (!c.words[i].stop || p.all_stop) g.any.push_back(of_forms(c.words[i]));
}

static gathered gather(const plan &p)
{
    gathered g;
    for (size_t i = 0; i < p.n; i++) {
        const plan_clause &c = p.clauses[i];
        if (c.shape != QUERY_FILTER)
            gather_words(p, c, g);
        else if (c.need == QUERY_NOT)
            g.unwanted.push_back(Query(str(c.filter)));
        else
            g.filters[c.field].push_back(Query(str(c.filter)));
    }
    for (size_t i = 0; i < p.n_boosts && (!g.any.empty() || !g.must.empty()); i++)
        if (p.boosts[i].weight > 0) g.any.push_back(of_term(p.boosts[i]));
    return g;
}

static Query all_texts()
{
    return Query(Query::OP_AND_NOT, Query::MatchAll, Query(str(term_of_said())));
}

/* The query; empty when words were asked and none of them is a word. */
static Query query_of(const gathered &g)
{
    if (g.words_asked && g.any.empty() && g.must.empty()) return Query();
    Query q = g.words_asked ? any_of(g.any) : all_texts();
    if (!g.must.empty()) {
        Query must(Query::OP_AND, g.must.begin(), g.must.end());
        q = g.any.empty() ? must : Query(Query::OP_AND_MAYBE, must, q);
    }
    for (const auto &field : g.filters) q = Query(Query::OP_FILTER, q, any_of(field.second));
    if (!g.unwanted.empty()) q = Query(Query::OP_AND_NOT, q, any_of(g.unwanted));
    return q;
}

/* ---- Running it ---- */

struct candidate {
    text id; /* in the arena */
    double score;
    enum search_audience audience;
    kb_time date;
    struct search_sketch sketch;
};

static bool better(const candidate &a, const candidate &b)
{
    if (a.score != b.score) return a.score > b.score;
    return a.date != b.date ? a.date > b.date : text_cmp(a.id, b.id) < 0;
}

static bool newer(const candidate &a, const candidate &b)
{
    return a.date != b.date ? a.date > b.date : better(a, b);
}

static card fetch(const Xapian::Database &db, Xapian::docid number)
{
    return card_unpack(db.get_document(number, Xapian::DOC_ASSUME_VALID).get_data());
}

/* Lives until the next look; `room` is for a document that is not kept. */
static const card &look_up(search_reader *r, enum search_audience audience, Xapian::docid number, card &room)
{
    std::vector<card> &known = r->known[audience];
    if (number >= KNOWN_MAX) return room = fetch(r->db[audience], number);
    if (known.size() <= number) known.resize(number + 1);
    if (known[number].id.empty()) known[number] = fetch(r->db[audience], number);
    return known[number];
}

/* Where a document number of what was asked comes from: of two databases as one, numbers alternate. */
struct origin {
    enum search_audience first, second;
    bool both;
};

static candidate candidate_of(search_reader *r, const origin &from, Xapian::docid number, double score, arena *a)
{
    enum search_audience audience = from.both && number % 2 == 0 ? from.second : from.first;
    card room;
    const card &d = look_up(r, audience, from.both ? (number - 1) / 2 + 1 : number, room);
    return {arena_text(a, view(d.id)), score, audience, d.date, d.sketch};
}

static std::vector<candidate> candidates(search_reader *r, const origin &from, const Xapian::MSet &found, arena *a)
{
    std::vector<candidate> all;
    all.reserve(found.size());
    for (auto at = found.begin(); at != found.end(); ++at)
        all.push_back(candidate_of(r, from, *at, at.get_weight(), a));
    return all;
}

/* A document on its way to a wider index stands in two: keeps the better placed one. */
static void drop_doubles(std::vector<candidate> &all)
{
    std::unordered_set<std::string_view> ids(2 * all.size());
    auto seen = [&](const candidate &c) { return !ids.insert(std::string_view(c.id.ptr, c.id.len)).second; };
    all.erase(std::remove_if(all.begin(), all.end(), seen), all.end());
}

static err_code hand_out(const std::vector<candidate> &all, arena *a, struct search_hits *out, kb_err *err)
{
    out->items = ARENA_ARRAY(a, struct search_hit, all.size());
    for (size_t i = 0; i < all.size() && out->items; i++)
        out->items[i] = {all[i].id, all[i].score, all[i].audience, all[i].date, all[i].sketch};
    out->n = all.size();
    return arena_failed(a) ? err_set(err, ERR_NOMEM, "search: hits") : OK;
}

static size_t bounded(size_t limit)
{
    return limit == 0 || limit > SEARCH_LIMIT_MAX ? (size_t)SEARCH_LIMIT_MAX : limit;
}

/* The best candidates, one more than the limit so that it shows whether there are more. Without words to rank by the
 * newest come first. Equal scores are put in order by the caller: reading the date of every match cost a quarter of
 * all searches. */
static Xapian::MSet run(const Xapian::Database &db, const Query &query, bool by_words, const Xapian::Weight &weight,
                        size_t limit)
{
    if (query.empty()) return {};
    Xapian::Enquire enquire(db);
    enquire.set_query(query);
    if (by_words) {
        enquire.set_weighting_scheme(weight);
        enquire.set_sort_by_relevance();
    } else {
        enquire.set_weighting_scheme(Xapian::BoolWeight());
        enquire.set_sort_by_value(0, true);
    }
    return enquire.get_mset(0, (Xapian::doccount)limit + 1);
}

/* Sorted by date, a text that barely touches the question must not come first: what scores under a fifth of the best
 * goes. */
static void keep_relevant(std::vector<candidate> &all)
{
    double best = 0;
    for (const candidate &c : all) best = std::max(best, c.score);
    auto weak = [&](const candidate &c) { return c.score < best / 5; };
    all.erase(std::remove_if(all.begin(), all.end(), weak), all.end());
}

static err_code answer(search_reader *r, const origin &from, const Xapian::MSet &found, enum search_sort sort,
                       size_t limit, arena *a, struct search_hits *out, kb_err *err)
{
    std::vector<candidate> all = candidates(r, from, found, a);
    out->more = all.size() > limit;
    std::sort(all.begin(), all.end(), better);
    if (from.both) drop_doubles(all);
    if (all.size() > limit) all.resize(limit);
    if (sort == SEARCH_BY_DATE) {
        keep_relevant(all);
        std::sort(all.begin(), all.end(), newer);
    }
    return hand_out(all, a, out, err);
}

/* ---- Words that nobody wrote that way ---- */

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

/* Words among the terms with this prefix that begin with this letter and lie near enough. */
static void look_near(const Xapian::Database &db, const char *prefix, text typed, char letter, unsigned most,
                      std::vector<suggestion> &near)
{
    const std::string first = prefix + std::string(1, letter);
    for (auto t = db.allterms_begin(first); t != db.allterms_end(first); ++t) {
        const std::string word = (*t).substr(first.size() - 1);
        unsigned distance = spelling_distance(typed, view(word), most);
        if (distance != SPELLING_FAR) near.push_back({word, distance, t.get_termfreq()});
    }
}

static bool is_plain(text word)
{
    for (size_t i = 0; i < word.len; i++)
        if (word.ptr[i] < 'a' || word.ptr[i] > 'z') return false;
    return true;
}

/* How many halves of a mistake the word is forgiven; 0 for one that needs no correction: a word of Dutch, one of the
 * vocabulary, or one that texts have in some form. When they only have what it is made of, as they have both words of
 * "ouderschapverlof", it may be a word that nobody used yet: one mistake at most. */
static unsigned forgiven(const search_reader *r, const Xapian::Database &db, const plan_word &w)
{
    text typed = w.any[0].term;
    if (w.stop || w.part || !w.n_any || !is_plain(typed)) return 0;
    if (terms_in_lexicon(typed) || vocabulary_keeps_spelling(r->vocabulary(), typed)) return 0;
    if (vocabulary_has_word(r->vocabulary(), typed)) return 0;
    unsigned most = spelling_forgiven(typed.len);
    for (size_t i = 0; most && i < w.n_any; i++) {
        if (!db.term_exists(str(w.any[i].term))) continue;
        most = terms_is_own(&w, i) ? 0 : std::min<unsigned>(most, SPELLING_ONE);
    }
    return most;
}

/* Words that people say and no text has: the vocabulary knows what they mean. */
static void look_near_said(const Xapian::Database &db, const struct vocabulary *v, text typed, unsigned most,
                           std::vector<suggestion> &near)
{
    size_t n = 0;
    const text *words = v ? vocabulary_words(v, &n) : nullptr;
    for (size_t i = 0; i < n; i++) {
        unsigned distance = is_plain(words[i]) ? spelling_distance(typed, words[i], most) : (unsigned)SPELLING_FAR;
        if (distance != SPELLING_FAR && !db.term_exists(str(words[i]))) near.push_back({str(words[i]), distance, 0});
    }
}

static unsigned nearest(const std::vector<suggestion> &near)
{
    unsigned least = SPELLING_FAR;
    for (const suggestion &s : near) least = std::min(least, s.distance);
    return least;
}

/* The nearest words, all at the same distance. The first letter is nearly always right, or has changed places with the
 * second; where no word is one mistake away, it may be the mistake: of a short word only one that sounds alike, since
 * most short words have a neighbour. */
static std::vector<suggestion> suggestions(const Xapian::Database &db, const struct vocabulary *v, text typed,
                                           unsigned most)
{
    enum { LONG = 8 };
    std::vector<suggestion> near;
    look_near(db, "", typed, typed.ptr[0], most, near);
    look_near_said(db, v, typed, most, near);
    for (char first = 'a'; nearest(near) > SPELLING_ONE && first <= 'z'; first++) {
        bool swapped = first == typed.ptr[1];
        unsigned one = typed.len >= LONG ? SPELLING_ONE : SPELLING_SOUND, here = swapped ? most : one;
        if (first != typed.ptr[0]) look_near(db, "", typed, first, here, near);
    }
    std::sort(near.begin(), near.end());
    size_t n = 0;
    while (n < near.size() && near[n].distance == near[0].distance) n++;
    near.resize(n);
    return near;
}

/* ---- A compound that no text has ---- */

struct mending {
    const Xapian::Database &db;
    arena *a;
};

static unsigned nearest_part(void *ctx, text part, unsigned most, text *word)
{
    mending &m = *static_cast<mending *>(ctx);
    std::vector<suggestion> near;
    look_near(m.db, "", part, part.ptr[0], most, near);
    look_near(m.db, "P", part, part.ptr[0], most, near);
    if (near.empty()) return SPELLING_FAR;
    const suggestion &best = *std::min_element(near.begin(), near.end());
    *word = arena_text(m.a, view(best.word));
    return best.distance;
}

/* The words that may be meant, all at the same distance. A word near which nothing lies may be a compound that no text
 * has; one whose parts texts have needs no mending. */
static std::vector<suggestion> meant(const search_reader *r, const Xapian::Database &db, text typed, unsigned most,
                                     arena *a)
{
    text whole;
    mending m = {db, a};
    struct mend_source words = {nearest_part, &m};
    std::vector<suggestion> near = suggestions(db, r->vocabulary(), typed, most);
    if (!near.empty() || most <= SPELLING_ONE) return near;
    unsigned distance = mend_compound(a, analyser_lexicon(r->analyser), &words, typed, &whole);
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
static std::vector<suggestion> likely(const Xapian::Database &db, std::vector<suggestion> near, const Query &others)
{
    enum { LOOKED_AT = 6, KEPT = 2 };
    near.resize(std::min<size_t>(near.size(), LOOKED_AT));
    Xapian::doccount most = 0;
    size_t best = 0;
    for (size_t i = 0; near.size() > 1 && !others.empty() && i < near.size(); i++) {
        Xapian::doccount together = texts_with(db, near[i].word, others);
        if (together > most) best = i;
        most = std::max(most, together);
    }
    if (most) return {near[best]};
    near.resize(std::min<size_t>(near.size(), KEPT));
    return near;
}

static void correct_word(const search_reader *r, const Xapian::Database &db, const struct plan &plan, plan_word &w,
                         unsigned most, arena *a, struct search_hits *out)
{
    text typed = w.any[0].term;
    for (const suggestion &s : likely(db, meant(r, db, typed, most, a), other_than(plan, w))) {
        text word = arena_text(a, view(s.word));
        terms_correct(a, r->analyser, &w, word);
        if (out->n_corrected < SEARCH_CORRECTED_MAX) out->corrected[out->n_corrected++] = {typed, word};
    }
}

/* What was typed stays in the question; what it may have meant is asked for beside it. Only words of the indexes that
 * answer are known here (design section 3 rule 4). Looking is dear: of a few words, and nobody types more mistakes. */
static void correct(const search_reader *r, const Xapian::Database &db, struct plan *plan, arena *a,
                    struct search_hits *out)
{
    int looks = SEARCH_CORRECTED_MAX;
    for (size_t i = 0; i < plan->n; i++) {
        plan_clause &c = plan->clauses[i];
        if (c.shape != QUERY_WORD || c.need == QUERY_NOT) continue;
        for (size_t k = 0; k < c.n_words && looks; k++) {
            plan_word &w = const_cast<plan_word &>(c.words[k]);
            unsigned most = forgiven(r, db, w);
            if (!most) continue;
            looks--;
            correct_word(r, db, *plan, w, most, a, out);
        }
    }
}

text search_folded(arena *a, text typed)
{
    return fold_words(a, typed);
}

/* ---- The vocabulary ---- */

text search_vocabulary_shipped(void)
{
    return vocabulary_shipped();
}

int64_t search_vocabulary_version(const struct search_reader *r)
{
    return r->vocabulary_version;
}

/* The vocabulary made of this source: the one that was shared, or a new one to be shared from here on. */
static err_code agreements_of(search_shared &shared, struct analyser *an, text source,
                              std::shared_ptr<const agreements> &out, kb_err *err)
{
    std::lock_guard<std::mutex> held(shared.lock);
    if (!shared.last || !text_eq(view(shared.last->source), source)) {
        auto fresh = std::make_shared<agreements>();
        fresh->source = str(source);
        ERR_TRY(vocabulary_new(&fresh->made, an, view(fresh->source), err));
        shared.last = fresh;
    }
    out = shared.last;
    return OK;
}

static err_code take_vocabulary(search_reader *r, text source, int64_t version, kb_err *err)
{
    r->said = nullptr;
    r->vocabulary_version = 0;
    ERR_TRY(agreements_of(*r->shared, r->analyser, source, r->said, err));
    r->vocabulary_version = version;
    return OK;
}

err_code search_vocabulary_put(struct search_reader *r, text source, int64_t version, kb_err *err)
{
    return guarded(err, [&] { return take_vocabulary(r, source, version, err); });
}

static err_code need_vocabulary(search_reader *r, kb_err *err)
{
    return r->said ? OK : agreements_of(*r->shared, r->analyser, vocabulary_shipped(), r->said, err);
}

/* ---- What readers share ---- */

err_code search_shared_new(struct search_shared **out, kb_err *err)
{
    return guarded(err, [&] {
        *out = new search_shared;
        return OK;
    });
}

void search_shared_free(struct search_shared *shared)
{
    delete shared;
}

void search_reader_share(struct search_reader *r, struct search_shared *shared)
{
    r->shared = shared;
}

static err_code warm(struct search_shared *shared, kb_err *err)
{
    struct analyser *an;
    std::shared_ptr<const agreements> made;
    ERR_TRY(analyser_open(&an, err));
    err_code code = agreements_of(*shared, an, vocabulary_shipped(), made, err);
    analyser_close(an);
    return code;
}

err_code search_shared_warm(struct search_shared *shared, kb_err *err)
{
    return guarded(err, [&] { return warm(shared, err); });
}

/* ---- What was typed means besides ---- */

static bool holds_term(void *ctx, text term)
{
    return static_cast<const Xapian::Database *>(ctx)->term_exists(str(term));
}

static void tell(struct search_hits *out, text word)
{
    if (out->n_meant < SEARCH_MEANT_MAX) out->meant[out->n_meant++] = word;
}

/* The question with its broken words made whole, and told. */
static const struct query *unbroken_query(arena *a, Xapian::Database &db, const struct query *typed,
                                          struct search_hits *out)
{
    struct query *whole = ARENA_NEW(a, struct query);
    if (!whole || !terms_unbroken(a, typed, holds_term, &db, whole)) return typed;
    for (size_t i = 0, k = 0; i < whole->n; i++, k++) {
        if (text_eq(whole->clauses[i].words, typed->clauses[k].words)) continue;
        tell(out, whole->clauses[i].words);
        k++;
    }
    return whole;
}

/* The question as it is after correction: the nearest word in the place of each misspelt one. */
static const struct query *corrected_query(arena *a, const struct query *typed, const struct search_hits *out)
{
    if (!out->n_corrected) return typed;
    struct query *q = ARENA_NEW(a, struct query);
    if (!q) return typed;
    *q = *typed;
    for (size_t i = 0; i < q->n; i++) {
        text folded = fold_words(a, q->clauses[i].words);
        for (size_t k = out->n_corrected; k-- > 0;) /* the first of several is the nearest: it goes last */
            if (text_eq(out->corrected[k].typed, folded)) q->clauses[i].words = out->corrected[k].used;
    }
    return q;
}

/* ---- What was said about texts ---- */

/* As BM25 weighs a term that n of all documents have. */
static double rarity(double all, double n)
{
    double w = (all - n + 0.5) / (n + 0.5);
    return std::log(w < 2 ? w / 2 + 1 : w);
}

/* A word that few remarks have may stand in many texts: it is as rare as texts and remarks together make it. */
static double weight_of_said(void *ctx, text main, text said)
{
    const Xapian::Database &db = *static_cast<const Xapian::Database *>(ctx);
    Xapian::doccount n = db.get_termfreq(str(said)), all = db.get_doccount();
    return n ? rarity(all, std::min(all, n + db.get_termfreq(str(main)))) / rarity(all, n) : 0;
}

/* Of drafts a point counts a point. */
static double is_said(void *ctx, text, text said)
{
    return static_cast<const Xapian::Database *>(ctx)->term_exists(str(said));
}

/* ---- What counts alike wherever it stands ---- */

/* Most names that a question could be are those of no text: weight 0 leaves them out (gather). */
static void weigh_by_rarity(const Xapian::Database &db, plan_term &t)
{
    if (!t.flat) return;
    Xapian::doccount n = db.get_termfreq(str(t.term));
    t.weight = n ? t.weight * rarity(db.get_doccount(), n) : 0;
}

/* Such a term counts by how rare it is and by nothing else: BM25 would make much of it in short texts. */
static void weigh_flat(const Xapian::Database &db, plan *plan)
{
    for (size_t i = 0; i < plan->n; i++)
        for (size_t k = 0; k < plan->clauses[i].n_words; k++) {
            plan_word &w = const_cast<plan_word &>(plan->clauses[i].words[k]);
            for (size_t f = 0; f < w.n_any; f++) weigh_by_rarity(db, w.any[f]);
        }
    for (size_t i = 0; i < plan->n_boosts; i++) weigh_by_rarity(db, plan->boosts[i]);
}

static void widen(search_reader *r, Xapian::Database &db, arena *a, const struct query *q, struct plan *plan,
                  struct search_hits *out)
{
    enum { JOINED_MAX = 4 };
    struct terms_join joined[JOINED_MAX];
    size_t n = terms_joined(a, r->analyser, q, holds_term, &db, joined, JOINED_MAX);
    for (size_t i = 0; i < n; i++) {
        terms_add_joined(a, r->analyser, r->vocabulary(), q, plan, &joined[i]);
        tell(out, joined[i].word);
    }
    struct vocabulary_meaning meant[VOCABULARY_MEANT_MAX];
    n = terms_widen(a, r->analyser, r->vocabulary(), q, plan, meant);
    for (size_t i = 0; i < n; i++) tell(out, arena_text(a, meant[i].words));
}

static err_code find(search_reader *r, arena *a, const struct search_ask *ask, struct search_hits *out, kb_err *err)
{
    struct plan *plan;
    Xapian::Database db = scope_of(r, ask->scope);
    ERR_TRY(need_vocabulary(r, err));
    const struct query *query = ask->as_typed ? ask->query : unbroken_query(a, db, ask->query, out);
    ERR_TRY(terms_of_query(a, r->analyser, ask->as_typed ? nullptr : r->vocabulary(), query, false, &plan, err));
    if (!ask->as_typed) {
        correct(r, db, plan, a, out);
        const struct query *corrected = corrected_query(a, query, out);
        if (out->n_corrected) terms_add_named(a, r->analyser, corrected, plan);
        widen(r, db, a, corrected, plan, out);
    }
    if (ask->said && ask->scope == SEARCH_AS_MEMBER) terms_add_said(a, plan, weight_of_said, &db);
    weigh_flat(db, plan);
    gathered g = gather(*plan);
    const origin from = {SEARCH_ADOPTED, SEARCH_MEMBERS, ask->scope == SEARCH_AS_MEMBER};
    Xapian::MSet found =
        run(db, query_of(g), g.words_asked, Xapian::BM25Weight(BM25_K1, 0, 1, BM25_B, 0.5), bounded(ask->limit));
    return answer(r, from, found, ask->sort, bounded(ask->limit), a, out, err);
}

err_code search_find(struct search_reader *r, arena *a, const struct search_ask *ask, struct search_hits *out,
                     kb_err *err)
{
    *out = {};
    return guarded(err, [&] { return on_one_state(r, err, [&] { return find(r, a, ask, out, err); }); });
}

/* ---- While somebody types ---- */

/* Words of the texts that begin so, the most frequent first. */
static std::vector<suggestion> completions(const Xapian::Database &db, const std::string &begin)
{
    enum { LOOKED_AT_MAX = 5000 };
    std::vector<suggestion> words;
    size_t looked = 0;
    for (auto t = db.allterms_begin(begin); t != db.allterms_end(begin) && looked < LOOKED_AT_MAX; ++t, ++looked) {
        const std::string word = *t;
        if (is_plain(view(word))) words.push_back({word, 0, t.get_termfreq()});
    }
    std::sort(words.begin(), words.end());
    return words;
}

static err_code suggest(search_reader *r, arena *a, enum search_scope scope, text typed, struct search_suggested *out,
                        kb_err *err)
{
    enum { OF_VOCABULARY = 3 };
    text folded = fold_words(a, utf8_clip(typed, SEARCH_TYPED_MAX));
    size_t space = folded.len;
    while (space && folded.ptr[space - 1] != ' ') space--;
    if (folded.len - space < SEARCH_SUGGEST_LEAST) return OK;
    ERR_TRY(need_vocabulary(r, err));
    out->n = vocabulary_begin(r->vocabulary(), folded, out->items, OF_VOCABULARY);
    for (size_t i = 0; i < out->n; i++) out->items[i] = arena_text(a, out->items[i]);
    const std::string head = str(text_slice(folded, 0, space)), last = str(text_slice(folded, space, SIZE_MAX));
    for (const suggestion &s : completions(scope_of(r, scope), last)) {
        if (out->n == SEARCH_SUGGESTED_MAX) break;
        const std::string whole = head + s.word;
        text item = view(whole);
        bool there = text_eq(item, folded) && out->n; /* the word itself is no help beside others */
        for (size_t i = 0; i < out->n; i++) there |= text_eq(out->items[i], item);
        if (!there) out->items[out->n++] = arena_text(a, item);
    }
    return OK;
}

err_code search_suggest(struct search_reader *r, arena *a, enum search_scope scope, text typed,
                        struct search_suggested *out, kb_err *err)
{
    *out = {};
    return guarded(err, [&] { return on_one_state(r, err, [&] { return suggest(r, a, scope, typed, out, err); }); });
}

static err_code find_groups(search_reader *r, arena *a, const struct query *query, const text *groups, size_t n_groups,
                            size_t limit, struct search_hits *out, kb_err *err)
{
    struct plan *plan;
    ERR_TRY(terms_of_query(a, r->analyser, nullptr, query, true, &plan, err));
    terms_add_said(a, plan, is_said, &r->db[SEARCH_GROUPS]);
    std::vector<Query> mine;
    for (size_t i = 0; i < std::min<size_t>(n_groups, SEARCH_GROUPS_MAX); i++)
        mine.push_back(Query(str(term_of_group(a, groups[i]))));
    gathered g = gather(*plan);
    Query q = query_of(g);
    if (!q.empty()) q = Query(Query::OP_FILTER, q, any_of(mine));
    const origin from = {SEARCH_GROUPS, SEARCH_GROUPS, false};
    Xapian::MSet found = run(r->db[SEARCH_GROUPS], q, g.words_asked, Xapian::CoordWeight(), bounded(limit));
    return answer(r, from, found, SEARCH_BY_RELEVANCE, bounded(limit), a, out, err);
}

err_code search_find_groups(struct search_reader *r, arena *a, const struct query *query, const text *groups,
                            size_t n_groups, size_t limit, struct search_hits *out, kb_err *err)
{
    *out = {};
    if (n_groups == 0) return OK;
    return guarded(err, [&] {
        return on_one_state(r, err, [&] { return find_groups(r, a, query, groups, n_groups, limit, out, err); });
    });
}

/* ---- Small questions ---- */

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
    if (analyse_is_stop(folded))
        *out = SEARCH_WORD_FUNCTION;
    else if (terms_in_lexicon(folded) || vocabulary_has(r->vocabulary(), folded) ||
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
    const std::string own;

  public:
    explicit other_words(text word) : own(str(word).substr(0, 4))
    {
    }
    bool operator()(const std::string &term) const override
    {
        enum { LEAST = 4 };
        text t = view(term);
        return term.size() >= LEAST && is_plain(t) && !analyse_is_stop(t) && term.compare(0, own.size(), own) != 0;
    }
};

static void same_texts(const Xapian::Database &db, text word, arena *a, struct search_near *out)
{
    enum { LOOKED_AT = 10 };
    Xapian::Enquire enquire(db);
    Xapian::RSet texts;
    enquire.set_query(Query(str(word)));
    Xapian::MSet found = enquire.get_mset(0, LOOKED_AT);
    for (auto at = found.begin(); at != found.end(); ++at) texts.add_document(*at);
    other_words wanted(word);
    Xapian::ESet words = enquire.get_eset(SEARCH_NEAR_MAX, texts, &wanted);
    for (auto at = words.begin(); at != words.end() && out->n < SEARCH_NEAR_MAX; ++at) {
        const std::string near = *at;
        out->words[out->n++] = arena_text(a, view(near));
    }
}

static err_code words_near(search_reader *r, arena *a, enum search_scope scope, text folded, struct search_near *out)
{
    Xapian::Database db = scope_of(r, scope);
    if (!is_plain(folded) || folded.len < 2) return OK;
    if (db.term_exists(str(folded))) {
        same_texts(db, folded, a, out);
        return OK;
    }
    for (const suggestion &s : suggestions(db, nullptr, folded, spelling_forgiven(folded.len)))
        if (out->n < SEARCH_NEAR_MAX) out->words[out->n++] = arena_text(a, view(s.word));
    return OK;
}

err_code search_words_near(struct search_reader *r, arena *a, enum search_scope scope, text folded,
                           struct search_near *out, kb_err *err)
{
    *out = {};
    return guarded(err, [&] { return on_one_state(r, err, [&] { return words_near(r, a, scope, folded, out); }); });
}

static err_code least_seq(search_reader *r, uint64_t *seq)
{
    *seq = UINT64_MAX;
    for (const auto &db : r->db) *seq = std::min<uint64_t>(*seq, strtoull(db.get_metadata("seq").c_str(), nullptr, 10));
    return OK;
}

err_code search_reader_seq(struct search_reader *r, uint64_t *seq, kb_err *err)
{
    return guarded(err, [&] { return on_one_state(r, err, [&] { return least_seq(r, seq); }); });
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
    ERR_TRY(need_vocabulary(r, err));
    return snippets_new(out, a, r->analyser, as_typed ? nullptr : r->vocabulary(), query, err);
}
