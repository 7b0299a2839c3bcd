/* tmpl_emit.c - tree to C: every run of literals becomes one buf_put, every value one writer. */
#include "content/tools/tmplc.h"

struct emitter {
    struct compiler *c;
    struct buf *out;
    struct buf literal; /* not yet written */
    int indent;
};

/* ---- Structs. */

static void emit_record(struct compiler *c, struct buf *out, struct record *record);

/* A struct by value must be complete before it is used; pointers to it need only its name, which C gives for free. */
static void emit_needed(struct compiler *c, struct buf *out, const struct record *record)
{
    for (const struct field *f = record->fields; f; f = f->next) {
        if (f->type < TYPE_LIST) continue;
        if (f->type == TYPE_ONE && !f->optional && f->record->state == 1)
            tool_fail(record->file, f->line, "%.*s would contain itself", TEXT_FMT(f->name));
        emit_record(c, out, f->record);
    }
}

static void emit_field(struct compiler *c, struct buf *out, const struct field *f)
{
    static const char *const types[] = {[TYPE_TEXT] = "text",    [TYPE_URL] = "text",    [TYPE_HTML] = "safe_html",
                                        [TYPE_MSG] = "enum msg", [TYPE_INT] = "int64_t", [TYPE_BOOL] = "bool"};
    if (f->type < TYPE_LIST)
        buf_printf(out, "    %s %.*s;", types[f->type], TEXT_FMT(f->name));
    else
        buf_printf(out, "    %sstruct %s %s%.*s;", f->type == TYPE_ONE && !f->optional ? "" : "const ",
                   tmpl_c_name(c, f->record->name), f->type == TYPE_ONE && !f->optional ? "" : "*", TEXT_FMT(f->name));
    if (f->type == TYPE_LIST) buf_printf(out, "\n    size_t %.*s_count;", TEXT_FMT(f->name));
    if (f->type == TYPE_URL || f->optional || f->note.len)
        buf_printf(out, " /* %s%s%s%.*s */", f->type == TYPE_URL ? "address" : "",
                   f->optional ? f->type == TYPE_URL ? ", may be absent" : "may be absent" : "",
                   (f->type == TYPE_URL || f->optional) && f->note.len ? "; " : "", TEXT_FMT(f->note));
    buf_byte(out, '\n');
}

static void emit_record(struct compiler *c, struct buf *out, struct record *record)
{
    if (record->state) return;
    record->state = 1;
    emit_needed(c, out, record);
    record->state = 2;
    buf_printf(out, "struct %s {\n", tmpl_c_name(c, record->name));
    for (const struct field *f = record->fields; f; f = f->next) emit_field(c, out, f);
    if (!record->fields) buf_str(out, "    char nothing; /* takes no data */\n");
    buf_str(out, "};\n\n");
}

/* ---- Code. */

static void line(struct emitter *e, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void line(struct emitter *e, const char *format, ...)
{
    if (e->literal.len) {
        struct buf waiting = e->literal;
        e->literal = buf_new(TOOL_FILE_MAX);
        struct buf quoted = buf_new(TOOL_FILE_MAX);
        tool_c_string(&quoted, buf_text(&waiting));
        line(e, "buf_put(out, TEXT(%s));", buf_cstr(&quoted));
        buf_release(&quoted);
        buf_release(&waiting);
    }
    va_list args;
    va_start(args, format);
    const char *made = arena_vprintf(e->c->mem, format, args);
    va_end(args);
    if (made && *made) buf_printf(e->out, "%*s%s\n", e->indent * 4, "", made);
}

static void open_brace(struct emitter *e)
{
    line(e, "{");
    e->indent++;
}

static void close_brace(struct emitter *e)
{
    line(e, "%s", "");
    e->indent--;
    line(e, "}");
}

static const char *const writers[WRITER__COUNT] = {[WRITE_TEXT] = "html_text",
                                                   [WRITE_ATTR] = "html_attr",
                                                   [WRITE_URL] = "html_url",
                                                   [WRITE_QUERY] = "html_query",
                                                   [WRITE_HTML] = "html_raw_safe_html"};

static void emit_value(struct emitter *e, const struct node *n)
{
    const char *writer = writers[n->writer], *code = n->expr.code;
    if (n->kind == NODE_ASSET)
        line(e, "%s(out, view__asset(env, %s));", writer, code);
    else if (n->expr.type == TYPE_MSG)
        line(e, "%s(out, msg_text(env->lang, %s));", writer, code);
    else if (n->expr.type == TYPE_INT)
        line(e, "buf_put(out, view__digits(&(struct view__number){{0}}, %s));", code);
    else
        line(e, "%s(out, %s);", writer, code);
}

static void emit_message(struct emitter *e, const struct node *n)
{
    if (!n->args) {
        line(e, "%s(out, msg_text(env->lang, %s));", writers[n->writer], n->expr.code);
        return;
    }
    open_brace(e);
    line(e, "const struct msg_arg args[] = {");
    size_t count = 0;
    for (const struct arg *a = n->args; a; a = a->next, count++)
        line(e, "    {TEXT(\"%.*s\"), %s},", TEXT_FMT(a->name), a->value.code);
    line(e, "};");
    line(e, "msg_write(out, %s, env->lang, %s, args, %zu);", writers[n->writer], n->expr.code, count);
    close_brace(e);
}

/* The struct for a part or layout, made of its arguments. */
static void emit_struct(struct emitter *e, const struct node *n, const char *variable)
{
    const char *type = tmpl_c_name(e->c, n->part->name);
    if (!n->args) {
        line(e, "const struct %s %s = {0};", type, variable);
        return;
    }
    line(e, "const struct %s %s = {", type, variable);
    for (const struct arg *a = n->args; a; a = a->next) {
        line(e, "    .%.*s = %s,", TEXT_FMT(a->name), a->value.code);
        if (a->target->type == TYPE_LIST) line(e, "    .%.*s_count = %s_count,", TEXT_FMT(a->name), a->value.code);
    }
    line(e, "};");
}

static void emit_part(struct emitter *e, const struct node *n)
{
    const char *name = tmpl_c_name(e->c, n->part->name);
    if (n->expr.code && n->expr.optional) {
        line(e, "if (%s) %s(out, env, %s);", n->expr.code, name, n->expr.code);
    } else if (n->expr.code) {
        line(e, "%s(out, env, %s);", name, n->expr.code);
    } else {
        open_brace(e);
        emit_struct(e, n, "part");
        line(e, "%s(out, env, &part);", name);
        close_brace(e);
    }
}

static void emit_nodes(struct emitter *e, const struct node *first, const struct node *until);

static void emit_if(struct emitter *e, const struct node *n)
{
    line(e, "if (%s) {", n->expr.code);
    e->indent++;
    emit_nodes(e, n->then, NULL);
    line(e, "%s", "");
    e->indent--;
    if (n->other) {
        line(e, "} else {");
        e->indent++;
        emit_nodes(e, n->other, NULL);
        line(e, "%s", "");
        e->indent--;
    }
    line(e, "}");
}

static void emit_each(struct emitter *e, const struct node *n)
{
    line(e, "for (size_t n%d = 0; n%d < %s_count; n%d++) {", n->depth, n->depth, n->expr.code, n->depth);
    e->indent++;
    line(e, "const struct %s *i%d = &%s[n%d];", tmpl_c_name(e->c, n->expr.record->name), n->depth, n->expr.code,
         n->depth);
    line(e, "(void)i%d;", n->depth);
    emit_nodes(e, n->then, NULL);
    close_brace(e);
}

static void emit_node(struct emitter *e, const struct node *n)
{
    switch (n->kind) {
    case NODE_LITERAL: buf_put(&e->literal, n->literal); return;
    case NODE_VALUE:
    case NODE_ASSET: emit_value(e, n); return;
    case NODE_IF: emit_if(e, n); return;
    case NODE_EACH: emit_each(e, n); return;
    case NODE_MSG: emit_message(e, n); return;
    case NODE_PART: emit_part(e, n); return;
    case NODE_CSRF: line(e, "view__csrf(out, env);"); return;
    case NODE_BLOCK: return;
    }
}

static void emit_nodes(struct emitter *e, const struct node *first, const struct node *until)
{
    for (const struct node *n = first; n != until; n = n->next) emit_node(e, n);
}

static const char *prototype(struct emitter *e, const struct template *t, const char *suffix)
{
    const char *name = tmpl_c_name(e->c, t->name);
    return arena_printf(e->c->mem, "void %s%s(struct buf *out, const struct view_env *env, const struct %s *v)", name,
                        suffix, name);
}

static void emit_function(struct emitter *e, const struct template *t, const char *suffix, const struct node *from,
                          const struct node *until)
{
    line(e, "%s", prototype(e, t, suffix));
    open_brace(e);
    line(e, "(void)env, (void)v;");
    if (t->layout) {
        emit_struct(e, t->layout, "layout");
        line(e, "%s__head(out, env, &layout);", tmpl_c_name(e->c, t->layout->name));
    }
    emit_nodes(e, from, until);
    if (t->layout) line(e, "%s__tail(out, env, &layout);", tmpl_c_name(e->c, t->layout->name));
    close_brace(e);
    buf_byte(e->out, '\n');
}

/* A layout is two functions: what stands before its {{block}} and what stands after. */
static void emit_template(struct emitter *e, const struct template *t)
{
    if (!t->block) {
        emit_function(e, t, "", t->body, NULL);
        return;
    }
    emit_function(e, t, "__head", t->body, t->block);
    emit_function(e, t, "__tail", t->block->next, NULL);
}

static void emit_header(struct emitter *e, struct buf *header)
{
    struct compiler *c = e->c;
    buf_str(header, "/* Made by content/tools/tmplc.c from the templates: one struct and one function for each. */\n"
                    "#pragma once\n\n#include \"content/view.h\"\n\n#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n");
    for (struct record *r = c->records; r; r = r->next) emit_record(c, header, r);
    for (const struct template *t = c->templates; t; t = t->next) {
        if (!t->block) {
            buf_printf(header, "%s;\n", prototype(e, t, ""));
            continue;
        }
        buf_printf(header, "%s;\n", prototype(e, t, "__head"));
        buf_printf(header, "%s;\n", prototype(e, t, "__tail"));
    }
    buf_str(header, "\n#ifdef __cplusplus\n}\n#endif\n");
}

void tmpl_emit(struct compiler *c, struct buf *header, struct buf *source, const char *header_name)
{
    struct emitter e = {.c = c, .out = source, .literal = buf_new(TOOL_FILE_MAX)};
    emit_header(&e, header);
    buf_printf(source, "/* Made by content/tools/tmplc.c from the templates. */\n#include \"%s\"\n\n", header_name);
    for (const struct template *t = c->templates; t; t = t->next) emit_template(&e, t);
    buf_release(&e.literal);
}
