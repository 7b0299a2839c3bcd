/* importer_test.h - the world of the service tests, with a folder of files beside it and a sink that writes in process.
 */
#ifndef IMPORTER_TEST_H
#define IMPORTER_TEST_H

#include "tests/integration/service/service_test.h"

#include "importer/export.h"
#include "importer/import.h"

#include <fcntl.h>
#include <sys/stat.h>

/* ---- Files ---- */

/* A path below the world's folder, made with the folders that lead to it. */
static inline const char *path_of(struct world *w, const char *name)
{
    const char *path = arena_printf(w->svc.arena, "%s/in/%s", w->dir, name);
    for (char *slash = strchr(path + strlen(w->dir) + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
    return path;
}

static inline void put_bytes(struct world *w, const char *name, text bytes)
{
    _cleanup_(close_file)
    FILE *f = fopen(path_of(w, name), "we");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, f), bytes.len);
}

static inline void put_file(struct world *w, const char *name, const char *content)
{
    put_bytes(w, name, text_str(content));
}

/* ---- The sink ---- */

struct sink_job {
    struct world *world;
    const struct svc_import *in;
    enum svc_import_result *result;
};

static inline err_code sink__run(struct store *store, void *ctx, kb_err *err)
{
    struct sink_job *job = ctx;
    struct svc svc = {
        .store = store, .actor = svc_system_actor(), .now = job->world->svc.now, .arena = job->world->svc.arena};
    return svc_import(&svc, job->in, job->result, err);
}

/* As the command line does it: what cannot be rendered is refused by itself, before the transaction. */
static inline err_code sink_send(void *ctx, const struct svc_import *items, size_t n, enum svc_import_result *results,
                                 kb_err *errs, kb_err *err)
{
    struct world *w = ctx;
    struct svc_import ready[IMPORT_BATCH];
    struct sink_job work[IMPORT_BATCH];
    struct store_job jobs[IMPORT_BATCH];
    kb_err fates[IMPORT_BATCH];
    size_t which[IMPORT_BATCH], m = 0;
    (void)err;
    for (size_t i = 0; i < n; i++) {
        const struct svc_draft *draft = &items[i].draft;
        ready[m] = items[i];
        if (svc_render(w->svc.arena, draft->sections, draft->n_sections, &ready[m].rendered, &errs[i]) != OK) continue;
        work[m] = (struct sink_job){w, &ready[m], &results[i]};
        jobs[m] = (struct store_job){sink__run, &work[m]};
        which[m++] = i;
    }
    if (m == 0) return OK;
    err_code code = store_batch_run(w->store, jobs, m, fates);
    for (size_t j = 0; j < m; j++) errs[which[j]] = fates[j];
    return code;
}

static inline err_code sink_group(void *ctx, const char *name, const char *slug, kb_err *err)
{
    struct world *w = ctx;
    const char *made;
    struct svc_group_put put = {.name = text_str(name), .slug = text_str(slug)};
    (void)err;
    return AS(w, SYSTEM, svc_group_put(SVC, &put, &made, ERR));
}

/* ---- Importing ---- */

static inline struct report import_folder(struct world *w, const char *folder, struct import_options options,
                                          bool apply)
{
    struct import_sink sink = {sink_send, sink_group, w};
    struct walk files;
    struct report report;
    char *paths[] = {(char *)folder};
    options.sink = apply ? &sink : NULL;
    options.now = w->svc.now;
    assert_done(walk_paths(w->svc.arena, paths, 1, &files, ERR));
    assert_done(import_run(w->svc.arena, w->store, &files, &options, &report, ERR));
    assert_int_equal(report.n, files.n);
    return report;
}

/* Everything below in/, for good. */
static inline struct report import_all(struct world *w, struct import_options options)
{
    return import_folder(w, arena_printf(w->svc.arena, "%s/in", w->dir), options, true);
}

static inline const struct report_row *row_of(const struct report *report, const char *source)
{
    for (size_t i = 0; i < report->n; i++)
        if (!strcmp(report->rows[i].source, source)) return &report->rows[i];
    fail_msg("no row about %s", source);
    return NULL;
}

static inline void assert_fate(const struct report *report, const char *source, enum report_fate fate)
{
    const struct report_row *row = row_of(report, source);
    if (row->fate != fate)
        fail_msg("%s: %s (%s %s), expected %s", source, report_fate_name(row->fate),
                 row->why && row->why->n_items ? row->why->items[0].field : "", row->why ? row->why->cause : "",
                 report_fate_name(fate));
}

static inline struct store_practice imported(struct world *w, const char *source)
{
    struct store_practice row;
    assert_done(store_practice_by_source(w->store, source, w->svc.arena, &row, ERR));
    return row;
}

static inline struct store_revision text_of_line(struct world *w, const struct store_line *line)
{
    struct store_revision r;
    assert_true(line->present);
    assert_done(store_revision_get(w->store, line->revision, w->svc.arena, &r, ERR));
    return r;
}

#endif
