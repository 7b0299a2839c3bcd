/* The compiled templates of tests/templates/good, and what the real ones look like. */
#include "tests/kb_test.h"

#include "content/fixtures/views.c"
#include "content/views.h"
#include "kb/base/cleanup.h"

static text asset(text name)
{
    return text_is(name, "app.js") ? TEXT("/assets/app.0123.js") : TEXT("/assets/other");
}

static struct view_env env_of(void)
{
    return (struct view_env){.site = TEXT("Bank & Co"), .csrf = TEXT("t\"k"), .path = TEXT("/a?b=c"), .asset = asset};
}

enum { OUT_MAX = 1 << 20 };

static void test_page_stands_inside_its_layout_with_each_value_escaped_for_its_place(void **state)
{
    (void)state;
    struct view_env env = env_of();
    const struct view_fx_page_row rows[] = {{TEXT("a<b"), true}, {TEXT("\"c\""), false}};
    const struct view_fx_item_tag tags[] = {{TEXT("x")}, {TEXT("y")}, {TEXT("<z>")}};
    const struct view_fx_item items[] = {{.label = TEXT("one"), .tags = tags, .tags_count = 3}, {.label = TEXT("two")}};
    const struct view_fx_page v = {.title = TEXT("R&D"),
                                   .body = html__safe(TEXT("<em>safe</em>")),
                                   .number = TEXT("2026 014"),
                                   .edit = TEXT("javascript:x"),
                                   .count = 1,
                                   .what = MSG_PAGE_HOME,
                                   .kind = TEXT("plan"),
                                   .rows = rows,
                                   .rows_count = 2,
                                   .items = items,
                                   .items_count = 2,
                                   .best = &items[1],
                                   .first = {.label = TEXT("first"), .on = true}};
    _cleanup_(buf_release)
    struct buf out = buf_new(OUT_MAX);
    view_fx_page(&out, &env, &v);
    assert_text(
        buf_text(&out),
        "<!doctype html><html lang=\"nl\"><head><title>R&amp;D - Bank &amp; Co</title>"
        "<script src=\"/assets/app.0123.js\" defer></script></head><body class=\"wide\"><main><h1>R&amp;D</h1>"
        "<p>2026 014</p><em>safe</em><ul>"
        "<li>1. <label><input type=\"checkbox\" name=\"row\" value=\"a&lt;b\" checked> a&lt;b</label></li>"
        "<li>2. <label><input type=\"checkbox\" name=\"row\" value=\"&quot;c&quot;\"> &quot;c&quot;</label></li></ul>"
        "<ol><li>one: x, y, &lt;z&gt;</li><li>two</li></ol>"
        "<ol><li>two</li><li class=\"on\">first</li><li class=\"on\">Naar de startpagina</li></ol>"
        "<p>Er is nog 1 ding dat je moet aanpassen of 2 Start</p>"
        "<p><a href=\"/zoeken?q=R%26D&amp;n=2026%20014\" class=\"a plan\">one</a> <b>two</b></p>"
        "<a href=\"##top\">edit</a>"
        "<form method=\"post\" action=\"/stukken/2026%20014\">"
        "<input type=\"hidden\" name=\"csrf\" value=\"t&quot;k\"> "
        "<textarea name=\"t\" title=\"Er is nog 1 ding dat je moet aanpassen\">\nR&amp;D</textarea>"
        "<pre>\n  a\n    b</pre></form></main></body></html>");
}

static void test_else_if_takes_the_first_branch_that_holds(void **state)
{
    (void)state;
    struct view_env env = env_of();
    struct view_fx_page v = {.count = 3};
    _cleanup_(buf_release)
    struct buf out = buf_new(OUT_MAX);
    view_fx_page(&out, &env, &v);
    assert_int_not_equal(text_find(buf_text(&out), TEXT("<p>no number, 3</p>"), 0), SIZE_MAX);
    assert_int_not_equal(text_find(buf_text(&out), TEXT("class=\"a other\""), 0), SIZE_MAX);
    buf_clear(&out);
    v.count = 0;
    view_fx_page(&out, &env, &v);
    assert_int_not_equal(text_find(buf_text(&out), TEXT("<p>nothing</p>"), 0), SIZE_MAX);
}

static void test_part_that_is_absent_writes_nothing(void **state)
{
    (void)state;
    struct view_env env = env_of();
    struct view_fx_page v = {.first = {.label = TEXT("f")}};
    _cleanup_(buf_release)
    struct buf out = buf_new(OUT_MAX);
    view_fx_page(&out, &env, &v);
    assert_int_not_equal(text_find(buf_text(&out), TEXT("<ol></ol><ol><li>f</li>"), 0), SIZE_MAX);
}

static void test_textarea_keeps_a_newline_at_its_start(void **state)
{
    (void)state;
    struct view_env env = env_of();
    const struct view_fx_page v = {.title = TEXT("\nx")};
    _cleanup_(buf_release)
    struct buf out = buf_new(OUT_MAX);
    view_fx_page(&out, &env, &v);
    assert_int_not_equal(text_find(buf_text(&out), TEXT("\">\n\nx</textarea>"), 0), SIZE_MAX);
}

/* Every error a person can meet has its own help, and the page shows each wrong field but nothing of the cause. */
static void test_error_page_names_each_field_and_hides_the_cause(void **state)
{
    (void)state;
    struct view_env env = env_of();
    arena *a = arena_new(1 << 16);
    kb_err err = {0};
    err_add(&err, ERR_INVALID, "title", "required");
    err_add(&err, ERR_INVALID, "odd\"name", "no-such-reason");
    assert_int_equal(err_set(&err, ERR_INVALID, "secret cause"), ERR_INVALID);
    _cleanup_(buf_release)
    struct buf out = buf_new(OUT_MAX);
    view_error_page(&out, &env, a, &err);
    text page = buf_text(&out);
    assert_int_equal(text_find(page, TEXT("secret"), 0), SIZE_MAX);
    assert_int_not_equal(text_find(page, TEXT("<h1 class=\"utrecht-heading-1\">Niet alles is goed ingevuld</h1>"), 0),
                         SIZE_MAX);
    assert_int_not_equal(text_find(page, TEXT("href=\"#field-title\""), 0), SIZE_MAX);
    assert_int_not_equal(text_find(page, TEXT("vul dit in"), 0), SIZE_MAX);
    assert_int_not_equal(text_find(page, TEXT("odd&quot;name</a>: klopt nog niet"), 0), SIZE_MAX);
    assert_int_not_equal(text_find(page, TEXT("Er zijn nog 2 dingen"), 0), SIZE_MAX);
    arena_free(a);
}

static void test_every_error_code_says_what_to_do(void **state)
{
    (void)state;
    for (int code = OK + 1; code < ERR__COUNT; code++) {
        char key[96];
        snprintf(key, sizeof key, "error.%s.help", err_slug((err_code)code));
        if (msg_find(text_str(key)) == MSG_NONE) fail_msg("no message %s", key);
    }
}

static void test_page_offers_sign_in_with_the_way_back_or_sign_out_with_a_token(void **state)
{
    (void)state;
    struct view_env env = env_of();
    const struct view_error v = {.title = TEXT("x"), .help = MSG_ERROR_SIGN_IN_HELP, .sign_in = true};
    _cleanup_(buf_release)
    struct buf out = buf_new(OUT_MAX);
    view_error(&out, &env, &v);
    assert_int_not_equal(text_find(buf_text(&out), TEXT("href=\"/inloggen?terug=%2Fa%3Fb%3Dc\""), 0), SIZE_MAX);
    assert_int_equal(text_find(buf_text(&out), TEXT("name=\"csrf\""), 0), SIZE_MAX);
    buf_clear(&out);
    env.person = TEXT("Noor <b>");
    env.flash = TEXT("Opgeslagen & klaar");
    view_error(&out, &env, &v);
    assert_int_not_equal(text_find(buf_text(&out), TEXT("name=\"csrf\""), 0), SIZE_MAX);
    assert_int_not_equal(text_find(buf_text(&out), TEXT("Noor &lt;b&gt;"), 0), SIZE_MAX);
    assert_int_not_equal(
        text_find(buf_text(&out), TEXT("role=\"status\"><p class=\"utrecht-paragraph\">Opgeslagen &amp; klaar"), 0),
        SIZE_MAX);
}

static void test_field_ties_label_hint_and_error_to_its_input(void **state)
{
    (void)state;
    struct view_env env = env_of();
    const struct view_field v = {.name = TEXT("title"),
                                 .label = TEXT("Titel"),
                                 .hint = TEXT("Kort"),
                                 .error = TEXT("vul dit in"),
                                 .required = true,
                                 .max = 300};
    _cleanup_(buf_release)
    struct buf out = buf_new(OUT_MAX);
    view_field(&out, &env, &v);
    assert_text(buf_text(&out),
                "<div class=\"utrecht-form-field utrecht-form-field--invalid\">"
                "<label class=\"utrecht-form-label\" for=\"field-title\">Titel</label> "
                "<p class=\"utrecht-form-field-description\" id=\"help-title\">Kort</p> "
                "<p class=\"utrecht-form-field-error-message\" id=\"error-title\">Titel: vul dit in</p> "
                "<input class=\"utrecht-textbox utrecht-textbox--invalid\" id=\"field-title\" name=\"title\" "
                "type=\"text\" value=\"\" required maxlength=\"300\" aria-invalid=\"true\" "
                "aria-describedby=\"help-title error-title\"></div>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_page_stands_inside_its_layout_with_each_value_escaped_for_its_place),
        TEST(test_else_if_takes_the_first_branch_that_holds),
        TEST(test_part_that_is_absent_writes_nothing),
        TEST(test_textarea_keeps_a_newline_at_its_start),
        TEST(test_error_page_names_each_field_and_hides_the_cause),
        TEST(test_every_error_code_says_what_to_do),
        TEST(test_field_ties_label_hint_and_error_to_its_input),
        TEST(test_page_offers_sign_in_with_the_way_back_or_sign_out_with_a_token),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
