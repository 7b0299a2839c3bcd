/* The texts of an export (state_file.h). */
#include "importer/state_file.h"

#include "importer/front_matter.h"
#include "kb/base/calendar.h"
#include "kb/base/cleanup.h"

#include <sodium.h>

/* ---- Times ---- */

const char *state_time(kb_time at, char out[STATE_TIME_BYTES])
{
    char day[DATE_BYTES];
    int64_t ms = at % MS_DAY < 0 ? at % MS_DAY + MS_DAY : at % MS_DAY;
    int64_t days = at / MS_DAY - (at % MS_DAY < 0);
    out[0] = '\0';
    if (days < date_to_days((struct date){1, 1, 1}) || days > date_to_days((struct date){9999, 12, 31})) return out;
    snprintf(out, STATE_TIME_BYTES, "%.10sT%02d:%02d:%02d.%03dZ", date_format(date_from_days(days), DATE_ISO, day),
             (int)(ms / MS_HOUR), (int)(ms / MS_MINUTE % 60), (int)(ms / MS_SECOND % 60), (int)(ms % MS_SECOND));
    return out;
}

static bool digits(text t, size_t from, size_t n, uint64_t max, uint64_t *out)
{
    text part = text_slice(t, from, n);
    return part.len == n && text_to_u64(part, max, out);
}

bool state_time_read(const char *s, kb_time *at)
{
    text t = text_str(s);
    struct date day;
    uint64_t h, m, sec, ms;
    char again[STATE_TIME_BYTES];
    if (t.len != 24 || !date_parse(text_slice(t, 0, 10), &day)) return false;
    if (!digits(t, 11, 2, 23, &h) || !digits(t, 14, 2, 59, &m) || !digits(t, 17, 2, 59, &sec) ||
        !digits(t, 20, 3, 999, &ms))
        return false;
    *at = date_to_days(day) * MS_DAY + (kb_time)h * MS_HOUR + (kb_time)m * MS_MINUTE + (kb_time)(sec * MS_SECOND + ms);
    return !strcmp(state_time(*at, again), s); /* the separators too */
}

/* ---- Bodies ---- */

static const struct practice_section *section_of(enum practice_kind kind, const char *key)
{
    const struct practice_section *found = practice_section_find(kind, text_str(key));
    for (int k = 0; !found && k < PRACTICE_KIND__COUNT; k++)
        found = practice_section_find((enum practice_kind)k, text_str(key));
    return found;
}

/* What stands before a section's body. Free text has no heading; the card has one of its own over its first field. */
static void put_head(struct buf *out, enum practice_kind kind, const char *key, bool *in_card)
{
    const struct practice_section *info = section_of(kind, key);
    bool card = info && info->card;
    if (card && !*in_card) buf_printf(out, "## %s\n\n", PRACTICE_CARD_TITLE);
    *in_card = card;
    if (info && strcmp(key, "tekst") != 0) buf_printf(out, "%s %s\n\n", card ? "###" : "##", info->title);
}

static void put_sections(struct buf *out, enum practice_kind kind, const struct store_section *sections, size_t n)
{
    bool in_card = false;
    buf_str(out, "---\n");
    for (size_t i = 0; i < n; i++) {
        buf_byte(out, '\n');
        put_head(out, kind, sections[i].key, &in_card);
        buf_put(out, sections[i].body);
        buf_byte(out, '\n');
    }
}

static void put_lengths(struct buf *out, const struct store_section *sections, size_t n)
{
    char lengths[STORE_SECTIONS_MAX][96];
    const char *list[STORE_SECTIONS_MAX];
    for (size_t i = 0; i < n && i < STORE_SECTIONS_MAX; i++) {
        snprintf(lengths[i], sizeof lengths[i], "%.60s %zu", sections[i].key, sections[i].body.len);
        list[i] = lengths[i];
    }
    front_matter_put_list(out, "sections", list, n < STORE_SECTIONS_MAX ? n : STORE_SECTIONS_MAX);
}

/* "doe-dit 123" */
static err_code read_length(arena *a, const char *entry, struct store_section *out, uint64_t *bytes, kb_err *err)
{
    text rest = text_str(entry), key;
    if (!text_next(&rest, ' ', &key) || !text_to_u64(rest, STATE_TEXT_MAX, bytes))
        return err_field(err, ERR_INVALID, "sections", "invalid");
    out->key = arena_text_str(a, key);
    return out->key ? OK : err_set(err, ERR_NOMEM, "section");
}

static err_code read_body(enum practice_kind kind, text *rest, uint64_t bytes, bool *in_card, struct store_section *out,
                          kb_err *err)
{
    _cleanup_(buf_release)
    struct buf head = buf_new(1024);
    buf_byte(&head, '\n');
    put_head(&head, kind, out->key, in_card);
    if (head.failed) return err_set(err, ERR_NOMEM, "section");
    if (!text_starts(*rest, buf_text(&head))) return err_field(err, ERR_INVALID, out->key, "edited");
    text body = text_slice(*rest, head.len, bytes);
    text after = text_slice(*rest, head.len + bytes, SIZE_MAX);
    if (body.len != bytes || !after.len || after.ptr[0] != '\n') return err_field(err, ERR_INVALID, out->key, "edited");
    out->body = body;
    *rest = text_slice(after, 1, SIZE_MAX);
    return OK;
}

struct state_text {
    struct front_matter front;
    enum practice_kind kind;
    const char *title, *brief;
    struct store_section *sections;
    size_t n_sections;
};

static err_code read_sections(arena *a, text rest, struct state_text *out, kb_err *err)
{
    const struct front_matter_entry *lengths = front_matter_find(&out->front, "sections");
    size_t n = lengths ? lengths->n_values : 0;
    bool in_card = false;
    if (n > STORE_SECTIONS_MAX) return err_field(err, ERR_INVALID, "sections", "too-many");
    out->sections = ARENA_ARRAY(a, struct store_section, n);
    if (!out->sections) return err_set(err, ERR_NOMEM, "sections");
    for (size_t i = 0; i < n; i++) {
        uint64_t bytes;
        ERR_TRY(read_length(a, lengths->values[i], &out->sections[i], &bytes, err));
        ERR_TRY(read_body(out->kind, &rest, bytes, &in_card, &out->sections[i], err));
    }
    out->n_sections = n;
    return rest.len ? err_field(err, ERR_INVALID, "text", "edited") : OK;
}

static err_code read_text(arena *a, text file, struct state_text *out, kb_err *err)
{
    text yaml, body;
    *out = (struct state_text){0};
    if (!utf8_valid(file)) return err_field(err, ERR_INVALID, "file", "not-utf8");
    front_matter_split(file, &yaml, &body);
    ERR_TRY(front_matter_parse(a, yaml, &out->front, err));
    const char *kind = front_matter_text(&out->front, "kind");
    if (!kind || !practice_kind_from_slug(text_str(kind), &out->kind))
        return err_field(err, ERR_INVALID, "kind", "not-a-choice");
    const char *title = front_matter_text(&out->front, "title"), *brief = front_matter_text(&out->front, "summary");
    out->title = title ? title : "";
    out->brief = brief ? brief : "";
    return read_sections(a, body, out, err);
}

/* ---- Front matter ---- */

static void put_number(struct buf *out, const char *key, int64_t n)
{
    if (n) buf_printf(out, "%s: %lld\n", key, (long long)n);
}

static void put_time(struct buf *out, const char *key, kb_time at)
{
    char stamp[STATE_TIME_BYTES];
    front_matter_put(out, key, state_time(at, stamp));
}

static err_code take_required(const struct front_matter *front, const char *key, const char **out, kb_err *err)
{
    *out = front_matter_text(front, key);
    return *out ? OK : err_field(err, ERR_INVALID, key, "required");
}

static err_code take_time(const struct front_matter *front, const char *key, kb_time *out, kb_err *err)
{
    const char *given;
    ERR_TRY(take_required(front, key, &given, err));
    return state_time_read(given, out) ? OK : err_field(err, ERR_INVALID, key, "not-a-date");
}

static err_code take_number(const struct front_matter *front, const char *key, uint64_t *out, kb_err *err)
{
    const char *given = front_matter_text(front, key);
    *out = 0;
    return !given || text_to_u64(text_str(given), INT32_MAX, out) ? OK
                                                                  : err_field(err, ERR_INVALID, key, "not-a-number");
}

/* ---- Revisions ---- */

void state_revision_put(struct buf *out, enum practice_kind kind, const struct store_revision *r)
{
    char hash[2 * STORE_TEXT_HASH_BYTES + 1];
    sodium_bin2hex(hash, sizeof hash, r->text_hash, STORE_TEXT_HASH_BYTES);
    buf_str(out, "---\n");
    front_matter_put(out, "title", r->title);
    front_matter_put(out, "summary", r->brief);
    front_matter_put(out, "kind", practice_kind_slug(kind));
    put_number(out, "version", r->version);
    front_matter_put(out, "id", r->id);
    front_matter_put(out, "author", r->author);
    put_time(out, "at", r->at);
    front_matter_put(out, "note", r->note);
    front_matter_put(out, "hash", hash);
    put_lengths(out, r->sections, r->n_sections);
    put_sections(out, kind, r->sections, r->n_sections);
}

static err_code compare_hash(const struct front_matter *front, struct store_revision *r, kb_err *err)
{
    char hash[2 * STORE_TEXT_HASH_BYTES + 1];
    const char *given;
    ERR_TRY(take_required(front, "hash", &given, err));
    store_text_hash(r->title, r->brief, r->sections, r->n_sections, r->text_hash);
    sodium_bin2hex(hash, sizeof hash, r->text_hash, STORE_TEXT_HASH_BYTES);
    return strcmp(hash, given) ? err_field(err, ERR_INVALID, "hash", "edited") : OK;
}

err_code state_revision_read(arena *a, text file, struct store_revision *out, kb_err *err)
{
    struct state_text t;
    uint64_t version;
    ERR_TRY(read_text(a, file, &t, err));
    *out =
        (struct store_revision){.title = t.title, .brief = t.brief, .sections = t.sections, .n_sections = t.n_sections};
    const char *note = front_matter_text(&t.front, "note");
    out->note = note ? note : "";
    ERR_TRY(take_required(&t.front, "id", &out->id, err));
    ERR_TRY(take_required(&t.front, "author", &out->author, err));
    ERR_TRY(take_time(&t.front, "at", &out->at, err));
    ERR_TRY(take_number(&t.front, "version", &version, err));
    out->version = (int)version;
    return compare_hash(&t.front, out, err);
}

/* ---- Working copies ---- */

void state_working_put(struct buf *out, enum practice_kind kind, const struct store_working *w)
{
    buf_str(out, "---\n");
    front_matter_put(out, "title", w->title);
    front_matter_put(out, "summary", w->brief);
    front_matter_put(out, "kind", practice_kind_slug(kind));
    put_number(out, "version", w->version);
    front_matter_put(out, "base", w->base_revision);
    front_matter_put(out, "author", w->updated_by);
    put_time(out, "at", w->updated);
    put_lengths(out, w->sections, w->n_sections);
    put_sections(out, kind, w->sections, w->n_sections);
}

err_code state_working_read(arena *a, text file, struct store_working *out, kb_err *err)
{
    struct state_text t;
    uint64_t version;
    ERR_TRY(read_text(a, file, &t, err));
    *out =
        (struct store_working){.title = t.title, .brief = t.brief, .sections = t.sections, .n_sections = t.n_sections};
    out->base_revision = front_matter_text(&t.front, "base");
    ERR_TRY(take_required(&t.front, "author", &out->updated_by, err));
    ERR_TRY(take_time(&t.front, "at", &out->updated, err));
    ERR_TRY(take_number(&t.front, "version", &version, err));
    out->version = (int64_t)version;
    return version ? OK : err_field(err, ERR_INVALID, "version", "required");
}
