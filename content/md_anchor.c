#include "content/md__inside.h"

enum { ANCHOR_MAX = 60, CONTENTS_FROM = 3 };

struct md__anchor {
    struct md__anchor *next;
    text slug;
    unsigned last; /* the last number put behind it */
};

/* U+00C0 to U+00FF without their marks; a space stands for "no letter". */
static const char latin[] = "aaaaaaaceeeeiiiidnooooo ouuuuy saaaaaaaceeeeiiiidnooooo ouuuuy y";

static char folded(uint32_t c)
{
    if (c >= 'A' && c <= 'Z') return (char)(c + 32);
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) return (char)c;
    return c >= 0xC0 && c <= 0xFF ? latin[c - 0xC0] : ' ';
}

/* "Wat doe je bij €?" becomes "wat-doe-je-bij"; a title without letters or digits becomes "kop". */
static text slug_of(arena *a, text title)
{
    char *slug = arena_alloc(a, ANCHOR_MAX + 1);
    size_t len = 0;
    uint32_t c;
    if (!slug) return TEXT("");
    for (size_t at = 0; len < ANCHOR_MAX && utf8_next(title, &at, &c);) {
        char letter = folded(c);
        if (c == '\'' || c == 0x2019) continue; /* foto's: fotos */
        if (letter != ' ')
            slug[len++] = letter;
        else if (len && slug[len - 1] != '-')
            slug[len++] = '-';
    }
    while (len && slug[len - 1] == '-') len--;
    return len ? text_of(slug, len) : TEXT("kop");
}

static size_t bucket_of(text slug)
{
    return text_hash(slug) % MD__ANCHOR_BUCKETS;
}

static struct md__anchor *find(struct md__writer *w, text slug)
{
    for (struct md__anchor *known = w->anchors[bucket_of(slug)]; known; known = known->next)
        if (text_eq(known->slug, slug)) return known;
    return NULL;
}

static void remember(struct md__writer *w, text slug)
{
    struct md__anchor *fresh = ARENA_NEW(w->a, struct md__anchor);
    if (!fresh) return;
    struct md__anchor **bucket = &w->anchors[bucket_of(slug)];
    *fresh = (struct md__anchor){.next = *bucket, .slug = slug, .last = 1};
    *bucket = fresh;
}

text md__anchor(struct md__writer *w, text title)
{
    if (!w->anchors) w->anchors = ARENA_ARRAY(w->a, struct md__anchor *, MD__ANCHOR_BUCKETS);
    if (!w->anchors) return TEXT("");
    text slug = slug_of(w->a, title);
    struct md__anchor *taken = find(w, slug);
    while (taken && find(w, slug)) { /* `last` only grows, so all headings together stay linear */
        char next[ANCHOR_MAX + 16];
        snprintf(next, sizeof next, "%.*s-%u", TEXT_FMT(taken->slug), ++taken->last);
        slug = arena_text(w->a, text_str(next));
    }
    remember(w, slug);
    const char *id = arena_printf(w->a, "%s%.*s", w->prefix, TEXT_FMT(slug));
    return text_str(id);
}

/* The list is made after the text and becomes the first piece. */
void md__contents(struct md__writer *w)
{
    if (w->n_headings < CONTENTS_FROM) return;
    struct md__piece *piece = ARENA_NEW(w->a, struct md__piece);
    if (!piece) return;
    *piece = (struct md__piece){.next = w->pieces, .kind = MD_PIECE_HTML, .from = w->html.len};
    buf_str(&w->html, "<nav class=\"md-contents\" aria-label=\"");
    html_attr(&w->html, text_str(w->words->contents));
    buf_str(&w->html, "\">\n<ol>\n");
    for (const struct md__heading *h = w->headings; h; h = h->next) {
        buf_printf(&w->html, "<li class=\"md-level-%u\"><a href=\"#%.*s\">", h->facts.level, TEXT_FMT(h->facts.id));
        html_text(&w->html, h->facts.title);
        buf_str(&w->html, "</a></li>\n");
    }
    buf_str(&w->html, "</ol>\n</nav>\n");
    piece->to = w->html.len;
    w->pieces = piece;
    w->n_pieces++;
}
