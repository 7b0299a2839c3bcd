#include "search/snippet.h"

#include "search/fold.h"
#include "search/terms_internal.h"

#include "kb/base/cleanup.h"

enum {
    TERMS_MAX = 256,
    MARKS_MAX = 1024,
    CITED_MAX = MARKS_MAX / 2,
    LEAD_IN = 60,
    TOGETHER = 40,
    CLASS_BITS = 5,
    GRAM_BITS = 3 * CLASS_BITS
};

/* What a word adds to a passage. Who typed it looks for that word; a part of it, what is made from it, and what it
 * means are only looked for besides, and some of them together are no better. Where the text cites the article that was
 * asked for is what was asked for, whatever words stand elsewhere. */
enum { WORTH_CITED = 256, WORTH_TYPED = 32, WORTH_RELATED = 8, WORTH_MEANT = 6, WORTH_AGAIN = 1 };

/* The terms of the query's words, each with the number of its word: two forms of a word are one find. Words of a name
 * that was asked besides count only where most of it stands together: who asks for the WIA, the wet werk en inkomen
 * naar arbeidsvermogen, does not ask for every text about work. */
struct name {
    unsigned is;   /* 0: the word counts by itself */
    unsigned most; /* so many of its words are most of it */
};

struct wanted_term {
    text term; /* with prefix: "Z" for stems */
    unsigned word;
    unsigned worth;
    struct name name;
};

struct wanted {
    struct wanted_term terms[TERMS_MAX];
    size_t n;
    unsigned words;
};

/* Analysis is dear and most words of a text are not wanted, so the bytes go through a sieve first: three neighbours, as
 * classes (a letter in either case, a pair of digits, anything else), of which one bit says whether a wanted term
 * begins like this. Where it does, or where folding could change the letters (bytes beyond ASCII, hyphens), the run of
 * bytes between white space is analysed; a word never reaches across white space, so nothing is missed. */
struct sieve {
    uint32_t grams[(1 << GRAM_BITS) / 32];
    unsigned char class_of[256];
};

enum { CLASS_DIGIT = 27, CLASS_ALWAYS = 1 << CLASS_BITS, CLASS_MASK = CLASS_ALWAYS - 1 };

/* A word of the text that the query asked for. */
struct mark {
    size_t from, to;
    unsigned word;
    unsigned worth; /* in a passage */
    struct name name;
};

struct finder {
    const struct search_snippets *of;
    size_t base; /* where the analysed run begins */
    struct mark marks[MARKS_MAX];
    size_t n;
};

struct search_snippets {
    arena *a;
    struct analyser *analyser;
    const struct plan *plan;
    struct reference_home home; /* of the texts that come */
    struct wanted wanted;
    struct sieve sieve;
    struct finder finder, cited; /* of the text at hand: its marks, and those of references */
};

static unsigned worth_of_form(const struct plan_word *word, size_t form, bool typed)
{
    if (!typed) return WORTH_MEANT;
    return !word->part && term__stands_for(word, form) ? WORTH_TYPED : WORTH_RELATED;
}

static void want(struct wanted *w, const struct plan_word *word, bool typed, struct name name)
{
    for (size_t i = 0; i < word->n_any && w->n < TERMS_MAX; i++)
        if (!word->any[i].flat)
            w->terms[w->n++] = (struct wanted_term){word->any[i].term, w->words, worth_of_form(word, i, typed), name};
    w->words++;
}

/* One word is no name. */
static struct name name_of(const struct plan_clause *c, size_t nth)
{
    unsigned n = 0;
    for (size_t k = 0; k < c->n_words; k++) n += !c->words[k].stop && !c->words[k].part;
    return n > 1 ? (struct name){(unsigned)nth + 1, n / 2 + 1} : (struct name){0};
}

/* The first `typed` clauses are what was typed, the others what was asked besides. */
static void gather_wanted(const struct plan *p, size_t typed, struct wanted *w)
{
    for (size_t i = 0; i < p->n; i++) {
        const struct plan_clause *c = &p->clauses[i];
        struct name name = i < typed ? (struct name){0} : name_of(c, i);
        if (c->shape == QUERY_FILTER || c->need == QUERY_NOT) continue;
        for (size_t k = 0; k < c->n_words; k++)
            if (!c->words[k].stop || p->all_stop) want(w, &c->words[k], i < typed, name);
    }
}

/* ---- The sieve ---- */

static unsigned gram_of(const struct sieve *s, unsigned gram, char c)
{
    return (gram << CLASS_BITS | (s->class_of[(unsigned char)c] & CLASS_MASK)) & ((1U << GRAM_BITS) - 1);
}

static bool has_gram(const struct sieve *s, unsigned gram)
{
    return s->grams[gram / 32] >> gram % 32 & 1;
}

static void add_gram(struct sieve *s, unsigned gram)
{
    s->grams[gram / 32] |= UINT32_C(1) << gram % 32;
}

static void init_classes(struct sieve *s)
{
    for (unsigned c = 0; c < 256; c++) {
        if (c >= 0x80 || c == '-') s->class_of[c] = CLASS_ALWAYS;
        if (c >= '0' && c <= '9') s->class_of[c] = (unsigned char)(CLASS_DIGIT + (c - '0') / 2);
        if (c >= 'a' && c <= 'z') s->class_of[c] = s->class_of[c - 'a' + 'A'] = (unsigned char)(c - 'a' + 1);
    }
}

/* The first letters of a term, wherever they stand in a word: stems of compounds are wanted too. Terms of one or two
 * letters are whole words, so something else stands before them. */
static void add_term(struct sieve *s, text term)
{
    unsigned gram = 0;
    if (term.len == 1)
        for (unsigned before = 0; before <= CLASS_MASK; before++)
            add_gram(s, before << 2 * CLASS_BITS | gram_of(s, 0, term.ptr[0]));
    for (size_t i = 0; i < term.len && i < 3; i++) gram = gram_of(s, gram, term.ptr[i]);
    if (term.len > 1) add_gram(s, gram);
}

static void make_sieve(struct sieve *s, const struct wanted *w)
{
    init_classes(s);
    for (size_t i = 0; i < w->n; i++) {
        text t = w->terms[i].term;
        bool prefixed = t.len > 1 && (t.ptr[0] == 'Z' || t.ptr[0] == 'P');
        add_term(s, prefixed ? text_slice(t, 1, SIZE_MAX) : t);
    }
}

/* Stems are worth making only of words that pass the sieve themselves. Stems of irregular forms begin otherwise; those
 * are marked in the form that was asked. */
static bool passes(void *ctx, text folded)
{
    const struct sieve *s = &((const struct finder *)ctx)->of->sieve;
    unsigned gram = 0;
    for (size_t i = 0; i < folded.len; i++) {
        gram = gram_of(s, gram, folded.ptr[i]);
        if (has_gram(s, gram)) return true;
    }
    return false;
}

/* ---- Marks ---- */

static bool is_term(const struct wanted_term *t, const struct analysed *word)
{
    static const char prefix[ANALYSE_KIND__COUNT] = {[ANALYSE_STEM] = 'Z', [ANALYSE_RELATED] = 'P'};
    if (word->kind == ANALYSE_EXACT) return text_eq(t->term, word->term);
    return t->term.len && t->term.ptr[0] == prefix[word->kind] && text_eq(text_slice(t->term, 1, SIZE_MAX), word->term);
}

/* One mark for a word, whichever of its forms was asked; one that counts by itself goes before a word of a name. */
static void put_mark(struct finder *f, struct mark m)
{
    struct mark *last = f->n ? &f->marks[f->n - 1] : NULL;
    if (last && last->from == m.from) {
        if (!m.name.is) *last = m;
    } else if (f->n < MARKS_MAX) {
        f->marks[f->n++] = m;
    }
}

static void mark_word(void *ctx, const struct analysed *word)
{
    struct finder *f = ctx;
    const struct wanted *wanted = &f->of->wanted;
    size_t from = f->base + word->from;
    bool marked = f->n && f->marks[f->n - 1].from == from && !f->marks[f->n - 1].name.is;
    for (size_t i = 0; i < wanted->n && !marked; i++) {
        const struct wanted_term *t = &wanted->terms[i];
        if (!is_term(t, word)) continue;
        put_mark(f, (struct mark){from, f->base + word->to, t->word, t->worth, t->name});
        return;
    }
}

static bool is_run(char c)
{
    return (unsigned char)c > ' ';
}

/* Analyses the run of bytes around `at` and says where it ends. */
static size_t analyse_run(struct search_snippets *s, text body, size_t at)
{
    size_t from = at, to = at;
    while (from && is_run(body.ptr[from - 1])) from--;
    while (to < body.len && is_run(body.ptr[to])) to++;
    s->finder.base = from;
    analyse(s->analyser, text_slice(body, from, to - from),
            &(struct analyse_sink){.emit = mark_word, .wanted = passes, .ctx = &s->finder});
    return to;
}

static bool is_near(const struct mark *a, const struct mark *b)
{
    return a->from < b->to + TOGETHER && b->from < a->to + TOGETHER;
}

/* Does most of its name stand together here? */
static bool has_company(const struct finder *f, size_t i)
{
    const struct mark *m = &f->marks[i];
    uint64_t words = 0;
    size_t from = i;
    while (from && is_near(&f->marks[from - 1], m)) from--;
    for (size_t k = from; k < f->n && is_near(&f->marks[k], m); k++)
        if (f->marks[k].name.is == m->name.is) words |= UINT64_C(1) << f->marks[k].word % 64;
    return (unsigned)__builtin_popcountll(words) >= m->name.most;
}

static void drop_loose_words(struct finder *f)
{
    bool stays[MARKS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < f->n; i++) stays[i] = !f->marks[i].name.is || has_company(f, i);
    for (size_t i = 0; i < f->n; i++)
        if (stays[i]) f->marks[n++] = f->marks[i];
    f->n = n;
}

static void find_marks(struct search_snippets *s, text body)
{
    unsigned gram = 0;
    s->finder.of = s;
    s->finder.n = 0;
    for (size_t i = 0; i < body.len && s->wanted.n; i++) {
        gram = gram_of(&s->sieve, gram, body.ptr[i]);
        bool always = s->sieve.class_of[(unsigned char)body.ptr[i]] & CLASS_ALWAYS;
        if (!always && !has_gram(&s->sieve, gram)) continue;
        i = analyse_run(s, body, i);
        gram = 0;
    }
    drop_loose_words(&s->finder);
}

/* ---- References ---- */

static void mark_cited(void *ctx, const struct terms_cited *c)
{
    struct search_snippets *s = ctx;
    if (s->cited.n == CITED_MAX) return;
    s->cited.marks[s->cited.n++] = (struct mark){
        .from = c->from, .to = c->to, .word = s->wanted.words + (unsigned)c->reference, .worth = WORTH_CITED};
}

/* A reference is one mark: the words in it are none of their own. */
static void drop_words_of_references(struct finder *f, const struct finder *cited)
{
    size_t n = 0, k = 0;
    for (size_t i = 0; i < f->n; i++) {
        while (k < cited->n && cited->marks[k].to <= f->marks[i].from) k++;
        if (k == cited->n || f->marks[i].to <= cited->marks[k].from) f->marks[n++] = f->marks[i];
    }
    f->n = n;
}

/* Both in the order of the text; from the back, each to its last place. */
static void merge_marks(struct finder *f, const struct finder *cited)
{
    size_t references = cited->n;
    size_t words = f->n + references > MARKS_MAX ? MARKS_MAX - references : f->n; /* the first of a long text */
    size_t all = f->n = words + references;
    while (references) {
        bool word = words && f->marks[words - 1].from > cited->marks[references - 1].from;
        f->marks[--all] = word ? f->marks[--words] : cited->marks[--references];
    }
}

static void find_references(struct search_snippets *s, text body)
{
    s->cited.n = 0;
    terms_cited(s->analyser, s->plan, &s->home, body, mark_cited, s);
    drop_words_of_references(&s->finder, &s->cited);
    merge_marks(&s->finder, &s->cited);
}

/* ---- The best passage ---- */

struct window {
    size_t first, last; /* marks, last exclusive */
    unsigned worth;
};

/* Different words count, each by the best that is there of it; repetitions a little. */
static unsigned worth_of(const struct mark *marks, size_t first, size_t last)
{
    unsigned worth = 0;
    for (size_t i = first; i < last; i++) {
        unsigned before = 0;
        for (size_t k = first; k < i; k++)
            if (marks[k].word == marks[i].word && marks[k].worth > before) before = marks[k].worth;
        worth += marks[i].worth > before ? marks[i].worth - before : WORTH_AGAIN;
    }
    return worth;
}

static struct window best_window(const struct finder *f, size_t max_bytes)
{
    enum { MARKS_PER_WINDOW = 32 };
    struct window best = {0};
    for (size_t first = 0; first < f->n; first++) {
        size_t last = first;
        while (last < f->n && last - first < MARKS_PER_WINDOW && f->marks[last].to - f->marks[first].from <= max_bytes)
            last++;
        unsigned worth = worth_of(f->marks, first, last);
        if (worth > best.worth) best = (struct window){first, last, worth};
    }
    return best;
}

static bool comes_again(const struct mark *marks, size_t i, size_t last)
{
    for (size_t k = i + 1; k < last; k++)
        if (marks[k].word == marks[i].word && marks[k].worth >= marks[i].worth) return true;
    return false;
}

/* Gives up repetitions at the front until half of the passage is free for what stands around the words. */
static void make_room(const struct finder *f, size_t max_bytes, struct window *w)
{
    while (f->marks[w->last - 1].to - f->marks[w->first].from > max_bytes / 2 &&
           comes_again(f->marks, w->first, w->last))
        w->first++;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Where a passage that must show the byte `focus` begins: at the start of its sentence or line when that is near, else
 * at a word not more than `back` bytes before. */
static size_t start_of(text body, size_t focus, size_t back)
{
    size_t least = focus > back ? focus - back : 0, word = focus;
    for (size_t at = focus; at > least; at--) {
        char before = body.ptr[at - 1];
        if (before == '\n') return at;
        if (!is_blank(before)) continue;
        word = at;
        if (at >= 2 && strchr(".!?", body.ptr[at - 2]) && body.ptr[at - 2]) return at;
    }
    return least == 0 ? 0 : word;
}

/* Where it ends: at most max bytes on, behind a whole word when there is one. */
static size_t end_of(text body, size_t from, size_t least_end, size_t max)
{
    if (body.len - from <= max) return body.len;
    size_t end = from + utf8_clip(text_slice(body, from, SIZE_MAX), max).len;
    for (size_t at = end; at > least_end && at > from; at--)
        if (is_blank(body.ptr[at])) return at;
    return end;
}

/* Ends of lines are ends of blocks and rows, a tab stands between two cells: run together they read as one sentence. */
static bool parts(char c)
{
    return c == '\n' || c == '\t';
}

static size_t count_parts(text t)
{
    size_t n = 0;
    for (size_t i = 0; i < t.len; i++) n += parts(t.ptr[i]);
    return n;
}

struct cutting {
    text body;
    struct search_piece *pieces;
    size_t n;
};

static void put_piece(struct cutting *c, text words, bool marked)
{
    if (words.len) c->pieces[c->n++] = (struct search_piece){words, marked};
}

/* What parts two blocks is shown as a dot, unless the first ends as a sentence does. */
static void put_between(struct cutting *c, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        if (!parts(c->body.ptr[i])) continue;
        char before = i ? c->body.ptr[i - 1] : '\n';
        put_piece(c, text_slice(c->body, from, i - from), false);
        if (!parts(before)) put_piece(c, strchr(".!?:;, \r", before) ? TEXT(" ") : TEXT(" \xC2\xB7 "), false);
        from = i + 1;
    }
    put_piece(c, text_slice(c->body, from, to - from), false);
}

static void cut_pieces(arena *a, text body, size_t from, size_t to, const struct finder *f, struct search_passage *out)
{
    size_t most = 2 * (f->n + count_parts(text_slice(body, from, to - from))) + 1, at = from;
    struct cutting c = {.body = body, .pieces = ARENA_ARRAY(a, struct search_piece, most)};
    if (!c.pieces) return;
    for (size_t i = 0; i < f->n; i++) {
        const struct mark *m = &f->marks[i];
        if (m->from < at || m->to > to) continue;
        put_between(&c, at, m->from);
        put_piece(&c, text_slice(body, m->from, m->to - m->from), true);
        at = m->to;
    }
    put_between(&c, at, to);
    *out = (struct search_passage){.pieces = c.pieces, .n = c.n, .from_start = from == 0, .to_end = to == body.len};
}

static void choose(arena *a, text body, size_t max_bytes, const struct finder *f, struct search_passage *out)
{
    struct window w = best_window(f, max_bytes);
    size_t from = 0, least_end = 0;
    if (w.worth) {
        make_room(f, max_bytes, &w);
        size_t focus = f->marks[w.first].from, span = f->marks[w.last - 1].to - focus;
        size_t spare = max_bytes > span ? max_bytes - span : 0;
        from = start_of(body, focus, spare < LEAD_IN ? spare : LEAD_IN);
        least_end = f->marks[w.last - 1].to;
    }
    cut_pieces(a, body, from, end_of(body, from, least_end, max_bytes), f, out);
    out->worth = w.worth;
}

err_code snippets_new(struct search_snippets **out, arena *a, struct analyser *an, const struct vocabulary *v,
                      const struct query *query, kb_err *err)
{
    struct search_snippets *s = ARENA_NEW(a, struct search_snippets);
    struct plan *plan;
    if (!s) return err_set(err, ERR_NOMEM, "search: snippets");
    s->a = a;
    s->analyser = an;
    ERR_TRY(terms_of_query(a, an, v, query, false, &plan, err));
    struct vocabulary_meaning meant[VOCABULARY_MEANT_MAX];
    size_t typed = plan->n;
    if (v) terms_widen(a, an, v, terms_unreferenced(a, plan, query), TERMS_MEANT_ALL, NULL, plan, meant);
    s->plan = plan;
    gather_wanted(plan, typed, &s->wanted);
    make_sieve(&s->sieve, &s->wanted);
    *out = s;
    return OK;
}

void search_snippets_title(struct search_snippets *s, text title)
{
    if (s->plan->n_references) s->home = reference_home(analyser_laws(s->analyser), fold_words(s->a, title));
}

err_code search_snippet(struct search_snippets *s, text body, size_t max_bytes, struct search_passage *out, kb_err *err)
{
    *out = (struct search_passage){0};
    text scanned = utf8_clip(body, SEARCH_SNIPPET_SCAN);
    find_marks(s, scanned);
    find_references(s, scanned);
    choose(s->a, scanned, max_bytes, &s->finder, out);
    out->to_end = out->to_end && scanned.len == body.len;
    return arena_failed(s->a) ? err_set(err, ERR_NOMEM, "search: snippet") : OK;
}

err_code search_marked(struct search_snippets *s, text body, struct search_passage *out, kb_err *err)
{
    *out = (struct search_passage){0};
    text scanned = utf8_clip(body, SEARCH_SNIPPET_SCAN);
    find_marks(s, scanned);
    find_references(s, scanned);
    cut_pieces(s->a, scanned, 0, scanned.len, &s->finder, out);
    out->worth = best_window(&s->finder, scanned.len).worth;
    return arena_failed(s->a) ? err_set(err, ERR_NOMEM, "search: marks") : OK;
}
