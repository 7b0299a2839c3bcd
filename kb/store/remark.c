#include "kb/store/remark.h"

#include "kb/store/handle.h"

/* ---- Remarks ---- */

static void remark_row(struct store__row *r, void *out)
{
    struct store_remark *m = out;
    m->id = store__str(r);
    m->practice = store__str(r);
    m->revision = store__str(r);
    m->section = store__str(r);
    m->passage = store__str(r);
    m->person = store__str(r);
    m->at = store__int(r);
    m->must = text_is(store__text(r), "must");
    m->body = store__str(r);
    m->answer = store__str(r);
    m->answered_by = store__str(r);
    m->answered = store__int(r);
}

err_code store_remark_add(struct store *s, const struct store_remark *m, kb_err *err)
{
    return store__exec(s, STMT_remark_add,
                       PARAMS(P_STR(m->id), P_STR(m->practice), P_STR(m->revision), P_SAY(m->section),
                              P_SAY(m->passage), P_STR(m->person), P_INT(m->at), P_STR(m->must ? "must" : "can"),
                              P_STR(m->body), P_SAY(m->answer), P_STR(m->answered_by), P_WHEN(m->answered)),
                       err);
}

err_code store_remark_get(struct store *s, const char *id, arena *a, struct store_remark *out, kb_err *err)
{
    return store__get(s, STMT_remark_get, PARAMS(P_STR(id)), remark_row, a, out, err);
}

err_code store_remark_answer(struct store *s, const char *id, const char *answer, const char *person, kb_time at,
                             kb_err *err)
{
    return store__update(s, STMT_remark_answer, PARAMS(P_STR(id), P_STR(answer), P_STR(person), P_INT(at)), err);
}

err_code store_remark_remove(struct store *s, const char *id, kb_err *err)
{
    return store__exec(s, STMT_remark_remove, PARAMS(P_STR(id)), err);
}

err_code store_remark_list(struct store *s, const char *practice, const struct store_remark_ask *ask, arena *a,
                           struct store_remarks *out, kb_err *err)
{
    return store__list(
        s, STMT_remark_list,
        PARAMS(P_STR(practice), P_INT(ask->since), P_SAY(ask->first), P_INT(ask->part.n), P_INT(ask->part.from)),
        remark_row, sizeof *out->at, a, (void **)&out->at, &out->n, err);
}

err_code store_remark_whole(struct store *s, const char *practice, arena *a, struct store_remarks *out, kb_err *err)
{
    return store__list(s, STMT_remark_whole, PARAMS(P_STR(practice)), remark_row, sizeof *out->at, a, (void **)&out->at,
                       &out->n, err);
}

static void open_row(struct store__row *r, void *out)
{
    struct store_remark_open *n = out;
    n->all = store__int(r);
    n->must = store__int(r);
}

err_code store_remark_open(struct store *s, const char *practice, kb_time since, struct store_remark_open *out,
                           kb_err *err)
{
    return store__get(s, STMT_remark_open, PARAMS(P_STR(practice), P_INT(since)), open_row, NULL, out, err);
}

err_code store_remark_count(struct store *s, const char *practice, kb_time since, int64_t *n, kb_err *err)
{
    return store__get(s, STMT_remark_count, PARAMS(P_STR(practice), P_INT(since)), store__int_row, NULL, n, err);
}

err_code store_remark_open_of(struct store *s, const char *practice, const char *person, int64_t *n, kb_err *err)
{
    return store__get(s, STMT_remark_open_of, PARAMS(P_STR(practice), P_STR(person)), store__int_row, NULL, n, err);
}

/* ---- One tap ---- */

static void use_row(struct store__row *r, void *out)
{
    struct store_use *u = out;
    u->practice = store__str(r);
    u->person = store__str(r);
    u->day = store__str(r);
    u->what = store__str(r);
    u->at = store__int(r);
}

err_code store_use_add(struct store *s, const struct store_use *u, kb_err *err)
{
    return store__exec(s, STMT_use_add,
                       PARAMS(P_STR(u->practice), P_STR(u->person), P_STR(u->day), P_STR(u->what), P_INT(u->at)), err);
}

err_code store_use_remove(struct store *s, const struct store_use *u, kb_err *err)
{
    return store__exec(s, STMT_use_remove, PARAMS(P_STR(u->practice), P_STR(u->person), P_STR(u->day), P_STR(u->what)),
                       err);
}

static void counts_row(struct store__row *r, void *out)
{
    struct store_use_counts *c = out;
    c->used = store__int(r);
    c->no_help = store__int(r);
    c->outdated = store__int(r);
}

err_code store_use_counts(struct store *s, const char *practice, kb_time since, struct store_use_counts *out,
                          kb_err *err)
{
    return store__get(s, STMT_use_counts, PARAMS(P_STR(practice), P_INT(since)), counts_row, NULL, out, err);
}

err_code store_use_mine(struct store *s, const char *practice, const char *person, arena *a, struct store_uses *out,
                        kb_err *err)
{
    return store__list(s, STMT_use_mine, PARAMS(P_STR(practice), P_STR(person), P_INT(STORE_USES_MINE)), use_row,
                       sizeof *out->at, a, (void **)&out->at, &out->n, err);
}

err_code store_use_list(struct store *s, const char *practice, arena *a, struct store_uses *out, kb_err *err)
{
    return store__list(s, STMT_use_list, PARAMS(P_STR(practice)), use_row, sizeof *out->at, a, (void **)&out->at,
                       &out->n, err);
}

/* ---- Experiences ---- */

static void experience_row(struct store__row *r, void *out)
{
    struct store_experience *e = out;
    e->id = store__str(r);
    e->practice = store__str(r);
    e->person = store__str(r);
    e->at = store__int(r);
    e->location = store__str(r);
    e->body = store__str(r);
    e->again = store__str(r);
}

err_code store_experience_add(struct store *s, const struct store_experience *e, kb_err *err)
{
    return store__exec(s, STMT_experience_add,
                       PARAMS(P_STR(e->id), P_STR(e->practice), P_STR(e->person), P_INT(e->at), P_STR(e->location),
                              P_STR(e->body), P_STR(e->again)),
                       err);
}

err_code store_experience_get(struct store *s, const char *id, arena *a, struct store_experience *out, kb_err *err)
{
    return store__get(s, STMT_experience_get, PARAMS(P_STR(id)), experience_row, a, out, err);
}

err_code store_experience_remove(struct store *s, const char *id, kb_err *err)
{
    return store__exec(s, STMT_experience_remove, PARAMS(P_STR(id)), err);
}

err_code store_experience_list(struct store *s, const char *practice, struct store_part part, arena *a,
                               struct store_experiences *out, kb_err *err)
{
    return store__list(s, STMT_experience_list, PARAMS(P_STR(practice), P_INT(part.n), P_INT(part.from)),
                       experience_row, sizeof *out->at, a, (void **)&out->at, &out->n, err);
}

err_code store_experience_whole(struct store *s, const char *practice, arena *a, struct store_experiences *out,
                                kb_err *err)
{
    return store_experience_list(s, practice, (struct store_part){.n = STORE__ALL}, a, out, err);
}

err_code store_experience_count(struct store *s, const char *practice, int64_t *n, kb_err *err)
{
    return store__get(s, STMT_experience_count, PARAMS(P_STR(practice)), store__int_row, NULL, n, err);
}

err_code store_experience_count_of(struct store *s, const char *practice, const char *person, int64_t *n, kb_err *err)
{
    return store__get(s, STMT_experience_count_of, PARAMS(P_STR(practice), P_STR(person)), store__int_row, NULL, n,
                      err);
}
