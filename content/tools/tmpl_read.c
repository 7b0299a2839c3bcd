/* tmpl_read.c - source to tree: literals and directives. */
#include "content/tools/tmpl_read.h"

static struct expr read_expr(struct reader *r, text word, int line)
{
    struct expr e = {.kind = EXPR_NAME, .source = word};
    if (word.len >= 2 && word.ptr[0] == '"' && word.ptr[word.len - 1] == '"') {
        e.kind = EXPR_WORD;
        e.source = text_slice(word, 1, word.len - 2);
    } else if (text_starts(word, TEXT("t:"))) {
        e.kind = EXPR_KEY;
        e.source = text_slice(word, 2, SIZE_MAX);
    } else if (text_is(word, "true") || text_is(word, "false")) {
        e.kind = EXPR_BOOL;
    } else if (word.len && word.len < 10 && word.ptr[0] >= '0' && word.ptr[0] <= '9') {
        for (size_t i = 0; i < word.len; i++)
            if (word.ptr[i] < '0' || word.ptr[i] > '9')
                tool_fail(r->t->file, line, "\"%.*s\" is no number", TEXT_FMT(word));
        e.kind = EXPR_INT;
    } else if (!all_of(text_slice(word, word.len && word.ptr[0] == '@', SIZE_MAX), "_.")) {
        tool_fail(r->t->file, line, "\"%.*s\" is neither a name nor a directive", TEXT_FMT(word));
    }
    return e;
}

static void read_args(struct reader *r, struct node *n, text words)
{
    struct arg **end = &n->args;
    for (text word; read_word(&words, &word);) {
        size_t equals = text_find_byte(word, '=', 0);
        if (equals == SIZE_MAX || !is_name(text_slice(word, 0, equals)))
            tool_fail(r->t->file, n->line, "\"%.*s\": name=value expected", TEXT_FMT(word));
        struct arg *a = tmpl_alloc(r->c, sizeof *a);
        *a = (struct arg){.name = text_slice(word, 0, equals)};
        for (const struct arg *b = n->args; b; b = b->next)
            if (text_eq(a->name, b->name)) tool_fail(r->t->file, n->line, "%.*s is given twice", TEXT_FMT(a->name));
        a->value = read_expr(r, text_slice(word, equals + 1, SIZE_MAX), n->line);
        *end = a;
        end = &a->next;
    }
}

static text one_word(struct reader *r, struct node *n, text *words, const char *what)
{
    text word;
    if (!read_word(words, &word)) tool_fail(r->t->file, n->line, "%s expected", what);
    return word;
}

static void no_more(struct reader *r, struct node *n, text words)
{
    words = text_trim(words);
    if (words.len) tool_fail(r->t->file, n->line, "\"%.*s\" does not belong here", TEXT_FMT(words));
}

static struct node *read_nodes(struct reader *r, int depth, int opened, text *closer);

/* The closer of a branch is "end", or "else" with what follows it. */
static void read_if(struct reader *r, struct node *n, text words, int depth)
{
    n->kind = NODE_IF;
    text word = one_word(r, n, &words, "a name");
    if (text_is(word, "not")) {
        n->negate = true;
        word = one_word(r, n, &words, "a name");
    }
    n->expr = read_expr(r, word, n->line);
    if (read_word(&words, &word)) {
        if (!text_is(word, "is")) tool_fail(r->t->file, n->line, "\"is\" expected");
        struct expr literal = read_expr(r, one_word(r, n, &words, "a word in quotes"), n->line);
        if (literal.kind != EXPR_WORD) tool_fail(r->t->file, n->line, "a word in quotes expected");
        n->has_word = true;
        n->word = literal.source;
    }
    no_more(r, n, words);
    text closer;
    n->then = read_nodes(r, depth, n->line, &closer);
    if (text_is(closer, "end")) return;
    text rest = text_trim(text_slice(closer, 4, SIZE_MAX));
    if (!rest.len) {
        n->other = read_nodes(r, depth, n->line, &closer);
        if (!text_is(closer, "end")) tool_fail(r->t->file, r->line, "a second {{else}}");
        return;
    }
    if (!text_starts(rest, TEXT("if "))) tool_fail(r->t->file, r->line, "{{else}} or {{else if name}} expected");
    if (depth == NESTING_MAX) tool_fail(r->t->file, r->line, "too deep");
    n->other = tmpl_alloc(r->c, sizeof *n->other);
    n->other->line = r->line;
    read_if(r, n->other, text_slice(rest, 3, SIZE_MAX), depth + 1);
}

static void read_each(struct reader *r, struct node *n, text words, int depth)
{
    n->kind = NODE_EACH;
    n->expr = read_expr(r, one_word(r, n, &words, "the name of a list"), n->line);
    no_more(r, n, words);
    text closer;
    n->then = read_nodes(r, depth, n->line, &closer);
    if (!text_is(closer, "end")) tool_fail(r->t->file, r->line, "{{each}} has no {{else}}");
}

static void read_part(struct reader *r, struct node *n, text words)
{
    n->kind = NODE_PART;
    n->name = one_word(r, n, &words, "the name of a template");
    text before = words, word;
    if (read_word(&words, &word) && text_find_byte(word, '=', 0) == SIZE_MAX) {
        n->has_expr = true;
        n->expr = read_expr(r, word, n->line);
        no_more(r, n, words);
        return;
    }
    read_args(r, n, before);
}

static struct node *read_directive(struct reader *r, text words, int line, int depth)
{
    struct node *n = tmpl_alloc(r->c, sizeof *n);
    n->line = line;
    text all = words, word = one_word(r, n, &words, "a directive");
    if (depth == NESTING_MAX) tool_fail(r->t->file, line, "too deep");
    if (text_is(word, "if")) {
        read_if(r, n, words, depth + 1);
    } else if (text_is(word, "each")) {
        read_each(r, n, words, depth + 1);
    } else if (text_is(word, "t")) {
        n->kind = NODE_MSG;
        n->name = one_word(r, n, &words, "a key");
        read_args(r, n, words);
    } else if (text_is(word, ">")) {
        read_part(r, n, words);
    } else if (text_is(word, "asset")) {
        n->kind = NODE_ASSET;
        n->expr = read_expr(r, one_word(r, n, &words, "a name in quotes"), line);
        no_more(r, n, words);
    } else if (text_is(word, "csrf") || text_is(word, "block")) {
        n->kind = text_is(word, "csrf") ? NODE_CSRF : NODE_BLOCK;
        no_more(r, n, words);
    } else if (text_is(word, "layout") || text_is(word, "view")) {
        tool_fail(r->t->file, line, "{{%.*s}} stands on top only", TEXT_FMT(word));
    } else {
        n->kind = NODE_VALUE;
        n->expr = read_expr(r, all, line);
    }
    return n;
}

static bool is_closer(text words)
{
    return text_is(words, "end") || text_is(words, "else") || text_starts(words, TEXT("else "));
}

/* Reads up to {{end}} or {{else}}, which goes to *closer; at top level (closer NULL) up to the end of the file. */
static struct node *read_nodes(struct reader *r, int depth, int opened, text *closer)
{
    struct node *first = NULL, **end = &first;
    text found;
    int line;
    for (enum token token; (token = read_token(r, &found, &line)) != TOKEN_END; end = &(*end)->next) {
        if (token == TOKEN_DIRECTIVE && is_closer(found)) {
            if (!closer) tool_fail(r->t->file, line, "{{%.*s}} closes nothing", TEXT_FMT(found));
            *closer = found;
            return first;
        }
        if (token == TOKEN_DIRECTIVE) {
            *end = read_directive(r, found, line, depth);
            continue;
        }
        *end = tmpl_alloc(r->c, sizeof **end);
        **end = (struct node){.kind = NODE_LITERAL, .line = line, .literal = found};
    }
    if (closer) tool_fail(r->t->file, opened, "has no {{end}}");
    return first;
}

/* {{layout}} is optional and stands first; what is around the body is trimmed. */
static void read_layout(struct reader *r)
{
    struct reader ahead = *r;
    text words, word;
    int line;
    read_comments(&ahead);
    *r = ahead;
    if (read_token(&ahead, &words, &line) != TOKEN_DIRECTIVE || !read_word(&words, &word) || !text_is(word, "layout"))
        return;
    *r = ahead;
    struct node *n = tmpl_alloc(r->c, sizeof *n);
    n->line = line;
    read_part(r, n, words);
    r->t->layout = n;
    read_comments(r);
}

void tmpl_read(struct compiler *c, struct template *t)
{
    struct reader r = {.c = c, .t = t, .source = tool_read(c->mem, t->file), .line = 1};
    while (r.source.len && is_space(r.source.ptr[r.source.len - 1])) r.source.len--;
    read_view(&r);
    read_layout(&r);
    t->body = read_nodes(&r, 0, 0, NULL);
    for (struct node *n = t->body; n; n = n->next) {
        if (n->kind != NODE_BLOCK) continue;
        if (t->block) tool_fail(t->file, n->line, "a second {{block}}");
        t->block = n;
    }
}
