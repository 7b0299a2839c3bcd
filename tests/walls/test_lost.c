/* A lost second factor through the door: everybody hears the same, and every step asks what it should. */
#include "tests/walls/one_house.h"

#include "kb/http/resets.h"

#include <stdlib.h>
#include <string.h>

static const char place[] = "/tweede-stap-kwijt", sentence[] = "een lange zin die niemand raadt 27";

static const char *right_hash;
static char code[SVC_RECOVERY_BYTES], token[SVC_LINK_TOKEN_BYTES];
static const char *wanted; /* kind of letter */

static int set_up(void **state)
{
    kb_err err = {0};
    open_real_house(state);
    h->app.mail = true;
    return svc_password_hash(text_str(sentence), h->w->svc.arena, &right_hash, &err) == OK ? 0 : -1;
}

/* ---- On the writer ---- */

static struct svc as_system(struct house *house)
{
    struct svc svc = house->w->svc;
    svc.actor = svc_system_actor();
    svc.now = house->now;
    return svc;
}

/* The editor gets mail, a password, and a second factor with one code on paper that we know. */
static err_code equip_editor(struct house *house, kb_err *err)
{
    struct svc svc = as_system(house);
    const char *person = house->persons[EDITOR];
    uint8_t hash[32];
    struct store_second second = {.person = person, .sealed = TEXT("verzegeld"), .made = svc.now};
    struct store_wish wish = {.person = person, .address = "redactie@voorbeeld.nl", .overview = "never"};
    snprintf(code, sizeof code, "abcd-efgh-jkmn-pqrs");
    store_sha256(TEXT("abcdefghjkmnpqrs"), hash);
    ERR_TRY(store_wish_put(svc.store, &wish, err));
    ERR_TRY(store_person_password(svc.store, person, right_hash, err));
    ERR_TRY(store_recovery_clear(svc.store, person, err));
    ERR_TRY(store_second_put(svc.store, &second, err));
    ERR_TRY(store_second_use(svc.store, person, 1, svc.now, err));
    return store_recovery_add(svc.store, person, hash, svc.now, err);
}

static err_code write_letters(struct house *house, kb_err *err)
{
    struct svc svc = as_system(house);
    struct resets_asked asked[RESETS_PLACES];
    size_t n = resets_take(house->app.resets, svc.arena, asked);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(asked[i].what, RESETS_SECOND);
        ERR_TRY(svc_lost(&svc, text_str(asked[i].name), err));
    }
    return OK;
}

/* The token in the letter of the kind that is wanted. */
static err_code take_letter(struct house *house, kb_err *err)
{
    struct svc svc = as_system(house);
    struct svc_letter letter;
    ERR_TRY(write_letters(house, err));
    do {
        ERR_TRY(svc_letter_take(&svc, &letter, err));
        ERR_TRY(svc_letter_tried(&svc, letter.id, "", false, err));
    } while (strcmp(letter.kind, wanted) != 0);
    memcpy(token, letter.token, sizeof token);
    return OK;
}

static void get_token(const char *kind)
{
    wanted = kind;
    house_do(h, take_letter);
}

/* ---- Asking ---- */

/* Nobody's, one without a second factor, one without mail, a closed account, one that has all, and again at once. */
static void test_every_name_gets_the_same_answer_byte_for_byte(void **state)
{
    (void)state;
    static const char *const names[] = {"lid", "trekker", "zqsgn05", "redactie", "redactie", "redactie@voorbeeld.nl"};
    house_do(h, equip_editor);
    house_names_sound_alike(h, place, names, COUNT_OF(names), write_letters);
}

/* ---- With the link ---- */

static struct answer send_link(const char *password, const char *with_code, int status)
{
    char path[100], form[300];
    snprintf(path, sizeof path, "%s/%s", place, token);
    snprintf(form, sizeof form, "password=%s&code=%s", password, with_code);
    struct answer a = house_ask(h, ANYBODY, "POST", path, "", form);
    assert_int_equal(a.status, status);
    return a;
}

static char *refused(const char *password, const char *with_code)
{
    struct answer a = send_link(password, with_code, 403);
    const char *names[] = {token};
    char *said = house_masked(&a, names, 1);
    assert_null(answer_header(&a, "Set-Cookie"));
    answer_free(&a);
    return said;
}

/* Whoever holds the mail learns no password from it: a wrong one and a wrong code are one answer. */
static void test_a_wrong_password_and_a_wrong_code_are_one_answer_and_wait_alike(void **state)
{
    (void)state;
    free(house_names(h, place, "redactie", 200));
    get_token("lost");
    char *password = refused("een+andere+zin+van+iemand", code), *paper = refused(sentence, "0000-0000-0000-0000");
    assert_string_equal(password, paper);
    assert_non_null(strstr(password, "Het wachtwoord of de herstelcode klopt niet"));
    free(password);
    free(paper);
    answer_free(&(struct answer[]){send_link(sentence, "", 400)}[0]);
    for (int i = 0; i < 3; i++) free(refused("een+andere+zin+van+iemand", code));
    struct answer wait = send_link(sentence, code, 429);
    assert_non_null(answer_header(&wait, "Retry-After"));
    answer_free(&wait);
    h->now += MS_HOUR;
}

static int own_page(enum who who)
{
    struct answer a = house_ask(h, who, "GET", "/account", "", NULL);
    int status = a.status;
    answer_free(&a);
    return status;
}

static void test_the_right_ones_end_every_session_and_lead_to_setting_it_up_anew(void **state)
{
    (void)state;
    free(house_names(h, place, "redactie", 200));
    get_token("lost");
    assert_int_equal(own_page(EDITOR), 200);
    struct answer done = send_link(sentence, code, 303), again = send_link(sentence, code, 410);
    assert_string_equal(answer_header(&done, "Location"), "/account/tweede-stap");
    assert_non_null(answer_header(&done, "Set-Cookie"));
    assert_int_equal(own_page(EDITOR), 303);
    answer_free(&done);
    answer_free(&again);
}

/* The stranger who knows the password and was waiting for this: a second step is asked that nobody can give. */
static void test_the_password_alone_opens_nothing_until_a_new_one_works(void **state)
{
    (void)state;
    char form[200];
    snprintf(form, sizeof form, "sign_in=redactie&password=%s", sentence);
    struct answer a = house_ask(h, ANYBODY, "POST", "/inloggen", "", form);
    assert_int_equal(a.status, 200);
    assert_null(answer_header(&a, "Set-Cookie"));
    assert_non_null(strstr(a.body, "Nog één stap"));
    answer_free(&a);
}

/* ---- A colleague ---- */

static void test_colleagues_are_asked_with_the_link_and_everybody_else_sees_no_such_page(void **state)
{
    (void)state;
    char path[100], there[100], nowhere[] = "/tweede-stap/zzzzzzzzzzzzzzzzzzzzzzzzzz";
    h->now += MS_HOUR;
    house_do(h, equip_editor);
    free(house_names(h, place, "redactie", 200));
    get_token("lost");
    snprintf(path, sizeof path, "%s/%s/vragen", place, token);
    snprintf(there, sizeof there, "/tweede-stap/%s", h->persons[EDITOR]);
    const char *names[] = {h->persons[EDITOR], "zzzzzzzzzzzzzzzzzzzzzzzzzz"};
    for (int step = 0; step < 2; step++) {
        for (enum who who = NO_ROLE; who < WHO__COUNT; who++) {
            if (who == EDITOR || who == CLOSED || (step && who == ADMINISTRATOR)) continue;
            struct answer a = house_ask(h, who, "GET", there, "", NULL),
                          b = house_ask(h, who, "GET", nowhere, "", NULL);
            char *said = house_masked(&a, names, 2), *same = house_masked(&b, names, 2);
            if (a.status != 404 || strcmp(said, same) != 0) house_complain("%s learns of it", who_names[who]);
            free(said);
            free(same);
            answer_free(&a);
            answer_free(&b);
        }
        struct answer done = {0};
        if (!step) done = house_ask(h, ANYBODY, "POST", path, "", "");
        if (!step) assert_int_equal(done.status, 303);
        if (!step) answer_free(&done);
    }
    house_judge();
}

static void test_one_of_them_confirms_with_a_fresh_sign_in_and_the_password_is_still_asked(void **state)
{
    (void)state;
    char there[100];
    snprintf(there, sizeof there, "/tweede-stap/%s", h->persons[EDITOR]);
    kb_time before = h->now;
    struct answer page = house_ask(h, ADMINISTRATOR, "GET", there, "", NULL), stale, done;
    assert_int_equal(page.status, 200);
    stale = house_ask(h, ADMINISTRATOR, "POST", there, "", "answer=yes"); /* signed in hours ago */
    assert_int_equal(stale.status, 401);
    h->now = h->w->svc.now;
    done = house_ask(h, ADMINISTRATOR, "POST", there, "", "answer=yes");
    h->now = before;
    assert_int_equal(done.status, 303);
    answer_free(&page);
    answer_free(&stale);
    answer_free(&done);
    get_token("lost-sure");
    free(refused("een+andere+zin+van+iemand", ""));
    struct answer used = send_link(sentence, "", 303);
    assert_string_equal(answer_header(&used, "Location"), "/account/tweede-stap");
    answer_free(&used);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_every_name_gets_the_same_answer_byte_for_byte),
        TEST(test_a_wrong_password_and_a_wrong_code_are_one_answer_and_wait_alike),
        TEST(test_the_right_ones_end_every_session_and_lead_to_setting_it_up_anew),
        TEST(test_the_password_alone_opens_nothing_until_a_new_one_works),
        TEST(test_colleagues_are_asked_with_the_link_and_everybody_else_sees_no_such_page),
        TEST(test_one_of_them_confirms_with_a_fresh_sign_in_and_the_password_is_still_asked),
    };
    return cmocka_run_group_tests_name("lost", tests, set_up, close_house);
}
