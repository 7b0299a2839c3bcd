/* cleanup.h - what a function opens, it closes, whichever way it leaves.
 *
 *     _cleanup_(buf_release) struct buf out = buf_new(64 * 1024);
 *     ...
 *     return TAKE(result);        hand an owned pointer on to the caller
 */
#ifndef KB_BASE_CLEANUP_H
#define KB_BASE_CLEANUP_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#ifdef __cplusplus
extern "C" {
#endif

#define _cleanup_(fn) __attribute__((cleanup(fn)))

/* Takes the pointer out of p, leaving NULL, so that its cleanup frees nothing. */
#define TAKE(p)                                                                                                        \
    __extension__({                                                                                                    \
        __typeof__(p) taken_ = (p);                                                                                    \
        (p) = NULL;                                                                                                    \
        taken_;                                                                                                        \
    })

#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))

/* For _cleanup_(free_p): frees what the pointer variable holds. */
static inline void free_p(void *p)
{
    free(*(void **)p);
}

/* For _cleanup_(close_fd): closes a descriptor, unless it is negative. */
static inline void close_fd(const int *fd)
{
    if (*fd >= 0) close(*fd);
}

/* For _cleanup_(close_file): closes a stream, unless it is NULL. */
static inline void close_file(FILE **f)
{
    if (*f) fclose(*f);
}

#ifdef __cplusplus
}
#endif
#endif
