#include "kb/http/page_form.h"

#include "kb/base/cleanup.h"

const kb_err page_form_kept = {0};

text page_form_value(const struct page_form *form, const char *name, text stored)
{
    return form->why ? req_sent(form->page->req, name) : stored;
}

struct page_form page_form_only(const struct page_form *all, const struct form_field *fields)
{
    bool sent = all->why && all->page->req->route->form == fields;
    return (struct page_form){all->page, sent ? all->why : NULL};
}

text page_form_seen(const struct page_form *form, const char *name, text stored)
{
    bool again = form->why && err_http_status(form->why->code) != 409;
    return again ? req_sent(form->page->req, name) : stored;
}

bool page_form_chosen(const struct page_form *form, const char *name, text value, bool stored)
{
    text sent;
    if (!form->why) return stored;
    for (size_t i = 0; req_sent_nth(form->page->req, name, i, &sent); i++)
        if (text_eq(sent, value)) return true;
    return false;
}

text page_form_error(const struct page_form *form, const char *name)
{
    for (size_t i = 0; form->why && i < form->why->n_items; i++)
        if (!strcmp(form->why->items[i].field, name)) return page_reason(form->page, &form->why->items[i]);
    return text_str("");
}

text page_form_label(const struct page *page, const char *name)
{
    static const char part[] = "section-", summary[] = "summary-";
    if (!strncmp(name, part, sizeof part - 1)) return page_section_title(page, name + sizeof part - 1);
    if (!strncmp(name, summary, sizeof summary - 1)) name = "summary"; /* of one text of a bundle */
    return *name ? view_field_label(page->env.lang, name) : text_str("");
}

/* Of what the form is about, or of a button: there is no box to go to. */
static bool is_hidden(const char *field)
{
    static const char *const hidden[] = {"revision", "practice", "correction", "assent"};
    for (size_t i = 0; i < COUNT_OF(hidden); i++)
        if (!strcmp(field, hidden[i])) return true;
    return false;
}

const struct view_error_list_item *page_form_errors(const struct page_form *form, size_t *count)
{
    *count = 0;
    if (!form->why || form->why->code == OK) return NULL;
    size_t n = form->why->n_items ? form->why->n_items : 1;
    struct view_error_list_item *out = ARENA_ARRAY(form->page->svc.arena, struct view_error_list_item, n);
    if (!out) return NULL;
    *count = n;
    out[0].reason = text_str(err_title(form->why->code));
    for (size_t i = 0; i < form->why->n_items; i++) {
        const struct kb_err_item *item = &form->why->items[i];
        if (!is_hidden(item->field)) out[i].field = text_str(item->field);
        out[i].label = page_form_label(form->page, item->field);
        out[i].reason = page_reason(form->page, item);
    }
    return out;
}

/* ---- Choices ---- */

static struct view_choices choices(const struct page_form *form, const char *name, size_t room)
{
    return (struct view_choices){
        .name = text_str(name),
        .label = page_form_label(form->page, name),
        .error = page_form_error(form, name),
        .options = ARENA_ARRAY(form->page->svc.arena, struct view_choices_option, room),
    };
}

static void add(struct view_choices *v, struct view_choices_option option)
{
    struct view_choices_option *options = (struct view_choices_option *)v->options;
    if (options) options[v->options_count++] = option;
}

/* What is no longer in use is offered only where it is chosen already. */
static void offer(const struct page_form *form, struct view_choices *v, const char *slug, text label, bool active,
                  text stored)
{
    bool on = page_form_chosen(form, v->name.ptr, text_str(slug), store_list_has(stored, text_str(slug)));
    if (active || on) add(v, (struct view_choices_option){.value = text_str(slug), .label = label, .on = on});
}

struct view_choices page_form_one_of(const struct page_form *form, const char *name, size_t room)
{
    struct view_choices v = choices(form, name, room);
    v.one = true;
    return v;
}

void page_form_offer(const struct page_form *form, struct view_choices *v, const char *slug, enum msg label,
                     enum msg help, bool stored)
{
    enum lang lang = form->page->env.lang;
    add(v, (struct view_choices_option){.value = text_str(slug),
                                        .label = msg_text(lang, label),
                                        .help = help == MSG_NONE ? TEXT("") : msg_text(lang, help),
                                        .on = page_form_chosen(form, v->name.ptr, text_str(slug), stored)});
}

void page_form_offer_card(const struct page_form *form, struct view_choices *v, const struct svc_card *card)
{
    text id = text_str(card->id);
    add(v, (struct view_choices_option){.value = id,
                                        .label = page_title(form->page, card),
                                        .help = text_str(card->brief),
                                        .on = page_form_chosen(form, v->name.ptr, id, false)});
}

struct view_choices page_form_legal_fields(const struct page_form *form, const char *name, text stored)
{
    const struct store_legal_fields *rows = &form->page->fields;
    struct view_choices v = choices(form, name, rows->n);
    for (size_t i = 0; i < rows->n; i++)
        offer(form, &v, rows->at[i].slug, text_str(rows->at[i].name), rows->at[i].active, stored);
    return v;
}

struct view_choices page_form_locations(const struct page_form *form, const char *name, text stored)
{
    const struct store_locations *rows = &form->page->locations;
    struct view_choices v = choices(form, name, rows->n);
    for (size_t i = 0; i < rows->n; i++)
        offer(form, &v, rows->at[i].slug, text_str(rows->at[i].name), rows->at[i].active, stored);
    return v;
}

struct view_choices page_form_kinds(const struct page_form *form, const char *name, text stored)
{
    static const enum msg help[PRACTICE_KIND__COUNT] = {
        [PRACTICE_WERKWIJZE] = MSG_KIND_WERKWIJZE_HELP,
        [PRACTICE_TAAKVERDELING] = MSG_KIND_TAAKVERDELING_HELP,
        [PRACTICE_PLAN] = MSG_KIND_PLAN_HELP,
    };
    struct view_choices v = page_form_one_of(form, name, PRACTICE_KIND__COUNT);
    for (int k = 0; k < PRACTICE_KIND__COUNT; k++) {
        const char *slug = practice_kind_slug((enum practice_kind)k);
        page_form_offer(form, &v, slug, page_kind_name((enum practice_kind)k), help[k], text_is(stored, slug));
    }
    return v;
}

const text *page_form_all(const kb_req *req, const char *name, size_t max, size_t *n)
{
    text *out = ARENA_ARRAY(req->arena, text, max);
    *n = 0;
    while (out && *n < max && req_field_nth(req, name, *n, &out[*n])) (*n)++;
    return out;
}
