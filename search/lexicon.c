#include "search/lexicon.h"

#include "kb/base/embed.h"

extern const struct embedded_file search_lexicon[];

enum { LETTER = 0x1F, WORD = 0x20, LAST = 0x40, CHILD_SHIFT = 7, FULL_EDGES = 50 * 1000 };

struct lexicon lexicon_shipped(void)
{
    return (struct lexicon){search_lexicon[0].bytes, (uint32_t)(search_lexicon[0].len / 4), NULL};
}

text lexicon_sum(void)
{
    return text_of((const char *)search_lexicon[1].bytes, search_lexicon[1].len);
}

bool lexicon_is_full(const struct lexicon *lex)
{
    return lex->edges > FULL_EDGES;
}

static uint32_t edge_at(const struct lexicon *lex, uint32_t i)
{
    const unsigned char *b = lex->bytes + (size_t)i * 4;
    return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

struct lexicon_at lexicon_root(const struct lexicon *lex)
{
    return (struct lexicon_at){lex->edges > 1 ? 1 : 0, false};
}

static struct lexicon_at behind(uint32_t edge)
{
    return (struct lexicon_at){edge >> CHILD_SHIFT, (edge & WORD) != 0};
}

bool lexicon_step(const struct lexicon *lex, struct lexicon_at *at, char letter)
{
    uint32_t wanted = (uint32_t)(letter - 'a' + 1);
    if (letter < 'a' || letter > 'z') return false;
    for (uint32_t i = at->children; i && i < lex->edges; i++) {
        uint32_t edge = edge_at(lex, i);
        if ((edge & LETTER) == wanted) {
            *at = behind(edge);
            return true;
        }
        if ((edge & LAST) || (edge & LETTER) > wanted) return false;
    }
    return false;
}

static bool walk(const struct lexicon *lex, text letters, struct lexicon_at *at)
{
    *at = lexicon_root(lex);
    for (size_t i = 0; i < letters.len; i++)
        if (!lexicon_step(lex, at, letters.ptr[i])) return false;
    return true;
}

bool lexicon_has(const struct lexicon *lex, text word)
{
    struct lexicon_at at;
    return walk(lex, word, &at) && word.len > 0 && at.word;
}

bool lexicon_begins(const struct lexicon *lex, text beginning)
{
    struct lexicon_at at;
    return walk(lex, beginning, &at);
}
