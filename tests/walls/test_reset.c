/* A forgotten password through the door: everybody hears the same, and the link opens what it should. */
#include "tests/walls/one_house.h"

#include "kb/http/resets.h"
#include "kb/http/session.h"

#include <stdlib.h>
#include <string.h>

static const char place[] = "/wachtwoord-vergeten", sentence[] = "een lange zin die niemand raadt 27";

static int set_up(void **state)
{
    open_real_house(state);
    h->app.mail = true;
    return 0;
}

/* ---- Nobody learns who exists ---- */

static err_code close_elsewhere(struct house *house, kb_err *err)
{
    struct svc svc = house->w->svc;
    svc.actor = svc_system_actor();
    return svc_person_disable(&svc, text_str(house->persons[ELSEWHERE]), true, err);
}

static err_code gets_mail(struct house *house, enum who who, const char *address, kb_err *err)
{
    struct svc svc = house->w->svc;
    struct svc_wish_put wish = {.address = text_str(address), .overview = TEXT("never")};
    ERR_TRY(svc_actor(svc.store, house->persons[who], svc.arena, &svc.actor, err));
    return svc_wish_put(&svc, &wish, err);
}

static err_code member_gets_mail(struct house *house, kb_err *err)
{
    return gets_mail(house, MEMBER, "lid@voorbeeld.nl", err);
}

static err_code second_gets_mail(struct house *house, kb_err *err)
{
    return gets_mail(house, SECOND_LEAD, "tweede@voorbeeld.nl", err);
}

static err_code write_letters(struct house *house, kb_err *err)
{
    struct resets_asked names[RESETS_PLACES];
    struct svc svc = house->w->svc;
    svc.actor = svc_system_actor();
    svc.now = house->now;
    size_t n = resets_take(house->app.resets, svc.arena, names);
    for (size_t i = 0; i < n; i++) ERR_TRY(svc_reset(&svc, text_str(names[i].name), err));
    return OK;
}

/* A name nobody has, one of an account without mail, one with, one that was written to just now, a closed account. */
static void test_every_name_gets_the_same_answer_byte_for_byte(void **state)
{
    (void)state;
    static const char *const names[] = {"trekker", "lid", "lid", "ander", "geen+naam"};
    house_do(h, member_gets_mail);
    house_do(h, close_elsewhere);
    house_names_sound_alike(h, place, names, COUNT_OF(names), write_letters);
}

/* The place counts whichever name it asks for, and each name counts for itself, whether it exists or not. */
static void test_who_asks_too_often_waits_whoever_exists(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++) {
        free(house_names(h, place, "tweede", 200));
        free(house_names(h, place, "bestaatniet2", 200));
    }
    char *known = house_names(h, place, "tweede", 429), *unknown = house_names(h, place, "bestaatniet2", 429);
    assert_non_null(strstr(known, "Te veel pogingen"));
    assert_non_null(strstr(known, "value=\"tweede\""));
    assert_non_null(strstr(unknown, "value=\"bestaatniet2\""));
    free(known);
    free(unknown);
    free(house_names(h, place, "", 400));
    h->now += MS_HOUR;
}

static void test_without_mail_the_page_says_whom_to_ask_and_nothing_can_be_sent(void **state)
{
    (void)state;
    h->app.mail = false;
    struct answer page = house_ask(h, ANYBODY, "GET", "/wachtwoord-vergeten?x=1", "", NULL);
    assert_int_equal(page.status, 200);
    assert_non_null(strstr(page.body, "coördinator van je locatie"));
    assert_null(strstr(page.body, "name=\"sign_in\""));
    answer_free(&page);
    free(house_names(h, place, "trekker", 404));
    h->app.mail = true;
}

/* ---- The link ---- */

static char token[SVC_LINK_TOKEN_BYTES];
static enum who letter_for = MEMBER;

static err_code take_letter(struct house *house, kb_err *err)
{
    struct svc svc = house->w->svc;
    struct svc_letter letter;
    ERR_TRY(write_letters(house, err));
    svc.actor = svc_system_actor();
    svc.now = house->now;
    do ERR_TRY(svc_letter_take(&svc, &letter, err)); /* one that an earlier test left waits too long already */
    while (!letter.token[0]);
    assert_string_equal(letter.kind, "reset");
    assert_string_equal(letter.person, house->persons[letter_for]);
    assert_string_equal(letter.address, letter_for == MEMBER ? "lid@voorbeeld.nl" : "tweede@voorbeeld.nl");
    memcpy(token, letter.token, sizeof token);
    return OK;
}

static struct answer choose(const char *password, int status)
{
    char path[100], form[300];
    snprintf(path, sizeof path, "/welkom/%s", token);
    snprintf(form, sizeof form, "password=%s&again=%s", password, password);
    struct answer a = house_ask(h, ANYBODY, "POST", path, "", form);
    assert_int_equal(a.status, status);
    return a;
}

static int own_page(void)
{
    struct answer a = house_ask(h, MEMBER, "GET", "/account", "", NULL);
    int status = a.status;
    answer_free(&a);
    return status;
}

static void test_the_link_keeps_the_rules_of_passwords_and_ends_every_session_once(void **state)
{
    (void)state;
    char path[100];
    free(house_names(h, place, "lid", 200));
    house_do(h, take_letter);
    snprintf(path, sizeof path, "/welkom/%s", token);
    struct answer page = house_ask(h, ANYBODY, "GET", path, "", NULL), easy, chosen, again;
    assert_int_equal(page.status, 200);
    easy = choose("wachtwoord12345", 400);
    assert_non_null(strstr(easy.body, "te makkelijk te raden"));
    assert_int_equal(own_page(), 200);
    chosen = choose(sentence, 303);
    assert_string_equal(answer_header(&chosen, "Location"), "/account?na=wachtwoord");
    assert_non_null(answer_header(&chosen, "Set-Cookie"));
    assert_int_equal(own_page(), 303); /* to the page to sign in */
    assert_status(house_ask_by_token(h, MEMBER, "read", "GET", "/api/v1/zoeken?q=huur", "", NULL), 401);
    again = choose(sentence, 410);
    answer_free(&page);
    answer_free(&easy);
    answer_free(&chosen);
    answer_free(&again);
}

/* ---- What a new password does not end ---- */

static err_code leave_passkeys(struct house *house, kb_err *err)
{
    static const char *const ids[] = {"een", "twee", "van een ander"};
    for (size_t i = 0; i < COUNT_OF(ids); i++) {
        struct store_passkey row = {.id = text_str(ids[i]),
                                    .person = house->persons[i == 2 ? SECOND_LEAD : LEAD],
                                    .algorithm = -7,
                                    .public_key = TEXT("sleutel"),
                                    .name = ids[i],
                                    .made = house->now};
        ERR_TRY(store_passkey_add(house->w->svc.store, &row, err));
    }
    return OK;
}

static void assert_opens(enum who who, const char *words, bool all_button)
{
    struct answer a = house_ask(h, who, "GET", "/account?na=wachtwoord", "", NULL);
    assert_int_equal(a.status, 200);
    if (!strstr(a.body, words)) fail_msg("%s does not read: %s", who_names[who], words);
    assert_int_equal(strstr(a.body, "Haal al je passkeys weg") != NULL, all_button);
    answer_free(&a);
}

static void test_who_chose_a_new_password_by_link_sees_what_else_opens_the_account(void **state)
{
    (void)state;
    kb_time later = h->now;
    h->now = h->w->svc.now; /* when everybody signed in */
    assert_opens(LEAD, "Niets anders dan je wachtwoord", false);
    house_do(h, leave_passkeys);
    assert_opens(LEAD, "2 passkeys openen je account nog wel", true);
    assert_status(house_ask(h, LEAD, "POST", "/account/passkeys/weg", "", ""), 303);
    assert_opens(LEAD, "Niets anders dan je wachtwoord", false);
    assert_opens(SECOND_LEAD, "1 passkey opent je account nog wel", true);
    struct answer plain = house_ask(h, SECOND_LEAD, "GET", "/account", "", NULL);
    assert_null(strstr(plain.body, "opent je account nog wel"));
    answer_free(&plain);
    h->now = later;
}

/* Who has a second factor gives that first, and comes to the same page. */
static void test_with_a_second_factor_the_page_comes_after_it(void **state)
{
    (void)state;
    letter_for = SECOND_LEAD;
    house_do(h, second_gets_mail);
    free(house_names(h, place, "tweede", 200));
    house_do(h, take_letter);
    struct answer chosen = choose(sentence, 303);
    assert_null(strstr(chosen.head, SESSION_COOKIE_PLAIN "="));
    assert_string_equal(answer_header(&chosen, "Location"), "/inloggen?verder=/account%3Fna%3Dwachtwoord");
    answer_free(&chosen);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_every_name_gets_the_same_answer_byte_for_byte),
        TEST(test_who_asks_too_often_waits_whoever_exists),
        TEST(test_without_mail_the_page_says_whom_to_ask_and_nothing_can_be_sent),
        TEST(test_the_link_keeps_the_rules_of_passwords_and_ends_every_session_once),
        TEST(test_who_chose_a_new_password_by_link_sees_what_else_opens_the_account),
        TEST(test_with_a_second_factor_the_page_comes_after_it),
    };
    return cmocka_run_group_tests_name("reset", tests, set_up, close_house);
}
