#include "tests/kb_test.h"

#include "kb/base/cleanup.h"
#include "search/known.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static struct known_words *kept_words;

static int begin(void **state)
{
    (void)state;
    kept_words = known_new();
    return kept_words ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    known_free(kept_words);
    return 0;
}

/* A word whose stem is its first half; related to that half when whole. */
static struct known *made(const char *word, bool whole)
{
    struct known *k = calloc(1, sizeof *k + KNOWN_LETTERS);
    size_t len = strlen(word), half = len / 2;
    assert_non_null(k);
    k->word = (unsigned char)len;
    k->stem = (unsigned char)half;
    k->whole = whole;
    memcpy(k->letters, word, len);
    memcpy(k->letters + len, word, half);
    if (!whole) return k;
    k->n = 1;
    k->ends[0] = (unsigned char)half;
    memcpy(k->letters + len + half, word, half);
    return k;
}

static const struct known *keep(const char *word, bool whole, bool dutch)
{
    struct known *k = made(word, whole);
    const struct known *kept = known_keep(kept_words, k, dutch);
    free(k);
    return kept;
}

static void test_what_is_kept_is_found_as_it_was(void **state)
{
    (void)state;
    assert_null(known_find(kept_words, TEXT("huurders"), false));
    assert_non_null(keep("huurders", false, true));
    const struct known *k = known_find(kept_words, TEXT("huurders"), false);
    assert_non_null(k);
    assert_true(text_is(known_stem(k), "huur"));
    assert_null(known_find(kept_words, TEXT("huurders"), true)); /* its relations were not looked for */
    assert_non_null(keep("huurders", true, true));
    k = known_find(kept_words, TEXT("huurders"), true);
    assert_non_null(k);
    assert_true(text_is(known_related(k, 0), "huur"));
    assert_null(keep("huurders", true, true)); /* once is enough */
    assert_null(known_find(kept_words, TEXT("huurder"), false));
}

/* All threads keep the same words in another order, and each finds them as they are. */
static void *keep_and_find(void *first)
{
    enum { WORDS = 3000 };
    for (size_t i = 0; i < WORDS; i++) {
        char word[32];
        snprintf(word, sizeof word, "samen%zu", (i * 7 + (size_t)(uintptr_t)first) % WORDS);
        struct known *k = made(word, i % 2);
        known_keep(kept_words, k, true);
        free(k);
        const struct known *found = known_find(kept_words, text_str(word), false);
        if (found && (!text_is(known_word(found), word) || !text_starts(text_str(word), known_stem(found))))
            return first;
    }
    return NULL;
}

static void test_threads_share_what_they_keep(void **state)
{
    enum { THREADS = 4 };
    pthread_t threads[THREADS];
    (void)state;
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, keep_and_find, (void *)(uintptr_t)(i * 700 + 1)), 0);
    for (size_t i = 0; i < THREADS; i++) {
        void *wrong;
        pthread_join(threads[i], &wrong);
        assert_null(wrong);
    }
}

/* Words that nobody can explain end at a quarter of the room; words of Dutch still find theirs. */
static void test_what_is_no_dutch_leaves_room(void **state)
{
    enum { WORDS = 100000 };
    size_t kept = 0;
    (void)state;
    for (size_t i = 0; i < WORDS; i++) {
        char word[32];
        snprintf(word, sizeof word, "qx%zuzzz", i);
        kept += keep(word, true, false) != NULL;
    }
    assert_in_range(kept, 1000, 20000);
    for (size_t i = 0, dutch = 0; i < 1000; i++) {
        char word[32];
        snprintf(word, sizeof word, "woord%zu", i);
        dutch += keep(word, true, true) != NULL;
        if (i == 999) assert_true(dutch > 900);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_what_is_kept_is_found_as_it_was, begin, end),
        cmocka_unit_test_setup_teardown(test_threads_share_what_they_keep, begin, end),
        cmocka_unit_test_setup_teardown(test_what_is_no_dutch_leaves_room, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
