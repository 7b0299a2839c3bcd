/* The file of redactions on a bad day: what was written half costs no other record, and is told. */
#include "store_test.h"

#include "kb/store/redact.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#define PERSON_1 "00000000000000000000000001"
#define PERSON_2 "00000000000000000000000002"
#define PRACTICE "00000000000000000000000003"

/* How often a directory was put on the disk. */
static int directories_synced;

int fsync(int fd)
{
    struct stat st;
    if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) directories_synced++;
    return (int)syscall(SYS_fsync, fd);
}

static const char *file_of(struct fixture *f)
{
    return arena_printf(f->a, "%s/x.redactions", f->dir);
}

static err_code add_person(struct fixture *f, const char *id)
{
    return store_redactions_add(file_of(f), &(struct store_redactions){.persons = &id, .n_persons = 1}, &f->err);
}

static err_code add_text(struct fixture *f)
{
    static const struct store_span spans[] = {{4, 10}};
    struct store_redaction r = {
        .practice = PRACTICE, .place = "remark_body", .item = PERSON_1, .sub = "", .spans = spans, .n_spans = 1};
    return store_redactions_add(file_of(f), &(struct store_redactions){.at = &r, .n = 1}, &f->err);
}

static off_t length(struct fixture *f)
{
    struct stat st;
    assert_int_equal(stat(file_of(f), &st), 0);
    return st.st_size;
}

static struct store_redactions read_back(struct fixture *f)
{
    struct store_redactions all;
    assert_ok(store_redactions_read(file_of(f), f->a, &all, &f->err), &f->err);
    return all;
}

static void write_raw(struct fixture *f, const char *bytes, size_t len)
{
    FILE *out = fopen(file_of(f), "a");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes, 1, len, out), len);
    fclose(out);
}

/* At each byte: what stands before and what is added afterwards is read. */
static void test_a_line_that_a_power_cut_tore_costs_no_other_line(void **state)
{
    struct fixture *f = *state;
    assert_ok(add_person(f, PERSON_1), &f->err);
    off_t one = length(f);
    assert_ok(add_text(f), &f->err);
    for (off_t cut = length(f) - 2; cut > one; cut--) {
        assert_int_equal(truncate(file_of(f), cut), 0);
        assert_ok(add_person(f, PERSON_2), &f->err);
        struct store_redactions all = read_back(f);
        assert_int_equal(all.n, 0);
        assert_int_equal(all.n_persons, 2);
        assert_string_equal(all.persons[0], PERSON_1);
        assert_string_equal(all.persons[1], PERSON_2);
        assert_int_equal(all.damaged, 1);
        assert_int_equal(all.first_damaged, 2);
    }
}

static void test_a_torn_line_at_the_end_is_told_and_the_others_are_read(void **state)
{
    struct fixture *f = *state;
    assert_ok(add_text(f), &f->err);
    assert_ok(add_person(f, PERSON_1), &f->err);
    assert_int_equal(read_back(f).damaged, 0);
    static const char torn[] = "person\t0000\0\0\0";
    write_raw(f, torn, sizeof torn);
    struct store_redactions all = read_back(f);
    assert_int_equal(all.n, 1);
    assert_int_equal(all.n_persons, 1);
    assert_int_equal(all.damaged, 1);
    assert_int_equal(all.first_damaged, 3);
}

static void test_a_line_that_only_lacks_its_end_is_whole(void **state)
{
    struct fixture *f = *state;
    assert_ok(add_text(f), &f->err);
    assert_int_equal(truncate(file_of(f), length(f) - 1), 0);
    assert_int_equal(read_back(f).n, 1);
    assert_ok(add_text(f), &f->err);
    assert_int_equal(read_back(f).n, 2);
    assert_int_equal(read_back(f).damaged, 0);
}

static void test_a_record_for_which_there_is_no_room_leaves_the_file_as_it_was(void **state)
{
    struct fixture *f = *state;
    struct rlimit before, little;
    assert_ok(add_person(f, PERSON_1), &f->err);
    off_t whole = length(f);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    little = (struct rlimit){(rlim_t)whole + 10, before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
    err_code code = add_text(f);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_not_equal(code, OK);
    assert_int_equal(length(f), whole);
    assert_ok(add_text(f), &f->err);
    assert_int_equal(read_back(f).damaged, 0);
    assert_int_equal(read_back(f).n, 1);
}

static void test_a_new_file_has_its_name_on_the_disk_too(void **state)
{
    struct fixture *f = *state;
    directories_synced = 0;
    assert_ok(add_person(f, PERSON_1), &f->err);
    assert_int_equal(directories_synced, 1);
    assert_ok(add_person(f, PERSON_2), &f->err);
    assert_int_equal(directories_synced, 1);
}

static void test_a_file_without_one_whole_line_is_no_file_of_redactions(void **state)
{
    struct fixture *f = *state;
    struct store_redactions all;
    write_raw(f, "kb.db\nkb.conf\n", 14);
    assert_int_equal(store_redactions_read(file_of(f), f->a, &all, &f->err), ERR_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_a_line_that_a_power_cut_tore_costs_no_other_line),
        STORE_TEST(test_a_torn_line_at_the_end_is_told_and_the_others_are_read),
        STORE_TEST(test_a_line_that_only_lacks_its_end_is_whole),
        STORE_TEST(test_a_record_for_which_there_is_no_room_leaves_the_file_as_it_was),
        STORE_TEST(test_a_new_file_has_its_name_on_the_disk_too),
        STORE_TEST(test_a_file_without_one_whole_line_is_no_file_of_redactions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
