/* Words that were not finished, names that nobody knows, and corrections that would lead nowhere. */
#include "search_test.h"

/* What is asked besides, the first first. */
static const char *used(struct place *p, struct search_reader *r, const char *typed)
{
    struct search_hits hits = ask(p, r, SEARCH_AS_ANONYMOUS, typed);
    const char *s = "";
    for (size_t i = 0; i < hits.n_corrected; i++)
        s = arena_printf(p->a, "%s%s%.*s", s, i ? "|" : "", TEXT_FMT(hits.corrected[i].used));
    return s;
}

static void test_a_half_word_is_completed_to_words_of_texts(void **state)
{
    static const struct told texts[] = {
        {"bijstand", "Bijstand aanvragen", "De bijstand en de bijstandsuitkering. Een hond kan bijten: hij bijt."},
        {"more", "Bijstand", "Bijstand en uitkering. Kijk uit."},
        {"rent", "Huur", "De huurachterstand betalen."},
        {"seize", "Beslag", "Beslaglegging op loon."},
        {"care", "Zorg", "De zorgverzekering. De zorgverzekeraar belt."},
        {"again", "Zorg", "De zorgverzekering."},
    };
    struct place *p = *state;
    struct search_writer *w = open_writer(p);
    struct search_reader *r = tell(p, w, texts, COUNT_OF(texts));
    assert_string_equal(used(p, r, "bijst"), "bijstand"); /* which finds bijstandsuitkering as well */
    assert_string_equal(used(p, r, "bijs"), "bijstand");
    assert_string_equal(used(p, r, "uitk"), "uitkering"); /* and not uit */
    assert_string_equal(used(p, r, "huurachters"), "huurachterstand");
    assert_string_equal(used(p, r, "beslaglegg"), "beslaglegging");
    assert_string_equal(used(p, r, "zorgverz"), "zorgverzekering|zorgverzekeraar");
    assert_string_equal(used(p, r, "uit"), ""); /* too short, and a word */
    assert_string_equal(used(p, r, "bijst aanvragen"), "bijstand");
    assert_string_equal(ids(p, ask(p, r, SEARCH_AS_ANONYMOUS, "huurachters")), "rent");
    forget(p, &w, r);
}

/* Where texts have no word that begins so: one of their compounds has, or what the vocabulary knows to lead to them. */
static void test_a_half_word_is_completed_to_parts_of_compounds_and_words_of_the_vocabulary(void **state)
{
    static const struct told texts[] = {{"a", "Huurtoeslag", "De verhuurder en de huurtoeslag."}};
    struct place *p = *state;
    struct search_writer *w = open_writer(p);
    struct search_reader *r = tell(p, w, texts, COUNT_OF(texts));
    assert_ok(search_vocabulary_put(r, TEXT("zwxxzap > niemand\nzwxxbaas > verhuurder\n"), 1, &p->err), &p->err);
    assert_string_equal(used(p, r, "toesla"), "toeslag");
    assert_finds(p, r, SEARCH_AS_ANONYMOUS, "toesla", "a");
    assert_string_equal(used(p, r, "zwxx"), "zwxxbaas");
    assert_finds(p, r, SEARCH_AS_ANONYMOUS, "zwxx", "a");
    forget(p, &w, r);
}

/* "Deurwaarde" is in the word list, and nobody looks for it; "kers" may be what was meant. */
static void test_a_word_that_no_text_has_is_completed_though_it_is_dutch_unless_it_is_short(void **state)
{
    static const struct told texts[] = {
        {"bailiff", "Schulden", "De deurwaarder belt."},
        {"other", "Warme overdracht", "Loop de deur langs. Kerstmis nadert."},
    };
    struct place *p = *state;
    struct search_writer *w = open_writer(p);
    struct search_reader *r = tell(p, w, texts, COUNT_OF(texts));
    assert_string_equal(used(p, r, "deurwaarde"), "deurwaarder");
    assert_finds(p, r, SEARCH_AS_ANONYMOUS, "deurwaarde", "bailiff");
    assert_string_equal(used(p, r, "kers"), "");
    forget(p, &w, r);
}

/* Half a mistake from what most texts say: that was meant, and not what begins so in one of them. */
static void test_a_word_that_sounds_alike_and_is_common_comes_before_a_rare_completion(void **state)
{
    static const struct told texts[] = {
        {"a", "Bestuur", "Het bestuur beslist."},
        {"b", "Bestuur", "Het bestuur vergadert."},
        {"c", "Auto", "Wie een auto besturen mag."},
    };
    struct place *p = *state;
    struct search_writer *w = open_writer(p);
    struct search_reader *r = tell(p, w, texts, COUNT_OF(texts));
    assert_string_equal(used(p, r, "bestur"), "bestuur");
    forget(p, &w, r);
}

/* With a capital it may be a name: half a mistake in a short one, one in a longer one, two in a very long one. */
static void test_a_name_that_no_text_has_is_not_turned_into_another_word(void **state)
{
    static const struct told texts[] = {
        {"a", "Inloggen", "Elke user logt in. Een huurverhoging, bij ontslag en in de rijkswacht."},
        {"b", "Wijn", "In vatten."},
        {"c", "English", "Fill in."},
    };
    struct place *p = *state;
    struct search_writer *w = open_writer(p);
    struct search_reader *r = tell(p, w, texts, COUNT_OF(texts));
    assert_string_equal(used(p, r, "Uber"), "");
    assert_string_equal(used(p, r, "Vattenfall"), "");
    assert_string_equal(used(p, r, "vattenfall"), "");
    assert_string_equal(used(p, r, "Rojkswachd"), "");
    assert_string_equal(used(p, r, "rojkswachd"), "rijkswacht");
    assert_string_equal(used(p, r, "usor"), "user");       /* without a capital: a mistake */
    assert_string_equal(used(p, r, "Ontslap"), "ontslag"); /* telephones put a capital first */
    assert_string_equal(used(p, r, "Huurverhogginx"), "huurverhoging");
    forget(p, &w, r);
}

/* A mistake away from a function word, from what people say and no text means, and from a compound that nobody made. */
static void test_no_correction_is_made_that_leads_nowhere(void **state)
{
    static const struct told texts[] = {
        {"a", "Wonen", "Na wat daar zonder reden was: een boot, de vaart, een kwaal."},
        {"b", "Werken", "Het vermogen. De overwaarde."},
    };
    struct place *p = *state;
    struct search_writer *w = open_writer(p);
    struct search_reader *r = tell(p, w, texts, COUNT_OF(texts));
    assert_string_equal(used(p, r, "zondr"), "");         /* zonder */
    assert_string_equal(used(p, r, "huisbaaas"), "");     /* huisbaas: verhuurder, and no text says either */
    assert_string_equal(used(p, r, "bootvermoggen"), ""); /* one text has a boot, another vermogen */
    assert_string_equal(used(p, r, "bootvaartt"), "bootvaart");
    forget(p, &w, r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(test_a_half_word_is_completed_to_words_of_texts),
        IN_PLACE(test_a_half_word_is_completed_to_parts_of_compounds_and_words_of_the_vocabulary),
        IN_PLACE(test_a_word_that_no_text_has_is_completed_though_it_is_dutch_unless_it_is_short),
        IN_PLACE(test_a_word_that_sounds_alike_and_is_common_comes_before_a_rare_completion),
        IN_PLACE(test_a_name_that_no_text_has_is_not_turned_into_another_word),
        IN_PLACE(test_no_correction_is_made_that_leads_nowhere),
    };
    return cmocka_run_group_tests_name("half words", tests, NULL, NULL);
}
