#include "kb/store/notice.h"

#include "kb/store/handle.h"

enum { ADDRESS_BYTES = 256 };

/* ---- How far the log was followed ---- */

err_code store_told_get(struct store *s, int64_t *seq, kb_err *err)
{
    return store__get(s, STMT_told_get, NO_PARAMS, store__int_row, NULL, seq, err);
}

err_code store_told_put(struct store *s, int64_t seq, kb_err *err)
{
    return store__exec(s, STMT_told_put, PARAMS(P_INT(seq)), err);
}

/* ---- Who ---- */

static err_code ids(struct store *s, enum store_statement_name name, const char *key, arena *a, struct store_ids *out,
                    kb_err *err)
{
    return store__list(s, name, PARAMS(P_STR(key)), store__str_row, sizeof *out->at, a, (void **)&out->at, &out->n,
                       err);
}

err_code store_people_with_role(struct store *s, const char *role, arena *a, struct store_ids *out, kb_err *err)
{
    return ids(s, STMT_people_with_role, role, a, out, err);
}

err_code store_people_of_practice(struct store *s, const char *practice, arena *a, struct store_ids *out, kb_err *err)
{
    return ids(s, STMT_people_of_practice, practice, a, out, err);
}

/* ---- Notices ---- */

static void notice_row(struct store__row *r, void *out)
{
    struct store_notice *n = out;
    n->id = store__str(r);
    n->person = store__str(r);
    n->practice = store__str(r);
    n->what = store__str(r);
    n->about = store__str(r);
    n->at = store__int(r);
    n->asked = store__int(r) != 0;
    n->seen = store__int(r);
    n->way = store__str(r);
}

err_code store_notice_add(struct store *s, const struct store_notice *n, kb_err *err)
{
    return store__exec(s, STMT_notice_add,
                       PARAMS(P_STR(n->id), P_STR(n->person), P_STR(n->practice), P_STR(n->what), P_SAY(n->about),
                              P_INT(n->at), P_INT(n->asked), P_WHEN(n->seen), P_STR(n->way)),
                       err);
}

err_code store_notice_list(struct store *s, const char *person, int limit, arena *a, struct store_notices *out,
                           kb_err *err)
{
    return store__list(s, STMT_notice_list, PARAMS(P_STR(person), P_INT(limit)), notice_row, sizeof *out->at, a,
                       (void **)&out->at, &out->n, err);
}

err_code store_notice_whole(struct store *s, const char *person, arena *a, struct store_notices *out, kb_err *err)
{
    return store__list(s, STMT_notice_whole, PARAMS(P_STR(person)), notice_row, sizeof *out->at, a, (void **)&out->at,
                       &out->n, err);
}

err_code store_notice_unseen(struct store *s, const char *person, int64_t *n, kb_err *err)
{
    return store__get(s, STMT_notice_unseen, PARAMS(P_STR(person)), store__int_row, NULL, n, err);
}

err_code store_notice_see(struct store *s, const char *person, kb_time up_to, kb_time at, kb_err *err)
{
    return store__exec(s, STMT_notice_see, PARAMS(P_STR(person), P_INT(up_to), P_INT(at)), err);
}

err_code store_notice_forget(struct store *s, kb_time before, kb_err *err)
{
    return store__exec(s, STMT_notice_forget, PARAMS(P_INT(before)), err);
}

/* Notices outlive the letter they were in. */
err_code store_letter_forget(struct store *s, kb_time before, kb_err *err)
{
    ERR_TRY(store__exec(s, STMT_letter_unlink, PARAMS(P_INT(before)), err));
    return store__exec(s, STMT_letter_forget, PARAMS(P_INT(before)), err);
}

/* ---- Letters ---- */

static void letter_row(struct store__row *r, void *out)
{
    struct store_letter *l = out;
    l->id = store__str(r);
    l->person = store__str(r);
    l->overview = store__int(r) != 0;
    l->made = store__int(r);
    l->tries = store__int(r);
    l->next_try = store__int(r);
    l->sent = store__int(r);
    l->problem = store__str(r);
    l->kind = store__str(r);
    l->address = store__str(r);
}

static void waiting_row(struct store__row *r, void *out)
{
    struct store_waiting *w = out;
    w->person = store__str(r);
    w->since = store__int(r);
}

err_code store_notice_waiting(struct store *s, const char *way, kb_time after, arena *a, struct store_waitings *out,
                              kb_err *err)
{
    return store__list(s, STMT_notice_waiting, PARAMS(P_STR(way), P_INT(after)), waiting_row, sizeof *out->at, a,
                       (void **)&out->at, &out->n, err);
}

err_code store_letter_add(struct store *s, const struct store_letter *l, kb_time after, kb_err *err)
{
    ERR_TRY(
        store__exec(s, STMT_letter_add,
                    PARAMS(P_STR(l->id), P_STR(l->person), P_INT(l->overview), P_INT(l->made), P_INT(l->tries),
                           P_WHEN(l->next_try), P_WHEN(l->sent), P_SAY(l->problem), P_SAY(l->kind), P_SAY(l->address)),
                    err));
    if (l->kind && l->kind[0]) return OK;
    return store__exec(s, STMT_notice_into_letter,
                       PARAMS(P_STR(l->id), P_STR(l->person), P_STR(l->overview ? "overview" : "direct"), P_INT(after)),
                       err);
}

err_code store_letter_last(struct store *s, const char *person, const char *kind, kb_time *made, kb_err *err)
{
    return store__get(s, STMT_letter_last, PARAMS(P_STR(person), P_STR(kind)), store__int_row, NULL, made, err);
}

err_code store_letter_drop(struct store *s, const char *person, const char *kind, kb_err *err)
{
    return store__exec(s, STMT_letter_drop, PARAMS(P_STR(person), P_STR(kind)), err);
}

err_code store_letter_notices(struct store *s, const char *letter, arena *a, struct store_notices *out, kb_err *err)
{
    return store__list(s, STMT_letter_notices, PARAMS(P_STR(letter)), notice_row, sizeof *out->at, a, (void **)&out->at,
                       &out->n, err);
}

err_code store_letter_due(struct store *s, kb_time now, arena *a, struct store_letter *out, kb_err *err)
{
    return store__get(s, STMT_letter_due, PARAMS(P_INT(now)), letter_row, a, out, err);
}

err_code store_letter_get(struct store *s, const char *id, arena *a, struct store_letter *out, kb_err *err)
{
    return store__get(s, STMT_letter_get, PARAMS(P_STR(id)), letter_row, a, out, err);
}

err_code store_letter_put(struct store *s, const struct store_letter *l, kb_err *err)
{
    return store__update(s, STMT_letter_put,
                         PARAMS(P_STR(l->id), P_INT(l->tries), P_WHEN(l->next_try), P_WHEN(l->sent), P_SAY(l->problem)),
                         err);
}

static void counts_row(struct store__row *r, void *out)
{
    struct store_letter_counts *c = out;
    c->waiting = store__int(r);
    c->given_up = store__int(r);
}

err_code store_letter_counts(struct store *s, struct store_letter_counts *out, kb_err *err)
{
    return store__get(s, STMT_letter_counts, NO_PARAMS, counts_row, NULL, out, err);
}

/* ---- Wishes ---- */

static void wish_row(struct store__row *r, void *out)
{
    struct store_wish *w = out;
    w->person = store__str(r);
    w->address = store__str(r);
    w->direct = store__int(r) != 0;
    w->overview = store__str(r);
}

err_code store_wish_get(struct store *s, const char *person, arena *a, struct store_wish *out, kb_err *err)
{
    return store__get(s, STMT_wish_get, PARAMS(P_STR(person)), wish_row, a, out, err);
}

/* As it is looked for; one that is longer than an address can be is found by nobody. */
static void fold_address(const char *address, char out[ADDRESS_BYTES])
{
    size_t n = strlen(address);
    out[0] = '\0';
    if (n >= ADDRESS_BYTES) return;
    for (size_t i = 0; i <= n; i++) {
        bool capital = address[i] >= 'A' && address[i] <= 'Z';
        out[i] = capital ? (char)(address[i] + 'a' - 'A') : address[i];
    }
}

err_code store_wish_put(struct store *s, const struct store_wish *w, kb_err *err)
{
    char folded[ADDRESS_BYTES];
    fold_address(w->address, folded);
    return store__exec(s, STMT_wish_put,
                       PARAMS(P_STR(w->person), P_SAY(w->address), P_INT(w->direct), P_STR(w->overview), P_SAY(folded)),
                       err);
}

err_code store_wish_people(struct store *s, const char *folded, arena *a, struct store_ids *out, kb_err *err)
{
    return ids(s, STMT_wish_people, folded, a, out, err);
}
