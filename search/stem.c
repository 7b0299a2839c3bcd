#include "search/stem.h"

#include "search/compound.h"
#include "search/dutch.h"

/* A spelling under consideration. */
struct form {
    char letters[STEM_MAX];
    size_t len;
};

static text form_text(const struct form *f)
{
    return text_of(f->letters, f->len);
}

static struct form form_of(text t)
{
    struct form f = {.len = t.len};
    memcpy(f.letters, t.ptr, t.len);
    return f;
}

static struct form joined(text a, text b)
{
    struct form f = {.len = 0};
    if (a.len + b.len > STEM_MAX) return f;
    memcpy(f.letters, a.ptr, a.len);
    memcpy(f.letters + a.len, b.ptr, b.len);
    f.len = a.len + b.len;
    return f;
}

static void give(struct stem *out, text t)
{
    memcpy(out->letters, t.ptr, t.len);
    out->len = t.len;
}

static bool is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

static bool has_joined(const struct lexicon *lex, text a, text end)
{
    struct form f = joined(a, end);
    return f.len && lexicon_has(lex, form_text(&f));
}

/* ---- Spelling: what stood before an ending that begins with a vowel (huren -> hur- -> huur) ---- */

static bool ends_open(text x)
{
    if (x.len < 2 || is_vowel(x.ptr[x.len - 1]) || !is_vowel(x.ptr[x.len - 2])) return false;
    char v = x.ptr[x.len - 2];
    if (v == 'i' || v == 'y' || x.ptr[x.len - 1] == 'x' || x.ptr[x.len - 1] == 'w' || x.ptr[x.len - 1] == 'j')
        return false;
    return x.len < 3 || !is_vowel(x.ptr[x.len - 3]);
}

static struct form hardened(struct form f)
{
    char *last = &f.letters[f.len - 1];
    if (f.len && *last == 'v') *last = 'f';
    if (f.len && *last == 'z') *last = 's';
    return f;
}

static struct form lengthened(text x)
{
    struct form f = form_of(x);
    if (f.len + 1 > STEM_MAX) return f;
    f.letters[f.len] = f.letters[f.len - 1];
    f.letters[f.len - 1] = f.letters[f.len - 2];
    f.len++;
    return hardened(f);
}

static bool many_syllables(text x)
{
    unsigned groups = 0;
    for (size_t i = 0; i < x.len; i++) groups += is_vowel(x.ptr[i]) && (i == 0 || !is_vowel(x.ptr[i - 1]));
    return groups > 1;
}

/* An unstressed last syllable keeps its short vowel: handelen, verzekeren. */
static bool unstressed(text x)
{
    return many_syllables(x) && x.ptr[x.len - 2] == 'e' && strchr("lrnm", x.ptr[x.len - 1]);
}

/* The spellings that x can have without its ending, the likeliest first; at most 3. */
static size_t spellings(text x, struct form out[3])
{
    size_t n = 0;
    if (x.len < 2) return 0;
    char last = x.ptr[x.len - 1];
    if (!is_vowel(last) && x.ptr[x.len - 2] == last) out[n++] = form_of(text_slice(x, 0, x.len - 1));
    if (ends_open(x) && unstressed(x)) out[n++] = form_of(x);
    if (ends_open(x)) out[n++] = lengthened(x);
    if (n < 3 && x.len > 3 && strchr("iu", x.ptr[x.len - 3]) && strchr("aeo", x.ptr[x.len - 2]) && !is_vowel(last))
        out[n++] = lengthened(x); /* sociale, officiele, individuele */
    if (n < 3 && (n == 0 || !unstressed(x) || !ends_open(x))) out[n++] = hardened(form_of(x));
    return n;
}

/* The spelling of x that is a word; false when none is. */
static bool real_spelling(const struct lexicon *lex, text x, struct form *out)
{
    struct form could[3];
    size_t n = spellings(x, could);
    for (size_t i = 0; i < n; i++) {
        if (could[i].len < 2 || !lexicon_has(lex, form_text(&could[i]))) continue;
        *out = could[i];
        return true;
    }
    return false;
}

/* ---- Verbs ---- */

/* As x is spelled before a vowel, but that f and s stay: huur, hur-; zeg, zegg-; leef, lef-. */
static struct form opened(text x)
{
    struct form f = form_of(x);
    if (x.len < 3 || f.len + 1 > STEM_MAX || is_vowel(x.ptr[x.len - 1]) || !is_vowel(x.ptr[x.len - 2])) return f;
    char last = x.ptr[x.len - 1], before = x.ptr[x.len - 2], third = x.ptr[x.len - 3];
    if (before == third)
        f.letters[--f.len - 1] = last;
    else if (!is_vowel(third))
        f.letters[f.len++] = last;
    return f;
}

static char voiced(char c)
{
    return c == 'f' ? 'v' : c == 's' ? 'z' : c;
}

void stem_before_vowel(text stem, struct stem *out)
{
    struct form f = opened(stem);
    bool short_vowel = f.len > stem.len;
    if (stem.len >= 3 && !short_vowel && is_vowel(stem.ptr[stem.len - 2]))
        f.letters[f.len - 1] = voiced(f.letters[f.len - 1]);
    give(out, form_text(&f));
}

/* The infinitive that a verb's stem would have: huur -> huren, zeg -> zeggen, leef -> leven, ontsta -> ontstaan. */
static bool has_infinitive(const struct lexicon *lex, text x)
{
    if (x.len < 3 || has_joined(lex, x, TEXT("en"))) return x.len >= 3;
    char last = x.ptr[x.len - 1];
    if (last == 'a') return has_joined(lex, x, TEXT("an"));
    if (text_ends(x, TEXT("oe")) || text_ends(x, TEXT("ie")))
        return has_joined(lex, x, TEXT("n")); /* voldoe, voorzie */
    if (x.len + 4 > STEM_MAX) return false;
    struct form f = opened(x);
    if (has_joined(lex, form_text(&f), TEXT("en"))) return true;
    char *end = &f.letters[f.len - 1], voice = voiced(*end);
    if (voice == *end) return false;
    *end = voice;
    return has_joined(lex, form_text(&f), TEXT("en"));
}

static bool is_voiceless(char c)
{
    return strchr("tkfshpcx", c) != NULL;
}

/* Is x the stem of a weak verb: it has an infinitive and a past? */
static bool is_verb(const struct lexicon *lex, text x)
{
    if (!has_infinitive(lex, x)) return false;
    return has_joined(lex, x, TEXT("de")) || (is_voiceless(x.ptr[x.len - 1]) && has_joined(lex, x, TEXT("te")));
}

/* geeft, krijgt, vindt: of a strong verb, which has no past to know it by. A noun would have a plural: kracht,
 * krachten. */
static bool is_strong_present(const struct lexicon *lex, text x, text word)
{
    return lexicon_has(lex, x) && has_infinitive(lex, x) && !has_joined(lex, word, TEXT("en"));
}

/* melden, rusten: the infinitive of a weak verb whose stem ends in d or t, in which another verb's past could be seen.
 */
static bool infinitive(const struct lexicon *lex, text word, struct stem *out)
{
    struct form f;
    if (word.len < 5 || !text_ends(word, TEXT("en")) || !real_spelling(lex, text_slice(word, 0, word.len - 2), &f))
        return false;
    if (!is_verb(lex, form_text(&f))) return false;
    give(out, form_text(&f));
    return true;
}

/* A form of the table behind a prefix: aan|genomen, be|sloten (its participle without ge-). */
static bool strong_behind(const struct lexicon *lex, text word, size_t prefix, struct stem *out)
{
    text stem, rest = text_slice(word, prefix, SIZE_MAX);
    if (prefix == 0 || rest.len < 3) return false;
    if (text_starts(rest, TEXT("ge")) && text_ends(rest, TEXT("en")) && rest.len >= 7) { /* af|ge|geven */
        struct form whole = joined(text_slice(word, 0, prefix), text_slice(rest, 2, SIZE_MAX)), own;
        text x = text_slice(form_text(&whole), 0, whole.len - 2);
        if (lexicon_has(lex, form_text(&whole)) && real_spelling(lex, x, &own)) {
            give(out, form_text(&own));
            return true;
        }
    }
    struct form ge = joined(TEXT("ge"), rest);
    if (!dutch_irregular(lex->forms, rest, &stem) && !(ge.len && dutch_irregular(lex->forms, form_text(&ge), &stem)))
        return false;
    struct form whole = joined(text_slice(word, 0, prefix), stem);
    if (!whole.len || !lexicon_has(lex, form_text(&whole)) || !has_infinitive(lex, form_text(&whole))) return false;
    give(out, form_text(&whole));
    return true;
}

/* terug|be|taald, door|ver|wezen: the verb behind the prefix has one of its own, and so no ge-. */
static bool two_prefixes(const struct lexicon *lex, text word, size_t prefix, struct stem *out)
{
    text rest = text_slice(word, prefix, SIZE_MAX);
    struct stem inner;
    if (rest.len < 6 || !dutch_fixed(rest, 0)) return false;
    stem_word(lex, rest, &inner);
    struct form whole = joined(text_slice(word, 0, prefix), stem_text(&inner));
    if (!whole.len || text_eq(form_text(&whole), word) || !has_infinitive(lex, form_text(&whole))) return false;
    give(out, form_text(&whole));
    return true;
}

static bool strong(const struct lexicon *lex, text word, struct stem *out)
{
    size_t prefix;
    struct form
        noun; /* uitspraken is of uitspraak before it is of uitspreken; besloten of besloot, and so of besluit */
    bool past = (text_ends(word, TEXT("den")) || text_ends(word, TEXT("ten"))) && word.len > 6 &&
                is_verb(lex, text_slice(word, 0, word.len - 3));
    if (!past && word.len > 6 && text_ends(word, TEXT("en")) && !text_starts(word, TEXT("ge")) &&
        real_spelling(lex, text_slice(word, 0, word.len - 2), &noun)) {
        give(out, form_text(&noun));
        return true;
    }
    for (size_t i = 0; (prefix = dutch_separable(word, i)); i++)
        if (strong_behind(lex, word, prefix, out) || two_prefixes(lex, word, prefix, out)) return true;
    for (size_t i = 0; (prefix = dutch_fixed(word, i)); i++)
        if (strong_behind(lex, word, prefix, out)) return true;
    return false;
}

/* -t comes after a voiceless sound, -d after any other; a stem in -f or -s may have been -v or -z. */
static bool ending_fits(text x, char end)
{
    char last = x.ptr[x.len - 1];
    return end == 't' ? is_voiceless(last) : !is_voiceless(last) || last == 'f' || last == 's';
}

/* ge|huur|d, aan|ge|vraag|d: the participle of a weak verb; of verbs in -d and -t the stem itself: ge|meld, ge|plaatst.
 */
static bool participle_at(const struct lexicon *lex, text word, size_t prefix, struct stem *out)
{
    text rest = text_slice(word, prefix, SIZE_MAX);
    if (rest.len < 5 || !text_starts(rest, TEXT("ge"))) return false;
    char end = rest.ptr[rest.len - 1];
    text whole_rest = text_slice(rest, 2, SIZE_MAX), cut = text_slice(rest, 2, rest.len - 3), x;
    if (end != 'd' && end != 't') return false;
    if (is_verb(lex, whole_rest))
        x = whole_rest;
    else if (rest.len >= 6 && ending_fits(cut, end) && has_infinitive(lex, cut))
        x = cut;
    else if (rest.len >= 6 && has_infinitive(lex, whole_rest))
        x = whole_rest;
    else
        return false;
    struct form whole = joined(text_slice(word, 0, prefix), x);
    if (prefix && !has_infinitive(lex, form_text(&whole))) return false;
    give(out, form_text(&whole));
    return true;
}

static bool participle(const struct lexicon *lex, text word, struct stem *out)
{
    if (participle_at(lex, word, 0, out)) return true;
    size_t prefix;
    for (size_t i = 0; (prefix = dutch_separable(word, i)); i++)
        if (participle_at(lex, word, prefix, out)) return true;
    return false;
}

/* gestelde, overgelegde: a participle with an ending, before it is the past of "gestellen". */
static bool bent_participle(const struct lexicon *lex, text word, struct stem *out)
{
    text own, x = text_slice(word, 0, word.len - 1);
    if (word.len < 7 || !text_ends(word, TEXT("e"))) return false;
    if (!dutch_irregular(lex->forms, x, &own)) return strong(lex, x, out) || participle(lex, x, out);
    give(out, own);
    return !text_eq(own, x);
}

/* tijden, hoofden: of a noun in -d, before it is the past of a verb. */
static bool noun_in_d(const struct lexicon *lex, text word, struct stem *out)
{
    text x = text_slice(word, 0, word.len > 2 ? word.len - 2 : 0);
    if (x.len < 4 || !text_ends(word, TEXT("den")) || dutch_fixed(word, 0) || !lexicon_has(lex, x)) return false;
    give(out, x);
    return true;
}

/* ten hoofde, strikte: a word that ends in that d or t itself, with -e; of werkte that would be a form of the verb. */
static bool inflected(const struct lexicon *lex, text word, struct stem *out)
{
    text x = text_slice(word, 0, word.len - 1);
    if (word.len < 5 || !(text_ends(word, TEXT("de")) || text_ends(word, TEXT("te"))) || is_vowel(x.ptr[x.len - 2]) ||
        !lexicon_has(lex, x))
        return false;
    stem_word(lex, x, out);
    return text_eq(stem_text(out), x);
}

/* huurt, huurde, huurden, eiste, eisten, verhuurd */
static bool weak(const struct lexicon *lex, text word, struct stem *out)
{
    static const struct {
        text end;
        bool after_voiceless, any;
    } ends[] = {{TEXT("den"), false, false},
                {TEXT("ten"), true, false},
                {TEXT("de"), false, false},
                {TEXT("te"), true, false},
                {TEXT("t"), false, true}};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        text end = ends[i].end;
        if (word.len < end.len + 3 || !text_ends(word, end)) continue;
        text x = text_slice(word, 0, word.len - end.len);
        if (!ends[i].any && ends[i].after_voiceless && !is_voiceless(x.ptr[x.len - 1])) continue;
        if (!is_verb(lex, x) && !(ends[i].any && is_strong_present(lex, x, word))) continue;
        if (ends[i].any && !is_voiceless(x.ptr[x.len - 1]) && has_joined(lex, word, TEXT("en")))
            continue; /* a noun: feit */
        give(out, x);
        return true;
    }
    if (word.len < 5 || word.ptr[word.len - 1] != 'd' || !dutch_fixed(word, 0)) return false;
    text x = text_slice(word, 0, word.len - 1);
    if (!is_verb(lex, x)) return false;
    give(out, x);
    return true;
}

/* ---- Nouns and adjectives ---- */

/* regels; not plaats and polis, which have a plural of their own */
static bool plural_s(const struct lexicon *lex, text word, struct stem *out)
{
    text x = text_slice(word, 0, word.len - 1);
    if (word.len < 5 || word.ptr[word.len - 1] != 's' || strchr("sxz", x.ptr[x.len - 1]) || !lexicon_has(lex, x) ||
        has_infinitive(lex, word))
        return false;
    give(out, x);
    return true;
}

static bool without(const struct lexicon *lex, text word, text end, size_t least, struct stem *out)
{
    struct form f;
    if (word.len < end.len + least || !text_ends(word, end)) return false;
    if (!real_spelling(lex, text_slice(word, 0, word.len - end.len), &f)) return false;
    give(out, form_text(&f));
    return true;
}

/* categorieen and provincien: the singular keeps its e */
static bool plural_ie(const struct lexicon *lex, text word, struct stem *out)
{
    if (!text_ends(word, TEXT("ien")) && !text_ends(word, TEXT("een"))) return false;
    for (size_t cut = 1; cut <= 2; cut++) {
        text x = text_slice(word, 0, word.len - cut);
        if (x.len < 4 || !text_ends(x, cut == 1 ? TEXT("ie") : TEXT("e")) || !lexicon_has(lex, x)) continue;
        give(out, x);
        return true;
    }
    return false;
}

/* zienswijzen, methoden: of a word in -e */
static bool plural_n(const struct lexicon *lex, text word, struct stem *out)
{
    text x = text_slice(word, 0, word.len - 1);
    if (word.len < 6 || !text_ends(word, TEXT("en")) || !lexicon_has(lex, x)) return false;
    give(out, x);
    return true;
}

static bool diminutive(const struct lexicon *lex, text word, struct stem *out)
{
    static const text ends[] = {TEXT("etje"), TEXT("tje"), TEXT("pje"), TEXT("je")};
    if (without(lex, word, ends[0], 3, out)) return true;
    if (text_ends(word, TEXT("tje")) && without(lex, word, TEXT("je"), 4, out)) return true; /* kaartje, lijstje */
    for (size_t i = 1; i < sizeof ends / sizeof ends[0]; i++)
        if (without(lex, word, ends[i], 3, out)) return true;
    return false;
}

/* sterker, groter, zwakker, duurder */
static bool has_comparative(const struct lexicon *lex, text x)
{
    if (x.len < 3) return false;
    if (has_joined(lex, x, TEXT("er")) || has_joined(lex, x, TEXT("der"))) return true;
    struct form shorter = form_of(text_slice(x, 0, x.len - 1)), longer = joined(x, text_slice(x, x.len - 1, 1));
    shorter.letters[shorter.len - 1] = x.ptr[x.len - 1];
    bool twice = x.ptr[x.len - 2] == x.ptr[x.len - 3];
    return (twice && has_joined(lex, form_text(&shorter), TEXT("er"))) ||
           (longer.len && has_joined(lex, form_text(&longer), TEXT("er")));
}

/* hoger, duurder, hoogste: of adjectives, which have a form with -e as well */
static bool degree(const struct lexicon *lex, text word, struct stem *out)
{
    if (!has_joined(lex, word, TEXT("e"))) return false;
    if (text_ends(word, TEXT("rder")) && without(lex, word, TEXT("der"), 3, out)) return true;
    if (text_ends(word, TEXT("er")) && without(lex, word, TEXT("er"), 3, out)) return true;
    return text_ends(word, TEXT("st")) && has_comparative(lex, text_slice(word, 0, word.len - 2)) &&
           without(lex, word, TEXT("st"), 3, out);
}

/* beeindigende, rechthebbenden: a form of a verb that word lists leave out. */
static bool present_participle(const struct lexicon *lex, text word, struct stem *out)
{
    size_t ending = text_ends(word, TEXT("enden")) ? 2 : text_ends(word, TEXT("ende")) ? 1 : 0;
    text x = text_slice(word, 0, word.len - ending), infinitive = text_slice(x, 0, x.len - 1);
    struct compound c;
    if (!ending || word.len < 8 || !(lexicon_has(lex, infinitive) || compound_split(lex, infinitive, &c))) return false;
    give(out, x);
    return true;
}

static bool one_step(const struct lexicon *lex, text word, struct stem *out)
{
    text stem, tail;
    size_t cut;
    if (dutch_irregular(lex->forms, word, &stem)) {
        give(out, stem);
        return true;
    }
    if (dutch_irregular_tail(lex->forms, word, &cut, &tail)) {
        struct form f = joined(text_slice(word, 0, cut), tail);
        if (f.len) give(out, form_text(&f));
        return f.len > 0;
    }
    if (text_ends(word, TEXT("en")) && is_verb(lex, word)) return false; /* a stem already: reken, teken */
    return infinitive(lex, word, out) || strong(lex, word, out) || participle(lex, word, out) ||
           bent_participle(lex, word, out) || noun_in_d(lex, word, out) || inflected(lex, word, out) ||
           weak(lex, word, out) || plural_s(lex, word, out) || plural_ie(lex, word, out) ||
           diminutive(lex, word, out) || without(lex, word, TEXT("en"), 2, out) ||
           without(lex, word, TEXT("e"), 3, out) || present_participle(lex, word, out) || plural_n(lex, word, out) ||
           degree(lex, word, out);
}

/* A word that we do not know, or only in this form ("verblijfsdocumenten"): as its last part has it. Of a word that we
 * do know that must be a long one with an ending: else "document" would be of a man. */
static void stem_head(const struct lexicon *lex, text word, struct stem *out)
{
    enum { HEAD_MIN = 5 };
    struct compound c;
    struct stem head;
    bool known = lexicon_has(lex, word);
    if (known && !text_ends(word, TEXT("e")) && !text_ends(word, TEXT("en")) && !text_ends(word, TEXT("s"))) return;
    if (!compound_split(lex, word, &c) || (known && c.parts[c.n - 1].len < HEAD_MIN)) return;
    size_t from = c.parts[c.n - 1].from;
    stem_word(lex, text_slice(word, from, SIZE_MAX), &head);
    if (from + head.len > STEM_MAX) return;
    memcpy(out->letters + from, head.letters, head.len);
    out->len = from + head.len;
}

void stem_word(const struct lexicon *lex, text word, struct stem *out)
{
    enum { STEPS = 3 };
    text irregular;
    give(out, word);
    if (word.len == 3 && dutch_irregular(lex->forms, word, &irregular)) give(out, irregular);
    if (word.len < 4 || word.len > LEXICON_WORD_MAX || !text_is_a_to_z(word)) return;
    for (int i = 0; i < STEPS; i++) {
        struct stem next;
        text now = stem_text(out);
        if (now.len < 4 || !one_step(lex, now, &next) || text_eq(stem_text(&next), now)) break;
        *out = next;
        if (i == 0 && dutch_irregular(lex->forms, word, &now)) return;
    }
    struct stem now = *out;
    stem_head(lex, stem_text(&now), out);
}

/* ---- Roots ---- */

static bool made_from_verb(const struct lexicon *lex, text stem, text end, struct stem *out)
{
    if (stem.len < end.len + 3 || !text_ends(stem, end)) return false;
    text x = text_slice(stem, 0, stem.len - end.len);
    if (!has_joined(lex, x, TEXT("en"))) return false;
    struct form infinitive = joined(x, TEXT("en"));
    stem_word(lex, form_text(&infinitive), out);
    return has_joined(lex, stem_text(out), TEXT("t")) || text_ends(stem_text(out), TEXT("t"));
}

static bool made_from_word(const struct lexicon *lex, text stem, text end, struct stem *out)
{
    text x = text_slice(stem, 0, stem.len > end.len ? stem.len - end.len : 0);
    if (x.len < 3 || !text_ends(stem, end) || !lexicon_has(lex, x)) return false;
    stem_word(lex, x, out);
    return true;
}

/* adviseur -> adviseer */
static bool made_by_foreign(const struct lexicon *lex, text stem, struct stem *out)
{
    if (stem.len < 7 || !text_ends(stem, TEXT("eur"))) return false;
    text x = text_slice(stem, 0, stem.len - 3);
    struct form f = joined(x, TEXT("eer"));
    if (!has_joined(lex, x, TEXT("eren")) || !f.len) return false;
    give(out, form_text(&f));
    return true;
}

/* participatie -> participeer */
static bool made_from_foreign(const struct lexicon *lex, text stem, struct stem *out)
{
    if (stem.len < 7 || !text_ends(stem, TEXT("atie"))) return false;
    text x = text_slice(stem, 0, stem.len - 4);
    if (!has_joined(lex, x, TEXT("eren"))) return false;
    struct form f = joined(x, TEXT("eer"));
    if (f.len) give(out, form_text(&f));
    return f.len > 0;
}

void stem_root(const struct lexicon *lex, text stem, struct stem *out)
{
    text root;
    give(out, stem);
    if (stem.len < 4 || stem.len > LEXICON_WORD_MAX || !text_is_a_to_z(stem)) return;
    if (dutch_irregular_root(lex->forms, stem, &root)) {
        give(out, root);
        return;
    }
    struct stem made;
    if ((!lexicon_has(lex, stem) && made_from_verb(lex, stem, TEXT("end"), &made)) ||
        made_from_verb(lex, stem, TEXT("ing"), &made) || made_from_verb(lex, stem, TEXT("er"), &made) ||
        made_from_verb(lex, stem, TEXT("ster"), &made) || made_from_verb(lex, stem, TEXT("baar"), &made) ||
        made_from_verb(lex, stem, TEXT("aar"), &made) || made_from_word(lex, stem, TEXT("heid"), &made) ||
        made_from_word(lex, stem, TEXT("schap"), &made) || made_from_foreign(lex, stem, &made) ||
        made_by_foreign(lex, stem, &made))
        *out = made;
}
