/* Asking to join a working group. */
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_somebody_asks_and_the_lead_lets_them_in),
        IN_WORLD(test_who_is_declined_may_ask_again),
        IN_WORLD(test_who_asks_must_be_of_the_network_and_not_in_it),
    };
    return cmocka_run_group_tests_name("access", tests, NULL, NULL);
}
