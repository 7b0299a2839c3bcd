/* What is added to an answer, and what never stands in one. */
#include "tests/http/fixture.h"

#include <pthread.h>

#include "content/assets.h"

#include <brotli/decode.h>
#include <unistd.h>
#include <zlib.h>

static struct fixture f;

static int set_up(void **state)
{
    (void)state;
    fixture_start(&f, NULL, 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_stop(&f);
    return 0;
}

#define PERSON    "Cookie: sid=ppppppppppppppppppppppppppppppppppppppppppp\r\n"
#define VANISHING "Cookie: sid=vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv\r\n"
#define EDITOR    "Cookie: sid=eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee\r\n"

static void test_every_answer_carries_the_security_headers(void **state)
{
    (void)state;
    static const char *const paths[] = {"/hello",   "/nergens",     "/broken", "/healthz",
                                        "/private", "/api/nothing", "/hello/"};
    static const char *const names[] = {"Content-Security-Policy",
                                        "X-Content-Type-Options",
                                        "Referrer-Policy",
                                        "Cross-Origin-Opener-Policy",
                                        "Cross-Origin-Resource-Policy",
                                        "X-Request-Id",
                                        "Date"};
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        struct answer a = client_get(&f, paths[i], "");
        for (size_t j = 0; j < COUNT_OF(names); j++)
            if (!answer_header(&a, names[j])) fail_msg("%s has no %s", paths[i], names[j]);
        assert_non_null(strstr(answer_header(&a, "Content-Security-Policy"), "default-src 'none'"));
        assert_null(strstr(answer_header(&a, "Content-Security-Policy"), "unsafe"));
        assert_null(answer_header(&a, "Server"));
        answer_free(&a);
    }
}

static void test_head_is_get_without_its_body(void **state)
{
    (void)state;
    struct answer get = client_get(&f, "/big", ""),
                  head = client_ask(&f, "HEAD /big HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert_int_equal(head.status, 200);
    char length[100], etag[100];
    snprintf(length, sizeof length, "%s", answer_header(&get, "Content-Length"));
    snprintf(etag, sizeof etag, "%s", answer_header(&get, "ETag"));
    assert_string_equal(answer_header(&head, "Content-Length"), length);
    assert_string_equal(answer_header(&head, "ETag"), etag);
    answer_free(&get);
    answer_free(&head);
    int fd = client_connect(&f);
    client_say(fd, "HEAD /big HTTP/1.1\r\nHost: localhost\r\n\r\nGET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert_status(client_read(fd, true), 200);
    struct answer next = client_read(fd, false);
    assert_string_equal(next.body, "hello\n");
    answer_free(&next);
    close(fd);
}

static char *etag_of(const char *path, const char *headers)
{
    struct answer a = client_get(&f, path, headers);
    const char *etag = answer_header(&a, "ETag");
    char *copy = etag ? strdup(etag) : NULL;
    answer_free(&a);
    return copy;
}

static void test_an_unchanged_page_is_304_per_encoding(void **state)
{
    (void)state;
    _cleanup_(free_p)
    char *plain = etag_of("/big", ""), *br = etag_of("/big", "Accept-Encoding: br\r\n");
    assert_string_not_equal(plain, br);
    char headers[300];
    snprintf(headers, sizeof headers, "Accept-Encoding: br\r\nIf-None-Match: \"x\", W/%s\r\n", br);
    struct answer a = client_get(&f, "/big", headers);
    assert_int_equal(a.status, 304);
    assert_string_equal(answer_header(&a, "ETag"), br);
    assert_non_null(answer_header(&a, "Cache-Control"));
    assert_string_equal(answer_header(&a, "Vary"), "Accept-Encoding, Cookie, Authorization");
    answer_free(&a);
    snprintf(headers, sizeof headers, "If-None-Match: %s\r\n", br);
    assert_status(client_get(&f, "/big", headers), 200);
    assert_status(client_get(&f, "/big?lines=3", headers), 200);
}

static void test_signed_in_pages_are_neither_stored_nor_tagged(void **state)
{
    (void)state;
    struct answer a = client_get(&f, "/big", PERSON "If-None-Match: *\r\n");
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_header(&a, "Cache-Control"), "no-store");
    assert_null(answer_header(&a, "ETag"));
    answer_free(&a);
    a = client_get(&f, "/nergens", "");
    assert_string_equal(answer_header(&a, "Cache-Control"), "no-store");
    assert_null(answer_header(&a, "ETag"));
    answer_free(&a);
}

/* Who looks at the computer after them finds nothing of it, nor asks whether it is still the same. */
static void test_what_a_link_in_a_letter_opens_is_neither_stored_nor_tagged(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct answer a = client_get(&f, "/by/a-link-that-is-used-once", "If-None-Match: *\r\n");
        assert_int_equal(a.status, 200);
        assert_string_equal(answer_header(&a, "Cache-Control"), "no-store");
        assert_null(answer_header(&a, "ETag"));
        answer_free(&a);
    }
}

static void check_decoded(const char *headers, const char *encoding)
{
    struct answer plain = client_get(&f, "/big", ""), a = client_get(&f, "/big", headers);
    size_t len = plain.len;
    char *out = malloc(len);
    assert_string_equal(answer_header(&a, "Content-Encoding"), encoding);
    assert_true(a.len < plain.len / 10);
    if (strcmp(encoding, "br") == 0) {
        assert_int_equal(BrotliDecoderDecompress(a.len, (const uint8_t *)a.body, &len, (uint8_t *)out),
                         BROTLI_DECODER_RESULT_SUCCESS);
    } else {
        z_stream z = {
            .next_in = (Bytef *)a.body, .avail_in = (uInt)a.len, .next_out = (Bytef *)out, .avail_out = (uInt)len};
        assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
        assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
        len = z.total_out;
        inflateEnd(&z);
    }
    assert_int_equal(len, plain.len);
    assert_memory_equal(out, plain.body, len);
    free(out);
    answer_free(&plain);
    answer_free(&a);
}

static void test_encoded_answers_decode_to_the_same_bytes(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) { /* the second comes from the cache */
        check_decoded("Accept-Encoding: gzip, br\r\n", "br");
        check_decoded("Accept-Encoding: gzip\r\n", "gzip");
        check_decoded(PERSON "Accept-Encoding: gzip\r\n", "gzip");
    }
    struct answer a = client_get(&f, "/hello", "Accept-Encoding: br\r\n");
    assert_null(answer_header(&a, "Content-Encoding"));
    answer_free(&a);
}

static void test_a_page_is_made_once_per_state_of_the_data_and_only_for_who_is_signed_out(void **state)
{
    (void)state;
    assert_status(client_get(&f, "/kept", ""), 200);
    assert_status(client_get(&f, "/kept", ""), 200);
    assert_int_equal(atomic_load(&f.renders), 1);
    _cleanup_(free_p)
    char *etag = etag_of("/kept", "");
    char headers[200];
    snprintf(headers, sizeof headers, "If-None-Match: %s\r\n", etag);
    assert_status(client_get(&f, "/kept", headers), 304);
    assert_int_equal(atomic_load(&f.renders), 1);
    assert_status(client_get(&f, "/kept?x=1", ""), 200);
    assert_int_equal(atomic_load(&f.renders), 2);
    assert_status(client_get(&f, "/kept", PERSON), 200);
    assert_int_equal(atomic_load(&f.renders), 3);
    atomic_fetch_add(&f.epoch, 1);
    struct answer a = client_get(&f, "/kept", "");
    assert_string_equal(a.body, "made 4 times\n");
    answer_free(&a);
}

/* Only what is of one request differs: Date, and the name of the request, which a kept page does not have. */
static void test_a_kept_page_is_the_same_answer_for_everybody(void **state)
{
    (void)state;
    static const char *const same[] = {
        "Content-Security-Policy", "X-Content-Type-Options", "Cache-Control", "Vary", "ETag", "Content-Type"};
    struct answer made = client_get(&f, "/kept?same", ""), kept = client_get(&f, "/kept?same", "");
    for (size_t i = 0; i < COUNT_OF(same); i++) {
        assert_non_null(answer_header(&kept, same[i]));
        char first[400];
        snprintf(first, sizeof first, "%s", answer_header(&made, same[i]));
        assert_string_equal(answer_header(&kept, same[i]), first);
    }
    assert_string_equal(kept.body, made.body);
    assert_non_null(answer_header(&made, "X-Request-Id"));
    assert_null(answer_header(&kept, "X-Request-Id"));
    answer_free(&made);
    answer_free(&kept);
}

/* One response goes to several at once while the cache lets go of its page. */
static void *ask_for_kept(void *right)
{
    for (int i = 0; i < 200; i++) {
        if (i % 50 == 0) atomic_fetch_add(&f.epoch, 1);
        struct answer a = client_get(&f, "/kept?many", "");
        if (a.status == 200 && !strncmp(a.body, "made ", 5)) atomic_fetch_add((atomic_int *)right, 1);
        answer_free(&a);
    }
    return NULL;
}

static void test_a_kept_page_goes_to_many_at_once(void **state)
{
    (void)state;
    enum { ASKERS = 4 };
    pthread_t askers[ASKERS];
    atomic_int right = 0;
    for (int i = 0; i < ASKERS; i++) assert_int_equal(pthread_create(&askers[i], NULL, ask_for_kept, &right), 0);
    for (int i = 0; i < ASKERS; i++) pthread_join(askers[i], NULL);
    assert_int_equal(right, ASKERS * 200);
}

/* The body without the one thing that may differ. */
static void test_what_one_may_not_know_looks_like_what_is_not_there(void **state)
{
    (void)state;
    static const char *const kinds[] = {"", PERSON, "Accept: application/json\r\n"};
    for (size_t i = 0; i < 2; i++) {
        struct answer hidden = client_get(&f, "/item/zzzzzz", kinds[i]),
                      none = client_get(&f, "/item/nought", kinds[i]);
        assert_int_equal(hidden.status, 404);
        assert_int_equal(none.status, 404);
        char *h = strstr(hidden.body, "zzzzzz"), *n = strstr(none.body, "nought");
        while (h && n) { /* the reader's own address stands in the sign-in link of both */
            memcpy(h, "nought", 6);
            h = strstr(h, "zzzzzz");
            n = strstr(n + 1, "nought");
        }
        assert_int_equal(hidden.len, none.len);
        if (!strstr(hidden.body, "name=\"csrf\"")) assert_memory_equal(hidden.body, none.body, none.len);
        answer_free(&hidden);
        answer_free(&none);
    }
    struct answer json = client_get(&f, "/item/zzzzzz", kinds[2]);
    assert_string_equal(answer_header(&json, "Content-Type"), "application/problem+json");
    assert_non_null(strstr(json.body, "\"status\":404"));
    assert_null(strstr(json.body, "actor"));
    answer_free(&json);
}

static void test_causes_never_leave_the_server(void **state)
{
    (void)state;
    static const char *const headers[] = {"", "Accept: application/json\r\n"};
    for (size_t i = 0; i < COUNT_OF(headers); i++) {
        struct answer a = client_get(&f, "/broken", headers[i]);
        assert_int_equal(a.status, 503);
        assert_non_null(answer_header(&a, "Retry-After"));
        assert_null(strstr(a.body, "SELECT"));
        assert_null(strstr(a.body, "/var/lib"));
        assert_null(strstr(a.body, "half a page"));
        answer_free(&a);
    }
}

static void test_doors_open_for_who_holds_the_role(void **state)
{
    (void)state;
    struct answer a = client_get(&f, "/private?a=1&b=2", "");
    assert_int_equal(a.status, 303);
    assert_string_equal(answer_header(&a, "Location"), "/inloggen?verder=/private%3Fa%3D1%26b%3D2");
    answer_free(&a);
    assert_status(client_get(&f, "/private", "Accept: application/json\r\n"), 401);
    assert_status(client_get(&f, "/private", PERSON), 200);
    assert_status(client_get(&f, "/editors", PERSON), 403);
    assert_status(client_get(&f, "/editors", EDITOR), 200);
}

static void test_wrong_forms_come_back_with_their_reasons_and_without_secrets(void **state)
{
    (void)state;
    struct answer a = client_post(&f, "/echo", "", "number=x&secret=hunter2");
    assert_int_equal(a.status, 400);
    assert_string_equal(a.body, "again title= secret= first=not-a-number\n");
    answer_free(&a);
    a = client_post(&f, "/echo", "", "title=Huur&geheim=1");
    assert_int_equal(a.status, 400);
    assert_string_equal(a.body, "again title=Huur secret= first=unknown-field\n");
    answer_free(&a);
    a = client_post(&f, "/add", "Accept: application/json\r\n", "x=1");
    assert_int_equal(a.status, 400);
    assert_non_null(strstr(a.body, "{\"field\":\"x\",\"reason\":\"unknown-field\"}"));
    answer_free(&a);
    assert_status(client_ask(&f, "POST /echo HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Type: "
                                 "text/plain\r\nContent-Length: 3\r\n\r\na=1"),
                  415);
}

static void test_changes_must_come_from_our_own_pages(void **state)
{
    (void)state;
    int before = fixture_count(&f);
    assert_status(client_ask(&f, "POST /add HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"), 403);
    assert_status(client_ask(&f, "POST /add HTTP/1.1\r\nHost: localhost\r\nOrigin: null\r\nContent-Length: 0\r\n\r\n"),
                  403);
    assert_status(
        client_ask(&f,
                   "POST /add HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\nContent-Length: 0\r\n\r\n"),
        403);
    assert_status(client_post(&f, "/add", "Sec-Fetch-Site: cross-site\r\n", ""), 403);
    assert_status(client_post(&f, "/my-add", "", ""), 401);
    assert_status(client_post(&f, "/my-add", PERSON, ""), 403);
    assert_status(client_post(&f, "/my-add", PERSON, "csrf=AAAA"), 403);
    assert_status(client_post(&f, "/add", PERSON, ""), 403);
    assert_int_equal(fixture_count(&f), before);
    /* 32 bytes of mask 0, then the secret of the fixture: 32 times 7 */
    static const char good[] =
        "csrf=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBw";
    assert_status(client_post(&f, "/my-add", PERSON, good), 303);
    assert_status(client_post(&f, "/my-add", VANISHING, good), 401); /* rights count inside the transaction */
    assert_status(client_post(&f, "/add", "Sec-Fetch-Site: same-origin\r\n", ""), 303);
    assert_int_equal(fixture_count(&f), before + 2);
}

static void *add_once(void *form)
{
    struct answer a = client_post(&f, "/once-add", PERSON, form);
    assert_status(a, 303);
    return NULL;
}

/* A second click, or a browser that lost the answer: the bytes are the same, and so is the effect. */
static void test_the_same_form_sent_twice_is_carried_out_once(void **state)
{
    (void)state;
    static char form[] =
        "title=a&csrf=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBw";
    static char other[] =
        "title=b&csrf=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBw";
    pthread_t threads[6];
    int before = fixture_count(&f);
    for (int i = 0; i < 6; i++) pthread_create(&threads[i], NULL, add_once, form);
    for (int i = 0; i < 6; i++) pthread_join(threads[i], NULL);
    add_once(form);
    assert_int_equal(fixture_count(&f), before + 1);
    add_once(other);
    assert_int_equal(fixture_count(&f), before + 2);
}

static void test_the_flash_is_a_cookie_that_a_script_cannot_read(void **state)
{
    (void)state;
    struct answer a = client_post(&f, "/add", "", "");
    assert_int_equal(a.status, 303);
    assert_string_equal(answer_header(&a, "Location"), "/hello");
    assert_string_equal(answer_header(&a, "Set-Cookie"),
                        "kb-flash=flash.saved; Path=/; Max-Age=60; HttpOnly; SameSite=Lax");
    answer_free(&a);
}

static void test_health_readiness_and_metrics(void **state)
{
    (void)state;
    assert_status(client_get(&f, "/healthz", ""), 200);
    assert_status(client_get(&f, "/readyz", ""), 200);
    assert_status(client_get(&f, "/metrics", ""), 404);
    struct fixture metrics = {.port = f.metrics_port};
    struct answer a = client_get(&metrics, "/metrics", "");
    assert_int_equal(a.status, 200);
    assert_non_null(strstr(a.body, "kb_http_requests_total{method=\"GET\",route=\"/healthz\",status=\"200\"} "));
    assert_non_null(strstr(a.body, "kb_http_request_seconds_count "));
    assert_non_null(strstr(a.body, "kb_write_queue 0\n"));
    assert_non_null(strstr(a.body, "kb_notes_lost_total 0\n"));
    answer_free(&a);
    assert_status(client_get(&metrics, "/hello", ""), 404);
}

static void test_assets_are_kept_for_ever_by_an_address_with_their_hash(void **state)
{
    (void)state;
    size_t n = 0;
    const struct asset *all = asset_list(&n);
    assert_true(n >= 2);
    for (size_t i = 0; i < n; i++) {
        char path[200], headers[300];
        snprintf(path, sizeof path, "%s", all[i].path);
        struct answer a = client_get(&f, path, "Accept-Encoding: br\r\n" PERSON);
        const struct asset_body *body = all[i].br.bytes ? &all[i].br : &all[i].identity;
        assert_int_equal(a.status, 200);
        assert_int_equal(a.len, body->len);
        assert_memory_equal(a.body, body->bytes, a.len);
        assert_string_equal(answer_header(&a, "Cache-Control"), "public, max-age=31536000, immutable");
        assert_string_equal(answer_header(&a, "Content-Type"), all[i].media_type);
        assert_string_equal(answer_header(&a, "ETag"), body->etag);
        answer_free(&a);
        snprintf(headers, sizeof headers, "If-None-Match: %s\r\n", all[i].identity.etag);
        assert_status(client_get(&f, path, headers), 304);
    }
    assert_status(client_get(&f, "/static/app.css", ""), 404);
    assert_status(client_get(&f, "/static/..%2fpasswd", ""), 400);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_every_answer_carries_the_security_headers),
        TEST(test_head_is_get_without_its_body),
        TEST(test_an_unchanged_page_is_304_per_encoding),
        TEST(test_signed_in_pages_are_neither_stored_nor_tagged),
        TEST(test_what_a_link_in_a_letter_opens_is_neither_stored_nor_tagged),
        TEST(test_encoded_answers_decode_to_the_same_bytes),
        TEST(test_a_page_is_made_once_per_state_of_the_data_and_only_for_who_is_signed_out),
        TEST(test_a_kept_page_is_the_same_answer_for_everybody),
        TEST(test_a_kept_page_goes_to_many_at_once),
        TEST(test_what_one_may_not_know_looks_like_what_is_not_there),
        TEST(test_causes_never_leave_the_server),
        TEST(test_doors_open_for_who_holds_the_role),
        TEST(test_wrong_forms_come_back_with_their_reasons_and_without_secrets),
        TEST(test_changes_must_come_from_our_own_pages),
        TEST(test_the_same_form_sent_twice_is_carried_out_once),
        TEST(test_the_flash_is_a_cookie_that_a_script_cannot_read),
        TEST(test_health_readiness_and_metrics),
        TEST(test_assets_are_kept_for_ever_by_an_address_with_their_hash),
    };
    return cmocka_run_group_tests_name("answers", tests, set_up, tear_down);
}
