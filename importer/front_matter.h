/* front_matter.h - the small YAML block on top of a Markdown file.
 *
 *     ---
 *     title: Warme overdracht bij een dreigende ontruiming
 *     summary: Bel de advocaat voordat ...
 *     fields: [huur-en-consument, schulden]
 *     ---
 *
 * Read with libyaml's events: at most 16 KiB, depth 8, no anchors, aliases or tags. Every scalar is taken as its text,
 * so that `nee: no` stays a word. A key is a word; a value is a text or a list of texts.
 */
#ifndef KB_IMPORTER_FRONT_MATTER_H
#define KB_IMPORTER_FRONT_MATTER_H

#include "kb/base/arena.h"
#include "kb/base/buf.h"
#include "kb/base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { FRONT_MATTER_MAX_BYTES = 16 * 1024, FRONT_MATTER_MAX_KEYS = 64, FRONT_MATTER_MAX_VALUES = 64 };

struct front_matter_entry {
    const char *key;
    const char **values; /* one for a text, any number for a list */
    size_t n_values;
};

struct front_matter {
    struct front_matter_entry *entries;
    size_t n_entries;
};

/* Splits a file into its front matter (empty when there is none) and what follows it. */
void front_matter_split(text file, text *yaml, text *body);

/* Parses the YAML between the `---` lines. ERR_INVALID with field "front matter" when it is no such block. */
MUST_CHECK err_code front_matter_parse(arena *a, text yaml, struct front_matter *out, kb_err *err);

/* The entry with this key, or NULL. */
const struct front_matter_entry *front_matter_find(const struct front_matter *fm, const char *key);

/* The text of a key; NULL when it is absent or empty. The first one of a list. */
const char *front_matter_text(const struct front_matter *fm, const char *key);

/* Writes one `key: "value"` line (nothing for an empty value), or `key: ["a", "b"]`, such that parsing gives it back.
 */
void front_matter_put(struct buf *out, const char *key, const char *value);
void front_matter_put_list(struct buf *out, const char *key, const char *const *values, size_t n);

#ifdef __cplusplus
}
#endif
#endif
