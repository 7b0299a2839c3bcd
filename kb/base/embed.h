/* embed.h - files that travel inside the program: migrations, assets, texts.
 *
 * In CMake: kb_embed(kb_store store_migrations ${files}) makes
 *     extern const struct embedded_file store_migrations[];
 *     extern const size_t store_migrations_count;
 * sorted as given. The tool that writes them is tools/embed.c. */
#ifndef KB_BASE_EMBED_H
#define KB_BASE_EMBED_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct embedded_file {
    const char *name; /* last part of the path */
    const unsigned char *bytes;
    size_t len; /* a NUL stands behind the last byte */
};

#ifdef __cplusplus
}
#endif
#endif
