#include "tests/integration/service/service_test.h"

#include <time.h>

static const char pass[] = "paarse fiets bij de brug";

/* A hash that costs nothing, for what is not about hashing. */
static const char any_hash[] = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$x";

static err_code check(struct world *w, const char *password, const char *sign_in)
{
    struct svc_password_about about = {.sign_in = text_str(sign_in), .name = TEXT("Noor van der Veldhuis")};
    memset(&w->err, 0, sizeof w->err);
    assert_done(svc_password_about(SVC, &about, ERR));
    return svc_password_check(text_str(password), &about, ERR);
}

static void set_password(struct world *w, const char *person, const char *password)
{
    const char *hash;
    assert_done(svc_password_hash(text_str(password), w->svc.arena, &hash, ERR));
    assert_done(AS(w, SYSTEM, svc_password_put(SVC, text_str(person), hash, ERR)));
}

static err_code verify(struct world *w, const char *sign_in, const char *password, const char **person)
{
    char mark[SVC_PASSWORD_MARK_BYTES];
    return AS(w, ANONYMOUS, svc_password_verify(SVC, text_str(sign_in), text_str(password), person, mark, ERR));
}

static err_code sign_in(struct world *w, const char *person, const char *token)
{
    uint8_t hash[32], csrf[32] = {1};
    store_sha256(text_str(token), hash);
    struct svc_new_session in = {.person = person, .token_hash = hash, .csrf = csrf};
    return AS(w, ANONYMOUS, svc_sign_in(SVC, &in, ERR));
}

static bool has_session(struct world *w, const char *token)
{
    uint8_t hash[32];
    struct store_session session;
    store_sha256(text_str(token), hash);
    err_code code = store_session_get(w->store, hash, w->svc.arena, &session, ERR);
    if (code != ERR_NOT_FOUND) assert_done(code);
    return code == OK;
}

static err_code make_link(struct world *w, const char *who, const char *purpose, const char *person,
                          char token[SVC_LINK_TOKEN_BYTES])
{
    return AS(w, who, svc_link_make(SVC, purpose, person, token, ERR));
}

static err_code use_link(struct world *w, const char *token, const char *name_to_sign_in, const char **person)
{
    struct svc_link_use use = {text_str(token), text_str(name_to_sign_in), TEXT("Eva Eerste"), any_hash};
    return AS(w, ANONYMOUS, svc_link_use(SVC, &use, person, ERR));
}

/* ---- Passwords ---- */

static void test_length_is_what_counts_in_a_password(void **state)
{
    struct world *w = *state;
    assert_done(check(w, "vijftien tekens", "sam"));
    assert_done(check(w, "éééë vijf tèken", "sam")); /* letters are counted, not bytes */
    assert_refused(check(w, "veertientekens", "sam"), ERR_INVALID);
    assert_reason("password", "too-short");
    assert_refused(check(w, "", "sam"), ERR_INVALID);
    assert_refused(check(w, "ééééééé", "sam"), ERR_INVALID); /* fourteen bytes, seven letters */
    assert_reason("password", "too-short");
    char longest[202];
    for (size_t i = 0; i < sizeof longest; i++) longest[i] = (char)('a' + i * 7 % 26);
    longest[201] = '\0';
    assert_refused(check(w, longest, "sam"), ERR_INVALID);
    assert_reason("password", "too-long");
    longest[200] = '\0';
    assert_done(check(w, longest, "sam"));
    assert_refused(check(w, "vijftien tekens\xFF", "sam"), ERR_INVALID);
    assert_reason("password", "not-text");
}

static void test_no_letter_digit_or_sign_is_demanded(void **state)
{
    struct world *w = *state;
    assert_done(check(w, "alleen kleine letters", "sam"));
    assert_done(check(w, "ALLEEN HOOFDLETTERS", "sam"));
    assert_done(check(w, "271828182845904", "sam"));
}

static void test_what_everybody_tries_first_is_refused(void **state)
{
    struct world *w = *state;
    static const char *const easy[] = {
        "aaaaaaaaaaaaaaaa", "123456789012345", "abcdefghijklmnop",   "wachtwoord12345",  "Wachtwoord2026!!",
        "passwordpassword", "welkomwelkom123", "Welkom Wachtwoord",  "qwertyuiopasdfgh", "geheim geheim geheim",
        "praktijkbank2026", "juridischloket1", "Zomer2026Zomer2026", "administrator123",
    };
    for (size_t i = 0; i < COUNT_OF(easy); i++) {
        if (check(w, easy[i], "sam") == OK) fail_msg("\"%s\" was taken", easy[i]);
        assert_reason("password", "too-easy");
    }
    assert_done(check(w, "welkom in de tuin van oma", "sam"));
    assert_done(check(w, "mijn geheim is een grote eik", "sam"));
}

static void test_one_word_of_the_word_lists_is_no_password(void **state)
{
    struct world *w = *state;
    static const char *const easy[] = {
        "arbeidsongeschiktheid", "Vergaderzaal2026!", "constitutional12", "fietsenmakerfietsenmaker",
        "W@chtw00rd123456",      "v3rg4d3rz44l!!!!",  "Vérgaderzaal2026", "vergaderzaal vergaderzaal",
    };
    for (size_t i = 0; i < COUNT_OF(easy); i++) {
        if (check(w, easy[i], "sam") == OK) fail_msg("\"%s\" was taken", easy[i]);
        assert_reason("password", "too-easy");
    }
    assert_done(check(w, "vergaderzaal lantaarn", "sam"));
    assert_done(check(w, "vergaderzaallantaarn", "sam"));
    assert_done(check(w, "qzxvkwpjmbtrfhg", "sam"));
}

static void test_names_of_the_network_and_the_person_are_known_to_everybody(void **state)
{
    struct world *w = *state;
    static const char *const easy[] = {"JuridischLoket2026", "hjl-nijmegen-2026!", "vanderveldhuis12",
                                       "Noor Veldhuis 1984", "noorveldhuisfiets"};
    for (size_t i = 0; i < COUNT_OF(easy); i++) {
        if (check(w, easy[i], "sam") == OK) fail_msg("\"%s\" was taken", easy[i]);
        assert_reason("password", "too-easy");
    }
    assert_done(check(w, "Noor wandelt graag door bossen", "sam"));
}

static void test_ones_own_name_is_no_password(void **state)
{
    struct world *w = *state;
    assert_refused(check(w, "sandersjansen12", "sandersjansen@loket.nl"), ERR_INVALID);
    assert_reason("password", "too-easy");
    assert_refused(check(w, "SandersJansen12", "sandersjansen@loket.nl"), ERR_INVALID);
    assert_done(check(w, "een lange zin die toevallig sandersjansen noemt", "sandersjansen"));
}

static void test_the_right_password_opens_and_all_else_is_one_refusal(void **state)
{
    struct world *w = *state;
    const char *person = NULL;
    set_password(w, w->member, pass);
    assert_done(verify(w, " LID ", pass, &person));
    assert_string_equal(person, w->member);
    assert_refused(verify(w, "lid", "paarse fiets bij de brug ", &person), ERR_FORBIDDEN);
    char cause[ERR_CAUSE_MAX];
    snprintf(cause, sizeof cause, "%s", w->err.cause);
    assert_refused(verify(w, "bestaat-niet", pass, &person), ERR_FORBIDDEN);
    assert_string_equal(w->err.cause, cause);
    assert_refused(verify(w, "trekker", pass, &person), ERR_FORBIDDEN); /* has none yet */
    assert_string_equal(w->err.cause, cause);
    assert_int_equal(w->err.n_items, 0);
    assert_done(AS(w, w->admin, svc_person_disable(SVC, text_str(w->member), true, ERR)));
    assert_refused(verify(w, "lid", pass, &person), ERR_FORBIDDEN);
    assert_string_equal(w->err.cause, cause);
}

static int by_time(const void *a, const void *b)
{
    return *(const double *)a > *(const double *)b ? 1 : -1;
}

static double seconds_to_refuse(struct world *w, const char *sign_in)
{
    const char *person;
    double from = thread_seconds();
    assert_refused(verify(w, sign_in, "een heel ander wachtwoord", &person), ERR_FORBIDDEN);
    return thread_seconds() - from;
}

/* Medians of the processor's time, taken in turn, so that a busy machine says the same. */
static void test_an_unknown_person_takes_as_long_as_a_wrong_password(void **state)
{
    struct world *w = *state;
    enum { N = 7 };
    double wrong[N], unknown[N];
    set_password(w, w->member, pass);
    for (size_t i = 0; i < N; i++) {
        wrong[i] = seconds_to_refuse(w, "lid");
        unknown[i] = seconds_to_refuse(w, "bestaat-niet");
    }
    qsort(wrong, N, sizeof *wrong, by_time);
    qsort(unknown, N, sizeof *unknown, by_time);
    double ratio = unknown[N / 2] / wrong[N / 2];
    print_message("unknown person / wrong password = %.2f\n", ratio);
    if (ratio < 0.7 || ratio > 1.4) fail_msg("an unknown person is refused in %.2f times the time", ratio);
}

static void test_a_password_is_set_by_oneself_or_an_administrator(void **state)
{
    struct world *w = *state;
    assert_done(AS(w, w->member, svc_password_put(SVC, text_str(w->member), any_hash, ERR)));
    assert_done(AS(w, w->admin, svc_password_put(SVC, text_str(w->member), any_hash, ERR)));
    assert_refused(AS(w, w->lead, svc_password_put(SVC, text_str(w->member), any_hash, ERR)), ERR_NOT_FOUND);
    assert_refused(AS(w, w->editor, svc_password_put(SVC, text_str(w->admin), any_hash, ERR)), ERR_NOT_FOUND);
    assert_refused(AS(w, ANONYMOUS, svc_password_put(SVC, text_str(w->member), any_hash, ERR)), ERR_SIGN_IN);
    assert_string_equal(last_change(w, w->member), "person.password ");
}

/* ---- Sessions ---- */

static void test_signing_in_and_out(void **state)
{
    struct world *w = *state;
    uint8_t hash[32];
    assert_done(sign_in(w, w->member, "een"));
    assert_done(sign_in(w, w->member, "twee"));
    assert_string_equal(last_change(w, w->member), "person.sign-in ");
    store_sha256(TEXT("een"), hash);
    assert_done(AS(w, w->member, svc_sign_out(SVC, hash, ERR)));
    assert_false(has_session(w, "een"));
    assert_true(has_session(w, "twee"));
}

static void test_a_disabled_persons_session_ends_and_none_begins(void **state)
{
    struct world *w = *state;
    assert_done(sign_in(w, w->member, "een"));
    assert_done(sign_in(w, w->lead, "andere"));
    assert_done(AS(w, w->admin, svc_person_disable(SVC, text_str(w->member), true, ERR)));
    assert_false(has_session(w, "een"));
    assert_true(has_session(w, "andere"));
    assert_refused(sign_in(w, w->member, "nieuw"), ERR_FORBIDDEN);
    assert_false(has_session(w, "nieuw"));
    assert_done(AS(w, w->admin, svc_person_disable(SVC, text_str(w->member), false, ERR)));
    assert_false(has_session(w, "een"));
    assert_done(sign_in(w, w->member, "nieuw"));
}

static void test_a_new_password_ends_every_session(void **state)
{
    struct world *w = *state;
    assert_done(sign_in(w, w->member, "een"));
    assert_done(AS(w, w->admin, svc_password_put(SVC, text_str(w->member), any_hash, ERR)));
    assert_false(has_session(w, "een"));
}

static void own_key(const char *token, uint8_t key[32])
{
    store_sha256(text_str(token), key);
}

static void test_sessions_are_listed_to_their_person_and_end_by_an_id_that_is_no_token(void **state)
{
    struct world *w = *state;
    struct svc_sessions list, others;
    uint8_t own[32], foreign[32];
    own_key("een", own);
    own_key("van-trekker", foreign);
    assert_done(sign_in(w, w->member, "een"));
    assert_done(sign_in(w, w->member, "twee"));
    assert_done(sign_in(w, w->lead, "van-trekker"));
    assert_done(AS(w, w->member, svc_sessions(SVC, own, &list, ERR)));
    assert_int_equal(list.n, 2);
    assert_true(list.at[0].own != list.at[1].own);
    const struct svc_session *other = list.at[0].own ? &list.at[1] : &list.at[0];
    assert_done(AS(w, w->lead, svc_sessions(SVC, foreign, &others, ERR)));
    assert_refused(AS(w, w->member, svc_session_end(SVC, text_str(others.at[0].id), own, ERR)), ERR_NOT_FOUND);
    assert_true(has_session(w, "van-trekker"));
    assert_done(AS(w, w->member, svc_session_end(SVC, text_str(other->id), own, ERR)));
    assert_true(has_session(w, "een"));
    assert_false(has_session(w, "twee"));
    assert_refused(AS(w, ANONYMOUS, svc_sessions(SVC, own, &list, ERR)), ERR_SIGN_IN);
    assert_string_equal(last_change(w, w->member), "person.session-end ");
}

static void test_all_other_sessions_end_at_once_and_old_ones_are_not_listed(void **state)
{
    struct world *w = *state;
    struct svc_sessions list;
    uint8_t own[32];
    own_key("een", own);
    assert_done(sign_in(w, w->member, "een"));
    assert_done(sign_in(w, w->member, "twee"));
    assert_done(sign_in(w, w->lead, "van-trekker"));
    assert_done(AS(w, w->member, svc_session_end(SVC, TEXT(""), own, ERR)));
    assert_true(has_session(w, "een"));
    assert_false(has_session(w, "twee"));
    assert_true(has_session(w, "van-trekker"));
    w->svc.now += 12 * (kb_time)MS_HOUR;
    assert_done(AS(w, w->member, svc_sessions(SVC, own, &list, ERR)));
    assert_int_equal(list.n, 0);
}

static void test_an_unknown_person_gets_no_session(void **state)
{
    struct world *w = *state;
    assert_refused(sign_in(w, "00000000000000000000000000", "een"), ERR_FORBIDDEN);
}

/* ---- One-time links ---- */

static void test_a_link_used_twice_is_gone(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    const char *person = NULL;
    struct store_link link;
    assert_done(make_link(w, w->admin, "password", w->member, token));
    assert_int_equal(strlen(token), SVC_LINK_TOKEN_BYTES - 1);
    assert_done(AS(w, ANONYMOUS, svc_link_look(SVC, text_str(token), &link, ERR)));
    assert_done(AS(w, ANONYMOUS, svc_link_look(SVC, text_str(token), &link, ERR))); /* looking uses nothing up */
    assert_done(use_link(w, token, "", &person));
    assert_string_equal(person, w->member);
    assert_refused(use_link(w, token, "", &person), ERR_GONE);
    assert_refused(AS(w, ANONYMOUS, svc_link_look(SVC, text_str(token), &link, ERR)), ERR_GONE);
    assert_refused(use_link(w, "bestaat-niet", "", &person), ERR_GONE);
}

static void test_the_store_holds_no_token(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    assert_done(make_link(w, w->admin, "password", w->member, token));
    struct store_link link;
    assert_done(AS(w, ANONYMOUS, svc_link_look(SVC, text_str(token), &link, ERR)));
    assert_memory_not_equal(link.token_hash, token, sizeof link.token_hash);
    assert_null(strstr(last_change(w, w->member), token));
}

static void test_a_link_lasts_three_days(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    const char *person = NULL;
    assert_done(make_link(w, w->admin, "password", w->member, token));
    w->svc.now += 3 * (kb_time)MS_DAY - 1;
    struct store_link link;
    assert_done(AS(w, ANONYMOUS, svc_link_look(SVC, text_str(token), &link, ERR)));
    w->svc.now += 1;
    assert_refused(use_link(w, token, "", &person), ERR_GONE);
}

static void test_setting_a_password_by_link_ends_sessions_and_needs_an_open_account(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    const char *person = NULL;
    assert_done(sign_in(w, w->member, "een"));
    assert_done(make_link(w, w->admin, "password", w->member, token));
    assert_done(use_link(w, token, "", &person));
    assert_false(has_session(w, "een"));
    assert_done(make_link(w, w->admin, "password", w->member, token));
    assert_done(AS(w, w->admin, svc_person_disable(SVC, text_str(w->member), true, ERR)));
    assert_refused(use_link(w, token, "", &person), ERR_FORBIDDEN);
}

static void test_a_store_that_fails_is_not_told_as_a_link_that_works_no_more(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    const char *person;
    struct store_link link;
    assert_done(make_link(w, w->admin, "password", w->member, token));
    struct svc_link_use in = {.token = text_str(token), .password_hash = any_hash};
    assert_failures_are_told(w, ANONYMOUS, svc_link_look(SVC, text_str(token), &link, ERR));
    assert_failures_are_told(w, ANONYMOUS, svc_link_use(SVC, &in, &person, ERR));
}

static void test_links_for_others_are_the_administrators(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    assert_refused(make_link(w, w->lead, "password", w->member, token), ERR_NOT_FOUND);
    assert_refused(make_link(w, ANONYMOUS, "password", w->member, token), ERR_SIGN_IN);
    assert_refused(make_link(w, w->admin, "password", NULL, token), ERR_INVALID);
}

static void test_the_first_administrator_comes_by_link(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    const char *person = NULL;
    struct svc_person first;
    assert_done(make_link(w, SYSTEM, "first-administrator", NULL, token));
    assert_refused(use_link(w, token, "x", &person), ERR_INVALID);
    assert_reason("sign_in", "too-short");
    assert_done(use_link(w, token, "eva@loket.nl", &person)); /* a wrong form did not use it up */
    assert_done(AS(w, person, svc_person(SVC, text_str(person), &first, ERR)));
    assert_string_equal(first.row.name, "Eva Eerste");
    assert_int_equal(first.n_roles, 1);
    assert_int_equal(first.roles[0].role, ROLE_ADMINISTRATOR);
    assert_refused(use_link(w, token, "tweede@loket.nl", &person), ERR_GONE);
}

static void test_the_first_administrators_link_works_only_while_there_is_none(void **state)
{
    struct world *w = *state;
    char one[SVC_LINK_TOKEN_BYTES], two[SVC_LINK_TOKEN_BYTES];
    const char *person = NULL;
    bool has;
    assert_done(make_link(w, SYSTEM, "first-administrator", NULL, one));
    assert_done(make_link(w, SYSTEM, "first-administrator", NULL, two));
    assert_done(use_link(w, one, "eva@loket.nl", &person));
    assert_refused(use_link(w, two, "indringer@loket.nl", &person), ERR_GONE);
    assert_done(AS(w, SYSTEM, svc_has_administrator(SVC, &has, ERR)));
    assert_true(has);
    struct store_person row;
    assert_int_equal(store_person_by_sign_in(w->store, "indringer@loket.nl", w->svc.arena, &row, ERR), ERR_NOT_FOUND);
}

static void test_nobody_makes_themselves_the_first_administrator(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    const char *id = add_person(w, "slim", "Slimme Sam");
    assert_refused(make_link(w, id, "first-administrator", id, token), ERR_NOT_FOUND);
    assert_refused(make_link(w, id, "first-administrator", NULL, token), ERR_NOT_FOUND);
    assert_refused(make_link(w, SYSTEM, "iets-anders", NULL, token), ERR_INVALID);
}

static void test_the_log_names_who_and_never_what(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    struct store_changes rows;
    assert_done(make_link(w, w->admin, "password", w->member, token));
    assert_done(AS(w, w->member, svc_password_put(SVC, text_str(w->member), any_hash, ERR)));
    assert_done(store_changes_after(w->store, 0, 1000, w->svc.arena, &rows, ERR));
    for (size_t i = 0; i < rows.n; i++) {
        text detail = text_str(rows.at[i].detail);
        static const char *const secrets[] = {"Lia", "Bea", "$argon2id", "Juridisch Loket"};
        for (size_t s = 0; s < COUNT_OF(secrets); s++)
            assert_int_equal(text_find(detail, text_str(secrets[s]), 0), SIZE_MAX);
        assert_int_equal(text_find(detail, text_str(token), 0), SIZE_MAX);
    }
    struct store_chain chain;
    assert_done(store_changes_verify(w->store, &chain, ERR));
    assert_int_equal(chain.bad_seq, 0);
}

/* The password is checked for a quarter of a second, and the second step has ten minutes: whoever knows the old
 * password could always have a sign-in on its way when its owner changes it. */
static void test_a_sign_in_on_its_way_ends_with_the_password_it_was_begun_with(void **state)
{
    struct world *w = *state;
    uint8_t hash[32], csrf[32] = {1};
    char mark[SVC_PASSWORD_MARK_BYTES];
    const char *person;
    struct svc_new_session in = {.token_hash = hash, .csrf = csrf, .password_mark = mark};
    store_sha256(TEXT("onderweg"), hash);
    set_password(w, w->member, pass);
    assert_done(AS(w, ANONYMOUS, svc_password_verify(SVC, TEXT("lid"), text_str(pass), &person, mark, ERR)));
    in.person = person;
    set_password(w, w->member, "een heel andere zin van vroeger");
    assert_refused(AS(w, ANONYMOUS, svc_sign_in(SVC, &in, ERR)), ERR_FORBIDDEN);
    in.second = true;
    assert_refused(AS(w, ANONYMOUS, svc_sign_in(SVC, &in, ERR)), ERR_FORBIDDEN);
    assert_false(has_session(w, "onderweg"));
    set_password(w, w->member, pass);
    assert_done(AS(w, ANONYMOUS, svc_password_verify(SVC, TEXT("lid"), text_str(pass), &person, mark, ERR)));
    assert_done(AS(w, ANONYMOUS, svc_sign_in(SVC, &in, ERR)));
    assert_true(has_session(w, "onderweg"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_EMPTY(test_length_is_what_counts_in_a_password),
        IN_EMPTY(test_no_letter_digit_or_sign_is_demanded),
        IN_EMPTY(test_what_everybody_tries_first_is_refused),
        IN_WORLD(test_one_word_of_the_word_lists_is_no_password),
        IN_WORLD(test_names_of_the_network_and_the_person_are_known_to_everybody),
        IN_EMPTY(test_ones_own_name_is_no_password),
        IN_WORLD(test_an_unknown_person_takes_as_long_as_a_wrong_password),
        IN_WORLD(test_the_right_password_opens_and_all_else_is_one_refusal),
        IN_WORLD(test_a_password_is_set_by_oneself_or_an_administrator),
        IN_WORLD(test_signing_in_and_out),
        IN_WORLD(test_a_disabled_persons_session_ends_and_none_begins),
        IN_WORLD(test_a_new_password_ends_every_session),
        IN_WORLD(test_an_unknown_person_gets_no_session),
        IN_WORLD(test_sessions_are_listed_to_their_person_and_end_by_an_id_that_is_no_token),
        IN_WORLD(test_all_other_sessions_end_at_once_and_old_ones_are_not_listed),
        IN_WORLD(test_a_link_used_twice_is_gone),
        IN_WORLD(test_the_store_holds_no_token),
        IN_WORLD(test_a_link_lasts_three_days),
        IN_WORLD(test_setting_a_password_by_link_ends_sessions_and_needs_an_open_account),
        IN_WORLD(test_a_store_that_fails_is_not_told_as_a_link_that_works_no_more),
        IN_WORLD(test_links_for_others_are_the_administrators),
        IN_EMPTY(test_the_first_administrator_comes_by_link),
        IN_EMPTY(test_the_first_administrators_link_works_only_while_there_is_none),
        IN_EMPTY(test_nobody_makes_themselves_the_first_administrator),
        IN_WORLD(test_the_log_names_who_and_never_what),
        IN_WORLD(test_a_sign_in_on_its_way_ends_with_the_password_it_was_begun_with),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
