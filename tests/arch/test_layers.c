/* The house rules that a compiler does not know: who may include whom, which library ends at which door, and what the
 * pure part may call. Design section 6. */
#include "tests/kb_test.h"

#include "kb/base/arena.h"
#include "kb/base/buf.h"
#include "kb/base/cleanup.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A box, and the boxes it may include: arrows point down only. */
static const struct {
    const char *box, *may_include;
} layers[] = {
    {"kb/base", ""},
    {"kb/domain", "kb/base"},
    {"kb/store", "kb/base kb/domain"},
    {"search", "kb/base kb/domain"},
    {"content", "kb/base kb/domain"},
    {"kb/service", "kb/base kb/domain kb/store search content"},
    {"kb/http", "kb/base kb/domain kb/store search content kb/service"},
    {"importer", "kb/base kb/domain kb/store content kb/service"},
    {"kb/cli", "kb/base kb/domain kb/store search content kb/service kb/http importer"},
};

/* A library's header, and the only files that may know it: all of them, so that a door that closed is struck out. */
static const struct {
    const char *header, *files;
} doors[] = {
    {"microhttpd.h", "kb/http/server.c"},
    {"sqlite3.h", "kb/store/db_sqlite.c"},
    {"git2.h", "content/diff.c content/diff_lines.c content/merge.c"},
    {"cmark.h", "content/md__inside.h"},
    {"yaml.h", "importer/front_matter.c"},
    {"brotli/encode.h", "kb/http/encode.c"},
    {"zlib.h", "kb/http/encode.c"},
    {"curl/curl.h", "kb/http/smtp.c kb/http/fetch.c"},
    {"rhonabwy.h", "kb/http/oidc_token.c"},
    {"seccomp.h", "kb/http/walls.c"},
    {"fido.h", "kb/service/webauthn.c"},
    {"linux/landlock.h", "kb/http/walls.c"},
};

enum { FILES_MAX = 2000 };

/* nftw has no argument of its own; this is test code, in one thread. */
static char *files[FILES_MAX];
static size_t n_files;

static int take_file(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st, (void)ftw;
    const char *end = strrchr(path, '.');
    bool source = end && (!strcmp(end, ".c") || !strcmp(end, ".h") || !strcmp(end, ".cc"));
    if (type == FTW_F && source && n_files < FILES_MAX) files[n_files++] = strdup(path);
    return 0;
}

static int find_sources(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(layers); i++) {
        char folder[512];
        snprintf(folder, sizeof folder, "%s/%s", KB_SOURCE_DIR, layers[i].box);
        nftw(folder, take_file, 16, FTW_PHYS);
    }
    return n_files > 0 ? 0 : -1;
}

static int free_sources(void **state)
{
    (void)state;
    while (n_files) free(files[--n_files]);
    return 0;
}

static const char *relative(const char *path)
{
    return path + strlen(KB_SOURCE_DIR) + 1;
}

static bool is_in(const char *path, const char *folder)
{
    size_t len = strlen(folder);
    return strncmp(path, folder, len) == 0 && path[len] == '/';
}

static const char *box_of(const char *path)
{
    for (size_t i = 0; i < COUNT_OF(layers); i++)
        if (is_in(path, layers[i].box)) return layers[i].box;
    return NULL;
}

static bool lists(const char *words, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = words; (at = strstr(at, word)); at += len)
        if ((at == words || at[-1] == ' ') && (at[len] == ' ' || at[len] == '\0')) return true;
    return false;
}

static const char *allowed_below(const char *box)
{
    for (size_t i = 0; i < COUNT_OF(layers); i++)
        if (!strcmp(layers[i].box, box)) return layers[i].may_include;
    return "";
}

typedef void (*include_check)(const char *file, const char *included, void *ctx);

static void each_include(include_check check, void *ctx)
{
    for (size_t i = 0; i < n_files; i++) {
        _cleanup_(close_file)
        FILE *f = fopen(files[i], "r");
        assert_non_null(f);
        char line[1024], included[512];
        while (fgets(line, sizeof line, f))
            if (sscanf(line, " # include %*[<\"]%511[^>\"]", included) == 1 ||
                sscanf(line, "#include %*[<\"]%511[^>\"]", included) == 1)
                check(relative(files[i]), included, ctx);
    }
}

static void check_layer(const char *file, const char *included, void *ctx)
{
    const char *from = box_of(file), *to = box_of(included);
    if (!from || !to || !strcmp(from, to) || strstr(file, "/tools/")) return;
    if (lists(allowed_below(from), to)) return;
    ++*(int *)ctx;
    print_error("%s includes %s: %s may not look into %s\n", file, included, from, to);
}

static void test_no_layer_includes_upward(void **state)
{
    (void)state;
    int wrong = 0;
    each_include(check_layer, &wrong);
    assert_int_equal(wrong, 0);
}

static void check_door(const char *file, const char *included, void *ctx)
{
    for (size_t i = 0; i < COUNT_OF(doors); i++) {
        if (strcmp(included, doors[i].header) != 0 || lists(doors[i].files, file)) continue;
        ++*(int *)ctx;
        print_error("%s includes %s, which only %s may know\n", file, included, doors[i].files);
    }
}

static void test_each_library_stays_behind_its_door(void **state)
{
    (void)state;
    int wrong = 0;
    each_include(check_door, &wrong);
    assert_int_equal(wrong, 0);
}

struct door_use {
    size_t door;
    const char *file;
    bool used;
};

static void check_use(const char *file, const char *included, void *ctx)
{
    struct door_use *use = ctx;
    size_t len = strcspn(use->file, " ");
    if (!strcmp(included, doors[use->door].header) && strlen(file) == len && !strncmp(file, use->file, len))
        use->used = true;
}

static void test_every_door_that_is_listed_is_used(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(doors); i++)
        for (const char *file = doors[i].files; *file; file += strcspn(file, " "), file += *file == ' ') {
            struct door_use use = {.door = i, .file = file};
            each_include(check_use, &use);
            if (!use.used) fail_msg("%.*s does not include %s", (int)strcspn(file, " "), file, doors[i].header);
        }
}

static void check_xapian(const char *file, const char *included, void *ctx)
{
    if (strcmp(included, "xapian.h") != 0) return;
    ++*(int *)ctx;
    assert_true(is_in(file, "search"));
}

static void test_at_most_three_files_know_xapian(void **state)
{
    (void)state;
    int knowing = 0;
    each_include(check_xapian, &knowing);
    assert_in_range(knowing, 1, 3);
}

/* The ways to make one: its maker, a cast, a literal, its member. Another struct may have a member of that name too; a
 * designated one that does not begin as a text does is none of ours. */
static bool makes_safe_html(const char *line)
{
    if (strstr(line, "html__safe") || strstr(line, "(safe_html)") || strstr(line, "safe_html){")) return true;
    const char *member = strstr(line, ".raw =");
    return member && (strncmp(member, ".raw = {.", 9) != 0 || !strncmp(member, ".raw = {.ptr", 12));
}

static void test_only_content_makes_safe_html(void **state)
{
    (void)state;
    for (size_t i = 0; i < n_files; i++) {
        if (is_in(relative(files[i]), "content")) continue;
        _cleanup_(close_file)
        FILE *f = fopen(files[i], "r");
        char line[1024];
        while (fgets(line, sizeof line, f))
            if (makes_safe_html(line)) fail_msg("%s makes a safe_html: %s", relative(files[i]), line);
    }
}

/* Runs a command and gives each line of its output to `check`. */
static void each_line(const char *command, void (*check)(const char *line, void *ctx), void *ctx)
{
    FILE *p = popen(command, "r");
    assert_non_null(p);
    char line[1024];
    while (fgets(line, sizeof line, p)) {
        line[strcspn(line, "\n")] = '\0';
        check(line, ctx);
    }
    assert_int_equal(pclose(p), 0);
}

/* What the pure part may take from outside: memory, strings, formatting. No file, no clock, no socket, no SQL. */
static const char pure_calls[] =
    "memcpy memmove memset memcmp memchr memmem strlen strcmp strncmp strchr strrchr strstr "
    "snprintf vsnprintf qsort bsearch abort strcspn strspn strnlen "
    "__snprintf_chk __vsnprintf_chk __memcpy_chk __memset_chk __stack_chk_fail "
    "_GLOBAL_OFFSET_TABLE_ __assert_fail";

static const char *const own_prefixes[] = {
    "kb_",    "arena_", "buf_",   "text_",   "utf8_",       "err_",   "calendar_", "practice_", "stage_", "policy_",
    "round_", "query_", "__asan", "__ubsan", "__sanitizer", "__tsan", "actor_",    "term_",     "terms_", "date_"};

struct purity {
    int wrong, seen;
};

static void check_symbol(const char *line, void *ctx)
{
    struct purity *p = ctx;
    char name[512];
    if (sscanf(line, " U %511s", name) != 1) return;
    p->seen++;
    for (size_t i = 0; i < COUNT_OF(own_prefixes); i++)
        if (!strncmp(name, own_prefixes[i], strlen(own_prefixes[i]))) return;
    if (lists(pure_calls, name)) return;
    p->wrong++;
    print_error("kb/domain calls %s\n", name);
}

static void test_domain_calls_nothing_but_memory_and_strings(void **state)
{
    (void)state;
    struct purity p = {0};
    each_line("nm -u '" KB_BINARY_DIR "/boxes/domain/libkb_domain.a'", check_symbol, &p);
    assert_true(p.seen > 0);
    assert_int_equal(p.wrong, 0);
}

static void check_device(const char *line, void *ctx)
{
    char name[512];
    if (sscanf(line, " U %511s", name) != 1 || strncmp(name, "fido_", 5) != 0) return;
    ++*(int *)ctx;
    if (!strncmp(name, "fido_dev_", 9)) fail_msg("the server calls %s", name);
}

/* Passkeys are in the devices of readers. */
static void test_the_server_opens_no_device(void **state)
{
    (void)state;
    int seen = 0;
    each_line("nm -u '" KB_BINARY_DIR "/boxes/service/libkb_service.a'", check_device, &seen);
    assert_true(seen > 0);
}

struct globals {
    int wrong, seen;
};

/* A line of `objdump -t`: address, flags, section, size, name. Sanitizers add objects of their own. */
static void check_global(const char *line, void *ctx)
{
    struct globals *g = ctx;
    char section[128], name[256];
    unsigned long size;
    if (sscanf(line, "%*[0-9a-f] %*7c %127s %lx %255s", section, &size, name) != 3) return;
    g->seen++;
    bool mutable = !strcmp(section, ".data") || !strcmp(section, ".bss") || !strncmp(section, ".data.", 6) ||
                   !strncmp(section, ".bss.", 5) || !strncmp(section, ".tbss", 5) || !strncmp(section, ".tdata", 6);
    if (!mutable || size == 0 || !strncmp(section, ".data.rel.ro", 12)) return;
    if (strstr(name, "asan") || strstr(name, "ubsan") || strstr(name, ".L") || name[0] == '.') return;
    g->wrong++;
    print_error("mutable global %s in %s\n", name, section);
}

static void test_there_are_no_mutable_globals(void **state)
{
    (void)state;
    struct globals g = {0};
    each_line("find '" KB_BINARY_DIR "/boxes' '" KB_BINARY_DIR "/search' '" KB_BINARY_DIR "/content' '" KB_BINARY_DIR
              "/importer' -name 'libkb_*.a' -exec objdump -t {} +",
              check_global, &g);
    assert_true(g.seen > 100);
    assert_int_equal(g.wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_no_layer_includes_upward),          TEST(test_each_library_stays_behind_its_door),
        TEST(test_every_door_that_is_listed_is_used), TEST(test_at_most_three_files_know_xapian),
        TEST(test_only_content_makes_safe_html),      TEST(test_domain_calls_nothing_but_memory_and_strings),
        TEST(test_the_server_opens_no_device),        TEST(test_there_are_no_mutable_globals),
    };
    return cmocka_run_group_tests_name("the house", tests, find_sources, free_sources);
}
