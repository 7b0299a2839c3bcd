#include "kb/domain/practice.h"

#include "kb/base/cleanup.h"

#include <stdio.h>

/* ---- Kinds and their sections ---- */

/* clang-format off */
#define CARD(key, title, required) { key, title, required, true, PRACTICE_CARD_MAX }
#define PART(key, title, required) { key, title, required, false, PRACTICE_MARKDOWN_MAX }

/* Every kind may have "Tekst": an imported text that has no such sections. */
static const struct practice_section werkwijze[] = {
    PART("doe-dit",              "Doe dit",                 true),
    CARD("kaart-eerste-lijn",    "Eerste lijn doet",        false),
    CARD("kaart-tweede-lijn",    "Tweede lijn doet",        false),
    CARD("kaart-overdragen-als", "Overdragen als",          false),
    CARD("kaart-meesturen",      "Meesturen",               false),
    CARD("kaart-binnen",         "Binnen",                  false),
    CARD("kaart-contact",        "Contact",                 false),
    PART("let-op",               "Let op",                  false),
    PART("waarom",               "Waarom",                  true),
    PART("bronnen",              "Bronnen",                 false),
    PART("tekst",                "Tekst",                   false),
};

static const struct practice_section taakverdeling[] = {
    CARD("kaart-eerste-lijn",    "Eerste lijn doet",        true),
    CARD("kaart-tweede-lijn",    "Tweede lijn doet",        true),
    CARD("kaart-overdragen-als", "Overdragen als",          true),
    CARD("kaart-meesturen",      "Meesturen",               false),
    CARD("kaart-binnen",         "Binnen",                  false),
    CARD("kaart-contact",        "Contact",                 false),
    PART("grens",                "De grens",                true),
    PART("waarom",               "Waarom",                  true),
    PART("bronnen",              "Bronnen",                 false),
    PART("tekst",                "Tekst",                   false),
};

static const struct practice_section plan[] = {
    PART("wat-verandert-er",     "Wat verandert er",        true),
    PART("wie-draagt-het",       "Wie draagt het",          true),
    PART("geld-of-mensen",       "Geld of mensen nodig",    true),
    PART("werkt-het",            "Hoe zien we of het werkt", true),
    PART("bronnen",              "Bronnen",                 false),
    PART("tekst",                "Tekst",                   false),
};

static const struct {
    const char *slug;
    const struct practice_section *sections;
    size_t n;
} kinds[PRACTICE_KIND__COUNT] = {
    [PRACTICE_WERKWIJZE]     = { "werkwijze",     werkwijze,     COUNT_OF(werkwijze) },
    [PRACTICE_TAAKVERDELING] = { "taakverdeling", taakverdeling, COUNT_OF(taakverdeling) },
    [PRACTICE_PLAN]          = { "plan",          plan,          COUNT_OF(plan) },
};
/* clang-format on */

const char *practice_kind_slug(enum practice_kind kind)
{
    return (unsigned)kind < PRACTICE_KIND__COUNT ? kinds[kind].slug : "";
}

bool practice_kind_from_slug(text slug, enum practice_kind *kind)
{
    for (unsigned i = 0; i < PRACTICE_KIND__COUNT; i++) {
        if (!text_is(slug, kinds[i].slug)) continue;
        *kind = (enum practice_kind)i;
        return true;
    }
    return false;
}

size_t practice_sections(enum practice_kind kind, const struct practice_section **out)
{
    *out = NULL;
    if ((unsigned)kind >= PRACTICE_KIND__COUNT) return 0;
    *out = kinds[kind].sections;
    return kinds[kind].n;
}

const struct practice_section *practice_section_find(enum practice_kind kind, text key)
{
    const struct practice_section *s;
    size_t n = practice_sections(kind, &s);
    for (size_t i = 0; i < n; i++)
        if (text_is(key, s[i].key)) return &s[i];
    return NULL;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool same_letters(text a, text b)
{
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.ptr[i]) != lower(b.ptr[i])) return false;
    return true;
}

const struct practice_section *practice_section_titled(enum practice_kind kind, text title)
{
    const struct practice_section *s;
    size_t n = practice_sections(kind, &s);
    for (size_t i = 0; i < n; i++)
        if (same_letters(text_trim(title), text_str(s[i].title))) return &s[i];
    return NULL;
}

bool practice_section_known(text key)
{
    for (unsigned kind = 0; kind < PRACTICE_KIND__COUNT; kind++)
        if (practice_section_find((enum practice_kind)kind, key)) return true;
    return false;
}

uint32_t practice_section_bit(enum practice_kind kind, text key)
{
    const struct practice_section *found = practice_section_find(kind, key);
    return found ? UINT32_C(1) << (found - kinds[kind].sections) : 0;
}

/* ---- Limits ---- */

static const char *text_wrong(text t, size_t max_bytes)
{
    if (t.len > max_bytes) return "too-long";
    return utf8_valid(t) && text_find_byte(t, '\0', 0) == SIZE_MAX ? NULL : "not-text";
}

const char *practice_title_wrong(text title)
{
    const char *wrong = text_wrong(title, (size_t)4 * PRACTICE_TITLE_MAX);
    if (wrong) return wrong;
    if (utf8_count(title) > PRACTICE_TITLE_MAX) return "too-long";
    return text_find_byte(title, '\n', 0) == SIZE_MAX ? NULL : "one-line";
}

const char *practice_brief_wrong(text brief)
{
    const char *wrong = text_wrong(brief, PRACTICE_BRIEF_BYTES);
    if (wrong) return wrong;
    return text_word_count(brief) > PRACTICE_BRIEF_WORDS ? "too-many-words" : NULL;
}

const char *practice_section_wrong(const struct practice_section *section, text body)
{
    return text_wrong(body, section->max);
}

/* ---- The number ---- */

enum { YEAR_LEAST = 2000, YEAR_MOST = 9999, ORDER_MOST = 999999 };

const char *practice_number_format(struct practice_number n, char out[PRACTICE_NUMBER_BYTES])
{
    out[0] = '\0';
    bool fits = n.year >= YEAR_LEAST && n.year <= YEAR_MOST && n.order >= 1 && n.order <= ORDER_MOST;
    if (fits) snprintf(out, PRACTICE_NUMBER_BYTES, "%d-%03d", n.year, n.order);
    return out;
}

bool practice_number_parse(text t, struct practice_number *out)
{
    uint64_t year, order;
    if (t.len < 8 || t.ptr[4] != '-') return false;
    if (!text_to_u64(text_slice(t, 0, 4), YEAR_MOST, &year)) return false;
    if (!text_to_u64(text_slice(t, 5, SIZE_MAX), ORDER_MOST, &order)) return false;
    struct practice_number n = {(int)year, (int)order};
    char back[PRACTICE_NUMBER_BYTES];
    if (!text_is(t, practice_number_format(n, back))) return false;
    *out = n;
    return true;
}

/* ---- Lines and stages ---- */

const char *practice_line_slug(enum practice_line line)
{
    return line == LINE_ADOPTED ? "adopted" : line == LINE_CANDIDATE ? "candidate" : "";
}

/* clang-format off */
static const struct {
    const char *slug, *slug_nl;
    enum stage_dot dot;
    bool adopted, ended;
} stages[STAGE__COUNT] = {
    [STAGE_NONE]           = { "",               "",                       DOT_DRAFT,          false, false },
    [STAGE_DRAFT]          = { "draft",          "concept",                DOT_DRAFT,          false, false },
    [STAGE_SUBMITTED]      = { "submitted",      "ingestuurd",             DOT_DRAFT,          false, false },
    [STAGE_RETURNED]       = { "returned",       "terug-naar-schrijvers",  DOT_DRAFT,          false, false },
    [STAGE_DORMANT]        = { "dormant",        "ligt-stil",              DOT_DRAFT,          false, false },
    [STAGE_PROPOSAL]       = { "proposal",       "voorstel",               DOT_PROPOSAL,       false, false },
    [STAGE_RECOMMENDATION] = { "recommendation", "aanbeveling",            DOT_RECOMMENDATION, false, false },
    [STAGE_IN_ROUND]       = { "in-round",       "in-besluitronde",        DOT_RECOMMENDATION, false, false },
    [STAGE_TALKS]          = { "talks",          "in-gesprek",             DOT_RECOMMENDATION, false, false },
    [STAGE_DEFERRED]       = { "deferred",       "uitgesteld",             DOT_RECOMMENDATION, false, false },
    [STAGE_BEST_PRACTICE]  = { "best-practice",  "best-practice",          DOT_BEST_PRACTICE,  true,  false },
    [STAGE_DUE]            = { "due",            "moet-worden-nagekeken",  DOT_BEST_PRACTICE,  true,  false },
    [STAGE_EXPIRED]        = { "expired",        "te-lang-niet-nagekeken", DOT_BEST_PRACTICE,  true,  false },
    [STAGE_NOT_TAKEN_UP]   = { "not-taken-up",   "niet-opgepakt",          DOT_DRAFT,          false, true },
    [STAGE_MERGED]         = { "merged",         "samengevoegd",           DOT_PROPOSAL,       false, true },
    [STAGE_REJECTED]       = { "rejected",       "afgewezen",              DOT_RECOMMENDATION, false, true },
    [STAGE_WITHDRAWN]      = { "withdrawn",      "ingetrokken",            DOT_PROPOSAL,       false, true },
    [STAGE_SUPERSEDED]     = { "superseded",     "vervangen",              DOT_BEST_PRACTICE,  false, true },
};
/* clang-format on */

const char *stage_slug(enum stage s)
{
    return (unsigned)s < STAGE__COUNT ? stages[s].slug : "";
}

const char *stage_slug_nl(enum stage s)
{
    return (unsigned)s < STAGE__COUNT ? stages[s].slug_nl : "";
}

/* The first letter decides nearly always; a page asks this a hundred times. */
static bool is_slug(text slug, const char *known)
{
    return slug.len && slug.ptr[0] == known[0] && text_is(slug, known);
}

bool stage_from_slug(text slug, enum stage *s)
{
    for (unsigned i = STAGE_DRAFT; i < STAGE__COUNT; i++) {
        if (!is_slug(slug, stages[i].slug) && !is_slug(slug, stages[i].slug_nl)) continue;
        *s = (enum stage)i;
        return true;
    }
    return false;
}

enum stage_dot stage_dot(enum stage s, enum practice_line line, bool numbered)
{
    if ((unsigned)s >= STAGE__COUNT) return DOT_DRAFT;
    if (!stages[s].ended) return stages[s].dot;
    if (line == LINE_ADOPTED) return DOT_BEST_PRACTICE;
    return numbered ? stages[s].dot : DOT_DRAFT;
}

bool stage_is_ended(enum stage s)
{
    return (unsigned)s < STAGE__COUNT && stages[s].ended;
}

bool stage_is_adopted(enum stage s)
{
    return (unsigned)s < STAGE__COUNT && stages[s].adopted;
}
