#include "kb/http/app.h"
#include "kb/http/backoff.h"
#include "kb/http/page.h"
#include "kb/service/writer.h"

#include <stdio.h>

/* What the last part of every answer to "who" is: the menu and the greeting, signed in or not. */
static err_code fill_me(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_me me;
    ERR_TRY(svc_me(&svc, &me, err));
    req->person_name = me.name;
    if (me.network && me.network[0]) req->site = me.network;
    req->in_group = me.writer;
    req->editor = me.editor;
    req->admin = me.administrator;
    return OK;
}

static err_code note_seen_run(struct store *store, const struct writer_note *note, kb_err *err)
{
    return store_session_seen(store, note->key, note->at, err);
}

/* Who may do much must have given a second factor (svc_second_needed); in the demonstration everybody is anybody. */
static err_code find_lack(kb_req *req, bool given, kb_err *err)
{
    struct svc svc = page_svc(req);
    req->lacks_second = false;
    return given || req->demo ? OK : svc_second_needed(&svc, &req->lacks_second, err);
}

/* On a desk only: the writer is busy with what matters. */
static void note_seen(const kb_req *req, const struct store_session *row)
{
    if (!req->desk || !req->writer || req->now - row->last_seen < SESSION_SEEN_MS) return;
    struct writer_note note = {.run = note_seen_run, .at = req->now};
    memcpy(note.key, row->token_hash, sizeof note.key);
    writer_note(req->writer, &note);
}

/* The person behind the cookie; NULL for nobody. */
static err_code read_session(kb_req *req, const char **person, kb_err *err)
{
    struct session_token token;
    struct store_session row;
    *person = NULL;
    req->session = NULL;
    if (!session_cookie_read(req, &token)) return OK;
    kb_err why = {0};
    err_code code = store_session_get(req->store, token.key, req->arena, &row, &why);
    if (code == ERR_NOT_FOUND) return OK;
    if (code != OK) return err_set(err, code, "%s", why.cause);
    if (!session_alive(row.created, row.last_seen, req->now)) return OK;
    struct req_session *session = ARENA_NEW(req->arena, struct req_session);
    if (!session) return err_set(err, ERR_NOMEM, "no memory for the session");
    session->signed_in_at = row.signed_in;
    session->second = row.second != 0;
    session->sso = row.sso[0] != '\0';
    snprintf(session->person, sizeof session->person, "%s", row.person);
    memcpy(session->key, row.token_hash, sizeof session->key);
    memcpy(session->csrf, row.csrf, sizeof session->csrf);
    req->session = session;
    *person = session->person;
    note_seen(req, &row);
    return OK;
}

/* ---- A program with a token ---- */

static err_code note_used_run(struct store *store, const struct writer_note *note, kb_err *err)
{
    return svc_token_used(store, note->key, note->at, err);
}

static void note_used(const kb_req *req, const struct svc_token_holder *holder)
{
    if (!holder->first_today || !req->writer) return;
    struct writer_note note = {.run = note_used_run, .at = req->now};
    memcpy(note.key, holder->key, sizeof note.key);
    writer_note(req->writer, &note);
}

static err_code slow_down(kb_req *req, err_code code, kb_err *err)
{
    struct backoff_attempt attempt = {.account = req->bearer, .address = text_str(req->client)};
    req->wait = backoff_begin(app_of(req)->wrong_tokens, &attempt, req->now);
    return req->wait ? err_set(err, ERR_TOO_MANY, "wrong tokens") : code;
}

static err_code read_token(kb_req *req, const char **person, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_token_holder holder;
    err_code code = svc_token_look(&svc, req->bearer, &holder, err);
    if (code == ERR_TOKEN) return slow_down(req, code, err);
    if (code != OK) return code;
    req->scope = holder.scope;
    *person = holder.person;
    note_used(req, &holder);
    return OK;
}

err_code session_identify(kb_req *req, kb_err *err)
{
    const char *person;
    bool token = req->bearer.ptr != NULL;
    ERR_TRY(token ? read_token(req, &person, err) : read_session(req, &person, err));
    ERR_TRY(svc_actor(req->store, person, req->arena, &req->actor, err));
    if (!req->actor->person) req->session = NULL; /* a closed account is nobody */
    ERR_TRY(find_lack(req, token || (req->session && req->session->second), err));
    return fill_me(req, err);
}
