/* The door: the same headers on every kind of answer, what changes things is never a GET, what is no page is no page,
 * and a form holds what its table names and nothing else. */
#include "tests/walls/one_house.h"

#include "kb/http/pages.h"
#include "kb/http/pdf.h"

#include <stdio.h>
#include <stdlib.h>

static struct pdf_master *pdf;

static int set_up(void **state)
{
    kb_err err = {0};
    if (pdf_start(&pdf, &err) != OK) return -1; /* before there are threads */
    open_house(state);
    h->app.pdf = pdf;
    return 0;
}

static int tear_down(void **state)
{
    close_house(state);
    pdf_stop(pdf);
    return 0;
}

/* ---- Headers (design section 9) ---- */

static const char page_policy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
static const char file_policy[] = "default-src 'none'; frame-ancestors 'none'; sandbox";

static void must_be(const struct answer *a, const char *what, const char *name, const char *expected)
{
    const char *value = answer_header(a, name);
    if (!value || strcmp(value, expected) != 0)
        house_complain("%s: %s is \"%s\", not \"%s\"", what, name, value ? value : "absent", expected);
}

static void check_cookie(const struct answer *a, const char *what)
{
    const char *cookie = answer_header(a, "Set-Cookie");
    if (cookie && (!strstr(cookie, "HttpOnly") || !strstr(cookie, "SameSite=Lax") || !strstr(cookie, "Path=/")))
        house_complain("%s: cookie %s", what, cookie);
}

static void check_kind(struct answer a, const char *what, int status, const char *type, const char *cache)
{
    if (a.status != status) house_complain("%s: %d, not %d", what, a.status, status);
    const char *found = answer_header(&a, "Content-Type");
    char given[100];
    snprintf(given, sizeof given, "%s", found ? found : "");
    if (type && strncmp(given, type, strlen(type)) != 0) house_complain("%s: type %s, not %s", what, given, type);
    must_be(&a, what, "Content-Security-Policy",
            !given[0] || !strncmp(given, "text/html", 9) ? page_policy : file_policy);
    must_be(&a, what, "X-Content-Type-Options", "nosniff");
    must_be(&a, what, "Referrer-Policy", "same-origin");
    must_be(&a, what, "Cross-Origin-Opener-Policy", "same-origin");
    must_be(&a, what, "Cross-Origin-Resource-Policy", "same-origin");
    must_be(&a, what, "Cache-Control", cache);
    if (answer_header(&a, "Server")) house_complain("%s: says what server it is", what);
    if (!strcmp(cache, "no-store") && answer_header(&a, "ETag"))
        house_complain("%s: an ETag on what is not kept", what);
    if ((status == 429 || status == 503) && !answer_header(&a, "Retry-After"))
        house_complain("%s: no Retry-After", what);
    check_cookie(&a, what);
    answer_free(&a);
}

static struct answer raw(const char *request)
{
    return client_ask(&h->door, "%s", request);
}

static struct answer asset(void)
{
    char path[200] = "";
    struct answer page = house_ask(h, ANYBODY, "GET", "/", "", NULL);
    const char *at = strstr(page.body, "/static/");
    if (at) snprintf(path, sizeof path, "%.*s", (int)strcspn(at, "\""), at);
    answer_free(&page);
    return house_ask(h, ANYBODY, "GET", path, "", NULL);
}

static struct answer unchanged(void)
{
    char header[200];
    struct answer page = house_ask(h, ANYBODY, "GET", "/zoeken?q=huur", "", NULL);
    snprintf(header, sizeof header, "If-None-Match: %s\r\n", answer_header(&page, "ETag"));
    answer_free(&page);
    return house_ask(h, ANYBODY, "GET", "/zoeken?q=huur", header, NULL);
}

/* Whoever guesses passwords is told to wait. */
static struct answer too_many(void)
{
    struct answer a = {0};
    for (int i = 0; i < 30 && a.status != 429; i++) {
        answer_free(&a);
        a = house_ask(h, ANYBODY, "POST", "/inloggen", "", "sign_in=trekker&password=verkeerd-wachtwoord-123");
    }
    return a;
}

static void test_every_kind_of_answer_has_the_headers_of_the_design(void **state)
{
    (void)state;
    static const char json[] = "Accept: application/json\r\n";
    check_kind(house_ask(h, ANYBODY, "GET", "/", "", NULL), "a page, signed out", 200, "text/html", "no-cache");
    check_kind(house_ask(h, MEMBER, "GET", "/", "", NULL), "a page, signed in", 200, "text/html", "no-store");
    check_kind(unchanged(), "304", 304, NULL, "no-cache");
    check_kind(house_ask(h, ANYBODY, "GET", "/beheer", "", NULL), "303", 303, NULL, "no-store");
    check_kind(house_ask(h, ANYBODY, "GET", "/zoeken/", "", NULL), "301", 301, NULL, "no-store");
    check_kind(house_ask(h, ANYBODY, "GET", "/nergens", "", NULL), "404", 404, "text/html", "no-store");
    check_kind(house_ask(h, ANYBODY, "GET", "/nergens", json, NULL), "problem+json", 404, "application/problem+json",
               "no-store");
    check_kind(raw("GET /a%00b HTTP/1.1\r\nHost: localhost\r\n\r\n"), "400", 400, "text/html", "no-store");
    check_kind(house_ask(h, ANYBODY, "GET", "/uitloggen", "", NULL), "405", 405, "text/html", "no-store");
    check_kind(house_ask(h, MEMBER, "GET", "/beheer", "", NULL), "403", 403, "text/html", "no-store");
    check_kind(raw("POST /inloggen HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999\r\n\r\n"), "413", 413,
               "text/html", "no-store");
    check_kind(house_ask(h, ANYBODY, "POST", "/inloggen", "Sec-Fetch-Site: cross-site\r\n", ""), "foreign form", 403,
               "text/html", "no-store");
    check_kind(house_ask(h, MEMBER, "POST", "/berichten", "", "up_to=1"), "503", 503, "text/html", "no-store");
    check_kind(too_many(), "429", 429, "text/html", "no-store");
    check_kind(asset(), "an asset", 200, "text/", "public, max-age=31536000, immutable");
    check_kind(house_ask(h, ANYBODY, "GET", "/zoeken/feed?q=huur", "", NULL), "a feed", 200, "application/atom+xml",
               "no-cache");
    check_kind(house_ask(h, ANYBODY, "GET", "/zoeken/suggesties?q=hu", "", NULL), "suggestions", 200,
               "application/json", "no-cache");
    check_kind(house_ask(h, MEMBER, "GET", "/besluiten/termijnen.ics", "", NULL), "a calendar", 200, "text/calendar",
               "no-store");
    check_kind(house_ask(h, ANYBODY, "GET", "/healthz", "", NULL), "healthz", 200, "text/plain", "no-store");
    house_judge();
}

static void test_papers_as_a_pdf_are_an_attachment_with_the_policy_of_files(void **state)
{
    (void)state;
    if (!pdf_available()) skip();
    struct answer a = house_ask(h, SECRETARY, "GET", "/besluiten/stukken.pdf", "", NULL);
    const char *disposition = answer_header(&a, "Content-Disposition");
    assert_true(disposition && !strncmp(disposition, "attachment", 10));
    assert_true(a.len > 5 && !memcmp(a.body, "%PDF-", 5));
    check_kind(a, "a PDF", 200, "application/pdf", "no-store");
    check_kind(house_ask(h, MEMBER, "GET", "/besluiten/stukken.pdf", "", NULL), "a PDF of a board for who has none",
               404, "text/html", "no-store");
    house_judge();
}

static void test_a_calendar_is_an_attachment(void **state)
{
    (void)state;
    struct answer a = house_ask(h, MEMBER, "GET", "/besluiten/termijnen.ics", "", NULL);
    assert_int_equal(strncmp(answer_header(&a, "Content-Disposition"), "attachment", 10), 0);
    answer_free(&a);
}

/* ---- Methods ---- */

static bool has_get(const char *pattern)
{
    for (size_t i = 0; i < kb_routes_count; i++)
        if (kb_routes[i].method == GET && !strcmp(kb_routes[i].pattern, pattern)) return true;
    return false;
}

/* A pattern as an address: each name becomes "x". */
static void fill(const char *pattern, char *path)
{
    for (; *pattern; pattern++) {
        *path++ = *pattern == '{' ? 'x' : *pattern;
        if (*pattern == '{') pattern = strchr(pattern, '}');
    }
    *path = '\0';
}

static void test_what_changes_things_is_never_a_get(void **state)
{
    (void)state;
    int found = 0;
    for (size_t i = 0; i < kb_routes_count; i++) {
        char path[200];
        if (kb_routes[i].method != POST || has_get(kb_routes[i].pattern)) continue;
        fill(kb_routes[i].pattern, path);
        struct answer a = house_ask(h, ADMINISTRATOR, "GET", path, "", NULL);
        bool shadowed = a.status == 403 || a.status == 404; /* another row knows this address as a page */
        if (a.status != 405 && !shadowed) house_complain("GET %s: %d", path, a.status);
        if (a.status == 405 && !strstr(answer_header(&a, "Allow"), "POST")) house_complain("GET %s: no Allow", path);
        found += a.status == 405;
        answer_free(&a);
    }
    assert_true(found > 15);
    house_judge();
}

/* ---- Forms ---- */

static void test_a_field_that_the_form_does_not_have_is_refused_and_changes_nothing(void **state)
{
    (void)state;
    static const char *const extra[] = {"role=administrator", "editor=1",     "admin=1", "actor=x",
                                        "person=x",           "scope=network"};
    for (size_t i = 0; i < COUNT_OF(extra); i++) {
        char form[200];
        snprintf(form, sizeof form, "up_to=1&%s", extra[i]);
        struct answer a = house_ask(h, MEMBER, "POST", "/berichten", "", form);
        if (a.status != 400) house_complain("%s: %d", form, a.status);
        answer_free(&a);
    }
    struct answer a = house_ask(h, MEMBER, "GET", "/beheer", "", NULL);
    assert_int_equal(a.status, 403);
    answer_free(&a);
    house_judge();
}

static void test_a_form_without_its_token_or_from_another_place_is_403(void **state)
{
    (void)state;
    static const char *const places[] = {"Origin: http://evil.example\r\n", "Origin: null\r\n",
                                         "Sec-Fetch-Site: cross-site\r\n"};
    char cookie[SESSION_TOKEN_LEN + 1] = "";
    memset(cookie, 'A' + MEMBER, SESSION_TOKEN_LEN); /* as house.c makes them */
    struct answer a = client_ask(&h->door,
                                 "POST /berichten HTTP/1.1\r\nHost: localhost:%d\r\nOrigin: http://localhost:%d\r\n"
                                 "Cookie: sid=%s\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                                 "Content-Length: 7\r\n\r\nup_to=1",
                                 h->door.port, h->door.port, cookie);
    assert_int_equal(a.status, 403);
    answer_free(&a);
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        a = client_ask(&h->door, "POST /uitloggen HTTP/1.1\r\nHost: localhost:%d\r\n%sContent-Length: 0\r\n\r\n",
                       h->door.port, places[i]);
        assert_int_equal(a.status, 403);
        answer_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_every_kind_of_answer_has_the_headers_of_the_design),
        TEST(test_papers_as_a_pdf_are_an_attachment_with_the_policy_of_files),
        TEST(test_a_calendar_is_an_attachment),
        TEST(test_what_changes_things_is_never_a_get),
        TEST(test_a_field_that_the_form_does_not_have_is_refused_and_changes_nothing),
        TEST(test_a_form_without_its_token_or_from_another_place_is_403),
    };
    return cmocka_run_group_tests_name("door", tests, set_up, tear_down);
}
