/* arena.h - memory that lives as long as one piece of work, and goes in one stroke.
 *
 * A request, an imported file or a test has one arena. What is allocated in it is never freed by itself. A function
 * that takes an `arena *` puts its result there. An arena has one owner at a time and no lock.
 *
 * The ceiling is given at birth. Past it, and when the system has no memory, allocation gives NULL and arena_failed()
 * is true from then on; callers answer ERR_NOMEM.
 */
#ifndef KB_BASE_ARENA_H
#define KB_BASE_ARENA_H

#include "kb/base/text.h"

#include <stdarg.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct arena arena;

/* A new arena that hands out at most max_bytes. NULL when there is no memory. */
arena *arena_new(size_t max_bytes);

/* Frees everything in it, and itself. NULL is allowed. */
void arena_free(arena *a);
void arena_free_p(arena **a);

/* Forgets everything in it and keeps one block for the next piece of work. */
void arena_clear(arena *a);

/* Zeroed memory, aligned for any type. Zero bytes give a valid pointer. */
void *arena_alloc(arena *a, size_t bytes);

/* Zeroed memory for count things; NULL as well when the product overflows. */
void *arena_array(arena *a, size_t count, size_t bytes_each);

#define ARENA_NEW(a, type)          ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, count) ((type *)arena_array((a), (count), sizeof(type)))

/* Copies with a closing NUL. arena_str gives NULL for NULL. */
char *arena_str(arena *a, const char *s);
char *arena_text_str(arena *a, text t);
text arena_text(arena *a, text t);

/* One after the other; NULL when one of them is. */
char *arena_join(arena *a, const char *start, const char *rest);

char *arena_printf(arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(arena *a, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

bool arena_failed(const arena *a);

/* Bytes handed out so far. */
size_t arena_used(const arena *a);

#ifdef __cplusplus
}
#endif
#endif
