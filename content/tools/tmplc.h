/* tmplc.h - the template compiler: what a template is while it passes through.
 *
 * Four passes:
 *
 *   tmpl_read.c  source -> declarations (struct record, tmpl_decl.c) and a tree of nodes
 *   tmpl_type.c  every name in the tree gets its field, its type and the C that reads it
 *   tmpl_html.c  walks the tree as a browser reads the page (tmpl_scan.c): picks the writer of each value, refuses what
 *                is unsafe or unbalanced, takes out needless white space
 *   tmpl_emit.c  tree -> one header and one C file
 *
 * A mistake ends the program with file:line. Everything lives in one arena until the end.
 */
#ifndef CONTENT_TOOLS_TMPLC_H
#define CONTENT_TOOLS_TMPLC_H

#include "content/tools/po.h"

enum type {
    TYPE_TEXT,
    TYPE_URL,  /* a text that is a whole address */
    TYPE_HTML, /* safe_html */
    TYPE_MSG,  /* enum msg */
    TYPE_INT,  /* int64_t */
    TYPE_BOOL,
    TYPE_LIST, /* pointer and count */
    TYPE_ONE,  /* a struct, or with ? a pointer to one */
    TYPE__COUNT
};

/* A parameter of a view. `of` and `record` are for TYPE_LIST and TYPE_ONE. */
struct field {
    struct field *next;
    text name, of, note;
    enum type type;
    bool optional;
    int line;
    struct record *record;
};

/* A struct: of a view ("hit") or of an inline list ("hit.dot"). */
struct record {
    struct record *next;
    text name;
    struct field *fields;
    const char *file;
    int line, state; /* state: 0 not written, 1 being written, 2 written */
};

/* What stands where a value can stand. The last four are filled by tmpl_type.c. */
struct expr {
    enum { EXPR_NAME, EXPR_WORD, EXPR_KEY, EXPR_INT, EXPR_BOOL } kind;
    text source; /* the name, the word without its quotes, the key, the digits, true or false */
    enum type type;
    bool optional;
    const struct record *record;
    const char *code; /* C expression; of a list without its _count */
};

/* name=value in {{t}}, {{> }} and {{layout}}. */
struct arg {
    struct arg *next;
    text name;
    struct expr value;
    const struct field *target; /* NULL in {{t}} */
};

/* Which escaper a value goes through; chosen by tmpl_html.c. */
enum writer { WRITE_TEXT, WRITE_ATTR, WRITE_URL, WRITE_QUERY, WRITE_HTML, WRITER__COUNT };

enum node_kind {
    NODE_LITERAL, /* literal */
    NODE_VALUE,   /* expr */
    NODE_IF,      /* expr, negate, has_word and word; then, other */
    NODE_EACH,    /* expr; then */
    NODE_MSG,     /* name is the key; args */
    NODE_PART,    /* name; expr when has_expr, else args or the item */
    NODE_ASSET,   /* expr */
    NODE_CSRF,
    NODE_BLOCK
};

struct node {
    struct node *next;
    enum node_kind kind;
    int line;
    text literal, name, word;
    struct expr expr;
    struct arg *args;
    bool negate, has_word, has_expr;
    struct node *then, *other;
    const struct template *part;
    enum writer writer;
    int depth; /* of an each: 1 for the outermost */
};

struct template
{
    struct template *next;
    const char *file;
    text name;
    struct record *record;
    struct node *body;
    struct node *layout; /* a NODE_PART, or NULL */
    struct node *block;  /* in a layout: its {{block}}, at top level of the body */
};

struct compiler {
    arena *mem;
    struct catalogue messages;
    struct template *templates;
    struct record *records, **records_end;
};

void tmpl_read(struct compiler *c, struct template *t);
void tmpl_resolve(struct compiler *c, struct template *t);
void tmpl_html(struct compiler *c, struct template *t);
void tmpl_emit(struct compiler *c, struct buf *header, struct buf *source, const char *header_name);

/* Shared lookups: NULL when there is none. */
struct template *tmpl_find(const struct compiler *c, text name);
struct record *tmpl_record(const struct compiler *c, text name);

/* Zeroed memory that is there, or the end of the program. */
void *tmpl_alloc(struct compiler *c, size_t bytes);

/* "hit.dot" as the name of its struct: "view_hit_dot". */
const char *tmpl_c_name(struct compiler *c, text name);

#endif
