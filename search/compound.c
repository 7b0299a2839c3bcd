#include "search/compound.h"

#include "search/dutch.h"

#include "kb/base/cleanup.h"

const text compound_joints[COMPOUND_JOINTS] = {TEXT(""), TEXT("s"), TEXT("en"), TEXT("n"), TEXT("e"), TEXT("er")};

enum { PART = 100, JOINT = 5, SHORT = 30, NOWHERE = 1 << 20 };

/* The cheapest way to read the first `end` letters as parts. */
struct reading {
    int cost;
    size_t from, len; /* of the last part */
    size_t before;    /* where the reading before it ends */
};

static int cost_of(text part)
{
    return PART + (part.len == 3 ? SHORT : part.len == 4 ? SHORT / 3 : 0);
}

/* Does the lexicon have this part with an s as its joint (gezinsband, gezinshulp)? That shows by letters with which no
 * Dutch word goes on behind an s of its own. Then gezinsleden are gezins + leden rather than gezin + sleden. */
static bool takes_s(const struct lexicon *lex, struct lexicon_at behind)
{
    enum { WAYS = 2 };
    size_t ways = 0;
    if (!lexicon_step(lex, &behind, 's')) return false;
    for (const char *letter = "bdfghrvz"; *letter && ways < WAYS; letter++) {
        struct lexicon_at on = behind;
        ways += lexicon_step(lex, &on, *letter);
    }
    return ways == WAYS;
}

static void consider(struct reading *at, text word, size_t from, size_t len, bool s_is_joint)
{
    int cost = at[from].cost + cost_of(text_slice(word, from, len));
    for (size_t j = 0; j < COMPOUND_JOINTS; j++) {
        text joint = compound_joints[j];
        size_t end = from + len + joint.len;
        if (end > word.len || (joint.len && end == word.len)) continue;
        if (!text_eq(text_slice(word, from + len, joint.len), joint)) continue;
        int with = cost + (joint.len ? JOINT : 0);
        if (!joint.len && s_is_joint && end < word.len && word.ptr[end] == 's') with += 4 * JOINT;
        if (with < at[end].cost) at[end] = (struct reading){with, from, len, from};
    }
}

static void read_from(const struct lexicon *lex, struct reading *at, text word, size_t from)
{
    struct lexicon_at here = lexicon_root(lex);
    for (size_t end = from; end < word.len && lexicon_step(lex, &here, word.ptr[end]); end++) {
        size_t len = end + 1 - from;
        if (!here.word || len < 3 || len == word.len) continue;
        text part = text_slice(word, from, len);
        bool first = from == 0, last = end + 1 == word.len;
        if (!dutch_may_be_part(lex->forms, part, first) || (last && !dutch_may_be_part(lex->forms, part, false)))
            continue;
        consider(at, word, from, len, takes_s(lex, here));
    }
}

bool compound_split(const struct lexicon *lex, text word, struct compound *out)
{
    struct reading at[LEXICON_WORD_MAX + 1];
    out->n = 0;
    if (word.len < COMPOUND_MIN || word.len > LEXICON_WORD_MAX || dutch_is_whole(lex->forms, word)) return false;
    for (size_t i = 1; i <= word.len; i++) at[i] = (struct reading){.cost = NOWHERE};
    at[0] = (struct reading){0};
    for (size_t from = 0; from < word.len; from++)
        if (at[from].cost < NOWHERE) read_from(lex, at, word, from);
    size_t n = 0;
    for (size_t end = word.len; end && at[word.len].cost < NOWHERE; end = at[end].before) n++;
    if (n < 2 || n > COMPOUND_PARTS_MAX) return false;
    out->n = n;
    for (size_t end = word.len; end; end = at[end].before) {
        n--;
        out->parts[n].from = at[end].from;
        out->parts[n].len = at[end].len;
    }
    return true;
}

/* ---- Phrases ---- */

/* stelling, making: what is done, of a verb; gesteld, genomen: that it was done. */
static bool is_deed(const struct lexicon *lex, text word)
{
    if (text_starts(word, TEXT("ge"))) return lexicon_has(lex, word);
    if (!text_ends(word, TEXT("ing")) || word.len > LEXICON_WORD_MAX) return false;
    char verb[LEXICON_WORD_MAX];
    memcpy(verb, word.ptr, word.len);
    verb[word.len - 3] = 'e';
    verb[word.len - 2] = 'n';
    return lexicon_has(lex, text_of(verb, word.len - 1));
}

static bool phrase_behind(const struct lexicon *lex, text word, size_t from, struct compound *out)
{
    enum { NOUN_MIN = 4, DEED_MIN = 6 };
    for (size_t len = NOUN_MIN; from + len + DEED_MIN <= word.len; len++) {
        if (!lexicon_has(lex, text_slice(word, from, len)) || !is_deed(lex, text_slice(word, from + len, SIZE_MAX)))
            continue;
        out->n = 2;
        out->parts[0].from = from;
        out->parts[0].len = len;
        out->parts[1].from = from + len;
        out->parts[1].len = word.len - from - len;
        return true;
    }
    return false;
}

static const text before_nouns[] = {TEXT("onder"), TEXT("buiten"), TEXT("tegen"), TEXT("uit"), TEXT("ten"),
                                    TEXT("ter"),   TEXT("tot"),    TEXT("te"),    TEXT("in"),  TEXT("op")};

bool compound_begins_phrase(text word)
{
    for (size_t i = 0; i < COUNT_OF(before_nouns); i++)
        if (text_eq(word, before_nouns[i])) return true;
    return false;
}

bool compound_phrase(const struct lexicon *lex, text word, struct compound *out)
{
    for (size_t i = 0; i < COUNT_OF(before_nouns); i++)
        if (text_starts(word, before_nouns[i]) && phrase_behind(lex, word, before_nouns[i].len, out)) return true;
    return false;
}
