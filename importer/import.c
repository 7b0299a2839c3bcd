#include "importer/import.h"

#include "content/privacy.h"
#include "importer/markdown_file.h"
#include "kb/base/calendar.h"
#include "kb/base/cleanup.h"

#include <strings.h>

/* 64 files of the largest size, their copies with plain line ends, and what is made from them. The privacy guard takes
 * eight bytes for each byte of one file. */
enum { WORK_BYTES = 128 * 1024 * 1024, GUARD_BYTES = 16 * MARKDOWN_FILE_MAX };

enum { NAMES_MAX = 3, NAMES_BYTES = 1024 }; /* working groups that a refusal names */

/* Mapped files that wait to be sent together. */
struct batch {
    struct svc_import items[IMPORT_BATCH];
    uint8_t hashes[IMPORT_BATCH][STORE_HASH_BYTES];
    size_t rows[IMPORT_BATCH]; /* of the report */
    enum svc_import_result results[IMPORT_BATCH];
    kb_err errs[IMPORT_BATCH];
    size_t n;
};

struct run {
    arena *a;     /* of the report */
    arena *work;  /* of one batch */
    arena *guard; /* of one look for client data */
    struct privacy_own own;
    struct store *store;
    const struct import_options *options;
    struct store_groups groups;
    bool import_group;  /* the group "Import" is there */
    const char *group;  /* slug of the group for all files, or NULL */
    size_t import_rows; /* taken into the group "Import" */
    struct report_row *rows;
    struct batch *batch;
};

static err_code no_memory(kb_err *err)
{
    return err_set(err, ERR_NOMEM, "import");
}

/* ---- Working groups ---- */

static const char *find_group(const struct run *r, const char *name)
{
    for (size_t i = 0; i < r->groups.n; i++)
        if (!strcmp(r->groups.at[i].slug, name)) return r->groups.at[i].slug;
    for (size_t i = 0; i < r->groups.n; i++)
        if (!strcasecmp(r->groups.at[i].name, name)) return r->groups.at[i].slug;
    return NULL;
}

/* Says which groups there are, and how to make one. */
static err_code no_group(const struct run *r, const char *name, kb_err *err)
{
    _cleanup_(buf_release)
    struct buf all = buf_new(NAMES_BYTES);
    size_t n = 0;
    for (; n < r->groups.n && n < NAMES_MAX; n++) buf_printf(&all, ", \"%.60s\"", r->groups.at[n].name);
    if (n < r->groups.n) buf_str(&all, ", ...");
    err_code code =
        err_set(err, ERR_INVALID, "there is no working group \"%.60s\"; kb group add \"NAME\" makes one; there is %s",
                name, n ? buf_cstr(&all) + 2 : "none yet");
    return err_field(err, code, "group", "not-a-choice");
}

static err_code read_groups(struct run *r, kb_err *err)
{
    ERR_TRY(store_group_list(r->store, r->a, &r->groups, err));
    for (size_t i = 0; i < r->groups.n; i++) r->import_group |= !strcmp(r->groups.at[i].slug, IMPORT_GROUP_SLUG);
    if (!r->options->group) return OK;
    r->group = find_group(r, r->options->group);
    return r->group ? OK : no_group(r, r->options->group, err);
}

/* The group "Import": made when it is first needed. A dry run of files that wait for it looks with "" for the group. */
static err_code import_group(struct run *r, text *group, kb_err *err)
{
    const struct import_sink *sink = r->options->sink;
    if (!r->import_group && sink) {
        ERR_TRY(sink->make_group(sink->ctx, IMPORT_GROUP_NAME, IMPORT_GROUP_SLUG, err));
        r->import_group = true;
    }
    *group = r->import_group ? TEXT(IMPORT_GROUP_SLUG) : TEXT("");
    return OK;
}

static err_code take_group(struct run *r, const struct front_matter *front, text *group, kb_err *err)
{
    const char *named = front_matter_text(front, "group");
    if (!r->group && !named) return import_group(r, group, err);
    const char *slug = r->group ? r->group : find_group(r, named);
    *group = text_str(slug);
    return slug ? OK : no_group(r, named, err);
}

/* ---- One file ---- */

/* Reports and commands are JSON and lines on a terminal: a name that fits in neither is no name. */
static bool name_fits(text source)
{
    bool fits = utf8_valid(source);
    for (size_t i = 0; i < source.len; i++) fits &= (unsigned char)source.ptr[i] >= ' ' && source.ptr[i] != 0x7F;
    return fits;
}

/* The name with a question mark for each byte that cannot be shown. */
static const char *shown_name(arena *a, text source)
{
    char *out = arena_text_str(a, source);
    bool ascii_only = !utf8_valid(source);
    for (size_t i = 0; out && i < source.len; i++) {
        unsigned char c = (unsigned char)out[i];
        if (c < ' ' || c == 0x7F || (ascii_only && c > 0x7F)) out[i] = '?';
    }
    return out;
}

static err_code take_date(const struct front_matter *front, kb_time now, kb_time *at, kb_err *err)
{
    const char *given = front_matter_text(front, "date");
    struct date date;
    *at = 0;
    if (!given) return OK;
    if (!date_parse(text_str(given), &date)) return err_field(err, ERR_INVALID, "date", "not-a-date");
    *at = calendar_at(date, 12, 0);
    if (*at > now && date_cmp(date, calendar_date(now)) == 0) *at = now; /* today, before noon */
    return OK;
}

static err_code take_list(arena *a, const struct front_matter *front, const char *key, const text **out, size_t *n,
                          kb_err *err)
{
    const struct front_matter_entry *entry = front_matter_find(front, key);
    size_t given = entry ? entry->n_values : 0;
    text *list = ARENA_ARRAY(a, text, given);
    if (!list) return no_memory(err);
    *n = 0;
    for (size_t i = 0; i < given; i++)
        if (entry->values[i][0]) list[(*n)++] = text_str(entry->values[i]);
    *out = list;
    return OK;
}

static err_code take_front(struct run *r, const struct front_matter *front, struct svc_import *item, kb_err *err)
{
    const char *decision = front_matter_text(front, "decision");
    item->adopted = r->options->adopted;
    if (item->adopted) item->decision = text_str(decision ? decision : r->options->decision);
    ERR_TRY(take_list(r->work, front, "fields", &item->legal_fields, &item->n_legal_fields, err));
    ERR_TRY(take_list(r->work, front, "location", &item->comes_from, &item->n_comes_from, err));
    ERR_TRY(take_list(r->work, front, "applies", &item->applies_in, &item->n_applies_in, err));
    ERR_TRY(take_date(front, r->options->now, &item->at, err));
    return take_group(r, front, &item->group, err);
}

static bool has_text(const struct markdown_file *file)
{
    for (size_t i = 0; i < file->n_sections; i++)
        if (file->sections[i].body.len) return true;
    return false;
}

static err_code keep_in_row(struct run *r, const struct markdown_file *file, struct report_row *row, kb_err *err)
{
    row->title = arena_str(r->a, file->title);
    row->remark = arena_str(r->a, file->remark);
    return row->title && row->remark ? OK : no_memory(err);
}

/* ---- No data of clients ---- */

/* Notes what is found at the end of the row. */
static err_code note_found(struct run *r, const struct privacy_findings *found, bool name, struct report_row *row,
                           kb_err *err)
{
    struct report_finding *all = ARENA_ARRAY(r->a, struct report_finding, row->n_found + found->n);
    if (!all) return no_memory(err);
    if (row->n_found) memcpy(all, row->found, row->n_found * sizeof *all);
    row->found = all;
    for (size_t i = 0; i < found->n; i++) {
        const struct privacy_finding *f = &found->at[i];
        all[row->n_found++] = (struct report_finding){
            .line = name ? 0 : f->line, .kind = privacy_kind_slug(f->kind), .block = f->level == PRIVACY_BLOCK};
    }
    return OK;
}

static err_code guard(struct run *r, text words, bool name, struct report_row *row, kb_err *err)
{
    struct privacy_findings found;
    arena_clear(r->guard);
    ERR_TRY(privacy_scan(words, &r->own, r->guard, &found, err));
    ERR_TRY(note_found(r, &found, name, row, err));
    bool block = found.more; /* what was not looked at may be anything */
    for (size_t i = 0; i < found.n; i++) block |= found.at[i].level == PRIVACY_BLOCK;
    return block ? err_field(err, ERR_INVALID, name ? "source" : "file", "client-data") : OK;
}

/* The report names the file; what may not be kept is not shown either. */
static err_code guard_name(struct run *r, text name, struct report_row *row, kb_err *err)
{
    err_code code = guard(r, name, true, row, err);
    if (code == ERR_INVALID) row->source = "[a file with client data in its name]";
    return code;
}

/* Reads and maps a file; what `item` holds lives in the work arena. */
static err_code map_file(struct run *r, const struct walk_file *from, struct report_row *row,
                         uint8_t hash[STORE_HASH_BYTES], struct svc_import *item, kb_err *err)
{
    text bytes;
    struct markdown_file file;
    if (!name_fits(text_str(from->source))) return err_field(err, ERR_INVALID, "source", "not-text");
    if (strlen(from->source) > SVC_SOURCE_MAX) return err_field(err, ERR_INVALID, "source", "too-long");
    ERR_TRY(guard_name(r, text_str(from->source), row, err));
    ERR_TRY(walk_read(r->work, from->path, MARKDOWN_FILE_MAX, &bytes, err));
    ERR_TRY(guard(r, bytes, false, row, err));
    ERR_TRY(markdown_file_read(r->work, from->source, bytes, &file, err));
    ERR_TRY(keep_in_row(r, &file, row, err));
    if (!has_text(&file)) return err_field(err, ERR_INVALID, "file", "empty");
    store_sha256(bytes, hash);
    *item = (struct svc_import){
        .source = text_str(from->source),
        .hash = hash,
        .kind = file.kind,
        .draft = {text_str(file.title), text_str(file.brief), file.sections, file.n_sections},
    };
    return take_front(r, &file.front, item, err);
}

/* ---- Places that are not known ---- */

static bool is_legal_field(struct run *r, const char *slug)
{
    struct store_legal_field row;
    kb_err none = {0};
    return store_legal_field_get(r->store, slug, r->work, &row, &none) != ERR_NOT_FOUND;
}

static bool is_location(struct run *r, const char *slug)
{
    struct store_location row;
    kb_err none = {0};
    return store_location_get(r->store, slug, r->work, &row, &none) != ERR_NOT_FOUND;
}

/* Which of the slugs it was: what failed knows only of which key. */
static void name_unknown(struct run *r, const struct svc_import *in, kb_err *why)
{
    const struct {
        const char *field, *what;
        const text *slugs;
        size_t n;
        bool (*is)(struct run *r, const char *slug);
    } lists[] = {{"fields", "legal field", in->legal_fields, in->n_legal_fields, is_legal_field},
                 {"location", "location", in->comes_from, in->n_comes_from, is_location},
                 {"applies", "location", in->applies_in, in->n_applies_in, is_location}};
    for (size_t l = 0; l < COUNT_OF(lists); l++) {
        if (why->n_items != 1 || strcmp(why->items[0].field, lists[l].field) != 0) continue;
        for (size_t i = 0; i < lists[l].n; i++) {
            const char *slug = arena_text_str(r->work, text_trim(lists[l].slugs[i]));
            if (!slug || lists[l].is(r, slug)) continue;
            snprintf(why->cause, sizeof why->cause, "there is no %s \"%.*s\"", lists[l].what,
                     TEXT_FMT(utf8_clip(text_str(slug), 60)));
            return;
        }
    }
}

/* ---- Rows ---- */

static const enum report_fate fates[SVC_IMPORT_RESULT__COUNT] = {
    [SVC_IMPORT_NEW] = REPORT_TAKEN, [SVC_IMPORT_CHANGED] = REPORT_CHANGED, [SVC_IMPORT_UNCHANGED] = REPORT_UNCHANGED};

static err_code refuse(struct run *r, size_t row, const kb_err *why, kb_err *err)
{
    kb_err *kept = ARENA_NEW(r->a, kb_err);
    if (!kept) return no_memory(err);
    *kept = *why;
    r->rows[row].fate = REPORT_REFUSED;
    r->rows[row].why = kept;
    return OK;
}

/* ---- Batches ---- */

static err_code look(struct run *r, const struct svc_import *item, enum svc_import_result *result, kb_err *err)
{
    struct svc svc = {
        .store = r->store, .actor = svc_system_actor(), .now = r->options->now, .arena = r->work, .origin = "command"};
    text rendered;
    ERR_TRY(svc_import_look(&svc, item, result, err));
    return svc_render(r->work, item->draft.sections, item->draft.n_sections, &rendered, err);
}

static err_code send(struct run *r, kb_err *err)
{
    const struct import_sink *sink = r->options->sink;
    struct batch *b = r->batch;
    memset(b->errs, 0, sizeof b->errs);
    if (sink) return sink->send(sink->ctx, b->items, b->n, b->results, b->errs, err);
    for (size_t i = 0; i < b->n; i++) {
        err_code code = look(r, &b->items[i], &b->results[i], &b->errs[i]);
        if (code == ERR_NOMEM) return no_memory(err);
        if (code == OK) b->errs[i].code = OK;
    }
    return OK;
}

static err_code flush(struct run *r, kb_err *err)
{
    struct batch *b = r->batch;
    if (b->n) ERR_TRY(send(r, err));
    for (size_t i = 0; i < b->n; i++) {
        if (b->errs[i].code != OK) name_unknown(r, &b->items[i], &b->errs[i]);
        if (b->errs[i].code != OK)
            ERR_TRY(refuse(r, b->rows[i], &b->errs[i], err));
        else
            r->rows[b->rows[i]].fate = fates[b->results[i]];
        if (!text_is(b->items[i].group, IMPORT_GROUP_SLUG) && b->items[i].group.len) continue;
        r->import_rows += b->errs[i].code == OK && b->results[i] == SVC_IMPORT_NEW;
    }
    b->n = 0;
    arena_clear(r->work);
    return OK;
}

/* Maps the file into the batch, or refuses it. */
static err_code add_file(struct run *r, const struct walk_file *file, size_t row, kb_err *err)
{
    struct batch *b = r->batch;
    kb_err why = {0};
    r->rows[row] = (struct report_row){.source = shown_name(r->a, text_str(file->source)), .title = "", .remark = ""};
    if (!r->rows[row].source) return no_memory(err);
    err_code code = map_file(r, file, &r->rows[row], b->hashes[b->n], &b->items[b->n], &why);
    if (code == ERR_NOMEM || arena_failed(r->a)) return no_memory(err);
    if (code != OK) return refuse(r, row, &why, err);
    b->rows[b->n++] = row;
    return OK;
}

static err_code take_all(struct run *r, const struct walk *files, struct report *out, kb_err *err)
{
    for (size_t from = 0; from < files->n; from += IMPORT_BATCH) {
        size_t to = from + IMPORT_BATCH < files->n ? from + IMPORT_BATCH : files->n;
        for (size_t i = from; i < to; i++) ERR_TRY(add_file(r, &files->files[i], i, err));
        ERR_TRY(flush(r, err));
        out->n = to;
        if (r->options->progress) r->options->progress(r->options->progress_ctx, to, files->n);
    }
    return OK;
}

static err_code run_on(struct run *r, const struct walk *files, struct report *out, kb_err *err)
{
    ERR_TRY(read_groups(r, err));
    r->rows = ARENA_ARRAY(r->a, struct report_row, files->n);
    if (!r->rows) return no_memory(err);
    out->rows = r->rows;
    return take_all(r, files, out, err);
}

err_code import_run(arena *a, struct store *store, const struct walk *files, const struct import_options *options,
                    struct report *out, kb_err *err)
{
    *out = (struct report){.applied = options->sink != NULL};
    _cleanup_(arena_free_p)
    arena *work = arena_new(WORK_BYTES);
    _cleanup_(arena_free_p)
    arena *guard_room = arena_new(GUARD_BYTES);
    _cleanup_(free_p)
    struct batch *batch = calloc(1, sizeof *batch);
    if (!work || !guard_room || !batch) return no_memory(err);
    struct run r = {.a = a, .work = work, .guard = guard_room, .store = store, .options = options, .batch = batch};
    struct svc svc = {.store = store, .arena = a};
    ERR_TRY(svc_privacy_own(&svc, &r.own, err));
    err_code code = run_on(&r, files, out, err);
    for (size_t i = 0; i < out->n; i++) out->counts[out->rows[i].fate]++;
    out->without_group = r.import_rows;
    return code;
}
