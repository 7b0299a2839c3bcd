#include "search/mend.h"

#include "search/compound.h"
#include "search/dutch.h"
#include "search/spelling.h"

#include "kb/base/cleanup.h"

#include <stdio.h>

struct mending {
    arena *a;
    const struct lexicon *lex;
    const struct mend_source *words;
    unsigned distance; /* of the best so far */
    size_t known;      /* letters of its known part */
    text best;
};

static bool is_part(const struct mending *m, text word, bool first)
{
    return dutch_may_be_part(m->lex->forms, word, first) && lexicon_has(m->lex, word);
}

static bool is_better(const struct mending *m, unsigned distance, size_t known)
{
    if (distance == SPELLING_FAR || distance > m->distance) return false;
    return distance < m->distance || known > m->known;
}

/* Looks up the letters from..from+len as the misspelt part; the others are known. */
static void try_part(struct mending *m, text typed, size_t from, size_t len)
{
    text word;
    unsigned most = spelling_forgiven(len);
    unsigned distance =
        most ? m->words->nearest(m->words->ctx, text_slice(typed, from, len), most, &word) : SPELLING_FAR;
    if (!is_better(m, distance, typed.len - len)) return;
    text before = text_slice(typed, 0, from), after = text_slice(typed, from + len, SIZE_MAX);
    const char *compound = arena_printf(m->a, "%.*s%.*s%.*s", TEXT_FMT(before), TEXT_FMT(word), TEXT_FMT(after));
    if (!compound || !m->words->used(m->words->ctx, text_str(compound))) return;
    m->best = text_str(compound);
    m->distance = distance;
    m->known = typed.len - len;
}

/* Reads the word as two parts: its letters up to `end` and those behind the joint. */
static void try_cut(struct mending *m, text typed, size_t end, size_t from)
{
    if (is_part(m, text_slice(typed, 0, end), true)) try_part(m, typed, from, typed.len - from);
    if (is_part(m, text_slice(typed, from, SIZE_MAX), false)) try_part(m, typed, 0, end);
}

unsigned mend_compound(arena *a, const struct lexicon *lex, const struct mend_source *words, text typed, text *out)
{
    enum { PART_MIN = 3 };
    struct mending m = {.a = a, .lex = lex, .words = words, .distance = SPELLING_FAR};
    if (typed.len < COMPOUND_MIN || typed.len > LEXICON_WORD_MAX) return SPELLING_FAR;
    for (size_t end = PART_MIN; end + PART_MIN <= typed.len; end++)
        for (size_t i = 0; i < COMPOUND_JOINTS; i++)
            if (text_starts(text_slice(typed, end, SIZE_MAX), compound_joints[i]))
                try_cut(&m, typed, end, end + compound_joints[i].len);
    *out = m.best;
    return m.distance;
}
