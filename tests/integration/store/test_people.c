#include "store_test.h"

static void test_name_to_sign_in_with_is_unique_when_folded(void **state)
{
    struct fixture *f = *state;
    struct store_person other = {.id = "other", .sign_in = "ROSA", .sign_in_folded = "rosa", .name = "R", .created = 1};
    IN_JOB(f) assert_int_equal(store_person_add(f->store, &other, &f->err), ERR_CONFLICT);
    struct store_person back;
    assert_ok(store_person_by_sign_in(f->store, "rosa", f->a, &back, &f->err), &f->err);
    assert_string_equal(back.id, f->person);
    assert_string_equal(back.sign_in, "Rosa");
    assert_null(back.password_hash);
    assert_int_equal(back.disabled, 0);
    assert_int_equal(store_person_by_sign_in(f->store, "Rosa", f->a, &back, &f->err), ERR_NOT_FOUND);
}

static void test_person_is_renamed_and_given_a_password(void **state)
{
    struct fixture *f = *state;
    struct store_person p = {.id = f->person, .sign_in = "rdw@x.nl", .sign_in_folded = "rdw@x.nl", .name = "R. de Wit"};
    IN_JOB(f)
    {
        assert_ok(store_person_rename(f->store, &p, &f->err), &f->err);
        assert_ok(store_person_password(f->store, f->person, "$argon2id$x", &f->err), &f->err);
        assert_int_equal(store_person_password(f->store, "nobody", "x", &f->err), ERR_NOT_FOUND);
    }
    assert_ok(store_person_get(f->store, f->person, f->a, &p, &f->err), &f->err);
    assert_string_equal(p.name, "R. de Wit");
    assert_string_equal(p.sign_in_folded, "rdw@x.nl");
    assert_string_equal(p.password_hash, "$argon2id$x");
    assert_int_equal(p.created, 2);
}

static void test_persons_are_listed_by_name_in_pages(void **state)
{
    struct fixture *f = *state;
    static const char *const names[] = {"Aad", "Zoë", "Aad", "Mo"};
    IN_JOB(f)
    for (int i = 0; i < 4; i++) {
        char id[16], sign_in[16];
        snprintf(id, sizeof id, "p%d", i);
        snprintf(sign_in, sizeof sign_in, "s%d", i);
        struct store_person p = {
            .id = id, .sign_in = sign_in, .sign_in_folded = sign_in, .name = names[i], .created = 1};
        assert_ok(store_person_add(f->store, &p, &f->err), &f->err);
    }
    static const char *const order[] = {"Aad", "Aad", "Mo", "Rosa de Wit", "Zoë"};
    const char *name = "", *id = "";
    size_t seen = 0;
    for (struct store_persons page;;) {
        assert_ok(store_person_list(f->store, name, id, 2, f->a, &page, &f->err), &f->err);
        for (size_t i = 0; i < page.n; i++) assert_string_equal(page.at[i].name, order[seen++]);
        if (page.n < 2) break;
        name = page.at[1].name;
        id = page.at[1].id;
    }
    assert_int_equal(seen, 5);
}

static void test_grants_are_held_within_one_scope_and_taken_back(void **state)
{
    struct fixture *f = *state;
    struct store_grant lead = {.person = f->person,
                               .role = "lead",
                               .kind = STORE_GROUP,
                               .scope = f->group,
                               .created = 7,
                               .granted_by = "system"};
    struct store_grant admin = {.person = f->person,
                                .role = "administrator",
                                .kind = STORE_NETWORK,
                                .scope = "",
                                .created = 8,
                                .granted_by = f->person};
    static const char *const roles[] = {"lead", "administrator"};
    struct store_grants grants;
    struct store_ids people;
    IN_JOB(f)
    {
        assert_ok(store_grant_add(f->store, &lead, &f->err), &f->err);
        assert_ok(store_grant_add(f->store, &admin, &f->err), &f->err);
        assert_ok(store_grant_add(f->store, &lead, &f->err), &f->err);
    }
    assert_ok(store_grants_of(f->store, f->person, f->a, &grants, &f->err), &f->err);
    assert_int_equal(grants.n, 2);
    assert_int_equal(grants.at[0].kind, STORE_NETWORK);
    assert_string_equal(grants.at[1].role, "lead");
    assert_string_equal(grants.at[1].scope, f->group);
    assert_int_equal(grants.at[1].created, 7);
    assert_string_equal(grants.at[0].granted_by, f->person);
    assert_ok(store_people_holding(f->store, roles, 2, STORE_NETWORK, "", f->a, &people, &f->err), &f->err);
    assert_int_equal(people.n, 1);
    assert_string_equal(people.at[0], f->person);
    assert_ok(store_people_holding(f->store, roles, 1, STORE_NETWORK, "", f->a, &people, &f->err), &f->err);
    assert_int_equal(people.n, 0); /* leads, of a group only */
    IN_JOB(f)
    {
        assert_ok(store_grant_remove(f->store, &lead, &f->err), &f->err);
        assert_int_equal(store_grant_remove(f->store, &lead, &f->err), ERR_NOT_FOUND);
    }
    assert_ok(store_people_holding(f->store, roles, 2, STORE_GROUP, f->group, f->a, &people, &f->err), &f->err);
    assert_int_equal(people.n, 0);
}

static void test_a_grant_within_nothing_is_refused(void **state)
{
    struct fixture *f = *state;
    static const enum store_scope kinds[] = {STORE_ORGANISATION, STORE_GROUP, STORE_LOCATION, STORE_NETWORK};
    IN_JOB(f)
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        struct store_grant g = {.person = f->person,
                                .role = "lead",
                                .kind = kinds[i],
                                .scope = "nowhere",
                                .created = 1,
                                .granted_by = "system"};
        assert_int_equal(store_grant_add(f->store, &g, &f->err), ERR_INVALID);
    }
}

static void test_disabling_a_person_ends_their_sessions(void **state)
{
    struct fixture *f = *state;
    struct store_session n = {.token_hash = {1}, .person = f->person, .created = 1, .last_seen = 1, .csrf = {5}}, back;
    struct store_person p;
    IN_JOB(f)
    {
        assert_ok(store_session_add(f->store, &n, &f->err), &f->err);
        assert_ok(store_person_disable(f->store, f->person, 99, &f->err), &f->err);
    }
    assert_int_equal(store_session_get(f->store, n.token_hash, f->a, &back, &f->err), ERR_NOT_FOUND);
    assert_ok(store_person_get(f->store, f->person, f->a, &p, &f->err), &f->err);
    assert_int_equal(p.disabled, 99);
    IN_JOB(f) assert_ok(store_person_disable(f->store, f->person, 0, &f->err), &f->err);
    assert_ok(store_person_get(f->store, f->person, f->a, &p, &f->err), &f->err);
    assert_int_equal(p.disabled, 0);
}

static void test_session_comes_back_and_moves_forward_only(void **state)
{
    struct fixture *f = *state;
    struct store_session back, n = {.token_hash = {1, 2},
                                    .person = f->person,
                                    .created = 10,
                                    .last_seen = 20,
                                    .signed_in = 10,
                                    .trusted = true,
                                    .csrf = {7, 8}};
    IN_JOB(f)
    {
        assert_ok(store_session_add(f->store, &n, &f->err), &f->err);
        assert_ok(store_session_seen(f->store, n.token_hash, 15, &f->err), &f->err);
    }
    assert_ok(store_session_get(f->store, n.token_hash, f->a, &back, &f->err), &f->err);
    assert_int_equal(back.last_seen, 20);
    assert_true(back.trusted);
    assert_memory_equal(back.csrf, n.csrf, 32);
    assert_memory_equal(back.token_hash, n.token_hash, 32);
    assert_string_equal(back.person, f->person);
    IN_JOB(f) assert_ok(store_session_signed_in(f->store, n.token_hash, 30, &f->err), &f->err);
    assert_ok(store_session_get(f->store, n.token_hash, f->a, &back, &f->err), &f->err);
    assert_int_equal(back.signed_in, 30);
    assert_int_equal(back.last_seen, 30);
}

static bool session_exists(struct fixture *f, uint8_t token)
{
    struct store_session s;
    uint8_t hash[32] = {token};
    return store_session_get(f->store, hash, f->a, &s, &f->err) == OK;
}

static void test_idle_and_old_sessions_are_forgotten(void **state)
{
    struct fixture *f = *state;
    IN_JOB(f)
    {
        for (int i = 1; i <= 4; i++) {
            struct store_session n = {.token_hash = {(uint8_t)i},
                                      .person = f->person,
                                      .created = i == 2 ? 1 : 50,
                                      .last_seen = i == 1 ? 60 : 100};
            assert_ok(store_session_add(f->store, &n, &f->err), &f->err);
        }
        assert_ok(store_session_forget(f->store, 90, 20, &f->err), &f->err);
    }
    assert_false(session_exists(f, 1));
    assert_false(session_exists(f, 2));
    assert_true(session_exists(f, 3));
    IN_JOB(f) assert_ok(store_session_end(f->store, (uint8_t[32]){3}, &f->err), &f->err);
    assert_false(session_exists(f, 3));
    assert_true(session_exists(f, 4));
    IN_JOB(f) assert_ok(store_session_end_person(f->store, f->person, &f->err), &f->err);
    assert_false(session_exists(f, 4));
}

static void test_a_link_works_once_and_not_after_its_date(void **state)
{
    struct fixture *f = *state;
    struct store_link back,
        n = {.token_hash = {1}, .purpose = "invite", .person = f->person, .created = 10, .expires = 100};
    struct store_link late = {.token_hash = {2}, .purpose = "invite", .created = 10, .expires = 100};
    IN_JOB(f)
    {
        assert_ok(store_link_add(f->store, &n, &f->err), &f->err);
        assert_ok(store_link_add(f->store, &late, &f->err), &f->err);
        assert_ok(store_link_use(f->store, n.token_hash, 50, &f->err), &f->err);
        assert_int_equal(store_link_use(f->store, n.token_hash, 51, &f->err), ERR_GONE);
        assert_int_equal(store_link_use(f->store, late.token_hash, 100, &f->err), ERR_GONE);
        assert_int_equal(store_link_use(f->store, (uint8_t[32]){3}, 50, &f->err), ERR_GONE);
    }
    assert_ok(store_link_get(f->store, n.token_hash, f->a, &back, &f->err), &f->err);
    assert_int_equal(back.used, 50);
    assert_string_equal(back.purpose, "invite");
    assert_ok(store_link_get(f->store, late.token_hash, f->a, &back, &f->err), &f->err);
    assert_null(back.person);
    assert_int_equal(back.used, 0);
    IN_JOB(f) assert_ok(store_link_forget(f->store, 101, &f->err), &f->err);
    assert_int_equal(store_link_get(f->store, n.token_hash, f->a, &back, &f->err), ERR_NOT_FOUND);
}

static void test_a_waiting_form_is_taken_once(void **state)
{
    struct fixture *f = *state;
    text sealed;
    const struct store_pending one = {.token_hash = {1}, .expires = 100, .sealed = text_of("\0\1\2", 3)},
                               other = {.token_hash = {2}, .expires = 100, .sealed = TEXT("x")};
    IN_JOB(f)
    {
        assert_ok(store_pending_put(f->store, &one, &f->err), &f->err);
        assert_ok(store_pending_put(f->store, &other, &f->err), &f->err);
        assert_ok(store_pending_take(f->store, (uint8_t[32]){1}, 50, f->a, &sealed, &f->err), &f->err);
        assert_int_equal(sealed.len, 3);
        assert_int_equal(store_pending_take(f->store, (uint8_t[32]){1}, 50, f->a, &sealed, &f->err), ERR_NOT_FOUND);
        assert_int_equal(store_pending_take(f->store, (uint8_t[32]){2}, 100, f->a, &sealed, &f->err), ERR_NOT_FOUND);
    }
}

static void test_organisations_stand_under_their_partner(void **state)
{
    struct fixture *f = *state;
    struct store_organisation o,
        hjl = {.id = "o1", .slug = "hjl", .name = "Juridisch Loket", .partner = true, .active = true};
    struct store_organisation member = {
        .id = "o2", .slug = "hjl-zwolle", .name = "Balie Zwolle", .parent = "o1", .active = true};
    struct store_organisation twin = {.id = "o3", .slug = "hjl", .name = "Ander", .partner = true, .active = true};
    struct store_organisations all;
    IN_JOB(f)
    {
        assert_ok(store_organisation_put(f->store, &hjl, &f->err), &f->err);
        assert_ok(store_organisation_put(f->store, &member, &f->err), &f->err);
        assert_int_equal(store_organisation_put(f->store, &twin, &f->err), ERR_CONFLICT);
        hjl.name = "Het Juridisch Loket";
        assert_ok(store_organisation_put(f->store, &hjl, &f->err), &f->err);
    }
    assert_ok(store_organisation_by_slug(f->store, "hjl", f->a, &o, &f->err), &f->err);
    assert_string_equal(o.name, "Het Juridisch Loket");
    assert_true(o.partner && o.active);
    assert_null(o.parent);
    assert_ok(store_organisation_get(f->store, "o2", f->a, &o, &f->err), &f->err);
    assert_string_equal(o.parent, "o1");
    assert_false(o.partner);
    assert_ok(store_organisation_list(f->store, f->a, &all, &f->err), &f->err);
    assert_int_equal(all.n, 2);
    assert_string_equal(all.at[0].slug, "hjl");
}

static void test_groups_close_and_come_last(void **state)
{
    struct fixture *f = *state;
    struct store_group g,
        old = {.id = "g0", .slug = "aaa", .name = "Aaa", .location = "zwolle", .created = 1, .closed = 5};
    struct store_group nowhere = {.id = "g1", .slug = "bbb", .name = "Bbb", .location = "nergens", .created = 1};
    struct store_groups all;
    IN_JOB(f)
    {
        assert_ok(store_group_put(f->store, &old, &f->err), &f->err);
        assert_int_equal(store_group_put(f->store, &nowhere, &f->err), ERR_INVALID);
    }
    assert_ok(store_group_list(f->store, f->a, &all, &f->err), &f->err);
    assert_int_equal(all.n, 2);
    assert_string_equal(all.at[1].slug, "aaa");
    assert_int_equal(all.at[1].closed, 5);
    assert_string_equal(all.at[1].location, "zwolle");
    assert_ok(store_group_by_slug(f->store, "huur-nijmegen", f->a, &g, &f->err), &f->err);
    assert_string_equal(g.id, f->group);
    assert_string_equal(g.purpose, "");
    assert_null(g.location);
    assert_ok(store_group_get(f->store, "g0", f->a, &g, &f->err), &f->err);
}

static void test_locations_and_fields_keep_their_order(void **state)
{
    struct fixture *f = *state;
    struct store_legal_field back,
        first = {.slug = "zorg", .name = "zorg", .lay_label = "ziek", .place = -1, .moving = true};
    struct store_legal_fields fields;
    struct store_locations locations;
    struct store_location l;
    IN_JOB(f) assert_ok(store_legal_field_put(f->store, &first, &f->err), &f->err);
    assert_ok(store_legal_field_list(f->store, f->a, &fields, &f->err), &f->err);
    assert_int_equal(fields.n, 3);
    assert_string_equal(fields.at[0].slug, "zorg");
    assert_string_equal(fields.at[0].lay_label, "ziek");
    assert_false(fields.at[0].active);
    assert_true(fields.at[0].moving);
    assert_ok(store_legal_field_get(f->store, "schulden", f->a, &back, &f->err), &f->err);
    assert_int_equal(back.place, 1);
    assert_false(back.moving);
    assert_ok(store_location_list(f->store, f->a, &locations, &f->err), &f->err);
    assert_int_equal(locations.n, 2);
    assert_string_equal(locations.at[0].slug, "nijmegen");
    assert_int_equal(store_location_get(f->store, "parijs", f->a, &l, &f->err), ERR_NOT_FOUND);
}

static void test_a_setting_never_set_has_its_default(void **state)
{
    struct fixture *f = *state;
    const char *value = NULL;
    assert_ok(store_setting_get(f->store, "reading", "public", f->a, &value, &f->err), &f->err);
    assert_string_equal(value, "public");
    IN_JOB(f)
    {
        assert_ok(store_setting_put(f->store, "reading", "members", &f->err), &f->err);
        assert_ok(store_setting_put(f->store, "reading", "closed", &f->err), &f->err);
    }
    assert_ok(store_setting_get(f->store, "reading", "public", f->a, &value, &f->err), &f->err);
    assert_string_equal(value, "closed");
}

static void test_an_arena_that_is_full_is_said_and_not_read_past(void **state)
{
    struct fixture *f = *state;
    _cleanup_(arena_free_p)
    arena *small = arena_new(32);
    struct store_person p;
    struct store_grants none;
    assert_int_equal(store_person_get(f->store, f->person, small, &p, &f->err), ERR_NOMEM);
    assert_ok(store_grants_of(f->store, f->person, f->a, &none, &f->err), &f->err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_name_to_sign_in_with_is_unique_when_folded),
        STORE_TEST(test_person_is_renamed_and_given_a_password),
        STORE_TEST(test_persons_are_listed_by_name_in_pages),
        STORE_TEST(test_grants_are_held_within_one_scope_and_taken_back),
        STORE_TEST(test_a_grant_within_nothing_is_refused),
        STORE_TEST(test_disabling_a_person_ends_their_sessions),
        STORE_TEST(test_session_comes_back_and_moves_forward_only),
        STORE_TEST(test_idle_and_old_sessions_are_forgotten),
        STORE_TEST(test_a_link_works_once_and_not_after_its_date),
        STORE_TEST(test_a_waiting_form_is_taken_once),
        STORE_TEST(test_organisations_stand_under_their_partner),
        STORE_TEST(test_groups_close_and_come_last),
        STORE_TEST(test_locations_and_fields_keep_their_order),
        STORE_TEST(test_a_setting_never_set_has_its_default),
        STORE_TEST(test_an_arena_that_is_full_is_said_and_not_read_past),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
