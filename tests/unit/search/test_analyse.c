#include "tests/kb_test.h"

#include "kb/base/buf.h"
#include "kb/base/cleanup.h"
#include "search/analyse.h"
#include "search/lexicon.h"

struct heard {
    struct buf exact, stems, parts, positions;
    size_t last_to;
    text source;
};

static void hear(void *ctx, const struct analysed *w)
{
    struct heard *h = ctx;
    if (w->kind == ANALYSE_RELATED) return; /* test_stem.c */
    struct buf *b = w->part ? &h->parts : w->kind == ANALYSE_STEM ? &h->stems : &h->exact;
    if (w->part && w->kind == ANALYSE_STEM) return;
    if (b->len) buf_byte(b, ' ');
    buf_put(b, w->term);
    if (w->kind == ANALYSE_EXACT) buf_printf(&h->positions, "%s%u", h->positions.len ? " " : "", w->position);
    assert_true(w->from < w->to && w->to <= h->source.len);
    assert_true(utf8_valid(text_slice(h->source, w->from, w->to - w->from)));
    h->last_to = w->to;
}

static void release(struct heard *h)
{
    buf_release(&h->exact);
    buf_release(&h->stems);
    buf_release(&h->parts);
    buf_release(&h->positions);
}

static struct heard listen(text t)
{
    kb_err err = {0};
    _cleanup_(analyser_close_p)
    struct analyser *a = NULL;
    assert_ok(analyser_open(&a, &err), &err);
    struct heard h = {buf_new(65536), buf_new(65536), buf_new(65536), buf_new(65536), 0, t};
    analyse(a, t, &(struct analyse_sink){.emit = hear, .ctx = &h});
    return h;
}

static void expect_words(const char *source, const char *exact)
{
    _cleanup_(release)
    struct heard h = listen(text_str(source));
    assert_string_equal(buf_cstr(&h.exact), exact);
}

static void test_accents_and_capitals_fall_away_composed_or_not(void **state)
{
    (void)state;
    expect_words("Cliënt CLIËNT clie\u0308nt cliënt", "client client client client");
    expect_words("Curaçao façade Ærø straße œuvre Łódź ĳsvrĳ ﬁets",
                 "curacao facade aero strasse oeuvre lodz ijsvrij fiets");
}

static void test_with_trema_hyphen_or_nothing_it_is_one_word(void **state)
{
    (void)state;
    expect_words("reïntegratie re-integratie reintegratie re‑integratie",
                 "reintegratie reintegratie reintegratie reintegratie");
    _cleanup_(release)
    struct heard h = listen(TEXT("re-integratie"));
    assert_string_equal(buf_cstr(&h.parts), "");
}

static void hear_compound(void *ctx, const struct analysed *w)
{
    if (w->kind != ANALYSE_RELATED || !w->part) return;
    struct buf *b = ctx;
    buf_printf(b, "%s%.*s", b->len ? " " : "", TEXT_FMT(w->term));
}

static void expect_compound(const char *word, const char *parts)
{
    kb_err err = {0};
    _cleanup_(analyser_close_p)
    struct analyser *a = NULL;
    assert_ok(analyser_open(&a, &err), &err);
    struct buf heard = buf_new(1024);
    analyse(a, text_str(word), &(struct analyse_sink){.emit = hear_compound, .ctx = &heard});
    if (strcmp(buf_cstr(&heard), parts) != 0) fail_msg("%s: %s, not %s", word, buf_cstr(&heard), parts);
    buf_release(&heard);
}

static void test_a_form_has_the_parts_of_its_word_and_no_others(void **state)
{
    (void)state;
    expect_compound("huurprijzen", "huur prijs");
    expect_compound("gezinsleden", "gezin lid");
    expect_compound("strafzaken", "straf zaak");
    expect_compound("kwaliteitseisen", "kwaliteit eis");
    /* dien + sten, inkom + sten, behan + delingen, meel + open, oor + zaken */
    static const char *const none[] = {"diensten",   "inkomsten", "behandelingen", "meelopen",         "oorzaken",
                                       "ambtenaren", "luisteren", "resterende",    "ministeri\u00eble"};
    for (size_t i = 0; i < COUNT_OF(none); i++) expect_compound(none[i], "");
}

/* Nobody who asks for a rental agreement means coming (komst) or agreeing (overeen). */
static void test_an_agreement_is_not_taken_apart(void **state)
{
    (void)state;
    expect_compound("huurovereenkomst", "huur overeenkomst");
    expect_compound("overeenkomsten", "");
}

static void test_a_hyphened_compound_is_one_word_with_parts_in_their_own_places(void **state)
{
    (void)state;
    _cleanup_(release)
    struct heard h = listen(TEXT("De WW-uitkering stopt"));
    assert_string_equal(buf_cstr(&h.exact), "de wwuitkering stopt");
    assert_string_equal(buf_cstr(&h.parts), "ww uitkering");
    assert_string_equal(buf_cstr(&h.positions), "1 2 2 3 4");
}

static void hear_completed(void *ctx, const struct analysed *w)
{
    struct heard *h = ctx;
    if (!w->part || w->kind != ANALYSE_EXACT) return;
    buf_printf(&h->parts, "%s%.*s@%u", h->parts.len ? " " : "", TEXT_FMT(w->term), w->position);
    assert_true(w->from < w->to && w->to <= h->source.len);
}

static void expect_completed(struct analyser *a, const char *source, const char *wholes)
{
    _cleanup_(release)
    struct heard h = {buf_new(65536), buf_new(65536), buf_new(65536), buf_new(65536), 0, text_str(source)};
    analyse(a, h.source, &(struct analyse_sink){.emit = hear_completed, .ctx = &h, .completed = true});
    if (strcmp(buf_cstr(&h.parts), wholes) != 0) fail_msg("%s: %s, not %s", source, buf_cstr(&h.parts), wholes);
}

static void test_what_compounds_share_and_say_once_is_completed(void **state)
{
    (void)state;
    static const char *const completed[][2] = {
        {"de reis- en verblijfkosten", "reiskosten@2"},
        {"zwangerschaps- of bevallingsverlof", "zwangerschapsverlof@1"},
        {"alle wet- en regelgeving", "wetgeving@2"},
        {"bloed- dan wel aanverwanten", "bloedverwanten@1"},
        {"terug- en invorderen", "terugvorderen@1"},
        {"bezwaar- en/of beroepschrift", "bezwaarschrift@1"},
        {"handels-, bedrijfs- of beroepsactiviteit", "handelsactiviteit@1 bedrijfsactiviteit@2"},
        {"gegevensverstrekking en -verwerking", "gegevensverwerking@3"},
        {"de Fiscale inlichtingen- en opsporingsdienst", "inlichtingendienst@3"},
        /* not completed: no link, no such whole, a dash, a list, a line that was broken off */
        {"reis- verblijfkosten", ""},
        {"reis- en dan nog wel de kosten", ""},
        {"xqz- en verblijfkosten", ""},
        {"verblijfkosten en - verwerking", ""},
        {"reis-, slaap", ""},
        {"3- en 4-jarigen", "4@3 jarigen@4"},
        {"verblijfkosten", ""},
    };
    kb_err err = {0};
    _cleanup_(analyser_close_p)
    struct analyser *a = NULL;
    assert_ok(analyser_open(&a, &err), &err);
    if (!lexicon_is_full(analyser_lexicon(a))) skip(); /* built without the word list of wdutch */
    for (size_t i = 0; i < sizeof completed / sizeof *completed; i++)
        expect_completed(a, completed[i][0], completed[i][1]);
}

static void test_articles_numbers_and_dates_are_units(void **state)
{
    (void)state;
    expect_words("artikel 7:271 lid 1 BW, 2026-014; 6.1. Op 31-12-2025: 1.500,00 euro",
                 "artikel 7:271 lid 1 bw 2026-014 6.1 op 31-12-2025 1.500,00 euro");
    _cleanup_(release)
    struct heard h = listen(TEXT("7:271"));
    assert_string_equal(buf_cstr(&h.parts), "7 271");
    assert_string_equal(buf_cstr(&h.stems), "");
    assert_string_equal(buf_cstr(&h.positions), "1 1 1");
}

static void test_apostrophe_s_falls_away_and_other_apostrophes_separate(void **state)
{
    (void)state;
    expect_words("foto's auto’s 's-Gravenhage zo'n d'Amico", "foto auto sgravenhage zo n d amico");
}

static void test_of_an_address_only_the_host_is_words(void **state)
{
    (void)state;
    expect_words("Zie https://www.juridischloket.nl/huur/opzeggen?a=1#b of [meer](http://rvr.org/x) http protocol",
                 "zie www juridischloket nl of meer rvr org http protocol");
}

static void test_function_words_have_no_stem(void **state)
{
    (void)state;
    _cleanup_(release)
    struct heard h = listen(TEXT("de huurders van het huis"));
    assert_string_equal(buf_cstr(&h.exact), "de huurders van het huis");
    assert_string_equal(buf_cstr(&h.stems), "huurder huis");
}

static void test_function_words_are_known(void **state)
{
    (void)state;
    _cleanup_(analyser_close_p)
    struct analyser *an = NULL;
    assert_int_equal(analyser_open(&an, NULL), OK);
    static const char *const some[] = {"aan", "de", "een", "het", "niet", "ons", "te", "ten", "van", "zult"};
    for (size_t i = 0; i < COUNT_OF(some); i++) assert_true(analyse_is_stop(an, text_str(some[i])));
    assert_false(analyse_is_stop(an, TEXT("huur")));
    assert_false(analyse_is_stop(an, TEXT("")));
}

static void test_ranges_of_bytes_hold_the_word_and_nothing_else(void **state)
{
    (void)state;
    _cleanup_(release)
    struct heard h = listen(TEXT("«één» cliënt."));
    assert_int_equal(h.last_to, strlen("«één» cliënt"));
}

static void test_any_bytes_are_survived(void **state)
{
    (void)state;
    uint64_t seed = 3;
    static char bytes[4096];
    for (int round = 0; round < 300; round++) {
        for (size_t i = 0; i < sizeof bytes; i++) {
            seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
            bytes[i] = round % 2 ? (char)(seed >> 40) : "a1:-./' \xC3\xA9\xCC\x88\0s"[(seed >> 40) % 14];
        }
        kb_err err = {0};
        _cleanup_(analyser_close_p)
        struct analyser *a = NULL;
        assert_ok(analyser_open(&a, &err), &err);
        struct heard h = {
            buf_new(65536), buf_new(65536), buf_new(65536), buf_new(65536), 0, text_of(bytes, sizeof bytes)};
        for (size_t i = 0; i < sizeof bytes; i++)
            if ((unsigned char)bytes[i] >= 0x80 && round % 2) bytes[i] = ' ';
        if (!utf8_valid(h.source)) h.source = utf8_clip(h.source, utf8_valid_until(h.source));
        analyse(a, h.source, &(struct analyse_sink){.emit = hear, .ctx = &h});
        release(&h);
    }
}

static void test_a_word_without_end_is_cut(void **state)
{
    (void)state;
    static char word[100000];
    memset(word, 'a', sizeof word);
    _cleanup_(release)
    struct heard h = listen(text_of(word, sizeof word));
    assert_int_equal(h.exact.len, ANALYSE_WORD_MAX);
    for (size_t i = 1; i < sizeof word; i += 2) word[i] = '-';
    _cleanup_(release)
    struct heard parts = listen(text_of(word, sizeof word - 1));
    assert_int_equal(parts.exact.len, ANALYSE_WORD_MAX);
}

/* All terms, each behind the number of its kind; of RELATED only how many there are. */
struct terms {
    struct buf all;
    size_t related;
};

static void take_term(void *ctx, const struct analysed *w)
{
    struct terms *t = ctx;
    if (w->kind == ANALYSE_RELATED)
        t->related++;
    else
        buf_printf(&t->all, "%d:%.*s ", (int)w->kind, TEXT_FMT(w->term));
}

static void test_stems_alone_are_the_same_stems(void **state)
{
    (void)state;
    static const char source[] = "De huurverhogingen van WW-uitkeringen en 7:271, huurverhogingen";
    kb_err err = {0};
    _cleanup_(analyser_close_p)
    struct analyser *a = NULL;
    assert_ok(analyser_open(&a, &err), &err);
    struct terms alone = {buf_new(65536), 0}, whole = {buf_new(65536), 0};
    analyse(a, TEXT(source), &(struct analyse_sink){.emit = take_term, .ctx = &alone, .stems_only = true});
    analyse(a, TEXT(source), &(struct analyse_sink){.emit = take_term, .ctx = &whole});
    assert_string_equal(buf_cstr(&alone.all), buf_cstr(&whole.all));
    assert_int_equal(alone.related, 0);
    assert_true(whole.related > 0);
    buf_release(&alone.all);
    buf_release(&whole.all);
}

/* Many more long words than there is room for: what was forgotten is looked at again, and is the same. */
static void test_what_an_analyser_forgets_it_finds_again(void **state)
{
    (void)state;
    enum { WORDS = 30000 };
    static const char *const parts[] = {"huur",   "verhoging", "toeslag",   "uitkering",
                                        "schuld", "hulp",      "verlening", "beslag"};
    kb_err err = {0};
    _cleanup_(analyser_close_p)
    struct analyser *a = NULL;
    assert_ok(analyser_open(&a, &err), &err);
    struct terms first = {buf_new(65536), 0}, again = {buf_new(65536), 0}, between = {buf_new(1 << 24), 0};
    text word = TEXT("huurverhogingstoeslagen schuldhulpverlening");
    analyse(a, word, &(struct analyse_sink){.emit = take_term, .ctx = &first});
    for (unsigned i = 0; i < WORDS; i++) {
        char made[100];
        int len = snprintf(made, sizeof made, "%s%s%s%c%c%c", parts[i % 8], parts[i / 8 % 8], parts[i / 64 % 8],
                           'a' + (int)(i / 512 % 26), 'a' + (int)(i / 13312 % 26), 'a' + (int)(i % 26));
        analyse(a, text_of(made, (size_t)len), &(struct analyse_sink){.emit = take_term, .ctx = &between});
    }
    analyse(a, word, &(struct analyse_sink){.emit = take_term, .ctx = &again});
    assert_string_equal(buf_cstr(&first.all), buf_cstr(&again.all));
    assert_int_equal(first.related, again.related);
    buf_release(&first.all);
    buf_release(&again.all);
    buf_release(&between.all);
}

static void test_the_id_is_always_the_same(void **state)
{
    (void)state;
    char one[ANALYSE_ID_BYTES], two[ANALYSE_ID_BYTES];
    analyser_id(one);
    analyser_id(two);
    assert_string_equal(one, two);
    assert_int_equal(strlen(one), 64);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_accents_and_capitals_fall_away_composed_or_not),
        TEST(test_with_trema_hyphen_or_nothing_it_is_one_word),
        TEST(test_a_form_has_the_parts_of_its_word_and_no_others),
        TEST(test_an_agreement_is_not_taken_apart),
        TEST(test_a_hyphened_compound_is_one_word_with_parts_in_their_own_places),
        TEST(test_what_compounds_share_and_say_once_is_completed),
        TEST(test_articles_numbers_and_dates_are_units),
        TEST(test_apostrophe_s_falls_away_and_other_apostrophes_separate),
        TEST(test_of_an_address_only_the_host_is_words),
        TEST(test_function_words_have_no_stem),
        TEST(test_function_words_are_known),
        TEST(test_ranges_of_bytes_hold_the_word_and_nothing_else),
        TEST(test_any_bytes_are_survived),
        TEST(test_a_word_without_end_is_cut),
        TEST(test_stems_alone_are_the_same_stems),
        TEST(test_what_an_analyser_forgets_it_finds_again),
        TEST(test_the_id_is_always_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
