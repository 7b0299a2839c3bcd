/* tool.h - what the two build-time compilers share: memory, reading a file, and stopping with file:line. */
#ifndef CONTENT_TOOLS_TOOL_H
#define CONTENT_TOOLS_TOOL_H

#include "kb/base/arena.h"
#include "kb/base/buf.h"

enum { TOOL_MEMORY_MAX = 256 << 20, TOOL_FILE_MAX = 4 << 20 };

/* Prints "file:line: reason" (without the line when it is 0) and ends the program with status 1. */
_Noreturn void tool_fail(const char *file, int line, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The whole file, which must be valid UTF-8 without NUL. */
text tool_read(arena *mem, const char *path);

/* Writes the file, unless it already holds these bytes: an unchanged header rebuilds nothing. */
void tool_write(arena *mem, const char *path, const struct buf *content);

/* Writes "..." as a C string literal. */
void tool_c_string(struct buf *out, text t);

/* Writes a key as part of a C name in capitals: "home.search-label" gives HOME_SEARCH_LABEL. */
void tool_c_upper(struct buf *out, text key);

#endif
