#include "importer/markdown_file.h"

#include "importer/walk.h"
#include "kb/base/cleanup.h"

static const char plain_key[] = "tekst";

/* ---- Lines ---- */

/* A fenced code block may hold lines that look like headings (CommonMark section 4.5). */
struct fence {
    char mark; /* '`' or '~'; 0 outside */
    size_t len;
};

static size_t run_of(text line, char mark)
{
    size_t n = 0;
    while (n < line.len && line.ptr[n] == mark) n++;
    return n;
}

static void follow_fence(struct fence *f, text line)
{
    size_t indent = run_of(line, ' ');
    text rest = text_slice(line, indent, SIZE_MAX);
    if (indent > 3 || !rest.len || (rest.ptr[0] != '`' && rest.ptr[0] != '~')) return;
    size_t n = run_of(rest, rest.ptr[0]);
    if (!f->mark && n >= 3) {
        *f = (struct fence){rest.ptr[0], n};
    } else if (f->mark == rest.ptr[0] && n >= f->len && !text_trim(text_slice(rest, n, SIZE_MAX)).len) {
        *f = (struct fence){0};
    }
}

/* The title of an ATX heading of this level at the margin, or a view with ptr NULL. */
static text heading(text line, size_t level)
{
    size_t marks = run_of(line, '#');
    if (marks != level ||
        (line.len > marks && line.ptr[marks] != ' ' && line.ptr[marks] != '\t' && line.ptr[marks] != '\r'))
        return text_of(NULL, 0);
    text title = text_trim(text_slice(line, marks, SIZE_MAX));
    size_t end = title.len;
    while (end && title.ptr[end - 1] == '#') end--;
    if (end < title.len && (end == 0 || title.ptr[end - 1] == ' ')) title = text_trim(text_slice(title, 0, end));
    return title.ptr ? title : TEXT("");
}

/* Walks lines and says for each whether it can be a heading. */
struct lines {
    text rest, line;
    struct fence fence;
    bool heading_possible;
};

static bool next_line(struct lines *l)
{
    if (!text_next(&l->rest, '\n', &l->line)) return false;
    bool inside = l->fence.mark != 0;
    follow_fence(&l->fence, l->line);
    l->heading_possible = !inside && !l->fence.mark;
    return true;
}

/* Without blank lines at the start and white space at the end. The first line keeps its indent: four spaces are code.
 */
static text trim_lines(text t)
{
    size_t start = 0;
    for (size_t i = 0; i < t.len && strchr(" \t\n\r", t.ptr[i]); i++)
        if (t.ptr[i] == '\n') start = i + 1;
    t = text_slice(t, start, SIZE_MAX);
    text trimmed = text_trim(t);
    return trimmed.len ? text_of(t.ptr, (size_t)(trimmed.ptr + trimmed.len - t.ptr)) : text_of(t.ptr, 0);
}

/* ---- Title ---- */

/* Takes a leading "# Title" off the body. */
static text take_title(text *body)
{
    struct lines l = {.rest = *body};
    while (next_line(&l)) {
        if (!text_trim(l.line).len) continue;
        text title = l.heading_possible ? heading(l.line, 1) : text_of(NULL, 0);
        if (title.len) *body = l.rest;
        return title;
    }
    return text_of(NULL, 0);
}

/* The first words of a heading that is no title. */
static text shorten(arena *a, text title)
{
    enum { KEPT_BYTES = PRACTICE_TITLE_MAX - 10 };
    text start = utf8_clip(title, KEPT_BYTES);
    const char *out = arena_printf(a, "%.*s…", TEXT_FMT(start));
    return out ? text_str(out) : start;
}

/* The leading heading as a title. It goes off the body when the title says all of it; some laws have headings that are
 * too long for one, and a title of the front matter may be another. */
static text take_heading(arena *a, const char *title, text *body)
{
    text whole = *body, found = take_title(body);
    bool too_long = utf8_count(found) > PRACTICE_TITLE_MAX;
    if (too_long || (title && !text_eq(found, text_trim(text_str(title))))) *body = whole;
    return too_long ? shorten(a, found) : found;
}

static text name_of(const char *source)
{
    const char *slash = strrchr(source, '/');
    return walk_stem(text_str(slash ? slash + 1 : source));
}

/* ---- Sections ---- */

struct splitting {
    enum practice_kind kind;
    struct store_section *sections;
    size_t n;
    const struct practice_section *open;
    const char *from;  /* where the open section's body begins */
    bool in_card, odd; /* odd: not made of this kind's sections */
};

static void close_section(struct splitting *s, const char *end)
{
    text before = trim_lines(text_of(s->from, (size_t)(end - s->from)));
    if (!s->open) {
        s->odd |= before.len > 0;
        return;
    }
    for (size_t i = 0; i < s->n; i++)
        if (!strcmp(s->sections[i].key, s->open->key)) s->odd = true;
    if (s->n == PRACTICE_SECTIONS_MAX) s->odd = true;
    if (!s->odd) s->sections[s->n++] = (struct store_section){s->open->key, before};
}

static void open_section(struct splitting *s, text title, bool card, text line)
{
    close_section(s, line.ptr);
    s->from = line.ptr + line.len;
    s->in_card = card ? s->in_card : text_is(title, PRACTICE_CARD_TITLE);
    s->open = !card && s->in_card ? NULL : practice_section_titled(s->kind, title);
    bool card_head = !card && s->in_card;
    if (!card_head && (!s->open || s->open->card != card)) s->odd = true;
}

/* False when the body is not made of the sections of the kind. */
static bool split(enum practice_kind kind, text body, struct store_section *sections, size_t *n)
{
    struct splitting s = {.kind = kind, .sections = sections, .from = body.ptr};
    struct lines l = {.rest = body};
    while (!s.odd && next_line(&l)) {
        text two = l.heading_possible ? heading(l.line, 2) : text_of(NULL, 0);
        text three = l.heading_possible && s.in_card ? heading(l.line, 3) : text_of(NULL, 0);
        if (two.ptr)
            open_section(&s, two, false, l.line);
        else if (three.ptr)
            open_section(&s, three, true, l.line);
    }
    if (body.ptr) close_section(&s, body.ptr + body.len);
    *n = s.n;
    return !s.odd && s.n > 0;
}

/* Put in the order of the kind, so that files and forms give the same text the same hash. */
static void put_in_order(enum practice_kind kind, struct store_section *sections, size_t n)
{
    const struct practice_section *infos;
    size_t n_infos = practice_sections(kind, &infos), done = 0;
    for (size_t i = 0; i < n_infos; i++)
        for (size_t j = done; j < n; j++) {
            if (strcmp(sections[j].key, infos[i].key) != 0) continue;
            struct store_section found = sections[j];
            sections[j] = sections[done];
            sections[done++] = found;
        }
}

static err_code take_sections(arena *a, text body, struct markdown_file *out, kb_err *err)
{
    out->sections = ARENA_ARRAY(a, struct store_section, PRACTICE_SECTIONS_MAX + 1);
    if (!out->sections) return err_set(err, ERR_NOMEM, "sections");
    if (split(out->kind, body, out->sections, &out->n_sections)) {
        put_in_order(out->kind, out->sections, out->n_sections);
        return OK;
    }
    out->sections[0] = (struct store_section){plain_key, trim_lines(body)};
    out->n_sections = 1;
    return OK;
}

/* ---- Front matter ---- */

static const char *const known_keys[] = {"title", "summary", "kind",     "group",  "fields",  "location", "applies",
                                         "date",  "source",  "decision", "number", "version", "stage",    "id"};

static const char *remark_on(arena *a, const struct front_matter *front)
{
    _cleanup_(buf_release)
    struct buf out = buf_new(1000);
    for (size_t i = 0; i < front->n_entries; i++) {
        bool known = false;
        for (size_t k = 0; k < COUNT_OF(known_keys); k++) known |= !strcmp(front->entries[i].key, known_keys[k]);
        if (!known) buf_printf(&out, "%s%s", out.len ? ", " : "passed over: ", front->entries[i].key);
    }
    return arena_text_str(a, buf_text(&out));
}

static err_code take_kind(const struct front_matter *front, enum practice_kind *kind, kb_err *err)
{
    const char *slug = front_matter_text(front, "kind");
    *kind = PRACTICE_WERKWIJZE;
    if (slug && !practice_kind_from_slug(text_str(slug), kind))
        return err_field(err, ERR_INVALID, "kind", "not-a-choice");
    return OK;
}

static err_code check_bytes(text file, kb_err *err)
{
    if (!utf8_valid(file)) return err_field(err, ERR_INVALID, "file", "not-utf8");
    if (text_find_byte(file, '\0', 0) != SIZE_MAX) return err_field(err, ERR_INVALID, "file", "control-character");
    return OK;
}

/* Line ends become "\n", as in forms. */
static text plain_line_ends(arena *a, text file)
{
    if (text_find_byte(file, '\r', 0) == SIZE_MAX) return file;
    char *out = arena_alloc(a, file.len + 1);
    if (!out) return file;
    size_t n = 0;
    for (size_t i = 0; i < file.len; i++) {
        bool pair = file.ptr[i] == '\r' && i + 1 < file.len && file.ptr[i + 1] == '\n';
        if (!pair) out[n++] = file.ptr[i] == '\r' ? '\n' : file.ptr[i];
    }
    return text_of(out, n);
}

err_code markdown_file_read(arena *a, const char *source, text file, struct markdown_file *out, kb_err *err)
{
    *out = (struct markdown_file){0};
    text yaml, body;
    ERR_TRY(check_bytes(file, err));
    front_matter_split(plain_line_ends(a, file), &yaml, &body);
    ERR_TRY(front_matter_parse(a, yaml, &out->front, err));
    ERR_TRY(take_kind(&out->front, &out->kind, err));
    const char *title = front_matter_text(&out->front, "title"), *brief = front_matter_text(&out->front, "summary");
    text heading_title = take_heading(a, title, &body);
    out->title = title ? title : arena_text_str(a, heading_title.len ? heading_title : name_of(source));
    out->brief = brief ? brief : "";
    out->remark = remark_on(a, &out->front);
    if (!out->title || !out->remark) return err_set(err, ERR_NOMEM, "file");
    return take_sections(a, body, out, err);
}
