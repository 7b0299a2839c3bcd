/* Searching: what was asked, the answer card, the rows, and filters that are links.
 *
 * The address is the question: words, filters, order and page. A filter is taken on or off by a link to the address of
 * the changed question, so that everything works without script and can be sent to a colleague. */
#include "kb/http/page_search.h"

#include "kb/base/cleanup.h"
#include "kb/http/pages.h"

/* ---- The same question, changed ---- */

static text address(const struct page *page, const struct asked *asked)
{
    return page_asked_address(page, "/zoeken", asked);
}

/* The same question with this filter on if it was off, and off if it was on; from its first page. */
static text toggled(const struct page *page, const struct asked *asked, enum query_field field, text value)
{
    struct asked other = *asked;
    other.page = 1;
    other.n_chosen = 0;
    for (size_t i = 0; i < asked->n_chosen; i++)
        if (!page_same_filter(&asked->chosen[i], field, value)) other.chosen[other.n_chosen++] = asked->chosen[i];
    bool was_on = other.n_chosen != asked->n_chosen;
    if (!was_on && other.n_chosen < CHOSEN_MAX) other.chosen[other.n_chosen++] = (struct chosen){field, value};
    return address(page, &other);
}

static text on_page(const struct page *page, const struct asked *asked, size_t number)
{
    struct asked other = *asked;
    other.page = (int64_t)number;
    return address(page, &other);
}

static text sorted(const struct page *page, const struct asked *asked, enum search_sort sort)
{
    struct asked other = *asked;
    other.sort = sort;
    other.page = 1;
    return address(page, &other);
}

static text unfiltered(const struct page *page, const struct asked *asked)
{
    struct asked other = *asked;
    other.n_chosen = 0;
    other.page = 1;
    return address(page, &other);
}

/* Not only what is nearly equal to one of them. */
static text all_again(const struct page *page, const struct asked *asked)
{
    struct asked other = *asked;
    other.like = TEXT("");
    other.page = 1;
    return address(page, &other);
}

/* ---- Filters ---- */

/* What a value is called on the screen. The service names what the store knows by name. */
static text value_label(const struct page *page, enum query_field field, text value, const char *known)
{
    enum stage stage;
    enum practice_kind kind;
    switch (field) {
    case QUERY_STAGE: return stage_from_slug(value, &stage) ? msg_text(page->env.lang, page_stage_name(stage)) : value;
    case QUERY_KIND:
        return practice_kind_from_slug(value, &kind) ? msg_text(page->env.lang, page_kind_name(kind)) : value;
    case QUERY_LEGAL_FIELD: return page_field_name(page, value);
    case QUERY_FROM:
    case QUERY_APPLIES: return page_location_name(page, value);
    default: return known ? text_str(known) : value;
    }
}

static const struct svc_count *find_count(const struct svc_found *found, enum query_field field, text value)
{
    for (size_t i = 0; i < found->n_counts; i++)
        if (found->counts[i].field == field && text_is(value, found->counts[i].value)) return &found->counts[i];
    return NULL;
}

/* The name in the store, also of what nothing was found in; NULL for what this reader may not know. */
static const char *name_of(const struct page *page, const struct chosen *c)
{
    struct svc svc = page->svc;
    const char *name = NULL;
    kb_err unknown = {0};
    bool group = c->field == QUERY_GROUP;
    if (!group && c->field != QUERY_ORGANISATION) return NULL;
    err_code code = group ? svc_group_name(&svc, c->value, &name, &unknown)
                          : svc_organisation_name(&svc, c->value, &name, &unknown);
    return code == OK ? name : NULL;
}

static text chosen_words(const struct page *page, const struct chosen *c, const char *known)
{
    text value = value_label(page, c->field, c->value, known ? known : name_of(page, c));
    return page_words(
        page, MSG_SEARCH_CHOSEN_FILTER,
        MSG_ARGS({TEXT("filter"), msg_text(page->env.lang, page_filter_title(c->field))}, {TEXT("value"), value}));
}

text page_chosen_words(const struct page *page, const struct chosen *c)
{
    return chosen_words(page, c, NULL);
}

static void take_chosen(const struct page *page, const struct asked *asked, const struct svc_found *found,
                        struct view_results *v)
{
    struct view_results_chosen *out = ARENA_ARRAY(page->svc.arena, struct view_results_chosen, asked->n_chosen);
    for (size_t i = 0; out && i < asked->n_chosen; i++) {
        const struct chosen *c = &asked->chosen[i];
        const struct svc_count *count = find_count(found, c->field, c->value);
        out[i].label = chosen_words(page, c, count ? count->label : NULL);
        out[i].without = toggled(page, asked, c->field, c->value);
    }
    v->chosen = out;
    v->chosen_count = out ? asked->n_chosen : 0;
    v->clear = unfiltered(page, asked);
}

/* A filter that there is not, with those that there are, and the question without it. */
static err_code take_unknown(struct page *page, const struct asked *asked, const struct svc_found *found,
                             struct view_results *v, kb_err *err)
{
    struct view_results_unknown *out = ARENA_ARRAY(page->svc.arena, struct view_results_unknown, asked->n_chosen);
    for (size_t i = 0; out && i < asked->n_chosen; i++) {
        const struct chosen *c = &asked->chosen[i];
        text choices;
        bool known = find_count(found, c->field, c->value) != NULL;
        if (!known) ERR_TRY(page_filter_known(page, c, &known, &choices, err));
        if (known) continue;
        text filter = msg_text(page->env.lang, page_filter_title(c->field));
        out[v->unknown_count++] = (struct view_results_unknown){
            .words =
                page_words(page, MSG_SEARCH_UNKNOWN_VALUE,
                           MSG_ARGS({TEXT("filter"), filter}, {TEXT("value"), c->value}, {TEXT("values"), choices})),
            .without = toggled(page, asked, c->field, c->value)};
    }
    v->unknown = out;
    return OK;
}

/* Does any value of the field narrow what was found, or is chosen? */
static bool is_useful(const struct asked *asked, const struct svc_found *found, enum query_field field)
{
    for (size_t i = 0; i < found->n_counts; i++) {
        const struct svc_count *count = &found->counts[i];
        if (count->field != field) continue;
        if (count->n < found->total || page_is_chosen(asked, field, text_str(count->value))) return true;
    }
    return false;
}

/* The values of one field: all of them, as a place that everything holds for must not look left out. */
static struct view_results_filter one_filter(const struct page *page, const struct asked *asked,
                                             const struct svc_found *found, size_t which)
{
    struct view_results_filter filter = {.title = page_filters[which].title};
    if (!is_useful(asked, found, page_filters[which].field)) return filter;
    struct view_results_filter_value *values =
        ARENA_ARRAY(page->svc.arena, struct view_results_filter_value, found->n_counts);
    for (size_t i = 0; values && i < found->n_counts; i++) {
        const struct svc_count *count = &found->counts[i];
        text value = text_str(count->value);
        if (count->field != page_filters[which].field) continue;
        values[filter.values_count++] = (struct view_results_filter_value){
            .label = value_label(page, count->field, value, count->label),
            .count = (int64_t)count->n,
            .href = toggled(page, asked, count->field, value),
            .on = page_is_chosen(asked, count->field, value),
        };
    }
    filter.values = values;
    return filter;
}

static void take_filters(const struct page *page, const struct asked *asked, const struct svc_found *found,
                         struct view_results *v)
{
    struct view_results_filter *out = ARENA_ARRAY(page->svc.arena, struct view_results_filter, page_filters_count);
    size_t n = 0;
    for (size_t i = 0; out && i < page_filters_count; i++) {
        struct view_results_filter filter = one_filter(page, asked, found, i);
        if (filter.values_count) out[n++] = filter;
    }
    v->filters = out;
    v->filters_count = n;
}

/* ---- Hits ---- */

static const struct view_marked *marked(const struct page *page, const struct search_passage *passage)
{
    struct view_marked *out = passage->n ? ARENA_NEW(page->svc.arena, struct view_marked) : NULL;
    struct view_marked_piece *pieces = ARENA_ARRAY(page->svc.arena, struct view_marked_piece, passage->n);
    if (!out || !pieces) return NULL;
    for (size_t i = 0; i < passage->n; i++)
        pieces[i] = (struct view_marked_piece){passage->pieces[i].words, passage->pieces[i].marked};
    *out = (struct view_marked){.pieces = pieces, .pieces_count = passage->n};
    return out;
}

/* A passage without any of the words is the beginning of the text: In het kort, where there is one, says more. */
static void take_snippet(const struct page *page, const struct svc_hit *hit, struct view_card *card)
{
    const struct search_passage *passage = &hit->snippet;
    if (hit->title.worth) card->title_marks = marked(page, &hit->title);
    if (hit->brief.worth) card->brief_marks = marked(page, &hit->brief);
    if (!passage->worth && card->brief.len) return;
    card->snippet = marked(page, passage);
    card->cut_start = !passage->from_start;
    card->cut_end = !passage->to_end;
    if (hit->said != SVC_SAID_NOT)
        card->said =
            msg_text(page->env.lang, hit->said == SVC_SAID_AS_REMARK ? MSG_SEARCH_IN_REMARK : MSG_SEARCH_IN_EXPERIENCE);
    if (!hit->section) return;
    card->passage = page_section_place(page, hit->card.href, hit->section);
    card->passage_title = page_section_title(page, hit->section->key);
}

/* Others that say nearly the same stand behind a link. */
static void take_alike(const struct page *page, const struct asked *asked, const struct svc_hit *hit,
                       struct view_card *card)
{
    if (!hit->alike) return;
    struct asked those = *asked;
    those.like = hit->key;
    those.page = 1;
    card->alike = page_words(page, MSG_SEARCH_ALIKE, MSG_ARGS({TEXT("n"), page_number(page, (int64_t)hit->alike)}));
    card->alike_href = address(page, &those);
}

static struct view_card hit_card(const struct page *page, const struct asked *asked, const struct svc_hit *hit,
                                 bool sub)
{
    struct view_card card = page_card(page, &hit->card, sub);
    take_snippet(page, hit, &card);
    take_alike(page, asked, hit, &card);
    return card;
}

static const struct view_card *hit_cards(const struct page *page, const struct asked *asked, const struct svc_hit *hits,
                                         size_t n, bool sub)
{
    struct view_card *out = ARENA_ARRAY(page->svc.arena, struct view_card, n);
    for (size_t i = 0; out && i < n; i++) out[i] = hit_card(page, asked, &hits[i], sub);
    return out;
}

static const struct view_answer *answer(const struct page *page, const struct asked *asked, const struct svc_hit *hit)
{
    struct view_answer *out = ARENA_NEW(page->svc.arena, struct view_answer);
    struct view_answer_field *fields = ARENA_ARRAY(page->svc.arena, struct view_answer_field, page->fields.n);
    if (!out || !fields) return NULL;
    out->card = hit_card(page, asked, hit, false);
    text rest = hit->card.legal_fields;
    for (text slug; out->fields_count < page->fields.n && text_next(&rest, ' ', &slug);)
        fields[out->fields_count++].name = page_field_name(page, slug);
    out->fields = fields;
    out->applies = page_location_names(page, hit->card.applies_in);
    return out;
}

/* The first hit of a question in words is the answer card; rows only have browsing, what is only near, and a first hit
 * that ended. */
static void take_hits(const struct page *page, const struct asked *asked, const struct svc_found *found, bool words,
                      struct view_results *v)
{
    bool ranked = words && asked->sort == SEARCH_BY_RELEVANCE && !asked->like.len && !found->only_near;
    size_t first = ranked && found->n_hits && found->page == 1 && !stage_is_ended(found->hits[0].card.stage);
    if (first) v->best = answer(page, asked, &found->hits[0]);
    v->hits = hit_cards(page, asked, found->hits + first, found->n_hits - first, false);
    v->hits_count = v->hits ? found->n_hits - first : 0;
    v->own = hit_cards(page, asked, found->own, found->n_own, true);
    v->own_count = v->own ? found->n_own : 0;
}

/* ---- The page ---- */

static text count_words(const struct page *page, const struct svc_found *found)
{
    if (found->more) return msg_text(page->env.lang, MSG_SEARCH_COUNT_MORE);
    if (!found->total) return msg_text(page->env.lang, MSG_SEARCH_COUNT_NONE);
    text n = page_number(page, (int64_t)found->total);
    return page_words(page, MSG_SEARCH_COUNT, MSG_ARGS({TEXT("n"), n}));
}

static void take_order(const struct page *page, const struct asked *asked, bool words, struct view_results *v)
{
    struct view_results_order *out = ARENA_ARRAY(page->svc.arena, struct view_results_order, 2);
    if (!out || !words) return; /* without words everything comes newest first */
    bool by_date = asked->sort == SEARCH_BY_DATE;
    out[0] =
        (struct view_results_order){MSG_SEARCH_ORDER_RELEVANCE, sorted(page, asked, SEARCH_BY_RELEVANCE), !by_date};
    out[1] = (struct view_results_order){MSG_SEARCH_ORDER_DATE, sorted(page, asked, SEARCH_BY_DATE), by_date};
    v->order = out;
    v->order_count = 2;
    v->by_date = by_date;
}

static void take_pages(const struct page *page, const struct asked *asked, const struct svc_found *found,
                       struct view_results *v)
{
    if (found->pages < 2) return;
    v->page = (int64_t)found->page;
    v->pages = (int64_t)found->pages;
    if (found->page > 1) v->previous = on_page(page, asked, found->page - 1);
    if (found->page < found->pages) v->next = on_page(page, asked, found->page + 1);
}

enum { ALSO_MAX = 4 /* other words that are told; more are asked for */ };

/* "huurverhoging, verhuurder": a list for one sentence. */
static text joined(const struct page *page, const text *words, size_t n)
{
    _cleanup_(buf_release)
    struct buf out = buf_new(4096);
    for (size_t i = 0; i < n; i++) {
        if (i) buf_str(&out, ", ");
        buf_put(&out, words[i]);
    }
    return arena_text(page->svc.arena, buf_text(&out));
}

text page_tried_words(const struct page *page, const struct search_corrected *corrected, size_t n)
{
    text used[SEARCH_CORRECTED_MAX];
    if (!n) return text_of(NULL, 0);
    for (size_t i = 0; i < n; i++) used[i] = corrected[i].used;
    return page_words(page, MSG_SEARCH_CORRECTED, MSG_ARGS({TEXT("words"), joined(page, used, n)}));
}

/* What was asked for besides what was typed, with one click back. */
static void take_widened(const struct page *page, const struct asked *asked, const struct svc_found *found,
                         struct view_results *v)
{
    struct asked plain = *asked;
    v->corrected = page_tried_words(page, found->corrected, found->n_corrected);
    if (found->n_meant) {
        text words = joined(page, found->meant, found->n_meant < ALSO_MAX ? found->n_meant : ALSO_MAX);
        v->also = page_words(page, MSG_SEARCH_ALSO, MSG_ARGS({TEXT("words"), words}));
    }
    if (found->n_unheld)
        v->unheld = page_words(page, found->total ? MSG_SEARCH_UNHELD : MSG_SEARCH_UNHELD_NOTHING,
                               MSG_ARGS({TEXT("words"), joined(page, found->unheld, found->n_unheld)}));
    plain.as_typed = !asked->as_typed;
    plain.page = 1;
    v->as_typed = address(page, &plain);
    v->typed_only = asked->as_typed;
}

static void take_head(const struct page *page, const struct asked *asked, const struct query *query,
                      const struct svc_found *found, struct view_results *v)
{
    v->heading = asked->words.len ? page_words(page, MSG_SEARCH_HEADING, MSG_ARGS({TEXT("words"), asked->words}))
                                  : msg_text(page->env.lang, MSG_SEARCH_HEADING_ALL);
    v->title = v->heading;
    v->count = count_words(page, found);
    v->cut = query->cut;
    v->alike = asked->like.len > 0;
    v->unalike = all_again(page, asked);
    v->words = asked->words;
    v->nothing = !found->total;
}

/* Nothing was found: words near to those, that find something. */
static err_code take_next(struct page *page, const struct asked *asked, const struct svc_found *found,
                          struct view_results *v, kb_err *err)
{
    struct svc_nexts next;
    if (found->total || asked->n_chosen || asked->as_typed) return OK;
    ERR_TRY(svc_find_next(&page->svc, asked->words, found, &next, err));
    struct view_results_more_words *out = ARENA_ARRAY(page->svc.arena, struct view_results_more_words, next.n);
    for (size_t i = 0; out && i < next.n; i++) {
        struct asked other = {.words = next.at[i].words, .page = 1};
        out[i] = (struct view_results_more_words){other.words, address(page, &other), (int64_t)next.at[i].total};
    }
    v->more_words = out;
    v->more_words_count = out ? next.n : 0;
    return OK;
}

/* Who is signed in can keep the question, from its first page, and sees that it is kept. */
static err_code take_keep(struct page *page, const struct asked *first, struct view_results *v, kb_err *err)
{
    struct store_saveds all;
    if (!page->req->session || (!first->words.len && !first->n_chosen)) return OK;
    text address = page_asked_address(page, "/zoeken", first);
    ERR_TRY(svc_saved(&page->svc, &all, err));
    for (size_t i = 0; i < all.n && !v->kept.len; i++)
        if (text_is(address, all.at[i].address)) v->kept = text_str(all.at[i].name);
    if (v->kept.len) return OK;
    v->keep = address;
    v->keep_name = first->words.len ? first->words : v->chosen_count ? v->chosen[0].label : first->words;
    return OK;
}

err_code page_search(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    ERR_TRY(page_open(&page, req, res, "zoeken", err));
    struct asked asked = page_asked(req);
    struct svc_ask ask;
    struct svc_found found;
    ERR_TRY(page_asked_ask(req->arena, &asked, &ask, err));
    ask.together = !asked.like.len;
    ask.said = true;
    ask.like = asked.like;
    ERR_TRY(svc_find(&page.svc, &ask, &found, err));
    ERR_TRY(page_labels(&page, err));
    struct view_results v = {0};
    bool words = query_has_words(ask.query);
    take_head(&page, &asked, ask.query, &found, &v);
    take_widened(&page, &asked, &found, &v);
    take_chosen(&page, &asked, &found, &v);
    ERR_TRY(take_unknown(&page, &asked, &found, &v, err));
    take_order(&page, &asked, words && found.total, &v);
    take_hits(&page, &asked, &found, words, &v);
    take_filters(&page, &asked, &found, &v);
    take_pages(&page, &asked, &found, &v);
    ERR_TRY(take_next(&page, &asked, &found, &v, err));
    struct asked followed = asked;
    followed.page = 1;
    followed.like = TEXT("");
    bool missing = v.nothing || found.only_near;
    text kept = page_count_search(&page, &asked, ask.query, &found, missing && !found.n_own);
    v.reportable = missing && words && req->session && !asked.n_chosen;
    if (v.reportable) v.report = kept;
    v.feed = page_asked_address(&page, "/zoeken/feed", &followed);
    ERR_TRY(take_keep(&page, &followed, &v, err));
    page.env.query = asked.words;
    view_results(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}
