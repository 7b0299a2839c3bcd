/* kb init, reindex, routes, register: a store and its index made, and two tables of the program told. */
#include "kb/cli/commands.h"

#include "kb/base/cleanup.h"
#include "kb/cli/client.h"
#include "kb/http/routes.h"
#include "kb/store/redact.h"
#include "search/search.h"

static err_code make_store(struct cli *cli, kb_err *err)
{
    _cleanup_(store_close_p)
    struct store *store = NULL;
    struct store_options options = {.dir = cli_data(cli), .create = true, .now = clock_now(clock_system())};
    return store_open_writer(&store, &options, err);
}

/* Of nothing, so that the first search has an answer. One that is there is left alone. */
static err_code make_index(struct cli *cli, kb_err *err)
{
    _cleanup_(search_reader_close_p)
    struct search_reader *index = NULL;
    _cleanup_(client_close_p)
    struct client *client = NULL;
    kb_err missing = {0};
    size_t practices;
    if (search_reader_open(&index, cli_data(cli), &missing) == OK) return OK;
    ERR_TRY(client_open(&client, cli, err));
    return client_rebuild(client, cli, &practices, err);
}

int cmd_init(struct cli *cli)
{
    kb_err err = {0};
    if (make_store(cli, &err) != OK || make_index(cli, &err) != OK) return cli_refused(cli, &err);
    fprintf(cli->out, "A store is ready in %s\n", cli_data(cli));
    return EXIT_DONE;
}

int cmd_reindex(struct cli *cli)
{
    kb_err err = {0};
    size_t practices;
    _cleanup_(client_close_p)
    struct client *client = NULL;
    if (client_open(&client, cli, &err) != OK || client_rebuild(client, cli, &practices, &err) != OK)
        return cli_refused(cli, &err);
    if (practices)
        fprintf(cli->out, "The index holds %zu practices\n", practices);
    else
        fputs("The index is built anew\n", cli->out);
    return EXIT_DONE;
}

int cmd_routes(struct cli *cli)
{
    const struct route *tables[] = {kb_routes, ops_routes};
    const size_t counts[] = {kb_routes_count, ops_routes_count};
    for (size_t t = 0; t < COUNT_OF(tables); t++)
        for (size_t i = 0; i < counts[t]; i++) {
            const struct route *r = &tables[t][i];
            fprintf(cli->out, "%-5s %-34s %-8s %-6s %-10s %s\n", http_method_name(r->method), r->pattern,
                    route_need_name(r->need), route_run_name(r->run), route_token_names(r->tokens), r->help);
        }
    return EXIT_DONE;
}

/* One line for each column that is about a person: what the page /verwerkingen says in words. */
int cmd_register(struct cli *cli)
{
    fputs("table\tcolumn\tof\tkind\twhy\tground\tkept\terased\n", cli->out);
    for (size_t r = 0; r < store_register_rows_count; r++)
        for (size_t i = 0; i < store_register_columns_count; i++) {
            const struct store_register_row *row = &store_register_rows[r];
            const struct store_register_column *c = &store_register_columns[i];
            if (strcmp(c->table, row->table) != 0 || strcmp(c->holder, row->holder) != 0) continue;
            fprintf(cli->out, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", c->table, c->column, c->holder, c->kind, row->why,
                    row->ground, row->kept, row->erased);
        }
    return EXIT_DONE;
}
