/* Tokens for programs: made by a person for a while, told once, kept as a hash, and ended by all that should end them.
 */
#include "tests/integration/service/service_test.h"

static const char any_hash[] = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$x";

static err_code make_for(struct world *w, const char *who, const char *scope, int64_t days, struct svc_token_made *out)
{
    struct svc_token_make in = {.name = TEXT("feedlezer"), .scope = text_str(scope), .days = days};
    return AS(w, who, svc_token_make(SVC, &in, out, ERR));
}

/* A token for reading, 30 days, in the arena. */
static const char *token_of(struct world *w, const char *who)
{
    struct svc_token_made made;
    assert_done(make_for(w, who, "read", 30, &made));
    return arena_str(w->svc.arena, made.token);
}

static err_code look(struct world *w, const char *token, struct svc_token_holder *out)
{
    return AS(w, ANONYMOUS, svc_token_look(SVC, text_str(token), out, ERR));
}

static void assert_gone(struct world *w, const char *token)
{
    struct svc_token_holder holder;
    assert_refused(look(w, token, &holder), ERR_TOKEN);
}

static void assert_works(struct world *w, const char *token)
{
    struct svc_token_holder holder;
    assert_done(look(w, token, &holder));
}

static struct svc_token only(struct world *w, const char *who)
{
    struct svc_tokens all;
    assert_done(AS(w, who, svc_tokens(SVC, text_str(who), &all, ERR)));
    assert_int_equal(all.n, 1);
    return all.at[0];
}

/* ---- Making ---- */

static void test_a_token_names_its_person_and_scope_and_no_two_are_alike(void **state)
{
    struct world *w = *state;
    struct svc_token_made one, two;
    struct svc_token_holder holder;
    assert_done(make_for(w, w->participant, "read", 30, &one));
    assert_done(make_for(w, w->participant, "feeds", 30, &two));
    assert_int_equal(strlen(one.token), SVC_TOKEN_BYTES - 1);
    assert_int_equal(strncmp(one.token, "kb_", 3), 0);
    assert_string_not_equal(one.token, two.token);
    assert_done(look(w, one.token, &holder));
    assert_string_equal(holder.person, w->participant);
    assert_int_equal(holder.scope, SVC_TOKEN_READ);
    assert_done(look(w, two.token, &holder));
    assert_int_equal(holder.scope, SVC_TOKEN_FEEDS);
}

static void test_its_person_hears_by_letter_that_one_was_made(void **state)
{
    struct world *w = *state;
    struct svc_letter letter;
    struct svc_token_made made;
    const char *who = add_person(w, "olga@voorbeeld.nl", "Olga Open");
    assert_refused(make_for(w, who, "read", 9999, &made), ERR_INVALID);
    assert_string_equal(next_letter(w, &letter), "");
    assert_done(make_for(w, who, "read", 30, &made));
    assert_string_equal(next_letter(w, &letter), "token olga@voorbeeld.nl");
    assert_string_equal(letter.person, who);
    assert_string_equal(letter.token, "");
}

static bool file_holds(const char *dir, const char *name, const char *word)
{
    char path[400];
    _cleanup_(free_p)
    char *bytes = malloc(8 << 20);
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "rb");
    if (!f || !bytes) return false;
    size_t n = fread(bytes, 1, 8 << 20, f);
    fclose(f);
    return n && memmem(bytes, n, word, strlen(word));
}

static void test_the_token_is_kept_nowhere_only_its_hash(void **state)
{
    struct world *w = *state;
    const char *token = token_of(w, w->participant);
    static const char *const files[] = {"kb.db", "kb.db-wal"};
    bool name = false;
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        assert_false(file_holds(w->dir, files[i], token + 3));
        name |= file_holds(w->dir, files[i], "feedlezer"); /* the control: what is kept is found this way */
    }
    assert_true(name);
}

static void test_name_scope_and_term_are_checked_and_the_term_has_a_ceiling(void **state)
{
    struct world *w = *state;
    struct svc_token_made made;
    struct svc_token_make in = {.name = TEXT(""), .scope = TEXT("write"), .days = 181};
    assert_refused(AS(w, w->member, svc_token_make(SVC, &in, &made, ERR)), ERR_INVALID);
    assert_reason("token_name", "required");
    assert_reason("token_scope", "not-a-choice");
    assert_reason("token_term", "not-these-days");
    assert_refused(make_for(w, w->member, "read", 0, &made), ERR_INVALID);
    assert_done(make_for(w, w->member, "read", 180, &made));
    assert_done(AS(w, w->admin, svc_setting_put(SVC, TEXT("token-days"), TEXT("7"), ERR)));
    assert_refused(make_for(w, w->member, "read", 8, &made), ERR_INVALID);
    assert_done(make_for(w, w->member, "read", 7, &made));
    in = (struct svc_token_make){.name = TEXT("cliënt 111222333"), .scope = TEXT("read"), .days = 5};
    assert_refused(AS(w, w->member, svc_token_make(SVC, &in, &made, ERR)), ERR_INVALID);
    assert_reason("token_name", "client-data");
}

static void test_nobody_has_more_than_so_many(void **state)
{
    struct world *w = *state;
    struct svc_token_made made;
    for (int i = 0; i < SVC_TOKENS_MAX; i++) assert_done(make_for(w, w->member, "feeds", 5, &made));
    assert_refused(make_for(w, w->member, "feeds", 5, &made), ERR_INVALID);
    assert_reason("token_name", "too-many");
    assert_done(make_for(w, w->lead, "feeds", 5, &made));
}

static void test_who_is_nobody_makes_none(void **state)
{
    struct world *w = *state;
    struct svc_token_made made;
    assert_refused(make_for(w, ANONYMOUS, "read", 5, &made), ERR_SIGN_IN);
    assert_refused(make_for(w, SYSTEM, "read", 5, &made), ERR_SIGN_IN);
}

/* ---- What is refused ---- */

static void test_what_is_no_token_or_an_unknown_one_is_refused(void **state)
{
    struct world *w = *state;
    const char *token = token_of(w, w->participant);
    char other[SVC_TOKEN_BYTES];
    static const char *const wrong[] = {"", "kb_", "kb_kort", "x", "kb_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) assert_gone(w, wrong[i]);
    for (size_t i = 0; i < SVC_TOKEN_BYTES - 1; i++) { /* each letter counts, the prefix too */
        memcpy(other, token, sizeof other);
        other[i] = other[i] == 'x' ? 'y' : 'x';
        assert_gone(w, other);
    }
    assert_gone(w, arena_printf(w->svc.arena, "%sA", token));
    assert_gone(w, token + 3);
    assert_works(w, token);
}

static void test_a_token_ends_at_the_end_of_its_last_day(void **state)
{
    struct world *w = *state;
    struct svc_token_made made;
    assert_done(make_for(w, w->participant, "read", 1, &made));
    assert_int_equal(made.expires, calendar_term_end((struct date){2026, 3, 3}));
    w->svc.now = made.expires - 1;
    assert_works(w, made.token);
    assert_false(only(w, w->participant).over);
    w->svc.now = made.expires;
    assert_gone(w, made.token);
    assert_true(only(w, w->participant).over);
}

/* ---- What ends it ---- */

static void test_its_person_and_an_administrator_revoke_it_and_nobody_else_does(void **state)
{
    struct world *w = *state;
    const char *token = token_of(w, w->participant), *who = w->participant;
    const char *id = only(w, who).id;
    struct svc_tokens all;
    assert_refused(AS(w, w->editor, svc_token_revoke(SVC, text_str(who), text_str(id), ERR)), ERR_NOT_FOUND);
    assert_refused(AS(w, w->editor, svc_tokens(SVC, text_str(who), &all, ERR)), ERR_NOT_FOUND);
    assert_refused(AS(w, w->editor, svc_token_revoke(SVC, text_str(w->editor), text_str(id), ERR)), ERR_NOT_FOUND);
    assert_refused(AS(w, ANONYMOUS, svc_token_revoke(SVC, text_str(who), text_str(id), ERR)), ERR_SIGN_IN);
    assert_works(w, token);
    assert_done(AS(w, who, svc_token_revoke(SVC, text_str(who), text_str(id), ERR)));
    assert_gone(w, token);
    assert_refused(AS(w, who, svc_token_revoke(SVC, text_str(who), text_str(id), ERR)), ERR_NOT_FOUND);
    token = token_of(w, who);
    assert_done(AS(w, w->admin, svc_tokens(SVC, text_str(who), &all, ERR)));
    assert_string_equal(all.at[0].name, "feedlezer");
    assert_done(AS(w, w->admin, svc_token_revoke(SVC, text_str(who), text_str(all.at[0].id), ERR)));
    assert_gone(w, token);
}

static void test_another_password_ends_all_tokens_of_the_person_and_of_nobody_else(void **state)
{
    struct world *w = *state;
    const char *one = token_of(w, w->member), *two = token_of(w, w->member), *other = token_of(w, w->lead);
    assert_done(AS(w, w->member, svc_password_put(SVC, text_str(w->member), any_hash, ERR)));
    assert_gone(w, one);
    assert_gone(w, two);
    assert_works(w, other);
}

static void test_a_password_that_is_chosen_by_a_link_ends_them(void **state)
{
    struct world *w = *state;
    const char *token = token_of(w, w->member), *person;
    char link[SVC_LINK_TOKEN_BYTES];
    assert_done(AS(w, w->admin, svc_link_make(SVC, "password", w->member, link, ERR)));
    assert_works(w, token);
    struct svc_link_use use = {.token = text_str(link), .password_hash = any_hash};
    assert_done(AS(w, ANONYMOUS, svc_link_use(SVC, &use, &person, ERR)));
    assert_gone(w, token);
}

static void test_closing_an_account_ends_them_for_good_and_so_does_a_reset_of_the_second_factor(void **state)
{
    struct world *w = *state;
    const char *closed = token_of(w, w->member), *reset = token_of(w, w->lead);
    assert_done(AS(w, w->admin, svc_person_disable(SVC, text_str(w->member), true, ERR)));
    assert_gone(w, closed);
    assert_done(AS(w, w->admin, svc_person_disable(SVC, text_str(w->member), false, ERR)));
    assert_gone(w, closed);
    assert_done(AS(w, w->admin, svc_second_reset(SVC, text_str(w->lead), ERR)));
    assert_gone(w, reset);
}

static err_code sign_in(struct world *w, const char *person)
{
    uint8_t hash[32], csrf[32] = {1};
    struct svc_new_session in = {.person = person, .token_hash = hash, .csrf = csrf};
    store_sha256(text_str(arena_printf(w->svc.arena, "%s %lld", person, (long long)w->svc.now)), hash);
    return AS(w, ANONYMOUS, svc_sign_in(SVC, &in, ERR));
}

/* Closed out there, a person cannot sign in; a token does not outlive that. Who has no account there is not asked to.
 */
static void test_of_who_signs_in_at_the_provider_it_sleeps_after_a_week_without(void **state)
{
    struct world *w = *state;
    const char *linked = token_of(w, w->member), *other = token_of(w, w->lead);
    struct svc_identity who = {.issuer = "https://inloggen.voorbeeld.nl", .subject = TEXT("s-1")};
    assert_done(AS(w, w->member, svc_sso_link(SVC, &who, ERR)));
    w->svc.now = world_start + SVC_SESSION_ABSOLUTE_MS - 1;
    assert_works(w, linked);
    w->svc.now++;
    assert_gone(w, linked);
    assert_works(w, other);
    assert_done(sign_in(w, w->lead));
    assert_gone(w, linked);
    assert_done(sign_in(w, w->member));
    assert_works(w, linked);
}

/* A row that somehow outlived its account opens nothing either. */
static void test_the_token_of_a_closed_account_is_refused(void **state)
{
    struct world *w = *state;
    struct store_token row = {.id = "overgebleven",
                              .person = w->member,
                              .name = "x",
                              .scope = "read",
                              .made = world_start,
                              .expires = world_start + MS_DAY};
    const char *token = "kb_BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB";
    store_sha256(text_str(token), row.hash);
    assert_done(AS(w, w->admin, svc_person_disable(SVC, text_str(w->member), true, ERR)));
    assert_done(AS(w, SYSTEM, store_token_add(w->store, &row, ERR)));
    assert_gone(w, token);
}

static void test_a_store_that_fails_is_not_told_as_a_token_that_works_no_more(void **state)
{
    struct world *w = *state;
    struct svc_token_holder holder;
    const char *token = token_of(w, w->participant);
    w->svc.now += SVC_SESSION_ABSOLUTE_MS;
    assert_failures_are_told(w, ANONYMOUS, svc_token_look(SVC, text_str(token), &holder, ERR));
}

static void test_erasing_a_person_takes_their_tokens(void **state)
{
    struct world *w = *state;
    const char *token = token_of(w, w->member), *file = arena_printf(w->svc.arena, "%s/weg", w->dir);
    struct store_tokens rows;
    struct svc_person_erase in = {.person = text_str(w->member), .file = file};
    assert_done(AS(w, w->admin, svc_person_erase(SVC, &in, ERR)));
    assert_done(store_tokens_of(w->store, w->member, w->svc.arena, &rows, ERR));
    assert_int_equal(rows.n, 0);
    assert_gone(w, token);
}

/* ---- What is written down ---- */

static void test_the_log_tells_that_one_was_made_and_revoked_without_what_it_is(void **state)
{
    struct world *w = *state;
    const char *token = token_of(w, w->member), *id = only(w, w->member).id, *said = last_change(w, w->member);
    assert_string_equal(said, arena_printf(w->svc.arena, "person.token what=made token=%s scope=read days=30", id));
    assert_null(strstr(said, token + 3));
    assert_done(AS(w, w->member, svc_token_revoke(SVC, text_str(w->member), text_str(id), ERR)));
    assert_string_equal(last_change(w, w->member),
                        arena_printf(w->svc.arena, "person.token what=revoked token=%s", id));
}

static void test_the_day_of_use_is_kept_and_no_hour(void **state)
{
    struct world *w = *state;
    const char *token = token_of(w, w->member);
    struct svc_token_holder holder;
    assert_string_equal(only(w, w->member).used, "");
    assert_done(look(w, token, &holder));
    assert_true(holder.first_today);
    assert_done(AS(w, SYSTEM, svc_token_used(w->store, holder.key, w->svc.now, ERR)));
    assert_string_equal(only(w, w->member).used, "2026-03-02");
    assert_done(look(w, token, &holder));
    assert_false(holder.first_today);
    w->svc.now += MS_DAY;
    assert_done(look(w, token, &holder));
    assert_true(holder.first_today);
    assert_done(AS(w, SYSTEM, svc_token_used(w->store, holder.key, w->svc.now, ERR)));
    assert_done(AS(w, SYSTEM, svc_token_used(w->store, holder.key, world_start, ERR))); /* a note that came late */
    assert_string_equal(only(w, w->member).used, "2026-03-03");
}

static bool own_has(struct world *w, const char *who, const char *column, const char *value)
{
    struct store_owns all;
    bool found = false;
    assert_done(AS(w, who, svc_own_data(SVC, &all, ERR)));
    for (size_t i = 0; i < all.n; i++) {
        const struct store_register_column *c = &store_register_columns[all.at[i].column];
        found |= !strcmp(c->table, "token") && !strcmp(c->column, column) && !strcmp(all.at[i].value, value);
    }
    return found;
}

static void test_own_data_tell_of_it_and_not_its_hash(void **state)
{
    struct world *w = *state;
    (void)token_of(w, w->member);
    assert_true(own_has(w, w->member, "name", "feedlezer"));
    assert_true(own_has(w, w->member, "scope", "read"));
    assert_false(own_has(w, w->lead, "name", "feedlezer"));
    for (size_t i = 0; i < store_register_columns_count; i++)
        if (!strcmp(store_register_columns[i].table, "token") && !strcmp(store_register_columns[i].column, "hash"))
            assert_string_equal(store_register_columns[i].kind, "secret");
}

static void test_thirty_days_after_its_end_it_is_forgotten(void **state)
{
    struct world *w = *state;
    struct svc_token_made made;
    struct svc_forgotten out;
    assert_done(make_for(w, w->member, "read", 1, &made));
    w->svc.now = made.expires + 30 * (kb_time)MS_DAY;
    assert_done(AS(w, SYSTEM, svc_forget(SVC, &out, ERR)));
    assert_int_equal(out.n[SVC_FORGOTTEN_TOKENS], 0);
    w->svc.now++;
    assert_done(AS(w, SYSTEM, svc_forget(SVC, &out, ERR)));
    assert_int_equal(out.n[SVC_FORGOTTEN_TOKENS], 1);
    assert_string_equal(svc_forgotten_slug(SVC_FORGOTTEN_TOKENS), "tokens");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_a_token_names_its_person_and_scope_and_no_two_are_alike),
        IN_WORLD(test_its_person_hears_by_letter_that_one_was_made),
        IN_WORLD(test_the_token_is_kept_nowhere_only_its_hash),
        IN_WORLD(test_name_scope_and_term_are_checked_and_the_term_has_a_ceiling),
        IN_WORLD(test_nobody_has_more_than_so_many),
        IN_WORLD(test_who_is_nobody_makes_none),
        IN_WORLD(test_what_is_no_token_or_an_unknown_one_is_refused),
        IN_WORLD(test_a_token_ends_at_the_end_of_its_last_day),
        IN_WORLD(test_its_person_and_an_administrator_revoke_it_and_nobody_else_does),
        IN_WORLD(test_another_password_ends_all_tokens_of_the_person_and_of_nobody_else),
        IN_WORLD(test_a_password_that_is_chosen_by_a_link_ends_them),
        IN_WORLD(test_closing_an_account_ends_them_for_good_and_so_does_a_reset_of_the_second_factor),
        IN_WORLD(test_of_who_signs_in_at_the_provider_it_sleeps_after_a_week_without),
        IN_WORLD(test_the_token_of_a_closed_account_is_refused),
        IN_WORLD(test_a_store_that_fails_is_not_told_as_a_token_that_works_no_more),
        IN_WORLD(test_erasing_a_person_takes_their_tokens),
        IN_WORLD(test_the_log_tells_that_one_was_made_and_revoked_without_what_it_is),
        IN_WORLD(test_the_day_of_use_is_kept_and_no_hour),
        IN_WORLD(test_own_data_tell_of_it_and_not_its_hash),
        IN_WORLD(test_thirty_days_after_its_end_it_is_forgotten),
    };
    return cmocka_run_group_tests_name("token", tests, NULL, NULL);
}
