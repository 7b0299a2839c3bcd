/* demo.h - fills an empty store with the demonstration network, by the same service calls as people make, under a moved
 * clock: content/demo/steps.tsv is the story, a line a step. */
#ifndef KB_IMPORTER_DEMO_H
#define KB_IMPORTER_DEMO_H

#include "kb/base/err.h"

#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

struct store;

/* Does nothing to a store in which there is already somebody. Each step is one transaction; `say` (may be NULL) is told
 * when it begins and ends. ERR_RULE and the like name the step that the rules refused: a mistake in the story. */
MUST_CHECK err_code demo_fill(struct store *store, FILE *say, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
