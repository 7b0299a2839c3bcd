/* The header with which a program sends a token: what counts as one, and where the table of routes may take it. */
#include "tests/kb_test.h"

#include "kb/base/cleanup.h"
#include "kb/http/bearer.h"
#include "kb/http/router.h"
#include "kb/service/service.h"

static void reads(const char *header, const char *expected)
{
    text token = {0};
    if (!bearer_read(text_str(header), &token)) fail_msg("\"%s\" is no header with a token", header);
    assert_non_null(token.ptr);
    assert_text(token, expected);
}

static void test_the_scheme_is_read_in_any_case_and_white_space_falls_off(void **state)
{
    (void)state;
    reads("Bearer kb_abc", "kb_abc");
    reads("bearer kb_abc", "kb_abc");
    reads("BEARER   kb_abc  ", "kb_abc");
    reads("Bearer kb_abc, Basic eDp5", "kb_abc, Basic eDp5"); /* one thing, which is no token */
}

/* So that what was meant as a token is refused and never passed over. */
static void test_a_header_of_the_scheme_without_a_token_is_one_all_the_same(void **state)
{
    (void)state;
    reads("Bearer", "");
    reads("Bearer ", "");
    reads("Bearer \"\"", "\"\"");
}

static void test_other_schemes_are_passed_over(void **state)
{
    (void)state;
    static const char *const others[] = {"",
                                         "Basic eDp5",
                                         "Bearerkb_abc",
                                         "Bear kb_abc",
                                         " kb_a",
                                         "Token kb_abc",
                                         "kb_abc",
                                         "Negotiate Bearer kb_abc",
                                         "Beare",
                                         "Bearer:kb_abcd",
                                         "Digest Bearer=kb_abc"};
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        text token = TEXT("untouched");
        if (bearer_read(text_str(others[i]), &token)) fail_msg("\"%s\" was read", others[i]);
        assert_text(token, "untouched");
    }
}

/* ---- The column of the table ---- */

static err_code handle(kb_req *req, kb_res *res, kb_err *err)
{
    (void)req, (void)res, (void)err;
    return OK;
}

static err_code write_nothing(kb_req *req, kb_err *err)
{
    (void)req, (void)err;
    return OK;
}

static const struct route good = {GET, "/lees", NEED_PUBLIC, RUN_READER, handle, "Read", .tokens = SVC_TOKEN_READ};

static void test_a_token_reads_and_opens_no_office(void **state)
{
    (void)state;
    assert_null(route_fault(&good));
    struct route person = good, post = good, worker = good, blind = good, fresh = good, editor = good, admin = good;
    person.need = NEED_PERSON;
    assert_null(route_fault(&person));
    post.method = POST;
    post.run = RUN_WRITER;
    post.write = write_nothing;
    worker.run = RUN_WORKER;
    blind.flags = ROUTE_NO_DESK; /* nobody could look up whose token it is */
    fresh.flags = ROUTE_FRESH;
    editor.need = NEED_EDITOR;
    admin.need = NEED_ADMIN;
    const struct route *const wrong[] = {&post, &worker, &blind, &fresh, &editor, &admin};
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        if (!route_fault(wrong[i])) fail_msg("row %zu takes a token", i);
    post.tokens = 0;
    assert_null(route_fault(&post));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_the_scheme_is_read_in_any_case_and_white_space_falls_off),
        TEST(test_a_header_of_the_scheme_without_a_token_is_one_all_the_same),
        TEST(test_other_schemes_are_passed_over),
        TEST(test_a_token_reads_and_opens_no_office),
    };
    return cmocka_run_group_tests_name("bearer", tests, NULL, NULL);
}
