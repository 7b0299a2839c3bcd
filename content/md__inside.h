/* md__inside.h - what the files of the renderer share. Nobody outside content/md_*.c and markdown.c includes it.
 *
 * How one text is rendered:
 *   1. md_check (md_limits.c).
 *   2. md__notes_take (md_notes.c) takes the definitions of notes out of the source, leaving empty lines, and writes
 * one link reference for each in front: "[^a]: kb-note:1". So cmark itself finds the references to notes, as links, and
 * knows what is code and what is escaped.
 *   3. cmark parses that: the MAIN tree.
 *   4. md__tables_find (md_tables.c) looks at the source lines of each paragraph of the main tree.
 *   5. All cells of all tables and all notes become one more source, parsed once: the SIDE tree. One, because one for
 *      each table would repeat the link references each time (quadratic).
 *   6. The main tree is walked, node by node (md_walk.c, md_link.c), then the notes that were referred to, in order.
 * Everything lives in the arena but the two trees.
 */
#ifndef CONTENT_MD_INSIDE_H
#define CONTENT_MD_INSIDE_H

#include "content/markdown.h"

#include "kb/base/cleanup.h"

#include <cmark.h>

/* Growing lists are chains in the arena, flattened at the end. */
struct md__piece {
    struct md__piece *next;
    enum md_piece_kind kind;
    bool block;
    size_t from, to; /* in the HTML */
    text key;
};

struct md__heading {
    struct md__heading *next;
    struct md_heading facts;
};

struct md__anchor; /* md_anchor.c */

enum { MD__ANCHOR_BUCKETS = 1024, MD__NOTES_MAX = 2000, MD__LABEL_MAX = 64 };

struct md__note {
    text label, body; /* body: lines without their indentation */
    cmark_node *node; /* a quote in the side tree, holding the note's blocks */
    unsigned number;  /* as shown, from 1, in order of first reference; 0 = nobody refers to it */
    unsigned references;
};

struct md__table {
    struct md__table *next;
    size_t columns, rows; /* rows with the head */
    const text *cells;    /* rows * columns, of the source */
    cmark_node **nodes;   /* the same in the side tree: headings whose children are the cell's content */
    const char *align;    /* for each column 'l', 'c', 'r' or 0 */
};

struct md__writer {
    const struct md_options *options;
    const struct md_words *words;
    const char *prefix;
    arena *a;
    struct buf html, plain, words_found;

    text source;       /* as fed to cmark */
    size_t first_line; /* lines that step 2 put in front */
    const text *lines; /* of `source` */
    size_t n_lines;
    cmark_node *main, *side;

    struct md__note *notes;
    size_t n_notes;
    unsigned *note_order; /* note_order[number - 1] = index in notes */
    unsigned n_numbered;
    struct md__table *tables, **tables_end;
    size_t n_cells;

    struct md__piece *pieces, **pieces_end;
    size_t n_pieces, piece_from;
    struct md__heading *headings, **headings_end;
    size_t n_headings;
    struct md__anchor **anchors;
    unsigned top_level, last_level; /* highest level in the source; last level written */

    /* where the walk is */
    cmark_iter *iter;
    cmark_node *alt_of;          /* inside this image: only its words count */
    const struct md__note *note; /* inside this note */
    bool in_side, in_link, in_heading;

    bool readable; /* `plain` is for comparing: with the addresses of links and the signs of lists */
};

static inline bool md__has(const struct md__writer *w, unsigned flag)
{
    return (w->options->flags & flag) != 0;
}

/* Takes the next line out of rest; CR, LF and CR LF end a line, as in CommonMark. False at the end. */
bool md__next_line(text *rest, text *line);

/* md_notes.c */
void md__notes_take(struct md__writer *w, text source, struct buf *main_source);
void md__notes_put_references(const struct md__writer *w, struct buf *out);
void md__notes_put_bodies(const struct md__writer *w, struct buf *out);
struct md__note *md__note_of_url(const struct md__writer *w, const char *url);
void md__note_reference(struct md__writer *w, struct md__note *note);
void md__note_back_links(struct md__writer *w, const struct md__note *note);
void md__notes_render(struct md__writer *w);

/* md_tables.c */
void md__tables_find(struct md__writer *w);
void md__tables_put_cells(const struct md__writer *w, struct buf *out);
void md__table_render(struct md__writer *w, const struct md__table *table);
bool md__is_link_definition(text line);

/* md_link.c: links, images and slots */
void md__link_enter(struct md__writer *w, cmark_node *node);
void md__link_leave(struct md__writer *w, cmark_node *node);
void md__image_enter(struct md__writer *w, cmark_node *node);
void md__image_leave(struct md__writer *w, cmark_node *node);
void md__text(struct md__writer *w, text t);
void md__slot_words(struct md__writer *w, enum md_piece_kind kind, text key);

bool md__contact_alone(const struct md__writer *w, cmark_node *paragraph, text *key);

/* md_anchor.c: the id of a heading, with the prefix, unique in this text */
text md__anchor(struct md__writer *w, text title);
void md__contents(struct md__writer *w);

/* md_walk.c */
void md__walk(struct md__writer *w, cmark_node *root);     /* what stands inside root, root itself not */
void md__skip(struct md__writer *w, cmark_node *node);     /* the walk goes on behind node; its leaving is not told */
text md__words_of(struct md__writer *w, cmark_node *node); /* the plain text inside node */
void md__fresh_line(struct buf *b);                        /* a line end, unless one stands there or nothing does */
void md__piece_end(struct md__writer *w);                  /* what was written becomes an HTML piece */
void md__piece_add(struct md__writer *w, enum md_piece_kind kind, text key, size_t from, bool block);
void md__line_attribute(struct md__writer *w, cmark_node *node);

#endif
