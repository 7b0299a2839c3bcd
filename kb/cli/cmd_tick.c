/* kb tick: moves everything whose time has come, as the server's clock does, and prints what it did. */
#include "kb/cli/commands.h"

#include "kb/base/calendar.h"
#include "kb/cli/client.h"

#include <inttypes.h>

int cmd_tick(struct cli *cli)
{
    kb_err err = {0};
    kb_time now = clock_now(clock_system());
    const char *asked = cli_value(cli, "now"), *report = NULL;
    struct client *client = NULL;
    if (asked && !calendar_parse(text_str(asked), &now))
        return cli_usage(cli, "--now is 2026-03-12 or 2026-03-12T09:00");
    const char *json = arena_printf(cli->arena, "{\"do\":\"tick\",\"now\":%" PRId64 "}", now);
    err_code code = json ? client_open(&client, cli, &err) : err_set(&err, ERR_NOMEM, "tick");
    if (code == OK) code = client_command(client, json, "report", &report, &err);
    if (code == OK) code = client_settle(client, &err);
    client_close(client);
    if (code != OK) return cli_refused(cli, &err);
    fputs(report ? report : "", cli->out);
    return EXIT_DONE;
}
