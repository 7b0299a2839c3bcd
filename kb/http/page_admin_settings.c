/* The settings of the network: each choice with its consequence in plain words. */
#include "kb/base/cleanup.h"
#include "kb/http/page_admin.h"
#include "kb/http/pages.h"

enum { NETWORK_NAME_MAX = 80, DOMAINS_LEN = 500, NUMBERS_LEN = 4000 };

static const char *const names[] = {"network-name",  "reading",    "profile",      "second-factor",
                                    "keep-sessions", "keep-asked", "keep-notices", "keep-letters",
                                    "keep-requests", "keep-reads", "token-days"};
static const char domains[] = "mail-domains", numbers[] = "own-numbers";
enum { KEEP_FIRST = 4, KEEPS = COUNT_OF(names) - KEEP_FIRST, DAYS_LEN = 4 /* digits */, TERMS_MAX = 40 };
static const char *const reading_choices[] = {"public", "members", NULL};
static const char *const profile_choices[] = {"small", "national", NULL};
static const char *const second_choices[] = {"roles", "everybody", "nobody", NULL};

/* clang-format off */
const struct form_field page_settings_form[] = {
    { "network-name", FIELD_TEXT,   .required = true, .max = NETWORK_NAME_MAX },
    { "mail-domains", FIELD_TEXT,   .max = DOMAINS_LEN },
    { "own-numbers",  FIELD_MULTILINE, .max = NUMBERS_LEN },
    { "reading",      FIELD_CHOICE, .required = true, .choices = reading_choices },
    { "profile",      FIELD_CHOICE, .required = true, .choices = profile_choices },
    { "second-factor", FIELD_CHOICE, .required = true, .choices = second_choices },
    { "keep-sessions", FIELD_TEXT,  .required = true, .max = DAYS_LEN },
    { "keep-asked",    FIELD_TEXT,  .required = true, .max = DAYS_LEN },
    { "keep-notices",  FIELD_TEXT,  .required = true, .max = DAYS_LEN },
    { "keep-letters",  FIELD_TEXT,  .required = true, .max = DAYS_LEN },
    { "keep-requests", FIELD_TEXT,  .required = true, .max = DAYS_LEN },
    { "keep-reads",    FIELD_TEXT,  .required = true, .max = DAYS_LEN },
    { "token-days",    FIELD_TEXT,  .required = true, .max = DAYS_LEN },
    { "term-open",           FIELD_TEXT, .max = DAYS_LEN },
    { "term-final-comment",  FIELD_TEXT, .max = DAYS_LEN },
    { "term-intake",         FIELD_TEXT, .max = DAYS_LEN },
    { "term-open-round",     FIELD_TEXT, .max = DAYS_LEN },
    { "term-light",          FIELD_TEXT, .max = DAYS_LEN },
    { "term-no-dates",       FIELD_TEXT, .max = DAYS_LEN },
    { "term-round-most",     FIELD_TEXT, .max = DAYS_LEN },
    { "term-after-meeting",  FIELD_TEXT, .max = DAYS_LEN },
    { "term-extension",      FIELD_TEXT, .max = DAYS_LEN },
    { "term-before-papers",  FIELD_TEXT, .max = DAYS_LEN },
    { "term-before-end",     FIELD_TEXT, .max = DAYS_LEN },
    { "term-confirm",        FIELD_TEXT, .max = DAYS_LEN },
    { "term-talks",          FIELD_TEXT, .max = DAYS_LEN },
    { "term-promise",        FIELD_TEXT, .max = DAYS_LEN },
    { "term-steering",       FIELD_TEXT, .max = DAYS_LEN },
    { "term-second",         FIELD_TEXT, .max = DAYS_LEN },
    { "term-fix",            FIELD_TEXT, .max = DAYS_LEN },
    { "term-lead",           FIELD_TEXT, .max = DAYS_LEN },
    { "term-alone",          FIELD_TEXT, .max = DAYS_LEN },
    { "term-idle-warning",   FIELD_TEXT, .max = DAYS_LEN },
    { "term-idle",           FIELD_TEXT, .max = DAYS_LEN },
    { "term-unreviewed",     FIELD_TEXT, .max = DAYS_LEN },
    { "term-review",         FIELD_TEXT, .max = DAYS_LEN },
    { "term-review-moving",  FIELD_TEXT, .max = DAYS_LEN },
    { "term-review-most",    FIELD_TEXT, .max = DAYS_LEN },
    FORM_END
};
/* clang-format on */

/* The catalogue has setting.<name>.<value> and, with .help behind it, what it means. */
static struct view_choices choices(const struct page_form *form, const char *name, const char *const *values,
                                   text stored)
{
    enum { ROOM = 4 };
    arena *a = form->page->svc.arena;
    struct view_choices v = page_form_one_of(form, name, ROOM);
    text start = text_str(arena_printf(a, "setting.%s.", name));
    for (size_t i = 0; values[i]; i++)
        page_form_offer(form, &v, values[i], msg_find2(start, text_str(values[i])),
                        msg_find2(start, text_str(arena_printf(a, "%s.help", values[i]))), text_is(stored, values[i]));
    return v;
}

static err_code stored(const struct page *page, const char *name, text *out, kb_err *err)
{
    const char *value;
    ERR_TRY(svc_setting(page->svc.store, name, page->svc.arena, &value, err));
    *out = text_str(value);
    return OK;
}

/* Whatever is wrong with a number, its limits are what helps. */
static text limits_of(const struct page *page, const struct svc_setting *row)
{
    return page_words(
        page, row->term ? MSG_SETTING_TERM_LIMITS : MSG_SETTING_DAYS_LIMITS,
        MSG_ARGS({TEXT("least"), page_number(page, row->least)}, {TEXT("most"), page_number(page, row->most)}));
}

static struct view_field number_field(const struct page_form *form, const struct svc_setting *row, text own)
{
    struct view_field field = admin_field(form, row->name, own, MSG_NONE, DAYS_LEN, !row->term);
    if (field.error.len) field.error = limits_of(form->page, row);
    return field;
}

static const struct view_error_list_item *errors_of(const struct page_form *form, size_t *count)
{
    struct view_error_list_item *items = (struct view_error_list_item *)page_form_errors(form, count);
    for (size_t i = 0; items && i < *count; i++) {
        const struct svc_setting *row = svc_setting_row(items[i].field);
        if (row && row->most) items[i].reason = limits_of(form->page, row);
    }
    return items;
}

/* How many days each thing is kept, and how few or many it may be. */
static err_code take_keeps(const struct page_form *form, struct view_admin_settings *v, kb_err *err)
{
    const struct page *page = form->page;
    struct view_admin_settings_keep *keeps = ARENA_ARRAY(page->svc.arena, struct view_admin_settings_keep, KEEPS);
    if (!keeps) return err_set(err, ERR_NOMEM, "no room for the settings");
    for (size_t i = 0; i < KEEPS; i++) {
        const struct svc_setting *row = svc_setting_row(text_str(names[KEEP_FIRST + i]));
        text days;
        ERR_TRY(stored(page, row->name, &days, err));
        keeps[i].days = number_field(form, row, days);
        keeps[i].days.hint = page_words(
            page, MSG_SETTING_DAYS_HINT,
            MSG_ARGS({TEXT("least"), page_number(page, row->least)}, {TEXT("most"), page_number(page, row->most)}));
    }
    v->keeps = keeps;
    v->keeps_count = KEEPS;
    return OK;
}

/* Each term by itself; left empty it is as the profile has it. */
static err_code take_terms(const struct page_form *form, struct view_admin_settings *v, kb_err *err)
{
    const struct page *page = form->page;
    struct svc svc = page->svc;
    struct view_admin_settings_term *terms = ARENA_ARRAY(page->svc.arena, struct view_admin_settings_term, TERMS_MAX);
    if (!terms) return err_set(err, ERR_NOMEM, "no room for the terms");
    for (size_t i = 0; i < svc_setting_count && v->terms_count < TERMS_MAX; i++) {
        const struct svc_setting *row = &svc_setting_table[i];
        text own;
        int usual;
        if (!row->term) continue;
        ERR_TRY(stored(page, row->name, &own, err));
        ERR_TRY(svc_term_of_profile(&svc, row, &usual, err));
        struct view_field *field = &terms[v->terms_count++].term;
        *field = number_field(form, row, own);
        field->hint = page_words(page, MSG_SETTING_TERM_HINT,
                                 MSG_ARGS({TEXT("usual"), text_str(arena_printf(page->svc.arena, "%d", usual))},
                                          {TEXT("least"), text_str(arena_printf(page->svc.arena, "%d", row->least))},
                                          {TEXT("most"), text_str(arena_printf(page->svc.arena, "%d", row->most))}));
    }
    v->terms = terms;
    return OK;
}

static struct view_area numbers_area(const struct page_form *form, text own)
{
    return (struct view_area){.name = text_str(numbers),
                              .label = page_form_label(form->page, numbers),
                              .value = page_form_value(form, numbers, own),
                              .hint = msg_text(form->page->env.lang, MSG_SETTING_OWN_NUMBERS_HINT),
                              .error = page_form_error(form, numbers),
                              .rows = 4,
                              .max = NUMBERS_LEN};
}

static err_code show(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct page page;
    struct page_form form = {&page, why};
    text name, mail, own, reading, profile, second;
    ERR_TRY(page_open(&page, req, res, "beheer", err));
    ERR_TRY(stored(&page, "network-name", &name, err));
    ERR_TRY(stored(&page, domains, &mail, err));
    ERR_TRY(stored(&page, numbers, &own, err));
    ERR_TRY(stored(&page, "reading", &reading, err));
    ERR_TRY(stored(&page, "profile", &profile, err));
    ERR_TRY(stored(&page, "second-factor", &second, err));
    struct view_admin_settings v = {
        .name = admin_field(&form, "network-name", name, MSG_SETTING_NETWORK_NAME_HINT, NETWORK_NAME_MAX, true),
        .domains = admin_field(&form, domains, mail, MSG_SETTING_MAIL_DOMAINS_HINT, DOMAINS_LEN, false),
        .numbers = numbers_area(&form, own),
        .reading = choices(&form, "reading", reading_choices, reading),
        .profile = choices(&form, "profile", profile_choices, profile),
        .second = choices(&form, "second-factor", second_choices, second),
    };
    ERR_TRY(take_keeps(&form, &v, err));
    ERR_TRY(take_terms(&form, &v, err));
    v.crumbs = admin_crumbs(&page, NULL, MSG_NONE, msg_text(page.env.lang, MSG_ADMIN_SETTINGS), &v.crumbs_count);
    v.errors = errors_of(&form, &v.errors_count);
    view_admin_settings(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_admin_settings(kb_req *req, kb_res *res, kb_err *err)
{
    return show(req, res, NULL, err);
}

err_code page_admin_settings_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show(req, res, why, err);
}

/* One that stays as it was is no row in the log. */
static err_code put_changed(struct svc *svc, const struct svc_setting *row, kb_req *req, kb_err *err)
{
    const char *before;
    text value = text_trim(req_field(req, row->name));
    ERR_TRY(svc_setting(svc->store, row->name, svc->arena, &before, err));
    return text_is(value, before) ? OK : svc_setting_put(svc, text_str(row->name), value, err);
}

/* All of the form before any of it: every wrong field is named, and nothing is half written. */
static err_code check_all(kb_req *req, kb_err *err)
{
    err_code wrong = OK;
    for (const struct form_field *f = page_settings_form; f->name; f++) {
        err_code code = svc_setting_check(svc_setting_row(text_str(f->name)), req_field(req, f->name), err);
        if (code != OK) wrong = code;
    }
    return wrong;
}

err_code page_admin_settings_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    ERR_TRY(check_all(req, err));
    ERR_TRY(put_changed(&svc, svc_setting_row(text_str(domains)), req, err));
    ERR_TRY(put_changed(&svc, svc_setting_row(text_str(numbers)), req, err));
    for (size_t i = 0; i < COUNT_OF(names); i++)
        ERR_TRY(svc_setting_put(&svc, text_str(names[i]), req_field(req, names[i]), err));
    for (size_t i = 0; i < svc_setting_count; i++)
        if (svc_setting_table[i].term) ERR_TRY(put_changed(&svc, &svc_setting_table[i], req, err));
    return OK;
}

err_code page_admin_settings_written(kb_req *req, kb_res *res, kb_err *err)
{
    (void)req;
    (void)err;
    res_flash(res, "flash.settings");
    res_redirect(res, "/beheer/instellingen");
    return OK;
}
