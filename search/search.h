/* search.h - finding practices. The whole interface of search/; README.md here tells what an index holds.
 *
 * Invariants
 *   - An index is a cache: everything in it comes from the store, and a lost or damaged one is rebuilt. Each index
 * carries the seq of the change log up to which it is true; replaying changes is idempotent.
 *   - Three indexes in DIR/index, by audience: adopted (whoever may read adopted texts), members (whoever is signed
 * in), groups (drafts of working groups). A document, known by its id, stands in one of them. Word statistics of an
 * answer come from the indexes that were asked and from no other (design section 3 rule 4).
 *   - An answer is a list of candidates. The caller checks every one again in the store before anybody sees it.
 *   - Moving a document to a narrower audience: it is gone from the wider index, on disk, before it appears in the
 *     narrower. To a wider audience: it appears there, on disk, before it goes here. In between it can stand in two:
 *     search_find drops the double.
 *
 * What is not here: placing by stage and age. The caller knows those from the store (kb/domain/placing.h).
 *
 * Errors: ERR_SEARCH_DOWN (no index, or made by another analyser: rebuild), ERR_CORRUPT (damaged: rebuild), ERR_BUSY
 * (another process writes this index), ERR_FULL, ERR_IO, ERR_NOMEM. No exception leaves this box.
 */
#ifndef KB_SEARCH_SEARCH_H
#define KB_SEARCH_SEARCH_H

#include "kb/base/clock.h"
#include "kb/base/err.h"
#include "kb/domain/query.h"

#ifdef __cplusplus
extern "C" {
#endif

/* From wide to narrow. */
enum search_audience { SEARCH_ADOPTED, SEARCH_MEMBERS, SEARCH_GROUPS, SEARCH_AUDIENCE__COUNT };

enum {
    SEARCH_ID_MAX = 64,             /* bytes of a document's id */
    SEARCH_LIMIT_MAX = 1000,        /* candidates in one answer */
    SEARCH_MEANT_MAX = 12,          /* meanings that one question is widened by */
    SEARCH_UNHELD_MAX = 8,          /* words that nobody wrote, told of one question */
    SEARCH_CORRECTED_MAX = 8,       /* words corrected in one question */
    SEARCH_GROUPS_MAX = 256,        /* groups one person can ask for */
    SEARCH_SNIPPET_SCAN = 64 * 1024 /* bytes of a text that a snippet looks at */
};

/* ---- Writing --------------------------------------------------------------------------------------------------------
 */

struct search_section {
    text heading; /* "Doe dit"; may be empty */
    text body;    /* plain text, or Markdown: its marks are punctuation to the analysis */
};

/* What one can filter on. The value is made a slug as query_slug does; a document may have several values of one field,
 * and a stage may be given in both languages ("voorstel" and "proposal"). */
struct search_tag {
    enum query_field field;
    text value;
};

/* One line of one practice. Everything is borrowed for the call. */
struct search_doc {
    text id; /* practice id and line, at most SEARCH_ID_MAX bytes, no white space */
    enum search_audience audience;
    text title;
    text number; /* "2026-014", or empty */
    text brief;
    const struct search_section *sections;
    size_t n_sections;
    const struct search_tag *tags;
    size_t n_tags;
    const text *groups; /* ids of the groups whose members may find it; needed for SEARCH_GROUPS, ignored elsewhere */
    size_t n_groups;
    kb_time date; /* by which answers are sorted: when the text was published or checked */
    text stamp;   /* what the document was made from (the revision's id): search_where tells it back */
    text said;    /* words about a text instead of a text: found at low weight, and only when that is asked for. A
                   * document of such words has no title, number, brief or sections. */
};

/* The one writer of an index directory. Used by one thread at a time. After any failure but ERR_INVALID the only thing
 * left is to close it; what was not committed is then lost, and replay from the index's seq brings it back. */
struct search_writer;

/* Opens DIR/index for writing, made empty (seq 0) when there is none. Takes the clean-stop marker away. ERR_SEARCH_DOWN
 * when the index was made by another analyser. `dir` is the data directory and must exist. */
MUST_CHECK err_code search_writer_open(struct search_writer **out, const char *dir, kb_err *err);

/* Begins a new, empty index in DIR/index.new, beside the one in use; what stood there is thrown away. */
MUST_CHECK err_code search_writer_rebuild(struct search_writer **out, const char *dir, kb_err *err);

/* Adds the document or replaces the one with its id, in whichever index that stands. Visible after search_commit; a
 * change of audience commits at once what it must (see the invariants). ERR_INVALID for an id that is empty or too
 * long, or a groups document without groups. Every 1,000 documents are flushed to disk. */
MUST_CHECK err_code search_put(struct search_writer *w, const struct search_doc *doc, kb_err *err);

/* Takes the document out of every index; no error when there is none. */
MUST_CHECK err_code search_remove(struct search_writer *w, text id, kb_err *err);

/* Makes everything so far visible and durable, true up to log number seq: for each index in turn commit, then fsync of
 * its directory (a commit alone does not survive a power cut, see README.md). */
MUST_CHECK err_code search_commit(struct search_writer *w, uint64_t seq, kb_err *err);

/* The seq that all three indexes have reached. */
uint64_t search_writer_seq(const struct search_writer *w);

/* Ends writing with the clean-stop marker, written last; only after search_commit with nothing put since, else no
 * marker is written and the next start checks the index. *w becomes NULL. For a rebuilt index: see
 * search_rebuild_finish. */
MUST_CHECK err_code search_writer_stop(struct search_writer **w, kb_err *err);

/* Closes the new index, puts it in the place of DIR/index in one rename, and removes the old one. Readers change over
 * by themselves at their next question. A writer on the old index must be closed before. *w becomes NULL. */
MUST_CHECK err_code search_rebuild_finish(struct search_writer **w, kb_err *err);

/* Closes without marker and drops what was not committed. NULL is allowed. */
void search_writer_abandon(struct search_writer *w);
void search_writer_abandon_p(struct search_writer **w);

/* ---- Asking ---------------------------------------------------------------------------------------------------------
 */

/* A set of open indexes. One thread at a time: borrow from a pool. */
struct search_reader;

/* ERR_SEARCH_DOWN when there is no index or it was made by another analyser. */
MUST_CHECK err_code search_reader_open(struct search_reader **out, const char *dir, kb_err *err);
void search_reader_close(struct search_reader *r);
void search_reader_close_p(struct search_reader **r);

enum search_scope {
    SEARCH_AS_ANONYMOUS, /* the adopted index only */
    SEARCH_AS_MEMBER     /* adopted and members, with common statistics */
};

enum search_sort {
    SEARCH_BY_RELEVANCE, /* best first; equal scores: newest first, then by id */
    SEARCH_BY_DATE       /* newest first, of the candidates that score at least a fifth of the best one */
};

struct search_ask {
    const struct query *query; /* an empty one asks for everything, newest first */
    enum search_scope scope;
    enum search_sort sort;
    size_t limit;  /* 1 ... SEARCH_LIMIT_MAX; 0 means SEARCH_LIMIT_MAX */
    bool as_typed; /* no correction of misspelt words, no vocabulary */
    bool said;     /* also by what was said about a text; of members only */
    bool itself;   /* only texts that have each of the words itself, in some form; together with as_typed */
};

/* A word that no text has and no dictionary, and one that lies near it. */
struct search_corrected {
    text typed, used; /* folded; in the arena */
};

/* What a text says in a few bytes, made when it is indexed and of nothing but that text. */
struct search_sketch {
    uint64_t bits[2];
};

struct search_hit {
    text id;
    double score; /* 0 and up; comparable within one answer only */
    enum search_audience audience;
    kb_time date;
    struct search_sketch sketch;
};

struct search_hits {
    struct search_hit *items; /* in the arena */
    size_t n;
    bool more; /* there are candidates beyond the limit */
    struct search_corrected corrected[SEARCH_CORRECTED_MAX];
    size_t n_corrected;
    text meant[SEARCH_MEANT_MAX];   /* what was asked for besides, from the vocabulary */
    size_t n_meant, n_tried;        /* and behind those what was not asked, as no text has all of it: so many in all */
    text unheld[SEARCH_UNHELD_MAX]; /* words that no text of the scope holds, nor what they mean; references that none
                                     * cites ("artikel 12 Wrb", an ECLI), each as it was typed */
    size_t n_unheld;
    bool only_near;            /* and no more words are held than that: no hit is an answer */
    const struct query *asked; /* the question with broken words made whole and what was tried for misspelt ones beside
                                * it: for search_snippets_new. In the arena, or the one that was given */
};

/* The candidates. An answer always stands on one state of each index; when a commit comes in between it is asked again.
 */
MUST_CHECK err_code search_find(struct search_reader *r, arena *a, const struct search_ask *ask,
                                struct search_hits *out, kb_err *err);

/* The same without looking for texts: what search_find makes of the question, and no hits. */
MUST_CHECK err_code search_mend(struct search_reader *r, arena *a, const struct search_ask *ask,
                                struct search_hits *out, kb_err *err);

/* Which texts of a list say nearly the same: first[i] is the place of one before i that i is nearly equal to and that
 * is like none before it, or i itself. At most SEARCH_LIMIT_MAX. One word in a hundred makes no difference, one in ten
 * does; the headings of a template do not count. */
void search_alike(const struct search_sketch *sketches, size_t n, uint16_t *first);

/* The same in the groups index, and always by what was said as well, for members of these groups only: what others have
 * there changes nothing. Ranked by how many of the asked words a text holds, in the title twice; equal: newest first.
 * No group gives no hit. */
MUST_CHECK err_code search_find_groups(struct search_reader *r, arena *a, const struct query *query, const text *groups,
                                       size_t n_groups, size_t limit, struct search_hits *out, kb_err *err);

/* What may follow while somebody types. First agreements of the vocabulary that begin with it and find an adopted text
 * (of the first twelve); none behind a filter, a phrase or a sign. Then the last word completed to words of adopted
 * texts, or mended, finished or not, when none begins so; what stands before it stays as it was typed. Alone the most
 * frequent first; behind other words those that belong with them, and none that stands in no text with all of those
 * that any text has. Before such words those that stand in a title behind the last that were typed before it. Of one
 * word that is typed, single words come before what several say. No single words for fewer than SEARCH_SUGGEST_LEAST
 * letters in the last word, nor for a function word of two or three letters behind another, which is finished; no words
 * at all behind a blank. Beside them the adopted texts in whose title everything that was typed stands in a row, its
 * last word finished or not: those whose title begins so first; none for a filter, a phrase or a sign. Nothing for
 * fewer than SEARCH_SUGGEST_LEAST letters in all, nor for more than SEARCH_TYPED_MAX bytes. */
enum {
    SEARCH_SUGGESTED_MAX = 6,
    SEARCH_SUGGESTED_TITLES_MAX = 6,
    SEARCH_SUGGEST_LEAST = 2,
    SEARCH_TYPED_MAX = 100 /* bytes */
};
struct search_suggested {
    text items[SEARCH_SUGGESTED_MAX]; /* in the arena */
    size_t n;
    text titles[SEARCH_SUGGESTED_TITLES_MAX]; /* ids of documents; in the arena */
    size_t n_titles;
};
MUST_CHECK err_code search_suggest(struct search_reader *r, arena *a, text typed, struct search_suggested *out,
                                   kb_err *err);

/* The folded words with one space between: what ways of typing the same have in common. In the arena; empty when it is
 * full. */
text search_folded(arena *a, text typed);

/* ---- The vocabulary: what people say and what the texts call it ---- */

/* The one that travels inside the program: a text, one agreement a line (README.md). */
text search_vocabulary_shipped(void);

/* What the readers of one process need to make only once: it outlives them. Any thread. */
struct search_shared;
MUST_CHECK err_code search_shared_new(struct search_shared **out, kb_err *err);
void search_shared_free(struct search_shared *shared); /* NULL is allowed */

/* For a reader that has answered nothing yet: it takes from here what others made, and leaves here what it makes. */
void search_reader_share(struct search_reader *r, struct search_shared *shared);

/* Makes ahead what the first question would wait for. */
MUST_CHECK err_code search_shared_warm(struct search_shared *shared, kb_err *err);

/* From now on this reader asks with this text instead; it is copied. `version` is told back by
 * search_vocabulary_version; 0 is the shipped one. ERR_NOMEM: the reader asks with the shipped one. */
MUST_CHECK err_code search_vocabulary_put(struct search_reader *r, text source, int64_t version, kb_err *err);
int64_t search_vocabulary_version(const struct search_reader *r);

/* ---- Words by themselves ---- */

enum search_word {
    SEARCH_WORD_UNKNOWN,
    SEARCH_WORD_FUNCTION, /* "de", "van" */
    SEARCH_WORD_KNOWN /* stands so in a text of this scope, in the vocabulary, or in the dictionary as more than a name
                       */
};

/* What is this folded word? Forms that are only related do not count. */
MUST_CHECK err_code search_word(struct search_reader *r, enum search_scope scope, text folded, enum search_word *out,
                                kb_err *err);

/* Have texts of this scope each of these words, in some form, or all of what they mean? Nothing is corrected. */
MUST_CHECK err_code search_leads(struct search_reader *r, arena *a, enum search_scope scope, text words, bool *out,
                                 kb_err *err);

/* Words of texts of this scope that may help who asks for this one: near in spelling when no text holds it and it is no
 * word of Dutch, else what stands in the same texts (ten or more) more than elsewhere. The best first; for keeping a
 * vocabulary. */
enum { SEARCH_NEAR_MAX = 4 };
struct search_near {
    text words[SEARCH_NEAR_MAX]; /* in the arena */
    size_t n;
};
MUST_CHECK err_code search_words_near(struct search_reader *r, arena *a, enum search_scope scope, text folded,
                                      struct search_near *out, kb_err *err);

/* Does any text of this scope hold the word, in this or a related form? */
MUST_CHECK err_code search_knows(struct search_reader *r, enum search_scope scope, text word, bool *known, kb_err *err);

/* The log number up to which all indexes that this reader sees are true, after looking for newer commits. */
MUST_CHECK err_code search_reader_seq(struct search_reader *r, uint64_t *seq, kb_err *err);

/* Where a document stands, for verifying: in which indexes, and the stamp of the copy in the widest. */
struct search_place {
    bool in[SEARCH_AUDIENCE__COUNT];
    text stamp; /* in the arena; empty when it stands nowhere */
};
MUST_CHECK err_code search_where(struct search_reader *r, arena *a, text id, struct search_place *out, kb_err *err);

/* ---- Snippets -------------------------------------------------------------------------------------------------------
 */

struct search_piece {
    text words; /* borrowed from the text that was given; static where it parts two blocks */
    bool marked;
};

struct search_passage {
    const struct search_piece *pieces; /* in the arena; together one passage of the text */
    size_t n;
    bool from_start, to_end; /* else show an ellipsis on that side */
    unsigned worth; /* for comparing passages of one question: how much it says of that; 0 when nothing is marked */
};

/* What one question looks for in texts, with what its words mean besides unless `as_typed`; made once for all of its
 * passages. In the arena; borrows the reader. */
struct search_snippets;
MUST_CHECK err_code search_snippets_new(struct search_snippets **out, struct search_reader *r, arena *a,
                                        const struct query *query, bool as_typed, kb_err *err);

/* The title of the texts that come next: "artikel 271" is of the law that it names. */
void search_snippets_title(struct search_snippets *s, text title);

/* The passage of at most max_bytes that holds most of the query's words, cut between words, with the words marked.
 * Between lines, and cells with a tab between them, it says " · ", which is not counted; " " behind a full stop.
 * Without any such word: the beginning, nothing marked. Only the first SEARCH_SNIPPET_SCAN bytes are looked at. */
MUST_CHECK err_code search_snippet(struct search_snippets *s, text body, size_t max_bytes, struct search_passage *out,
                                   kb_err *err);

/* All of a short text (a title, In het kort), marked in the same way. */
MUST_CHECK err_code search_marked(struct search_snippets *s, text body, struct search_passage *out, kb_err *err);

/* ---- Health ---------------------------------------------------------------------------------------------------------
 */

enum search_state {
    SEARCH_OK,
    SEARCH_MISSING,        /* no index: build */
    SEARCH_OTHER_ANALYSER, /* made by other rules: rebuild */
    SEARCH_DIRTY,          /* no clean stop: ask again with SEARCH_CHECK_DEEP */
    SEARCH_DAMAGED,        /* rebuild */
    SEARCH_STATE__COUNT
};

enum search_depth { SEARCH_CHECK_QUICK, SEARCH_CHECK_DEEP };

struct search_health {
    enum search_state state;
    uint64_t seq;                               /* the least of the three; 0 when unknown */
    uint64_t documents[SEARCH_AUDIENCE__COUNT]; /* 0 when unknown */
    char detail[128];                           /* for the log and kb doctor: what is wrong */
};

/* Quick: milliseconds; after a clean stop the marker, seq and analyser id are compared, nothing else is read; without
 * one the answer is SEARCH_DIRTY. Deep: every block of every table is read (about 50 ms per 1,000 texts of 5 kB); not
 * while a writer is open. An error is only returned when the question could not be asked (ERR_NOMEM, ERR_IO). */
MUST_CHECK err_code search_check(const char *dir, enum search_depth how, struct search_health *out, kb_err *err);

const char *search_state_name(enum search_state state);
const char *search_audience_name(enum search_audience audience);

#ifdef __cplusplus
}
#endif
#endif
