#include "tests/kb_test.h"

#include "kb/base/buf.h"
#include "kb/base/cleanup.h"
#include "search/query_scan.h"
#include "search/snippet.h"

static int setup(void **state)
{
    *state = arena_new(16 * 1024 * 1024);
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

/* The passage with marked words in brackets and an ellipsis where it was cut. `agreed`: a vocabulary, or NULL;
 * `title`: of the text. */
static const char *shown_of(arena *a, const char *agreed, const char *title, const char *typed, text body, size_t max)
{
    kb_err err = {0};
    struct search_passage p;
    struct search_snippets *snippets;
    _cleanup_(analyser_close_p)
    struct analyser *an = NULL;
    assert_ok(analyser_open(&an, &err), &err);
    struct vocabulary *v = NULL;
    if (agreed) assert_ok(vocabulary_new(&v, an, text_str(agreed), &err), &err);
    assert_ok(snippets_new(&snippets, a, an, v, query_scan(a, text_str(typed)), &err), &err);
    search_snippets_title(snippets, text_str(title));
    assert_ok(search_snippet(snippets, body, max, &p, &err), &err);
    struct buf b = buf_new(1024 * 1024);
    if (!p.from_start) buf_str(&b, "…");
    size_t bytes = 0;
    for (size_t i = 0; i < p.n; i++) {
        assert_true(utf8_valid(p.pieces[i].words));
        assert_true(p.pieces[i].words.len > 0);
        const char *at = p.pieces[i].words.ptr;
        if (at >= body.ptr && at < body.ptr + body.len)
            bytes += p.pieces[i].words.len; /* what parts blocks is static */
        buf_printf(&b, p.pieces[i].marked ? "[%.*s]" : "%.*s", TEXT_FMT(p.pieces[i].words));
    }
    assert_true(bytes <= max);
    if (!p.to_end) buf_str(&b, "…");
    const char *kept = arena_str(a, buf_cstr(&b));
    buf_release(&b);
    vocabulary_free(v);
    return kept;
}

static const char *shown_with(arena *a, const char *agreed, const char *typed, text body, size_t max)
{
    return shown_of(a, agreed, "", typed, body, max);
}

static const char *shown(arena *a, const char *typed, text body, size_t max)
{
    return shown_with(a, NULL, typed, body, max);
}

static void test_every_form_of_the_words_is_marked(void **state)
{
    assert_string_equal(shown(*state, "huurders wwuitkering", TEXT("De huurder belt. Zijn WW-uitkering stopt."), 200),
                        "De [huurder] belt. Zijn [WW-uitkering] stopt.");
}

/* "WIA" does not ask for each text about work. */
static void test_words_of_a_name_that_was_asked_besides_count_near_one_another_only(void **state)
{
    const char *agreed = "WIA = Wet werk en inkomen naar arbeidsvermogen\nbaas > werkgever\n";
    assert_string_equal(shown_with(*state, agreed, "WIA", TEXT("Zoek werk. Dan is er weer een inkomen."), 200),
                        "Zoek werk. Dan is er weer een inkomen.");
    assert_string_equal(shown_with(*state, agreed, "WIA", TEXT("Bel de afdeling Werk en inkomen."), 200),
                        "Bel de afdeling Werk en inkomen.");
    assert_string_equal(shown_with(*state, agreed, "WIA", TEXT("De Wet werk en inkomen naar arbeidsvermogen."), 200),
                        "De [Wet] [werk] en [inkomen] naar [arbeidsvermogen].");
    assert_string_equal(shown_with(*state, agreed, "WIA werk", TEXT("Zoek werk. Het is een WIA-uitkering."), 200),
                        "Zoek [werk]. Het is een [WIA-uitkering].");
    assert_string_equal(shown_with(*state, "huurachterstand = achterstand huur\n", "huurachterstand",
                                   TEXT("Alle brieven over de achterstand."), 200),
                        "Alle brieven over de [achterstand]."); /* a part of what was typed */
    assert_string_equal(shown_with(*state, agreed, "baas", TEXT("Een werkgever betaalt."), 200),
                        "Een [werkgever] betaalt.");
}

static void test_blocks_and_cells_do_not_run_together(void **state)
{
    assert_string_equal(shown(*state, "sector huur", TEXT("Sector\tWat je doet\nSociale huur\tBezwaar.\nVrij"), 200),
                        "[Sector] · Wat je doet · Sociale [huur] · Bezwaar. Vrij");
    assert_string_equal(shown(*state, "balie huur", TEXT("Balie:\n\nhuur\n\ntoeslag"), 200),
                        "[Balie]: [huur] · toeslag");
}

static void test_part_of_a_hyphened_word_marks_the_word(void **state)
{
    assert_string_equal(shown(*state, "uitkeringen", TEXT("Zijn WW-uitkering stopt."), 200),
                        "Zijn [WW-uitkering] stopt.");
}

/* What the sieve in front of the analysis must let through: other letters in the bytes than in the words, words of one
 * or two letters, ends of the text, runs without white space. */
static void test_no_word_is_missed_because_its_bytes_look_otherwise(void **state)
{
    static const struct {
        const char *typed, *body, *shown;
    } cases[] = {
        {"reintegratie", "Bel over re-integratie.", "Bel over [re-integratie]."},
        {"reintegratie", "Bel over re\xC3\xAFntegratie.", "Bel over [re\xC3\xAFntegratie]."},
        {"HUUR", "huur", "[huur]"},
        {"huur", "DE HUUR", "DE [HUUR]"},
        {"ww", "Geen WW", "Geen [WW]"},
        {"x", "De x (X) en a/x/b, maxi", "De [x] ([X]) en a/[x]/b, maxi"},
        {"7", "Boek 7 en 77", "Boek [7] en 77"},
        {"7:271", "Zie 7:271, niet 7:272.", "Zie [7:271], niet 7:272."},
        {"6.1", "(art.6.1)", "([art.6.1])"},
        {"ijs", "\xC4\xB2s en ijs", "[\xC4\xB2s] en [ijs]"},
        {"rechtspraak", "https://www.rechtspraak.nl/huur/rechtspraak huur",
         "https://www.[rechtspraak].nl/huur/rechtspraak huur"},
        {"foto", "foto's;auto's", "[foto's];auto's"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_string_equal(shown(*state, cases[i].typed, text_str(cases[i].body), 200), cases[i].shown);
}

static void test_function_words_filters_and_unwanted_words_are_not_marked(void **state)
{
    assert_string_equal(shown(*state, "de huur -belt fase:stopt", TEXT("De huur belt en stopt."), 200),
                        "De [huur] belt en stopt.");
}

static void test_only_function_words_are_marked_when_nothing_else_was_asked(void **state)
{
    assert_string_equal(shown(*state, "de", TEXT("Bel de advocaat."), 200), "Bel [de] advocaat.");
}

static void test_the_passage_with_most_different_words_wins(void **state)
{
    _cleanup_(buf_release)
    struct buf b = buf_new(65536);
    for (int i = 0; i < 40; i++) buf_str(&b, "Een zin over huur en over huur. ");
    buf_str(&b, "Wie huur en schuld heeft, belt. ");
    for (int i = 0; i < 40; i++) buf_str(&b, "Een zin over niets. ");
    assert_string_equal(shown(*state, "schuld huur", buf_text(&b), 40),
                        "…Wie [huur] en [schuld] heeft, belt. Een zin…");
}

static void test_a_word_that_was_typed_is_shown_before_one_that_is_only_meant(void **state)
{
    assert_string_equal(shown_with(*state, "ontruiming > huis uit\n", "ontruiming",
                                   TEXT("Je woont in een huis. Soms moet je het huis uit. Dat heet een ontruiming."),
                                   30),
                        "…Dat heet een [ontruiming].");
    assert_string_equal(
        shown_with(*state, "deskundigenoordeel = second opinion\n", "deskundigenoordeel",
                   TEXT("Een second opinion is iets anders dan een oordeel van een deskundige. Vraag het "
                        "deskundigenoordeel aan."),
                   40),
        "…Vraag het [deskundigenoordeel] aan."); /* nor before its parts and its meaning together */
    /* A part further on does not repeat it, so the word stays in view. */
    const char *far = shown(*state, "vakantiegeld",
                            TEXT("Reken uit of het vakantiegeld klopt. Dat staat op de specificatie die je in mei of "
                                 "juni kreeg, en anders vraag je die op. Er blijft dan geld over."),
                            160);
    assert_non_null(strstr(far, "[vakantiegeld]"));
}

static void test_where_a_text_cites_the_reference_is_one_mark(void **state)
{
    static const struct {
        const char *title, *typed, *body, *shown;
    } cases[] = {
        {"Participatiewet", "artikel 17 lid 1 participatiewet", "Het eerste lid, en artikel 17, lid 1 onder a.",
         "Het eerste lid, en [artikel 17, lid 1] onder a."},
        {"Huur", "artikel 17 Pw", "Artikel 16 Pw, art. 17 van de Participatiewet.",
         "Artikel 16 [Pw], [art. 17 van de Participatiewet]."},
        {"Burgerlijk Wetboek Boek 7", "7:271", "Artikel 271\nHet Burgerlijk Wetboek.",
         "[Artikel 271] \u00b7 Het Burgerlijk Wetboek."},
        {"Burgerlijk Wetboek Boek 7", "7:271 bw", "7:271 Awb, 7:271 BW; artikel 271.",
         "7:271 Awb, [7:271 BW]; [artikel 271]."},
        {"Huur", "bw 7:271", "Artikel 7:271, of 7:272 BW.", "[Artikel 7:271, of 7:272 BW]."},
        {"Huur", "artikel 271 bw", "Zie 7:271 BW.", "Zie [7:271 BW]."},
        {"Huur", "ECLI:NL:HR:2019:1", "ECLI:NL:HR:2019:12, ecli:nl:hr:2019:1. NL, HR.",
         "ECLI:NL:HR:2019:12, [ecli:nl:hr:2019:1]. NL, HR."},
        {"Huur", "bp 2026-001", "De BP van 2026: BP-2026-001 (2026-1).", "De BP van 2026: [BP-2026-001] ([2026-1])."},
        {"Participatiewet", "7:12 bw", "Artikel 3\n7:10 tot en met 7:13 BW", "\u2026[7:10 tot en met 7:13 BW]"},
        {"Participatiewet", "artikel 12a pw", "Artikel 10-14; art. 12a.", "Artikel 10-14; [art. 12a]."},
        {"Participatiewet", "artikel 12 pw", "Niets\nArtikelen 10\u201314", "\u2026[Artikelen 10\u201314]"},
        {"Participatiewet", "huur artikel 17 pw", "De huur, artikel 17.", "De [huur], [artikel 17]."},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_string_equal(shown_of(*state, NULL, cases[i].title, cases[i].typed, text_str(cases[i].body), 200),
                            cases[i].shown);
}

/* Whatever words of the question stand together elsewhere. */
static void test_the_passage_that_cites_the_reference_wins(void **state)
{
    _cleanup_(buf_release)
    struct buf b = buf_new(65536);
    buf_str(&b, "Burgerlijk Wetboek: de huurder zegt de huur op per aangetekende brief. ");
    for (int i = 0; i < 40; i++) buf_str(&b, "Een zin over niets. ");
    buf_str(&b, "Zie art. 271. Einde.");
    assert_string_equal(shown_of(*state, "BW = Burgerlijk Wetboek\n", "BW boek 7",
                                 "huurder huur brief opzeggen 7:271 bw", buf_text(&b), 40),
                        "\u2026Zie [art. 271]. Einde.");
}

static void test_a_text_full_of_references_stays_within_its_ceilings(void **state)
{
    _cleanup_(buf_release)
    struct buf b = buf_new(1024 * 1024);
    for (int i = 0; i < 3000; i++) buf_str(&b, "huur, 7:271 BW. ");
    const char *s = shown(*state, "huur 7:271", buf_text(&b), 200);
    assert_non_null(strstr(s, "[huur], [7:271 BW]. [huur], [7:271 BW]. "));
}

static void test_without_a_match_the_beginning_is_shown(void **state)
{
    assert_string_equal(shown(*state, "echtscheiding", TEXT("De huurder belt de advocaat."), 20),
                        "De huurder belt de…");
    assert_string_equal(shown(*state, "huur", TEXT(""), 20), "");
}

static void test_nothing_is_cut_inside_a_character(void **state)
{
    _cleanup_(buf_release)
    struct buf b = buf_new(65536);
    for (int i = 0; i < 50; i++) buf_str(&b, "ééééééééééééééééééééé€😀");
    buf_str(&b, " huur ");
    for (int i = 0; i < 50; i++) buf_str(&b, "😀😀😀€éé");
    for (size_t max = 1; max < 120; max++) shown(*state, "huur", buf_text(&b), max);
}

static void test_a_text_full_of_hits_stays_within_its_ceilings(void **state)
{
    _cleanup_(buf_release)
    struct buf b = buf_new(1024 * 1024);
    for (int i = 0; i < 100000; i++) buf_str(&b, "huur ");
    const char *s = shown(*state, "huur", buf_text(&b), 200);
    assert_memory_equal(s, "[huur] [huur]", 13);
}

#define IN_ARENA(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_ARENA(test_every_form_of_the_words_is_marked),
        IN_ARENA(test_words_of_a_name_that_was_asked_besides_count_near_one_another_only),
        IN_ARENA(test_blocks_and_cells_do_not_run_together),
        IN_ARENA(test_part_of_a_hyphened_word_marks_the_word),
        IN_ARENA(test_no_word_is_missed_because_its_bytes_look_otherwise),
        IN_ARENA(test_function_words_filters_and_unwanted_words_are_not_marked),
        IN_ARENA(test_only_function_words_are_marked_when_nothing_else_was_asked),
        IN_ARENA(test_the_passage_with_most_different_words_wins),
        IN_ARENA(test_a_word_that_was_typed_is_shown_before_one_that_is_only_meant),
        IN_ARENA(test_where_a_text_cites_the_reference_is_one_mark),
        IN_ARENA(test_the_passage_that_cites_the_reference_wins),
        IN_ARENA(test_a_text_full_of_references_stays_within_its_ceilings),
        IN_ARENA(test_without_a_match_the_beginning_is_shown),
        IN_ARENA(test_nothing_is_cut_inside_a_character),
        IN_ARENA(test_a_text_full_of_hits_stays_within_its_ceilings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
