/* Who comes into a working group: asking to join, and the second lead whom an editor names. */
#include "kb/service/service__internal.h"
#include "tests/integration/service/ladder_test.h"

static err_code ask(struct world *w, const char *who)
{
    return AS(w, who, svc_group_ask(SVC, TEXT("huur"), TEXT("Ik doe elke dag huur."), ERR));
}

static err_code answer(struct world *w, const char *who, const char *person, bool accept)
{
    return AS(w, who, svc_group_answer(SVC, TEXT("huur"), text_str(person), accept, ERR));
}

/* What somebody was told last; "" when nothing. */
static const char *told(struct world *w, const char *who, bool *asked)
{
    struct svc_notices notices;
    bool left;
    assert_done(AS(w, SYSTEM, svc_tell(SVC, &left, ERR)));
    assert_done(AS(w, who, svc_notices(SVC, 10, &notices, ERR)));
    if (!notices.n) return "";
    *asked = notices.at[0].asked;
    assert_string_equal(notices.at[0].href, "/werkgroepen/huur");
    return notices.at[0].what;
}

static void test_somebody_asks_and_the_lead_lets_them_in(void **state)
{
    struct world *w = *state;
    struct svc_requests found;
    struct svc_waits_list waits;
    bool asked = false;
    assert_done(ask(w, w->participant));
    assert_refused(ask(w, w->participant), ERR_CONFLICT);
    assert_string_equal(told(w, w->second, &asked), "group.ask");
    assert_true(asked);
    assert_string_equal(told(w, w->member, &asked), "");
    assert_done(AS(w, w->lead, svc_waiting(SVC, 10, &waits, ERR)));
    assert_int_equal(waits.n, 1);
    assert_int_equal(waits.at[0].what, SVC_WAIT_ACCESS);
    assert_done(AS(w, w->participant, svc_group_requests(SVC, TEXT("huur"), &found, ERR)));
    assert_true(found.mine && !found.may_ask && found.n == 0);
    assert_done(AS(w, w->member, svc_group_requests(SVC, TEXT("huur"), &found, ERR)));
    assert_true(!found.may_ask && found.n == 0); /* who asks is the leads' */
    assert_done(AS(w, w->lead, svc_group_requests(SVC, TEXT("huur"), &found, ERR)));
    assert_int_equal(found.n, 1);
    assert_string_equal(found.at[0].name, "Loes Loket");
    assert_string_equal(found.at[0].words, "Ik doe elke dag huur.");
    assert_refused(answer(w, w->member, w->participant, true), ERR_FORBIDDEN);
    assert_refused(answer(w, w->other, w->participant, true), ERR_FORBIDDEN);
    assert_done(answer(w, w->second, w->participant, true));
    const struct actor *actor;
    assert_done(svc_actor(w->store, w->participant, w->svc.arena, &actor, ERR));
    assert_true(svc__in_group(actor, group_id(w, "huur")));
    assert_string_equal(told(w, w->participant, &asked), "group.accept");
    assert_refused(answer(w, w->lead, w->participant, true), ERR_CONFLICT); /* answered by the other lead */
}

static void test_who_is_declined_may_ask_again(void **state)
{
    struct world *w = *state;
    bool asked;
    assert_done(ask(w, w->participant));
    assert_done(answer(w, w->lead, w->participant, false));
    const struct actor *actor;
    assert_done(svc_actor(w->store, w->participant, w->svc.arena, &actor, ERR));
    assert_false(actor_holds(actor, ROLE_MEMBER));
    assert_string_equal(told(w, w->participant, &asked), "group.decline");
    assert_done(ask(w, w->participant));
}

static void test_who_asks_must_be_of_the_network_and_not_in_it(void **state)
{
    struct world *w = *state;
    assert_refused(ask(w, ANONYMOUS), ERR_SIGN_IN);
    assert_refused(ask(w, w->nobody), ERR_NOT_FOUND);
    assert_refused(ask(w, w->member), ERR_CONFLICT);
    assert_refused(answer(w, w->lead, w->nobody, true), ERR_CONFLICT); /* nobody is let in who did not ask */
    assert_refused(AS(w, w->participant, svc_group_ask(SVC, TEXT("bestaat-niet"), TEXT(""), ERR)), ERR_NOT_FOUND);
}

/* ---- A second lead ---- */

static err_code appoint(struct world *w, const char *who, const char *person)
{
    return AS(w, who, svc_group_appoint(SVC, TEXT("huur"), text_str(person), ERR));
}

static void take_second(struct world *w)
{
    struct svc_role_put put = {text_str(w->second), TEXT("second-lead"), TEXT("group"), TEXT("huur"), .take = true};
    assert_done(AS(w, w->admin, svc_role_put(SVC, &put, ERR)));
}

static kb_time alone_since(struct world *w)
{
    struct store_group row;
    assert_done(store_group_by_slug(w->store, "huur", w->svc.arena, &row, ERR));
    return row.alone_since;
}

static bool leads(struct world *w, const char *person)
{
    const struct actor *actor;
    struct policy_object object = {.kind = OBJECT_GROUP, .group = group_id(w, "huur")};
    assert_done(svc_actor(w->store, person, w->svc.arena, &actor, ERR));
    return policy_may(actor, ACT_INVITE, &object) == POLICY_ALLOW;
}

static void test_an_editor_names_a_second_lead_when_there_was_none_for_14_days(void **state)
{
    struct world *w = *state;
    bool asked = false;
    take_second(w);
    kb_time ends = calendar_term_end(date_add_days(calendar_date(w->svc.now), 14));
    w->svc.now = ends - 1;
    assert_refused(appoint(w, w->editor, w->member), ERR_RULE);
    assert_reason("alone", "too-early");
    assert_int_equal(w->err.n_items, 1);
    assert_int_equal(w->err.items[0].until, ends);
    w->svc.now = ends;
    assert_false(leads(w, w->member));
    assert_done(appoint(w, w->editor, w->member));
    assert_true(leads(w, w->member));
    const char *row = last_change(w, group_id(w, "huur"));
    assert_string_equal(row, arena_printf(w->svc.arena, "group.appoint person=%s", w->member));
    assert_string_equal(told(w, w->member, &asked), "group.appoint");
    assert_string_equal(told(w, w->lead, &asked), "group.appoint");
    assert_false(asked);
    assert_string_equal(told(w, w->participant, &asked), "");
    assert_refused(appoint(w, w->editor, w->member), ERR_CONFLICT);
    assert_reason("", "two-leads");
}

static void test_only_an_editor_names_somebody_and_only_a_member_who_leads_nothing(void **state)
{
    struct world *w = *state;
    take_second(w);
    assert_refused(appoint(w, w->editor, w->participant), ERR_RULE); /* all that is missing, at once */
    assert_reason("alone", "too-early");
    assert_reason("person", "no-candidate");
    days_pass(w, 15);
    const char *const others[] = {w->participant, w->member, w->lead, w->other, w->admin};
    for (size_t i = 0; i < COUNT_OF(others); i++) assert_refused(appoint(w, others[i], w->member), ERR_FORBIDDEN);
    assert_refused(appoint(w, ANONYMOUS, w->member), ERR_SIGN_IN);
    assert_refused(appoint(w, w->nobody, w->member), ERR_NOT_FOUND);
    const char *const strangers[] = {w->participant, w->nobody, w->lead, w->editor, "bestaatniet"};
    for (size_t i = 0; i < COUNT_OF(strangers); i++) assert_refused(appoint(w, w->editor, strangers[i]), ERR_RULE);
    assert_reason("person", "no-candidate");
    give(w, w->editor, "member", "group", "huur"); /* both editor and lead: one person would decide alone */
    assert_refused(appoint(w, w->editor, w->editor), ERR_RULE);
    assert_done(appoint(w, w->editor, w->member));
}

static void test_the_page_of_a_group_tells_editors_from_when_and_whom(void **state)
{
    struct world *w = *state;
    struct svc_group_page page;
    assert_done(AS(w, w->editor, svc_group(SVC, TEXT("huur"), &page, ERR)));
    assert_int_equal(page.alone_until, 0);
    take_second(w);
    assert_done(AS(w, w->editor, svc_group(SVC, TEXT("huur"), &page, ERR)));
    assert_true(page.alone_until > w->svc.now && !page.may_appoint);
    days_pass(w, 15);
    assert_done(AS(w, w->lead, svc_group(SVC, TEXT("huur"), &page, ERR)));
    assert_true(!page.alone_until && !page.may_appoint);
    assert_done(AS(w, w->editor, svc_group(SVC, TEXT("huur"), &page, ERR)));
    assert_true(page.may_appoint);
    for (size_t i = 0; i < page.members.n; i++)
        assert_int_equal(page.members.at[i].may_stand_in, !strcmp(page.members.at[i].person, w->member));
}

/* The term begins when the last but one goes, however that is, and ends when there are two again. */
static void test_the_term_begins_however_a_lead_goes(void **state)
{
    struct world *w = *state;
    const char *file = arena_printf(w->svc.arena, "%s.redactions", w->dir);
    struct svc_person_erase erase = {text_str(w->second), file};
    assert_int_equal(alone_since(w), 0);
    take_second(w);
    kb_time first = w->svc.now;
    assert_int_equal(alone_since(w), first);
    days_pass(w, 3);
    give(w, w->lead, "second-lead", "group", "huur"); /* twice the same person is one */
    assert_int_equal(alone_since(w), first);
    give(w, w->second, "second-lead", "group", "huur");
    assert_int_equal(alone_since(w), 0);
    assert_done(AS(w, w->admin, svc_person_disable(SVC, text_str(w->second), true, ERR)));
    assert_int_equal(alone_since(w), w->svc.now);
    assert_done(AS(w, w->admin, svc_person_disable(SVC, text_str(w->second), false, ERR)));
    assert_int_equal(alone_since(w), 0);
    days_pass(w, 1);
    assert_done(AS(w, w->admin, svc_person_erase(SVC, &erase, ERR)));
    assert_int_equal(alone_since(w), w->svc.now);
    remove(file);
}

static void test_a_new_group_is_alone_until_two_lead_it(void **state)
{
    struct world *w = *state;
    struct store_group row;
    add_group(w, "Toeslagen");
    assert_done(store_group_by_slug(w->store, "toeslagen", w->svc.arena, &row, ERR));
    assert_int_equal(row.alone_since, w->svc.now);
    give(w, w->lead, "lead", "group", "toeslagen");
    give(w, w->member, "second-lead", "group", "toeslagen");
    assert_done(store_group_by_slug(w->store, "toeslagen", w->svc.arena, &row, ERR));
    assert_int_equal(row.alone_since, 0);
}

static void test_in_a_group_that_stopped_nobody_is_named(void **state)
{
    struct world *w = *state;
    const char *slug;
    struct svc_group_put put = {.id = TEXT("huur"), .name = TEXT("Huur"), .closed = true};
    take_second(w);
    days_pass(w, 15);
    assert_done(AS(w, w->admin, svc_group_put(SVC, &put, &slug, ERR)));
    assert_refused(appoint(w, w->editor, w->member), ERR_CONFLICT);
    assert_reason("", "closed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_somebody_asks_and_the_lead_lets_them_in),
        IN_WORLD(test_who_is_declined_may_ask_again),
        IN_WORLD(test_who_asks_must_be_of_the_network_and_not_in_it),
        IN_WORLD(test_an_editor_names_a_second_lead_when_there_was_none_for_14_days),
        IN_WORLD(test_only_an_editor_names_somebody_and_only_a_member_who_leads_nothing),
        IN_WORLD(test_the_page_of_a_group_tells_editors_from_when_and_whom),
        IN_WORLD(test_the_term_begins_however_a_lead_goes),
        IN_WORLD(test_a_new_group_is_alone_until_two_lead_it),
        IN_WORLD(test_in_a_group_that_stopped_nobody_is_named),
    };
    return cmocka_run_group_tests_name("access", tests, NULL, NULL);
}
