#include "content/md__inside.h"

/* The source line without the containers around the paragraph. The first line is known by its column; the others are
 * stripped of up to `quotes` markers, fewer when the writer left them out, as CommonMark allows. */
static text strip_containers(text line, size_t quotes)
{
    line = text_trim(line);
    while (quotes-- && line.len && line.ptr[0] == '>') line = text_trim(text_slice(line, 1, SIZE_MAX));
    return line;
}

static size_t quotes_around(cmark_node *node)
{
    size_t quotes = 0;
    for (; node; node = cmark_node_parent(node)) quotes += cmark_node_get_type(node) == CMARK_NODE_BLOCK_QUOTE;
    return quotes;
}

/* Line i (from 0) of the paragraph, of the first `n` lines. */
static text paragraph_line(const struct md__writer *w, cmark_node *node, size_t i, size_t quotes)
{
    text line = w->lines[(size_t)cmark_node_get_start_line(node) - 1 + i];
    if (i) return strip_containers(line, quotes);
    return text_trim(text_slice(line, (size_t)cmark_node_get_start_column(node) - 1, SIZE_MAX));
}

/* Takes the next cell out of a row: up to a | that no backslash stands before. The row has no outer bars. */
static bool next_cell(text *row, text *cell)
{
    if (!row->ptr) return false;
    size_t end = 0;
    while (end < row->len && row->ptr[end] != '|') end += row->ptr[end] == '\\' && end + 1 < row->len ? 2 : 1;
    *cell = text_trim(text_of(row->ptr, end));
    *row = end < row->len ? text_slice(*row, end + 1, SIZE_MAX) : text_of(NULL, 0);
    return true;
}

static bool ends_with_bar(text row)
{
    size_t escapes = 0;
    if (!row.len || row.ptr[row.len - 1] != '|') return false;
    while (escapes + 1 < row.len && row.ptr[row.len - 2 - escapes] == '\\') escapes++;
    return escapes % 2 == 0;
}

static text without_outer_bars(text row)
{
    if (row.len && row.ptr[0] == '|') row = text_slice(row, 1, SIZE_MAX);
    if (ends_with_bar(row)) row.len--;
    return row;
}

/* The column's alignment when the cell is one of a delimiter row (":--:"), else '!'. */
static char alignment(text cell)
{
    bool left = text_starts(cell, TEXT(":")), right = cell.len > 1 && text_ends(cell, TEXT(":"));
    size_t dashes = 0;
    for (size_t i = left; i + right < cell.len; i++, dashes++)
        if (cell.ptr[i] != '-') return '!';
    if (!dashes) return '!';
    return left ? (right ? 'c' : 'l') : (right ? 'r' : '\0');
}

/* The number of columns that this delimiter row gives, at most MD_TABLE_COLUMNS_MAX; 0 when it is none. */
static size_t read_delimiters(text row, char align[MD_TABLE_COLUMNS_MAX])
{
    size_t columns = 0;
    text cell;
    if (text_find_byte(row, '|', 0) == SIZE_MAX) return 0;
    for (row = without_outer_bars(row); next_cell(&row, &cell); columns++) {
        if (columns == MD_TABLE_COLUMNS_MAX || (align[columns] = alignment(cell)) == '!') return 0;
    }
    return columns;
}

static size_t count_cells(text row)
{
    size_t n = 0;
    text cell;
    for (row = without_outer_bars(row); n <= MD_TABLE_COLUMNS_MAX && next_cell(&row, &cell);) n++;
    return n;
}

/* "[name]: address" takes the line out of the paragraph, so it is no head of a table. */
bool md__is_link_definition(text line)
{
    line = text_trim(line);
    return text_starts(line, TEXT("[")) && text_find(line, TEXT("]:"), 0) != SIZE_MAX;
}

/* Fills one row; cells that lack are empty, cells too many are left out. */
static void fill_row(text row, text *cells, size_t columns)
{
    row = without_outer_bars(row);
    for (size_t i = 0; i < columns; i++)
        if (!next_cell(&row, &cells[i])) cells[i] = TEXT("");
}

static struct md__table *new_table(struct md__writer *w, size_t columns, size_t rows, const char *align)
{
    struct md__table *table = ARENA_NEW(w->a, struct md__table);
    if (!table || w->n_cells + columns * rows > MD_TABLE_CELLS_MAX) return NULL;
    text *cells = ARENA_ARRAY(w->a, text, columns * rows);
    cmark_node **nodes = ARENA_ARRAY(w->a, cmark_node *, columns * rows);
    text kept = arena_text(w->a, text_of(align, columns));
    if (!cells || !nodes || !kept.ptr) return NULL;
    *table = (struct md__table){.columns = columns, .rows = rows, .cells = cells, .nodes = nodes, .align = kept.ptr};
    return table;
}

static void add_table(struct md__writer *w, cmark_node *node, struct md__table *table)
{
    *w->tables_end = table;
    w->tables_end = &table->next;
    w->n_cells += table->columns * table->rows;
    cmark_node_set_user_data(node, table);
}

static void look_at(struct md__writer *w, cmark_node *node)
{
    size_t first = (size_t)cmark_node_get_start_line(node), last = (size_t)cmark_node_get_end_line(node);
    size_t quotes, columns;
    char align[MD_TABLE_COLUMNS_MAX];
    if (!first || last <= first || last > w->n_lines) return;
    quotes = quotes_around(node);
    text head = paragraph_line(w, node, 0, quotes);
    columns = read_delimiters(paragraph_line(w, node, 1, quotes), align);
    if (!columns || md__is_link_definition(head) || count_cells(head) != columns) return;
    struct md__table *table = new_table(w, columns, last - first, align);
    if (!table) return;
    fill_row(head, (text *)table->cells, columns);
    for (size_t row = 1; row < table->rows; row++)
        fill_row(paragraph_line(w, node, row + 1, quotes), (text *)table->cells + row * columns, columns);
    add_table(w, node, table);
}

static void free_iter(cmark_iter **iter)
{
    if (*iter) cmark_iter_free(*iter);
}

void md__tables_find(struct md__writer *w)
{
    _cleanup_(free_iter)
    cmark_iter *iter = cmark_iter_new(w->main);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (event == CMARK_EVENT_ENTER && cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH) look_at(w, node);
    }
}

/* A cell is put into the side source as a closed heading, "# cell #": one line, whatever it begins with, and only its
 * inline content counts. A bar inside is written \| . */
static void put_cell(struct buf *out, text cell)
{
    buf_str(out, "# ");
    for (size_t bar; (bar = text_find(cell, TEXT("\\|"), 0)) != SIZE_MAX; cell = text_slice(cell, bar + 1, SIZE_MAX))
        buf_put(out, text_of(cell.ptr, bar));
    buf_put(out, cell);
    buf_str(out, " #\n");
}

void md__tables_put_cells(const struct md__writer *w, struct buf *out)
{
    for (const struct md__table *t = w->tables; t; t = t->next)
        for (size_t i = 0; i < t->rows * t->columns; i++) put_cell(out, t->cells[i]);
}

static void put_label(struct md__writer *w, const struct md__table *table)
{
    const char *before = ": ";
    html_attr(&w->html, text_str(w->words->table));
    for (size_t i = 0; i < table->columns; i++) {
        text name = md__words_of(w, table->nodes[i]);
        if (!name.len) continue;
        buf_str(&w->html, before);
        html_attr(&w->html, name);
        before = ", ";
    }
}

static void put_table_cell(struct md__writer *w, const struct md__table *table, size_t row, size_t column)
{
    cmark_node *node = table->nodes[row * table->columns + column];
    bool head = row == 0 && cmark_node_first_child(node); /* an empty corner names nothing, so it is no <th> */
    buf_str(&w->html, head ? "<th scope=\"col\"" : "<td");
    switch (table->align[column]) {
    case 'l': buf_str(&w->html, " class=\"md-left\""); break;
    case 'c': buf_str(&w->html, " class=\"md-center\""); break;
    case 'r': buf_str(&w->html, " class=\"md-right\""); break;
    default: break;
    }
    buf_byte(&w->html, '>');
    if (column) buf_str(&w->plain, w->readable ? " | " : "\t");
    md__walk(w, node);
    buf_str(&w->html, head ? "</th>\n" : "</td>\n");
}

static void put_row(struct md__writer *w, const struct md__table *table, size_t row)
{
    buf_str(&w->html, "<tr>\n");
    for (size_t column = 0; column < table->columns; column++) put_table_cell(w, table, row, column);
    buf_str(&w->html, "</tr>\n");
    md__fresh_line(&w->plain);
}

void md__table_render(struct md__writer *w, const struct md__table *table)
{
    md__fresh_line(&w->html);
    buf_str(&w->html, "<div class=\"md-table\" role=\"group\" tabindex=\"0\" aria-label=\"");
    put_label(w, table);
    buf_byte(&w->html, '"');
    md__line_attribute(w, cmark_iter_get_node(w->iter));
    buf_str(&w->html, ">\n<table>\n<thead>\n");
    put_row(w, table, 0);
    buf_str(&w->html, "</thead>\n");
    if (table->rows > 1) buf_str(&w->html, "<tbody>\n");
    for (size_t row = 1; row < table->rows; row++) put_row(w, table, row);
    buf_str(&w->html, table->rows > 1 ? "</tbody>\n</table>\n</div>\n" : "</table>\n</div>\n");
}
