#include "kb/store/handle.h"

/* The working copy and who is writing now: the part of revision.h that changes all the time. */

static void working_row(struct store__row *r, void *out)
{
    struct store_working *w = out;
    memset(w, 0, sizeof *w);
    w->practice = store__str(r);
    w->version = store__int(r);
    w->base_revision = store__str(r);
    w->title = store__str(r);
    w->brief = store__str(r);
    w->updated = store__int(r);
    w->updated_by = store__str(r);
    w->saved_from = store__str(r);
}

static err_code read_working(struct store *s, const char *practice, arena *a, struct store_working *out, kb_err *err)
{
    ERR_TRY(store__get(s, STMT_working_get, PARAMS(P_STR(practice)), working_row, a, out, err));
    void *sections = NULL;
    ERR_TRY(store__list(s, STMT_working_sections, PARAMS(P_STR(practice)), store__section_row,
                        sizeof(struct store_section), a, &sections, &out->n_sections, err));
    out->sections = sections;
    return OK;
}

err_code store_working_get(struct store *s, const char *practice, arena *a, struct store_working *out, kb_err *err)
{
    ERR_TRY(store_read_begin(s, err));
    err_code code = read_working(s, practice, a, out, err);
    store_read_end(s);
    return code;
}

err_code store_working_updated(struct store *s, const char *practice, kb_time *out, kb_err *err)
{
    return store__get(s, STMT_working_updated, PARAMS(P_STR(practice)), store__int_row, NULL, out, err);
}

static err_code add_sections(struct store *s, const struct store_working *w, kb_err *err)
{
    for (size_t i = 0; i < w->n_sections; i++)
        ERR_TRY(store__exec(
            s, STMT_working_section_add,
            PARAMS(P_STR(w->practice), P_INT((int64_t)i), P_STR(w->sections[i].key), P_TEXT(w->sections[i].body)),
            err));
    return OK;
}

err_code store_working_save(struct store *s, const struct store_working *w, int64_t seen, kb_err *err)
{
    if (w->n_sections > STORE_SECTIONS_MAX) return err_field(err, ERR_INVALID, "sections", "too-long");
    enum store_statement_name name = seen ? STMT_working_save : STMT_working_add;
    int64_t version = 0;
    err_code code = store__get(s, name,
                               PARAMS(P_STR(w->practice), P_INT(seen), P_STR(w->base_revision), P_SAY(w->title),
                                      P_SAY(w->brief), P_INT(w->updated), P_STR(w->updated_by), P_SAY(w->saved_from)),
                               store__int_row, NULL, &version, err);
    if (code == ERR_NOT_FOUND) return err_set(err, ERR_STALE_EDIT, "the working copy was saved in between");
    if (code != OK) return code;
    ERR_TRY(store__exec(s, STMT_working_sections_clear, PARAMS(P_STR(w->practice)), err));
    return add_sections(s, w, err);
}

err_code store_working_restore(struct store *s, const struct store_working *w, kb_err *err)
{
    if (w->n_sections > STORE_SECTIONS_MAX) return err_field(err, ERR_INVALID, "sections", "too-long");
    if (w->version < 1) return err_field(err, ERR_INVALID, "version", "invalid");
    ERR_TRY(store__exec(s, STMT_working_restore,
                        PARAMS(P_STR(w->practice), P_INT(w->version), P_STR(w->base_revision), P_SAY(w->title),
                               P_SAY(w->brief), P_INT(w->updated), P_STR(w->updated_by)),
                        err));
    return add_sections(s, w, err);
}

err_code store_working_remove(struct store *s, const char *practice, kb_err *err)
{
    return store__exec(s, STMT_working_remove, PARAMS(P_STR(practice)), err);
}

static void writer_row(struct store__row *r, void *out)
{
    struct store_writer *w = out;
    w->person = store__str(r);
    w->seen = store__int(r);
}

err_code store_writing_seen(struct store *s, const char *practice, const char *person, kb_time at, kb_err *err)
{
    return store__exec(s, STMT_writing_seen, PARAMS(P_STR(practice), P_STR(person), P_INT(at)), err);
}

err_code store_writing_list(struct store *s, const char *practice, kb_time since, arena *a, struct store_writers *out,
                            kb_err *err)
{
    return store__list(s, STMT_writing_list, PARAMS(P_STR(practice), P_INT(since)), writer_row, sizeof *out->at, a,
                       (void **)&out->at, &out->n, err);
}

err_code store_writing_forget(struct store *s, kb_time before, kb_err *err)
{
    return store__exec(s, STMT_writing_forget, PARAMS(P_INT(before)), err);
}
