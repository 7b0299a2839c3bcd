/* What readers typed on the page of a text is not lost when it is refused: the form is there again, open, with every
 * word, the field marked, and a list above that leads to it. Who may not know the text sees nothing of it. */
#include "tests/walls/one_house.h"

#include <string.h>

#define NUMBER "111222333" /* passes the eleven-test */

static struct answer answer;

static int tear_down(void **state)
{
    answer_free(&answer);
    close_house(state);
    return 0;
}

/* The page that answers this form. */
static const char *sent_to(enum who who, const char *path, const char *form, int status)
{
    answer_free(&answer);
    answer = house_ask(h, who, "POST", path, "", form);
    if (answer.status != status) fail_msg("%s %s: %d, not %d", path, form, answer.status, status);
    canary_check(who, &answer, path);
    house_judge();
    return answer.body;
}

/* The same; `rest` is behind the address of the text. */
static const char *sent(enum who who, int t, const char *rest, const char *form, int status)
{
    char path[200];
    snprintf(path, sizeof path, "/stukken/%s%s", h->texts[t].id, rest);
    return sent_to(who, path, form, status);
}

static void find(const char *html, const char *words)
{
    if (!strstr(html, words)) fail_msg("\"%s\" is not in the page:\n%.6000s", words, strstr(html, "<main"));
}

static void not_in(const char *html, const char *words)
{
    if (strstr(html, words)) fail_msg("\"%s\" stands in the page", words);
}

/* The list above, the mark, the words, and an open box. */
static void comes_back(const char *html, const char *field, const char *words)
{
    char link[100], mark[100];
    snprintf(link, sizeof link, "href=\"#field-%s\"", field);
    snprintf(mark, sizeof mark, "id=\"error-%s\"", field);
    find(html, "role=\"alert\"");
    find(html, link);
    find(html, mark);
    find(html, words);
    find(html, "<details class=\"kb-details\" open>");
}

static void test_a_remark_comes_back_with_its_weight_and_its_part(void **state)
{
    (void)state;
    const char *html = sent(PARTICIPANT, TEXT_PROPOSAL, "/reacties",
                            "candidate=1&weight=must&section=doe-dit&body=Mevrouw+heeft+BSN+" NUMBER, 400);
    comes_back(html, "body", "Mevrouw heeft BSN " NUMBER "</textarea>");
    find(html, "value=\"must\" required checked");
    find(html, "<option value=\"doe-dit\" selected>");
    find(html, "haal die weg");
    html = sent(PARTICIPANT, TEXT_PROPOSAL, "/reacties", "candidate=1&weight=can&body=", 400);
    comes_back(html, "body", "vul dit in");
}

static void test_a_remark_on_a_text_on_its_way_comes_back_there(void **state)
{
    (void)state;
    const char *html = sent(PARTICIPANT, TEXT_REVISED, "/reacties", "candidate=1&weight=can&body=BSN+" NUMBER, 400);
    comes_back(html, "body", "BSN " NUMBER "</textarea>");
    find(html, "name=\"candidate\" value=\"1\"");
    find(html, "/op-weg#gevonden"); /* searching within goes to the page, not to where the form went */
}

static void test_an_experience_comes_back_with_where_and_again(void **state)
{
    (void)state;
    const char *html =
        sent(PARTICIPANT, TEXT_ADOPTED, "/ervaring", "experience=BSN+" NUMBER "&where=nijmegen&repeat=no", 400);
    comes_back(html, "experience", "BSN " NUMBER "</textarea>");
    find(html, "<option value=\"nijmegen\" selected>");
    find(html, "value=\"no\" required checked");
    html = sent(PARTICIPANT, TEXT_ADOPTED, "/ervaring", "experience=Het+ging+goed.", 400);
    comes_back(html, "repeat", "Het ging goed.</textarea>");
    find(html, "value=\"can\" required checked"); /* another form of the page is as for the first time */
}

static void test_an_answer_to_a_remark_comes_back_at_that_remark(void **state)
{
    (void)state;
    char rest[100];
    snprintf(rest, sizeof rest, "/reacties/%s", h->texts[TEXT_PROPOSAL].remark);
    const char *html = sent(MEMBER, TEXT_PROPOSAL, rest, "answer=BSN+" NUMBER, 400);
    comes_back(html, "answer", "BSN " NUMBER "</textarea>");
}

static void test_what_an_organisation_says_comes_back(void **state)
{
    (void)state;
    char form[200];
    snprintf(form, sizeof form, "organisation=%s&what=left&words=BSN+" NUMBER, h->b.organisations[0]);
    const char *html = sent(SECRETARY, TEXT_ADOPTED, "/bij-ons", form, 400);
    find(html, "href=\"#field-words\"");
    find(html, "BSN " NUMBER "</textarea>");
    find(html, "value=\"left\" required checked");
}

/* What was read first is what the form goes by, until it is told that another text stands there. */
static void test_a_form_goes_by_the_text_that_was_read(void **state)
{
    (void)state;
    char form[200];
    snprintf(form, sizeof form, "organisation=%s&what=left&revision=read-before&words=", h->b.organisations[0]);
    not_in(sent(SECRETARY, TEXT_ADOPTED, "/bij-ons", form, 409), "read-before");
    snprintf(form, sizeof form, "organisation=%s&what=elsewhere&revision=read-before&words=", h->b.organisations[0]);
    find(sent(SECRETARY, TEXT_ADOPTED, "/bij-ons", form, 400), "name=\"revision\" value=\"read-before\"");
}

/* The text changed while its reader was on the phone: who read it stands in its box still. */
static void test_who_read_a_text_comes_back(void **state)
{
    (void)state;
    const char *html = sent(EDITOR, TEXT_PROPOSAL, "/akkoord",
                            "kind=check&do=give&revision=read-before&checked=Een+huuradvocaat", 409);
    find(html, "name=\"checked\" type=\"text\" value=\"Een huuradvocaat\"");
    not_in(html, "#field-revision"); /* there is no such box */
    html = sent(EDITOR, TEXT_PROPOSAL, "/akkoord", "kind=check&do=give&revision=&checked=Een+huuradvocaat", 400);
    find(html, "value=\"Een huuradvocaat\"");
    html = sent(EDITOR, TEXT_COMING, "/akkoord",
                "kind=check&do=give&candidate=1&revision=read-before&checked=Een+huuradvocaat", 409);
    find(html, "/op-weg#gevonden"); /* the text that it was about, and not the one that stands beside it */
    const char *check = strstr(html, "name=\"kind\" value=\"check\"");
    assert_non_null(check);
    const char *end = strstr(check, "</form>"), *candidate = strstr(check, "name=\"candidate\"");
    assert_true(candidate && candidate < end);
}

/* Many texts in one form: what was refused in one of them makes no other one read. */
static void test_a_bundle_goes_by_the_texts_that_were_read(void **state)
{
    (void)state;
    char form[200];
    snprintf(form, sizeof form, "practice=%s&revision=read-before&preset=", h->texts[TEXT_RECOMMENDATION].id);
    find(sent_to(EDITOR, "/redactie/pakket", form, 400), "value=\"read-before\"");
    snprintf(form, sizeof form, "practice=%s&revision=read-before&preset=consent&organisations=%s",
             h->texts[TEXT_RECOMMENDATION].id, h->b.organisations[0]);
    not_in(sent_to(EDITOR, "/redactie/pakket", form, 409), "read-before");
}

/* A page of two forms: the answer was refused, and the text that one may mend stands in its boxes as it is. */
static void test_a_refused_answer_empties_no_other_form(void **state)
{
    (void)state;
    const char *html = sent(EDITOR, TEXT_ADOPTED, "/verbetering/antwoord", "at=1&do=agree", 409);
    find(html, "id=\"field-title\"");
    const char *title = strchr(strstr(html, "id=\"field-title\""), '>');
    assert_true(title && strncmp(title, ">\nHuurverhoging", sizeof ">\nHuurverhoging" - 1) == 0);
    not_in(html, "name=\"revision\" value=\"\"");
}

/* Each box says itself what it lacks. */
static void test_a_position_without_its_words_comes_back_marked(void **state)
{
    (void)state;
    char path[100], form[200];
    snprintf(path, sizeof path, "/besluiten/%s/standpunt", h->texts[TEXT_IN_ROUND].round);
    snprintf(form, sizeof form, "organisation=%s&position=reserve&lift=Geld", h->b.organisations[0]);
    const char *html = sent_to(SECRETARY, path, form, 400);
    find(html, "id=\"error-said");
    find(html, "id=\"error-reserve");
    find(html, "Geld</textarea>");
    not_in(html, "id=\"error-lift");
}

static void test_who_may_not_know_the_text_sees_nothing_of_it(void **state)
{
    (void)state;
    sent(PARTICIPANT, TEXT_DRAFT, "/reacties", "weight=must&body=", 404);
    not_in(sent(ANYBODY, TEXT_PROPOSAL, "/reacties", "weight=must&body=", 401), "id=\"error-body\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_remark_comes_back_with_its_weight_and_its_part),
        TEST(test_a_remark_on_a_text_on_its_way_comes_back_there),
        TEST(test_a_form_goes_by_the_text_that_was_read),
        TEST(test_who_read_a_text_comes_back),
        TEST(test_a_bundle_goes_by_the_texts_that_were_read),
        TEST(test_a_refused_answer_empties_no_other_form),
        TEST(test_an_experience_comes_back_with_where_and_again),
        TEST(test_an_answer_to_a_remark_comes_back_at_that_remark),
        TEST(test_what_an_organisation_says_comes_back),
        TEST(test_a_position_without_its_words_comes_back_marked),
        TEST(test_who_may_not_know_the_text_sees_nothing_of_it),
    };
    return cmocka_run_group_tests_name("what was typed", tests, open_house, tear_down);
}
