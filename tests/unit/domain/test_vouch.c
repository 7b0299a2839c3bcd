/* Who may say of somebody that it is really them. */
#include "tests/kb_test.h"

#include "kb/base/cleanup.h"
#include "kb/domain/vouch.h"

#include <string.h>

enum { GRANTS_MAX = 4 };

/* "editor@network:, secretary@organisation:hjl" */
struct people {
    struct actor actor;
    struct actor_grant grants[GRANTS_MAX];
    char words[200];
};

static enum scope scope_of(text word)
{
    static const struct {
        const char *word;
        enum scope scope;
    } scopes[] = {{"network", SCOPE_NETWORK},
                  {"organisation", SCOPE_ORGANISATION},
                  {"group", SCOPE_GROUP},
                  {"location", SCOPE_LOCATION}};
    for (size_t i = 0; i < COUNT_OF(scopes); i++)
        if (text_is(word, scopes[i].word)) return scopes[i].scope;
    return SCOPE_NONE;
}

static void make(struct people *p, const char *person, const char *roles)
{
    memset(p, 0, sizeof *p);
    snprintf(p->words, sizeof p->words, "%s", roles);
    p->actor = (struct actor){.person = person, .grants = p->grants};
    char *save = NULL;
    for (char *one = strtok_r(p->words, " ", &save); one; one = strtok_r(NULL, " ", &save)) {
        char *at = strchr(one, '@'), *colon = strchr(one, ':');
        struct actor_grant *grant = &p->grants[p->actor.n_grants++];
        *at = *colon = '\0';
        assert_true(policy_role_from_slug(text_str(one), &grant->role));
        grant->scope = scope_of(text_str(at + 1));
        grant->id = colon + 1;
    }
}

static bool may(const char *who, const char *whom)
{
    struct people a, b;
    make(&a, "person-a", who);
    make(&b, "person-b", whom);
    return vouch_may(&a.actor, &b.actor);
}

/* clang-format off */
static const struct {
    const char *who, *whom;
    bool may;
} rows[] = {
    { "administrator@network:",        "administrator@network:",        true },
    { "administrator@organisation:x",  "administrator@network:",        true },
    { "administrator@network:",        "editor@network:",               true },
    { "administrator@network:",        "participant@location:nijmegen", true },
    { "administrator@network:",        "",                              true },
    { "editor@network:",               "administrator@network:",        false },
    { "editor@network:",               "editor@organisation:hjl",       true },
    { "participant@network:",          "editor@network:",               false },
    { "coordinator@location:nijmegen", "editor@network:",               false },
    { "steering@network:",             "steering@network:",             true },
    { "editor@network:",               "steering@network:",             false },
    { "secretary@organisation:hjl",    "mandated@organisation:hjl",     true },
    { "mandated@organisation:hjl",     "secretary@organisation:hjl",    true },
    { "deputy@organisation:hjl",       "board-member@organisation:hjl", true },
    { "secretary@organisation:hjl",    "secretary@organisation:swn",    false },
    { "board-member@organisation:hjl", "secretary@organisation:hjl",    false },
    { "editor@network:",               "secretary@organisation:hjl",    false },
    /* who holds several needs one that stands beside them in each */
    { "editor@network:",               "editor@network: secretary@organisation:hjl", false },
    { "secretary@organisation:hjl",    "editor@network: secretary@organisation:hjl", false },
    { "editor@network: deputy@organisation:hjl", "editor@network: secretary@organisation:hjl", true },
    { "coordinator@location:nijmegen", "participant@location:nijmegen editor@network:", false },
    /* who may do no such thing is known where they are */
    { "coordinator@location:nijmegen", "participant@location:nijmegen", true },
    { "coordinator@location:utrecht",  "participant@location:nijmegen", false },
    { "participant@location:nijmegen", "participant@location:nijmegen", false },
    { "secretary@organisation:hjl",    "participant@organisation:hjl",  true },
    { "lead@group:huur",               "member@group:huur",             true },
    { "second-lead@group:huur",        "lead@group:huur",               true },
    { "member@group:huur",             "member@group:huur",             false },
    { "lead@group:schulden",           "member@group:huur",             false },
    { "lead@group:huur",               "member@group:huur participant@location:nijmegen", true },
    { "coordinator@location:nijmegen", "coordinator@location:nijmegen", true },
    { "lead@group:huur",               "coordinator@location:nijmegen", false },
    { "lead@group:huur",               "",                              false },
    { "",                              "member@group:huur",             false },
    /* a grant that does not fit gives nothing */
    { "editor@location:nijmegen",      "editor@network:",               false },
    { "lead@group:",                   "member@group:huur",             false },
};
/* clang-format on */

static void test_who_may_vouch_for_whom(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (may(rows[i].who, rows[i].whom) != rows[i].may)
            fail_msg("\"%s\" for \"%s\": expected %s", rows[i].who, rows[i].whom, rows[i].may ? "yes" : "no");
}

static void test_nobody_vouches_for_themselves_closed_accounts_or_strangers(void **state)
{
    (void)state;
    struct people a, b;
    make(&a, "person-a", "administrator@network:");
    make(&b, "person-a", "administrator@network:");
    assert_false(vouch_may(&a.actor, &b.actor));
    b.actor.person = "person-b";
    assert_true(vouch_may(&a.actor, &b.actor));
    b.actor.disabled = true;
    assert_false(vouch_may(&a.actor, &b.actor));
    b.actor.disabled = false;
    a.actor.disabled = true;
    assert_false(vouch_may(&a.actor, &b.actor));
    a.actor = (struct actor){.system = true};
    assert_false(vouch_may(&a.actor, &b.actor));
}

/* With more power than one has, nobody is vouched for: over every pair of roles. */
static void test_what_asks_a_second_factor_is_never_vouched_for_by_what_does_not(void **state)
{
    (void)state;
    static const enum scope scopes[] = {SCOPE_NETWORK, SCOPE_ORGANISATION, SCOPE_GROUP, SCOPE_LOCATION};
    for (enum role mine = ROLE_NONE + 1; mine < ROLE__COUNT; mine++)
        for (enum role theirs = ROLE_NONE + 1; theirs < ROLE__COUNT; theirs++)
            for (size_t i = 0; i < COUNT_OF(scopes) * COUNT_OF(scopes); i++) {
                struct actor_grant own = {mine, scopes[i % 4], "x"}, other = {theirs, scopes[i / 4], "x"};
                struct actor who = {.person = "a", .grants = &own, .n_grants = 1};
                struct actor whom = {.person = "b", .grants = &other, .n_grants = 1};
                if (vouch_holds_much(&whom) && !vouch_holds_much(&who)) assert_false(vouch_may(&who, &whom));
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_who_may_vouch_for_whom),
        cmocka_unit_test(test_nobody_vouches_for_themselves_closed_accounts_or_strangers),
        cmocka_unit_test(test_what_asks_a_second_factor_is_never_vouched_for_by_what_does_not),
    };
    return cmocka_run_group_tests_name("vouch", tests, NULL, NULL);
}
