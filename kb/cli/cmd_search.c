/* kb search: one question for a person, or a file of questions for a program. */
#include "kb/cli/commands.h"

#include "kb/base/cleanup.h"
#include "kb/service/service.h"
#include "search/query_scan.h"

#include <jansson.h>

enum { LIMIT_DEFAULT = 10, QUESTION_ARENA_BYTES = 64 * 1024 * 1024 };

struct searching {
    struct cli *cli;
    struct store *store;
    struct search_reader *index;
    const struct actor *actor;
    arena *arena; /* of one question */
    size_t limit;
};

/* Without --as: what every signed-in participant may see. */
static const struct actor_grant any_participant[] = {{ROLE_PARTICIPANT, SCOPE_NETWORK, ""}};
static const struct actor participant = {.person = "participant", .grants = any_participant, .n_grants = 1};

static err_code take_actor(struct searching *s, const char *sign_in, kb_err *err)
{
    struct store_person person;
    struct svc svc = {.store = s->store, .actor = svc_system_actor(), .arena = s->cli->arena};
    s->actor = &participant;
    if (!sign_in) return OK;
    err_code code = svc_person_by_sign_in(&svc, text_str(sign_in), &person, err);
    if (code == ERR_NOT_FOUND)
        return err_set(err, code, "nobody signs in as \"%.*s\"; kb user list names everybody",
                       TEXT_FMT(utf8_clip(text_str(sign_in), 120)));
    if (code != OK) return code;
    return svc_actor(s->store, person.id, s->cli->arena, &s->actor, err);
}

static err_code ask(struct searching *s, text typed, struct svc_found *found, kb_err *err)
{
    arena_clear(s->arena);
    struct svc svc = {
        .store = s->store, .search = s->index, .actor = s->actor, .now = clock_now(clock_system()), .arena = s->arena};
    struct svc_ask question = {
        .query = query_scan(s->arena, typed), .per_page = s->limit, .page = 1, .bare = true, .said = true};
    if (!question.query) return err_set(err, ERR_NOMEM, "query");
    return svc_find(&svc, &question, found, err);
}

static const char *source_of(const struct svc_card *card)
{
    if (card->source_path) return card->source_path;
    return card->number ? card->number : card->id;
}

static void print_text(FILE *out, const struct svc_found *found)
{
    for (size_t i = 0; i < found->n_hits; i++) {
        const struct svc_card *c = &found->hits[i].card;
        fprintf(out, "%2zu. %s\n    %s%s%s\n", i + 1, c->title, c->number ? c->number : c->id, c->brief[0] ? "  " : "",
                c->brief);
    }
    fprintf(out, "%s%zu found\n", found->more ? "more than " : "", found->total);
}

static void print_rows(FILE *out, text id, const struct svc_found *found)
{
    for (size_t i = 0; i < found->n_hits; i++) {
        if (id.len) fprintf(out, "%.*s\t", TEXT_FMT(id));
        fprintf(out, "%zu\t%s\t%.6f\n", i + 1, source_of(&found->hits[i].card), found->hits[i].score);
    }
}

static void print_json(FILE *out, const struct svc_found *found)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < found->n_hits; i++) {
        const struct svc_card *c = &found->hits[i].card;
        json_array_append_new(rows, json_pack("{s:i, s:s, s:s?, s:s, s:s, s:f}", "rank", (int)i + 1, "source",
                                              source_of(c), "number", c->number, "title", c->title, "brief", c->brief,
                                              "score", found->hits[i].score));
    }
    json_t *root = json_pack("{s:I, s:b, s:o}", "total", (json_int_t)found->total, "more", found->more, "hits", rows);
    json_dumpf(root, out, JSON_INDENT(1));
    fputc('\n', out);
    json_decref(root);
}

static err_code ask_one(struct searching *s, const char *format, kb_err *err)
{
    _cleanup_(buf_release)
    struct buf typed = buf_new(QUERY_BYTES_MAX * 2);
    for (int i = 0; i < s->cli->n_args; i++) buf_printf(&typed, "%s%s", i ? " " : "", s->cli->args[i]);
    struct svc_found found;
    ERR_TRY(ask(s, buf_text(&typed), &found, err));
    if (!strcmp(format, "json"))
        print_json(s->cli->out, &found);
    else if (!strcmp(format, "tsv"))
        print_rows(s->cli->out, TEXT(""), &found);
    else
        print_text(s->cli->out, &found);
    return OK;
}

static err_code ask_each_line(struct searching *s, const char *path, kb_err *err)
{
    _cleanup_(close_file)
    FILE *f = strcmp(path, "-") ? fopen(path, "re") : fdopen(dup(STDIN_FILENO), "r");
    _cleanup_(free_p)
    char *line = NULL;
    size_t room = 0;
    if (!f) return err_errno(err, path);
    for (ssize_t len; (len = getline(&line, &room, f)) >= 0;) {
        text rest = text_of(line, (size_t)len), id;
        if (rest.len && rest.ptr[rest.len - 1] == '\n') rest.len--;
        if (!text_next(&rest, '\t', &id) || !rest.ptr) continue;
        struct svc_found found;
        ERR_TRY(ask(s, rest, &found, err));
        print_rows(s->cli->out, id, &found);
    }
    return OK;
}

static err_code run(struct searching *s, kb_err *err)
{
    const char *batch = cli_value(s->cli, "batch"), *format = cli_value(s->cli, "format");
    struct store_options options = {.dir = cli_data(s->cli)};
    ERR_TRY(store_open_reader(&s->store, &options, err));
    ERR_TRY(search_reader_open(&s->index, cli_data(s->cli), err));
    ERR_TRY(take_actor(s, cli_value(s->cli, "as"), err));
    return batch ? ask_each_line(s, batch, err) : ask_one(s, format ? format : "text", err);
}

static int check(struct cli *cli, size_t *limit)
{
    uint64_t n = LIMIT_DEFAULT;
    const char *format = cli_value(cli, "format"), *asked = cli_value(cli, "limit");
    if (asked && (!text_to_u64(text_str(asked), SEARCH_LIMIT_MAX, &n) || n == 0))
        return cli_usage(cli, "--limit is a number from 1 to %d", SEARCH_LIMIT_MAX);
    if (format && strcmp(format, "text") != 0 && strcmp(format, "json") != 0 && strcmp(format, "tsv") != 0)
        return cli_usage(cli, "--format is text, json or tsv");
    if (cli_has(cli, "batch") == (cli->n_args > 0)) return cli_usage(cli, "give a query, or a file with --batch");
    *limit = (size_t)n;
    return EXIT_DONE;
}

int cmd_search(struct cli *cli)
{
    kb_err err = {0};
    struct searching s = {.cli = cli};
    int usage = check(cli, &s.limit);
    if (usage) return usage;
    s.arena = arena_new(QUESTION_ARENA_BYTES);
    err_code code = s.arena ? run(&s, &err) : err_set(&err, ERR_NOMEM, "search");
    search_reader_close(s.index);
    store_close(s.store);
    arena_free(s.arena);
    return code == OK ? EXIT_DONE : cli_refused(cli, &err);
}
