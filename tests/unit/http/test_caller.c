#include "tests/kb_test.h"

#include "kb/http/caller.h"

static void check(const struct caller_proxy *proxy, const char *peer, const char *forwarded, const char *expected)
{
    char address[CALLER_ADDRESS_BYTES];
    caller_address(proxy, peer, text_str(forwarded), address);
    assert_string_equal(address, expected);
}

static void test_a_header_counts_from_the_configured_proxy_only(void **state)
{
    (void)state;
    static const struct caller_proxy none = {false, NULL}, here = {true, ""}, there = {true, "192.0.2.80"},
                                     six = {true, "2001:DB8::0080"};
    check(&none, "127.0.0.1", "203.0.113.9", "127.0.0.1");
    check(&here, "127.0.0.1", "203.0.113.9", "203.0.113.9");
    check(&here, "::1", "203.0.113.9", "203.0.113.9");
    check(&here, "192.0.2.80", "203.0.113.9", "192.0.2.80");
    check(&there, "192.0.2.80", "203.0.113.9", "203.0.113.9");
    check(&there, "::ffff:192.0.2.80", "203.0.113.9", "203.0.113.9");
    check(&there, "192.0.2.81", "203.0.113.9", "192.0.2.81");
    check(&there, "127.0.0.1", "203.0.113.9", "127.0.0.1"); /* not told of this one */
    check(&six, "2001:db8::80", "203.0.113.9", "203.0.113.9");
    check(&here, "", "203.0.113.9", "203.0.113.9");
    check(&none, "", "203.0.113.9", "");
}

static void test_only_the_last_address_is_the_proxys_own_word(void **state)
{
    (void)state;
    static const struct caller_proxy here = {true, NULL};
    check(&here, "127.0.0.1", "10.0.0.1, 198.51.100.1,203.0.113.9", "203.0.113.9");
    check(&here, "127.0.0.1", "10.0.0.1, [2001:DB8::1]:4711", "2001:db8::1");
    check(&here, "127.0.0.1", " 203.0.113.9:4711 ", "203.0.113.9");
    check(&here, "127.0.0.1", "::ffff:203.0.113.9", "203.0.113.9");
}

static void test_a_proxy_that_names_no_address_is_the_caller(void **state)
{
    (void)state;
    static const struct caller_proxy here = {true, NULL};
    static const char *const no_address[] = {
        "",  "unknown", "203.0.113.9,", "203.0.113.900",
        "[", ":",       "0x7f.1",       "no address at all, and longer than the sixty-four bytes that one can have"};
    for (size_t i = 0; i < sizeof no_address / sizeof no_address[0]; i++)
        check(&here, "127.0.0.1", no_address[i], "127.0.0.1");
    check(&here, "", "unknown", "");
}

static void test_a_place_is_an_ipv4_address_or_a_network_of_64_bits(void **state)
{
    (void)state;
    unsigned char a[CALLER_PLACE_BYTES], b[CALLER_PLACE_BYTES];
    assert_true(caller_place(TEXT("192.0.2.1"), a) && caller_place(TEXT("192.0.2.2"), b));
    assert_memory_not_equal(a, b, sizeof a);
    assert_true(caller_place(TEXT("::ffff:192.0.2.2"), a));
    assert_memory_equal(a, b, sizeof a);
    assert_true(caller_place(TEXT("2001:db8:1:2::1"), a) && caller_place(TEXT("2001:db8:1:2:3:4:5:6"), b));
    assert_memory_equal(a, b, sizeof a);
    assert_true(caller_place(TEXT("2001:db8:1:3::1"), b));
    assert_memory_not_equal(a, b, sizeof a);
    assert_false(caller_place(TEXT(""), a));
    assert_false(caller_place(TEXT("localhost"), a));
}

static void test_a_proxy_is_told_in_figures(void **state)
{
    (void)state;
    assert_true(caller_proxy_ok(&(struct caller_proxy){true, NULL}));
    assert_true(caller_proxy_ok(&(struct caller_proxy){true, "192.0.2.80"}));
    assert_false(caller_proxy_ok(&(struct caller_proxy){true, "nginx.local"}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_header_counts_from_the_configured_proxy_only),
        TEST(test_only_the_last_address_is_the_proxys_own_word),
        TEST(test_a_proxy_that_names_no_address_is_the_caller),
        TEST(test_a_place_is_an_ipv4_address_or_a_network_of_64_bits),
        TEST(test_a_proxy_is_told_in_figures),
    };
    return cmocka_run_group_tests_name("caller", tests, NULL, NULL);
}
