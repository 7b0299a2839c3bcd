#include "importer/demo.h"

#include "importer/markdown_file.h"
#include "kb/base/calendar.h"
#include "kb/base/cleanup.h"
#include "kb/service/demo.h"

#include <string.h>

enum { STEP_ARENA_BYTES = 32 * 1024 * 1024, TABLE_ARENA_BYTES = 8 * 1024 * 1024, SLUGS_MAX = 16, ROLES_MAX = 8 };

/* Columns of the tables. */
enum { ORG_SLUG, ORG_NAME, ORG_KIND, ORG_PARENT };
enum { STEP_AT, STEP_AS, STEP_DO, STEP_FILE, STEP_NOTE };

struct play {
    arena *tables; /* lives as long as the play */
    arena *arena;  /* of one step */
    kb_time now;
    const struct demo_row *row;
    size_t place;
};

static struct svc system_svc(struct play *p, struct store *store)
{
    return (struct svc){
        .store = store, .actor = svc_system_actor(), .now = p->now, .arena = p->arena, .origin = "command"};
}

/* ---- The network, before the story begins ---- */

static err_code add_organisation(struct store *store, void *ctx, kb_err *err)
{
    struct play *p = ctx;
    struct svc svc = system_svc(p, store);
    const char *const *c = p->row->cells, *slug;
    struct svc_organisation_put put = {
        .slug = text_str(c[ORG_SLUG]), .name = text_str(c[ORG_NAME]), .parent = text_str(c[ORG_PARENT])};
    return svc_organisation_put(&svc, &put, &slug, err);
}

static err_code add_location(struct store *store, void *ctx, kb_err *err)
{
    struct play *p = ctx;
    struct svc svc = system_svc(p, store);
    struct svc_location_put put = {
        .slug = text_str(p->row->cells[0]), .name = text_str(p->row->cells[1]), .place = (int)p->place};
    return svc_location_put(&svc, &put, err);
}

static err_code add_legal_field(struct store *store, void *ctx, kb_err *err)
{
    struct play *p = ctx;
    struct svc svc = system_svc(p, store);
    const char *const *c = p->row->cells;
    struct svc_legal_field_put put = {
        .slug = text_str(c[0]), .name = text_str(c[1]), .lay_label = text_str(c[2]), .place = (int)p->place};
    return svc_legal_field_put(&svc, &put, err);
}

static err_code add_group(struct store *store, void *ctx, kb_err *err)
{
    struct play *p = ctx;
    struct svc svc = system_svc(p, store);
    const char *const *c = p->row->cells, *slug;
    struct svc_group_put put = {
        .slug = text_str(c[0]), .name = text_str(c[1]), .purpose = text_str(c[2]), .location = text_str(c[3])};
    return svc_group_put(&svc, &put, &slug, err);
}

/* "lead@group:huur-en-wonen" */
static err_code give_role(struct svc *svc, const char *person, text role, kb_err *err)
{
    text name, kind;
    if (!text_next(&role, '@', &name) || !text_next(&role, ':', &kind))
        return err_field(err, ERR_INVALID, "roles", "not-a-choice");
    struct svc_role_put put = {.person = text_str(person), .role = name, .scope_kind = kind, .scope = role};
    return svc_role_put(svc, &put, err);
}

static err_code add_person(struct store *store, void *ctx, kb_err *err)
{
    struct play *p = ctx;
    struct svc svc = system_svc(p, store);
    const char *id;
    struct svc_person_put put = {.sign_in = text_str(p->row->cells[0]), .name = text_str(p->row->cells[1])};
    ERR_TRY(svc_person_put(&svc, &put, &id, err));
    text rest = text_str(p->row->cells[4]), role;
    while (text_next(&rest, ',', &role)) ERR_TRY(give_role(&svc, id, text_trim(role), err));
    return OK;
}

static err_code add_meeting(struct store *store, void *ctx, kb_err *err)
{
    struct play *p = ctx;
    struct svc svc = system_svc(p, store);
    const char *const *c = p->row->cells;
    struct store_organisation organisation;
    struct svc_meeting_put put = {0};
    ERR_TRY(store_organisation_by_slug(store, c[0], p->arena, &organisation, err));
    put.organisation = text_str(organisation.id);
    if (!date_parse(text_str(c[1]), &put.day) || !date_parse(text_str(c[2]), &put.papers))
        return err_field(err, ERR_INVALID, "day", "not-a-date");
    return svc_meeting_put(&svc, &put, err);
}

/* A line end is written as "\\n" in a cell. */
static text with_lines(arena *a, const char *cell)
{
    char *s = arena_alloc(a, strlen(cell) + 1), *to = s;
    if (!s) return text_str("");
    for (const char *c = cell; *c; c++) *to++ = c[0] == '\\' && c[1] == 'n' ? c++, '\n' : *c;
    return text_of(s, (size_t)(to - s));
}

static err_code add_answer_text(struct store *store, void *ctx, kb_err *err)
{
    struct play *p = ctx;
    struct svc svc = system_svc(p, store);
    const char *const *c = p->row->cells;
    struct store_person person;
    ERR_TRY(svc_person_by_sign_in(&svc, text_str(c[0]), &person, err));
    ERR_TRY(svc_actor(store, person.id, p->arena, &svc.actor, err));
    struct svc_answer_text_put put = {.title = text_str(c[2]), .body = with_lines(p->arena, c[3])};
    if (!svc_answer_purpose_from_slug(text_str(c[1]), &put.purpose))
        return err_field(err, ERR_INVALID, "for", "not-a-choice");
    return svc_answer_text_put(&svc, &put, err);
}

static err_code choose_reading(struct store *store, void *ctx, kb_err *err)
{
    struct play *p = ctx;
    struct svc svc = system_svc(p, store);
    return svc_setting_put(&svc, TEXT("reading"), TEXT("public"), err);
}

static err_code blame(kb_err *err, const struct demo_row *row)
{
    char first[2 * ERR_FIELD_MAX] = "";
    if (err->n_items) snprintf(first, sizeof first, "%s %s", err->items[0].field, err->items[0].reason);
    return err_set(err, err->code, "demonstration, %.40s %.40s %.20s %.60s: %.40s", row->cells[0], row->cells[1],
                   row->cells[2], row->cells[3], first);
}

static err_code each_row(struct play *p, struct store *store, const char *table,
                         err_code (*run)(struct store *, void *, kb_err *), kb_err *err)
{
    struct demo_row *rows;
    size_t n;
    ERR_TRY(demo_table(p->tables, table, &rows, &n, err));
    for (size_t i = 0; i < n; i++) {
        arena_clear(p->arena);
        p->row = &rows[i];
        p->place = i + 1;
        if (store_run(store, run, p, err) != OK) return blame(err, p->row);
    }
    return OK;
}

/* ---- A text of the story ---- */

struct story_text {
    struct markdown_file file;
    struct svc_draft draft;
    text rendered;
    text fields[SLUGS_MAX], from[SLUGS_MAX], applies[SLUGS_MAX];
    size_t n_fields, n_from, n_applies;
};

static size_t take_slugs(const struct front_matter *front, const char *key, text *out)
{
    const struct front_matter_entry *entry = front_matter_find(front, key);
    size_t n = 0;
    for (size_t i = 0; entry && i < entry->n_values && n < SLUGS_MAX; i++)
        if (entry->values[i][0]) out[n++] = text_str(entry->values[i]);
    return n;
}

/* A draft's working copy has every section of its kind, as a form sends it; a file has those that are filled. */
static err_code fill_sections(struct play *p, struct story_text *t, kb_err *err)
{
    const struct practice_section *infos;
    size_t n = practice_sections(t->file.kind, &infos);
    struct store_section *sections = ARENA_ARRAY(p->arena, struct store_section, n);
    if (!sections) return err_set(err, ERR_NOMEM, "demonstration");
    for (size_t i = 0; i < n; i++) {
        sections[i] = (struct store_section){infos[i].key, TEXT("")};
        for (size_t j = 0; j < t->file.n_sections; j++)
            if (!strcmp(t->file.sections[j].key, infos[i].key)) sections[i].body = t->file.sections[j].body;
    }
    t->draft.sections = sections;
    t->draft.n_sections = n;
    return OK;
}

static err_code read_text(struct play *p, struct story_text *t, kb_err *err)
{
    text bytes;
    const char *path = p->row->cells[STEP_FILE];
    ERR_TRY(demo_file(path, &bytes, err));
    ERR_TRY(markdown_file_read(p->arena, path, bytes, &t->file, err));
    t->draft = (struct svc_draft){text_str(t->file.title), text_str(t->file.brief), NULL, 0};
    t->n_fields = take_slugs(&t->file.front, "fields", t->fields);
    t->n_from = take_slugs(&t->file.front, "location", t->from);
    t->n_applies = take_slugs(&t->file.front, "applies", t->applies);
    return fill_sections(p, t, err);
}

/* ---- Steps ---- */

/* A practice of the story is found again by the address it was started or imported under. */
struct story {
    const char *file, *practice;
};
enum { STORIES_MAX = 64 };

struct playing {
    struct play p;
    struct story stories[STORIES_MAX];
    size_t n_stories;
    struct story_text text;
};

static const char *base_of(const char *file)
{
    const char *slash = strrchr(file, '/');
    return slash ? slash + 1 : file;
}

static const char *practice_of(const struct playing *g, const char *file)
{
    for (size_t i = 0; i < g->n_stories; i++)
        if (!strcmp(g->stories[i].file, base_of(file))) return g->stories[i].practice;
    return "";
}

static err_code remember(struct playing *g, const char *practice, kb_err *err)
{
    if (g->n_stories == STORIES_MAX) return err_set(err, ERR_TOO_LARGE, "demonstration: too many texts");
    g->stories[g->n_stories++] = (struct story){base_of(g->p.row->cells[STEP_FILE]), arena_str(g->p.tables, practice)};
    return OK;
}

static err_code do_import(struct playing *g, struct svc *svc, kb_err *err)
{
    uint8_t hash[STORE_HASH_BYTES];
    struct story_text *t = &g->text;
    text source = text_str(base_of(g->p.row->cells[STEP_FILE]));
    const char *group = front_matter_text(&t->file.front, "group"),
               *decision = front_matter_text(&t->file.front, "decision");
    store_sha256(source, hash);
    struct svc_import in = {.source = source,
                            .hash = hash,
                            .adopted = true,
                            .decision = text_str(decision),
                            .kind = t->file.kind,
                            .group = text_str(group),
                            .legal_fields = t->fields,
                            .comes_from = t->from,
                            .applies_in = t->applies,
                            .n_legal_fields = t->n_fields,
                            .n_comes_from = t->n_from,
                            .n_applies_in = t->n_applies,
                            .at = svc->now,
                            .draft = t->draft,
                            .rendered = t->rendered};
    enum svc_import_result result;
    struct store_practice row;
    svc->actor = svc_system_actor();
    ERR_TRY(svc_import(svc, &in, &result, err));
    ERR_TRY(store_practice_by_source(svc->store, arena_text_str(svc->arena, source), svc->arena, &row, err));
    return remember(g, row.id, err);
}

static err_code do_start(struct playing *g, struct svc *svc, kb_err *err)
{
    struct story_text *t = &g->text;
    const char *practice;
    struct svc_start in = {.group = text_str(front_matter_text(&t->file.front, "group")),
                           .kind = t->file.kind,
                           .title = t->draft.title,
                           .legal_fields = t->fields,
                           .applies_in = t->applies,
                           .n_legal_fields = t->n_fields,
                           .n_applies_in = t->n_applies};
    ERR_TRY(svc_start(svc, &in, &practice, err));
    return remember(g, practice, err);
}

static err_code do_save(struct playing *g, struct svc *svc, kb_err *err)
{
    struct svc_save in = {.practice = text_str(practice_of(g, g->p.row->cells[STEP_FILE])), .draft = g->text.draft};
    struct svc_working working;
    ERR_TRY(svc_working(svc, in.practice, &working, err));
    in.seen = working.version;
    return svc_save(svc, &in, &in.seen, err);
}

static err_code do_publish(struct playing *g, struct svc *svc, kb_err *err)
{
    struct svc_working working;
    const char *revision;
    ERR_TRY(do_save(g, svc, err));
    struct svc_publish in = {.practice = text_str(practice_of(g, g->p.row->cells[STEP_FILE])),
                             .note = text_str(g->p.row->cells[STEP_NOTE]),
                             .rendered = g->text.rendered};
    ERR_TRY(svc_working(svc, in.practice, &working, err));
    in.seen = working.version;
    return svc_publish(svc, &in, &revision, err);
}

static err_code do_revise(struct playing *g, struct svc *svc, kb_err *err)
{
    ERR_TRY(svc_revise(svc, text_str(practice_of(g, g->p.row->cells[STEP_FILE])), err));
    return do_publish(g, svc, err);
}

static text practice_key(const struct playing *g)
{
    return text_str(practice_of(g, g->p.row->cells[STEP_FILE]));
}

static text note_of(const struct playing *g)
{
    return text_str(g->p.row->cells[STEP_NOTE]);
}

/* "consent: words" into what stands before the colon and after it; without a colon all of it comes before. */
static void split_note(text note, text *before, text *after)
{
    *after = note;
    if (!text_next(after, ':', before)) *before = note;
    *before = text_trim(*before);
    *after = text_trim(*after);
}

/* ---- On the ladder ---- */

static err_code do_submit(struct playing *g, struct svc *svc, kb_err *err)
{
    struct svc_move in = {
        .practice = practice_key(g), .move = MOVE_SUBMIT, .similar = true, .rendered = g->text.rendered};
    struct svc_working working;
    ERR_TRY(do_save(g, svc, err));
    ERR_TRY(svc_working(svc, in.practice, &working, err));
    in.seen = working.version;
    return svc_move(svc, &in, err);
}

static err_code do_open_round(struct playing *g, struct svc *svc, kb_err *err)
{
    struct svc_boards boards;
    struct svc_round_open round = {.preset = ROUND_CONSENT};
    struct svc_move in = {.practice = practice_key(g), .move = MOVE_OPEN_ROUND, .round = &round};
    text preset, slugs[ROUND_ORGANISATIONS_MAX];
    ERR_TRY(svc_boards(svc, &boards, err));
    for (size_t i = 0; i < boards.n; i++) slugs[i] = text_str(boards.at[i].slug);
    round.organisations = slugs;
    round.n_organisations = boards.n;
    split_note(note_of(g), &preset, &in.words);
    if (!round_preset_from_slug(preset, &round.preset)) return err_field(err, ERR_INVALID, "preset", "not-a-choice");
    return svc_move(svc, &in, err);
}

/* "swn reserve: words" */
static err_code do_position(struct playing *g, struct svc *svc, kb_err *err)
{
    struct svc_rounds rounds;
    struct svc_position in = {.reserve = text_str("")};
    text head, slug;
    split_note(note_of(g), &head, &in.said);
    if (!text_next(&head, ' ', &slug) || !round_position_from_slug(head, &in.position))
        return err_field(err, ERR_INVALID, "position", "not-a-choice");
    if (in.position == POSITION_RESERVE) in.reserve = TEXT("local");
    ERR_TRY(svc_rounds_of(svc, practice_key(g), &rounds, err));
    for (size_t i = 0; rounds.n && i < rounds.at[0].n_voices; i++)
        if (text_is(slug, rounds.at[0].voices[i].slug)) in.organisation = text_str(rounds.at[0].voices[i].organisation);
    if (!rounds.n) return err_field(err, ERR_INVALID, "round", "required");
    in.round = text_str(rounds.at[0].row.id);
    return svc_position(svc, &in, err);
}

/* "hjl vsan: words": who adopted it elsewhere, and how */
static err_code do_confirm_import(struct playing *g, struct svc *svc, kb_err *err)
{
    text rest, slugs[ROUND_ORGANISATIONS_MAX];
    struct svc_move in = {.practice = practice_key(g), .move = MOVE_CONFIRM_IMPORT, .organisations = slugs};
    split_note(note_of(g), &rest, &in.words);
    while (in.n_organisations < COUNT_OF(slugs) && text_next(&rest, ' ', &slugs[in.n_organisations]))
        in.n_organisations++;
    return svc_move(svc, &in, err);
}

/* Any other move: the note is its words, the review date the usual one. */
static err_code do_move(struct playing *g, struct svc *svc, enum stage_move move, kb_err *err)
{
    struct svc_move in = {.practice = practice_key(g), .move = move, .words = note_of(g)};
    if (move == MOVE_ADOPT) in.review = date_add_months(calendar_date(svc->now), 24);
    return svc_move(svc, &in, err);
}

/* "lead", or "check: who" */
static err_code do_assent(struct playing *g, struct svc *svc, kb_err *err)
{
    text slug, words;
    enum svc_assent_kind kind;
    split_note(note_of(g), &slug, &words);
    if (!svc_assent_from_slug(slug, &kind)) return err_field(err, ERR_INVALID, "kind", "not-a-choice");
    return svc_assent_give(svc, practice_key(g), kind, TEXT(""), text_eq(slug, words) ? text_str("") : words, err);
}

/* ---- What readers say ---- */

/* "must: words" */
static err_code do_remark(struct playing *g, struct svc *svc, kb_err *err)
{
    struct svc_remark_add in = {.practice = practice_key(g)};
    text weight;
    split_note(note_of(g), &weight, &in.body);
    in.must = text_is(weight, "must");
    return svc_remark_add(svc, &in, err);
}

/* The first remark that waits for an answer. */
static err_code do_answer(struct playing *g, struct svc *svc, kb_err *err)
{
    struct svc_said said;
    ERR_TRY(svc_said(svc, practice_key(g), NULL, &said, err));
    if (!said.n_open) return err_field(err, ERR_INVALID, "answer", "not-known");
    return svc_remark_answer(svc, practice_key(g), text_str(said.remarks[0].row.id), note_of(g), err);
}

static err_code do_use(struct playing *g, struct svc *svc, kb_err *err)
{
    enum svc_use use;
    if (!svc_use_from_slug(note_of(g), &use)) return err_field(err, ERR_INVALID, "use", "not-a-choice");
    return svc_use(svc, practice_key(g), use, err);
}

static const struct verb {
    const char *name;
    err_code (*run)(struct playing *g, struct svc *svc, kb_err *err);
} verbs[] = {
    {"import", do_import},
    {"start", do_start},
    {"save", do_save},
    {"publish", do_publish},
    {"revise", do_revise},
    {"submit", do_submit},
    {"assent", do_assent},
    {"remark", do_remark},
    {"answer", do_answer},
    {"open-round", do_open_round},
    {"position", do_position},
    {"use", do_use},
    {"confirm-import", do_confirm_import},
};

static err_code run_step(struct store *store, void *ctx, kb_err *err)
{
    struct playing *g = ctx;
    struct svc svc = system_svc(&g->p, store);
    struct store_person person;
    ERR_TRY(svc_person_by_sign_in(&svc, text_str(g->p.row->cells[STEP_AS]), &person, err));
    ERR_TRY(svc_actor(store, person.id, g->p.arena, &svc.actor, err));
    for (size_t i = 0; i < COUNT_OF(verbs); i++)
        if (!strcmp(verbs[i].name, g->p.row->cells[STEP_DO])) return verbs[i].run(g, &svc, err);
    enum stage_move move;
    if (stage_move_from_slug(text_str(g->p.row->cells[STEP_DO]), &move)) return do_move(g, &svc, move, err);
    return err_field(err, ERR_INVALID, "do", "not-a-choice");
}

/* "2025-07-01T09:10", on the clock in Amsterdam. */
static err_code take_moment(struct play *p, kb_err *err)
{
    text at = text_str(p->row->cells[STEP_AT]);
    struct date day;
    uint64_t hour, minute;
    bool ok = at.len == 16 && at.ptr[10] == 'T' && at.ptr[13] == ':' && date_parse(text_slice(at, 0, 10), &day) &&
              text_to_u64(text_slice(at, 11, 2), 23, &hour) && text_to_u64(text_slice(at, 14, 2), 59, &minute);
    if (!ok) return err_field(err, ERR_INVALID, "at", "not-a-date");
    p->now = calendar_at(day, (int)hour, (int)minute);
    return OK;
}

static err_code play_step(struct playing *g, struct store *store, kb_err *err)
{
    ERR_TRY(take_moment(&g->p, err));
    ERR_TRY(read_text(&g->p, &g->text, err));
    ERR_TRY(svc_render(g->p.arena, g->text.draft.sections, g->text.draft.n_sections, &g->text.rendered, err));
    return store_run(store, run_step, g, err);
}

static err_code play_story(struct playing *g, struct store *store, kb_err *err)
{
    struct demo_row *rows;
    size_t n;
    ERR_TRY(demo_table(g->p.tables, "steps.tsv", &rows, &n, err));
    for (size_t i = 0; i < n; i++) {
        arena_clear(g->p.arena);
        g->p.row = &rows[i];
        if (play_step(g, store, err) != OK) return blame(err, g->p.row);
    }
    return OK;
}

static err_code play_all(struct playing *g, struct store *store, kb_err *err)
{
    g->p.now = calendar_at((struct date){2025, 6, 30}, 9, 0);
    ERR_TRY(store_run(store, choose_reading, &g->p, err));
    ERR_TRY(each_row(&g->p, store, "organisations.tsv", add_organisation, err));
    ERR_TRY(each_row(&g->p, store, "locations.tsv", add_location, err));
    ERR_TRY(each_row(&g->p, store, "legal_fields.tsv", add_legal_field, err));
    ERR_TRY(each_row(&g->p, store, "groups.tsv", add_group, err));
    ERR_TRY(each_row(&g->p, store, "persons.tsv", add_person, err));
    ERR_TRY(each_row(&g->p, store, "meetings.tsv", add_meeting, err));
    ERR_TRY(each_row(&g->p, store, "answers.tsv", add_answer_text, err));
    return play_story(g, store, err);
}

err_code demo_fill(struct store *store, FILE *say, kb_err *err)
{
    struct store_counts counts;
    ERR_TRY(store_counts(store, &counts, err));
    if (counts.persons || counts.practices || counts.organisations) return OK;
    if (say) fputs("Filling the demonstration network ...\n", say);
    _cleanup_(arena_free_p)
    arena *tables = arena_new(TABLE_ARENA_BYTES);
    _cleanup_(arena_free_p)
    arena *step = arena_new(STEP_ARENA_BYTES);
    _cleanup_(free_p)
    struct playing *g = calloc(1, sizeof *g);
    if (!tables || !step || !g) return err_set(err, ERR_NOMEM, "demonstration");
    g->p = (struct play){.tables = tables, .arena = step};
    return play_all(g, store, err);
}
