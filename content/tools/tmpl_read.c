/* tmpl_read.c - source to tree: the declarations on top, then literals and directives. */
#include "content/tools/tmplc.h"

enum { NESTING_MAX = 24 };

struct reader {
    struct compiler *c;
    struct template *t;
    text source;
    size_t at;
    int line;
};

/* What came next: a literal, a directive (its words), or the end. */
enum token { TOKEN_END, TOKEN_LITERAL, TOKEN_DIRECTIVE };

static int newlines(text t)
{
    int n = 0;
    for (size_t i = 0; i < t.len; i++) n += t.ptr[i] == '\n';
    return n;
}

static text advance(struct reader *r, size_t to)
{
    text passed = text_slice(r->source, r->at, to - r->at);
    r->line += newlines(passed);
    r->at = to;
    return passed;
}

/* Comments are left out here, so that the white space around one becomes one run. `line` is where it begins. */
static enum token next_token(struct reader *r, text *found, int *line)
{
    *line = r->line;
    if (r->at >= r->source.len) return TOKEN_END;
    size_t open = text_find(r->source, TEXT("{{"), r->at);
    if (open != r->at) {
        *found = advance(r, open == SIZE_MAX ? r->source.len : open);
        return TOKEN_LITERAL;
    }
    size_t close = text_find(r->source, TEXT("}}"), open);
    if (close == SIZE_MAX) tool_fail(r->t->file, r->line, "{{ without }}");
    *found = text_trim(text_slice(r->source, open + 2, close - open - 2));
    advance(r, close + 2);
    if (text_starts(*found, TEXT("!"))) return next_token(r, found, line);
    return TOKEN_DIRECTIVE;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The next word; what stands between quotes belongs to its word, spaces and all. False at the end. */
static bool next_word(text *rest, text *word)
{
    *rest = text_trim(*rest);
    size_t end = 0;
    bool quoted = false;
    while (end < rest->len && (quoted || !is_space(rest->ptr[end]))) quoted ^= rest->ptr[end++] == '"';
    *word = text_slice(*rest, 0, end);
    *rest = text_slice(*rest, end, SIZE_MAX);
    return end != 0;
}

static bool all_of(text t, const char *others)
{
    for (size_t i = 0; i < t.len; i++) {
        char c = t.ptr[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || strchr(others, c))) return false;
    }
    return t.len != 0;
}

/* A word that a directive begins with cannot be a field. */
static bool is_name(text t)
{
    static const char *const taken[] = {"if",     "not",   "is",   "else", "end",   "each", "t",    "csrf",
                                        "layout", "block", "view", "env",  "asset", "true", "false"};
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        if (text_is(t, taken[i])) return false;
    return all_of(t, "_") && t.ptr[0] >= 'a' && t.ptr[0] <= 'z';
}

/* ---- Declarations: name: type? # note, one a line or separated by commas. */

/* The words of the declarations: names, ':', '?', '{', '}', ',' and notes. Newlines only end notes. */
static bool declaration_word(struct reader *r, text *word)
{
    while (r->at < r->source.len && (is_space(r->source.ptr[r->at]) || r->source.ptr[r->at] == ','))
        advance(r, r->at + 1);
    if (text_starts(text_slice(r->source, r->at, 2), TEXT("{{")) || r->at == r->source.len) return false;
    size_t end = r->at;
    if (r->source.ptr[end] == '#') {
        end = text_find_byte(r->source, '\n', end);
        if (end == SIZE_MAX) end = r->source.len;
    } else {
        while (end < r->source.len && all_of(text_slice(r->source, end, 1), "_.")) end++;
        if (end == r->at) end++;
    }
    *word = advance(r, end);
    return true;
}

static text need_word(struct reader *r, const char *what)
{
    text word;
    if (!declaration_word(r, &word)) tool_fail(r->t->file, r->line, "%s expected", what);
    return word;
}

static struct record *new_record(struct reader *r, text name, int line)
{
    if (tmpl_record(r->c, name)) tool_fail(r->t->file, line, "%.*s is declared twice", TEXT_FMT(name));
    struct record *record = tmpl_alloc(r->c, sizeof *record);
    *record = (struct record){.name = name, .file = r->t->file, .line = line};
    *r->c->records_end = record;
    r->c->records_end = &record->next;
    return record;
}

static void read_fields(struct reader *r, struct record *record, bool inner, int depth);

static const struct {
    const char *word;
    enum type type;
} simple_types[] = {{"text", TYPE_TEXT}, {"url", TYPE_URL}, {"html", TYPE_HTML},
                    {"msg", TYPE_MSG},   {"int", TYPE_INT}, {"bool", TYPE_BOOL}};

static void read_type(struct reader *r, struct record *record, struct field *f, int depth)
{
    text word = need_word(r, "a type");
    for (size_t i = 0; i < sizeof simple_types / sizeof *simple_types; i++) {
        if (!text_is(word, simple_types[i].word)) continue;
        f->type = simple_types[i].type;
        return;
    }
    f->type = TYPE_ONE;
    f->of = word;
    if (text_is(word, "list")) {
        f->type = TYPE_LIST;
        if (!text_is(need_word(r, "of"), "of")) tool_fail(r->t->file, r->line, "\"list of NAME\" expected");
        f->of = need_word(r, "the name of what is listed");
    }
    if (!all_of(f->of, "_.")) tool_fail(r->t->file, r->line, "\"%.*s\" is no type", TEXT_FMT(f->of));
    text rest = text_trim(text_slice(r->source, r->at, SIZE_MAX));
    if (!text_starts(rest, TEXT("{")) || text_starts(rest, TEXT("{{"))) return;
    if (depth == NESTING_MAX) tool_fail(r->t->file, r->line, "too deep");
    need_word(r, "{");
    const char *full = arena_printf(r->c->mem, "%.*s.%.*s", TEXT_FMT(record->name), TEXT_FMT(f->of));
    f->of = text_str(full);
    read_fields(r, new_record(r, f->of, f->line), true, depth + 1);
}

static void check_field(struct reader *r, const struct record *record, const struct field *f)
{
    if (!is_name(f->name)) tool_fail(r->t->file, f->line, "\"%.*s\" is no name (a-z 0-9 _)", TEXT_FMT(f->name));
    for (const struct field *g = record->fields; g; g = g->next)
        if (text_eq(g->name, f->name)) tool_fail(r->t->file, f->line, "%.*s is declared twice", TEXT_FMT(f->name));
    if (f->optional && (f->type == TYPE_INT || f->type == TYPE_BOOL || f->type == TYPE_LIST))
        tool_fail(r->t->file, f->line, "%.*s: ? has no meaning here, use {{if}} as it is", TEXT_FMT(f->name));
}

static void read_fields(struct reader *r, struct record *record, bool inner, int depth)
{
    struct field **end = &record->fields, *last = NULL;
    for (text word; declaration_word(r, &word);) {
        if (text_starts(word, TEXT("#"))) {
            if (last) last->note = text_trim(text_slice(word, 1, SIZE_MAX));
            continue;
        }
        if (text_is(word, "?") && last && !last->optional) {
            last->optional = true;
            check_field(r, &(struct record){0}, last);
            continue;
        }
        if (text_is(word, "}") && inner) return;
        struct field *f = tmpl_alloc(r->c, sizeof *f);
        *f = (struct field){.name = word, .line = r->line};
        if (!text_is(need_word(r, ":"), ":")) tool_fail(r->t->file, f->line, "\"name: type\" expected");
        check_field(r, record, f);
        read_type(r, record, f, depth);
        *end = last = f;
        end = &f->next;
    }
    if (inner) tool_fail(r->t->file, r->line, "} expected");
}

static void read_view(struct reader *r)
{
    text words, word;
    int line;
    while (r->at < r->source.len && is_space(r->source.ptr[r->at])) advance(r, r->at + 1);
    if (next_token(r, &words, &line) != TOKEN_DIRECTIVE || !next_word(&words, &word) || !text_is(word, "view"))
        tool_fail(r->t->file, line, "{{view %.*s}} expected first", TEXT_FMT(r->t->name));
    if (!next_word(&words, &word) || !text_eq(word, r->t->name) || !is_name(word))
        tool_fail(r->t->file, line, "the view must have the name of its file, %.*s", TEXT_FMT(r->t->name));
    r->t->record = new_record(r, r->t->name, line);
    read_fields(r, r->t->record, false, 0);
    if (next_token(r, &words, &line) != TOKEN_DIRECTIVE || !text_is(words, "end"))
        tool_fail(r->t->file, line, "{{end}} of the declarations expected");
}

/* ---- Directives. */

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
    for (text word; next_word(&words, &word);) {
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
    if (!next_word(words, &word)) tool_fail(r->t->file, n->line, "%s expected", what);
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
    if (next_word(&words, &word)) {
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
    if (next_word(&words, &word) && text_find_byte(word, '=', 0) == SIZE_MAX) {
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
    for (enum token token; (token = next_token(r, &found, &line)) != TOKEN_END; end = &(*end)->next) {
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
    while (ahead.at < ahead.source.len && is_space(ahead.source.ptr[ahead.at])) advance(&ahead, ahead.at + 1);
    *r = ahead;
    if (next_token(&ahead, &words, &line) != TOKEN_DIRECTIVE || !next_word(&words, &word) || !text_is(word, "layout"))
        return;
    *r = ahead;
    struct node *n = tmpl_alloc(r->c, sizeof *n);
    n->line = line;
    read_part(r, n, words);
    r->t->layout = n;
    while (r->at < r->source.len && is_space(r->source.ptr[r->at])) advance(r, r->at + 1);
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
