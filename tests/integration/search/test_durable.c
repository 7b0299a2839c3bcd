/* What must hold on the bad day: order of syncs, clean stop, damage, rebuild, and readers beside a writer. */
#include "search_test.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

/* ---- Which files are synced and renamed, in order: this program's fsync and rename stand in front of the C library's
 * ---- */

static char trace[64 * 1024];
static bool tracing;

static void note(const char *what, const char *path)
{
    size_t n = strlen(trace);
    const char *root = strstr(path, "/index");
    if (tracing && root) snprintf(trace + n, sizeof trace - n, "%s %s\n", what, root + strlen("/index"));
}

static void note_fd(const char *what, int fd)
{
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n < 0) return;
    path[n] = 0;
    note(what, path);
}

int fsync(int fd)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    note_fd("sync", fd);
    return real(fd);
}

int fdatasync(int fd)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    note_fd("sync", fd);
    return real(fd);
}

int rename(const char *from, const char *to)
{
    int (*real)(const char *, const char *) = (int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename");
    note("rename", to);
    return real(from, to);
}

/* While `blind`, whoever asks for the state of an index file hears what was true when it began. */
static struct {
    char path[PATH_MAX];
    struct stat st;
} remembered[16];
static size_t n_remembered;
static bool blind;

int stat(const char *restrict path, struct stat *restrict st)
{
    int (*real)(const char *, struct stat *) = (int (*)(const char *, struct stat *))dlsym(RTLD_NEXT, "stat");
    for (size_t i = 0; blind && i < n_remembered; i++) {
        if (strcmp(remembered[i].path, path) != 0) continue;
        *st = remembered[i].st;
        return 0;
    }
    int answer = real(path, st);
    if (blind && answer == 0 && n_remembered < COUNT_OF(remembered)) {
        snprintf(remembered[n_remembered].path, PATH_MAX, "%s", path);
        remembered[n_remembered++].st = *st;
    }
    return answer;
}

static size_t place_of(const char *line)
{
    const char *at = strstr(trace, line);
    if (!at) fail_msg("no \"%s\" in\n%s", line, trace);
    return (size_t)(at - trace);
}

static void test_each_index_directory_is_synced_before_the_next_commit_begins(void **state)
{
    struct place *p = *state;
    struct search_writer *w = open_writer(p);
    put_doc(p, w, SEARCH_ADOPTED, "a", "Huur", "huur", NULL);
    put_doc(p, w, SEARCH_MEMBERS, "m", "Huur", "huur", NULL);
    put_doc(p, w, SEARCH_GROUPS, "g", "Huur", "huur", "groep");
    trace[0] = 0;
    tracing = true;
    commit(p, w, 1);
    tracing = false;
    assert_true(place_of("rename /adopted/iamglass\n") < place_of("sync /adopted\n"));
    assert_true(place_of("sync /adopted\n") < place_of("/members/"));
    assert_true(place_of("rename /members/iamglass\n") < place_of("sync /members\n"));
    assert_true(place_of("sync /members\n") < place_of("/groups/"));
    assert_true(place_of("rename /groups/iamglass\n") < place_of("sync /groups\n"));
    stop(p, &w);
}

static void test_narrowing_is_durable_before_the_narrower_index_is_touched(void **state)
{
    struct place *p = *state;
    struct search_writer *w = open_writer(p);
    put_doc(p, w, SEARCH_ADOPTED, "a", "Huur", "huur", NULL);
    commit(p, w, 1);
    trace[0] = 0;
    tracing = true;
    put_doc(p, w, SEARCH_MEMBERS, "a", "Huur", "huur", NULL);
    assert_true(place_of("rename /adopted/iamglass\n") < place_of("sync /adopted\n"));
    assert_null(strstr(trace, "/members"));
    tracing = false;
    search_writer_abandon(w);
}

static void test_the_marker_is_written_last_and_taken_away_first(void **state)
{
    struct place *p = *state;
    struct search_writer *w = open_writer(p);
    assert_int_equal(state_of(p, SEARCH_CHECK_QUICK), SEARCH_DIRTY);
    put_doc(p, w, SEARCH_ADOPTED, "a", "Huur", "huur", NULL);
    commit(p, w, 5);
    trace[0] = 0;
    tracing = true;
    stop(p, &w);
    assert_true(place_of("sync /clean.part\n") < place_of("rename /clean\n"));
    assert_true(place_of("rename /clean\n") < place_of("sync \n"));
    tracing = false;
    struct search_health health;
    assert_ok(search_check(p->dir, SEARCH_CHECK_QUICK, &health, &p->err), &p->err);
    assert_int_equal(health.state, SEARCH_OK);
    assert_int_equal(health.seq, 5);
    assert_int_equal(health.documents[SEARCH_ADOPTED], 1);
    w = open_writer(p);
    assert_int_equal(search_writer_seq(w), 5);
    assert_int_equal(state_of(p, SEARCH_CHECK_QUICK), SEARCH_DIRTY);
    assert_int_equal(state_of(p, SEARCH_CHECK_DEEP), SEARCH_OK);
    search_writer_abandon(w);
}

static void test_stopping_with_something_uncommitted_leaves_no_marker_and_drops_it(void **state)
{
    struct place *p = *state;
    struct search_writer *w = open_writer(p);
    commit(p, w, 1);
    put_doc(p, w, SEARCH_ADOPTED, "a", "Huur", "huur", NULL);
    stop(p, &w);
    assert_int_equal(state_of(p, SEARCH_CHECK_QUICK), SEARCH_DIRTY);
    _cleanup_(search_reader_close_p)
    struct search_reader *r = open_reader(p);
    assert_finds(p, r, SEARCH_AS_ANONYMOUS, "huur", "");
}

static void test_without_an_index_the_answer_says_so(void **state)
{
    struct place *p = *state;
    struct search_reader *r = NULL;
    assert_int_equal(state_of(p, SEARCH_CHECK_QUICK), SEARCH_MISSING);
    assert_int_equal(search_reader_open(&r, p->dir, &p->err), ERR_SEARCH_DOWN);
    assert_null(r);
    struct search_writer *w = NULL;
    assert_int_equal(search_writer_open(&w, arena_printf(p->a, "%s/nowhere", p->dir), &p->err), ERR_IO);
    assert_null(w);
}

static void test_a_second_writer_is_told_to_wait(void **state)
{
    struct place *p = *state;
    _cleanup_(search_writer_abandon_p)
    struct search_writer *first = open_writer(p);
    struct search_writer *second = NULL;
    assert_int_equal(search_writer_open(&second, p->dir, &p->err), ERR_BUSY);
    assert_null(second);
    put_doc(p, first, SEARCH_ADOPTED, "a", "Huur", "huur", NULL);
    commit(p, first, 1);
}

/* ---- Damage ---- */

static void fill(struct place *p)
{
    struct search_writer *w = open_writer(p);
    for (int i = 0; i < 400; i++)
        put_doc(p, w, SEARCH_ADOPTED, arena_printf(p->a, "d%d", i), "Huur",
                arena_printf(p->a, "huur en woord%d en woord%d bij de balie", i, i * 7), NULL);
    commit(p, w, 9);
    stop(p, &w);
}

static void damage(struct place *p, const char *file, off_t from, size_t bytes)
{
    char noise[4096];
    memset(noise, 0x5A, sizeof noise);
    int fd = open(arena_printf(p->a, "%s/index/adopted/%s", p->dir, file), O_RDWR);
    assert_true(fd >= 0);
    off_t end = lseek(fd, 0, SEEK_END);
    for (off_t at = from; at < end && at < from + (off_t)bytes; at += (off_t)sizeof noise) {
        size_t n = end - at < (off_t)sizeof noise ? (size_t)(end - at) : sizeof noise;
        assert_int_equal(pwrite(fd, noise, n, at), n);
    }
    close(fd);
}

static void remove_marker(struct place *p)
{
    assert_int_equal(unlink(arena_printf(p->a, "%s/index/clean", p->dir)), 0);
}

static void test_every_damaged_table_is_found_and_no_question_crashes(void **state)
{
    struct place *p = *state;
    static const char *const files[] = {"postlist.glass", "termlist.glass", "docdata.glass", "position.glass"};
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        fill(p);
        remove_marker(p);
        assert_int_equal(state_of(p, SEARCH_CHECK_DEEP), SEARCH_OK);
        damage(p, files[i], 0, SIZE_MAX / 4);
        assert_int_equal(state_of(p, SEARCH_CHECK_DEEP), SEARCH_DAMAGED);
        struct search_reader *r = NULL;
        struct search_hits hits;
        struct search_ask q = {
            query_scan(p->a, TEXT("huur \"de balie\"")), SEARCH_AS_MEMBER, SEARCH_BY_RELEVANCE, 0, false, false, false};
        err_code code = search_reader_open(&r, p->dir, &p->err);
        if (code == OK) code = search_find(r, p->a, &q, &hits, &p->err);
        assert_true(code == OK || code == ERR_CORRUPT || code == ERR_SEARCH_DOWN || code == ERR_IO);
        if (i == 0) assert_int_not_equal(code, OK);
        search_reader_close(r);
        nftw(arena_printf(p->a, "%s/index", p->dir), place__remove, 8, FTW_DEPTH | FTW_PHYS);
    }
}

/* Blocks that opening does not read: the index opens, and only the deep check sees it. */
static void test_one_damaged_block_deep_inside_is_found(void **state)
{
    struct place *p = *state;
    enum { BLOCK = 8192 };
    fill(p);
    remove_marker(p);
    const char *file = arena_printf(p->a, "%s/index/adopted/postlist.glass", p->dir);
    struct stat st;
    assert_int_equal(lstat(file, &st), 0);
    unsigned found = 0;
    for (off_t at = 0; at + BLOCK <= st.st_size; at += BLOCK) {
        char kept[BLOCK];
        int fd = open(file, O_RDWR);
        assert_int_equal(pread(fd, kept, BLOCK, at), BLOCK);
        damage(p, "postlist.glass", at, BLOCK);
        struct search_reader *r = NULL;
        bool opens = search_reader_open(&r, p->dir, &p->err) == OK;
        found += opens && state_of(p, SEARCH_CHECK_DEEP) == SEARCH_DAMAGED;
        search_reader_close(r);
        assert_int_equal(pwrite(fd, kept, BLOCK, at), BLOCK);
        close(fd);
    }
    assert_true(found > 0);
    assert_int_equal(state_of(p, SEARCH_CHECK_DEEP), SEARCH_OK);
}

static void test_a_cut_or_missing_file_is_damage_even_after_a_clean_stop(void **state)
{
    struct place *p = *state;
    fill(p);
    assert_int_equal(truncate(arena_printf(p->a, "%s/index/adopted/iamglass", p->dir), 10), 0);
    assert_int_equal(state_of(p, SEARCH_CHECK_QUICK), SEARCH_DAMAGED);
    assert_int_equal(unlink(arena_printf(p->a, "%s/index/adopted/iamglass", p->dir)), 0);
    assert_int_equal(state_of(p, SEARCH_CHECK_QUICK), SEARCH_DAMAGED);
    struct search_reader *r = NULL;
    assert_int_equal(search_reader_open(&r, p->dir, &p->err), ERR_SEARCH_DOWN);
}

/* ---- Rebuild ---- */

static void rebuild(struct place *p, const char *id, const char *body, uint64_t seq)
{
    struct search_writer *w = NULL;
    assert_ok(search_writer_rebuild(&w, p->dir, &p->err), &p->err);
    put_doc(p, w, SEARCH_ADOPTED, id, "Nieuw", body, NULL);
    commit(p, w, seq);
    assert_ok(search_rebuild_finish(&w, &p->err), &p->err);
}

static void test_a_rebuilt_index_takes_the_place_of_the_old_under_open_readers(void **state)
{
    struct place *p = *state;
    fill(p);
    _cleanup_(search_reader_close_p)
    struct search_reader *r = open_reader(p);
    assert_int_equal(ask(p, r, SEARCH_AS_ANONYMOUS, "huur").n, 400);
    rebuild(p, "new", "versgebouwd", 12);
    assert_finds(p, r, SEARCH_AS_ANONYMOUS, "huur", "");
    assert_finds(p, r, SEARCH_AS_ANONYMOUS, "versgebouwd", "new");
    struct search_health health;
    assert_ok(search_check(p->dir, SEARCH_CHECK_QUICK, &health, &p->err), &p->err);
    assert_int_equal(health.state, SEARCH_OK);
    assert_int_equal(health.seq, 12);
    assert_int_not_equal(access(arena_printf(p->a, "%s/index.new", p->dir), F_OK), 0);
    assert_int_not_equal(access(arena_printf(p->a, "%s/index.old", p->dir), F_OK), 0);
}

static void test_a_rebuild_mends_a_damaged_index_and_an_empty_place(void **state)
{
    struct place *p = *state;
    rebuild(p, "first", "eerste", 1);
    damage(p, "postlist.glass", 0, SIZE_MAX / 4);
    damage(p, "iamglass", 0, SIZE_MAX / 4);
    assert_int_equal(state_of(p, SEARCH_CHECK_QUICK), SEARCH_DAMAGED);
    rebuild(p, "second", "tweede", 2);
    assert_int_equal(state_of(p, SEARCH_CHECK_DEEP), SEARCH_OK);
    _cleanup_(search_reader_close_p)
    struct search_reader *r = open_reader(p);
    assert_finds(p, r, SEARCH_AS_ANONYMOUS, "eerste tweede", "second");
}

static void test_a_rebuild_that_was_not_committed_is_not_put_in_place(void **state)
{
    struct place *p = *state;
    fill(p);
    struct search_writer *w = NULL;
    assert_ok(search_writer_rebuild(&w, p->dir, &p->err), &p->err);
    put_doc(p, w, SEARCH_ADOPTED, "x", "Half", "half", NULL);
    assert_int_equal(search_rebuild_finish(&w, &p->err), ERR_INTERNAL);
    search_writer_abandon(w);
    _cleanup_(search_reader_close_p)
    struct search_reader *r = open_reader(p);
    assert_int_equal(ask(p, r, SEARCH_AS_ANONYMOUS, "huur").n, 400);
}

/* ---- Readers beside a writer ---- */

struct asking {
    struct place *p;
    atomic_bool done;
    atomic_uint answers, wrong;
    char cause[ERR_CAUSE_MAX + 32]; /* of the last wrong answer */
};

/* The texts are replaced all the time; every answer must hold all ten. */
static void *ask_on(void *ctx)
{
    struct asking *s = ctx;
    kb_err err = {0};
    struct search_reader *r = NULL;
    arena *a = arena_new(16 * 1024 * 1024);
    if (search_reader_open(&r, s->p->dir, &err) != OK) s->wrong++;
    while (r && !s->done) {
        arena_clear(a);
        struct search_hits hits;
        struct search_ask q = {query_scan(a, TEXT("huur \"bij de balie\"")),
                               SEARCH_AS_MEMBER,
                               SEARCH_BY_RELEVANCE,
                               0,
                               false,
                               false,
                               false};
        err_code code = search_find(r, a, &q, &hits, &err);
        if (code != OK || hits.n != 10) {
            s->wrong++;
            snprintf(s->cause, sizeof s->cause, "%s, %zu hits: %s", err_slug(code), hits.n, err.cause);
        }
        s->answers++;
    }
    search_reader_close(r);
    arena_free(a);
    return NULL;
}

static void test_readers_get_whole_answers_while_the_writer_commits(void **state)
{
    struct place *p = *state;
    struct search_writer *w = open_writer(p);
    struct asking asking = {.p = p};
    pthread_t threads[2] = {0};
    for (uint64_t seq = 1; seq <= 60; seq++) {
        for (int i = 0; i < 10; i++)
            put_doc(p, w, i % 2 ? SEARCH_ADOPTED : SEARCH_MEMBERS, arena_printf(p->a, "d%d", i), "Huur",
                    arena_printf(p->a, "huur %d bij de balie, ronde %d", i, (int)seq), NULL);
        commit(p, w, seq);
        for (int i = 0; seq == 1 && i < 2; i++) assert_int_equal(pthread_create(&threads[i], NULL, ask_on, &asking), 0);
    }
    for (int i = 0; i < 1000 && !asking.answers; i++) nanosleep(&(struct timespec){.tv_nsec = 10 * 1000 * 1000}, NULL);
    asking.done = true;
    for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
    if (asking.wrong) fail_msg("%u of %u answers, %s", asking.wrong, asking.answers, asking.cause);
    assert_true(asking.answers > 0);
    stop(p, &w);
}

static void test_a_question_whose_blocks_were_thrown_away_is_asked_again(void **state)
{
    struct place *p = *state;
    struct search_writer *w = open_writer(p);
    n_remembered = 0;
    blind = true;
    _cleanup_(search_reader_close_p)
    struct search_reader *r = NULL;
    for (uint64_t seq = 1; seq <= 10; seq++) {
        for (int i = 0; i < 300; i++)
            put_doc(p, w, SEARCH_ADOPTED, arena_printf(p->a, "d%d", i), "Huur",
                    arena_printf(p->a, "huur %d bij de balie, ronde%d", i, (int)seq), NULL);
        commit(p, w, seq);
        if (!r) r = open_reader(p);
    }
    assert_int_equal(ask(p, r, SEARCH_AS_ANONYMOUS, "\"bij de balie\" ronde10").n, 300);
    blind = false;
    assert_int_equal(ask(p, r, SEARCH_AS_ANONYMOUS, "ronde10 -ronde9").n, 300);
    stop(p, &w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(test_each_index_directory_is_synced_before_the_next_commit_begins),
        IN_PLACE(test_narrowing_is_durable_before_the_narrower_index_is_touched),
        IN_PLACE(test_the_marker_is_written_last_and_taken_away_first),
        IN_PLACE(test_stopping_with_something_uncommitted_leaves_no_marker_and_drops_it),
        IN_PLACE(test_without_an_index_the_answer_says_so),
        IN_PLACE(test_a_second_writer_is_told_to_wait),
        IN_PLACE(test_every_damaged_table_is_found_and_no_question_crashes),
        IN_PLACE(test_one_damaged_block_deep_inside_is_found),
        IN_PLACE(test_a_cut_or_missing_file_is_damage_even_after_a_clean_stop),
        IN_PLACE(test_a_rebuilt_index_takes_the_place_of_the_old_under_open_readers),
        IN_PLACE(test_a_rebuild_mends_a_damaged_index_and_an_empty_place),
        IN_PLACE(test_a_rebuild_that_was_not_committed_is_not_put_in_place),
        IN_PLACE(test_a_question_whose_blocks_were_thrown_away_is_asked_again),
        IN_PLACE(test_readers_get_whole_answers_while_the_writer_commits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
