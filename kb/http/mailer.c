#include "kb/http/mailer.h"

#include "content/mail.h"
#include "kb/base/cleanup.h"
#include "kb/http/letter.h"
#include "kb/service/service.h"
#include "kb/service/writer.h"

#include <pthread.h>
#include <stdlib.h>

enum { EVERY_MS = 5000, LETTER_ARENA_BYTES = 32 * 1024 * 1024, MESSAGE_MAX = 2 * 1024 * 1024 };

struct mailer {
    struct mailer_config config;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t stop;
    bool stopping;
};

/* ---- One letter ---- */

struct sending {
    struct svc svc;
    struct svc_letter letter;
    const char *problem;
    bool for_good;
};

static err_code take(struct store *store, void *ctx, kb_err *err)
{
    struct sending *s = ctx;
    struct svc svc = s->svc;
    svc.store = store;
    return svc_letter_take(&svc, &s->letter, err);
}

static err_code tried(struct store *store, void *ctx, kb_err *err)
{
    struct sending *s = ctx;
    struct svc svc = s->svc;
    svc.store = store;
    return svc_letter_tried(&svc, s->letter.id, s->problem, s->for_good, err);
}

/* What it says now; `empty` when its person may know nothing of it any more, or wants no mail. */
static err_code write_letter(struct mailer *m, struct sending *s, struct buf *out, bool *empty, kb_err *err)
{
    struct svc as = s->svc;
    as.store = m->config.store;
    _cleanup_(search_reader_close_p)
    struct search_reader *index = NULL; /* an overview that cannot ask is tried again later */
    if (s->letter.overview && m->config.dir) ERR_TRY(search_reader_open(&index, m->config.dir, err));
    as.search = index;
    *empty = !s->letter.address[0];
    if (*empty) return OK;
    ERR_TRY(store_read_begin(as.store, err));
    err_code code = svc_actor(as.store, s->letter.person, as.arena, &as.actor, err);
    if (code == OK) code = letter_write(&as, &s->letter, m->config.from, m->config.base, out, empty, err);
    store_read_end(as.store);
    return code;
}

static err_code send(struct mailer *m, struct sending *s, kb_err *err)
{
    _cleanup_(buf_release)
    struct buf message = buf_new(MESSAGE_MAX);
    bool empty;
    ERR_TRY(write_letter(m, s, &message, &empty, err));
    if (empty) return OK;
    return smtp_send(&m->config.smtp, m->config.from, s->letter.address, buf_text(&message), err);
}

/* False when there is none that is due. */
static err_code send_next(struct mailer *m, bool *sent, kb_err *err)
{
    _cleanup_(arena_free_p)
    arena *a = arena_new(LETTER_ARENA_BYTES);
    kb_err why = {0};
    *sent = false;
    if (!a) return err_set(err, ERR_NOMEM, "a letter");
    struct sending s = {
        .svc = {.actor = svc_system_actor(), .now = clock_now(m->config.clock), .arena = a, .origin = "clock"},
        .problem = ""};
    err_code code = writer_call(m->config.writer, take, &s, err);
    if (code == ERR_NOT_FOUND) return OK;
    if (code != OK) return code;
    code = send(m, &s, &why);
    if (code != OK) {
        s.problem = why.cause[0] ? why.cause : err_slug(code);
        s.for_good = code == ERR_RULE || code == ERR_INVALID;
        log_line(m->config.log, KB_LOG_WARN, "mail.refused", "letter=%s try=%lld cause=%s", s.letter.id,
                 (long long)s.letter.tries, s.problem);
    }
    *sent = true;
    return writer_call(m->config.writer, tried, &s, err);
}

/* ---- The thread ---- */

/* False when we stop. */
static bool nap(struct mailer *m)
{
    int64_t until = clock_monotonic_ms() + m->config.every_ms;
    struct timespec at = {until / MS_SECOND, (until % MS_SECOND) * 1000000};
    pthread_mutex_lock(&m->lock);
    while (!m->stopping && clock_monotonic_ms() < until) pthread_cond_timedwait(&m->stop, &m->lock, &at);
    bool go_on = !m->stopping;
    pthread_mutex_unlock(&m->lock);
    return go_on;
}

static bool stopping(struct mailer *m)
{
    pthread_mutex_lock(&m->lock);
    bool yes = m->stopping;
    pthread_mutex_unlock(&m->lock);
    return yes;
}

static void *mailer_main(void *arg)
{
    struct mailer *m = arg;
    do {
        bool sent = true;
        while (sent && !stopping(m)) {
            kb_err err = {0};
            if (send_next(m, &sent, &err) == OK) continue;
            log_line(m->config.log, KB_LOG_WARN, "mail.failed", "code=%s cause=%s", err_slug(err.code), err.cause);
            break;
        }
    } while (nap(m));
    return NULL;
}

err_code mailer_start(struct mailer **out, const struct mailer_config *config, kb_err *err)
{
    struct mailer *m = calloc(1, sizeof *m);
    if (!m) return err_set(err, ERR_NOMEM, "no memory for the mailer");
    m->config = *config;
    if (!m->config.every_ms) m->config.every_ms = EVERY_MS;
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_mutex_init(&m->lock, NULL);
    pthread_cond_init(&m->stop, &attr);
    pthread_condattr_destroy(&attr);
    if (pthread_create(&m->thread, NULL, mailer_main, m) != 0) {
        free(m);
        return err_set(err, ERR_NOMEM, "the mailer thread did not start");
    }
    *out = m;
    return OK;
}

void mailer_stop(struct mailer *m)
{
    if (!m) return;
    pthread_mutex_lock(&m->lock);
    m->stopping = true;
    pthread_cond_broadcast(&m->stop);
    pthread_mutex_unlock(&m->lock);
    pthread_join(m->thread, NULL);
    store_close(m->config.store);
    pthread_cond_destroy(&m->stop);
    pthread_mutex_destroy(&m->lock);
    free(m);
}
