/* tmpl_decl.c - the declarations on top of a template, and the words both readers share. */
#include "content/tools/tmpl_read.h"

static int newlines(text t)
{
    int n = 0;
    for (size_t i = 0; i < t.len; i++) n += t.ptr[i] == '\n';
    return n;
}

text read_advance(struct reader *r, size_t to)
{
    text passed = text_slice(r->source, r->at, to - r->at);
    r->line += newlines(passed);
    r->at = to;
    return passed;
}

enum token read_token(struct reader *r, text *found, int *line)
{
    *line = r->line;
    if (r->at >= r->source.len) return TOKEN_END;
    size_t open = text_find(r->source, TEXT("{{"), r->at);
    if (open != r->at) {
        *found = read_advance(r, open == SIZE_MAX ? r->source.len : open);
        return TOKEN_LITERAL;
    }
    size_t close = text_find(r->source, TEXT("}}"), open);
    if (close == SIZE_MAX) tool_fail(r->t->file, r->line, "{{ without }}");
    *found = text_trim(text_slice(r->source, open + 2, close - open - 2));
    read_advance(r, close + 2);
    if (text_starts(*found, TEXT("!"))) return read_token(r, found, line);
    return TOKEN_DIRECTIVE;
}

bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

void read_space(struct reader *r)
{
    while (r->at < r->source.len && is_space(r->source.ptr[r->at])) read_advance(r, r->at + 1);
}

void read_comments(struct reader *r)
{
    for (read_space(r); text_starts(text_slice(r->source, r->at, 3), TEXT("{{!")); read_space(r)) {
        size_t close = text_find(r->source, TEXT("}}"), r->at);
        if (close == SIZE_MAX) tool_fail(r->t->file, r->line, "{{ without }}");
        read_advance(r, close + 2);
    }
}

bool read_word(text *rest, text *word)
{
    *rest = text_trim(*rest);
    size_t end = 0;
    bool quoted = false;
    while (end < rest->len && (quoted || !is_space(rest->ptr[end]))) quoted ^= rest->ptr[end++] == '"';
    *word = text_slice(*rest, 0, end);
    *rest = text_slice(*rest, end, SIZE_MAX);
    return end != 0;
}

bool all_of(text t, const char *others)
{
    for (size_t i = 0; i < t.len; i++) {
        char c = t.ptr[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || strchr(others, c))) return false;
    }
    return t.len != 0;
}

bool is_name(text t)
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
        read_advance(r, r->at + 1);
    if (text_starts(text_slice(r->source, r->at, 2), TEXT("{{")) || r->at == r->source.len) return false;
    size_t end = r->at;
    if (r->source.ptr[end] == '#') {
        end = text_find_byte(r->source, '\n', end);
        if (end == SIZE_MAX) end = r->source.len;
    } else {
        while (end < r->source.len && all_of(text_slice(r->source, end, 1), "_.")) end++;
        if (end == r->at) end++;
    }
    *word = read_advance(r, end);
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

void read_view(struct reader *r)
{
    text words, word;
    int line;
    read_comments(r);
    if (read_token(r, &words, &line) != TOKEN_DIRECTIVE || !read_word(&words, &word) || !text_is(word, "view"))
        tool_fail(r->t->file, line, "the declarations of %.*s are expected first", TEXT_FMT(r->t->name));
    if (!read_word(&words, &word) || !text_eq(word, r->t->name) || !is_name(word))
        tool_fail(r->t->file, line, "the view must have the name of its file, %.*s", TEXT_FMT(r->t->name));
    r->t->record = new_record(r, r->t->name, line);
    read_fields(r, r->t->record, false, 0);
    if (read_token(r, &words, &line) != TOKEN_DIRECTIVE || !text_is(words, "end"))
        tool_fail(r->t->file, line, "{{end}} of the declarations expected");
}
