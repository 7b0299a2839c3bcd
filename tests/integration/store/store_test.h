/* store_test.h - a store in a temporary directory, with a few things in it, for the tests of kb/store. */
#ifndef STORE_TEST_H
#define STORE_TEST_H

#include "tests/kb_test.h"

#include "kb/base/arena.h"
#include "kb/base/cleanup.h"
#include "kb/store/handle.h"
#include "kb/store/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

/* One test: its directory, its writer, its memory. */
struct fixture {
    char dir[256];
    struct store *store;
    arena *a;
    kb_err err;
    char group[STORE_ID_BYTES], person[STORE_ID_BYTES], practice[STORE_ID_BYTES];
};

enum { FIXTURE_ARENA_BYTES = 64 * 1024 * 1024 };

static inline void make_directory(char out[256])
{
    const char *tmp = getenv("TMPDIR");
    snprintf(out, 256, "%s/kb-store-XXXXXX", tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(out));
}

static inline void remove_directory(const char *dir)
{
    DIR *d = opendir(dir);
    if (!d) return;
    for (struct dirent *e; (e = readdir(d));) {
        char path[600];
        snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0) unlink(path);
    }
    closedir(d);
    rmdir(dir);
}

static inline bool file_holds(const char *path, text word)
{
    struct stat st;
    FILE *in = fopen(path, "rb");
    if (!in) return false;
    assert_int_equal(fstat(fileno(in), &st), 0);
    char *bytes = malloc((size_t)st.st_size + 1);
    assert_non_null(bytes);
    bool holds = text_find(text_of(bytes, fread(bytes, 1, (size_t)st.st_size, in)), word, 0) != SIZE_MAX;
    free(bytes);
    fclose(in);
    return holds;
}

/* How many files of the directory hold these words. */
static inline int files_holding(const char *dir, text words)
{
    int n = 0;
    DIR *d = opendir(dir);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));) {
        char path[600];
        snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
        n += e->d_name[0] != '.' && file_holds(path, words);
    }
    closedir(d);
    return n;
}

static inline void open_writer(struct fixture *f)
{
    struct store_options options = {.dir = f->dir, .create = true, .now = 1000};
    assert_ok(store_open_writer(&f->store, &options, &f->err), &f->err);
}

static inline void reopen(struct fixture *f)
{
    store_close(f->store);
    f->store = NULL;
    open_writer(f);
}

/* Writing outside a batch, for arranging: IN_JOB(f) { ... } commits at its end. */
static inline int job_end(struct fixture *f)
{
    assert_ok(db_commit(f->store->db, &f->err), &f->err);
    return 0;
}

#define IN_JOB(f)                                                                                                      \
    for (int once_ = (assert_int_equal(db_begin((f)->store->db, &(f)->err), OK), 1); once_; once_ = job_end(f))

static inline struct store_practice practice_of(const struct fixture *f, const char *id)
{
    return (struct store_practice){
        .id = id, .kind = "werkwijze", .group = f->group, .created = 5000, .created_by = "system"};
}

/* A group, a person, two legal fields, two locations and a practice without lines. */
static inline void fill(struct fixture *f)
{
    store_new_id(f->group);
    store_new_id(f->person);
    store_new_id(f->practice);
    struct store_group group = {.id = f->group, .slug = "huur-nijmegen", .name = "Huur Nijmegen", .created = 1};
    struct store_person person = {
        .id = f->person, .sign_in = "Rosa", .sign_in_folded = "rosa", .name = "Rosa de Wit", .created = 2};
    struct store_practice practice = practice_of(f, f->practice);
    static const char *const slugs[] = {"huur-en-consument", "schulden", "nijmegen", "zwolle"};
    IN_JOB(f)
    {
        assert_ok(store_group_put(f->store, &group, &f->err), &f->err);
        assert_ok(store_person_add(f->store, &person, &f->err), &f->err);
        for (int i = 0; i < 2; i++) {
            struct store_legal_field field = {.slug = slugs[i], .name = slugs[i], .place = i, .active = true};
            struct store_location location = {.slug = slugs[i + 2], .name = slugs[i + 2], .place = i, .active = true};
            assert_ok(store_legal_field_put(f->store, &field, &f->err), &f->err);
            assert_ok(store_location_put(f->store, &location, &f->err), &f->err);
        }
        assert_ok(store_practice_add(f->store, &practice, &f->err), &f->err);
    }
}

static inline int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->a = arena_new(FIXTURE_ARENA_BYTES);
    make_directory(f->dir);
    open_writer(f);
    fill(f);
    *state = f;
    return 0;
}

static inline int teardown(void **state)
{
    struct fixture *f = *state;
    store_close(f->store);
    arena_free(f->a);
    remove_directory(f->dir);
    free(f);
    return 0;
}

#define STORE_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

#endif
