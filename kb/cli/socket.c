#include "kb/cli/socket.h"

#include "kb/base/cleanup.h"
#include "kb/cli/client.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { ARENA_BYTES = 256 * 1024 * 1024, INDEX_WAIT_MS = 10 * 60 * 1000 };

/* One client at a time: commands are rare, and an administrator's import may use all there is. */
struct socket_server {
    struct socket_config config;
    pthread_t thread;
    int listener;
    atomic_int peer; /* the connection in hand, or -1 */
    atomic_bool stopping;
    struct sockaddr_un address;
};

/* ---- A frame of commands ---- */

struct waiting {
    pthread_mutex_t lock;
    pthread_cond_t done;
    size_t left;
};

struct job {
    struct command *command; /* NULL: could not be prepared */
    kb_time now;
    err_code code;
    kb_err err;
    struct waiting *waiting;
};

static err_code run_job(struct store *store, void *ctx, kb_err *err)
{
    struct job *job = ctx;
    return command_run(job->command, store, job->now, err);
}

static void job_done(void *ctx, err_code code, const kb_err *err)
{
    struct job *job = ctx;
    pthread_mutex_lock(&job->waiting->lock);
    job->code = code;
    if (code != OK) job->err = *err;
    job->waiting->left--;
    pthread_cond_signal(&job->waiting->done);
    pthread_mutex_unlock(&job->waiting->lock);
}

static void submit(struct socket_server *s, struct job *job, struct waiting *waiting)
{
    struct writer_job queued = {run_job, job_done, job};
    pthread_mutex_lock(&waiting->lock);
    waiting->left++;
    pthread_mutex_unlock(&waiting->lock);
    kb_err err = {0};
    err_code code = writer_submit(s->config.writer, &queued, &err);
    if (code != OK) job_done(job, code, &err);
}

static void wait_all(struct waiting *waiting)
{
    pthread_mutex_lock(&waiting->lock);
    while (waiting->left) pthread_cond_wait(&waiting->done, &waiting->lock);
    pthread_mutex_unlock(&waiting->lock);
}

/* Prepares each command here, lets the writer run all of them in its next batches, and answers when all are committed.
 * The queue holds no more than a frame, so a full queue of a busy server refuses some; the client sees which. */
static void run_commands(struct socket_server *s, arena *a, const struct frame *frame, text *answers)
{
    struct job jobs[FRAME_MESSAGES_MAX] = {0};
    struct waiting waiting = {.lock = PTHREAD_MUTEX_INITIALIZER, .done = PTHREAD_COND_INITIALIZER};
    for (size_t i = 0; i < frame->n; i++) {
        jobs[i].waiting = &waiting;
        jobs[i].now = clock_now(s->config.clock);
        jobs[i].code = command_prepare(&jobs[i].command, a, frame->messages[i], &jobs[i].err);
    }
    for (size_t i = 0; i < frame->n; i++)
        if (jobs[i].code == OK) submit(s, &jobs[i], &waiting);
    wait_all(&waiting);
    for (size_t i = 0; i < frame->n; i++)
        answers[i] =
            text_str(jobs[i].code == OK ? command_answer(jobs[i].command, a) : command_failure(a, &jobs[i].err));
}

/* ---- The index ---- */

static err_code settle(struct socket_server *s, kb_err *err)
{
    int64_t seq = writer_stats(s->config.writer).last_seq;
    return indexing_wait(s->config.indexing, seq, INDEX_WAIT_MS, err);
}

static text answer_one(arena *a, err_code code, const kb_err *err)
{
    return code == OK ? TEXT("{\"ok\":true}") : text_str(command_failure(a, err));
}

static err_code answer_frame(struct socket_server *s, int fd, arena *a, const struct frame *frame, kb_err *err)
{
    text answers[FRAME_MESSAGES_MAX];
    struct frame out = {frame->kind, answers, 1};
    kb_err why = {0};
    switch (frame->kind) {
    case FRAME_COMMANDS:
        run_commands(s, a, frame, answers);
        out.n = frame->n;
        break;
    case FRAME_WAIT: answers[0] = answer_one(a, settle(s, &why), &why); break;
    case FRAME_REBUILD:
        answers[0] = answer_one(a, indexing_rebuild(s->config.indexing, INDEX_WAIT_MS, &why), &why);
        break;
    default: return err_set(err, ERR_BAD_REQUEST, "unknown frame");
    }
    return frame_write(fd, &out, err);
}

/* ---- Connections ---- */

static bool is_trusted(int fd)
{
    struct ucred peer;
    socklen_t len = sizeof peer;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) != 0) return false;
    return peer.uid == geteuid() || peer.uid == 0;
}

static void serve_client(struct socket_server *s, int fd)
{
    _cleanup_(arena_free_p)
    arena *a = arena_new(ARENA_BYTES);
    if (!a || !is_trusted(fd)) return;
    kb_err err = {0};
    for (;;) {
        struct frame frame;
        arena_clear(a);
        if (frame_read(fd, a, &frame, &err) != OK || answer_frame(s, fd, a, &frame, &err) != OK) return;
    }
}

static void *run(void *ctx)
{
    struct socket_server *s = ctx;
    while (!atomic_load(&s->stopping)) {
        int fd = accept4(s->listener, NULL, NULL, SOCK_CLOEXEC);
        if (fd < 0) continue;
        atomic_store(&s->peer, fd);
        serve_client(s, fd);
        atomic_store(&s->peer, -1);
        close(fd);
    }
    return NULL;
}

static err_code listen_on(struct socket_server *s, kb_err *err)
{
    s->address.sun_family = AF_UNIX;
    int len = snprintf(s->address.sun_path, sizeof s->address.sun_path, "%s/kb.sock", s->config.dir);
    if (len < 0 || (size_t)len >= sizeof s->address.sun_path)
        return err_set(err, ERR_INVALID, "the path of the data directory is too long for a socket");
    s->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (s->listener < 0) return err_errno(err, "socket");
    unlink(s->address.sun_path);
    mode_t before = umask(0177);
    int bound = bind(s->listener, (struct sockaddr *)&s->address, sizeof s->address);
    umask(before);
    if (bound != 0 || listen(s->listener, 8) != 0) return err_errno(err, s->address.sun_path);
    return OK;
}

static void release(struct socket_server *s)
{
    if (s->listener >= 0) close(s->listener);
    free(s);
}

err_code socket_start(struct socket_server **out, const struct socket_config *config, kb_err *err)
{
    struct socket_server *s = calloc(1, sizeof *s);
    if (!s) return err_set(err, ERR_NOMEM, "socket");
    s->config = *config;
    s->listener = -1;
    atomic_store(&s->peer, -1);
    err_code code = listen_on(s, err);
    if (code == OK && pthread_create(&s->thread, NULL, run, s) != 0)
        code = err_set(err, ERR_NOMEM, "the socket thread did not start");
    if (code != OK) {
        release(s);
        return code;
    }
    *out = s;
    return OK;
}

void socket_stop(struct socket_server *s)
{
    if (!s) return;
    atomic_store(&s->stopping, true);
    shutdown(s->listener, SHUT_RDWR);
    int fd = atomic_load(&s->peer);
    if (fd >= 0) shutdown(fd, SHUT_RDWR);
    indexing_let_go(s->config.indexing);
    pthread_join(s->thread, NULL);
    unlink(s->address.sun_path);
    release(s);
}
