#include "kb/domain/practice.h"

#include "kb/base/cleanup.h"

#include <stdio.h>

const char practice_card_title[] = "Overdrachtskaart";
const char practice_plain_key[] = "tekst";

/* ---- Kinds ---- */

static const char *const kind_slugs[KIND__COUNT] = {"werkwijze", "taakverdeling", "plan"};

const char *practice_kind_slug(enum practice_kind kind)
{
    return (unsigned)kind < KIND__COUNT ? kind_slugs[kind] : "";
}

bool practice_kind_find(text slug, enum practice_kind *kind)
{
    for (int k = 0; k < KIND__COUNT; k++) {
        if (!text_is(slug, kind_slugs[k])) continue;
        *kind = (enum practice_kind)k;
        return true;
    }
    return false;
}

/* ---- Sections ---- */

/* clang-format off */
#define CARD(needed)                                                                                                   \
    { "kaart-eerste-lijn",    "Eerste lijn doet",  true, needed },                                                     \
    { "kaart-tweede-lijn",    "Tweede lijn doet",  true, needed },                                                     \
    { "kaart-overdragen-als", "Overdragen als",    true, needed },                                                     \
    { "kaart-meesturen",      "Meesturen",         true, false },                                                      \
    { "kaart-binnen",         "Binnen",            true, false },                                                      \
    { "kaart-contact",        "Contact",           true, false }

static const struct practice_section werkwijze[] = {
    { "doe-dit", "Doe dit", false, true },
    CARD(false),
    { "let-op",  "Let op",  false, false },
    { "waarom",  "Waarom",  false, true },
    { "bronnen", "Bronnen", false, false },
    { 0 }
};

static const struct practice_section taakverdeling[] = {
    CARD(true),
    { "grens",   "De grens", false, true },
    { "waarom",  "Waarom",   false, true },
    { "bronnen", "Bronnen",  false, false },
    { 0 }
};

static const struct practice_section plan[] = {
    { "wat-verandert-er", "Wat verandert er",            false, true },
    { "wie-draagt-het",   "Wie draagt het",              false, true },
    { "geld-of-mensen",   "Geld of mensen nodig",        false, true },
    { "werkt-het",        "Hoe zien we of het werkt",    false, true },
    { "bronnen",          "Bronnen",                     false, false },
    { 0 }
};
/* clang-format on */

static const struct practice_section *const templates[KIND__COUNT] = {werkwijze, taakverdeling, plan};
static const struct practice_section plain = {practice_plain_key, "Tekst", false, false};

const struct practice_section *practice_sections(enum practice_kind kind)
{
    return templates[(unsigned)kind < KIND__COUNT ? kind : KIND_WERKWIJZE];
}

const struct practice_section *practice_section_by_key(enum practice_kind kind, text key)
{
    for (const struct practice_section *s = practice_sections(kind); s->key; s++)
        if (text_is(key, s->key)) return s;
    return text_is(key, plain.key) ? &plain : NULL;
}

static char ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool same_title(text a, const char *b)
{
    if (a.len != strlen(b)) return false;
    for (size_t i = 0; i < a.len; i++)
        if (ascii_lower(a.ptr[i]) != ascii_lower(b[i])) return false;
    return true;
}

const struct practice_section *practice_section_by_title(enum practice_kind kind, text title)
{
    for (const struct practice_section *s = practice_sections(kind); s->key; s++)
        if (same_title(title, s->title)) return s;
    return same_title(title, plain.title) ? &plain : NULL;
}

/* ---- Stages ---- */

static const struct {
    const char *slug;
    enum dot dot;
    enum practice_line line;
    bool waiting, terminal;
} stages[STAGE__COUNT] = {[STAGE_NONE] = {"", DOT_CONCEPT, LINE__COUNT, false, false},
#define X(name, slug, dot, line, waiting, terminal) [name] = {slug, dot, line, waiting, terminal},
                          PRACTICE_STAGES(X)
#undef X
};

static enum stage known(enum stage stage)
{
    return (unsigned)stage < STAGE__COUNT ? stage : STAGE_NONE;
}

const char *stage_slug(enum stage stage)
{
    return stages[known(stage)].slug;
}

bool stage_find(text slug, enum stage *stage)
{
    for (int s = STAGE_NONE + 1; s < STAGE__COUNT; s++) {
        if (!text_is(slug, stages[s].slug)) continue;
        *stage = (enum stage)s;
        return true;
    }
    return false;
}

enum dot stage_dot(enum stage stage)
{
    return stages[known(stage)].dot;
}

bool stage_is_waiting(enum stage stage)
{
    return stages[known(stage)].waiting;
}

bool stage_is_terminal(enum stage stage)
{
    return stages[known(stage)].terminal;
}

bool stage_is_adopted(enum stage stage)
{
    return stage == STAGE_BEST_PRACTICE || stage == STAGE_DUE || stage == STAGE_EXPIRED;
}

const char *practice_line_slug(enum practice_line line)
{
    return line == LINE_ADOPTED ? "adopted" : "candidate";
}

/* ---- Texts ---- */

static void wrong_section(kb_err *err, err_code code, text key, const char *reason)
{
    char field[ERR_FIELD_MAX];
    snprintf(field, sizeof field, "section-%.*s", TEXT_FMT(utf8_clip(key, ERR_FIELD_MAX - 16)));
    err_add(err, code, field, reason);
}

static const struct practice_part *find_part(const struct practice_part *parts, size_t n, const char *key)
{
    for (size_t i = 0; i < n; i++)
        if (text_is(parts[i].key, key)) return &parts[i];
    return NULL;
}

err_code practice_text_complete(enum practice_kind kind, text brief, const struct practice_part *parts, size_t n,
                                kb_err *err)
{
    err_code code = OK;
    size_t words = text_word_count(brief);
    if (words == 0) code = err_field(err, ERR_RULE, "brief", "required");
    if (words > PRACTICE_BRIEF_WORDS_MAX) code = err_field(err, ERR_RULE, "brief", "too-many-words");
    for (const struct practice_section *s = practice_sections(kind); s->key; s++) {
        const struct practice_part *part = find_part(parts, n, s->key);
        if (!s->required || (part && text_trim(part->body).len)) continue;
        wrong_section(err, ERR_RULE, text_str(s->key), "required");
        code = ERR_RULE;
    }
    return code;
}

static err_code check_line(const char *field, text value, size_t max, kb_err *err)
{
    if (value.len > max) return err_field(err, ERR_INVALID, field, "too-long");
    if (!utf8_valid(value)) return err_field(err, ERR_INVALID, field, "not-text");
    for (size_t i = 0; i < value.len; i++)
        if ((unsigned char)value.ptr[i] < ' ' || value.ptr[i] == 0x7F)
            return err_field(err, ERR_INVALID, field, "not-text");
    return OK;
}

static err_code check_part(enum practice_kind kind, const struct practice_part *parts, size_t i, kb_err *err)
{
    const char *reason = NULL;
    if (!practice_section_by_key(kind, parts[i].key)) reason = "unknown-field";
    for (size_t j = 0; j < i; j++)
        if (text_eq(parts[j].key, parts[i].key)) reason = "twice";
    if (parts[i].body.len > PRACTICE_SECTION_MAX) reason = "too-long";
    if (!reason) return OK;
    wrong_section(err, ERR_INVALID, parts[i].key, reason);
    return ERR_INVALID;
}

err_code practice_text_check(enum practice_kind kind, text title, text brief, const struct practice_part *parts,
                             size_t n, kb_err *err)
{
    err_code code = check_line("title", title, PRACTICE_TITLE_MAX, err);
    if (!text_trim(title).len) code = err_field(err, ERR_INVALID, "title", "required");
    if (check_line("brief", brief, PRACTICE_BRIEF_MAX, err) != OK) code = ERR_INVALID;
    if (n > PRACTICE_SECTIONS_MAX) return err_field(err, ERR_INVALID, "text", "too-many");
    size_t bytes = 0;
    for (size_t i = 0; i < n; i++) {
        bytes += parts[i].body.len;
        if (check_part(kind, parts, i, err) != OK) code = ERR_INVALID;
    }
    if (bytes > PRACTICE_TEXT_MAX) code = err_field(err, ERR_INVALID, "text", "too-long");
    return code;
}
