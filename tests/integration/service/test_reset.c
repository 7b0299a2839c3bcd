/* A forgotten password: a letter with a link to whose name it is, and nothing to anybody else. */
#include "tests/integration/service/service_test.h"

#define NAME "olga@voorbeeld.nl"

static const char any_hash[] = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$x";

static void ask(struct world *w, const char *name)
{
    assert_done(AS(w, SYSTEM, svc_reset(SVC, text_str(name), ERR)));
}

static void assert_letter(struct world *w, const char *expected, struct svc_letter *letter)
{
    assert_string_equal(next_letter(w, letter), expected);
}

static void assert_no_letter(struct world *w)
{
    struct svc_letter none;
    assert_letter(w, "", &none);
}

static err_code use(struct world *w, const char *token)
{
    const char *person;
    struct svc_link_use in = {.token = text_str(token), .password_hash = any_hash};
    return AS(w, ANONYMOUS, svc_link_use(SVC, &in, &person, ERR));
}

static void sign_in(struct world *w, const char *person, uint8_t hash[32])
{
    uint8_t csrf[32] = {1};
    struct svc_new_session in = {.person = person, .token_hash = hash, .csrf = csrf};
    store_sha256(text_str(person), hash);
    assert_done(AS(w, ANONYMOUS, svc_sign_in(SVC, &in, ERR)));
}

static err_code session(struct world *w, const uint8_t hash[32])
{
    struct store_session row;
    return store_session_get(w->store, hash, w->svc.arena, &row, ERR);
}

static const char *olga(struct world *w)
{
    return add_person(w, NAME, "Olga Open");
}

static void test_the_link_sets_the_password_once_ends_every_session_and_is_told(void **state)
{
    struct world *w = *state;
    struct svc_letter asked, told;
    struct store_person row;
    struct store_link link;
    uint8_t hash[32];
    const char *id = olga(w);
    sign_in(w, id, hash);
    ask(w, "  Olga@Voorbeeld.NL ");
    assert_string_equal(last_change(w, id), "person.reset-ask ");
    assert_letter(w, "reset " NAME, &asked);
    assert_done(AS(w, ANONYMOUS, svc_link_look(SVC, text_str(asked.token), &link, ERR))); /* looking uses nothing up */
    assert_done(session(w, hash));
    assert_done(use(w, asked.token));
    assert_refused(session(w, hash), ERR_NOT_FOUND);
    assert_done(store_person_get(w->store, id, w->svc.arena, &row, ERR));
    assert_string_equal(row.password_hash, any_hash);
    assert_string_equal(last_change(w, id), "person.reset ");
    assert_letter(w, "password " NAME, &told);
    assert_string_equal(told.token, "");
    assert_refused(use(w, asked.token), ERR_GONE);
    assert_no_letter(w);
}

static void test_nobody_is_written_to_who_has_no_open_account_with_an_address(void **state)
{
    struct world *w = *state;
    const char *closed = add_person(w, "dicht@voorbeeld.nl", "Dirk Dicht");
    add_person(w, "zonder", "Zoë Zonder");
    assert_done(AS(w, w->admin, svc_person_disable(SVC, text_str(closed), true, ERR)));
    int64_t before = log_length(w);
    static const char *const names[] = {"niemand@voorbeeld.nl", "dicht@voorbeeld.nl", "zonder", "", "\xFF", "a b\n"};
    for (size_t i = 0; i < COUNT_OF(names); i++) ask(w, names[i]);
    assert_no_letter(w);
    assert_int_equal(log_length(w), before);
}

static void test_a_letter_goes_where_its_person_gets_mail(void **state)
{
    struct world *w = *state;
    struct svc_letter letter;
    const char *id = olga(w);
    struct svc_wish_put elsewhere = {.address = TEXT("thuis@voorbeeld.nl"), .overview = TEXT("never")};
    assert_done(AS(w, id, svc_wish_put(SVC, &elsewhere, ERR)));
    ask(w, NAME);
    assert_letter(w, "reset thuis@voorbeeld.nl", &letter);
}

static void mail_goes_to(struct world *w, const char *id, const char *address)
{
    struct svc_wish_put wish = {.address = text_str(address), .overview = TEXT("never")};
    assert_done(AS(w, id, svc_wish_put(SVC, &wish, ERR)));
}

/* Who forgot the name as well. Two with one mailbox each get a letter of their own, which says whose it is. */
static void test_an_account_is_found_by_its_mail_address_and_each_gets_its_own_letter(void **state)
{
    struct world *w = *state;
    struct svc_letter first, second;
    mail_goes_to(w, w->lead, "Balie@Voorbeeld.nl");
    mail_goes_to(w, w->second, "balie@voorbeeld.nl");
    mail_goes_to(w, w->member, "ander@voorbeeld.nl");
    ask(w, "BALIE@voorbeeld.nl ");
    assert_true(strstr(next_letter(w, &first), "reset ") != NULL);
    assert_true(strstr(next_letter(w, &second), "reset ") != NULL);
    assert_no_letter(w);
    assert_string_not_equal(first.person, second.person);
    assert_string_not_equal(first.sign_in, second.sign_in);
    assert_string_not_equal(first.token, second.token);
    assert_done(use(w, first.token));
    assert_done(use(w, second.token)); /* using one leaves the other */
}

/* One account signs in with what is the address of another: both may be meant. */
static void test_a_name_that_is_also_somebodys_address_finds_both(void **state)
{
    struct world *w = *state;
    struct svc_letter letter;
    olga(w);
    mail_goes_to(w, w->lead, NAME);
    ask(w, NAME);
    assert_letter(w, "reset " NAME, &letter);
    assert_letter(w, "reset " NAME, &letter);
    assert_no_letter(w);
}

static void test_one_letter_in_a_quarter_of_an_hour_and_its_link_replaces_the_one_before(void **state)
{
    struct world *w = *state;
    struct svc_letter first, second;
    olga(w);
    ask(w, NAME);
    ask(w, NAME);
    assert_letter(w, "reset " NAME, &first);
    w->svc.now += 15 * (kb_time)MS_MINUTE - 1;
    ask(w, NAME);
    assert_no_letter(w);
    w->svc.now += 1;
    ask(w, NAME);
    assert_letter(w, "reset " NAME, &second);
    assert_no_letter(w);
    assert_refused(use(w, first.token), ERR_GONE);
    assert_done(use(w, second.token));
}

static void test_the_link_works_for_an_hour(void **state)
{
    struct world *w = *state;
    struct svc_letter letter;
    struct store_link link;
    olga(w);
    ask(w, NAME);
    assert_letter(w, "reset " NAME, &letter);
    w->svc.now += 60 * (kb_time)MS_MINUTE - 1;
    assert_done(AS(w, ANONYMOUS, svc_link_look(SVC, text_str(letter.token), &link, ERR)));
    w->svc.now += 1;
    assert_refused(use(w, letter.token), ERR_GONE);
}

/* The mail server was away: each try has a link of its own, and after an hour nobody waits for it any more. */
static void test_a_letter_that_waited_an_hour_is_not_sent_and_a_second_try_replaces_the_link(void **state)
{
    struct world *w = *state;
    struct svc_letter first, again;
    olga(w);
    ask(w, NAME);
    assert_done(AS(w, SYSTEM, svc_letter_take(SVC, &first, ERR)));
    assert_done(AS(w, SYSTEM, svc_letter_tried(SVC, first.id, "away", false, ERR)));
    w->svc.now += 10 * (kb_time)MS_MINUTE;
    assert_done(AS(w, SYSTEM, svc_letter_take(SVC, &again, ERR)));
    assert_refused(use(w, first.token), ERR_GONE);
    assert_done(AS(w, SYSTEM, svc_letter_tried(SVC, again.id, "away", false, ERR)));
    w->svc.now += 50 * (kb_time)MS_MINUTE;
    assert_letter(w, "reset ", &again);
    assert_string_equal(again.token, "");
}

static void test_a_password_that_was_set_otherwise_ends_the_link(void **state)
{
    struct world *w = *state;
    struct svc_letter letter;
    const char *id = olga(w);
    ask(w, NAME);
    assert_letter(w, "reset " NAME, &letter);
    assert_done(AS(w, w->admin, svc_password_put(SVC, text_str(id), any_hash, ERR)));
    assert_refused(use(w, letter.token), ERR_GONE);
}

/* Who set it does not matter: a stranger who is signed in could have. The first one is no news. */
static void test_another_password_is_told_and_the_first_is_not(void **state)
{
    struct world *w = *state;
    struct svc_letter told;
    char token[SVC_LINK_TOKEN_BYTES];
    const char *id = olga(w);
    assert_done(AS(w, w->admin, svc_link_make(SVC, "password", id, token, ERR)));
    assert_done(use(w, token));
    assert_no_letter(w);
    assert_done(AS(w, id, svc_password_put(SVC, text_str(id), any_hash, ERR)));
    assert_letter(w, "password-changed " NAME, &told);
    assert_string_equal(told.token, "");
    assert_done(AS(w, w->admin, svc_link_make(SVC, "password", id, token, ERR)));
    assert_done(use(w, token));
    assert_letter(w, "password-changed " NAME, &told);
    assert_no_letter(w);
}

static void test_a_link_opens_no_account_that_was_closed_meanwhile(void **state)
{
    struct world *w = *state;
    struct svc_letter letter;
    const char *id = olga(w);
    ask(w, NAME);
    assert_letter(w, "reset " NAME, &letter);
    assert_done(AS(w, w->admin, svc_person_disable(SVC, text_str(id), true, ERR)));
    assert_refused(use(w, letter.token), ERR_FORBIDDEN);
}

static void test_only_the_system_looks_whose_name_it_is_and_nobody_makes_such_a_link_by_hand(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    const char *id = olga(w);
    assert_refused(AS(w, ANONYMOUS, svc_reset(SVC, TEXT(NAME), ERR)), ERR_FORBIDDEN);
    assert_refused(AS(w, w->admin, svc_reset(SVC, TEXT(NAME), ERR)), ERR_FORBIDDEN);
    assert_refused(AS(w, w->admin, svc_link_make(SVC, "reset", id, token, ERR)), ERR_INVALID);
    assert_no_letter(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_another_password_is_told_and_the_first_is_not),
        IN_WORLD(test_the_link_sets_the_password_once_ends_every_session_and_is_told),
        IN_WORLD(test_nobody_is_written_to_who_has_no_open_account_with_an_address),
        IN_WORLD(test_a_letter_goes_where_its_person_gets_mail),
        IN_WORLD(test_an_account_is_found_by_its_mail_address_and_each_gets_its_own_letter),
        IN_WORLD(test_a_name_that_is_also_somebodys_address_finds_both),
        IN_WORLD(test_one_letter_in_a_quarter_of_an_hour_and_its_link_replaces_the_one_before),
        IN_WORLD(test_the_link_works_for_an_hour),
        IN_WORLD(test_a_letter_that_waited_an_hour_is_not_sent_and_a_second_try_replaces_the_link),
        IN_WORLD(test_a_password_that_was_set_otherwise_ends_the_link),
        IN_WORLD(test_a_link_opens_no_account_that_was_closed_meanwhile),
        IN_WORLD(test_only_the_system_looks_whose_name_it_is_and_nobody_makes_such_a_link_by_hand),
    };
    return cmocka_run_group_tests_name("reset", tests, NULL, NULL);
}
