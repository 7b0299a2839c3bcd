#include "content/tools/po.h"

#include <stdlib.h>

enum { PO_ENTRIES_MAX = 8192 };

/* The strings of one entry; `current` is the one that a continuation line adds to. */
enum slot { SLOT_ID, SLOT_PLURAL, SLOT_STR, SLOT_ONE, SLOT_MANY, SLOT__COUNT };

static const struct {
    const char *word;
    enum slot slot;
} words[] = {
    {"msgid_plural", SLOT_PLURAL}, {"msgid", SLOT_ID},   {"msgstr[0]", SLOT_ONE},
    {"msgstr[1]", SLOT_MANY},      {"msgstr", SLOT_STR},
};

struct po_reader {
    arena *mem;
    struct catalogue *into;
    const char *file;
    int line, entry_line;
    struct buf strings[SLOT__COUNT];
    bool given[SLOT__COUNT];
    int current; /* a slot, or -1 */
};

static bool key_valid(text key)
{
    for (size_t i = 0; i < key.len; i++) {
        char c = key.ptr[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-')) return false;
    }
    return key.len && key.len <= 96 && key.ptr[0] >= 'a' && key.ptr[0] <= 'z';
}

static text taken(struct po_reader *r, enum slot slot)
{
    return arena_text(r->mem, buf_text(&r->strings[slot]));
}

static void check(const struct po_reader *r)
{
    text key = buf_text(&r->strings[SLOT_ID]);
    if (!key_valid(key)) tool_fail(r->file, r->entry_line, "\"%.*s\" is no key (a-z 0-9 . _ -)", TEXT_FMT(key));
    bool plural = r->given[SLOT_PLURAL];
    if (plural && !text_eq(key, buf_text(&r->strings[SLOT_PLURAL])))
        tool_fail(r->file, r->entry_line, "msgid_plural must repeat the key \"%.*s\"", TEXT_FMT(key));
    if (plural ? !r->given[SLOT_ONE] || !r->given[SLOT_MANY] || r->given[SLOT_STR]
               : !r->given[SLOT_STR] || r->given[SLOT_ONE] || r->given[SLOT_MANY])
        tool_fail(r->file, r->entry_line, "\"%.*s\" needs %s", TEXT_FMT(key),
                  plural ? "msgstr[0] and msgstr[1]" : "one msgstr");
    if (!r->strings[plural ? SLOT_MANY : SLOT_STR].len)
        tool_fail(r->file, r->entry_line, "\"%.*s\" has an empty sentence", TEXT_FMT(key));
}

/* The header entry has an empty msgid and is left out. */
static void finish(struct po_reader *r)
{
    if (r->given[SLOT_ID] && r->strings[SLOT_ID].len) {
        check(r);
        if (r->into->count == r->into->room) tool_fail(r->file, r->line, "more than %d messages", PO_ENTRIES_MAX);
        struct po_entry *e = &r->into->entries[r->into->count++];
        *e = (struct po_entry){.key = taken(r, SLOT_ID), .file = r->file, .line = r->entry_line};
        if (r->given[SLOT_PLURAL]) e->one = taken(r, SLOT_ONE);
        e->many = taken(r, r->given[SLOT_PLURAL] ? SLOT_MANY : SLOT_STR);
    }
    for (int i = 0; i < SLOT__COUNT; i++) {
        buf_clear(&r->strings[i]);
        r->given[i] = false;
    }
    r->current = -1;
}

static void read_string(struct po_reader *r, text line)
{
    if (r->current < 0) tool_fail(r->file, r->line, "a string without msgid or msgstr");
    if (line.len < 2 || line.ptr[0] != '"' || line.ptr[line.len - 1] != '"')
        tool_fail(r->file, r->line, "a string in quotes is expected");
    struct buf *out = &r->strings[r->current];
    for (size_t i = 1; i + 1 < line.len; i++) {
        char c = line.ptr[i];
        if (c == '"') tool_fail(r->file, r->line, "a quote inside a string is written \\\"");
        if (c == '\\') {
            c = line.ptr[++i];
            if (i + 1 >= line.len || !strchr("nt\"\\", c)) tool_fail(r->file, r->line, "unknown escape \\%c", c);
            if (c == 'n') c = '\n';
            if (c == 't') c = '\t';
        }
        buf_byte(out, c);
    }
}

static void read_keyword(struct po_reader *r, text line)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        text word = text_str(words[i].word);
        if (!text_starts(line, word) || line.len <= word.len || !strchr(" \t\"", line.ptr[word.len])) continue;
        if (words[i].slot == SLOT_ID) {
            finish(r);
            r->entry_line = r->line;
        } else if (!r->given[SLOT_ID] || r->given[words[i].slot]) {
            tool_fail(r->file, r->line, "%s does not belong here", words[i].word);
        }
        r->current = (int)words[i].slot;
        r->given[words[i].slot] = true;
        read_string(r, text_trim(text_slice(line, word.len, SIZE_MAX)));
        return;
    }
    tool_fail(r->file, r->line, "neither msgid, msgstr, a string nor a comment");
}

static void read_file(struct po_reader *r)
{
    text rest = tool_read(r->mem, r->file);
    r->line = 0;
    for (text line; text_next(&rest, '\n', &line);) {
        r->line++;
        line = text_trim(line);
        if (!line.len || line.ptr[0] == '#') continue;
        if (line.ptr[0] == '"')
            read_string(r, line);
        else
            read_keyword(r, line);
    }
    finish(r);
}

static int by_key(const void *a, const void *b)
{
    return text_cmp(((const struct po_entry *)a)->key, ((const struct po_entry *)b)->key);
}

struct catalogue po_read(arena *mem, char **paths, size_t count)
{
    struct catalogue c = {.room = PO_ENTRIES_MAX, .entries = ARENA_ARRAY(mem, struct po_entry, PO_ENTRIES_MAX)};
    if (!c.entries) tool_fail("po", 0, "no memory");
    struct po_reader r = {.mem = mem, .into = &c, .current = -1};
    for (int i = 0; i < SLOT__COUNT; i++) r.strings[i] = buf_new(64 * 1024);
    for (size_t i = 0; i < count; i++) {
        r.file = paths[i];
        read_file(&r);
    }
    for (int i = 0; i < SLOT__COUNT; i++) buf_release(&r.strings[i]);
    qsort(c.entries, c.count, sizeof *c.entries, by_key);
    for (size_t i = 1; i < c.count; i++) {
        const struct po_entry *a = &c.entries[i - 1], *b = &c.entries[i];
        if (text_eq(a->key, b->key))
            tool_fail(b->file, b->line, "\"%.*s\" is already in %s:%d", TEXT_FMT(b->key), a->file, a->line);
    }
    return c;
}

const struct po_entry *po_find(const struct catalogue *c, text key)
{
    struct po_entry wanted = {.key = key};
    return bsearch(&wanted, c->entries, c->count, sizeof *c->entries, by_key);
}
