/* Passkeys: added, used as second factor and alone, taken away; whose they are and that an answer counts once. What is
 * wrong with an answer in itself is unit/service/test_webauthn's. */
#include "tests/integration/service/service_test.h"
#include "tests/webauthn_device.h"

static const char origin[] = "https://praktijk.nl", party[] = "praktijk.nl";

/* ---- A browser ---- */

/* A new challenge each time: 43 characters, as a server makes them. */
static struct webauthn_asked ask(struct world *w, bool verified)
{
    static int n;
    return (struct webauthn_asked){.origin = text_str(origin),
                                   .rp = party,
                                   .verified = verified,
                                   .challenge = text_str(arena_printf(w->svc.arena, "uitdaging%034d", ++n))};
}

static struct saying answer_to(struct world *w, const char *type, const struct webauthn_asked *asked)
{
    return (struct saying){.type = type,
                           .challenge = arena_text_str(w->svc.arena, asked->challenge),
                           .origin = origin,
                           .rp = party,
                           .flags = DEVICE_PRESENT | DEVICE_VERIFIED};
}

static text base64(struct world *w, text bytes)
{
    size_t room = sodium_base64_encoded_len(bytes.len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *out = arena_alloc(w->svc.arena, room);
    return text_str(sodium_bin2base64(out, room, (const unsigned char *)bytes.ptr, bytes.len,
                                      sodium_base64_VARIANT_URLSAFE_NO_PADDING));
}

static struct svc_passkey_answer send(struct world *w, const struct device *d, struct webauthn_answer made)
{
    return (struct svc_passkey_answer){.credential = base64(w, text_of(d->id, sizeof d->id)),
                                       .client_data = base64(w, made.client_data),
                                       .authenticator = base64(w, made.authenticator),
                                       .signature = base64(w, made.signature)};
}

static struct svc_passkey_answer sign(struct world *w, const struct device *d, const struct webauthn_asked *asked,
                                      uint32_t counter)
{
    struct saying say = answer_to(w, "webauthn.get", asked);
    say.counter = counter;
    return send(w, d, device_sign(d, &say, w->svc.arena));
}

/* ---- What people do ---- */

struct codes {
    char at[SVC_RECOVERY_CODES][SVC_RECOVERY_BYTES];
};

static void session_key(const char *name, uint8_t key[32])
{
    store_sha256(text_str(name), key);
}

static void sign_in(struct world *w, const char *person, const char *name)
{
    uint8_t hash[32], csrf[32] = {1};
    session_key(name, hash);
    struct svc_new_session in = {.person = person, .token_hash = hash, .csrf = csrf};
    assert_done(AS(w, ANONYMOUS, svc_sign_in(SVC, &in, ERR)));
}

/* When the second factor was given at this sign-in; -1 when that has ended. */
static kb_time second_of(struct world *w, const char *name)
{
    uint8_t hash[32];
    struct store_session row;
    session_key(name, hash);
    err_code code = store_session_get(w->store, hash, w->svc.arena, &row, ERR);
    return code == OK ? row.second : -1;
}

static err_code add_answer(struct world *w, const char *person, const char *name, const struct webauthn_asked *asked,
                           struct svc_passkey_answer answer, bool *first, struct codes *codes)
{
    uint8_t session[32];
    session_key(person ? person : "niemand", session);
    struct svc_passkey_add in = {.name = text_str(name), .asked = asked, .answer = answer, .session = session};
    return AS(w, person, svc_passkey_add(SVC, &in, first, codes->at, ERR));
}

static err_code add(struct world *w, const char *person, const char *name, const struct device *d)
{
    bool first;
    struct codes codes;
    struct webauthn_asked asked = ask(w, false);
    struct saying say = answer_to(w, "webauthn.create", &asked);
    struct svc_passkey_answer answer = send(w, d, device_make(d, &say, w->svc.arena));
    if (person && second_of(w, person) < 0) sign_in(w, person, person);
    return add_answer(w, person, name, &asked, answer, &first, &codes);
}

static err_code use(struct world *w, const struct webauthn_asked *asked, struct svc_passkey_answer answer,
                    const char *person, const char **owner)
{
    *owner = "";
    return AS(w, ANONYMOUS, svc_passkey_use(SVC, asked, &answer, person, owner, ERR));
}

static void test_its_person_hears_by_letter_that_one_was_added(void **state)
{
    struct world *w = *state;
    struct svc_letter letter;
    struct device d = device_new(DEVICE_ES256, "sleutel");
    const char *who = add_person(w, "olga@voorbeeld.nl", "Olga Open");
    assert_refused(add(w, who, "", &d), ERR_INVALID);
    assert_string_equal(next_letter(w, &letter), "");
    assert_done(add(w, who, "telefoon", &d));
    assert_string_equal(next_letter(w, &letter), "passkey olga@voorbeeld.nl");
    assert_string_equal(letter.token, "");
    assert_string_equal(next_letter(w, &letter), "");
    device_free(&d);
}

static bool is_on(struct world *w, const char *person)
{
    bool on;
    assert_done(AS(w, ANONYMOUS, svc_second_of(SVC, person, &on, ERR)));
    return on;
}

static struct svc_passkeys list(struct world *w, const char *person)
{
    struct svc_passkeys all;
    assert_done(AS(w, person, svc_passkeys(SVC, &all, ERR)));
    return all;
}

static err_code use_code(struct world *w, const char *person, const char *code)
{
    return AS(w, ANONYMOUS, svc_second_use(SVC, person, text_str(code), ERR));
}

/* ---- Adding ---- */

static void test_the_first_one_is_a_second_factor_from_then_on(void **state)
{
    struct world *w = *state;
    bool first;
    struct codes codes;
    struct device d = device_new(DEVICE_ES256, "telefoon van Lia");
    struct webauthn_asked asked = ask(w, false);
    struct saying say = answer_to(w, "webauthn.create", &asked);
    sign_in(w, w->member, w->member);
    sign_in(w, w->member, "andere");
    assert_false(is_on(w, w->member));
    struct svc_passkey_answer answer = send(w, &d, device_make(&d, &say, w->svc.arena));
    assert_done(add_answer(w, w->member, " Mijn telefoon ", &asked, answer, &first, &codes));
    assert_true(first);
    assert_true(is_on(w, w->member));
    assert_true(second_of(w, w->member) == w->svc.now);
    assert_int_equal(second_of(w, "andere"), -1); /* began with a password alone */
    assert_string_equal(last_change(w, w->member), "person.passkey what=on");
    struct svc_passkeys all = list(w, w->member);
    assert_int_equal(all.n, 1);
    assert_string_equal(all.at[0].name, "Mijn telefoon");
    assert_true(all.at[0].made == w->svc.now && !all.at[0].used);
    assert_done(use_code(w, w->member, codes.at[2])); /* codes on paper stand in for it */
    device_free(&d);
}

static void test_a_next_one_ends_no_session_and_no_code(void **state)
{
    struct world *w = *state;
    bool first;
    struct codes codes, none;
    struct device a = device_new(DEVICE_ES256, "eerste"), b = device_new(DEVICE_EDDSA, "tweede");
    struct webauthn_asked asked = ask(w, false);
    struct saying say = answer_to(w, "webauthn.create", &asked);
    sign_in(w, w->member, w->member);
    assert_done(
        add_answer(w, w->member, "een", &asked, send(w, &a, device_make(&a, &say, w->svc.arena)), &first, &codes));
    sign_in(w, w->member, "andere");
    asked = ask(w, false);
    say = answer_to(w, "webauthn.create", &asked);
    assert_done(
        add_answer(w, w->member, "twee", &asked, send(w, &b, device_make(&b, &say, w->svc.arena)), &first, &none));
    assert_false(first);
    assert_int_not_equal(second_of(w, "andere"), -1);
    assert_done(use_code(w, w->member, codes.at[0]));
    assert_int_equal(list(w, w->member).n, 2);
    device_free(&a);
    device_free(&b);
}

static void test_a_key_is_of_one_person_and_named_without_client_data(void **state)
{
    struct world *w = *state;
    struct device d = device_new(DEVICE_ES256, "sleutel"), forged = device_new(DEVICE_ES256, "sleutel");
    assert_refused(add(w, ANONYMOUS, "van niemand", &d), ERR_SIGN_IN);
    assert_refused(add(w, w->member, "", &d), ERR_INVALID);
    assert_reason("name", "required");
    assert_refused(add(w, w->member, "bsn 111222333", &d), ERR_INVALID);
    assert_reason("name", "client-data");
    assert_done(add(w, w->member, "telefoon", &d));
    assert_refused(add(w, w->member, "nog eens", &d), ERR_INVALID);
    assert_reason("passkey", "passkey-taken");
    assert_refused(add(w, w->lead, "van een ander", &forged), ERR_INVALID); /* their key under my id */
    assert_reason("passkey", "passkey-taken");
    assert_false(is_on(w, w->lead));
    device_free(&d);
    device_free(&forged);
}

static void test_a_new_key_answers_one_challenge_once(void **state)
{
    struct world *w = *state;
    bool first;
    struct codes codes;
    struct device a = device_new(DEVICE_ES256, "een"), b = device_new(DEVICE_ES256, "twee");
    struct webauthn_asked asked = ask(w, false), other = ask(w, false);
    sign_in(w, w->member, w->member);
    struct saying say = answer_to(w, "webauthn.create", &asked);
    struct svc_passkey_answer answer = send(w, &a, device_make(&a, &say, w->svc.arena));
    assert_refused(add_answer(w, w->member, "een", &other, answer, &first, &codes), ERR_INVALID);
    assert_reason("passkey", "passkey-refused");
    assert_done(add_answer(w, w->member, "een", &asked, answer, &first, &codes));
    answer = send(w, &b, device_make(&b, &say, w->svc.arena));
    assert_refused(add_answer(w, w->member, "twee", &asked, answer, &first, &codes), ERR_INVALID);
    assert_reason("passkey", "passkey-refused");
    assert_refused(add_answer(w, w->member, "leeg", &other, (struct svc_passkey_answer){0}, &first, &codes),
                   ERR_INVALID);
    device_free(&a);
    device_free(&b);
}

static void test_there_is_a_most(void **state)
{
    struct world *w = *state;
    for (int i = 0; i <= SVC_PASSKEYS_MAX; i++) {
        char id[] = "sleutel a";
        id[8] = (char)('a' + i);
        struct device d = device_new(DEVICE_EDDSA, id);
        err_code code = add(w, w->member, id, &d);
        device_free(&d);
        if (i < SVC_PASSKEYS_MAX)
            assert_done(code);
        else
            assert_refused(code, ERR_INVALID);
    }
    assert_reason("name", "too-many");
}

/* ---- Signing in ---- */

static void test_a_key_opens_for_its_owner_after_the_password_and_alone(void **state)
{
    struct world *w = *state;
    const char *owner;
    struct device d = device_new(DEVICE_ES256, "telefoon van Lia");
    assert_done(add(w, w->member, "telefoon", &d));
    w->svc.now += MS_DAY;
    struct webauthn_asked after = ask(w, false), alone = ask(w, true);
    assert_done(use(w, &after, sign(w, &d, &after, 3), w->member, &owner));
    assert_string_equal(owner, w->member);
    assert_true(list(w, w->member).at[0].used == w->svc.now);
    assert_done(use(w, &alone, sign(w, &d, &alone, 4), NULL, &owner));
    assert_string_equal(owner, w->member);
    device_free(&d);
}

static void test_alone_the_device_must_know_its_owner(void **state)
{
    struct world *w = *state;
    const char *owner;
    struct device d = device_new(DEVICE_ES256, "stick zonder pin");
    assert_done(add(w, w->member, "stick", &d));
    struct webauthn_asked alone = ask(w, true), after = ask(w, false);
    struct saying say = answer_to(w, "webauthn.get", &alone);
    say.flags = DEVICE_PRESENT;
    assert_refused(use(w, &alone, send(w, &d, device_sign(&d, &say, w->svc.arena)), NULL, &owner), ERR_FORBIDDEN);
    assert_refused(use(w, &after, sign(w, &d, &after, 1), NULL, &owner), ERR_INTERNAL); /* a mistake of ours */
    say = answer_to(w, "webauthn.get", &after);
    say.flags = DEVICE_PRESENT;
    assert_done(use(w, &after, send(w, &d, device_sign(&d, &say, w->svc.arena)), w->member, &owner));
    device_free(&d);
}

static void test_a_key_opens_for_nobody_else(void **state)
{
    struct world *w = *state;
    const char *owner;
    struct device mine = device_new(DEVICE_ES256, "van Lia"), theirs = device_new(DEVICE_ES256, "van Tess");
    assert_done(add(w, w->member, "telefoon", &mine));
    assert_done(add(w, w->lead, "telefoon", &theirs));
    struct webauthn_asked asked = ask(w, false);
    assert_refused(use(w, &asked, sign(w, &theirs, &asked, 1), w->member, &owner), ERR_FORBIDDEN);
    struct svc_passkey_answer answer = sign(w, &theirs, &asked, 1);
    answer.credential = sign(w, &mine, &asked, 1).credential; /* my key's name over their signature */
    assert_refused(use(w, &asked, answer, w->member, &owner), ERR_FORBIDDEN);
    answer.credential = TEXT("b25iZWtlbmQ");
    assert_refused(use(w, &asked, answer, w->member, &owner), ERR_FORBIDDEN);
    answer.credential = TEXT("geen base64!");
    assert_refused(use(w, &asked, answer, w->member, &owner), ERR_FORBIDDEN);
    assert_refused(use(w, &asked, (struct svc_passkey_answer){0}, w->member, &owner), ERR_FORBIDDEN);
    assert_refused(use(w, &asked, sign(w, &mine, &asked, 1), w->nobody, &owner), ERR_FORBIDDEN);
    assert_done(use(w, &asked, sign(w, &mine, &asked, 1), w->member, &owner)); /* what was refused used nothing up */
    device_free(&mine);
    device_free(&theirs);
}

static void test_an_answer_counts_once_and_a_counter_never_goes_back(void **state)
{
    struct world *w = *state;
    const char *owner;
    struct device counts = device_new(DEVICE_ES256, "telt"), plain = device_new(DEVICE_ES256, "telt niet");
    assert_done(add(w, w->member, "telt", &counts));
    assert_done(add(w, w->member, "telt niet", &plain));
    struct webauthn_asked asked = ask(w, false);
    assert_done(use(w, &asked, sign(w, &plain, &asked, 0), w->member, &owner));
    assert_refused(use(w, &asked, sign(w, &plain, &asked, 0), w->member, &owner), ERR_FORBIDDEN);
    assert_refused(use(w, &asked, sign(w, &counts, &asked, 5), w->member, &owner), ERR_FORBIDDEN);
    asked = ask(w, false);
    assert_done(use(w, &asked, sign(w, &counts, &asked, 5), w->member, &owner));
    asked = ask(w, false);
    assert_refused(use(w, &asked, sign(w, &counts, &asked, 5), w->member, &owner), ERR_FORBIDDEN);
    assert_refused(use(w, &asked, sign(w, &counts, &asked, 4), w->member, &owner), ERR_FORBIDDEN);
    assert_done(use(w, &asked, sign(w, &counts, &asked, 6), w->member, &owner));
    device_free(&counts);
    device_free(&plain);
}

/* ---- Doing without ---- */

static void test_one_takes_away_ones_own_and_the_codes_go_with_the_last(void **state)
{
    struct world *w = *state;
    bool first;
    const char *owner;
    struct codes codes;
    struct device a = device_new(DEVICE_ES256, "een"), b = device_new(DEVICE_ES256, "twee");
    struct webauthn_asked asked = ask(w, false);
    struct saying say = answer_to(w, "webauthn.create", &asked);
    sign_in(w, w->member, w->member);
    assert_done(
        add_answer(w, w->member, "een", &asked, send(w, &a, device_make(&a, &say, w->svc.arena)), &first, &codes));
    assert_done(add(w, w->member, "twee", &b));
    text id = base64(w, text_of(a.id, sizeof a.id)), other = base64(w, text_of(b.id, sizeof b.id));
    assert_refused(AS(w, w->lead, svc_passkey_remove(SVC, id, ERR)), ERR_NOT_FOUND);
    assert_refused(AS(w, ANONYMOUS, svc_passkey_remove(SVC, id, ERR)), ERR_SIGN_IN);
    assert_done(AS(w, w->member, svc_passkey_remove(SVC, id, ERR)));
    assert_string_equal(last_change(w, w->member), "person.passkey what=off");
    assert_refused(AS(w, w->member, svc_passkey_remove(SVC, id, ERR)), ERR_NOT_FOUND);
    asked = ask(w, false);
    assert_refused(use(w, &asked, sign(w, &a, &asked, 9), w->member, &owner), ERR_FORBIDDEN);
    assert_done(use_code(w, w->member, codes.at[0])); /* there is one left, and so are they */
    assert_done(AS(w, w->member, svc_passkey_remove(SVC, other, ERR)));
    assert_false(is_on(w, w->member));
    assert_refused(use_code(w, w->member, codes.at[1]), ERR_FORBIDDEN);
    device_free(&a);
    device_free(&b);
}

static void test_who_lost_everything_begins_anew(void **state)
{
    struct world *w = *state;
    const char *owner;
    struct device d = device_new(DEVICE_ES256, "verloren");
    assert_done(add(w, w->member, "verloren", &d));
    assert_refused(AS(w, w->lead, svc_second_reset(SVC, text_str(w->member), ERR)), ERR_NOT_FOUND);
    assert_done(AS(w, SYSTEM, svc_second_reset(SVC, text_str(w->member), ERR)));
    assert_false(is_on(w, w->member));
    assert_int_equal(second_of(w, w->member), -1);
    struct webauthn_asked asked = ask(w, true);
    assert_refused(use(w, &asked, sign(w, &d, &asked, 9), NULL, &owner), ERR_FORBIDDEN);
    assert_done(add(w, w->member, "weer gevonden", &d));
    device_free(&d);
}

static void test_codes_from_a_telephone_can_be_set_up_beside_it(void **state)
{
    struct world *w = *state;
    struct svc_second second;
    struct device d = device_new(DEVICE_ES256, "telefoon");
    assert_done(add(w, w->member, "telefoon", &d));
    assert_done(AS(w, w->member, svc_second_begin(SVC, ERR)));
    assert_done(AS(w, w->member, svc_second(SVC, &second, ERR)));
    assert_true(second.on && second.begun && !second.since);
    assert_int_equal(second.left, SVC_RECOVERY_CODES);
    assert_refused(use_code(w, w->member, "123456"), ERR_FORBIDDEN); /* the secret does not count yet */
    assert_done(AS(w, w->member, svc_second_remove(SVC, ERR)));
    assert_true(is_on(w, w->member));
    assert_done(AS(w, w->member, svc_second(SVC, &second, ERR)));
    assert_int_equal(second.left, SVC_RECOVERY_CODES);
    device_free(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_its_person_hears_by_letter_that_one_was_added),
        IN_WORLD(test_the_first_one_is_a_second_factor_from_then_on),
        IN_WORLD(test_a_next_one_ends_no_session_and_no_code),
        IN_WORLD(test_a_key_is_of_one_person_and_named_without_client_data),
        IN_WORLD(test_a_new_key_answers_one_challenge_once),
        IN_WORLD(test_there_is_a_most),
        IN_WORLD(test_a_key_opens_for_its_owner_after_the_password_and_alone),
        IN_WORLD(test_alone_the_device_must_know_its_owner),
        IN_WORLD(test_a_key_opens_for_nobody_else),
        IN_WORLD(test_an_answer_counts_once_and_a_counter_never_goes_back),
        IN_WORLD(test_one_takes_away_ones_own_and_the_codes_go_with_the_last),
        IN_WORLD(test_who_lost_everything_begins_anew),
        IN_WORLD(test_codes_from_a_telephone_can_be_set_up_beside_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
