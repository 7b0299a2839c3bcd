#include "content/md__inside.h"

/* Reading the definitions line by line. */
struct taking {
    struct md__writer *w;
    struct buf *rest; /* the source without definitions */
    struct buf body;  /* of the note being read */
    bool in_note;
    size_t room;  /* for so many notes */
    size_t blank; /* empty lines met since the note's last line */
    char fence;   /* of the code block we are in, '`' or '~', else 0 */
    size_t fence_len;
};

static bool is_label_byte(unsigned char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c >= 0x80 || (c && strchr("-_.:", c));
}

/* "[^label]: body", at the start of the line. */
static bool read_definition(text line, text *label, text *body)
{
    if (!text_starts(line, TEXT("[^"))) return false;
    size_t end = 2;
    while (end < line.len && is_label_byte((unsigned char)line.ptr[end])) end++;
    *label = text_of(line.ptr + 2, end - 2);
    if (!label->len || label->len > MD__LABEL_MAX || !text_starts(text_slice(line, end, 2), TEXT("]:"))) return false;
    *body = text_trim(text_slice(line, end + 2, SIZE_MAX));
    return true;
}

/* Keeps track of ``` blocks, since what looks like a definition in one is code. */
static void watch_fence(struct taking *t, text line)
{
    text from = text_trim(line);
    size_t n = 0, indent = 0;
    while (indent < line.len && line.ptr[indent] == ' ') indent++;
    if (indent > 3 || !from.len || (from.ptr[0] != '`' && from.ptr[0] != '~')) return;
    while (n < from.len && from.ptr[n] == from.ptr[0]) n++;
    text behind = text_slice(from, n, SIZE_MAX);
    if (t->fence) {
        if (from.ptr[0] == t->fence && n >= t->fence_len && !behind.len) t->fence = 0;
    } else if (n >= 3 && (from.ptr[0] == '~' || text_find_byte(behind, '`', 0) == SIZE_MAX)) {
        t->fence = from.ptr[0];
        t->fence_len = n;
    }
}

static void end_note(struct taking *t)
{
    struct md__writer *w = t->w;
    if (t->in_note) w->notes[w->n_notes - 1].body = arena_text(w->a, buf_text(&t->body));
    buf_clear(&t->body);
    t->in_note = false;
    t->blank = 0;
}

/* Most texts have no note, and of a few hundred texts at once nobody can pay for the most that one may have. */
static bool has_room(struct taking *t)
{
    struct md__writer *w = t->w;
    if (w->n_notes < t->room) return true;
    size_t room = t->room ? 2 * t->room : 16;
    struct md__note *notes = ARENA_ARRAY(w->a, struct md__note, room);
    if (!notes) return false;
    if (w->n_notes) memcpy(notes, w->notes, w->n_notes * sizeof *notes);
    w->notes = notes;
    t->room = room;
    return true;
}

static bool begin_note(struct taking *t, text line)
{
    struct md__writer *w = t->w;
    text label, body;
    if (t->fence || w->n_notes == MD__NOTES_MAX || !read_definition(line, &label, &body) || !has_room(t)) return false;
    end_note(t);
    w->notes[w->n_notes++] = (struct md__note){.label = label};
    buf_put(&t->body, body);
    return t->in_note = true;
}

/* The line without up to four columns of indentation; false when it has less than two. */
static bool unindented(text line, text *inner)
{
    size_t spaces = 0;
    if (line.len && line.ptr[0] == '\t') {
        *inner = text_slice(line, 1, SIZE_MAX);
        return true;
    }
    while (spaces < 4 && spaces < line.len && line.ptr[spaces] == ' ') spaces++;
    *inner = text_slice(line, spaces, SIZE_MAX);
    return spaces >= 2;
}

/* A note goes on with indented lines; empty lines between them belong to it. */
static bool go_on_with_note(struct taking *t, text line)
{
    text inner;
    if (!t->in_note) return false;
    if (!text_trim(line).len) {
        t->blank++;
        return true;
    }
    if (!unindented(line, &inner)) {
        end_note(t);
        return false;
    }
    for (t->blank++; t->blank; t->blank--) buf_byte(&t->body, '\n');
    buf_put(&t->body, inner);
    return true;
}

void md__notes_take(struct md__writer *w, text source, struct buf *main_source)
{
    struct taking t = {.w = w, .rest = main_source, .body = buf_new(MD_SOURCE_MAX)};
    for (text line; md__next_line(&source, &line);) {
        if (!go_on_with_note(&t, line) && !begin_note(&t, line)) {
            watch_fence(&t, line);
            buf_put(main_source, line);
        }
        buf_byte(main_source, '\n');
    }
    end_note(&t);
    buf_release(&t.body);
    w->note_order = ARENA_ARRAY(w->a, unsigned, w->n_notes);
    if (!w->note_order) w->n_notes = 0; /* the document is refused: no memory */
}

void md__notes_put_references(const struct md__writer *w, struct buf *out)
{
    for (size_t i = 0; i < w->n_notes; i++) buf_printf(out, "[^%.*s]: kb-note:%zu\n", TEXT_FMT(w->notes[i].label), i);
}

/* Each note is a quote of its own in the side source: whatever it leaves open ends with it. */
void md__notes_put_bodies(const struct md__writer *w, struct buf *out)
{
    for (size_t i = 0; i < w->n_notes; i++) {
        text rest = w->notes[i].body;
        buf_str(out, rest.len ? "" : ">\n");
        for (text line; md__next_line(&rest, &line);) {
            buf_str(out, "> ");
            buf_put(out, line);
            buf_byte(out, '\n');
        }
        buf_byte(out, '\n');
    }
}

struct md__note *md__note_of_url(const struct md__writer *w, const char *url)
{
    static const text scheme = TEXT("kb-note:");
    uint64_t index;
    text whole = text_str(url);
    if (!w->n_notes || !text_starts(whole, scheme)) return NULL;
    return text_to_u64(text_slice(whole, scheme.len, SIZE_MAX), w->n_notes - 1, &index) ? &w->notes[index] : NULL;
}

/* A slug has no underscore, so no heading's id is ever the same. */
static void put_note_id(struct md__writer *w, const struct md__note *note)
{
    buf_printf(&w->html, "%snoot_%u", w->prefix, note->number);
}

static void put_reference_id(struct md__writer *w, const struct md__note *note, unsigned reference)
{
    put_note_id(w, note);
    buf_str(&w->html, "_terug");
    if (reference > 1) buf_printf(&w->html, "_%u", reference);
}

void md__note_reference(struct md__writer *w, struct md__note *note)
{
    if (!note->number) {
        w->note_order[w->n_numbered] = (unsigned)(note - w->notes);
        note->number = ++w->n_numbered;
    }
    note->references++;
    buf_str(&w->html, "<sup class=\"md-note\"><a href=\"#");
    put_note_id(w, note);
    buf_str(&w->html, "\" id=\"");
    put_reference_id(w, note, note->references);
    buf_str(&w->html, "\" aria-label=\"");
    html_attr(&w->html, text_str(w->words->note));
    buf_printf(&w->html, " %u\">%u</a></sup>", note->number, note->number);
}

void md__note_back_links(struct md__writer *w, const struct md__note *note)
{
    for (unsigned i = 1; i <= note->references; i++) {
        buf_str(&w->html, " <a class=\"md-back\" href=\"#");
        put_reference_id(w, note, i);
        buf_str(&w->html, "\" aria-label=\"");
        html_attr(&w->html, text_str(w->words->back));
        buf_printf(&w->html, " (%u", note->number);
        if (note->references > 1) buf_printf(&w->html, ".%u", i);
        buf_str(&w->html, ")\">\u21A9\uFE0E</a>");
    }
}

static void render_note(struct md__writer *w, const struct md__note *note)
{
    cmark_node *last = cmark_node_last_child(note->node);
    buf_str(&w->html, "<li id=\"");
    put_note_id(w, note);
    buf_str(&w->html, "\">\n");
    w->note = note;
    md__fresh_line(&w->plain);
    md__walk(w, note->node);
    w->note = NULL;
    if (!last || cmark_node_get_type(last) != CMARK_NODE_PARAGRAPH) {
        md__fresh_line(&w->html);
        buf_str(&w->html, "<p>");
        md__note_back_links(w, note);
        buf_str(&w->html, "</p>\n");
    }
    buf_str(&w->html, "</li>\n");
}

/* In the order of their first reference; a note may refer to others, which then follow. */
void md__notes_render(struct md__writer *w)
{
    if (!w->n_numbered) return;
    w->in_side = true;
    md__fresh_line(&w->html);
    buf_str(&w->html, "<ol class=\"md-notes\" aria-label=\"");
    html_attr(&w->html, text_str(w->words->notes));
    buf_str(&w->html, "\">\n");
    for (unsigned i = 0; i < w->n_numbered; i++) render_note(w, &w->notes[w->note_order[i]]);
    buf_str(&w->html, "</ol>\n");
    w->in_side = false;
}
