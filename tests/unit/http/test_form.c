#include "tests/kb_test.h"

#include "kb/base/cleanup.h"
#include "kb/http/form.h"

static const char *const kinds[] = {"werkwijze", "plan", NULL};
static const struct form_field table[] = {
    {"title", FIELD_TEXT, .required = true, .max = 10},
    {"body", FIELD_MULTILINE, .max = 20},
    {"kind", FIELD_CHOICE, .choices = kinds},
    {"version", FIELD_INT, .least = 2, .most = 9},
    {"date", FIELD_DATE, .max = 0},
    {"agree", FIELD_BOOL, .max = 0},
    {"field", FIELD_ID, .many = 2},
    {"secret", FIELD_SECRET, .max = 0},
    {"section-*", FIELD_MULTILINE, .max = 20},
    {"file", FIELD_FILE, .max = 100},
    FORM_END,
};

struct fixture {
    arena *a;
    struct form form;
    kb_err err;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    f->a = arena_new(1000000);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    arena_free(f->a);
    free(f);
    return 0;
}

static err_code check(struct fixture *f, const char *body)
{
    struct form_pair *pairs = NULL;
    size_t n = 0;
    f->err = (kb_err){0};
    ERR_TRY(form_split_urlencoded(text_str(body), f->a, &pairs, &n, &f->err));
    return form_check(table, pairs, n, "csrf", f->a, &f->form, &f->err);
}

/* The form is refused and names exactly this field for this reason. */
static void refuses(struct fixture *f, const char *body, const char *field, const char *reason)
{
    assert_int_equal(check(f, body), ERR_INVALID);
    if (f->err.n_items != 1 || strcmp(f->err.items[0].field, field) != 0 || strcmp(f->err.items[0].reason, reason) != 0)
        fail_msg("%s: %zu items, first %s %s; expected %s %s", body, f->err.n_items, f->err.items[0].field,
                 f->err.items[0].reason, field, reason);
}

static text value(struct fixture *f, const char *name)
{
    const struct form_value *v = form_get(&f->form, name);
    return v ? v->value : TEXT("(none)");
}

static void test_good_answers_come_typed(void **state)
{
    struct fixture *f = *state;
    assert_ok(
        check(f,
              "title=+Hu%75r+&body=a%0D%0Ab%0Dc&kind=plan&version=3&date=2024-02-29&agree=on&field=a-1&field=b&csrf=x"),
        &f->err);
    assert_text(value(f, "title"), "Huur");
    assert_text(value(f, "body"), "a\nb\nc");
    assert_int_equal(form_get(&f->form, "version")->number, 3);
    assert_int_equal(form_get(&f->form, "date")->number, 19782);
    assert_int_equal(form_get(&f->form, "agree")->number, 1);
    assert_null(form_get(&f->form, "csrf"));
    assert_int_equal(f->form.n, 8);
}

static void test_unknown_field_is_named(void **state)
{
    refuses(*state, "title=x&admin=1", "admin", "unknown-field");
}

static void test_two_answers_to_one_question_are_refused_even_when_one_is_empty(void **state)
{
    refuses(*state, "title=x&title=y", "title", "twice");
    refuses(*state, "title=&title=y", "title", "twice");
    refuses(*state, "title=x&section-a=1&section-a=2", "section-a", "twice");
    refuses(*state, "title=x&field=a&field=b&field=c", "field", "too-many");
}

static void test_required_means_more_than_spaces(void **state)
{
    refuses(*state, "title=++", "title", "required");
    refuses(*state, "", "title", "required");
}

static void test_maxima_count_bytes(void **state)
{
    struct fixture *f = *state;
    assert_ok(check(f, "title=0123456789"), &f->err);
    refuses(f, "title=01234567%C3%A9x", "title", "too-long");
    refuses(f, "title=x&body=123456789012345678901", "body", "too-long");
}

static void test_nul_and_broken_utf8_are_refused_by_name(void **state)
{
    refuses(*state, "title=a%00b", "title", "not-text");
    refuses(*state, "title=%C3", "title", "not-text");
    refuses(*state, "title=%ED%A0%80", "title", "not-text");
    refuses(*state, "title=%4", "title", "not-text");
    refuses(*state, "title=x%0Ay", "title", "not-text");
    refuses(*state, "title=x&body=%1B", "body", "not-text");
    refuses(*state, "title=%C2%85", "title", "not-text");
}

/* A name in which the reading direction turns reads as somebody else's. Marks that only say which way a word runs stay.
 */
static void test_what_turns_the_direction_is_refused(void **state)
{
    static const char *const turns[] = {"%E2%80%AA", "%E2%80%AE", "%E2%81%A6", "%E2%81%A9"};
    for (size_t i = 0; i < COUNT_OF(turns); i++) {
        char body[40];
        snprintf(body, sizeof body, "title=Ros%sa", turns[i]);
        refuses(*state, body, "title", "not-text");
        snprintf(body, sizeof body, "title=x&body=Ros%%0A%sa", turns[i]);
        refuses(*state, body, "body", "not-text");
    }
    assert_int_equal(check(*state, "title=Ros%E2%80%8Fa"), OK);
    assert_int_equal(check(*state, "title=Ros%E2%81%AAa"), OK);
    assert_int_equal(check(*state, "title=x&body=%E2%80%8F"), OK);
}

static void test_kinds_are_checked(void **state)
{
    refuses(*state, "title=x&kind=geheim", "kind", "not-a-choice");
    refuses(*state, "title=x&version=1", "version", "not-a-number");
    refuses(*state, "title=x&version=10", "version", "not-a-number");
    refuses(*state, "title=x&version=3x", "version", "not-a-number");
    refuses(*state, "title=x&date=2023-02-29", "date", "not-a-date");
    refuses(*state, "title=x&date=29-02-2024", "date", "not-a-date");
    refuses(*state, "title=x&field=A", "field", "not-an-id");
    refuses(*state, "title=x&agree=maybe", "agree", "not-a-choice");
    refuses(*state, "title=x&file=y", "file", "not-text");
}

static void test_a_date_is_a_day_that_exists_in_one_spelling_and_of_our_times(void **state)
{
    struct fixture *f = *state;
    static const char *const wrong[] = {"2024-2-29",  "2024-02-2",  "29-02-2024",      "2024-00-10",
                                        "2024-13-01", "2024-04-31", "1900-02-29",      "1899-12-31",
                                        "2200-01-01", "2024/02/29", "2024-02-29T09:00"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        char body[60];
        snprintf(body, sizeof body, "title=x&date=%s", wrong[i]);
        refuses(f, body, "date", "not-a-date");
    }
    assert_int_equal(check(f, "title=x&date=1900-01-01"), OK);
    assert_int_equal(form_get(&f->form, "date")->number, -25567);
    assert_int_equal(check(f, "title=x&date=2199-12-31"), OK);
    assert_int_equal(form_get(&f->form, "date")->number, 84005);
}

static void test_every_wrong_field_is_named_at_once(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(check(f, "kind=x&version=y&zzz=1"), ERR_INVALID);
    assert_int_equal(f->err.n_items, 4);
}

static void test_field_names_that_cannot_be_repeated_are_refused_without_repeating(void **state)
{
    refuses(*state, "title=x&<b>=1", "", "unknown-field");
    refuses(*state, "title=x&=1", "", "unknown-field");
    refuses(*state, "title=x&a%00=1", "", "unknown-field");
}

static void test_secrets_are_taken_as_typed(void **state)
{
    struct fixture *f = *state;
    assert_ok(check(f, "title=x&secret=+a+b+"), &f->err);
    assert_text(value(f, "secret"), " a b ");
}

static void test_too_many_fields_are_refused(void **state)
{
    struct fixture *f = *state;
    char body[FORM_FIELDS_MAX * 4 + 8] = "";
    for (int i = 0; i <= FORM_FIELDS_MAX; i++) strcpy(body + i * 4, "a=1&");
    assert_int_equal(check(f, body), ERR_TOO_LARGE);
}

/* ---- multipart ---- */

#define TYPE "multipart/form-data; boundary="

static err_code split(struct fixture *f, const char *type, const char *body, size_t len, struct form_pair **pairs,
                      size_t *n)
{
    f->err = (kb_err){0};
    return form_split_multipart(text_str(type), text_of(body, len), f->a, pairs, n, &f->err);
}

#define SPLIT(f, type, body, pairs, n) split(f, type, body, sizeof(body) - 1, pairs, n)

static void test_multipart_as_browsers_send_it(void **state)
{
    struct fixture *f = *state;
    struct form_pair *p;
    size_t n;
    assert_ok(SPLIT(f, TYPE "----X1",
                    "------X1\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nHuur\r\n--y\r\n"
                    "------X1\r\nContent-Disposition: form-data; name=\"empty\"\r\n\r\n\r\n"
                    "------X1\r\ncontent-disposition: form-data; name=\"file\"; filename=\"C:\\\\map\\\\a.md\"\r\n"
                    "Content-Type: text/markdown\r\n\r\n\x00\xFF\r\n------X1--\r\n",
                    &p, &n),
              &f->err);
    assert_int_equal(n, 3);
    assert_text(p[0].value, "Huur\r\n--y");
    assert_text(p[1].value, "");
    assert_text(p[2].file_name, "a.md");
    assert_text(p[2].media_type, "text/markdown");
    assert_int_equal(p[2].value.len, 2);
    assert_true(p[2].is_file);
}

static void test_boundaries_of_one_character_and_quoted_ones_with_a_parameter_behind_work(void **state)
{
    struct fixture *f = *state;
    struct form_pair *p;
    size_t n;
    static const char body[] = "--Z\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--Z--";
    assert_ok(SPLIT(f, TYPE "Z", body, &p, &n), &f->err);
    assert_ok(SPLIT(f, TYPE "\"Z\"; charset=utf-8", body, &p, &n), &f->err);
    assert_int_equal(n, 1);
}

static void test_broken_multipart_is_refused(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *type, *body;
    } cases[] = {
        {"multipart/form-data", "--Z--"},
        {TYPE, "----"},
        {TYPE "\"Z", "--Z--"},
        {TYPE "Z; boundary=Y", "--Z--"},
        {TYPE "0123456789012345678901234567890123456789012345678901234567890123456789x", "--Z--"},
        {TYPE "Z", ""},
        {TYPE "Z", "preamble\r\n--Z--"},
        {TYPE "Z", "--Z"},
        {TYPE "Z", "--Zx\r\n"},
        {TYPE "Z", "--Z--\r\ntail"},
        {TYPE "Z", "--Z\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1"},
        {TYPE "Z", "--Z\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--Zz"},
        {TYPE "Z", "--Z\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--Z--"},
        {TYPE "Z", "--Z\r\nContent-Type: text/plain\r\n\r\n1\r\n--Z--"},
        {TYPE "Z", "--Z\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\n1\r\n--Z--"},
        {TYPE "Z",
         "--Z\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\n1\r\n--Z--"},
        {TYPE "Z", "--Z\r\nContent-Disposition : form-data; name=\"a\"\r\n\r\n1\r\n--Z--"},
        {TYPE "Z", "--Z\r\nContent-Disposition: form-data; name=\"a\n\r\n\r\n1\r\n--Z--"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct form_pair *p;
        size_t n;
        err_code code = split(f, cases[i].type, cases[i].body, strlen(cases[i].body), &p, &n);
        if (code != ERR_BAD_REQUEST) fail_msg("case %zu gave %s", i, err_slug(code));
    }
}

static void test_a_text_part_with_nul_is_refused_by_name(void **state)
{
    struct fixture *f = *state;
    struct form_pair *p;
    size_t n;
    assert_int_equal(
        SPLIT(f, TYPE "Z", "--Z\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\0y\r\n--Z--", &p, &n),
        ERR_INVALID);
    assert_string_equal(f->err.items[0].field, "a");
}

#define FORM_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FORM_TEST(test_good_answers_come_typed),
        FORM_TEST(test_unknown_field_is_named),
        FORM_TEST(test_two_answers_to_one_question_are_refused_even_when_one_is_empty),
        FORM_TEST(test_required_means_more_than_spaces),
        FORM_TEST(test_maxima_count_bytes),
        FORM_TEST(test_nul_and_broken_utf8_are_refused_by_name),
        FORM_TEST(test_what_turns_the_direction_is_refused),
        FORM_TEST(test_a_date_is_a_day_that_exists_in_one_spelling_and_of_our_times),
        FORM_TEST(test_kinds_are_checked),
        FORM_TEST(test_every_wrong_field_is_named_at_once),
        FORM_TEST(test_field_names_that_cannot_be_repeated_are_refused_without_repeating),
        FORM_TEST(test_secrets_are_taken_as_typed),
        FORM_TEST(test_too_many_fields_are_refused),
        FORM_TEST(test_multipart_as_browsers_send_it),
        FORM_TEST(test_boundaries_of_one_character_and_quoted_ones_with_a_parameter_behind_work),
        FORM_TEST(test_broken_multipart_is_refused),
        FORM_TEST(test_a_text_part_with_nul_is_refused_by_name),
    };
    return cmocka_run_group_tests_name("forms", tests, NULL, NULL);
}
