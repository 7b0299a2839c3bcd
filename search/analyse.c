#include "search/analyse.h"

#include "search/compound.h"
#include "search/dutch.h"
#include "search/ellipsis.h"
#include "search/fold.h"
#include "search/known.h"
#include "search/lexicon.h"
#include "search/reference.h"
#include "search/stem.h"
#include "search/words.h"

#include "kb/base/cleanup.h"

#include <sodium.h>
#include <stdlib.h>

/* Raise this when a rule changes that no table shows. */
static const char ANALYSE_VERSION[] = "analysis 8";

static const double LETTER_PART_WEIGHT = 0.7; /* "uitkering" in "WW-uitkering" */
static const double DIGIT_PART_WEIGHT = 0.1;  /* "271" in "7:271" */

struct analysis {
    struct lexicon lexicon;
    struct dutch_forms *forms;
    struct laws *laws;
    struct known_words *known;
};

struct analyser {
    struct analysis *of, *own; /* own: NULL when it is shared */
    struct known *looked;      /* at the word at hand */
};

err_code analysis_new(struct analysis **out, kb_err *err)
{
    struct analysis *s = calloc(1, sizeof *s);
    if (!s) return err_set(err, ERR_NOMEM, "analysis");
    s->forms = dutch_forms_new();
    s->laws = laws_new();
    s->known = known_new();
    if (!s->forms || !s->laws || !s->known) {
        analysis_free(s);
        return err_set(err, ERR_NOMEM, "analysis");
    }
    s->lexicon = lexicon_shipped();
    s->lexicon.forms = s->forms;
    *out = s;
    return OK;
}

void analysis_free(struct analysis *s)
{
    if (!s) return;
    dutch_forms_free(s->forms);
    laws_free(s->laws);
    known_free(s->known);
    free(s);
}

err_code analyser_open_shared(struct analyser **out, struct analysis *shared, kb_err *err)
{
    struct analyser *a = calloc(1, sizeof *a);
    if (!a) return err_set(err, ERR_NOMEM, "analyser");
    a->of = shared;
    a->looked = calloc(1, sizeof *a->looked + KNOWN_LETTERS);
    if (!a->looked) {
        analyser_close(a);
        return err_set(err, ERR_NOMEM, "analyser");
    }
    *out = a;
    return OK;
}

err_code analyser_open(struct analyser **out, kb_err *err)
{
    struct analysis *own;
    ERR_TRY(analysis_new(&own, err));
    err_code code = analyser_open_shared(out, own, err);
    if (code == OK)
        (*out)->own = own;
    else
        analysis_free(own);
    return code;
}

void analyser_share(struct analyser *a, struct analysis *shared)
{
    analysis_free(a->own);
    a->own = NULL;
    a->of = shared;
}

void analyser_close(struct analyser *a)
{
    if (!a) return;
    analysis_free(a->own);
    free(a->looked);
    free(a);
}

void analyser_close_p(struct analyser **a)
{
    analyser_close(*a);
}

const struct laws *analyser_laws(const struct analyser *a)
{
    return a->of->laws;
}

const struct lexicon *analyser_lexicon(const struct analyser *a)
{
    return &a->of->lexicon;
}

bool analyse_is_stop(const struct analyser *a, text folded)
{
    return dutch_is_stop(a->of->lexicon.forms, folded);
}

bool analyse_is_asking(const struct analyser *a, text stem)
{
    return dutch_is_asking(a->of->lexicon.forms, stem);
}

/* ---- Stems, roots and parts ---- */

static void relate(struct known *k, text t, bool part)
{
    size_t from = k->n ? k->ends[k->n - 1] : 0;
    if (k->n == RELATED_MAX || from + t.len > RELATED_BYTES || text_eq(t, known_stem(k))) return;
    for (size_t i = 0; i < k->n; i++)
        if (text_eq(known_related(k, i), t)) return;
    memcpy(k->letters + known_letters(k), t.ptr, t.len);
    k->ends[k->n] = (unsigned char)(from + t.len);
    k->part[k->n++] = part;
}

/* The parts of a compound, and the parts of those: huurprijs, verhoging; huur, prijs. A form has parts only where the
 * word itself has ("diensten" is not dien + sten). A word that was made from another ("inschakeling") is no phrase. */
static void relate_parts(const struct lexicon *lex, struct known *k, text form, text itself, bool made, bool again)
{
    struct compound c;
    text word = lexicon_has(lex, itself) ? itself : form;
    if (!compound_split(lex, word, &c) && (made || !compound_phrase(lex, word, &c))) return;
    for (size_t i = 0; i < c.n; i++) {
        struct stem stem, root;
        text part = text_slice(word, c.parts[i].from, c.parts[i].len);
        stem_word(lex, part, &stem);
        stem_root(lex, stem_text(&stem), &root);
        bool part_made = !text_eq(stem_text(&root), stem_text(&stem));
        relate(k, stem_text(&stem), true);
        if (part_made) relate(k, stem_text(&root), true);
        if (again) relate_parts(lex, k, part, stem_text(&stem), part_made, false);
    }
}

/* gezagsbeeindigend: gezagsbeeindigen, which has parts. */
static void relate_parts_of_verb(const struct lexicon *lex, struct known *k, text stem)
{
    if (!text_ends(stem, TEXT("end")) || lexicon_has(lex, stem)) return;
    struct stem verb;
    text infinitive = text_slice(stem, 0, stem.len - 1);
    stem_word(lex, infinitive, &verb);
    relate_parts(lex, k, infinitive, stem_text(&verb), true, true);
}

static void look_at(const struct lexicon *lex, text word, struct known *k, bool whole)
{
    struct stem stem, root;
    stem_word(lex, word, &stem);
    memcpy(k->letters, word.ptr, word.len);
    memcpy(k->letters + word.len, stem.letters, stem.len);
    k->word = (unsigned char)word.len;
    k->stem = (unsigned char)stem.len;
    k->n = 0;
    k->whole = whole;
    if (!whole) return;
    stem_root(lex, known_stem(k), &root);
    relate(k, stem_text(&root), false);
    relate_parts(lex, k, word, known_stem(k), k->n > 0, true);
    if (!k->n) relate_parts_of_verb(lex, k, known_stem(k));
}

/* Its stem, and when it shall be `whole` what is related to it, which is the dearer half of the work. Until the next
 * word. */
static const struct known *know(struct analyser *a, text word, bool whole)
{
    const struct known *kept = known_find(a->of->known, word, whole);
    if (kept) return kept;
    look_at(&a->of->lexicon, word, a->looked, whole);
    bool dutch = a->looked->n || a->looked->stem != word.len || lexicon_has(&a->of->lexicon, word);
    kept = known_keep(a->of->known, a->looked, dutch);
    return kept ? kept : a->looked;
}

/* Emits one word or part: its exact form, and its stem where it has one. */
static void emit_form(struct analyser *a, const struct analyse_sink *sink, struct analysed form)
{
    form.stop = !form.number && dutch_is_stop(a->of->lexicon.forms, form.term);
    form.kind = ANALYSE_EXACT;
    sink->emit(sink->ctx, &form);
    if (form.stop || form.number) return;
    if (sink->wanted && !sink->wanted(sink->ctx, form.term)) return;
    const struct known *k = know(a, form.term, !sink->stems_only);
    form.kind = ANALYSE_STEM;
    form.term = known_stem(k);
    sink->emit(sink->ctx, &form);
    form.kind = ANALYSE_RELATED;
    for (size_t i = 0; !sink->stems_only && i < k->n; i++) {
        form.term = known_related(k, i);
        form.part = k->part[i];
        sink->emit(sink->ctx, &form);
    }
}

static bool has_digit(text t)
{
    for (size_t i = 0; i < t.len; i++)
        if (t.ptr[i] >= '0' && t.ptr[i] <= '9') return true;
    return false;
}

/* Emits a word at `position` and returns the position of its last part. */
static unsigned emit_word(struct analyser *a, const struct analyse_sink *sink, const struct word *w, unsigned position)
{
    struct analysed form = {
        .term = text_of(w->folded, w->len),
        .position = position,
        .weight = 1,
        .number = w->number,
        .unit = w->unit,
        .from = w->from,
        .to = w->to,
    };
    emit_form(a, sink, form);
    if (w->n_parts < 2) return position;
    form.part = true;
    form.weight = w->unit ? DIGIT_PART_WEIGHT : LETTER_PART_WEIGHT;
    for (size_t i = 0; i < w->n_parts; i++) {
        form.term = text_of(w->folded + w->parts[i].from, w->parts[i].len);
        form.number = has_digit(form.term);
        form.position = position + (w->unit ? 0 : (unsigned)i);
        if (form.term.len) emit_form(a, sink, form);
    }
    return form.position;
}

struct completing {
    struct analyser *a;
    const struct analyse_sink *sink;
};

/* Its parts stand there already: reis, and kosten of verblijfkosten. */
static void emit_completed(void *ctx, text whole, const struct ellipsis_word *met)
{
    struct completing *c = ctx;
    struct analysed form = {
        .term = whole, .part = true, .position = met->position, .weight = 1, .from = met->from, .to = met->to};
    form.kind = ANALYSE_EXACT;
    c->sink->emit(c->sink->ctx, &form);
    form.kind = ANALYSE_STEM;
    form.term = known_stem(know(c->a, whole, false));
    c->sink->emit(c->sink->ctx, &form);
}

unsigned analyse(struct analyser *a, text words, const struct analyse_sink *sink)
{
    struct word_scan scan = {.t = words};
    struct completing completing = {a, sink};
    struct ellipsis left_out = {.lexicon = &a->of->lexicon, .found = emit_completed, .ctx = &completing};
    struct word w;
    unsigned position = 0;
    while (word_next(&scan, &w)) {
        unsigned first = position + 1;
        position = emit_word(a, sink, &w, first);
        if (sink->completed) ellipsis_next(&left_out, words, &w, first);
    }
    return position;
}

static void hash_text(crypto_hash_sha256_state *h, text t)
{
    crypto_hash_sha256_update(h, (const unsigned char *)t.ptr, t.len);
    crypto_hash_sha256_update(h, (const unsigned char *)"\n", 1);
}

void analyser_id(char out[ANALYSE_ID_BYTES])
{
    crypto_hash_sha256_state h;
    unsigned char sum[crypto_hash_sha256_BYTES];
    const double weights[] = {LETTER_PART_WEIGHT, DIGIT_PART_WEIGHT, FOLD_VERSION};
    crypto_hash_sha256_init(&h);
    hash_text(&h, text_str(ANALYSE_VERSION));
    hash_text(&h, lexicon_sum());
    hash_text(&h, word_tables());
    hash_text(&h, laws_source());
    hash_text(&h, dutch_wholes());
    hash_text(&h, dutch_stops());
    hash_text(&h, text_of((const char *)weights, sizeof weights));
    crypto_hash_sha256_final(&h, sum);
    sodium_bin2hex(out, ANALYSE_ID_BYTES, sum, sizeof sum);
}
