#include "search/fold.h"

#include "kb/base/cleanup.h"
#include "kb/base/text.h"

#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

/* Letters that Unicode does not take apart, as Dutch and the names in it are searched for. */
static const struct {
    uint32_t c;
    const char *letters;
} specials[] = {
    {0x00DF, "ss"}, {0x1E9E, "ss"}, {0x00C6, "ae"}, {0x00E6, "ae"}, {0x0152, "oe"}, {0x0153, "oe"},
    {0x00D8, "o"},  {0x00F8, "o"},  {0x0110, "d"},  {0x0111, "d"},  {0x00D0, "d"},  {0x00F0, "d"},
    {0x0141, "l"},  {0x0142, "l"},  {0x0131, "i"},  {0x00DE, "th"}, {0x00FE, "th"},
};

static enum fold_class fold_ascii(uint32_t c, char *out, size_t *n)
{
    if (c >= 'A' && c <= 'Z') c += 32;
    out[0] = (char)c;
    *n = 1;
    if (c >= 'a' && c <= 'z') return FOLD_LETTER;
    if (c >= '0' && c <= '9') return FOLD_DIGIT;
    switch (c) {
    case '-': return FOLD_HYPHEN;
    case '\'':
    case '`': return FOLD_APOSTROPHE;
    case ':':
    case '.':
    case ',':
    case '/': return FOLD_JOINT;
    default: return FOLD_OTHER;
    }
}

static enum fold_class fold_sign(uint32_t c)
{
    switch (c) {
    case 0x00AD: /* soft hyphen */
    case 0x200B: /* zero width space, joiners, byte order mark */
    case 0x200C:
    case 0x200D:
    case 0xFEFF: return FOLD_NOTHING;
    case 0x2010: /* hyphen, non-breaking hyphen, en dash between numbers */
    case 0x2011:
    case 0x2013: return FOLD_HYPHEN;
    case 0x2018: /* quotation marks that stand for an apostrophe */
    case 0x2019:
    case 0x02BC:
    case 0x00B4: return FOLD_APOSTROPHE;
    default: return FOLD_OTHER;
    }
}

/* Raised digits are note marks and fractions are no words: those stay whole, and so are no letters. */
static bool stays_whole(int tag)
{
    return tag == UC_DECOMP_SUPER || tag == UC_DECOMP_SUB || tag == UC_DECOMP_FRACTION || tag == UC_DECOMP_CIRCLE;
}

static enum fold_class fold_plain(uint32_t c, char *out, size_t *n)
{
    if (uc_is_general_category(c, UC_CATEGORY_M)) return FOLD_NOTHING;
    if (!uc_is_general_category(c, UC_CATEGORY_L) && !uc_is_general_category(c, UC_CATEGORY_Nd)) return FOLD_OTHER;
    *n = utf8_put(uc_tolower(c), out);
    return uc_is_general_category(c, UC_CATEGORY_Nd) ? FOLD_DIGIT : FOLD_LETTER;
}

/* Takes a composed character apart, one level a call; `depth` bounds what the Unicode tables could do. */
static enum fold_class fold_composed(uint32_t c, int depth, char *out, size_t *n)
{
    ucs4_t pieces[UC_DECOMPOSITION_MAX_LENGTH];
    int tag = 0;
    int count = depth < 4 ? uc_decomposition(c, &tag, pieces) : -1;
    if (count <= 0) return c < 0x80 ? fold_ascii(c, out, n) : fold_plain(c, out, n);
    if (stays_whole(tag)) return FOLD_OTHER;
    enum fold_class first = FOLD_OTHER;
    size_t total = 0;
    for (int i = 0; i < count && total + 4 <= FOLD_BYTES; i++) {
        char bytes[FOLD_BYTES];
        size_t len = 0;
        enum fold_class class = fold_composed(pieces[i], depth + 1, bytes, &len);
        if (i == 0) first = class;
        if ((class != FOLD_LETTER && class != FOLD_DIGIT) || total + len > FOLD_BYTES) continue;
        memcpy(out + total, bytes, len);
        total += len;
    }
    *n = total;
    return first == FOLD_JOINT ? FOLD_OTHER : first;
}

enum fold_class fold(uint32_t c, char out[FOLD_BYTES], size_t *n)
{
    *n = 0;
    if (c < 0x80) return fold_ascii(c, out, n);
    for (size_t i = 0; i < COUNT_OF(specials); i++) {
        if (specials[i].c != c) continue;
        *n = strlen(specials[i].letters);
        memcpy(out, specials[i].letters, *n);
        return FOLD_LETTER;
    }
    enum fold_class sign = fold_sign(c);
    return sign != FOLD_OTHER ? sign : fold_composed(c, 0, out, n);
}

text fold_words(arena *a, text typed)
{
    char *out = arena_alloc(a, typed.len * FOLD_BYTES + 1);
    size_t len = 0, at = 0;
    if (!out) return text_of("", 0);
    for (uint32_t c; utf8_next(typed, &at, &c);) {
        char letters[FOLD_BYTES];
        size_t n;
        enum fold_class class = fold(c, letters, &n);
        if (class == FOLD_NOTHING || class == FOLD_APOSTROPHE || class == FOLD_HYPHEN) continue;
        if (class == FOLD_LETTER || class == FOLD_DIGIT) {
            memcpy(out + len, letters, n);
            len += n;
        } else if (len && out[len - 1] != ' ') {
            out[len++] = ' ';
        }
    }
    return text_trim(text_of(out, len));
}
