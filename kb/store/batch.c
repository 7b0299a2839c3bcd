#include "kb/store/handle.h"

/* Begins as every write transaction does: the head of the log gives one order, on several nodes too. */
static err_code begin(struct store *s, kb_err *err)
{
    if (s->lock < 0) return err_set(err, ERR_INTERNAL, "a reader was asked to write");
    ERR_TRY(db_begin(s->db, err));
    err_code code = store__exec(s, STMT_log_head_move, PARAMS(P_INT(0)), err);
    if (code != OK) db_rollback(s->db);
    return code;
}

/* Runs one job, or a part of one, in its savepoint. Returns what became of the transaction; what the job said is in
 * result. */
static err_code run_job(struct store *s, const struct store_job *job, kb_err *result, kb_err *err)
{
    ERR_TRY(db_savepoint(s->db, err));
    bool taken = s->taken_out;
    err_code said = job->run(s, job->ctx, result);
    if (said == OK && db_trouble(s->db) != OK) /* a job that overlooked a failure may have written half */
        said = err_set(result, db_trouble(s->db), "a job said OK after a failure");
    result->code = said;
    if (said != OK) s->taken_out = taken;
    if (!db_in_transaction(s->db)) return err_set(err, db_lost(s->db), "the transaction was lost in a job");
    return said == OK ? db_release(s->db, err) : db_rollback_to(s->db, err);
}

err_code store_part(struct store *s, const struct store_job *part, kb_err *result, kb_err *err)
{
    *result = (kb_err){0};
    if (db_trouble(s->db) != OK) return err_set(err, db_trouble(s->db), "a job went on after a failure");
    ERR_TRY(run_job(s, part, result, err));
    return db_trouble(s->db) == OK ? OK : err_set(err, db_trouble(s->db), "%s", result->cause);
}

/* One statement in a transaction of its own; false when the disk refuses. */
static bool write_alone(struct store *s, enum store_statement_name name)
{
    if (begin(s, NULL) != OK) return false;
    err_code code = store__exec(s, name, NO_PARAMS, NULL);
    if (code == OK) code = db_commit(s->db, NULL);
    if (code != OK) db_rollback(s->db);
    return code == OK;
}

/* A commit whose sync failed has its pages behind the end of the write-ahead log, complete: a process that starts after
 * a crash would take them for committed. The next commit writes over them, so one is made at once. It must change a
 * page: SQLite leaves out an UPDATE to the same values. The disk may still refuse; then the next batch's commit does
 * it. */
static void mend(struct store *s)
{
    (void)write_alone(s, STMT_log_head_mend);
}

static err_code run_all(struct store *s, const struct store_job *jobs, size_t n, kb_err *results, kb_err *err)
{
    ERR_TRY(begin(s, err));
    for (size_t i = 0; i < n; i++) {
        err_code code = run_job(s, &jobs[i], &results[i], err);
        if (code == OK) continue;
        db_rollback(s->db);
        return code;
    }
    err_code code = db_commit(s->db, err);
    if (code != OK) mend(s);
    return code;
}

/* Only codes that say "nothing is saved, try again" may be the answer to everybody. */
static err_code fate_of(err_code code)
{
    switch (code) {
    case OK:
    case ERR_FULL:
    case ERR_NOMEM:
    case ERR_BUSY:
    case ERR_CORRUPT: return code;
    default: return ERR_IO;
    }
}

err_code store__take_off_disk(struct store *s, kb_err *err)
{
    ERR_TRY(store__exec(s, STMT_taken_out_put, NO_PARAMS, err));
    s->taken_out = true;
    return OK;
}

err_code store__off_disk_begin(struct store *s, kb_err *err)
{
    int64_t owed;
    ERR_TRY(store__get(s, STMT_taken_out, NO_PARAMS, store__int_row, NULL, &owed, err));
    s->owed = s->rewrite = s->drop_copies = owed;
    s->empty_log = s->tidy = true; /* it may hold what was taken out */
    return OK;
}

static void empty_log(struct store *s)
{
    kb_err why = {0};
    err_code code = db_empty_log(s->db, &why);
    s->empty_log = code != OK;
    if (code != OK && code != ERR_BUSY) s->untidy = why;
}

/* Writing the file anew takes time, so it is done once for what was taken out. The log cannot be emptied while somebody
 * reads; that is tried now and then only, because a commit must not pay for a reader who takes long. */
static void tidy_up(struct store *s)
{
    if (s->taken_out) s->owed = s->rewrite = s->empty_log = s->drop_copies = s->tidy = true;
    s->taken_out = false;
    if (!s->tidy) return;
    s->tidy = false;
    s->untidy = (kb_err){0};
    int64_t n;
    if (s->drop_copies) s->drop_copies = store_copies_forget(s, INT64_MAX, &n, &s->untidy) != OK;
    if (s->rewrite) s->rewrite = db_rewrite(s->db, &s->untidy) != OK;
    if (s->owed && !s->rewrite && !s->drop_copies) s->owed = !write_alone(s, STMT_taken_out_done);
    if (s->empty_log && !s->rewrite) empty_log(s);
}

err_code store_untidy(struct store *s, kb_err *why)
{
    *why = s->untidy;
    s->untidy = (kb_err){0};
    return why->code;
}

err_code store_taken_out(struct store *s, bool *left, kb_err *err)
{
    int64_t owed;
    ERR_TRY(store__get(s, STMT_taken_out, NO_PARAMS, store__int_row, NULL, &owed, err));
    *left = owed;
    return OK;
}

err_code store_batch_run(struct store *s, const struct store_job *jobs, size_t n, kb_err *results)
{
    kb_err err = {0};
    for (size_t i = 0; i < n; i++) results[i] = (kb_err){0};
    if (s->told) s->told(s->told_ctx, true);
    bool taken = s->taken_out;
    err_code fate = fate_of(run_all(s, jobs, n, results, &err));
    if (fate == OK)
        tidy_up(s);
    else
        s->taken_out = taken;
    if (s->told) s->told(s->told_ctx, false);
    if (fate == OK) return OK;
    err.code = fate;
    for (size_t i = 0; i < n; i++) results[i] = err;
    return fate;
}

void store_on_batch(struct store *s, void (*told)(void *ctx, bool begins), void *ctx)
{
    s->told = told;
    s->told_ctx = ctx;
}

err_code store_run(struct store *s, err_code (*run)(struct store *s, void *ctx, kb_err *err), void *ctx, kb_err *err)
{
    kb_err result;
    (void)store_batch_run(s, &(struct store_job){run, ctx}, 1, &result);
    if (result.code != OK && err) *err = result;
    return result.code;
}
