/* kb scan: what the privacy guard says of files, or of every text in the store. It prints where and what kind, never
 * the value. */
#include "kb/cli/commands.h"

#include "content/privacy.h"
#include "kb/base/buf.h"
#include "kb/base/cleanup.h"
#include "kb/service/service.h"
#include "kb/store/redact.h"
#include "kb/store/store.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { SCAN_ARENA_BYTES = 512 * 1024 * 1024, FILE_MAX = 32 * 1024 * 1024 };

struct scanning {
    struct cli *cli;
    arena *arena;           /* of one text */
    struct privacy_own own; /* of the store; files are nobody's */
    bool blocked;
};

static err_code scan_text(struct scanning *s, const char *source, text t, kb_err *err)
{
    struct privacy_findings found;
    ERR_TRY(privacy_scan(t, &s->own, s->arena, &found, err));
    for (size_t i = 0; i < found.n; i++) {
        bool block = found.at[i].level == PRIVACY_BLOCK;
        s->blocked |= block;
        fprintf(s->cli->out, "%s\t%zu\t%zu\t%s\t%s\n", source, found.at[i].line, found.at[i].column,
                privacy_kind_slug(found.at[i].kind), block ? "block" : "warn");
    }
    s->blocked |= found.more; /* what was not looked at may be anything */
    if (found.more) fprintf(s->cli->err, "%s: only the first %d findings are shown\n", source, PRIVACY_FINDINGS_MAX);
    return OK;
}

/* ---- Files ---- */

static err_code scan_file(struct scanning *s, const char *path, kb_err *err)
{
    _cleanup_(close_file)
    FILE *f = strcmp(path, "-") ? fopen(path, "re") : fdopen(dup(STDIN_FILENO), "r");
    _cleanup_(buf_release)
    struct buf bytes = buf_new(FILE_MAX);
    if (!f) return err_errno(err, path);
    for (size_t n = 1; n && !bytes.failed;) {
        char *room = buf_reserve(&bytes, 65536);
        if (room) buf_grew(&bytes, n = fread(room, 1, 65536, f));
    }
    if (ferror(f)) return err_errno(err, path);
    if (bytes.failed) return err_set(err, ERR_TOO_LARGE, "%s is larger than 32 MiB", path);
    arena_clear(s->arena);
    if (!utf8_valid(buf_text(&bytes)) || text_find_byte(buf_text(&bytes), '\0', 0) != SIZE_MAX) {
        s->blocked = true; /* what cannot be read may be anything */
        fprintf(s->cli->err, "%s: cannot be read whole, it is no text in UTF-8\n", path);
    }
    return scan_text(s, path, buf_text(&bytes), err);
}

/* ---- The store: every version, the working copy, and what was said about it ---- */

static err_code scan_practice(struct scanning *s, struct store *store, const struct store_practice *p, kb_err *err)
{
    const char *name = p->source_path ? p->source_path : p->number ? p->number : p->id;
    struct store_texts texts;
    ERR_TRY(store_texts_of(store, p->id, s->arena, &texts, err));
    for (size_t i = 0; i < texts.n; i++) {
        const char *source = arena_printf(s->arena, "%s %s", name, texts.at[i].place);
        if (!source) return err_set(err, ERR_NOMEM, "scan");
        ERR_TRY(scan_text(s, source, texts.at[i].body, err));
    }
    return OK;
}

static err_code scan_store(struct scanning *s, struct store *store, kb_err *err)
{
    enum { PAGE = 200 };
    struct store_practices rows;
    char after[STORE_ID_BYTES] = "";
    do {
        _cleanup_(arena_free_p)
        arena *page = arena_new(SCAN_ARENA_BYTES);
        struct store_list list = {.of = STORE_LIST_ALL, .after_id = after[0] ? after : NULL, .limit = PAGE};
        if (!page) return err_set(err, ERR_NOMEM, "scan");
        ERR_TRY(store_practice_list(store, &list, page, &rows, err));
        for (size_t i = 0; i < rows.n; i++) {
            arena_clear(s->arena);
            ERR_TRY(scan_practice(s, store, &rows.at[i], err));
        }
        if (rows.n) snprintf(after, sizeof after, "%s", rows.at[rows.n - 1].id);
    } while (rows.n == PAGE);
    return OK;
}

static err_code run(struct scanning *s, kb_err *err)
{
    for (int i = 0; i < s->cli->n_args; i++) ERR_TRY(scan_file(s, s->cli->args[i], err));
    if (s->cli->n_args) return OK;
    struct store *store = NULL;
    struct store_options options = {.dir = cli_data(s->cli)};
    ERR_TRY(store_open_reader(&store, &options, err));
    struct svc svc = {.store = store, .arena = s->cli->arena};
    err_code code = svc_privacy_own(&svc, &s->own, err);
    if (code == OK) code = scan_store(s, store, err);
    store_close(store);
    return code;
}

int cmd_scan(struct cli *cli)
{
    kb_err err = {0};
    struct scanning s = {.cli = cli, .arena = arena_new(SCAN_ARENA_BYTES)};
    if (cli_value(cli, "data") && cli->n_args) return cli_usage(cli, "give files, or a store with --data");
    err_code code = s.arena ? run(&s, &err) : err_set(&err, ERR_NOMEM, "scan");
    arena_free(s.arena);
    if (code != OK) return cli_refused(cli, &err);
    return s.blocked ? EXIT_REFUSED : EXIT_DONE;
}
