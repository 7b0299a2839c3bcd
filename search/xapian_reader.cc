/* The reader of search.h: opening, keeping up with what is committed, and the vocabulary that many readers share. */
#include "search/reader.hh"

#include <algorithm>

using namespace kb_search;

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
        r->forget(a);
        r->seen[a] = seen[a];
    }
    r->root_seen = root;
    return OK;
}

err_code kb_search::keep_up(search_reader *r, kb_err *err)
{
    stamp root;
    if (!stamp_of(r->root.path, false, root))
        return r->is_open() ? OK : err_set(err, ERR_SEARCH_DOWN, "search: no index");
    if (root != r->root_seen) return open_all(r, err);
    for (unsigned a = 0; a < SEARCH_AUDIENCE__COUNT; a++) {
        stamp now;
        if (!stamp_of(version_file(r, a), true, now) || !(now != r->seen[a])) continue;
        r->db[a].reopen();
        r->forget(a);
        r->seen[a] = now;
    }
    return OK;
}

err_code kb_search::reopen_all(search_reader *r)
{
    for (unsigned a = 0; a < SEARCH_AUDIENCE__COUNT; a++) {
        r->db[a].reopen();
        r->forget(a);
    }
    return OK;
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

Xapian::Database kb_search::scope_of(const search_reader *r, enum search_scope scope)
{
    if (scope != SEARCH_AS_MEMBER) return r->db[SEARCH_ADOPTED];
    Xapian::Database both;
    both.add_database(r->db[SEARCH_ADOPTED]);
    both.add_database(r->db[SEARCH_MEMBERS]);
    return both;
}

size_t word_list::first_from(text wanted) const
{
    size_t from = 0, to = texts.size();
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (text_cmp(word(middle), wanted) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static word_list read_words(const Xapian::Database &db, const std::string &first, size_t prefix_len)
{
    word_list list;
    for (auto t = db.allterms_begin(first); t != db.allterms_end(first); ++t) {
        list.letters.append(*t, prefix_len, std::string::npos);
        list.ends.push_back(list.letters.size());
        list.texts.push_back(t.get_termfreq());
    }
    return list;
}

const word_list &kb_search::words_of(search_reader *r, enum search_scope scope, const char *prefix, char letter)
{
    static const size_t KEPT_MAX = 8 << 20; /* all words of 100,000 texts made of the corpus: half a megabyte */
    const std::string first = std::string(prefix) + letter;
    auto &lists = r->words[scope == SEARCH_AS_MEMBER];
    auto at = lists.find(first);
    if (at != lists.end()) return at->second;
    if (r->words_bytes > KEPT_MAX) {
        for (auto &of_scope : r->words) of_scope.clear();
        r->words_bytes = 0;
    }
    word_list list = read_words(scope_of(r, scope), first, strlen(prefix));
    r->words_bytes += list.letters.size() + list.ends.size() * (sizeof(size_t) + sizeof(Xapian::doccount));
    return lists[first] = std::move(list);
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

/* ---- The vocabulary ---- */

text search_vocabulary_shipped(void)
{
    return vocabulary_shipped();
}

int64_t search_vocabulary_version(const struct search_reader *r)
{
    return r->vocabulary_version;
}

static err_code make_agreements(struct analysis *shared, agreements &fresh, text source, kb_err *err)
{
    struct analyser *an;
    ERR_TRY(shared ? analyser_open_shared(&an, shared, err) : analyser_open(&an, err));
    fresh.source = str(source);
    err_code code = vocabulary_new(&fresh.made, an, view(fresh.source), err);
    analyser_close(an);
    return code;
}

/* The vocabulary made of this source: the one that was shared, or a new one to be shared from here on. */
static err_code agreements_of(search_shared &shared, text source, std::shared_ptr<const agreements> &out, kb_err *err)
{
    std::lock_guard<std::mutex> held(shared.lock);
    if (!shared.last || !text_eq(view(shared.last->source), source)) {
        auto fresh = std::make_shared<agreements>();
        ERR_TRY(make_agreements(shared.analysis, *fresh, source, err));
        shared.last = fresh;
    }
    out = shared.last;
    return OK;
}

static err_code take_vocabulary(search_reader *r, text source, int64_t version, kb_err *err)
{
    r->said = nullptr;
    r->vocabulary_version = 0;
    ERR_TRY(agreements_of(*r->shared, source, r->said, err));
    r->vocabulary_version = version;
    return OK;
}

err_code search_vocabulary_put(struct search_reader *r, text source, int64_t version, kb_err *err)
{
    return guarded(err, [&] { return take_vocabulary(r, source, version, err); });
}

err_code kb_search::need_vocabulary(search_reader *r, kb_err *err)
{
    return r->said ? OK : agreements_of(*r->shared, vocabulary_shipped(), r->said, err);
}

/* ---- What readers share ---- */

err_code search_shared_new(struct search_shared **out, kb_err *err)
{
    return guarded(err, [&] {
        auto made = std::make_unique<search_shared>();
        ERR_TRY(analysis_new(&made->analysis, err));
        *out = made.release();
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
    if (shared->analysis) analyser_share(r->analyser, shared->analysis);
}

static err_code warm(struct search_shared *shared, kb_err *err)
{
    std::shared_ptr<const agreements> made;
    return agreements_of(*shared, vocabulary_shipped(), made, err);
}

err_code search_shared_warm(struct search_shared *shared, kb_err *err)
{
    return guarded(err, [&] { return warm(shared, err); });
}
