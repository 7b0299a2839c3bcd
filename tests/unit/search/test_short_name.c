#include "tests/kb_test.h"

#include "kb/base/cleanup.h"
#include "search/dutch.h"
#include "search/short_name.h"

/* All short names of the text, as "SVB=Sociale Verzekeringsbank". */
static void expect_names(const struct lexicon *lex, const char *source, const char *names)
{
    char said[256] = "";
    struct short_name name;
    for (size_t at = 0; short_name_next(lex, text_str(source), &at, &name);)
        snprintf(said + strlen(said), sizeof said - strlen(said), "%s%.*s=%.*s", said[0] ? "; " : "",
                 TEXT_FMT(name.brief), TEXT_FMT(name.full));
    if (strcmp(said, names) != 0) fail_msg("%s: %s, not %s", source, said, names);
}

static void test_the_letters_are_those_of_words_and_of_parts_of_words(void **state)
{
    static const char *const cases[][2] = {
        {"Bel de Sociale Verzekeringsbank (SVB).", "SVB=Sociale Verzekeringsbank"},
        {"de Wet schuldsanering natuurlijke personen (WSNP) en de Wet op de rechtsbijstand (Wrb)",
         "WSNP=Wet schuldsanering natuurlijke personen; Wrb=Wet op de rechtsbijstand"},
        {"een burgerservicenummer (hierna te noemen: BSN)", "BSN=burgerservicenummer"},
        {"het Uitvoeringsinstituut werknemersverzekeringen (hierna UWV)",
         "UWV=Uitvoeringsinstituut werknemersverzekeringen"},
        {"de *Raad voor \u00c9\u00e9noudergezinnen* (RVE)", "RVE=*Raad voor \u00c9\u00e9noudergezinnen*"},
        /* none: other letters, two letters, a word, no capital, another sentence, an article, no end */
        {"de gemeente Rotterdam (SVB)", ""},
        {"de Algemene Zaken (AZ)", ""},
        {"het werk en een tas (Wet)", ""},
        {"de sociale verzekeringsbank (svb)", ""},
        {"de Sociale Dienst. Verzekeringsbank (SVB)", ""},
        {"de Sociale Verzekeringsbank (artikel 3 van de SVB)", ""},
        {"de Sociale Verzekeringsbank (SVB", ""},
        {"(SVB)", ""},
        {"", ""},
    };
    (void)state;
    struct lexicon lex = lexicon_shipped();
    if (!lexicon_is_full(&lex)) skip(); /* built without the word list of wdutch */
    lex.forms = dutch_forms_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) expect_names(&lex, cases[i][0], cases[i][1]);
    dutch_forms_free((struct dutch_forms *)lex.forms);
}

static void test_a_word_of_dutch_is_no_short_name_unless_in_capitals(void **state)
{
    (void)state;
    struct lexicon lex = lexicon_shipped();
    assert_true(short_name_may_be(&lex, TEXT("svb")));
    assert_true(short_name_may_be(&lex, TEXT("WET")));
    assert_false(short_name_may_be(&lex, TEXT("wet")));
    assert_false(short_name_may_be(&lex, TEXT("ab")));
    assert_false(short_name_may_be(&lex, TEXT("verzekeringsbank")));
    assert_false(short_name_may_be(&lex, TEXT("wgbh/cz")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_the_letters_are_those_of_words_and_of_parts_of_words),
        TEST(test_a_word_of_dutch_is_no_short_name_unless_in_capitals),
    };
    return cmocka_run_group_tests_name("short names", tests, NULL, NULL);
}
