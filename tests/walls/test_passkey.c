/* Passkeys through the door: a challenge counts for the page, the person and the ten minutes it was made for, and an
 * answer once. What a device can say wrong is unit/service/test_webauthn's. */
#include "tests/walls/one_house.h"
#include "tests/webauthn_device.h"

#include <string.h>

enum { ASKED_MS = 10 * MS_MINUTE };

static struct device device;
static arena *a;
static char origin[64];

static int set_up(void **state)
{
    open_real_house(state);
    a = arena_new(4 * 1024 * 1024);
    device = device_new(DEVICE_ES256, "telefoon van lid");
    snprintf(origin, sizeof origin, "http://localhost:%d", h->door.port);
    return a ? 0 : -1;
}

static int tear_down(void **state)
{
    close_house(state);
    device_free(&device);
    arena_free(a);
    return 0;
}

/* ---- A browser ---- */

/* What a page hands to its script. */
struct asked {
    const char *challenge, *step;
};

/* What stands behind this beginning, up to the quote; "" when it is not there. */
static const char *behind(const char *body, const char *beginning)
{
    const char *at = strstr(body, beginning);
    if (!at) return "";
    at += strlen(beginning);
    return arena_text_str(a, text_of(at, strcspn(at, "\"")));
}

static struct asked look(enum who who, const char *path)
{
    struct answer page = house_ask(h, who, "GET", path, "", NULL);
    assert_int_equal(page.status, 200);
    struct asked asked = {behind(page.body, "data-challenge=\""), behind(page.body, "name=\"step\" value=\"")};
    answer_free(&page);
    assert_int_equal(strlen(asked.challenge), 43);
    assert_true(strlen(asked.step) > 80);
    return asked;
}

static const char new_page[] = "/account/passkeys/nieuw", sign_in_page[] = "/inloggen";

static const char *base64(text bytes)
{
    size_t room = sodium_base64_encoded_len(bytes.len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *out = arena_alloc(a, room);
    return sodium_bin2base64(out, room, (const unsigned char *)bytes.ptr, bytes.len,
                             sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static struct saying answer_to(const char *type, const struct asked *asked)
{
    return (struct saying){.type = type,
                           .challenge = asked->challenge,
                           .origin = origin,
                           .rp = "localhost",
                           .flags = DEVICE_PRESENT | DEVICE_VERIFIED};
}

static int post(enum who who, const char *path, const char *form, bool *signed_in)
{
    struct answer page = house_ask(h, who, "POST", path, "", form);
    int status = page.status;
    if (signed_in) *signed_in = status == 303 && answer_header(&page, "Set-Cookie");
    answer_free(&page);
    return status;
}

static int add(enum who who, const struct asked *asked)
{
    struct saying say = answer_to("webauthn.create", asked);
    struct webauthn_answer made = device_make(&device, &say, a);
    return post(who, "/account/passkeys",
                arena_printf(a, "name=Telefoon&step=%s&client_data=%s&authenticator=%s", asked->step,
                             base64(made.client_data), base64(made.authenticator)),
                NULL);
}

static const char *signed_form(const struct asked *asked, const struct saying *say)
{
    struct webauthn_answer said = device_sign(&device, say, a);
    return arena_printf(a, "step=%s&credential=%s&client_data=%s&authenticator=%s&signature=%s", asked->step,
                        base64(text_of(device.id, sizeof device.id)), base64(said.client_data),
                        base64(said.authenticator), base64(said.signature));
}

static int sign_in(const struct asked *asked)
{
    bool signed_in;
    struct saying say = answer_to("webauthn.get", asked);
    int status = post(ANYBODY, "/inloggen/passkey", signed_form(asked, &say), &signed_in);
    assert_true(signed_in == (status == 303));
    return status;
}

/* ---- In this order ---- */

static void test_a_challenge_to_add_one_is_of_that_page_person_and_time(void **state)
{
    (void)state;
    struct asked mine = look(MEMBER, new_page), theirs = look(LEAD, new_page), other = look(ANYBODY, sign_in_page);
    assert_int_equal(add(MEMBER, &theirs), 400);
    assert_int_equal(add(MEMBER, &other), 400);
    assert_int_equal(add(MEMBER, &(struct asked){mine.challenge, other.step}), 400);
    assert_int_equal(add(MEMBER, &(struct asked){other.challenge, mine.step}), 400);
    h->now += ASKED_MS;
    assert_int_equal(add(MEMBER, &mine), 400);
    h->now -= 1;
    assert_int_equal(add(ANYBODY, &mine), 401);
    assert_int_equal(add(MEMBER, &mine), 200); /* the codes on paper */
    assert_int_equal(add(MEMBER, &mine), 400);
}

static void test_it_signs_in_alone_and_an_answer_counts_once(void **state)
{
    (void)state;
    struct asked asked = look(ANYBODY, sign_in_page);
    assert_int_equal(sign_in(&asked), 303);
    assert_int_equal(sign_in(&asked), 403);
    asked = look(ANYBODY, sign_in_page);
    assert_int_equal(sign_in(&asked), 303);
}

static void test_a_challenge_to_sign_in_is_of_that_page_and_time(void **state)
{
    (void)state;
    struct asked asked = look(ANYBODY, sign_in_page), adding = look(LEAD, new_page);
    assert_int_equal(sign_in(&adding), 403);
    assert_int_equal(sign_in(&(struct asked){asked.challenge, adding.step}), 403);
    assert_int_equal(sign_in(&(struct asked){asked.challenge, "verzonnen"}), 403);
    assert_int_equal(sign_in(&(struct asked){adding.challenge, asked.step}), 403);
    h->now += ASKED_MS;
    assert_int_equal(sign_in(&asked), 403);
    h->now -= 1;
    assert_int_equal(sign_in(&asked), 303);
}

static void test_only_our_own_address_and_a_device_that_knows_its_owner(void **state)
{
    (void)state;
    struct asked asked = look(ANYBODY, sign_in_page);
    struct saying say = answer_to("webauthn.get", &asked);
    say.flags = DEVICE_PRESENT;
    assert_int_equal(post(ANYBODY, "/inloggen/passkey", signed_form(&asked, &say), NULL), 403);
    say = answer_to("webauthn.get", &asked);
    say.origin = "http://localhost:1";
    assert_int_equal(post(ANYBODY, "/inloggen/passkey", signed_form(&asked, &say), NULL), 403);
    say = answer_to("webauthn.get", &asked);
    say.rp = "localhost.example";
    assert_int_equal(post(ANYBODY, "/inloggen/passkey", signed_form(&asked, &say), NULL), 403);
    assert_int_equal(post(ANYBODY, "/inloggen/passkey", "step=x", NULL), 400);
    assert_int_equal(sign_in(&asked), 303);
}

static void test_a_sign_in_that_is_too_old_is_made_fresh_by_it(void **state)
{
    (void)state;
    h->now += 15 * (kb_time)MS_MINUTE + 1;
    struct answer page = house_ask(h, MEMBER, "GET", new_page, "", NULL);
    assert_int_equal(page.status, 303);
    assert_string_equal(answer_header(&page, "Location"), "/inloggen?verder=/account/passkeys/nieuw");
    answer_free(&page);
    bool signed_in;
    struct asked asked = look(MEMBER, sign_in_page);
    struct saying say = answer_to("webauthn.get", &asked);
    const char *form = arena_printf(a, "verder=%s&%s", new_page, signed_form(&asked, &say));
    assert_int_equal(post(MEMBER, "/inloggen/passkey", form, &signed_in), 303);
    assert_true(signed_in); /* as a new session; the old one has ended */
    page = house_ask(h, MEMBER, "GET", "/account", "", NULL);
    assert_int_equal(page.status, 303);
    answer_free(&page);
}

static err_code close_account(struct house *house, kb_err *err)
{
    struct svc svc = house->w->svc;
    svc.actor = svc_system_actor();
    return svc_person_disable(&svc, text_str(house->persons[MEMBER]), true, err);
}

static void test_a_closed_account_opens_for_no_passkey(void **state)
{
    (void)state;
    struct asked asked = look(ANYBODY, sign_in_page);
    house_do(h, close_account);
    assert_int_equal(sign_in(&asked), 403);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_challenge_to_add_one_is_of_that_page_person_and_time),
        cmocka_unit_test(test_it_signs_in_alone_and_an_answer_counts_once),
        cmocka_unit_test(test_a_challenge_to_sign_in_is_of_that_page_and_time),
        cmocka_unit_test(test_only_our_own_address_and_a_device_that_knows_its_owner),
        cmocka_unit_test(test_a_sign_in_that_is_too_old_is_made_fresh_by_it),
        cmocka_unit_test(test_a_closed_account_opens_for_no_passkey),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
