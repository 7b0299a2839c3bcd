/* Forms that are dear to answer: very many lines, very much text. The answer comes soon, and gives back every word that
 * was typed. */
#include "tests/walls/one_house.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LINES = 60000, TYPED_MAX = 512 * 1024, FORM_MAX = 1000 * 1000 };

static struct answer answer;

static int tear_down(void **state)
{
    answer_free(&answer);
    close_house(state);
    return 0;
}

static uint32_t next_random(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

/* Lines of one letter of four, no two texts alike: whoever compares them has much to do. */
static struct buf short_lines(uint32_t seed)
{
    struct buf out = buf_new(TYPED_MAX);
    for (int i = 0; i < LINES; i++) buf_printf(&out, "%c\n", "abcd"[next_random(&seed) >> 8 & 3]);
    out.len--;
    return out;
}

static struct buf ones(size_t bytes)
{
    struct buf out = buf_new(TYPED_MAX);
    while (out.len + 1 < bytes) buf_str(&out, "1 ");
    buf_byte(&out, '1');
    return out;
}

/* One more field; its value is freed. */
static void put_field(struct buf *form, const char *name, struct buf value)
{
    buf_printf(form, "&%s=", name);
    for (size_t i = 0; i < value.len; i++)
        if (value.ptr[i] == '\n')
            buf_str(form, "%0A");
        else
            buf_byte(form, value.ptr[i] == ' ' ? '+' : value.ptr[i]);
    buf_release(&value);
}

static struct buf new_form(int64_t version)
{
    struct buf form = buf_new(FORM_MAX);
    buf_printf(&form, "version=%lld&title=Huur&brief=Bel.", (long long)version);
    return form;
}

/* Sends it as a writer of the group, and frees it. Seconds it took. */
static double send(const char *rest, struct buf form, int status)
{
    char path[200];
    struct timespec began, now;
    snprintf(path, sizeof path, "/stukken/%s%s", h->texts[TEXT_DRAFT].id, rest);
    clock_gettime(CLOCK_MONOTONIC, &began);
    answer_free(&answer);
    answer = house_ask(h, MEMBER, "POST", path, "", buf_cstr(&form));
    clock_gettime(CLOCK_MONOTONIC, &now);
    buf_release(&form);
    if (answer.status != status) fail_msg("%s: %d, not %d: %.2000s", path, answer.status, status, answer.body);
    return (double)(now.tv_sec - began.tv_sec) + (double)(now.tv_nsec - began.tv_nsec) / 1e9;
}

static void find(const char *words)
{
    if (!strstr(answer.body, words)) fail_msg("\"%.60s\" is not in the page:\n%.3000s", words, answer.body);
}

/* What stands in a box; the text is freed. */
static void find_typed(struct buf typed)
{
    buf_str(&typed, "</textarea>");
    find(buf_cstr(&typed));
    buf_release(&typed);
}

static err_code save_short_lines(struct house *house, kb_err *err)
{
    struct svc svc = house->w->svc;
    struct svc_working working;
    struct buf body = short_lines(3);
    ERR_TRY(svc_actor(house->w->store, house->w->lead, svc.arena, &svc.actor, err));
    ERR_TRY(svc_working(&svc, text_str(house->texts[TEXT_DRAFT].id), &working, err));
    const struct store_section section = {"doe-dit", arena_text(svc.arena, buf_text(&body))};
    struct svc_save save = {.practice = text_str(house->texts[TEXT_DRAFT].id),
                            .seen = working.version,
                            .draft = {TEXT("Huur"), TEXT("Bel."), &section, 1}};
    buf_release(&body);
    return svc_save(&svc, &save, &working.version, err);
}

static void test_very_many_lines_that_others_wrote_on_come_back_soon_and_whole(void **state)
{
    (void)state;
    struct buf form = new_form(1);
    house_do(h, save_short_lines);
    put_field(&form, "base-doe-dit", short_lines(1));
    put_field(&form, "section-doe-dit", short_lines(2));
    double took = send("/bewerken", form, 409);
    print_message("%.0f ms, %zu bytes\n", took * 1000, answer.len);
    find_typed(short_lines(2));
    struct buf theirs = short_lines(3);
    find(buf_cstr(&theirs));
    buf_release(&theirs);
    assert_true(took < 1.0);
}

static void test_a_beginning_that_nobody_ever_had_takes_no_words_from_who_types(void **state)
{
    (void)state;
    struct buf form = new_form(1), mine = buf_new(100);
    buf_str(&mine, "Bel de verhuurder.");
    put_field(&form, "base-doe-dit", short_lines(4));
    put_field(&form, "base-waarom", short_lines(5));
    put_field(&form, "section-doe-dit", mine);
    send("/bewerken", form, 409);
    find("Bel de verhuurder.</textarea>");
}

static struct buf too_much(void)
{
    struct buf form = new_form(1);
    put_field(&form, "section-doe-dit", ones(70 * 1024));
    put_field(&form, "section-waarom", ones(71 * 1024));
    return form;
}

/* The same answer as to saving. */
static void test_what_is_too_long_together_is_no_more_previewed_than_saved(void **state)
{
    (void)state;
    static const char *const rests[] = {"/bewerken", "/voorbeeld"};
    for (size_t i = 0; i < COUNT_OF(rests); i++) {
        send(rests[i], too_much(), 400);
        find("De tekst</a>: is te lang, maak het korter");
        find_typed(ones(70 * 1024));
        find_typed(ones(71 * 1024));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_what_is_too_long_together_is_no_more_previewed_than_saved),
        TEST(test_very_many_lines_that_others_wrote_on_come_back_soon_and_whole),
        TEST(test_a_beginning_that_nobody_ever_had_takes_no_words_from_who_types),
    };
    return cmocka_run_group_tests_name("what is dear", tests, open_house, tear_down);
}
