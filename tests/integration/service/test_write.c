#include "tests/integration/service/service_test.h"

static const char *a_draft(struct world *w)
{
    return start_draft(w, w->member, "huur", "Huurverhoging");
}

/* An adopted text, changed by its lead: the candidate stands beside it at RECOMMENDATION. */
static const char *a_candidate(struct world *w)
{
    const char *id = adopted(w, "Huurverhoging", "Bel de verhuurder.");
    assert_done(AS(w, w->lead, svc_revise(SVC, text_str(id), ERR)));
    return id;
}

static void test_member_starts_a_draft_with_the_sections_of_its_kind(void **state)
{
    struct world *w = *state;
    const char *id = a_draft(w);
    struct svc_working working;
    assert_done(AS(w, w->lead, svc_working(SVC, text_str(id), &working, ERR)));
    const struct practice_section *sections;
    size_t n = practice_sections(PRACTICE_WERKWIJZE, &sections);
    assert_int_equal(working.draft.n_sections, n);
    for (size_t i = 0; i < n; i++) assert_string_equal(working.draft.sections[i].key, sections[i].key);
    assert_text(working.draft.title, "Huurverhoging");
    assert_string_equal(working.updated_by_name, "Lia Lid");
    assert_int_equal(working.card.stage, STAGE_DRAFT);
    assert_int_equal(working.version, 1);
}

static void test_only_members_of_the_group_start_a_draft_in_it(void **state)
{
    struct world *w = *state;
    const char *id = NULL;
    struct svc_start start = {.group = TEXT("huur"), .kind = PRACTICE_PLAN, .title = TEXT("Steunpunt")};
    int64_t rows = log_length(w);
    assert_refused(AS(w, w->other, svc_start(SVC, &start, &id, ERR)), ERR_FORBIDDEN);
    assert_refused(AS(w, w->participant, svc_start(SVC, &start, &id, ERR)), ERR_FORBIDDEN);
    assert_refused(AS(w, w->admin, svc_start(SVC, &start, &id, ERR)), ERR_FORBIDDEN);
    assert_refused(AS(w, w->nobody, svc_start(SVC, &start, &id, ERR)), ERR_NOT_FOUND);
    assert_refused(AS(w, ANONYMOUS, svc_start(SVC, &start, &id, ERR)), ERR_SIGN_IN);
    assert_int_equal(log_length(w), rows);
}

static void test_closed_group_starts_nothing(void **state)
{
    struct world *w = *state;
    const char *slug, *id = NULL;
    struct svc_group_put put = {.id = text_str(group_id(w, "huur")), .name = TEXT("Huur"), .closed = true};
    struct svc_start start = {.group = TEXT("huur"), .kind = PRACTICE_PLAN, .title = TEXT("Steunpunt")};
    assert_done(AS(w, w->admin, svc_group_put(SVC, &put, &slug, ERR)));
    assert_refused(AS(w, w->member, svc_start(SVC, &start, &id, ERR)), ERR_RULE);
    assert_reason("group", "closed");
}

static void test_every_member_saves_and_the_version_counts_up(void **state)
{
    struct world *w = *state;
    const char *id = a_draft(w);
    int64_t version = 1;
    const char *const writers[] = {w->member, w->lead, w->second};
    for (size_t i = 0; i < COUNT_OF(writers); i++) {
        struct svc_draft draft = draft_of(w, "Huurverhoging", "Bel eerst.", arena_printf(w->svc.arena, "Stap %zu.", i));
        assert_done(save_as(w, writers[i], id, version, draft, &version));
        assert_int_equal(version, (int64_t)i + 2);
        assert_int_equal(working_version(w, w->member, id), version);
    }
}

static void test_saving_is_private_and_leaves_no_row_in_the_log(void **state)
{
    struct world *w = *state;
    const char *id = a_candidate(w);
    int64_t rows = log_length(w), version = working_version(w, w->member, id);
    assert_done(save_as(w, w->member, id, version, draft_of(w, "Geheim", "Bel.", "Nog niet af."), &version));
    assert_int_equal(log_length(w), rows);
    struct svc_practice p;
    assert_done(read_candidate_as(w, w->participant, id, &p));
    assert_string_equal(p.text.title, "Huurverhoging");
}

static void test_others_neither_read_nor_save_the_working_copy(void **state)
{
    struct world *w = *state;
    const char *id = a_draft(w);
    int64_t version;
    struct svc_working working;
    const char *const outside[] = {w->other, w->participant, w->admin, w->editor, w->nobody, ANONYMOUS};
    for (size_t i = 0; i < COUNT_OF(outside); i++) {
        assert_refused(AS(w, outside[i], svc_working(SVC, text_str(id), &working, ERR)), ERR_NOT_FOUND);
        assert_refused(save_as(w, outside[i], id, 1, draft_of(w, "Van mij", "", "x"), &version), ERR_NOT_FOUND);
    }
    assert_int_equal(working_version(w, w->member, id), 1);
}

static void test_participant_who_reads_a_recommendation_may_not_write_it(void **state)
{
    struct world *w = *state;
    const char *id = a_candidate(w), *revision;
    int64_t version = working_version(w, w->lead, id);
    struct svc_working working;
    assert_refused(AS(w, w->participant, svc_working(SVC, text_str(id), &working, ERR)), ERR_FORBIDDEN);
    assert_refused(save_as(w, w->other, id, version, draft_of(w, "Van mij", "", "x"), &version), ERR_FORBIDDEN);
    assert_refused(publish_as(w, w->other, id, version, &revision), ERR_FORBIDDEN);
}

static void test_stale_save_is_refused_and_changes_nothing(void **state)
{
    struct world *w = *state;
    const char *id = a_draft(w);
    int64_t version, mine = 99;
    assert_done(save_as(w, w->lead, id, 1, draft_of(w, "Van Tess", "", "Tess schrijft."), &version));
    assert_refused(save_as(w, w->member, id, 1, draft_of(w, "Van Lia", "", "Lia schrijft."), &mine), ERR_STALE_EDIT);
    struct svc_working working;
    assert_done(AS(w, w->member, svc_working(SVC, text_str(id), &working, ERR)));
    assert_text(working.draft.title, "Van Tess");
    assert_int_equal(working.version, version);
}

static err_code save_from(struct world *w, const char *who, const char *practice, int64_t seen, text page,
                          const char *words, int64_t *version)
{
    struct svc_save save = {text_str(practice), seen, draft_of(w, "Huurverhoging", "", words), page};
    return AS(w, who, svc_save(SVC, &save, version, ERR));
}

static void test_page_that_saves_twice_is_not_in_its_own_way(void **state)
{
    struct world *w = *state;
    const char *id = a_draft(w);
    int64_t version;
    assert_done(save_from(w, w->lead, id, 1, TEXT("page-of-tess"), "Eerst.", &version));
    assert_done(save_from(w, w->lead, id, 1, TEXT("page-of-tess"), "Dan.", &version));
    assert_int_equal(version, 3);
    assert_int_equal(working_version(w, w->lead, id), 3);
    assert_refused(save_from(w, w->lead, id, 1, TEXT("another-page"), "Oud.", &version), ERR_STALE_EDIT);
    assert_refused(save_from(w, w->lead, id, 1, TEXT(""), "Oud.", &version), ERR_STALE_EDIT);
    assert_refused(save_from(w, w->lead, id, 4, TEXT("page-of-tess"), "Nooit gezien.", &version), ERR_STALE_EDIT);
}

static void test_page_that_saves_twice_writes_over_nobody(void **state)
{
    struct world *w = *state;
    const char *id = a_draft(w);
    int64_t version;
    assert_done(save_from(w, w->lead, id, 1, TEXT("page-of-tess"), "Tess schrijft.", &version));
    assert_done(save_from(w, w->member, id, version, TEXT("page-of-lia"), "Lia schrijft.", &version));
    assert_refused(save_from(w, w->lead, id, 1, TEXT("page-of-tess"), "Tess nog eens.", &version), ERR_STALE_EDIT);
    assert_done(save_as(w, w->member, id, version, draft_of(w, "Huurverhoging", "", "Zonder pagina."), &version));
    assert_refused(save_from(w, w->member, id, 1, TEXT("page-of-lia"), "Lia nog eens.", &version), ERR_STALE_EDIT);
}

static const struct svc_merged *part_of(const struct svc_merge *merge, const char *key)
{
    for (size_t i = 0; i < merge->n_parts; i++)
        if (!strcmp(merge->parts[i].key, key)) return &merge->parts[i];
    fail_msg("no part %s", key);
    return NULL;
}

static void test_merge_shows_both_texts_and_joins_what_does_not_touch(void **state)
{
    struct world *w = *state;
    const char *id = a_draft(w);
    int64_t version;
    const char *base = "Bel de verhuurder.\n\nVraag de brief.\n\nSchrijf het op.";
    struct svc_draft begin = draft_of(w, "Huurverhoging", "Bel.", base);
    assert_done(save_as(w, w->member, id, 1, begin, &version));
    struct svc_draft theirs =
        draft_of(w, "Huurverhoging", "Bel.", "Bel de verhuurder vandaag.\n\nVraag de brief.\n\nSchrijf het op.");
    struct svc_draft mine =
        draft_of(w, "Te hoge huur", "Bel.", "Bel de verhuurder.\n\nVraag de brief.\n\nSchrijf het op in het dossier.");
    assert_done(save_as(w, w->lead, id, version, theirs, &version));
    struct svc_merge merge;
    assert_done(AS(w, w->member, svc_merge(SVC, text_str(id), &begin, &mine, &merge, ERR)));
    const struct svc_merged *part = part_of(&merge, "doe-dit");
    assert_false(merge.conflict);
    assert_true(part->differs);
    assert_text(part->mine, mine.sections[0].body.ptr);
    assert_text(part->theirs, theirs.sections[0].body.ptr);
    assert_text(part->proposal, "Bel de verhuurder vandaag.\n\nVraag de brief.\n\nSchrijf het op in het dossier.");
    assert_text(part_of(&merge, "title")->proposal, "Te hoge huur");
    assert_false(part_of(&merge, "brief")->differs);
    assert_int_equal(merge.theirs.version, version);
}

static void test_merge_keeps_both_texts_where_both_changed_the_same(void **state)
{
    struct world *w = *state;
    const char *id = a_draft(w);
    int64_t version;
    struct svc_draft begin = draft_of(w, "Huurverhoging", "Bel.", "Bel binnen zes weken.");
    struct svc_draft theirs = draft_of(w, "Huurverhoging", "Bel.", "Bel binnen vier weken.");
    struct svc_draft mine = draft_of(w, "Huurverhoging", "Bel.", "Bel niet binnen zes weken.");
    assert_done(save_as(w, w->member, id, 1, begin, &version));
    assert_done(save_as(w, w->lead, id, version, theirs, &version));
    struct svc_merge merge;
    assert_done(AS(w, w->member, svc_merge(SVC, text_str(id), &begin, &mine, &merge, ERR)));
    const struct svc_merged *part = part_of(&merge, "doe-dit");
    assert_true(merge.conflict);
    assert_true(part->conflict);
    assert_text(part->mine, "Bel niet binnen zes weken.");
    assert_text(part->theirs, "Bel binnen vier weken.");
    assert_text(part->proposal, "Bel binnen vier weken.\n\nBel niet binnen zes weken.");
}

static void test_merge_is_for_writers_only(void **state)
{
    struct world *w = *state;
    const char *id = a_draft(w);
    struct svc_draft draft = draft_of(w, "x", "", "x");
    struct svc_merge merge;
    assert_refused(AS(w, w->participant, svc_merge(SVC, text_str(id), &draft, &draft, &merge, ERR)), ERR_NOT_FOUND);
}

static void test_save_names_every_wrong_field(void **state)
{
    struct world *w = *state;
    const char *id = a_draft(w);
    int64_t version;
    struct store_section sections[] = {
        {"doe-dit", TEXT("Bel.")}, {"doe-dit", TEXT("Nog eens.")}, {"bestaat-niet", TEXT("x")}};
    struct svc_draft draft = {TEXT("  "), TEXT("een twee"), sections, COUNT_OF(sections)};
    assert_refused(save_as(w, w->member, id, 1, draft, &version), ERR_INVALID);
    assert_reason("title", "required");
    assert_reason("section-doe-dit", "twice");
    assert_reason("section-bestaat-niet", "unknown-field");
    assert_int_equal(working_version(w, w->member, id), 1);
}

/* Sixty words are asked of a version: who writes seventy loses none of them, nor what stands in the other boxes. */
static void test_a_working_copy_may_have_too_many_words_and_a_version_may_not(void **state)
{
    struct world *w = *state;
    const char *id = a_draft(w), *revision, *brief = "Bel";
    int64_t version;
    for (int i = 0; i < 70; i++) brief = arena_printf(w->svc.arena, "%s nog", brief);
    assert_done(save_as(w, w->member, id, 1, draft_of(w, "Huurverhoging", brief, "Bel eerst."), &version));
    assert_refused(publish_as(w, w->member, id, version, &revision), ERR_INVALID);
    assert_reason("brief", "too-many-words");
    assert_done(save_as(w, w->member, id, version, draft_of(w, "Huurverhoging", "Bel.", "Bel eerst."), &version));
    assert_done(publish_as(w, w->member, id, version, &revision));
}

static void test_publishing_a_draft_gives_no_version_number(void **state)
{
    struct world *w = *state;
    const char *id = a_draft(w), *revision = NULL;
    int64_t version;
    assert_done(save_as(w, w->member, id, 1, draft_of(w, "Huurverhoging", "Bel.", "Bel eerst."), &version));
    assert_done(publish_as(w, w->member, id, version, &revision));
    struct svc_practice p;
    assert_done(read_as(w, w->lead, id, &p));
    assert_string_equal(p.text.revision, revision);
    assert_int_equal(p.text.version, 0);
    assert_string_equal(last_change(w, id), "practice.publish ");
    assert_refused(read_as(w, w->participant, id, &p), ERR_NOT_FOUND);
}

static void test_publishing_a_recommendation_gives_the_next_version(void **state)
{
    struct world *w = *state;
    const char *id = a_candidate(w), *revision = NULL;
    int64_t version = working_version(w, w->member, id);
    assert_done(
        save_as(w, w->member, id, version, draft_of(w, "Huurverhoging", "Bel.", "Schrijf een brief."), &version));
    assert_done(publish_as(w, w->member, id, version, &revision));
    struct svc_practice p;
    assert_done(read_candidate_as(w, w->participant, id, &p));
    assert_int_equal(p.text.version, 2);
    assert_text(p.text.sections[0].source, "Schrijf een brief.");
    assert_string_equal(p.text.author_name, "Lia Lid");
}

static void test_unchanged_text_and_stale_text_are_not_published(void **state)
{
    struct world *w = *state;
    const char *id = a_draft(w), *revision = NULL;
    int64_t version;
    assert_done(save_as(w, w->member, id, 1, draft_of(w, "Huurverhoging", "Bel.", "Bel eerst."), &version));
    assert_refused(publish_as(w, w->lead, id, version - 1, &revision), ERR_STALE_EDIT);
    assert_done(publish_as(w, w->lead, id, version, &revision));
    assert_refused(publish_as(w, w->lead, id, working_version(w, w->lead, id), &revision), ERR_RULE);
    assert_reason("text", "unchanged");
}

static void test_revising_leaves_the_old_text_valid_and_public(void **state)
{
    struct world *w = *state;
    const char *id = a_candidate(w), *revision;
    int64_t version = working_version(w, w->lead, id);
    assert_done(
        save_as(w, w->lead, id, version, draft_of(w, "Nieuwe titel", "Schrijf.", "Schrijf een brief."), &version));
    assert_done(publish_as(w, w->lead, id, version, &revision));
    struct svc_practice p;
    assert_done(read_as(w, ANONYMOUS, id, &p));
    assert_string_equal(p.text.title, "Huurverhoging");
    assert_int_equal(p.card.stage, STAGE_BEST_PRACTICE);
    assert_null(p.other);
    assert_int_equal(p.n_versions, 1);
    assert_refused(read_candidate_as(w, ANONYMOUS, id, &p), ERR_NOT_FOUND);
    assert_done(read_as(w, w->participant, id, &p));
    assert_string_equal(p.text.title, "Huurverhoging");
    assert_int_equal(p.other->stage, STAGE_RECOMMENDATION);
    assert_string_equal(p.other->title, "Nieuwe titel");
}

static void test_only_lead_and_editor_revise_and_only_once(void **state)
{
    struct world *w = *state;
    const char *id = adopted(w, "Huurverhoging", "Bel de verhuurder.");
    assert_refused(AS(w, w->member, svc_revise(SVC, text_str(id), ERR)), ERR_FORBIDDEN);
    assert_refused(AS(w, w->participant, svc_revise(SVC, text_str(id), ERR)), ERR_FORBIDDEN);
    assert_refused(AS(w, w->admin, svc_revise(SVC, text_str(id), ERR)), ERR_FORBIDDEN);
    assert_done(AS(w, w->second, svc_revise(SVC, text_str(id), ERR)));
    assert_int_not_equal(AS(w, w->lead, svc_revise(SVC, text_str(id), ERR)), OK);
    struct svc_practice p;
    assert_done(read_as(w, w->lead, id, &p));
    assert_false(p.may.revise);
}

static void test_withdrawing_needs_a_reason(void **state)
{
    struct world *w = *state;
    const char *id = a_draft(w);
    assert_refused(AS(w, w->lead, withdraw_by(w, id, TEXT("  \n "))), ERR_RULE);
    assert_int_equal(w->err.n_items, 1);
    struct svc_practice p;
    assert_done(read_as(w, w->lead, id, &p));
    assert_int_equal(p.card.stage, STAGE_DRAFT);
}

static void test_only_the_lead_withdraws(void **state)
{
    struct world *w = *state;
    const char *id = a_draft(w);
    text reason = TEXT("Staat al ergens anders.");
    assert_refused(AS(w, w->member, withdraw_by(w, id, reason)), ERR_FORBIDDEN);
    assert_refused(AS(w, w->admin, withdraw_by(w, id, reason)), ERR_NOT_FOUND);
    assert_refused(AS(w, w->other, withdraw_by(w, id, reason)), ERR_NOT_FOUND);
    assert_done(AS(w, w->lead, withdraw_by(w, id, reason)));
    struct svc_practice p;
    assert_done(read_as(w, w->member, id, &p));
    assert_int_equal(p.card.stage, STAGE_WITHDRAWN);
    assert_string_equal(p.reason, "Staat al ergens anders.");
    assert_false(p.may.write);
    assert_string_equal(last_change(w, id), "practice.withdraw from=draft to=withdrawn");
    assert_refused(read_as(w, w->participant, id, &p), ERR_NOT_FOUND);
}

static void test_withdrawing_a_new_revision_leaves_the_adopted_text(void **state)
{
    struct world *w = *state;
    const char *id = a_candidate(w);
    assert_done(AS(w, w->second, withdraw_by(w, id, TEXT("Niet nodig."))));
    struct svc_practice p;
    assert_done(read_as(w, ANONYMOUS, id, &p));
    assert_string_equal(p.text.title, "Huurverhoging");
    assert_int_equal(p.card.stage, STAGE_BEST_PRACTICE);
    assert_done(AS(w, w->lead, svc_revise(SVC, text_str(id), ERR)));
}

static void test_group_places_its_draft_and_only_the_editor_an_adopted_text(void **state)
{
    struct world *w = *state;
    const char *draft = a_draft(w), *standing = adopted(w, "Servicekosten", "Vraag de afrekening.");
    text field = TEXT("huur-en-consument"), location = TEXT("nijmegen");
    struct svc_place place = {.practice = text_str(draft),
                              .kind = PRACTICE_PLAN,
                              .legal_fields = &field,
                              .n_legal_fields = 1,
                              .comes_from = &location,
                              .n_comes_from = 1};
    assert_done(AS(w, w->member, svc_place(SVC, &place, ERR)));
    struct svc_practice p;
    assert_done(read_as(w, w->member, draft, &p));
    assert_int_equal(p.card.kind, PRACTICE_PLAN);
    assert_text(p.card.comes_from, "nijmegen");
    place.practice = text_str(standing);
    assert_refused(AS(w, w->lead, svc_place(SVC, &place, ERR)), ERR_FORBIDDEN);
    assert_done(AS(w, w->editor, svc_place(SVC, &place, ERR)));
}

static err_code place_as(struct world *w, const char *id, const struct svc_card *seen, const char *field,
                         const char *location)
{
    text field_slug = text_str(field), location_slug = text_str(location);
    struct svc_place place = {
        .practice = text_str(id),
        .kind = seen->kind,
        .legal_fields = &field_slug,
        .n_legal_fields = *field != '\0',
        .comes_from = &location_slug,
        .n_comes_from = *location != '\0',
        .seen = {text_str(practice_kind_slug(seen->kind)), seen->legal_fields, seen->comes_from, seen->applies_in}};
    return AS(w, w->editor, svc_place(SVC, &place, ERR));
}

/* Two editors have the form before them: the second does not put back what the first changed. */
static void test_what_a_colleague_changed_of_a_place_is_not_put_back_unseen(void **state)
{
    struct world *w = *state;
    struct svc_practice read, p;
    const char *id = adopted(w, "Servicekosten", "Vraag de afrekening.");
    assert_done(read_as(w, w->editor, id, &read));
    assert_text(read.card.legal_fields, "huur-en-consument");
    assert_done(place_as(w, id, &read.card, "", ""));
    assert_refused(place_as(w, id, &read.card, "huur-en-consument", "nijmegen"), ERR_CONFLICT);
    assert_reason("fields", "place-changed");
    assert_done(read_as(w, w->editor, id, &p));
    assert_text(p.card.legal_fields, "");
    assert_text(p.card.comes_from, "");
    assert_done(place_as(w, id, &read.card, "", "")); /* somebody clicks twice */
    assert_done(place_as(w, id, &p.card, "huur-en-consument", "nijmegen"));
}

static void test_unknown_field_is_no_place(void **state)
{
    struct world *w = *state;
    text field = TEXT("ruimtevaart");
    struct svc_place place = {.practice = text_str(a_draft(w)), .legal_fields = &field, .n_legal_fields = 1};
    assert_refused(AS(w, w->member, svc_place(SVC, &place, ERR)), ERR_INVALID);
    assert_reason("fields", "not-a-choice");
}

static void test_writers_see_who_else_is_writing_now(void **state)
{
    struct world *w = *state;
    const char *id = a_draft(w);
    struct svc_working working;
    assert_done(AS(w, w->lead, svc_writing(SVC, text_str(id), ERR)));
    assert_done(AS(w, w->member, svc_writing(SVC, text_str(id), ERR)));
    assert_done(AS(w, w->member, svc_working(SVC, text_str(id), &working, ERR)));
    assert_int_equal(working.n_writing_now, 1);
    assert_string_equal(working.writing_now[0], "Tess Trekker");
    w->svc.now += 5 * MS_MINUTE;
    assert_done(AS(w, w->member, svc_working(SVC, text_str(id), &working, ERR)));
    assert_int_equal(working.n_writing_now, 0);
    assert_refused(AS(w, w->participant, svc_writing(SVC, text_str(id), ERR)), ERR_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_member_starts_a_draft_with_the_sections_of_its_kind),
        IN_WORLD(test_only_members_of_the_group_start_a_draft_in_it),
        IN_WORLD(test_closed_group_starts_nothing),
        IN_WORLD(test_every_member_saves_and_the_version_counts_up),
        IN_WORLD(test_saving_is_private_and_leaves_no_row_in_the_log),
        IN_WORLD(test_others_neither_read_nor_save_the_working_copy),
        IN_WORLD(test_participant_who_reads_a_recommendation_may_not_write_it),
        IN_WORLD(test_stale_save_is_refused_and_changes_nothing),
        IN_WORLD(test_page_that_saves_twice_is_not_in_its_own_way),
        IN_WORLD(test_page_that_saves_twice_writes_over_nobody),
        IN_WORLD(test_merge_shows_both_texts_and_joins_what_does_not_touch),
        IN_WORLD(test_merge_keeps_both_texts_where_both_changed_the_same),
        IN_WORLD(test_merge_is_for_writers_only),
        IN_WORLD(test_save_names_every_wrong_field),
        IN_WORLD(test_a_working_copy_may_have_too_many_words_and_a_version_may_not),
        IN_WORLD(test_publishing_a_draft_gives_no_version_number),
        IN_WORLD(test_publishing_a_recommendation_gives_the_next_version),
        IN_WORLD(test_unchanged_text_and_stale_text_are_not_published),
        IN_WORLD(test_revising_leaves_the_old_text_valid_and_public),
        IN_WORLD(test_only_lead_and_editor_revise_and_only_once),
        IN_WORLD(test_withdrawing_needs_a_reason),
        IN_WORLD(test_only_the_lead_withdraws),
        IN_WORLD(test_withdrawing_a_new_revision_leaves_the_adopted_text),
        IN_WORLD(test_group_places_its_draft_and_only_the_editor_an_adopted_text),
        IN_WORLD(test_what_a_colleague_changed_of_a_place_is_not_put_back_unseen),
        IN_WORLD(test_unknown_field_is_no_place),
        IN_WORLD(test_writers_see_who_else_is_writing_now),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
