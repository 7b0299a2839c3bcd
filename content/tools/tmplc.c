/* The template compiler. content/README.md tells the language, tmplc.h the passes.
 *
 *     tmplc --messages nl.po... --templates x.html... --out views.h views.c      (--check instead of --out: only
 * refuse)
 */
#include "content/tools/tmplc.h"

#include <stdlib.h>

void *tmpl_alloc(struct compiler *c, size_t bytes)
{
    void *p = arena_alloc(c->mem, bytes);
    if (!p) tool_fail("tmplc", 0, "no memory");
    return p;
}

struct template *tmpl_find(const struct compiler *c, text name)
{
    for (struct template *t = c->templates; t; t = t->next)
        if (text_eq(t->name, name)) return t;
    return NULL;
}

struct record *tmpl_record(const struct compiler *c, text name)
{
    for (struct record *r = c->records; r; r = r->next)
        if (text_eq(r->name, name)) return r;
    return NULL;
}

const char *tmpl_c_name(struct compiler *c, text name)
{
    char *made = arena_printf(c->mem, "view_%.*s", TEXT_FMT(name));
    if (!made) tool_fail("tmplc", 0, "no memory");
    for (char *p = made; *p; p++)
        if (*p == '.') *p = '_';
    return made;
}

static text stem_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    text name = text_str(slash ? slash + 1 : path);
    return text_slice(name, 0, text_find_byte(name, '.', 0));
}

/* The words behind an option, up to the next option. */
static size_t words_of(int argc, char **argv, const char *option, char ***words)
{
    int at = 1;
    while (at < argc && strcmp(argv[at], option) != 0) at++;
    int from = at + 1, to = from;
    while (to < argc && strncmp(argv[to], "--", 2) != 0) to++;
    *words = argv + from;
    return at < argc ? (size_t)(to - from) : 0;
}

static void read_templates(struct compiler *c, char **paths, size_t count)
{
    struct template **end = &c->templates;
    for (size_t i = 0; i < count; i++) {
        struct template *t = tmpl_alloc(c, sizeof *t);
        *t = (struct template){.file = paths[i], .name = stem_of(paths[i])};
        if (tmpl_find(c, t->name)) tool_fail(t->file, 1, "two templates have this name");
        *end = t;
        end = &t->next;
        tmpl_read(c, t);
    }
}

/* The name by which C includes the header: from the last "content/" of its path on. */
static const char *include_name(const char *path)
{
    const char *found = path;
    for (const char *p = path; (p = strstr(p, "content/")); p++) found = p;
    return found;
}

static void write_out(struct compiler *c, char **paths)
{
    struct buf header = buf_new(TOOL_MEMORY_MAX / 8), source = buf_new(TOOL_MEMORY_MAX / 8);
    tmpl_emit(c, &header, &source, include_name(paths[0]));
    tool_write(c->mem, paths[0], &header);
    tool_write(c->mem, paths[1], &source);
    buf_release(&header);
    buf_release(&source);
}

int main(int argc, char **argv)
{
    char **messages, **templates, **out;
    size_t n_messages = words_of(argc, argv, "--messages", &messages);
    size_t n_templates = words_of(argc, argv, "--templates", &templates);
    bool writes = words_of(argc, argv, "--out", &out) == 2;
    if (!n_templates || (!writes && strcmp(argv[argc - 1], "--check") != 0))
        tool_fail("usage", 0, "tmplc --messages FILE.po... --templates FILE.html... (--out VIEWS.h VIEWS.c | --check)");
    struct compiler c = {.mem = arena_new(TOOL_MEMORY_MAX)};
    if (!c.mem) tool_fail("tmplc", 0, "no memory");
    c.records_end = &c.records;
    c.messages = po_read(c.mem, messages, n_messages);
    read_templates(&c, templates, n_templates);
    for (struct template *t = c.templates; t; t = t->next) tmpl_resolve(&c, t);
    for (struct template *t = c.templates; t; t = t->next) tmpl_html(&c, t);
    if (writes) write_out(&c, out);
    arena_free(c.mem);
    return 0;
}
