/* What asks a sign-in of the last fifteen minutes, and who must set up a second factor before they act. */
#include "tests/walls/one_house.h"

#include <string.h>

static int post(enum who who, const char *path, const char *form)
{
    struct answer a = house_ask(h, who, "POST", path, "", form);
    int status = a.status;
    answer_free(&a);
    return status;
}

static int get(enum who who, const char *path)
{
    struct answer a = house_ask(h, who, "GET", path, "", NULL);
    int status = a.status;
    answer_free(&a);
    return status;
}

static int step(enum who who, int t, const char *slug, const char *form)
{
    char path[200];
    snprintf(path, sizeof path, "/stukken/%s/stap/%s", h->texts[t].id, slug);
    return post(who, path, form);
}

static int position(enum who who)
{
    char path[200];
    snprintf(path, sizeof path, "/besluiten/%s/standpunt", h->texts[TEXT_IN_ROUND].round);
    return post(who, path, "organisation=bestaat-niet&position=abstain");
}

static int position_link(enum who who)
{
    char path[200];
    snprintf(path, sizeof path, "/besluiten/%s/link", h->texts[TEXT_IN_ROUND].round);
    return post(who, path, "organisation=bestaat-niet");
}

static void test_deciding_adopting_and_roles_ask_a_fresh_sign_in_and_writing_does_not(void **state)
{
    (void)state;
    h->now += 15 * (kb_time)MS_MINUTE;
    assert_int_not_equal(step(EDITOR, TEXT_IN_ROUND, "vaststellen", "words=Akkoord&review=2027-01-01"), 401);
    assert_int_not_equal(position(SECRETARY), 401);
    h->now += 1;
    assert_int_equal(step(EDITOR, TEXT_IN_ROUND, "vaststellen", "words=Akkoord&review=2027-01-01"), 401);
    assert_int_equal(step(EDITOR, TEXT_IN_ROUND, "afwijzen", "words=Nee"), 401);
    assert_int_equal(step(STEERING_GROUP, TEXT_TALKS, "met-afwijking", "words=Toch&review=2027-01-01"), 401);
    assert_int_equal(position(SECRETARY), 401);
    assert_int_equal(post(ADMINISTRATOR, "/beheer/mensen/bestaatniet/rollen", "role=editor&scope=network%3A"), 401);
    assert_int_equal(post(EDITOR, "/werkgroepen/schulden/tweede-trekker", "person=bestaatniet"), 401);
    assert_int_equal(post(LEAD, "/werkgroepen/huur/uitnodigen", ""), 401);
    assert_int_equal(post(LEAD, "/werkgroepen/huur/antwoord", "person=bestaatniet&do=accept"), 401);
    assert_int_equal(post(SECRETARY, "/uitnodigen", "scope_kind=organisation&scope=bestaat-niet"), 401);
    assert_int_equal(position_link(EDITOR), 401);
    assert_int_equal(post(MEMBER, "/account/tweede-stap/uit", ""), 401);
    assert_int_equal(post(MEMBER, "/account/passkeys", "name=telefoon&step=vervalst"), 401);
    assert_int_equal(post(MEMBER, "/account/passkeys/weg", "passkey=bestaatniet"), 401);
    assert_int_equal(post(MEMBER, "/account/sleutels", "token_name=feedlezer&token_scope=read&token_term=9"), 401);
    assert_int_not_equal(post(MEMBER, "/account/sleutels/weg", "token=bestaatniet"), 401);
    assert_int_not_equal(step(EDITOR, TEXT_SUBMITTED, "terugsturen", "words=Korter"), 401);
    assert_int_not_equal(post(MEMBER, "/berichten", "up_to=1"), 401);
}

/* Where the link for a forgotten password goes. */
static void test_another_address_for_mail_asks_a_fresh_sign_in_and_other_wishes_do_not(void **state)
{
    (void)state;
    static const char wishes[] = "/berichten/instellingen";
    assert_int_equal(post(MEMBER, wishes, "address=elders%40voorbeeld.nl&overview=never"), 401);
    assert_int_not_equal(post(MEMBER, wishes, "address=&overview=never"), 401); /* as it was */
}

/* The form that was sent comes along to the page that asks for it (kept.h). */
static void test_a_form_that_waits_for_a_fresh_sign_in_is_not_lost(void **state)
{
    (void)state;
    char path[200];
    snprintf(path, sizeof path, "/stukken/%s/stap/vaststellen", h->texts[TEXT_IN_ROUND].id);
    struct answer a = house_ask(h, EDITOR, "POST", path, "", "words=Akkoord&review=2027-01-01");
    assert_int_equal(a.status, 401);
    assert_non_null(strstr(a.body, "name=\"kept\""));
    answer_free(&a);
}

static err_code without_second(struct house *house, kb_err *err)
{
    struct store_sessions all;
    enum who who[] = {ADMINISTRATOR, EDITOR, SECRETARY, MEMBER};
    for (size_t i = 0; i < COUNT_OF(who); i++) {
        ERR_TRY(store_sessions_of(house->w->store, house->persons[who[i]], house->w->svc.arena, &all, err));
        for (size_t k = 0; k < all.n; k++) {
            ERR_TRY(store_session_second(house->w->store, all.at[k].token_hash, 0, err));
            ERR_TRY(store_session_signed_in(house->w->store, all.at[k].token_hash, house->now, err));
        }
    }
    return OK;
}

static void test_who_may_do_much_reads_but_does_nothing_until_the_second_factor_is_there(void **state)
{
    (void)state;
    house_do(h, without_second);
    assert_int_equal(get(ADMINISTRATOR, "/beheer"), 200);
    assert_int_equal(post(ADMINISTRATOR, "/beheer/locaties/nieuw", "name=Nieuw&slug=nieuw"), 403);
    assert_int_equal(step(EDITOR, TEXT_SUBMITTED, "terugsturen", "words=Korter"), 403);
    assert_int_equal(position(SECRETARY), 403);
    assert_int_not_equal(post(SECRETARY, "/account/tweede-stap", ""), 403);
    assert_int_not_equal(post(SECRETARY, "/account/passkeys", "name=telefoon&step=vervalst"), 403);
    assert_int_not_equal(post(ADMINISTRATOR, "/uitloggen", ""), 403);
    assert_int_not_equal(post(MEMBER, "/berichten", "up_to=1"), 403); /* needs none */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_deciding_adopting_and_roles_ask_a_fresh_sign_in_and_writing_does_not),
        cmocka_unit_test(test_another_address_for_mail_asks_a_fresh_sign_in_and_other_wishes_do_not),
        cmocka_unit_test(test_a_form_that_waits_for_a_fresh_sign_in_is_not_lost),
        cmocka_unit_test(test_who_may_do_much_reads_but_does_nothing_until_the_second_factor_is_there),
    };
    return cmocka_run_group_tests(tests, open_house, close_house);
}
