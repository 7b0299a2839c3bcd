#include "kb/domain/slug.h"

#include "kb/base/cleanup.h"

#include <stdio.h>

/* U+00C0 ... U+017F, what each letter is without its marks; "" for signs, which part words. */
/* clang-format off */
static const char latin[][4] = {
    "a","a","a","a","a","a","ae","c","e","e","e","e","i","i","i","i",   /* C0 */
    "d","n","o","o","o","o","o","","o","u","u","u","u","y","th","ss",   /* D0 */
    "a","a","a","a","a","a","ae","c","e","e","e","e","i","i","i","i",   /* E0 */
    "d","n","o","o","o","o","o","","o","u","u","u","u","y","th","y",    /* F0 */
    "a","a","a","a","a","a","c","c","c","c","c","c","c","c","d","d",    /* 100 */
    "d","d","e","e","e","e","e","e","e","e","e","e","g","g","g","g",    /* 110 */
    "g","g","g","g","h","h","h","h","i","i","i","i","i","i","i","i",    /* 120 */
    "i","i","ij","ij","j","j","k","k","k","l","l","l","l","l","l","l",  /* 130 */
    "l","l","l","n","n","n","n","n","n","n","n","n","o","o","o","o",    /* 140 */
    "o","o","oe","oe","r","r","r","r","r","r","s","s","s","s","s","s",  /* 150 */
    "s","s","t","t","t","t","t","t","u","u","u","u","u","u","u","u",    /* 160 */
    "u","u","u","u","w","w","y","y","y","z","z","z","z","z","z","s",    /* 170 */
};
/* clang-format on */

/* Signs that are said as a word, and marks inside a word ("foto's", a soft hyphen, a combining accent). */
static const char *sign(uint32_t c)
{
    switch (c) {
    case '&': return "-en-";
    case '%': return "-procent-";
    case 0x20AC: return "-euro-";
    case 0xA7: return "-par-";
    default: return "-";
    }
}

static bool is_inside_word(uint32_t c)
{
    return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0xAD || (c >= 0x300 && c <= 0x36F);
}

/* What a code point becomes: letters and digits, "" for nothing at all, or hyphens where words part. */
static const char *fold(uint32_t c, char one[2])
{
    one[0] = (char)c, one[1] = '\0';
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) return one;
    if (c >= 'A' && c <= 'Z') {
        one[0] = (char)(c + ('a' - 'A'));
        return one;
    }
    if (is_inside_word(c)) return "";
    if (c >= 0xC0 && c <= 0x17F && latin[c - 0xC0][0]) return latin[c - 0xC0];
    return sign(c);
}

struct writer {
    char *out;
    size_t n;
    bool gap, full;
};

/* A hyphen is written with the letter behind it, so that there is none at the end. */
static void put(struct writer *w, char c)
{
    if (c == '-') {
        w->gap = w->n > 0;
        return;
    }
    size_t needed = 1 + w->gap;
    if (w->n + needed > SLUG_MAX) {
        w->full = true;
        return;
    }
    if (w->gap) w->out[w->n++] = '-';
    w->gap = false;
    w->out[w->n++] = c;
}

/* Takes the word away inside which the title was cut, unless it is the only one. */
static void drop_half_word(struct writer *w)
{
    size_t at = w->n;
    while (at > 0 && w->out[at - 1] != '-') at--;
    if (at > 1) w->n = at - 1;
}

text slug_make(text title, char out[SLUG_MAX + 1])
{
    struct writer w = {.out = out};
    size_t at = 0;
    uint32_t c;
    char one[2];
    while (!w.full && utf8_next(title, &at, &c))
        for (const char *p = fold(c, one); *p && !w.full; p++) put(&w, *p);
    if (w.full && !w.gap) drop_half_word(&w);
    out[w.n] = '\0';
    return text_of(out, w.n);
}

bool slug_valid(text t)
{
    if (t.len == 0 || t.len > SLUG_MAX || t.ptr[0] == '-' || t.ptr[t.len - 1] == '-') return false;
    for (size_t i = 0; i < t.len; i++) {
        char c = t.ptr[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '-' && t.ptr[i - 1] != '-');
        if (!plain) return false;
    }
    return true;
}

/* ---- Numbers ---- */

enum { YEAR_LEAST = 2000, YEAR_MOST = 9999, ORDER_MOST = 999999 };

const char *slug_number_format(struct slug_number n, char out[NUMBER_BYTES])
{
    out[0] = '\0';
    bool fits = n.year >= YEAR_LEAST && n.year <= YEAR_MOST && n.order >= 1 && n.order <= ORDER_MOST;
    if (fits) snprintf(out, NUMBER_BYTES, "%d-%03d", n.year, n.order);
    return out;
}

bool slug_number_parse(text t, struct slug_number *out)
{
    uint64_t year, order;
    if (t.len < 8 || t.ptr[4] != '-') return false;
    if (!text_to_u64(text_slice(t, 0, 4), YEAR_MOST, &year)) return false;
    if (!text_to_u64(text_slice(t, 5, SIZE_MAX), ORDER_MOST, &order)) return false;
    struct slug_number n = {(int)year, (int)order};
    char back[NUMBER_BYTES];
    if (!text_is(t, slug_number_format(n, back))) return false;
    *out = n;
    return true;
}
