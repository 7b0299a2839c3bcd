#include "tests/integration/service/service_test.h"

static err_code put_group(struct world *w, const char *who, struct svc_group_put put, const char **slug)
{
    return AS(w, who, svc_group_put(SVC, &put, slug, ERR));
}

static err_code put_organisation(struct world *w, const char *who, struct svc_organisation_put put)
{
    const char *slug;
    return AS(w, who, svc_organisation_put(SVC, &put, &slug, ERR));
}

static const char *organisation_id(struct world *w, const char *slug)
{
    struct store_organisation row;
    assert_done(store_organisation_by_slug(w->store, slug, w->svc.arena, &row, ERR));
    return row.id;
}

/* ---- Working groups ---- */

static void test_participants_see_the_groups_and_their_people(void **state)
{
    struct world *w = *state;
    struct svc_groups groups;
    struct svc_group_page page;
    give(w, w->lead, "participant", "organisation", "hjl");
    assert_done(AS(w, w->participant, svc_groups(SVC, &groups, ERR)));
    assert_int_equal(groups.n, 2);
    assert_string_equal(groups.at[0].row.name, "Huur");
    assert_int_equal(groups.at[0].n_members, 3);
    assert_false(groups.at[0].member);
    assert_done(AS(w, w->member, svc_group(SVC, TEXT("huur"), &page, ERR)));
    assert_int_equal(page.members.n, 3);
    assert_string_equal(page.members.at[0].name, "Tess Trekker");
    assert_string_equal(page.members.at[0].organisation_name, "Juridisch Loket");
    assert_int_equal(page.members.at[1].role, ROLE_SECOND_LEAD);
    assert_null(page.members.at[2].organisation_name);
    assert_true(page.group.member);
    assert_true(page.may_start);
    assert_false(page.may_change);
}

static void test_who_is_in_a_group_twice_is_listed_once_with_the_highest_role(void **state)
{
    struct world *w = *state;
    struct svc_group_page page;
    give(w, w->lead, "member", "group", "huur");
    assert_done(AS(w, w->member, svc_group(SVC, TEXT("huur"), &page, ERR)));
    assert_int_equal(page.members.n, 3);
    assert_int_equal(page.members.at[0].role, ROLE_LEAD);
}

static void test_the_leads_of_a_large_group_stand_first(void **state)
{
    struct world *w = *state;
    struct svc_group_page page;
    add_crowd(w, "member", STORE_GROUP, group_id(w, "huur"));
    assert_done(AS(w, w->member, svc_group(SVC, TEXT("huur"), &page, ERR)));
    assert_int_equal(page.members.at[0].role, ROLE_LEAD);
    assert_int_equal(page.members.at[1].role, ROLE_SECOND_LEAD);
    assert_string_equal(page.members.at[1].name, "Teun Tweede");
}

static void test_closed_accounts_are_in_no_group(void **state)
{
    struct world *w = *state;
    struct svc_groups groups;
    assert_done(AS(w, w->admin, svc_person_disable(SVC, text_str(w->member), true, ERR)));
    assert_done(AS(w, w->participant, svc_groups(SVC, &groups, ERR)));
    assert_int_equal(groups.at[0].n_members, 2);
}

static void test_groups_are_not_for_the_public(void **state)
{
    struct world *w = *state;
    struct svc_groups groups;
    struct svc_group_page page;
    assert_refused(AS(w, ANONYMOUS, svc_groups(SVC, &groups, ERR)), ERR_SIGN_IN);
    assert_refused(AS(w, ANONYMOUS, svc_group(SVC, TEXT("huur"), &page, ERR)), ERR_SIGN_IN);
    assert_refused(AS(w, ANONYMOUS, svc_group(SVC, TEXT("bestaat-niet"), &page, ERR)), ERR_SIGN_IN);
    assert_done(AS(w, w->nobody, svc_groups(SVC, &groups, ERR)));
    assert_int_equal(groups.n, 0);
    assert_refused(AS(w, w->nobody, svc_group(SVC, TEXT("huur"), &page, ERR)), ERR_NOT_FOUND);
}

static void test_a_group_page_shows_each_reader_what_they_may_see(void **state)
{
    struct world *w = *state;
    struct svc_group_page page;
    adopted(w, "Huurverhoging", "Bel de verhuurder.");
    w->svc.now += MS_DAY;
    start_draft(w, w->member, "huur", "Geheim plan");
    assert_done(AS(w, w->lead, svc_group(SVC, TEXT("huur"), &page, ERR)));
    assert_int_equal(page.work.n, 2);
    assert_string_equal(page.work.at[0].title, "Geheim plan");
    const char *const outside[] = {w->participant, w->other, w->admin, w->editor};
    for (size_t i = 0; i < COUNT_OF(outside); i++) {
        assert_done(AS(w, outside[i], svc_group(SVC, TEXT("huur"), &page, ERR)));
        assert_int_equal(page.work.n, 1);
        assert_string_equal(page.work.at[0].title, "Huurverhoging");
        assert_false(page.may_start);
        assert_int_equal(page.may_change, outside[i] == w->admin);
    }
}

static void test_only_the_administrator_makes_and_changes_groups(void **state)
{
    struct world *w = *state;
    const char *slug, *id = group_id(w, "huur");
    const char *const others[] = {w->lead, w->editor, w->participant};
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        assert_refused(put_group(w, others[i], (struct svc_group_put){.name = TEXT("Zorg")}, &slug), ERR_FORBIDDEN);
        assert_refused(put_group(w, others[i], (struct svc_group_put){.id = text_str(id), .name = TEXT("Zorg")}, &slug),
                       ERR_FORBIDDEN);
    }
    assert_refused(put_group(w, ANONYMOUS, (struct svc_group_put){.name = TEXT("Zorg")}, &slug), ERR_SIGN_IN);
    assert_refused(put_group(w, w->nobody, (struct svc_group_put){.name = TEXT("Zorg")}, &slug), ERR_NOT_FOUND);
}

static void test_a_group_gets_its_slug_from_its_name_and_keeps_it(void **state)
{
    struct world *w = *state;
    const char *slug = NULL;
    assert_done(put_group(
        w, w->admin, (struct svc_group_put){.name = TEXT("Zorg & Één loket"), .location = TEXT("nijmegen")}, &slug));
    assert_string_equal(slug, "zorg-een-loket");
    const char *id = group_id(w, slug);
    struct svc_group_put change = {
        .id = text_str(id), .name = TEXT("Zorg"), .slug = TEXT("zorg"), .purpose = TEXT("Wie helpt wie?\nEn wanneer?")};
    assert_done(put_group(w, w->admin, change, &slug));
    assert_string_equal(slug, "zorg-een-loket");
    struct svc_group_page page;
    assert_done(AS(w, w->admin, svc_group(SVC, text_str(slug), &page, ERR)));
    assert_string_equal(page.group.row.name, "Zorg");
    assert_string_equal(page.group.row.purpose, "Wie helpt wie?\nEn wanneer?");
    assert_null(page.group.row.location);
    assert_string_equal(last_change(w, id), "group.put slug=zorg-een-loket location=- closed=0");
}

static void test_a_slug_is_of_one_group(void **state)
{
    struct world *w = *state;
    const char *slug;
    assert_refused(put_group(w, w->admin, (struct svc_group_put){.name = TEXT("Huur")}, &slug), ERR_CONFLICT);
    assert_reason("slug", "taken");
    assert_refused(put_group(w, w->admin, (struct svc_group_put){.name = TEXT("Anders"), .slug = TEXT("huur")}, &slug),
                   ERR_CONFLICT);
}

static void test_every_wrong_field_of_a_group_is_named(void **state)
{
    struct world *w = *state;
    const char *slug;
    struct svc_group_put put = {
        .name = TEXT("\t"), .slug = TEXT("Geen Slug"), .purpose = TEXT("Bel\x07"), .location = TEXT("atlantis")};
    assert_refused(put_group(w, w->admin, put, &slug), ERR_INVALID);
    assert_reason("name", "required");
    assert_reason("slug", "no-slug");
    assert_reason("purpose", "not-text");
    assert_reason("location", "not-a-choice");
    assert_refused(put_group(w, w->admin, (struct svc_group_put){.name = TEXT("!!!")}, &slug), ERR_INVALID);
    assert_reason("name", "no-slug");
    assert_refused(put_group(w, w->admin, (struct svc_group_put){.id = TEXT("bestaat-niet"), .name = TEXT("X")}, &slug),
                   ERR_NOT_FOUND);
}

static void test_closing_a_group_keeps_the_day_and_can_be_undone(void **state)
{
    struct world *w = *state;
    const char *slug, *id = group_id(w, "huur");
    kb_time closed = w->svc.now;
    struct svc_group_put put = {.id = text_str(id), .name = TEXT("Huur"), .closed = true};
    struct svc_group_page page;
    assert_done(put_group(w, w->admin, put, &slug));
    w->svc.now += MS_DAY;
    assert_done(put_group(w, w->admin, put, &slug));
    assert_done(AS(w, w->lead, svc_group(SVC, TEXT("huur"), &page, ERR)));
    assert_int_equal(page.group.row.closed, closed);
    assert_false(page.may_start);
    put.closed = false;
    assert_done(put_group(w, w->admin, put, &slug));
    start_draft(w, w->lead, "huur", "Verder");
}

static void test_a_location_that_ended_stays_with_its_group_and_is_not_given_anew(void **state)
{
    struct world *w = *state;
    const char *slug;
    struct svc_group_put put = {
        .id = text_str(group_id(w, "huur")), .name = TEXT("Huur"), .location = TEXT("nijmegen")};
    struct svc_location_put end = {
        .slug = TEXT("nijmegen"), .name = TEXT("Nijmegen"), .change = true, .inactive = true};
    assert_done(put_group(w, w->admin, put, &slug));
    assert_done(AS(w, w->admin, svc_location_put(SVC, &end, ERR)));
    assert_done(put_group(w, w->admin, put, &slug));
    put.id = text_str(group_id(w, "schulden"));
    assert_refused(put_group(w, w->admin, put, &slug), ERR_INVALID);
    assert_reason("location", "not-a-choice");
}

/* ---- Organisations ---- */

static void test_members_stand_under_a_partner(void **state)
{
    struct world *w = *state;
    struct svc_organisation_put member = {.name = TEXT("Loket Zwolle"), .parent = TEXT("hjl")};
    struct store_organisations all;
    assert_done(put_organisation(w, w->admin, member));
    assert_done(AS(w, w->participant, svc_organisations(SVC, &all, ERR)));
    assert_int_equal(all.n, 2);
    assert_true(all.at[0].partner);
    assert_string_equal(all.at[1].slug, "loket-zwolle");
    assert_string_equal(all.at[1].parent, organisation_id(w, "hjl"));
    assert_string_equal(last_change(w, all.at[1].id),
                        arena_printf(w->svc.arena, "organisation.put slug=loket-zwolle kind=member parent=%s active=1",
                                     all.at[1].parent));
}

static void test_nobody_stands_under_a_member_or_under_themselves(void **state)
{
    struct world *w = *state;
    assert_done(
        put_organisation(w, w->admin, (struct svc_organisation_put){.name = TEXT("Zwolle"), .parent = TEXT("hjl")}));
    static const char *const parents[] = {"zwolle", "onbekend"};
    for (size_t i = 0; i < COUNT_OF(parents); i++) {
        struct svc_organisation_put put = {.name = TEXT("Wijkteam"), .parent = text_str(parents[i])};
        assert_refused(put_organisation(w, w->admin, put), ERR_INVALID);
        assert_reason("parent", "not-a-choice");
    }
    const char *hjl = organisation_id(w, "hjl");
    struct svc_organisation_put self = {.id = text_str(hjl), .name = TEXT("Juridisch Loket"), .parent = TEXT("hjl")};
    assert_refused(put_organisation(w, w->admin, self), ERR_INVALID);
    assert_done(put_organisation(w, w->admin, (struct svc_organisation_put){.name = TEXT("RvR")}));
    self.parent = TEXT("rvr");
    assert_refused(put_organisation(w, w->admin, self), ERR_INVALID);
    assert_reason("parent", "has-members");
}

static void test_an_organisation_keeps_its_slug_and_can_leave(void **state)
{
    struct world *w = *state;
    const char *id = organisation_id(w, "hjl"), *slug;
    struct svc_organisation_put put = {
        .id = text_str(id), .name = TEXT("Het Juridisch Loket"), .slug = TEXT("loket"), .inactive = true};
    struct store_organisations all;
    assert_done(AS(w, w->admin, svc_organisation_put(SVC, &put, &slug, ERR)));
    assert_string_equal(slug, "hjl");
    assert_done(AS(w, w->admin, svc_organisations(SVC, &all, ERR)));
    assert_false(all.at[0].active);
    assert_refused(put_organisation(w, w->admin, (struct svc_organisation_put){.name = TEXT("hjl")}), ERR_CONFLICT);
    assert_reason("slug", "taken");
    assert_refused(put_organisation(w, w->lead, put), ERR_FORBIDDEN);
}

/* ---- Locations, legal fields ---- */

static void test_locations_are_the_administrators_and_legal_fields_the_editors(void **state)
{
    struct world *w = *state;
    struct svc_location_put location = {.name = TEXT("Zwolle"), .place = 3};
    struct svc_legal_field_put field = {.name = TEXT("Schulden"), .lay_label = TEXT("Ik kan niet betalen"), .place = 2};
    assert_refused(AS(w, w->editor, svc_location_put(SVC, &location, ERR)), ERR_FORBIDDEN);
    assert_refused(AS(w, w->admin, svc_legal_field_put(SVC, &field, ERR)), ERR_FORBIDDEN);
    assert_done(AS(w, w->admin, svc_location_put(SVC, &location, ERR)));
    assert_done(AS(w, w->editor, svc_legal_field_put(SVC, &field, ERR)));
    assert_string_equal(last_change(w, "zwolle"), "location.put place=3 active=1");
    assert_string_equal(last_change(w, "schulden"), "legal-field.put place=2 active=1 moving=0");
    assert_refused(AS(w, w->admin, svc_location_put(SVC, &location, ERR)), ERR_CONFLICT);
    assert_reason("slug", "taken");
    assert_refused(AS(w, w->editor, svc_legal_field_put(SVC, &field, ERR)), ERR_CONFLICT);
    location.change = true;
    location.slug = TEXT("atlantis");
    assert_refused(AS(w, w->admin, svc_location_put(SVC, &location, ERR)), ERR_NOT_FOUND);
}

static void test_every_wrong_field_of_a_location_is_named(void **state)
{
    struct world *w = *state;
    struct svc_location_put put = {.slug = TEXT("-"), .name = TEXT("a\nb"), .place = -1};
    assert_refused(AS(w, w->admin, svc_location_put(SVC, &put, ERR)), ERR_INVALID);
    assert_reason("name", "not-text");
    assert_reason("place", "not-a-number");
    assert_reason("slug", "no-slug");
}

static void test_lists_are_public_as_long_as_reading_is(void **state)
{
    struct world *w = *state;
    struct store_locations locations;
    struct store_legal_fields fields;
    assert_done(AS(w, ANONYMOUS, svc_locations(SVC, &locations, ERR)));
    assert_done(AS(w, ANONYMOUS, svc_legal_fields(SVC, &fields, ERR)));
    assert_int_equal(locations.n + fields.n, 2);
    reading_is(w, "members");
    assert_refused(AS(w, ANONYMOUS, svc_locations(SVC, &locations, ERR)), ERR_SIGN_IN);
    assert_done(AS(w, w->nobody, svc_locations(SVC, &locations, ERR)));
    assert_int_equal(locations.n, 0);
    assert_done(AS(w, w->participant, svc_legal_fields(SVC, &fields, ERR)));
    assert_int_equal(fields.n, 1);
}

/* ---- Settings and the setup list ---- */

static void test_settings_are_the_administrators(void **state)
{
    struct world *w = *state;
    assert_refused(AS(w, w->editor, svc_setting_put(SVC, TEXT("reading"), TEXT("members"), ERR)), ERR_NOT_FOUND);
    assert_refused(AS(w, w->admin, svc_setting_put(SVC, TEXT("reading"), TEXT("iedereen"), ERR)), ERR_INVALID);
    assert_reason("reading", "not-a-choice");
    assert_refused(AS(w, w->admin, svc_setting_put(SVC, TEXT("onbekend"), TEXT("x"), ERR)), ERR_INVALID);
    assert_done(AS(w, w->admin, svc_setting_put(SVC, TEXT("reading"), TEXT("members"), ERR)));
    assert_string_equal(last_change(w, "reading"), "setting.put value=members");
}

static void test_an_empty_installation_needs_everything(void **state)
{
    struct world *w = *state;
    struct svc_setup setup;
    assert_done(AS(w, SYSTEM, svc_setup(SVC, &setup, ERR)));
    assert_false(setup.all);
    for (int s = 0; s < SVC_SETUP__COUNT; s++) assert_false(setup.done[s]);
}

static void test_setup_ticks_off_what_was_done(void **state)
{
    struct world *w = *state;
    struct svc_setup setup;
    assert_done(AS(w, w->admin, svc_setup(SVC, &setup, ERR)));
    for (int s = 0; s < SVC_SETUP__COUNT; s++)
        assert_int_equal(setup.done[s], s != SVC_SETUP_EDITORS && s != SVC_SETUP_READING);
    reading_is(w, "public");
    give(w, w->editor, "editor", "organisation", "hjl"); /* the same person twice is one editor */
    assert_done(AS(w, w->admin, svc_setup(SVC, &setup, ERR)));
    assert_true(setup.done[SVC_SETUP_READING]);
    assert_false(setup.done[SVC_SETUP_EDITORS]);
    give(w, w->other, "editor", "organisation", "hjl");
    assert_done(AS(w, w->admin, svc_setup(SVC, &setup, ERR)));
    assert_true(setup.all);
    assert_refused(AS(w, w->lead, svc_setup(SVC, &setup, ERR)), ERR_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_participants_see_the_groups_and_their_people),
        IN_WORLD(test_who_is_in_a_group_twice_is_listed_once_with_the_highest_role),
        IN_WORLD(test_the_leads_of_a_large_group_stand_first),
        IN_WORLD(test_closed_accounts_are_in_no_group),
        IN_WORLD(test_groups_are_not_for_the_public),
        IN_WORLD(test_a_group_page_shows_each_reader_what_they_may_see),
        IN_WORLD(test_only_the_administrator_makes_and_changes_groups),
        IN_WORLD(test_a_group_gets_its_slug_from_its_name_and_keeps_it),
        IN_WORLD(test_a_slug_is_of_one_group),
        IN_WORLD(test_every_wrong_field_of_a_group_is_named),
        IN_WORLD(test_closing_a_group_keeps_the_day_and_can_be_undone),
        IN_WORLD(test_a_location_that_ended_stays_with_its_group_and_is_not_given_anew),
        IN_WORLD(test_members_stand_under_a_partner),
        IN_WORLD(test_nobody_stands_under_a_member_or_under_themselves),
        IN_WORLD(test_an_organisation_keeps_its_slug_and_can_leave),
        IN_WORLD(test_locations_are_the_administrators_and_legal_fields_the_editors),
        IN_WORLD(test_every_wrong_field_of_a_location_is_named),
        IN_WORLD(test_lists_are_public_as_long_as_reading_is),
        IN_WORLD(test_settings_are_the_administrators),
        IN_EMPTY(test_an_empty_installation_needs_everything),
        IN_WORLD(test_setup_ticks_off_what_was_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
