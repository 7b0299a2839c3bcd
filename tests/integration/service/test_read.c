#include "tests/integration/service/service_test.h"

static void test_a_draft_is_for_others_the_same_as_an_id_that_never_was(void **state)
{
    struct world *w = *state;
    const char *id = start_draft(w, w->member, "huur", "Geheim plan");
    char random[STORE_ID_BYTES];
    store_new_id(random);
    const char *const outside[] = {w->participant, w->other, w->admin, w->editor, w->nobody, ANONYMOUS};
    for (size_t i = 0; i < COUNT_OF(outside); i++) {
        struct svc_practice p;
        assert_refused(read_as(w, outside[i], id, &p), ERR_NOT_FOUND);
        size_t items = w->err.n_items;
        assert_refused(read_as(w, outside[i], random, &p), ERR_NOT_FOUND);
        assert_int_equal(items, w->err.n_items);
        assert_refused(read_candidate_as(w, outside[i], id, &p), ERR_NOT_FOUND);
    }
}

static void test_the_group_reads_its_draft_from_the_working_copy(void **state)
{
    struct world *w = *state;
    const char *id = start_draft(w, w->member, "huur", "Huurverhoging");
    struct svc_practice p;
    assert_done(read_as(w, w->second, id, &p));
    assert_string_equal(p.card.title, "Huurverhoging");
    assert_null(p.text.revision);
    assert_null(p.card.number);
    assert_string_equal(p.card.href, arena_printf(w->svc.arena, "/stukken/%s", id));
    assert_true(p.may.write);
    assert_true(p.may.withdraw);
    assert_done(read_as(w, w->member, id, &p));
    assert_false(p.may.withdraw);
}

/* What was looked up last is that practice and no other one, by its id as by its number. */
static void test_where_the_view_stands_each_practice_is_still_itself(void **state)
{
    struct world *w = *state;
    const char *a = adopted(w, "Huurverhoging", "Bel."), *b = adopted(w, "Toeslag", "Schrijf.");
    const char *secret = start_draft(w, w->member, "huur", "Geheim");
    struct svc_card card;
    act_begin(w, w->participant);
    svc_view_stands(SVC);
    for (int again = 0; again < 2; again++) {
        assert_done(svc_practice_card(SVC, text_str(a), &card, ERR));
        const char *number = card.number;
        assert_done(svc_practice_card(SVC, text_str(number), &card, ERR));
        assert_string_equal(card.title, "Huurverhoging");
        assert_refused(svc_practice_card(SVC, text_str(secret), &card, ERR), ERR_NOT_FOUND);
        assert_refused(svc_practice_card(SVC, TEXT(""), &card, ERR), ERR_NOT_FOUND);
        assert_done(svc_practice_card(SVC, text_str(b), &card, ERR));
        assert_string_equal(card.title, "Toeslag");
    }
    w->svc.seen = NULL;
    assert_done(act_end(w, OK));
}

static void test_a_closed_account_reads_no_more_than_anybody(void **state)
{
    struct world *w = *state;
    const char *id = start_draft(w, w->member, "huur", "Huurverhoging");
    struct svc_practice p;
    assert_done(AS(w, w->admin, svc_person_disable(SVC, text_str(w->lead), true, ERR)));
    assert_refused(read_as(w, w->lead, id, &p), ERR_NOT_FOUND);
}

static void test_a_role_taken_away_ends_reading(void **state)
{
    struct world *w = *state;
    const char *id = start_draft(w, w->lead, "huur", "Huurverhoging");
    struct svc_practice p;
    struct svc_role_put take = {text_str(w->member), TEXT("member"), TEXT("group"), TEXT("huur"), true};
    assert_done(read_as(w, w->member, id, &p));
    assert_done(AS(w, w->admin, svc_role_put(SVC, &take, ERR)));
    assert_refused(read_as(w, w->member, id, &p), ERR_NOT_FOUND);
}

static void test_adopted_text_has_a_number_and_says_how_it_was_adopted(void **state)
{
    struct world *w = *state;
    const char *id = adopted(w, "Huurverhoging", "Bel *de verhuurder*.");
    struct svc_practice p, q;
    assert_done(read_as(w, w->participant, id, &p));
    assert_string_equal(p.card.number, "2026-001");
    assert_string_equal(p.card.href, "/s/2026-001");
    assert_true(p.card.unconfirmed);
    assert_int_equal(p.text.version, 1);
    assert_string_equal(p.decision, "Besluit van het bestuur, 1 februari 2026");
    assert_string_equal(p.text.author_name, "");
    assert_int_equal(p.text.n_sections, 1);
    assert_string_equal(p.text.sections[0].info->key, "doe-dit");
    assert_non_null(p.text.sections[0].body);
    assert_done(read_as(w, w->participant, "2026-001", &q));
    assert_string_equal(q.card.id, id);
    assert_refused(read_as(w, w->participant, "2026-002", &q), ERR_NOT_FOUND);
}

static void test_anonymous_reads_adopted_text_only_while_reading_is_public(void **state)
{
    struct world *w = *state;
    const char *id = adopted(w, "Huurverhoging", "Bel de verhuurder.");
    struct svc_practice p;
    assert_done(read_as(w, ANONYMOUS, id, &p));
    assert_done(read_as(w, w->nobody, id, &p));
    reading_is(w, "members");
    assert_refused(read_as(w, ANONYMOUS, id, &p), ERR_NOT_FOUND);
    assert_refused(read_as(w, w->nobody, id, &p), ERR_NOT_FOUND);
    assert_done(read_as(w, w->participant, id, &p));
}

static void test_nobody_is_offered_what_they_may_not_do(void **state)
{
    struct world *w = *state;
    const char *id = adopted(w, "Huurverhoging", "Bel de verhuurder.");
    struct svc_practice p;
    assert_done(read_as(w, ANONYMOUS, id, &p));
    assert_false(p.may.write || p.may.publish || p.may.revise || p.may.withdraw || p.may.place);
    assert_done(read_as(w, w->admin, id, &p));
    assert_false(p.may.write || p.may.publish || p.may.revise || p.may.withdraw || p.may.place);
    assert_done(read_as(w, w->lead, id, &p));
    assert_true(p.may.revise);
    assert_false(p.may.place);
    assert_done(read_as(w, w->editor, id, &p));
    assert_true(p.may.revise && p.may.place);
}

/* The lead publishes this a day later. */
static void new_version(struct world *w, const char *id, const char *body)
{
    const char *revision;
    w->svc.now += MS_DAY;
    int64_t version = working_version(w, w->lead, id);
    assert_done(save_as(w, w->lead, id, version, draft_of(w, "Huurverhoging", "Bel eerst.", body), &version));
    assert_done(publish_as(w, w->lead, id, version, &revision));
}

/* A recommendation with two versions beside the adopted one. */
static const char *with_versions(struct world *w)
{
    const char *id = adopted(w, "Huurverhoging", "Bel de verhuurder.");
    assert_done(AS(w, w->lead, svc_revise(SVC, text_str(id), ERR)));
    new_version(w, id, "Bel de verhuurder vandaag.");
    new_version(w, id, "Schrijf de verhuurder vandaag.");
    return id;
}

static void test_versions_stand_newest_first_and_earlier_ones_can_be_read(void **state)
{
    struct world *w = *state;
    const char *id = with_versions(w);
    struct svc_practice p;
    assert_done(read_as(w, w->participant, id, &p));
    assert_int_equal(p.n_versions, 3);
    assert_int_equal(p.versions[0].version, 3);
    assert_true(p.versions[0].candidate);
    assert_int_equal(p.versions[2].version, 1);
    assert_true(p.versions[2].adopted);
    struct svc_which second = {.key = text_str(id), .version = 2};
    assert_done(AS(w, w->participant, svc_practice(SVC, &second, &p, ERR)));
    assert_text(p.text.sections[0].source, "Bel de verhuurder vandaag.");
    assert_true(p.old_version);
    struct svc_which none = {.key = text_str(id), .version = 9};
    assert_refused(AS(w, w->participant, svc_practice(SVC, &none, &p, ERR)), ERR_NOT_FOUND);
}

static void test_who_reads_because_reading_is_public_sees_the_adopted_version_and_no_other(void **state)
{
    struct world *w = *state;
    const char *id = with_versions(w);
    const char *const public[] = {ANONYMOUS, w->nobody};
    struct svc_practice p;
    struct svc_comparison c;
    for (size_t i = 0; i < COUNT_OF(public); i++) {
        assert_done(read_as(w, public[i], id, &p));
        assert_int_equal(p.n_versions, 1);
        assert_null(p.other);
        for (int version = 2; version <= 4; version++) { /* version 4 never was */
            struct svc_which which = {.key = text_str(id), .version = version};
            assert_refused(AS(w, public[i], svc_practice(SVC, &which, &p, ERR)), ERR_NOT_FOUND);
        }
        assert_refused(AS(w, public[i], svc_compare(SVC, text_str(id), 1, 2, &c, ERR)), ERR_NOT_FOUND);
    }
}

static void test_versions_of_a_draft_are_for_its_group(void **state)
{
    struct world *w = *state;
    const char *id = start_draft(w, w->member, "huur", "Huurverhoging"), *revision;
    int64_t version;
    struct svc_practice p;
    struct svc_comparison c;
    assert_done(save_as(w, w->member, id, 1, draft_of(w, "Huurverhoging", "Bel.", "Bel eerst."), &version));
    assert_done(publish_as(w, w->member, id, version, &revision));
    assert_done(read_as(w, w->lead, id, &p));
    assert_int_equal(p.n_versions, 1);
    assert_refused(AS(w, w->participant, svc_compare(SVC, text_str(id), 0, 0, &c, ERR)), ERR_NOT_FOUND);
}

static void test_comparing_tells_which_parts_changed(void **state)
{
    struct world *w = *state;
    const char *id = with_versions(w);
    struct svc_comparison c;
    assert_done(AS(w, w->participant, svc_compare(SVC, text_str(id), 0, 0, &c, ERR)));
    assert_int_equal(c.from.version, 2);
    assert_int_equal(c.to.version, 3);
    bool saw_title = false, saw_body = false;
    for (size_t i = 0; i < c.n_parts; i++) {
        bool body = !strcmp(c.parts[i].key, "doe-dit");
        assert_int_equal(c.parts[i].changed, body);
        saw_body |= body;
        saw_title |= !strcmp(c.parts[i].key, "title");
    }
    assert_true(saw_title && saw_body);
}

/* The pieces of one part: -[what went], +[what came], and what stayed. */
static const char *compared(struct world *w, const struct svc_comparison *c, const char *key)
{
    static const char *const around[DIFF__COUNT][2] = {{"", ""}, {"-[", "]"}, {"+[", "]"}};
    const char *all = "";
    for (size_t i = 0; i < c->n_parts; i++)
        for (size_t k = 0; !strcmp(c->parts[i].key, key) && k < c->parts[i].diff->n_pieces; k++) {
            const struct diff_piece *piece = &c->parts[i].diff->pieces[k];
            all = arena_printf(w->svc.arena, "%s%s%.*s%s", all, around[piece->kind][0], TEXT_FMT(piece->text),
                               around[piece->kind][1]);
        }
    return all;
}

/* The marks of Markdown are no words to a reader. Where only they differ, they are what is shown. */
static void test_comparing_shows_texts_as_they_are_read(void **state)
{
    static const char *const bodies[] = {"**Bel** [eerst](https://a.nl/1).", "**Bel** [nu](https://a.nl/2).",
                                         "Bel [nu](https://a.nl/2)."};
    struct world *w = *state;
    struct svc_comparison c;
    const char *id = adopted(w, "Huurverhoging", bodies[0]);
    assert_done(AS(w, w->lead, svc_revise(SVC, text_str(id), ERR)));
    for (size_t i = 1; i < COUNT_OF(bodies); i++) new_version(w, id, bodies[i]);
    assert_done(AS(w, w->participant, svc_compare(SVC, text_str(id), 1, 2, &c, ERR)));
    assert_string_equal(compared(w, &c, "doe-dit"), "Bel -[eerst ]+[nu ](https://a.nl/-[1]+[2]).");
    assert_done(AS(w, w->participant, svc_compare(SVC, text_str(id), 2, 3, &c, ERR)));
    assert_string_equal(compared(w, &c, "doe-dit"), "-[**Bel** ]+[Bel ][nu](https://a.nl/2).");
}

static void test_newest_lists_what_the_reader_may_read(void **state)
{
    struct world *w = *state;
    struct svc_cards cards;
    adopted(w, "Oud", "Eerste tekst.");
    w->svc.now += MS_DAY;
    adopted(w, "Nieuw", "Tweede tekst.");
    start_draft(w, w->member, "huur", "Geheim plan");
    assert_done(AS(w, ANONYMOUS, svc_newest(SVC, 10, &cards, ERR)));
    assert_int_equal(cards.n, 2);
    assert_string_equal(cards.at[0].title, "Nieuw");
    reading_is(w, "members");
    assert_done(AS(w, ANONYMOUS, svc_newest(SVC, 10, &cards, ERR)));
    assert_int_equal(cards.n, 0);
}

static void test_my_work_is_what_my_groups_are_writing(void **state)
{
    struct world *w = *state;
    struct svc_cards cards;
    const char *mine = start_draft(w, w->member, "huur", "Van huur");
    start_draft(w, w->other, "schulden", "Van schulden");
    adopted(w, "Staat al", "Niets te doen.");
    assert_done(AS(w, w->lead, svc_my_work(SVC, 10, &cards, ERR)));
    assert_int_equal(cards.n, 1);
    assert_string_equal(cards.at[0].id, mine);
    assert_done(AS(w, w->participant, svc_my_work(SVC, 10, &cards, ERR)));
    assert_int_equal(cards.n, 0);
    assert_done(AS(w, w->lead, withdraw_by(w, mine, TEXT("Niet nodig."))));
    assert_done(AS(w, w->lead, svc_my_work(SVC, 10, &cards, ERR)));
    assert_int_equal(cards.n, 0);
}

static void test_a_menu_knows_who_is_reading(void **state)
{
    struct world *w = *state;
    struct svc_me me;
    assert_done(AS(w, w->member, svc_me(SVC, &me, ERR)));
    assert_string_equal(me.name, "Lia Lid");
    assert_true(me.writer && !me.administrator && !me.editor);
    assert_done(AS(w, w->admin, svc_me(SVC, &me, ERR)));
    assert_true(me.administrator && !me.writer);
    assert_done(AS(w, ANONYMOUS, svc_me(SVC, &me, ERR)));
    assert_string_equal(me.name, "");
    assert_false(me.administrator || me.writer || me.editor);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_a_draft_is_for_others_the_same_as_an_id_that_never_was),
        IN_WORLD(test_the_group_reads_its_draft_from_the_working_copy),
        IN_WORLD(test_where_the_view_stands_each_practice_is_still_itself),
        IN_WORLD(test_a_closed_account_reads_no_more_than_anybody),
        IN_WORLD(test_a_role_taken_away_ends_reading),
        IN_WORLD(test_adopted_text_has_a_number_and_says_how_it_was_adopted),
        IN_WORLD(test_anonymous_reads_adopted_text_only_while_reading_is_public),
        IN_WORLD(test_nobody_is_offered_what_they_may_not_do),
        IN_WORLD(test_versions_stand_newest_first_and_earlier_ones_can_be_read),
        IN_WORLD(test_who_reads_because_reading_is_public_sees_the_adopted_version_and_no_other),
        IN_WORLD(test_versions_of_a_draft_are_for_its_group),
        IN_WORLD(test_comparing_tells_which_parts_changed),
        IN_WORLD(test_comparing_shows_texts_as_they_are_read),
        IN_WORLD(test_newest_lists_what_the_reader_may_read),
        IN_WORLD(test_my_work_is_what_my_groups_are_writing),
        IN_WORLD(test_a_menu_knows_who_is_reading),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
