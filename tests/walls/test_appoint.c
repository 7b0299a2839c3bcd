/* A second lead through the door: what an editor sees of a group that hangs on one person, and how one is named. */
#include "tests/walls/one_house.h"

#include <string.h>

static err_code role(struct svc *svc, const char *person, const char *slug, const char *group, bool take, kb_err *err)
{
    struct svc_role_put put = {text_str(person), text_str(slug), TEXT("group"), text_str(group), take};
    return svc_role_put(svc, &put, err);
}

/* "Huur" has no second lead since now, "schulden" since three weeks. */
static err_code take_second_leads(struct house *house, kb_err *err)
{
    struct svc svc = house->w->svc;
    const char *const *persons = house->persons;
    svc.now = house->now;
    svc.actor = svc_system_actor();
    ERR_TRY(role(&svc, persons[SECOND_LEAD], "second-lead", "huur", true, err));
    ERR_TRY(role(&svc, persons[PARTICIPANT], "member", "schulden", false, err));
    ERR_TRY(role(&svc, persons[MEMBER], "second-lead", "schulden", false, err));
    svc.now -= 21 * (kb_time)MS_DAY;
    return role(&svc, persons[MEMBER], "second-lead", "schulden", true, err);
}

static bool shows(enum who who, const char *path, const char *words)
{
    struct answer a = house_ask(h, who, "GET", path, "", NULL);
    assert_int_equal(a.status, 200);
    bool found = strstr(a.body, words) != NULL;
    answer_free(&a);
    return found;
}

static struct answer name(enum who who, const char *group, enum who person)
{
    char path[100], form[100];
    snprintf(path, sizeof path, "/werkgroepen/%s/tweede-trekker", group);
    snprintf(form, sizeof form, "person=%s", h->persons[person]);
    return house_ask(h, who, "POST", path, "", form);
}

static void test_before_the_term_the_page_says_from_when_and_the_answer_too(void **state)
{
    (void)state;
    char from[100];
    struct date day = date_add_days(calendar_date(h->now), 15);
    house_do(h, take_second_leads);
    snprintf(from, sizeof from, "vanaf %d ", day.day);
    assert_true(shows(EDITOR, "/werkgroepen/huur", from));
    assert_false(shows(EDITOR, "/werkgroepen/huur", "Wie wordt tweede trekker?"));
    assert_false(shows(LEAD, "/werkgroepen/huur", "tweede-trekker"));
    assert_true(shows(EDITOR, "/redactie/een-persoon", "/werkgroepen/huur#tweede-trekker"));
    assert_true(shows(EDITOR, "/redactie/een-persoon", from));
    struct answer a = name(EDITOR, "huur", MEMBER);
    assert_int_equal(a.status, 422);
    assert_non_null(strstr(a.body, "de termijn loopt nog"));
    assert_non_null(strstr(a.body, from));
    answer_free(&a);
}

static void test_after_it_the_editor_chooses_a_member_and_the_page_shows_who_it_is(void **state)
{
    (void)state;
    assert_true(shows(EDITOR, "/werkgroepen/schulden", "Wie wordt tweede trekker?"));
    assert_false(shows(ADMINISTRATOR, "/werkgroepen/schulden", "Wie wordt tweede trekker?"));
    assert_status(name(ADMINISTRATOR, "schulden", PARTICIPANT), 403);
    assert_status(name(ELSEWHERE, "schulden", PARTICIPANT), 403);
    assert_status(name(EDITOR, "schulden", MEMBER), 422);
    assert_status(name(EDITOR, "schulden", PARTICIPANT), 303);
    assert_true(shows(EDITOR, "/werkgroepen/schulden", "<span class=\"utrecht-data-badge\">tweede trekker</span>"));
    assert_false(shows(EDITOR, "/werkgroepen/schulden", "Wie wordt tweede trekker?"));
    struct answer late = name(EDITOR, "schulden", ELSEWHERE); /* a colleague was first */
    assert_int_equal(late.status, 409);
    assert_non_null(strstr(late.body, "Deze werkgroep heeft al een tweede trekker."));
    answer_free(&late);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_before_the_term_the_page_says_from_when_and_the_answer_too),
        TEST(test_after_it_the_editor_chooses_a_member_and_the_page_shows_who_it_is),
    };
    return cmocka_run_group_tests_name("a second lead", tests, open_real_house, close_house);
}
