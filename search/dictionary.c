#include "search/dictionary.h"

#include "kb/base/embed.h"
#include "search/fold.h"
#include "search/lexicon.h"

extern const struct embedded_file search_english[], search_names[];

text dictionary_fold(text typed, char *room, size_t max)
{
    size_t at = 0, n = 0;
    for (uint32_t c; utf8_next(typed, &at, &c);) {
        char out[FOLD_BYTES];
        size_t len = 0;
        enum fold_class class = fold(c, out, &len);
        if (class == FOLD_NOTHING) continue;
        if (class != FOLD_LETTER && class != FOLD_DIGIT) {
            out[0] = c < 0x80 ? (char)c : ' ';
            len = 1;
        }
        if (n + len > max) break;
        memcpy(room + n, out, len);
        n += len;
    }
    return text_of(room, n);
}

static uint64_t words_in(const struct lexicon *lex, text letters)
{
    uint64_t found = 0;
    struct lexicon_at at = lexicon_root(lex);
    for (size_t n = 0; n < letters.len && n < LEXICON_WORD_MAX && lexicon_step(lex, &at, letters.ptr[n]); n++)
        if (at.word) found |= (uint64_t)1 << (n + 1);
    return found;
}

uint64_t dictionary_words_at(text letters)
{
    struct lexicon dutch = lexicon_shipped();
    struct lexicon english = {search_english[0].bytes, (uint32_t)(search_english[0].len / 4), NULL};
    return words_in(&dutch, letters) | words_in(&english, letters);
}

bool dictionary_is_name(text folded)
{
    struct lexicon names = {search_names[0].bytes, (uint32_t)(search_names[0].len / 4), NULL};
    return lexicon_has(&names, folded);
}
