#include "search_test.h"

static void fill(struct place *p, struct search_writer *w)
{
    put_doc(p, w, SEARCH_ADOPTED, "a1", "Huurverhoging bij de balie", "De huurder belt de advocaat over huur.", NULL);
    put_doc(p, w, SEARCH_ADOPTED, "a2", "Ontslag", "De werknemer belt de advocaat. Huur speelt soms mee.", NULL);
    put_doc(p, w, SEARCH_ADOPTED, "a3", "Toeslagen", "Bel over de huurtoeslag en de zorgtoeslag.", NULL);
    put_doc(p, w, SEARCH_MEMBERS, "m1", "Voorstel piket", "De advocaat heeft piketdienst voor huur.", NULL);
    put_doc(p, w, SEARCH_GROUPS, "g1", "Concept huur", "De advocaat en de huur in ons concept.", "groep-een");
    commit(p, w, 1);
}

static void assert_same_hits(struct search_hits before, struct search_hits after)
{
    assert_int_equal(before.n, after.n);
    for (size_t i = 0; i < before.n; i++) {
        assert_true(text_eq(before.items[i].id, after.items[i].id));
        assert_true(before.items[i].score == after.items[i].score); /* to the last bit */
    }
}

static const char *const questions[] = {"huur advocaat",     "huur", "\"de advocaat\"", "advocaat -ontslag",
                                        "piket huurtoeslag", ""};

static void test_each_scope_sees_its_indexes_only(void **state)
{
    struct place *p = *state;
    _cleanup_(search_writer_abandon_p)
    struct search_writer *w = open_writer(p);
    fill(p, w);
    _cleanup_(search_reader_close_p)
    struct search_reader *r = open_reader(p);
    assert_finds(p, r, SEARCH_AS_ANONYMOUS, "piketdienst concept", "");
    struct search_hits hits = ask(p, r, SEARCH_AS_MEMBER, "piketdienst concept");
    assert_string_equal(ids(p, hits), "m1");
    assert_int_equal(hits.items[0].audience, SEARCH_MEMBERS);
    assert_int_equal(ask(p, r, SEARCH_AS_MEMBER, "ontslag").items[0].audience, SEARCH_ADOPTED);
}

static void test_members_texts_change_nothing_for_the_signed_out_reader(void **state)
{
    struct place *p = *state;
    _cleanup_(search_writer_abandon_p)
    struct search_writer *w = open_writer(p);
    fill(p, w);
    _cleanup_(search_reader_close_p)
    struct search_reader *r = open_reader(p);
    struct search_hits before[COUNT_OF(questions)];
    for (size_t i = 0; i < COUNT_OF(questions); i++) before[i] = ask(p, r, SEARCH_AS_ANONYMOUS, questions[i]);
    for (int i = 0; i < 40; i++) {
        put_doc(p, w, SEARCH_MEMBERS, arena_printf(p->a, "hidden%d", i), "Advocaat", "huur huur advocaat", NULL);
        put_doc(p, w, SEARCH_GROUPS, arena_printf(p->a, "draft%d", i), "Advocaat", "huur huur advocaat", "groep-een");
    }
    commit(p, w, 2);
    for (size_t i = 0; i < COUNT_OF(questions); i++)
        assert_same_hits(before[i], ask(p, r, SEARCH_AS_ANONYMOUS, questions[i]));
    assert_true(ask(p, r, SEARCH_AS_MEMBER, "huur").n > 40); /* and yet they are there */
}

static void test_drafts_change_nothing_for_signed_in_readers(void **state)
{
    struct place *p = *state;
    _cleanup_(search_writer_abandon_p)
    struct search_writer *w = open_writer(p);
    fill(p, w);
    _cleanup_(search_reader_close_p)
    struct search_reader *r = open_reader(p);
    struct search_hits before[COUNT_OF(questions)];
    for (size_t i = 0; i < COUNT_OF(questions); i++) before[i] = ask(p, r, SEARCH_AS_MEMBER, questions[i]);
    for (int i = 0; i < 40; i++)
        put_doc(p, w, SEARCH_GROUPS, arena_printf(p->a, "draft%d", i), "Advocaat", "huur huur advocaat", "groep-een");
    commit(p, w, 2);
    for (size_t i = 0; i < COUNT_OF(questions); i++)
        assert_same_hits(before[i], ask(p, r, SEARCH_AS_MEMBER, questions[i]));
    bool known = true;
    put_doc(p, w, SEARCH_GROUPS, "g2", "Geheimwoord", "x", "groep-een");
    commit(p, w, 3);
    assert_ok(search_knows(r, SEARCH_AS_MEMBER, TEXT("geheimwoord"), &known, &p->err), &p->err);
    assert_false(known);
}

static struct search_hits ask_groups(struct place *p, struct search_reader *r, const char *typed, const char *group)
{
    struct search_hits hits;
    text groups[] = {text_str(group)};
    struct query *q = query_scan(p->a, text_str(typed));
    assert_ok(search_find_groups(r, p->a, q, groups, group ? 1 : 0, 0, &hits, &p->err), &p->err);
    return hits;
}

static void test_a_group_finds_its_own_drafts_and_no_others(void **state)
{
    struct place *p = *state;
    _cleanup_(search_writer_abandon_p)
    struct search_writer *w = open_writer(p);
    fill(p, w);
    put_doc(p, w, SEARCH_GROUPS, "g2", "Concept huur", "De advocaat en de huur in hun concept.", "groep-twee");
    commit(p, w, 2);
    _cleanup_(search_reader_close_p)
    struct search_reader *r = open_reader(p);
    assert_string_equal(ids(p, ask_groups(p, r, "huur", "groep-een")), "g1");
    assert_string_equal(ids(p, ask_groups(p, r, "", "groep-twee")), "g2");
    assert_string_equal(ids(p, ask_groups(p, r, "-niets", "groep-twee")), "g2");
    assert_string_equal(ids(p, ask_groups(p, r, "huur", "groep")), "");
    assert_string_equal(ids(p, ask_groups(p, r, "huur", "")), "");
    assert_string_equal(ids(p, ask_groups(p, r, "huur", NULL)), "");
    assert_text(ask_groups(p, r, "huur", "groep-een").items[0].id, "g1");
}

static void test_drafts_of_another_group_change_neither_order_nor_scores(void **state)
{
    struct place *p = *state;
    _cleanup_(search_writer_abandon_p)
    struct search_writer *w = open_writer(p);
    put_doc(p, w, SEARCH_GROUPS, "g1", "Huur", "piketdienst en advocaat", "groep-een");
    put_doc(p, w, SEARCH_GROUPS, "g2", "Zorg", "advocaat en huur", "groep-een");
    put_doc(p, w, SEARCH_GROUPS, "g3", "Werk", "advocaat", "groep-een");
    commit(p, w, 1);
    _cleanup_(search_reader_close_p)
    struct search_reader *r = open_reader(p);
    struct search_hits before = ask_groups(p, r, "huur advocaat", "groep-een");
    assert_string_equal(ids(p, before), "g1 g2 g3"); /* both words, one in the title; both; one */
    for (int i = 0; i < 40; i++)
        put_doc(p, w, SEARCH_GROUPS, arena_printf(p->a, "other%d", i), "Advocaat", "advocaat advocaat", "groep-twee");
    commit(p, w, 2);
    assert_same_hits(before, ask_groups(p, r, "huur advocaat", "groep-een"));
}

static void test_a_document_stands_in_one_index_after_each_change_of_audience(void **state)
{
    struct place *p = *state;
    _cleanup_(search_writer_abandon_p)
    struct search_writer *w = open_writer(p);
    _cleanup_(search_reader_close_p)
    struct search_reader *r = NULL;
    static const enum search_audience path[] = {SEARCH_GROUPS,  SEARCH_MEMBERS, SEARCH_ADOPTED, SEARCH_GROUPS,
                                                SEARCH_ADOPTED, SEARCH_MEMBERS, SEARCH_GROUPS};
    commit(p, w, 1);
    r = open_reader(p);
    for (size_t i = 0; i < COUNT_OF(path); i++) {
        put_doc(p, w, path[i], "moving", "Huur", "huur", "groep-een");
        commit(p, w, 2 + i);
        assert_int_equal(ask(p, r, SEARCH_AS_ANONYMOUS, "huur").n, path[i] == SEARCH_ADOPTED);
        assert_int_equal(ask(p, r, SEARCH_AS_MEMBER, "huur").n, path[i] != SEARCH_GROUPS);
        assert_int_equal(ask_groups(p, r, "huur", "groep-een").n, path[i] == SEARCH_GROUPS);
    }
}

static void test_narrowing_is_visible_at_once_even_before_the_commit(void **state)
{
    struct place *p = *state;
    _cleanup_(search_writer_abandon_p)
    struct search_writer *w = open_writer(p);
    put_doc(p, w, SEARCH_ADOPTED, "a", "Huur", "huur", NULL);
    commit(p, w, 1);
    _cleanup_(search_reader_close_p)
    struct search_reader *r = open_reader(p);
    put_doc(p, w, SEARCH_GROUPS, "a", "Huur", "huur", "groep-een");
    assert_int_equal(ask(p, r, SEARCH_AS_MEMBER, "huur").n, 0);
    assert_int_equal(ask_groups(p, r, "huur", "groep-een").n, 0);
    commit(p, w, 2);
    assert_int_equal(ask_groups(p, r, "huur", "groep-een").n, 1);
}

static void test_widening_never_leaves_a_moment_without_the_document(void **state)
{
    struct place *p = *state;
    _cleanup_(search_writer_abandon_p)
    struct search_writer *w = open_writer(p);
    put_doc(p, w, SEARCH_MEMBERS, "a", "Huur", "huur", NULL);
    commit(p, w, 1);
    _cleanup_(search_reader_close_p)
    struct search_reader *r = open_reader(p);
    put_doc(p, w, SEARCH_ADOPTED, "a", "Huur", "huur", NULL);
    assert_finds(p, r, SEARCH_AS_ANONYMOUS, "huur", "a");
    assert_finds(p, r, SEARCH_AS_MEMBER, "huur", "a"); /* stands in two, shown once */
    commit(p, w, 2);
    assert_finds(p, r, SEARCH_AS_MEMBER, "huur", "a");
}

static void test_a_correction_knows_only_words_of_the_indexes_that_answer(void **state)
{
    struct place *p = *state;
    _cleanup_(search_writer_abandon_p)
    struct search_writer *w = open_writer(p);
    fill(p, w);
    put_doc(p, w, SEARCH_MEMBERS, "m2", "Voorstel", "Bel de xylofoonbouwvereniging.", NULL);
    put_doc(p, w, SEARCH_GROUPS, "g2", "Concept", "Bel de quasimodowinkel.", "groep-een");
    commit(p, w, 2);
    _cleanup_(search_reader_close_p)
    struct search_reader *r = open_reader(p);
    assert_finds(p, r, SEARCH_AS_ANONYMOUS, "xylofoonbouwverenigng", "");
    assert_int_equal(ask(p, r, SEARCH_AS_ANONYMOUS, "xylofoonbouwverenigng").n_corrected, 0);
    assert_finds(p, r, SEARCH_AS_MEMBER, "xylofoonbouwverenigng", "m2");
    assert_int_equal(ask(p, r, SEARCH_AS_MEMBER, "quasimodowinkl").n_corrected, 0); /* drafts are asked separately */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(test_each_scope_sees_its_indexes_only),
        IN_PLACE(test_members_texts_change_nothing_for_the_signed_out_reader),
        IN_PLACE(test_drafts_change_nothing_for_signed_in_readers),
        IN_PLACE(test_a_group_finds_its_own_drafts_and_no_others),
        IN_PLACE(test_drafts_of_another_group_change_neither_order_nor_scores),
        IN_PLACE(test_a_document_stands_in_one_index_after_each_change_of_audience),
        IN_PLACE(test_narrowing_is_visible_at_once_even_before_the_commit),
        IN_PLACE(test_widening_never_leaves_a_moment_without_the_document),
        IN_PLACE(test_a_correction_knows_only_words_of_the_indexes_that_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
