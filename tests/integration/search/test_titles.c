/* What is typed, completed to titles and to what follows in titles. */
#include "search_test.h"

struct titled {
    enum search_audience audience;
    const char *id, *title;
};

static struct search_reader *put_titles(struct place *p, struct search_writer *w, const struct titled *texts, size_t n)
{
    for (size_t i = 0; i < n; i++)
        put_doc(p, w, texts[i].audience, texts[i].id, texts[i].title, "Lees dit.",
                texts[i].audience == SEARCH_GROUPS ? "g" : NULL);
    commit(p, w, 1);
    return open_reader(p);
}

static struct search_suggested suggest(struct place *p, struct search_reader *r, const char *typed)
{
    struct search_suggested out;
    assert_ok(search_suggest(r, p->a, text_str(typed), &out, &p->err), &p->err);
    return out;
}

/* The ids of the titles, with a space between. */
static const char *titles(struct place *p, struct search_reader *r, const char *typed)
{
    struct search_suggested out = suggest(p, r, typed);
    const char *s = "";
    for (size_t i = 0; i < out.n_titles; i++)
        s = arena_printf(p->a, "%s%s%.*s", s, i ? " " : "", TEXT_FMT(out.titles[i]));
    return s;
}

static const char *words(struct place *p, struct search_reader *r, const char *typed)
{
    struct search_suggested out = suggest(p, r, typed);
    const char *s = "";
    for (size_t i = 0; i < out.n; i++) s = arena_printf(p->a, "%s%s%.*s", s, i ? "|" : "", TEXT_FMT(out.items[i]));
    return s;
}

static const struct titled dismissal[] = {
    {SEARCH_ADOPTED, "stop", "Loonstop en ontslag"},
    {SEARCH_ADOPTED, "instant", "Ontslag op staande voet"},
    {SEARCH_ADOPTED, "refuse", "Zo weiger je ontslag op staande voet"},
    {SEARCH_ADOPTED, "bare", "Ontslag"},
    {SEARCH_ADOPTED, "lawyer", "Ontslagrecht"},
    {SEARCH_MEMBERS, "members", "Ontslag op straat"},
    {SEARCH_GROUPS, "group", "Ontslag op stelten"},
};

static void with_dismissal(struct place *p, void (*check)(struct place *p, struct search_reader *r))
{
    struct search_writer *w = open_writer(p);
    struct search_reader *r = put_titles(p, w, dismissal, COUNT_OF(dismissal));
    check(p, r);
    forget(p, &w, r);
}

static void check_titles(struct place *p, struct search_reader *r)
{
    assert_string_equal(titles(p, r, "ontslag op st"), "instant refuse");
    assert_string_equal(titles(p, r, "Ontslag  op St"), "instant refuse");
    assert_string_equal(titles(p, r, "staande v"), "instant refuse");
    assert_string_equal(titles(p, r, "ontslag st"), ""); /* in a row only */
    assert_string_equal(titles(p, r, "tslag op"), "");   /* where a word begins */
    assert_string_equal(titles(p, r, "o"), "");
    assert_string_equal(titles(p, r, ""), "");
    assert_string_equal(titles(p, r, "-ontslag op st"), ""); /* a sign, a filter, a phrase: no title begins so */
    assert_string_equal(titles(p, r, "\"ontslag op\""), "");
    assert_string_equal(titles(p, r, "fase:ontslag"), "");
}

/* The beginnings of titles first, and of those the whole word, then the shortest. */
static void test_what_is_typed_is_completed_to_titles_of_adopted_texts(void **state)
{
    with_dismissal(*state, check_titles);
}

static void check_order(struct place *p, struct search_reader *r)
{
    assert_string_equal(titles(p, r, "ontslag"), "bare instant lawyer stop refuse");
    assert_string_equal(titles(p, r, "ontsla"), "bare lawyer instant stop refuse");
    assert_string_equal(titles(p, r, "ontslag "), "bare instant stop refuse"); /* a blank ends the word */
}

static void test_titles_that_begin_so_come_first_and_a_blank_keeps_them(void **state)
{
    with_dismissal(*state, check_order);
}

static void check_words(struct place *p, struct search_reader *r)
{
    assert_string_equal(words(p, r, "ontslag op st"), "ontslag op staande");
    assert_string_equal(words(p, r, "Je ontslag op st"), "Je ontslag op staande"); /* behind the last that follow */
    assert_string_equal(words(p, r, "ontslag o"), "ontslag op");                   /* one letter is enough here */
    assert_string_equal(words(p, r, "staande "), "");
    assert_string_equal(words(p, r, "ontslag op"), ""); /* a function word is finished */
    assert_string_equal(words(p, r, "loonstop en"), "");
}

static void test_words_that_follow_in_titles_come_before_others(void **state)
{
    with_dismissal(*state, check_words);
}

static void test_what_follows_most_often_comes_first_and_then_single_words(void **state)
{
    static const struct titled texts[] = {
        {SEARCH_ADOPTED, "a", "Hoe maak je bezwaar"},   {SEARCH_ADOPTED, "b", "Hoe maak je een zebra"},
        {SEARCH_ADOPTED, "c", "Hoe mail je een zebra"}, {SEARCH_ADOPTED, "d", "Maanden en maanden wachten"},
        {SEARCH_ADOPTED, "e", "Maanden later"},         {SEARCH_ADOPTED, "f", "Maanden eerder"},
    };
    struct place *p = *state;
    struct search_writer *w = open_writer(p);
    struct search_reader *r = put_titles(p, w, texts, COUNT_OF(texts));
    assert_string_equal(words(p, r, "hoe ma"), "hoe maak|hoe mail|hoe maanden");
    assert_string_equal(titles(p, r, "hoe ma"), "a b c");
    forget(p, &w, r);
}

/* A number is no word; titles may begin with one, and a text has one of its own. */
static void test_titles_are_found_by_their_numbers(void **state)
{
    struct place *p = *state;
    struct search_writer *w = open_writer(p);
    struct search_doc doc = {.id = TEXT("numbered"),
                             .audience = SEARCH_ADOPTED,
                             .title = TEXT("Huurverhoging"),
                             .number = TEXT("2026-014"),
                             .date = 1000};
    assert_ok(search_put(w, &doc, &p->err), &p->err);
    put_doc(p, w, SEARCH_ADOPTED, "year", "Bedragen 2026", "Lees dit.", NULL);
    commit(p, w, 1);
    struct search_reader *r = open_reader(p);
    assert_string_equal(titles(p, r, "2026"), "year numbered");
    assert_string_equal(titles(p, r, "2026-01"), "numbered");
    assert_string_equal(words(p, r, "2026"), "");
    forget(p, &w, r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(test_what_is_typed_is_completed_to_titles_of_adopted_texts),
        IN_PLACE(test_titles_that_begin_so_come_first_and_a_blank_keeps_them),
        IN_PLACE(test_words_that_follow_in_titles_come_before_others),
        IN_PLACE(test_what_follows_most_often_comes_first_and_then_single_words),
        IN_PLACE(test_titles_are_found_by_their_numbers),
    };
    return cmocka_run_group_tests_name("titles", tests, NULL, NULL);
}
