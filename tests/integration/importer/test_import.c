/* Folders of files become practices: what is taken, what is refused by name, and what a second time does. */
#include "importer_test.h"

#include "importer/markdown_file.h"
#include "kb/base/calendar.h"

#include <jansson.h>

static const struct import_options as_drafts = {0};
static const struct import_options as_adopted = {.adopted = true, .decision = "Bestuur, 1 februari 2026"};

static void test_front_matter_places_the_practice(void **state)
{
    struct world *w = *state;
    put_file(w, "een/huur.md",
             "---\ntitle: Gebreken aan de woning\nsummary: Schrijf eerst.\ngroup: Huur\nfields: [huur-en-consument]\n"
             "location: nijmegen\napplies: [nijmegen]\ndate: 2025-06-12\n---\n## Doe dit\n\nBel.\n");
    struct report r = import_all(w, as_drafts);
    assert_fate(&r, "een/huur.md", REPORT_TAKEN);
    assert_string_equal(r.rows[0].title, "Gebreken aan de woning");
    struct store_practice p = imported(w, "een/huur.md");
    assert_string_equal(p.group, group_id(w, "huur"));
    assert_text(p.legal_fields, "huur-en-consument");
    assert_text(p.comes_from, "nijmegen");
    assert_text(p.applies_in, "nijmegen");
    assert_int_equal(p.lines[STORE_CANDIDATE].since, calendar_at((struct date){2025, 6, 12}, 12, 0));
    assert_string_equal(p.lines[STORE_CANDIDATE].stage, "draft");
    assert_null(p.number);
    struct store_revision r1 = text_of_line(w, &p.lines[STORE_CANDIDATE]);
    assert_string_equal(r1.brief, "Schrijf eerst.");
    assert_int_equal(r1.n_sections, 1);
    assert_string_equal(r1.sections[0].key, "doe-dit");
}

static void test_without_a_group_the_group_import_is_made_once(void **state)
{
    struct world *w = *state;
    put_file(w, "a.md", "Een.");
    put_file(w, "b.md", "Twee.");
    import_all(w, as_drafts);
    assert_string_equal(imported(w, "a.md").group, group_id(w, IMPORT_GROUP_SLUG));
    assert_string_equal(imported(w, "b.md").group, group_id(w, IMPORT_GROUP_SLUG));
    put_file(w, "c.md", "Drie.");
    import_all(w, as_drafts);
    assert_string_equal(imported(w, "c.md").group, group_id(w, IMPORT_GROUP_SLUG));
}

static void test_the_group_that_is_asked_for_wins_and_must_exist(void **state)
{
    struct world *w = *state;
    put_file(w, "a.md", "---\ngroup: huur\n---\nEen.");
    import_all(w, (struct import_options){.group = "Schulden"});
    assert_string_equal(imported(w, "a.md").group, group_id(w, "schulden"));
    struct walk files = {0};
    struct report report;
    kb_err err = {0};
    struct import_options options = {.group = "Nergens", .now = w->svc.now};
    assert_int_equal(import_run(w->svc.arena, w->store, &files, &options, &report, &err), ERR_INVALID);
    assert_string_equal(err.items[0].field, "group");
}

static void test_an_adopted_text_gets_a_number_and_its_decision(void **state)
{
    struct world *w = *state;
    put_file(w, "a.md", "Een.");
    put_file(w, "b.md", "---\ndecision: 'Regio Zwolle, 3 mei 2025'\n---\nTwee.");
    import_all(w, as_adopted);
    struct store_practice a = imported(w, "a.md"), b = imported(w, "b.md");
    assert_non_null(a.number);
    assert_string_equal(a.lines[STORE_ADOPTED].stage, "best-practice");
    assert_string_equal(a.lines[STORE_ADOPTED].origin, "outside");
    assert_false(a.lines[STORE_ADOPTED].confirmed);
    assert_string_equal(a.lines[STORE_ADOPTED].decision, "Bestuur, 1 februari 2026");
    assert_string_equal(b.lines[STORE_ADOPTED].decision, "Regio Zwolle, 3 mei 2025");
    assert_false(a.lines[STORE_CANDIDATE].present);
}

static void test_an_adopted_text_without_a_decision_is_refused(void **state)
{
    struct world *w = *state;
    put_file(w, "a.md", "Een.");
    put_file(w, "b.md", "---\ndecision: Bestuur 2025\n---\nTwee.");
    struct report r = import_all(w, (struct import_options){.adopted = true});
    assert_fate(&r, "a.md", REPORT_REFUSED);
    assert_string_equal(row_of(&r, "a.md")->why->items[0].field, "decision");
    assert_fate(&r, "b.md", REPORT_TAKEN);
}

static void test_a_dry_run_tells_the_same_and_writes_nothing(void **state)
{
    struct world *w = *state;
    put_file(w, "a.md", "Een.");
    put_file(w, "b.md", "---\nkind: gedicht\n---\nTwee.");
    const char *in = arena_printf(w->svc.arena, "%s/in", w->dir);
    int64_t before = log_length(w);
    struct report dry = import_folder(w, in, as_drafts, false);
    assert_int_equal(log_length(w), before);
    assert_false(dry.applied);
    struct report wet = import_folder(w, in, as_drafts, true);
    assert_true(wet.applied);
    assert_true(log_length(w) > before);
    assert_memory_equal(dry.counts, wet.counts, sizeof dry.counts);
    dry = import_folder(w, in, as_drafts, false);
    assert_fate(&dry, "a.md", REPORT_UNCHANGED);
}

static void test_the_same_files_again_change_nothing(void **state)
{
    struct world *w = *state;
    put_file(w, "a.md", "Een.");
    put_file(w, "map/b.md", "Twee.");
    struct report first = import_all(w, as_drafts);
    assert_int_equal(first.counts[REPORT_TAKEN], 2);
    int64_t before = log_length(w);
    struct report second = import_all(w, as_drafts);
    assert_int_equal(second.counts[REPORT_UNCHANGED], 2);
    assert_int_equal(log_length(w), before);
}

static void test_a_changed_file_becomes_a_new_version_of_the_same_practice(void **state)
{
    struct world *w = *state;
    put_file(w, "a.md", "# Huur\n\nEen.");
    import_all(w, as_adopted);
    struct store_practice before = imported(w, "a.md");
    put_file(w, "a.md", "---\nfields: [huur-en-consument]\n---\n# Huur en meer\n\nTwee.");
    struct report r = import_all(w, as_adopted);
    assert_fate(&r, "a.md", REPORT_CHANGED);
    struct store_practice after = imported(w, "a.md");
    assert_string_equal(after.id, before.id);
    assert_string_equal(after.number, before.number);
    assert_text(after.legal_fields, "huur-en-consument");
    assert_int_equal(before.lines[STORE_ADOPTED].version, 1);
    assert_int_equal(after.lines[STORE_ADOPTED].version, 2);
    struct store_revision r1 = text_of_line(w, &after.lines[STORE_ADOPTED]);
    assert_string_equal(r1.title, "Huur en meer");
    assert_text(r1.sections[0].body, "Twee.");
    r = import_all(w, as_adopted);
    assert_fate(&r, "a.md", REPORT_UNCHANGED);
}

static void test_a_practice_that_people_work_on_is_never_overwritten(void **state)
{
    struct world *w = *state;
    int64_t version;
    const char *revision;
    put_file(w, "a.md", "---\ngroup: huur\n---\nEen.");
    import_all(w, as_drafts);
    struct store_practice p = imported(w, "a.md");
    struct svc_draft mine = draft_of(w, "Van ons", "Kort.", "Door mensen geschreven.");
    assert_done(save_as(w, w->member, p.id, working_version(w, w->member, p.id), mine, &version));
    assert_done(publish_as(w, w->member, p.id, version, &revision));
    put_file(w, "a.md", "---\ngroup: huur\n---\nTwee.");
    struct report r = import_all(w, as_drafts);
    assert_fate(&r, "a.md", REPORT_REFUSED);
    assert_string_equal(row_of(&r, "a.md")->why->items[0].reason, "worked-on");
    p = imported(w, "a.md");
    assert_string_equal(p.lines[STORE_CANDIDATE].title, "Van ons");
}

/* Saved and not published: that is somebody's text too. */
static void test_a_working_copy_that_somebody_saved_is_never_overwritten(void **state)
{
    struct world *w = *state;
    int64_t version;
    put_file(w, "a.md", "---\ngroup: huur\n---\nEen.");
    import_all(w, as_drafts);
    struct store_practice p = imported(w, "a.md");
    struct svc_draft mine = draft_of(w, "Van ons", "Kort.", "Halverwege.");
    assert_done(save_as(w, w->member, p.id, working_version(w, w->member, p.id), mine, &version));
    put_file(w, "a.md", "---\ngroup: huur\n---\nTwee.");
    struct report r = import_all(w, as_drafts);
    assert_fate(&r, "a.md", REPORT_REFUSED);
    struct store_working copy;
    assert_done(store_working_get(w->store, p.id, w->svc.arena, &copy, ERR));
    assert_string_equal(copy.title, "Van ons");
}

/* ---- Bad files ---- */

static const struct {
    const char *name;
    text bytes;
    const char *field, *reason;
} bad_files[] = {
    {"bad/bytes.md", {"a\xFF", 2}, "file", "not-utf8"},
    {"bad/nul.md", {"a\0b", 3}, "file", "control-character"},
    {"bad/leeg.md", {"", 0}, "file", "empty"},
    {"bad/alleen-kop.md", {"# Kop\n", 6}, "file", "empty"},
    {"bad/yaml.md", {"---\na: [b\n---\nTekst\n", 20}, "front matter", "no-yaml"},
    {"bad/soort.md", {"---\nkind: gedicht\n---\nTekst\n", 28}, "kind", "not-a-choice"},
    {"bad/groep.md", {"---\ngroup: nergens\n---\nTekst\n", 29}, "group", "not-a-choice"},
    {"bad/gebied.md", {"---\nfields: [luchtvaart]\n---\nTekst\n", 35}, "fields", "not-a-choice"},
    {"bad/plaats.md", {"---\nlocation: atlantis\n---\nTekst\n", 33}, "location", "not-a-choice"},
    {"bad/geldt.md", {"---\napplies: atlantis\n---\nTekst\n", 32}, "applies", "not-a-choice"},
    {"bad/datum.md", {"---\ndate: gisteren\n---\nTekst\n", 29}, "date", "not-a-date"},
    {"bad/later.md", {"---\ndate: 2031-01-01\n---\nTekst\n", 31}, "date", "in-future"},
};

static void put_bad_files(struct world *w)
{
    for (size_t i = 0; i < COUNT_OF(bad_files); i++) put_bytes(w, bad_files[i].name, bad_files[i].bytes);
    size_t n = MARKDOWN_FILE_MAX + 1;
    char *large = arena_alloc(w->svc.arena, n);
    memset(large, 'a', n);
    put_bytes(w, "bad/groot.md", text_of(large, n));

    put_bytes(w, "bad/lang.md", text_of(large, 135 * 1000));
    assert_int_equal(symlink("bytes.md", path_of(w, "bad/link.md")), 0);
    assert_int_equal(symlink("..", path_of(w, "bad/kring")), 0);
    assert_int_equal(mkfifo(path_of(w, "bad/pijp.md"), 0600), 0);
    put_file(w, "bad/naam\xFF.md", "Tekst");
    put_file(w, "bad/naam\n2.md", "Tekst");
}

static void assert_refused_for(const struct report *r, const char *source, const char *field, const char *reason)
{
    assert_fate(r, source, REPORT_REFUSED);
    const kb_err *why = row_of(r, source)->why;
    if (!why->n_items) fail_msg("%s: refused without a reason (%s)", source, why->cause);
    assert_string_equal(why->items[0].field, field);
    assert_string_equal(why->items[0].reason, reason);
}

static void assert_all_named(const struct report *r)
{
    for (size_t i = 0; i < COUNT_OF(bad_files); i++)
        assert_refused_for(r, bad_files[i].name, bad_files[i].field, bad_files[i].reason);
    assert_refused_for(r, "bad/groot.md", "file", "too-long");
    assert_refused_for(r, "bad/lang.md", "section-tekst", "too-long");
    assert_refused_for(r, "bad/link.md", "file", "symlink");
    assert_refused_for(r, "bad/kring", "file", "symlink");
    assert_refused_for(r, "bad/pijp.md", "file", "no-file");
    assert_refused_for(r, "bad/naam?.md", "source", "not-text");
    assert_refused_for(r, "bad/naam?2.md", "source", "not-text");
}

static void test_bad_files_are_named_and_the_others_taken(void **state)
{
    struct world *w = *state;
    put_bad_files(w);
    put_file(w, "a.md", "Een.");
    put_file(w, "z.md", "Twee.");
    const char *in = arena_printf(w->svc.arena, "%s/in", w->dir);
    struct report dry = import_folder(w, in, as_drafts, false);
    assert_all_named(&dry);
    struct report r = import_folder(w, in, as_drafts, true);
    assert_all_named(&r);
    assert_fate(&r, "a.md", REPORT_TAKEN);
    assert_fate(&r, "z.md", REPORT_TAKEN);
    assert_int_equal(r.counts[REPORT_TAKEN], 2);
    struct store_counts counts;
    assert_done(store_counts(w->store, &counts, ERR));
    assert_int_equal(counts.practices, 2);
    assert_int_equal(counts.revisions, 2);
}

static void test_what_this_user_may_not_read_is_named(void **state)
{
    struct world *w = *state;
    put_file(w, "a.md", "Een.");
    put_file(w, "dicht.md", "Twee.");
    put_file(w, "map/c.md", "Drie.");
    assert_int_equal(chmod(path_of(w, "dicht.md"), 0), 0);
    assert_int_equal(chmod(arena_printf(w->svc.arena, "%s/in/map", w->dir), 0), 0);
    assert_int_equal(chmod(w->dir, 0755), 0);
    assert_int_equal(chmod(arena_printf(w->svc.arena, "%s/in", w->dir), 0755), 0);
    assert_int_equal(chmod(path_of(w, "a.md"), 0644), 0);
    bool root = geteuid() == 0; /* root reads everything: become somebody else for a while */
    if (root) assert_int_equal(seteuid(65534), 0);
    struct report r = import_folder(w, arena_printf(w->svc.arena, "%s/in", w->dir), as_drafts, false);
    if (root) assert_int_equal(seteuid(0), 0);
    chmod(arena_printf(w->svc.arena, "%s/in/map", w->dir), 0700);
    assert_refused_for(&r, "dicht.md", "file", "unreadable");
    assert_refused_for(&r, "map/", "file", "unreadable");
    assert_fate(&r, "a.md", REPORT_TAKEN);
}

/* More than one transaction: the rows stay in the order of the files, whatever became of each. */
static void test_rows_of_many_files_stand_in_the_order_of_their_names(void **state)
{
    struct world *w = *state;
    enum { MANY = 2 * IMPORT_BATCH + 3 };
    for (int i = 0; i < MANY; i++)
        put_file(w, arena_printf(w->svc.arena, "%03d.md", i), i % 5 ? arena_printf(w->svc.arena, "Tekst %d.", i) : "");
    struct report r = import_all(w, as_drafts);
    assert_int_equal(r.n, MANY);
    for (int i = 0; i < MANY; i++) {
        assert_string_equal(r.rows[i].source, arena_printf(w->svc.arena, "%03d.md", i));
        assert_int_equal(r.rows[i].fate, i % 5 ? REPORT_TAKEN : REPORT_REFUSED);
    }
    assert_int_equal(r.counts[REPORT_REFUSED], (MANY + 4) / 5);
}

static err_code full_disk(void *ctx, const struct svc_import *items, size_t n, enum svc_import_result *results,
                          kb_err *errs, kb_err *err)
{
    int *left = ctx;
    (void)items, (void)errs;
    if ((*left)-- == 0) return err_set(err, ERR_FULL, "disk");
    memset(results, 0, n * sizeof *results);
    return OK;
}

static void test_a_lost_batch_ends_the_run_and_the_report_tells_how_far_it_came(void **state)
{
    struct world *w = *state;
    int left = 1;
    struct import_sink sink = {full_disk, sink_group, &left};
    struct import_options options = {.sink = &sink, .group = "huur", .now = w->svc.now};
    for (int i = 0; i < IMPORT_BATCH + 5; i++) put_file(w, arena_printf(w->svc.arena, "%03d.md", i), "Tekst.");
    char *paths[] = {arena_printf(w->svc.arena, "%s/in", w->dir)};
    struct walk files;
    struct report r;
    kb_err err = {0};
    assert_done(walk_paths(w->svc.arena, paths, 1, &files, ERR));
    assert_int_equal(import_run(w->svc.arena, w->store, &files, &options, &r, &err), ERR_FULL);
    assert_int_equal(r.n, IMPORT_BATCH);
    assert_int_equal(r.counts[REPORT_TAKEN], IMPORT_BATCH);
}

static void test_two_files_of_one_name_are_refused_before_anything(void **state)
{
    struct world *w = *state;
    put_file(w, "een/a.md", "Een.");
    put_file(w, "twee/a.md", "Twee.");
    char *paths[] = {arena_printf(w->svc.arena, "%s/in/een", w->dir), arena_printf(w->svc.arena, "%s/in/twee", w->dir)};
    struct walk files;
    kb_err err = {0};
    assert_int_equal(walk_paths(w->svc.arena, paths, 2, &files, &err), ERR_CONFLICT);
    assert_non_null(strstr(err.cause, "two files are called a.md"));
    assert_non_null(strstr(err.cause, "the folder above them"));
    paths[1] = arena_printf(w->svc.arena, "%s/in/drie", w->dir);
    assert_int_equal(walk_paths(w->svc.arena, paths, 2, &files, &err), ERR_NOT_FOUND);
}

/* What that refusal advises. */
static void test_two_files_of_one_name_are_both_taken_from_the_folder_above_them(void **state)
{
    struct world *w = *state;
    put_file(w, "een/a.md", "---\ngroup: huur\n---\nEen.");
    put_file(w, "twee/a.md", "---\ngroup: schulden\n---\nTwee.");
    struct report r = import_all(w, as_drafts);
    assert_int_equal(r.counts[REPORT_TAKEN], 2);
    assert_string_equal(imported(w, "een/a.md").group, group_id(w, "huur"));
    assert_string_equal(imported(w, "twee/a.md").group, group_id(w, "schulden"));
    r = import_all(w, as_drafts);
    assert_int_equal(r.counts[REPORT_UNCHANGED], 2);
}

static struct report import_below(struct world *w, const char *folder, struct import_options options)
{
    return import_folder(w, arena_printf(w->svc.arena, "%s/in/%s", w->dir, folder), options, true);
}

/* One folder after another, each with a file of that name: the second is another text. */
static void test_a_file_of_another_group_is_not_the_file_of_that_name_that_was_taken(void **state)
{
    struct world *w = *state;
    struct import_options of_huur = {.group = "Huur"}, of_schulden = {.group = "Schulden"};
    put_file(w, "een/a.md", "Een.");
    put_file(w, "twee/a.md", "Twee.");
    put_file(w, "drie/a.md", "Een.");
    struct report r = import_below(w, "een", of_huur);
    assert_fate(&r, "a.md", REPORT_TAKEN);
    int64_t before = log_length(w);
    static const char *const others[] = {"twee", "drie"};
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        r = import_below(w, others[i], of_schulden);
        assert_refused_for(&r, "a.md", "source", "other-group");
        r = import_folder(w, arena_printf(w->svc.arena, "%s/in/%s", w->dir, others[i]), as_drafts, false);
        assert_refused_for(&r, "a.md", "source", "other-group");
    }
    assert_int_equal(log_length(w), before);
    struct store_practice p = imported(w, "a.md");
    assert_string_equal(p.group, group_id(w, "huur"));
    struct store_revision kept = text_of_line(w, &p.lines[STORE_CANDIDATE]);
    assert_text(kept.sections[0].body, "Een.");
}

static void test_a_file_that_names_another_group_than_before_is_refused_by_that_reason(void **state)
{
    struct world *w = *state;
    put_file(w, "a.md", "---\ngroup: huur\n---\nEen.");
    import_all(w, as_adopted);
    put_file(w, "a.md", "---\ngroup: schulden\n---\nEen.");
    struct report r = import_all(w, as_adopted);
    assert_refused_for(&r, "a.md", "source", "other-group");
    assert_string_equal(imported(w, "a.md").group, group_id(w, "huur"));
}

/* 111222333 passes the eleven-test. */
static void test_a_file_with_client_data_is_refused_by_line_and_kind_and_its_value_is_nowhere(void **state)
{
    struct world *w = *state;
    put_file(w, "bsn.md", "---\ntitle: Een zaak\n---\n## Doe dit\n\nHet gaat om BSN 111222333.\nBel 024-1234567.\n");
    put_file(w, "goed.md", "## Doe dit\n\nBel de huurcommissie.\n");
    struct report r = import_all(w, as_drafts);
    assert_fate(&r, "goed.md", REPORT_TAKEN);
    assert_fate(&r, "bsn.md", REPORT_REFUSED);
    assert_string_equal(r.rows[0].why->items[0].reason, "client-data");
    assert_int_equal(r.rows[0].n_found, 2);
    assert_int_equal(r.rows[0].found[0].line, 6);
    assert_string_equal(r.rows[0].found[0].kind, "bsn");
    assert_true(r.rows[0].found[0].block);
    assert_false(r.rows[0].found[1].block);
    char *shown = NULL;
    size_t len;
    kb_err err = {0};
    FILE *out = open_memstream(&shown, &len);
    report_print(out, &r);
    assert_ok(report_json(out, &r, &err), &err);
    fclose(out);
    assert_non_null(strstr(shown, "bsn.md  file: client-data  [line 6: bsn, refused; line 7: phone]"));
    assert_null(strstr(shown, "111222333"));
    free(shown);
}

static void test_what_the_guard_warns_of_is_taken_and_told(void **state)
{
    struct world *w = *state;
    put_file(w, "a.md", "## Doe dit\n\nBel 024-1234567.\n");
    struct report r = import_all(w, as_drafts);
    assert_fate(&r, "a.md", REPORT_TAKEN);
    assert_int_equal(r.rows[0].n_found, 1);
    assert_int_equal(r.rows[0].found[0].line, 3);
    assert_string_equal(r.rows[0].found[0].kind, "phone");
}

static void test_client_data_in_the_name_or_the_front_matter_is_refused_as_well(void **state)
{
    struct world *w = *state;
    put_file(w, "zaak 111222333.md", "## Doe dit\n\nBel.\n");
    put_file(w, "kop.md", "---\ntitle: BSN 111222333\n---\n## Doe dit\n\nBel.\n");
    struct report r = import_all(w, as_drafts);
    assert_int_equal(r.counts[REPORT_REFUSED], 2);
    for (size_t i = 0; i < r.n; i++) {
        assert_null(strstr(r.rows[i].source, "111222333"));
        assert_string_equal(r.rows[i].title, "");
    }
}

static void test_the_report_for_programs_is_json(void **state)
{
    struct world *w = *state;
    put_file(w, "a.md", "---\ntitle: 'Huur \"en\" meer'\nauteur: x\n---\nEen.");
    put_file(w, "naam\xFF.md", "Twee.");
    struct report r = import_all(w, as_drafts);
    _cleanup_(free_p)
    char *bytes = NULL;
    size_t len;
    FILE *out = open_memstream(&bytes, &len);
    assert_done(report_json(out, &r, ERR));
    fclose(out);
    json_error_t error;
    json_t *root = json_loadb(bytes, len, 0, &error);
    if (!root) fail_msg("no JSON: %s", error.text);
    assert_true(json_is_true(json_object_get(root, "applied")));
    assert_int_equal(json_integer_value(json_object_get(root, "taken")), 1);
    assert_int_equal(json_integer_value(json_object_get(root, "refused")), 1);
    const json_t *files = json_object_get(root, "files");
    assert_int_equal(json_array_size(files), 2);
    assert_string_equal(json_string_value(json_object_get(json_array_get(files, 0), "title")), "Huur \"en\" meer");
    assert_string_equal(json_string_value(json_object_get(json_array_get(files, 1), "source")), "naam?.md");
    const json_t *why = json_object_get(json_array_get(files, 1), "why");
    assert_string_equal(json_string_value(json_object_get(json_array_get(json_object_get(why, "items"), 0), "field")),
                        "source");
    json_decref(root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_front_matter_places_the_practice),
        IN_WORLD(test_without_a_group_the_group_import_is_made_once),
        IN_WORLD(test_the_group_that_is_asked_for_wins_and_must_exist),
        IN_WORLD(test_an_adopted_text_gets_a_number_and_its_decision),
        IN_WORLD(test_an_adopted_text_without_a_decision_is_refused),
        IN_WORLD(test_a_dry_run_tells_the_same_and_writes_nothing),
        IN_WORLD(test_the_same_files_again_change_nothing),
        IN_WORLD(test_a_changed_file_becomes_a_new_version_of_the_same_practice),
        IN_WORLD(test_a_practice_that_people_work_on_is_never_overwritten),
        IN_WORLD(test_a_working_copy_that_somebody_saved_is_never_overwritten),
        IN_WORLD(test_bad_files_are_named_and_the_others_taken),
        IN_WORLD(test_what_this_user_may_not_read_is_named),
        IN_WORLD(test_rows_of_many_files_stand_in_the_order_of_their_names),
        IN_WORLD(test_a_lost_batch_ends_the_run_and_the_report_tells_how_far_it_came),
        IN_WORLD(test_two_files_of_one_name_are_refused_before_anything),
        IN_WORLD(test_two_files_of_one_name_are_both_taken_from_the_folder_above_them),
        IN_WORLD(test_a_file_of_another_group_is_not_the_file_of_that_name_that_was_taken),
        IN_WORLD(test_a_file_that_names_another_group_than_before_is_refused_by_that_reason),
        IN_WORLD(test_a_file_with_client_data_is_refused_by_line_and_kind_and_its_value_is_nowhere),
        IN_WORLD(test_what_the_guard_warns_of_is_taken_and_told),
        IN_WORLD(test_client_data_in_the_name_or_the_front_matter_is_refused_as_well),
        IN_WORLD(test_the_report_for_programs_is_json),
    };
    return cmocka_run_group_tests_name("import", tests, NULL, NULL);
}
