#include "tests/kb_test.h"

#include "kb/base/cleanup.h"
#include "kb/http/router.h"

static err_code nothing(kb_req *req, kb_res *res, kb_err *err)
{
    (void)req, (void)res, (void)err;
    return OK;
}

static err_code write_nothing(kb_req *req, kb_err *err)
{
    (void)req, (void)err;
    return OK;
}

/* clang-format off */
static const struct route table[] = {
    { GET,  "/",                    NEED_PUBLIC, RUN_READER, nothing, "Home",   .flags = 0 },
    { GET,  "/stukken/{id}",        NEED_PUBLIC, RUN_READER, nothing, "Read",   .flags = 0 },
    { GET,  "/stukken/nieuw",       NEED_PERSON, RUN_READER, nothing, "Start",  .flags = 0 },
    { POST, "/stukken/nieuw",       NEED_PERSON, RUN_WRITER, nothing, "Start",  .write = write_nothing },
    { POST, "/stukken/{id}/delete", NEED_PERSON, RUN_WRITER, nothing, "Delete", .write = write_nothing },
    { GET,  "/a/{x}/{y}",           NEED_PUBLIC, RUN_READER, nothing, "Two",    .flags = 0 },
};
/* clang-format on */

static struct route_match find(enum http_method method, const char *path, arena *a)
{
    struct router *r = NULL;
    kb_err err = {0};
    const struct route *const tables[] = {table};
    const size_t counts[] = {COUNT_OF(table)};
    assert_ok(router_new(&r, tables, counts, 1, &err), &err);
    struct route_match m = router_find(r, method, text_str(path), a);
    for (size_t i = 0; i < m.n_params; i++) m.params[i].name = arena_str(a, m.params[i].name);
    router_free(r);
    return m;
}

static void test_literal_segment_wins_over_a_name(void **state)
{
    (void)state;
    _cleanup_(arena_free_p)
    arena *a = arena_new(10000);
    assert_ptr_equal(find(GET, "/stukken/nieuw", a).route, &table[2]);
    assert_ptr_equal(find(GET, "/stukken/nieuws", a).route, &table[1]);
    assert_ptr_equal(find(GET, "/", a).route, &table[0]);
}

static void test_names_get_their_decoded_segments(void **state)
{
    (void)state;
    _cleanup_(arena_free_p)
    arena *a = arena_new(10000);
    struct route_match m = find(GET, "/a/caf%C3%A9/b+c", a);
    assert_ptr_equal(m.route, &table[5]);
    assert_string_equal(m.params[0].name, "x");
    assert_text(m.params[0].value, "café");
    assert_text(m.params[1].value, "b+c");
}

static void test_a_segment_that_is_no_text_matches_nothing(void **state)
{
    (void)state;
    _cleanup_(arena_free_p)
    arena *a = arena_new(10000);
    assert_null(find(GET, "/stukken/%C3", a).route);
}

static void test_known_path_with_another_method_says_which_it_takes(void **state)
{
    (void)state;
    _cleanup_(arena_free_p)
    arena *a = arena_new(10000);
    struct route_match m = find(POST, "/stukken/x1", a);
    assert_null(m.route);
    assert_string_equal(m.allow, "GET, HEAD");
    assert_string_equal(find(METHOD__NONE, "/stukken/nieuw", a).allow, "GET, HEAD, POST");
    assert_string_equal(find(GET, "/stukken/x/delete", a).allow, "POST");
    assert_string_equal(find(GET, "/nergens", a).allow, "");
}

static void test_closing_slash_is_told_apart(void **state)
{
    (void)state;
    _cleanup_(arena_free_p)
    arena *a = arena_new(10000);
    struct route_match m = find(GET, "/stukken/nieuw/", a);
    assert_null(m.route);
    assert_true(m.slash);
    assert_false(find(GET, "/nergens/", a).slash);
    assert_false(find(POST, "/stukken/nieuw/", a).slash);
}

static void test_a_row_that_forgets_something_is_refused(void **state)
{
    (void)state;
    const struct route good = table[1], good_write = table[3];
    static const struct {
        const char *fault;
    } names[] = {{"no role"}, {"no place to run"}, {"no handler"}, {"no help"}};
    struct route rows[4] = {good, good, good, good};
    rows[0].need = NEED__DENIED;
    rows[1].run = RUN__NOWHERE;
    rows[2].handle = NULL;
    rows[3].help = "";
    for (size_t i = 0; i < COUNT_OF(rows); i++) assert_string_equal(route_fault(&rows[i]), names[i].fault);
    struct route silent = good_write, loud = good, form = good;
    silent.write = NULL;
    loud.write = write_nothing;
    static const struct form_field fields[] = {FORM_END};
    form.form = fields;
    assert_non_null(route_fault(&silent));
    assert_non_null(route_fault(&loud));
    assert_non_null(route_fault(&form));
    assert_null(route_fault(&good));
    struct route pattern = good;
    static const char *const bad[] = {"", "x", "/a/", "/a//b", "/a{b}", "/{a}/{b}/{c}/{d}/{e}"};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        pattern.pattern = bad[i];
        assert_non_null(route_fault(&pattern));
    }
}

static void test_two_rows_for_one_address_are_refused(void **state)
{
    (void)state;
    struct route twice[2] = {table[1], table[1]};
    twice[1].pattern = "/stukken/{other}";
    const struct route *const tables[] = {twice};
    const size_t counts[] = {2};
    struct router *r = NULL;
    kb_err err = {0};
    assert_int_equal(router_new(&r, tables, counts, 1, &err), ERR_INTERNAL);
    assert_non_null(strstr(err.cause, "twice"));
}

static void test_operational_routes_are_well_formed(void **state)
{
    (void)state;
    for (size_t i = 0; i < ops_routes_count; i++) assert_null(route_fault(&ops_routes[i]));
    assert_true(ops_routes_count >= 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_literal_segment_wins_over_a_name),
        TEST(test_names_get_their_decoded_segments),
        TEST(test_a_segment_that_is_no_text_matches_nothing),
        TEST(test_known_path_with_another_method_says_which_it_takes),
        TEST(test_closing_slash_is_told_apart),
        TEST(test_a_row_that_forgets_something_is_refused),
        TEST(test_two_rows_for_one_address_are_refused),
        TEST(test_operational_routes_are_well_formed),
    };
    return cmocka_run_group_tests_name("router", tests, NULL, NULL);
}
