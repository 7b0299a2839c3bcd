/* Saved searches: whose they are, what is new, and the overview mail that tells it with the rights of that morning. */
#include "tests/integration/service/service_test.h"

#include "kb/base/calendar.h"
#include "kb/http/letter.h"

static err_code save(struct world *w, const char *who, const char *name, const char *address, const char *words)
{
    struct svc_saved_add in = {text_str(name), text_str(address), text_str(words), true};
    return AS(w, who, svc_saved_add(SVC, &in, ERR));
}

static struct store_saveds saved_of(struct world *w, const char *who)
{
    struct store_saveds all;
    assert_done(AS(w, who, svc_saved(SVC, &all, ERR)));
    return all;
}

static void wish(struct world *w, const char *who, const char *overview)
{
    struct svc_wish_put put = {.address = TEXT("lid@voorbeeld.nl"), .overview = text_str(overview)};
    assert_done(AS(w, who, svc_wish_put(SVC, &put, ERR)));
}

/* The next morning's overviews are made; the message of the first, "" when it would say nothing, NULL for none. */
static const char *next_morning(struct world *w, const char *who)
{
    size_t made;
    struct svc_letter letter;
    bool empty;
    _cleanup_(buf_release)
    struct buf out = buf_new(1 << 20);
    w->svc.now = calendar_at(date_add_days(calendar_date(w->svc.now), 1), 7, 0);
    assert_done(AS(w, SYSTEM, svc_letters_make(SVC, &made, ERR)));
    if (!made) return NULL;
    assert_int_equal(made, 1);
    assert_done(AS(w, SYSTEM, svc_letter_take(SVC, &letter, ERR)));
    assert_done(AS(w, who, letter_write(SVC, &letter, "kb@voorbeeld.nl", "https://kb.example", &out, &empty, ERR)));
    assert_done(AS(w, SYSTEM, svc_letter_tried(SVC, letter.id, "", false, ERR)));
    return empty ? "" : arena_text_str(w->svc.arena, buf_text(&out));
}

static void test_a_saved_search_is_its_persons_alone(void **state)
{
    struct world *w = *state;
    struct store_saved one;
    assert_done(save(w, w->member, "Huur", "/zoeken?q=huur", "huur"));
    const char *id = saved_of(w, w->member).at[0].id;
    assert_int_equal(saved_of(w, w->participant).n, 0);
    assert_refused(AS(w, w->participant, svc_saved_one(SVC, text_str(id), &one, ERR)), ERR_NOT_FOUND);
    assert_refused(AS(w, w->participant, svc_saved_remove(SVC, text_str(id), ERR)), ERR_NOT_FOUND);
    assert_refused(save(w, ANONYMOUS, "Huur", "/zoeken?q=huur", "huur"), ERR_SIGN_IN);
    assert_null(strstr(last_change(w, id), "huur")); /* the log has no words */
    assert_done(AS(w, w->member, svc_saved_remove(SVC, text_str(id), ERR)));
    assert_int_equal(saved_of(w, w->member).n, 0);
}

static void test_what_cannot_be_saved_is_refused(void **state)
{
    struct world *w = *state;
    assert_refused(save(w, w->member, "", "/zoeken?q=huur", "huur"), ERR_INVALID);
    assert_reason("saved_name", "required");
    assert_refused(save(w, w->member, "Huur", "https://elders.example/", "huur"), ERR_INVALID);
    assert_reason("address", "not-a-choice");
    assert_refused(save(w, w->member, "Huur", "/zoeken?q=bsn+111222333", "bsn 111222333"), ERR_INVALID);
    assert_reason("saved_name", "client-data");
    for (int i = 0; i < SVC_SAVED_MAX; i++) {
        const char *address = arena_printf(w->svc.arena, "/zoeken?q=huur%d", i);
        assert_done(save(w, w->member, "Huur", address, "huur"));
        if (i == 0) assert_done(save(w, w->member, "Anders", address, "huur")); /* the same one, renamed */
    }
    assert_int_equal(saved_of(w, w->member).n, SVC_SAVED_MAX);
    assert_refused(save(w, w->member, "Huur", "/zoeken?q=huur", "huur"), ERR_INVALID);
    assert_reason("saved_name", "too-many");
    assert_done(save(w, w->member, "Weer anders", "/zoeken?q=huur7", "huur")); /* needs no room */
}

static void test_the_overview_tells_what_is_new_once(void **state)
{
    struct world *w = *state;
    adopted(w, "Zebrapad van vroeger", "Steek over bij het zebrapad.");
    w->svc.now += MS_MINUTE;
    wish(w, w->participant, "daily");
    assert_done(save(w, w->participant, "Mijn zebra", "/zoeken?q=zebrapad", "zebrapad"));
    w->svc.now += MS_MINUTE;
    adopted(w, "Zebrapad bij de school", "Steek over bij het zebrapad.");
    world_index(w);
    const char *mail = next_morning(w, w->participant);
    assert_non_null(mail);
    assert_non_null(strstr(mail, "Mijn zebra"));
    assert_non_null(strstr(mail, "Zebrapad bij de school"));
    assert_null(strstr(mail, "Zebrapad van vroeger"));
    assert_string_equal(next_morning(w, w->participant), ""); /* nothing new: nothing is sent */
}

static void test_the_overview_tells_nothing_its_person_may_not_read(void **state)
{
    struct world *w = *state;
    const char *revision;
    int64_t version;
    wish(w, w->participant, "daily");
    assert_done(save(w, w->participant, "Mijn zebra", "/zoeken?q=zebrapad", "zebrapad"));
    w->svc.now += MS_MINUTE;
    const char *id = start_draft(w, w->member, "huur", "Zebrapad in het geheim");
    struct svc_draft draft = draft_of(w, "Zebrapad in het geheim", "Kort.", "Zebrapad.");
    assert_done(save_as(w, w->member, id, 1, draft, &version));
    assert_done(publish_as(w, w->member, id, version, &revision));
    world_index(w);
    assert_string_equal(next_morning(w, w->participant), "");
}

/* Who saved what was typed, and nothing besides, is told of nothing else. */
static void test_what_a_question_means_besides_is_new_only_where_it_was_asked(void **state)
{
    struct world *w = *state;
    wish(w, w->participant, "daily");
    assert_done(save(w, w->participant, "Ruim", "/zoeken?q=huisbaas", "huisbaas"));
    assert_done(save(w, w->participant, "Strikt", "/zoeken?q=huisbaas&letterlijk=1", "huisbaas"));
    w->svc.now += MS_MINUTE;
    adopted(w, "Een brief", "Bel met de verhuurder.");
    world_index(w);
    const char *mail = next_morning(w, w->participant);
    assert_non_null(strstr(mail, "Ruim"));
    assert_null(strstr(mail, "Strikt"));
}

/* A letter has room for so many, and says so. */
static void test_an_overview_that_cannot_tell_everything_says_so(void **state)
{
    struct world *w = *state;
    wish(w, w->participant, "daily");
    assert_done(save(w, w->participant, "Mijn zebra", "/zoeken?q=zebrapad", "zebrapad"));
    w->svc.now += MS_MINUTE;
    for (int i = 0; i < SVC_SAVED_NEW_MAX - 1; i++)
        adopted(w, arena_printf(w->svc.arena, "Zebrapad in straat %d", i), "Steek over bij het zebrapad.");
    world_index(w);
    assert_null(strstr(next_morning(w, w->participant), "https://kb.example/zoeken?q=3Dzebrapad"));
    w->svc.now += MS_MINUTE;
    for (int i = 0; i <= SVC_SAVED_NEW_MAX; i++)
        adopted(w, arena_printf(w->svc.arena, "Zebrapad aan plein %d", i), "Steek over bij het zebrapad.");
    world_index(w);
    assert_non_null(strstr(next_morning(w, w->participant), "https://kb.example/zoeken?q=3Dzebrapad"));
}

static void test_no_mail_for_who_wants_none(void **state)
{
    struct world *w = *state;
    assert_done(save(w, w->participant, "Mijn zebra", "/zoeken?q=zebrapad", "zebrapad"));
    wish(w, w->participant, "never");
    w->svc.now += MS_MINUTE;
    adopted(w, "Zebrapad", "Steek over bij het zebrapad.");
    world_index(w);
    assert_null(next_morning(w, w->participant));
    wish(w, w->participant, "daily");
    const char *id = saved_of(w, w->participant).at[0].id;
    assert_done(AS(w, w->participant, svc_saved_mail(SVC, text_str(id), false, ERR)));
    assert_null(next_morning(w, w->participant));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_a_saved_search_is_its_persons_alone),
        IN_WORLD(test_what_cannot_be_saved_is_refused),
        IN_WORLD(test_the_overview_tells_what_is_new_once),
        IN_WORLD(test_the_overview_tells_nothing_its_person_may_not_read),
        IN_WORLD(test_what_a_question_means_besides_is_new_only_where_it_was_asked),
        IN_WORLD(test_an_overview_that_cannot_tell_everything_says_so),
        IN_WORLD(test_no_mail_for_who_wants_none),
    };
    return cmocka_run_group_tests_name("saved searches", tests, NULL, NULL);
}
