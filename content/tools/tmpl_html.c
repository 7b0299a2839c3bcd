/* tmpl_html.c - walks the tree with the machine of tmpl_html.h: picks writers, joins branches, shrinks literals. */
#include "content/tools/tmpl_html.h"

static void walk(struct machine *m, struct node *first);

static void literal(struct machine *m, struct node *n)
{
    struct buf out = buf_new(TOOL_FILE_MAX);
    machine_literal(m, n->literal, &out);
    n->literal = arena_text(m->c->mem, buf_text(&out));
    buf_release(&out);
}

static void need_text_place(const struct machine *m, const char *what)
{
    if (m->place != PLACE_TEXT) machine_fail(m, "%s may stand between elements only", what);
}

/* ---- Values. */

static enum writer address_writer(struct machine *m, const struct node *n)
{
    bool whole = n->expr.type == TYPE_URL || n->kind == NODE_ASSET;
    if (!strcmp(m->tag, "script") && n->kind != NODE_ASSET) machine_fail(m, "a script comes from {{asset ...}} only");
    if (m->url == URL_START && !whole)
        machine_fail(m, "\"%.*s\" is a whole address here: declare it as url", TEXT_FMT(n->expr.source));
    if (m->url == URL_START) {
        m->url = URL_VALUE;
        m->tag_src = m->tag_src || (n->kind == NODE_ASSET && !strcmp(m->attr, "src"));
        return WRITE_URL;
    }
    if (n->kind == NODE_ASSET) machine_fail(m, "{{asset}} is the whole value of an attribute");
    if (m->url != URL_INSIDE)
        machine_fail(m, "\"%.*s\" could change the kind of address: put a / ? or # before it",
                     TEXT_FMT(n->expr.source));
    return WRITE_QUERY;
}

static enum writer value_writer(struct machine *m, const struct node *n)
{
    switch (m->place) {
    case PLACE_TEXT:
    case PLACE_RAW: return WRITE_TEXT;
    case PLACE_VALUE: break;
    case PLACE_TAG: machine_fail(m, "a value may not be an attribute name");
    case PLACE_SCRIPT: machine_fail(m, "a value may not stand in a script");
    }
    if (m->rule == ATTRIBUTE_LITERAL) machine_fail(m, "%s may not hold a value", m->attr);
    return m->rule == ATTRIBUTE_ADDRESS ? address_writer(m, n) : WRITE_ATTR;
}

static void check_type(const struct machine *m, const struct node *n)
{
    enum type type = n->expr.type;
    if (type == TYPE_BOOL || type == TYPE_LIST || type == TYPE_ONE)
        machine_fail(m, "\"%.*s\" cannot be written: it is a bool, a list or a struct", TEXT_FMT(n->expr.source));
    bool address = m->place == PLACE_VALUE && m->rule == ATTRIBUTE_ADDRESS;
    if (address && type == TYPE_MSG) machine_fail(m, "a sentence may not stand in an address");
    if (n->kind == NODE_ASSET && !address) machine_fail(m, "{{asset}} may stand in an address only");
    if (n->kind == NODE_ASSET && type != TYPE_TEXT) machine_fail(m, "{{asset}} needs a text");
}

static void value(struct machine *m, struct node *n)
{
    check_type(m, n);
    n->writer = value_writer(m, n);
    if (n->expr.type == TYPE_HTML) {
        if (m->place != PLACE_TEXT)
            machine_fail(m, "html \"%.*s\" may stand between elements only", TEXT_FMT(n->expr.source));
        n->writer = WRITE_HTML;
    }
    m->after_block = false;
}

static void message(struct machine *m, struct node *n)
{
    if (m->place == PLACE_VALUE && m->rule == ATTRIBUTE_ADDRESS)
        machine_fail(m, "a sentence may not stand in an address");
    n->writer = value_writer(m, n);
    m->after_block = false;
}

static void csrf(struct machine *m)
{
    need_text_place(m, "{{csrf}}");
    size_t i = m->depth;
    while (i && strcmp(m->open[i - 1].name, "form") != 0) i--;
    if (!i || !m->open[i - 1].post) machine_fail(m, "{{csrf}} stands in a <form method=\"post\">");
    if (m->open[i - 1].branch != m->branch) machine_fail(m, "{{csrf}} may not depend on {{if}} or {{each}}");
    if (m->open[i - 1].csrf) machine_fail(m, "a second {{csrf}} in this form");
    m->open[i - 1].csrf = true;
}

/* ---- Branches. */

static bool same_open(const struct machine *a, const struct machine *b)
{
    for (size_t i = 0; i < a->depth && i < b->depth; i++)
        if (strcmp(a->open[i].name, b->open[i].name) != 0 || a->open[i].post != b->open[i].post) return false;
    return a->depth == b->depth;
}

static bool same_place(const struct machine *a, const struct machine *b)
{
    if (a->place != b->place || !same_open(a, b)) return false;
    bool in_tag = a->place == PLACE_TAG || a->place == PLACE_VALUE;
    if (in_tag && (strcmp(a->tag, b->tag) != 0 || a->tag_src != b->tag_src)) return false;
    if (a->place != PLACE_VALUE) return true;
    return a->quote == b->quote && !strcmp(a->attr, b->attr) && (a->rule != ATTRIBUTE_ADDRESS || a->url == b->url);
}

/* An if without else, and an each, must come back to where they began: they may run not at all, or twice. */
static void branches(struct machine *m, struct node *n)
{
    static const char moved[] = "a branch ends in another element, attribute or part of an address than it began";
    struct machine before = *m;
    m->branch++;
    walk(m, n->then);
    m->branch--;
    m->line = n->line;
    struct machine other = before;
    if (n->other) {
        other.branch++;
        walk(&other, n->other);
        other.branch--;
        other.line = n->line;
    }
    if (!same_place(m, &other)) machine_fail(m, n->other ? "the branches end in different places" : moved);
    m->after_block = m->after_block && other.after_block;
}

static void visit(struct machine *m, struct node *n)
{
    m->line = n->line;
    switch (n->kind) {
    case NODE_LITERAL: literal(m, n); return;
    case NODE_VALUE:
    case NODE_ASSET: value(m, n); return;
    case NODE_MSG: message(m, n); return;
    case NODE_CSRF: csrf(m); break;
    case NODE_PART: need_text_place(m, "{{> }}"); break;
    case NODE_BLOCK: need_text_place(m, "{{block}}"); break;
    case NODE_IF:
    case NODE_EACH: branches(m, n); return;
    }
    m->after_block = false;
}

static void walk(struct machine *m, struct node *first)
{
    for (struct node *n = first; n; n = n->next) visit(m, n);
}

void tmpl_html(struct compiler *c, struct template *t)
{
    struct machine *m = tmpl_alloc(c, sizeof *m);
    *m = (struct machine){.c = c, .t = t, .place = PLACE_TEXT, .line = 1, .after_block = true};
    walk(m, t->body);
    if (m->place == PLACE_TAG || m->place == PLACE_VALUE) {
        m->line = m->tag_line;
        machine_fail(m, "<%s> is not closed with >", m->tag);
    }
    if (!m->depth) return;
    m->line = m->open[m->depth - 1].line;
    machine_fail(m, "<%s> is never closed", m->open[m->depth - 1].name);
}
