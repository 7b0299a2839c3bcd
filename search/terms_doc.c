#include "search/terms.h"

#include "search/fold.h"
#include "search/reference.h"
#include "search/sketch.h"
#include "search/terms_internal.h"

#include "kb/base/cleanup.h"

#include <sodium.h>

/* Where in a document a word stands: how much it counts, whether it is a title word, and whether the writer chose it
 * (headings come from a template, and make no two texts alike). Weights were chosen on the practice
 * questions of the corpus with generic steps only; README.md has the table. */
struct zone {
    unsigned wdf;
    bool title, said;
};
static const struct zone ZONE_TITLE = {TERMS_WDF_TITLE, true, true};
static const struct zone ZONE_NUMBER = {TERMS_WDF_TITLE, true, false};
static const struct zone ZONE_BRIEF = {TERMS_WDF_BRIEF, false, true};
static const struct zone ZONE_HEADING = {TERMS_WDF_HEADING, false, false};
static const struct zone ZONE_BODY = {TERMS_WDF_BODY, false, true};

/* Between two zones, so that no phrase reaches from one into the next. */
static const unsigned POSITION_GAP = 100;

/* The prefixes of filter terms; README.md lists them. */
/* clang-format off */
static const char *const filter_prefix[QUERY_FIELD__COUNT] = {
    [QUERY_LEGAL_FIELD]  = "FR", [QUERY_GROUP] = "FW", [QUERY_STAGE]   = "FF", [QUERY_KIND] = "FS",
    [QUERY_ORGANISATION] = "FB", [QUERY_FROM]  = "FK", [QUERY_APPLIES] = "FI", [QUERY_YEAR] = "FJ",
};
/* clang-format on */

text term__with_prefix(arena *a, const char *prefix, text rest)
{
    text before = text_str(prefix), clipped = utf8_clip(rest, TERM_BYTES_MAX - before.len);
    char *bytes = arena_alloc(a, before.len + clipped.len);
    if (!bytes) return text_of(NULL, 0);
    if (before.len) memcpy(bytes, before.ptr, before.len);
    if (clipped.len) memcpy(bytes + before.len, clipped.ptr, clipped.len);
    return text_of(bytes, before.len + clipped.len);
}

text term_of_id(arena *a, text id)
{
    return term__with_prefix(a, "Q", id);
}

text term_of_group(arena *a, text group)
{
    return term__with_prefix(a, "G", group);
}

text term__of_filter(arena *a, enum query_field field, text value)
{
    char slug[QUERY_VALUE_BYTES];
    return term__with_prefix(a, filter_prefix[field], query_slug(value, slug));
}

/* ---- The key of an exact title ---- */

struct key {
    char bytes[TERM_BYTES_MAX];
    size_t len;
};

/* Stems, one behind another: "de verblijfsvergunningen" is the title "Verblijfsvergunning", and "wet op de huur
 * toeslag" is "Wet op de huurtoeslag". */
static void add_to_key(void *ctx, const struct analysed *word)
{
    struct key *k = ctx;
    if (word->part || word->stop || word->kind != (word->number ? ANALYSE_EXACT : ANALYSE_STEM)) return;
    if (k->len + word->term.len > sizeof k->bytes) return;
    memcpy(k->bytes + k->len, word->term.ptr, word->term.len);
    k->len += word->term.len;
}

text term__of_title(arena *a, struct analyser *an, const char *prefix, text title)
{
    struct key k = {.len = 0};
    analyse(an, title, &(struct analyse_sink){.emit = add_to_key, .ctx = &k});
    if (!k.len) return text_of(NULL, 0);
    return term__with_prefix(a, prefix, text_of(k.bytes, k.len));
}

text term__of_book(arena *a, const struct reference_home *home)
{
    const char *words = arena_printf(a, "%.*s %s", TEXT_FMT(home->law), home->book);
    return words ? term__with_prefix(a, "L", text_str(words)) : text_of(NULL, 0);
}

text term__of_law_part(arena *a, struct analyser *an, const struct reference_home *home, text part)
{
    text key = term__of_title(a, an, "", part);
    const char *words = arena_printf(a, "%.*s%s %.*s", TEXT_FMT(home->law), home->book, TEXT_FMT(key));
    return words && key.len ? term__with_prefix(a, "XL", text_str(words)) : text_of(NULL, 0);
}

/* ---- Postings ---- */

enum { CITED_SLOTS = 512, CITED_TRIES = 32 };

struct collector {
    arena *a;
    struct analyser *an;
    struct postings *out;
    struct zone zone;
    struct reference_scan references;
    struct sketching sketching;
    text cited[CITED_SLOTS]; /* reference terms so far, each at its place */
    unsigned base, words;    /* position before this zone; words so far */
    bool in_title;
    bool failed;
};

static void put(struct collector *c, struct posting p)
{
    struct postings *out = c->out;
    if (out->n == out->room) {
        size_t room = out->room ? out->room * 2 : 512;
        struct posting *more = ARENA_ARRAY(c->a, struct posting, room);
        if (more && out->n) memcpy(more, out->items, out->n * sizeof *more);
        if (!more) {
            c->failed = true;
            return;
        }
        out->items = more;
        out->room = room;
    }
    if (!p.term.ptr) c->failed = true;
    out->items[out->n++] = p;
}

static void put_filter(struct collector *c, text term)
{
    put(c, (struct posting){.term = term});
}

/* A reference counts once, at the first place where it stands: titles come before headings and text. A document that
 * repeats it is no longer for that. What the title refers to is what the text is about. */
static void put_reference(void *ctx, text unit)
{
    struct collector *c = ctx;
    uint32_t h = text_hash(unit);
    text term = term__with_prefix(c->a, "R", unit);
    for (size_t i = 0; i < CITED_TRIES && !c->failed; i++) {
        text *cited = &c->cited[(h + i) % CITED_SLOTS];
        if (cited->len && !text_eq(*cited, term)) continue;
        if (!cited->len) put(c, (struct posting){term, 0, c->zone.wdf});
        if (!cited->len && c->in_title) put_filter(c, term__with_prefix(c->a, TERMS_IS, unit));
        *cited = term;
        return;
    }
}

static void put_word(void *ctx, const struct analysed *w)
{
    struct collector *c = ctx;
    if (c->failed || c->words >= TERMS_WORDS_MAX) return;
    if (w->kind == ANALYSE_RELATED) {
        put(c, (struct posting){term__with_prefix(c->a, "P", w->term), 0, c->zone.wdf});
        return;
    }
    if (w->kind == ANALYSE_EXACT) {
        c->words += !w->part;
        if (!w->part) reference_word(&c->references, w->term, w->from, w->to);
        if (!w->part && c->zone.said) sketch_word(&c->sketching, w->term);
        text term = term__with_prefix(c->a, "", w->term);
        put(c, (struct posting){term, c->base + w->position, c->zone.wdf});
        return;
    }
    put(c, (struct posting){term__with_prefix(c->a, "Z", w->term), 0, c->zone.wdf});
    if (c->zone.title) put(c, (struct posting){term__with_prefix(c->a, "T", w->term), 0, 0});
}

/* What was said about a text has terms of its own, so that its words and their mistakes are no words of the texts: one
 * for each form, whether it is the word, its root or a part of it. */
static void put_said(void *ctx, const struct analysed *w)
{
    struct collector *c = ctx;
    if (c->failed || c->words >= TERMS_WORDS_MAX) return;
    c->words += w->kind == ANALYSE_EXACT;
    if (w->stop || (w->kind == ANALYSE_EXACT && !w->number)) return;
    put(c, (struct posting){term__with_prefix(c->a, TERMS_SAID, w->term), 0, 1});
}

text term_of_said(void)
{
    return text_str(TERMS_SAID);
}

static void put_short_names(struct collector *c, text t)
{
    struct short_name name;
    text terms[2];
    for (size_t at = 0; short_name_next(analyser_lexicon(c->an), t, &at, &name);) {
        if (!terms__of_short_name(c->a, c->an, &name, terms)) continue;
        put_filter(c, terms[0]);
        put_filter(c, terms[1]);
    }
}

static void put_text(struct collector *c, struct zone zone, text t)
{
    c->zone = zone;
    c->references.source = t;
    c->base += analyse(c->an, t, &(struct analyse_sink){.emit = put_word, .ctx = c, .completed = true}) + POSITION_GAP;
    reference_end(&c->references);
    put_short_names(c, t);
}

/* "Ziektewet – Ziekengeld (artikel 29)" is an article of that law, "Controlevoorschriften Ziektewet (artikel 2)" is
 * not. */
static void put_title(struct collector *c, text title)
{
    const struct reference_home home = c->references.home;
    if (home.from) c->references.home = (struct reference_home){.law = text_of(NULL, 0)};
    c->references.numbered = home.from > 0;
    c->in_title = true;
    put_text(c, ZONE_TITLE, title);
    c->in_title = c->references.numbered = false;
    c->references.home = home;
}

/* "Wet op de huurtoeslag – Aanvraag (artikel 14)" is also asked for as "wet op de huurtoeslag" or "aanvraag". */
static size_t segment_end(text title, size_t from, size_t *next)
{
    static const char *const ends[] = {" \xE2\x80\x93 ", " - ", ": ", " (", ")"};
    size_t end = title.len;
    *next = title.len;
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        size_t at = text_find(title, text_str(ends[i]), from);
        if (at >= end) continue;
        end = at;
        *next = at + strlen(ends[i]);
    }
    return end;
}

static void put_key(struct collector *c, text term)
{
    if (term.len) put(c, (struct posting){term, 0, 1});
}

static void put_segments(struct collector *c, text title)
{
    enum { SEGMENTS_MAX = 6 };
    size_t next = 0;
    for (size_t n = 0, from = 0; n < SEGMENTS_MAX && from < title.len; n++, from = next) {
        size_t end = segment_end(title, from, &next);
        if (from == 0 && end == title.len) return; /* in one piece: the title itself */
        text part = text_slice(title, from, end - from);
        put_key(c, term__of_title(c->a, c->an, "XS", part));
        if (c->references.home.law.len) put_key(c, term__of_law_part(c->a, c->an, &c->references.home, part));
    }
}

/* All that the title says besides the law, without its articles: "Faillissementswet – Van faillissement – Akkoord". */
static void put_rest(struct collector *c, text folded_title)
{
    const struct reference_home *home = &c->references.home;
    text behind = text_slice(folded_title, home->to, SIZE_MAX);
    text rest = text_slice(behind, 0, text_find(behind, TEXT(" artikel "), 0));
    if (home->law.len && home->from == 0) put_key(c, term__of_law_part(c->a, c->an, home, rest));
}

bool term__closes_a_law(text folded_title)
{
    static const char *const closings[] = {"slotbepaling",  "slot en ",           "overgangsbepaling", "overgangsrecht",
                                           "overgangs en ", "invoeringsbepaling", "inwerkingtreding",  "citeertitel"};
    for (size_t i = 0; i < COUNT_OF(closings); i++)
        if (text_find(folded_title, text_str(closings[i]), 0) != SIZE_MAX) return true;
    return false;
}

static void put_law(struct collector *c, text folded_title)
{
    const struct reference_home *home = &c->references.home;
    if (!home->law.len) return;
    if (term__closes_a_law(folded_title)) {
        c->out->of_law = LAW_CLOSING;
        return;
    }
    if (home->to - home->from == folded_title.len) c->out->of_law = LAW_WHOLE;
    put(c, (struct posting){term__with_prefix(c->a, "L", home->law), 0, 1});
    if (home->book[0]) put(c, (struct posting){term__of_book(c->a, home), 0, 1});
}

/* The title from each of its words on, and once behind its number: what may follow while somebody types it. Of the
 * adopted index alone, for nobody is suggested what is not agreed on. */
static void put_beginnings(struct collector *c, const struct search_doc *doc, text folded_title)
{
    enum { WORDS_MAX = 24 };
    if (doc->audience != SEARCH_ADOPTED || !folded_title.len) return;
    put_filter(c, term__with_prefix(c->a, TERMS_TITLE, folded_title));
    text rest = folded_title, first;
    for (size_t i = 0; i < WORDS_MAX && text_next(&rest, ' ', &first) && rest.len; i++)
        put_filter(c, term__with_prefix(c->a, TERMS_TITLE_REST, rest));
    if (!doc->number.len) return;
    text number = fold_words(c->a, doc->number);
    const char *numbered = arena_printf(c->a, "%.*s %.*s", TEXT_FMT(number), TEXT_FMT(folded_title));
    put_filter(c, numbered ? term__with_prefix(c->a, TERMS_TITLE_REST, text_str(numbered)) : text_of(NULL, 0));
}

static void put_keys(struct collector *c, const struct search_doc *doc)
{
    put_filter(c, term_of_id(c->a, doc->id));
    text folded_title = fold_words(c->a, doc->title);
    put_key(c, term__of_title(c->a, c->an, "XT", doc->title));
    put_beginnings(c, doc, folded_title);
    put_segments(c, doc->title);
    put_rest(c, folded_title);
    if (doc->number.len) put(c, (struct posting){term__with_prefix(c->a, "XN", doc->number), 0, 1});
    put_law(c, folded_title);
    for (size_t i = 0; i < doc->n_tags; i++) {
        text term = term__of_filter(c->a, doc->tags[i].field, doc->tags[i].value);
        if (term.len > 2) put_filter(c, term);
    }
    for (size_t i = 0; doc->audience == SEARCH_GROUPS && i < doc->n_groups; i++)
        put_filter(c, term_of_group(c->a, doc->groups[i]));
}

static err_code check_doc(const struct search_doc *doc, kb_err *err)
{
    if (!doc->id.len || doc->id.len > SEARCH_ID_MAX)
        return err_set(err, ERR_INVALID, "search: id of %zu bytes", doc->id.len);
    if ((unsigned)doc->audience >= SEARCH_AUDIENCE__COUNT) return err_set(err, ERR_INVALID, "search: no such audience");
    if (doc->audience == SEARCH_GROUPS && !doc->n_groups)
        return err_set(err, ERR_INVALID, "search: a draft without groups would be found by nobody");
    for (size_t i = 0; i < doc->n_tags; i++)
        if ((unsigned)doc->tags[i].field >= QUERY_FIELD__COUNT)
            return err_set(err, ERR_INVALID, "search: no such field");
    return OK;
}

err_code terms_of_doc(arena *a, struct analyser *an, const struct search_doc *doc, struct postings *out, kb_err *err)
{
    ERR_TRY(check_doc(doc, err));
    *out = (struct postings){0};
    struct collector c = {.a = a, .an = an, .out = out};
    c.references = (struct reference_scan){.laws = analyser_laws(an), .emit = put_reference, .ctx = &c};
    c.references.home = reference_home(analyser_laws(an), fold_words(a, doc->title));
    sketch_begin(&c.sketching);
    put_keys(&c, doc);
    if (doc->said.len) {
        put_filter(&c, term_of_said());
        analyse(an, doc->said, &(struct analyse_sink){.emit = put_said, .ctx = &c});
    }
    put_title(&c, doc->title);
    put_text(&c, ZONE_NUMBER, doc->number);
    put_text(&c, ZONE_BRIEF, doc->brief);
    for (size_t i = 0; i < doc->n_sections; i++) {
        put_text(&c, ZONE_HEADING, doc->sections[i].heading);
        put_text(&c, ZONE_BODY, doc->sections[i].body);
    }
    out->sketch = sketch_end(&c.sketching);
    return c.failed || arena_failed(a) ? err_set(err, ERR_NOMEM, "search: terms of a document") : OK;
}

void terms_id(char out[ANALYSE_ID_BYTES])
{
    const unsigned layout[] = {TERMS_VERSION, TERMS_WDF_TITLE, TERMS_WDF_BRIEF, TERMS_WDF_HEADING, TERMS_WDF_BODY};
    unsigned char sum[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state h;
    char analysis[ANALYSE_ID_BYTES];
    analyser_id(analysis);
    crypto_hash_sha256_init(&h);
    crypto_hash_sha256_update(&h, (const unsigned char *)analysis, sizeof analysis);
    crypto_hash_sha256_update(&h, (const unsigned char *)layout, sizeof layout);
    for (size_t i = 0; i < COUNT_OF(filter_prefix); i++)
        crypto_hash_sha256_update(&h, (const unsigned char *)filter_prefix[i], strlen(filter_prefix[i]));
    crypto_hash_sha256_final(&h, sum);
    sodium_bin2hex(out, ANALYSE_ID_BYTES, sum, sizeof sum);
}
