#include "kb/service/service__internal.h"
#include "tests/integration/service/service_test.h"

static err_code put_person(struct world *w, const char *who, const char *id, const char *sign_in, const char *name,
                           const char **out)
{
    struct svc_person_put put = {text_str(id), text_str(sign_in), text_str(name)};
    return AS(w, who, svc_person_put(SVC, &put, out, ERR));
}

static err_code role(struct world *w, const char *who, bool take, const char *person, const char *role_slug,
                     const char *kind, const char *scope)
{
    struct svc_role_put put = {text_str(person), text_str(role_slug), text_str(kind), text_str(scope), take};
    return AS(w, who, svc_role_put(SVC, &put, ERR));
}

static err_code disable(struct world *w, const char *who, const char *person, bool disabled)
{
    return AS(w, who, svc_person_disable(SVC, text_str(person), disabled, ERR));
}

/* ---- Accounts ---- */

static void test_administrator_adds_a_person_without_a_role(void **state)
{
    struct world *w = *state;
    const char *id = NULL;
    struct svc_person person;
    assert_done(put_person(w, w->admin, "", "  Sam@Loket.nl ", " Sam Jansen ", &id));
    assert_done(AS(w, w->admin, svc_person(SVC, text_str(id), &person, ERR)));
    assert_string_equal(person.row.sign_in, "Sam@Loket.nl");
    assert_string_equal(person.row.sign_in_folded, "sam@loket.nl");
    assert_string_equal(person.row.name, "Sam Jansen");
    assert_int_equal(person.n_roles, 0);
    assert_string_equal(last_change(w, id), "person.add ");
}

static void test_people_are_for_administrators(void **state)
{
    struct world *w = *state;
    const char *id = NULL;
    struct svc_persons people;
    struct svc_person person;
    const char *const others[] = {w->lead, w->participant, w->editor, w->nobody};
    int64_t rows = log_length(w);
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        assert_refused(AS(w, others[i], svc_people(SVC, &people, ERR)), ERR_NOT_FOUND);
        assert_refused(AS(w, others[i], svc_person(SVC, text_str(w->admin), &person, ERR)), ERR_NOT_FOUND);
        assert_refused(put_person(w, others[i], "", "nieuw", "Nieuw", &id), ERR_NOT_FOUND);
        assert_refused(disable(w, others[i], w->member, true), ERR_NOT_FOUND);
        assert_refused(role(w, others[i], false, w->member, "lead", "group", "huur"), ERR_NOT_FOUND);
    }
    assert_refused(AS(w, ANONYMOUS, svc_people(SVC, &people, ERR)), ERR_SIGN_IN);
    assert_int_equal(log_length(w), rows);
}

static void test_nobody_gives_a_role_or_closes_an_account_to_themselves(void **state)
{
    struct world *w = *state;
    assert_refused(role(w, w->lead, false, w->lead, "administrator", "network", ""), ERR_FORBIDDEN);
    assert_refused(disable(w, w->lead, w->lead, true), ERR_FORBIDDEN);
}

static void test_everybody_has_their_roles_in_words_and_no_password(void **state)
{
    struct world *w = *state;
    struct svc_persons people;
    give(w, w->lead, "board-member", "organisation", "hjl");
    assert_done(AS(w, w->lead, svc_password_put(SVC, text_str(w->lead), "$argon2id$x", ERR)));
    assert_done(AS(w, w->admin, svc_people(SVC, &people, ERR)));
    assert_int_equal(people.n, 8);
    for (size_t i = 0; i < people.n; i++) {
        assert_null(people.at[i].row.password_hash);
        if (i) assert_true(strcmp(people.at[i - 1].row.name, people.at[i].row.name) <= 0);
        if (strcmp(people.at[i].row.id, w->lead) != 0) continue;
        assert_int_equal(people.at[i].n_roles, 2);
        for (size_t r = 0; r < 2; r++) {
            const struct svc_role *held = &people.at[i].roles[r];
            bool board = held->role == ROLE_BOARD;
            assert_string_equal(held->scope, board ? "hjl" : "huur");
            assert_string_equal(held->scope_name, board ? "Juridisch Loket" : "Huur");
        }
    }
}

static void test_a_thousand_people_come_in_one_list(void **state)
{
    struct world *w = *state;
    struct svc_persons people;
    act_begin(w, SYSTEM);
    for (int i = 0; i < 1000; i++) {
        const char *id;
        const char *name = arena_printf(w->svc.arena, "Persoon %d", i % 7);
        struct svc_person_put put = {TEXT(""), text_str(arena_printf(w->svc.arena, "persoon-%d", i)), text_str(name)};
        assert_done(svc_person_put(SVC, &put, &id, ERR));
    }
    assert_done(act_end(w, OK));
    assert_done(AS(w, w->admin, svc_people(SVC, &people, ERR)));
    assert_int_equal(people.n, 1008);
    for (size_t i = 1; i < people.n; i++) assert_string_not_equal(people.at[i - 1].row.id, people.at[i].row.id);
}

static void test_one_account_however_the_name_is_typed(void **state)
{
    struct world *w = *state;
    const char *id = NULL;
    assert_done(put_person(w, w->admin, "", "JOSÉ", "José Sanders", &id));
    static const char *const same[] = {"josé", "Jos\xC3\x89", "jose\xCC\x81", "  JOSE\xCC\x81 "};
    for (size_t i = 0; i < COUNT_OF(same); i++) {
        assert_refused(put_person(w, w->admin, "", same[i], "Een ander", &id), ERR_CONFLICT);
        assert_reason("sign_in", "taken");
    }
    assert_done(put_person(w, w->admin, "", "jose", "Jose de Vries", &id));
}

static void test_a_sign_in_name_can_be_typed(void **state)
{
    struct world *w = *state;
    const char *id = NULL;
    static const struct {
        const char *sign_in, *reason;
    } wrong[] = {
        {"", "required"},
        {"   ", "required"},
        {"ab", "too-short"},
        {"sam jansen", "invalid"},
        {"sam\xC2\xA0jansen", "invalid"},
        {"sam\tjansen", "invalid"},
        {"sam\x01jansen", "invalid"},
        {"sam\xE2\x80\x8Bjansen", "invalid"}, /* zero width space */
        {"sam\xFFjansen", "not-text"},
    };
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_refused(put_person(w, w->admin, "", wrong[i].sign_in, "Sam", &id), ERR_INVALID);
        assert_reason("sign_in", wrong[i].reason);
    }
    char name[202];
    memset(name, 'a', 201);
    name[201] = '\0';
    assert_refused(put_person(w, w->admin, "", name, "Sam", &id), ERR_INVALID);
    assert_reason("sign_in", "too-long");
    name[200] = '\0';
    assert_done(put_person(w, w->admin, "", name, "Sam", &id));
}

static void test_every_wrong_field_of_a_person_is_named(void **state)
{
    struct world *w = *state;
    const char *id = NULL;
    assert_refused(put_person(w, w->admin, "", "x", " ", &id), ERR_INVALID);
    assert_reason("name", "required");
    assert_reason("sign_in", "too-short");
}

/* A name is there to be read: by what is seen of it, and nothing of a client or a telephone in it. */
static void test_a_name_can_be_seen_and_is_no_number(void **state)
{
    struct world *w = *state;
    const char *id = NULL;
    struct svc_person person;
    static const char *const unseen[] = {"\u200B\u2060", "\u00AD", "\u3164", "\uFEFF \u200D", "...", "12"};
    for (size_t i = 0; i < COUNT_OF(unseen); i++) {
        assert_refused(put_person(w, w->member, w->member, "lid", unseen[i], &id), ERR_INVALID);
        assert_reason("name", "no-letter");
    }
    assert_refused(put_person(w, w->member, w->member, "lid", "Lia 111222333", &id), ERR_INVALID);
    assert_reason("name", "client-data");
    assert_refused(put_person(w, w->member, w->member, "lid", "Lia, bel 06 12345678", &id), ERR_INVALID);
    assert_done(put_person(w, w->member, w->member, "lid", "Li\u00ADa\u200B \u2060B\u00E9", &id));
    assert_done(AS(w, w->admin, svc_person(SVC, text_str(w->member), &person, ERR)));
    assert_string_equal(person.row.name, "Lia B\u00E9");
    assert_done(put_person(w, w->member, w->member, "lid", "\u05D3\u05D5\u05D3", &id));
}

static void test_renaming_keeps_the_person(void **state)
{
    struct world *w = *state;
    const char *id = NULL;
    struct svc_person person;
    assert_done(put_person(w, w->admin, w->member, "lia", "Lia de Boer", &id));
    assert_string_equal(id, w->member);
    assert_done(AS(w, w->admin, svc_person(SVC, text_str(id), &person, ERR)));
    assert_string_equal(person.row.name, "Lia de Boer");
    assert_int_equal(person.n_roles, 1);
    assert_string_equal(last_change(w, id), "person.rename ");
    assert_refused(put_person(w, w->admin, w->member, "trekker", "Lia", &id), ERR_CONFLICT);
    assert_refused(put_person(w, w->admin, "00000000000000000000000000", "iemand", "Iemand", &id), ERR_NOT_FOUND);
    assert_refused(put_person(w, w->admin, "lid", "iemand", "Iemand", &id), ERR_NOT_FOUND);
}

static void test_a_person_learns_nothing_of_other_accounts_by_choosing_a_name(void **state)
{
    struct world *w = *state;
    const char *id = NULL;
    assert_done(put_person(w, w->member, w->member, "LID", "Lia L.", &id)); /* one's own name as shown */
    assert_refused(put_person(w, w->member, w->member, "trekker", "Lia", &id), ERR_FORBIDDEN);
    assert_refused(put_person(w, w->member, w->member, "bestaat-niet", "Lia", &id), ERR_FORBIDDEN);
}

/* ---- Closing ---- */

static void test_a_closed_account_opens_again_with_its_roles(void **state)
{
    struct world *w = *state;
    struct svc_person person;
    assert_done(disable(w, w->admin, w->member, true));
    assert_string_equal(last_change(w, w->member), "person.disable ");
    assert_done(AS(w, w->admin, svc_person(SVC, text_str(w->member), &person, ERR)));
    assert_int_equal(person.row.disabled, w->svc.now);
    int64_t rows = log_length(w);
    assert_done(disable(w, w->admin, w->member, true)); /* pressed twice */
    assert_int_equal(log_length(w), rows);
    assert_done(disable(w, w->admin, w->member, false));
    assert_string_equal(last_change(w, w->member), "person.enable ");
    start_draft(w, w->member, "huur", "Huurverhoging");
}

static void test_the_last_administrator_stays(void **state)
{
    struct world *w = *state;
    bool has;
    assert_refused(disable(w, w->admin, w->admin, true), ERR_RULE);
    assert_reason("person", "last-administrator");
    assert_refused(role(w, w->admin, true, w->admin, "administrator", "network", ""), ERR_RULE);
    assert_reason("person", "last-administrator");
    assert_refused(disable(w, SYSTEM, w->admin, true), ERR_RULE);
    assert_done(AS(w, w->admin, svc_has_administrator(SVC, &has, ERR)));
    assert_true(has);
    struct svc_person person; /* and is still one */
    assert_done(AS(w, w->admin, svc_person(SVC, text_str(w->admin), &person, ERR)));
    assert_int_equal(person.row.disabled, 0);
    assert_int_equal(person.n_roles, 1);
}

static void test_an_administrator_may_leave_when_another_stays(void **state)
{
    struct world *w = *state;
    give(w, w->lead, "administrator", "organisation", "hjl");
    assert_done(role(w, w->admin, true, w->admin, "administrator", "network", ""));
    assert_refused(disable(w, w->lead, w->lead, true), ERR_RULE);
    assert_refused(role(w, w->lead, true, w->lead, "administrator", "organisation", "hjl"), ERR_RULE);
}

static void test_a_closed_administrator_does_not_count(void **state)
{
    struct world *w = *state;
    give(w, w->lead, "administrator", "network", "");
    assert_done(disable(w, w->admin, w->lead, true));
    assert_refused(disable(w, w->admin, w->admin, true), ERR_RULE);
}

static void test_who_administers_twice_may_lose_one_of_both(void **state)
{
    struct world *w = *state;
    give(w, w->admin, "administrator", "organisation", "hjl");
    assert_done(role(w, w->admin, true, w->admin, "administrator", "network", ""));
    assert_refused(role(w, w->admin, true, w->admin, "administrator", "organisation", "hjl"), ERR_RULE);
}

/* ---- Roles ---- */

static void test_a_role_is_given_once_and_logged_without_names(void **state)
{
    struct world *w = *state;
    const char *expected =
        arena_printf(w->svc.arena, "role.give role=member within=group scope=%s", group_id(w, "schulden"));
    assert_done(role(w, w->admin, false, w->participant, "member", "group", "schulden"));
    assert_string_equal(last_change(w, w->participant), expected);
    int64_t rows = log_length(w);
    assert_done(role(w, w->admin, false, w->participant, "member", "group", "schulden"));
    assert_int_equal(log_length(w), rows);
    assert_done(role(w, w->admin, true, w->participant, "member", "group", "schulden"));
    assert_true(text_starts(text_str(last_change(w, w->participant)), TEXT("role.take ")));
    rows = log_length(w);
    assert_done(role(w, w->admin, true, w->participant, "member", "group", "schulden"));
    assert_int_equal(log_length(w), rows);
}

static void test_who_gave_a_role_is_kept(void **state)
{
    struct world *w = *state;
    struct store_grants grants;
    assert_done(role(w, w->admin, false, w->nobody, "member", "group", "schulden"));
    assert_done(store_grants_of(w->store, w->nobody, w->svc.arena, &grants, ERR));
    assert_string_equal(grants.at[0].granted_by, w->admin);
    assert_done(store_grants_of(w->store, w->member, w->svc.arena, &grants, ERR));
    assert_string_equal(grants.at[0].granted_by, "system");
}

static void test_a_role_fits_what_it_is_held_within(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *role, *kind, *scope, *field, *reason;
    } wrong[] = {
        {"koning", "network", "", "role", "not-a-choice"},
        {"", "network", "", "role", "not-a-choice"},
        {"lead", "planeet", "", "scope_kind", "not-a-choice"},
        {"lead", "working_group", "huur", "scope_kind", "not-a-choice"}, /* the store's word, not ours */
        {"lead", "network", "", "scope_kind", "does-not-fit"},
        {"lead", "location", "nijmegen", "scope_kind", "does-not-fit"},
        {"coordinator", "group", "huur", "scope_kind", "does-not-fit"},
        {"secretary", "network", "", "scope_kind", "does-not-fit"},
        {"reader", "group", "huur", "scope_kind", "does-not-fit"},
        {"lead", "group", "bestaat-niet", "scope", "not-a-choice"},
        {"lead", "group", "", "scope", "not-a-choice"},
        {"editor", "organisation", "onbekend", "scope", "not-a-choice"},
        {"participant", "location", "atlantis", "scope", "not-a-choice"},
        {"editor", "network", "huur", "scope", "not-a-choice"},
    };
    int64_t rows = log_length(w);
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_refused(role(w, w->admin, false, w->nobody, wrong[i].role, wrong[i].kind, wrong[i].scope), ERR_INVALID);
        assert_reason(wrong[i].field, wrong[i].reason);
    }
    assert_refused(role(w, w->admin, false, w->nobody, "koning", "planeet", ""), ERR_INVALID);
    assert_int_equal(w->err.n_items, 2);
    assert_int_equal(log_length(w), rows);
}

static void test_every_role_that_fits_can_be_given(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *role, *kind, *scope;
    } right[] = {
        {"participant", "organisation", "hjl"},
        {"participant", "location", "nijmegen"},
        {"participant", "network", ""},
        {"member", "group", "huur"},
        {"lead", "group", "huur"},
        {"second-lead", "group", "huur"},
        {"coordinator", "location", "nijmegen"},
        {"editor", "organisation", "hjl"},
        {"editor", "network", ""},
        {"board-member", "organisation", "hjl"},
        {"deputy", "organisation", "hjl"},
        {"secretary", "organisation", "hjl"},
        {"mandated", "organisation", "hjl"},
        {"steering", "network", ""},
        {"administrator", "network", ""},
    };
    struct svc_person person;
    for (size_t i = 0; i < COUNT_OF(right); i++)
        assert_done(role(w, w->admin, false, w->nobody, right[i].role, right[i].kind, right[i].scope));
    assert_done(AS(w, w->admin, svc_person(SVC, text_str(w->nobody), &person, ERR)));
    assert_int_equal(person.n_roles, COUNT_OF(right));
}

static void test_an_administrator_has_no_rights_to_texts_by_that_role(void **state)
{
    struct world *w = *state;
    const char *id = start_draft(w, w->member, "huur", "Geheim plan");
    struct svc_practice p;
    assert_refused(read_as(w, w->admin, id, &p), ERR_NOT_FOUND);
    const char *standing = adopted(w, "Huurverhoging", "Bel de verhuurder.");
    assert_refused(AS(w, w->admin, svc_revise(SVC, text_str(standing), ERR)), ERR_FORBIDDEN);
}

static bool blocks(const struct svc_blockings *all, enum svc_blocked what, const char *scope, const char *person)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->at[i].what == what && !strcmp(all->at[i].scope, scope) && !strcmp(all->at[i].person, person))
            return true;
    return false;
}

static void test_what_hangs_on_one_person_is_listed(void **state)
{
    struct world *w = *state;
    struct svc_blockings all;
    struct store_person editor;
    assert_refused(AS(w, w->participant, svc_blocking(SVC, &all, ERR)), ERR_FORBIDDEN);
    assert_refused(AS(w, ANONYMOUS, svc_blocking(SVC, &all, ERR)), ERR_SIGN_IN);
    assert_done(AS(w, w->admin, svc_blocking(SVC, &all, ERR)));
    assert_done(store_person_get(w->store, w->editor, w->svc.arena, &editor, ERR));
    assert_true(blocks(&all, SVC_BLOCKED_EDITING, "", editor.name));
    for (size_t i = 0; i < all.n; i++) /* huur has a lead and a second one */
        assert_false(all.at[i].what == SVC_BLOCKED_GROUP && strstr(all.at[i].scope, "uur"));
    assert_done(AS(w, w->admin, svc_person_disable(SVC, text_str(w->second), true, ERR)));
    assert_done(AS(w, w->admin, svc_blocking(SVC, &all, ERR)));
    const struct svc_blocking *group = NULL;
    for (size_t i = 0; i < all.n; i++)
        if (all.at[i].group && !strcmp(all.at[i].group, "huur")) group = &all.at[i];
    assert_non_null(group);
    assert_int_equal(group->what, SVC_BLOCKED_GROUP);
    assert_int_equal(group->from, calendar_term_end(date_add_days(calendar_date(w->svc.now), 14)));
}

static void test_the_steering_step_hangs_on_nobody_alone(void **state)
{
    struct world *w = *state;
    struct svc_blockings all;
    assert_done(AS(w, w->admin, svc_blocking(SVC, &all, ERR)));
    assert_true(blocks(&all, SVC_BLOCKED_STEERING, "", "")); /* nobody can make it */
    give(w, add_person(w, "stuur1", "Stef Stuur"), "steering", "network", "");
    assert_done(AS(w, w->admin, svc_blocking(SVC, &all, ERR)));
    assert_true(blocks(&all, SVC_BLOCKED_STEERING, "", "Stef Stuur"));
    give(w, add_person(w, "stuur2", "Sien Stuur"), "steering", "network", "");
    assert_done(AS(w, w->admin, svc_blocking(SVC, &all, ERR)));
    for (size_t i = 0; i < all.n; i++) assert_true(all.at[i].what != SVC_BLOCKED_STEERING);
}

static void test_a_second_lead_behind_a_thousand_members_counts(void **state)
{
    struct world *w = *state;
    struct svc_blockings all;
    add_crowd(w, "member", STORE_GROUP, group_id(w, "huur"));
    assert_done(AS(w, w->admin, svc_blocking(SVC, &all, ERR)));
    for (size_t i = 0; i < all.n; i++) assert_false(all.at[i].group && !strcmp(all.at[i].group, "huur"));
}

/* In the order of the store the roles in a working group come last. */
static void test_nobody_has_so_many_roles_that_one_of_them_does_not_count(void **state)
{
    struct world *w = *state;
    const struct actor *actor;
    assert_done(db_begin(w->store->db, ERR));
    for (int i = 0; i < 1005; i++) {
        const char *slug = arena_printf(w->svc.arena, "plaats-%d", i);
        struct store_location place = {.slug = slug, .name = slug, .place = i, .active = true};
        struct store_grant grant = {w->member, "participant", STORE_LOCATION, slug, w->svc.now, "system"};
        assert_done(store_location_put(w->store, &place, ERR));
        assert_done(store_grant_add(w->store, &grant, ERR));
    }
    assert_done(db_commit(w->store->db, ERR));
    assert_done(svc_actor(w->store, w->member, w->svc.arena, &actor, ERR));
    assert_true(svc__in_group(actor, group_id(w, "huur")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_what_hangs_on_one_person_is_listed),
        IN_WORLD(test_the_steering_step_hangs_on_nobody_alone),
        IN_WORLD(test_a_second_lead_behind_a_thousand_members_counts),
        IN_WORLD(test_administrator_adds_a_person_without_a_role),
        IN_WORLD(test_people_are_for_administrators),
        IN_WORLD(test_nobody_gives_a_role_or_closes_an_account_to_themselves),
        IN_WORLD(test_everybody_has_their_roles_in_words_and_no_password),
        IN_WORLD(test_a_thousand_people_come_in_one_list),
        IN_WORLD(test_one_account_however_the_name_is_typed),
        IN_WORLD(test_a_sign_in_name_can_be_typed),
        IN_WORLD(test_every_wrong_field_of_a_person_is_named),
        IN_WORLD(test_a_name_can_be_seen_and_is_no_number),
        IN_WORLD(test_renaming_keeps_the_person),
        IN_WORLD(test_a_person_learns_nothing_of_other_accounts_by_choosing_a_name),
        IN_WORLD(test_a_closed_account_opens_again_with_its_roles),
        IN_WORLD(test_the_last_administrator_stays),
        IN_WORLD(test_an_administrator_may_leave_when_another_stays),
        IN_WORLD(test_a_closed_administrator_does_not_count),
        IN_WORLD(test_who_administers_twice_may_lose_one_of_both),
        IN_WORLD(test_a_role_is_given_once_and_logged_without_names),
        IN_WORLD(test_who_gave_a_role_is_kept),
        IN_WORLD(test_a_role_fits_what_it_is_held_within),
        IN_WORLD(test_every_role_that_fits_can_be_given),
        IN_WORLD(test_an_administrator_has_no_rights_to_texts_by_that_role),
        IN_WORLD(test_nobody_has_so_many_roles_that_one_of_them_does_not_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
