/* The JSON of an export (state_file.h): one table of members per row, for writing and for reading. */
#include "importer/state_file.h"

#include "kb/base/cleanup.h"

#include <jansson.h>
#include <sodium.h>

enum member_kind {
    MEMBER_LINE,
    MEMBER_STRING,
    MEMBER_TIME,
    MEMBER_BOOL,
    MEMBER_INT,
    MEMBER_LIST,
    MEMBER_SCOPE,
    MEMBER_TEXT
};

/* One member of a JSON object and where it lives in the struct. */
struct member {
    const char *name;
    enum member_kind kind;
    size_t at;
    bool required;
};

#define REQUIRED(type, name, kind, field)                                                                              \
    {                                                                                                                  \
        name, kind, offsetof(struct type, field), true                                                                 \
    }
#define OPTIONAL(type, name, kind, field)                                                                              \
    {                                                                                                                  \
        name, kind, offsetof(struct type, field), false                                                                \
    }
#define END                                                                                                            \
    {                                                                                                                  \
        NULL, MEMBER_STRING, 0, false                                                                                  \
    }

/* clang-format off */
static const struct member setting_members[] = {
    REQUIRED(svc_setting_value, "name", MEMBER_STRING, name), REQUIRED(svc_setting_value, "value", MEMBER_STRING, value), END };

static const struct member location_members[] = {
    REQUIRED(store_location, "slug",   MEMBER_STRING, slug), REQUIRED(store_location, "name",   MEMBER_STRING, name),
    REQUIRED(store_location, "place",  MEMBER_INT,    place), REQUIRED(store_location, "active", MEMBER_BOOL,   active), END };

static const struct member legal_field_members[] = {
    REQUIRED(store_legal_field, "slug",      MEMBER_STRING, slug), REQUIRED(store_legal_field, "name",  MEMBER_STRING, name),
    REQUIRED(store_legal_field, "lay_label", MEMBER_STRING, lay_label),
    REQUIRED(store_legal_field, "place",     MEMBER_INT,    place), REQUIRED(store_legal_field, "active", MEMBER_BOOL, active),
    OPTIONAL(store_legal_field, "moving",    MEMBER_BOOL,   moving), END };

static const struct member organisation_members[] = {
    REQUIRED(store_organisation, "id",      MEMBER_STRING, id),      REQUIRED(store_organisation, "slug",   MEMBER_STRING, slug),
    REQUIRED(store_organisation, "name",    MEMBER_STRING, name),    REQUIRED(store_organisation, "partner", MEMBER_BOOL,  partner),
    OPTIONAL(store_organisation, "parent",  MEMBER_STRING, parent),  REQUIRED(store_organisation, "active", MEMBER_BOOL,   active), END };

static const struct member group_members[] = {
    REQUIRED(store_group, "id",       MEMBER_STRING, id),       REQUIRED(store_group, "slug",    MEMBER_STRING, slug),
    REQUIRED(store_group, "name",     MEMBER_STRING, name),     REQUIRED(store_group, "purpose", MEMBER_STRING, purpose),
    OPTIONAL(store_group, "location", MEMBER_STRING, location), REQUIRED(store_group, "created", MEMBER_TIME,   created),
    OPTIONAL(store_group, "closed",   MEMBER_TIME,   closed),   OPTIONAL(store_group, "alone_since", MEMBER_TIME, alone_since), END };

static const struct member person_members[] = {
    REQUIRED(store_person, "id",   MEMBER_STRING, id),   REQUIRED(store_person, "sign_in",  MEMBER_STRING, sign_in),
    REQUIRED(store_person, "name", MEMBER_STRING, name), OPTIONAL(store_person, "disabled", MEMBER_TIME,   disabled),
    REQUIRED(store_person, "created", MEMBER_TIME, created), OPTIONAL(store_person, "erased", MEMBER_TIME, erased), END };

static const struct member grant_members[] = {
    REQUIRED(store_grant, "person",  MEMBER_STRING, person),  REQUIRED(store_grant, "role",  MEMBER_STRING, role),
    REQUIRED(store_grant, "within",  MEMBER_SCOPE,  kind),    REQUIRED(store_grant, "scope", MEMBER_STRING, scope),
    REQUIRED(store_grant, "created", MEMBER_TIME,   created), REQUIRED(store_grant, "granted_by", MEMBER_STRING, granted_by), END };

static const struct member identity_members[] = {
    REQUIRED(store_identity, "issuer", MEMBER_STRING, issuer), REQUIRED(store_identity, "subject", MEMBER_STRING, subject),
    REQUIRED(store_identity, "person", MEMBER_STRING, person), REQUIRED(store_identity, "created", MEMBER_TIME,   created), END };

static const struct member practice_members[] = {
    REQUIRED(store_practice, "id",           MEMBER_STRING, id),           OPTIONAL(store_practice, "number",     MEMBER_STRING, number),
    REQUIRED(store_practice, "kind",         MEMBER_STRING, kind),         REQUIRED(store_practice, "group",      MEMBER_STRING, group),
    REQUIRED(store_practice, "created",      MEMBER_TIME,   created),      REQUIRED(store_practice, "created_by", MEMBER_STRING, created_by),
    REQUIRED(store_practice, "touched",      MEMBER_TIME,   touched),      OPTIONAL(store_practice, "source",     MEMBER_STRING, source_path),
    REQUIRED(store_practice, "fields",       MEMBER_LIST,   legal_fields), REQUIRED(store_practice, "location",   MEMBER_LIST,   comes_from),
    REQUIRED(store_practice, "applies",      MEMBER_LIST,   applies_in), END };

static const struct member line_members[] = {
    REQUIRED(store_line, "stage",         MEMBER_STRING, stage),         REQUIRED(store_line, "since",       MEMBER_TIME,   since),
    OPTIONAL(store_line, "revision",      MEMBER_STRING, revision),      REQUIRED(store_line, "reason",      MEMBER_STRING, reason),
    OPTIONAL(store_line, "until",         MEMBER_TIME,   until),         OPTIONAL(store_line, "review_at",   MEMBER_TIME,   review_at),
    OPTIONAL(store_line, "superseded_by", MEMBER_STRING, superseded_by), OPTIONAL(store_line, "merged_into", MEMBER_STRING, merged_into),
    REQUIRED(store_line, "origin",        MEMBER_STRING, origin),        REQUIRED(store_line, "decision",    MEMBER_STRING, decision),
    REQUIRED(store_line, "confirmed",     MEMBER_BOOL,   confirmed),     OPTIONAL(store_line, "adopted",     MEMBER_TIME,   adopted), END };

static const struct member meeting_members[] = {
    REQUIRED(store_meeting, "organisation", MEMBER_STRING, organisation), REQUIRED(store_meeting, "day", MEMBER_STRING, day),
    OPTIONAL(store_meeting, "papers",       MEMBER_STRING, papers), END };

static const struct member saved_members[] = {
    REQUIRED(store_saved, "id",      MEMBER_STRING, id),      REQUIRED(store_saved, "person", MEMBER_STRING, person),
    REQUIRED(store_saved, "name",    MEMBER_STRING, name),    REQUIRED(store_saved, "address", MEMBER_STRING, address),
    REQUIRED(store_saved, "mail",    MEMBER_BOOL,   mail),    REQUIRED(store_saved, "made",   MEMBER_TIME,   made),
    REQUIRED(store_saved, "seen",    MEMBER_TIME,   seen), END };

static const struct member agreement_members[] = {
    REQUIRED(store_agreement, "id",    MEMBER_STRING, id),    REQUIRED(store_agreement, "entry",    MEMBER_STRING, entry),
    REQUIRED(store_agreement, "kind",  MEMBER_STRING, kind),  REQUIRED(store_agreement, "said",     MEMBER_STRING, said),
    REQUIRED(store_agreement, "meant", MEMBER_STRING, meant), REQUIRED(store_agreement, "made",     MEMBER_TIME,   made),
    OPTIONAL(store_agreement, "by",    MEMBER_STRING, made_by), OPTIONAL(store_agreement, "ended",  MEMBER_TIME,   ended),
    OPTIONAL(store_agreement, "ended_by", MEMBER_STRING, ended_by), END };

static const struct member answer_members[] = {
    REQUIRED(store_answer_text, "id",      MEMBER_STRING, id),      REQUIRED(store_answer_text, "purpose", MEMBER_STRING, purpose),
    REQUIRED(store_answer_text, "title",   MEMBER_STRING, title),   REQUIRED(store_answer_text, "body",    MEMBER_STRING, body),
    REQUIRED(store_answer_text, "version", MEMBER_INT,    version), REQUIRED(store_answer_text, "changed", MEMBER_TIME,   changed),
    OPTIONAL(store_answer_text, "by",      MEMBER_STRING, changed_by), END };

static const struct member move_members[] = {
    REQUIRED(store_move, "id",       MEMBER_STRING, id),       REQUIRED(store_move, "practice",  MEMBER_STRING, practice),
    REQUIRED(store_move, "line",     MEMBER_LINE,   line),     REQUIRED(store_move, "move",      MEMBER_STRING, what),
    REQUIRED(store_move, "from",     MEMBER_STRING, came_from), REQUIRED(store_move, "to",       MEMBER_STRING, went_to),
    OPTIONAL(store_move, "revision", MEMBER_STRING, revision), REQUIRED(store_move, "at",        MEMBER_TIME,   at),
    REQUIRED(store_move, "by",       MEMBER_STRING, made_by),  REQUIRED(store_move, "words",     MEMBER_STRING, words),
    REQUIRED(store_move, "marks",    MEMBER_STRING, marks), END };

static const struct member assent_members[] = {
    REQUIRED(store_assent, "practice", MEMBER_STRING, practice), REQUIRED(store_assent, "kind",  MEMBER_STRING, kind),
    OPTIONAL(store_assent, "revision", MEMBER_STRING, revision), OPTIONAL(store_assent, "asked", MEMBER_TIME,   asked),
    OPTIONAL(store_assent, "given",    MEMBER_TIME,   given),    OPTIONAL(store_assent, "by",    MEMBER_STRING, given_by),
    REQUIRED(store_assent, "words",    MEMBER_STRING, words), END };

static const struct member remark_members[] = {
    REQUIRED(store_remark, "id",       MEMBER_STRING, id),       REQUIRED(store_remark, "practice", MEMBER_STRING, practice),
    REQUIRED(store_remark, "revision", MEMBER_STRING, revision), REQUIRED(store_remark, "section",  MEMBER_STRING, section),
    REQUIRED(store_remark, "passage",  MEMBER_STRING, passage),  REQUIRED(store_remark, "person",   MEMBER_STRING, person),
    REQUIRED(store_remark, "at",       MEMBER_TIME,   at),       REQUIRED(store_remark, "must",     MEMBER_BOOL,   must),
    REQUIRED(store_remark, "body",     MEMBER_STRING, body),     REQUIRED(store_remark, "answer",   MEMBER_STRING, answer),
    OPTIONAL(store_remark, "answered_by", MEMBER_STRING, answered_by), OPTIONAL(store_remark, "answered", MEMBER_TIME, answered), END };

static const struct member use_members[] = {
    REQUIRED(store_use, "practice", MEMBER_STRING, practice), REQUIRED(store_use, "person", MEMBER_STRING, person),
    REQUIRED(store_use, "day",      MEMBER_STRING, day),      REQUIRED(store_use, "what",   MEMBER_STRING, what),
    REQUIRED(store_use, "at",       MEMBER_TIME,   at), END };

static const struct member experience_members[] = {
    REQUIRED(store_experience, "id",     MEMBER_STRING, id),     REQUIRED(store_experience, "practice", MEMBER_STRING, practice),
    REQUIRED(store_experience, "person", MEMBER_STRING, person), REQUIRED(store_experience, "at",       MEMBER_TIME,   at),
    OPTIONAL(store_experience, "location", MEMBER_STRING, location), REQUIRED(store_experience, "body", MEMBER_STRING, body),
    REQUIRED(store_experience, "again",  MEMBER_STRING, again), END };

static const struct member round_members[] = {
    REQUIRED(store_round, "id",       MEMBER_STRING, id),       REQUIRED(store_round, "practice",  MEMBER_STRING, practice),
    REQUIRED(store_round, "revision", MEMBER_STRING, revision), REQUIRED(store_round, "preset",    MEMBER_STRING, preset),
    REQUIRED(store_round, "state",    MEMBER_STRING, state),    OPTIONAL(store_round, "bundle",    MEMBER_STRING, bundle),
    REQUIRED(store_round, "begun",    MEMBER_TIME,   begun),    REQUIRED(store_round, "opened_by", MEMBER_STRING, opened_by),
    REQUIRED(store_round, "ends",     MEMBER_TIME,   ends),     REQUIRED(store_round, "extended",  MEMBER_BOOL,   extended),
    REQUIRED(store_round, "question", MEMBER_STRING, question), REQUIRED(store_round, "summary",   MEMBER_STRING, summary),
    REQUIRED(store_round, "advice",   MEMBER_STRING, advice),   OPTIONAL(store_round, "advised",   MEMBER_STRING, advised),   OPTIONAL(store_round, "closed",    MEMBER_TIME,   closed),
    OPTIONAL(store_round, "ended",    MEMBER_TIME,   ended),    REQUIRED(store_round, "outcome",   MEMBER_STRING, outcome),
    REQUIRED(store_round, "outcome_text", MEMBER_STRING, outcome_text), END };

static const struct member seat_members[] = {
    REQUIRED(store_seat, "round", MEMBER_STRING, round), REQUIRED(store_seat, "organisation", MEMBER_STRING, organisation),
    OPTIONAL(store_seat, "busy_until", MEMBER_STRING, busy_until), END };

static const struct member position_members[] = {
    REQUIRED(store_position, "id",       MEMBER_STRING, id),       REQUIRED(store_position, "round",     MEMBER_STRING, round),
    REQUIRED(store_position, "organisation", MEMBER_STRING, organisation), REQUIRED(store_position, "position", MEMBER_STRING, position),
    REQUIRED(store_position, "said",     MEMBER_STRING, said),     REQUIRED(store_position, "lift",      MEMBER_STRING, lift),
    REQUIRED(store_position, "reserve",  MEMBER_STRING, reserve),  OPTIONAL(store_position, "board_day", MEMBER_STRING, board_day),
    REQUIRED(store_position, "minute",   MEMBER_STRING, minute),   REQUIRED(store_position, "at",        MEMBER_TIME,   at),
    REQUIRED(store_position, "by",       MEMBER_STRING, given_by), OPTIONAL(store_position, "replaced",  MEMBER_TIME,   replaced),
    OPTIONAL(store_position, "by_link",  MEMBER_STRING, by_link),  END };

static const struct member local_members[] = {
    REQUIRED(store_local, "practice", MEMBER_STRING, practice), REQUIRED(store_local, "organisation", MEMBER_STRING, organisation),
    REQUIRED(store_local, "what",     MEMBER_STRING, what),     REQUIRED(store_local, "words",        MEMBER_STRING, words),
    REQUIRED(store_local, "at",       MEMBER_TIME,   at),       REQUIRED(store_local, "person",       MEMBER_STRING, person), END };

static const struct member carrying_members[] = {
    REQUIRED(store_carrying, "practice", MEMBER_STRING, practice), REQUIRED(store_carrying, "organisation", MEMBER_STRING, organisation),
    REQUIRED(store_carrying, "state",    MEMBER_STRING, state),    REQUIRED(store_carrying, "step",         MEMBER_STRING, step),
    OPTIONAL(store_carrying, "day",      MEMBER_STRING, day),      REQUIRED(store_carrying, "at",           MEMBER_TIME,   at),
    REQUIRED(store_carrying, "person",   MEMBER_STRING, person), END };

static const struct member note_members[] = {
    REQUIRED(store_desk_note, "id",     MEMBER_STRING, id),     REQUIRED(store_desk_note, "practice", MEMBER_STRING, practice),
    REQUIRED(store_desk_note, "at",     MEMBER_TIME,   at),     REQUIRED(store_desk_note, "person",   MEMBER_STRING, person),
    REQUIRED(store_desk_note, "body",   MEMBER_STRING, body), END };

static const struct member reminder_members[] = {
    REQUIRED(store_change, "at",     MEMBER_TIME,   at),     REQUIRED(store_change, "what",     MEMBER_STRING, action),
    REQUIRED(store_change, "detail", MEMBER_STRING, detail), OPTIONAL(store_change, "revision", MEMBER_STRING, revision), END };

static const struct member correction_members[] = {
    REQUIRED(store_correction, "base", MEMBER_STRING, base), REQUIRED(store_correction, "title", MEMBER_STRING, title),
    REQUIRED(store_correction, "brief", MEMBER_STRING, brief), REQUIRED(store_correction, "note", MEMBER_STRING, note),
    REQUIRED(store_correction, "editor", MEMBER_STRING, editor), REQUIRED(store_correction, "at", MEMBER_TIME, at), END };

static const struct member section_members[] = {
    REQUIRED(store_section, "key", MEMBER_STRING, key), REQUIRED(store_section, "body", MEMBER_TEXT, body), END };

static const struct member wish_members[] = {
    REQUIRED(store_wish, "person", MEMBER_STRING, person), REQUIRED(store_wish, "address",  MEMBER_STRING, address),
    REQUIRED(store_wish, "direct", MEMBER_BOOL,   direct), REQUIRED(store_wish, "overview", MEMBER_STRING, overview), END };

static const struct member notice_members[] = {
    REQUIRED(store_notice, "id",       MEMBER_STRING, id),       REQUIRED(store_notice, "person", MEMBER_STRING, person),
    OPTIONAL(store_notice, "practice", MEMBER_STRING, practice), REQUIRED(store_notice, "what",   MEMBER_STRING, what),
    REQUIRED(store_notice, "about",    MEMBER_STRING, about),    REQUIRED(store_notice, "at",     MEMBER_TIME,   at),
    REQUIRED(store_notice, "asked",    MEMBER_BOOL,   asked),    OPTIONAL(store_notice, "seen",   MEMBER_TIME,   seen),
    REQUIRED(store_notice, "way",      MEMBER_STRING, way), END };

static const struct member request_members[] = {
    REQUIRED(store_request, "group", MEMBER_STRING, group), REQUIRED(store_request, "person", MEMBER_STRING, person),
    REQUIRED(store_request, "words", MEMBER_STRING, words), REQUIRED(store_request, "at",     MEMBER_TIME,   at), END };

static const struct member desk_members[] = {
    REQUIRED(store_desk, "editor", MEMBER_STRING, editor), REQUIRED(store_desk, "since", MEMBER_TIME, since), END };

/* Lists that belong to a practice; those that are empty are left out. */
struct row_list {
    const char *name;
    const struct member *members;
    size_t at, n, bytes_each; /* where array and count stand in the struct */
};

#define LIST(name, members, list, row)                                                                                 \
    {                                                                                                                  \
        name, members, offsetof(struct svc_whole_practice, list.at), offsetof(struct svc_whole_practice, list.n),      \
            sizeof(struct row)                                                                                         \
    }

static const struct row_list practice_lists[] = {
    LIST("moves",       move_members,       moves,       store_move),
    LIST("assents",     assent_members,     assents,     store_assent),
    LIST("remarks",     remark_members,     remarks,     store_remark),
    LIST("uses",        use_members,        uses,        store_use),
    LIST("experiences", experience_members, experiences, store_experience),
    LIST("rounds",      round_members,      rounds,      store_round),
    LIST("seats",       seat_members,       seats,       store_seat),
    LIST("positions",   position_members,   positions,   store_position),
    LIST("carrying",    carrying_members,   carryings,   store_carrying),
    LIST("local",       local_members,      locals,      store_local),
    LIST("notes",       note_members,       notes,       store_desk_note),
    LIST("reminders",   reminder_members,   reminders,   store_change),
    LIST("correction",  correction_members, corrections, store_correction),
    LIST("correction_text", section_members, correction_sections, store_section),
};

static const struct member author_members[] = {
    REQUIRED(store_author, "person", MEMBER_STRING, person), REQUIRED(store_author, "since", MEMBER_TIME, since), END };
/* clang-format on */

static const char *const scope_words[STORE_SCOPE__COUNT] = {"organisation", "group", "location", "network"};

/* ---- Writing ---- */

static json_t *list_json(text list)
{
    json_t *array = json_array();
    for (text slug; text_next(&list, ' ', &slug);) json_array_append_new(array, json_stringn(slug.ptr, slug.len));
    return array;
}

static json_t *member_json(const struct member *m, const void *row)
{
    const char *p = (const char *)row + m->at;
    char stamp[STATE_TIME_BYTES];
    switch (m->kind) {
    case MEMBER_LINE: return json_string(store_line_slug(*(const enum store_line_name *)p));
    case MEMBER_STRING: return *(const char *const *)p ? json_string(*(const char *const *)p) : NULL;
    case MEMBER_TIME:
        return m->required || *(const kb_time *)p ? json_string(state_time(*(const kb_time *)p, stamp)) : NULL;
    case MEMBER_BOOL: return json_boolean(*(const bool *)p);
    case MEMBER_INT: return json_integer(*(const int *)p);
    case MEMBER_LIST: return list_json(*(const text *)p);
    case MEMBER_SCOPE: return json_string(scope_words[*(const enum store_scope *)p]);
    case MEMBER_TEXT: return json_stringn(((const text *)p)->ptr ? ((const text *)p)->ptr : "", ((const text *)p)->len);
    }
    return NULL;
}

/* NULL when there is no memory, or a required member has no value. */
static json_t *row_json(const struct member *members, const void *row)
{
    json_t *o = json_object();
    for (const struct member *m = members; o && m->name; m++) {
        json_t *j = member_json(m, row);
        if (!j && !m->required) continue;
        if (json_object_set_new(o, m->name, j) == 0) continue;
        json_decref(o);
        return NULL;
    }
    return o;
}

static json_t *rows_json(const struct member *members, const void *rows, size_t n, size_t bytes_each)
{
    json_t *array = json_array();
    for (size_t i = 0; array && i < n; i++) {
        if (json_array_append_new(array, row_json(members, (const char *)rows + i * bytes_each)) == 0) continue;
        json_decref(array);
        return NULL;
    }
    return array;
}

static int put_bytes(const char *bytes, size_t n, void *out)
{
    buf_put(out, text_of(bytes, n));
    return ((struct buf *)out)->failed ? -1 : 0;
}

/* Takes `root`. */
static err_code put_json(struct buf *out, json_t *root, bool complete, kb_err *err)
{
    int failed = !complete || json_dump_callback(root, put_bytes, out, JSON_INDENT(1));
    json_decref(root);
    buf_byte(out, '\n');
    return failed || out->failed ? err_set(err, ERR_NOMEM, "cannot write JSON") : OK;
}

#define ROWS(members, list) rows_json(members, (list).at, (list).n, sizeof *(list).at)

err_code state_network_put(struct buf *out, const struct svc_whole *in, kb_err *err)
{
    json_t *root = json_object();
    bool complete = root && !json_object_set_new(root, "format", json_string("kb-export-1"));
    complete &= !json_object_set_new(root, "settings",
                                     rows_json(setting_members, in->settings, in->n_settings, sizeof *in->settings));
    complete &= !json_object_set_new(root, "locations", ROWS(location_members, in->locations));
    complete &= !json_object_set_new(root, "legal_fields", ROWS(legal_field_members, in->legal_fields));
    complete &= !json_object_set_new(root, "organisations", ROWS(organisation_members, in->organisations));
    complete &= !json_object_set_new(root, "groups", ROWS(group_members, in->groups));
    complete &= !json_object_set_new(root, "persons", ROWS(person_members, in->persons));
    complete &= !json_object_set_new(root, "roles", ROWS(grant_members, in->grants));
    complete &= !json_object_set_new(root, "identities", ROWS(identity_members, in->identities));
    complete &= !json_object_set_new(root, "meetings", ROWS(meeting_members, in->meetings));
    complete &= !json_object_set_new(root, "saved_searches", ROWS(saved_members, in->saved));
    complete &= !json_object_set_new(root, "wishes", ROWS(wish_members, in->wishes));
    complete &= !json_object_set_new(root, "notices", ROWS(notice_members, in->notices));
    complete &= !json_object_set_new(root, "requests", ROWS(request_members, in->requests));
    complete &= !json_object_set_new(root, "vocabulary", ROWS(agreement_members, in->vocabulary));
    complete &= !json_object_set_new(root, "answers", ROWS(answer_members, in->answers));
    return put_json(out, root, complete, err);
}

static bool put_list(json_t *root, const struct row_list *list, const struct svc_whole_practice *in)
{
    const void *rows = *(const void *const *)((const char *)in + list->at);
    size_t n = *(const size_t *)((const char *)in + list->n);
    return !n || !json_object_set_new(root, list->name, rows_json(list->members, rows, n, list->bytes_each));
}

err_code state_practice_put(struct buf *out, const struct svc_whole_practice *in, kb_err *err)
{
    char hash[2 * STORE_HASH_BYTES + 1];
    json_t *root = row_json(practice_members, &in->row), *lines = json_object();
    bool complete = root && lines;
    if (in->row.source_hash) {
        sodium_bin2hex(hash, sizeof hash, in->row.source_hash, STORE_HASH_BYTES);
        complete &= !json_object_set_new(root, "source_hash", json_string(hash));
    }
    for (int l = 0; l < STORE_LINE__COUNT; l++)
        if (in->row.lines[l].present)
            complete &= !json_object_set_new(lines, store_line_slug(l), row_json(line_members, &in->row.lines[l]));
    complete &= !json_object_set_new(root, "lines", lines);
    complete &= !json_object_set_new(root, "authors", ROWS(author_members, in->authors));
    for (size_t i = 0; i < COUNT_OF(practice_lists); i++) complete &= put_list(root, &practice_lists[i], in);
    if (in->desk.editor) complete &= !json_object_set_new(root, "desk", row_json(desk_members, &in->desk));
    return put_json(out, root, complete, err);
}

/* ---- Reading ---- */

struct reading {
    arena *a;
    kb_err *err;
};

static err_code wrong(struct reading *r, const char *name)
{
    return err_field(r->err, ERR_INVALID, name, "invalid");
}

static err_code take_list(struct reading *r, const char *name, const json_t *j, text *out)
{
    _cleanup_(buf_release)
    struct buf list = buf_new(8192);
    if (!json_is_array(j)) return wrong(r, name);
    for (size_t i = 0; i < json_array_size(j); i++) {
        const char *slug = json_string_value(json_array_get(j, i));
        if (!slug || strchr(slug, ' ')) return wrong(r, name);
        buf_printf(&list, "%s%s", i ? " " : "", slug);
    }
    if (list.failed) return wrong(r, name);
    *out = arena_text(r->a, buf_text(&list));
    return OK;
}

static bool take_line(const json_t *j, enum store_line_name *out)
{
    for (int l = 0; l < STORE_LINE__COUNT; l++) {
        if (!json_is_string(j) || strcmp(store_line_slug(l), json_string_value(j)) != 0) continue;
        *out = (enum store_line_name)l;
        return true;
    }
    return false;
}

static bool take_scope(const json_t *j, enum store_scope *out)
{
    for (int s = 0; s < STORE_SCOPE__COUNT; s++) {
        if (!json_is_string(j) || strcmp(scope_words[s], json_string_value(j)) != 0) continue;
        *out = (enum store_scope)s;
        return true;
    }
    return false;
}

static err_code take_member(struct reading *r, const struct member *m, const json_t *j, void *row)
{
    char *p = (char *)row + m->at;
    bool fits = false;
    switch (m->kind) {
    case MEMBER_STRING: fits = (*(const char **)p = arena_str(r->a, json_string_value(j))) != NULL; break;
    case MEMBER_TIME: fits = json_is_string(j) && state_time_read(json_string_value(j), (kb_time *)p); break;
    case MEMBER_BOOL:
        fits = json_is_boolean(j);
        *(bool *)p = json_is_true(j);
        break;
    case MEMBER_INT:
        fits = json_is_integer(j) && json_integer_value(j) >= INT32_MIN && json_integer_value(j) <= INT32_MAX;
        *(int *)p = (int)json_integer_value(j);
        break;
    case MEMBER_LIST: return take_list(r, m->name, j, (text *)p);
    case MEMBER_LINE: fits = take_line(j, (enum store_line_name *)p); break;
    case MEMBER_SCOPE: fits = take_scope(j, (enum store_scope *)p); break;
    case MEMBER_TEXT:
        fits = json_is_string(j);
        if (fits) *(text *)p = arena_text(r->a, text_of(json_string_value(j), json_string_length(j)));
        break;
    }
    return fits ? OK : wrong(r, m->name);
}

static err_code take_row(struct reading *r, const struct member *members, const json_t *object, void *row)
{
    if (!json_is_object(object)) return wrong(r, "row");
    for (const struct member *m = members; m->name; m++) {
        const json_t *j = json_object_get(object, m->name);
        if (!j && m->required) return err_field(r->err, ERR_INVALID, m->name, "required");
        if (j) ERR_TRY(take_member(r, m, j, row));
    }
    return OK;
}

static err_code take_rows(struct reading *r, const struct member *members, const json_t *root, const char *name,
                          size_t bytes_each, void **at, size_t *n)
{
    const json_t *array = json_object_get(root, name);
    if (!json_is_array(array)) return err_field(r->err, ERR_INVALID, name, "required");
    *n = json_array_size(array);
    *at = arena_array(r->a, *n, bytes_each);
    if (!*at) return err_set(r->err, ERR_NOMEM, "JSON");
    for (size_t i = 0; i < *n; i++) {
        if (take_row(r, members, json_array_get(array, i), (char *)*at + i * bytes_each) == OK) continue;
        return err_set(r->err, r->err->code, "%s, entry %zu", name, i + 1);
    }
    return OK;
}

#define TAKE_ROWS(r, members, root, name, list)                                                                        \
    take_rows(r, members, root, name, sizeof *(list).at, (void **)&(list).at, &(list).n)

static void free_json(json_t **j)
{
    json_decref(*j);
}

static err_code load(text json, json_t **out, kb_err *err)
{
    json_error_t error;
    *out = json_loadb(json.ptr ? json.ptr : "", json.len, JSON_REJECT_DUPLICATES, &error);
    if (!*out) return err_set(err, ERR_INVALID, "no JSON: %s on line %d", error.text, error.line);
    return json_is_object(*out) ? OK : err_set(err, ERR_INVALID, "no JSON object");
}

err_code state_network_read(arena *a, text json, struct svc_whole *out, kb_err *err)
{
    *out = (struct svc_whole){0};
    struct reading r = {a, err};
    _cleanup_(free_json)
    json_t *root = NULL;
    ERR_TRY(load(json, &root, err));
    const char *format = json_string_value(json_object_get(root, "format"));
    if (!format || strcmp(format, "kb-export-1") != 0) return err_field(err, ERR_INVALID, "format", "unknown");
    ERR_TRY(take_rows(&r, setting_members, root, "settings", sizeof *out->settings, (void **)&out->settings,
                      &out->n_settings));
    ERR_TRY(TAKE_ROWS(&r, location_members, root, "locations", out->locations));
    ERR_TRY(TAKE_ROWS(&r, legal_field_members, root, "legal_fields", out->legal_fields));
    ERR_TRY(TAKE_ROWS(&r, organisation_members, root, "organisations", out->organisations));
    ERR_TRY(TAKE_ROWS(&r, group_members, root, "groups", out->groups));
    ERR_TRY(TAKE_ROWS(&r, person_members, root, "persons", out->persons));
    if (json_object_get(root, "identities"))
        ERR_TRY(TAKE_ROWS(&r, identity_members, root, "identities", out->identities));
    if (json_object_get(root, "meetings")) ERR_TRY(TAKE_ROWS(&r, meeting_members, root, "meetings", out->meetings));
    if (json_object_get(root, "saved_searches"))
        ERR_TRY(TAKE_ROWS(&r, saved_members, root, "saved_searches", out->saved));
    if (json_object_get(root, "wishes")) ERR_TRY(TAKE_ROWS(&r, wish_members, root, "wishes", out->wishes));
    if (json_object_get(root, "notices")) ERR_TRY(TAKE_ROWS(&r, notice_members, root, "notices", out->notices));
    if (json_object_get(root, "requests")) ERR_TRY(TAKE_ROWS(&r, request_members, root, "requests", out->requests));
    if (json_object_get(root, "vocabulary"))
        ERR_TRY(TAKE_ROWS(&r, agreement_members, root, "vocabulary", out->vocabulary));
    if (json_object_get(root, "answers")) ERR_TRY(TAKE_ROWS(&r, answer_members, root, "answers", out->answers));
    return TAKE_ROWS(&r, grant_members, root, "roles", out->grants);
}

static err_code take_hash(struct reading *r, const json_t *root, const uint8_t **out)
{
    const char *hex = json_string_value(json_object_get(root, "source_hash"));
    size_t len;
    if (!hex) return OK;
    uint8_t *hash = arena_alloc(r->a, STORE_HASH_BYTES);
    if (!hash) return err_set(r->err, ERR_NOMEM, "JSON");
    if (sodium_hex2bin(hash, STORE_HASH_BYTES, hex, strlen(hex), NULL, &len, NULL) || len != STORE_HASH_BYTES)
        return wrong(r, "source_hash");
    *out = hash;
    return OK;
}

err_code state_practice_read(arena *a, text json, struct svc_whole_practice *out, kb_err *err)
{
    *out = (struct svc_whole_practice){0};
    struct reading r = {a, err};
    _cleanup_(free_json)
    json_t *root = NULL;
    ERR_TRY(load(json, &root, err));
    ERR_TRY(take_row(&r, practice_members, root, &out->row));
    ERR_TRY(take_hash(&r, root, &out->row.source_hash));
    const json_t *lines = json_object_get(root, "lines");
    for (int l = 0; l < STORE_LINE__COUNT; l++) {
        const json_t *line = json_object_get(lines, store_line_slug(l));
        if (line) ERR_TRY(take_row(&r, line_members, line, &out->row.lines[l]));
        out->row.lines[l].present = line != NULL;
    }
    for (size_t i = 0; i < COUNT_OF(practice_lists); i++) {
        const struct row_list *list = &practice_lists[i];
        if (!json_object_get(root, list->name)) continue;
        ERR_TRY(take_rows(&r, list->members, root, list->name, list->bytes_each, (void **)((char *)out + list->at),
                          (size_t *)((char *)out + list->n)));
    }
    const json_t *desk = json_object_get(root, "desk");
    if (desk) ERR_TRY(take_row(&r, desk_members, desk, &out->desk));
    return TAKE_ROWS(&r, author_members, root, "authors", out->authors);
}
