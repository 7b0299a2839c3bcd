/* Compiles the catalogue (content/msg.h): poc KEYS.h TABLE.c --lang nl FILE.po... [--lang en FILE.po...]
 *
 * The first language must be Dutch and says which keys there are; a key that only another language has is a mistake. */
#include "content/tools/po.h"

#include <stdlib.h>

static void c_name(struct buf *out, text key)
{
    buf_str(out, "MSG_");
    tool_c_upper(out, key);
}

/* Two keys that differ only in '.', '-' and '_' would share a name. Sorted order does not bring them together. */
static void check_names(arena *mem, const struct catalogue *c)
{
    text *names = ARENA_ARRAY(mem, text, c->count + 1);
    if (!names) tool_fail("poc", 0, "no memory");
    for (size_t i = 0; i < c->count; i++) {
        struct buf name = buf_new(256);
        c_name(&name, c->entries[i].key);
        names[i] = arena_text(mem, buf_text(&name));
        buf_release(&name);
        for (size_t k = 0; k < i; k++)
            if (text_eq(names[k], names[i]))
                tool_fail(c->entries[i].file, c->entries[i].line, "\"%.*s\" and \"%.*s\" have the same name in C",
                          TEXT_FMT(c->entries[i].key), TEXT_FMT(c->entries[k].key));
    }
}

static void put_comment(struct buf *out, text sentence)
{
    for (size_t i = 0; i < sentence.len; i++) {
        char c = sentence.ptr[i];
        buf_byte(out, c == '\n' || (c == '/' && i && sentence.ptr[i - 1] == '*') ? ' ' : c);
        if (c == '/' && i + 1 < sentence.len && sentence.ptr[i + 1] == '*') buf_byte(out, ' ');
    }
}

static void write_keys(arena *mem, const char *path, const struct catalogue *c)
{
    struct buf out = buf_new(TOOL_FILE_MAX);
    buf_str(&out, "/* Made by content/tools/poc.c from content/po. */\n#ifndef CONTENT_MSG_KEYS_H\n"
                  "#define CONTENT_MSG_KEYS_H\n\nenum msg {\n    MSG_NONE = 0,\n");
    for (size_t i = 0; i < c->count; i++) {
        buf_str(&out, "    ");
        c_name(&out, c->entries[i].key);
        buf_str(&out, ", /* ");
        put_comment(&out, c->entries[i].many);
        buf_str(&out, " */\n");
    }
    buf_str(&out, "    MSG__COUNT\n};\n\n#endif\n");
    tool_write(mem, path, &out);
    buf_release(&out);
}

static void put_form(struct buf *out, text form)
{
    if (!form.ptr) {
        buf_str(out, "{NULL, 0}");
        return;
    }
    buf_byte(out, '{');
    tool_c_string(out, form);
    buf_printf(out, ", %zu}", form.len);
}

static void write_language(struct buf *out, const char *code, const struct catalogue *base, const struct catalogue *c)
{
    buf_printf(out, "static const struct msg__forms forms_%s[MSG__COUNT] = {\n", code);
    for (size_t i = 0; i < c->count; i++) {
        const struct po_entry *e = &c->entries[i], *dutch = po_find(base, e->key);
        if (!dutch) tool_fail(e->file, e->line, "\"%.*s\" is not in the Dutch catalogue", TEXT_FMT(e->key));
        if (!dutch->one.ptr != !e->one.ptr)
            tool_fail(e->file, e->line, "\"%.*s\" has a plural in one language only", TEXT_FMT(e->key));
        buf_str(out, "    [");
        c_name(out, e->key);
        buf_str(out, "] = {");
        put_form(out, e->one);
        buf_str(out, ", ");
        put_form(out, e->many);
        buf_str(out, "},\n");
    }
    buf_str(out, "    [MSG_NONE] = {{NULL, 0}, {NULL, 0}},\n};\n");
}

static void write_table(struct buf *out, const struct catalogue *base)
{
    buf_str(out, "const text msg__keys[MSG__COUNT] = {\n");
    for (size_t i = 0; i < base->count; i++) {
        buf_str(out, "    [");
        c_name(out, base->entries[i].key);
        buf_str(out, "] = ");
        put_form(out, base->entries[i].key);
        buf_str(out, ",\n");
    }
    buf_str(out, "    [MSG_NONE] = {NULL, 0},\n};\n");
}

int main(int argc, char **argv)
{
    if (argc < 5 || strcmp(argv[3], "--lang") != 0 || strcmp(argv[4], "nl") != 0)
        tool_fail("usage", 0, "poc KEYS.h TABLE.c --lang nl FILE.po... [--lang CODE FILE.po...]");
    arena *mem = arena_new(TOOL_MEMORY_MAX);
    if (!mem) tool_fail("poc", 0, "no memory");
    struct buf out = buf_new(TOOL_MEMORY_MAX / 4), list = buf_new(4096);
    struct catalogue base = {0};
    buf_str(&out, "/* Made by content/tools/poc.c from content/po. */\n#include \"content/msg_table.h\"\n\n");
    for (int at = 3; at < argc;) {
        const char *code = argv[at + 1];
        int from = at + 2, to = from;
        while (to < argc && strcmp(argv[to], "--lang") != 0) to++;
        struct catalogue c = po_read(mem, argv + from, (size_t)(to - from));
        if (at == 3) {
            base = c;
            check_names(mem, &base);
            write_keys(mem, argv[1], &base);
        }
        write_language(&out, code, &base, &c);
        struct buf upper = buf_new(64);
        tool_c_upper(&upper, text_str(code));
        buf_printf(&list, "    [LANG_%s] = {{\"%s\", %zu}, forms_%s},\n", buf_cstr(&upper), code, strlen(code), code);
        buf_release(&upper);
        at = to;
    }
    write_table(&out, &base);
    buf_printf(&out, "const struct msg__language msg__languages[LANG__COUNT] = {\n%s};\n", buf_cstr(&list));
    tool_write(mem, argv[2], &out);
    buf_release(&out);
    buf_release(&list);
    arena_free(mem);
    return 0;
}
