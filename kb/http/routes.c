/* THE table (routes.h): every address of the product, by subject. Operational ones are in ops.c. */
#include "kb/base/cleanup.h"
#include "kb/http/pages.h"

/* clang-format off */
const struct route kb_routes[] = {
    /* Finding */
    { GET, "/",       NEED_PUBLIC, RUN_READER, page_home,   .help = "The first page: search, what waits for me, what is new" },
    { GET, "/zoeken", NEED_PUBLIC, RUN_READER, page_search, .help = "Search: answer card, rows, filters" },

    /* Reading a practice, by its number */
    { GET, "/s/{number}",                  NEED_PUBLIC, RUN_READER, page_practice,         .help = "Read one practice" },
    { GET, "/s/{number}/op-weg",           NEED_PUBLIC, RUN_READER, page_practice_coming,  .help = "Read its text that is on its way" },
    { GET, "/s/{number}/versies",          NEED_PUBLIC, RUN_READER, page_versions,         .help = "List its versions" },
    { GET, "/s/{number}/versie/{version}", NEED_PUBLIC, RUN_READER, page_practice_version, .help = "Read an earlier version" },
    { GET, "/s/{number}/verschil",         NEED_PUBLIC, RUN_READER, page_compare,          .help = "What changed between two versions" },

    /* The same before it has a number */
    { GET, "/stukken/{id}",         NEED_PUBLIC, RUN_READER, page_practice,        .help = "Read one practice by its id" },
    { GET, "/stukken/{id}/op-weg",  NEED_PUBLIC, RUN_READER, page_practice_coming, .help = "Read its text that is on its way" },
    { GET, "/stukken/{id}/versies", NEED_PUBLIC, RUN_READER, page_versions,        .help = "List its versions" },

    /* Working groups */
    { GET, "/werkgroepen",        NEED_PERSON, RUN_READER, page_groups, .help = "List the working groups" },
    { GET, "/werkgroepen/{slug}", NEED_PERSON, RUN_READER, page_group,  .help = "One working group: members and texts" },
};
/* clang-format on */

const size_t kb_routes_count = COUNT_OF(kb_routes);
