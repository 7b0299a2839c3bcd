/* report.h - what an import did, or would do: per file taken, changed, unchanged, or refused and why. */
#ifndef KB_IMPORTER_REPORT_H
#define KB_IMPORTER_REPORT_H

#include "kb/base/arena.h"
#include "kb/base/err.h"

#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

enum report_fate { REPORT_TAKEN, REPORT_CHANGED, REPORT_UNCHANGED, REPORT_REFUSED, REPORT_FATE__COUNT };

/* What the privacy guard found: where and what kind, never the value. */
struct report_finding {
    size_t line; /* of the file, from 1; 0: its name */
    const char *kind;
    bool block; /* the reason of the refusal; else a warning */
};

struct report_row {
    const char *source;
    enum report_fate fate;
    const char *title;  /* "" when it is not known */
    const kb_err *why;  /* of a refusal, else NULL */
    const char *remark; /* "" or what was passed over: unknown keys of the front matter */
    const struct report_finding *found;
    size_t n_found;
};

struct report {
    const struct report_row *rows;
    size_t n;
    size_t counts[REPORT_FATE__COUNT];
    size_t without_group; /* taken, and named no working group: into the group "Import" */
    bool applied;         /* else a dry run */
};

const char *report_fate_name(enum report_fate fate);

/* For people: refusals and changes one a line, then the totals. At most 20 taken files in which nothing was found are
 * named, and of each file 20 findings. */
void report_print(FILE *out, const struct report *report);

/* For programs: one object with totals and every file. ERR_NOMEM, ERR_IO. */
MUST_CHECK err_code report_json(FILE *out, const struct report *report, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
