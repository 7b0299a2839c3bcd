/* service_test.h - a small network in a temporary folder: two working groups and somebody of each role, a clock that
 * the test moves, and use cases run as the server runs them: in a transaction that a refusal undoes. */
#ifndef SERVICE_TEST_H
#define SERVICE_TEST_H

#include "tests/kb_test.h"

#include "kb/base/arena.h"
#include "kb/base/cleanup.h"
#include "kb/service/indexer.h"
#include "kb/service/service.h"
#include "kb/store/handle.h"
#include "search/query_scan.h"

#include <ftw.h>

static const kb_time world_start = INT64_C(1772452800000); /* 2 March 2026, 12:00 UTC */

struct world {
    char dir[256];
    struct store *store;
    struct search_writer *index; /* NULL until world_index */
    struct svc svc;              /* of whoever acted last */
    kb_err err;

    const char *admin, *editor;
    const char *lead, *second, *member; /* of "huur" */
    const char *other;                  /* leads "schulden" */
    const char *participant;            /* of Nijmegen, in no group */
    const char *nobody;                 /* an account without any role */
};

/* Who acts: a person's id, or one of these. */
static const char *const ANONYMOUS = NULL;
static const char SYSTEM[] = "system";

/* ---- Acting ---- */

static inline void act_begin(struct world *w, const char *who)
{
    memset(&w->err, 0, sizeof w->err);
    assert_ok(db_begin(w->store->db, &w->err), &w->err);
    if (who == SYSTEM)
        w->svc.actor = svc_system_actor();
    else
        assert_ok(svc_actor(w->store, who, w->svc.arena, &w->svc.actor, &w->err), &w->err);
}

/* Commits what succeeded, undoes what was refused, and hands the outcome on. */
static inline err_code act_end(struct world *w, err_code code)
{
    kb_err ignored;
    if (code != OK)
        db_rollback(w->store->db);
    else
        assert_ok(db_commit(w->store->db, &ignored), &ignored);
    return code;
}

/* AS(w, person, svc_save(SVC, &save, &version, ERR)) */
#define AS(w, who, call) (act_begin((w), (who)), act_end((w), (call)))
#define SVC              (&w->svc)
#define ERR              (&w->err)

#define assert_done(call) assert_ok(call, &w->err)
#define assert_refused(call, expected)                                                                                 \
    do {                                                                                                               \
        err_code refused_ = (call);                                                                                    \
        if (refused_ != (expected))                                                                                    \
            fail_msg("%s: %s (%s), expected %s", #call, refused_ ? err_slug(refused_) : "ok", w->err.cause,            \
                     err_slug(expected));                                                                              \
    } while (0)

/* One step of the store after the other fails in this call, until it needs no more of them. None of it may read as an
 * answer: "gone", "you may not". Nothing of it stays. */
#define assert_failures_are_told(w, who, call)                                                                         \
    for (int nth_ = 1, done_ = 0; !done_; nth_++) {                                                                    \
        struct db *db_ = (w)->store->db;                                                                               \
        act_begin((w), (who));                                                                                         \
        int64_t before_ = db_steps(db_);                                                                               \
        db_fail_step(db_, nth_, ERR_IO, false);                                                                        \
        err_code told_ = (call);                                                                                       \
        done_ = db_steps(db_) < before_ + nth_;                                                                        \
        db_fail_step(db_, 0, OK, false);                                                                               \
        db_rollback(db_);                                                                                              \
        if (told_ != (done_ ? OK : ERR_IO) || (!done_ && (w)->err.code != ERR_IO))                                     \
            fail_msg("%s: step %d failed, and that read as %s (%s)", #call, nth_, told_ ? err_slug(told_) : "ok",      \
                     (w)->err.cause);                                                                                  \
    }

/* The reason that was given for one field; "" when the field was not named. */
static inline const char *reason_of(const struct world *w, const char *field)
{
    for (size_t i = 0; i < w->err.n_items; i++)
        if (!strcmp(w->err.items[i].field, field)) return w->err.items[i].reason;
    return "";
}

#define assert_reason(field, expected) assert_string_equal(reason_of(w, field), expected)

/* The newest row of the log about one object: "action detail". */
static inline const char *last_change(struct world *w, const char *object)
{
    struct store_changes rows;
    assert_done(store_changes_of(w->store, object, 1, w->svc.arena, &rows, ERR));
    return rows.n ? arena_printf(w->svc.arena, "%s %s", rows.at[0].action, rows.at[0].detail) : "";
}

static inline int64_t log_length(struct world *w)
{
    int64_t seq;
    assert_done(store_seq(w->store, &seq, ERR));
    return seq;
}

/* ---- The network ---- */

static inline void add_group(struct world *w, const char *name)
{
    const char *slug;
    struct svc_group_put put = {.name = text_str(name)};
    assert_done(AS(w, SYSTEM, svc_group_put(SVC, &put, &slug, ERR)));
}

static inline const char *add_person(struct world *w, const char *sign_in, const char *name)
{
    const char *id;
    struct svc_person_put put = {.sign_in = text_str(sign_in), .name = text_str(name)};
    assert_done(AS(w, SYSTEM, svc_person_put(SVC, &put, &id, ERR)));
    return id;
}

static inline void give(struct world *w, const char *person, const char *role, const char *kind, const char *scope)
{
    struct svc_role_put put = {text_str(person), text_str(role), text_str(kind), text_str(scope), false};
    assert_done(AS(w, SYSTEM, svc_role_put(SVC, &put, ERR)));
}

/* A thousand people and a few more with this role in one place: more than a screen lists. */
static inline void add_crowd(struct world *w, const char *role, enum store_scope kind, const char *scope)
{
    assert_done(db_begin(w->store->db, ERR));
    for (int i = 0; i < 1005; i++) {
        const char *id = arena_printf(w->svc.arena, "%026d", i);
        struct store_person person = {
            .id = id, .sign_in = id, .sign_in_folded = id, .name = "Iemand", .created = w->svc.now};
        struct store_grant grant = {id, role, kind, scope, w->svc.now, "system"};
        assert_done(store_person_add(w->store, &person, ERR));
        assert_done(store_grant_add(w->store, &grant, ERR));
    }
    assert_done(db_commit(w->store->db, ERR));
}

static inline const char *group_id(struct world *w, const char *slug)
{
    struct store_group row;
    assert_done(store_group_by_slug(w->store, slug, w->svc.arena, &row, ERR));
    return row.id;
}

static inline void fill_lists(struct world *w)
{
    const char *slug;
    struct svc_organisation_put partner = {.name = TEXT("Juridisch Loket"), .slug = TEXT("hjl")};
    struct svc_location_put location = {.slug = TEXT("nijmegen"), .name = TEXT("Nijmegen")};
    struct svc_legal_field_put field = {.slug = TEXT("huur-en-consument"), .name = TEXT("huur en consument")};
    assert_done(AS(w, SYSTEM, svc_organisation_put(SVC, &partner, &slug, ERR)));
    assert_done(AS(w, SYSTEM, svc_location_put(SVC, &location, ERR)));
    assert_done(AS(w, SYSTEM, svc_legal_field_put(SVC, &field, ERR)));
}

static inline void fill_people(struct world *w)
{
    w->admin = add_person(w, "beheer", "Bea Beheer");
    w->editor = add_person(w, "redactie", "Rik Redactie");
    w->lead = add_person(w, "trekker", "Tess Trekker");
    w->second = add_person(w, "tweede", "Teun Tweede");
    w->member = add_person(w, "lid", "Lia Lid");
    w->other = add_person(w, "ander", "Ans Ander");
    w->participant = add_person(w, "loket", "Loes Loket");
    w->nobody = add_person(w, "niemand", "Nico Niemand");
    give(w, w->admin, "administrator", "network", "");
    give(w, w->editor, "editor", "network", "");
    give(w, w->lead, "lead", "group", "huur");
    give(w, w->second, "second-lead", "group", "huur");
    give(w, w->member, "member", "group", "huur");
    give(w, w->other, "lead", "group", "schulden");
    give(w, w->participant, "participant", "location", "nijmegen");
}

static inline int world__remove(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st;
    (void)type;
    (void)at;
    return remove(path);
}

static inline struct world *world_new(void)
{
    struct world *w = calloc(1, sizeof *w);
    const char *tmp = getenv("TMPDIR");
    assert_non_null(w);
    snprintf(w->dir, sizeof w->dir, "%s/kb-service-XXXXXX", tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(w->dir));
    struct store_options options = {.dir = w->dir, .create = true, .now = world_start};
    assert_done(store_open_writer(&w->store, &options, ERR));
    w->svc = (struct svc){.store = w->store, .now = world_start, .arena = arena_new(256 * 1024 * 1024)};
    assert_non_null(w->svc.arena);
    return w;
}

/* An installation with nothing in it. */
static inline int world_empty(void **state)
{
    *state = world_new();
    return 0;
}

static inline int world_setup(void **state)
{
    struct world *w = world_new();
    add_group(w, "Huur");
    add_group(w, "Schulden");
    fill_lists(w);
    fill_people(w);
    *state = w;
    return 0;
}

static inline int world_teardown(void **state)
{
    struct world *w = *state;
    search_reader_close(w->svc.search);
    search_writer_abandon(w->index);
    store_close(w->store);
    nftw(w->dir, world__remove, 8, FTW_DEPTH | FTW_PHYS);
    arena_free(w->svc.arena);
    free(w);
    return 0;
}

#define IN_WORLD(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
#define IN_EMPTY(name) cmocka_unit_test_setup_teardown(name, world_empty, world_teardown)

/* ---- Letters ---- */

/* The next letter, sent: "kind address"; "" when there is none. */
static inline const char *next_letter(struct world *w, struct svc_letter *letter)
{
    err_code code = AS(w, SYSTEM, svc_letter_take(SVC, letter, ERR));
    if (code == ERR_NOT_FOUND) return "";
    assert_done(code);
    assert_done(AS(w, SYSTEM, svc_letter_tried(SVC, letter->id, "", false, ERR)));
    return arena_printf(w->svc.arena, "%s %s", letter->kind, letter->address);
}

/* ---- Texts ---- */

static inline const char *start_draft(struct world *w, const char *who, const char *group, const char *title)
{
    const char *id = NULL;
    struct svc_start start = {.group = text_str(group), .kind = PRACTICE_WERKWIJZE, .title = text_str(title)};
    assert_done(AS(w, who, svc_start(SVC, &start, &id, ERR)));
    return id;
}

/* A draft of one section, borrowed until the next call. */
static inline struct svc_draft draft_of(struct world *w, const char *title, const char *brief, const char *body)
{
    struct store_section *section = ARENA_NEW(w->svc.arena, struct store_section);
    *section = (struct store_section){"doe-dit", text_str(body)};
    return (struct svc_draft){text_str(title), text_str(brief), section, 1};
}

static inline err_code save_as(struct world *w, const char *who, const char *practice, int64_t seen,
                               struct svc_draft draft, int64_t *version)
{
    struct svc_save save = {text_str(practice), seen, draft, TEXT("")};
    return AS(w, who, svc_save(SVC, &save, version, ERR));
}

static inline err_code publish_as(struct world *w, const char *who, const char *practice, int64_t seen,
                                  const char **revision)
{
    struct svc_publish publish = {.practice = text_str(practice), .seen = seen, .note = TEXT("")};
    return AS(w, who, svc_publish(SVC, &publish, revision, ERR));
}

/* Inside AS: the actor's one move, with these words. */
static inline err_code move_by(struct world *w, const char *practice, enum stage_move move, text words)
{
    struct svc_move in = {.practice = text_str(practice), .move = move, .words = words};
    return svc_move(SVC, &in, ERR);
}

static inline err_code withdraw_by(struct world *w, const char *practice, text reason)
{
    return move_by(w, practice, MOVE_WITHDRAW, reason);
}

static inline err_code read_as(struct world *w, const char *who, const char *key, struct svc_practice *out)
{
    struct svc_which which = {.key = text_str(key)};
    return AS(w, who, svc_practice(SVC, &which, out, ERR));
}

static inline err_code read_candidate_as(struct world *w, const char *who, const char *key, struct svc_practice *out)
{
    struct svc_which which = {.key = text_str(key), .candidate = true};
    return AS(w, who, svc_practice(SVC, &which, out, ERR));
}

static inline int64_t working_version(struct world *w, const char *who, const char *practice)
{
    struct svc_working working;
    assert_done(AS(w, who, svc_working(SVC, text_str(practice), &working, ERR)));
    return working.version;
}

/* A text of "huur", adopted outside the Praktijkbank; returns its id. */
static inline const char *adopted_as(struct world *w, const char *source, struct svc_draft draft)
{
    uint8_t hash[32];
    enum svc_import_result result;
    text field = TEXT("huur-en-consument");
    struct svc_import in = {
        .source = text_str(source),
        .hash = hash,
        .adopted = true,
        .decision = TEXT("Besluit van het bestuur, 1 februari 2026"),
        .kind = PRACTICE_WERKWIJZE,
        .group = TEXT("huur"),
        .legal_fields = &field,
        .n_legal_fields = 1,
        .draft = draft,
    };
    store_sha256(draft.sections[0].body, hash);
    assert_done(svc_render(w->svc.arena, in.draft.sections, in.draft.n_sections, &in.rendered, ERR));
    assert_done(AS(w, SYSTEM, svc_import(SVC, &in, &result, ERR)));
    struct store_practice row;
    assert_done(store_practice_by_source(w->store, source, w->svc.arena, &row, ERR));
    return row.id;
}

static inline const char *adopted_from(struct world *w, const char *source, const char *title, const char *body)
{
    return adopted_as(w, source, draft_of(w, title, "Bel eerst.", body));
}

static inline const char *adopted(struct world *w, const char *title, const char *body)
{
    return adopted_from(w, arena_printf(w->svc.arena, "map/%s.md", title), title, body);
}

static inline void reading_is(struct world *w, const char *value)
{
    assert_done(AS(w, SYSTEM, svc_setting_put(SVC, TEXT("reading"), text_str(value), ERR)));
}

/* ---- Finding ---- */

/* Brings the index up to what the store says, and looks with fresh eyes. */
static inline void world_index(struct world *w)
{
    bool moved;
    if (!w->index) assert_done(search_writer_open(&w->index, w->dir, ERR));
    assert_done(indexer_follow(w->store, w->index, NULL, &moved, ERR));
    search_reader_close(w->svc.search);
    w->svc.search = NULL;
    assert_done(search_reader_open(&w->svc.search, w->dir, ERR));
}

static inline struct svc_found find_as(struct world *w, const char *who, const char *typed)
{
    struct svc_found found;
    struct svc_ask ask = {.query = query_scan(w->svc.arena, text_str(typed))};
    assert_done(AS(w, who, svc_find(SVC, &ask, &found, ERR)));
    return found;
}

#endif
