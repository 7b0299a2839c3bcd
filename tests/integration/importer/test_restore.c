/* Out and in again: the demonstration network, which has a practice in nearly every stage, exported, restored into an
 * empty store and exported once more, gives the same files to the byte. */
#include "tests/integration/importer/importer_test.h"

#include "importer/demo.h"
#include "kb/service/restore.h"

#include <dirent.h>

static struct store *open_store(struct world *w, const char *name)
{
    struct store *store = NULL;
    struct store_options options = {.dir = path_of(w, name), .create = true, .now = world_start};
    assert_done(store_open_writer(&store, &options, ERR));
    return store;
}

static void export_to(struct world *w, struct store *store, const char *dir, struct export_done *done)
{
    assert_done(export_write(store, dir, NULL, done, ERR));
}

static text read_file(struct world *w, const char *path)
{
    _cleanup_(close_file)
    FILE *f = fopen(path, "r");
    struct stat st;
    assert_non_null(f);
    assert_int_equal(fstat(fileno(f), &st), 0);
    char *bytes = arena_alloc(w->svc.arena, (size_t)st.st_size + 1);
    return text_of(bytes, fread(bytes, 1, (size_t)st.st_size, f));
}

/* Every file below `one` is below `other` with the same bytes; gives how many. */
static size_t same_files(struct world *w, const char *one, const char *other)
{
    size_t n = 0;
    DIR *d = opendir(one);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));) {
        if (e->d_name[0] == '.') continue;
        const char *a = arena_printf(w->svc.arena, "%s/%s", one, e->d_name);
        const char *b = arena_printf(w->svc.arena, "%s/%s", other, e->d_name);
        if (e->d_type == DT_DIR) {
            n += same_files(w, a, b);
            continue;
        }
        if (!text_eq(read_file(w, a), read_file(w, b))) fail_msg("%s differs from %s", a, b);
        n++;
    }
    closedir(d);
    return n;
}

/* An agreement of the editors that was changed once, a shipped line that is switched off, a saved search, and
 * who somebody is at the identity provider. */
static void keep_words(struct world *w, struct store *store)
{
    static const char *const ids[] = {"00000000000000000000000000", "00000000000000000000000001",
                                      "00000000000000000000000002"};
    struct store_agreement first = {ids[0],      ids[0], "means", "wegstrepen", "kwijtschelding",
                                    world_start, NULL,   0,       NULL};
    struct store_agreement next = {ids[1],          ids[0], "means", "doorhalen", "kwijtschelding",
                                   world_start + 1, NULL,   0,       NULL};
    struct store_agreement off = {ids[2], ids[2], "off", "Wrb = Wet op de rechtsbijstand", "", world_start,
                                  NULL,   0,      NULL};
    assert_done(db_begin(store->db, ERR));
    assert_done(store_agreement_add(store, &first, ERR));
    assert_done(store_agreement_end(store, ids[0], world_start + 1, NULL, ERR));
    assert_done(store_agreement_add(store, &next, ERR));
    assert_done(store_agreement_add(store, &off, ERR));
    struct store_persons people;
    assert_done(store_person_list(store, "", "", 1, w->svc.arena, &people, ERR));
    struct store_saved saved = {ids[0], people.at[0].id, "Mijn huur", "/zoeken?q=huur", true, world_start, world_start};
    assert_done(store_saved_add(store, &saved, ERR));
    struct store_identity identity = {"https://inloggen.example.org", "a-7", people.at[0].id, world_start};
    assert_done(store_identity_add(store, &identity, ERR));
    assert_done(db_commit(store->db, ERR));
}

static const kb_time autumn = INT64_C(1795867200000); /* when all below act */

static struct svc acting(struct world *w, struct store *store, const struct actor *as)
{
    return (struct svc){.store = store, .arena = w->svc.arena, .actor = as, .now = autumn};
}

static const struct actor *person_of(struct world *w, struct store *store, const char *name)
{
    struct store_persons all;
    const struct actor *actor = NULL;
    assert_done(store_person_list(store, "", "", 500, w->svc.arena, &all, ERR));
    for (size_t i = 0; i < all.n; i++)
        if (!strcmp(all.at[i].name, name)) assert_done(svc_actor(store, all.at[i].id, w->svc.arena, &actor, ERR));
    assert_non_null(actor);
    return actor;
}

/* Somebody wants mail, somebody asks to join, an editor proposes a correction; and everybody is told of everything. */
static void tell_and_ask(struct world *w, struct store *store)
{
    bool left = true;
    struct svc els = acting(w, store, person_of(w, store, "Els Barendregt")),
               editor = acting(w, store, person_of(w, store, "Yasmin el Idrissi")),
               clock = acting(w, store, svc_system_actor());
    struct svc_wish_put wish = {.address = TEXT("els@loket.example.org"), .direct = true, .overview = TEXT("weekly")};
    struct svc_correction c;
    struct store_practice row;
    size_t made;
    assert_done(db_begin(store->db, ERR));
    assert_done(svc_wish_put(&els, &wish, ERR));
    assert_done(svc_group_ask(&els, TEXT("migratie"), TEXT("Ik zie \"elke\" week iemand."), ERR));
    assert_done(store_practice_by_number(store, "2025-001", w->svc.arena, &row, ERR));
    assert_done(svc_correction(&editor, text_str(row.id), &c, ERR));
    struct svc_correct in = {.practice = text_str(row.id), .revision = text_str(c.revision), .note = TEXT("Punt.")};
    in.draft = c.draft;
    in.draft.brief = text_str(arena_printf(w->svc.arena, "%.*s!", TEXT_FMT(c.draft.brief)));
    assert_done(svc_correct(&editor, &in, ERR));
    while (left) assert_done(svc_tell(&clock, &left, ERR));
    assert_done(svc_letters_make(&clock, &made, ERR));
    assert_done(db_commit(store->db, ERR));
}

/* An organisation tells how far a plan is. */
static void carry_out(struct world *w, struct store *store)
{
    struct store_practice row;
    struct store_organisations all;
    struct store_persons people;
    assert_done(store_practice_by_number(store, "2025-006", w->svc.arena, &row, ERR));
    assert_done(store_organisation_list(store, w->svc.arena, &all, ERR));
    assert_done(store_person_list(store, "", "", 1, w->svc.arena, &people, ERR));
    struct store_carrying told = {row.id,       all.at[0].id, "busy",         "Een rooster in Zwolle.",
                                  "2026-12-01", world_start,  people.at[0].id};
    assert_done(db_begin(store->db, ERR));
    assert_done(store_carrying_put(store, &told, ERR));
    assert_done(db_commit(store->db, ERR));
}

/* The law of one field changes often. */
static void law_moves(struct world *w, struct store *store)
{
    struct store_legal_field field;
    assert_done(store_legal_field_get(store, "toeslagen", w->svc.arena, &field, ERR));
    field.moving = true;
    assert_done(db_begin(store->db, ERR));
    assert_done(store_legal_field_put(store, &field, ERR));
    assert_done(db_commit(store->db, ERR));
}

/* A group has nobody beside its lead any more. */
static void leave_alone(struct world *w, struct store *store)
{
    struct svc clock = acting(w, store, svc_system_actor());
    const struct actor *second = person_of(w, store, "Joris van Dam");
    struct svc_role_put put = {text_str(second->person), TEXT("second-lead"), TEXT("group"), TEXT("migratie"), true};
    assert_done(db_begin(store->db, ERR));
    assert_done(svc_role_put(&clock, &put, ERR));
    assert_done(db_commit(store->db, ERR));
}

/* The adopted text that came from outside and is not confirmed: one of them. */
static const char *unconfirmed(struct world *w, struct store *store)
{
    struct store_list list = {.of = STORE_LIST_ALL, .limit = STORE_LIST_MAX};
    struct store_practices all;
    assert_done(store_practice_list(store, &list, w->svc.arena, &all, ERR));
    for (size_t i = 0; i < all.n; i++) {
        const struct store_line *line = &all.at[i].lines[STORE_ADOPTED];
        bool stands = line->present && !strcmp(line->stage, stage_slug(STAGE_BEST_PRACTICE));
        if (stands && !strcmp(line->origin, "outside") && !line->confirmed) return all.at[i].id;
    }
    fail_msg("the story has no text that waits for a confirmation");
    return NULL;
}

static const char *const binding[] = {"rvr", "swn"};

static void confirm(struct world *w, struct store *store, const char *id)
{
    struct svc editor = acting(w, store, person_of(w, store, "Yasmin el Idrissi"));
    const text slugs[] = {text_str(binding[0]), text_str(binding[1])};
    struct svc_move in = {.practice = text_str(id),
                          .move = MOVE_CONFIRM_IMPORT,
                          .words = TEXT("Besluit van 1 maart 2026, brief \"R-12\""),
                          .organisations = slugs,
                          .n_organisations = COUNT_OF(slugs)};
    assert_done(db_begin(store->db, ERR));
    assert_done(svc_move(&editor, &in, ERR));
    assert_done(db_commit(store->db, ERR));
}

/* Which organisations it binds, by whose word, and that it is no longer asked. */
static void assert_binds(struct world *w, struct store *store, const char *id)
{
    struct svc reader = acting(w, store, person_of(w, store, "Yasmin el Idrissi"));
    struct store_practice row;
    struct svc_heres heres;
    assert_done(store_practice_get(store, id, w->svc.arena, &row, ERR));
    assert_true(row.lines[STORE_ADOPTED].confirmed);
    assert_string_equal(row.lines[STORE_ADOPTED].decision, "Besluit van 1 maart 2026, brief \"R-12\"");
    assert_true(text_is(row.holds_for, arena_printf(w->svc.arena, "%s %s", binding[0], binding[1])));
    assert_done(svc_heres(&reader, text_str(id), &heres, ERR));
    size_t bound = 0;
    for (size_t i = 0; i < heres.n; i++) {
        if (heres.at[i].member || heres.at[i].here != HERE_ADOPTED) continue;
        bound++;
        assert_string_equal(heres.at[i].said, "Besluit van 1 maart 2026, brief \"R-12\"");
    }
    assert_int_equal(bound, COUNT_OF(binding));
}

static void test_a_confirmed_import_comes_back_with_its_decision_and_whom_it_binds(void **state)
{
    struct world *w = *state;
    struct store *one = open_store(w, "one/"), *two = open_store(w, "two/");
    struct export_done done;
    assert_done(demo_fill(one, NULL, ERR));
    const char *id = unconfirmed(w, one);
    confirm(w, one, id);
    assert_binds(w, one, id);
    export_to(w, one, path_of(w, "out"), &done);
    struct export_restore how = {.dir = path_of(w, "out"), .apply = true, .now = world_start};
    assert_done(export_restore(two, &how, &done, ERR));
    assert_binds(w, two, id);
    export_to(w, two, path_of(w, "again"), &done);
    assert_true(same_files(w, path_of(w, "out"), path_of(w, "again")) > done.practices);
    store_close(one);
    store_close(two);
}

/* An export that was made before texts from elsewhere had a day to be looked at. */
static void test_an_import_of_an_older_export_comes_due_as_well(void **state)
{
    struct world *w = *state;
    struct store *one = open_store(w, "one/"), *two = open_store(w, "two/");
    struct export_done done;
    struct store_practice row;
    assert_done(demo_fill(one, NULL, ERR));
    const char *id = unconfirmed(w, one);
    assert_done(store_practice_get(one, id, w->svc.arena, &row, ERR));
    struct store_line line = row.lines[STORE_ADOPTED];
    line.review_at = 0;
    assert_done(db_begin(one->db, ERR));
    assert_done(store_line_put(one, id, STORE_ADOPTED, &line, row.touched, ERR));
    assert_done(db_commit(one->db, ERR));
    export_to(w, one, path_of(w, "out"), &done);
    struct export_restore how = {.dir = path_of(w, "out"), .apply = true, .now = world_start};
    assert_done(export_restore(two, &how, &done, ERR));
    assert_done(store_practice_get(two, id, w->svc.arena, &row, ERR));
    assert_true(row.lines[STORE_ADOPTED].review_at > world_start);
    store_close(one);
    store_close(two);
}

static void keep(struct world *w, struct store *store)
{
    struct svc clock = acting(w, store, svc_system_actor());
    size_t moved;
    assert_done(db_begin(store->db, ERR));
    assert_done(svc_keep(&clock, NULL, NULL, &moved, ERR));
    assert_done(db_commit(store->db, ERR));
}

/* How often anybody was reminded. */
static size_t reminders(struct world *w, struct store *store)
{
    static const char *const actions[] = {"round.remind", "practice.idle", "practice.talks-over"};
    struct store_changes all;
    size_t n = 0;
    assert_done(store_changes_after(store, 0, 100000, w->svc.arena, &all, ERR));
    for (size_t i = 0; i < all.n; i++)
        for (size_t k = 0; k < COUNT_OF(actions); k++) n += !strcmp(all.at[i].action, actions[k]);
    return n;
}

static void test_nobody_is_reminded_twice_because_of_a_restore(void **state)
{
    struct world *w = *state;
    struct store *one = open_store(w, "one/"), *two = open_store(w, "two/");
    struct export_done done;
    assert_done(demo_fill(one, NULL, ERR));
    keep(w, one);
    size_t n = reminders(w, one);
    assert_true(n > 0);
    export_to(w, one, path_of(w, "out"), &done);
    struct export_restore how = {.dir = path_of(w, "out"), .apply = true, .now = autumn};
    assert_done(export_restore(two, &how, &done, ERR));
    keep(w, two);
    assert_int_equal(reminders(w, two), n);
    export_to(w, two, path_of(w, "again"), &done); /* nor does anybody have another notice */
    size_t files = same_files(w, path_of(w, "out"), path_of(w, "again"));
    assert_int_equal(same_files(w, path_of(w, "again"), path_of(w, "out")), files);
    store_close(one);
    store_close(two);
}

static void test_the_way_there_and_back_changes_nothing(void **state)
{
    struct world *w = *state;
    struct store *one = open_store(w, "one/"), *two = open_store(w, "two/");
    const char *out = path_of(w, "out"), *again = path_of(w, "again");
    struct export_done done, restored;
    assert_done(demo_fill(one, NULL, ERR));
    keep_words(w, one);
    tell_and_ask(w, one);
    carry_out(w, one);
    law_moves(w, one);
    leave_alone(w, one);
    export_to(w, one, out, &done);
    struct export_restore how = {.dir = out, .apply = true, .now = world_start};
    assert_done(export_restore(two, &how, &restored, ERR));
    assert_int_equal(restored.practices, done.practices);
    assert_int_equal(restored.texts, done.texts);
    export_to(w, two, again, &restored);
    size_t files = same_files(w, out, again);
    assert_true(files > done.practices);
    assert_int_equal(same_files(w, again, out), files); /* and nothing more */
    text network = read_file(w, arena_printf(w->svc.arena, "%s/netwerk.json", out));
    assert_true(text_find(network, TEXT("\"papers\""), 0) != SIZE_MAX);     /* the story has meetings ... */
    assert_true(text_find(network, TEXT("\"wegstrepen\""), 0) != SIZE_MAX); /* ... and every version of an agreement */
    assert_true(text_find(network, TEXT("\"Mijn huur\""), 0) != SIZE_MAX);
    assert_true(text_find(network, TEXT("\"els@loket.example.org\""), 0) != SIZE_MAX);
    assert_true(text_find(network, TEXT("\"group.ask\""), 0) != SIZE_MAX);
    assert_true(text_find(network, TEXT("\"practice.adopt\""), 0) != SIZE_MAX);
    assert_true(text_find(network, TEXT("elke"), 0) != SIZE_MAX);
    assert_true(text_find(network, TEXT("\"Bron ontbreekt\""), 0) != SIZE_MAX); /* an answer text of the story */
    text corrected = read_file(w, arena_printf(w->svc.arena, "%s/stukken/2025-001/stuk.json", again));
    assert_true(text_find(corrected, TEXT("\"correction_text\""), 0) != SIZE_MAX);
    text carried = read_file(w, arena_printf(w->svc.arena, "%s/stukken/2025-006/stuk.json", again));
    assert_true(text_find(carried, TEXT("Een rooster in Zwolle."), 0) != SIZE_MAX);
    struct store_agreements in_use;
    assert_done(store_agreement_list(two, w->svc.arena, &in_use, ERR));
    assert_int_equal(in_use.n, 2);
    struct store_legal_field moving;
    assert_done(store_legal_field_get(two, "toeslagen", w->svc.arena, &moving, ERR));
    assert_true(moving.moving);
    struct store_group alone, before;
    assert_done(store_group_by_slug(one, "migratie", w->svc.arena, &before, ERR));
    assert_done(store_group_by_slug(two, "migratie", w->svc.arena, &alone, ERR));
    assert_true(alone.alone_since && alone.alone_since == before.alone_since);
    struct store_identity identity; /* signs in as before */
    assert_done(store_identity_get(two, "https://inloggen.example.org", "a-7", w->svc.arena, &identity, ERR));
    struct store_answer_texts answers;
    assert_done(store_answer_text_list(two, w->svc.arena, &answers, ERR));
    assert_int_equal(answers.n, 5);
    store_close(one);
    store_close(two);
}

static void test_a_store_that_holds_something_is_not_restored_into(void **state)
{
    struct world *w = *state;
    struct store *one = open_store(w, "one/");
    const char *out = path_of(w, "out");
    struct export_done done;
    assert_done(demo_fill(one, NULL, ERR));
    export_to(w, one, out, &done);
    struct export_restore how = {.dir = out, .apply = true, .now = world_start};
    assert_refused(export_restore(one, &how, &done, ERR), ERR_CONFLICT);
    store_close(one);
}

/* ---- Long lists: an export is a backup, whatever the screens show of it ---- */

enum { MANY = 700, MANY_USES = 10100, MANY_ROUNDS = 110, MANY_NOTES = 250, MANY_ASK = 1005 };

/* An id for the i-th row of the test. */
static const char *nth_id(struct world *w, int i)
{
    return arena_printf(w->svc.arena, "%026d", i);
}

static void say_much(struct world *w, const char *text_id, const char *revision)
{
    for (int i = 0; i < MANY; i++) {
        struct store_remark remark = {.id = nth_id(w, i),
                                      .practice = text_id,
                                      .revision = revision,
                                      .person = w->participant,
                                      .at = world_start + i,
                                      .body = "Te kort."};
        struct store_experience experience = {.id = nth_id(w, i),
                                              .practice = text_id,
                                              .person = w->participant,
                                              .at = world_start + i,
                                              .body = "Het werkte.",
                                              .again = "yes"};
        assert_done(store_remark_add(w->store, &remark, ERR));
        assert_done(store_experience_add(w->store, &experience, ERR));
    }
}

static void use_much(struct world *w, const char *text_id)
{
    for (int i = 0; i < MANY_USES; i++) {
        const char *day = arena_printf(w->svc.arena, "%04d-%02d-%02d", 2000 + i / 336, 1 + i / 28 % 12, 1 + i % 28);
        struct store_use use = {text_id, w->participant, day, "used", world_start + i};
        assert_done(store_use_add(w->store, &use, ERR));
    }
}

static void decide_much(struct world *w, const char *text_id, const char *revision)
{
    for (int i = 0; i < MANY_ROUNDS; i++) {
        struct store_round round = {.id = nth_id(w, i),
                                    .practice = text_id,
                                    .revision = revision,
                                    .preset = "light",
                                    .state = "ended",
                                    .begun = world_start + i,
                                    .opened_by = w->editor,
                                    .ends = world_start + i,
                                    .question = "",
                                    .summary = "",
                                    .advice = "",
                                    .outcome = "",
                                    .outcome_text = "",
                                    .advised = ""};
        assert_done(store_round_add(w->store, &round, ERR));
    }
    for (int i = 0; i < MANY_NOTES; i++) {
        struct store_desk_note note = {nth_id(w, i), text_id, world_start + i, w->editor, "Gebeld."};
        assert_done(store_desk_note_add(w->store, &note, ERR));
    }
}

/* The account of the last one is closed: who opens it again still asks. */
static void ask_much(struct world *w)
{
    for (int i = 0; i < MANY_ASK; i++) {
        const char *id = nth_id(w, i);
        struct store_person person = {.id = id,
                                      .sign_in = id,
                                      .sign_in_folded = id,
                                      .name = "Iemand",
                                      .created = world_start,
                                      .disabled = i == MANY_ASK - 1 ? world_start : 0};
        struct store_request request = {group_id(w, "huur"), id, "", world_start};
        assert_done(store_person_add(w->store, &person, ERR));
        assert_done(store_request_add(w->store, &request, ERR));
    }
}

/* Everything of the text, and of the network. */
static void assert_all_there(struct world *w, struct store *store, const char *text_id)
{
    struct svc clock = acting(w, store, svc_system_actor());
    struct store_practice row;
    struct svc_whole_practice whole;
    struct svc_whole network;
    assert_done(store_practice_get(store, text_id, w->svc.arena, &row, ERR));
    assert_done(svc_whole_practice(&clock, &row, &whole, ERR));
    assert_done(svc_whole(&clock, &network, ERR));
    assert_int_equal(whole.remarks.n, MANY);
    assert_int_equal(whole.experiences.n, MANY);
    assert_int_equal(whole.uses.n, MANY_USES);
    assert_int_equal(whole.rounds.n, MANY_ROUNDS);
    assert_int_equal(whole.notes.n, MANY_NOTES);
    assert_int_equal(network.requests.n, MANY_ASK);
}

static void test_nothing_of_a_long_list_is_lost(void **state)
{
    struct world *w = *state;
    const char *text_id = adopted(w, "Huurverhoging", "Bel de verhuurder.");
    struct store *two = open_store(w, "two/");
    struct store_practice row;
    struct export_done done;
    assert_done(store_practice_get(w->store, text_id, w->svc.arena, &row, ERR));
    assert_done(db_begin(w->store->db, ERR));
    say_much(w, text_id, row.lines[STORE_ADOPTED].revision);
    use_much(w, text_id);
    decide_much(w, text_id, row.lines[STORE_ADOPTED].revision);
    ask_much(w);
    assert_done(db_commit(w->store->db, ERR));
    assert_all_there(w, w->store, text_id);
    export_to(w, w->store, path_of(w, "out"), &done);
    struct export_restore how = {.dir = path_of(w, "out"), .apply = true, .now = world_start};
    assert_done(export_restore(two, &how, &done, ERR));
    assert_all_there(w, two, text_id);
    store_close(two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_EMPTY(test_an_import_of_an_older_export_comes_due_as_well),
        IN_EMPTY(test_nobody_is_reminded_twice_because_of_a_restore),
        IN_EMPTY(test_the_way_there_and_back_changes_nothing),
        IN_EMPTY(test_a_confirmed_import_comes_back_with_its_decision_and_whom_it_binds),
        IN_WORLD(test_nothing_of_a_long_list_is_lost),
        IN_EMPTY(test_a_store_that_holds_something_is_not_restored_into),
    };
    return cmocka_run_group_tests_name("export and restore", tests, NULL, NULL);
}
