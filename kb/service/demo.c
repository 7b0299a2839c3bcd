#include "kb/service/demo.h"

#include "kb/base/cleanup.h"
#include "kb/base/embed.h"
#include "kb/service/service__internal.h"

extern const struct embedded_file demo_tables[], demo_texts[], demo_revised[];
extern const size_t demo_tables_count, demo_texts_count, demo_revised_count;

static const struct folder {
    const char *path;
    const struct embedded_file *files;
    const size_t *count;
} folders[] = {
    {"stukken/", demo_texts, &demo_texts_count},
    {"herzieningen/", demo_revised, &demo_revised_count},
    {"", demo_tables, &demo_tables_count},
};

err_code demo_file(const char *path, text *out, kb_err *err)
{
    for (size_t f = 0; f < COUNT_OF(folders); f++) {
        size_t start = strlen(folders[f].path);
        if (strncmp(path, folders[f].path, start) != 0) continue;
        for (size_t i = 0; i < *folders[f].count; i++) {
            const struct embedded_file *file = &folders[f].files[i];
            if (strcmp(file->name, path + start) != 0) continue;
            *out = text_of((const char *)file->bytes, file->len);
            return OK;
        }
    }
    return err_set(err, ERR_NOT_FOUND, "no demonstration file %s", path);
}

static err_code take_row(arena *a, text line, struct demo_row *row, kb_err *err)
{
    text rest = line, cell;
    for (size_t i = 0; i < DEMO_CELLS_MAX; i++) row->cells[i] = "";
    for (size_t i = 0; i < DEMO_CELLS_MAX && text_next(&rest, '\t', &cell); i++) {
        row->cells[i] = arena_text_str(a, cell);
        if (!row->cells[i]) return err_set(err, ERR_NOMEM, "demonstration");
    }
    return OK;
}

err_code demo_table(arena *a, const char *file, struct demo_row **rows, size_t *n, kb_err *err)
{
    text rest, line;
    size_t lines = 0;
    ERR_TRY(demo_file(file, &rest, err));
    for (size_t i = 0; i < rest.len; i++) lines += rest.ptr[i] == '\n';
    *rows = ARENA_ARRAY(a, struct demo_row, lines + 1);
    *n = 0;
    if (!*rows) return err_set(err, ERR_NOMEM, "demonstration");
    bool head = true;
    while (text_next(&rest, '\n', &line)) {
        if (!head && line.len) ERR_TRY(take_row(a, line, &(*rows)[(*n)++], err));
        head = false;
    }
    return OK;
}

static err_code take_person(struct svc *svc, const struct demo_row *row, struct demo_person *out, bool *there,
                            kb_err *err)
{
    struct store_person person;
    struct store_organisation organisation;
    const char *folded = svc__fold_sign_in(svc, text_str(row->cells[0]));
    err_code code = folded ? store_person_by_sign_in(svc->store, folded, svc->arena, &person, err) : ERR_NOT_FOUND;
    *there = code == OK && !person.disabled;
    if (code == ERR_NOT_FOUND || (code == OK && person.disabled)) return OK;
    if (code != OK) return code;
    code = store_organisation_by_slug(svc->store, row->cells[3], svc->arena, &organisation, err);
    if (code != OK && code != ERR_NOT_FOUND) return code;
    *out = (struct demo_person){
        person.id, person.sign_in, person.name, row->cells[2], code == OK ? organisation.name : "", row->cells[4]};
    return OK;
}

err_code svc_demo_persons(struct svc *svc, struct demo_persons *out, kb_err *err)
{
    struct demo_row *rows;
    size_t n;
    *out = (struct demo_persons){0};
    ERR_TRY(demo_table(svc->arena, "persons.tsv", &rows, &n, err));
    struct demo_person *people = ARENA_ARRAY(svc->arena, struct demo_person, n);
    if (!people) return svc__no_memory(err);
    for (size_t i = 0; i < n; i++) {
        bool there;
        ERR_TRY(take_person(svc, &rows[i], &people[out->n], &there, err));
        out->n += there;
    }
    out->at = people;
    return OK;
}
