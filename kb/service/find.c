/* Finding: the index proposes at most 1,000 candidates, the store is asked about each of them again, and what this
 * actor may read is what is counted, filtered and shown (design section 3 rules 3 and 4, section 7). */
#include "kb/service/service__internal.h"

#include "kb/domain/placing.h"
#include "search/query_scan.h"

enum { ID_LEN = 26 };

/* What has less than this part of the best score only shares a word with the question. */
static const double SHARES_A_WORD = 0.5;

/* A document's id in the index (svc__doc_letter). */
static bool take_hit(text id, text *practice, enum svc__doc *doc)
{
    if (id.len != ID_LEN + 2 || id.ptr[ID_LEN] != '.') return false;
    *practice = text_slice(id, 0, ID_LEN);
    for (*doc = SVC__DOC_ADOPTED; *doc < SVC__DOC__COUNT; (*doc)++)
        if (id.ptr[ID_LEN + 1] == svc__doc_letter[*doc]) return true;
    return false;
}

/* A candidate that passed the second look. */
struct kept {
    const struct search_hit *hit;
    const struct store_facts *facts;
    enum svc__doc doc;
    enum store_line_name line; /* of a document of what was said: the one that this actor sees first */
    enum stage stage;          /* of that line, as the index has it: what only some know of it moves nothing */
    size_t alike;              /* others that it speaks for */
    double score;              /* of its words, placed (placing.h) */
    size_t place;              /* among the hits */
};

struct keeping {
    struct kept *at;
    size_t n;
};

static bool may_read(struct svc *svc, const struct store_facts *facts, enum store_line_name line, bool reading_public)
{
    if (facts->lines[line].stage == STAGE_NONE) return false;
    struct policy_object object = svc__object_of_facts(facts, line, reading_public);
    return policy_may(svc->actor, ACT_READ, &object) == POLICY_ALLOW;
}

/* The line that stands where the index says and may be read. What was said is read by whoever may say something there:
 * insiders, and what a group said before by the group. */
static bool judge(struct svc *svc, struct kept *k, bool reading_public)
{
    if (k->doc == SVC__DOC_OPEN && !svc__insider(svc->actor)) return false;
    if (k->doc == SVC__DOC_KEPT && !svc__in_group(svc->actor, k->facts->group)) return false;
    k->line = k->doc == SVC__DOC_CANDIDATE ? STORE_CANDIDATE : STORE_ADOPTED;
    if (may_read(svc, k->facts, k->line, reading_public)) return true;
    if (k->doc != SVC__DOC_OPEN && k->doc != SVC__DOC_KEPT) return false;
    k->line = STORE_CANDIDATE;
    return may_read(svc, k->facts, k->line, reading_public);
}

static bool is_said(const struct kept *k)
{
    return k->doc == SVC__DOC_OPEN || k->doc == SVC__DOC_KEPT;
}

/* A text that was found by its own words and by what was said about it stands once, at the better place. */
static void drop_twice_found(struct keeping *kept)
{
    size_t n = 0;
    for (size_t i = 0; i < kept->n; i++) {
        const struct kept *k = &kept->at[i];
        bool before = false;
        for (size_t j = 0; j < n && !before; j++)
            before = kept->at[j].line == k->line && (is_said(k) || is_said(&kept->at[j])) &&
                     !strcmp(kept->at[j].facts->id, k->facts->id);
        if (!before) kept->at[n++] = *k;
    }
    kept->n = n;
}

static enum stage stage_of(const struct kept *k)
{
    return stage_told(k->facts->lines[k->line].stage, false, false);
}

/* Reads the facts of all candidates at once and keeps what judge() lets pass. */
static err_code look_again(struct svc *svc, const struct search_hits *hits, struct keeping *out, kb_err *err)
{
    text *ids = ARENA_ARRAY(svc->arena, text, hits->n);
    enum svc__doc *docs = ARENA_ARRAY(svc->arena, enum svc__doc, hits->n);
    const struct store_facts **facts = ARENA_ARRAY(svc->arena, const struct store_facts *, hits->n);
    bool reading_public, said = false;
    out->at = ARENA_ARRAY(svc->arena, struct kept, hits->n);
    out->n = 0;
    if (!ids || !docs || !facts || !out->at) return svc__no_memory(err);
    for (size_t i = 0; i < hits->n; i++)
        if (!take_hit(hits->items[i].id, &ids[i], &docs[i])) ids[i] = TEXT("");
    ERR_TRY(store_practice_facts(svc->store, ids, hits->n, svc->arena, facts, err));
    ERR_TRY(svc__reading_public(svc, &reading_public, err));
    for (size_t i = 0; i < hits->n; i++) {
        struct kept k = {.hit = &hits->items[i], .facts = facts[i], .doc = docs[i], .place = i};
        if (!facts[i] || !judge(svc, &k, reading_public)) continue;
        said |= is_said(&k);
        k.stage = stage_of(&k);
        out->at[out->n++] = k;
    }
    if (said) drop_twice_found(out);
    return OK;
}

/* ---- In which order ---- */

enum { OWN_MAX = 8 };

struct own_slugs {
    text at[OWN_MAX];
    size_t n;
};

static err_code take_own(struct svc *svc, struct own_slugs *own, kb_err *err)
{
    for (size_t i = 0; i < svc->actor->n_grants && own->n < OWN_MAX; i++) {
        const struct actor_grant *g = &svc->actor->grants[i];
        struct store_organisation organisation;
        if (g->scope != SCOPE_ORGANISATION) continue;
        ERR_TRY(store_organisation_get(svc->store, g->id, svc->arena, &organisation, err));
        own->at[own->n++] = text_str(organisation.slug);
    }
    return OK;
}

static bool holds_here(const struct kept *k, const struct own_slugs *own)
{
    text list = k->facts->holds_for;
    for (text slug; k->line == STORE_ADOPTED && text_next(&list, ' ', &slug);)
        for (size_t i = 0; i < own->n; i++)
            if (text_eq(slug, own->at[i])) return true;
    return false;
}

static int by_score(const void *a, const void *b)
{
    const struct kept *x = a, *y = b;
    if (x->score != y->score) return x->score > y->score ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

static bool stands(const struct kept *k)
{
    return k->line == STORE_ADOPTED && !stage_is_ended(k->stage);
}

/* Of two texts of one practice the one that stands comes first, however well the one on its way fits. */
static void put_standing_first(struct keeping *kept)
{
    for (size_t i = 0; i < kept->n; i++) {
        if (kept->at[i].line != STORE_CANDIDATE || !kept->at[i].facts->lines[STORE_ADOPTED].stage) continue;
        for (size_t j = i + 1; j < kept->n; j++) {
            struct kept standing = kept->at[j];
            if (!stands(&standing) || strcmp(standing.facts->id, kept->at[i].facts->id) != 0) continue;
            memmove(&kept->at[i + 1], &kept->at[i], (j - i) * sizeof *kept->at);
            kept->at[i] = standing;
            break;
        }
    }
}

/* A text that ended, however well it fits, is not what to do: it comes behind all others, but for those that only share
 * a word with the question. */
static void put_ended_behind(struct keeping *kept)
{
    double best = 0;
    for (size_t i = 0; i < kept->n; i++)
        if (!stage_is_ended(kept->at[i].stage) && kept->at[i].score > best) best = kept->at[i].score;
    for (size_t i = 0; best > 0 && i < kept->n; i++)
        if (stage_is_ended(kept->at[i].stage) && kept->at[i].score > best * SHARES_A_WORD)
            kept->at[i].score = best * SHARES_A_WORD;
}

static err_code put_in_order(struct svc *svc, struct keeping *kept, kb_err *err)
{
    struct own_slugs own = {0};
    ERR_TRY(take_own(svc, &own, err));
    for (size_t i = 0; i < kept->n; i++) {
        struct kept *k = &kept->at[i];
        const struct placing p = {.stage = k->stage,
                                  .line = svc__line(k->line),
                                  .numbered = k->facts->numbered,
                                  .holds_here = holds_here(k, &own),
                                  .age = svc->now - k->hit->date};
        k->score = k->hit->score * placing_factor(&p);
    }
    put_ended_behind(kept);
    qsort(kept->at, kept->n, sizeof *kept->at, by_score);
    put_standing_first(kept);
    return OK;
}

/* ---- Nearly equal texts ---- */

/* Only among what this actor may read: what they may not see joins and parts nothing. */
static err_code find_alike(struct svc *svc, const struct keeping *kept, uint16_t **first, kb_err *err)
{
    struct search_sketch *sketches = ARENA_ARRAY(svc->arena, struct search_sketch, kept->n);
    *first = ARENA_ARRAY(svc->arena, uint16_t, kept->n);
    if (!sketches || !*first) return svc__no_memory(err);
    for (size_t i = 0; i < kept->n; i++) sketches[i] = kept->at[i].hit->sketch;
    search_alike(sketches, kept->n, *first);
    return OK;
}

static bool speaks_before(const struct kept *a, const struct kept *b)
{
    return stands(a) && !stands(b);
}

/* One of each kind stays, in the place of the best. */
static err_code put_together(struct svc *svc, struct keeping *kept, kb_err *err)
{
    uint16_t *first, *row = ARENA_ARRAY(svc->arena, uint16_t, kept->n);
    if (!row) return svc__no_memory(err);
    ERR_TRY(find_alike(svc, kept, &first, err));
    size_t rows = 0;
    for (size_t i = 0; i < kept->n; i++) {
        struct kept one = kept->at[i], *head;
        if (first[i] == i) {
            row[i] = (uint16_t)rows;
            kept->at[rows++] = one;
            continue;
        }
        head = &kept->at[row[first[i]]];
        one.alike = ++head->alike;
        if (speaks_before(&one, head)) *head = one;
    }
    kept->n = rows;
    return OK;
}

static err_code keep_like(struct svc *svc, struct keeping *kept, text key, kb_err *err)
{
    uint16_t *first;
    ERR_TRY(find_alike(svc, kept, &first, err));
    size_t of = SIZE_MAX, n = 0;
    for (size_t i = 0; i < kept->n; i++)
        if (text_eq(kept->at[i].hit->id, key)) of = first[i];
    for (size_t i = 0; i < kept->n; i++)
        if (first[i] == of) kept->at[n++] = kept->at[i];
    kept->n = n;
    return OK;
}

/* ---- Counting ---- */

enum { VALUES_MAX = 512 };

struct tally {
    text value;
    size_t n;
};

struct counting {
    struct tally values[QUERY_FIELD__COUNT][VALUES_MAX];
    size_t n[QUERY_FIELD__COUNT];
};

static void count_value(struct counting *c, enum query_field field, text value)
{
    struct tally *values = c->values[field];
    for (size_t i = 0; i < c->n[field]; i++) {
        if (!text_eq(values[i].value, value)) continue;
        values[i].n++;
        return;
    }
    if (c->n[field] < VALUES_MAX) values[c->n[field]++] = (struct tally){value, 1};
}

static void count_list(struct counting *c, enum query_field field, text list)
{
    for (text value; text_next(&list, ' ', &value);) count_value(c, field, value);
}

static void count_kept(struct counting *c, const struct kept *k)
{
    count_list(c, QUERY_LEGAL_FIELD, k->facts->legal_fields);
    count_list(c, QUERY_FROM, k->facts->comes_from);
    count_list(c, QUERY_APPLIES, k->facts->applies_in);
    if (k->line == STORE_ADOPTED) count_list(c, QUERY_ORGANISATION, k->facts->holds_for);
    count_value(c, QUERY_GROUP, text_str(k->facts->group));
    count_value(c, QUERY_STAGE, text_str(stage_slug(k->stage)));
    count_value(c, QUERY_KIND, text_str(k->facts->kind));
}

/* A value's name on the screen, and for a group its slug instead of its id. Kinds and stages are named by the page. */
static err_code name_value(struct svc *svc, struct svc_count *count, kb_err *err)
{
    struct store_legal_field field;
    struct store_location location;
    struct store_group group;
    struct store_organisation organisation;
    switch (count->field) {
    case QUERY_ORGANISATION:
        ERR_TRY(store_organisation_by_slug(svc->store, count->value, svc->arena, &organisation, err));
        count->label = organisation.name;
        return OK;
    case QUERY_LEGAL_FIELD:
        ERR_TRY(store_legal_field_get(svc->store, count->value, svc->arena, &field, err));
        count->label = field.name;
        return OK;
    case QUERY_FROM:
    case QUERY_APPLIES:
        ERR_TRY(store_location_get(svc->store, count->value, svc->arena, &location, err));
        count->label = location.name;
        return OK;
    case QUERY_GROUP:
        ERR_TRY(store_group_get(svc->store, count->value, svc->arena, &group, err));
        count->value = group.slug;
        count->label = group.name;
        return OK;
    default: count->label = NULL; return OK;
    }
}

static int by_frequency(const void *a, const void *b)
{
    const struct tally *x = a, *y = b;
    if (x->n != y->n) return x->n < y->n ? 1 : -1;
    return text_cmp(x->value, y->value);
}

static err_code put_counts(struct svc *svc, struct counting *c, const struct query *query, struct svc_found *out,
                           kb_err *err)
{
    struct svc_count *counts = ARENA_ARRAY(svc->arena, struct svc_count, SVC_COUNTS_MAX);
    if (!counts) return svc__no_memory(err);
    size_t n = 0;
    for (int f = 0; f < QUERY_FIELD__COUNT; f++) {
        qsort(c->values[f], c->n[f], sizeof c->values[f][0], by_frequency);
        for (size_t i = 0; i < c->n[f] && n < SVC_COUNTS_MAX && i < SVC_COUNTS_MAX / QUERY_FIELD__COUNT; i++) {
            struct svc_count count = {
                .field = (enum query_field)f, .value = svc__str(svc, c->values[f][i].value), .n = c->values[f][i].n};
            ERR_TRY(name_value(svc, &count, err));
            count.chosen = query_has_filter(query, count.field, text_str(count.value));
            counts[n++] = count;
        }
    }
    out->counts = counts;
    out->n_counts = n;
    return OK;
}

static err_code count_all(struct svc *svc, const struct keeping *kept, const struct query *query, struct svc_found *out,
                          kb_err *err)
{
    struct counting *c = ARENA_NEW(svc->arena, struct counting);
    if (!c) return svc__no_memory(err);
    for (size_t i = 0; i < kept->n; i++) count_kept(c, &kept->at[i]);
    return put_counts(svc, c, query, out, err);
}

/* ---- One page of hits ---- */

static const struct practice_section *section_info(const struct store_practice *row, const char *key)
{
    return practice_section_find(svc__kind(row), text_str(key));
}

/* The first of what was said, as far as this actor may read it, in which one of the words stands. */
static err_code said_snippet(struct svc *svc, struct search_snippets *snippets, const struct kept *k,
                             struct svc_hit *hit, kb_err *err)
{
    struct svc__saids said;
    enum svc__said_by by = k->doc == SVC__DOC_OPEN ? SVC__SAID_OPEN : SVC__SAID_ALL;
    hit->said = SVC_SAID_AS_REMARK;
    if (!snippets) return OK;
    ERR_TRY(svc__said_of(svc, k->facts->id, by, &said, err));
    search_snippets_title(snippets, text_str(""));
    for (size_t i = 0; i < said.n; i++) {
        struct search_passage passage;
        ERR_TRY(search_snippet(snippets, said.at[i].words, SVC_SNIPPET_BYTES, &passage, err));
        if (!passage.worth) continue;
        hit->snippet = passage;
        hit->said = said.at[i].as;
        return OK;
    }
    return OK;
}

/* The best passage of all sections: each is looked at by itself, for what the next heading says is of somebody else. */
static err_code text_snippet(struct svc *svc, struct search_snippets *snippets, const struct store_practice *row,
                             const char *revision, struct svc_hit *hit, kb_err *err)
{
    struct store_revision r;
    const struct md_document **docs;
    size_t looked_at = 0;
    ERR_TRY(store_revision_get(svc->store, revision, svc->arena, &r, err));
    ERR_TRY(svc__rendered(svc, &r, &docs, err));
    search_snippets_title(snippets, text_str(r.title));
    for (size_t i = 0; i < r.n_sections && looked_at < SEARCH_SNIPPET_SCAN; i++) {
        struct search_passage passage;
        ERR_TRY(search_snippet(snippets, docs[i]->plain, SVC_SNIPPET_BYTES, &passage, err));
        looked_at += docs[i]->plain.len;
        if (passage.worth <= hit->snippet.worth && (hit->snippet.n || !passage.n)) continue;
        hit->snippet = passage;
        if (passage.worth) hit->section = section_info(row, r.sections[i].key);
    }
    return OK;
}

static err_code make_hit(struct svc *svc, struct search_snippets *snippets, const struct kept *k, struct svc_hit *hit,
                         kb_err *err)
{
    struct store_practice row;
    ERR_TRY(store_practice_get(svc->store, k->facts->id, svc->arena, &row, err));
    ERR_TRY(svc__card(svc, &row, k->line, &hit->card, err));
    svc__href_to_line(svc, &row, k->line, &hit->card);
    hit->score = k->score;
    hit->key = k->hit->id;
    hit->alike = k->alike;
    if (snippets) {
        search_snippets_title(snippets, text_str(hit->card.title));
        ERR_TRY(search_marked(snippets, text_str(hit->card.title), &hit->title, err));
        ERR_TRY(search_marked(snippets, text_str(hit->card.brief), &hit->brief, err));
    }
    if (is_said(k)) return said_snippet(svc, snippets, k, hit, err);
    const char *revision = row.lines[k->line].revision;
    return snippets && revision ? text_snippet(svc, snippets, &row, revision, hit, err) : OK;
}

static err_code make_hits(struct svc *svc, const struct svc_ask *ask, const struct query *asked,
                          const struct kept *kept, size_t n, const struct svc_hit **out, kb_err *err)
{
    struct svc_hit *hits = ARENA_ARRAY(svc->arena, struct svc_hit, n);
    struct search_snippets *snippets = NULL;
    if (!hits) return svc__no_memory(err);
    if (!ask->bare) ERR_TRY(search_snippets_new(&snippets, svc->search, svc->arena, asked, ask->as_typed, err));
    for (size_t i = 0; i < n; i++) ERR_TRY(make_hit(svc, snippets, &kept[i], &hits[i], err));
    *out = hits;
    return OK;
}

static err_code make_page(struct svc *svc, const struct svc_ask *ask, const struct keeping *kept, struct svc_found *out,
                          kb_err *err)
{
    size_t per_page = ask->per_page ? ask->per_page : SVC_PAGE_SIZE;
    out->pages = kept->n ? (kept->n + per_page - 1) / per_page : 1;
    out->page = ask->page < 1 ? 1 : ask->page > out->pages ? out->pages : ask->page;
    size_t from = (out->page - 1) * per_page;
    out->n_hits = kept->n - from < per_page ? kept->n - from : per_page;
    return make_hits(svc, ask, out->asked, kept->at + from, out->n_hits, &out->hits, err);
}

/* ---- In one's own working groups: a block by itself ---- */

static err_code find_own(struct svc *svc, const struct svc_ask *ask, struct svc_found *out, kb_err *err)
{
    text groups[SEARCH_GROUPS_MAX];
    size_t n = svc__own_groups(svc->actor, groups);
    if (n == 0) return OK;
    struct search_hits hits;
    struct keeping kept;
    ERR_TRY(search_find_groups(svc->search, svc->arena, ask->query, groups, n, SVC_OWN_MAX * 4, &hits, err));
    ERR_TRY(look_again(svc, &hits, &kept, err));
    out->n_own = kept.n < SVC_OWN_MAX ? kept.n : SVC_OWN_MAX;
    return make_hits(svc, ask, hits.asked, kept.at, out->n_own, &out->own, err);
}

enum search_scope svc__scope(const struct svc *svc)
{
    return svc__insider(svc->actor) ? SEARCH_AS_MEMBER : SEARCH_AS_ANONYMOUS;
}

err_code svc__may_ask(struct svc *svc, bool *may, kb_err *err)
{
    *may = true;
    return svc__insider(svc->actor) ? OK : svc__reading_public(svc, may, err);
}

err_code svc_find(struct svc *svc, const struct svc_ask *ask, struct svc_found *out, kb_err *err)
{
    bool may;
    *out = (struct svc_found){.asked = ask->query, .page = 1, .pages = 1};
    ERR_TRY(svc__may_ask(svc, &may, err));
    if (!may) return OK;
    if (!svc->search) return err_set(err, ERR_SEARCH_DOWN, "the index is not ready");
    struct search_ask question = {
        .query = ask->query,
        .scope = svc__scope(svc),
        .sort = ask->sort,
        .limit = SEARCH_LIMIT_MAX,
        .as_typed = ask->as_typed,
        .said = ask->said,
        .itself = ask->itself,
    };
    struct search_hits hits;
    struct keeping kept;
    ERR_TRY(svc__vocabulary(svc, err));
    ERR_TRY(search_find(svc->search, svc->arena, &question, &hits, err));
    ERR_TRY(look_again(svc, &hits, &kept, err));
    if (ask->sort == SEARCH_BY_RELEVANCE) ERR_TRY(put_in_order(svc, &kept, err));
    out->more = hits.more;
    memcpy(out->corrected, hits.corrected, sizeof out->corrected);
    memcpy(out->meant, hits.meant, sizeof out->meant);
    out->n_corrected = hits.n_corrected;
    out->n_meant = kept.n ? hits.n_meant : hits.n_tried; /* where nothing is found, all that was looked for */
    memcpy(out->unheld, hits.unheld, sizeof out->unheld);
    out->n_unheld = hits.n_unheld;
    out->only_near = hits.only_near;
    out->asked = hits.asked;
    if (ask->like.len) ERR_TRY(keep_like(svc, &kept, ask->like, err));
    out->total = kept.n;
    if (!ask->bare) ERR_TRY(count_all(svc, &kept, ask->query, out, err));
    if (ask->together) ERR_TRY(put_together(svc, &kept, err));
    ERR_TRY(make_page(svc, ask, &kept, out, err));
    return ask->bare || ask->like.len ? OK : find_own(svc, ask, out, err);
}

err_code svc__cards_of_docs(struct svc *svc, const text *ids, size_t n, struct svc_cards *out, kb_err *err)
{
    struct keeping kept;
    struct search_hits hits = {.items = ARENA_ARRAY(svc->arena, struct search_hit, n), .n = n};
    struct svc_card *cards = ARENA_ARRAY(svc->arena, struct svc_card, n);
    *out = (struct svc_cards){.at = cards};
    if (!hits.items || !cards) return svc__no_memory(err);
    for (size_t i = 0; i < n; i++) hits.items[i].id = ids[i];
    ERR_TRY(look_again(svc, &hits, &kept, err));
    for (size_t i = 0; i < kept.n; i++) {
        struct svc_hit hit = {0};
        ERR_TRY(make_hit(svc, NULL, &kept.at[i], &hit, err));
        cards[out->n++] = hit.card;
    }
    return OK;
}

/* ---- More like this ---- */

/* Few candidates are asked for, and each is judged. It costs what a question costs. */
static err_code find_like(struct svc *svc, const struct svc_card *card, struct keeping *kept, kb_err *err)
{
    enum { LOOKED_AT = 16, WORDS_MAX = 400 };
    struct search_hits hits;
    struct query *query = query_new(svc->arena);
    if (!query) return svc__no_memory(err);
    query_add_words(query, QUERY_WORD, QUERY_ANY, text_str(card->title));
    query_add_words(query, QUERY_WORD, QUERY_ANY, utf8_clip(text_str(card->brief), WORDS_MAX));
    struct search_ask ask = {
        .query = query,
        .scope = svc__scope(svc),
        .limit = LOOKED_AT,
        .as_typed = true,
    };
    bool may;
    *kept = (struct keeping){0};
    ERR_TRY(svc__may_ask(svc, &may, err));
    if (!may || !svc->search || query_is_empty(query)) return OK;
    ERR_TRY(search_find(svc->search, svc->arena, &ask, &hits, err));
    return look_again(svc, &hits, kept, err);
}

/* Not the text itself, not one that ended, each practice once. */
static bool is_more(const struct svc_cards *sofar, const struct svc_card *card, const struct svc_card *like)
{
    if (!strcmp(card->id, like->id) || stage_is_ended(card->stage) || card->stage == STAGE_EXPIRED) return false;
    for (size_t i = 0; i < sofar->n; i++)
        if (!strcmp(sofar->at[i].id, card->id)) return false;
    return true;
}

err_code svc_more_like(struct svc *svc, const struct svc_card *card, struct svc_cards *out, kb_err *err)
{
    struct keeping kept;
    struct svc_card *cards = ARENA_ARRAY(svc->arena, struct svc_card, SVC_MORE_MAX);
    *out = (struct svc_cards){.at = cards};
    if (!cards) return svc__no_memory(err);
    err_code code = find_like(svc, card, &kept, err);
    if (code == ERR_SEARCH_DOWN) return OK;
    if (code != OK) return code;
    double best = 0; /* of the others */
    for (size_t i = 0; i < kept.n && out->n < SVC_MORE_MAX; i++) {
        struct svc_hit hit;
        if (kept.at[i].hit->score < best * SHARES_A_WORD) break;
        ERR_TRY(make_hit(svc, NULL, &kept.at[i], &hit, err));
        if (!is_more(out, &hit.card, card)) continue;
        if (!out->n) best = kept.at[i].hit->score;
        cards[out->n++] = hit.card;
    }
    return OK;
}
