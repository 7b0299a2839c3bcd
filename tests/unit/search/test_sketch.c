#include "tests/kb_test.h"

#include "kb/base/buf.h"
#include "kb/base/cleanup.h"
#include "search/sketch.h"

#include <stdio.h>

/* A text of n different words; every `each`-th of them from `from` on is another one, 0: none. */
static struct search_sketch text_with(unsigned n, unsigned from, unsigned each)
{
    struct sketching s;
    sketch_begin(&s);
    for (unsigned i = 0; i < n; i++) {
        char word[32];
        bool other = each && i >= from && (i - from) % each == 0;
        int len = snprintf(word, sizeof word, "%s%u", other ? "anders" : "woord", i);
        sketch_word(&s, text_of(word, (size_t)len));
    }
    return sketch_end(&s);
}

static struct search_sketch words(const char *typed)
{
    struct sketching s;
    text rest = text_str(typed);
    sketch_begin(&s);
    for (text word; text_next(&rest, ' ', &word);) sketch_word(&s, word);
    return sketch_end(&s);
}

static bool alike(struct search_sketch a, struct search_sketch b)
{
    const struct search_sketch two[] = {a, b};
    uint16_t first[2];
    search_alike(two, 2, first);
    assert_int_equal(first[0], 0);
    return first[1] == 0;
}

static void test_the_same_words_give_the_same_sketch(void **state)
{
    (void)state;
    assert_int_equal(sketch_distance(&(struct search_sketch){{1, 2}}, &(struct search_sketch){{0, 0}}), 2);
    struct search_sketch a = text_with(200, 0, 0), b = text_with(200, 0, 0);
    assert_int_equal(sketch_distance(&a, &b), 0);
    assert_true(alike(a, b));
}

/* One other word in 400 makes three other runs: 0.985 in common. */
static void test_one_other_word_in_a_long_text_is_nearly_the_same(void **state)
{
    (void)state;
    struct search_sketch whole = text_with(400, 0, 0);
    for (unsigned at = 10; at < 390; at += 10) assert_true(alike(whole, text_with(400, at, 400)));
}

static void test_texts_that_share_half_or_nothing_are_not_alike(void **state)
{
    (void)state;
    struct search_sketch whole = text_with(400, 0, 0);
    assert_false(alike(whole, text_with(400, 200, 1)));  /* the second half is another */
    assert_false(alike(whole, text_with(400, 0, 10)));   /* one word in ten */
    assert_false(alike(whole, text_with(400, 0, 1)));    /* all words */
    assert_false(alike(whole, text_with(4000, 400, 1))); /* the beginning of something else */
}

/* The number of other bits follows what two texts have in common: about 128 * (1 - J) / 2. */
static void test_the_distance_tells_how_much_is_shared(void **state)
{
    (void)state;
    struct search_sketch whole = text_with(1000, 0, 0), half = text_with(1000, 500, 1), none = text_with(1000, 0, 1);
    assert_in_range(sketch_distance(&whole, &half), 28, 58); /* J = 1/3: 43 */
    assert_in_range(sketch_distance(&whole, &none), 46, 82); /* J = 0: 64 */
}

static void test_short_texts_are_alike_when_they_are_the_same(void **state)
{
    (void)state;
    assert_true(alike(words("huur"), words("huur")));
    assert_false(alike(words("huur"), words("werk")));
    assert_false(alike(words("huur opzeggen"), words("opzeggen huur")));
    assert_false(alike(words("bel de verhuurder eerst"), words("bel de gemeente eerst")));
}

static void test_texts_without_words_are_like_no_other(void **state)
{
    (void)state;
    assert_false(alike(words(""), words("")));
}

/* Each one is told the first of its kind, and no chain is made: c is like b alone. */
static void test_every_one_of_many_is_told_its_first(void **state)
{
    (void)state;
    struct search_sketch list[SEARCH_LIMIT_MAX];
    uint16_t first[SEARCH_LIMIT_MAX];
    for (unsigned i = 0; i < SEARCH_LIMIT_MAX; i++) {
        list[i] = text_with(30 + i % 10, 0, 0);
        list[i].bits[0] ^= (uint64_t)(i % 10) * 0x9e3779b97f4a7c15u;
    }
    search_alike(list, SEARCH_LIMIT_MAX, first);
    for (unsigned i = 0; i < SEARCH_LIMIT_MAX; i++) assert_int_equal(first[i], i % 10);
    const struct search_sketch chain[] = {{{0, 1}}, {{0x7f, 1}}, {{0x3fff, 1}}}; /* seven bits from one to the next */
    search_alike(chain, 3, first);
    assert_int_equal(first[1], 0);
    assert_int_equal(first[2], 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_same_words_give_the_same_sketch),
        cmocka_unit_test(test_one_other_word_in_a_long_text_is_nearly_the_same),
        cmocka_unit_test(test_texts_that_share_half_or_nothing_are_not_alike),
        cmocka_unit_test(test_the_distance_tells_how_much_is_shared),
        cmocka_unit_test(test_short_texts_are_alike_when_they_are_the_same),
        cmocka_unit_test(test_texts_without_words_are_like_no_other),
        cmocka_unit_test(test_every_one_of_many_is_told_its_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
