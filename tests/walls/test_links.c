/* Invitations through the door: one is for one, whoever is quick, and tells nobody who has an account. */
#include "tests/walls/one_house.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static char token[SVC_LINK_TOKEN_BYTES];

static err_code invite(struct house *house, kb_err *err)
{
    struct svc svc = house->w->svc;
    struct svc_invite in = {TEXT("group"), TEXT("huur")};
    svc.now = house->now;
    ERR_TRY(svc_actor(svc.store, house->persons[LEAD], svc.arena, &svc.actor, err));
    return svc_invite_make(&svc, &in, token, err);
}

/* ---- Several at the same moment ---- */

struct taker {
    enum who who;
    int status;
    pthread_t thread;
};

static void *take(void *of)
{
    struct taker *taker = of;
    char path[100];
    snprintf(path, sizeof path, "/welkom/%s/meedoen", token);
    struct answer a = house_ask(h, taker->who, "POST", path, "", "");
    taker->status = a.status;
    answer_free(&a);
    return NULL;
}

static void test_of_several_who_take_one_link_at_the_same_moment_one_gets_in(void **state)
{
    (void)state;
    for (int round = 0; round < 10; round++) {
        struct taker takers[] = {{.who = NO_ROLE}, {.who = PARTICIPANT}, {.who = COORDINATOR}, {.who = SECRETARY}};
        int in = 0, late = 0;
        house_do(h, invite);
        for (size_t i = 0; i < COUNT_OF(takers); i++)
            assert_int_equal(pthread_create(&takers[i].thread, NULL, take, &takers[i]), 0);
        for (size_t i = 0; i < COUNT_OF(takers); i++) {
            pthread_join(takers[i].thread, NULL);
            in += takers[i].status == 303;
            late += takers[i].status == 410;
        }
        assert_int_equal(in, 1);
        assert_int_equal(late, (int)COUNT_OF(takers) - 1);
    }
}

/* ---- Who has an account ---- */

static struct answer make_account(const char *name)
{
    char path[100], form[300];
    snprintf(path, sizeof path, "/welkom/%s", token);
    snprintf(
        form, sizeof form,
        "name=Nieuw&sign_in=%s&password=een+lange+zin+die+niemand+raadt+27&again=een+lange+zin+die+niemand+raadt+27",
        name);
    return house_ask(h, ANYBODY, "POST", path, "", form);
}

static void test_who_holds_an_invitation_does_not_try_one_name_after_another(void **state)
{
    (void)state;
    house_do(h, invite);
    for (int i = 0; i < 5; i++) {
        struct answer a = make_account("trekker");
        assert_int_equal(a.status, 409);
        answer_free(&a);
    }
    struct answer waits = make_account("bestaatniet3");
    assert_int_equal(waits.status, 429);
    assert_non_null(answer_header(&waits, "Retry-After"));
    assert_non_null(strstr(waits.body, "te vaak geprobeerd"));
    h->now += MS_HOUR;
    struct answer in = make_account("bestaatniet3");
    assert_int_equal(in.status, 303);
    answer_free(&waits);
    answer_free(&in);
}

static void assert_says(const char *method, const char *path, const char *form, const char *words)
{
    struct answer a = house_ask(h, ANYBODY, method, path, "", form);
    assert_int_equal(a.status, 410);
    if (!strstr(a.body, words)) fail_msg("%s %s does not say: %s", method, path, words);
    answer_free(&a);
}

static void test_a_link_that_is_gone_is_told_as_a_link_and_a_text_as_a_text(void **state)
{
    (void)state;
    char address[100];
    assert_says("GET", "/link/bestaat-niet", NULL, "Deze link werkt niet meer");
    assert_says("POST", "/link/bestaat-niet", "name=Iemand", "Deze link werkt niet meer");
    assert_says("POST", "/afmelden/bestaat-niet", "", "Deze link werkt niet meer");
    assert_says("POST", "/mailadres/bestaat-niet", "", "Deze link werkt niet meer");
    assert_says("GET", "/welkom/bestaat-niet", NULL, "Deze link werkt niet meer");
    snprintf(address, sizeof address, "/s/%s", h->texts[TEXT_WITHDRAWN_PUBLIC].number);
    assert_says("GET", address, NULL, "Dit stuk is niet meer openbaar");
}

/* ---- Speaking for a board ---- */

static err_code secretary_away(struct house *house, bool gone, kb_err *err)
{
    struct svc svc = house->w->svc;
    svc.now = house->now;
    svc.actor = svc_system_actor();
    return svc_person_disable(&svc, text_str(house->b.secretaries[3]), gone, err);
}

static err_code link_for_board(struct house *house, kb_err *err)
{
    struct svc svc = house->w->svc;
    svc.now = house->now;
    ERR_TRY(secretary_away(house, true, err));
    ERR_TRY(svc_actor(svc.store, house->persons[EDITOR], svc.arena, &svc.actor, err));
    return svc_position_link(&svc, text_str(house->texts[TEXT_IN_ROUND].round), text_str(house->b.organisations[3]),
                             token, err);
}

static err_code secretary_back(struct house *house, kb_err *err)
{
    return secretary_away(house, false, err);
}

static err_code board_speaks(struct house *house, kb_err *err)
{
    struct svc svc = house->w->svc;
    svc.now = house->now;
    struct svc_position in = {.round = text_str(house->texts[TEXT_IN_ROUND].round),
                              .organisation = text_str(house->b.organisations[3]),
                              .position = POSITION_ABSTAIN};
    ERR_TRY(svc_actor(svc.store, house->b.secretaries[3], svc.arena, &svc.actor, err));
    ERR_TRY(svc_position(&svc, &in, err));
    return secretary_away(house, true, err);
}

static void test_a_link_that_a_board_needs_no_more_says_why(void **state)
{
    (void)state;
    char path[100];
    house_do(h, link_for_board);
    snprintf(path, sizeof path, "/link/%s", token);
    struct answer a = house_ask(h, ANYBODY, "GET", path, "", NULL);
    assert_int_equal(a.status, 200);
    answer_free(&a);
    house_do(h, secretary_back);
    assert_says("GET", path, NULL, "Je organisatie kan nu zelf haar standpunt geven");
    assert_says("POST", path, "name=Iemand&position=agree&seen=none",
                "Je organisatie kan nu zelf haar standpunt geven");
    house_do(h, board_speaks);
    assert_says("GET", path, NULL, "Je organisatie heeft zelf al een standpunt gegeven");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_of_several_who_take_one_link_at_the_same_moment_one_gets_in),
        TEST(test_a_link_that_is_gone_is_told_as_a_link_and_a_text_as_a_text),
        TEST(test_who_holds_an_invitation_does_not_try_one_name_after_another),
        TEST(test_a_link_that_a_board_needs_no_more_says_why),
    };
    return cmocka_run_group_tests_name("links", tests, open_real_house, close_house);
}
