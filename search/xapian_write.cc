/* The writer of search.h over three writable databases. Each is always inside a transaction, so that what was not
 * committed can be dropped. */
#include "search/card.hh"
#include "search/guarded.hh"
#include "search/layout.h"
#include "search/terms.h"

#include "kb/base/arena.h"
#include "kb/base/cleanup.h"

#include <cstring>
#include <string>
#include <xapian.h>

using kb_search::card_pack;
using kb_search::guarded;

enum { FLUSH_EVERY = 1000, ARENA_BYTES = 256 * 1024 * 1024 };

struct search_writer {
    std::string dir;
    struct layout_path root = {};
    struct layout_path paths[SEARCH_AUDIENCE__COUNT] = {};
    Xapian::WritableDatabase db[SEARCH_AUDIENCE__COUNT];
    struct analyser *analyser = nullptr;
    arena *scratch = nullptr;
    uint64_t seq = 0;
    unsigned unflushed = 0;
    bool dirty = false, failed = false, rebuilding = false;

    search_writer() = default;
    search_writer(const search_writer &) = delete;
    search_writer &operator=(const search_writer &) = delete;
    ~search_writer()
    {
        analyser_close(analyser);
        arena_free(scratch);
    }
};

static std::string str(text t)
{
    return t.len ? std::string(t.ptr, t.len) : std::string();
}

/* Commit, then fsync of the directory before anything else is begun: the library renames a file there and does not sync
 * that, so a power cut during the next commit would leave a corrupt index (README.md, "The bad day"). */
static err_code commit_one(search_writer *w, unsigned audience, kb_err *err)
{
    w->db[audience].commit_transaction();
    ERR_TRY(layout_sync(w->paths[audience].path, err));
    w->db[audience].begin_transaction();
    return OK;
}

/* ---- Opening ---- */

static err_code begin_one(search_writer *w, unsigned audience, const char *id, kb_err *err)
{
    Xapian::WritableDatabase &db = w->db[audience];
    db = Xapian::WritableDatabase(w->paths[audience].path, Xapian::DB_CREATE_OR_OPEN);
    std::string made_by = db.get_metadata("id");
    if (made_by.empty() && db.get_doccount() == 0) {
        db.begin_transaction();
        db.set_metadata("id", id);
        db.set_metadata("seq", "0");
        return commit_one(w, audience, err);
    }
    if (made_by != id) return err_set(err, ERR_SEARCH_DOWN, "search: index made by another analysis");
    uint64_t seq = strtoull(db.get_metadata("seq").c_str(), nullptr, 10);
    if (audience == SEARCH_ADOPTED || seq < w->seq) w->seq = seq;
    db.begin_transaction();
    return OK;
}

static err_code begin(search_writer *w, const char *dir, kb_err *err)
{
    w->dir = dir;
    w->scratch = arena_new(ARENA_BYTES);
    if (!w->scratch) return err_set(err, ERR_NOMEM, "search: writer");
    ERR_TRY(analyser_open(&w->analyser, err));
    ERR_TRY(layout_root(&w->root, dir, w->rebuilding, err));
    if (w->rebuilding) ERR_TRY(layout_remove(w->root.path, err));
    ERR_TRY(layout_make(dir, w->root.path, err));
    char id[ANALYSE_ID_BYTES];
    terms_id(id);
    for (unsigned a = 0; a < SEARCH_AUDIENCE__COUNT; a++) {
        ERR_TRY(layout_database(&w->paths[a], w->root.path, (enum search_audience)a, err));
        ERR_TRY(begin_one(w, a, id, err));
    }
    ERR_TRY(layout_sync(w->root.path, err));
    return layout_marker_remove(w->root.path, err);
}

static err_code open_writer(struct search_writer **out, const char *dir, bool rebuilding, kb_err *err)
{
    search_writer *w = new search_writer;
    w->rebuilding = rebuilding;
    err_code code = guarded(err, [&] { return begin(w, dir, err); });
    if (code == OK)
        *out = w;
    else
        search_writer_abandon(w);
    return code;
}

err_code search_writer_open(struct search_writer **out, const char *dir, kb_err *err)
{
    return guarded(err, [&] { return open_writer(out, dir, false, err); });
}

err_code search_writer_rebuild(struct search_writer **out, const char *dir, kb_err *err)
{
    return guarded(err, [&] { return open_writer(out, dir, true, err); });
}

/* ---- Documents ---- */

static Xapian::Document make_document(const struct search_doc *doc, const struct postings &p)
{
    Xapian::Document d;
    for (size_t i = 0; i < p.n; i++) {
        const struct posting &one = p.items[i];
        if (one.position)
            d.add_posting(str(one.term), one.position, one.wdf);
        else
            d.add_term(str(one.term), one.wdf);
    }
    d.add_value(0, Xapian::sortable_serialise((double)doc->date));
    d.add_value(1, str(doc->stamp));
    d.set_data(card_pack({str(doc->id), doc->date, p.sketch, p.of_law}));
    return d;
}

static bool holds(const search_writer *w, unsigned audience, const std::string &id_term)
{
    return w->db[audience].get_doccount() && w->db[audience].term_exists(id_term);
}

/* Out of every index that more people may ask, on disk, before the narrower one gets it. */
static err_code leave_wider(search_writer *w, unsigned audience, const std::string &id_term, kb_err *err)
{
    for (unsigned a = 0; a < audience; a++) {
        if (!holds(w, a, id_term)) continue;
        w->db[a].delete_document(id_term);
        ERR_TRY(commit_one(w, a, err));
    }
    return OK;
}

/* In the wider index, on disk, before it goes from the narrower ones. */
static err_code leave_narrower(search_writer *w, unsigned audience, const std::string &id_term, kb_err *err)
{
    for (unsigned a = audience + 1; a < SEARCH_AUDIENCE__COUNT; a++) {
        if (!holds(w, a, id_term)) continue;
        ERR_TRY(commit_one(w, audience, err));
        w->db[a].delete_document(id_term);
    }
    return OK;
}

static err_code flush_when_due(search_writer *w, kb_err *err)
{
    w->dirty = true;
    if (++w->unflushed < FLUSH_EVERY) return OK;
    w->unflushed = 0;
    for (unsigned a = 0; a < SEARCH_AUDIENCE__COUNT; a++) ERR_TRY(commit_one(w, a, err));
    return OK;
}

static err_code put(search_writer *w, const struct search_doc *doc, kb_err *err)
{
    arena_clear(w->scratch);
    struct postings postings;
    ERR_TRY(terms_of_doc(w->scratch, w->analyser, doc, &postings, err));
    std::string id_term = str(term_of_id(w->scratch, doc->id));
    ERR_TRY(leave_wider(w, doc->audience, id_term, err));
    w->db[doc->audience].replace_document(id_term, make_document(doc, postings));
    ERR_TRY(leave_narrower(w, doc->audience, id_term, err));
    return flush_when_due(w, err);
}

static err_code remove_everywhere(search_writer *w, text id, kb_err *err)
{
    arena_clear(w->scratch);
    std::string id_term = str(term_of_id(w->scratch, id));
    bool held = false;
    for (unsigned a = 0; a < SEARCH_AUDIENCE__COUNT; a++) {
        if (!holds(w, a, id_term)) continue;
        w->db[a].delete_document(id_term);
        held = true;
    }
    return held ? flush_when_due(w, err) : OK;
}

static err_code commit_all(search_writer *w, uint64_t seq, kb_err *err)
{
    for (unsigned a = 0; a < SEARCH_AUDIENCE__COUNT; a++) {
        w->db[a].set_metadata("seq", std::to_string(seq));
        ERR_TRY(commit_one(w, a, err));
    }
    w->seq = seq;
    w->unflushed = 0;
    w->dirty = false;
    return OK;
}

/* One step of a writer; after a failure no further one is taken, since a database may be half changed. */
template <class Work> static err_code step(search_writer *w, kb_err *err, Work &&work) noexcept
{
    if (w->failed) return err_set(err, ERR_SEARCH_DOWN, "search: the writer failed before");
    err_code code = guarded(err, work);
    w->failed = code != OK && code != ERR_INVALID;
    return code;
}

err_code search_put(struct search_writer *w, const struct search_doc *doc, kb_err *err)
{
    return step(w, err, [&] { return put(w, doc, err); });
}

err_code search_remove(struct search_writer *w, text id, kb_err *err)
{
    return step(w, err, [&] { return remove_everywhere(w, id, err); });
}

err_code search_commit(struct search_writer *w, uint64_t seq, kb_err *err)
{
    return step(w, err, [&] { return commit_all(w, seq, err); });
}

uint64_t search_writer_seq(const struct search_writer *w)
{
    return w->seq;
}

/* ---- Closing ---- */

static void close_databases(search_writer *w)
{
    for (auto &db : w->db) {
        (void)guarded(nullptr, [&] {
            db.cancel_transaction();
            return OK;
        });
        (void)guarded(nullptr, [&] {
            db.close();
            return OK;
        });
    }
}

void search_writer_abandon(struct search_writer *w)
{
    if (!w) return;
    close_databases(w);
    delete w;
}

void search_writer_abandon_p(struct search_writer **w)
{
    search_writer_abandon(*w);
}

static err_code stop(search_writer *w, kb_err *err)
{
    bool clean = !w->dirty && !w->failed;
    struct layout_marker marker = {};
    terms_id(marker.id);
    marker.seq = w->seq;
    close_databases(w);
    return clean ? layout_marker_write(w->root.path, &marker, err) : OK;
}

err_code search_writer_stop(struct search_writer **w, kb_err *err)
{
    search_writer *mine = TAKE(*w);
    err_code code = guarded(err, [&] { return stop(mine, err); });
    delete mine;
    return code;
}

err_code search_rebuild_finish(struct search_writer **w, kb_err *err)
{
    if (!(*w)->rebuilding || (*w)->dirty || (*w)->failed)
        return err_set(err, ERR_INTERNAL, "search: only a committed rebuild can be put in place");
    std::string dir = (*w)->dir;
    ERR_TRY(search_writer_stop(w, err));
    return layout_swap(dir.c_str(), err);
}
