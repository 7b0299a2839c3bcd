/* reader.hh - what a reader of search.h is, for the files that ask it: three databases, opened anew or brought up to
 * date when their files changed (xapian_reader.cc). Private to search/. */
#ifndef KB_SEARCH_READER_HH
#define KB_SEARCH_READER_HH

#include "search/card.hh"
#include "search/guarded.hh"
#include "search/layout.h"
#include "search/terms.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <sys/stat.h>
#include <utility>
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

/* Terms that begin alike, in order, and how many texts have each. */
struct word_list {
    std::string letters;      /* of all words, one behind the other, without the prefix */
    std::vector<size_t> ends; /* of each in `letters` */
    std::vector<Xapian::doccount> texts;

    text word(size_t i) const
    {
        size_t from = i ? ends[i - 1] : 0;
        return text_of(letters.data() + from, ends[i] - from);
    }
    /* The first that is not before this word. */
    size_t first_from(text word) const;
};

/* What is added to the scores of texts that were found, by number: of SEARCH_ADOPTED and SEARCH_MEMBERS (cited.hh). */
struct citations {
    std::vector<std::pair<Xapian::docid, double>> given[2];
};

} // namespace kb_search

/* What is dear to make and never changed once it was made: a vocabulary, what analysis made of
 * words. */
struct search_shared {
    struct analysis *analysis = nullptr; /* of a reader for itself: its analyser's own */
    std::mutex lock;
    std::shared_ptr<const kb_search::agreements> last;

    search_shared() = default;
    search_shared(const search_shared &) = delete;
    search_shared &operator=(const search_shared &) = delete;
    ~search_shared()
    {
        analysis_free(analysis);
    }
};

struct search_reader {
    struct layout_path root = {};
    kb_search::stamp root_seen, seen[SEARCH_AUDIENCE__COUNT];
    Xapian::Database db[SEARCH_AUDIENCE__COUNT];
    std::vector<kb_search::card> known[SEARCH_AUDIENCE__COUNT];
    std::vector<Xapian::termcount> lengths[SEARCH_AUDIENCE__COUNT]; /* of documents, by number; 0: not looked up */
    std::map<std::string, kb_search::word_list> words[2];           /* of a scope, by how they begin (words_of) */
    size_t words_bytes = 0;
    std::map<std::string, kb_search::citations> cited[2]; /* of a scope, by law (citations_of) */
    size_t cited_texts = 0;
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
    /* What was remembered of a state of this index that is past. */
    void forget(unsigned audience)
    {
        known[audience].clear();
        lengths[audience].clear();
        for (auto &of_scope : words) of_scope.clear();
        for (auto &of_scope : cited) of_scope.clear();
        words_bytes = cited_texts = 0;
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
 * opened; then the state after it is asked, and in a storm of commits a few times more. A block that is written over
 * while it is read looks damaged: only what looks so again and again is. Work begins anew each time, so what it tells
 * must be emptied by it. */
template <class Work> err_code on_one_state(search_reader *r, kb_err *err, Work &&work)
{
    enum { TRIES = 20, DAMAGED_TRIES = 4 };
    for (int i = 1;; i++) {
        try {
            ERR_TRY(i == 1 || !r->is_open() ? keep_up(r, err) : reopen_all(r));
            return work();
        } catch (const Xapian::DatabaseModifiedError &) {
            if (i == TRIES) throw;
        } catch (const Xapian::DatabaseCorruptError &) {
            if (i >= DAMAGED_TRIES) throw;
        }
    }
}

/* The databases of a scope as one, with common statistics. */
Xapian::Database scope_of(const search_reader *r, enum search_scope scope);

/* The terms of a scope with this prefix and first letter. Remembered, within bounds: the library keeps them between the
 * lists of their texts, so that going through them means reading the index. Lives until the next call. */
const word_list &words_of(search_reader *r, enum search_scope scope, const char *prefix, char letter);

/* What people say and what texts call it: the shipped vocabulary until another was put. */
err_code need_vocabulary(search_reader *r, kb_err *err);

} // namespace kb_search

#endif
