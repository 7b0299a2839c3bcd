/* one_house.h - the house of a test program that needs only one, for all of its tests:
 *     return cmocka_run_group_tests_name("links", tests, open_house, close_house); */
#ifndef TESTS_WALLS_ONE_HOUSE_H
#define TESTS_WALLS_ONE_HOUSE_H

#include "tests/walls/house.h"

static struct house *h;

static inline int open_house(void **state)
{
    (void)state;
    h = house_open();
    return 0;
}

/* Writes are done, and not rehearsed. */
static inline int open_real_house(void **state)
{
    open_house(state);
    h->for_real = true;
    return 0;
}

static inline int close_house(void **state)
{
    (void)state;
    if (h) house_close(h);
    h = NULL;
    return 0;
}

#endif
