#include "kb/cli/chores.h"

#include "kb/base/calendar.h"
#include "kb/base/cleanup.h"
#include "kb/http/asked.h"
#include "kb/http/resets.h"
#include "kb/service/service.h"
#include "kb/store/head.h"

#include <malloc.h>

enum { KEEP_ARENA_BYTES = 256 * 1024 * 1024 };

struct keeping {
    const struct app *app;
    err_code (*run)(struct svc *svc, const struct keeping *k, kb_err *err);
    const struct resets_asked *asked; /* for run_reset */
};

/* Terms end at midnight, and a move may open the next: once a minute is soon enough. */
static err_code run_clocks(struct svc *svc, const struct keeping *k, kb_err *err)
{
    size_t moved;
    ERR_TRY(svc_keep(svc, NULL, NULL, &moved, err));
    if (moved) log_line(k->app->log, KB_LOG_INFO, "clock.moved", "practices=%zu", moved);
    return OK;
}

static err_code run_telling(struct svc *svc, const struct keeping *k, kb_err *err)
{
    size_t made;
    bool left = true;
    while (left) ERR_TRY(svc_tell(svc, &left, err));
    return k->app->mail ? svc_letters_make(svc, &made, err) : OK;
}

static err_code run_forgetting(struct svc *svc, const struct keeping *k, kb_err *err)
{
    struct svc_forgotten forgotten;
    ERR_TRY(svc_forget(svc, &forgotten, err));
    for (int i = 0; i < SVC_FORGOTTEN__COUNT; i++)
        if (forgotten.n[i])
            log_line(k->app->log, KB_LOG_DEBUG, "clock.forgot", "what=%s rows=%lld",
                     svc_forgotten_slug((enum svc_forgotten_kind)i), (long long)forgotten.n[i]);
    return OK;
}

static err_code keep_in_writer(struct store *store, void *ctx, kb_err *err)
{
    const struct keeping *k = ctx;
    _cleanup_(arena_free_p)
    arena *a = arena_new(KEEP_ARENA_BYTES);
    if (!a) return err_set(err, ERR_NOMEM, "clocks");
    struct svc svc = {.store = store,
                      .actor = svc_system_actor(),
                      .now = clock_now(k->app->clock),
                      .arena = a,
                      .origin = "clock",
                      .log = k->app->log};
    return k->run(&svc, k, err);
}

static err_code keep_ticking(void *ctx, kb_err *err)
{
    struct app *app = ctx;
    ERR_TRY(writer_call(app->writer, keep_in_writer, &(struct keeping){.app = app, .run = run_clocks}, err));
    return writer_call(app->writer, keep_in_writer, &(struct keeping){.app = app, .run = run_telling}, err);
}

static err_code keep_forgetting(void *ctx, kb_err *err)
{
    struct app *app = ctx;
    return writer_call(app->writer, keep_in_writer, &(struct keeping){.app = app, .run = run_forgetting}, err);
}

/* Somebody who is asked something hears it within seconds; when nothing was written there is nothing to tell. */
static err_code keep_telling(void *ctx, kb_err *err)
{
    struct app *app = ctx;
    int64_t seq = writer_stats(app->writer).last_seq;
    if (seq == app->told) return OK;
    ERR_TRY(writer_call(app->writer, keep_in_writer, &(struct keeping){.app = app, .run = run_telling}, err));
    app->told = seq; /* only now: what failed is tried again */
    return OK;
}

/* Who forgot their password, or lost the second factor, waits for the letter. */
static err_code run_reset(struct svc *svc, const struct keeping *k, kb_err *err)
{
    text name = text_str(k->asked->name);
    return k->asked->what == RESETS_SECOND ? svc_lost(svc, name, err) : svc_reset(svc, name, err);
}

/* Each by itself: what was asked waits until it is on the disk. */
static err_code keep_reset(void *ctx, const struct resets_asked *asked, kb_err *err)
{
    const struct app *app = ctx;
    struct keeping k = {.app = app, .run = run_reset, .asked = asked};
    return writer_call(app->writer, keep_in_writer, &k, err);
}

static err_code keep_resets(void *ctx, kb_err *err)
{
    struct app *app = ctx;
    return resets_any(app->resets) ? resets_each(app->resets, keep_reset, app, err) : OK;
}

/* What may be kept of the questions since the last time. */
struct handing_over {
    struct store_asked *rows;
    size_t n;
};

static err_code put_asked(struct store *store, void *ctx, kb_err *err)
{
    const struct handing_over *h = ctx;
    for (size_t i = 0; i < h->n; i++) ERR_TRY(store_asked_add(store, &h->rows[i], err));
    return OK;
}

static err_code keep_asked(void *ctx, kb_err *err)
{
    enum { ROWS_MAX = 500, ROOM = 1024 * 1024 };
    struct app *app = ctx;
    _cleanup_(arena_free_p)
    arena *a = arena_new(ROOM);
    struct handing_over h = {.rows = a ? ARENA_ARRAY(a, struct store_asked, ROWS_MAX) : NULL};
    if (!h.rows) return err_set(err, ERR_NOMEM, "questions");
    h.n = asked_take(app->asked, a, h.rows, ROWS_MAX);
    return h.n ? writer_call(app->writer, put_asked, &h, err) : OK;
}

struct signing {
    const struct app *app;
    struct store_head head;
};

static err_code sign_head(struct store *store, void *ctx, kb_err *err)
{
    struct signing *s = ctx;
    _cleanup_(arena_free_p)
    arena *a = arena_new(KEEP_ARENA_BYTES);
    if (!a) return err_set(err, ERR_NOMEM, "the head of the log");
    ERR_TRY(store_restricted_anchor(store, clock_now(s->app->clock), a, err));
    return store_head_sign(store, &s->head, err);
}

/* Once a day, and after each start: the journal then holds what the database cannot take back. Only what is on the disk
 * goes there: a head of what was lost would read as a log that somebody changed. */
static err_code keep_head(void *ctx, kb_err *err)
{
    struct app *app = ctx;
    int64_t today = date_to_days(calendar_date(clock_now(app->clock)));
    if (today == app->head_day) return OK;
    struct signing s = {.app = app};
    ERR_TRY(writer_call(app->writer, sign_head, &s, err));
    log_line(app->log, KB_LOG_WARN, "log.head", "seq=%lld hash=%s signature=%s key=%s", (long long)s.head.seq,
             s.head.hash, s.head.signature, s.head.key);
    app->head_day = today;
    return OK;
}

/* What a busy moment left free goes back to the machine (docs/bench.md). */
static err_code keep_small(void *ctx, kb_err *err)
{
    (void)ctx, (void)err;
    malloc_trim(0);
    return OK;
}

const struct keeper_task chores[CHORES] = {
    {"head", MS_MINUTE, keep_head},         {"asked", 10 * MS_SECOND, keep_asked},
    {"clocks", MS_MINUTE, keep_ticking},    {"telling", 2 * MS_SECOND, keep_telling},
    {"resets", 2 * MS_SECOND, keep_resets}, {"forget-old", 10 * MS_MINUTE, keep_forgetting},
    {"memory", 2 * MS_SECOND, keep_small},
};

void chores_hand_over(struct app *app)
{
    kb_err why = {0}; /* a start that failed has nothing to hand over */
    if (app->asked && app->writer && keep_asked(app, &why) != OK)
        log_line(app->log, KB_LOG_WARN, "asked.lost", "code=%s", err_slug(why.code));
}
