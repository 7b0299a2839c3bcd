#include "kb/store/second.h"

#include "kb/store/handle.h"

#include <sodium.h>

enum { NONCE = crypto_secretbox_NONCEBYTES, MAC = crypto_secretbox_MACBYTES };

/* ---- The seal: a box with the person's id in front, so that a row of one person opens for no other ---- */

static err_code need_key(const struct store *s, kb_err *err)
{
    _Static_assert((int)STORE__KEY_BYTES == (int)crypto_secretbox_KEYBYTES, "the key fits the box");
    return s->has_key ? OK : err_set(err, ERR_IO, "there is no secret.key in the data directory: restore it");
}

err_code store_seal(struct store *s, const char *person, text plain, arena *a, text *sealed, kb_err *err)
{
    ERR_TRY(need_key(s, err));
    text who = text_str(person);
    size_t id = who.len, len = id + plain.len;
    unsigned char *out = arena_alloc(a, NONCE + MAC + len);
    if (!out) return err_set(err, ERR_NOMEM, "no room to seal");
    memcpy(out + NONCE + MAC, who.ptr, id);
    memcpy(out + NONCE + MAC + id, plain.ptr, plain.len);
    randombytes_buf(out, NONCE);
    crypto_secretbox_easy(out + NONCE, out + NONCE + MAC, len, out, s->key);
    *sealed = text_of((const char *)out, NONCE + MAC + len);
    return OK;
}

err_code store_unseal(struct store *s, const char *person, text sealed, arena *a, text *plain, kb_err *err)
{
    ERR_TRY(need_key(s, err));
    const unsigned char *in = (const unsigned char *)sealed.ptr;
    size_t id = strlen(person);
    char *out = arena_alloc(a, sealed.len + 1);
    if (!out) return err_set(err, ERR_NOMEM, "no room to unseal");
    bool opened = sealed.len >= NONCE + MAC + id &&
                  crypto_secretbox_open_easy((unsigned char *)out, in + NONCE, sealed.len - NONCE, in, s->key) == 0 &&
                  memcmp(out, person, id) == 0;
    if (!opened) return err_set(err, ERR_CORRUPT, "a sealed value does not open with secret.key");
    *plain = text_of(out + id, sealed.len - NONCE - MAC - id);
    return OK;
}

err_code store_key_derive(const struct store *s, uint64_t number, const char purpose[8], uint8_t out[STORE_KEY_BYTES],
                          kb_err *err)
{
    _Static_assert((int)STORE__KEY_BYTES == (int)crypto_kdf_KEYBYTES, "the key file is a key to derive from");
    ERR_TRY(need_key(s, err));
    crypto_kdf_derive_from_key(out, STORE_KEY_BYTES, number, purpose, s->key);
    return OK;
}

/* ---- The secret ---- */

static void second_row(struct store__row *r, void *out)
{
    struct store_second *row = out;
    row->person = store__str(r);
    row->sealed = store__blob(r);
    row->made = store__int(r);
    row->confirmed = store__int(r);
    row->last_step = store__int(r);
}

err_code store_second_get(struct store *s, const char *person, arena *a, struct store_second *out, kb_err *err)
{
    return store__get(s, STMT_second_get, PARAMS(P_STR(person)), second_row, a, out, err);
}

err_code store_second_put(struct store *s, const struct store_second *row, kb_err *err)
{
    return store__exec(s, STMT_second_put,
                       PARAMS(P_STR(row->person), P_BLOB(row->sealed.ptr, row->sealed.len), P_INT(row->made)), err);
}

err_code store_second_use(struct store *s, const char *person, int64_t step, kb_time at, kb_err *err)
{
    err_code code = store__update(s, STMT_second_use, PARAMS(P_STR(person), P_INT(step), P_INT(at)), err);
    return code == ERR_NOT_FOUND ? err_set(err, ERR_CONFLICT, "this code was used") : code;
}

err_code store_second_remove(struct store *s, const char *person, kb_err *err)
{
    return store__exec(s, STMT_second_remove, PARAMS(P_STR(person)), err);
}

/* ---- Codes on paper ---- */

err_code store_recovery_add(struct store *s, const char *person, const uint8_t hash[32], kb_time at, kb_err *err)
{
    return store__exec(s, STMT_recovery_add, PARAMS(P_STR(person), P_BLOB(hash, 32), P_INT(at)), err);
}

err_code store_recovery_use(struct store *s, const char *person, const uint8_t hash[32], kb_time at, kb_err *err)
{
    return store__update(s, STMT_recovery_use, PARAMS(P_STR(person), P_BLOB(hash, 32), P_INT(at)), err);
}

err_code store_recovery_left(struct store *s, const char *person, int64_t *n, kb_err *err)
{
    return store__get(s, STMT_recovery_left, PARAMS(P_STR(person)), store__int_row, NULL, n, err);
}

err_code store_recovery_clear(struct store *s, const char *person, kb_err *err)
{
    return store__exec(s, STMT_recovery_clear, PARAMS(P_STR(person)), err);
}

/* ---- Lost ---- */

static void loss_row(struct store__row *r, void *out)
{
    struct store_loss *row = out;
    row->person = store__str(r);
    row->asked = store__int(r);
    row->expires = store__int(r);
    row->vouched_by = store__str(r);
    row->anew = store__int(r);
}

err_code store_loss_get(struct store *s, const char *person, arena *a, struct store_loss *out, kb_err *err)
{
    return store__get(s, STMT_loss_get, PARAMS(P_STR(person)), loss_row, a, out, err);
}

err_code store_loss_waiting(struct store *s, kb_time now, arena *a, struct store_losses *out, kb_err *err)
{
    return store__list(s, STMT_loss_waiting, PARAMS(P_INT(now)), loss_row, sizeof *out->at, a, (void **)&out->at,
                       &out->n, err);
}

err_code store_loss_put(struct store *s, const struct store_loss *row, kb_err *err)
{
    return store__exec(
        s, STMT_loss_put,
        PARAMS(P_STR(row->person), P_INT(row->asked), P_INT(row->expires), P_STR(row->vouched_by), P_WHEN(row->anew)),
        err);
}

err_code store_loss_remove(struct store *s, const char *person, kb_err *err)
{
    return store__exec(s, STMT_loss_remove, PARAMS(P_STR(person)), err);
}

err_code store_loss_forget(struct store *s, kb_time before, kb_err *err)
{
    return store__exec(s, STMT_loss_forget, PARAMS(P_INT(before)), err);
}
