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

static struct answer ask_of(enum who who, const char *method, int t, const char *rest, const char *form)
{
    char path[200];
    snprintf(path, sizeof path, "/stukken/%s%s", h->texts[t].id, rest);
    return house_ask(h, who, method, path, "", form);
}

/* Where two texts stand beside each other the address of a step says which; where only one has it, it need not. */
static void test_withdrawing_names_one_of_two_texts(void **state)
{
    (void)state;
    char path[200];
    snprintf(path, sizeof path, "/s/%s", h->texts[TEXT_REVISED].number);
    struct answer a = house_ask(h, LEAD, "GET", path, "", NULL);
    assert_non_null(strstr(a.body, "/stap/nieuwe-versie-intrekken\""));
    assert_null(strstr(a.body, "/stap/intrekken\""));
    answer_free(&a);
    a = ask_of(LEAD, "GET", TEXT_REVISED, "/stap/nieuwe-versie-intrekken", NULL);
    assert_int_equal(a.status, 200);
    assert_non_null(strstr(a.body, "/stap/nieuwe-versie-intrekken\""));
    answer_free(&a);
    assert_int_equal(status_of(LEAD, TEXT_REVISED, "nieuwe-versie-intrekken", "words=Dubbel"), MADE);
    assert_int_equal(status_of(LEAD, TEXT_REVISED, "intrekken", "words=Dubbel"), MADE);
    assert_int_equal(status_of(LEAD, TEXT_REVISED, "geldende-tekst-intrekken", "words=Dubbel"), 409);
    assert_int_equal(status_of(EDITOR, TEXT_DUE, "geldende-tekst-intrekken", "words=Dubbel"), MADE);
    assert_int_equal(status_of(EDITOR, TEXT_DUE, "intrekken", "words=Dubbel"), MADE);
}

/* ---- What was read when it was sent ---- */

/* The value of a hidden field or a box, as the page has it. */
static const char *value_after(const char *html, const char *before, char room[200])
{
    const char *at = strstr(html, before);
    assert_non_null(at);
    at += strlen(before);
    snprintf(room, 200, "%.*s", (int)strcspn(at, "\""), at);
    return room;
}

static void test_a_box_of_the_desk_is_of_the_text_that_was_shown(void **state)
{
    (void)state;
    char before[100], box[200], form[400];
    snprintf(before, sizeof before, "name=\"practice\" value=\"%s-", h->texts[TEXT_SUBMITTED].id);
    struct answer a = house_ask(h, EDITOR, "GET", "/redactie", "", NULL);
    value_after(a.body, before, box);
    answer_free(&a);
    snprintf(form, sizeof form, "do=accept&practice=%s-%s", h->texts[TEXT_SUBMITTED].id, box);
    a = house_ask(h, EDITOR, "POST", "/redactie", "", form);
    assert_int_equal(a.status, MADE);
    answer_free(&a);
    snprintf(form, sizeof form, "do=accept&practice=%s-%s", h->texts[TEXT_SUBMITTED].id, h->texts[TEXT_DRAFT].id);
    a = house_ask(h, EDITOR, "POST", "/redactie", "", form);
    assert_int_equal(a.status, 409);
    assert_non_null(strstr(a.body, "is intussen veranderd"));
    assert_non_null(strstr(a.body, "Dit stuk kan niet mee"));
    answer_free(&a);
}

static void test_a_place_that_a_colleague_changed_is_shown_as_it_stands(void **state)
{
    (void)state;
    char kind[200], fields[200], form[600];
    struct answer a = ask_of(EDITOR, "GET", TEXT_ADOPTED, "/kenmerken", NULL);
    value_after(a.body, "name=\"seen-kind\" value=\"", kind);
    value_after(a.body, "name=\"seen-fields\" value=\"", fields);
    answer_free(&a);
    snprintf(form, sizeof form, "kind=plan&seen-kind=%s&seen-fields=%s", kind, fields);
    a = ask_of(EDITOR, "POST", TEXT_ADOPTED, "/kenmerken", form);
    assert_int_equal(a.status, MADE);
    answer_free(&a);
    a = ask_of(EDITOR, "POST", TEXT_ADOPTED, "/kenmerken", "kind=plan&seen-kind=taakverdeling");
    assert_int_equal(a.status, 409);
    assert_non_null(strstr(a.body, "een collega heeft dit intussen veranderd"));
    assert_non_null(strstr(a.body, "value=\"werkwijze\" checked"));
    assert_null(strstr(a.body, "value=\"plan\" checked"));
    answer_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_another_text_is_shown_before_this_one_points_to_it),
        cmocka_unit_test(test_who_may_not_make_the_step_is_shown_no_other_text),
        cmocka_unit_test(test_no_text_and_this_text_are_refused_at_once),
        cmocka_unit_test(test_choosing_an_answer_text_keeps_what_was_filled_in),
        cmocka_unit_test(test_withdrawing_names_one_of_two_texts),
        cmocka_unit_test(test_a_box_of_the_desk_is_of_the_text_that_was_shown),
        cmocka_unit_test(test_a_place_that_a_colleague_changed_is_shown_as_it_stands),
    };
    return cmocka_run_group_tests(tests, open_house, close_house);
}
