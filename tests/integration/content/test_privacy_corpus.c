/* The privacy guard on real texts without client data: it must let people write. The aims: at most one block in 100,000
 * words, one warning in 2,000; and at least 20 MB/s without sanitizers, which is measured and not tested. */
#include "tests/kb_test.h"

#include "content/privacy.h"
#include "kb/base/buf.h"
#include "kb/base/cleanup.h"
#include "kb/base/clock.h"

#include <ftw.h>

static const char corpus[] = KB_SOURCE_DIR "/../shared/corpus";

static struct {
    arena *arena;
    size_t files, words, bytes, blocks, warnings;
    int64_t ms;
} total;

static void scan(text source)
{
    struct privacy_findings found;
    kb_err err = {0};
    arena_clear(total.arena);
    int64_t began = clock_monotonic_ms();
    assert_ok(privacy_scan(source, NULL, total.arena, &found, &err), &err);
    total.ms += clock_monotonic_ms() - began;
    total.files++;
    total.bytes += source.len;
    total.words += text_word_count(source);
    for (size_t i = 0; i < found.n; i++) *(found.at[i].level == PRIVACY_BLOCK ? &total.blocks : &total.warnings) += 1;
}

static int read_one(const char *path, const struct stat *info, int type, struct FTW *walk)
{
    (void)walk;
    if (type != FTW_F || !text_ends(text_str(path), TEXT(".md"))) return 0;
    _cleanup_(close_file)
    FILE *f = fopen(path, "r");
    _cleanup_(buf_release)
    struct buf bytes = buf_new(64 << 20);
    assert_non_null(f);
    char *room = buf_reserve(&bytes, (size_t)info->st_size + 1);
    assert_non_null(room);
    buf_grew(&bytes, fread(room, 1, (size_t)info->st_size, f));
    scan(buf_text(&bytes));
    return 0;
}

static void test_the_corpus_is_let_through(void **state)
{
    (void)state;
    total.arena = arena_new((size_t)512 << 20);
    if (nftw(corpus, read_one, 8, FTW_PHYS) != 0 || total.files < 1000)
        fail_msg("the corpus is not at %s: this test reads it", corpus);
    print_message("%zu files, %zu words: %zu blocks, %zu warnings, %.0f MB/s\n", total.files, total.words, total.blocks,
                  total.warnings, (double)total.bytes / 1000 / (double)(total.ms ? total.ms : 1));
    assert_true(total.blocks * 100000 <= total.words);
    assert_true(total.warnings * 2000 <= total.words);
    arena_free(total.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(test_the_corpus_is_let_through)};
    return cmocka_run_group_tests_name("privacy on the corpus", tests, NULL, NULL);
}
