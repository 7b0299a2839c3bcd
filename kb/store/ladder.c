#include "kb/store/ladder.h"

#include "kb/store/handle.h"

enum { NOTES_SHOWN = 200 };

/* ---- Moves ---- */

static void move_row(struct store__row *r, void *out)
{
    struct store_move *m = out;
    m->id = store__str(r);
    m->practice = store__str(r);
    m->line = text_is(store__text(r), store_line_slug(STORE_ADOPTED)) ? STORE_ADOPTED : STORE_CANDIDATE;
    m->what = store__str(r);
    m->came_from = store__str(r);
    m->went_to = store__str(r);
    m->revision = store__str(r);
    m->at = store__int(r);
    m->made_by = store__str(r);
    m->words = store__str(r);
    m->marks = store__str(r);
}

err_code store_move_add(struct store *s, const struct store_move *m, kb_err *err)
{
    return store__exec(s, STMT_move_add,
                       PARAMS(P_STR(m->id), P_STR(m->practice), P_STR(store_line_slug(m->line)), P_STR(m->what),
                              P_SAY(m->came_from), P_STR(m->went_to), P_STR(m->revision), P_INT(m->at),
                              P_STR(m->made_by), P_SAY(m->words), P_SAY(m->marks)),
                       err);
}

err_code store_move_list(struct store *s, const char *practice, arena *a, struct store_moves *out, kb_err *err)
{
    return store__list(s, STMT_move_list, PARAMS(P_STR(practice)), move_row, sizeof *out->at, a, (void **)&out->at,
                       &out->n, err);
}

err_code store_move_marked(struct store *s, arena *a, struct store_moves *out, kb_err *err)
{
    return store__list(s, STMT_move_marked, NO_PARAMS, move_row, sizeof *out->at, a, (void **)&out->at, &out->n, err);
}

/* ---- Assents ---- */

static void assent_row(struct store__row *r, void *out)
{
    struct store_assent *x = out;
    x->practice = store__str(r);
    x->kind = store__str(r);
    x->revision = store__str(r);
    x->asked = store__int(r);
    x->given = store__int(r);
    x->given_by = store__str(r);
    x->words = store__str(r);
}

err_code store_assent_put(struct store *s, const struct store_assent *x, kb_err *err)
{
    return store__exec(s, STMT_assent_put,
                       PARAMS(P_STR(x->practice), P_STR(x->kind), P_STR(x->revision), P_WHEN(x->asked),
                              P_WHEN(x->given), P_STR(x->given_by), P_SAY(x->words)),
                       err);
}

err_code store_assent_list(struct store *s, const char *practice, arena *a, struct store_assents *out, kb_err *err)
{
    return store__list(s, STMT_assent_list, PARAMS(P_STR(practice)), assent_row, sizeof *out->at, a, (void **)&out->at,
                       &out->n, err);
}

err_code store_assent_clear(struct store *s, const char *practice, const char *kind, kb_err *err)
{
    return kind ? store__exec(s, STMT_assent_clear, PARAMS(P_STR(practice), P_STR(kind)), err)
                : store__exec(s, STMT_assent_clear_all, PARAMS(P_STR(practice)), err);
}

/* ---- Carrying out ---- */

static void carrying_row(struct store__row *r, void *out)
{
    struct store_carrying *c = out;
    c->practice = store__str(r);
    c->organisation = store__str(r);
    c->state = store__str(r);
    c->step = store__str(r);
    c->day = store__str(r);
    c->at = store__int(r);
    c->person = store__str(r);
}

err_code store_carrying_list(struct store *s, const char *practice, arena *a, struct store_carryings *out, kb_err *err)
{
    return store__list(s, STMT_carrying_list, PARAMS(P_STR(practice)), carrying_row, sizeof *out->at, a,
                       (void **)&out->at, &out->n, err);
}

err_code store_carrying_put(struct store *s, const struct store_carrying *c, kb_err *err)
{
    return store__exec(s, STMT_carrying_put,
                       PARAMS(P_STR(c->practice), P_STR(c->organisation), P_STR(c->state), P_SAY(c->step),
                              P_STR(c->day), P_INT(c->at), P_STR(c->person)),
                       err);
}

/* ---- The editors' desk ---- */

static void desk_row(struct store__row *r, void *out)
{
    struct store_desk *d = out;
    d->editor = store__str(r);
    d->since = store__int(r);
}

err_code store_desk_get(struct store *s, const char *practice, arena *a, struct store_desk *out, kb_err *err)
{
    bool there;
    kb_err said = {0};
    *out = (struct store_desk){0};
    return err_optional(store__get(s, STMT_desk_get, PARAMS(P_STR(practice)), desk_row, a, out, &said), &said, &there,
                        err);
}

err_code store_desk_put(struct store *s, const char *practice, const char *editor, kb_time at, kb_err *err)
{
    return store__exec(s, STMT_desk_put, PARAMS(P_STR(practice), P_STR(editor), P_INT(at)), err);
}

static void note_row(struct store__row *r, void *out)
{
    struct store_desk_note *n = out;
    n->id = store__str(r);
    n->practice = store__str(r);
    n->at = store__int(r);
    n->person = store__str(r);
    n->body = store__str(r);
}

err_code store_desk_note_add(struct store *s, const struct store_desk_note *n, kb_err *err)
{
    return store__exec(s, STMT_desk_note_add,
                       PARAMS(P_STR(n->id), P_STR(n->practice), P_INT(n->at), P_STR(n->person), P_STR(n->body)), err);
}

static err_code list_notes(struct store *s, const char *practice, int limit, arena *a, struct store_desk_notes *out,
                           kb_err *err)
{
    return store__list(s, STMT_desk_note_list, PARAMS(P_STR(practice), P_INT(limit)), note_row, sizeof *out->at, a,
                       (void **)&out->at, &out->n, err);
}

err_code store_desk_note_list(struct store *s, const char *practice, arena *a, struct store_desk_notes *out,
                              kb_err *err)
{
    return list_notes(s, practice, NOTES_SHOWN, a, out, err);
}

err_code store_desk_note_whole(struct store *s, const char *practice, arena *a, struct store_desk_notes *out,
                               kb_err *err)
{
    return list_notes(s, practice, STORE__ALL, a, out, err);
}
