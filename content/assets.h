/* assets.h - the style sheet, the script and the icons, as the build made them (content/assets/build.mjs).
 *
 * They travel inside the program. The path holds a hash of the bytes, so an answer may be kept for ever
 * (`Cache-Control: public, max-age=31536000, immutable`) and a changed file has another path. Every text file is there
 * in three codings, made with the highest setting while building: nothing is compressed per request. All memory is
 * static. */
#ifndef CONTENT_ASSETS_H
#define CONTENT_ASSETS_H

#include <stddef.h>

#include "kb/base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One coding of a file. bytes is NULL where the coding would not make it smaller. */
struct asset_body {
    const unsigned char *bytes;
    size_t len;
    const char *etag; /* with its quotes; each coding has its own (RFC 9110, 8.8.3.3) */
};

struct asset {
    const char *name;       /* what templates write: "app.css" */
    const char *path;       /* "/static/app.<hash>.css" */
    const char *media_type; /* "text/css; charset=utf-8" */
    struct asset_body identity, br, gzip;
};

/* The file of a path as the browser asks for it, or NULL. */
const struct asset *asset_find(text path);

/* The path of a name as templates write it; empty for an unknown one. Fits `asset` of struct view_env. */
text asset_url(text name);

/* All of them, for tests and the start-up line. */
const struct asset *asset_list(size_t *count);

#ifdef __cplusplus
}
#endif
#endif
