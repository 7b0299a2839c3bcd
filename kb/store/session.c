#include "kb/store/handle.h"

#include <sodium.h>

static struct store__param P_TOKEN(const uint8_t hash[STORE_TOKEN_HASH_BYTES]) {
    return P_BLOB(hash, STORE_TOKEN_HASH_BYTES);
}

void store_sha256(text bytes, uint8_t hash[32])
{
    crypto_hash_sha256(hash, (const uint8_t *)bytes.ptr, bytes.len);
}

/* ---- Sessions ---- */

static void session_row(struct store__row *r, void *out)
{
    struct store_session *session = out;
    store__hash(r, session->token_hash);
    session->person = store__str(r);
    session->created = store__int(r);
    session->last_seen = store__int(r);
    session->signed_in = store__int(r);
    session->trusted = store__int(r) != 0;
    store__hash(r, session->csrf);
    session->second = store__int(r);
    session->agent = store__str(r);
    session->place = store__str(r);
    session->sso = store__str(r);
}

err_code store_session_get(struct store *s, const uint8_t token_hash[32], arena *a, struct store_session *out,
                           kb_err *err)
{
    return store__get(s, STMT_session_get, PARAMS(P_TOKEN(token_hash)), session_row, a, out, err);
}

err_code store_sessions_of(struct store *s, const char *person, arena *a, struct store_sessions *out, kb_err *err)
{
    void *at;
    ERR_TRY(
        store__list(s, STMT_sessions_of, PARAMS(P_STR(person)), session_row, sizeof *out->at, a, &at, &out->n, err));
    out->at = at;
    return OK;
}

err_code store_session_add(struct store *s, const struct store_session *n, kb_err *err)
{
    return store__exec(s, STMT_session_add,
                       PARAMS(P_TOKEN(n->token_hash), P_STR(n->person), P_INT(n->created), P_INT(n->last_seen),
                              P_INT(n->signed_in), P_INT(n->trusted), P_BLOB(n->csrf, STORE_CSRF_BYTES),
                              P_INT(n->second), P_SAY(n->agent), P_SAY(n->place), P_SAY(n->sso)),
                       err);
}

err_code store_session_seen(struct store *s, const uint8_t token_hash[32], kb_time at, kb_err *err)
{
    return store__exec(s, STMT_session_seen, PARAMS(P_TOKEN(token_hash), P_INT(at)), err);
}

err_code store_session_signed_in(struct store *s, const uint8_t token_hash[32], kb_time at, kb_err *err)
{
    return store__update(s, STMT_session_signed_in, PARAMS(P_TOKEN(token_hash), P_INT(at)), err);
}

err_code store_session_second(struct store *s, const uint8_t token_hash[32], kb_time at, kb_err *err)
{
    return store__update(s, STMT_session_second, PARAMS(P_TOKEN(token_hash), P_INT(at)), err);
}

err_code store_session_end_others(struct store *s, const char *person, const uint8_t token_hash[32], kb_err *err)
{
    return store__exec(s, STMT_session_end_others, PARAMS(P_STR(person), P_TOKEN(token_hash)), err);
}

err_code store_session_end(struct store *s, const uint8_t token_hash[32], kb_err *err)
{
    return store__exec(s, STMT_session_end, PARAMS(P_TOKEN(token_hash)), err);
}

err_code store_session_end_person(struct store *s, const char *person, kb_err *err)
{
    ERR_TRY(store__exec(s, STMT_token_end_person, PARAMS(P_STR(person)), err));
    return store__exec(s, STMT_session_end_person, PARAMS(P_STR(person)), err);
}

err_code store_session_end_sso(struct store *s, const char *person_or_null, const char *sso, kb_err *err)
{
    if (!person_or_null) return sso[0] ? store__exec(s, STMT_session_end_sid, PARAMS(P_STR(sso)), err) : OK;
    return store__exec(s, STMT_session_end_sso, PARAMS(P_STR(person_or_null), P_STR(sso)), err);
}

err_code store_session_forget(struct store *s, kb_time last_seen, kb_time created, kb_err *err)
{
    return store__exec(s, STMT_session_forget, PARAMS(P_INT(last_seen), P_INT(created)), err);
}

/* ---- One-time links ---- */

static void link_row(struct store__row *r, void *out)
{
    struct store_link *link = out;
    store__hash(r, link->token_hash);
    link->purpose = store__str(r);
    link->person = store__str(r);
    link->created = store__int(r);
    link->expires = store__int(r);
    link->used = store__int(r);
    link->object = store__str(r);
    link->detail = store__str(r);
    link->made_by = store__str(r);
}

err_code store_link_add(struct store *s, const struct store_link *n, kb_err *err)
{
    return store__exec(s, STMT_link_add,
                       PARAMS(P_TOKEN(n->token_hash), P_STR(n->purpose), P_STR(n->person), P_INT(n->created),
                              P_INT(n->expires), P_STR(n->object), P_STR(n->detail), P_STR(n->made_by)),
                       err);
}

err_code store_link_get(struct store *s, const uint8_t token_hash[32], arena *a, struct store_link *out, kb_err *err)
{
    return store__get(s, STMT_link_get, PARAMS(P_TOKEN(token_hash)), link_row, a, out, err);
}

err_code store_link_use(struct store *s, const uint8_t token_hash[32], kb_time at, kb_err *err)
{
    err_code code = store__update(s, STMT_link_use, PARAMS(P_TOKEN(token_hash), P_INT(at)), err);
    return code == ERR_NOT_FOUND ? err_set(err, ERR_GONE, "this link was used, expired or never was") : code;
}

err_code store_link_list(struct store *s, const char *object, const char *purpose, kb_time now, arena *a,
                         struct store_links *out, kb_err *err)
{
    return store__list(s, STMT_link_list, PARAMS(P_STR(object), P_STR(purpose), P_INT(now)), link_row, sizeof *out->at,
                       a, (void **)&out->at, &out->n, err);
}

err_code store_link_drop(struct store *s, const char *person, const char *purpose, kb_err *err)
{
    return store__exec(s, STMT_link_drop, PARAMS(P_STR(person), P_STR(purpose)), err);
}

err_code store_link_remove(struct store *s, const uint8_t token_hash[32], kb_err *err)
{
    return store__exec(s, STMT_link_remove, PARAMS(P_TOKEN(token_hash)), err);
}

err_code store_link_forget(struct store *s, kb_time before, kb_err *err)
{
    ERR_TRY(store__exec(s, STMT_pending_forget, PARAMS(P_INT(before)), err));
    return store__exec(s, STMT_link_forget, PARAMS(P_INT(before)), err);
}

/* ---- Forms that wait for a sign-in ---- */

static void sealed_row(struct store__row *r, void *out)
{
    *(text *)out = store__blob(r);
}

err_code store_pending_put(struct store *s, const struct store_pending *form, kb_err *err)
{
    return store__exec(s, STMT_pending_put,
                       PARAMS(P_TOKEN(form->token_hash), P_INT(form->expires), P_TOKEN(form->place),
                              P_BLOB(form->sealed.ptr, form->sealed.len)),
                       err);
}

err_code store_pending_count(struct store *s, kb_time at, int64_t *n, kb_err *err)
{
    return store__get(s, STMT_pending_count, PARAMS(P_INT(at)), store__int_row, NULL, n, err);
}

err_code store_pending_of(struct store *s, const uint8_t place[32], kb_time at, int64_t *n, kb_err *err)
{
    return store__get(s, STMT_pending_of, PARAMS(P_TOKEN(place), P_INT(at)), store__int_row, NULL, n, err);
}

struct most {
    uint8_t *place;
    int64_t n;
};

static void most_row(struct store__row *r, void *out)
{
    struct most *most = out;
    store__hash(r, most->place);
    most->n = store__int(r);
}

err_code store_pending_most(struct store *s, kb_time at, uint8_t place[32], int64_t *n, kb_err *err)
{
    struct most most = {.place = place};
    ERR_TRY(store__get(s, STMT_pending_most, PARAMS(P_INT(at)), most_row, NULL, &most, err));
    *n = most.n;
    return OK;
}

err_code store_pending_drop(struct store *s, const uint8_t place[32], kb_time at, kb_err *err)
{
    return store__exec(s, STMT_pending_drop, PARAMS(P_TOKEN(place), P_INT(at)), err);
}

err_code store_pending_take(struct store *s, const uint8_t token_hash[32], kb_time at, arena *a, text *sealed,
                            kb_err *err)
{
    return store__get(s, STMT_pending_take, PARAMS(P_TOKEN(token_hash), P_INT(at)), sealed_row, a, sealed, err);
}

/* ---- Requests that were carried out ---- */

err_code store_request_once(struct store *s, const uint8_t key[STORE_TOKEN_HASH_BYTES], kb_time at, kb_err *err)
{
    err_code code = store__update(s, STMT_request_once, PARAMS(P_TOKEN(key), P_INT(at)), err);
    return code == ERR_NOT_FOUND ? err_set(err, ERR_CONFLICT, "this request was carried out before") : code;
}

err_code store_request_forget(struct store *s, kb_time before, kb_err *err)
{
    return store__exec(s, STMT_request_forget, PARAMS(P_INT(before)), err);
}
