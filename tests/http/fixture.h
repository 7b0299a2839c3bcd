/* fixture.h - a small server on a real store, with routes that do one thing each, and a client that sends exactly the
 * bytes it is told. Everything goes over real sockets. */
#ifndef TESTS_HTTP_FIXTURE_H
#define TESTS_HTTP_FIXTURE_H

#include "tests/kb_test.h"

#include "kb/base/cleanup.h"
#include "kb/http/http.h"
#include "kb/service/writer.h"

#include <pthread.h>
#include <stdatomic.h>

struct fixture {
    char dir[64];
    struct store *store;
    struct writer *writer;
    struct desk_pool *desks;
    struct http_server *server;
    int port, metrics_port;
    atomic_int_fast64_t epoch;
    atomic_int renders; /* of /kept */
    struct {
        pthread_mutex_t lock;
        pthread_cond_t moved;
        bool shut;
        int standing; /* requests that wait at it */
    } gate;
};

/* Shorter limits where the test says so; NULL for the usual ones. queue: of the writer, 0 for the usual one. */
void fixture_start(struct fixture *f, const struct http_limits *limits, size_t queue);
/* Behind a proxy at this address; "": one on this machine. */
void fixture_start_behind(struct fixture *f, const struct http_limits *limits, const char *proxy);
void fixture_stop(struct fixture *f);

/* The usual limits, to change some. */
struct http_limits fixture_limits(void);

/* The gate: POST /gate-add, /gate-work and /gate-work-add, and GET /gate-make, stand still at it while it is shut. It
 * is open at first. fixture_stand waits until so many stand there: what happens next does not hang on how fast this
 * machine is. */
void fixture_shut(struct fixture *f);
MUST_CHECK bool fixture_stand(struct fixture *f, int standing);
void fixture_open(struct fixture *f);

/* Waits until so many requests are between their last byte and the end of their answer; false as above. */
MUST_CHECK bool fixture_in_flight(const struct fixture *f, size_t requests);

/* How often POST /add was committed. */
int fixture_count(struct fixture *f);

/* ---- The client ---- */

int client_connect(const struct fixture *f);
/* The same from another address of this machine, 127.x.x.x. */
int client_connect_from(const struct fixture *f, const char *address);
void client_send(int fd, const char *bytes, size_t len);
void client_say(int fd, const char *format, ...) __attribute__((format(printf, 2, 3)));

struct answer {
    int status;
    char head[16 * 1024]; /* status line and headers */
    char *body;           /* malloc */
    size_t len;
    bool closed; /* the server ended the connection before or behind this answer */
};

/* Reads one answer; status 0 when the connection ended or nothing came in 5 s. `head`: no body follows. */
struct answer client_read(int fd, bool head);
void answer_free(struct answer *a);

/* The value of a header, in memory of the thread, until the next call; NULL when absent. */
const char *answer_header(const struct answer *a, const char *name);

/* One request on a connection of its own. */
struct answer client_ask(const struct fixture *f, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct answer client_get(const struct fixture *f, const char *path, const char *headers);
struct answer client_post(const struct fixture *f, const char *path, const char *headers, const char *form);

/* The first of these connections on which something came, waiting up to 10 s; -1 when nothing did. */
int client_first(const int *fds, int n);

/* Sends a form without waiting for the answer; returns the connection. */
int client_post_only(const struct fixture *f, const char *path, const char *form);

/* Sends one byte of a form of 500 from this address, with these headers, once the server said that it waits for it;
 * returns the connection. The status of another answer is in *refused, else 0. */
int client_post_half(const struct fixture *f, const char *address, const char *headers, int *refused);

/* True when the server ended the connection within ms. */
bool client_ended(int fd, int ms);

/* Fails unless a plain request is answered as it should be: nothing of what came before is left over. */
void canary(const struct fixture *f);

#define assert_status(actual, expected)                                                                                \
    do {                                                                                                               \
        struct answer got_ = (actual);                                                                                 \
        int status_ = got_.status;                                                                                     \
        answer_free(&got_);                                                                                            \
        assert_int_equal(status_, expected);                                                                           \
    } while (0)

#endif
