#include "content/md__inside.h"

enum { LIST_NUMBER_MAX = 999999999 }; /* of CommonMark */

typedef void node_step(struct md__writer *w, cmark_node *node);

static text literal(cmark_node *node)
{
    return text_str(cmark_node_get_literal(node));
}

void md__fresh_line(struct buf *b)
{
    if (b->len && b->ptr[b->len - 1] != '\n') buf_byte(b, '\n');
}

void md__piece_add(struct md__writer *w, enum md_piece_kind kind, text key, size_t from, bool block)
{
    struct md__piece *piece = ARENA_NEW(w->a, struct md__piece);
    if (!piece) return;
    *piece = (struct md__piece){.kind = kind, .block = block, .from = from, .to = w->html.len, .key = key};
    *w->pieces_end = piece;
    w->pieces_end = &piece->next;
    w->n_pieces++;
    w->piece_from = w->html.len;
}

void md__piece_end(struct md__writer *w)
{
    if (w->html.len > w->piece_from) md__piece_add(w, MD_PIECE_HTML, TEXT(""), w->piece_from, false);
}

void md__line_attribute(struct md__writer *w, cmark_node *node)
{
    if (!md__has(w, MD_SOURCE_LINES) || w->in_side) return;
    buf_printf(&w->html, " data-line=\"%zu\"", (size_t)cmark_node_get_start_line(node) - w->first_line);
}

/* <tag data-line="..">, on a line of its own. */
static void open_block(struct md__writer *w, cmark_node *node, const char *tag, const char *end)
{
    md__fresh_line(&w->html);
    buf_byte(&w->html, '<');
    buf_str(&w->html, tag);
    md__line_attribute(w, node);
    buf_str(&w->html, end);
}

static void quote_enter(struct md__writer *w, cmark_node *node)
{
    open_block(w, node, "blockquote", ">\n");
}

static void quote_leave(struct md__writer *w, cmark_node *node)
{
    (void)node;
    md__fresh_line(&w->html);
    buf_str(&w->html, "</blockquote>\n");
}

static void list_enter(struct md__writer *w, cmark_node *node)
{
    char tag[32] = "ul";
    int start = cmark_node_get_list_start(node);
    if (cmark_node_get_list_type(node) == CMARK_ORDERED_LIST)
        snprintf(tag, sizeof tag, start == 1 ? "ol" : "ol start=\"%d\"", start);
    open_block(w, node, tag, ">\n");
}

static void list_leave(struct md__writer *w, cmark_node *node)
{
    buf_str(&w->html, cmark_node_get_list_type(node) == CMARK_ORDERED_LIST ? "</ol>\n" : "</ul>\n");
}

/* "• ", or the number that a reader sees: the list counts its items as they come. */
static void put_sign(struct md__writer *w, cmark_node *item)
{
    cmark_node *list = cmark_node_parent(item);
    md__fresh_line(&w->plain);
    if (cmark_node_get_list_type(list) != CMARK_ORDERED_LIST) {
        buf_str(&w->plain, "\u2022 ");
        return;
    }
    int number = cmark_node_get_list_start(list);
    buf_printf(&w->plain, "%d. ", number);
    if (number < LIST_NUMBER_MAX) cmark_node_set_list_start(list, number + 1);
}

static void item_enter(struct md__writer *w, cmark_node *node)
{
    open_block(w, node, "li", ">");
    if (w->readable) put_sign(w, node); /* its HTML is of no use then */
}

static void item_leave(struct md__writer *w, cmark_node *node)
{
    (void)node;
    buf_str(&w->html, "</li>\n");
}

/* The level as shown: counted from heading_top, without skipping one on the way down (WCAG 1.3.1). */
static unsigned level_of(struct md__writer *w, cmark_node *node)
{
    unsigned level = (unsigned)cmark_node_get_heading_level(node);
    if (!w->options->heading_top) return level;
    level = level < w->top_level ? w->options->heading_top : level - w->top_level + w->options->heading_top;
    if (level > w->last_level + 1) level = w->last_level + 1;
    return level > 6 ? 6 : level;
}

static void remember_heading(struct md__writer *w, cmark_node *node, text title, text id)
{
    struct md__heading *heading = ARENA_NEW(w->a, struct md__heading);
    if (!heading) return;
    heading->facts = (struct md_heading){
        .level = w->last_level,
        .id = id,
        .title = title,
        .line = (size_t)cmark_node_get_start_line(node) - w->first_line,
        .plain_at = w->plain.len,
    };
    *w->headings_end = heading;
    w->headings_end = &heading->next;
    w->n_headings++;
}

static void heading_enter(struct md__writer *w, cmark_node *node)
{
    bool listed = !w->in_side && w->n_headings < MD_HEADINGS_MAX;
    text title = listed ? md__words_of(w, node) : TEXT("");
    text id = listed && md__has(w, MD_HEADING_ANCHORS) ? md__anchor(w, title) : TEXT("");
    w->last_level = level_of(w, node);
    w->in_heading = true;
    md__fresh_line(&w->plain);
    if (listed) remember_heading(w, node, title, id);
    md__fresh_line(&w->html);
    buf_printf(&w->html, "<h%u", w->last_level);
    if (id.len) buf_printf(&w->html, " id=\"%.*s\"", TEXT_FMT(id));
    md__line_attribute(w, node);
    buf_byte(&w->html, '>');
}

static void heading_leave(struct md__writer *w, cmark_node *node)
{
    (void)node;
    w->in_heading = false;
    buf_printf(&w->html, "</h%u>\n", w->last_level);
    md__fresh_line(&w->plain);
}

static void code_block(struct md__writer *w, cmark_node *node)
{
    const char *info = cmark_node_get_fence_info(node);
    size_t word = info ? strcspn(info, " \t\n\v\f\r") : 0;
    open_block(w, node, "pre", "><code");
    if (info && *info) {
        buf_str(&w->html, " class=\"language-");
        html_text(&w->html, text_of(info, word));
        buf_byte(&w->html, '"');
    }
    buf_byte(&w->html, '>');
    html_text(&w->html, literal(node));
    buf_str(&w->html, "</code></pre>\n");
    buf_put(&w->plain, literal(node));
    md__fresh_line(&w->plain);
}

static void raw_block(struct md__writer *w, cmark_node *node)
{
    (void)node;
    md__fresh_line(&w->html);
    buf_str(&w->html, "<!-- raw HTML omitted -->\n");
}

static void raw_inline(struct md__writer *w, cmark_node *node)
{
    if (w->alt_of)
        html_text(&w->html, literal(node)); /* an attribute: as text it is harmless, and cmark does the same */
    else
        buf_str(&w->html, "<!-- raw HTML omitted -->");
}

static void thematic_break(struct md__writer *w, cmark_node *node)
{
    open_block(w, node, "hr", " />\n");
}

static bool is_tight(cmark_node *paragraph)
{
    cmark_node *list = cmark_node_parent(cmark_node_parent(paragraph));
    return list && cmark_node_get_type(list) == CMARK_NODE_LIST && cmark_node_get_list_tight(list);
}

static void paragraph_enter(struct md__writer *w, cmark_node *node)
{
    text contact;
    const struct md__table *table = cmark_node_get_user_data(node);
    if (table) {
        md__table_render(w, table);
        md__skip(w, node);
    } else if (!is_tight(node) && md__contact_alone(w, node, &contact)) {
        md__fresh_line(&w->html);
        md__piece_end(w);
        md__fresh_line(&w->plain);
        md__slot_words(w, MD_PIECE_CONTACT, contact);
        md__piece_add(w, MD_PIECE_CONTACT, contact, w->html.len, true);
        md__skip(w, node);
    } else if (!is_tight(node)) {
        open_block(w, node, "p", ">");
    }
}

static void paragraph_leave(struct md__writer *w, cmark_node *node)
{
    if (w->note && node == cmark_node_last_child(w->note->node)) md__note_back_links(w, w->note);
    if (!is_tight(node)) buf_str(&w->html, "</p>\n");
    md__fresh_line(&w->plain);
}

static void text_node(struct md__writer *w, cmark_node *node)
{
    md__text(w, literal(node));
}

static void code(struct md__writer *w, cmark_node *node)
{
    if (!w->alt_of) buf_str(&w->html, "<code>");
    html_text(&w->html, literal(node));
    if (!w->alt_of) buf_str(&w->html, "</code>");
    buf_put(&w->plain, literal(node));
}

static void soft_break(struct md__writer *w, cmark_node *node)
{
    (void)node;
    buf_byte(&w->html, w->alt_of ? ' ' : '\n');
    buf_byte(&w->plain, ' ');
}

static void line_break(struct md__writer *w, cmark_node *node)
{
    (void)node;
    buf_str(&w->html, w->alt_of ? " " : "<br />\n");
    buf_byte(&w->plain, ' ');
}

/* <em> and <strong>; nothing inside the words of an image. */
#define INLINE_TAG(name, tag)                                                                                          \
    static void name##_enter(struct md__writer *w, cmark_node *node)                                                   \
    {                                                                                                                  \
        (void)node;                                                                                                    \
        if (!w->alt_of) buf_str(&w->html, "<" tag ">");                                                                \
    }                                                                                                                  \
    static void name##_leave(struct md__writer *w, cmark_node *node)                                                   \
    {                                                                                                                  \
        (void)node;                                                                                                    \
        if (!w->alt_of) buf_str(&w->html, "</" tag ">");                                                               \
    }
INLINE_TAG(emph, "em")
INLINE_TAG(strong, "strong")

/* clang-format off */
static const struct {
    node_step *enter, *leave; /* a node without children is only entered */
} steps[CMARK_NODE_LAST_INLINE + 1] = {
    [CMARK_NODE_BLOCK_QUOTE]    = {quote_enter, quote_leave},
    [CMARK_NODE_LIST]           = {list_enter, list_leave},
    [CMARK_NODE_ITEM]           = {item_enter, item_leave},
    [CMARK_NODE_HEADING]        = {heading_enter, heading_leave},
    [CMARK_NODE_PARAGRAPH]      = {paragraph_enter, paragraph_leave},
    [CMARK_NODE_CODE_BLOCK]     = {code_block, NULL},
    [CMARK_NODE_HTML_BLOCK]     = {raw_block, NULL},
    [CMARK_NODE_THEMATIC_BREAK] = {thematic_break, NULL},
    [CMARK_NODE_TEXT]           = {text_node, NULL},
    [CMARK_NODE_CODE]           = {code, NULL},
    [CMARK_NODE_HTML_INLINE]    = {raw_inline, NULL},
    [CMARK_NODE_SOFTBREAK]      = {soft_break, NULL},
    [CMARK_NODE_LINEBREAK]      = {line_break, NULL},
    [CMARK_NODE_EMPH]           = {emph_enter, emph_leave},
    [CMARK_NODE_STRONG]         = {strong_enter, strong_leave},
    [CMARK_NODE_LINK]           = {md__link_enter, md__link_leave},
    [CMARK_NODE_IMAGE]          = {md__image_enter, md__image_leave},
};
/* clang-format on */

void md__skip(struct md__writer *w, cmark_node *node)
{
    cmark_iter_reset(w->iter, node, CMARK_EVENT_EXIT);
}

static void free_iter(cmark_iter **iter)
{
    if (*iter) cmark_iter_free(*iter);
}

void md__walk(struct md__writer *w, cmark_node *root)
{
    _cleanup_(free_iter)
    cmark_iter *iter = cmark_iter_new(root);
    cmark_iter *outer = w->iter;
    cmark_event_type event;
    w->iter = iter;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE && !w->html.failed) {
        cmark_node *node = cmark_iter_get_node(iter);
        node_step *step = event == CMARK_EVENT_ENTER ? steps[cmark_node_get_type(node)].enter
                                                     : steps[cmark_node_get_type(node)].leave;
        if (node != root && step) step(w, node);
    }
    w->iter = outer;
}

static void put_words(struct md__writer *w, cmark_iter *iter, struct buf *out)
{
    cmark_node *node = cmark_iter_get_node(iter);
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
    case CMARK_NODE_CODE: buf_put(out, literal(node)); break;
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK: buf_byte(out, ' '); break;
    case CMARK_NODE_LINK:
        if (md__note_of_url(w, cmark_node_get_url(node))) cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
        break;
    default: break;
    }
}

text md__words_of(struct md__writer *w, cmark_node *root)
{
    _cleanup_(free_iter)
    cmark_iter *iter = cmark_iter_new(root);
    _cleanup_(buf_release)
    struct buf words = buf_new(MD_SOURCE_MAX * 2);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE)
        if (event == CMARK_EVENT_ENTER) put_words(w, iter, &words);
    return arena_text(w->a, text_trim(buf_text(&words)));
}
