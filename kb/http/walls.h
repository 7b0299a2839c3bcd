/* walls.h - what this process can no longer do once it has started, whoever tells it to.
 *
 *     walls_files(&files, &abi, err)     Landlock: no file but these, no TCP connection but to these ports. Holds for
 *                                        the calling thread and all it starts later: call it before there are others.
 *     walls_calls(WALLS_CONNECT, err)    seccomp: no new program, no look into other processes, no mounts, no new
 *                                        listener, no code made at run time. Holds for all threads.
 *
 * Neither can be taken back. A kernel without them gives ERR_CONFLICT and nothing is changed: the caller says so out
 * loud. Refused calls fail with EPERM or EACCES, so that what is refused is an error and not a crash.
 */
#ifndef KB_HTTP_WALLS_H
#define KB_HTTP_WALLS_H

#include "kb/base/err.h"

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum walls_use {
    WALLS_READ,  /* files and folders below: read */
    WALLS_WRITE, /* and made, changed, removed */
    WALLS_RUN    /* read, and started as a program */
};

struct walls_path {
    const char *path; /* one that is not there is passed over */
    enum walls_use use;
};

struct walls_files {
    const struct walls_path *paths;
    size_t n_paths;
    const int *ports; /* TCP ports that may be connected to; none: none */
    size_t n_ports;
};

/* *abi is the version of Landlock that the kernel has, 0 for none. Connections are held back from version 4 on. */
MUST_CHECK err_code walls_files(const struct walls_files *files, int *abi, kb_err *err);

enum {
    WALLS_CONNECT = 1, /* may make sockets and connect (mail, the identity provider) */
    WALLS_START = 2,   /* may start programs and processes (the maker of PDFs) */
    WALLS_TRACE = 4    /* may be looked into: for builds whose leak checker does so at the end */
};
MUST_CHECK err_code walls_calls(unsigned may, kb_err *err);

/* What this machine would give, tried in a process of its own. */
struct walls_found {
    int landlock; /* version, 0: none */
    bool seccomp;
};
MUST_CHECK err_code walls_try(struct walls_found *found, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
