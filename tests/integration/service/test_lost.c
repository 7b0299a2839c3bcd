/* A lost second factor: back in with a code on paper, or because a colleague says that it is really them. */
#include "tests/integration/service/service_test.h"

#include <liboath/oath.h>

#define NAME  "olga@voorbeeld.nl"
#define OTHER "thuis@voorbeeld.nl"

struct codes {
    char at[SVC_RECOVERY_CODES][SVC_RECOVERY_BYTES];
};

static const char any_hash[] = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$x";

static void sign_in(struct world *w, const char *person, bool second, uint8_t hash[32])
{
    uint8_t csrf[32] = {1};
    const char *name = arena_printf(w->svc.arena, "%s %lld", person, (long long)w->svc.now);
    struct svc_new_session in = {.person = person, .token_hash = hash, .csrf = csrf, .second = second};
    store_sha256(text_str(name), hash);
    assert_done(AS(w, ANONYMOUS, svc_sign_in(SVC, &in, ERR)));
}

static bool session_there(struct world *w, const uint8_t hash[32])
{
    struct store_session row;
    return store_session_get(w->store, hash, w->svc.arena, &row, ERR) == OK;
}

static const char *code_now(struct world *w, const char *base32)
{
    char *secret = NULL, *otp = arena_alloc(w->svc.arena, 7);
    size_t len = 0;
    assert_int_equal(oath_base32_decode(base32, strlen(base32), &secret, &len), OATH_OK);
    assert_int_equal(oath_totp_generate(secret, len, (time_t)(w->svc.now / MS_SECOND), 30, 0, 6, otp), OATH_OK);
    free(secret);
    return otp;
}

static void skip_letters(struct world *w)
{
    struct svc_letter letter;
    while (next_letter(w, &letter)[0]) {}
}

/* Sets the second factor up; gives the secret. */
static const char *set_up(struct world *w, const char *person, struct codes *codes)
{
    const char *base32, *uri;
    uint8_t hash[32];
    sign_in(w, person, false, hash);
    assert_done(AS(w, person, svc_second_begin(SVC, ERR)));
    assert_done(AS(w, person, svc_second_secret(SVC, &base32, &uri, ERR)));
    assert_done(AS(w, person, svc_second_confirm(SVC, text_str(code_now(w, base32)), hash, codes->at, ERR)));
    skip_letters(w);         /* the one that tells of it */
    w->svc.now += MS_MINUTE; /* each code works once */
    return base32;
}

/* An editor with mail, a password and a second factor. */
static const char *olga(struct world *w, struct codes *codes)
{
    const char *id = add_person(w, NAME, "Olga Open");
    give(w, id, "editor", "network", "");
    assert_done(AS(w, SYSTEM, svc_password_put(SVC, text_str(id), any_hash, ERR)));
    set_up(w, id, codes);
    return id;
}

static void lost(struct world *w, const char *name)
{
    assert_done(AS(w, SYSTEM, svc_lost(SVC, text_str(name), ERR)));
}

static const char *token_of(struct world *w, const char *expected)
{
    struct svc_letter letter;
    assert_string_equal(next_letter(w, &letter), expected);
    return arena_text_str(w->svc.arena, text_str(letter.token));
}

/* Two letters of one moment, in whichever order they go; gives the token in the first. */
static const char *tokens_of(struct world *w, const char *expected, const char *other)
{
    struct svc_letter a, b;
    const char *first = next_letter(w, &a), *second = next_letter(w, &b);
    bool turned = strcmp(first, expected) != 0;
    assert_string_equal(turned ? second : first, expected);
    assert_string_equal(turned ? first : second, other);
    assert_string_equal(turned ? a.token : b.token, "");
    return arena_text_str(w->svc.arena, text_str(turned ? b.token : a.token));
}

static void assert_no_letter(struct world *w)
{
    struct svc_letter none;
    assert_string_equal(next_letter(w, &none), "");
}

static err_code use(struct world *w, const char *token, const char *code)
{
    const char *person;
    return AS(w, ANONYMOUS, svc_lost_use(SVC, text_str(token), text_str(code), &person, ERR));
}

static err_code ask(struct world *w, const char *token)
{
    return AS(w, ANONYMOUS, svc_lost_ask(SVC, text_str(token), ERR));
}

static err_code vouch(struct world *w, const char *who, const char *person, bool is_them)
{
    return AS(w, who, svc_vouch(SVC, text_str(person), is_them, ERR));
}

static bool asks_second(struct world *w, const char *person)
{
    bool on;
    assert_done(AS(w, ANONYMOUS, svc_second_of(SVC, person, &on, ERR)));
    return on;
}

static const char *last_by(struct world *w, const char *object)
{
    struct store_changes rows;
    assert_done(store_changes_of(w->store, object, 1, w->svc.arena, &rows, ERR));
    return rows.at[0].actor;
}

/* ---- Asking ---- */

static void test_only_who_has_a_second_factor_an_open_account_and_mail_gets_the_letter(void **state)
{
    struct world *w = *state;
    struct codes codes;
    const char *closed = add_person(w, "dicht@voorbeeld.nl", "Dirk Dicht");
    add_person(w, "zonder@voorbeeld.nl", "Zoë Zonder");
    set_up(w, closed, &codes);
    set_up(w, w->member, &codes); /* who gets no mail */
    assert_done(AS(w, w->admin, svc_person_disable(SVC, text_str(closed), true, ERR)));
    int64_t before = log_length(w);
    static const char *const names[] = {"niemand@voorbeeld.nl", "dicht@voorbeeld.nl", "zonder@voorbeeld.nl", "lid", ""};
    for (size_t i = 0; i < COUNT_OF(names); i++) lost(w, names[i]);
    assert_no_letter(w);
    assert_int_equal(log_length(w), before);
    const char *id = olga(w, &codes);
    lost(w, NAME);
    lost(w, NAME); /* one in a quarter of an hour */
    assert_string_not_equal(token_of(w, "lost " NAME), "");
    assert_no_letter(w);
    assert_string_equal(last_change(w, id), "person.second-lost ");
}

/* ---- A code on paper ---- */

static void test_the_link_and_a_code_take_the_old_one_away_once_and_are_told(void **state)
{
    struct world *w = *state;
    struct codes codes;
    struct svc_lost seen;
    uint8_t hash[32];
    const char *id = olga(w, &codes);
    sign_in(w, id, true, hash);
    lost(w, NAME);
    const char *token = token_of(w, "lost " NAME);
    assert_done(AS(w, ANONYMOUS, svc_lost_look(SVC, text_str(token), &seen, ERR)));
    assert_string_equal(seen.name, "Olga Open");
    assert_false(seen.sure);
    assert_refused(use(w, token, "0000-0000-0000-0000"), ERR_FORBIDDEN);
    assert_refused(use(w, token, ""), ERR_FORBIDDEN);
    assert_true(session_there(w, hash)); /* a wrong code changes nothing, and the link still works */
    assert_done(use(w, token, codes.at[3]));
    assert_false(session_there(w, hash));
    assert_string_equal(last_change(w, id), "person.second-recover ");
    assert_string_equal(token_of(w, "lost-done " NAME), "");
    assert_refused(use(w, token, codes.at[4]), ERR_GONE);
    assert_refused(use(w, "bestaatniet", codes.at[4]), ERR_GONE);
}

static void test_a_code_from_the_telephone_is_no_code_on_paper(void **state)
{
    struct world *w = *state;
    struct codes codes;
    const char *id = add_person(w, NAME, "Olga Open"), *secret = set_up(w, id, &codes);
    lost(w, NAME);
    const char *token = token_of(w, "lost " NAME);
    assert_refused(use(w, token, code_now(w, secret)), ERR_FORBIDDEN);
}

/* Who knows the password and waits for this moment: it opens nothing, and nothing can be set up with it. */
static void test_between_the_old_one_and_a_new_one_the_password_alone_opens_nothing(void **state)
{
    struct world *w = *state;
    struct codes codes, fresh;
    struct svc_second second;
    const char *id = olga(w, &codes), *base32, *uri;
    uint8_t hash[32];
    lost(w, NAME);
    assert_done(use(w, token_of(w, "lost " NAME), codes.at[0]));
    assert_true(asks_second(w, id));
    assert_done(AS(w, id, svc_second(SVC, &second, ERR)));
    assert_true(second.anew && !second.on);
    w->svc.now += 400 * (kb_time)MS_DAY;
    struct svc_forgotten forgotten;
    assert_done(AS(w, SYSTEM, svc_forget(SVC, &forgotten, ERR)));
    assert_true(asks_second(w, id));
    sign_in(w, id, false, hash);
    assert_done(AS(w, id, svc_second_begin(SVC, ERR)));
    assert_done(AS(w, id, svc_second_secret(SVC, &base32, &uri, ERR)));
    assert_done(AS(w, id, svc_second_confirm(SVC, text_str(code_now(w, base32)), hash, fresh.at, ERR)));
    assert_done(AS(w, id, svc_second(SVC, &second, ERR)));
    assert_true(second.on && !second.anew);
    assert_refused(AS(w, ANONYMOUS, svc_second_use(SVC, id, text_str(codes.at[1]), ERR)), ERR_FORBIDDEN);
}

static void test_who_sets_none_up_again_can_get_in_anew_and_may_do_without(void **state)
{
    struct world *w = *state;
    struct codes codes;
    const char *id = olga(w, &codes);
    lost(w, NAME);
    assert_done(use(w, token_of(w, "lost " NAME), codes.at[0]));
    skip_letters(w);
    w->svc.now += MS_HOUR;
    lost(w, NAME); /* the page was closed too early */
    assert_done(use(w, token_of(w, "lost " NAME), codes.at[1]));
    assert_true(asks_second(w, id));
    assert_done(AS(w, id, svc_second_remove(SVC, ERR)));
    assert_false(asks_second(w, id));
}

static void test_the_link_works_for_an_hour_and_for_nothing_else(void **state)
{
    struct world *w = *state;
    struct codes codes;
    const char *id = olga(w, &codes), *person;
    lost(w, NAME);
    const char *token = token_of(w, "lost " NAME);
    struct svc_link_use in = {.token = text_str(token), .password_hash = any_hash};
    assert_refused(AS(w, ANONYMOUS, svc_link_use(SVC, &in, &person, ERR)), ERR_GONE);
    char other[SVC_LINK_TOKEN_BYTES];
    assert_done(AS(w, w->admin, svc_link_make(SVC, "password", id, other, ERR)));
    assert_refused(use(w, other, codes.at[0]), ERR_GONE);
    assert_refused(ask(w, other), ERR_GONE);
    w->svc.now += 60 * (kb_time)MS_MINUTE;
    assert_refused(use(w, token, codes.at[0]), ERR_GONE);
    assert_refused(ask(w, token), ERR_GONE);
}

/* ---- A colleague ---- */

/* Asks colleagues of Olga; gives her id. */
static const char *olga_asks(struct world *w)
{
    struct codes codes;
    const char *id = olga(w, &codes);
    lost(w, NAME);
    assert_done(ask(w, token_of(w, "lost " NAME)));
    return id;
}

static size_t waits_for(struct world *w, const char *who)
{
    struct svc_waits_list waits;
    size_t n = 0;
    assert_done(AS(w, who, svc_waiting(SVC, 10, &waits, ERR)));
    for (size_t i = 0; i < waits.n; i++) n += waits.at[i].what == SVC_WAIT_VOUCH;
    return n;
}

static void test_a_colleague_confirms_and_a_link_without_code_goes_by_mail(void **state)
{
    struct world *w = *state;
    struct svc_vouch seen;
    const char *id = olga_asks(w);
    assert_string_equal(last_change(w, id), "person.second-ask ");
    assert_string_equal(token_of(w, "lost-asked " NAME), "");
    assert_int_equal(waits_for(w, w->editor), 1);
    assert_int_equal(waits_for(w, w->admin), 1);
    assert_done(AS(w, w->editor, svc_vouch_look(SVC, text_str(id), &seen, ERR)));
    assert_string_equal(seen.name, "Olga Open");
    assert_done(vouch(w, w->editor, id, true));
    assert_string_equal(last_change(w, id), "person.second-vouch ");
    assert_string_equal(last_by(w, id), w->editor);
    assert_int_equal(waits_for(w, w->admin), 0);
    assert_refused(vouch(w, w->admin, id, true), ERR_NOT_FOUND);
    const char *token = token_of(w, "lost-sure " NAME);
    assert_done(use(w, token, ""));
    assert_string_equal(token_of(w, "lost-done " NAME), "");
    assert_refused(use(w, token, ""), ERR_GONE);
    assert_true(asks_second(w, id));
}

static void test_nobody_else_may_confirm_or_learns_that_it_is_asked(void **state)
{
    struct world *w = *state;
    struct svc_vouch seen;
    const char *id = olga_asks(w);
    const char *const others[] = {id, w->lead, w->member, w->participant, w->nobody, ANONYMOUS};
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        assert_refused(AS(w, others[i], svc_vouch_look(SVC, text_str(id), &seen, ERR)), ERR_NOT_FOUND);
        assert_refused(vouch(w, others[i], id, true), ERR_NOT_FOUND);
        assert_refused(vouch(w, others[i], id, false), ERR_NOT_FOUND);
        assert_int_equal(waits_for(w, others[i]), 0);
    }
    assert_refused(vouch(w, w->editor, w->member, true), ERR_NOT_FOUND); /* who asks nothing */
    assert_refused(vouch(w, w->editor, "bestaatniet", true), ERR_NOT_FOUND);
}

static void test_a_colleague_who_says_no_ends_it_and_the_owner_hears(void **state)
{
    struct world *w = *state;
    const char *id = olga_asks(w);
    skip_letters(w);
    assert_done(vouch(w, w->editor, id, false));
    assert_string_equal(last_change(w, id), "person.second-refuse ");
    assert_string_equal(token_of(w, "lost-refused " NAME), "");
    assert_refused(vouch(w, w->admin, id, true), ERR_NOT_FOUND);
    assert_int_equal(waits_for(w, w->admin), 0);
}

static void test_what_is_asked_or_confirmed_does_not_last(void **state)
{
    struct world *w = *state;
    const char *id = olga_asks(w);
    skip_letters(w);
    w->svc.now += SVC_VOUCH_DAYS * (kb_time)MS_DAY;
    assert_refused(vouch(w, w->editor, id, true), ERR_NOT_FOUND);
    lost(w, NAME);
    assert_done(ask(w, token_of(w, "lost " NAME)));
    skip_letters(w);
    assert_done(vouch(w, w->editor, id, true));
    const char *token = token_of(w, "lost-sure " NAME);
    w->svc.now += SVC_LOST_SURE_HOURS * (kb_time)MS_HOUR;
    assert_refused(use(w, token, ""), ERR_GONE);
}

static void test_who_signs_in_with_the_factor_ends_it(void **state)
{
    struct world *w = *state;
    uint8_t hash[32];
    const char *id = olga_asks(w);
    skip_letters(w);
    sign_in(w, id, false, hash); /* with the password alone: that proves nothing */
    assert_int_equal(waits_for(w, w->editor), 1);
    assert_done(vouch(w, w->editor, id, true));
    const char *token = token_of(w, "lost-sure " NAME);
    w->svc.now += MS_MINUTE;
    sign_in(w, id, true, hash);
    assert_refused(use(w, token, ""), ERR_GONE);
    assert_int_equal(waits_for(w, w->editor), 0);
}

static void test_what_a_closed_account_confirmed_counts_no_more(void **state)
{
    struct world *w = *state;
    const char *id = olga_asks(w);
    skip_letters(w);
    assert_done(vouch(w, w->editor, id, true));
    const char *token = token_of(w, "lost-sure " NAME);
    assert_done(AS(w, w->admin, svc_person_disable(SVC, text_str(w->editor), true, ERR)));
    assert_refused(use(w, token, ""), ERR_GONE);
}

static void test_a_store_that_fails_is_not_told_as_a_link_that_works_no_more(void **state)
{
    struct world *w = *state;
    struct codes codes;
    struct svc_lost seen;
    const char *id = olga(w, &codes), *person;
    lost(w, NAME);
    text token = text_str(token_of(w, "lost " NAME)), code = text_str(codes.at[0]);
    assert_failures_are_told(w, ANONYMOUS, svc_lost_look(SVC, token, &seen, ERR));
    assert_failures_are_told(w, ANONYMOUS, svc_lost_use(SVC, token, code, &person, ERR));
    assert_failures_are_told(w, ANONYMOUS, svc_lost_ask(SVC, token, ERR));
    assert_done(AS(w, ANONYMOUS, svc_lost_ask(SVC, token, ERR)));
    skip_letters(w);
    assert_done(vouch(w, w->editor, id, true));
    token = text_str(token_of(w, "lost-sure " NAME));
    assert_failures_are_told(w, ANONYMOUS, svc_lost_look(SVC, token, &seen, ERR));
    assert_failures_are_told(w, ANONYMOUS, svc_lost_use(SVC, token, TEXT(""), &person, ERR));
}

static void test_it_is_asked_once_and_not_when_nobody_may_confirm(void **state)
{
    struct world *w = *state;
    struct codes codes;
    struct svc_lost seen;
    const char *id = olga_asks(w);
    skip_letters(w);
    w->svc.now += MS_HOUR;
    lost(w, NAME);
    const char *again = token_of(w, "lost " NAME);
    assert_done(AS(w, ANONYMOUS, svc_lost_look(SVC, text_str(again), &seen, ERR)));
    assert_true(seen.asked);
    assert_refused(ask(w, again), ERR_CONFLICT);
    assert_done(vouch(w, w->editor, id, true));
    assert_refused(ask(w, token_of(w, "lost-sure " NAME)), ERR_CONFLICT);

    const char *alone = add_person(w, "een@voorbeeld.nl", "Els Een");
    set_up(w, alone, &codes);
    give(w, alone, "administrator", "network", "");
    assert_done(AS(w, SYSTEM, svc_person_disable(SVC, text_str(w->admin), true, ERR)));
    lost(w, "een@voorbeeld.nl");
    assert_refused(ask(w, token_of(w, "lost een@voorbeeld.nl")), ERR_RULE);
    assert_reason("vouch", "nobody-vouches");
}

static void test_the_owner_hears_it_on_every_address_and_the_link_goes_to_one(void **state)
{
    struct world *w = *state;
    struct codes codes;
    const char *id = olga(w, &codes);
    struct svc_wish_put elsewhere = {.address = TEXT(OTHER), .overview = TEXT("never")};
    assert_done(AS(w, id, svc_wish_put(SVC, &elsewhere, ERR)));
    lost(w, OTHER);
    assert_done(ask(w, token_of(w, "lost " OTHER)));
    assert_string_equal(tokens_of(w, "lost-asked " OTHER, "lost-asked " NAME), "");
    assert_done(vouch(w, w->editor, id, true));
    assert_done(use(w, tokens_of(w, "lost-sure " OTHER, "lost-vouched " NAME), ""));
    assert_string_equal(tokens_of(w, "lost-done " OTHER, "lost-done " NAME), "");
    assert_no_letter(w);
}

/* A whole network that gets other telephones in one week. */
static void test_who_waits_behind_a_thousand_others_is_seen(void **state)
{
    struct world *w = *state;
    struct svc_vouches all;
    bool seen = false;
    add_crowd(w, "participant", STORE_LOCATION, "nijmegen");
    assert_done(db_begin(w->store->db, ERR));
    for (int i = 0; i < 1005; i++) {
        struct store_loss loss = {
            .person = arena_printf(w->svc.arena, "%026d", i), .asked = w->svc.now, .expires = w->svc.now + MS_HOUR};
        assert_done(store_loss_put(w->store, &loss, ERR));
    }
    assert_done(db_commit(w->store->db, ERR));
    const char *id = olga_asks(w);
    assert_done(AS(w, w->editor, svc_vouches(SVC, &all, ERR)));
    for (size_t i = 0; i < all.n; i++) seen |= !strcmp(all.at[i].person, id);
    assert_true(seen);
}

/* ---- Who hears that two people did this ---- */

static size_t told(struct world *w, const char *who, const char *what, struct svc_notice *out)
{
    struct svc_notices notices;
    size_t n = 0;
    assert_done(AS(w, who, svc_notices(SVC, 10, &notices, ERR)));
    for (size_t i = 0; i < notices.n; i++) {
        if (strcmp(notices.at[i].what, what) != 0) continue;
        *out = notices.at[i];
        n++;
    }
    return n;
}

static void test_colleagues_are_told_and_of_a_pair_the_coordinator_and_administrators(void **state)
{
    struct world *w = *state;
    struct svc_notice notice;
    bool left;
    const char *coordinator = add_person(w, "coordinator", "Co Coordinator"),
               *elsewhere = add_person(w, "elders", "Els Elders");
    struct svc_location_put utrecht = {.slug = TEXT("utrecht"), .name = TEXT("Utrecht")};
    assert_done(AS(w, SYSTEM, svc_location_put(SVC, &utrecht, ERR)));
    give(w, coordinator, "coordinator", "location", "nijmegen");
    give(w, elsewhere, "coordinator", "location", "utrecht");
    const char *id = olga_asks(w);
    give(w, id, "participant", "location", "nijmegen");
    assert_done(AS(w, SYSTEM, svc_tell(SVC, &left, ERR)));
    assert_int_equal(told(w, w->editor, "person.second-ask", &notice), 1);
    assert_true(notice.asked);
    assert_string_equal(notice.card.title, "Olga Open");
    assert_int_equal(told(w, coordinator, "person.second-ask", &notice), 0);
    assert_int_equal(told(w, id, "person.second-ask", &notice), 0);
    assert_done(vouch(w, w->editor, id, true));
    assert_done(AS(w, SYSTEM, svc_tell(SVC, &left, ERR)));
    assert_int_equal(told(w, w->editor, "person.second-ask", &notice), 0); /* answered */
    assert_int_equal(told(w, coordinator, "person.second-vouch", &notice), 1);
    assert_string_equal(notice.card.title, "Olga Open");
    assert_string_equal(notice.by, "Rik Redactie");
    assert_int_equal(told(w, w->admin, "person.second-vouch", &notice), 1);
    assert_int_equal(told(w, elsewhere, "person.second-vouch", &notice), 0);
    assert_int_equal(told(w, w->editor, "person.second-vouch", &notice), 0);
    assert_int_equal(told(w, id, "person.second-vouch", &notice), 0);
}

/* ---- By an administrator, as before ---- */

static void test_an_administrator_who_takes_it_away_ends_what_was_asked(void **state)
{
    struct world *w = *state;
    const char *id = olga_asks(w);
    assert_done(AS(w, w->admin, svc_second_reset(SVC, text_str(id), ERR)));
    assert_int_equal(waits_for(w, w->editor), 0);
    assert_false(asks_second(w, id));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_only_who_has_a_second_factor_an_open_account_and_mail_gets_the_letter),
        IN_WORLD(test_the_link_and_a_code_take_the_old_one_away_once_and_are_told),
        IN_WORLD(test_a_code_from_the_telephone_is_no_code_on_paper),
        IN_WORLD(test_between_the_old_one_and_a_new_one_the_password_alone_opens_nothing),
        IN_WORLD(test_who_sets_none_up_again_can_get_in_anew_and_may_do_without),
        IN_WORLD(test_the_link_works_for_an_hour_and_for_nothing_else),
        IN_WORLD(test_a_colleague_confirms_and_a_link_without_code_goes_by_mail),
        IN_WORLD(test_nobody_else_may_confirm_or_learns_that_it_is_asked),
        IN_WORLD(test_a_colleague_who_says_no_ends_it_and_the_owner_hears),
        IN_WORLD(test_what_is_asked_or_confirmed_does_not_last),
        IN_WORLD(test_who_signs_in_with_the_factor_ends_it),
        IN_WORLD(test_what_a_closed_account_confirmed_counts_no_more),
        IN_WORLD(test_a_store_that_fails_is_not_told_as_a_link_that_works_no_more),
        IN_WORLD(test_it_is_asked_once_and_not_when_nobody_may_confirm),
        IN_WORLD(test_the_owner_hears_it_on_every_address_and_the_link_goes_to_one),
        IN_WORLD(test_who_waits_behind_a_thousand_others_is_seen),
        IN_WORLD(test_colleagues_are_told_and_of_a_pair_the_coordinator_and_administrators),
        IN_WORLD(test_an_administrator_who_takes_it_away_ends_what_was_asked),
    };
    return cmocka_run_group_tests_name("lost", tests, NULL, NULL);
}
