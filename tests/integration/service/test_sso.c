/* Who somebody of the identity provider is here: linked by issuer and subject alone, by who is signed in or holds a
 * one-time link; what groups give and take; which sessions the provider ends. */
#include "tests/integration/service/service_test.h"

static const char issuer[] = "https://inloggen.voorbeeld.nl";

static struct svc_identity somebody(const char *subject)
{
    return (struct svc_identity){
        .issuer = issuer, .subject = text_str(subject), .name = TEXT("Rosa Anders"), .sign_in = TEXT("rosa@loket.nl")};
}

static err_code find(struct world *w, const char *subject, const char **person)
{
    struct svc_identity who = somebody(subject);
    return AS(w, ANONYMOUS, svc_sso_person(SVC, &who, person, ERR));
}

static err_code join(struct world *w, const char *who, const char *subject)
{
    struct svc_identity at = somebody(subject);
    return AS(w, who, svc_sso_link(SVC, &at, ERR));
}

static err_code use(struct world *w, const char *token, const char *subject, const char **person)
{
    struct svc_identity at = somebody(subject);
    return AS(w, ANONYMOUS, svc_sso_use(SVC, text_str(token), &at, person, ERR));
}

static void invite(struct world *w, char token[SVC_LINK_TOKEN_BYTES])
{
    struct svc_invite in = {TEXT("group"), TEXT("huur")};
    assert_done(AS(w, w->lead, svc_invite_make(SVC, &in, token, ERR)));
}

static bool holds(struct world *w, const char *person, enum role role)
{
    const struct actor *actor;
    assert_done(svc_actor(w->store, person, w->svc.arena, &actor, ERR));
    return actor_holds(actor, role);
}

/* ---- Linking ---- */

static void test_an_identity_is_nobody_until_it_is_linked(void **state)
{
    struct world *w = *state;
    const char *person;
    assert_refused(find(w, "u-1", &person), ERR_FORBIDDEN);
    assert_reason("sso", "sso-unknown");
    assert_refused(join(w, ANONYMOUS, "u-1"), ERR_SIGN_IN);
    assert_done(join(w, w->participant, "u-1"));
    assert_done(find(w, "u-1", &person));
    assert_string_equal(person, w->participant);
    assert_string_equal(last_change(w, w->participant), "person.sso-link ");
    assert_refused(find(w, "U-1", &person), ERR_FORBIDDEN); /* another subject */
    struct svc_identity elsewhere = somebody("u-1");
    elsewhere.issuer = "https://elders.voorbeeld.nl";
    assert_refused(AS(w, ANONYMOUS, svc_sso_person(SVC, &elsewhere, &person, ERR)), ERR_FORBIDDEN);
}

static void test_neither_side_is_linked_twice(void **state)
{
    struct world *w = *state;
    assert_done(join(w, w->participant, "u-1"));
    assert_done(join(w, w->participant, "u-1")); /* a button that was pressed twice */
    assert_refused(join(w, w->lead, "u-1"), ERR_CONFLICT);
    assert_reason("sso", "sso-taken");
    assert_refused(join(w, w->participant, "u-2"), ERR_CONFLICT);
    assert_reason("sso", "sso-other");
}

static void test_a_subject_that_cannot_be_one_is_refused(void **state)
{
    struct world *w = *state;
    char longest[257];
    memset(longest, 'a', sizeof longest - 1);
    longest[256] = '\0';
    assert_refused(join(w, w->participant, ""), ERR_FORBIDDEN);
    assert_refused(join(w, w->participant, longest), ERR_FORBIDDEN);
    longest[255] = '\0';
    assert_done(join(w, w->participant, longest));
}

static void test_a_closed_account_answers_as_an_unknown_one(void **state)
{
    struct world *w = *state;
    const char *person;
    assert_done(join(w, w->participant, "u-1"));
    assert_done(AS(w, SYSTEM, svc_person_disable(SVC, text_str(w->participant), true, ERR)));
    assert_refused(find(w, "u-1", &person), ERR_FORBIDDEN);
    assert_reason("sso", "sso-unknown");
}

static void begin_session(struct world *w, const char *person, const char *token, const char *sid_or_null)
{
    uint8_t hash[32], csrf[32] = {1};
    char sso[SVC_SSO_BYTES] = "";
    store_sha256(text_str(token), hash);
    if (sid_or_null) svc_sso_session(text_str(sid_or_null), sso);
    struct svc_new_session in = {.person = person,
                                 .token_hash = hash,
                                 .csrf = csrf,
                                 .sso = sid_or_null ? sso : NULL,
                                 .age = sid_or_null ? MS_HOUR : 0};
    assert_done(AS(w, ANONYMOUS, svc_sign_in(SVC, &in, ERR)));
}

static bool has_session(struct world *w, const char *token, struct store_session *out)
{
    uint8_t hash[32];
    store_sha256(text_str(token), hash);
    err_code code = store_session_get(w->store, hash, w->svc.arena, out, ERR);
    if (code != ERR_NOT_FOUND) assert_done(code);
    return code == OK;
}

static void test_the_only_way_in_is_not_taken_away(void **state)
{
    struct world *w = *state;
    struct svc_sso now;
    const char *person;
    assert_done(join(w, w->participant, "u-1"));
    assert_refused(AS(w, w->participant, svc_sso_unlink(SVC, issuer, ERR)), ERR_RULE);
    assert_reason("sso", "sso-only");
    assert_done(AS(w, SYSTEM, svc_password_put(SVC, text_str(w->participant), "$hash", ERR)));
    assert_done(AS(w, w->participant, svc_sso(SVC, issuer, &now, ERR)));
    assert_true(now.linked && !now.only && now.since);
    assert_done(AS(w, w->participant, svc_sso_unlink(SVC, issuer, ERR)));
    assert_refused(find(w, "u-1", &person), ERR_FORBIDDEN);
    assert_done(join(w, w->lead, "u-1"));
}

static void test_unlinking_ends_what_was_begun_there_and_nothing_else(void **state)
{
    struct world *w = *state;
    struct store_session session;
    assert_done(join(w, w->participant, "u-1"));
    assert_done(join(w, w->lead, "u-2"));
    assert_done(AS(w, SYSTEM, svc_password_put(SVC, text_str(w->participant), "$hash", ERR)));
    begin_session(w, w->participant, "daar begonnen", "s-1");
    begin_session(w, w->participant, "hier begonnen", NULL);
    begin_session(w, w->lead, "van een ander", "s-1");
    assert_done(AS(w, w->participant, svc_sso_unlink(SVC, issuer, ERR)));
    assert_false(has_session(w, "daar begonnen", &session));
    assert_true(has_session(w, "hier begonnen", &session));
    assert_true(has_session(w, "van een ander", &session));
    assert_string_equal(last_change(w, w->participant), "person.sso-unlink ");
}

static void test_an_administrator_unlinks_anybody_and_nobody_else_does(void **state)
{
    struct world *w = *state;
    struct store_session session;
    const char *person;
    kb_time since;
    assert_done(join(w, w->participant, "u-1")); /* who has no password */
    begin_session(w, w->participant, "daar begonnen", "s-1");
    const char *const others[] = {w->editor, w->lead, w->participant, ANONYMOUS};
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        assert_int_not_equal(AS(w, others[i], svc_sso_of(SVC, text_str(w->participant), issuer, &since, ERR)), OK);
        assert_int_not_equal(AS(w, others[i], svc_sso_unlink_of(SVC, text_str(w->participant), issuer, ERR)), OK);
    }
    assert_done(AS(w, w->admin, svc_sso_of(SVC, text_str(w->participant), issuer, &since, ERR)));
    assert_true(since == w->svc.now);
    assert_done(AS(w, w->admin, svc_sso_unlink_of(SVC, text_str(w->participant), issuer, ERR)));
    assert_refused(find(w, "u-1", &person), ERR_FORBIDDEN);
    assert_false(has_session(w, "daar begonnen", &session));
    assert_string_equal(last_change(w, w->participant), "person.sso-unlink ");
    int64_t before = log_length(w);
    assert_done(AS(w, w->admin, svc_sso_of(SVC, text_str(w->participant), issuer, &since, ERR)));
    assert_true(since == 0);
    assert_done(AS(w, w->admin, svc_sso_unlink_of(SVC, text_str(w->participant), issuer, ERR))); /* pressed twice */
    assert_int_equal(log_length(w), before);
    assert_refused(AS(w, w->admin, svc_sso_unlink_of(SVC, TEXT("bestaatniet"), issuer, ERR)), ERR_NOT_FOUND);
    assert_done(join(w, w->admin, "u-3")); /* an administrator does not lock themselves out */
    assert_refused(AS(w, w->admin, svc_sso_unlink_of(SVC, text_str(w->admin), issuer, ERR)), ERR_RULE);
}

/* ---- One-time links ---- */

static void test_an_invitation_makes_an_account_without_a_password_once(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    const char *person, *again;
    struct store_person row;
    invite(w, token);
    assert_done(use(w, token, "u-1", &person));
    assert_true(holds(w, person, ROLE_MEMBER));
    assert_done(store_person_get(w->store, person, w->svc.arena, &row, ERR));
    assert_string_equal(row.name, "Rosa Anders");
    assert_string_equal(row.sign_in, "rosa@loket.nl");
    assert_null(row.password_hash);
    assert_done(find(w, "u-1", &again));
    assert_string_equal(again, person);
    assert_refused(use(w, token, "u-2", &again), ERR_GONE);
}

static void test_an_invitation_does_not_take_over_an_account_with_the_same_name(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    const char *person;
    add_person(w, "rosa@loket.nl", "Rosa Eerder");
    invite(w, token);
    assert_refused(use(w, token, "u-1", &person), ERR_CONFLICT);
    assert_reason("sso", "sso-name");
    assert_refused(find(w, "u-1", &person), ERR_FORBIDDEN);
}

static void test_an_invitation_adds_to_the_account_that_is_linked(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    const char *person;
    assert_done(join(w, w->participant, "u-1"));
    invite(w, token);
    assert_done(use(w, token, "u-1", &person));
    assert_string_equal(person, w->participant);
    assert_true(holds(w, person, ROLE_MEMBER));
}

static void test_a_link_for_a_password_links_its_person_instead(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES], other[SVC_LINK_TOKEN_BYTES];
    const char *person;
    assert_done(AS(w, SYSTEM, svc_link_make(SVC, "password", w->participant, token, ERR)));
    assert_done(AS(w, SYSTEM, svc_link_make(SVC, "password", w->lead, other, ERR)));
    assert_done(use(w, token, "u-1", &person));
    assert_string_equal(person, w->participant);
    assert_refused(use(w, other, "u-1", &person), ERR_CONFLICT); /* that is somebody else already */
}

static void test_the_link_of_the_first_administrator_is_for_a_password(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    const char *person;
    assert_done(AS(w, SYSTEM, svc_link_make(SVC, "first-administrator", NULL, token, ERR)));
    assert_refused(use(w, token, "u-1", &person), ERR_GONE);
}

static void test_a_store_that_fails_is_not_told_as_an_identity_that_is_unknown(void **state)
{
    struct world *w = *state;
    char invited[SVC_LINK_TOKEN_BYTES], own[SVC_LINK_TOKEN_BYTES];
    const char *person;
    struct svc_identity known = somebody("u-1"), fresh = somebody("u-2");
    invite(w, invited);
    assert_done(AS(w, w->admin, svc_link_make(SVC, "password", w->member, own, ERR)));
    assert_done(join(w, w->participant, "u-1"));
    assert_failures_are_told(w, ANONYMOUS, svc_sso_person(SVC, &known, &person, ERR));
    assert_failures_are_told(w, ANONYMOUS, svc_sso_use(SVC, text_str(invited), &known, &person, ERR));
    assert_failures_are_told(w, ANONYMOUS, svc_sso_use(SVC, text_str(invited), &fresh, &person, ERR));
    assert_failures_are_told(w, ANONYMOUS, svc_sso_use(SVC, text_str(own), &fresh, &person, ERR));
}

static void test_an_answer_counts_once(void **state)
{
    struct world *w = *state;
    assert_done(AS(w, ANONYMOUS, svc_sso_once(SVC, TEXT("state-1"), ERR)));
    assert_refused(AS(w, ANONYMOUS, svc_sso_once(SVC, TEXT("state-1"), ERR)), ERR_CONFLICT);
    assert_done(AS(w, ANONYMOUS, svc_sso_once(SVC, TEXT("state-2"), ERR)));
}

/* ---- Groups and roles ---- */

static err_code give_groups(struct world *w, const char *person, const char *table, const text *groups, size_t n)
{
    struct svc_group_roles roles;
    struct svc_identity who = somebody("u-1");
    who.groups = groups;
    who.n_groups = n;
    assert_done(svc_group_roles_read(text_str(table), w->svc.arena, &roles, ERR));
    return AS(w, ANONYMOUS, svc_sso_roles(SVC, person, &who, &roles, ERR));
}

static void test_groups_give_roles_and_take_only_what_they_gave(void **state)
{
    struct world *w = *state;
    static const char table[] = "# groep = rol\n\nredactie = editor@network\nCN=huur,OU=x = member@group:huur\n"
                                "redactie = participant@location:is-er-niet\n";
    const text all[] = {TEXT("redactie"), TEXT("CN=huur,OU=x"), TEXT("Redactie")};
    give(w, w->nobody, "member", "group", "huur");
    assert_done(give_groups(w, w->nobody, table, all, 2));
    assert_true(holds(w, w->nobody, ROLE_EDITOR));
    assert_done(give_groups(w, w->nobody, table, &all[2], 1)); /* another group: letters count */
    assert_false(holds(w, w->nobody, ROLE_EDITOR));
    assert_true(holds(w, w->nobody, ROLE_MEMBER)); /* given by hand */
}

static void test_the_last_administrator_stays(void **state)
{
    struct world *w = *state;
    const text group = TEXT("beheer");
    assert_done(give_groups(w, w->nobody, "beheer = administrator@network", &group, 1));
    assert_true(holds(w, w->nobody, ROLE_ADMINISTRATOR));
    struct svc_role_put take = {text_str(w->admin), TEXT("administrator"), TEXT("network"), TEXT(""), true};
    assert_done(AS(w, SYSTEM, svc_role_put(SVC, &take, ERR)));
    assert_done(give_groups(w, w->nobody, "beheer = administrator@network", NULL, 0));
    assert_true(holds(w, w->nobody, ROLE_ADMINISTRATOR));
    give(w, w->admin, "administrator", "network", "");
    assert_done(give_groups(w, w->nobody, "beheer = administrator@network", NULL, 0));
    assert_false(holds(w, w->nobody, ROLE_ADMINISTRATOR));
}

static void test_a_table_that_cannot_be_read_names_its_line(void **state)
{
    struct world *w = *state;
    static const char *const wrong[] = {"redactie", "redactie = baas@network", "= editor@network", "redactie = editor",
                                        "redactie = @network"};
    struct svc_group_roles roles;
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        const char *table = arena_printf(w->svc.arena, "# een\n%s\n", wrong[i]);
        assert_refused(svc_group_roles_read(text_str(table), w->svc.arena, &roles, ERR), ERR_INVALID);
        assert_non_null(strstr(w->err.cause, "line 2"));
    }
}

/* ---- Sessions ---- */

static void ended(struct world *w, const char *subject, const char *sid, const char *token)
{
    struct svc_identity who = somebody(subject);
    assert_done(AS(w, ANONYMOUS, svc_sso_end(SVC, &who, text_str(sid), text_str(token), ERR)));
}

static void test_what_was_proved_long_ago_is_no_fresh_sign_in(void **state)
{
    struct world *w = *state;
    struct store_session session;
    begin_session(w, w->participant, "a", "s-1");
    assert_true(has_session(w, "a", &session));
    assert_int_equal(session.signed_in, session.created - MS_HOUR);
}

static void test_the_provider_ends_what_was_begun_there_and_nothing_else(void **state)
{
    struct world *w = *state;
    struct store_session session;
    assert_done(join(w, w->participant, "u-1"));
    assert_done(join(w, w->lead, "u-2"));
    begin_session(w, w->participant, "first", "s-1");
    begin_session(w, w->participant, "second", "s-2");
    begin_session(w, w->participant, "password", NULL);
    begin_session(w, w->lead, "other", "s-3");
    ended(w, "u-1", "s-1", "t-1");
    assert_false(has_session(w, "first", &session));
    assert_true(has_session(w, "second", &session));
    ended(w, "u-2", "s-2", "t-2"); /* of somebody else */
    assert_true(has_session(w, "second", &session));
    ended(w, "u-1", "", "t-3");
    assert_false(has_session(w, "second", &session));
    assert_true(has_session(w, "password", &session));
    assert_true(has_session(w, "other", &session));
    ended(w, "", "s-3", "t-4");
    assert_false(has_session(w, "other", &session));
    ended(w, "u-9", "", "t-5"); /* nobody here */
}

static void test_a_token_that_ends_sessions_counts_once(void **state)
{
    struct world *w = *state;
    struct store_session session;
    assert_done(join(w, w->participant, "u-1"));
    ended(w, "u-1", "", "t-1");
    begin_session(w, w->participant, "later", "s-1");
    ended(w, "u-1", "", "t-1");
    assert_true(has_session(w, "later", &session));
}

/* ---- Forms that wait ---- */

static void test_a_form_waits_a_quarter_of_an_hour_and_is_taken_once(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    text sealed;
    assert_done(AS(w, ANONYMOUS, svc_form_keep(SVC, TEXT("here"), TEXT("verzegeld"), token, ERR)));
    assert_done(AS(w, ANONYMOUS, svc_form_take(SVC, TEXT("another"), &sealed, ERR)));
    assert_text(sealed, "");
    assert_done(AS(w, ANONYMOUS, svc_form_take(SVC, text_str(token), &sealed, ERR)));
    assert_text(sealed, "verzegeld");
    assert_done(AS(w, ANONYMOUS, svc_form_take(SVC, text_str(token), &sealed, ERR)));
    assert_text(sealed, "");
    assert_done(AS(w, ANONYMOUS, svc_form_keep(SVC, TEXT("here"), TEXT("verzegeld"), token, ERR)));
    w->svc.now += 15 * MS_MINUTE;
    assert_done(AS(w, ANONYMOUS, svc_form_take(SVC, text_str(token), &sealed, ERR)));
    assert_text(sealed, "");
}

static void keep(struct world *w, const char *place, char token[SVC_LINK_TOKEN_BYTES])
{
    assert_done(AS(w, ANONYMOUS, svc_form_keep(SVC, text_str(place), TEXT("verzegeld"), token, ERR)));
}

static bool waits(struct world *w, const char *token)
{
    text sealed;
    assert_done(AS(w, ANONYMOUS, svc_form_take(SVC, text_str(token), &sealed, ERR)));
    return sealed.len > 0;
}

static void test_strangers_fill_no_disk(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    int64_t n;
    for (int i = 0; i < 3 * SVC_FORMS_MAX; i++) keep(w, i % 2 ? "here" : "there", token);
    assert_done(store_pending_count(w->store, w->svc.now, &n, ERR));
    assert_int_equal(n, SVC_FORMS_MAX);
    char *large = arena_alloc(w->svc.arena, SVC_FORM_MAX + 1);
    assert_refused(AS(w, ANONYMOUS, svc_form_keep(SVC, TEXT("here"), text_of(large, SVC_FORM_MAX + 1), token, ERR)),
                   ERR_INVALID);
}

static void test_a_flood_from_elsewhere_throws_out_no_form(void **state)
{
    struct world *w = *state;
    char before[SVC_LINK_TOKEN_BYTES], during[3][SVC_LINK_TOKEN_BYTES], after[SVC_LINK_TOKEN_BYTES];
    char flood[SVC_LINK_TOKEN_BYTES];
    keep(w, "office", before);
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 2 * SVC_FORMS_MAX; j++) keep(w, j % 3 ? "one stranger" : "another", flood);
        keep(w, i ? "office" : "home", during[i]);
    }
    for (int j = 0; j < SVC_FORMS_MAX; j++) keep(w, "a third", flood);
    keep(w, "office", after);
    assert_true(waits(w, before) && waits(w, after));
    for (int i = 0; i < 3; i++) assert_true(waits(w, during[i]));
}

/* From so many places at once that each has one: who comes later hears it, and nobody loses what they wrote. */
static void test_where_every_place_has_one_none_goes(void **state)
{
    struct world *w = *state;
    char first[SVC_LINK_TOKEN_BYTES], token[SVC_LINK_TOKEN_BYTES], place[20];
    keep(w, "office", first);
    for (int i = 1; i < SVC_FORMS_MAX; i++) {
        snprintf(place, sizeof place, "place %d", i);
        keep(w, place, token);
    }
    assert_refused(AS(w, ANONYMOUS, svc_form_keep(SVC, TEXT("late"), TEXT("verzegeld"), token, ERR)), ERR_BUSY);
    keep(w, "place 1", token); /* its own goes */
    assert_true(waits(w, first) && waits(w, token));
    w->svc.now += 15 * MS_MINUTE;
    keep(w, "late", token);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_an_identity_is_nobody_until_it_is_linked),
        IN_WORLD(test_neither_side_is_linked_twice),
        IN_WORLD(test_a_subject_that_cannot_be_one_is_refused),
        IN_WORLD(test_a_closed_account_answers_as_an_unknown_one),
        IN_WORLD(test_the_only_way_in_is_not_taken_away),
        IN_WORLD(test_unlinking_ends_what_was_begun_there_and_nothing_else),
        IN_WORLD(test_an_administrator_unlinks_anybody_and_nobody_else_does),
        IN_WORLD(test_an_invitation_makes_an_account_without_a_password_once),
        IN_WORLD(test_an_invitation_does_not_take_over_an_account_with_the_same_name),
        IN_WORLD(test_an_invitation_adds_to_the_account_that_is_linked),
        IN_WORLD(test_a_link_for_a_password_links_its_person_instead),
        IN_EMPTY(test_the_link_of_the_first_administrator_is_for_a_password),
        IN_WORLD(test_a_store_that_fails_is_not_told_as_an_identity_that_is_unknown),
        IN_WORLD(test_an_answer_counts_once),
        IN_WORLD(test_groups_give_roles_and_take_only_what_they_gave),
        IN_WORLD(test_the_last_administrator_stays),
        IN_WORLD(test_a_table_that_cannot_be_read_names_its_line),
        IN_WORLD(test_what_was_proved_long_ago_is_no_fresh_sign_in),
        IN_WORLD(test_the_provider_ends_what_was_begun_there_and_nothing_else),
        IN_WORLD(test_a_token_that_ends_sessions_counts_once),
        IN_WORLD(test_a_form_waits_a_quarter_of_an_hour_and_is_taken_once),
        IN_WORLD(test_strangers_fill_no_disk),
        IN_WORLD(test_a_flood_from_elsewhere_throws_out_no_form),
        IN_WORLD(test_where_every_place_has_one_none_goes),
    };
    return cmocka_run_group_tests_name("the identity provider's people", tests, NULL, NULL);
}
