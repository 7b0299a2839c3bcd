#include "kb/http/page_sections.h"

static err_code no_room(kb_err *err)
{
    return err_set(err, ERR_NOMEM, "no room for the parts of a text");
}

/* ---- Sections ---- */

static err_code take_cell(struct page *page, const struct svc_section *section, struct view_handover_cell *cell,
                          kb_err *err)
{
    cell->title = page_section_title(page, section->info->key);
    cell->key = !strcmp(section->info->key, "kaart-overdragen-als");
    return page_body(page, section->body, &cell->body, err);
}

/* The answers of the overdrachtskaart that stand behind each other; *used says how many. */
static err_code take_handover(struct page *page, const struct svc_section *sections, size_t n, struct view_section *out,
                              size_t *used, kb_err *err)
{
    struct view_handover *card = ARENA_NEW(page->svc.arena, struct view_handover);
    struct view_handover_cell *cells = ARENA_ARRAY(page->svc.arena, struct view_handover_cell, n);
    if (!card || !cells) return no_room(err);
    size_t i = 0;
    for (; i < n && sections[i].info->card; i++) ERR_TRY(take_cell(page, &sections[i], &cells[i], err));
    *card = (struct view_handover){.cells = cells, .cells_count = i};
    out->card = card;
    *used = i;
    return OK;
}

static err_code take_section(struct page *page, const struct svc_section *section, struct view_section *out,
                             kb_err *err)
{
    out->key = text_str(section->info->key);
    out->title = page_section_title(page, section->info->key);
    return page_body(page, section->body, &out->body, err);
}

err_code page_sections(struct page *page, const struct svc_section *sections, size_t n, const struct view_section **out,
                       size_t *count, kb_err *err)
{
    struct view_section *made = ARENA_ARRAY(page->svc.arena, struct view_section, n);
    if (!made) return no_room(err);
    *count = 0;
    for (size_t i = 0, used = 1; i < n; i += used, used = 1) {
        struct view_section *section = &made[(*count)++];
        if (sections[i].info->card)
            ERR_TRY(take_handover(page, sections + i, n - i, section, &used, err));
        else
            ERR_TRY(take_section(page, &sections[i], section, err));
    }
    *out = made;
    return OK;
}

/* ---- A text being written ---- */

/* Renders one part; one that cannot be rendered goes to the list of wrong parts. */
static err_code render_part(const struct page *page, const struct practice_section *info, text source,
                            struct svc_section *out, struct view_preview_wrong *wrong, kb_err *err)
{
    kb_err why = {0};
    *out = (struct svc_section){.info = info, .source = source};
    err_code code = svc_preview(page->svc.arena, text_str(info->key), source, &out->body, &why);
    if (code == OK) return OK;
    if (code != ERR_INVALID) return err_set(err, code, "%s", why.cause);
    wrong->title = page_section_title(page, info->key);
    wrong->why = view_reason(page->env.lang, why.n_items ? why.items[0].reason : "other");
    return OK;
}

static text part_of(const struct svc_draft *draft, const char *key)
{
    for (size_t i = 0; i < draft->n_sections; i++)
        if (!strcmp(draft->sections[i].key, key)) return draft->sections[i].body;
    return text_str("");
}

err_code page_preview(struct page *page, const struct svc_card *card, const struct svc_draft *draft,
                      struct view_preview *out, kb_err *err)
{
    const struct practice_section *infos;
    size_t n = practice_sections(card->kind, &infos), n_good = 0;
    struct svc_section *good = ARENA_ARRAY(page->svc.arena, struct svc_section, n);
    struct view_preview_wrong *wrong = ARENA_ARRAY(page->svc.arena, struct view_preview_wrong, n);
    if (!good || !wrong) return no_room(err);
    *out = (struct view_preview){.title = draft->title, .brief = text_trim(draft->brief), .wrong = wrong};
    ERR_TRY(page_client_data(page, card, draft, &out->client_data, err));
    for (size_t i = 0; i < n; i++) {
        text source = part_of(draft, infos[i].key);
        if (!text_trim(source).len) continue;
        ERR_TRY(render_part(page, &infos[i], source, &good[n_good], &wrong[out->wrong_count], err));
        if (good[n_good].body)
            n_good++;
        else
            out->wrong_count++;
    }
    return page_sections(page, good, n_good, &out->sections, &out->sections_count, err);
}

/* ---- Changed words ---- */

enum { LINES_MAX = 2000 /* that get an element each */ };

struct line_maker {
    struct view_words_line *lines;
    struct view_words_line_run *runs;
    size_t n_lines, n_runs;
};

static void put_run(struct line_maker *m, text words, enum diff_kind kind, bool first)
{
    m->runs[m->n_runs++] = (struct view_words_line_run){
        .words = words, .added = kind == DIFF_ADDED, .removed = kind == DIFF_REMOVED, .first = first};
    m->lines[m->n_lines].runs_count++;
}

static void next_line(struct line_maker *m)
{
    if (m->lines[m->n_lines].runs_count) m->n_lines++;
    m->lines[m->n_lines].runs = &m->runs[m->n_runs];
}

static size_t count_line_ends(const struct diff *diff)
{
    size_t n = 0;
    for (size_t i = 0; i < diff->n_pieces; i++)
        for (size_t at = 0; at < diff->pieces[i].text.len; at++) n += diff->pieces[i].text.ptr[at] == '\n';
    return n;
}

err_code page_changes(const struct page *page, const struct svc_compared *parts, size_t n,
                      const struct view_changes_part **out, size_t *count, kb_err *err)
{
    struct view_changes_part *changed = ARENA_ARRAY(page->svc.arena, struct view_changes_part, n);
    *count = 0;
    if (!changed) return err_set(err, ERR_NOMEM, "no room for a comparison");
    for (size_t i = 0; i < n; i++) {
        if (!parts[i].changed) continue;
        changed[*count].title = page_section_title(page, parts[i].key);
        ERR_TRY(page_diff_words(page, parts[i].diff, &changed[*count].words, err));
        ++*count;
    }
    *out = changed;
    return OK;
}

err_code page_words_changed(const struct page *page, text from, text to, size_t *tokens_left, struct view_words *out,
                            kb_err *err)
{
    const struct diff *diff;
    ERR_TRY(diff_texts(from, to, tokens_left, page->svc.arena, &diff, err));
    return page_diff_words(page, diff, out, err);
}

/* Line by line, because a paragraph in HTML may not stand inside <ins>. Very many lines stay one: then the style sheet
 * breaks them, and the page does not become much longer than its words. */
err_code page_diff_words(const struct page *page, const struct diff *diff, struct view_words *out, kb_err *err)
{
    size_t line_ends = count_line_ends(diff), room = diff->n_pieces + 1;
    bool apart = line_ends <= LINES_MAX;
    if (apart) room += line_ends;
    struct line_maker m = {.lines = ARENA_ARRAY(page->svc.arena, struct view_words_line, room + 1),
                           .runs = ARENA_ARRAY(page->svc.arena, struct view_words_line_run, room)};
    if (!m.lines || !m.runs) return no_room(err);
    m.lines[0].runs = m.runs;
    for (size_t i = 0; i < diff->n_pieces; i++) {
        text rest = diff->pieces[i].text;
        for (bool first = true;; first = false) {
            size_t end = apart ? text_find_byte(rest, '\n', 0) : SIZE_MAX;
            text words = text_slice(rest, 0, end);
            if (words.len) put_run(&m, words, diff->pieces[i].kind, first);
            if (end == SIZE_MAX) break;
            rest = text_slice(rest, end + 1, SIZE_MAX);
            next_line(&m);
        }
    }
    *out = (struct view_words){.lines = m.lines, .lines_count = m.n_lines + (m.lines[m.n_lines].runs_count > 0)};
    return OK;
}
