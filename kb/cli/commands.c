#include "kb/cli/commands.h"

#include "kb/cli/settings.h"

/* clang-format off */
static const struct cli_flag data_only[] = { { "data", CLI_VALUE, "DIR: the data directory" }, { 0 } };

static const struct cli_flag search_flags[] = {
    { "data",   CLI_VALUE, "DIR: the data directory" },
    { "as",     CLI_VALUE, "PERSON: what this person may see (the name they sign in with)" },
    { "limit",  CLI_VALUE, "N: at most so many results (10; at most 1000)" },
    { "format", CLI_VALUE, "FORMAT: text, json or tsv" },
    { "batch",  CLI_VALUE, "FILE: lines id<TAB>query; prints id<TAB>rank<TAB>source<TAB>score" },
    { 0 }
};

static const struct cli_flag user_flags[] = {
    { "data",     CLI_VALUE,  "DIR: the data directory" },
    { "name",     CLI_VALUE,  "NAME: as shown to others" },
    { "password", CLI_SWITCH, "ask for a password, or read it from standard input" },
    { "enable",   CLI_SWITCH, "open a closed account again" },
    { "take",     CLI_SWITCH, "take the role away instead of giving it" },
    { 0 }
};

static const struct cli_flag org_flags[] = {
    { "data",   CLI_VALUE, "DIR: the data directory" },
    { "slug",   CLI_VALUE, "SLUG: short name in addresses; made from the name" },
    { "parent", CLI_VALUE, "SLUG: the partner this office or welfare organisation stands under" },
    { 0 }
};

static const struct cli_flag group_flags[] = {
    { "data",     CLI_VALUE, "DIR: the data directory" },
    { "slug",     CLI_VALUE, "SLUG: short name in addresses; made from the name" },
    { "purpose",  CLI_VALUE, "TEXT: what the group is for" },
    { "location", CLI_VALUE, "SLUG: the location it belongs to" },
    { 0 }
};

static const struct cli_flag location_flags[] = {
    { "data", CLI_VALUE, "DIR: the data directory" },
    { "slug", CLI_VALUE, "SLUG: short name in addresses; made from the name" },
    { 0 }
};

static const struct cli_flag verify_flags[] = {
    { "data",  CLI_VALUE, "DIR: the data directory" },
    { "heads", CLI_VALUE, "FILE: lines of the journal with signed heads of the log (log.head); - reads standard input" },
    { 0 }
};

static const struct cli_flag tick_flags[] = {
    { "data", CLI_VALUE, "DIR: the data directory" },
    { "now",  CLI_VALUE, "TIME: as if it were then, 2026-03-12 or 2026-03-12T09:00 in the Netherlands; to come: only in a demonstration" },
    { 0 }
};

const struct cli_command cli_commands[] = {
    { "init",     "[--data DIR]",                                "Make a valid, empty store",                              data_only,        cmd_init, .bare = true },
    { "serve",    "[--data DIR] [--demo] [--port N] ...",        "Serve the network to browsers",                          settings_flags,   cmd_serve, .bare = true },
    { "import",   "[--apply] [flags] PATH...",                   "Take in folders of Markdown; a dry run by default",      cmd_import_flags, .run = cmd_import },
    { "export",   "[--data DIR] OUTDIR",                         "Write everything as readable files",                     cmd_export_flags, .run = cmd_export },
    { "search",   "[flags] QUERY | --batch FILE",                "Search as somebody who is signed in",                    search_flags,     .run = cmd_search },
    { "reindex",  "[--data DIR]",                                "Build the index anew from the store",                    data_only,        cmd_reindex, .bare = true },
    { "verify",   "[--data DIR] [--heads FILE]",                 "Check the log's chain, every text, the store, the index", verify_flags,    cmd_verify, .bare = true },
    { "user",     "add|list|disable|role|password|reset-second-factor [flags] ...",  "People and their roles",                                 user_flags,       .run = cmd_user },
    { "org",      "add|list [flags] [NAME]",                     "Partner organisations and members",                      org_flags,        .run = cmd_org },
    { "group",    "add|list [flags] [NAME]",                     "Working groups",                                         group_flags,      .run = cmd_group },
    { "location", "add|list [flags] [NAME]",                     "Locations",                                              location_flags,   .run = cmd_location },
    { "scan",     "[--data DIR | FILE...]",                      "Find client data: source, line, column, kind, block or warn", data_only,   .run = cmd_scan },
    { "tick",     "[--data DIR] [--now TIME]",                   "Move everything whose time has come",                    tick_flags,       cmd_tick, .bare = true },
    { "redactions", "[--data DIR] FILE",                         "Do again what was taken out of texts, on a copy put back", data_only,      .run = cmd_redactions },
    { "register", "",                                            "Print the register of processing: what is held about people", NULL,       cmd_register, .bare = true },
    { "routes",   "",                                            "Print the table of addresses",                           NULL,             cmd_routes, .bare = true },
    { "doctor",   "[--data DIR]",                                "Say in plain words what is wrong with an installation",  data_only,        cmd_doctor, .bare = true },
    { 0 }
};
/* clang-format on */
