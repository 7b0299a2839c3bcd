/* Whether an answer of a browser with a passkey is the one that was asked, and every forgery refused for its own
 * reason. All but one are signed as the truth is: the check that must catch it stands alone. */
#include "tests/webauthn_device.h"

enum { ID_BYTES = 16 };

static const char challenge[] = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

static const struct webauthn_asked asked = {
    .origin = TEXT("https://praktijk.nl"),
    .rp = "praktijk.nl",
    .challenge = TEXT("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"),
};

static const struct saying making = {.type = "webauthn.create",
                                     .challenge = challenge,
                                     .origin = "https://praktijk.nl",
                                     .rp = "praktijk.nl",
                                     .flags = DEVICE_PRESENT};

static const struct saying signing = {.type = "webauthn.get",
                                      .challenge = challenge,
                                      .origin = "https://praktijk.nl",
                                      .rp = "praktijk.nl",
                                      .flags = DEVICE_PRESENT,
                                      .counter = 8};

/* One device of each algorithm, its key registered with counter 7. */
static struct bench {
    arena *a;
    struct device device;
    struct webauthn_key key;
} bench;

static void begin(int algorithm)
{
    bench.device = device_new(algorithm, "sleutel van Rosa");
    struct webauthn_answer answer = device_make(&bench.device, &making, bench.a);
    assert_int_equal(webauthn_made(&asked, &answer, bench.a, &bench.key), WEBAUTHN_GOOD);
    bench.key.counter = 7;
}

static void end(void)
{
    device_free(&bench.device);
}

static int set_up(void **state)
{
    (void)state;
    bench.a = arena_new(1 << 20);
    begin(DEVICE_ES256);
    return bench.a ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    end();
    arena_free(bench.a);
    return 0;
}

static enum webauthn_verdict judge_made(const struct webauthn_asked *what, struct saying say)
{
    struct webauthn_key key;
    struct webauthn_answer answer = device_make(&bench.device, &say, bench.a);
    return webauthn_made(what, &answer, bench.a, &key);
}

static enum webauthn_verdict judge_signed(const struct webauthn_asked *what, struct saying say)
{
    uint32_t counter = 0;
    struct webauthn_answer answer = device_sign(&bench.device, &say, bench.a);
    return webauthn_signed(what, &answer, &bench.key, &counter);
}

/* ---- The truth ---- */

static void test_each_algorithm_makes_a_key_and_signs_with_it(void **state)
{
    (void)state;
    static const int algorithms[] = {DEVICE_ES256, DEVICE_EDDSA, DEVICE_RS256};
    for (size_t i = 0; i < 3; i++) {
        uint32_t counter = 0;
        end();
        begin(algorithms[i]);
        assert_int_equal(bench.key.algorithm, algorithms[i]);
        assert_text(text_slice(bench.key.id, 0, ID_BYTES), "sleutel van Rosa");
        struct webauthn_answer answer = device_sign(&bench.device, &signing, bench.a);
        assert_int_equal(webauthn_signed(&asked, &answer, &bench.key, &counter), WEBAUTHN_GOOD);
        assert_int_equal(counter, 8);
    }
}

static text from_hex(const char *hex)
{
    size_t len = 0;
    char *out = arena_alloc(bench.a, strlen(hex));
    assert_int_equal(sodium_hex2bin((unsigned char *)out, strlen(hex), hex, strlen(hex), NULL, &len, NULL), 0);
    return text_of(out, len);
}

/* What Chromium and its own virtual device said once: nothing of ours made it. */
static void test_what_a_browser_said_once_is_understood(void **state)
{
    (void)state;
    struct webauthn_key key;
    uint32_t counter = 0;
    struct webauthn_asked what = {
        .origin = TEXT("http://localhost:35723"), .rp = "localhost", .challenge = asked.challenge, .verified = true};
    struct webauthn_answer made = {
        .client_data =
            TEXT("{\"type\":\"webauthn.create\",\"challenge\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\","
                 "\"origin\":\"http://localhost:35723\",\"crossOrigin\":false}"),
        .authenticator = from_hex("49960de5880e8c687434170f6476605b8fe4aeb9a28632c7995cf3ba831d97634500000001010203"
                                  "0405060708010203040506070800202eeec54c6a4ddcf76891bcd522d0c8e6e069c1037c53a6f434"
                                  "730160be99d311a50102032620012158201e959f6775a1ac75d047a0d6e12831ba00abfbcfd4e230"
                                  "8d0249d56bd8dfe77f225820014c0c389ca98d296ca6663111cdc739bd12cce55d5470c1a351ec07"
                                  "e0156a71")};
    struct webauthn_answer said = {
        .client_data = TEXT("{\"type\":\"webauthn.get\",\"challenge\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\","
                            "\"origin\":\"http://localhost:35723\",\"crossOrigin\":false}"),
        .authenticator = from_hex("49960de5880e8c687434170f6476605b8fe4aeb9a28632c7995cf3ba831d97630500000002"),
        .signature = from_hex("30440220313a86d9c956d660fe7d41676c5e72cf459a416da28e5d3e7f1bd88601caa48502206710e0da"
                              "d2c39f3b8ccc959a072fb7c318a7ff7e814a47f659b04d9463ac3a64")};
    assert_int_equal(webauthn_made(&what, &made, bench.a, &key), WEBAUTHN_GOOD);
    assert_int_equal(key.algorithm, DEVICE_ES256);
    assert_int_equal(key.counter, 1);
    assert_true(text_eq(key.id, from_hex("2eeec54c6a4ddcf76891bcd522d0c8e6e069c1037c53a6f434730160be99d311")));
    assert_int_equal(webauthn_signed(&what, &said, &key, &counter), WEBAUTHN_GOOD);
    assert_int_equal(counter, 2);
    assert_int_equal(webauthn_signed(&asked, &said, &key, &counter), WEBAUTHN_ORIGIN);
}

/* ---- Forgeries ---- */

/* What differs from the truth; what is not named is as it was. */
static const struct forgery {
    const char *what;
    enum webauthn_verdict verdict;
    struct saying change;
} forgeries[] = {
    {"a type of payments", WEBAUTHN_TYPE, {.type = "payment.get"}},
    {"another challenge", WEBAUTHN_CHALLENGE, {.challenge = "BAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"}},
    {"no challenge", WEBAUTHN_CHALLENGE, {.challenge = ""}},
    {"half a challenge", WEBAUTHN_CHALLENGE, {.challenge = "AAECAwQFBgcICQoLDA0O"}},
    {"another origin", WEBAUTHN_ORIGIN, {.origin = "https://praktijk.nl.example"}},
    {"a name below ours", WEBAUTHN_ORIGIN, {.origin = "https://x.praktijk.nl"}},
    {"without TLS", WEBAUTHN_ORIGIN, {.origin = "http://praktijk.nl"}},
    {"another port", WEBAUTHN_ORIGIN, {.origin = "https://praktijk.nl:8443"}},
    {"in a frame", WEBAUTHN_ORIGIN, {.more = ",\"crossOrigin\":true"}},
    {"perhaps in a frame", WEBAUTHN_ORIGIN, {.more = ",\"crossOrigin\":\"false\""}},
    {"the origin twice", WEBAUTHN_UNREADABLE, {.more = ",\"origin\":\"https://praktijk.nl\""}},
    {"no JSON", WEBAUTHN_UNREADABLE, {.more = ","}},
    {"another party", WEBAUTHN_RP, {.rp = "praktijk.nl.example"}},
    {"nobody there", WEBAUTHN_ABSENT, {.flags = DEVICE_NOBODY}},
    {"verified, nobody there", WEBAUTHN_ABSENT, {.flags = DEVICE_NOBODY | DEVICE_VERIFIED}},
};

static struct saying changed(struct saying truth, const struct saying *change)
{
    if (change->type) truth.type = change->type;
    if (change->challenge) truth.challenge = change->challenge;
    if (change->origin) truth.origin = change->origin;
    if (change->more) truth.more = change->more;
    if (change->rp) truth.rp = change->rp;
    if (change->flags) truth.flags = change->flags;
    return truth;
}

static void each_forgery(const char *kind, enum webauthn_verdict (*judge)(const struct webauthn_asked *, struct saying),
                         struct saying truth)
{
    assert_int_equal(judge(&asked, truth), WEBAUTHN_GOOD);
    for (size_t i = 0; i < sizeof forgeries / sizeof *forgeries; i++) {
        enum webauthn_verdict verdict = judge(&asked, changed(truth, &forgeries[i].change));
        if (verdict != forgeries[i].verdict) fail_msg("%s, %s: %s", kind, forgeries[i].what, webauthn_words(verdict));
    }
}

static void test_a_forgery_is_refused_for_its_own_reason(void **state)
{
    (void)state;
    each_forgery("a new key", judge_made, making);
    each_forgery("a signature", judge_signed, signing);
}

static void test_a_signature_is_no_new_key_and_a_new_key_no_signature(void **state)
{
    (void)state;
    struct saying say = making;
    say.type = signing.type;
    assert_int_equal(judge_made(&asked, say), WEBAUTHN_TYPE);
    say = signing;
    say.type = making.type;
    assert_int_equal(judge_signed(&asked, say), WEBAUTHN_TYPE);
}

static void test_the_owner_is_verified_where_that_is_asked(void **state)
{
    (void)state;
    struct webauthn_asked strict = asked;
    strict.verified = true;
    struct saying verified = signing;
    verified.flags |= DEVICE_VERIFIED;
    assert_int_equal(judge_signed(&strict, signing), WEBAUTHN_UNVERIFIED);
    assert_int_equal(judge_signed(&strict, verified), WEBAUTHN_GOOD);
    assert_int_equal(judge_signed(&asked, verified), WEBAUTHN_GOOD);
}

static void test_a_signature_counts_for_its_own_bytes_and_key_only(void **state)
{
    (void)state;
    static const int algorithms[] = {DEVICE_ES256, DEVICE_EDDSA, DEVICE_RS256};
    for (size_t i = 0; i < 3; i++) {
        end();
        begin(algorithms[i]);
        uint32_t counter;
        struct webauthn_answer truth = device_sign(&bench.device, &signing, bench.a), answer = truth;
        ((char *)answer.signature.ptr)[answer.signature.len - 1] ^= 1;
        assert_int_equal(webauthn_signed(&asked, &answer, &bench.key, &counter), WEBAUTHN_SIGNATURE);
        answer.signature = text_slice(answer.signature, 0, answer.signature.len - 1);
        assert_int_equal(webauthn_signed(&asked, &answer, &bench.key, &counter), WEBAUTHN_SIGNATURE);
        answer.signature = text_str("");
        assert_int_equal(webauthn_signed(&asked, &answer, &bench.key, &counter), WEBAUTHN_SIGNATURE);

        struct saying later = signing;
        later.counter = 9;
        answer = device_sign(&bench.device, &later, bench.a);
        answer.signature = device_sign(&bench.device, &signing, bench.a).signature;
        assert_int_equal(webauthn_signed(&asked, &answer, &bench.key, &counter), WEBAUTHN_SIGNATURE);

        struct device other = device_new(algorithms[i], "een andere sleut");
        answer = device_sign(&other, &signing, bench.a);
        assert_int_equal(webauthn_signed(&asked, &answer, &bench.key, &counter), WEBAUTHN_SIGNATURE);
        device_free(&other);
    }
}

static void test_a_key_is_used_with_its_own_algorithm_only(void **state)
{
    (void)state;
    static const int others[] = {DEVICE_EDDSA, DEVICE_RS256, -35, 0, -7000};
    uint32_t counter;
    struct webauthn_answer answer = device_sign(&bench.device, &signing, bench.a);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct webauthn_key key = bench.key;
        key.algorithm = others[i];
        assert_int_equal(webauthn_signed(&asked, &answer, &key, &counter), WEBAUTHN_SIGNATURE);
    }
}

static void test_a_counter_rises_or_is_not_there(void **state)
{
    (void)state;
    static const struct {
        uint32_t before, now;
        enum webauthn_verdict verdict;
    } cases[] = {
        {0, 0, WEBAUTHN_GOOD},          {0, 1, WEBAUTHN_GOOD},
        {7, 8, WEBAUTHN_GOOD},          {7, 7, WEBAUTHN_COUNTER},
        {7, 6, WEBAUTHN_COUNTER},       {7, 0, WEBAUTHN_COUNTER},
        {7, 0xffffffff, WEBAUTHN_GOOD}, {0xffffffff, 1, WEBAUTHN_COUNTER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct saying say = signing;
        say.counter = cases[i].now;
        bench.key.counter = cases[i].before;
        assert_int_equal(judge_signed(&asked, say), cases[i].verdict);
    }
}

/* ---- Bytes that are no answer ---- */

static void test_a_new_key_that_is_cut_short_is_none(void **state)
{
    (void)state;
    struct webauthn_answer whole = device_make(&bench.device, &making, bench.a);
    for (size_t len = 0; len < whole.authenticator.len; len++) {
        struct webauthn_key key;
        struct webauthn_answer cut = whole;
        cut.authenticator = text_slice(whole.authenticator, 0, len);
        assert_int_not_equal(webauthn_made(&asked, &cut, bench.a, &key), WEBAUTHN_GOOD);
    }
    struct webauthn_key key;
    struct webauthn_answer bare = device_sign(&bench.device, &making, bench.a); /* no key in it */
    assert_int_equal(webauthn_made(&asked, &bare, bench.a, &key), WEBAUTHN_KEY);
}

/* The whole of a new key up to its CBOR, and then this. */
static enum webauthn_verdict judge_cbor(const char *cbor, size_t len)
{
    enum { BEFORE = 37 + 16 + 2 + ID_BYTES };
    struct webauthn_key key;
    struct webauthn_answer answer = device_make(&bench.device, &making, bench.a);
    struct buf out = buf_new(WEBAUTHN_BYTES_MAX);
    buf_put(&out, text_slice(answer.authenticator, 0, BEFORE));
    buf_put(&out, text_of(cbor, len));
    answer.authenticator = device_keep(bench.a, &out);
    return webauthn_made(&asked, &answer, bench.a, &key);
}

static void test_cbor_that_promises_more_than_it_holds_is_not_read(void **state)
{
    (void)state;
    static const char *const heads[] = {
        "\xba\xff\xff\xff\xff\x01",
        "\x9a\xff\xff\xff\xff\x01", /* a map and a list of four milliard items */
        "\xbb\x0f\xff\xff\xff\xff\xff\xff\xff",
        "\x5b\xff\xff\xff\xff\xff\xff\xff\xff", /* sizes of 64 bits */
        "\xbf\x01\x02\xff",
        "\x5f\x41\x61\xff", /* until further notice */
        "\xa5\x01\x02\x9a\xff\xff\xff\xff",
        "\xb9\x01",
        "\xbc", /* within, cut short, no head at all */
    };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        assert_int_equal(judge_cbor(heads[i], strlen(heads[i])), WEBAUTHN_KEY);
    assert_int_equal(judge_cbor("", 0), WEBAUTHN_KEY);
}

static void test_what_was_not_asked_is_not_read_behind_a_signature(void **state)
{
    (void)state;
    uint32_t counter;
    struct webauthn_answer answer = device_sign(&bench.device, &signing, bench.a);
    struct buf out = buf_new(WEBAUTHN_BYTES_MAX);
    buf_put(&out, answer.authenticator);
    buf_put(&out, TEXT("\xba\xff\xff\xff\xff"));
    answer.authenticator = device_keep(bench.a, &out);
    ((char *)answer.authenticator.ptr)[32] = (char)0x81; /* extensions follow */
    device_sign_again(&bench.device, &answer, bench.a);
    assert_int_equal(webauthn_signed(&asked, &answer, &bench.key, &counter), WEBAUTHN_UNREADABLE);
}

static void test_too_much_is_not_read(void **state)
{
    (void)state;
    uint32_t counter;
    char *room = arena_alloc(bench.a, WEBAUTHN_BYTES_MAX + 1);
    memset(room, ' ', WEBAUTHN_BYTES_MAX + 1);
    text much = text_of(room, WEBAUTHN_BYTES_MAX + 1);
    struct webauthn_answer truth = device_sign(&bench.device, &signing, bench.a), answer = truth;
    memcpy(room, truth.client_data.ptr, truth.client_data.len);
    answer.client_data = much;
    device_sign_again(&bench.device, &answer, bench.a);
    assert_int_equal(webauthn_signed(&asked, &answer, &bench.key, &counter), WEBAUTHN_UNREADABLE);
    answer = truth;
    memcpy(room, truth.authenticator.ptr, truth.authenticator.len);
    answer.authenticator = much;
    device_sign_again(&bench.device, &answer, bench.a);
    assert_int_equal(webauthn_signed(&asked, &answer, &bench.key, &counter), WEBAUTHN_UNREADABLE);
    answer = truth;
    answer.signature = much;
    assert_int_equal(webauthn_signed(&asked, &answer, &bench.key, &counter), WEBAUTHN_SIGNATURE);
}

static void test_nothing_is_answered_where_nothing_was_asked(void **state)
{
    (void)state;
    struct webauthn_asked nothing = asked;
    struct saying say = signing;
    nothing.challenge = text_str("");
    say.challenge = "";
    assert_int_equal(judge_signed(&nothing, say), WEBAUTHN_CHALLENGE);
    nothing = asked;
    nothing.origin = text_str("");
    say = signing;
    say.origin = "";
    assert_int_equal(judge_signed(&nothing, say), WEBAUTHN_ORIGIN);
}

int main(void)
{
#define ON_BENCH(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        ON_BENCH(test_each_algorithm_makes_a_key_and_signs_with_it),
        ON_BENCH(test_what_a_browser_said_once_is_understood),
        ON_BENCH(test_a_forgery_is_refused_for_its_own_reason),
        ON_BENCH(test_a_signature_is_no_new_key_and_a_new_key_no_signature),
        ON_BENCH(test_the_owner_is_verified_where_that_is_asked),
        ON_BENCH(test_a_signature_counts_for_its_own_bytes_and_key_only),
        ON_BENCH(test_a_key_is_used_with_its_own_algorithm_only),
        ON_BENCH(test_a_counter_rises_or_is_not_there),
        ON_BENCH(test_a_new_key_that_is_cut_short_is_none),
        ON_BENCH(test_cbor_that_promises_more_than_it_holds_is_not_read),
        ON_BENCH(test_what_was_not_asked_is_not_read_behind_a_signature),
        ON_BENCH(test_too_much_is_not_read),
        ON_BENCH(test_nothing_is_answered_where_nothing_was_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
