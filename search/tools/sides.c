/* Makes the table of sides.h: sides OUT VOCABULARY. */
#include "search/sides.h"
#include "search/vocabulary.h"

#include "kb/base/buf.h"
#include "kb/base/cleanup.h"
#include "kb/base/embed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Nothing was made yet. */
extern const struct embedded_file search_sides[];
const struct embedded_file search_sides[] = {{"", (const unsigned char *)"", 0}};

enum { SOURCE_MAX = 16 * 1024 * 1024, SLOTS = 64 * 1024, ARENA_BYTES = 64 * 1024 * 1024 };

struct table {
    arena *a;
    struct analyser *an;
    text written[SLOTS];
    uint32_t at[SLOTS]; /* counted from the first entry, and one more */
    struct buf entries;
    size_t n;
};

/* False when it cannot be kept: half of the slots stay free. */
static bool add(struct table *t, text written)
{
    struct side s;
    uint32_t k = text_hash(written) % SLOTS;
    while (t->at[k] && !text_eq(t->written[k], written)) k = (k + 1) % SLOTS;
    if (t->at[k]) return true;
    if (t->n == SLOTS / 2 || !side_make(t->a, t->an, written, &s)) return false;
    if (written.len > UINT16_MAX || s.forms.len > UINT16_MAX || s.words > UINT8_MAX) return false;
    t->n++;
    t->written[k] = written;
    t->at[k] = (uint32_t)t->entries.len + 1;
    const struct side_entry e = {(uint16_t)written.len, (uint16_t)s.folded.len, (uint16_t)s.forms.len, (uint8_t)s.words,
                                 (uint8_t)s.rank};
    buf_put(&t->entries, text_of((const char *)&e, sizeof e));
    buf_put(&t->entries, written);
    buf_put(&t->entries, s.folded);
    buf_put(&t->entries, s.forms);
    return !t->entries.failed;
}

static bool write_table(const char *path, struct table *t)
{
    const uint32_t slots = SLOTS;
    FILE *f = fopen(path, "wb");
    if (!f) return false;
    for (size_t i = 0; i < SLOTS; i++)
        if (t->at[i]) t->at[i] += (uint32_t)(sizeof slots * (1 + (size_t)SLOTS)) - 1;
    bool well = fwrite(&slots, sizeof slots, 1, f) == 1 && fwrite(t->at, sizeof t->at, 1, f) == 1 &&
                fwrite(t->entries.ptr, t->entries.len, 1, f) == 1;
    return fclose(f) == 0 && well;
}

static text read_all(const char *path, char *room)
{
    FILE *f = fopen(path, "rb");
    size_t n = f ? fread(room, 1, SOURCE_MAX, f) : 0;
    if (f) fclose(f);
    return text_of(room, n);
}

int main(int argc, char **argv)
{
    kb_err err = {0};
    char *room = malloc(SOURCE_MAX);
    struct table *t = calloc(1, sizeof *t);
    if (argc != 3 || !room || !t) return 1;
    t->entries = buf_new(SOURCE_MAX);
    t->a = arena_new(ARENA_BYTES);
    bool well = t->a && analyser_open(&t->an, &err) == OK;
    text rest = read_all(argv[2], room), sides[VOCABULARY_LINE_MAX];
    for (text line; well && text_next(&rest, '\n', &line);)
        for (size_t i = 0, n = vocabulary_sides(line, sides); well && i < n; i++) well = add(t, sides[i]);
    well = well && t->n && write_table(argv[1], t);
    if (!well) fprintf(stderr, "sides: %s cannot be made of %s\n", argv[1], argv[2]);
    analyser_close(t->an);
    arena_free(t->a);
    buf_release(&t->entries);
    free(t);
    free(room);
    return well ? 0 : 1;
}
