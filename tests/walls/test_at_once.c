/* Two people at the same moment, over real sockets: one wins, the other is told so, sees what stands by now and keeps
 * what was typed; and the same form sent twice is carried out once. */
#include "tests/walls/one_house.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Asking at the same time ---- */

struct asking {
    enum who who;
    const char *path, *form;
    pthread_barrier_t *start;
    struct answer answer;
};
#define ASKING(by, to, with) ((struct asking){.who = (by), .path = (to), .form = (with)})

static void *ask(void *ctx)
{
    struct asking *a = ctx;
    pthread_barrier_wait(a->start);
    a->answer = house_ask(h, a->who, "POST", a->path, "", a->form);
    return NULL;
}

/* Each has a connection of its own; they leave together. */
static void ask_together(struct asking *one, struct asking *two)
{
    pthread_barrier_t start;
    pthread_t threads[2];
    struct answer warm[2] = {house_ask(h, one->who, "GET", "/", "", NULL),
                             house_ask(h, two->who, "GET", "/", "", NULL)};
    for (int i = 0; i < 2; i++) answer_free(&warm[i]);
    pthread_barrier_init(&start, NULL, 2);
    one->start = two->start = &start;
    assert_int_equal(pthread_create(&threads[0], NULL, ask, one), 0);
    assert_int_equal(pthread_create(&threads[1], NULL, ask, two), 0);
    for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
    pthread_barrier_destroy(&start);
}

/* Exactly one of them is carried out; gives the other. */
static struct asking *loser(struct asking *one, struct asking *two)
{
    bool first = one->answer.status == 303;
    struct asking *lost = first ? two : one;
    if (first == (two->answer.status == 303) || lost->answer.status != 409)
        fail_msg("%d and %d, not 303 and 409", one->answer.status, two->answer.status);
    return lost;
}

static void find(const struct asking *a, const char *words)
{
    if (!strstr(a->answer.body, words)) fail_msg("\"%s\" is not in the page:\n%.9000s", words, a->answer.body);
}

static void forget(struct asking *one, struct asking *two)
{
    answer_free(&one->answer);
    answer_free(&two->answer);
}

static void store_read(err_code (*run)(struct house *, kb_err *))
{
    house_do(h, run);
}

/* ---- Two secretaries ---- */

static size_t current, all;

static err_code count_positions(struct house *house, kb_err *err)
{
    struct store_positions said;
    ERR_TRY(store_position_list(house->w->store, house->texts[TEXT_IN_ROUND].round, house->w->svc.arena, &said, err));
    current = 0;
    all = said.n;
    for (size_t i = 0; i < said.n; i++)
        current += !said.at[i].replaced && !strcmp(said.at[i].organisation, house->b.organisations[0]);
    return OK;
}

/* What the page of the round says that stands there now. */
static const char *seen_on(enum who who, const char *round)
{
    static char seen[40];
    char path[100];
    snprintf(path, sizeof path, "/besluiten/%s", round);
    struct answer page = house_ask(h, who, "GET", path, "", NULL);
    const char *at = strstr(page.body, "name=\"seen\" value=\"");
    if (!at) fail_msg("no position to fill in:\n%.6000s", page.body);
    snprintf(seen, sizeof seen, "%.*s", (int)strcspn(at + 19, "\""), at + 19);
    answer_free(&page);
    return seen;
}

static void test_of_two_secretaries_one_records_and_the_other_sees_both(void **state)
{
    (void)state;
    const char *round = h->texts[TEXT_IN_ROUND].round;
    char path[100], agree[300], object[300];
    const char *seen = seen_on(SECRETARY, round);
    store_read(count_positions);
    size_t before = all;
    snprintf(path, sizeof path, "/besluiten/%s/standpunt", round);
    snprintf(agree, sizeof agree, "organisation=%s&seen=%s&position=reserve&reserve=local&said=Wij+doen+dit+op+maandag",
             h->b.organisations[0], seen);
    snprintf(object, sizeof object, "organisation=%s&seen=%s&position=object&said=Veel+te+duur&lift=Maak+het+gratis",
             h->b.organisations[0], seen);
    struct asking one = ASKING(SECRETARY, path, agree), two = ASKING(DEPUTY, path, object);
    ask_together(&one, &two);
    const struct asking *lost = loser(&one, &two);
    find(lost, "een collega was je voor");
    find(lost, "Wij doen dit op maandag"); /* what stands, or what was typed */
    find(lost, "Veel te duur");
    find(lost, "Maak het gratis");
    store_read(count_positions);
    assert_int_equal(all, before + 1);
    assert_int_equal(current, 1);
    forget(&one, &two);
}

static void test_who_saw_what_the_colleague_recorded_may_replace_it(void **state)
{
    (void)state;
    const char *round = h->texts[TEXT_IN_ROUND].round;
    char path[100], form[300];
    snprintf(path, sizeof path, "/besluiten/%s/standpunt", round);
    snprintf(form, sizeof form, "organisation=%s&seen=%s&position=agree", h->b.organisations[0],
             seen_on(DEPUTY, round));
    assert_status(house_ask(h, DEPUTY, "POST", path, "", form), 303);
}

/* ---- The same form twice ---- */

static void test_the_same_form_sent_twice_at_once_is_one_effect(void **state)
{
    (void)state;
    const char *round = h->texts[TEXT_IN_ROUND].round;
    char path[100], form[300];
    const char *seen = seen_on(SECRETARY, round);
    store_read(count_positions);
    size_t before = all;
    snprintf(path, sizeof path, "/besluiten/%s/standpunt", round);
    snprintf(form, sizeof form, "organisation=%s&seen=%s&position=abstain", h->b.organisations[0], seen);
    struct asking one = ASKING(SECRETARY, path, form), two = ASKING(PARTICIPANT, "/berichten", "");
    ask_together(&one, &two); /* somebody else at the same time */
    assert_int_equal(one.answer.status, 303);
    forget(&one, &two);
    assert_status(house_ask(h, SECRETARY, "POST", path, "", form), 303); /* the answer was lost, say */
    store_read(count_positions);
    assert_int_equal(all, before + 1);
}

/* ---- A position while the round ends ---- */

static void test_a_position_meets_a_round_that_ends(void **state)
{
    (void)state;
    const struct house_text *t = &h->texts[TEXT_TALKS];
    char position[200], withdraw[200], form[300];
    snprintf(position, sizeof position, "/besluiten/%s/standpunt", t->round);
    snprintf(withdraw, sizeof withdraw, "/stukken/%s/stap/intrekken", t->id);
    snprintf(form, sizeof form, "organisation=%s&position=object&said=Te+laat+bedacht&lift=Maak+het+korter",
             h->b.organisations[0]);
    struct asking one = ASKING(SECRETARY, position, form), two = ASKING(LEAD, withdraw, "words=Wij+stoppen+ermee");
    ask_together(&one, &two);
    assert_int_equal(two.answer.status, 303);
    if (one.answer.status == 303) { /* it was first: now it is too late, for whoever asks */
        answer_free(&one.answer);
        strcat(form, "&minute=12"); /* another form than the one that was carried out */
        one.answer = house_ask(h, SECRETARY, "POST", position, "", form);
    }
    assert_int_equal(one.answer.status, 409);
    find(&one, "de ronde is al gesloten");
    find(&one, "Te laat bedacht");
    find(&one, "Maak het korter");
    forget(&one, &two);
}

/* ---- Two steps with one text ---- */

static void test_of_two_steps_one_is_made_and_the_other_shows_where_it_stands(void **state)
{
    (void)state;
    const struct house_text *t = &h->texts[TEXT_DEFERRED];
    char resume[200], withdraw[200];
    snprintf(resume, sizeof resume, "/stukken/%s/stap/weer-oppakken", t->id);
    snprintf(withdraw, sizeof withdraw, "/stukken/%s/stap/intrekken", t->id);
    struct asking one = ASKING(EDITOR, resume, "words=De+agenda+is+weer+leeg"),
                  two = ASKING(LEAD, withdraw, "words=Wij+stoppen");
    ask_together(&one, &two);
    if (two.answer.status == 303 && one.answer.status == 303) { /* withdrawn after it was taken up again */
        answer_free(&one.answer);
        one.answer = house_ask(h, EDITOR, "POST", resume, "", "words=De+agenda+is+weer+leeg.");
    }
    assert_int_equal(two.answer.status, 303);
    assert_int_equal(one.answer.status, 409);
    find(&one, "Iemand anders was je voor");
    find(&one, "De agenda is weer leeg");
    find(&one, "kb-stage__text");
    forget(&one, &two);
}

/* ---- Two editors, and one sends the text back: then it is no editor's any more ---- */

static err_code second_editor(struct house *house, kb_err *err)
{
    struct svc svc = house->w->svc;
    struct svc_role_put put = {text_str(house->persons[STEERING_GROUP]), TEXT("editor"), TEXT("network"), TEXT(""),
                               false};
    svc.now = house->now;
    svc.actor = svc_system_actor();
    return svc_role_put(&svc, &put, err);
}

/* The revision that the form of this step shows. */
static void revision_on(enum who who, const char *path, char out[40])
{
    struct answer page = house_ask(h, who, "GET", path, "", NULL);
    const char *at = strstr(page.body, "name=\"revision\" value=\"");
    if (!at) fail_msg("no form:\n%.6000s", page.body);
    snprintf(out, 40, "%.*s", (int)strcspn(at + 23, "\""), at + 23);
    answer_free(&page);
}

static char returned_path[200], returned_revision[40];

static struct answer send_back(enum who who, const char *words)
{
    char form[200];
    snprintf(form, sizeof form, "revision=%s&words=%s", returned_revision, words);
    return house_ask(h, who, "POST", returned_path, "", form);
}

static void test_of_two_editors_one_sends_back_and_the_other_hears_who_and_when(void **state)
{
    (void)state;
    char back[200], also[200];
    house_do(h, second_editor);
    snprintf(returned_path, sizeof returned_path, "/stukken/%s/stap/terugsturen", h->texts[TEXT_SUBMITTED].id);
    revision_on(EDITOR, returned_path, returned_revision);
    snprintf(back, sizeof back, "revision=%s&words=Maak+het+korter", returned_revision);
    snprintf(also, sizeof also, "revision=%s&words=Zeg+wie+er+belt", returned_revision);
    struct asking one = ASKING(EDITOR, returned_path, back), two = ASKING(STEERING_GROUP, returned_path, also);
    ask_together(&one, &two);
    const struct asking *lost = loser(&one, &two);
    find(lost, "stuurde het stuk terug naar de schrijvers, op ");
    find(lost, lost == &one ? "Stef Stuur stuurde" : "Rik Redactie stuurde");
    find(lost, lost == &one ? "Maak het korter" : "Zeg wie er belt");
    assert_null(strstr(lost->answer.body, "zqtit03")); /* the group may have another title by now */
    forget(&one, &two);
}

static void test_who_did_not_have_that_text_before_them_hears_that_there_is_none(void **state)
{
    (void)state;
    char nowhere[200];
    snprintf(nowhere, sizeof nowhere, "/stukken/%s/stap/terugsturen", "00000000000000000000000000");
    static const enum who others[] = {PARTICIPANT, ELSEWHERE, SECRETARY, ADMINISTRATOR, NO_ROLE};
    for (size_t i = 0; i < COUNT_OF(others); i++) assert_status(send_back(others[i], "Ik+ook"), 404);
    char kept[40];
    memcpy(kept, returned_revision, sizeof kept);
    strcpy(returned_revision, "00000000000000000000000000"); /* an editor who saw another text */
    struct answer other = send_back(EDITOR, "Ik+ook"), none = house_ask(h, EDITOR, "POST", nowhere, "", "words=Ik+ook");
    char *said = house_masked(&other, NULL, 0), *same = house_masked(&none, NULL, 0);
    assert_int_equal(other.status, 404);
    assert_string_equal(said, same);
    free(said);
    free(same);
    answer_free(&other);
    answer_free(&none);
    memcpy(returned_revision, kept, sizeof kept);
}

/* What the group does with it since is not the editor's to know. */
static void test_the_answer_does_not_change_with_what_the_group_does(void **state)
{
    (void)state;
    char withdraw[200];
    snprintf(withdraw, sizeof withdraw, "/stukken/%s/stap/intrekken", h->texts[TEXT_SUBMITTED].id);
    struct answer before = send_back(EDITOR, "Nog+eens");
    assert_int_equal(before.status, 409);
    assert_status(house_ask(h, LEAD, "POST", withdraw, "", "words=Wij+stoppen+ermee"), 303);
    struct answer after = send_back(EDITOR, "Nog+eens");
    char *said = house_masked(&before, NULL, 0), *same = house_masked(&after, NULL, 0);
    assert_string_equal(said, same);
    free(said);
    free(same);
    answer_free(&before);
    answer_free(&after);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_of_two_secretaries_one_records_and_the_other_sees_both),
        TEST(test_who_saw_what_the_colleague_recorded_may_replace_it),
        TEST(test_the_same_form_sent_twice_at_once_is_one_effect),
        TEST(test_a_position_meets_a_round_that_ends),
        TEST(test_of_two_steps_one_is_made_and_the_other_shows_where_it_stands),
        TEST(test_of_two_editors_one_sends_back_and_the_other_hears_who_and_when),
        TEST(test_who_did_not_have_that_text_before_them_hears_that_there_is_none),
        TEST(test_the_answer_does_not_change_with_what_the_group_does),
    };
    return cmocka_run_group_tests_name("at the same moment", tests, open_real_house, close_house);
}
