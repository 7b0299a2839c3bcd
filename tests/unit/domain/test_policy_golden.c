/* Every right there is, as one page of text that is kept: tests/golden/permissions.txt. */
#include "tests/kb_golden.h"
#include "tests/unit/domain/policy_world.h"

static const char *const kind_names[POLICY_KIND__COUNT] = {
    [OBJECT_PRACTICE] = "practice",
    [OBJECT_GROUP] = "group",
    [OBJECT_ORGANISATION] = "organisation",
    [OBJECT_LOCATION] = "location",
    [OBJECT_VOCABULARY] = "vocabulary",
    [OBJECT_PERSON] = "person",
    [OBJECT_SETTINGS] = "settings",
    [OBJECT_NETWORK] = "network",
    [OBJECT_CONTACT] = "contact",
    [OBJECT_DUTY] = "duty",
    [OBJECT_SIGNAL] = "signal",
    [OBJECT_CONSULT] = "consult",
    [OBJECT_MEETING] = "meeting",
    [OBJECT_ANSWER_TEXT] = "answer text",
};

/* Those with the same answer share a line, in the order of the world. */
static void write_object(struct buf *out, const char *title, const struct policy_object *o)
{
    char may[WORLD][MAY_BYTES];
    bool written[WORLD] = {false};
    buf_byte(out, '\n');
    for (size_t i = 0; i < WORLD; i++) {
        struct actor a = world_actor(&world[i]);
        world_may(&a, o, may[i]);
    }
    for (size_t i = 0; i < WORLD; i++) {
        if (written[i]) continue;
        buf_printf(out, "%s |", title);
        for (size_t j = i; j < WORLD; j++) {
            if (written[j] || strcmp(may[i], may[j]) != 0) continue;
            buf_printf(out, " %s", world[j].name);
            written[j] = true;
        }
        buf_printf(out, " | %s\n", may[i]);
    }
}

static void write_practice(struct buf *out, enum stage stage, const char *condition, bool outcome, bool was_public,
                           bool numbered, bool by_actor)
{
    char title[128];
    struct policy_object o = world_object(OBJECT_PRACTICE, stage);
    o.round_has_outcome = outcome, o.was_public = was_public, o.numbered = numbered, o.by_actor = by_actor;
    snprintf(title, sizeof title, "practice, %s%s%s", stage_slug(stage), *condition ? ", " : "", condition);
    write_object(out, title, &o);
}

static void write_all(struct buf *out)
{
    buf_printf(out, "# Who may do what, as answered: the actions that are allowed, then what all others get.\n"
                    "# Reading is public. \"elsewhere\" holds the role within another thing.\n");
    for (unsigned s = STAGE_DRAFT; s < STAGE__COUNT; s++) {
        write_practice(out, (enum stage)s, "", false, false, true, false);
        write_practice(out, (enum stage)s, "round has an outcome", true, false, true, false);
        write_practice(out, (enum stage)s, "written by the actor", false, false, true, true);
        if (!stage_is_ended((enum stage)s)) continue;
        write_practice(out, (enum stage)s, "was public", false, true, true, false);
        write_practice(out, (enum stage)s, "without a number", false, false, false, false);
    }
    for (unsigned kind = OBJECT_PRACTICE + 1; kind < POLICY_KIND__COUNT; kind++) {
        struct policy_object o = world_object((enum policy_kind)kind, STAGE_NONE);
        write_object(out, kind_names[kind], &o);
    }
}

static void test_rights_are_the_golden_ones(void **state)
{
    (void)state;
    _cleanup_(buf_release)
    struct buf now = buf_new(1 << 20);
    write_all(&now);
    assert_golden(KB_SOURCE_DIR "/tests/golden/permissions.txt", &now);
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(test_rights_are_the_golden_ones)};
    return cmocka_run_group_tests_name("rights as a page", tests, NULL, NULL);
}
