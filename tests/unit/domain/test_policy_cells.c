/* The table of design section 3, cell by cell, written from its text; and its rules, each of them a test. */
#include "tests/kb_test.h"

#include "tests/unit/domain/policy_world.h"

/* ---- The table ---- */

/* Whoever a row does not name is answered by the row "others" of the same stages. */
struct cell {
    const char *stages; /* slugs */
    bool outcome;       /* the round has one */
    const char *who;
    const char *may;
};

#define PARTICIPANTS                                                                                                   \
    "participant participant-here member-elsewhere lead-elsewhere coordinator coordinator-elsewhere steering "         \
    "administrator"
#define LEADS  "lead second-lead"
#define BOARDS "board board-elsewhere deputy secretary secretary-elsewhere mandated"

/* clang-format off */
static const struct cell cells[] = {
    /* "draft, returned, dormant": - | - | read, write, remark (member); submit, invite (lead) | - unless invited | - | - */
    { "draft returned dormant", false, "member",          "read write publish place remark 403" },
    { "draft returned dormant", false, LEADS,             "read write publish place submit withdraw invite remark 403" },
    { "draft returned dormant", false, "reader",          "read 403" },
    { "draft returned dormant", false, "system",          "read 403" },
    { "draft returned dormant", false, "others",          "404" },

    /* "submitted, not taken up": - | - | read, remark; withdraw (lead) | read, act | - | - */
    { "submitted not-taken-up", false, "member",          "read remark 403" },
    { "submitted not-taken-up", false, LEADS,             "read withdraw remark 403" },
    { "submitted not-taken-up", false, "editor",          "read place edit pass force 403" },
    { "submitted not-taken-up", false, "system",          "read 403" },
    { "submitted not-taken-up", false, "others",          "404" },

    /* "PROPOSAL, RECOMMENDATION, deferred, objection talks": - | read, remark, use, experience | + write | + act | read, remark
     * | as participant. Before an outcome a deferral and talks are told to most as a round: see below. */
    { "proposal recommendation", false, PARTICIPANTS,     "read remark use experience 403" },
    { "proposal recommendation", false, "member",         "read write publish remark use experience 403" },
    { "proposal recommendation", false, LEADS,            "read write publish withdraw remark use experience see-positions 403" },
    { "proposal recommendation", false, "editor",         "read place remark use experience edit pass force see-positions 403" },
    { "proposal recommendation", false, BOARDS,           "read remark see-positions 403" },
    { "proposal recommendation", false, "checker",        "read check 403" },
    { "proposal recommendation", false, "system",         "read 403" },
    { "proposal recommendation", false, "others",         "404" },

    { "deferred", true, PARTICIPANTS,                     "read remark use experience see-positions 403" },
    { "deferred", true, "member",                         "read write remark use experience see-positions 403" },
    { "deferred", true, LEADS,                            "read write withdraw remark use experience see-positions 403" },
    { "deferred", true, "editor",                         "read place remark use experience edit pass force see-positions 403" },
    { "deferred", true, BOARDS,                           "read remark see-positions 403" },
    { "deferred", true, "system",                         "read 403" },
    { "deferred", true, "others",                         "404" },

    /* "in round": - | read, use, experience, flag; remarks are kept | as participant; the lead also sees positions
     * | + manage the round | + give the position; concept by the own board only | as participant; steering: its own step */
    { "in-round", false, PARTICIPANTS " member",          "read remark use experience flag 403" }, /* steering: below */
    { "in-round", false, LEADS,                           "read remark use experience flag see-positions 403" },
    { "in-round", false, "editor",                        "read place remark use experience flag edit pass force manage-round see-positions 403" },
    { "in-round", false, "board",                         "read remark use experience flag see-positions see-concept ask-round 403" },
    { "in-round", false, "board-elsewhere secretary-elsewhere", "read remark use experience flag see-positions ask-round 403" },
    { "in-round", false, "deputy secretary mandated",     "read remark use experience flag see-positions see-concept take-position ask-round 403" },
    { "in-round", false, "system",                        "read 403" },
    { "in-round", false, "others",                        "404" },

    /* the same stages to those who may not see positions: the answers of a round */
    { "talks", false, PARTICIPANTS " member",             "read remark use experience flag 403" },
    { "talks", false, LEADS,                              "read write withdraw remark use experience see-positions 403" },
    { "talks", false, "editor",                           "read place remark use experience edit pass force manage-round see-positions 403" },
    { "talks", false, "board",                            "read remark see-positions see-concept 403" },
    { "talks", false, "board-elsewhere secretary-elsewhere", "read remark see-positions 403" },
    { "talks", false, "deputy secretary mandated",        "read remark see-positions see-concept take-position 403" },
    { "talks", false, "system",                           "read 403" },
    { "talks", false, "others",                           "404" },
    { "deferred", false, PARTICIPANTS " member",          "read remark use experience flag 403" },

    /* "BEST PRACTICE, due, expired": read if reading = public | read, remark, use, experience, flag | the same; lead: new
     * revision | + act | the same; join later, leave | the same */
    { "best-practice due expired", true, PARTICIPANTS " member", "read remark use experience flag see-positions 403" },
    { "best-practice due expired", true, LEADS,           "read revise remark use experience flag see-positions 403" },
    { "best-practice due expired", true, "editor",        "read place revise remark use experience flag edit pass force see-positions 403" },
    { "best-practice due expired", true, "board deputy secretary mandated", "read remark use experience flag see-positions ask-round join note 403" },
    { "best-practice due expired", true, "board-elsewhere secretary-elsewhere", "read remark use experience flag see-positions ask-round 403" },
    { "best-practice due expired", true, "others",        "read 403" },

    /* "rejected, withdrawn, superseded, merged (once numbered)": 410 if it was public | read | read | read | read | read */
    { "rejected withdrawn superseded merged", true, PARTICIPANTS " member editor " LEADS " " BOARDS, "read see-positions 403" },
    { "rejected withdrawn superseded merged", true, "system", "read 403" },
    { "rejected withdrawn superseded merged", true, "others", "404" },
};
/* clang-format on */

static bool lists(const char *words, const char *word)
{
    for (text rest = text_str(words), w; text_next(&rest, ' ', &w);)
        if (text_is(w, word)) return true;
    return false;
}

static const char *expected(enum stage stage, bool outcome, const char *who)
{
    const char *others = NULL;
    for (size_t i = 0; i < COUNT_OF(cells); i++) {
        if (cells[i].outcome != outcome || !lists(cells[i].stages, stage_slug(stage))) continue;
        if (lists(cells[i].who, who)) return cells[i].may;
        if (!strcmp(cells[i].who, "others")) others = cells[i].may;
    }
    return others;
}

/* "steering: its own step", beside what it may as a participant. */
static const char *with_own_step(const char *may, enum stage stage, bool outcome, const char *who, char out[MAY_BYTES])
{
    bool deciding = stage == STAGE_IN_ROUND || stage == STAGE_TALKS || (stage == STAGE_DEFERRED && !outcome);
    if (!may || !deciding || strcmp(who, "steering") != 0) return may;
    snprintf(out, MAY_BYTES, "%.*ssteer 403", (int)(strlen(may) - strlen("403")), may);
    return out;
}

static unsigned check_cells(bool outcome)
{
    unsigned seen = 0;
    for (unsigned s = STAGE_DRAFT; s < STAGE__COUNT; s++)
        for (size_t w = 0; w < WORLD; w++) {
            char may[MAY_BYTES], step[MAY_BYTES];
            struct policy_object o = world_object(OBJECT_PRACTICE, (enum stage)s);
            o.round_has_outcome = outcome;
            struct actor a = world_actor(&world[w]);
            const char *want = expected((enum stage)s, outcome, world[w].name);
            want = with_own_step(want, (enum stage)s, outcome, world[w].name, step);
            if (!want) continue;
            seen++;
            if (strcmp(world_may(&a, &o, may), want) != 0)
                fail_msg("%s, %s:\n  may %s\n  not %s", stage_slug((enum stage)s), world[w].name, may, want);
        }
    return seen;
}

static void test_every_cell_of_section_3_is_answered_as_it_reads(void **state)
{
    (void)state;
    /* ten stages without an outcome; of the deferred only those who may not see positions are in the table */
    assert_int_equal(check_cells(false), 9 * WORLD + 9);
    assert_int_equal(check_cells(true), 8 * WORLD);
}

/* ---- Reading in public, and what the public once read ---- */

static const char *anonymous_may(const struct policy_object *o, char out[MAY_BYTES])
{
    struct actor nobody = {0};
    return world_may(&nobody, o, out);
}

static void test_the_public_reads_what_stands_only_when_reading_is_public(void **state)
{
    (void)state;
    char may[MAY_BYTES];
    for (unsigned s = STAGE_BEST_PRACTICE; s <= STAGE_EXPIRED; s++) {
        struct policy_object o = world_object(OBJECT_PRACTICE, (enum stage)s);
        assert_string_equal(anonymous_may(&o, may), "read 403");
        o.reading_public = false;
        assert_string_equal(anonymous_may(&o, may), "404");
    }
}

static void test_what_the_public_once_read_is_gone_and_the_rest_never_was(void **state)
{
    (void)state;
    char may[MAY_BYTES];
    for (unsigned s = STAGE_DRAFT; s < STAGE__COUNT; s++) {
        struct policy_object o = world_object(OBJECT_PRACTICE, (enum stage)s);
        if (stage_is_adopted(o.stage)) continue;
        assert_string_equal(anonymous_may(&o, may), "404");
        o.was_public = true;
        bool told = stage_is_ended(o.stage) && o.stage != STAGE_NOT_TAKEN_UP;
        assert_string_equal(anonymous_may(&o, may), told ? "410" : "404");
    }
}

static void test_with_reading_closed_the_public_is_never_told_anything(void **state)
{
    (void)state;
    char may[MAY_BYTES];
    for (unsigned kind = 0; kind < POLICY_KIND__COUNT; kind++)
        for (unsigned s = 0; s < STAGE__COUNT; s++) {
            struct policy_object o = world_object((enum policy_kind)kind, (enum stage)s);
            o.reading_public = false;
            o.was_public = true;
            o.round_has_outcome = true;
            if (strcmp(anonymous_may(&o, may), "404") != 0) fail_msg("kind %u, %s: %s", kind, stage_slug(o.stage), may);
        }
}

/* Withdrawn or merged before it had a number: only its writers ever knew of it. */
static void test_what_ended_without_a_number_stays_with_its_writers(void **state)
{
    (void)state;
    static const enum stage ends[] = {STAGE_WITHDRAWN, STAGE_MERGED};
    for (size_t i = 0; i < COUNT_OF(ends); i++)
        for (size_t w = 0; w < WORLD; w++) {
            char may[MAY_BYTES];
            struct policy_object o = world_object(OBJECT_PRACTICE, ends[i]);
            o.numbered = false;
            struct actor a = world_actor(&world[w]);
            bool writer = lists("member system " LEADS, world[w].name);
            if (strcmp(world_may(&a, &o, may), writer ? "read 403" : "404") != 0)
                fail_msg("%s: %s", world[w].name, may);
        }
}

/* ---- The rest of the table ---- */

/* clang-format off */
static const struct {
    enum policy_kind kind;
    const char *who, *may;
} others[] = {
    /* contact, duty: - | read | read | read | read | coordinator of the location, editor: write */
    { OBJECT_CONTACT, PARTICIPANTS " member " LEADS " " BOARDS, "read 403" },
    { OBJECT_CONTACT, "coordinator editor",               "read write 403" },
    { OBJECT_CONTACT, "others",                           "404" },
    { OBJECT_DUTY,    PARTICIPANTS " member " LEADS " " BOARDS, "read 403" },
    { OBJECT_DUTY,    "coordinator editor",               "read write 403" },
    { OBJECT_DUTY,    "others",                           "404" },
    /* signal, consult: others' - the text without the person | the same | read, bundle, answer | as participant
     * | coordinator: those of the location, read, bundle */
    { OBJECT_SIGNAL,  PARTICIPANTS " member " LEADS " " BOARDS, "read 403" },
    { OBJECT_SIGNAL,  "coordinator",                      "read see-person bundle 403" },
    { OBJECT_SIGNAL,  "editor",                           "read see-person bundle answer 403" },
    { OBJECT_SIGNAL,  "others",                           "404" },
    { OBJECT_CONSULT, PARTICIPANTS " member " LEADS " " BOARDS, "read 403" },
    { OBJECT_CONSULT, "coordinator",                      "read see-person bundle 403" },
    { OBJECT_CONSULT, "editor",                           "read see-person bundle answer 403" },
    { OBJECT_CONSULT, "others",                           "404" },
    /* meeting: - | own location: read | - | read, act | - | coordinator: run */
    { OBJECT_MEETING, "participant-here",                 "read 403" },
    { OBJECT_MEETING, "editor",                           "read edit 403" },
    { OBJECT_MEETING, "coordinator",                      "read run 403" },
    { OBJECT_MEETING, "others",                           "404" },
    /* "Coordinators, leads and secretaries invite within their own location, group or organisation"; the administrator keeps
     * accounts, groups, settings and backup; members begin drafts in their own group. Section 2: "second lead (or the
     * editor appoints one after 14 days)" */
    { OBJECT_GROUP,   PARTICIPANTS " " BOARDS,            "read 403" },
    { OBJECT_GROUP,   "editor",                           "read appoint 403" },
    { OBJECT_GROUP,   "member",                           "read start 403" },
    { OBJECT_GROUP,   LEADS,                              "read start invite 403" },
    { OBJECT_GROUP,   "administrator system",             "read write grant 403" },
    { OBJECT_GROUP,   "others",                           "404" },
    { OBJECT_ORGANISATION, "secretary",                   "read invite 403" },
    { OBJECT_ORGANISATION, "administrator system",        "read write grant 403" },
    { OBJECT_ORGANISATION, "others",                      "read 403" },
    { OBJECT_LOCATION, "coordinator",                     "read invite 403" },
    { OBJECT_LOCATION, "administrator system",            "read write grant 403" },
    { OBJECT_LOCATION, "others",                          "read 403" },
    { OBJECT_VOCABULARY, "editor system",                 "read write 403" },
    { OBJECT_VOCABULARY, "others",                        "read 403" },
    /* what editors write to each other and keep is theirs alone */
    { OBJECT_ANSWER_TEXT, "editor system",                "read write 403" },
    { OBJECT_ANSWER_TEXT, "others",                       "404" },
    { OBJECT_PERSON,  "administrator system",             "read write grant disable erase 403" },
    { OBJECT_PERSON,  "others",                           "404" },
    { OBJECT_SETTINGS, "administrator system",            "read write 403" },
    { OBJECT_SETTINGS, "others",                          "404" },
    { OBJECT_NETWORK, "editor",                           "read edit 403" },
    { OBJECT_NETWORK, "administrator system",             "read grant import export administer 403" },
    { OBJECT_NETWORK, "others",                           "404" },
};
/* clang-format on */

/* The row that names somebody last counts: "coordinator" after the participants. */
static const char *expected_other(enum policy_kind kind, const char *who)
{
    const char *may = NULL, *rest = NULL;
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        if (others[i].kind != kind) continue;
        if (lists(others[i].who, who)) may = others[i].may;
        if (!strcmp(others[i].who, "others")) rest = others[i].may;
    }
    return may ? may : rest;
}

static void test_every_other_thing_is_answered_as_section_3_reads(void **state)
{
    (void)state;
    for (unsigned kind = OBJECT_PRACTICE + 1; kind < POLICY_KIND__COUNT; kind++)
        for (size_t w = 0; w < WORLD; w++) {
            char may[MAY_BYTES];
            struct policy_object o = world_object((enum policy_kind)kind, STAGE_NONE);
            struct actor a = world_actor(&world[w]);
            const char *want = expected_other(o.kind, world[w].name);
            assert_non_null(want);
            if (strcmp(world_may(&a, &o, may), want) != 0)
                fail_msg("kind %u, %s:\n  may %s\n  not %s", kind, world[w].name, may, want);
        }
}

static void test_ones_own_signal_and_account_are_ones_own(void **state)
{
    (void)state;
    char may[MAY_BYTES];
    struct actor me = {.person = "me"};
    struct policy_object o = world_object(OBJECT_SIGNAL, STAGE_NONE);
    o.person = "me";
    assert_string_equal(world_may(&me, &o, may), "read write see-person 403");
    o.kind = OBJECT_CONSULT;
    assert_string_equal(world_may(&me, &o, may), "read write see-person 403");
    o.kind = OBJECT_PERSON;
    assert_string_equal(world_may(&me, &o, may), "read write erase 403");
    struct actor nobody = {0};
    o.person = NULL; /* nobody is not the owner of what has no owner */
    assert_string_equal(world_may(&nobody, &o, may), "404");
    me.person = o.person = "";
    assert_string_equal(world_may(&me, &o, may), "404");
}

/* ---- Rule 1: deny by default ---- */

static void test_zero_denies(void **state)
{
    (void)state;
    char may[MAY_BYTES];
    for (size_t w = 0; w < WORLD; w++) {
        struct actor a = world_actor(&world[w]);
        struct policy_object nothing = {0}, no_stage = world_object(OBJECT_PRACTICE, STAGE_NONE);
        assert_string_equal(world_may(&a, &nothing, may), "404");
        no_stage.stage = STAGE__COUNT;
        assert_string_equal(world_may(&a, &no_stage, may), "404");
        no_stage.kind = POLICY_KIND__COUNT;
        assert_string_equal(world_may(&a, &no_stage, may), "404");
        struct policy_object o = world_object(OBJECT_PRACTICE, STAGE_BEST_PRACTICE);
        assert_int_equal(policy_may(&a, ACT_NONE, &o), POLICY_FORBID);
        assert_int_equal(policy_may(&a, POLICY_ACTION__COUNT, &o), POLICY_FORBID);
    }
    assert_int_equal(POLICY_HIDE, 0);
    assert_int_equal(ROLE_NONE, 0);
}

static void test_a_role_within_the_wrong_kind_of_thing_gives_nothing(void **state)
{
    (void)state;
    for (unsigned r = 0; r <= ROLE__COUNT; r++)
        for (unsigned s = 0; s <= SCOPE__COUNT; s++) {
            if (policy_role_fits((enum role)r, (enum scope)s)) continue;
            char may[MAY_BYTES];
            struct actor_grant g = {(enum role)r, (enum scope)s, "g1"};
            struct actor a = {.person = "me", .grants = &g, .n_grants = 1};
            struct policy_object o = world_object(OBJECT_PRACTICE, STAGE_PROPOSAL);
            o.organisation = o.location = o.id = o.revision = "g1";
            assert_string_equal(world_may(&a, &o, may), "404");
            assert_false(actor_holds(&a, (enum role)r));
        }
    assert_false(policy_role_fits(ROLE_LEAD, SCOPE_ORGANISATION));
    assert_false(policy_role_fits(ROLE_SECRETARY, SCOPE_NETWORK));
    assert_false(policy_role_fits(ROLE_NONE, SCOPE_NETWORK));
}

static void test_an_empty_id_is_nobodys_group(void **state)
{
    (void)state;
    char may[MAY_BYTES];
    struct actor_grant g = {ROLE_LEAD, SCOPE_GROUP, ""};
    struct actor a = {.person = "me", .grants = &g, .n_grants = 1};
    struct policy_object o = world_object(OBJECT_PRACTICE, STAGE_DRAFT);
    o.group = "";
    assert_string_equal(world_may(&a, &o, may), "404");
    o.group = g.id = NULL;
    assert_string_equal(world_may(&a, &o, may), "404");
}

static void test_a_closed_account_reads_as_anonymous(void **state)
{
    (void)state;
    for (size_t w = 0; w < WORLD; w++)
        for (unsigned kind = 0; kind < POLICY_KIND__COUNT; kind++)
            for (unsigned s = 0; s < STAGE__COUNT; s++) {
                char may[MAY_BYTES], anonymous[MAY_BYTES];
                struct policy_object o = world_object((enum policy_kind)kind, (enum stage)s);
                struct actor a = world_actor(&world[w]);
                a.disabled = true;
                assert_string_equal(world_may(&a, &o, may), anonymous_may(&o, anonymous));
            }
}

/* ---- "Nobody decides on or publishes alone what they wrote" ---- */

static void test_nobody_decides_on_what_they_wrote(void **state)
{
    (void)state;
    static const enum policy_action decisions[] = {ACT_PASS, ACT_CHECK, ACT_TAKE_POSITION, ACT_JOIN, ACT_STEER};
    for (size_t w = 0; w < WORLD; w++)
        for (unsigned s = STAGE_DRAFT; s < STAGE__COUNT; s++)
            for (size_t d = 0; d < COUNT_OF(decisions); d++) {
                struct policy_object o = world_object(OBJECT_PRACTICE, (enum stage)s);
                o.by_actor = true;
                struct actor a = world_actor(&world[w]);
                assert_int_not_equal(policy_may(&a, decisions[d], &o), POLICY_ALLOW);
            }
    struct actor_grant g = {ROLE_EDITOR, SCOPE_NETWORK, ""};
    struct actor editor = {.person = "me", .grants = &g, .n_grants = 1};
    struct policy_object o = world_object(OBJECT_PRACTICE, STAGE_SUBMITTED);
    assert_int_equal(policy_may(&editor, ACT_PASS, &o), POLICY_ALLOW);
    o.by_actor = true;
    assert_int_equal(policy_may(&editor, ACT_PASS, &o), POLICY_FORBID);
    assert_int_equal(policy_may(&editor, ACT_FORCE, &o), POLICY_ALLOW);
}

/* A board person who wrote it joins it as little as they take its position; a note is no decision. */
static void test_a_board_person_does_not_join_what_they_wrote(void **state)
{
    (void)state;
    static const enum stage stands[] = {STAGE_BEST_PRACTICE, STAGE_DUE, STAGE_EXPIRED};
    static const char boards[] = "board deputy secretary mandated";
    for (size_t w = 0; w < WORLD; w++)
        for (size_t s = 0; lists(boards, world[w].name) && s < COUNT_OF(stands); s++) {
            struct actor a = world_actor(&world[w]);
            struct policy_object o = world_object(OBJECT_PRACTICE, stands[s]);
            assert_int_equal(policy_may(&a, ACT_JOIN, &o), POLICY_ALLOW);
            o.by_actor = true;
            assert_int_equal(policy_may(&a, ACT_JOIN, &o), POLICY_FORBID);
            assert_int_equal(policy_may(&a, ACT_NOTE, &o), POLICY_ALLOW);
        }
}

/* ---- Rule 2: 404 and 403 ---- */

static void test_not_allowed_to_know_is_404_and_visible_but_not_allowed_is_403(void **state)
{
    (void)state;
    static const struct {
        const char *actor;
        enum stage stage;
        enum policy_action action;
        err_code code;
    } asked[] = {
        {"participant", STAGE_DRAFT, ACT_READ, ERR_NOT_FOUND},
        {"participant", STAGE_DRAFT, ACT_SUBMIT, ERR_NOT_FOUND},
        {"member", STAGE_DRAFT, ACT_READ, OK},
        {"member", STAGE_DRAFT, ACT_SUBMIT, ERR_FORBIDDEN},
        {"lead", STAGE_DRAFT, ACT_SUBMIT, OK},
        {"lead-elsewhere", STAGE_DRAFT, ACT_SUBMIT, ERR_NOT_FOUND},
        {"administrator", STAGE_DRAFT, ACT_READ, ERR_NOT_FOUND},
        {"editor", STAGE_DRAFT, ACT_READ, ERR_NOT_FOUND},
        {"editor", STAGE_DRAFT, ACT_PASS, ERR_NOT_FOUND},
        {"participant", STAGE_PROPOSAL, ACT_PASS, ERR_FORBIDDEN},
        {"anonymous", STAGE_PROPOSAL, ACT_READ, ERR_NOT_FOUND},
        {"anonymous", STAGE_BEST_PRACTICE, ACT_READ, OK},
        {"anonymous", STAGE_BEST_PRACTICE, ACT_REMARK, ERR_FORBIDDEN},
        {"secretary-elsewhere", STAGE_IN_ROUND, ACT_TAKE_POSITION, ERR_FORBIDDEN},
    };
    for (size_t i = 0; i < COUNT_OF(asked); i++)
        for (size_t w = 0; w < WORLD; w++) {
            if (strcmp(world[w].name, asked[i].actor) != 0) continue;
            struct policy_object o = world_object(OBJECT_PRACTICE, asked[i].stage);
            struct actor a = world_actor(&world[w]);
            kb_err err = {0};
            err_code code = policy_check(&a, asked[i].action, &o, &err);
            if (code != asked[i].code) fail_msg("%s, row %zu: %s", asked[i].actor, i, err_slug(code));
            assert_int_equal(policy_may_read(&a, &o), policy_may(&a, ACT_READ, &o) == POLICY_ALLOW);
        }
    struct actor nobody = {0};
    struct policy_object gone = world_object(OBJECT_PRACTICE, STAGE_SUPERSEDED);
    gone.was_public = true;
    kb_err err = {0};
    assert_int_equal(policy_check(&nobody, ACT_READ, &gone, &err), ERR_GONE);
}

/* ---- Rule 6: non-interference ---- */

/* Until there is an outcome a round, talks about an objection and a deferral are one and the same to whoever may not
 * see positions: in every answer, and in what they are told. */
static void test_nothing_that_is_answered_tells_of_talks(void **state)
{
    (void)state;
    static const enum stage hidden[] = {STAGE_TALKS, STAGE_DEFERRED};
    unsigned blind = 0;
    for (size_t w = 0; w < WORLD; w++)
        for (size_t h = 0; h < COUNT_OF(hidden); h++) {
            struct actor a = world_actor(&world[w]);
            struct policy_object round = world_object(OBJECT_PRACTICE, STAGE_IN_ROUND), o = round;
            o.stage = hidden[h];
            if (world[w].system || policy_may(&a, ACT_SEE_POSITIONS, &round) == POLICY_ALLOW) continue;
            blind++;
            for (unsigned act = 0; act < POLICY_ACTION__COUNT; act++)
                assert_int_equal(policy_may(&a, (enum policy_action)act, &o),
                                 policy_may(&a, (enum policy_action)act, &round));
            assert_int_equal(policy_stage_told(&a, &o), STAGE_IN_ROUND);
        }
    assert_true(blind > 20);
}

static void test_those_who_see_positions_are_told_of_talks(void **state)
{
    (void)state;
    for (size_t w = 0; w < WORLD; w++) {
        struct actor a = world_actor(&world[w]);
        struct policy_object o = world_object(OBJECT_PRACTICE, STAGE_TALKS);
        bool sees = policy_may(&a, ACT_SEE_POSITIONS, &o) == POLICY_ALLOW;
        assert_int_equal(sees, lists("editor " LEADS " " BOARDS, world[w].name));
        if (sees) assert_int_equal(policy_stage_told(&a, &o), STAGE_TALKS);
    }
}

/* What hides behind a 404 may change in any way, and the 404 stays. */
static void test_a_404_does_not_depend_on_what_it_hides(void **state)
{
    (void)state;
    for (size_t w = 0; w < WORLD; w++) {
        struct actor a = world_actor(&world[w]);
        struct policy_object o = world_object(OBJECT_PRACTICE, STAGE_DRAFT);
        if (policy_may_read(&a, &o)) continue;
        for (unsigned bits = 0; bits < 8; bits++)
            for (unsigned act = 0; act < POLICY_ACTION__COUNT; act++) {
                o.by_actor = bits & 1, o.round_has_outcome = bits & 2, o.numbered = bits & 4;
                assert_int_equal(policy_may(&a, (enum policy_action)act, &o), POLICY_HIDE);
            }
    }
}

/* ---- The ladder and the rights say the same ---- */

/* An actor for one of the people of stage.h. */
static struct actor person_for(unsigned who)
{
    const char *name = who == STAGE_BY_MEMBER   ? "member"
                       : who == STAGE_BY_LEAD   ? "lead"
                       : who == STAGE_BY_EDITOR ? "editor"
                       : who == STAGE_BY_BOARD  ? "secretary"
                                                : "steering";
    for (size_t w = 0; w < WORLD; w++)
        if (!strcmp(world[w].name, name)) return world_actor(&world[w]);
    fail();
    return (struct actor){0};
}

/* Where a move begins something, the right is asked of what it begins from. */
static struct policy_object object_for(const struct stage_row *row, enum stage from)
{
    if (row->move == MOVE_START) return world_object(OBJECT_GROUP, STAGE_NONE);
    if (row->move == MOVE_REVISE || row->move == MOVE_ASK_ROUND)
        return world_object(OBJECT_PRACTICE, STAGE_BEST_PRACTICE);
    return world_object(OBJECT_PRACTICE, from);
}

static void test_whoever_the_ladder_names_has_the_right_to_move(void **state)
{
    (void)state;
    size_t n;
    const struct stage_row *rows = stage_rows(&n);
    for (size_t i = 0; i < n; i++)
        for (unsigned s = 0; s < STAGE__COUNT; s++)
            for (unsigned who = STAGE_BY_MEMBER; who < STAGE_BY_ITSELF; who <<= 1) {
                if (!(rows[i].from & UINT32_C(1) << s) || !(rows[i].who & who)) continue;
                struct policy_object o = object_for(&rows[i], (enum stage)s);
                struct actor a = person_for(who);
                enum policy_action action = policy_action_of(rows[i].move, who);
                if (action == ACT_NONE || policy_may(&a, action, &o) != POLICY_ALLOW)
                    fail_msg("%s from %s by %u: %s is not allowed", stage_move_slug(rows[i].move),
                             stage_slug((enum stage)s), who, policy_action_slug(action));
                if (o.kind == OBJECT_PRACTICE) assert_true(policy_who(&a, &o) & who);
            }
}

static void test_who_somebody_is_follows_from_the_practice(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        unsigned who;
    } people[] = {
        {"anonymous", 0},
        {"participant", 0},
        {"member", STAGE_BY_MEMBER},
        {"lead", STAGE_BY_MEMBER | STAGE_BY_LEAD},
        {"second-lead", STAGE_BY_MEMBER | STAGE_BY_LEAD},
        {"lead-elsewhere", 0},
        {"editor", STAGE_BY_EDITOR},
        {"secretary", STAGE_BY_BOARD},
        {"steering", STAGE_BY_STEERING},
        {"administrator", 0},
        {"closed-account", 0},
        {"system", STAGE_BY_ITSELF},
    };
    struct policy_object o = world_object(OBJECT_PRACTICE, STAGE_PROPOSAL);
    for (size_t i = 0; i < COUNT_OF(people); i++)
        for (size_t w = 0; w < WORLD; w++) {
            struct actor a = world_actor(&world[w]);
            if (!strcmp(world[w].name, people[i].name)) assert_int_equal(policy_who(&a, &o), people[i].who);
        }
}

/* ---- Which index ---- */

static void test_a_text_stands_in_the_index_of_those_who_may_read_it(void **state)
{
    (void)state;
    struct actor nobody = {0}, participant = world_actor(&world[2]), member = world_actor(&world[4]);
    assert_string_equal(world[2].name, "participant");
    assert_string_equal(world[4].name, "member");
    for (unsigned s = STAGE_NONE; s <= STAGE__COUNT; s++)
        for (int numbered = 0; numbered <= 1; numbered++) {
            struct policy_object o = world_object(OBJECT_PRACTICE, (enum stage)s);
            o.numbered = numbered;
            enum policy_audience want = policy_may_read(&nobody, &o)        ? AUDIENCE_ADOPTED
                                        : policy_may_read(&participant, &o) ? AUDIENCE_MEMBERS
                                        : policy_may_read(&member, &o)      ? AUDIENCE_GROUPS
                                                                            : AUDIENCE_NONE;
            assert_int_equal(policy_audience(o.line, o.stage, numbered), want);
        }
    assert_int_equal(policy_audience(LINE_ADOPTED, STAGE_BEST_PRACTICE, true), AUDIENCE_ADOPTED);
    assert_int_equal(policy_audience(LINE_CANDIDATE, STAGE_TALKS, true), AUDIENCE_MEMBERS);
    assert_int_equal(policy_audience(LINE_CANDIDATE, STAGE_SUBMITTED, false), AUDIENCE_GROUPS);
    assert_int_equal(policy_audience(LINE_CANDIDATE, STAGE_NONE, false), AUDIENCE_NONE);
}

/* ---- Words ---- */

static void test_every_role_and_action_has_a_word_of_its_own(void **state)
{
    (void)state;
    for (unsigned r = ROLE_NONE + 1; r < ROLE__COUNT; r++) {
        enum role back = ROLE_NONE;
        assert_true(policy_role_from_slug(text_str(policy_role_slug((enum role)r)), &back));
        assert_int_equal(back, r);
    }
    for (unsigned a = ACT_NONE + 1; a < POLICY_ACTION__COUNT; a++) {
        assert_true(*policy_action_slug((enum policy_action)a));
        for (unsigned b = a + 1; b < POLICY_ACTION__COUNT; b++)
            assert_string_not_equal(policy_action_slug((enum policy_action)a),
                                    policy_action_slug((enum policy_action)b));
    }
    enum role none;
    assert_false(policy_role_from_slug(TEXT(""), &none));
    assert_false(policy_role_from_slug(TEXT("root"), &none));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_every_cell_of_section_3_is_answered_as_it_reads),
        TEST(test_the_public_reads_what_stands_only_when_reading_is_public),
        TEST(test_what_the_public_once_read_is_gone_and_the_rest_never_was),
        TEST(test_with_reading_closed_the_public_is_never_told_anything),
        TEST(test_what_ended_without_a_number_stays_with_its_writers),
        TEST(test_every_other_thing_is_answered_as_section_3_reads),
        TEST(test_ones_own_signal_and_account_are_ones_own),
        TEST(test_zero_denies),
        TEST(test_a_role_within_the_wrong_kind_of_thing_gives_nothing),
        TEST(test_an_empty_id_is_nobodys_group),
        TEST(test_a_closed_account_reads_as_anonymous),
        TEST(test_nobody_decides_on_what_they_wrote),
        TEST(test_a_board_person_does_not_join_what_they_wrote),
        TEST(test_not_allowed_to_know_is_404_and_visible_but_not_allowed_is_403),
        TEST(test_nothing_that_is_answered_tells_of_talks),
        TEST(test_those_who_see_positions_are_told_of_talks),
        TEST(test_a_404_does_not_depend_on_what_it_hides),
        TEST(test_whoever_the_ladder_names_has_the_right_to_move),
        TEST(test_who_somebody_is_follows_from_the_practice),
        TEST(test_a_text_stands_in_the_index_of_those_who_may_read_it),
        TEST(test_every_role_and_action_has_a_word_of_its_own),
    };
    return cmocka_run_group_tests_name("who may do what", tests, NULL, NULL);
}
