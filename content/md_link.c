#include "content/md__inside.h"

#include <strings.h>

enum link_kind {
    LINK_ANCHOR,   /* <a> */
    LINK_WORDS,    /* the address is refused: only its words stay */
    LINK_NOTE,     /* a reference to a note */
    LINK_PRACTICE, /* a slot */
};

enum { SLUG_MAX = 64, NUMBER_MAX = 11 };

static bool starts_with(const char *url, const char *start)
{
    return strncasecmp(url, start, strlen(start)) == 0;
}

/* What `cmark --safe` refuses; it leaves an empty address. */
static bool is_dangerous(const char *url)
{
    static const char *const images[] = {"data:image/png", "data:image/gif", "data:image/jpeg", "data:image/webp"};
    static const char *const schemes[] = {"javascript:", "vbscript:", "file:", "data:"};
    for (size_t i = 0; i < COUNT_OF(images); i++)
        if (starts_with(url, images[i])) return false;
    for (size_t i = 0; i < COUNT_OF(schemes); i++)
        if (starts_with(url, schemes[i])) return true;
    return false;
}

/* Length of what may be a practice's number at the start of t, "2026-014": four digits, a hyphen, one to six digits. It
 * is looked up as it stands: what practice_number_format does not write is the number of none. */
static size_t number_length(text t)
{
    size_t at = 0;
    while (at < t.len && at < NUMBER_MAX && (at == 4 ? t.ptr[at] == '-' : t.ptr[at] >= '0' && t.ptr[at] <= '9')) at++;
    return at > 5 ? at : 0;
}

static size_t slug_length(text t)
{
    size_t at = 0;
    while (
        at < t.len && at < SLUG_MAX &&
        ((t.ptr[at] >= 'a' && t.ptr[at] <= 'z') || (t.ptr[at] >= '0' && t.ptr[at] <= '9') || (at && t.ptr[at] == '-')))
        at++;
    return at;
}

static bool practice_of_url(text url, text *number)
{
    if (!text_starts(url, TEXT("/s/"))) return false;
    text rest = text_slice(url, 3, SIZE_MAX);
    size_t len = number_length(rest);
    *number = text_of(rest.ptr, len);
    return len && (len == rest.len || rest.ptr[len] == '#' || rest.ptr[len] == '?');
}

static enum link_kind kind_of(const struct md__writer *w, const char *url)
{
    text number;
    if (md__note_of_url(w, url)) return LINK_NOTE;
    if (md__has(w, MD_SLOTS) && practice_of_url(text_str(url), &number)) return LINK_PRACTICE;
    return md__has(w, MD_LINK_ALLOWLIST) && !html_url_allowed(text_str(url)) ? LINK_WORDS : LINK_ANCHOR;
}

static void put_address(struct md__writer *w, const char *attribute, const char *url)
{
    buf_str(&w->html, attribute);
    if (!is_dangerous(url)) html__href(&w->html, text_str(url));
    buf_byte(&w->html, '"');
}

static void put_title(struct md__writer *w, cmark_node *node)
{
    const char *title = cmark_node_get_title(node);
    if (!title || !*title) return;
    buf_str(&w->html, " title=\"");
    html_text(&w->html, text_str(title));
    buf_byte(&w->html, '"');
}

static bool is_marked(const struct md__writer *w, const char *url)
{
    return md__has(w, MD_EXTERNAL_LINK_MARKS) && html_url_external(text_str(url));
}

static void open_anchor(struct md__writer *w, cmark_node *node)
{
    const char *url = cmark_node_get_url(node);
    put_address(w, "<a href=\"", url);
    put_title(w, node);
    if (is_marked(w, url)) buf_str(&w->html, " class=\"md-external\" rel=\"noopener noreferrer\"");
    buf_byte(&w->html, '>');
}

static void close_anchor(struct md__writer *w, cmark_node *node)
{
    if (is_marked(w, cmark_node_get_url(node))) {
        buf_str(&w->html, "<span class=\"visually-hidden\"> (");
        html_text(&w->html, text_str(w->words->other_site));
        buf_str(&w->html, ")</span>");
    }
    buf_str(&w->html, "</a>");
}

void md__link_enter(struct md__writer *w, cmark_node *node)
{
    const char *url = cmark_node_get_url(node);
    enum link_kind kind = kind_of(w, url);
    if (kind == LINK_NOTE) {
        if (!w->alt_of) md__note_reference(w, md__note_of_url(w, url));
        md__skip(w, node);
        return;
    }
    if (w->alt_of) return;
    w->in_link = true;
    if (kind == LINK_PRACTICE) md__piece_end(w);
    if (kind == LINK_ANCHOR) open_anchor(w, node);
}

/* Behind the words of a link, unless they say it themselves. */
static void put_target(struct md__writer *w, const char *url)
{
    if (w->readable && *url && !text_ends(buf_text(&w->plain), text_str(url))) buf_printf(&w->plain, " (%s)", url);
}

static void add_practice(struct md__writer *w, const char *url)
{
    text number;
    if (practice_of_url(text_str(url), &number))
        md__piece_add(w, MD_PIECE_PRACTICE, arena_text(w->a, number), w->piece_from, false);
}

void md__link_leave(struct md__writer *w, cmark_node *node)
{
    const char *url = cmark_node_get_url(node);
    enum link_kind kind = kind_of(w, url);
    if (w->alt_of) return;
    w->in_link = false;
    put_target(w, url);
    if (kind == LINK_ANCHOR) close_anchor(w, node);
    if (kind == LINK_PRACTICE) add_practice(w, url);
}

/* Images. An image inside the words of another image is words too. A browser fetches an image by itself, in the name of
 * who reads: from another site that tells who reads, and here it would ask for any page or file. There is no address
 * below which only images stand, so with the allow-list none is shown: it is a link. */

enum image_kind { IMAGE_SHOWN, IMAGE_LINKED, IMAGE_PRACTICE, IMAGE_WORDS };

static enum image_kind image_kind_of(const struct md__writer *w, const char *url)
{
    static const enum image_kind instead[] = {[LINK_ANCHOR] = IMAGE_LINKED,
                                              [LINK_WORDS] = IMAGE_WORDS,
                                              [LINK_NOTE] = IMAGE_WORDS,
                                              [LINK_PRACTICE] = IMAGE_PRACTICE};
    if (!md__has(w, MD_LINK_ALLOWLIST)) return IMAGE_SHOWN;
    return w->in_link ? IMAGE_WORDS : instead[kind_of(w, url)];
}

void md__image_enter(struct md__writer *w, cmark_node *node)
{
    if (w->alt_of) return;
    w->alt_of = node;
    switch (image_kind_of(w, cmark_node_get_url(node))) {
    case IMAGE_SHOWN:
        put_address(w, "<img src=\"", cmark_node_get_url(node));
        buf_str(&w->html, " alt=\"");
        break;
    case IMAGE_LINKED:
        open_anchor(w, node);
        if (!cmark_node_first_child(node)) html_text(&w->html, text_str(cmark_node_get_url(node)));
        break;
    case IMAGE_PRACTICE: md__piece_end(w); break;
    case IMAGE_WORDS: break;
    }
}

void md__image_leave(struct md__writer *w, cmark_node *node)
{
    if (w->alt_of != node) return;
    w->alt_of = NULL;
    put_target(w, cmark_node_get_url(node));
    switch (image_kind_of(w, cmark_node_get_url(node))) {
    case IMAGE_SHOWN:
        buf_byte(&w->html, '"');
        put_title(w, node);
        buf_str(&w->html, " />");
        break;
    case IMAGE_LINKED: close_anchor(w, node); break;
    case IMAGE_PRACTICE: add_practice(w, cmark_node_get_url(node)); break;
    case IMAGE_WORDS: break;
    }
}

/* Slots. */

static const struct slot {
    text start;
    enum md_piece_kind kind;
    size_t (*key_length)(text);
} slots[] = {
    {TEXT("{contact:"), MD_PIECE_CONTACT, slug_length},
    {TEXT("{stuk:"), MD_PIECE_PRACTICE, number_length},
};

/* The slot at the start of t; its length with the braces, 0 when there is none. */
static size_t slot_length(text t, const struct slot **slot, text *key)
{
    for (size_t i = 0; i < COUNT_OF(slots); i++) {
        if (!text_starts(t, slots[i].start)) continue;
        text rest = text_slice(t, slots[i].start.len, SIZE_MAX);
        size_t len = slots[i].key_length(rest);
        *slot = &slots[i];
        *key = text_of(rest.ptr, len);
        return len && len < rest.len && rest.ptr[len] == '}' ? slots[i].start.len + len + 1 : 0;
    }
    return 0;
}

static void put_text(struct md__writer *w, text t)
{
    html_text(&w->html, t);
    buf_put(&w->plain, t);
}

/* What a slot leaves for search and snippets: a number, or the words of a contact's slug ("piket huur"). */
void md__slot_words(struct md__writer *w, enum md_piece_kind kind, text key)
{
    for (size_t i = 0; i < key.len; i++)
        buf_byte(&w->plain, kind == MD_PIECE_CONTACT && key.ptr[i] == '-' ? ' ' : key.ptr[i]);
}

/* A slot inside a link, a heading or an image stays what was typed: a link cannot hold a link. */
void md__text(struct md__writer *w, text t)
{
    bool slots_here = md__has(w, MD_SLOTS) && !w->in_link && !w->in_heading && !w->alt_of;
    for (size_t brace; slots_here && (brace = text_find_byte(t, '{', 0)) != SIZE_MAX;) {
        const struct slot *slot;
        text key;
        size_t len = slot_length(text_slice(t, brace, SIZE_MAX), &slot, &key);
        put_text(w, text_of(t.ptr, len ? brace : brace + 1));
        t = text_slice(t, brace + (len ? len : 1), SIZE_MAX);
        if (!len) continue;
        md__slot_words(w, slot->kind, key);
        md__piece_end(w);
        md__piece_add(w, slot->kind, arena_text(w->a, key), w->html.len, false);
    }
    put_text(w, t);
}

bool md__contact_alone(const struct md__writer *w, cmark_node *paragraph, text *key)
{
    cmark_node *only = cmark_node_first_child(paragraph);
    const struct slot *slot;
    if (!md__has(w, MD_SLOTS) || !only || cmark_node_next(only) || cmark_node_get_type(only) != CMARK_NODE_TEXT)
        return false;
    text whole = text_str(cmark_node_get_literal(only));
    if (!whole.len || slot_length(whole, &slot, key) != whole.len || slot->kind != MD_PIECE_CONTACT) return false;
    *key = arena_text(w->a, *key);
    return true;
}
