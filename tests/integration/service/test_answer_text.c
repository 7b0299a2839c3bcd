/* Answer texts of the editors: kept, changed by who saw the newest one, taken away; theirs alone. */
#include "tests/integration/service/service_test.h"

static err_code put(struct world *w, const char *who, const char *id, const char *title, const char *body, int64_t seen)
{
    struct svc_answer_text_put in = {text_str(id), WORDS_REASON, text_str(title), text_str(body), seen};
    return AS(w, who, svc_answer_text_put(SVC, &in, ERR));
}

static struct svc_answer_texts all_of(struct world *w)
{
    struct svc_answer_texts all;
    assert_done(AS(w, w->editor, svc_answer_texts(SVC, &all, ERR)));
    return all;
}

/* The only one there is. */
static const char *one(struct world *w)
{
    assert_done(put(w, w->editor, "", " Bestaat al ", "Dit staat er al.\n\nReageer daar.", 0));
    struct svc_answer_texts all = all_of(w);
    assert_int_equal(all.n, 1);
    return all.at[0].id;
}

static void test_one_is_kept_and_changed_and_the_log_has_no_words(void **state)
{
    struct world *w = *state;
    const char *id = one(w);
    struct svc_answer_text t = all_of(w).at[0];
    assert_string_equal(t.title, "Bestaat al");
    assert_string_equal(t.body, "Dit staat er al.\n\nReageer daar.");
    assert_int_equal(t.version, 1);
    assert_non_null(strstr(last_change(w, id), "answer-text.add for=reason"));
    assert_null(strstr(last_change(w, id), "Bestaat"));
    assert_done(put(w, w->editor, id, "Dubbel", "Anders.", 1));
    t = all_of(w).at[0];
    assert_string_equal(t.id, id);
    assert_string_equal(t.body, "Anders.");
    assert_int_equal(t.version, 2);
    assert_non_null(strstr(last_change(w, id), "answer-text.change"));
}

static void test_who_saw_an_old_one_does_not_write_over_a_colleague(void **state)
{
    struct world *w = *state;
    const char *id = one(w);
    assert_done(put(w, w->editor, id, "Bestaat al", "Van de eerste.", 1));
    assert_refused(put(w, w->editor, id, "Bestaat al", "Van de tweede.", 1), ERR_STALE_EDIT);
    assert_refused(AS(w, w->editor, svc_answer_text_remove(SVC, text_str(id), 1, ERR)), ERR_STALE_EDIT);
    assert_string_equal(all_of(w).at[0].body, "Van de eerste.");
    assert_done(AS(w, w->editor, svc_answer_text_remove(SVC, text_str(id), 2, ERR)));
    assert_int_equal(all_of(w).n, 0);
    assert_non_null(strstr(last_change(w, id), "answer-text.remove"));
    assert_refused(AS(w, w->editor, svc_answer_text_remove(SVC, text_str(id), 2, ERR)), ERR_NOT_FOUND);
}

static void test_what_is_missing_or_about_a_client_is_refused_by_its_field(void **state)
{
    struct world *w = *state;
    assert_refused(put(w, w->editor, "", "", "", 0), ERR_INVALID);
    assert_reason("answer_title", "required");
    assert_reason("answer_body", "required");
    assert_refused(put(w, w->editor, "", "Naam", "Het BSN is 111222333.", 0), ERR_INVALID);
    assert_reason("answer_body", "client-data");
    assert_refused(put(w, w->editor, "", "BSN 111222333", "Tekst.", 0), ERR_INVALID);
    assert_reason("answer_title", "client-data");
    struct svc_answer_text_put in = {.purpose = WORDS_UNTIL, .title = TEXT("Naam"), .body = TEXT("Tekst.")};
    assert_refused(AS(w, w->editor, svc_answer_text_put(SVC, &in, ERR)), ERR_INVALID);
    assert_reason("answer_for", "not-a-choice");
    assert_int_equal(all_of(w).n, 0);
}

static void test_a_box_is_offered_its_own_and_who_keeps_none_nothing(void **state)
{
    struct world *w = *state;
    struct svc_answer_texts some;
    one(w);
    assert_done(AS(w, w->editor, svc_answer_texts_for(SVC, 1u << WORDS_REASON, &some, ERR)));
    assert_int_equal(some.n, 1);
    assert_done(AS(w, w->editor, svc_answer_texts_for(SVC, 1u << WORDS_QUESTION, &some, ERR)));
    assert_int_equal(some.n, 0);
    assert_done(AS(w, w->lead, svc_answer_texts_for(SVC, 1u << WORDS_REASON, &some, ERR)));
    assert_int_equal(some.n, 0);
}

static void test_they_are_the_editors_alone(void **state)
{
    struct world *w = *state;
    struct svc_answer_texts all;
    struct svc_answer_text t;
    const char *id = one(w);
    assert_refused(AS(w, w->lead, svc_answer_texts(SVC, &all, ERR)), ERR_NOT_FOUND);
    assert_refused(AS(w, w->admin, svc_answer_text(SVC, text_str(id), &t, ERR)), ERR_NOT_FOUND);
    assert_refused(put(w, w->participant, id, "Van mij", "Tekst.", 1), ERR_NOT_FOUND);
    assert_refused(put(w, ANONYMOUS, "", "Van mij", "Tekst.", 0), ERR_SIGN_IN);
    assert_refused(AS(w, w->admin, svc_answer_text_remove(SVC, text_str(id), 1, ERR)), ERR_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_one_is_kept_and_changed_and_the_log_has_no_words),
        IN_WORLD(test_who_saw_an_old_one_does_not_write_over_a_colleague),
        IN_WORLD(test_what_is_missing_or_about_a_client_is_refused_by_its_field),
        IN_WORLD(test_a_box_is_offered_its_own_and_who_keeps_none_nothing),
        IN_WORLD(test_they_are_the_editors_alone),
    };
    return cmocka_run_group_tests_name("answer texts", tests, NULL, NULL);
}
