#include "search/short_name.h"

#include "search/compound.h"
#include "search/fold.h"

#include "kb/base/cleanup.h"

enum { REACH = 160 /* bytes in front of the bracket */, WORD_BYTES = 4 * LEXICON_WORD_MAX };

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_letter(char c)
{
    return is_capital(c) || (c >= 'a' && c <= 'z');
}

static char lower(char c)
{
    return is_capital(c) ? (char)(c - 'A' + 'a') : c;
}

static bool is_known_word(const struct lexicon *lex, text letters)
{
    char folded[SHORT_NAME_MAX];
    for (size_t i = 0; i < letters.len; i++) folded[i] = lower(letters.ptr[i]);
    return lexicon_has(lex, text_of(folded, letters.len));
}

bool short_name_may_be(const struct lexicon *lex, text typed)
{
    size_t capitals = 0;
    if (typed.len < SHORT_NAME_MIN || typed.len > SHORT_NAME_MAX) return false;
    for (size_t i = 0; i < typed.len; i++) {
        if (!is_letter(typed.ptr[i])) return false;
        capitals += is_capital(typed.ptr[i]);
    }
    return capitals > 1 || !is_known_word(lex, typed);
}

/* Between a bracket and the next, without "hierna:" or "hierna te noemen" before it. */
static text inside(text source, size_t bracket)
{
    size_t from = bracket + 1, end = text_find_byte(source, ')', from);
    if (end == SIZE_MAX || end - from > REACH) return text_of(NULL, 0);
    text words = text_trim(text_slice(source, from, end - from));
    if (!text_starts(words, TEXT("hierna"))) return words;
    size_t last = words.len;
    while (last > 0 && words.ptr[last - 1] != ' ') last--;
    return text_slice(words, last, SIZE_MAX);
}

/* ---- The full name ---- */

/* The letters of a short name that were met so far. */
struct spelled {
    text brief;
    size_t at;
};

static void meet(struct spelled *s, char letter)
{
    if (s->at < s->brief.len && lower(s->brief.ptr[s->at]) == letter) s->at++;
}

/* The letters that the parts of the word begin with, and the parts of those, but for the first of all. */
static void meet_parts(const struct lexicon *lex, text folded, struct spelled *s, bool again)
{
    struct compound c;
    if (!compound_split(lex, folded, &c)) return;
    for (size_t i = 0; i < c.n; i++) {
        if (i) meet(s, folded.ptr[c.parts[i].from]);
        if (again) meet_parts(lex, text_slice(folded, c.parts[i].from, c.parts[i].len), s, false);
    }
}

static text fold_word(text word, char room[WORD_BYTES])
{
    size_t len = 0, at = 0;
    uint32_t c;
    while (utf8_next(word, &at, &c) && len + FOLD_BYTES < WORD_BYTES) {
        char letters[FOLD_BYTES];
        size_t n;
        if (fold(c, letters, &n) != FOLD_LETTER) continue;
        memcpy(room + len, letters, n);
        len += n;
    }
    return text_of(room, len);
}

/* Does the name that begins here have the letters, its first word the first and its last word the last of them? */
static bool spells(const struct lexicon *lex, text name, text brief)
{
    struct spelled s = {brief, 0};
    size_t before = 0;
    for (text word; text_next(&name, ' ', &word);) {
        char room[WORD_BYTES];
        text folded = fold_word(word, room);
        if (!folded.len) continue;
        before = s.at;
        meet(&s, folded.ptr[0]);
        meet_parts(lex, folded, &s, true);
        if (s.at == 0) return false;
    }
    return s.at == brief.len && before < s.at;
}

/* Where a sentence, a line or a bracket ended. */
static size_t begin_of_sentence(text source, size_t end)
{
    size_t least = end > REACH ? end - REACH : 0, from = end;
    while (from > least && !strchr(".;:()\n|", source.ptr[from - 1])) from--;
    return from;
}

static text full_name(const struct lexicon *lex, text source, size_t bracket, text brief)
{
    size_t least = begin_of_sentence(source, bracket), end = bracket;
    while (end > least && source.ptr[end - 1] == ' ') end--;
    size_t from = end;
    for (size_t words = 0; from > least && words < SHORT_NAME_WORDS; words++) {
        while (from > least && source.ptr[from - 1] == ' ') from--;
        while (from > least && source.ptr[from - 1] != ' ') from--;
        text name = text_slice(source, from, end - from);
        if (spells(lex, name, brief)) return name;
    }
    return text_of(NULL, 0);
}

bool short_name_next(const struct lexicon *lex, text source, size_t *at, struct short_name *out)
{
    size_t bracket;
    while ((bracket = text_find_byte(source, '(', *at)) != SIZE_MAX) {
        *at = bracket + 1;
        out->brief = inside(source, bracket);
        if (!out->brief.len || !is_capital(out->brief.ptr[0]) || !short_name_may_be(lex, out->brief)) continue;
        out->full = full_name(lex, source, bracket, out->brief);
        if (out->full.len > out->brief.len) return true;
    }
    return false;
}
