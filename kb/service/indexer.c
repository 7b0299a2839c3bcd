#include "kb/service/indexer.h"

#include "kb/base/calendar.h"
#include "kb/service/service__internal.h"

#include <sodium.h>

enum {
    CHANGES_AT_ONCE = 500,
    PRACTICES_AT_ONCE = 200,
    WORK_ARENA_BYTES = 256 * 1024 * 1024,
    TAGS_MAX = 160,
    ID_BYTES = 32
};

const char svc__doc_letter[SVC__DOC__COUNT] = {
    [SVC__DOC_ADOPTED] = 'a', [SVC__DOC_CANDIDATE] = 'c', [SVC__DOC_OPEN] = 'r', [SVC__DOC_KEPT] = 'g'};
static const enum svc__doc doc_of_line[STORE_LINE__COUNT] = {
    [STORE_ADOPTED] = SVC__DOC_ADOPTED, [STORE_CANDIDATE] = SVC__DOC_CANDIDATE};
static text doc_id(const char *practice, enum svc__doc doc, char out[ID_BYTES])
{
    return text_of(out, (size_t)snprintf(out, ID_BYTES, "%s.%c", practice, svc__doc_letter[doc]));
}

/* ---- What a line looks like in the index ---- */

struct tags {
    struct search_tag at[TAGS_MAX];
    size_t n;
};

static void add_tag(struct tags *t, enum query_field field, text value)
{
    if (value.len && t->n < TAGS_MAX) t->at[t->n++] = (struct search_tag){field, value};
}

static void add_list(struct tags *t, enum query_field field, text list)
{
    for (text value; text_next(&list, ' ', &value);) add_tag(t, field, value);
}

static void put_tags(struct svc *svc, const struct store_practice *p, enum store_line_name name, const char *group_slug,
                     struct tags *t)
{
    const struct store_line *line = &p->lines[name];
    /* as everybody is told it: a filter tells nothing that hangs on a position */
    enum stage stage = stage_told(svc__stage(line), false, false);
    add_list(t, QUERY_LEGAL_FIELD, p->legal_fields);
    add_list(t, QUERY_FROM, p->comes_from);
    add_list(t, QUERY_APPLIES, p->applies_in);
    if (name == STORE_ADOPTED) add_list(t, QUERY_ORGANISATION, p->holds_for);
    add_tag(t, QUERY_GROUP, text_str(group_slug));
    add_tag(t, QUERY_KIND, text_str(p->kind));
    add_tag(t, QUERY_STAGE, text_str(stage_slug(stage)));
    if (strcmp(stage_slug(stage), stage_slug_nl(stage)) != 0) add_tag(t, QUERY_STAGE, text_str(stage_slug_nl(stage)));
    add_tag(t, QUERY_YEAR, text_str(arena_printf(svc->arena, "%d", calendar_date(line->since).year)));
}

static enum search_audience audience_of(enum policy_audience audience)
{
    switch (audience) {
    case AUDIENCE_ADOPTED: return SEARCH_ADOPTED;
    case AUDIENCE_MEMBERS: return SEARCH_MEMBERS;
    default: return SEARCH_GROUPS;
    }
}

/* The sections as the index reads them: the words of the rendered text under their heading. */
static err_code put_sections(struct svc *svc, const struct store_practice *p, const struct store_revision *r,
                             struct search_section **out, kb_err *err)
{
    const struct md_document **docs;
    *out = ARENA_ARRAY(svc->arena, struct search_section, r->n_sections);
    if (!*out) return svc__no_memory(err);
    ERR_TRY(svc__rendered(svc, r, &docs, err));
    for (size_t i = 0; i < r->n_sections; i++) {
        const struct practice_section *info = practice_section_find(svc__kind(p), text_str(r->sections[i].key));
        (*out)[i] = (struct search_section){text_str(info ? info->title : ""), docs[i]->plain};
    }
    return OK;
}

static err_code put_line(struct svc *svc, struct search_writer *w, const struct store_practice *p,
                         enum store_line_name name, enum policy_audience audience, kb_err *err)
{
    const struct store_line *line = &p->lines[name];
    struct store_group group;
    struct store_revision r;
    struct search_section *sections;
    struct tags *tags = ARENA_NEW(svc->arena, struct tags);
    if (!tags) return svc__no_memory(err);
    ERR_TRY(store_group_get(svc->store, p->group, svc->arena, &group, err));
    ERR_TRY(store_revision_get(svc->store, line->revision, svc->arena, &r, err));
    ERR_TRY(put_sections(svc, p, &r, &sections, err));
    put_tags(svc, p, name, group.slug, tags);
    char id[ID_BYTES];
    text groups = text_str(p->group);
    struct search_doc doc = {
        .id = doc_id(p->id, doc_of_line[name], id),
        .audience = audience_of(audience),
        .title = text_str(r.title),
        .number = text_str(p->number),
        .brief = text_str(r.brief),
        .sections = sections,
        .n_sections = r.n_sections,
        .tags = tags->at,
        .n_tags = tags->n,
        .groups = &groups,
        .n_groups = 1,
        .date = line->since,
        .stamp = text_str(r.id),
    };
    return search_put(w, &doc, err);
}

/* A candidate whose text is still the adopted one would only be found twice. */
static bool is_double(const struct store_practice *p, enum store_line_name name)
{
    const char *adopted = p->lines[STORE_ADOPTED].revision, *candidate = p->lines[STORE_CANDIDATE].revision;
    return name == STORE_CANDIDATE && adopted && candidate && !strcmp(adopted, candidate);
}

static enum policy_audience audience_of_line(const struct store_practice *p, enum store_line_name name)
{
    const struct store_line *line = &p->lines[name];
    if (!line->present || !line->revision || is_double(p, name)) return AUDIENCE_NONE;
    return policy_audience(svc__line(name), svc__stage(line), p->number != NULL);
}

/* ---- What was said about it ---- */

/* May every signed-in person read a line of it? */
static bool is_open(const struct store_practice *p)
{
    for (int l = 0; l < STORE_LINE__COUNT; l++) {
        enum policy_audience audience = audience_of_line(p, (enum store_line_name)l);
        if (audience == AUDIENCE_ADOPTED || audience == AUDIENCE_MEMBERS) return true;
    }
    return false;
}

/* What stands in this document. While nobody else reads the text, everything that was said is the group's. */
static err_code said_in(struct svc *svc, const struct store_practice *p, enum svc__doc doc, struct svc__saids *out,
                        kb_err *err)
{
    bool open = is_open(p);
    *out = (struct svc__saids){0};
    if (doc == SVC__DOC_OPEN) return open ? svc__said_of(svc, p->id, SVC__SAID_OPEN, out, err) : OK;
    return svc__said_of(svc, p->id, open ? SVC__SAID_KEPT : SVC__SAID_ALL, out, err);
}

static text all_words(struct svc *svc, const struct svc__saids *said)
{
    size_t bytes = 0;
    for (size_t i = 0; i < said->n; i++) bytes += said->at[i].words.len + 1;
    char *all = arena_alloc(svc->arena, bytes), *end = all;
    if (!all) return text_of(NULL, 0);
    for (size_t i = 0; i < said->n; i++) {
        memcpy(end, said->at[i].words.ptr, said->at[i].words.len);
        end += said->at[i].words.len;
        *end++ = '\n';
    }
    return text_of(all, bytes);
}

/* Words are taken back and redacted: their number says too little. */
static text said_stamp(struct svc *svc, const struct svc__saids *said)
{
    enum { BYTES = 16 };
    uint8_t hash[32];
    char *hex = arena_alloc(svc->arena, 2 * BYTES + 1);
    if (!hex) return text_of(NULL, 0);
    store_sha256(all_words(svc, said), hash);
    return text_str(sodium_bin2hex(hex, 2 * BYTES + 1, hash, BYTES));
}

/* It is filtered as the line that a reader sees first. */
static err_code put_said(struct svc *svc, struct search_writer *w, const struct store_practice *p, enum svc__doc which,
                         const struct svc__saids *said, kb_err *err)
{
    enum store_line_name name = audience_of_line(p, STORE_ADOPTED) != AUDIENCE_NONE ? STORE_ADOPTED : STORE_CANDIDATE;
    struct store_group group;
    struct tags *tags = ARENA_NEW(svc->arena, struct tags);
    if (!tags) return svc__no_memory(err);
    ERR_TRY(store_group_get(svc->store, p->group, svc->arena, &group, err));
    put_tags(svc, p, name, group.slug, tags);
    char id[ID_BYTES];
    text groups = text_str(p->group);
    struct search_doc doc = {
        .id = doc_id(p->id, which, id),
        .audience = which == SVC__DOC_OPEN ? SEARCH_MEMBERS : SEARCH_GROUPS,
        .tags = tags->at,
        .n_tags = tags->n,
        .groups = &groups,
        .n_groups = 1,
        .date = p->lines[name].since,
        .stamp = said_stamp(svc, said),
        .said = all_words(svc, said),
    };
    return doc.said.len ? search_put(w, &doc, err) : svc__no_memory(err);
}

static err_code index_said(struct svc *svc, struct search_writer *w, const struct store_practice *p, enum svc__doc doc,
                           kb_err *err)
{
    struct svc__saids said;
    char id[ID_BYTES];
    ERR_TRY(said_in(svc, p, doc, &said, err));
    return said.n ? put_said(svc, w, p, doc, &said, err) : search_remove(w, doc_id(p->id, doc, id), err);
}

static err_code index_practice(struct svc *svc, struct search_writer *w, const struct store_practice *p, kb_err *err)
{
    for (int l = 0; l < STORE_LINE__COUNT; l++) {
        enum store_line_name name = (enum store_line_name)l;
        enum policy_audience audience = audience_of_line(p, name);
        char id[ID_BYTES];
        if (audience == AUDIENCE_NONE)
            ERR_TRY(search_remove(w, doc_id(p->id, doc_of_line[name], id), err));
        else
            ERR_TRY(put_line(svc, w, p, name, audience, err));
    }
    ERR_TRY(index_said(svc, w, p, SVC__DOC_OPEN, err));
    return index_said(svc, w, p, SVC__DOC_KEPT, err);
}

static err_code leave_out(struct search_writer *w, const char *practice, kb_err *err)
{
    char id[ID_BYTES];
    for (int d = 0; d < SVC__DOC__COUNT; d++) ERR_TRY(search_remove(w, doc_id(practice, (enum svc__doc)d, id), err));
    return OK;
}

/* In an arena of its own: it does not matter how many there are, nor whether they must be rendered again.
 *
 * What is wrong with one practice alone leaves it out and is said in the log: the others must be found. Trouble of the
 * store or of the index is everybody's. */
static err_code index_id(struct svc *svc, struct search_writer *w, const char *id, kb_err *err)
{
    struct store_practice p;
    kb_err why = {0};
    arena_clear(svc->arena);
    err_code code = store_practice_get(svc->store, id, svc->arena, &p, &why);
    if (code == ERR_NOT_FOUND) return OK;
    if (code == OK) code = index_practice(svc, w, &p, &why);
    if (code == OK) return OK;
    if (code != ERR_INVALID && code != ERR_NOT_FOUND) return err_set(err, code, "%s", why.cause);
    log_line(svc->log, KB_LOG_ERROR, "index.left-out", "practice=%s code=%s cause=%s", id, err_slug(code), why.cause);
    return leave_out(w, id, err);
}

/* ---- Following the log ---- */

static bool is_practice_row(const struct store_change *change)
{
    static const char *const of_practices[] = {"practice.", "local.", "remark.", "experience."};
    for (size_t i = 0; i < COUNT_OF(of_practices); i++)
        if (text_starts(text_str(change->action), text_str(of_practices[i]))) return true;
    return false;
}

/* Was the same practice changed again later in this batch? Then the later row does the work. */
static bool comes_again(const struct store_changes *rows, size_t i)
{
    for (size_t j = i + 1; j < rows->n; j++)
        if (!strcmp(rows->at[i].object, rows->at[j].object) && is_practice_row(&rows->at[j])) return true;
    return false;
}

static err_code follow_batch(struct svc *svc, arena *lists, struct search_writer *w, size_t *rows_done, kb_err *err)
{
    struct store_changes rows;
    ERR_TRY(store_changes_after(svc->store, (int64_t)search_writer_seq(w), CHANGES_AT_ONCE, lists, &rows, err));
    *rows_done = rows.n;
    if (rows.n == 0) return OK;
    for (size_t i = 0; i < rows.n; i++)
        if (is_practice_row(&rows.at[i]) && !comes_again(&rows, i)) ERR_TRY(index_id(svc, w, rows.at[i].object, err));
    return search_commit(w, (uint64_t)rows.at[rows.n - 1].seq, err);
}

err_code indexer_redacted(struct store *store, int64_t after, bool *redacted, kb_err *err)
{
    _cleanup_(arena_free_p)
    arena *a = arena_new(WORK_ARENA_BYTES);
    if (!a) return svc__no_memory(err);
    *redacted = false;
    for (struct store_changes rows = {.n = 1}; rows.n && !*redacted;) {
        arena_clear(a);
        ERR_TRY(store_changes_after(store, after, CHANGES_AT_ONCE, a, &rows, err));
        for (size_t i = 0; i < rows.n; i++) *redacted |= !strcmp(rows.at[i].action, "practice.redact");
        if (rows.n) after = rows.at[rows.n - 1].seq;
    }
    return OK;
}

err_code indexer_follow(struct store *store, struct search_writer *w, const struct kb_log *log, bool *moved,
                        kb_err *err)
{
    _cleanup_(arena_free_p)
    arena *lists = arena_new(SVC__SCRATCH_BYTES);
    _cleanup_(arena_free_p)
    arena *one = arena_new(WORK_ARENA_BYTES);
    if (!lists || !one) return svc__no_memory(err);
    *moved = false;
    for (size_t done = 1; done > 0;) {
        arena_clear(lists);
        _cleanup_(store_read_end_p)
        struct store *reading = store;
        ERR_TRY(store_read_begin(reading, err));
        struct svc svc = {.store = store, .actor = svc_system_actor(), .arena = one, .log = log};
        ERR_TRY(follow_batch(&svc, lists, w, &done, err));
        *moved |= done > 0;
    }
    return OK;
}

/* ---- Building anew ---- */

static err_code build_page(struct svc *svc, arena *lists, struct search_writer *w, char after[STORE_ID_BYTES],
                           size_t *n, kb_err *err)
{
    struct store_list list = {.of = STORE_LIST_ALL, .after_id = after, .limit = PRACTICES_AT_ONCE};
    struct store_practices rows;
    ERR_TRY(store_practice_list(svc->store, &list, lists, &rows, err));
    for (size_t i = 0; i < rows.n; i++) ERR_TRY(index_id(svc, w, rows.at[i].id, err));
    if (rows.n) memcpy(after, rows.at[rows.n - 1].id, STORE_ID_BYTES);
    *n = rows.n;
    return OK;
}

static err_code build_all(struct svc *svc, arena *lists, struct search_writer *w,
                          const struct indexer_progress *progress, size_t *practices, kb_err *err)
{
    char after[STORE_ID_BYTES] = "";
    *practices = 0;
    for (size_t n = 1; n > 0;) {
        arena_clear(lists);
        ERR_TRY(build_page(svc, lists, w, after, &n, err));
        *practices += n;
        if (progress) progress->tell(progress->ctx, *practices);
    }
    return OK;
}

err_code indexer_rebuild(struct store *store, const char *dir, const struct kb_log *log,
                         const struct indexer_progress *progress, size_t *practices, kb_err *err)
{
    _cleanup_(arena_free_p)
    arena *lists = arena_new(SVC__SCRATCH_BYTES);
    _cleanup_(arena_free_p)
    arena *one = arena_new(WORK_ARENA_BYTES);
    _cleanup_(search_writer_abandon_p)
    struct search_writer *w = NULL;
    if (!lists || !one) return svc__no_memory(err);
    ERR_TRY(search_writer_rebuild(&w, dir, err));
    struct svc svc = {.store = store, .actor = svc_system_actor(), .arena = one, .log = log};
    int64_t seq;
    {
        _cleanup_(store_read_end_p)
        struct store *reading = store;
        ERR_TRY(store_read_begin(reading, err));
        ERR_TRY(store_seq(store, &seq, err));
        ERR_TRY(build_all(&svc, lists, w, progress, practices, err));
    }
    ERR_TRY(search_commit(w, (uint64_t)seq, err));
    return search_rebuild_finish(&w, err);
}

/* Quick after a clean stop; otherwise every block is read before the index is believed. */
static err_code look_at(const char *dir, struct search_health *health, kb_err *err)
{
    ERR_TRY(search_check(dir, SEARCH_CHECK_QUICK, health, err));
    return health->state == SEARCH_DIRTY ? search_check(dir, SEARCH_CHECK_DEEP, health, err) : OK;
}

err_code indexer_open(struct search_writer **out, struct store *store, const char *dir, const struct kb_log *log,
                      kb_err *err)
{
    struct search_health health;
    int64_t seq;
    ERR_TRY(look_at(dir, &health, err));
    ERR_TRY(store_seq(store, &seq, err));
    bool redacted = false, ahead = health.state == SEARCH_OK &&
                                   health.seq > (uint64_t)seq; /* of a restored store: not the same history */
    if (health.state == SEARCH_OK && !ahead) ERR_TRY(indexer_redacted(store, (int64_t)health.seq, &redacted, err));
    if (health.state != SEARCH_OK || ahead || redacted) {
        size_t practices;
        log_line(log, health.state == SEARCH_MISSING ? KB_LOG_INFO : KB_LOG_WARN, "index.rebuild",
                 "because=%s detail=%s",
                 ahead      ? "ahead-of-store"
                 : redacted ? "redacted"
                            : search_state_name(health.state),
                 health.detail);
        ERR_TRY(indexer_rebuild(store, dir, log, NULL, &practices, err));
        log_line(log, KB_LOG_INFO, "index.rebuilt", "practices=%zu", practices);
    }
    return search_writer_open(out, dir, err);
}

/* ---- Do store and index agree? ---- */

static enum policy_audience audience_in(const struct search_place *place)
{
    int n = place->in[SEARCH_ADOPTED] + place->in[SEARCH_MEMBERS] + place->in[SEARCH_GROUPS];
    if (n == 0) return AUDIENCE_NONE;
    if (n > 1) return POLICY_AUDIENCE__COUNT; /* stands twice: never right at rest */
    return place->in[SEARCH_ADOPTED]   ? AUDIENCE_ADOPTED
           : place->in[SEARCH_MEMBERS] ? AUDIENCE_MEMBERS
                                       : AUDIENCE_GROUPS;
}

static err_code line_agrees(struct svc *svc, struct search_reader *reader, const struct store_practice *p,
                            enum store_line_name name, bool *agrees, kb_err *err)
{
    char id[ID_BYTES];
    struct search_place place;
    ERR_TRY(search_where(reader, svc->arena, doc_id(p->id, doc_of_line[name], id), &place, err));
    enum policy_audience expected = audience_of_line(p, name);
    *agrees = audience_in(&place) == expected;
    if (*agrees && expected != AUDIENCE_NONE) *agrees = text_is(place.stamp, p->lines[name].revision);
    return OK;
}

static err_code said_agrees(struct svc *svc, struct search_reader *reader, const struct store_practice *p,
                            enum svc__doc doc, bool *agrees, kb_err *err)
{
    char id[ID_BYTES];
    struct search_place place;
    struct svc__saids said;
    ERR_TRY(search_where(reader, svc->arena, doc_id(p->id, doc, id), &place, err));
    ERR_TRY(said_in(svc, p, doc, &said, err));
    enum policy_audience expected = !said.n ? AUDIENCE_NONE : doc == SVC__DOC_OPEN ? AUDIENCE_MEMBERS : AUDIENCE_GROUPS;
    *agrees = audience_in(&place) == expected && (!said.n || text_eq(place.stamp, said_stamp(svc, &said)));
    return OK;
}

static err_code practice_agrees(struct svc *svc, struct search_reader *reader, const struct store_practice *p,
                                bool *agrees, kb_err *err)
{
    bool adopted, candidate, open, kept;
    ERR_TRY(line_agrees(svc, reader, p, STORE_ADOPTED, &adopted, err));
    ERR_TRY(line_agrees(svc, reader, p, STORE_CANDIDATE, &candidate, err));
    ERR_TRY(said_agrees(svc, reader, p, SVC__DOC_OPEN, &open, err));
    ERR_TRY(said_agrees(svc, reader, p, SVC__DOC_KEPT, &kept, err));
    *agrees = adopted && candidate && open && kept;
    return OK;
}

static err_code verify_page(struct svc *svc, struct search_reader *reader, char after[STORE_ID_BYTES], size_t *n,
                            size_t *wrong, kb_err *err)
{
    struct store_list list = {.of = STORE_LIST_ALL, .after_id = after, .limit = PRACTICES_AT_ONCE};
    struct store_practices rows;
    ERR_TRY(store_practice_list(svc->store, &list, svc->arena, &rows, err));
    for (size_t i = 0; i < rows.n; i++) {
        bool agrees;
        ERR_TRY(practice_agrees(svc, reader, &rows.at[i], &agrees, err));
        *wrong += !agrees;
    }
    if (rows.n) memcpy(after, rows.at[rows.n - 1].id, STORE_ID_BYTES);
    *n = rows.n;
    return OK;
}

err_code indexer_verify(struct store *store, struct search_reader *reader, size_t *compared, size_t *wrong, kb_err *err)
{
    _cleanup_(arena_free_p)
    arena *a = arena_new(WORK_ARENA_BYTES);
    if (!a) return svc__no_memory(err);
    struct svc svc = {.store = store, .actor = svc_system_actor(), .arena = a};
    _cleanup_(store_read_end_p)
    struct store *reading = store;
    ERR_TRY(store_read_begin(reading, err));
    char after[STORE_ID_BYTES] = "";
    *compared = *wrong = 0;
    for (size_t n = 1; n > 0;) {
        arena_clear(a);
        ERR_TRY(verify_page(&svc, reader, after, &n, wrong, err));
        *compared += n;
    }
    return OK;
}
