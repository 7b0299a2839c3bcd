/* enclose.h - what kb serve may still reach once it runs: the walls (kb/http/walls.h) that its settings ask for. */
#ifndef KB_CLI_ENCLOSE_H
#define KB_CLI_ENCLOSE_H

#include "kb/cli/settings.h"
#include "kb/http/app.h"

/* What became of the first wall. */
struct enclosure {
    int landlock; /* version that holds us; 0: none, and no_landlock says why */
    kb_err no_landlock;
};

/* Before there are threads: the data directory, and what connections need: names, certificates and the libraries that
 * look names up. ERR_CONFLICT where walls are required and cannot be had. */
MUST_CHECK err_code enclose_files(const struct app *app, const struct settings *s, struct enclosure *out, kb_err *err);

/* The last of a start, so that one that fails says one line: why. A wall that is missing is said out loud. */
MUST_CHECK err_code enclose_calls(const struct app *app, const struct settings *s, const struct enclosure *files,
                                  kb_err *err);

#endif
