#include "kb/cli/settings.h"

#include "kb/base/cleanup.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>

enum type { STRING, NUMBER, SWITCH };

static const struct row {
    const char *name;
    enum type type;
    const char *default_value;
    size_t offset;
} rows[] = {
#define X(name, type, default_value, help) {#name, type, default_value, offsetof(struct settings, name)},
    KB_SETTINGS(X)
#undef X
};

const struct cli_flag settings_flags[] = {
    {"data", CLI_VALUE, "DIR: the data directory"},
    {"demo", CLI_SWITCH, "a demonstration network, on loopback only: everybody chooses a role"},
    {"now", CLI_VALUE, "TIME: of a demonstration only, start its clock there: 2026-03-12 or 2026-03-12T09:00"},
#define SETTING_FLAG_STRING                CLI_VALUE
#define SETTING_FLAG_NUMBER                CLI_VALUE
#define SETTING_FLAG_SWITCH                CLI_SWITCH
#define X(name, type, default_value, help) {#name, SETTING_FLAG_##type, help},
    KB_SETTINGS(X)
#undef X
        {0},
};
_Static_assert(COUNT_OF(settings_flags) <= CLI_FLAGS_MAX, "a command line has room for every setting");

static bool read_switch(const char *value, bool *out)
{
    static const char *const yes[] = {"", "yes", "on", "1", "true", "ja"}, *const no[] = {"no", "off", "0", "false",
                                                                                          "nee"};
    for (size_t i = 0; i < COUNT_OF(yes); i++)
        if (!strcmp(value, yes[i])) return *out = true;
    for (size_t i = 0; i < COUNT_OF(no); i++)
        if (!strcmp(value, no[i])) return !(*out = false);
    return false;
}

static bool read_number(const char *value, long *out)
{
    char *end;
    errno = 0;
    *out = strtol(value, &end, 10);
    return end != value && *end == '\0' && errno == 0;
}

/* Numbers that stand for something, and words that are one of a few. */
static const struct {
    const char *name;
    long least, most;
    const char *words[4];
    const char *sentence;
} limits[] = {
    {"port", 0, 65535, {0}, "a port is 0 to 65535"},
    {"metrics_port", -1, 65535, {0}, "a port is 1 to 65535, -1 for none"},
    {"rate", -1, INT_MAX, {0}, "a rate is 0, for no limit, or more"},
    {"burst", 1, INT_MAX, {0}, "a burst is 1 or more"},
    {"log", 0, 0, {"debug", "info", "warn", "error"}, "it is debug, info, warn or error"},
    {"walls", 0, 0, {"try", "required", "off"}, "it is try, required or off"},
};

static bool is_one_of(const char *value, const char *const words[4])
{
    for (size_t i = 0; i < 4 && words[i]; i++)
        if (!strcmp(value, words[i])) return true;
    return false;
}

/* What is wrong with it, or NULL. */
static const char *wrong_value(const struct row *row, const char *value, const void *at)
{
    for (size_t i = 0; i < COUNT_OF(limits); i++) {
        if (strcmp(limits[i].name, row->name) != 0) continue;
        bool fits = row->type == NUMBER ? *(const long *)at >= limits[i].least && *(const long *)at <= limits[i].most
                                        : is_one_of(value, limits[i].words);
        return fits ? NULL : limits[i].sentence;
    }
    if (!strcmp(row->name, "host") && strpbrk(value, "/?#@ \t")) return "it is a name alone, without https:// and /";
    return NULL;
}

static const char from_flag[] = "flag";

static err_code put(struct settings *s, const struct row *row, const char *value, const char *from, kb_err *err)
{
    void *at = (char *)s + row->offset;
    bool ok = true;
    if (row->type == STRING) *(const char **)at = value;
    if (row->type == NUMBER) ok = read_number(value, at);
    if (row->type == SWITCH) ok = read_switch(value, at);
    const char *wrong = ok ? wrong_value(row, value, at) : row->type == NUMBER ? "it is no number" : "it is yes or no";
    if (!wrong) return OK;
    return err_set(err, from == from_flag ? ERR_BAD_REQUEST : ERR_INVALID, "setting %s = %s (from %s): %s", row->name,
                   value, from, wrong);
}

static const struct row *find_row(text name)
{
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (cli_is_name(name, rows[i].name)) return &rows[i];
    return NULL;
}

static err_code take_line(struct settings *s, const struct cli *cli, text line, kb_err *err)
{
    line = text_trim(line);
    if (!line.len || line.ptr[0] == '#') return OK;
    size_t equals = text_find_byte(line, '=', 0);
    const struct row *row = equals == SIZE_MAX ? NULL : find_row(text_trim(text_slice(line, 0, equals)));
    if (!row)
        return err_set(err, ERR_INVALID, "kb.conf has a line that is no setting: %.*s", TEXT_FMT(utf8_clip(line, 80)));
    const char *value = arena_text_str(cli->arena, text_trim(text_slice(line, equals + 1, SIZE_MAX)));
    return value ? put(s, row, value, "kb.conf", err) : err_set(err, ERR_NOMEM, "settings");
}

static err_code read_file(struct settings *s, const struct cli *cli, kb_err *err)
{
    const char *path = arena_printf(cli->arena, "%s/kb.conf", cli_data(cli));
    _cleanup_(close_file)
    FILE *f = path ? fopen(path, "re") : NULL;
    char line[1024];
    if (!f && path && errno == ENOENT) return OK;
    if (!f) return err_errno(err, "kb.conf");
    for (bool first = true; fgets(line, sizeof line, f); first = false) {
        text t = text_str(line);
        if (first && text_starts(t, TEXT("\xEF\xBB\xBF")))
            t = text_slice(t, 3, SIZE_MAX); /* some editors' mark of UTF-8 */
        ERR_TRY(take_line(s, cli, t, err));
    }
    return ferror(f) ? err_errno(err, "kb.conf") : OK;
}

static const char *environment(const struct row *row)
{
    char name[64] = "KB_";
    for (size_t i = 0; i < sizeof name - 4 && row->name[i]; i++)
        name[i + 3] = (char)toupper((unsigned char)row->name[i]);
    return getenv(name);
}

err_code settings_read(struct settings *out, const struct cli *cli, kb_err *err)
{
    *out = (struct settings){0};
    for (size_t i = 0; i < COUNT_OF(rows); i++) ERR_TRY(put(out, &rows[i], rows[i].default_value, "default", err));
    ERR_TRY(read_file(out, cli, err));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const char *value = environment(&rows[i]), *flag = cli_value(cli, rows[i].name);
        if (value) ERR_TRY(put(out, &rows[i], value, "environment", err));
        if (flag) ERR_TRY(put(out, &rows[i], flag, from_flag, err));
    }
    return OK;
}
