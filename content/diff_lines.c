#include "content/diff_lines.h"

#include "content/diff.h"

#include <git2.h>

enum { ESCAPE = 0x01 }; /* ESCAPE n is a line end, ESCAPE e the byte itself */

err_code diff__git_error(kb_err *err, const char *what)
{
    const git_error *last = git_error_last();
    bool memory = last && last->klass == GIT_ERROR_NOMEMORY;
    return err_set(err, memory ? ERR_NOMEM : ERR_INTERNAL, "%s: %s", what, last && last->message ? last->message : "?");
}

err_code diff__git_start(kb_err *err)
{
    int users = git_libgit2_init();
    if (users < 0) return diff__git_error(err, "git_libgit2_init");
    if (users > 1) git_libgit2_shutdown(); /* the first one stays */
    return OK;
}

static bool is_white(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static size_t skip_white(text t, size_t at)
{
    while (at < t.len && is_white(t.ptr[at])) at++;
    return at;
}

/* Where the sentence that begins at `at` ends, before the white space. */
static size_t sentence_end(text t, size_t at)
{
    for (; at < t.len && t.ptr[at] != '\n'; at++)
        if (strchr(".!?:;", t.ptr[at]) && (at + 1 == t.len || is_white(t.ptr[at + 1]))) return at + 1;
    return at;
}

static size_t sentence(text t, size_t at)
{
    size_t end = sentence_end(t, skip_white(t, at));
    return skip_white(t, end);
}

static size_t sentence_or_gap(text t, size_t at)
{
    size_t end = skip_white(t, at);
    return end > at ? end : sentence_end(t, at);
}

static bool is_word_byte(char c)
{
    unsigned char u = (unsigned char)c;
    return u >= 0x80 || (u >= '0' && u <= '9') || ((u | 0x20) >= 'a' && (u | 0x20) <= 'z');
}

static size_t word(text t, size_t at)
{
    size_t end = at;
    while (end < t.len && is_word_byte(t.ptr[end])) end++;
    return skip_white(t, end == at && !is_white(t.ptr[at]) ? at + 1 : end);
}

/* Where the token that begins at a place ends; each has at least one byte. */
static size_t (*const token_ends[])(text t, size_t at) = {
    [DIFF__SENTENCE] = sentence,
    [DIFF__SENTENCE_AND_GAP] = sentence_or_gap,
    [DIFF__WORD] = word,
};

static size_t count(enum diff__unit unit, text t)
{
    size_t n = 0;
    for (size_t at = 0; at < t.len; n++) at = token_ends[unit](t, at);
    return n;
}

bool diff__cut(enum diff__unit unit, text t, arena *a, struct diff__tokens *out)
{
    text *tokens = ARENA_ARRAY(a, text, count(unit, t));
    if (!tokens) return false;
    *out = (struct diff__tokens){.at = tokens};
    for (size_t at = 0, end; at < t.len; at = end) {
        end = token_ends[unit](t, at);
        tokens[out->n++] = text_of(t.ptr + at, end - at);
    }
    return true;
}

bool diff__may_compare(enum diff__unit unit, const text *texts, size_t n, size_t *tokens_left)
{
    size_t tokens = 0;
    for (size_t i = 0; i < n; i++) tokens += count(unit, texts[i]);
    if (tokens > *tokens_left) return false;
    *tokens_left -= tokens;
    return true;
}

static void put_exact(struct buf *out, text token)
{
    for (size_t i = 0; i < token.len; i++) {
        if (token.ptr[i] == '\n' || token.ptr[i] == ESCAPE) buf_byte(out, ESCAPE);
        buf_byte(out, token.ptr[i] == '\n' ? 'n' : token.ptr[i] == ESCAPE ? 'e' : token.ptr[i]);
    }
}

static void put_loose(struct buf *out, text token)
{
    token = text_trim(token);
    for (size_t i = 0; i < token.len; i++)
        if (!is_white(token.ptr[i]))
            buf_byte(out, token.ptr[i]);
        else if (!is_white(token.ptr[i - 1]))
            buf_byte(out, ' ');
}

void diff__put_lines(struct buf *out, struct diff__tokens tokens, bool loose)
{
    for (size_t i = 0; i < tokens.n; i++) {
        buf_byte(out, 't');
        if (loose)
            put_loose(out, tokens.at[i]);
        else
            put_exact(out, tokens.at[i]);
        buf_byte(out, '\n');
    }
}

void diff__unescape(struct buf *out, text line)
{
    for (size_t i = 1; i < line.len; i++) {
        if (line.ptr[i] != ESCAPE || i + 1 == line.len)
            buf_byte(out, line.ptr[i]);
        else
            buf_byte(out, line.ptr[++i] == 'n' ? '\n' : ESCAPE);
    }
}
