/* The rights of a person over what is held about them, and how long it is kept. */
#include "tests/integration/service/service_test.h"

#include "kb/store/batch.h"

#include <fcntl.h>
#include <sys/stat.h>

#define CANARY "Wilhelmina Kanariepiet"
#define MAIL   "w.kanariepiet@voorbeeld.nl"

static const char *redactions_of(struct world *w)
{
    return arena_printf(w->svc.arena, "%s.redactions", w->dir);
}

static err_code erase_as(struct world *w, const char *who, const char *person)
{
    struct svc_person_erase in = {text_str(person), redactions_of(w)};
    return AS(w, who, svc_person_erase(SVC, &in, ERR));
}

/* Somebody of the network who left traces of many kinds. */
static const char *somebody(struct world *w)
{
    uint8_t hash[32], csrf[32] = {1};
    const char *id = add_person(w, MAIL, CANARY), *practice = adopted(w, "Huur", "Bel eerst.");
    struct svc_remark_add remark = {.practice = text_str(practice), .body = TEXT("Dit kan beter."), .must = true};
    struct svc_saved_add saved = {.name = TEXT("mijn vraag"), .address = TEXT("/zoeken?q=huur"), .words = TEXT("huur")};
    struct svc_wish_put wish = {.address = TEXT(MAIL), .overview = TEXT("daily")};
    struct svc_new_session session = {
        .person = id, .token_hash = hash, .csrf = csrf, .agent = "Firefox/Linux", .place = "192.0.2.7"};
    store_sha256(TEXT("kaartje"), hash);
    give(w, id, "participant", "location", "nijmegen");
    assert_done(AS(w, id, svc_remark_add(SVC, &remark, ERR)));
    assert_done(AS(w, id, svc_saved_add(SVC, &saved, ERR)));
    assert_done(AS(w, id, svc_wish_put(SVC, &wish, ERR)));
    assert_done(AS(w, ANONYMOUS, svc_sign_in(SVC, &session, ERR)));
    return id;
}

/* How many values of this table are held about somebody. */
static size_t held(struct world *w, const char *person, const char *table)
{
    struct store_owns all;
    size_t n = 0;
    assert_done(store_own_data(w->store, person, w->svc.arena, &all, ERR));
    for (size_t i = 0; i < all.n; i++) n += !strcmp(store_register_columns[all.at[i].column].table, table);
    return n;
}

/* ---- Own data ---- */

static bool holds(const struct store_owns *all, const char *value)
{
    for (size_t i = 0; i < all->n; i++)
        if (!strcmp(all->at[i].value, value)) return true;
    return false;
}

static void test_own_data_is_for_who_it_is_about(void **state)
{
    struct world *w = *state;
    struct store_owns all;
    const char *id = somebody(w);
    assert_done(AS(w, id, svc_own_data(SVC, &all, ERR)));
    static const char *const expected[] = {CANARY,      MAIL,         "participant",    "Firefox/Linux",
                                           "192.0.2.7", "mijn vraag", "Dit kan beter.", "person.sign-in"};
    for (size_t i = 0; i < COUNT_OF(expected); i++)
        if (!holds(&all, expected[i])) fail_msg("%s is not among the own data", expected[i]);
    assert_done(AS(w, w->participant, svc_own_data(SVC, &all, ERR)));
    assert_false(holds(&all, CANARY));
    assert_false(holds(&all, "Dit kan beter."));
    assert_refused(AS(w, ANONYMOUS, svc_own_data(SVC, &all, ERR)), ERR_SIGN_IN);
}

/* ---- Erasing ---- */

static void test_erasing_leaves_the_words_and_takes_the_person(void **state)
{
    struct world *w = *state;
    struct svc_said said;
    struct store_owns all;
    const char *id = somebody(w), *other;
    assert_done(AS(w, id, svc_own_data(SVC, &all, ERR)));
    assert_done(erase_as(w, id, id));
    static const char *const gone[] = {"session", "wish", "saved_search", "role_grant"};
    for (size_t i = 0; i < COUNT_OF(gone); i++) assert_int_equal(held(w, id, gone[i]), 0);
    struct store_practice practice;
    assert_done(store_practice_by_source(w->store, "map/Huur.md", w->svc.arena, &practice, ERR));
    assert_done(AS(w, w->editor, svc_said(SVC, text_str(practice.id), NULL, &said, ERR)));
    assert_int_equal(said.n_remarks, 1);
    assert_string_equal(said.remarks[0].row.body, "Dit kan beter.");
    assert_string_equal(said.remarks[0].name, "voormalig deelnemer");
    assert_string_equal(last_change(w, id), "person.erase ");
    /* the name is free for somebody else, and the account cannot come back */
    struct svc_person_put again = {.sign_in = TEXT(MAIL), .name = TEXT("Een ander")};
    assert_done(AS(w, SYSTEM, svc_person_put(SVC, &again, &other, ERR)));
    assert_string_not_equal(other, id);
    assert_refused(AS(w, w->admin, svc_person_disable(SVC, text_str(id), false, ERR)), ERR_GONE);
    again.id = text_str(id);
    again.sign_in = TEXT("terug");
    assert_refused(AS(w, w->admin, svc_person_put(SVC, &again, &other, ERR)), ERR_GONE);
    struct svc_persons people;
    assert_done(AS(w, w->admin, svc_people(SVC, &people, ERR)));
    for (size_t i = 0; i < people.n; i++) assert_string_not_equal(people.at[i].row.id, id);
    remove(redactions_of(w));
}

static void test_only_the_person_and_an_administrator_erase(void **state)
{
    struct world *w = *state;
    const char *id = somebody(w);
    struct svc_person_erase nowhere = {text_str(id), NULL};
    assert_refused(erase_as(w, w->editor, id), ERR_NOT_FOUND);
    assert_refused(erase_as(w, w->participant, id), ERR_NOT_FOUND);
    assert_refused(erase_as(w, ANONYMOUS, id), ERR_SIGN_IN);
    assert_refused(AS(w, w->admin, svc_person_erase(SVC, &nowhere, ERR)), ERR_CONFLICT);
    assert_reason("person", "no-redactions");
    assert_true(held(w, id, "session") > 0);
    assert_done(erase_as(w, w->admin, id));
    assert_done(erase_as(w, w->admin, id)); /* a button that was pressed twice */
    assert_refused(erase_as(w, w->admin, w->admin), ERR_RULE);
    assert_reason("person", "last-administrator");
    remove(redactions_of(w));
}

static void test_who_leaves_is_told_what_stands_still(void **state)
{
    struct world *w = *state;
    struct svc_blockings left;
    assert_done(AS(w, w->editor, svc_leaving(SVC, text_str(w->editor), &left, ERR)));
    assert_int_equal(left.n, 1);
    assert_int_equal(left.at[0].what, SVC_BLOCKED_EDITING);
    assert_done(AS(w, w->admin, svc_leaving(SVC, text_str(w->other), &left, ERR)));
    assert_int_equal(left.n, 1);
    assert_string_equal(left.at[0].scope, "Schulden");
    assert_done(AS(w, w->lead, svc_leaving(SVC, text_str(w->lead), &left, ERR))); /* there is a second lead */
    assert_int_equal(left.n, 0);
    assert_refused(AS(w, w->lead, svc_leaving(SVC, text_str(w->editor), &left, ERR)), ERR_NOT_FOUND);
}

/* ---- What stands on the disk, and on a copy ---- */

static size_t found;

static int count_canaries(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)at;
    if (type != FTW_F || !st->st_size) return 0;
    FILE *f = fopen(path, "rb");
    char *bytes = malloc((size_t)st->st_size);
    assert_non_null(f);
    assert_non_null(bytes);
    text all = text_of(bytes, fread(bytes, 1, (size_t)st->st_size, f));
    static const text words[] = {TEXT("Kanariepiet"), TEXT("kanariepiet")};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        for (size_t p = text_find(all, words[i], 0); p != SIZE_MAX; p = text_find(all, words[i], p + 1)) found++;
    free(bytes);
    fclose(f);
    return 0;
}

static size_t canaries_on_disk(struct world *w)
{
    found = 0;
    assert_int_equal(nftw(w->dir, count_canaries, 8, FTW_PHYS), 0);
    return found;
}

static err_code nothing(struct store *store, void *ctx, kb_err *err)
{
    (void)store, (void)ctx, (void)err;
    return OK;
}

static void test_the_name_leaves_the_files_and_a_copy_that_is_put_back(void **state)
{
    struct world *w = *state;
    struct store_redactions all;
    struct svc_redact_again again;
    const char *id = somebody(w);
    world_index(w);
    assert_done(store_run(w->store, nothing, NULL, ERR));
    assert_true(canaries_on_disk(w) > 0);
    char *copy = arena_printf(w->svc.arena, "%s/../kb-own-%s.db", w->dir, id);
    assert_done(store_copy_to(w->store, copy, ERR));
    assert_done(erase_as(w, id, id));
    assert_done(store_run(w->store, nothing, NULL, ERR)); /* behind a commit the file is written anew */
    assert_int_equal(canaries_on_disk(w), 0);

    store_close(w->store);
    assert_int_equal(rename(copy, arena_printf(w->svc.arena, "%s/kb.db", w->dir)), 0);
    remove(arena_printf(w->svc.arena, "%s/kb.db-wal", w->dir));
    remove(arena_printf(w->svc.arena, "%s/kb.db-shm", w->dir));
    struct store_options options = {.dir = w->dir, .now = world_start};
    assert_done(store_open_writer(&w->store, &options, ERR));
    w->svc.store = w->store;
    assert_true(canaries_on_disk(w) > 0);
    assert_done(store_redactions_read(redactions_of(w), w->svc.arena, &all, ERR));
    assert_int_equal(all.n_persons, 1);
    assert_string_equal(all.persons[0], id);
    assert_done(AS(w, SYSTEM, svc_redact_again(SVC, &all, &again, ERR)));
    assert_int_equal(again.done, 1);
    assert_done(AS(w, SYSTEM, svc_redact_again(SVC, &all, &again, ERR)));
    assert_int_equal(again.before, 1);
    assert_done(store_run(w->store, nothing, NULL, ERR));
    assert_int_equal(canaries_on_disk(w), 0);
    remove(redactions_of(w));
}

/* ---- Another address ---- */

static err_code wish(struct world *w, const char *person, const char *address, bool mail)
{
    struct svc_wish_put in = {.address = text_str(address), .overview = TEXT("daily"), .mail = mail};
    return AS(w, person, svc_wish_put(SVC, &in, ERR));
}

static const char *address_of(struct world *w, const char *person)
{
    struct svc_wish out;
    assert_done(AS(w, person, svc_wish(SVC, &out, ERR)));
    return out.address;
}

static void test_another_address_counts_when_it_is_confirmed_and_the_old_one_is_told(void **state)
{
    struct world *w = *state;
    struct svc_letter first, asked, told;
    const char *id = add_person(w, "oud@voorbeeld.nl", "Olga Oud");
    assert_done(wish(w, id, "oud@voorbeeld.nl", true)); /* the same: nothing is asked */
    assert_string_equal(next_letter(w, &first), "");
    assert_done(wish(w, id, "tikfout@voorbeeld.nl", true));
    assert_string_equal(next_letter(w, &first), "address tikfout@voorbeeld.nl");
    assert_done(wish(w, id, "nieuw@voorbeeld.nl", true));
    assert_string_equal(next_letter(w, &asked), "address nieuw@voorbeeld.nl");
    assert_string_equal(address_of(w, id), "oud@voorbeeld.nl");
    assert_refused(AS(w, ANONYMOUS, svc_address_confirm(SVC, text_str(first.token), ERR)), ERR_GONE);
    assert_done(AS(w, ANONYMOUS, svc_address_look(SVC, text_str(asked.token), ERR)));
    assert_done(AS(w, ANONYMOUS, svc_address_confirm(SVC, text_str(asked.token), ERR)));
    assert_string_equal(address_of(w, id), "nieuw@voorbeeld.nl");
    assert_refused(AS(w, ANONYMOUS, svc_address_confirm(SVC, text_str(asked.token), ERR)), ERR_GONE);
    assert_string_equal(next_letter(w, &told), "moved oud@voorbeeld.nl");
    assert_string_equal(told.token, "");
    assert_string_equal(next_letter(w, &told), "");
    assert_done(wish(w, id, "", true)); /* no mail any more: at once, and told */
    assert_string_equal(address_of(w, id), "");
    assert_string_equal(next_letter(w, &told), "moved nieuw@voorbeeld.nl");
}

static void test_a_mistyped_address_is_taken_back_with_its_link(void **state)
{
    struct world *w = *state;
    struct svc_letter mistyped;
    const char *id = add_person(w, "lia@voorbeeld.nl", "Lia Lid");
    assert_done(wish(w, id, "lia@vorbeeld.nl", true));
    assert_string_equal(next_letter(w, &mistyped), "address lia@vorbeeld.nl");
    assert_done(wish(w, id, "lia@voorbeeld.nl", true));
    assert_refused(AS(w, ANONYMOUS, svc_address_look(SVC, text_str(mistyped.token), ERR)), ERR_GONE);
    assert_refused(AS(w, ANONYMOUS, svc_address_confirm(SVC, text_str(mistyped.token), ERR)), ERR_GONE);
    assert_string_equal(address_of(w, id), "lia@voorbeeld.nl");
    assert_done(wish(w, id, "lia@vorbeeld.nl", true)); /* nor is a letter sent that still waits */
    assert_done(wish(w, id, "lia@voorbeeld.nl", true));
    assert_string_equal(next_letter(w, &mistyped), "");
}

static void test_an_address_counts_at_once_where_no_mail_is_sent(void **state)
{
    struct world *w = *state;
    struct svc_letter letter;
    assert_done(wish(w, w->member, "lid@voorbeeld.nl", false));
    assert_string_equal(address_of(w, w->member), "lid@voorbeeld.nl");
    assert_string_equal(next_letter(w, &letter), "");
}

static void test_a_link_of_another_purpose_or_that_has_expired_confirms_nothing(void **state)
{
    struct world *w = *state;
    struct svc_letter asked;
    char password[SVC_LINK_TOKEN_BYTES];
    assert_done(wish(w, w->member, "lid@voorbeeld.nl", true));
    assert_string_equal(next_letter(w, &asked), "address lid@voorbeeld.nl");
    assert_done(AS(w, w->admin, svc_link_make(SVC, "password", w->member, password, ERR)));
    assert_refused(AS(w, ANONYMOUS, svc_address_confirm(SVC, text_str(password), ERR)), ERR_GONE);
    w->svc.now += 4 * (kb_time)MS_DAY;
    assert_refused(AS(w, ANONYMOUS, svc_address_confirm(SVC, text_str(asked.token), ERR)), ERR_GONE);
    assert_string_equal(address_of(w, w->member), "");
}

/* ---- How long ---- */

static err_code set(struct world *w, const char *name, const char *days)
{
    return AS(w, w->admin, svc_setting_put(SVC, text_str(name), text_str(days), ERR));
}

static struct svc_forgotten forget(struct world *w, int days_later)
{
    struct svc_forgotten out;
    w->svc.now = world_start + (kb_time)days_later * MS_DAY;
    assert_done(AS(w, SYSTEM, svc_forget(SVC, &out, ERR)));
    w->svc.now = world_start;
    return out;
}

static void test_a_setting_says_for_how_many_days(void **state)
{
    struct world *w = *state;
    assert_done(set(w, "keep-notices", "30"));
    assert_string_equal(last_change(w, "keep-notices"), "setting.put value=30");
    static const char *const wrong[] = {"29", "3651", "", "-5", "dertig", "30.5"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_refused(set(w, "keep-notices", wrong[i]), ERR_INVALID);
        assert_reason("keep-notices", "not-these-days");
    }
    assert_refused(set(w, "keep-sessions", "8"), ERR_INVALID); /* never longer than the design says */
}

static void test_what_is_older_than_its_setting_is_forgotten(void **state)
{
    struct world *w = *state;
    const char *id = somebody(w);
    char notice_id[STORE_ID_BYTES], letter_id[STORE_ID_BYTES];
    store_new_id(notice_id);
    store_new_id(letter_id);
    struct store_practice practice;
    assert_done(store_practice_by_source(w->store, "map/Huur.md", w->svc.arena, &practice, ERR));
    struct store_notice notice = {notice_id, id, practice.id, "practice.adopt", "", world_start, false, 0, "direct"};
    struct store_letter letter = {.id = letter_id, .person = id, .made = world_start, .problem = ""};
    act_begin(w, SYSTEM);
    err_code code = store_notice_add(w->store, &notice, ERR);
    if (code == OK) code = store_letter_add(w->store, &letter, 0, ERR);
    assert_done(act_end(w, code));
    assert_done(set(w, "keep-letters", "30"));
    assert_done(set(w, "keep-notices", "60"));
    assert_done(set(w, "keep-sessions", "1"));
    struct svc_forgotten now = forget(w, 0);
    for (int i = 0; i < SVC_FORGOTTEN__COUNT; i++) assert_int_equal(now.n[i], 0);
    assert_int_equal(forget(w, 2).n[SVC_FORGOTTEN_SESSIONS], 1);
    assert_int_equal(held(w, id, "session"), 0);
    assert_int_equal(forget(w, 31).n[SVC_FORGOTTEN_LETTERS], 1);
    assert_true(held(w, id, "notice") > 0); /* a notice outlives its letter */
    assert_int_equal(forget(w, 59).n[SVC_FORGOTTEN_NOTICES], 0);
    assert_int_equal(forget(w, 61).n[SVC_FORGOTTEN_NOTICES], 1);
    assert_int_equal(held(w, id, "notice"), 0);
    struct svc_forgotten out;
    assert_refused(AS(w, w->admin, svc_forget(SVC, &out, ERR)), ERR_FORBIDDEN);
}

static void test_a_copy_of_before_an_upgrade_is_kept_for_a_week(void **state)
{
    struct world *w = *state;
    const struct timespec then[2] = {{world_start / MS_SECOND, 0}, {world_start / MS_SECOND, 0}};
    const char *copy = arena_printf(w->svc.arena, "%s/backup-before-0002.db", w->dir);
    FILE *f = fopen(copy, "w");
    assert_non_null(f);
    fclose(f);
    assert_int_equal(utimensat(AT_FDCWD, copy, then, 0), 0);
    assert_int_equal(forget(w, 7).n[SVC_FORGOTTEN_COPIES], 0);
    assert_int_equal(forget(w, 8).n[SVC_FORGOTTEN_COPIES], 1);
    assert_int_equal(access(copy, F_OK), -1);
}

static void test_the_register_says_for_how_many_days(void **state)
{
    struct world *w = *state;
    int64_t days = 0;
    size_t with = 0;
    assert_done(set(w, "keep-notices", "60"));
    for (size_t i = 0; i < store_register_rows_count; i++) {
        const struct store_register_row *row = &store_register_rows[i];
        assert_done(AS(w, w->admin, svc_register_days(SVC, row, &days, ERR)));
        assert_int_equal(days > 0, !strncmp(row->kept, "keep_", 5)); /* every setting that it names is there */
        if (!strcmp(row->table, "notice")) assert_int_equal(days, 60);
        with += days > 0;
    }
    assert_true(with >= 4);
    assert_refused(AS(w, ANONYMOUS, svc_register_days(SVC, &store_register_rows[0], &days, ERR)), ERR_SIGN_IN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_own_data_is_for_who_it_is_about),
        IN_WORLD(test_erasing_leaves_the_words_and_takes_the_person),
        IN_WORLD(test_only_the_person_and_an_administrator_erase),
        IN_WORLD(test_who_leaves_is_told_what_stands_still),
        IN_WORLD(test_the_name_leaves_the_files_and_a_copy_that_is_put_back),
        IN_WORLD(test_another_address_counts_when_it_is_confirmed_and_the_old_one_is_told),
        IN_WORLD(test_a_mistyped_address_is_taken_back_with_its_link),
        IN_WORLD(test_an_address_counts_at_once_where_no_mail_is_sent),
        IN_WORLD(test_a_link_of_another_purpose_or_that_has_expired_confirms_nothing),
        IN_WORLD(test_a_setting_says_for_how_many_days),
        IN_WORLD(test_what_is_older_than_its_setting_is_forgotten),
        IN_WORLD(test_a_copy_of_before_an_upgrade_is_kept_for_a_week),
        IN_WORLD(test_the_register_says_for_how_many_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
