#include "tests/kb_test.h"

#include "kb/base/cleanup.h"
#include "search/compound.h"
#include "search/dutch.h"
#include "search/stem.h"

static struct lexicon words(void)
{
    struct lexicon lex = lexicon_shipped();
    lex.forms = dutch_forms_new();
    assert_non_null(lex.forms);
    return lex;
}

static void release(struct lexicon *lex)
{
    dutch_forms_free((struct dutch_forms *)lex->forms);
}

static void expect_together(const struct lexicon *lex, text forms, text derived)
{
    struct stem first = {0}, one, root;
    for (text form; text_next(&forms, ' ', &form);) {
        stem_word(lex, form, &one);
        if (!first.len) first = one;
        if (!text_eq(stem_text(&one), stem_text(&first)))
            fail_msg("%.*s has the stem %.*s, not %.*s", TEXT_FMT(form), TEXT_FMT(stem_text(&one)),
                     TEXT_FMT(stem_text(&first)));
    }
    for (text form; text_next(&derived, ' ', &form);) {
        stem_word(lex, form, &one);
        stem_root(lex, stem_text(&one), &root);
        if (!text_eq(stem_text(&root), stem_text(&first)))
            fail_msg("%.*s has the root %.*s, not %.*s", TEXT_FMT(form), TEXT_FMT(stem_text(&root)),
                     TEXT_FMT(stem_text(&first)));
    }
}

static void expect_apart(const struct lexicon *lex, text forms)
{
    struct stem stem[8], root[8];
    size_t n = 0;
    for (text form; text_next(&forms, ' ', &form) && n < COUNT_OF(stem); n++) {
        stem_word(lex, form, &stem[n]);
        stem_root(lex, stem_text(&stem[n]), &root[n]);
        for (size_t i = 0; i < n; i++)
            if (text_eq(stem_text(&root[i]), stem_text(&root[n])))
                fail_msg("%.*s comes together with another word at %.*s", TEXT_FMT(form),
                         TEXT_FMT(stem_text(&root[n])));
    }
}

static void test_the_families_of_the_table_come_together_and_the_others_stay_apart(void **state)
{
    (void)state;
    _cleanup_(release)
    struct lexicon lex = words();
    if (!lexicon_is_full(&lex)) skip(); /* built without the word list of wdutch */
    _cleanup_(close_file)
    FILE *f = fopen(KB_SOURCE_DIR "/tests/unit/search/families.tsv", "re");
    char line[1024];
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        text rest = text_trim(text_str(line)), forms;
        if (!rest.len || rest.ptr[0] == '#') continue;
        if (rest.ptr[0] == '!')
            expect_apart(&lex, text_slice(rest, 2, SIZE_MAX));
        else if (text_next(&rest, '\t', &forms))
            expect_together(&lex, forms, rest);
    }
}

static void expect_parts(const struct lexicon *lex, const char *word, const char *parts)
{
    struct compound c;
    char said[128] = "";
    if (compound_split(lex, text_str(word), &c))
        for (size_t i = 0; i < c.n; i++)
            snprintf(said + strlen(said), sizeof said - strlen(said), "%s%.*s", i ? " " : "", (int)c.parts[i].len,
                     word + c.parts[i].from);
    assert_string_equal(said, parts);
}

static void test_a_compound_is_read_in_the_fewest_parts_and_a_whole_word_in_none(void **state)
{
    (void)state;
    _cleanup_(release)
    struct lexicon lex = words();
    if (!lexicon_is_full(&lex)) skip();
    expect_parts(&lex, "huurtoeslag", "huur toeslag");
    expect_parts(&lex, "verblijfsvergunning", "verblijf vergunning");
    expect_parts(&lex, "kinderbijslag", "kind bijslag");
    expect_parts(&lex, "participatiewet", "participatie wet");
    expect_parts(&lex, "dwangsom", "dwang som");
    expect_parts(&lex, "gezinsleden", "gezin leden"); /* sleden are a word too, and so is staken */
    expect_parts(&lex, "uitvoeringstaken", "uitvoering taken");
    expect_parts(&lex, "gelijkstelling", "gelijk stelling");
    expect_parts(&lex, "schuldstelling", "schuld stelling");
    expect_parts(&lex, "bestuur", "");
    expect_parts(&lex, "bedrijven", "");
    expect_parts(&lex, "minderjarige", "");
    expect_parts(&lex, "voorwaarden", "");
    expect_parts(&lex, "wijziging", "");
    expect_parts(&lex, "zzzzzzzzzz", "");
}

static void expect_phrase(const struct lexicon *lex, const char *word, const char *noun, const char *deed)
{
    struct compound c;
    bool is = compound_phrase(lex, text_str(word), &c);
    if (is != (noun != NULL)) fail_msg("%s: %s", word, is ? "a phrase" : "no phrase");
    if (!is) return;
    assert_true(text_is(text_of(word + c.parts[0].from, c.parts[0].len), noun));
    assert_true(text_is(text_of(word + c.parts[1].from, c.parts[1].len), deed));
}

static void test_a_phrase_that_became_one_word_has_a_noun_and_a_deed(void **state)
{
    (void)state;
    _cleanup_(release)
    struct lexicon lex = words();
    if (!lexicon_is_full(&lex)) skip();
    expect_phrase(&lex, "ondertoezichtstelling", "toezicht", "stelling");
    expect_phrase(&lex, "uithuisplaatsing", "huis", "plaatsing");
    expect_phrase(&lex, "tegeldemaking", "gelde", "making");
    expect_phrase(&lex, "tenuitvoergelegd", "uitvoer", "gelegd");
    expect_phrase(&lex, "onderhandeling", NULL, NULL);
    expect_phrase(&lex, "inrichting", NULL, NULL);
    expect_phrase(&lex, "onder", NULL, NULL);
    expect_phrase(&lex, "", NULL, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_families_of_the_table_come_together_and_the_others_stay_apart),
        cmocka_unit_test(test_a_phrase_that_became_one_word_has_a_noun_and_a_deed),
        cmocka_unit_test(test_a_compound_is_read_in_the_fewest_parts_and_a_whole_word_in_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
