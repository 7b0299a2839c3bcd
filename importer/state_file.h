/* state_file.h - the files of an export, written and read back to the byte.
 *
 *     netwerk.json                the network: settings, vocabulary, lists, people and what is theirs
 *     stukken/2026-014/stuk.json  the practice: place, lines, authors, what was done and said about it
 *     versie-001.md, ...          beside it, with concept-<id>.md and werkkopie.md: one text each
 *
 * A text is Markdown as people write it, with front matter; `sections` in it says how many bytes each section has, so
 * that a body comes back exactly, whatever lines it holds. Reading compares every heading and, for a revision, the hash
 * over the whole text: a file that was edited by hand is refused, and can be taken in by an ordinary import.
 *
 * Times are UTC to the millisecond: 2026-03-12T10:00:00.123Z. What is absent is left out.
 */
#ifndef KB_IMPORTER_STATE_FILE_H
#define KB_IMPORTER_STATE_FILE_H

#include "kb/base/buf.h"
#include "kb/domain/practice.h"
#include "kb/service/restore.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes of one text with its front matter, and of a JSON file. */
enum { STATE_TEXT_MAX = 2 * 1024 * 1024, STATE_JSON_MAX = 256 * 1024 * 1024, STATE_TIME_BYTES = 32 };

#define STATE_NETWORK  "netwerk.json"
#define STATE_TEXTS    "stukken"
#define STATE_PRACTICE "stuk.json"
#define STATE_WORKING  "werkkopie.md"

/* "" for a moment outside the years 1 to 9999; state_time_read reads exactly what this writes. */
const char *state_time(kb_time at, char out[STATE_TIME_BYTES]);
bool state_time_read(const char *s, kb_time *at);

/* ---- Texts ---- */

void state_revision_put(struct buf *out, enum practice_kind kind, const struct store_revision *r);
void state_working_put(struct buf *out, enum practice_kind kind, const struct store_working *w);

/* Views into `file`, strings in the arena. ERR_INVALID names the key or section that is not as it was written. */
MUST_CHECK err_code state_revision_read(arena *a, text file, struct store_revision *out, kb_err *err);
MUST_CHECK err_code state_working_read(arena *a, text file, struct store_working *out, kb_err *err);

/* ---- JSON ---- */

/* Written with a closing line end. ERR_NOMEM. */
MUST_CHECK err_code state_network_put(struct buf *out, const struct svc_whole *in, kb_err *err);
MUST_CHECK err_code state_practice_put(struct buf *out, const struct svc_whole_practice *in, kb_err *err);

/* Copies in the arena. ERR_INVALID with the key in the cause. A practice comes without its texts. */
MUST_CHECK err_code state_network_read(arena *a, text json, struct svc_whole *out, kb_err *err);
MUST_CHECK err_code state_practice_read(arena *a, text json, struct svc_whole_practice *out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
