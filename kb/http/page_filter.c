/* The filters of searching, and the values that one may have (page_search.h). */
#include "kb/http/page_search.h"

#include "kb/base/cleanup.h"

/* The filters of the page, in this order; the names in addresses are those of kb/domain/query.h. */
const struct page_filter page_filters[] = {
    {QUERY_STAGE, MSG_SEARCH_FILTER_FASE},
    {QUERY_KIND, MSG_SEARCH_FILTER_SOORT},
    {QUERY_LEGAL_FIELD, MSG_SEARCH_FILTER_RECHTSGEBIED},
    {QUERY_ORGANISATION, MSG_SEARCH_FILTER_GELDT_BIJ},
    {QUERY_APPLIES, MSG_SEARCH_FILTER_GELDT_IN},
    {QUERY_FROM, MSG_SEARCH_FILTER_KOMT_UIT},
    {QUERY_GROUP, MSG_SEARCH_FILTER_WERKGROEP},
    {QUERY_YEAR, MSG_SEARCH_FILTER_JAAR},
};
const size_t page_filters_count = COUNT_OF(page_filters);

enum msg page_filter_title(enum query_field field)
{
    for (size_t i = 0; i < page_filters_count; i++)
        if (page_filters[i].field == field) return page_filters[i].title;
    return MSG_NONE;
}

/* ---- Values ---- */

enum { CHOICES_BYTES = 4096 };

struct choices {
    struct buf words; /* "Nijmegen, Utrecht" */
    text wanted;
    bool known;
};

static void offer(struct choices *c, text slug, text name, bool active)
{
    c->known |= text_eq(slug, c->wanted);
    if (!active) return;
    if (c->words.len) buf_str(&c->words, ", ");
    buf_put(&c->words, name);
}

/* Stages of which a reader hears: none of a draft, and talks read as a round. */
static bool is_offered(enum stage s)
{
    return s >= STAGE_PROPOSAL && s != STAGE_TALKS && s != STAGE_NOT_TAKEN_UP;
}

static void offer_stages(const struct page *page, struct choices *c)
{
    for (unsigned s = STAGE_NONE + 1; s < STAGE__COUNT; s++)
        offer(c, text_str(stage_slug((enum stage)s)), msg_text(page->env.lang, page_stage_name((enum stage)s)),
              is_offered((enum stage)s));
}

static void offer_kinds(const struct page *page, struct choices *c)
{
    for (unsigned k = 0; k < PRACTICE_KIND__COUNT; k++)
        offer(c, text_str(practice_kind_slug((enum practice_kind)k)),
              msg_text(page->env.lang, page_kind_name((enum practice_kind)k)), true);
}

static err_code offer_groups(struct page *page, struct choices *c, kb_err *err)
{
    struct svc_groups groups;
    ERR_TRY(svc_groups(&page->svc, &groups, err));
    for (size_t i = 0; i < groups.n; i++)
        offer(c, text_str(groups.at[i].row.slug), text_str(groups.at[i].row.name), true);
    return OK;
}

static err_code offer_organisations(struct page *page, struct choices *c, kb_err *err)
{
    struct store_organisations all;
    ERR_TRY(svc_organisations(&page->svc, &all, err));
    for (size_t i = 0; i < all.n; i++)
        offer(c, text_str(all.at[i].slug), text_str(all.at[i].name), all.at[i].partner && all.at[i].active);
    return OK;
}

static err_code offer_all(struct page *page, enum query_field field, struct choices *c, kb_err *err)
{
    switch (field) {
    case QUERY_STAGE: offer_stages(page, c); return OK;
    case QUERY_KIND: offer_kinds(page, c); return OK;
    case QUERY_LEGAL_FIELD:
        for (size_t i = 0; i < page->fields.n; i++)
            offer(c, text_str(page->fields.at[i].slug), text_str(page->fields.at[i].name), page->fields.at[i].active);
        return OK;
    case QUERY_FROM:
    case QUERY_APPLIES:
        for (size_t i = 0; i < page->locations.n; i++)
            offer(c, text_str(page->locations.at[i].slug), text_str(page->locations.at[i].name),
                  page->locations.at[i].active);
        return OK;
    case QUERY_GROUP: return offer_groups(page, c, err);
    case QUERY_ORGANISATION: return offer_organisations(page, c, err);
    default: c->known = true; return OK; /* any year may be asked for */
    }
}

/* Who may not know the groups and organisations is not told which there are not. */
err_code page_filter_known(struct page *page, const struct chosen *c, bool *known, text *choices, kb_err *err)
{
    _cleanup_(buf_release)
    struct buf words = buf_new(CHOICES_BYTES);
    struct choices all = {.words = words, .wanted = c->value};
    bool hidden = !page->svc.actor->person && (c->field == QUERY_GROUP || c->field == QUERY_ORGANISATION);
    *known = true;
    *choices = text_str("");
    if (hidden) return OK;
    err_code code = offer_all(page, c->field, &all, err);
    words = all.words;
    *known = all.known || !words.len;
    *choices = arena_text(page->svc.arena, buf_text(&words));
    return code;
}
