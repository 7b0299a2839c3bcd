/* Somebody else saved first: both texts side by side, what goes together put together, nothing lost. Saving from here
 * builds on the other's version, so it is their text that each box now begins from. */
#include "kb/base/cleanup.h"
#include "kb/http/page_edit.h"
#include "kb/http/page_sections.h"

enum { ROWS_PART = 4, SAME_MAX = 4096 };

struct merging {
    struct page *page;
    struct svc_draft base, mine;
    struct svc_merge merge;
    struct view_merge_part *parts;
    struct view_merge_kept *kept;
    size_t n_parts, n_kept;
    struct buf *same;   /* names of the parts that are the same */
    size_t tokens_left; /* that may still be compared, in all parts together */
};

static text part_of(const struct svc_draft *draft, const char *key)
{
    if (!strcmp(key, "title")) return draft->title;
    if (!strcmp(key, "brief")) return draft->brief;
    for (size_t i = 0; i < draft->n_sections; i++)
        if (!strcmp(draft->sections[i].key, key)) return draft->sections[i].body;
    return text_str("");
}

static text field_of(const struct page *page, const char *key)
{
    bool section = strcmp(key, "title") != 0 && strcmp(key, "brief") != 0;
    return section ? page_join(page, "section-", key) : text_str(key);
}

static void keep(struct merging *m, text name, text value)
{
    m->kept[m->n_kept++] = (struct view_merge_kept){.name = name, .value = value};
}

static void add_same(struct merging *m, const struct svc_merged *part)
{
    keep(m, field_of(m->page, part->key), part->mine);
    if (!part->mine.len) return;
    if (m->same->len) buf_str(m->same, ", ");
    buf_put(m->same, page_section_title(m->page, part->key));
}

static err_code add_part(struct merging *m, const struct svc_merged *part, kb_err *err)
{
    const struct page *page = m->page;
    text base = part_of(&m->base, part->key);
    struct view_merge_part *v = &m->parts[m->n_parts++];
    *v = (struct view_merge_part){
        .key = text_str(part->key),
        .name = field_of(page, part->key),
        .title = page_section_title(page, part->key),
        .conflict = part->conflict,
        .both = part->conflict && !text_eq(part->proposal, part->mine),
        .line = !strcmp(part->key, "title"),
        .rows = edit_rows(part->proposal, ROWS_PART),
        .value = part->proposal,
    };
    ERR_TRY(page_words_changed(page, base, part->theirs, &m->tokens_left, &v->theirs, err));
    return page_words_changed(page, base, part->mine, &m->tokens_left, &v->mine, err);
}

static err_code take_parts(struct merging *m, kb_err *err)
{
    size_t n = m->merge.n_parts;
    m->parts = ARENA_ARRAY(m->page->svc.arena, struct view_merge_part, n);
    m->kept = ARENA_ARRAY(m->page->svc.arena, struct view_merge_kept, 2 * n);
    if (!m->parts || !m->kept) return err_set(err, ERR_NOMEM, "no room to merge");
    for (size_t i = 0; i < n; i++) {
        const struct svc_merged *part = &m->merge.parts[i];
        keep(m, page_join(m->page, "base-", part->key), part->theirs);
        if (part->differs)
            ERR_TRY(add_part(m, part, err));
        else
            add_same(m, part);
    }
    return OK;
}

static text of_whom(const struct page *page, enum msg sentence, enum msg of_me, const struct svc_working *theirs)
{
    if (theirs->updated_by_me) return msg_text(page->env.lang, of_me);
    text name = text_str(theirs->updated_by_name);
    if (!name.len) name = msg_text(page->env.lang, MSG_MERGE_SOMEBODY);
    return page_words(page, sentence, MSG_ARGS({TEXT("name"), name}));
}

/* Saving looked at how long the typed text is, not at what it began from. No page of ours held a longer one: then it
 * began from nothing. */
static err_code take_base(struct merging *m, kb_err *err)
{
    kb_err too_long = {0};
    ERR_TRY(edit_base(m->page->req, &m->base, err));
    if (svc_draft_fits(&m->base, &too_long) != OK) m->base = (struct svc_draft){0};
    return OK;
}

static err_code merge(struct merging *m, kb_err *err)
{
    const kb_req *req = m->page->req;
    ERR_TRY(edit_draft(req, &m->mine, err));
    ERR_TRY(take_base(m, err));
    ERR_TRY(svc_merge(&m->page->svc, req_param(req, "id"), &m->base, &m->mine, &m->merge, err));
    return take_parts(m, err);
}

err_code edit_show_merge(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    _cleanup_(buf_release)
    struct buf same = buf_new(SAME_MAX);
    struct merging m = {.page = &page, .same = &same, .tokens_left = DIFF_TOKENS_MAX};
    ERR_TRY(page_open(&page, req, res, "werkgroepen", err));
    ERR_TRY(merge(&m, err));
    const struct svc_working *theirs = &m.merge.theirs;
    struct view_merge v = {
        .title = msg_text(page.env.lang, MSG_MERGE_TITLE),
        .lead = of_whom(&page, MSG_MERGE_LEAD, MSG_MERGE_LEAD_ME, theirs),
        .action = edit_address(&page, &theirs->card, "/bewerken"),
        .version = theirs->version,
        .from = edit_from(&page),
        .back = of_whom(&page, MSG_MERGE_THEIRS, MSG_MERGE_THEIRS_ME, theirs),
        .kept = m.kept,
        .kept_count = m.n_kept,
        .parts = m.parts,
        .parts_count = m.n_parts,
        .same = buf_text(&same),
    };
    v.crumbs = edit_crumbs(&page, &theirs->card, MSG_MERGE_TITLE, &v.crumbs_count);
    view_merge(&res->body, &page.env, &v);
    return page_close(&page, 409, err);
}
