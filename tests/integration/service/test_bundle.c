/* Deciding about many texts at once: bundles, and the editors' advice followed for a block. */
#include "tests/integration/service/ladder_test.h"

static text slugs[PARTNERS];

static struct svc_round_open to_all(enum round_position advised)
{
    for (size_t i = 0; i < PARTNERS; i++) slugs[i] = text_str(partner_slugs[i]);
    return (struct svc_round_open){.preset = ROUND_CONSENT,
                                   .organisations = slugs,
                                   .n_organisations = PARTNERS,
                                   .question = TEXT("Akkoord?"),
                                   .advised = advised};
}

static err_code open_bundle(struct world *w, const char *who, const char *const *ids, size_t n, const char *summary,
                            enum round_position advised, size_t *failed)
{
    struct svc_round_open round = to_all(advised);
    struct svc_bundle_item *items = ARENA_ARRAY(w->svc.arena, struct svc_bundle_item, n);
    for (size_t i = 0; i < n; i++)
        items[i] = (struct svc_bundle_item){.practice = text_str(ids[i]), .summary = text_str(summary)};
    struct svc_bundle in = {items, n, &round};
    return AS(w, who, svc_bundle_open(SVC, &in, failed, ERR));
}

static struct store_round round_of(struct world *w, const char *id)
{
    struct store_round row;
    assert_done(store_round_latest(w->store, id, w->svc.arena, &row, ERR));
    return row;
}

static void test_a_bundle_opens_a_round_for_each_text_under_one_id(void **state)
{
    struct world *w = *state;
    size_t failed;
    boards_of(w);
    const char *ids[] = {a_recommendation(w), a_recommendation(w)};
    assert_done(open_bundle(w, w->editor, ids, 2, "Niets.", POSITION_AGREE, &failed));
    struct store_round a = round_of(w, ids[0]), b = round_of(w, ids[1]);
    assert_non_null(a.bundle);
    assert_string_equal(a.bundle, b.bundle);
    assert_string_not_equal(a.id, b.id);
    assert_string_equal(a.advised, "agree");
    assert_stage(ids[1], STORE_CANDIDATE, STAGE_IN_ROUND);
}

static void test_one_text_that_cannot_go_holds_back_the_whole_bundle_and_is_named(void **state)
{
    struct world *w = *state;
    size_t failed;
    boards_of(w);
    const char *ids[] = {a_recommendation(w), a_proposal(w)};
    assert_refused(open_bundle(w, w->editor, ids, 2, "Niets.", POSITION_NONE, &failed), ERR_CONFLICT);
    assert_int_equal(failed, 1);
    assert_stage(ids[0], STORE_CANDIDATE, STAGE_RECOMMENDATION);
    assert_refused(open_bundle(w, w->editor, ids, 1, "", POSITION_NONE, &failed), ERR_RULE);
    assert_stage(ids[0], STORE_CANDIDATE, STAGE_RECOMMENDATION);
}

static void test_a_bundle_is_for_editors_and_has_a_ceiling(void **state)
{
    struct world *w = *state;
    size_t failed;
    struct svc_bundle_choices choices;
    boards_of(w);
    const char *id = a_recommendation(w), *many[SVC_BUNDLE_MAX + 1];
    for (size_t i = 0; i < COUNT_OF(many); i++) many[i] = id;
    assert_refused(open_bundle(w, w->lead, &id, 1, "Niets.", POSITION_NONE, &failed), ERR_FORBIDDEN);
    assert_refused(open_bundle(w, w->editor, many, COUNT_OF(many), "Niets.", POSITION_NONE, &failed), ERR_INVALID);
    assert_refused(open_bundle(w, w->editor, many, 0, "Niets.", POSITION_NONE, &failed), ERR_INVALID);
    assert_refused(AS(w, w->participant, svc_bundle_choices(SVC, &choices, ERR)), ERR_FORBIDDEN);
    assert_done(AS(w, w->editor, svc_bundle_choices(SVC, &choices, ERR)));
    assert_int_equal(choices.n, 1);
    assert_true(choices.at[0].ready);
    assert_string_equal(choices.at[0].question, "Kan dit overal zo?");
}

static err_code follow(struct world *w, const char *who, const char *organisation, const text *rounds, size_t n)
{
    struct svc_follow in = {.organisation = text_str(organisation), .rounds = rounds, .n = n, .minute = TEXT("3.1")};
    return AS(w, who, svc_follow_advice(SVC, &in, ERR));
}

static enum round_position said(struct world *w, const char *who, const char *round, const char *organisation)
{
    struct svc_round r;
    assert_done(AS(w, who, svc_round(SVC, text_str(round), &r, ERR)));
    for (size_t i = 0; i < r.n_voices; i++)
        if (!strcmp(r.voices[i].organisation, organisation)) return r.voices[i].position;
    return ROUND_POSITION__COUNT;
}

static void test_a_secretary_follows_the_advice_for_a_block(void **state)
{
    struct world *w = *state;
    size_t failed;
    struct boards b = boards_of(w);
    const char *ids[] = {a_recommendation(w), a_recommendation(w)};
    assert_done(open_bundle(w, w->editor, ids, 2, "Niets.", POSITION_AGREE, &failed));
    text rounds[] = {text_str(round_of(w, ids[0]).id), text_str(round_of(w, ids[1]).id)};
    assert_refused(follow(w, b.secretaries[0], b.organisations[1], rounds, 2), ERR_FORBIDDEN);
    assert_refused(follow(w, w->participant, b.organisations[1], rounds, 2), ERR_FORBIDDEN);
    assert_done(follow(w, b.secretaries[1], b.organisations[1], rounds, 2));
    assert_int_equal(said(w, b.secretaries[1], rounds[0].ptr, b.organisations[1]), POSITION_AGREE);
    assert_int_equal(said(w, b.secretaries[1], rounds[1].ptr, b.organisations[1]), POSITION_AGREE);
    for (int i = 0; i < 4; i++)
        if (i != 1) assert_done(follow(w, b.secretaries[i], b.organisations[i], rounds, 2));
    w->svc.now = round_of(w, ids[0]).ends;
    assert_refused(follow(w, b.secretaries[4], b.organisations[4], rounds, 2), ERR_CONFLICT);
    assert_reason("rounds", "round-over");
    assert_refused(follow(w, b.secretaries[4], b.organisations[1], rounds, 2), ERR_FORBIDDEN);
}

/* What somebody said before is never overwritten by following, and nothing is done by halves. */
static void test_following_is_refused_as_a_whole(void **state)
{
    struct world *w = *state;
    size_t failed;
    struct boards b = boards_of(w);
    const char *ids[] = {a_recommendation(w), a_recommendation(w)}, *other = a_recommendation(w);
    assert_done(open_bundle(w, w->editor, ids, 2, "Niets.", POSITION_AGREE, &failed));
    assert_done(open_bundle(w, w->editor, &other, 1, "Niets.", POSITION_NONE, &failed));
    text rounds[] = {text_str(round_of(w, ids[0]).id), text_str(round_of(w, ids[1]).id)};
    text mixed[] = {rounds[0], text_str(round_of(w, other).id)};
    assert_done(say_as(w, b.secretaries[1], rounds[1].ptr, b.organisations[1], POSITION_OBJECT));
    assert_refused(follow(w, b.secretaries[1], b.organisations[1], rounds, 2), ERR_CONFLICT);
    assert_reason("rounds", "has-position");
    assert_int_equal(said(w, b.secretaries[1], rounds[0].ptr, b.organisations[1]), POSITION_NONE);
    assert_int_equal(said(w, b.secretaries[1], rounds[1].ptr, b.organisations[1]), POSITION_OBJECT);
    assert_refused(follow(w, b.secretaries[1], b.organisations[1], mixed, 2), ERR_RULE);
    assert_reason("rounds", "no-advice");
    assert_int_equal(said(w, b.secretaries[1], rounds[0].ptr, b.organisations[1]), POSITION_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_a_bundle_opens_a_round_for_each_text_under_one_id),
        IN_WORLD(test_one_text_that_cannot_go_holds_back_the_whole_bundle_and_is_named),
        IN_WORLD(test_a_bundle_is_for_editors_and_has_a_ceiling),
        IN_WORLD(test_a_secretary_follows_the_advice_for_a_block),
        IN_WORLD(test_following_is_refused_as_a_whole),
    };
    return cmocka_run_group_tests_name("bundle", tests, NULL, NULL);
}
