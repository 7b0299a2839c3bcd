/* markdown.h - CommonMark in, a list of pieces out.
 *
 * A practice's sections are Markdown. Rendering is done once for each revision; what comes out is stored and filled for
 * every reader. That is why the result is no string: it is a list of PIECES, in order. Most are safe_html. The others
 * are typed slots for what differs per reader or per day: a contact (its number, and who may see it), a link to another
 * practice (its title, and whether this reader may know that it exists). The page walks the list and asks the policy at
 * each slot. Source: design section 8.
 *
 * libcmark parses; the HTML is written here from its tree. With no flag set the result is what `cmark --safe` writes,
 * byte for byte (a test runs all of CommonMark's examples). Each addition is one flag, with its own page of prose and
 * examples in docs/markdown, which the tests execute.
 *
 * What holds whatever the flags are:
 *   - raw HTML never passes, javascript: vbscript: file: data: never become an address (MD_LINK_ALLOWLIST is stricter);
 *   - md_check comes first: it refuses the few shapes of input on which parsing is slow, so that 128 KiB of anything
 *     takes well under half a second; what it accepts always renders, unless memory or MD_HTML_MAX ends it;
 *   - rendering depends on source, options and MD_RENDERER_VERSION, on nothing else.
 */
#ifndef CONTENT_MARKDOWN_H
#define CONTENT_MARKDOWN_H

#include "content/html.h"
#include "kb/base/arena.h"
#include "kb/base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Raised whenever the same source may give other bytes: stored results of another version are made again. A number in
 * digits, as it stands in names. */
#define MD_RENDERER_VERSION 6

enum {
    MD_SOURCE_MAX = 128 * 1024,    /* bytes of source, design section 9 */
    MD_HTML_MAX = 8 * 1024 * 1024, /* bytes of result; the worst source known gives 6 MiB */
    MD_CONTAINERS_MAX = 32,        /* quote and list markers at the start of one line */
    MD_INDENT_MAX = 100,           /* columns of white space at the start of a line */
    MD_BRACKETS_MAX = 2000,        /* '[' in one run of lines without a blank line */
    MD_HEADINGS_MAX = 2000,        /* headings with an id and a place in the list; further ones are only shown */
    MD_TABLE_COLUMNS_MAX = 64,     /* a wider table stays a paragraph */
    MD_TABLE_CELLS_MAX = 20000,    /* in all tables of a text; a table beyond it stays a paragraph */
};

enum md_flag {
    MD_TABLES = 1 << 0,          /* | a | b | with a delimiter row: a table in a scrolling region, <th scope> */
    MD_FOOTNOTES = 1 << 1,       /* [^a] and [^a]: a numbered list of notes at the end, with links back */
    MD_HEADING_ANCHORS = 1 << 2, /* id on each heading, unique in the text */
    MD_CONTENTS = 1 << 3,        /* the first piece is a list of contents, from three headings up; needs anchors */
    MD_LINK_ALLOWLIST = 1 << 4,  /* html_url_allowed decides; a refused link leaves its text, and an image becomes a
                                    link, because a browser would fetch it in the reader's name */
    MD_EXTERNAL_LINK_MARKS =
        1 << 5,               /* links that leave this site: rel, class "md-external", words for screen readers */
    MD_SLOTS = 1 << 6,        /* {contact:slug}, {stuk:2026-014}, and links to /s/2026-014 become slots */
    MD_SOURCE_LINES = 1 << 7, /* data-line="12" on blocks: the line of the source where each begins */
};

/* The flags of a practice page, and of the preview beside the editor. */
enum {
    MD_PAGE = MD_TABLES | MD_FOOTNOTES | MD_HEADING_ANCHORS | MD_LINK_ALLOWLIST | MD_EXTERNAL_LINK_MARKS | MD_SLOTS,
    MD_PREVIEW = MD_PAGE | MD_SOURCE_LINES,
};

/* The few words the renderer adds. They stand inside a text and follow its language, not the reader's. */
struct md_words {
    const char *contents;   /* name of the list of contents: "Inhoud" */
    const char *table;      /* "Tabel", before the names of its columns */
    const char *notes;      /* name of the list of notes: "Noten" */
    const char *note;       /* "Noot", before its number */
    const char *back;       /* "Terug naar de tekst" */
    const char *other_site; /* behind a link, for screen readers: "andere site" */
};

extern const struct md_words md_words_nl;

struct md_options {
    unsigned flags;
    const char *id_prefix; /* before every id, as "doe-dit-", so that the sections of one page do not clash; NULL = "".
                              Only letters, digits and '-'. */
    unsigned heading_top;  /* 1..6: the highest heading of the text gets this level, and none is more than one deeper
                              than  the one before; 0 = levels as written. A section of a practice page uses 3. */
    const struct md_words *words; /* NULL = md_words_nl */
    const char *field;            /* what an error names, as the key of the section; NULL = "text" */
};

enum md_piece_kind {
    MD_PIECE_HTML,     /* html: put it out as it is */
    MD_PIECE_CONTACT,  /* key: the contact's slug; html: empty */
    MD_PIECE_PRACTICE, /* key: the practice's number; html: what the writer wrote as the text of the link, or empty:
                          then use the title. Stands inside a line of text. */
    MD_PIECE__COUNT
};

struct md_piece {
    enum md_piece_kind kind;
    bool block; /* a contact alone in its paragraph: no <p> is around it, a card fits */
    safe_html html;
    text key; /* [a-z0-9-]{1,64} or NNNN-NNN... */
};

struct md_heading {
    unsigned level;  /* as rendered, 1..6 */
    text id;         /* with the prefix; empty without MD_HEADING_ANCHORS */
    text title;      /* plain text */
    size_t line;     /* of the source, from 1 */
    size_t plain_at; /* where it begins in md_document.plain */
};

struct md_document {
    const struct md_piece *pieces;
    size_t n_pieces;
    const struct md_heading *headings;
    size_t n_headings;
    text plain; /* the words alone, one line for each block or table row, a tab between cells, notes at the end: for
                   search and snippets. {contact:piket-huur} leaves "piket huur", {stuk:N} leaves N. */
};

/* Refuses what must not be stored: more than MD_SOURCE_MAX bytes ("too-long"), invalid UTF-8 ("not-utf8"), a NUL
 * ("control-character"), and what would take long to parse: nesting ("too-deep"), indentation ("too-indented"),
 * brackets
 * ("too-many-brackets"). ERR_INVALID names `field`. */
MUST_CHECK err_code md_check(text source, const char *field, kb_err *err);

/* Renders, after md_check. The document and all it points to live in the arena, source and options are not kept.
 * ERR_INVALID from md_check, or "too-much-output" past MD_HTML_MAX; ERR_NOMEM. */
MUST_CHECK err_code md_render(text source, const struct md_options *options, arena *a, const struct md_document **doc,
                              kb_err *err);

/* For a stored text that md_render refuses, as today's does what an earlier one took: as it was typed, escaped, a
 * paragraph for each run of lines without a blank one. A byte that is no text reads as U+FFFD. ERR_NOMEM, also past
 * MD_HTML_MAX. */
MUST_CHECK err_code md_render_as_typed(text source, arena *a, const struct md_document **doc, kb_err *err);

/* Only the plain text, for the indexer. */
MUST_CHECK err_code md_plain(text source, const char *field, arena *a, text *plain, kb_err *err);

/* The plain text for who compares two versions: behind the words of a link where it leads, before an item of a list its
 * sign. How words look (bold, level of a heading) is not in it. Errors as md_render. */
MUST_CHECK err_code md_readable(text source, const char *field, arena *a, text *readable, kb_err *err);

/* For output that has no slots to fill (a preview of a message, a test): all pieces, a practice as a link to /s/N, a
 * contact as its slug. */
void md_html_without_rights(struct buf *out, const struct md_document *doc);

/* The document as bytes, for the store; the same document always gives the same bytes. */
MUST_CHECK err_code md_pack(const struct md_document *doc, struct buf *out, kb_err *err);

/* Takes packed bytes back. The document lives in the arena and points into `packed`, which must stay alive.
 * ERR_CORRUPT when the bytes are damaged or of another MD_RENDERER_VERSION: render again. Damage inside the HTML itself
 * is found by a checksum, since these bytes go out unescaped. */
MUST_CHECK err_code md_unpack(text packed, arena *a, const struct md_document **doc, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
