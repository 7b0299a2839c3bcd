/* What a reader sees of a text: what Markdown draws otherwise than it is written, and letters and digits of all kinds
 * as the plain ones that they look like. */
#include "content/privacy__inside.h"

#include "kb/base/cleanup.h"

#include <ctype.h>
#include <string.h>
#include <unictype.h>

/* ---- One sign as a plain one ---- */

/* What is not drawn by itself: soft hyphens, accents apart from their letter, marks of direction (a telephone puts them
 * around a number that is copied), joiners, and what makes a digit a picture. */
static bool is_dropped(uint32_t cp)
{
    static const struct {
        uint32_t from, to;
    } dropped[] = {{0xAD, 0xAD},     {0x300, 0x36F},   {0x61C, 0x61C},   {0x180E, 0x180E}, {0x200B, 0x200F},
                   {0x202A, 0x202E}, {0x2060, 0x2069}, {0x20E3, 0x20E3}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}};
    for (size_t k = 0; k < COUNT_OF(dropped); k++)
        if (cp >= dropped[k].from && cp <= dropped[k].to) return true;
    return false;
}

/* The digit that this sign of another writing is, in a circle too; 0 for none. What is small and raised is the sign of
 * a note. */
static char fold_digit(uint32_t cp)
{
    enum { CIRCLED = 0x2460 };
    int figure = cp < CIRCLED ? uc_decimal_value(cp) : uc_digit_value(cp);
    return figure >= 0 ? (char)('0' + figure) : 0;
}

static char fold_latin(uint32_t cp)
{
    /* U+00C0..U+00FF, then the letters that Dutch, Turkish and Polish names use */
    static const char base[] = "AAAAAAACEEEEIIIIDNOOOOO*OUUUUYTsaaaaaaaceeeeiiiidnooooo/ouuuuyty";
    if (cp >= 0xC0 && cp <= 0xFF) return base[cp - 0xC0];
    return uc_is_alpha(cp) ? OTHER_LETTER : ' ';
}

static char fold(uint32_t cp)
{
    if (cp < 0x80) return (char)cp;
    if (cp == 0xA0 || cp == 0x202F || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x3000) return ' ';
    if (cp >= 0x2010 && cp <= 0x2015) return '-';
    if (cp == 0x2212) return '-';
    if (cp == 0x2018 || cp == 0x2019) return '\'';
    if ((cp >= 0xA2 && cp <= 0xA5) || (cp >= 0x20A0 && cp <= 0x20CF)) return '$'; /* the euro and others */
    if (cp >= 0xFF01 && cp <= 0xFF5E) return (char)(cp - 0xFF01 + '!');
    char figure = cp > 0xFF ? fold_digit(cp) : 0;
    return figure ? figure : fold_latin(cp);
}

/* ---- What Markdown draws otherwise than it is written ---- */

enum { ENTITY_MAX = 20, TAG_MAX = 80, NOT_DRAWN = 0x200B };

/* Those with which a number, an address or a name could be put together. */
static const struct {
    const char *name;
    uint32_t cp;
} entities[] = {
    {"nbsp", ' '},          {"ensp", ' '},       {"emsp", ' '},
    {"thinsp", ' '},        {"hairsp", ' '},     {"shy", NOT_DRAWN},
    {"zwj", NOT_DRAWN},     {"zwnj", NOT_DRAWN}, {"ZeroWidthSpace", NOT_DRAWN},
    {"NoBreak", NOT_DRAWN}, {"commat", '@'},     {"period", '.'},
    {"hyphen", '-'},        {"dash", '-'},       {"ndash", '-'},
    {"mdash", '-'},         {"minus", '-'},      {"sol", '/'},
    {"plus", '+'},          {"lpar", '('},       {"rpar", ')'},
    {"lowbar", '_'},        {"colon", ':'},      {"auml", 0xE4},
    {"euml", 0xEB},         {"iuml", 0xEF},      {"ouml", 0xF6},
    {"uuml", 0xFC},         {"eacute", 0xE9},    {"egrave", 0xE8},
    {"ccedil", 0xE7},
};

static uint32_t read_number(text digits, unsigned base)
{
    uint32_t n = 0;
    for (size_t i = 0; i < digits.len; i++) {
        char c = digits.ptr[i];
        unsigned figure = c >= '0' && c <= '9'         ? (unsigned)(c - '0')
                          : isxdigit((unsigned char)c) ? (c | 32) - 'a' + 10u
                                                       : 99;
        if (figure >= base || n > 0x10FFFF) return 0;
        n = n * base + figure;
    }
    return n;
}

/* The sign that "&name;", "&#49;" or "&#x31;" stands for, and *at moves behind it; 0 for none of these. */
static uint32_t read_entity(text source, size_t *at)
{
    text rest = text_slice(source, *at + 1, ENTITY_MAX);
    size_t end = text_find_byte(rest, ';', 0);
    uint32_t cp = 0;
    if (end == SIZE_MAX || !end) return 0;
    text name = text_slice(rest, 0, end);
    bool number = name.ptr[0] == '#', hex = number && end > 1 && (name.ptr[1] | 32) == 'x';
    if (number) cp = read_number(text_slice(name, hex ? 2 : 1, SIZE_MAX), hex ? 16 : 10);
    for (size_t k = 0; !number && !cp && k < COUNT_OF(entities); k++)
        if (text_is(name, entities[k].name)) cp = entities[k].cp;
    if (cp) *at += end + 2;
    return cp;
}

/* The length of a tag or a remark that is left out of the page; one with a figure or an address in it is read, because
 * it is kept. 0 for none. */
static size_t tag_length(text source, size_t at)
{
    text rest = text_slice(source, at + 1, TAG_MAX);
    if (!rest.len || !(isalpha((unsigned char)rest.ptr[0]) || strchr("/!?", rest.ptr[0]))) return 0;
    for (size_t i = 0; i < rest.len; i++) {
        char c = rest.ptr[i];
        if (c == '>') return i + 2;
        if (isdigit((unsigned char)c) || c == '@' || c == '<') return 0;
    }
    return 0;
}

/* The next sign as it is drawn; *at moves behind it. */
static uint32_t next_sign(text source, size_t *at)
{
    size_t from = *at, tag;
    uint32_t cp = (unsigned char)source.ptr[from];
    char next = from + 1 < source.len ? source.ptr[from + 1] : ' ';
    if (cp >= 0x80) {
        if (utf8_next(source, at, &cp)) return is_dropped(cp) ? NOT_DRAWN : cp;
        *at = from + 1;
        return ' ';
    }
    *at = from + 1;
    switch (cp) {
    case '*':
    case '`': return NOT_DRAWN;
    case '\\': return ispunct((unsigned char)next) || next == '\n' ? NOT_DRAWN : cp;
    case '<':
        if ((tag = tag_length(source, from)) == 0) return cp;
        *at = from + tag;
        return NOT_DRAWN;
    case '&':
        *at = from;
        cp = read_entity(source, at);
        if (!cp) *at = from + 1;
        return !cp ? '&' : is_dropped(cp) ? NOT_DRAWN : cp;
    default: return cp;
    }
}

err_code privacy__read(text source, arena *a, struct reading *r, kb_err *err)
{
    r->source = source;
    r->c = arena_alloc(a, source.len + 1);
    r->at = ARENA_ARRAY(a, uint32_t, source.len + 1);
    if (!r->c || !r->at) return err_set(err, ERR_NOMEM, "no room to scan a text");
    for (size_t i = 0; i < source.len;) {
        size_t from = i;
        uint32_t cp = next_sign(source, &i);
        if (cp == NOT_DRAWN) continue;
        r->c[r->n] = fold(cp);
        r->at[r->n++] = (uint32_t)from;
    }
    r->c[r->n] = '\0';
    r->at[r->n] = (uint32_t)source.len;
    return OK;
}
