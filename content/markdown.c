#include "content/markdown.h"

#include "content/md__inside.h"

enum { SOURCES_MAX = 16 * MD_SOURCE_MAX };

const struct md_words md_words_nl = {
    .contents = "Inhoud",
    .table = "Tabel",
    .notes = "Noten",
    .note = "Noot",
    .back = "Terug naar de tekst",
    .other_site = "andere site",
};

static void writer_release(struct md__writer *w)
{
    buf_release(&w->html);
    buf_release(&w->plain);
    buf_release(&w->words_found);
    if (w->main) cmark_node_free(w->main);
    if (w->side) cmark_node_free(w->side);
}

/* What cmark reads: the references to notes in front, then the text, its notes taken out. */
static void make_main_source(struct md__writer *w, text source)
{
    _cleanup_(buf_release)
    struct buf rest = buf_new(SOURCES_MAX), whole = buf_new(SOURCES_MAX);
    w->source = source;
    if (!md__has(w, MD_FOOTNOTES)) return;
    md__notes_take(w, source, &rest);
    if (!w->n_notes) return;
    md__notes_put_references(w, &whole);
    buf_byte(&whole, '\n');
    buf_put(&whole, buf_text(&rest));
    w->source = arena_text(w->a, buf_text(&whole));
    w->first_line = w->n_notes + 1;
}

static void split_lines(struct md__writer *w)
{
    size_t n = 0;
    text rest = w->source, line;
    while (md__next_line(&rest, &line)) n++;
    text *lines = ARENA_ARRAY(w->a, text, n);
    if (!lines) return;
    w->lines = lines;
    rest = w->source;
    while (w->n_lines < n && md__next_line(&rest, &line)) lines[w->n_lines++] = line;
}

/* Link definitions of one line serve tables and notes too; each alone, so that none runs on into the next. */
static void put_link_definitions(const struct md__writer *w, struct buf *out)
{
    for (size_t i = w->first_line; i < w->n_lines; i++) {
        if (!md__is_link_definition(w->lines[i])) continue;
        buf_put(out, text_trim(w->lines[i]));
        buf_str(out, "\n\n");
    }
}

/* Gives each cell and each note its node, by their order. */
static bool hand_out_side_nodes(struct md__writer *w)
{
    const struct md__table *table = w->tables;
    size_t cell = 0, note = 0;
    for (cmark_node *node = cmark_node_first_child(w->side); node; node = cmark_node_next(node)) {
        if (cmark_node_get_type(node) == CMARK_NODE_BLOCK_QUOTE && note < w->n_notes) w->notes[note++].node = node;
        if (cmark_node_get_type(node) != CMARK_NODE_HEADING || !table) continue;
        table->nodes[cell++] = node;
        if (cell < table->rows * table->columns) continue;
        table = table->next;
        cell = 0;
    }
    return !table && note == w->n_notes;
}

static bool make_side(struct md__writer *w)
{
    _cleanup_(buf_release)
    struct buf source = buf_new(SOURCES_MAX);
    if (!w->tables && !w->n_notes) return true;
    md__notes_put_references(w, &source);
    buf_byte(&source, '\n');
    put_link_definitions(w, &source);
    md__tables_put_cells(w, &source);
    buf_byte(&source, '\n');
    md__notes_put_bodies(w, &source);
    if (source.failed) return false;
    w->side = cmark_parse_document(source.ptr, source.len, CMARK_OPT_DEFAULT);
    return w->side && hand_out_side_nodes(w);
}

/* The highest heading in the source. Headings inside quotes and lists count. */
static void find_top_level(struct md__writer *w)
{
    cmark_iter *iter = cmark_iter_new(w->main);
    w->top_level = 6;
    while (cmark_iter_next(iter) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (cmark_node_get_type(node) != CMARK_NODE_HEADING) continue;
        unsigned level = (unsigned)cmark_node_get_heading_level(node);
        if (level < w->top_level) w->top_level = level;
    }
    cmark_iter_free(iter);
    w->last_level = w->options->heading_top ? w->options->heading_top - 1 : 0;
}

static bool parse(struct md__writer *w, text source)
{
    make_main_source(w, source);
    w->main = cmark_parse_document(w->source.ptr ? w->source.ptr : "", w->source.len, CMARK_OPT_DEFAULT);
    if (!w->main) return false;
    if (md__has(w, MD_TABLES) || w->n_notes) split_lines(w);
    if (md__has(w, MD_TABLES)) md__tables_find(w);
    find_top_level(w);
    return make_side(w);
}

static const struct md_document *document_of(struct md__writer *w)
{
    text html = arena_text(w->a, buf_text(&w->html));
    struct md_document *doc = ARENA_NEW(w->a, struct md_document);
    struct md_piece *pieces = ARENA_ARRAY(w->a, struct md_piece, w->n_pieces);
    struct md_heading *headings = ARENA_ARRAY(w->a, struct md_heading, w->n_headings);
    if (!doc || !pieces || !headings) return NULL;
    doc->pieces = pieces;
    doc->headings = headings;
    doc->plain = arena_text(w->a, text_trim(buf_text(&w->plain)));
    for (const struct md__piece *p = w->pieces; p; p = p->next)
        pieces[doc->n_pieces++] = (struct md_piece){.kind = p->kind,
                                                    .block = p->block,
                                                    .key = p->key,
                                                    .html = html__safe(text_slice(html, p->from, p->to - p->from))};
    for (const struct md__heading *h = w->headings; h; h = h->next) headings[doc->n_headings++] = h->facts;
    return arena_failed(w->a) ? NULL : doc;
}

static void write_all(struct md__writer *w)
{
    md__walk(w, w->main);
    md__notes_render(w);
    md__piece_end(w);
    if (md__has(w, MD_CONTENTS)) md__contents(w);
}

static err_code render(text source, const struct md_options *options, bool readable, arena *a,
                       const struct md_document **doc, kb_err *err)
{
    struct md_options used = *options;
    const char *field = used.field ? used.field : "text";
    ERR_TRY(md_check(source, field, err));
    if (used.flags & MD_CONTENTS) used.flags |= MD_HEADING_ANCHORS;
    _cleanup_(writer_release)
    struct md__writer w = {
        .options = &used,
        .words = used.words ? used.words : &md_words_nl,
        .prefix = used.id_prefix ? used.id_prefix : "",
        .a = a,
        .html = buf_new(MD_HTML_MAX),
        .plain = buf_new(MD_HTML_MAX),
        .words_found = buf_new(MD_HTML_MAX),
        .readable = readable,
    };
    w.pieces_end = &w.pieces;
    w.headings_end = &w.headings;
    w.tables_end = &w.tables;
    if (!parse(&w, source))
        return arena_failed(a) ? err_set(err, ERR_NOMEM, "md_render")
                               : err_set(err, ERR_INTERNAL, "md_render: side tree");
    write_all(&w);
    if (w.html.failed || w.plain.failed) return err_field(err, ERR_INVALID, field, "too-much-output");
    *doc = document_of(&w);
    return *doc ? OK : err_set(err, ERR_NOMEM, "md_render");
}

err_code md_render(text source, const struct md_options *options, arena *a, const struct md_document **doc, kb_err *err)
{
    return render(source, options, false, a, doc, err);
}

static void put_as_text(struct buf *out, text source)
{
    uint32_t c;
    for (size_t at = 0; utf8_next(source, &at, &c);) {
        char bytes[4];
        buf_put(out, text_of(bytes, utf8_put(c ? c : 0xFFFD, bytes)));
    }
}

static void write_as_typed(struct md__writer *w, text rest)
{
    bool open = false;
    for (text line; md__next_line(&rest, &line);) {
        line = text_trim(line);
        if (open && !line.len) buf_str(&w->html, "</p>\n");
        if (line.len) {
            buf_str(&w->html, open ? "\n" : "<p>");
            html_text(&w->html, line);
            buf_put(&w->plain, line);
            buf_byte(&w->plain, '\n');
        }
        open = line.len > 0;
    }
    if (open) buf_str(&w->html, "</p>\n");
    md__piece_end(w);
}

err_code md_render_as_typed(text source, arena *a, const struct md_document **doc, kb_err *err)
{
    _cleanup_(buf_release)
    struct buf clean = buf_new(MD_HTML_MAX);
    _cleanup_(writer_release)
    struct md__writer w = {.a = a, .html = buf_new(MD_HTML_MAX), .plain = buf_new(MD_HTML_MAX)};
    w.pieces_end = &w.pieces;
    put_as_text(&clean, source);
    write_as_typed(&w, buf_text(&clean));
    if (clean.failed || w.html.failed || w.plain.failed) return err_set(err, ERR_NOMEM, "md_render_as_typed");
    *doc = document_of(&w);
    return *doc ? OK : err_set(err, ERR_NOMEM, "md_render_as_typed");
}

static err_code render_plain(text source, const char *field, bool readable, arena *a, text *plain, kb_err *err)
{
    const struct md_document *doc;
    ERR_TRY(render(source, &(struct md_options){.flags = MD_PAGE, .field = field}, readable, a, &doc, err));
    *plain = doc->plain;
    return OK;
}

err_code md_plain(text source, const char *field, arena *a, text *plain, kb_err *err)
{
    return render_plain(source, field, false, a, plain, err);
}

err_code md_readable(text source, const char *field, arena *a, text *readable, kb_err *err)
{
    return render_plain(source, field, true, a, readable, err);
}

static void put_practice(struct buf *out, const struct md_piece *piece)
{
    buf_str(out, "<a href=\"/s/");
    html_query(out, piece->key);
    buf_str(out, "\">");
    if (piece->html.raw.len)
        html_raw_safe_html(out, piece->html);
    else
        html_text(out, piece->key);
    buf_str(out, "</a>");
}

static void put_contact(struct buf *out, const struct md_piece *piece)
{
    buf_str(out, piece->block ? "<p>" : "");
    html_text(out, piece->key);
    buf_str(out, piece->block ? "</p>\n" : "");
}

void md_html_without_rights(struct buf *out, const struct md_document *doc)
{
    for (size_t i = 0; i < doc->n_pieces; i++) {
        const struct md_piece *piece = &doc->pieces[i];
        switch (piece->kind) {
        case MD_PIECE_CONTACT: put_contact(out, piece); break;
        case MD_PIECE_PRACTICE: put_practice(out, piece); break;
        default: html_raw_safe_html(out, piece->html);
        }
    }
}
