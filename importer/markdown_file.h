/* markdown_file.h - one Markdown file read as a practice: front matter, title, In het kort, sections.
 *
 * The title is `title` of the front matter, else the first heading of level 1, else the file's name. That heading goes
 * off the body only when it is the title; next to another title of the front matter it is part of the text. A body
 * whose headings of level 2 are all sections of its kind ("## Doe dit", the card as "## Overdrachtskaart" with "###
 * Eerste lijn doet" below it) is taken apart; any other body becomes one section "Tekst". Nothing of the text is lost
 * or changed.
 */
#ifndef KB_IMPORTER_MARKDOWN_FILE_H
#define KB_IMPORTER_MARKDOWN_FILE_H

#include "importer/front_matter.h"
#include "kb/domain/practice.h"
#include "kb/store/revision.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { MARKDOWN_FILE_MAX = PRACTICE_MARKDOWN_MAX + FRONT_MATTER_MAX_BYTES };

struct markdown_file {
    struct front_matter front;
    const char *title, *brief;
    enum practice_kind kind;
    struct store_section *sections;
    size_t n_sections;
    const char *remark; /* "" or which keys of the front matter were passed over */
};

/* Reads it. `source` names the file when it has no title. Everything lives in the arena or points into `file`.
 * ERR_INVALID names the field: "front matter", "kind", "file" (no UTF-8, a NUL). */
MUST_CHECK err_code markdown_file_read(arena *a, const char *source, text file, struct markdown_file *out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
