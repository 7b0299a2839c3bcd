#include "kb/service/command.h"

#include "kb/base/cleanup.h"
#include "kb/service/demo.h"
#include "kb/service/service__internal.h"

#include <jansson.h>
#include <sodium.h>
#include <unistd.h>

enum { ARGS_MAX = 24 };

enum arg_kind { ARG_END = 0, ARG_TEXT, ARG_LIST, ARG_BOOL, ARG_INT, ARG_SECTIONS };

struct arg {
    const char *name;
    enum arg_kind kind;
    bool required;
};

/* What a command was given, copied out of the JSON. */
struct value {
    text text;
    text *list;
    size_t n;
    bool given, yes;
    int64_t number;
    struct store_section *sections;
};

struct command {
    const struct command_row *row;
    arena *arena;
    struct value values[ARGS_MAX];
    const char *prepared; /* a password's hash */
    text rendered;
    const char *answer_key, *answer; /* what the answer tells besides ok */
};

struct command_row {
    const char *name;
    const struct arg *args;
    err_code (*prepare)(struct command *c, kb_err *err); /* may be NULL */
    err_code (*run)(struct command *c, struct svc *svc, kb_err *err);
};

static const struct value *get(const struct command *c, const char *name)
{
    static const struct value none = {.text = {"", 0}};
    for (size_t i = 0; c->row->args[i].kind; i++)
        if (!strcmp(c->row->args[i].name, name)) return &c->values[i];
    return &none;
}

static text get_text(const struct command *c, const char *name)
{
    return get(c, name)->text;
}

static void answer(struct command *c, const char *key, const char *value)
{
    c->answer_key = key;
    c->answer = value;
}

/* ---- People ---- */

static err_code prepare_password(struct command *c, kb_err *err)
{
    if (!get(c, "password")->given) return OK;
    struct svc_password_about about = {.sign_in = get_text(c, "sign_in")};
    ERR_TRY(svc_password_check(get_text(c, "password"), &about, err));
    return svc_password_hash(get_text(c, "password"), c->arena, &c->prepared, err);
}

/* Once more with what the network is called. */
static err_code put_password(struct command *c, struct svc *svc, const char *person, text name, kb_err *err)
{
    struct svc_password_about about = {.sign_in = get_text(c, "sign_in"), .name = name};
    ERR_TRY(svc_password_about(svc, &about, err));
    ERR_TRY(svc_password_check(get_text(c, "password"), &about, err));
    return svc_password_put(svc, text_str(person), c->prepared, err);
}

static err_code find_person(struct command *c, struct svc *svc, struct store_person *out, kb_err *err)
{
    err_code code = svc_person_by_sign_in(svc, get_text(c, "sign_in"), out, err);
    return code == ERR_NOT_FOUND ? err_field(err, ERR_NOT_FOUND, "sign_in", "not-known") : code;
}

static err_code run_user_add(struct command *c, struct svc *svc, kb_err *err)
{
    struct svc_person_put put = {.sign_in = get_text(c, "sign_in"), .name = get_text(c, "name")};
    const char *id;
    ERR_TRY(svc_person_put(svc, &put, &id, err));
    answer(c, "id", id);
    return c->prepared ? put_password(c, svc, id, put.name, err) : OK;
}

static err_code run_user_password(struct command *c, struct svc *svc, kb_err *err)
{
    struct store_person person;
    ERR_TRY(find_person(c, svc, &person, err));
    return put_password(c, svc, person.id, text_str(person.name), err);
}

static err_code run_user_disable(struct command *c, struct svc *svc, kb_err *err)
{
    struct store_person person;
    ERR_TRY(find_person(c, svc, &person, err));
    return svc_person_disable(svc, text_str(person.id), !get(c, "enable")->yes, err);
}

static err_code run_user_reset_second(struct command *c, struct svc *svc, kb_err *err)
{
    struct store_person person;
    ERR_TRY(find_person(c, svc, &person, err));
    return svc_second_reset(svc, text_str(person.id), err);
}

static err_code run_user_role(struct command *c, struct svc *svc, kb_err *err)
{
    struct store_person person;
    ERR_TRY(find_person(c, svc, &person, err));
    struct svc_role_put put = {
        .person = text_str(person.id),
        .role = get_text(c, "role"),
        .scope_kind = get_text(c, "scope_kind"),
        .scope = get_text(c, "scope"),
        .take = get(c, "take")->yes,
    };
    return svc_role_put(svc, &put, err);
}

/* ---- The network ---- */

static err_code run_org_add(struct command *c, struct svc *svc, kb_err *err)
{
    struct svc_organisation_put put = {
        .name = get_text(c, "name"), .slug = get_text(c, "slug"), .parent = get_text(c, "parent")};
    const char *slug = NULL;
    ERR_TRY(svc_organisation_put(svc, &put, &slug, err));
    answer(c, "slug", slug);
    return OK;
}

static err_code run_group_add(struct command *c, struct svc *svc, kb_err *err)
{
    struct svc_group_put put = {.name = get_text(c, "name"),
                                .slug = get_text(c, "slug"),
                                .purpose = get_text(c, "purpose"),
                                .location = get_text(c, "location")};
    const char *slug = NULL;
    ERR_TRY(svc_group_put(svc, &put, &slug, err));
    answer(c, "slug", slug);
    return OK;
}

static err_code run_location_add(struct command *c, struct svc *svc, kb_err *err)
{
    struct svc_location_put put = {
        .name = get_text(c, "name"), .slug = get_text(c, "slug"), .place = (int)get(c, "place")->number};
    const char *slug = NULL;
    ERR_TRY(svc_location_put(svc, &put, err));
    ERR_TRY(svc__slug(svc, put.slug, put.name, &slug, err)); /* as it was made */
    answer(c, "slug", slug);
    return OK;
}

/* ---- Texts ---- */

static err_code prepare_import(struct command *c, kb_err *err)
{
    const struct value *sections = get(c, "sections");
    return svc_render(c->arena, sections->sections, sections->n, &c->rendered, err);
}

static err_code read_hash(const struct command *c, uint8_t hash[STORE_HASH_BYTES], kb_err *err)
{
    text hex = get_text(c, "hash");
    size_t len;
    if (sodium_hex2bin(hash, STORE_HASH_BYTES, hex.ptr, hex.len, NULL, &len, NULL) != 0 || len != STORE_HASH_BYTES)
        return err_field(err, ERR_INVALID, "hash", "not-a-hash");
    return OK;
}

static err_code run_import(struct command *c, struct svc *svc, kb_err *err)
{
    static const char *const results[SVC_IMPORT_RESULT__COUNT] = {"taken", "changed", "unchanged"};
    uint8_t hash[STORE_HASH_BYTES];
    struct svc_import in = {
        .source = get_text(c, "source"),
        .hash = hash,
        .adopted = get(c, "adopted")->yes,
        .decision = get_text(c, "decision"),
        .group = get_text(c, "group"),
        .legal_fields = get(c, "fields")->list,
        .comes_from = get(c, "location")->list,
        .applies_in = get(c, "applies")->list,
        .n_legal_fields = get(c, "fields")->n,
        .n_comes_from = get(c, "location")->n,
        .n_applies_in = get(c, "applies")->n,
        .at = get(c, "at")->number,
        .draft = {get_text(c, "title"), get_text(c, "brief"), get(c, "sections")->sections, get(c, "sections")->n},
        .rendered = c->rendered,
    };
    enum svc_import_result result;
    ERR_TRY(read_hash(c, hash, err));
    if (!practice_kind_from_slug(get_text(c, "kind"), &in.kind))
        return err_field(err, ERR_INVALID, "kind", "not-a-choice");
    ERR_TRY(svc_import(svc, &in, &result, err));
    answer(c, "result", results[result]);
    return OK;
}

/* ---- Clocks ---- */

/* One line for each move: number, move, title; and for each kind that was forgotten: kind, "forgotten", how many rows.
 */
static void report_move(void *ctx, const struct svc_card *card, enum stage_move move)
{
    buf_printf(ctx, "%s\t%s\t%s\n", card->number ? card->number : card->id, stage_move_slug(move), card->title);
}

/* By the clock of the machine, whatever moment the moves are made for: what is forgotten does not come back. */
static err_code forget(struct svc *svc, struct buf *report, kb_err *err)
{
    struct svc_forgotten forgotten;
    ERR_TRY(svc_forget(svc, &forgotten, err));
    for (int i = 0; i < SVC_FORGOTTEN__COUNT; i++)
        if (forgotten.n[i])
            buf_printf(report, "%s\tforgotten\t%lld\n", svc_forgotten_slug((enum svc_forgotten_kind)i),
                       (long long)forgotten.n[i]);
    return OK;
}

/* Moves that are made for a day to come cannot be taken back: never in a store of real people. */
static err_code check_moment(struct svc *svc, kb_time moment, kb_err *err)
{
    struct demo_persons people;
    if (moment <= svc->now + MS_MINUTE) return OK; /* clocks of two programs */
    ERR_TRY(svc_demo_persons(svc, &people, err));
    return people.n ? OK : err_set(err, ERR_CONFLICT, "a moment to come is for a demonstration network");
}

static err_code run_tick(struct command *c, struct svc *svc, kb_err *err)
{
    _cleanup_(buf_release)
    struct buf report = buf_new(1024 * 1024);
    size_t moved;
    ERR_TRY(check_moment(svc, get(c, "now")->number, err));
    ERR_TRY(forget(svc, &report, err));
    svc->now = get(c, "now")->number;
    ERR_TRY(svc_keep(svc, report_move, &report, &moved, err));
    const char *text_of_report = arena_text_str(c->arena, buf_text(&report));
    if (!text_of_report) return err_set(err, ERR_NOMEM, "clocks");
    answer(c, "report", text_of_report);
    return OK;
}

/* clang-format off */
static const struct arg user_add[] = { {"sign_in", ARG_TEXT, true}, {"name", ARG_TEXT, true}, {"password", ARG_TEXT, false}, {0} };
static const struct arg user_password[] = { {"sign_in", ARG_TEXT, true}, {"password", ARG_TEXT, true}, {0} };
static const struct arg user_disable[] = { {"sign_in", ARG_TEXT, true}, {"enable", ARG_BOOL, false}, {0} };
static const struct arg user_reset_second[] = { {"sign_in", ARG_TEXT, true}, {0} };
static const struct arg user_role[] = { {"sign_in", ARG_TEXT, true}, {"role", ARG_TEXT, true}, {"scope_kind", ARG_TEXT, true},
                                        {"scope", ARG_TEXT, false}, {"take", ARG_BOOL, false}, {0} };
static const struct arg org_add[] = { {"name", ARG_TEXT, true}, {"slug", ARG_TEXT, false}, {"parent", ARG_TEXT, false}, {0} };
static const struct arg group_add[] = { {"name", ARG_TEXT, true}, {"slug", ARG_TEXT, false}, {"purpose", ARG_TEXT, false},
                                        {"location", ARG_TEXT, false}, {0} };
static const struct arg location_add[] = { {"name", ARG_TEXT, true}, {"slug", ARG_TEXT, false}, {"place", ARG_INT, false}, {0} };
static const struct arg import[] = { {"source", ARG_TEXT, true}, {"hash", ARG_TEXT, true}, {"adopted", ARG_BOOL, false},
                                     {"decision", ARG_TEXT, false}, {"kind", ARG_TEXT, true},
                                     {"group", ARG_TEXT, true}, {"fields", ARG_LIST, false}, {"location", ARG_LIST, false},
                                     {"applies", ARG_LIST, false}, {"at", ARG_INT, false}, {"title", ARG_TEXT, true},
                                     {"brief", ARG_TEXT, false}, {"sections", ARG_SECTIONS, true}, {0} };

static const struct arg tick[] = { {"now", ARG_INT, true}, {0} };

static const struct command_row commands[] = {
    { "user.add",      user_add,      prepare_password, run_user_add },
    { "user.password", user_password, prepare_password, run_user_password },
    { "user.disable",  user_disable,  NULL,             run_user_disable },
    { "user.reset-second-factor", user_reset_second, NULL, run_user_reset_second },
    { "user.role",     user_role,     NULL,             run_user_role },
    { "org.add",       org_add,       NULL,             run_org_add },
    { "group.add",     group_add,     NULL,             run_group_add },
    { "location.add",  location_add,  NULL,             run_location_add },
    { "import.take",   import,        prepare_import,   run_import },
    { "tick",          tick,          NULL,             run_tick },
};
/* clang-format on */

/* ---- Reading arguments ---- */

static text copy_string(arena *a, const json_t *j)
{
    return arena_text(a, text_of(json_string_value(j), json_string_length(j)));
}

static bool take_list(arena *a, const json_t *j, struct value *out)
{
    out->n = json_array_size(j);
    out->list = ARENA_ARRAY(a, text, out->n);
    for (size_t i = 0; out->list && i < out->n; i++) {
        if (!json_is_string(json_array_get(j, i))) return false;
        out->list[i] = copy_string(a, json_array_get(j, i));
    }
    return json_is_array(j) && out->list;
}

static bool take_sections(arena *a, const json_t *j, struct value *out)
{
    out->n = json_array_size(j);
    if (!json_is_array(j) || out->n > PRACTICE_SECTIONS_MAX) return false;
    out->sections = ARENA_ARRAY(a, struct store_section, out->n);
    for (size_t i = 0; out->sections && i < out->n; i++) {
        const json_t *key = json_object_get(json_array_get(j, i), "key"),
                     *body = json_object_get(json_array_get(j, i), "body");
        if (!json_is_string(key) || !json_is_string(body)) return false;
        out->sections[i] = (struct store_section){copy_string(a, key).ptr, copy_string(a, body)};
    }
    return out->sections != NULL;
}

static bool take_value(arena *a, enum arg_kind kind, const json_t *j, struct value *out)
{
    out->given = true;
    switch (kind) {
    case ARG_TEXT: out->text = copy_string(a, j); return json_is_string(j) && out->text.ptr;
    case ARG_LIST: return take_list(a, j, out);
    case ARG_BOOL: out->yes = json_is_true(j); return json_is_boolean(j);
    case ARG_INT: out->number = json_integer_value(j); return json_is_integer(j);
    case ARG_SECTIONS: return take_sections(a, j, out);
    case ARG_END: break;
    }
    return false;
}

static bool is_known(const struct command_row *row, const char *name)
{
    for (size_t i = 0; row->args[i].kind; i++)
        if (!strcmp(row->args[i].name, name)) return true;
    return !strcmp(name, "do");
}

static err_code take_arguments(struct command *c, json_t *object, kb_err *err)
{
    err_code code = OK;
    const char *name;
    json_t *j;
    json_object_foreach(object, name, j) if (!is_known(c->row, name)) code =
        err_field(err, ERR_INVALID, name, "unknown-field");
    for (size_t i = 0; c->row->args[i].kind; i++) {
        const struct arg *arg = &c->row->args[i];
        j = json_object_get(object, arg->name);
        c->values[i].text = TEXT("");
        if (!j && arg->required) code = err_field(err, ERR_INVALID, arg->name, "required");
        if (j && !take_value(c->arena, arg->kind, j, &c->values[i]))
            code = err_field(err, ERR_INVALID, arg->name, "not-text");
    }
    return code;
}

static const struct command_row *find_row(const char *name)
{
    for (size_t i = 0; name && i < COUNT_OF(commands); i++)
        if (!strcmp(commands[i].name, name)) return &commands[i];
    return NULL;
}

static void free_json(json_t **j)
{
    json_decref(*j);
}

err_code command_prepare(struct command **out, arena *a, text json, kb_err *err)
{
    json_error_t wrong;
    _cleanup_(free_json)
    json_t *object = json_loadb(json.ptr ? json.ptr : "", json.len, JSON_REJECT_DUPLICATES, &wrong);
    if (!json_is_object(object))
        return err_set(err, ERR_BAD_REQUEST, "no command: %s", object ? "not an object" : wrong.text);
    struct command *c = ARENA_NEW(a, struct command);
    if (!c) return err_set(err, ERR_NOMEM, "command");
    c->arena = a;
    c->row = find_row(json_string_value(json_object_get(object, "do")));
    if (!c->row) return err_field(err, ERR_INVALID, "do", "not-a-choice");
    ERR_TRY(take_arguments(c, object, err));
    if (c->row->prepare) ERR_TRY(c->row->prepare(c, err));
    *out = c;
    return OK;
}

err_code command_run(struct command *c, struct store *store, kb_time now, kb_err *err)
{
    static const struct kb_log log = {.fd = STDERR_FILENO, .least = KB_LOG_WARN};
    struct svc svc = {
        .store = store, .actor = svc_system_actor(), .now = now, .origin = "command", .arena = c->arena, .log = &log};
    return c->row->run(c, &svc, err);
}

/* ---- Answers ---- */

static const char *dump(arena *a, json_t *j)
{
    char *text_form = json_dumps(j, JSON_COMPACT);
    const char *out = text_form ? arena_str(a, text_form) : NULL;
    free(text_form);
    json_decref(j);
    return out ? out : "{\"ok\":false,\"error\":\"no-memory\",\"cause\":\"\",\"items\":[]}";
}

const char *command_answer(struct command *c, arena *a)
{
    json_t *j = json_pack("{s:b}", "ok", 1);
    if (c->answer_key && c->answer) json_object_set_new(j, c->answer_key, json_string(c->answer));
    return dump(a, j);
}

const char *command_failure(arena *a, const kb_err *err)
{
    json_t *items = json_array();
    for (size_t i = 0; i < err->n_items; i++)
        json_array_append_new(items,
                              json_pack("{s:s, s:s}", "field", err->items[i].field, "reason", err->items[i].reason));
    return dump(a, json_pack("{s:b, s:s, s:s, s:o}", "ok", 0, "error", err_slug(err->code), "cause", err->cause,
                             "items", items));
}

static err_code code_of_slug(const char *slug)
{
    for (int c = OK + 1; slug && c < ERR__COUNT; c++)
        if (!strcmp(slug, err_slug((err_code)c))) return (err_code)c;
    return ERR_INTERNAL;
}

static err_code read_failure(arena *a, const json_t *object, kb_err *err)
{
    err_code code = code_of_slug(json_string_value(json_object_get(object, "error")));
    const json_t *items = json_object_get(object, "items");
    const char *cause = json_string_value(json_object_get(object, "cause"));
    for (size_t i = 0; i < json_array_size(items); i++) {
        const json_t *item = json_array_get(items, i);
        const char *field = json_string_value(json_object_get(item, "field")),
                   *reason = json_string_value(json_object_get(item, "reason"));
        if (field && reason) err_add(err, code, field, arena_str(a, reason));
    }
    return err_set(err, code, "%s", cause ? cause : "");
}

err_code command_read_answer(arena *a, text json, const char *key, const char **value, kb_err *err)
{
    json_error_t wrong;
    _cleanup_(free_json)
    json_t *object = json_loadb(json.ptr ? json.ptr : "", json.len, 0, &wrong);
    if (!json_is_object(object)) return err_set(err, ERR_IO, "the server's answer cannot be read");
    if (!json_is_true(json_object_get(object, "ok"))) return read_failure(a, object, err);
    const char *found = key ? json_string_value(json_object_get(object, key)) : NULL;
    *value = found ? arena_str(a, found) : NULL;
    return OK;
}
