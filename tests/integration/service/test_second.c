/* The second factor of an account: codes by time, each good once, and codes on paper. */
#include "tests/integration/service/service_test.h"

#include <liboath/oath.h>

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

static bool session_there(struct world *w, const char *name, struct store_session *out)
{
    uint8_t hash[32];
    session_key(name, hash);
    err_code code = store_session_get(w->store, hash, w->svc.arena, out, ERR);
    if (code != ERR_NOT_FOUND) assert_done(code);
    return code == OK;
}

/* The code that a telephone with this secret shows so many seconds from now. */
static const char *code_at(struct world *w, const char *base32, int seconds)
{
    char *secret = NULL, *otp = arena_alloc(w->svc.arena, 7);
    size_t len = 0;
    assert_int_equal(oath_base32_decode(base32, strlen(base32), &secret, &len), OATH_OK);
    time_t now = (time_t)(w->svc.now / MS_SECOND) + seconds;
    assert_int_equal(oath_totp_generate(secret, len, now, 30, 0, 6, otp), OATH_OK);
    free(secret);
    return otp;
}

struct codes {
    char at[SVC_RECOVERY_CODES][SVC_RECOVERY_BYTES];
};

static const char *begin(struct world *w, const char *person)
{
    const char *base32, *uri;
    assert_done(AS(w, person, svc_second_begin(SVC, ERR)));
    assert_done(AS(w, person, svc_second_secret(SVC, &base32, &uri, ERR)));
    return base32;
}

static err_code confirm(struct world *w, const char *person, const char *code, struct codes *codes)
{
    uint8_t key[32];
    session_key(person, key);
    return AS(w, person, svc_second_confirm(SVC, text_str(code), key, codes->at, ERR));
}

/* Signs the person in and sets it up; gives the secret. */
static const char *set_up(struct world *w, const char *person, struct codes *codes)
{
    sign_in(w, person, person);
    const char *base32 = begin(w, person);
    assert_done(confirm(w, person, code_at(w, base32, 0), codes));
    return base32;
}

static void test_its_person_hears_by_letter_that_there_is_one(void **state)
{
    struct world *w = *state;
    struct svc_letter letter;
    struct codes codes;
    const char *who = add_person(w, "olga@voorbeeld.nl", "Olga Open");
    sign_in(w, who, who);
    const char *base32 = begin(w, who);
    assert_string_equal(next_letter(w, &letter), "");
    assert_done(confirm(w, who, code_at(w, base32, 0), &codes));
    assert_string_equal(next_letter(w, &letter), "second-factor olga@voorbeeld.nl");
    assert_string_equal(next_letter(w, &letter), "");
}

static err_code use(struct world *w, const char *person, const char *code)
{
    return AS(w, ANONYMOUS, svc_second_use(SVC, person, text_str(code), ERR));
}

static bool is_on(struct world *w, const char *person)
{
    bool on;
    assert_done(AS(w, ANONYMOUS, svc_second_of(SVC, person, &on, ERR)));
    return on;
}

/* ---- Who needs one ---- */

static bool needs(struct world *w, const char *person)
{
    bool needed;
    assert_done(AS(w, person, svc_second_needed(SVC, &needed, ERR)));
    return needed;
}

static void test_who_may_do_much_needs_one_and_the_setting_says_who(void **state)
{
    struct world *w = *state;
    const char *secretary = add_person(w, "secretaris", "Sem Secretaris");
    give(w, secretary, "secretary", "organisation", "hjl");
    assert_true(needs(w, w->admin));
    assert_true(needs(w, w->editor));
    assert_true(needs(w, secretary));
    assert_false(needs(w, w->member));
    assert_false(needs(w, w->lead));
    assert_false(needs(w, ANONYMOUS));
    assert_done(AS(w, w->admin, svc_setting_put(SVC, TEXT("second-factor"), TEXT("everybody"), ERR)));
    assert_true(needs(w, w->member));
    assert_done(AS(w, w->admin, svc_setting_put(SVC, TEXT("second-factor"), TEXT("nobody"), ERR)));
    assert_false(needs(w, w->admin));
    assert_refused(AS(w, w->admin, svc_setting_put(SVC, TEXT("second-factor"), TEXT("soms"), ERR)), ERR_INVALID);
}

/* ---- Setting it up ---- */

static void test_it_counts_from_the_first_right_code_on(void **state)
{
    struct world *w = *state;
    struct codes codes;
    struct store_session session;
    sign_in(w, w->member, w->member);
    sign_in(w, w->member, "andere");
    const char *base32 = begin(w, w->member);
    assert_false(is_on(w, w->member));
    assert_refused(use(w, w->member, code_at(w, base32, 0)), ERR_FORBIDDEN);
    assert_refused(confirm(w, w->member, "abcdef", &codes), ERR_INVALID);
    assert_reason("code", "wrong-code");
    assert_refused(confirm(w, w->member, code_at(w, base32, 600), &codes), ERR_INVALID);
    assert_done(confirm(w, w->member, code_at(w, base32, 0), &codes));
    assert_true(is_on(w, w->member));
    assert_true(session_there(w, w->member, &session));
    assert_true(session.second == w->svc.now);
    assert_false(session_there(w, "andere", &session)); /* began with a password alone */
    assert_string_equal(last_change(w, w->member), "person.second-factor what=on");
}

static void test_a_secret_that_counts_is_shown_to_nobody_and_not_made_anew(void **state)
{
    struct world *w = *state;
    struct codes codes;
    const char *base32, *uri;
    set_up(w, w->member, &codes);
    assert_refused(AS(w, w->member, svc_second_secret(SVC, &base32, &uri, ERR)), ERR_NOT_FOUND);
    assert_refused(AS(w, w->member, svc_second_begin(SVC, ERR)), ERR_CONFLICT);
    assert_refused(confirm(w, w->member, "000000", &codes), ERR_CONFLICT);
    assert_refused(AS(w, ANONYMOUS, svc_second_begin(SVC, ERR)), ERR_SIGN_IN);
}

static void test_the_address_for_the_picture_names_network_and_person(void **state)
{
    struct world *w = *state;
    const char *base32, *uri;
    assert_done(AS(w, w->member, svc_second_begin(SVC, ERR)));
    assert_done(AS(w, w->member, svc_second_secret(SVC, &base32, &uri, ERR)));
    assert_int_equal(strlen(base32), 32);
    assert_string_equal(
        uri, arena_printf(w->svc.arena, "otpauth://totp/Praktijkbank:lid?secret=%s&issuer=Praktijkbank", base32));
}

/* ---- Codes from a telephone ---- */

static void test_a_code_works_once_and_so_does_none_before_it(void **state)
{
    struct world *w = *state;
    struct codes codes;
    const char *base32 = set_up(w, w->member, &codes);
    assert_refused(use(w, w->member, code_at(w, base32, 0)), ERR_FORBIDDEN); /* set it up */
    w->svc.now += 60 * (kb_time)MS_SECOND;
    const char *now = code_at(w, base32, 0), *before = code_at(w, base32, -30);
    assert_done(use(w, w->member, now));
    assert_refused(use(w, w->member, now), ERR_FORBIDDEN);
    assert_refused(use(w, w->member, before), ERR_FORBIDDEN);
    w->svc.now += 30 * (kb_time)MS_SECOND;
    assert_done(use(w, w->member, code_at(w, base32, 0)));
}

static void test_a_clock_may_be_half_a_minute_off_and_no_more(void **state)
{
    struct world *w = *state;
    struct codes codes;
    const char *base32 = set_up(w, w->member, &codes);
    w->svc.now += 600 * (kb_time)MS_SECOND;
    assert_refused(use(w, w->member, code_at(w, base32, -60)), ERR_FORBIDDEN);
    assert_refused(use(w, w->member, code_at(w, base32, 60)), ERR_FORBIDDEN);
    assert_done(use(w, w->member, code_at(w, base32, -30)));
    assert_done(use(w, w->member, code_at(w, base32, 30)));
}

static void test_a_code_of_one_person_opens_for_no_other(void **state)
{
    struct world *w = *state;
    struct codes codes, others;
    const char *base32 = set_up(w, w->member, &codes);
    set_up(w, w->lead, &others);
    w->svc.now += 60 * (kb_time)MS_SECOND;
    assert_refused(use(w, w->lead, code_at(w, base32, 0)), ERR_FORBIDDEN);
    assert_refused(use(w, w->lead, codes.at[0]), ERR_FORBIDDEN);
    assert_refused(use(w, w->other, code_at(w, base32, 0)), ERR_FORBIDDEN); /* has none */
}

/* ---- Codes on paper ---- */

static int64_t left(struct world *w, const char *person)
{
    struct svc_second second;
    assert_done(AS(w, person, svc_second(SVC, &second, ERR)));
    return second.left;
}

static void test_each_code_on_paper_works_once_however_it_is_typed(void **state)
{
    struct world *w = *state;
    struct codes codes;
    set_up(w, w->member, &codes);
    assert_int_equal(left(w, w->member), SVC_RECOVERY_CODES);
    assert_done(use(w, w->member, codes.at[3]));
    assert_refused(use(w, w->member, codes.at[3]), ERR_FORBIDDEN);
    assert_int_equal(left(w, w->member), SVC_RECOVERY_CODES - 1);
    assert_string_equal(last_change(w, w->member), "person.recovery-code ");
    char typed[64];
    size_t n = 0;
    for (const char *c = codes.at[4]; *c; c++)
        if (*c != '-') typed[n++] = (char)(*c >= 'a' && *c <= 'z' ? *c - 32 : *c);
    typed[n] = '\0';
    assert_done(use(w, w->member, typed));
    for (size_t i = 0; i < SVC_RECOVERY_CODES; i++)
        for (size_t k = 0; k < i; k++) assert_string_not_equal(codes.at[i], codes.at[k]);
}

static void test_new_codes_on_paper_end_the_old_ones(void **state)
{
    struct world *w = *state;
    struct codes codes, fresh;
    assert_refused(AS(w, w->member, svc_second_codes(SVC, fresh.at, ERR)), ERR_CONFLICT);
    set_up(w, w->member, &codes);
    assert_done(AS(w, w->member, svc_second_codes(SVC, fresh.at, ERR)));
    assert_refused(use(w, w->member, codes.at[0]), ERR_FORBIDDEN);
    assert_done(use(w, w->member, fresh.at[0]));
}

/* ---- What lies in the store ---- */

static void test_the_store_holds_no_secret_and_no_code(void **state)
{
    struct world *w = *state;
    struct codes codes;
    struct store_second row;
    char path[300], *secret = NULL;
    size_t len = 0;
    const char *base32 = set_up(w, w->member, &codes);
    assert_int_equal(oath_base32_decode(base32, strlen(base32), &secret, &len), OATH_OK);
    assert_done(store_second_get(w->store, w->member, w->svc.arena, &row, ERR));
    assert_int_equal(text_find(row.sealed, text_of(secret, len), 0), SIZE_MAX);
    snprintf(path, sizeof path, "%s/copy.db", w->dir);
    assert_done(store_copy_to(w->store, path, ERR));
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    static char bytes[8 * 1024 * 1024];
    text whole = text_of(bytes, fread(bytes, 1, sizeof bytes, f));
    fclose(f);
    assert_int_equal(text_find(whole, text_of(secret, len), 0), SIZE_MAX);
    assert_int_equal(text_find(whole, text_str(codes.at[0]), 0), SIZE_MAX);
    free(secret);
}

static void test_what_is_sealed_for_one_person_opens_for_no_other(void **state)
{
    struct world *w = *state;
    text sealed, plain;
    assert_done(store_seal(w->store, w->member, TEXT("geheim"), w->svc.arena, &sealed, ERR));
    assert_done(store_unseal(w->store, w->member, sealed, w->svc.arena, &plain, ERR));
    assert_true(text_is(plain, "geheim"));
    assert_refused(store_unseal(w->store, w->lead, sealed, w->svc.arena, &plain, ERR), ERR_CORRUPT);
    ((char *)sealed.ptr)[sealed.len - 1] ^= 1;
    assert_refused(store_unseal(w->store, w->member, sealed, w->svc.arena, &plain, ERR), ERR_CORRUPT);
    assert_refused(store_unseal(w->store, w->member, TEXT("kort"), w->svc.arena, &plain, ERR), ERR_CORRUPT);
}

/* ---- Doing without ---- */

static void test_an_administrator_takes_it_away_from_others_and_nobody_from_themselves_so(void **state)
{
    struct world *w = *state;
    struct codes codes;
    struct store_session session;
    set_up(w, w->member, &codes);
    assert_refused(AS(w, w->member, svc_second_reset(SVC, text_str(w->member), ERR)), ERR_NOT_FOUND);
    assert_refused(AS(w, w->lead, svc_second_reset(SVC, text_str(w->member), ERR)), ERR_NOT_FOUND);
    assert_true(is_on(w, w->member));
    assert_done(AS(w, SYSTEM, svc_second_reset(SVC, text_str(w->member), ERR)));
    assert_false(is_on(w, w->member));
    assert_false(session_there(w, w->member, &session));
    assert_refused(use(w, w->member, codes.at[0]), ERR_FORBIDDEN);
    assert_string_equal(last_change(w, w->member), "person.second-factor what=reset");
}

static void test_one_can_do_without_and_begin_again(void **state)
{
    struct world *w = *state;
    struct codes codes;
    const char *first = set_up(w, w->member, &codes);
    assert_done(AS(w, w->member, svc_second_remove(SVC, ERR)));
    assert_false(is_on(w, w->member));
    assert_int_equal(left(w, w->member), 0);
    const char *second = begin(w, w->member);
    assert_string_not_equal(first, second);
}

static void test_a_sign_in_with_the_password_alone_does_not_outrun_a_second_factor(void **state)
{
    struct world *w = *state;
    struct codes codes;
    uint8_t key[32], csrf[32] = {1};
    char mark[SVC_PASSWORD_MARK_BYTES];
    const char *person, *hash;
    session_key("onderweg", key);
    assert_done(svc_password_hash(TEXT("paarse fiets bij de brug"), w->svc.arena, &hash, ERR));
    assert_done(AS(w, SYSTEM, svc_password_put(SVC, text_str(w->member), hash, ERR)));
    assert_done(
        AS(w, ANONYMOUS, svc_password_verify(SVC, TEXT("lid"), TEXT("paarse fiets bij de brug"), &person, mark, ERR)));
    set_up(w, w->member, &codes);
    struct svc_new_session in = {.person = person, .token_hash = key, .csrf = csrf, .password_mark = mark};
    assert_refused(AS(w, ANONYMOUS, svc_sign_in(SVC, &in, ERR)), ERR_FORBIDDEN);
    in.second = true;
    assert_done(AS(w, ANONYMOUS, svc_sign_in(SVC, &in, ERR)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_its_person_hears_by_letter_that_there_is_one),
        IN_WORLD(test_who_may_do_much_needs_one_and_the_setting_says_who),
        IN_WORLD(test_it_counts_from_the_first_right_code_on),
        IN_WORLD(test_a_secret_that_counts_is_shown_to_nobody_and_not_made_anew),
        IN_WORLD(test_the_address_for_the_picture_names_network_and_person),
        IN_WORLD(test_a_code_works_once_and_so_does_none_before_it),
        IN_WORLD(test_a_clock_may_be_half_a_minute_off_and_no_more),
        IN_WORLD(test_a_code_of_one_person_opens_for_no_other),
        IN_WORLD(test_each_code_on_paper_works_once_however_it_is_typed),
        IN_WORLD(test_new_codes_on_paper_end_the_old_ones),
        IN_WORLD(test_the_store_holds_no_secret_and_no_code),
        IN_WORLD(test_what_is_sealed_for_one_person_opens_for_no_other),
        IN_WORLD(test_an_administrator_takes_it_away_from_others_and_nobody_from_themselves_so),
        IN_WORLD(test_one_can_do_without_and_begin_again),
        IN_WORLD(test_a_sign_in_with_the_password_alone_does_not_outrun_a_second_factor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
