#include "tests/kb_test.h"

#include "search/analyse.h"
#include "search/fold.h"
#include "search/reference.h"

#include "kb/base/arena.h"

#include <stdio.h>

struct reading {
    struct reference_scan scan;
    char told[2000]; /* units with " | " between */
    size_t n;
};

static void tell(void *ctx, text unit)
{
    struct reading *r = ctx;
    size_t len = strlen(r->told);
    snprintf(r->told + len, sizeof r->told - len, "%s%.*s", len ? " | " : "", TEXT_FMT(unit));
    r->n++;
}

static void feed(void *ctx, const struct analysed *w)
{
    struct reading *r = ctx;
    if (w->kind == ANALYSE_EXACT && !w->part) reference_word(&r->scan, w->term, w->from, w->to);
}

static struct reading read_as(bool asking, const char *title, const char *source)
{
    struct analyser *an;
    kb_err err = {0};
    assert_ok(analyser_open(&an, &err), &err);
    arena *a = arena_new(1 << 16);
    struct reading r = {.told = ""};
    r.scan =
        (struct reference_scan){.laws = analyser_laws(an), .source = text_str(source), .asking = asking, .emit = tell};
    if (title) r.scan.home = reference_home(analyser_laws(an), fold_words(a, text_str(title)));
    r.scan.ctx = &r;
    analyse(an, text_str(source), &(struct analyse_sink){.emit = feed, .ctx = &r});
    reference_end(&r.scan);
    arena_free(a);
    analyser_close(an);
    return r;
}

static struct reading read_refs(const char *title, const char *source)
{
    return read_as(false, title, source);
}

static void check(const char *title, const char *source, const char *told)
{
    struct reading r = read_refs(title, source);
    if (strcmp(r.told, told) != 0) fail_msg("\"%s\" reads as \"%s\", not \"%s\"", source, r.told, told);
}

static void test_an_article_is_one_unit_in_every_spelling(void **state)
{
    (void)state;
    static const char *const spellings[] = {
        "7:271 BW",
        "bw 7:271",
        "art. 7:271 bw",
        "artikel 7:271 lid 2 BW",
        "artikel 7:271, tweede lid, aanhef en onder b, van het Burgerlijk Wetboek",
        "artikel 271 Boek 7 BW",
        "artikel 271 van Boek 7 van het Burgerlijk Wetboek",
        "Artikel 271 van het Burgerlijk Wetboek, Boek 7",
        "zie art 7.271 BW.",
    };
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) check(NULL, spellings[i], "bw 7:271 | * 7:271");
}

static void test_a_law_is_known_by_its_short_and_its_full_name(void **state)
{
    (void)state;
    check(NULL, "art. 12 Wrb", "wrb 12");
    check(NULL, "artikel 12 van de Wet op de rechtsbijstand", "wrb 12");
    check(NULL, "op grond van de artikelen 12 en 14a Wrb geldt", "wrb 12 | wrb 14a");
    check(NULL, "artikel 16 Vw 2000", "vw 16");
    check(NULL, "artikel 16 van de Vreemdelingenwet", "vw 16");
    check(NULL, "Awb 4:7", "awb 4:7 | * 4:7");
    check(NULL, "artikel 3 lid 2 Wrb en artikel 8 onder e Vw", "wrb 3 | vw 8");
}

static void test_a_range_stands_for_each_of_its_articles(void **state)
{
    (void)state;
    check(NULL, "artikel 10 tot en met 13 Wrb", "wrb 10 | wrb 13 | wrb 11 | wrb 12");
    check(NULL, "artt. 10 t/m 12 Wrb", "wrb 10 | wrb 12 | wrb 11");
    check("Wet op de rechtsbijstand – Verlening (artikel 12–14)", "(artikel 12\u201314)", "wrb 12 | wrb 14 | wrb 13");
    assert_int_equal(read_refs("Algemene wet bestuursrecht", "artikel 8:1\u20138:50").n, 2 * 50);
    assert_int_equal(read_refs("Algemene wet bestuursrecht", "artikel 8:1\u20138:5000").n, 2 * 2);
}

static void test_without_a_law_an_article_is_of_the_law_in_the_title(void **state)
{
    (void)state;
    check("Burgerlijk Wetboek Boek 7 – Huur (artikel 271–273)", "In afwijking van artikel 228 lid 1 eindigt",
          "bw 7:228 | * 7:228");
    check("Burgerlijk Wetboek Boek 7", "Artikel 12 Wrb", "wrb 12");
    check("Huur opzeggen", "artikel 228", "");
    check("Huur opzeggen", "artikel 7:228", "* 7:228");
    check("Wet op de rechtsbijstand", "Artikel 12. Wet en recht", "wrb 12");
    check("Wet op de rechtsbijstand", "## Artikel 12\n\nWerkloosheidswet", "wrb 12");
}

static void test_a_title_tells_where_its_law_and_book_stand(void **state)
{
    (void)state;
    static const struct {
        const char *title, *law, *book, *named;
    } titles[] = {
        {"huur bw boek 7 opzegging", "bw", "7", "bw boek 7"},
        {"bw 6 onrechtmatige daad", "bw", "6", "bw 6"},
        {"bw schade", "bw", "", "bw"},
        {"awb 6 bezwaar", "awb", "", "awb"},
        {"wet mulder beroep", "wahv", "", "wet mulder"},
        {"geen wet", "", "", ""},
    };
    struct laws *laws = laws_new();
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        struct reference_home home = reference_home(laws, text_str(titles[i].title));
        assert_text(home.law, titles[i].law);
        assert_string_equal(home.book, titles[i].book);
        assert_text(text_slice(text_str(titles[i].title), home.from, home.to - home.from), titles[i].named);
    }
    laws_free(laws);
}

static void test_numbers_of_judgments_and_gazettes_are_units(void **state)
{
    (void)state;
    check(NULL, "ECLI:NL:HR:2019:1234", "ecli nl hr 2019 1234");
    check(NULL, "(ecli:nl:rvs:2010:BN6990)", "ecli nl rvs 2010 bn6990");
    check(NULL, "Stb. 2001, 377", "stb 2001 377");
    check(NULL, "Staatsblad 2001/377", "stb 2001 377");
    check(NULL, "Stcrt. 2015, nr. 42", "stcrt 2015 42");
    check(NULL, "BP-2026-014", "bp 2026-014");
    check(NULL, "zie 2026-14 en bp 2026-015", "bp 2026-014 | bp 2026-015");
}

static void test_what_only_looks_like_a_reference_is_none(void **state)
{
    (void)state;
    check(NULL, "in 2019-2020 en op 31-12-2026", "");
    check(NULL, "een artikel in de krant over Wrb", "");
    check(NULL, "Vw 2000 en WW 2006", "");
    check(NULL, "12 toevoegingen", "");
    check(NULL, "ECLI:NL", "");
    check(NULL, "Stb.", "");
}

static void test_a_question_says_more_than_a_text(void **state)
{
    (void)state;
    static const char *const asked[][2] = {
        {"64 vw", "vw 64"},
        {"64 lid 2 vreemdelingenwet 2000", "vw 64"},
        {"vb 2000 3.51", "vb 3:51 | * 3:51"},
        {"3.51 vb 2000", "vb 3:51 | * 3:51"},
        {"7:271", "* 7:271 | bw 7:271"},
        {"7:271 bw", "bw 7:271 | * 7:271"},
        {"boek 7 bw", ""},
        {"bw 7 huur", ""},
        {"7 bw huur", ""},
        {"bw 6 162", "bw 6:162 | * 6:162"},
        {"vw 2000", ""},
        {"18 jaar wajong", ""},
        {"2 artikel 12 wrb", "wrb 12"},
        {"2026/001", "bp 2026-001"},
        {"BP-2026-2015", "bp 2026-2015"},
        {"2019-2020", ""},
        {"670 bw",
         "bw 1:670 | bw 2:670 | bw 3:670 | bw 4:670 | bw 5:670 | bw 6:670 | bw 7:670 | bw 7a:670 | bw 8:670 | "
         "bw 10:670"},
    };
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
        assert_string_equal(read_as(true, NULL, asked[i][0]).told, asked[i][1]);
    struct reading home = read_as(true, "BW 7 artikel 271", "BW 7 artikel 271");
    assert_string_equal(home.told, "bw 7:271 | * 7:271");
    check(NULL, "64 Vw", "");
    check(NULL, "2026/001", "");
    check(NULL, "artikel 670 BW", "bw 670");
}

static void test_endless_lists_end(void **state)
{
    (void)state;
    char source[6000] = "artikel 1";
    for (int i = 2; i < 900; i++) snprintf(source + strlen(source), sizeof source - strlen(source), ", %d", i);
    strcat(source, " Wrb");
    assert_int_equal(read_refs(NULL, source).n, REFERENCE_ARTICLES_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_an_article_is_one_unit_in_every_spelling),
        TEST(test_a_law_is_known_by_its_short_and_its_full_name),
        TEST(test_a_range_stands_for_each_of_its_articles),
        TEST(test_without_a_law_an_article_is_of_the_law_in_the_title),
        TEST(test_a_title_tells_where_its_law_and_book_stand),
        TEST(test_numbers_of_judgments_and_gazettes_are_units),
        TEST(test_what_only_looks_like_a_reference_is_none),
        TEST(test_a_question_says_more_than_a_text),
        TEST(test_endless_lists_end),
    };
    return cmocka_run_group_tests_name("reference", tests, NULL, NULL);
}
