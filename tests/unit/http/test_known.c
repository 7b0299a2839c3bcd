#include "tests/kb_test.h"

#include "kb/base/cleanup.h"
#include "kb/http/known.h"

#include <stdio.h>
#include <string.h>

static const unsigned char key[KNOWN_KEY_BYTES] = {1}, other_key[KNOWN_KEY_BYTES] = {2};

/* The browser: what it sends next time. */
struct browser {
    char cookie[400];
    char set[400]; /* the last Set-Cookie */
};

static kb_req request_of(const struct browser *browser, arena *a)
{
    return (kb_req){.arena = a, .cookie = text_str(browser->cookie)};
}

static void sign_in(struct browser *browser, const char *person)
{
    _cleanup_(arena_free_p)
    arena *a = arena_new(1024 * 1024);
    kb_req req = request_of(browser, a);
    kb_res res = {.arena = a};
    known_device_add(&req, &res, key, person);
    assert_int_equal(res.n_headers, 1);
    snprintf(browser->set, sizeof browser->set, "%s", res.headers[0].value);
    snprintf(browser->cookie, sizeof browser->cookie, "%.*s", (int)strcspn(browser->set, ";"), browser->set);
}

/* "" when it is not known. */
static void device_of(const struct browser *browser, const unsigned char *with, const char *person, char out[40])
{
    _cleanup_(arena_free_p)
    arena *a = arena_new(1024 * 1024);
    kb_req req = request_of(browser, a);
    text device = known_device(&req, with, person);
    memset(out, 0, 40);
    memcpy(out, device.ptr, device.len);
}

static bool knows(const struct browser *browser, const char *person)
{
    char device[40];
    device_of(browser, key, person, device);
    return memcmp(device, (char[40]){0}, 40) != 0;
}

static void test_a_device_is_known_to_who_signed_in_on_it_and_to_nobody_else(void **state)
{
    (void)state;
    struct browser browser = {0};
    assert_false(knows(&browser, "rosa"));
    sign_in(&browser, "rosa");
    assert_true(knows(&browser, "rosa"));
    assert_false(knows(&browser, "piet"));
    assert_false(knows(&browser, NULL));
    assert_null(strstr(browser.set, "rosa"));
}

static void test_the_cookie_goes_to_the_pages_for_signing_in_only(void **state)
{
    (void)state;
    struct browser browser = {0};
    sign_in(&browser, "rosa");
    assert_int_equal(strncmp(browser.set, "__Secure-known=", 15), 0);
    assert_non_null(strstr(browser.set, "; Path=/inloggen; Max-Age=31536000; HttpOnly; SameSite=Lax; Secure"));
}

static void test_five_persons_share_a_device_and_the_one_longest_ago_makes_room(void **state)
{
    (void)state;
    static const char *const persons[] = {"a", "b", "c", "d", "e"};
    struct browser browser = {0};
    char before[40], after[40];
    for (size_t i = 0; i < 5; i++) sign_in(&browser, persons[i]);
    device_of(&browser, key, "a", before);
    sign_in(&browser, "a"); /* is not longest ago any more */
    sign_in(&browser, "f");
    assert_true(knows(&browser, "a") && knows(&browser, "f") && knows(&browser, "c"));
    assert_false(knows(&browser, "b"));
    device_of(&browser, key, "a", after);
    assert_memory_equal(before, after, sizeof before); /* what counts its attempts stays the same */
}

static void test_a_cookie_that_was_not_made_here_is_a_stranger(void **state)
{
    (void)state;
    struct browser browser = {0};
    char device[40];
    sign_in(&browser, "rosa");
    device_of(&browser, other_key, "rosa", device);
    assert_memory_equal(device, (char[40]){0}, 40);
    size_t value = strlen("__Secure-known="), len = strlen(browser.cookie);
    for (size_t i = value; i < len; i++) { /* any letter other than it was */
        struct browser forged = browser;
        forged.cookie[i] = forged.cookie[i] == 'A' ? 'B' : 'A';
        assert_false(knows(&forged, "rosa"));
    }
    browser.cookie[len - 1] = '\0';
    assert_false(knows(&browser, "rosa"));
    snprintf(browser.cookie, sizeof browser.cookie, "__Secure-known=%0300d", 0);
    assert_false(knows(&browser, "rosa"));
    sign_in(&browser, "rosa");
    assert_true(knows(&browser, "rosa"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_device_is_known_to_who_signed_in_on_it_and_to_nobody_else),
        TEST(test_the_cookie_goes_to_the_pages_for_signing_in_only),
        TEST(test_five_persons_share_a_device_and_the_one_longest_ago_makes_room),
        TEST(test_a_cookie_that_was_not_made_here_is_a_stranger),
    };
    return cmocka_run_group_tests_name("known", tests, NULL, NULL);
}
