/* reader.hh - what a reader of search.h is, for the files that ask it: three databases, opened anew or brought up to
 * date when their files changed (xapian_reader.cc). Private to search/. */
#ifndef KB_SEARCH_READER_HH
#define KB_SEARCH_READER_HH

#include "search/card.hh"
#include "search/guarded.hh"
#include "search/layout.h"
#include "search/terms.h"

#include <memory>
#include <mutex>
#include <string>
#include <sys/stat.h>
#include <vector>
#include <xapian.h>

namespace kb_search
{

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

} // namespace kb_search

/* Making a vocabulary costs as much as ten questions, and nobody writes to one that was made. */
struct search_shared {
    std::mutex lock;
    std::shared_ptr<const kb_search::agreements> last;
};

struct search_reader {
    struct layout_path root = {};
    kb_search::stamp root_seen, seen[SEARCH_AUDIENCE__COUNT];
    Xapian::Database db[SEARCH_AUDIENCE__COUNT];
    std::vector<kb_search::card> known[SEARCH_AUDIENCE__COUNT];
    struct analyser *analyser = nullptr;
    search_shared own, *shared = &own;                 /* until it is told of one for many */
    std::shared_ptr<const kb_search::agreements> said; /* read at the first question that needs it */
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

namespace kb_search
{

inline std::string str(text t)
{
    return t.len ? std::string(t.ptr, t.len) : std::string();
}

inline text view(const std::string &s)
{
    return text_of(s.data(), s.size());
}

/* Four stat calls when nothing changed. While a rebuilt index is being put in place the one at hand goes on. */
err_code keep_up(search_reader *r, kb_err *err);
err_code reopen_all(search_reader *r);

/* Runs work on the newest state. A commit can throw away the blocks that are being read, also while they are being
 * opened; then the state after it is asked, and in a storm of commits a few times more. */
template <class Work> err_code on_one_state(search_reader *r, kb_err *err, Work &&work)
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

/* The databases of a scope as one, with common statistics. */
Xapian::Database scope_of(const search_reader *r, enum search_scope scope);

/* What people say and what texts call it: the shipped vocabulary until another was put. */
err_code need_vocabulary(search_reader *r, kb_err *err);

} // namespace kb_search

#endif
