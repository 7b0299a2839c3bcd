/* What is sent and is no form at all: every row of the table answers it, whoever sends it, and nobody hears of a form
 * that is not theirs to send. */
#include "tests/walls/one_house.h"

#include "kb/http/routes.h"

#include <string.h>

/* A name that is none, and an escape that is broken: refused before a field is looked at. */
static const char *const no_forms[] = {"a%20b=1", "%zz=1", "name=%FF", "=1"};

static const enum who senders[] = {ANYBODY, NO_ROLE, MEMBER, EDITOR, SECRETARY, ADMINISTRATOR};

/* The pattern with something in place of each {name}. */
static void fill(const char *pattern, char path[200])
{
    size_t n = 0;
    for (const char *at = pattern; *at; at++) {
        if (*at != '{') {
            path[n++] = *at;
            continue;
        }
        path[n++] = 'x';
        at = strchr(at, '}');
    }
    path[n] = '\0';
}

static void send_to(const struct route *route, enum who who, const char *form)
{
    char path[200];
    fill(route->pattern, path);
    struct answer a = house_ask(h, who, "POST", path, "", form);
    bool right = a.status >= 400 && a.status < 500;
    if (route->flags & ROUTE_MACHINE) right = a.status < 500 || a.status == 503; /* the provider is away */
    if (who == ANYBODY && route->need != NEED_PUBLIC) right = a.status == 401;
    if (who == NO_ROLE && route->need > NEED_PERSON) right = a.status == 403 || a.status == 404;
    if (!right) house_complain("%s POST %s %s: %d", who_names[who], path, form, a.status);
    canary_check(who, &a, path);
    answer_free(&a);
}

static void test_every_address_refuses_what_is_no_form_and_stands(void **state)
{
    (void)state;
    size_t asked = 0;
    for (size_t i = 0; i < kb_routes_count; i++) {
        if (kb_routes[i].method != POST) continue;
        for (size_t k = 0; k < COUNT_OF(senders); k++)
            for (size_t f = 0; f < COUNT_OF(no_forms); f++, asked++) send_to(&kb_routes[i], senders[k], no_forms[f]);
    }
    assert_true(asked > 2000);
    house_judge();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_address_refuses_what_is_no_form_and_stands),
    };
    return cmocka_run_group_tests(tests, open_house, close_house);
}
