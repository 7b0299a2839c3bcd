#include "content/diff.h"

#include "content/diff_lines.h"
#include "kb/base/buf.h"
#include "kb/base/cleanup.h"

#include <git2.h>

enum {
    LINES_MAX = 4 * DIFF_TEXT_MAX,
    GLUE_MAX = 3, /* a word as short as this that stayed between two changes is shown as changed with them */
};

/* One comparison: which tokens of either side have no partner. */
struct sides {
    struct diff__tokens old, new;
    bool *removed, *added;
};

static int mark_line(const git_diff_delta *delta, const git_diff_hunk *hunk, const git_diff_line *line, void *payload)
{
    struct sides *s = payload;
    (void)delta, (void)hunk;
    size_t old = (size_t)line->old_lineno - 1, new = (size_t)line->new_lineno - 1; /* 0 becomes a number out of range */
    if (line->origin == GIT_DIFF_LINE_DELETION && old < s->old.n) s->removed[old] = true;
    if (line->origin == GIT_DIFF_LINE_ADDITION && new < s->new.n) s->added[new] = true;
    return 0;
}

static err_code compare(struct sides *s, arena *a, kb_err *err)
{
    _cleanup_(buf_release)
    struct buf old = buf_new(LINES_MAX), new = buf_new(LINES_MAX);
    git_diff_options options;
    ERR_TRY(diff__git_start(err));
    if (git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION)) return diff__git_error(err, "git_diff_options_init");
    options.flags = GIT_DIFF_FORCE_TEXT;
    options.context_lines = 0;
    s->removed = ARENA_ARRAY(a, bool, s->old.n);
    s->added = ARENA_ARRAY(a, bool, s->new.n);
    diff__put_lines(&old, s->old, true);
    diff__put_lines(&new, s->new, true);
    if (!s->removed || !s->added || old.failed || new.failed) return err_set(err, ERR_NOMEM, "diff");
    int code = git_diff_buffers(buf_cstr(&old), old.len, NULL, buf_cstr(&new), new.len, NULL, &options, NULL, NULL,
                                NULL, mark_line, s);
    return code ? diff__git_error(err, "git_diff_buffers") : OK;
}

/* The result while it grows: at most one piece for each token of both sides. */
struct result {
    arena *a;
    struct diff *diff;
    struct diff_piece *pieces;
    size_t room, *tokens_left;
};

static bool make_room(struct result *r)
{
    if (r->diff->n_pieces < r->room) return true;
    size_t room = r->room ? r->room * 2 : 64;
    struct diff_piece *more = ARENA_ARRAY(r->a, struct diff_piece, room);
    if (!more) return false;
    if (r->room) memcpy(more, r->pieces, r->room * sizeof *more);
    r->pieces = more;
    r->room = room;
    return true;
}

static bool has_word(text t)
{
    for (size_t i = 0; i < t.len; i++)
        if ((unsigned char)t.ptr[i] >= '0') return true;
    return false;
}

static size_t count_words(text t)
{
    size_t n = 0;
    for (text part; text_next(&t, ' ', &part);) n += has_word(part);
    return n;
}

static void add(struct result *r, enum diff_kind kind, text t)
{
    struct diff_piece *last = r->diff->n_pieces ? &r->pieces[r->diff->n_pieces - 1] : NULL;
    if (!t.len) return;
    if (kind == DIFF_REMOVED) r->diff->words_removed += count_words(t);
    if (kind == DIFF_ADDED) r->diff->words_added += count_words(t);
    if (last && last->kind == kind && last->text.ptr + last->text.len == t.ptr)
        last->text.len += t.len;
    else if (make_room(r))
        r->pieces[r->diff->n_pieces++] = (struct diff_piece){kind, t};
}

/* The text that tokens [from, to) cover. */
static text span(struct diff__tokens tokens, size_t from, size_t to)
{
    if (from == to) return TEXT("");
    return text_of(tokens.at[from].ptr, (size_t)(tokens.at[to - 1].ptr + tokens.at[to - 1].len - tokens.at[from].ptr));
}

/* Both sides of a place where they differ: the tokens without partner that stand next to each other. */
struct gap {
    size_t old_from, old_to, new_from, new_to;
};

static struct gap next_gap(const struct sides *s, size_t old, size_t new)
{
    struct gap gap = {old, old, new, new};
    while (gap.old_to < s->old.n && s->removed[gap.old_to]) gap.old_to++;
    while (gap.new_to < s->new.n && s->added[gap.new_to]) gap.new_to++;
    return gap;
}

/* Calls `differ` for each gap and adds the tokens between gaps as they stand in the new text. */
static err_code each_gap(struct result *r, const struct sides *s,
                         err_code (*differ)(struct result *, const struct sides *, struct gap, kb_err *), kb_err *err)
{
    size_t old = 0, new = 0;
    while (old < s->old.n || new < s->new.n) {
        struct gap gap = next_gap(s, old, new);
        if (gap.old_to > old || gap.new_to > new) ERR_TRY(differ(r, s, gap, err));
        old = gap.old_to;
        new = gap.new_to;
        if (new < s->new.n) add(r, DIFF_SAME, s->new.at[new ++]);
        if (old < s->old.n) old++;
    }
    return OK;
}

static err_code whole_gap(struct result *r, const struct sides *s, struct gap gap, kb_err *err)
{
    (void)err;
    add(r, DIFF_REMOVED, span(s->old, gap.old_from, gap.old_to));
    add(r, DIFF_ADDED, span(s->new, gap.new_from, gap.new_to));
    return OK;
}

static size_t count_kept(const struct sides *s)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->old.n; i++) kept += !s->removed[i] && has_word(s->old.at[i]);
    return kept;
}

static size_t count_word_tokens(struct diff__tokens tokens)
{
    size_t n = 0;
    for (size_t i = 0; i < tokens.n; i++) n += has_word(tokens.at[i]);
    return n;
}

/* "de" that happened to stay between two changed words only makes the reader's eye jump. */
static void glue_short_words(struct sides *s)
{
    size_t old = 0, new = 0;
    bool changed = false;
    while (old < s->old.n && new < s->new.n) {
        struct gap gap = next_gap(s, old, new);
        changed |= gap.old_to > old || gap.new_to > new;
        old = gap.old_to;
        new = gap.new_to;
        if (old == s->old.n || new == s->new.n) return;
        bool alone = (old + 1 < s->old.n && s->removed[old + 1]) || (new + 1 < s->new.n && s->added[new + 1]);
        if (changed && alone && text_trim(s->new.at[new]).len <= GLUE_MAX)
            s->removed[old] = s->added[new] = true;
        else
            changed = false;
        old++;
        new ++;
    }
}

/* One stretch against another: word by word when at least half of the shorter one stayed, else whole. */
static err_code look_closer(struct result *r, const struct sides *s, struct gap gap, kb_err *err)
{
    struct sides words = {0};
    text old = span(s->old, gap.old_from, gap.old_to), new = span(s->new, gap.new_from, gap.new_to);
    if (!old.len || !new.len) return whole_gap(r, s, gap, err);
    if (!diff__may_compare(DIFF__WORD, (text[]){old, new}, 2, r->tokens_left)) {
        r->diff->coarse = true;
        return whole_gap(r, s, gap, err);
    }
    if (!diff__cut(DIFF__WORD, old, r->a, &words.old) || !diff__cut(DIFF__WORD, new, r->a, &words.new))
        return err_set(err, ERR_NOMEM, "diff");
    ERR_TRY(compare(&words, r->a, err));
    size_t n_old = count_word_tokens(words.old), n_new = count_word_tokens(words.new);
    if (2 * count_kept(&words) < (n_old < n_new ? n_old : n_new)) return whole_gap(r, s, gap, err);
    glue_short_words(&words);
    return each_gap(r, &words, whole_gap, err);
}

/* Sentences that were replaced by as many others are taken one by one, so that paragraphs stay side by side. */
static err_code sentence_gap(struct result *r, const struct sides *s, struct gap gap, kb_err *err)
{
    size_t n = gap.old_to - gap.old_from;
    if (n != gap.new_to - gap.new_from) return look_closer(r, s, gap, err);
    for (size_t i = 0; i < n; i++) {
        struct gap pair = {gap.old_from + i, gap.old_from + i + 1, gap.new_from + i, gap.new_from + i + 1};
        ERR_TRY(look_closer(r, s, pair, err));
    }
    return OK;
}

static err_code compare_sentences(struct result *r, text old_text, text new_text, kb_err *err)
{
    struct sides sentences = {0};
    if (!diff__cut(DIFF__SENTENCE, old_text, r->a, &sentences.old) ||
        !diff__cut(DIFF__SENTENCE, new_text, r->a, &sentences.new))
        return err_set(err, ERR_NOMEM, "diff_texts");
    ERR_TRY(compare(&sentences, r->a, err));
    return each_gap(r, &sentences, sentence_gap, err);
}

err_code diff_texts(text old_text, text new_text, size_t *tokens_left, arena *a, const struct diff **result,
                    kb_err *err)
{
    struct result r = {.a = a, .tokens_left = tokens_left, .diff = ARENA_NEW(a, struct diff)};
    if (old_text.len > DIFF_TEXT_MAX || new_text.len > DIFF_TEXT_MAX) return err_set(err, ERR_TOO_LARGE, "diff_texts");
    if (!r.diff) return err_set(err, ERR_NOMEM, "diff_texts");
    if (text_eq(old_text, new_text)) {
        add(&r, DIFF_SAME, new_text);
    } else if (diff__may_compare(DIFF__SENTENCE, (text[]){old_text, new_text}, 2, tokens_left)) {
        ERR_TRY(compare_sentences(&r, old_text, new_text, err));
    } else {
        r.diff->coarse = true;
        add(&r, DIFF_REMOVED, old_text);
        add(&r, DIFF_ADDED, new_text);
    }
    r.diff->pieces = r.pieces;
    *result = r.diff;
    return arena_failed(a) ? err_set(err, ERR_NOMEM, "diff_texts") : OK;
}
