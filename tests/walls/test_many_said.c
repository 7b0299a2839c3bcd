/* However much is said of a text, and however long, its page is there for who may read it, and whoever must answer can
 * reach every remark. */
#include "tests/walls/one_house.h"

#include <stdlib.h>
#include <string.h>

enum { MANY = 400 /* and the one that stands in every house */, LONGEST = 4000 /* bytes */ };

static struct answer answer;

static int tear_down(void **state)
{
    answer_free(&answer);
    return close_house(state);
}

/* As long as it may be, of what takes the most room on a page: "zzr007" and quotes. */
static const char *long_words(struct house *house, const char *mark, int i)
{
    char *words = arena_printf(house->w->svc.arena, "%s%03d%*s", mark, i, LONGEST - 6, "");
    for (char *c = words; c && *c; c++)
        if (*c == ' ') *c = '"';
    return words;
}

static err_code say_much(struct house *house, kb_err *err)
{
    struct world *w = house->w;
    const char *id = house->texts[TEXT_PROPOSAL].id;
    struct store_practice row;
    ERR_TRY(store_practice_get(w->store, id, w->svc.arena, &row, err));
    for (int i = 0; i < MANY; i++) {
        const char *key = arena_printf(w->svc.arena, "%026d", i);
        struct store_remark remark = {.id = key,
                                      .practice = id,
                                      .revision = row.lines[STORE_CANDIDATE].revision,
                                      .person = w->participant,
                                      .at = house->now,
                                      .must = i % 2,
                                      .body = long_words(house, "zzr", i)};
        if (i % 4 == 0) {
            remark.answer = long_words(house, "zza", i);
            remark.answered = house->now;
            remark.answered_by = w->member;
        }
        struct store_experience experience = {.id = key,
                                              .practice = id,
                                              .person = w->participant,
                                              .at = house->now,
                                              .body = long_words(house, "zze", i),
                                              .again = "yes"};
        ERR_TRY(store_remark_add(w->store, &remark, err));
        ERR_TRY(store_experience_add(w->store, &experience, err));
    }
    return OK;
}

static int open_talked_about(void **state)
{
    open_house(state);
    house_do(h, say_much);
    return 0;
}

static const char *page_for(enum who who, const char *path)
{
    answer_free(&answer);
    answer = house_ask(h, who, "GET", path, "", NULL);
    if (answer.status != 200) fail_msg("%s asks %s: %d", who_names[who], path, answer.status);
    return answer.body;
}

/* Where the link to the next ones leads, within the section under this heading; false on the last page. */
static bool next_of(const char *html, const char *heading, char path[200])
{
    char mark[40];
    snprintf(mark, sizeof mark, "id=\"%s\"", heading);
    const char *start = strstr(html, mark), *href = NULL;
    assert_non_null(start);
    const char *next = strstr(start, "rel=\"next\""), *end = strstr(start, "</section>");
    if (!next || next > end) return false;
    for (const char *c = start; (c = strstr(c, "href=\"")) && c < next; c += 6) href = c + 6;
    assert_non_null(href);
    snprintf(path, 200, "%.*s", (int)strcspn(href, "#\""), href);
    return true;
}

/* What is marked by these words and a number of so many digits. */
struct mark {
    const char *heading, *words;
    int digits;
};

static void count(const char *html, const struct mark *mark, int seen[MANY])
{
    for (const char *c = html; (c = strstr(c, mark->words));) {
        char *end;
        c += strlen(mark->words);
        long number = strtol(c, &end, 10);
        if (end - c == mark->digits && number < MANY) seen[number]++;
    }
}

/* How often each stands there, from the first page to the last. */
static void walk(enum who who, const struct mark *mark, int seen[MANY])
{
    char path[200];
    int pages = 0;
    memset(seen, 0, MANY * sizeof *seen);
    snprintf(path, sizeof path, "/s/%s", h->texts[TEXT_PROPOSAL].number);
    do {
        count(page_for(who, path), mark, seen);
        assert_true(++pages <= MANY);
    } while (next_of(answer.body, mark->heading, path));
}

static void test_the_page_is_there_for_everybody_who_may_read_it(void **state)
{
    (void)state;
    static const enum who readers[] = {PARTICIPANT, ELSEWHERE, MEMBER, LEAD, EDITOR, SECRETARY};
    char path[200];
    snprintf(path, sizeof path, "/s/%s", h->texts[TEXT_PROPOSAL].number);
    for (size_t i = 0; i < COUNT_OF(readers); i++) {
        const char *html = page_for(readers[i], path);
        assert_true(answer.len < RES_BODY_MAX / 4);
        assert_non_null(strstr(html, "401 reacties"));
    }
    assert_non_null(strstr(page_for(PARTICIPANT, path), "401 ervaringen"));
}

static void test_everything_that_was_said_stands_on_one_of_the_pages(void **state)
{
    (void)state;
    static const struct mark remarks = {"reacties", "zzr", 3}, answers = {"reacties", "zza", 3},
                             experiences = {"ervaringen", "zze", 3};
    int seen[MANY];
    walk(PARTICIPANT, &remarks, seen);
    for (int i = 0; i < MANY; i++) assert_int_equal(seen[i], 1);
    walk(PARTICIPANT, &experiences, seen);
    for (int i = 0; i < MANY; i++) assert_int_equal(seen[i], 1);
    walk(PARTICIPANT, &answers, seen);
    for (int i = 0; i < MANY; i++) assert_int_equal(seen[i], i % 4 == 0);
}

static void test_every_remark_that_waits_can_be_answered(void **state)
{
    (void)state;
    static const struct mark forms = {"reacties", "/reacties/", 26};
    int seen[MANY];
    walk(MEMBER, &forms, seen);
    for (int i = 0; i < MANY; i++) assert_int_equal(seen[i], i % 4 != 0);
}

/* The open ones come first, "moet anders" before "kan beter": this one is nowhere near the first page. */
static void test_a_refused_answer_far_down_comes_back_with_its_words(void **state)
{
    (void)state;
    char path[200];
    snprintf(path, sizeof path, "/stukken/%s/reacties/%026d", h->texts[TEXT_PROPOSAL].id, 2);
    answer_free(&answer);
    answer = house_ask(h, MEMBER, "POST", path, "", "answer=Mevrouw+heeft+BSN+111222333");
    assert_int_equal(answer.status, 400);
    assert_non_null(strstr(answer.body, "Mevrouw heeft BSN 111222333</textarea>"));
    assert_non_null(strstr(answer.body, "id=\"error-answer\""));
    assert_non_null(strstr(answer.body, "zzr002"));
}

static void test_a_page_that_is_not_there_is_the_last_or_the_first(void **state)
{
    (void)state;
    char path[200], next[200];
    snprintf(path, sizeof path, "/s/%s?reacties=999&ervaringen=-1", h->texts[TEXT_PROPOSAL].number);
    const char *html = page_for(PARTICIPANT, path);
    assert_non_null(strstr(html, "zzr"));
    assert_false(next_of(html, "reacties", next));
    assert_true(next_of(html, "ervaringen", next));
}

/* The form says why, with what was typed; nothing is added. */
static void refuses(const char *where, const char *form, const char *typed, const char *why)
{
    char path[200];
    snprintf(path, sizeof path, "/stukken/%s/%s", h->texts[TEXT_PROPOSAL].id, where);
    answer_free(&answer);
    answer = house_ask(h, PARTICIPANT, "POST", path, "", form);
    assert_int_equal(answer.status, 400);
    assert_non_null(strstr(answer.body, typed));
    assert_non_null(strstr(answer.body, why));
}

static void test_who_said_very_much_already_is_told_so(void **state)
{
    (void)state;
    refuses("reacties", "candidate=1&weight=can&body=Nog+een+reactie", "Nog een reactie</textarea>",
            "er wachten hier al heel veel reacties van jou op antwoord");
    refuses("ervaring", "experience=Nog+een+ervaring&repeat=yes", "Nog een ervaring</textarea>",
            "je hebt bij dit stuk al heel veel ervaringen verteld");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_the_page_is_there_for_everybody_who_may_read_it),
        TEST(test_everything_that_was_said_stands_on_one_of_the_pages),
        TEST(test_every_remark_that_waits_can_be_answered),
        TEST(test_a_refused_answer_far_down_comes_back_with_its_words),
        TEST(test_a_page_that_is_not_there_is_the_last_or_the_first),
        TEST(test_who_said_very_much_already_is_told_so),
    };
    return cmocka_run_group_tests_name("much is said", tests, open_talked_about, tear_down);
}
