/* The product's own table: no row may be served that forgot who may ask or where it runs. */
#include "tests/kb_golden.h"

#include "kb/http/router.h"

static void test_every_route_names_a_role_and_where_it_runs(void **state)
{
    (void)state;
    assert_true(kb_routes_count > 0);
    for (size_t i = 0; i < kb_routes_count; i++) {
        const char *fault = route_fault(&kb_routes[i]);
        if (fault) fail_msg("%s: %s", kb_routes[i].pattern, fault);
    }
}

static void test_the_whole_table_compiles(void **state)
{
    (void)state;
    const struct route *const tables[] = {kb_routes, ops_routes};
    const size_t counts[] = {kb_routes_count, ops_routes_count};
    struct router *r = NULL;
    kb_err err = {0};
    assert_ok(router_new(&r, tables, counts, 2, &err), &err);
    assert_int_equal(router_count(r), kb_routes_count + ops_routes_count);
    router_free(r);
}

static bool is_under(const char *pattern, const char *start)
{
    return strncmp(pattern, start, strlen(start)) == 0;
}

static void test_administration_is_for_administrators_and_changes_need_a_person(void **state)
{
    (void)state;
    for (size_t i = 0; i < kb_routes_count; i++) {
        const struct route *r = &kb_routes[i];
        if (is_under(r->pattern, "/beheer") && r->need != NEED_ADMIN && r->need != NEED_STEWARD)
            fail_msg("%s is open to %s", r->pattern, route_need_name(r->need));
        if (r->method == POST && r->need == NEED_PUBLIC && !(r->flags & ROUTE_SIGNED_OUT))
            fail_msg("%s changes something and asks nobody's name", r->pattern);
    }
}

static void write_row(struct buf *out, const struct route *r)
{
    static const struct {
        unsigned flag;
        const char *word;
    } flags[] = {{ROUTE_ONCE, "once"},     {ROUTE_FRESH, "fresh"},
                 {ROUTE_UPLOAD, "upload"}, {ROUTE_SIGNED_OUT, "signed-out"},
                 {ROUTE_CACHED, "cached"}, {ROUTE_NO_DESK, "no-desk"},
                 {ROUTE_SETUP, "setup"},   {ROUTE_MACHINE, "machine"}};
    buf_printf(out, "%s %s | %s | %s", http_method_name(r->method), r->pattern, route_need_name(r->need),
               route_run_name(r->run));
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (r->flags & flags[i].flag) buf_printf(out, " %s", flags[i].word);
    if (r->tokens) buf_printf(out, " | token %s", route_token_names(r->tokens));
    buf_printf(out, "\n");
}

/* tests/golden/routes.txt: a door that opens wider shows in review. */
static void test_addresses_are_the_golden_ones(void **state)
{
    (void)state;
    _cleanup_(buf_release)
    struct buf now = buf_new(1 << 16);
    buf_str(&now, "# Every address: who may ask for it, where it runs, and what is special about it.\n");
    for (size_t i = 0; i < kb_routes_count; i++) write_row(&now, &kb_routes[i]);
    for (size_t i = 0; i < ops_routes_count; i++) write_row(&now, &ops_routes[i]);
    assert_golden(KB_SOURCE_DIR "/tests/golden/routes.txt", &now);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_every_route_names_a_role_and_where_it_runs),
        TEST(test_the_whole_table_compiles),
        TEST(test_addresses_are_the_golden_ones),
        TEST(test_administration_is_for_administrators_and_changes_need_a_person),
    };
    return cmocka_run_group_tests_name("table of routes", tests, NULL, NULL);
}
