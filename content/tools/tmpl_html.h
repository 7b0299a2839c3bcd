/* tmpl_html.h - the machine that reads a template's HTML, shared by its two files.
 *
 * tmpl_scan.c reads literals as a browser would, far enough to know at each point where a value would stand;
 * tmpl_html.c walks the tree, asks the machine where it is, picks the writer and joins branches.
 *
 * A literal may end between elements, inside <title> or <textarea>, between two attributes and inside a quoted value;
 * anywhere else ("<{{", "name={{") it is cut in two and refused, so no value can become a tag or an attribute. */
#ifndef CONTENT_TOOLS_TMPL_HTML_H
#define CONTENT_TOOLS_TMPL_HTML_H

#include "content/tools/tmpl_rules.h"
#include "content/tools/tmplc.h"

enum { OPEN_MAX = 64, NAME_MAX_LEN = 40 };

enum place {
    PLACE_TEXT,   /* between elements */
    PLACE_RAW,    /* inside title or textarea */
    PLACE_SCRIPT, /* inside <script src>, which must stay empty */
    PLACE_TAG,    /* inside a start tag, between attributes */
    PLACE_VALUE   /* inside a quoted attribute value */
};

/* How far an address has come. */
enum url_part {
    URL_START, /* nothing yet: a whole address may come */
    URL_NAME,  /* a word that could still become a scheme: no value may come */
    URL_VALUE, /* a whole address was put here: only ? & # / may follow */
    URL_INSIDE /* behind a / ? or #: percent-encoded values may come */
};

struct open_element {
    char name[NAME_MAX_LEN];
    int line, branch;
    bool post, csrf;
};

struct machine {
    struct compiler *c;
    struct template *t;

    enum place place;
    int line;
    int branch;      /* how many {{if}} and {{each}} are open here */
    bool need_space; /* in PLACE_TAG: only a space, / or > may come next in this literal */

    char tag[NAME_MAX_LEN]; /* the start tag we are in */
    int tag_line, tag_branch;
    bool tag_post, tag_src;

    char attr[NAME_MAX_LEN]; /* the attribute we are in */
    char quote;
    enum attribute_rule rule;
    enum url_part url;

    struct open_element open[OPEN_MAX];
    size_t depth;
    int keeps;        /* open elements that keep white space */
    bool after_block; /* the last thing written was the tag of a block element */
};

/* Reads one literal and writes it to out without needless white space. */
void machine_literal(struct machine *m, text literal, struct buf *out);

_Noreturn void machine_fail(const struct machine *m, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
