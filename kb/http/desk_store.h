/* desk_store.h - desks on a real data directory: a read-only store and readers of its indexes. */
#ifndef KB_HTTP_DESK_STORE_H
#define KB_HTTP_DESK_STORE_H

#include "kb/http/desk.h"

#ifdef __cplusplus
extern "C" {
#endif

struct desk_source;

/* For the data directory `dir`. It outlives the pool that uses it. */
MUST_CHECK err_code desk_source_new(struct desk_source **out, const char *dir, kb_err *err);
void desk_source_free(struct desk_source *source);

/* For http_config.desks. Each borrow is one unmoving view of the store. Without an index desk->search is NULL. */
struct desk_maker desk_source_maker(struct desk_source *source);

/* The index was rebuilt and swapped, or came up: every desk opens it anew at its next borrow. Any thread. */
void desk_source_index_changed(struct desk_source *source);

#ifdef __cplusplus
}
#endif
#endif
