/* demo.h - the demonstration network: invented people whose role a visitor can choose (design section 12).
 *
 * Its texts and tables are in content/demo and travel inside the program. Filling a store with them is importer/demo.h.
 */
#ifndef KB_SERVICE_DEMO_H
#define KB_SERVICE_DEMO_H

#include "kb/service/service.h"

#ifdef __cplusplus
extern "C" {
#endif

struct demo_person {
    const char *id, *sign_in, *name;
    const char *about;        /* one sentence: who it is */
    const char *organisation; /* name */
    const char *roles;        /* as in persons.tsv: "lead@group:huur-en-wonen,participant@organisation:hjl" */
};

struct demo_persons {
    const struct demo_person *at;
    size_t n;
};

/* The people of content/demo/persons.tsv who are in this store, in that order. */
MUST_CHECK err_code svc_demo_persons(struct svc *svc, struct demo_persons *out, kb_err *err);

/* Tables of content/demo: rows of cells between tabs, the first row names the columns. */
enum { DEMO_CELLS_MAX = 8 };
struct demo_row {
    const char *cells[DEMO_CELLS_MAX];
};
MUST_CHECK err_code demo_table(arena *a, const char *file, struct demo_row **rows, size_t *n, kb_err *err);

/* The text of a file below content/demo ("stukken/warme-overdracht.md"), static; ERR_NOT_FOUND. */
MUST_CHECK err_code demo_file(const char *path, text *out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
