/* Searching and reading for programs, as JSON: what the pages show to the same person, by the same functions of the
 * service. Nothing here is about people, positions or anything that can be done. README.md says how to ask. */
#include "kb/http/json_out.h"
#include "kb/http/page_search.h"
#include "kb/http/pages.h"

#include "kb/base/calendar.h"
#include "kb/base/cleanup.h"

enum { PER_PAGE = 50 };

static void put_words(json_t *object, const char *name, const char *words)
{
    json_put(object, name, text_str(words ? words : ""));
}

static void put_address(const struct page *page, json_t *object, const char *name, const char *href)
{
    if (href) put_words(object, name, page_whole_address(page->req, href));
}

static void put_time(json_t *object, const char *name, kb_time at)
{
    char time[UTC_BYTES];
    if (at) put_words(object, name, utc_format(at, time));
}

static void put_slugs(json_t *object, const char *name, text slugs)
{
    json_t *list = json_array();
    for (text slug; text_next(&slugs, ' ', &slug);) json_array_append_new(list, json_stringn(slug.ptr, slug.len));
    json_object_set_new(object, name, list);
}

/* ---- A text in few words ---- */

static void put_card(const struct page *page, json_t *object, const struct svc_card *card, kb_time until)
{
    put_words(object, "nummer", card->number);
    put_address(page, object, "adres", card->href);
    json_put(object, "titel", page_title(page, card));
    put_words(object, "in_het_kort", card->brief);
    put_words(object, "soort", practice_kind_slug(card->kind));
    put_words(object, "fase", stage_slug_nl(card->stage));
    json_put(object, "zin", page_stage(page, card, until).sentence);
    put_time(object, "sinds", card->since);
    put_words(object, "werkgroep", card->group_slug);
    put_slugs(object, "rechtsgebieden", card->legal_fields);
    put_slugs(object, "geldt_in", card->applies_in);
}

/* ---- Searching ---- */

static err_code write_found(const struct page *page, const struct asked *asked, const struct svc_found *found,
                            kb_err *err)
{
    _cleanup_(json_free_p)
    json_t *root = json_object();
    json_t *list = json_array();
    json_put(root, "vraag", asked->words);
    json_object_set_new(root, "aantal", json_integer((json_int_t)found->total));
    json_object_set_new(root, "meer_dan_aantal", json_boolean(found->more));
    json_object_set_new(root, "blad", json_integer((json_int_t)found->page));
    json_object_set_new(root, "bladen", json_integer((json_int_t)found->pages));
    json_object_set_new(root, "stukken", list);
    for (size_t i = 0; i < found->n_hits; i++) {
        json_t *one = json_object();
        put_card(page, one, &found->hits[i].card, 0);
        json_array_append_new(list, one);
    }
    return json_write(root, JSON_COMPACT, &page->res->body, err);
}

/* A filter that there is not is a mistake of the program that asks. */
static err_code filters_known(struct page *page, const struct asked *asked, kb_err *err)
{
    err_code code = OK;
    if (asked->n_chosen) ERR_TRY(page_labels(page, err));
    for (size_t i = 0; i < asked->n_chosen; i++) {
        const struct chosen *c = &asked->chosen[i];
        bool known;
        text choices;
        ERR_TRY(page_filter_known(page, c, &known, &choices, err));
        if (!known) code = err_field(err, ERR_INVALID, query_field_name_nl(c->field), "not-a-choice");
    }
    return code;
}

/* Not counted among what people ask (page_count_search): no person looks at this answer. */
err_code api_search(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct svc_found found;
    ERR_TRY(page_open(&page, req, res, "", err));
    struct asked asked = page_asked(req);
    struct svc_ask ask;
    ERR_TRY(filters_known(&page, &asked, err));
    ERR_TRY(page_asked_ask(req->arena, &asked, &ask, err));
    ask.per_page = PER_PAGE;
    ask.bare = true;
    ERR_TRY(svc_find(&page.svc, &ask, &found, err));
    ERR_TRY(write_found(&page, &asked, &found, err));
    res_type(res, 200, "application/json");
    return OK;
}

/* ---- Reading ---- */

static json_t *sections_of(const struct page *page, const struct svc_text *in)
{
    json_t *list = json_array();
    for (size_t i = 0; i < in->n_sections; i++) {
        json_t *one = json_object();
        put_words(one, "onderdeel", in->sections[i].info->key);
        json_put(one, "kop", page_section_title(page, in->sections[i].info->key));
        json_put(one, "markdown", in->sections[i].source);
        json_array_append_new(list, one);
    }
    return list;
}

static err_code write_practice(const struct page *page, const struct svc_practice *p, kb_err *err)
{
    _cleanup_(json_free_p)
    json_t *root = json_object();
    put_card(page, root, &p->card, p->until);
    if (p->text.version) json_object_set_new(root, "versie", json_integer(p->text.version));
    put_time(root, "nakijken_op", p->review_at);
    put_words(root, "besluit", p->decision);
    json_put(root, "reden", page_step_words(page, p->reason));
    put_address(page, root, "vervangen_door", p->superseded_by.href);
    put_address(page, root, "samengevoegd_met", p->merged_into.href);
    json_object_set_new(root, "tekst", sections_of(page, &p->text));
    return json_write(root, JSON_COMPACT, &page->res->body, err);
}

/* By number or by id; of what stands and is on its way the text that stands. */
err_code api_practice(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct svc_practice practice;
    struct svc_which which = {.key = page_practice_key(req)};
    ERR_TRY(page_open(&page, req, res, "", err));
    ERR_TRY(svc_practice(&page.svc, &which, &practice, err));
    ERR_TRY(write_practice(&page, &practice, err));
    res_type(res, 200, "application/json");
    return OK;
}
