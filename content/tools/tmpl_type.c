/* tmpl_type.c - gives every name its field, its type and the C that reads it, and checks what is handed to a part. */
#include "content/msg_place.h"
#include "content/tools/tmplc.h"

/* Where a name is looked up: the innermost {{each}} first, then outwards to the view. */
struct scope {
    const struct scope *outer;
    const struct record *record;
    const char *item;  /* C pointer to the struct: "v", "i1", ... */
    const char *count; /* of an each: C expression; NULL for the view */
    int depth;
};

struct resolver {
    struct compiler *c;
    struct template *t;
};

/* What {{env.NAME}} may name: fields of struct view_env (content/view.h). */
static const struct {
    const char *name;
    enum type type;
} env_fields[] = {
    {"site", TYPE_TEXT},   {"person", TYPE_TEXT}, {"path", TYPE_TEXT},  {"section", TYPE_TEXT},
    {"query", TYPE_TEXT},  {"flash", TYPE_TEXT},  {"lang", TYPE_TEXT},  {"flash_bad", TYPE_BOOL},
    {"writer", TYPE_BOOL}, {"editor", TYPE_BOOL}, {"admin", TYPE_BOOL}, {"demo", TYPE_BOOL},
};

static const char *const type_names[TYPE__COUNT] = {
    [TYPE_TEXT] = "text", [TYPE_URL] = "url",   [TYPE_HTML] = "html",   [TYPE_MSG] = "msg",
    [TYPE_INT] = "int",   [TYPE_BOOL] = "bool", [TYPE_LIST] = "a list", [TYPE_ONE] = "a struct",
};

static const struct po_entry *need_message(struct resolver *r, text key, int line)
{
    const struct po_entry *e = po_find(&r->c->messages, key);
    if (!e) tool_fail(r->t->file, line, "no message \"%.*s\" in the catalogue", TEXT_FMT(key));
    return e;
}

static const char *upper_name(struct resolver *r, text key)
{
    struct buf name = buf_new(256);
    tool_c_upper(&name, key);
    const char *made = arena_printf(r->c->mem, "MSG_%s", buf_cstr(&name));
    buf_release(&name);
    return made;
}

static const char *quoted(struct resolver *r, text word)
{
    struct buf out = buf_new(TOOL_FILE_MAX);
    tool_c_string(&out, word);
    const char *made = arena_printf(r->c->mem, "TEXT(%s)", buf_cstr(&out));
    buf_release(&out);
    return made;
}

static void env_name(struct resolver *r, struct expr *e, int line)
{
    text name = text_slice(e->source, 4, SIZE_MAX);
    e->optional = true;
    for (size_t i = 0; i < sizeof env_fields / sizeof *env_fields; i++) {
        if (!text_is(name, env_fields[i].name)) continue;
        e->type = env_fields[i].type;
        e->code =
            text_is(name, "lang") ? "msg_lang_code(env->lang)" : arena_printf(r->c->mem, "env->%s", env_fields[i].name);
        return;
    }
    tool_fail(r->t->file, line, "the environment has no %.*s", TEXT_FMT(name));
}

static void loop_name(struct resolver *r, const struct scope *s, struct expr *e, int line)
{
    if (!s->count) tool_fail(r->t->file, line, "%.*s stands inside {{each}} only", TEXT_FMT(e->source));
    e->type = TYPE_BOOL;
    if (text_is(e->source, "@first")) {
        e->code = arena_printf(r->c->mem, "n%d == 0", s->depth);
    } else if (text_is(e->source, "@last")) {
        e->code = arena_printf(r->c->mem, "n%d + 1 == %s", s->depth, s->count);
    } else if (text_is(e->source, "@number")) {
        e->type = TYPE_INT;
        e->code = arena_printf(r->c->mem, "(int64_t)(n%d + 1)", s->depth);
    } else {
        tool_fail(r->t->file, line, "@first, @last or @number expected");
    }
}

static const struct field *find_field(const struct record *record, text name)
{
    for (const struct field *f = record->fields; f; f = f->next)
        if (text_eq(f->name, name)) return f;
    return NULL;
}

/* list.count: how many there are. */
static bool count_name(struct resolver *r, const struct field *f, text part, const char *code, struct expr *e)
{
    if (f->type != TYPE_LIST || !text_is(part, "count")) return false;
    e->code = arena_printf(r->c->mem, "(int64_t)%s_count", code);
    e->type = TYPE_INT;
    return true;
}

/* a.b.c: each but the last a struct that is always there. */
static void field_name(struct resolver *r, const struct scope *s, struct expr *e, int line)
{
    text rest = e->source, part;
    const struct field *f = NULL;
    text_next(&rest, '.', &part);
    for (; s; s = s->outer)
        if ((f = find_field(s->record, part))) break;
    if (!f) tool_fail(r->t->file, line, "no field %.*s is declared", TEXT_FMT(part));
    const char *code = arena_printf(r->c->mem, "%s->%.*s", s->item, TEXT_FMT(part));
    while (text_next(&rest, '.', &part)) {
        if (count_name(r, f, part, code, e) && !rest.len) return;
        const struct field *inner = f->type == TYPE_ONE && !f->optional ? find_field(f->record, part) : NULL;
        if (!inner)
            tool_fail(r->t->file, line, "%.*s has no field %.*s to read here", TEXT_FMT(f->name), TEXT_FMT(part));
        f = inner;
        code = arena_printf(r->c->mem, "%s.%.*s", code, TEXT_FMT(part));
    }
    e->code = code;
    e->type = f->type;
    e->optional = f->optional;
    e->record = f->record;
}

static void resolve_expr(struct resolver *r, const struct scope *s, struct expr *e, int line)
{
    switch (e->kind) {
    case EXPR_WORD:
        e->type = TYPE_TEXT;
        e->code = quoted(r, e->source);
        return;
    case EXPR_KEY:
        need_message(r, e->source, line);
        e->type = TYPE_MSG;
        e->code = upper_name(r, e->source);
        return;
    case EXPR_INT:
        e->type = TYPE_INT;
        e->code = arena_text_str(r->c->mem, e->source);
        return;
    case EXPR_BOOL:
        e->type = TYPE_BOOL;
        e->code = arena_text_str(r->c->mem, e->source);
        return;
    case EXPR_NAME: break;
    }
    if (text_starts(e->source, TEXT("@")))
        loop_name(r, s, e, line);
    else if (text_starts(e->source, TEXT("env.")))
        env_name(r, e, line);
    else
        field_name(r, s, e, line);
}

/* ---- What is handed on. */

/* Turns the argument's C into that of the target's type, or refuses. */
static void fit(struct resolver *r, struct arg *a, int line)
{
    const struct field *f = a->target;
    struct expr *e = &a->value;
    bool same = e->type == f->type && (f->type < TYPE_LIST || e->record == f->record);
    if (f->type == TYPE_TEXT && e->type == TYPE_URL) same = true;
    if (f->type == TYPE_URL && e->kind == EXPR_WORD) same = true;
    if (f->type == TYPE_TEXT && e->type == TYPE_MSG) {
        e->code = arena_printf(r->c->mem, "msg_text(env->lang, %s)", e->code);
        same = true;
    }
    if (f->type == TYPE_ONE && e->optional && !f->optional)
        tool_fail(r->t->file, line, "%.*s may be absent and cannot be handed on", TEXT_FMT(e->source));
    if (f->type == TYPE_ONE && f->optional && !e->optional) e->code = arena_printf(r->c->mem, "&%s", e->code);
    if (!same)
        tool_fail(r->t->file, line, "%.*s is %s, but \"%.*s\" is %s", TEXT_FMT(f->name), type_names[f->type],
                  TEXT_FMT(e->source), type_names[e->type]);
}

static bool may_be_left_out(const struct field *f)
{
    return f->optional || f->type == TYPE_INT || f->type == TYPE_BOOL || f->type == TYPE_LIST;
}

static void resolve_args(struct resolver *r, const struct scope *s, struct node *n)
{
    const struct record *record = n->part->record;
    for (struct arg *a = n->args; a; a = a->next) {
        a->target = find_field(record, a->name);
        if (!a->target) tool_fail(r->t->file, n->line, "%.*s has no field %.*s", TEXT_FMT(n->name), TEXT_FMT(a->name));
        resolve_expr(r, s, &a->value, n->line);
        fit(r, a, n->line);
    }
    for (const struct field *f = record->fields; f; f = f->next) {
        const struct arg *a = n->args;
        while (a && a->target != f) a = a->next;
        if (!a && !may_be_left_out(f))
            tool_fail(r->t->file, n->line, "%.*s needs %.*s=", TEXT_FMT(n->name), TEXT_FMT(f->name));
    }
}

/* A part without words takes the item of the {{each}} around it; one that has no fields takes nothing. */
static void resolve_part(struct resolver *r, const struct scope *s, struct node *n, bool layout)
{
    n->part = tmpl_find(r->c, n->name);
    if (!n->part) tool_fail(r->t->file, n->line, "no template %.*s", TEXT_FMT(n->name));
    if (layout ? !n->part->block : n->part->block || n->part->layout)
        tool_fail(r->t->file, n->line, "%.*s %s", TEXT_FMT(n->name),
                  layout ? "has no {{block}} at its top level" : "is a whole page, not a part");
    if (!n->has_expr && !n->args && s->count && s->record == n->part->record) {
        n->expr.code = s->item;
        return;
    }
    if (!n->has_expr) {
        resolve_args(r, s, n);
        return;
    }
    resolve_expr(r, s, &n->expr, n->line);
    if (n->expr.type != TYPE_ONE || n->expr.record != n->part->record)
        tool_fail(r->t->file, n->line, "%.*s is no %.*s", TEXT_FMT(n->expr.source), TEXT_FMT(n->name));
    if (!n->expr.optional) n->expr.code = arena_printf(r->c->mem, "&%s", n->expr.code);
}

/* The names must be exactly the places of the sentence, in both forms of a plural together. */
static bool has_place(text sentence, text wanted)
{
    text name;
    for (size_t at = 0; (at = msg__place(sentence, at, &name)) != SIZE_MAX; at++)
        if (text_eq(name, wanted)) return true;
    return false;
}

static void need_places(struct resolver *r, const struct node *n, text sentence)
{
    text name;
    for (size_t at = 0; (at = msg__place(sentence, at, &name)) != SIZE_MAX; at++) {
        const struct arg *a = n->args;
        while (a && !text_eq(a->name, name)) a = a->next;
        if (!a) tool_fail(r->t->file, n->line, "\"%.*s\" has a place {%.*s}", TEXT_FMT(n->name), TEXT_FMT(name));
    }
}

static void resolve_message(struct resolver *r, const struct scope *s, struct node *n)
{
    const struct po_entry *m = need_message(r, n->name, n->line);
    n->expr.code = upper_name(r, n->name);
    need_places(r, n, m->one);
    need_places(r, n, m->many);
    bool counted = !m->one.ptr;
    for (struct arg *a = n->args; a; a = a->next) {
        counted = counted || text_is(a->name, "n");
        if (!has_place(m->many, a->name) && !has_place(m->one, a->name) && !(m->one.ptr && text_is(a->name, "n")))
            tool_fail(r->t->file, n->line, "\"%.*s\" has no place {%.*s}", TEXT_FMT(n->name), TEXT_FMT(a->name));
        resolve_expr(r, s, &a->value, n->line);
        if (a->value.type == TYPE_MSG)
            a->value.code = arena_printf(r->c->mem, "msg_text(env->lang, %s)", a->value.code);
        else if (a->value.type == TYPE_INT)
            a->value.code = arena_printf(r->c->mem, "view__digits(&(struct view__number){{0}}, %s)", a->value.code);
        else if (a->value.type != TYPE_TEXT && a->value.type != TYPE_URL)
            tool_fail(r->t->file, n->line, "%.*s is %s and cannot stand in a sentence", TEXT_FMT(a->name),
                      type_names[a->value.type]);
    }
    if (!counted) tool_fail(r->t->file, n->line, "\"%.*s\" has a plural and needs n=", TEXT_FMT(n->name));
}

/* ---- The tree. */

static const char *condition(struct resolver *r, const struct node *n)
{
    const struct expr *e = &n->expr;
    if (n->has_word) {
        if (e->type != TYPE_TEXT) tool_fail(r->t->file, n->line, "\"is\" compares a text");
        return arena_printf(r->c->mem, "text_eq(%s, %s)", e->code, quoted(r, n->word));
    }
    if (e->type != TYPE_INT && e->type != TYPE_BOOL && e->type != TYPE_LIST && !e->optional)
        tool_fail(r->t->file, n->line, "%.*s is always there: declare it with ? to ask", TEXT_FMT(e->source));
    static const char *const formats[TYPE__COUNT] = {
        [TYPE_TEXT] = ".len != 0", [TYPE_URL] = ".len != 0", [TYPE_HTML] = ".raw.len != 0", [TYPE_MSG] = " != MSG_NONE",
        [TYPE_INT] = " != 0",      [TYPE_BOOL] = "",         [TYPE_LIST] = "_count != 0",   [TYPE_ONE] = " != NULL",
    };
    return arena_printf(r->c->mem, "%s%s", e->code, formats[e->type]);
}

static void resolve_nodes(struct resolver *r, const struct scope *s, struct node *first);

static void resolve_each(struct resolver *r, const struct scope *s, struct node *n)
{
    resolve_expr(r, s, &n->expr, n->line);
    if (n->expr.type != TYPE_LIST) tool_fail(r->t->file, n->line, "%.*s is no list", TEXT_FMT(n->expr.source));
    struct scope inner = {.outer = s, .record = n->expr.record, .depth = s->depth + 1};
    inner.item = arena_printf(r->c->mem, "i%d", inner.depth);
    inner.count = arena_printf(r->c->mem, "%s_count", n->expr.code);
    n->depth = inner.depth;
    resolve_nodes(r, &inner, n->then);
}

static void resolve_if(struct resolver *r, const struct scope *s, struct node *n)
{
    resolve_expr(r, s, &n->expr, n->line);
    const char *test = condition(r, n);
    n->expr.code = n->negate ? arena_printf(r->c->mem, "!(%s)", test) : test;
    resolve_nodes(r, s, n->then);
    resolve_nodes(r, s, n->other);
}

static void resolve_node(struct resolver *r, const struct scope *s, struct node *n)
{
    switch (n->kind) {
    case NODE_LITERAL:
    case NODE_CSRF: return;
    case NODE_BLOCK:
        if (n != r->t->block) tool_fail(r->t->file, n->line, "{{block}} stands at top level only");
        return;
    case NODE_VALUE:
    case NODE_ASSET: resolve_expr(r, s, &n->expr, n->line); return;
    case NODE_IF: resolve_if(r, s, n); return;
    case NODE_EACH: resolve_each(r, s, n); return;
    case NODE_MSG: resolve_message(r, s, n); return;
    case NODE_PART: resolve_part(r, s, n, false); return;
    }
}

static void resolve_nodes(struct resolver *r, const struct scope *s, struct node *first)
{
    for (struct node *n = first; n; n = n->next) resolve_node(r, s, n);
}

/* Fields of inline structs and of other templates' structs are bound once, before any tree is looked at. */
static void bind_types(struct compiler *c)
{
    for (struct record *record = c->records; record; record = record->next)
        for (struct field *f = record->fields; f; f = f->next) {
            if (f->type < TYPE_LIST || f->record) continue;
            f->record = tmpl_record(c, f->of);
            if (!f->record) tool_fail(record->file, f->line, "no type or template %.*s", TEXT_FMT(f->of));
        }
}

void tmpl_resolve(struct compiler *c, struct template *t)
{
    struct resolver r = {c, t};
    bind_types(c);
    struct scope view = {.record = t->record, .item = "v"};
    if (t->layout) resolve_part(&r, &view, t->layout, true);
    resolve_nodes(&r, &view, t->body);
}
