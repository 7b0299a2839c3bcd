/* The page of a step: another text is looked at before this one points to it, and an answer text loses nothing. */
#include "tests/walls/one_house.h"

#include <string.h>

static struct answer step(enum who who, int t, const char *slug, const char *form)
{
    char path[200];
    snprintf(path, sizeof path, "/stukken/%s/stap/%s", h->texts[t].id, slug);
    return house_ask(h, who, "POST", path, "", form);
}

static int status_of(enum who who, int t, const char *slug, const char *form)
{
    struct answer a = step(who, t, slug, form);
    int status = a.status;
    answer_free(&a);
    return status;
}

enum { REFUSED = 400, MADE = 503 /* and undone: see house.h */ };

static const char *naming(char room[200], int other, int looked)
{
    snprintf(room, 200, "other=%s&looked=%s", h->texts[other].number, looked < 0 ? "" : h->texts[looked].number);
    return room;
}

static void assert_looked_at_first(int t, int other, const char *slug, const char *yes)
{
    char form[200], line[200];
    struct answer a = step(EDITOR, t, slug, naming(form, other, -1));
    const char *number = h->texts[other].number;
    assert_int_equal(a.status, REFUSED);
    assert_non_null(strstr(a.body, yes));
    snprintf(line, sizeof line, "Dit is nummer %s.", number);
    assert_non_null(strstr(a.body, line));
    snprintf(line, sizeof line, "<a class=\"utrecht-link\" href=\"/s/%s\">", number);
    const char *card = strstr(a.body, line);
    assert_non_null(card);
    assert_non_null(strstr(card, "kb-stage"));
    snprintf(line, sizeof line, "name=\"looked\" value=\"%s\"", number);
    assert_non_null(strstr(card, line));
    assert_null(strstr(a.body, "kb-error-list"));
    answer_free(&a);
    assert_int_equal(status_of(EDITOR, t, slug, naming(form, other, TEXT_RECOMMENDATION)), REFUSED);
    assert_int_equal(status_of(EDITOR, t, slug, naming(form, other, other)), MADE);
}

static void test_another_text_is_shown_before_this_one_points_to_it(void **state)
{
    (void)state;
    assert_looked_at_first(TEXT_SUBMITTED, TEXT_PROPOSAL, "samenvoegen", "Ja, samenvoegen met ");
    assert_looked_at_first(TEXT_ADOPTED, TEXT_DUE, "vervangen", "Ja, vervangen door ");
}

static void test_who_may_not_make_the_step_is_shown_no_other_text(void **state)
{
    (void)state;
    char form[200];
    struct answer a = step(PARTICIPANT, TEXT_ADOPTED, "vervangen", naming(form, TEXT_PROPOSAL, -1));
    assert_int_equal(a.status, 403);
    assert_null(strstr(a.body, h->texts[TEXT_PROPOSAL].number));
    answer_free(&a);
}

static void test_no_text_and_this_text_are_refused_at_once(void **state)
{
    (void)state;
    char form[200];
    struct answer a = step(EDITOR, TEXT_ADOPTED, "vervangen", naming(form, TEXT_ADOPTED, -1));
    assert_int_equal(a.status, REFUSED);
    assert_non_null(strstr(a.body, "kies een ander stuk dan dit"));
    assert_null(strstr(a.body, "Ja, vervangen door "));
    answer_free(&a);
    a = step(EDITOR, TEXT_ADOPTED, "vervangen", naming(form, TEXT_SUPERSEDED, -1));
    assert_int_equal(a.status, REFUSED);
    assert_non_null(strstr(a.body, "is gestopt of vervangen; kies een ander stuk"));
    assert_null(strstr(a.body, "Ja, vervangen door "));
    answer_free(&a);
    a = step(EDITOR, TEXT_ADOPTED, "vervangen", naming(form, TEXT_PROPOSAL, -1));
    assert_int_equal(a.status, REFUSED);
    assert_non_null(strstr(a.body, "is nog niet vastgesteld; kies een stuk dat geldt"));
    assert_null(strstr(a.body, "Ja, vervangen door "));
    answer_free(&a);
    a = step(EDITOR, TEXT_ADOPTED, "vervangen", "other=2020-999");
    assert_int_equal(a.status, REFUSED);
    assert_null(strstr(a.body, "Ja, vervangen door "));
    answer_free(&a);
}

/* Whatever was chosen, nothing that was typed or ticked is gone. */
static void test_choosing_an_answer_text_keeps_what_was_filled_in(void **state)
{
    (void)state;
    struct answer a = step(EDITOR, TEXT_RECOMMENDATION, "besluitronde/antwoordtekst",
                           "tekst=bestaatniet&words=Kort+gezegd&question=Mag+dit%3F&preset=unanimous&advised=1");
    assert_int_equal(a.status, 200);
    assert_non_null(strstr(a.body, "Kort gezegd"));
    assert_non_null(strstr(a.body, "Mag dit?"));
    assert_non_null(strstr(a.body, "value=\"unanimous\" checked"));
    assert_non_null(strstr(a.body, "name=\"advised\" value=\"1\" checked"));
    assert_null(strstr(a.body, "kb-error-list"));
    answer_free(&a);
    assert_int_equal(status_of(PARTICIPANT, TEXT_RECOMMENDATION, "besluitronde/antwoordtekst", "tekst=bestaatniet"),
                     403);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_another_text_is_shown_before_this_one_points_to_it),
        cmocka_unit_test(test_who_may_not_make_the_step_is_shown_no_other_text),
        cmocka_unit_test(test_no_text_and_this_text_are_refused_at_once),
        cmocka_unit_test(test_choosing_an_answer_text_keeps_what_was_filled_in),
    };
    return cmocka_run_group_tests(tests, open_house, close_house);
}
