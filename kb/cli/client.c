#include "kb/cli/client.h"

#include "kb/base/cleanup.h"
#include "kb/service/indexer.h"

#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { WORK_ARENA_BYTES = 256 * 1024 * 1024 };

struct client {
    struct cli *cli;
    const char *dir;
    struct store *store;         /* this process is the writer */
    struct search_writer *index; /* opened when first needed */
    int socket;                  /* else: a server is; -1 */
    arena *work;                 /* of one call */
};

/* ---- Opening ---- */

static err_code connect_to(const char *dir, int *out, kb_err *err)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int len = snprintf(address.sun_path, sizeof address.sun_path, "%s/kb.sock", dir);
    if (len < 0 || (size_t)len >= sizeof address.sun_path)
        return err_set(err, ERR_INVALID, "the path of the socket is too long");
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return err_errno(err, "socket");
    if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        close(fd);
        return err_set(err, ERR_BUSY, "another process writes in %s, and no server answers on %s", dir,
                       address.sun_path);
    }
    *out = fd;
    return OK;
}

static err_code open_here_or_there(struct client *c, kb_err *err)
{
    struct store_options options = {.dir = c->dir, .now = clock_now(clock_system())};
    kb_err locked = {0};
    err_code code = store_open_writer(&c->store, &options, &locked);
    if (code == ERR_BUSY) return connect_to(c->dir, &c->socket, err);
    if (code != OK) return err_set(err, code, "%s", locked.cause);
    return OK;
}

err_code client_open(struct client **out, struct cli *cli, kb_err *err)
{
    _cleanup_(client_close_p)
    struct client *c = calloc(1, sizeof *c);
    if (!c) return err_set(err, ERR_NOMEM, "client");
    c->cli = cli;
    c->dir = cli_data(cli);
    c->socket = -1;
    c->work = arena_new(WORK_ARENA_BYTES);
    if (!c->work) return err_set(err, ERR_NOMEM, "client");
    ERR_TRY(open_here_or_there(c, err));
    *out = TAKE(c);
    return OK;
}

void client_close(struct client *c)
{
    if (!c) return;
    kb_err ignored = {0};
    if (c->index && search_writer_stop(&c->index, &ignored) != OK)
        log_line(&c->cli->log, KB_LOG_WARN, "index.stop", "cause=%s", ignored.cause);
    store_close(c->store);
    if (c->socket >= 0) close(c->socket);
    arena_free(c->work);
    free(c);
}

void client_close_p(struct client **c)
{
    client_close(*c);
}

/* ---- The other end ---- */

static err_code exchange(struct client *c, char kind, text *messages, size_t n, struct frame *answer, kb_err *err)
{
    struct frame frame = {kind, messages, n};
    ERR_TRY(frame_write(c->socket, &frame, err));
    ERR_TRY(frame_read(c->socket, c->work, answer, err));
    size_t expected = kind == FRAME_COMMANDS ? n : 1;
    return answer->n == expected ? OK : err_set(err, ERR_IO, "the server's answer has another length");
}

static err_code ask(struct client *c, char kind, kb_err *err)
{
    struct frame answer;
    const char *none;
    arena_clear(c->work);
    ERR_TRY(exchange(c, kind, NULL, 0, &answer, err));
    return command_read_answer(c->cli->arena, answer.messages[0], NULL, &none, err);
}

/* ---- Commands ---- */

struct running {
    struct command *command;
    kb_time now;
};

static err_code run_job(struct store *store, void *ctx, kb_err *err)
{
    struct running *r = ctx;
    return command_run(r->command, store, r->now, err);
}

static err_code command_here(struct client *c, const char *json, const char *key, const char **value, kb_err *err)
{
    struct running r = {.now = clock_now(clock_system())};
    ERR_TRY(command_prepare(&r.command, c->work, text_str(json), err));
    ERR_TRY(store_run(c->store, run_job, &r, err));
    return command_read_answer(c->cli->arena, text_str(command_answer(r.command, c->work)), key, value, err);
}

err_code client_command(struct client *c, const char *json, const char *key, const char **value, kb_err *err)
{
    const char *ignored;
    struct frame answer;
    text message = text_str(json);
    if (!value) value = &ignored;
    arena_clear(c->work);
    if (c->store) return command_here(c, json, key, value, err);
    ERR_TRY(exchange(c, FRAME_COMMANDS, &message, 1, &answer, err));
    return command_read_answer(c->cli->arena, answer.messages[0], key, value, err);
}

/* ---- Imports ---- */

struct import_job {
    const struct svc_import *in;
    enum svc_import_result *result;
    kb_time now;
    arena *arena;
};

static err_code run_import(struct store *store, void *ctx, kb_err *err)
{
    struct import_job *job = ctx;
    struct svc svc = {
        .store = store, .actor = svc_system_actor(), .now = job->now, .origin = "command", .arena = job->arena};
    return svc_import(&svc, job->in, job->result, err);
}

/* Renders what is new before the transaction; what cannot be rendered is refused by itself. */
static err_code import_here(struct client *c, const struct svc_import *items, size_t n, enum svc_import_result *results,
                            kb_err *errs, kb_err *err)
{
    struct svc_import ready[FRAME_MESSAGES_MAX];
    struct import_job work[FRAME_MESSAGES_MAX];
    struct store_job jobs[FRAME_MESSAGES_MAX];
    kb_err fates[FRAME_MESSAGES_MAX] = {0};
    size_t which[FRAME_MESSAGES_MAX], m = 0;
    for (size_t i = 0; i < n; i++) {
        ready[m] = items[i];
        if (svc_render(c->work, items[i].draft.sections, items[i].draft.n_sections, &ready[m].rendered, &errs[i]) != OK)
            continue;
        work[m] = (struct import_job){&ready[m], &results[i], clock_now(clock_system()), c->work};
        jobs[m] = (struct store_job){run_import, &work[m]};
        which[m++] = i;
    }
    if (m == 0) return OK;
    err_code code = store_batch_run(c->store, jobs, m, fates);
    for (size_t j = 0; j < m; j++) errs[which[j]] = fates[j];
    return code == OK ? OK : err_set(err, code, "%s", fates[0].cause);
}

static json_t *json_text(text t)
{
    return json_stringn(t.ptr ? t.ptr : "", t.len);
}

static json_t *json_texts(const text *list, size_t n)
{
    json_t *array = json_array();
    for (size_t i = 0; i < n; i++) json_array_append_new(array, json_text(list[i]));
    return array;
}

static json_t *json_sections(const struct svc_draft *draft)
{
    json_t *array = json_array();
    for (size_t i = 0; i < draft->n_sections; i++) {
        json_t *section = json_object();
        json_object_set_new(section, "key", json_string(draft->sections[i].key));
        json_object_set_new(section, "body", json_text(draft->sections[i].body));
        json_array_append_new(array, section);
    }
    return array;
}

static text import_message(arena *a, const struct svc_import *in)
{
    char hash[2 * STORE_HASH_BYTES + 1];
    sodium_bin2hex(hash, sizeof hash, in->hash, STORE_HASH_BYTES);
    json_t *j = json_pack("{s:s, s:s, s:b, s:s, s:I}", "do", "import.take", "hash", hash, "adopted", in->adopted,
                          "kind", practice_kind_slug(in->kind), "at", (json_int_t)in->at);
    json_object_set_new(j, "source", json_text(in->source));
    json_object_set_new(j, "decision", json_text(in->decision));
    json_object_set_new(j, "group", json_text(in->group));
    json_object_set_new(j, "title", json_text(in->draft.title));
    json_object_set_new(j, "brief", json_text(in->draft.brief));
    json_object_set_new(j, "fields", json_texts(in->legal_fields, in->n_legal_fields));
    json_object_set_new(j, "location", json_texts(in->comes_from, in->n_comes_from));
    json_object_set_new(j, "applies", json_texts(in->applies_in, in->n_applies_in));
    json_object_set_new(j, "sections", json_sections(&in->draft));
    char *dumped = json_dumps(j, JSON_COMPACT);
    text out = arena_text(a, text_str(dumped));
    free(dumped);
    json_decref(j);
    return out;
}

static enum svc_import_result result_of(const char *word)
{
    if (word && !strcmp(word, "changed")) return SVC_IMPORT_CHANGED;
    return word && !strcmp(word, "unchanged") ? SVC_IMPORT_UNCHANGED : SVC_IMPORT_NEW;
}

static err_code import_there(struct client *c, const struct svc_import *items, size_t n,
                             enum svc_import_result *results, kb_err *errs, kb_err *err)
{
    text messages[FRAME_MESSAGES_MAX];
    struct frame answer;
    for (size_t i = 0; i < n; i++) messages[i] = import_message(c->work, &items[i]);
    ERR_TRY(exchange(c, FRAME_COMMANDS, messages, n, &answer, err));
    for (size_t i = 0; i < n; i++) {
        const char *word;
        if (command_read_answer(c->cli->arena, answer.messages[i], "result", &word, &errs[i]) == OK)
            results[i] = result_of(word);
    }
    return OK;
}

err_code client_import(struct client *c, const struct svc_import *items, size_t n, enum svc_import_result *results,
                       kb_err *errs, kb_err *err)
{
    if (n > FRAME_MESSAGES_MAX) return err_set(err, ERR_INTERNAL, "too many imports in one batch");
    arena_clear(c->work);
    memset(errs, 0, n * sizeof *errs);
    return c->store ? import_here(c, items, n, results, errs, err) : import_there(c, items, n, results, errs, err);
}

/* ---- The index ---- */

err_code client_settle(struct client *c, kb_err *err)
{
    bool moved;
    if (!c->store) return ask(c, FRAME_WAIT, err);
    if (!c->index) ERR_TRY(indexer_open(&c->index, c->store, c->dir, &c->cli->log, err));
    return indexer_follow(c->store, c->index, &c->cli->log, &moved, err);
}

static void tell_progress(void *ctx, size_t done)
{
    const struct cli *cli = ctx;
    if (isatty(fileno(cli->err))) fprintf(cli->err, "\r%zu", done);
}

err_code client_rebuild(struct client *c, const struct cli *cli, size_t *practices, kb_err *err)
{
    *practices = 0;
    if (!c->store) return ask(c, FRAME_REBUILD, err);
    struct indexer_progress progress = {tell_progress, (void *)cli};
    return indexer_rebuild(c->store, c->dir, &c->cli->log, &progress, practices, err);
}
