/* page_said.h: the forms in which readers say something, for the first time or again. */
#include "kb/http/page_said.h"

#include "kb/base/cleanup.h"
#include "kb/http/pages.h"

static err_code no_room(kb_err *err)
{
    return err_set(err, ERR_NOMEM, "no room for a form");
}

static text base(const struct page *page, const struct view_said *v, const char *rest)
{
    return text_str(arena_printf(page->svc.arena, "%.*s%s", TEXT_FMT(v->base), rest));
}

/* One of a few words, as radio buttons. */
struct answer {
    const char *value;
    enum msg label, help;
};

static struct view_choices one_of(const struct page_form *form, const char *name, enum msg legend,
                                  const struct answer *answers, size_t n, const char *first)
{
    struct view_choices v = page_form_one_of(form, name, n);
    v.label = msg_text(form->page->env.lang, legend);
    v.required = true;
    for (size_t i = 0; i < n; i++)
        page_form_offer(form, &v, answers[i].value, answers[i].label, answers[i].help,
                        !strcmp(answers[i].value, first));
    return v;
}

/* A list to choose from; `room` options can be added. */
static struct view_select select_of(const struct page_form *form, const char *name, enum msg label, size_t room)
{
    return (struct view_select){.name = text_str(name),
                                .label = msg_text(form->page->env.lang, label),
                                .error = page_form_error(form, name),
                                .options = ARENA_ARRAY(form->page->svc.arena, struct view_select_option, room)};
}

static void add_option(const struct page_form *form, struct view_select *v, text value, text label)
{
    struct view_select_option *options = (struct view_select_option *)v->options;
    bool on = page_form_chosen(form, v->name.ptr, value, false);
    if (options) options[v->options_count++] = (struct view_select_option){.value = value, .label = label, .on = on};
}

/* ---- Remarks and their answers ---- */

err_code page_remark_form_of(const struct page_form *all, const struct svc_practice *p, struct view_said *v,
                             kb_err *err)
{
    static const struct answer weights[] = {{"can", MSG_REMARK_CAN_CHOICE, MSG_NONE},
                                            {"must", MSG_REMARK_MUST_CHOICE, MSG_REMARK_MUST_HELP}};
    const struct page *page = all->page;
    struct page_form form = page_form_only(all, page_remark_form);
    struct view_remark_form *out = ARENA_NEW(page->svc.arena, struct view_remark_form);
    if (!out) return no_room(err);
    *out = (struct view_remark_form){.action = base(page, v, "/reacties"),
                                     .again = form.why != NULL,
                                     .wrong = text_is(req_cookie(page->req, RES_FLASH_COOKIE), "flash.outdated"),
                                     .candidate = p->card.line == LINE_CANDIDATE,
                                     .weight =
                                         one_of(&form, "weight", MSG_REMARK_WEIGHT, weights, COUNT_OF(weights), "can"),
                                     .section = select_of(&form, "section", MSG_REMARK_SECTION, p->text.n_sections + 1),
                                     .body = page_form_value(&form, "body", text_str("")),
                                     .body_error = page_form_error(&form, "body")};
    add_option(&form, &out->section, text_str(""), msg_text(page->env.lang, MSG_REMARK_WHOLE));
    for (size_t i = 0; i < p->text.n_sections; i++) {
        const char *key = p->text.sections[i].info->key;
        add_option(&form, &out->section, text_str(key), page_section_title(page, key));
    }
    v->remark = out;
    return OK;
}

void page_reply_form_of(const struct page_form *all, const struct store_remark *remark, struct view_said_remark *out)
{
    arena *a = all->page->svc.arena;
    struct page_form form = page_form_only(all, page_answer_form);
    if (form.why && !text_is(req_param(all->page->req, "remark"), remark->id)) form.why = NULL;
    out->again = form.why != NULL;
    out->reply = text_str(arena_printf(a, "/stukken/%s/reacties/%s", remark->practice, remark->id));
    /* the list of what is wrong leads to the name of the field */
    out->reply_id = text_str(out->again ? "field-answer" : arena_printf(a, "answer-%s", remark->id));
    out->reply_said = page_form_value(&form, "answer", text_str(""));
    out->reply_error = page_form_error(&form, "answer");
}

/* ---- Experiences ---- */

err_code page_experience_form_of(const struct page_form *all, struct view_said *v, kb_err *err)
{
    static const struct answer answers[] = {{"yes", MSG_EXPERIENCE_YES, MSG_NONE},
                                            {"changed", MSG_EXPERIENCE_CHANGED, MSG_NONE},
                                            {"no", MSG_EXPERIENCE_NO, MSG_NONE}};
    const struct page *page = all->page;
    const struct store_locations *places = &page->locations;
    struct page_form form = page_form_only(all, page_experience_form);
    struct view_experience_form *out = ARENA_NEW(page->svc.arena, struct view_experience_form);
    if (!out) return no_room(err);
    *out = (struct view_experience_form){
        .action = base(page, v, "/ervaring"),
        .again = form.why != NULL,
        .body = page_form_value(&form, "experience", text_str("")),
        .body_error = page_form_error(&form, "experience"),
        .location = select_of(&form, "where", MSG_EXPERIENCE_WHERE, places->n + 1),
        .repeat = one_of(&form, "repeat", MSG_EXPERIENCE_AGAIN, answers, COUNT_OF(answers), "")};
    add_option(&form, &out->location, text_str(""), msg_text(page->env.lang, MSG_EXPERIENCE_NOWHERE));
    for (size_t i = 0; i < places->n; i++)
        if (places->at[i].active)
            add_option(&form, &out->location, text_str(places->at[i].slug), text_str(places->at[i].name));
    v->experience = out;
    return OK;
}

/* ---- What an organisation says ---- */

err_code page_carry_form_of(const struct page_form *all, const struct svc_carryings *found, struct view_said *v,
                            kb_err *err)
{
    static const struct answer states[] = {{"planned", MSG_CARRY_PLANNED, MSG_NONE},
                                           {"busy", MSG_CARRY_BUSY, MSG_NONE},
                                           {"done", MSG_CARRY_DONE, MSG_NONE},
                                           {"stuck", MSG_CARRY_STUCK, MSG_NONE}};
    const struct page *page = all->page;
    struct page_form form = page_form_only(all, page_carrying_form);
    struct view_carry_form *out = ARENA_NEW(page->svc.arena, struct view_carry_form);
    if (!out) return no_room(err);
    int64_t newest = 1;
    for (size_t i = 0; i < found->n; i++)
        if (found->at[i].at > newest) newest = found->at[i].at;
    *out = (struct view_carry_form){.action = base(page, v, "/uitvoering"),
                                    .seen = page_form_seen(&form, "seen", page_number(page, newest)),
                                    .revision = page_form_seen(&form, "revision", text_str(found->revision)),
                                    .again = form.why != NULL,
                                    .organisation = select_of(&form, "organisation", MSG_CARRY_WHO, found->n),
                                    .state = one_of(&form, "state", MSG_CARRY_STATE, states, COUNT_OF(states), ""),
                                    .step = page_form_value(&form, "step", text_str("")),
                                    .step_error = page_form_error(&form, "step"),
                                    .day = page_form_value(&form, "step_day", text_str("")),
                                    .day_error = page_form_error(&form, "step_day")};
    out->organisation.required = true;
    for (size_t i = 0; i < found->n; i++)
        if (found->at[i].mine)
            add_option(&form, &out->organisation, text_str(found->at[i].organisation), text_str(found->at[i].name));
    if (out->organisation.options_count) v->carry = out;
    return OK;
}

err_code page_local_form_of(const struct page_form *all, const struct svc_heres *heres, struct view_said *v,
                            kb_err *err)
{
    static const struct answer answers[] = {
        {"joined", MSG_HERE_JOIN, MSG_NONE}, {"left", MSG_HERE_LEAVE, MSG_NONE}, {"note", MSG_HERE_NOTE, MSG_NONE}};
    const struct page *page = all->page;
    struct page_form form = page_form_only(all, page_local_form);
    bool decides = false; /* a note is all that is left to who wrote it */
    for (size_t i = 0; i < heres->n; i++) decides |= heres->at[i].decides;
    size_t first = decides ? 0 : COUNT_OF(answers) - 1;
    struct view_local_form *out = ARENA_NEW(page->svc.arena, struct view_local_form);
    struct view_local_form_organisation *own =
        ARENA_ARRAY(page->svc.arena, struct view_local_form_organisation, heres->n);
    if (!out || !own) return no_room(err);
    *out = (struct view_local_form){
        .action = base(page, v, "/bij-ons"),
        .again = form.why != NULL,
        .organisations = own,
        .revision = page_form_seen(&form, "revision", text_str(heres->revision)),
        .what = one_of(&form, "what", MSG_HERE_WHAT, answers + first, COUNT_OF(answers) - first, decides ? "" : "note"),
        .words = page_form_value(&form, "words", text_str("")),
        .words_error = page_form_error(&form, "words")};
    for (size_t i = 0; i < heres->n; i++) {
        const struct svc_here *h = &heres->at[i];
        text id = text_str(h->organisation);
        bool on = page_form_chosen(&form, "organisation", id, !out->organisations_count);
        if (h->mine) own[out->organisations_count++] = (struct view_local_form_organisation){id, text_str(h->name), on};
    }
    if (out->organisations_count) v->local = out;
    return OK;
}
