#include "content/merge.h"

#include "content/diff_lines.h"
#include "kb/base/buf.h"
#include "kb/base/cleanup.h"

#include <git2.h>

enum { LINES_MAX = 4 * MERGE_TEXT_MAX, MERGED_MAX = 4 * LINES_MAX };

static err_code write_lines(text t, arena *a, struct buf *out, kb_err *err)
{
    struct diff__tokens tokens;
    if (!diff__cut(DIFF__SENTENCE_AND_GAP, t, a, &tokens)) return err_set(err, ERR_NOMEM, "merge");
    diff__put_lines(out, tokens, false);
    return out->failed ? err_set(err, ERR_NOMEM, "merge") : OK;
}

static git_merge_file_input input_of(const struct buf *lines)
{
    return (git_merge_file_input){.version = GIT_MERGE_FILE_INPUT_VERSION, .ptr = buf_cstr(lines), .size = lines->len};
}

/* Reading libgit2's answer: lines of text ('t'), and the marks < = > around the two sides of a conflict. */
struct reading {
    arena *a;
    struct merge *merge;
    struct merge_piece *pieces;
    struct buf side[2]; /* what stands, or mine; theirs */
    unsigned at;        /* which side is being read */
    struct buf whole;
};

static void add_piece(struct reading *r, bool conflict)
{
    if (!r->side[0].len && !r->side[1].len) return;
    struct merge_piece *piece = &r->pieces[r->merge->n_pieces++];
    text first = arena_text(r->a, buf_text(&r->side[0])), second = arena_text(r->a, buf_text(&r->side[1]));
    *piece = conflict ? (struct merge_piece){.conflict = true, .mine = first, .theirs = second}
                      : (struct merge_piece){.both = first};
    r->merge->n_conflicts += conflict;
    buf_clear(&r->side[0]);
    buf_clear(&r->side[1]);
}

static void read_line(struct reading *r, text line)
{
    switch (line.len ? line.ptr[0] : 0) {
    case 't':
        diff__unescape(&r->side[r->at], line);
        diff__unescape(&r->whole, line);
        break;
    case '<': add_piece(r, false); break;
    case '=': r->at = 1; break;
    case '>':
        add_piece(r, true);
        r->at = 0;
        break;
    default: break;
    }
}

static bool read_all(struct reading *r, text lines)
{
    size_t marks = 0;
    text rest = lines;
    for (text line; text_next(&rest, '\n', &line);) marks += line.len && line.ptr[0] != 't';
    r->pieces = ARENA_ARRAY(r->a, struct merge_piece, marks + 1);
    r->merge = ARENA_NEW(r->a, struct merge);
    if (!r->pieces || !r->merge) return false;
    for (text line; text_next(&lines, '\n', &line);) read_line(r, line);
    add_piece(r, false);
    r->merge->pieces = r->pieces;
    r->merge->clean = r->merge->n_conflicts == 0;
    if (r->merge->clean) r->merge->merged = arena_text(r->a, buf_text(&r->whole));
    return !r->side[0].failed && !r->side[1].failed && !r->whole.failed && !arena_failed(r->a);
}

static err_code read_result(const git_merge_file_result *result, arena *a, const struct merge **merge, kb_err *err)
{
    struct reading r = {.a = a, .side = {buf_new(MERGED_MAX), buf_new(MERGED_MAX)}, .whole = buf_new(MERGED_MAX)};
    bool good = read_all(&r, text_of(result->ptr, result->len));
    buf_release(&r.side[0]);
    buf_release(&r.side[1]);
    buf_release(&r.whole);
    *merge = r.merge;
    return good ? OK : err_set(err, ERR_NOMEM, "merge_texts");
}

/* Sentence by sentence. */
static err_code merge_sentences(text base, text mine, text theirs, arena *a, const struct merge **merge, kb_err *err)
{
    _cleanup_(buf_release)
    struct buf from = buf_new(LINES_MAX), ours = buf_new(LINES_MAX), others = buf_new(LINES_MAX);
    const git_merge_file_options options = {.version = GIT_MERGE_FILE_OPTIONS_VERSION};
    git_merge_file_result result = {0};
    ERR_TRY(diff__git_start(err));
    ERR_TRY(write_lines(base, a, &from, err));
    ERR_TRY(write_lines(mine, a, &ours, err));
    ERR_TRY(write_lines(theirs, a, &others, err));
    git_merge_file_input inputs[] = {input_of(&from), input_of(&ours), input_of(&others)};
    if (git_merge_file(&result, &inputs[0], &inputs[1], &inputs[2], &options))
        return diff__git_error(err, "git_merge_file");
    err_code code = read_result(&result, a, merge, err);
    git_merge_file_result_free(&result);
    return code;
}

/* One piece, without looking into it. */
static err_code take_whole(struct merge_piece only, arena *a, const struct merge **merge, kb_err *err)
{
    struct merge *whole = ARENA_NEW(a, struct merge);
    struct merge_piece *piece = ARENA_NEW(a, struct merge_piece);
    if (!whole || !piece) return err_set(err, ERR_NOMEM, "merge_texts");
    *piece = only;
    *whole =
        (struct merge){.clean = !only.conflict, .merged = only.both, .pieces = piece, .n_conflicts = only.conflict};
    whole->n_pieces = only.conflict || only.both.len;
    *merge = whole;
    return OK;
}

err_code merge_texts(text base, text mine, text theirs, size_t *tokens_left, arena *a, const struct merge **merge,
                     kb_err *err)
{
    if (base.len > MERGE_TEXT_MAX || mine.len > MERGE_TEXT_MAX || theirs.len > MERGE_TEXT_MAX)
        return err_set(err, ERR_TOO_LARGE, "merge_texts");
    if (text_eq(base, mine)) return take_whole((struct merge_piece){.both = theirs}, a, merge, err);
    if (text_eq(base, theirs) || text_eq(mine, theirs))
        return take_whole((struct merge_piece){.both = mine}, a, merge, err);
    if (diff__may_compare(DIFF__SENTENCE_AND_GAP, (text[]){base, mine, theirs}, 3, tokens_left))
        return merge_sentences(base, mine, theirs, a, merge, err);
    return take_whole((struct merge_piece){.conflict = true, .mine = mine, .theirs = theirs}, a, merge, err);
}
