/* What is spelling, and what is more: a table of pairs. */
#include "tests/kb_test.h"

#include "content/wording.h"
#include "kb/base/cleanup.h"

static const struct {
    const char *before, *after;
    bool same;
} pairs[] = {
    /* spelling */
    {"De huurder wort gebeld.", "De huurder wordt gebeld.", true},
    {"Bel de de verhuurder.", "Bel de verhuurder.", true},
    {"Kijk naar het huur recht.", "Kijk naar het huurrecht.", true},
    {"Kijk naar de huurprijs-verhoging.", "Kijk naar de huurprijsverhoging.", true},
    {"Vraag de termijn die staat in het brief.", "Vraag de termijn dat staat in de brief.", true},
    {"bel eerst", "**Bel** eerst!", true},
    {"1. Bel.\n2. Schrijf.", "1. Bel.\n2. Schrijf .", true},
    {"Zie [de regel](https://oud.example/a).", "Zie [de regel](https://nieuw.example/b).", true},
    {"Zie https://oud.example/a en bel.", "Zie https://nieuw.example/b en bel.", true},
    {"De aanvraagformulier is onvolledig ingevult.", "Het aanvraagformulier is onvolledig ingevuld.", true},
    {"Reele kosten", "Reële kosten", true},
    {"", "", true},
    /* more than that */
    {"Bel de verhuurder.", "Bel niet de verhuurder.", false},
    {"Bel de verhuurder.", "Bel de huurder.", false},
    {"Dat is geen recht.", "Dat is een recht.", false},
    {"De beslissing is geldig.", "De beslissing is ongeldig.", false},
    {"Zij is ontvankelijk.", "Zij is onontvankelijk.", false},
    {"Binnen 6 weken.", "Binnen 8 weken.", false},
    {"Het kost 1.000 euro.", "Het kost 1,000 euro.", false},
    {"Artikel 7:271", "Artikel 7:27", false},
    {"Bel {contact:piket-huur}.", "Bel {contact:piket-werk}.", false},
    {"Bel eerst. Schrijf dan.", "Bel eerst.", false},
    {"De werkgever betaalt.", "De werknemer betaalt.", false},
    {"Dat mag zij.", "Dat moet zij.", false},
    {"", "Bel.", false},
    {"### Wanneer\nBel.", "### Waarom\nBel.", false},
};

static void test_spelling_is_told_from_content(void **state)
{
    (void)state;
    _cleanup_(arena_free_p)
    arena *a = arena_new(8 * 1024 * 1024);
    kb_err err = {0};
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        bool same = !pairs[i].same;
        assert_ok(wording_same(text_str(pairs[i].before), text_str(pairs[i].after), false, a, &same, &err), &err);
        if (same != pairs[i].same) fail_msg("\"%s\" -> \"%s\"", pairs[i].before, pairs[i].after);
        assert_ok(wording_same(text_str(pairs[i].after), text_str(pairs[i].after), false, a, &same, &err), &err);
        assert_true(same);
    }
}

static void test_headings_are_free_where_that_is_asked(void **state)
{
    (void)state;
    _cleanup_(arena_free_p)
    arena *a = arena_new(8 * 1024 * 1024);
    kb_err err = {0};
    bool same;
    text before = TEXT("## Wanner dan\nBel eerst."), after = TEXT("### Wanneer\nBel eerst.");
    assert_ok(wording_same(before, after, true, a, &same, &err), &err);
    assert_true(same);
    assert_ok(wording_same(before, after, false, a, &same, &err), &err);
    assert_false(same);
    assert_ok(wording_same(TEXT("Let op\nBel."), TEXT("### Let op\nBel."), true, a, &same, &err), &err);
    assert_true(same);
    assert_ok(wording_same(before, TEXT("### Wanneer\nBel nooit."), true, a, &same, &err), &err);
    assert_false(same);
}

static void test_a_word_without_an_end_is_compared_as_it_stands(void **state)
{
    (void)state;
    _cleanup_(arena_free_p)
    arena *a = arena_new(8 * 1024 * 1024);
    kb_err err = {0};
    bool same;
    char one[300], other[300];
    memset(one, 'a', sizeof one);
    memcpy(other, one, sizeof one);
    other[299] = 'b';
    assert_ok(wording_same(text_of(one, 300), text_of(one, 300), false, a, &same, &err), &err);
    assert_true(same);
    assert_ok(wording_same(text_of(one, 300), text_of(other, 300), false, a, &same, &err), &err);
    assert_false(same);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spelling_is_told_from_content),
        cmocka_unit_test(test_headings_are_free_where_that_is_asked),
        cmocka_unit_test(test_a_word_without_an_end_is_compared_as_it_stands),
    };
    return cmocka_run_group_tests_name("wording", tests, NULL, NULL);
}
