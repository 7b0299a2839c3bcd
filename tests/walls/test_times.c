/* Times (design section 3, rule 2): what one may not know takes as long as what does not exist; a wrong password as
 * long as an unknown name. Two kinds of requests are asked in turns, so that a slow or busy machine slows both, and
 * their medians are held side by side. Where they are apart it is measured again: a difference that is there shows each
 * time and in the same direction, what else the machine does is over, or comes from the other side. What is asserted is
 * the class, not the microsecond: docs/security.md has figures.
 *
 * KB_ROUNDS: of each kind, 300 otherwise. */
#include "tests/walls/one_house.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS_MAX = 100000, SIGN_IN_ROUNDS = 20, LETTER_ROUNDS = 60, SERIES = 3 };

static unsigned rounds = 300;

static int set_up(void **state)
{
    if (getenv("KB_ROUNDS")) rounds = (unsigned)atoi(getenv("KB_ROUNDS"));
    if (!rounds || rounds > ROUNDS_MAX) return -1;
    open_house(state);
    return 0;
}

/* ---- Measuring ---- */

struct times {
    double us[ROUNDS_MAX];
    unsigned n;
};

static struct times hidden, absent;

static double now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(struct times *t)
{
    qsort(t->us, t->n, sizeof *t->us, by_size);
    return t->us[t->n / 2];
}

static void ask(struct times *t, enum who who, const char *method, const char *path, const char *form, int status)
{
    double began = now_us();
    struct answer a = house_ask(h, who, method, path, "", form);
    t->us[t->n++] = now_us() - began;
    if (a.status != status) house_complain("%s for %s: %d, not %d", path, who_names[who], a.status, status);
    answer_free(&a);
}

/* Which of the two takes `most` times as long as the other: 1 what is hidden, -1 what is absent, 0 neither. */
static int longer(const char *what, double most)
{
    double a = median(&hidden), b = median(&absent);
    print_message("%s: %.0f us beside %.0f us, ratio %.3f\n", what, a, b, a / b);
    hidden.n = absent.n = 0;
    return a > b * most ? 1 : b > a * most ? -1 : 0;
}

/* Fills both, in turns. */
struct series {
    const char *what;
    void (*run)(const struct series *s);
    enum who who;
    const char *pattern, *hidden, *absent;
    int status, rounds;
};

/* Neither takes half as long again as the other, in at least one series, or each in one. */
static void judge(const struct series *s)
{
    int sum = 0;
    for (int i = 1; i <= SERIES; i++) {
        s->run(s);
        sum += longer(s->what, 1.5);
        if (abs(sum) < i) return;
    }
    house_complain("%s: %s takes longer, each time", s->what, sum > 0 ? "what is hidden" : "what is absent");
}

/* ---- Addresses ---- */

/* A path with the id or the word in it, and a number behind it, so that no kept page answers. */
static void ask_once(struct times *t, enum who who, const char *pattern, const char *what, unsigned n, int status)
{
    char path[300], numbered[320];
    snprintf(path, sizeof path, pattern, what);
    snprintf(numbered, sizeof numbered, "%s%cn=%u", path, strchr(path, '?') ? '&' : '?', n);
    ask(t, who, "GET", numbered, NULL, status);
}

static void ask_addresses(const struct series *s)
{
    enum { WARM = 20 }; /* the first ones open files */
    for (unsigned i = 0; i < rounds + WARM; i++) {
        if (i == WARM) hidden.n = absent.n = 0;
        if (i % 2) ask_once(&hidden, s->who, s->pattern, s->hidden, i, s->status);
        ask_once(&absent, s->who, s->pattern, s->absent, i, s->status);
        if (i % 2 == 0) ask_once(&hidden, s->who, s->pattern, s->hidden, i, s->status);
    }
}

static void compare(enum who who, const char *what, const char *pattern, const char *is_hidden, const char *is_absent,
                    int status)
{
    judge(&(struct series){.what = what,
                           .run = ask_addresses,
                           .who = who,
                           .pattern = pattern,
                           .hidden = is_hidden,
                           .absent = is_absent,
                           .status = status});
}

static void compare_id(enum who who, const char *what, const char *pattern, const char *id)
{
    char random[STORE_ID_BYTES];
    store_new_id(random);
    compare(who, what, pattern, id, random, 404);
}

static void test_what_one_may_not_know_takes_as_long_as_what_is_not_there(void **state)
{
    (void)state;
    compare_id(ANYBODY, "a draft, signed out", "/stukken/%s", h->texts[TEXT_DRAFT].id);
    compare_id(ELSEWHERE, "a draft of another group", "/stukken/%s", h->texts[TEXT_DRAFT].id);
    compare_id(ELSEWHERE, "its editor", "/stukken/%s/bewerken", h->texts[TEXT_DRAFT].id);
    compare_id(PARTICIPANT, "a submitted text", "/stukken/%s/versies", h->texts[TEXT_SUBMITTED].id);
    compare(ANYBODY, "a proposal, signed out", "/s/%s", h->texts[TEXT_PROPOSAL].number, "2026-999", 404);
    house_judge();
}

static void test_a_word_of_hidden_texts_takes_as_long_as_a_word_of_none(void **state)
{
    (void)state;
    compare(ANYBODY, "a search, signed out", "/zoeken?q=%s", "zqtit00", "zqtax00", 200);
    compare(ELSEWHERE, "a search in another group", "/zoeken?q=%s", "zqtit00", "zqtax00", 200);
    compare(PARTICIPANT, "suggestions", "/zoeken/suggesties?q=%s", "zqtit0", "zqtax0", 200);
    house_judge();
}

/* ---- Signing in ---- */

static err_code give_password(struct house *house, kb_err *err)
{
    struct svc svc = house->w->svc;
    const char *hash;
    svc.actor = svc_system_actor();
    ERR_TRY(svc_password_hash(TEXT("een lange zin die niemand raadt 27"), svc.arena, &hash, err));
    return svc_password_put(&svc, text_str(house->persons[LEAD]), hash, err);
}

/* Five attempts are free; an hour later there are more. */
static void ask_forms(const struct series *s)
{
    for (int i = 0; i < s->rounds; i++, h->now += MS_HOUR) {
        if (i % 2) ask(&hidden, ANYBODY, "POST", s->pattern, s->hidden, s->status);
        ask(&absent, ANYBODY, "POST", s->pattern, s->absent, s->status);
        if (i % 2 == 0) ask(&hidden, ANYBODY, "POST", s->pattern, s->hidden, s->status);
    }
}

static void test_a_wrong_password_takes_as_long_as_an_unknown_name(void **state)
{
    (void)state;
    h->for_real = true;
    house_do(h, give_password);
    judge(&(struct series){.what = "signing in",
                           .run = ask_forms,
                           .pattern = "/inloggen",
                           .hidden = "sign_in=trekker&password=een+geraden+wachtwoord",
                           .absent = "sign_in=trekkar&password=een+geraden+wachtwoord",
                           .status = 403,
                           .rounds = SIGN_IN_ROUNDS});
    house_judge();
}

/* Who asks for a letter in place of a password they forgot. */
static void ask_for_letters(const char *what, const char *path)
{
    h->app.mail = true;
    judge(&(struct series){.what = what,
                           .run = ask_forms,
                           .pattern = path,
                           .hidden = "sign_in=trekker",
                           .absent = "sign_in=trekkar",
                           .status = 200,
                           .rounds = LETTER_ROUNDS});
    house_judge();
}

static void test_a_forgotten_password_takes_as_long_as_an_unknown_name(void **state)
{
    (void)state;
    ask_for_letters("a forgotten password", "/wachtwoord-vergeten");
}

static void test_a_lost_second_factor_takes_as_long_as_an_unknown_name(void **state)
{
    (void)state;
    ask_for_letters("a lost second factor", "/tweede-stap-kwijt");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_what_one_may_not_know_takes_as_long_as_what_is_not_there),
        TEST(test_a_word_of_hidden_texts_takes_as_long_as_a_word_of_none),
        TEST(test_a_wrong_password_takes_as_long_as_an_unknown_name),
        TEST(test_a_forgotten_password_takes_as_long_as_an_unknown_name),
        TEST(test_a_lost_second_factor_takes_as_long_as_an_unknown_name),
    };
    return cmocka_run_group_tests_name("times", tests, set_up, close_house);
}
