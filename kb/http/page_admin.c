/* The first page of the administration, and what its pages share. */
#include "kb/http/page_admin.h"

#include "kb/base/cleanup.h"
#include "kb/http/pages.h"

/* ---- Shared ---- */

const struct view_crumbs_step *admin_crumbs(const struct page *page, const char *list_href, enum msg list, text here,
                                            size_t *count)
{
    struct view_crumbs_step *steps = ARENA_ARRAY(page->svc.arena, struct view_crumbs_step, 3);
    *count = 0;
    if (!steps) return NULL;
    steps[(*count)++] = (struct view_crumbs_step){TEXT("/beheer"), msg_text(page->env.lang, MSG_ADMIN_TITLE)};
    if (list_href) steps[(*count)++] = (struct view_crumbs_step){text_str(list_href), msg_text(page->env.lang, list)};
    steps[(*count)++] = (struct view_crumbs_step){page->req->path, here};
    return steps;
}

struct view_field admin_field(const struct page_form *form, const char *name, text stored, enum msg hint, size_t max,
                              bool required)
{
    return (struct view_field){
        .name = text_str(name),
        .label = page_form_label(form->page, name),
        .value = page_form_value(form, name, stored),
        .hint = msg_text(form->page->env.lang, hint),
        .error = page_form_error(form, name),
        .required = required,
        .max = (int64_t)max,
    };
}

bool admin_may_write(const struct page *page, enum policy_kind kind)
{
    struct policy_object object = {.kind = kind};
    return policy_may(page->svc.actor, ACT_WRITE, &object) == POLICY_ALLOW;
}

/* ---- What an empty installation still needs, and where it is done ---- */

/* clang-format off */
static const struct {
    enum msg label, why;
    const char *href;
} setup_steps[SVC_SETUP__COUNT] = {
    [SVC_SETUP_ORGANISATIONS] = { MSG_HOME_SETUP_ORGANISATIONS, MSG_HOME_SETUP_ORGANISATIONS_WHY, "/beheer/organisaties" },
    [SVC_SETUP_LOCATIONS]     = { MSG_HOME_SETUP_LOCATIONS,     MSG_HOME_SETUP_LOCATIONS_WHY,     "/beheer/locaties" },
    [SVC_SETUP_LEGAL_FIELDS]  = { MSG_HOME_SETUP_FIELDS,        MSG_HOME_SETUP_FIELDS_WHY,        "/beheer/rechtsgebieden" },
    [SVC_SETUP_PEOPLE]        = { MSG_HOME_SETUP_PEOPLE,        MSG_HOME_SETUP_PEOPLE_WHY,        "/beheer/mensen" },
    [SVC_SETUP_EDITORS]       = { MSG_HOME_SETUP_EDITORS,       MSG_HOME_SETUP_EDITORS_WHY,       "/beheer/mensen" },
    [SVC_SETUP_GROUPS]        = { MSG_HOME_SETUP_GROUPS,        MSG_HOME_SETUP_GROUPS_WHY,        "/beheer/werkgroepen" },
    [SVC_SETUP_READING]       = { MSG_HOME_SETUP_READING,       MSG_HOME_SETUP_READING_WHY,       "/beheer/instellingen" },
};
/* clang-format on */

err_code admin_setup(struct page *page, struct view_setup *out, kb_err *err)
{
    struct svc_setup setup;
    *out = (struct view_setup){0};
    if (!page->env.admin) return OK;
    ERR_TRY(svc_setup(&page->svc, &setup, err));
    struct view_setup_step *steps = ARENA_ARRAY(page->svc.arena, struct view_setup_step, SVC_SETUP__COUNT);
    if (setup.all || !steps) return OK;
    for (size_t i = 0; i < SVC_SETUP__COUNT; i++) {
        steps[i] = (struct view_setup_step){.done = setup.done[i],
                                            .label = setup_steps[i].label,
                                            .why = setup_steps[i].why,
                                            .href = text_str(setup_steps[i].href)};
        out->done += setup.done[i];
    }
    out->steps = steps;
    out->steps_count = SVC_SETUP__COUNT;
    return OK;
}

/* ---- /beheer ---- */

/* clang-format off */
static const struct {
    const char *href;
    enum msg name, lead;
    enum policy_kind kind; /* who may change that sees the line */
} lists[] = {
    { "/beheer/organisaties",   MSG_ADMIN_ORGANISATIONS, MSG_ADMIN_ORGANISATIONS_LEAD, OBJECT_ORGANISATION },
    { "/beheer/locaties",       MSG_ADMIN_LOCATIONS,     MSG_ADMIN_LOCATIONS_LEAD,     OBJECT_LOCATION },
    { "/beheer/rechtsgebieden", MSG_ADMIN_FIELDS,        MSG_ADMIN_FIELDS_LEAD,        OBJECT_VOCABULARY },
    { "/beheer/werkgroepen",    MSG_ADMIN_GROUPS,        MSG_ADMIN_GROUPS_LEAD,        OBJECT_GROUP },
    { "/beheer/mensen",         MSG_ADMIN_PEOPLE,        MSG_ADMIN_PEOPLE_LEAD,        OBJECT_PERSON },
    { "/verwerkingen",          MSG_REGISTER_TITLE,      MSG_ADMIN_REGISTER_LEAD,      OBJECT_SETTINGS },
    { "/beheer/instellingen",   MSG_ADMIN_SETTINGS,      MSG_ADMIN_SETTINGS_LEAD,      OBJECT_SETTINGS },
};
/* clang-format on */

err_code page_admin(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct view_admin v = {0};
    struct view_admin_row *rows = ARENA_ARRAY(req->arena, struct view_admin_row, COUNT_OF(lists));
    if (!rows) return err_set(err, ERR_NOMEM, "no room for the administration");
    ERR_TRY(page_open(&page, req, res, "beheer", err));
    ERR_TRY(admin_setup(&page, &v.setup, err));
    v.lists = rows;
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        if (!admin_may_write(&page, lists[i].kind)) continue;
        rows[v.lists_count++] =
            (struct view_admin_row){.href = text_str(lists[i].href), .name = lists[i].name, .lead = lists[i].lead};
    }
    if (!v.lists_count) return err_set(err, ERR_FORBIDDEN, "nothing to administer");
    view_admin(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}
