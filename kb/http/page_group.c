/* Working groups: all of them, and one with its members and texts, and who wants to join. */
#include "kb/base/cleanup.h"
#include "kb/http/page_form.h"
#include "kb/http/page_needed.h"
#include "kb/http/page_parts.h"
#include "kb/http/pages.h"

static struct view_groups_row group_row(const struct page *page, const struct svc_group *group)
{
    return (struct view_groups_row){
        .href = page_join(page, "/werkgroepen/", group->row.slug),
        .name = text_str(group->row.name),
        .purpose = text_str(group->row.purpose),
        .location = text_str(group->location_name),
        .members = (int64_t)group->n_members,
        .closed = group->row.closed != 0,
    };
}

/* The groups the reader is in, or the others. */
static const struct view_groups_row *group_rows(const struct page *page, const struct svc_groups *groups, bool mine,
                                                size_t *count)
{
    struct view_groups_row *rows = ARENA_ARRAY(page->svc.arena, struct view_groups_row, groups->n);
    for (size_t i = 0; rows && i < groups->n; i++)
        if (groups->at[i].member == mine) rows[(*count)++] = group_row(page, &groups->at[i]);
    return rows;
}

err_code page_groups(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct svc_groups groups;
    struct view_groups v = {0};
    ERR_TRY(page_open(&page, req, res, "werkgroepen", err));
    ERR_TRY(svc_groups(&page.svc, &groups, err));
    v.mine = group_rows(&page, &groups, true, &v.mine_count);
    v.others = group_rows(&page, &groups, false, &v.others_count);
    view_groups(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

/* ---- One group ---- */

static enum msg role_name(enum role role)
{
    switch (role) {
    case ROLE_LEAD: return MSG_GROUP_ROLE_LEAD;
    case ROLE_SECOND_LEAD: return MSG_GROUP_ROLE_SECOND_LEAD;
    default: return MSG_NONE; /* everybody else is a member */
    }
}

static void take_members(const struct page *page, const struct svc_group_page *found, struct view_group *v)
{
    struct view_group_member *out = ARENA_ARRAY(page->svc.arena, struct view_group_member, found->members.n);
    for (size_t i = 0; out && i < found->members.n; i++) {
        out[i].name = text_str(found->members.at[i].name);
        out[i].role = role_name(found->members.at[i].role);
        out[i].organisation = text_str(found->members.at[i].organisation_name);
    }
    v->members = out;
    v->members_count = out ? found->members.n : 0;
}

/* The name of the group stands above the page already. Its members see what each text waits for. */
static err_code take_work(struct page *page, const struct svc_group_page *found, struct view_group *v, kb_err *err)
{
    struct view_card *cards = ARENA_ARRAY(page->svc.arena, struct view_card, found->work.n);
    for (size_t i = 0; cards && i < found->work.n; i++) {
        cards[i] = page_card(page, &found->work.at[i], true);
        cards[i].group = text_str("");
        if (found->group.member) ERR_TRY(page_needed_line(page, &found->work.at[i], &cards[i].needed, err));
    }
    v->work = cards;
    v->work_count = cards ? found->work.n : 0;
    return OK;
}

static err_code take_requests(struct page *page, struct view_group *v, const char *slug, kb_err *err)
{
    struct svc_requests found;
    ERR_TRY(svc_group_requests(&page->svc, text_str(slug), &found, err));
    struct view_group_request *out = ARENA_ARRAY(page->svc.arena, struct view_group_request, found.n);
    for (size_t i = 0; out && i < found.n; i++)
        out[i] = (struct view_group_request){text_str(found.at[i].person), text_str(found.at[i].name),
                                             text_str(found.at[i].words), page_date(page, found.at[i].at)};
    v->requests = out;
    v->requests_count = out ? found.n : 0;
    v->asked = found.mine;
    v->answer = text_str(arena_printf(page->svc.arena, "/werkgroepen/%s/antwoord", slug));
    if (found.may_ask) v->ask = text_str(arena_printf(page->svc.arena, "/werkgroepen/%s/meedoen", slug));
    return OK;
}

/* For an editor: from when a second lead may be named, or the members to choose from. */
static void take_stand_in(const struct page_form *form, const struct svc_group_page *found, struct view_group *v)
{
    const struct page *page = form->page;
    struct view_select_option *out = ARENA_ARRAY(page->svc.arena, struct view_select_option, found->members.n + 1);
    if (!found->alone_until || !out) return;
    v->alone = true;
    if (!found->may_appoint) v->alone_until = page_date(page, found->alone_until);
    size_t n = 1; /* the first is an empty one: nobody is chosen by accident */
    for (size_t i = 0; i < found->members.n; i++) {
        const struct svc_member *m = &found->members.at[i];
        if (!m->may_stand_in) continue;
        text id = text_str(m->person);
        out[n++] = (struct view_select_option){id, text_str(m->name), page_form_chosen(form, "person", id, false)};
    }
    v->candidates = out;
    v->candidates_count = n > 1 ? n : 0;
    v->person_error = page_form_error(form, "person");
    v->appoint = text_str(arena_printf(page->svc.arena, "/werkgroepen/%s/tweede-trekker", found->group.row.slug));
}

static err_code show(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct page page;
    struct page_form form = {&page, why};
    struct svc_group_page found;
    ERR_TRY(page_open(&page, req, res, "werkgroepen", err));
    ERR_TRY(svc_group(&page.svc, req_param(req, "slug"), &found, err));
    ERR_TRY(page_labels(&page, err));
    const struct store_group *row = &found.group.row;
    struct view_group v = {
        .name = text_str(row->name),
        .crumbs = page_crumbs(&page, msg_text(page.env.lang, MSG_GROUP_ALL), TEXT("/werkgroepen"), text_str(row->name)),
        .purpose = text_str(row->purpose),
        .location = text_str(found.group.location_name),
        .closed = row->closed != 0,
    };
    v.crumbs_count = v.crumbs ? PAGE_CRUMBS : 0;
    if (found.may_start) v.start = page_join(&page, "/stukken/nieuw?groep=", row->slug);
    if (found.may_change) v.change = page_join(&page, "/beheer/werkgroepen/", row->slug);
    if (found.may_invite) v.invite = text_str(arena_printf(req->arena, "/werkgroepen/%s/uitnodigen", row->slug));
    v.errors = page_form_errors(&form, &v.errors_count);
    take_members(&page, &found, &v);
    take_stand_in(&form, &found, &v);
    ERR_TRY(take_work(&page, &found, &v, err));
    ERR_TRY(take_requests(&page, &v, row->slug, err));
    view_group(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_group(kb_req *req, kb_res *res, kb_err *err)
{
    return show(req, res, NULL, err);
}

/* ---- Asking to join ---- */

static const char *const answers[] = {"accept", "decline", NULL};

const struct form_field page_access_form[] = {
    {"words", FIELD_MULTILINE, .max = SVC_NOTE_MAX},
    FORM_END,
};

const struct form_field page_access_answer_form[] = {
    {"person", FIELD_ID, .required = true},
    {"do", FIELD_CHOICE, .required = true, .choices = answers},
    FORM_END,
};

err_code page_access_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    return svc_group_ask(&svc, req_param(req, "slug"), req_field(req, "words"), err);
}

err_code page_access_answer_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    return svc_group_answer(&svc, req_param(req, "slug"), req_field(req, "person"),
                            text_is(req_field(req, "do"), "accept"), err);
}

static err_code back(const kb_req *req, kb_res *res, const char *flash)
{
    res_flash(res, flash);
    res_redirect(res, "/werkgroepen/%.*s", TEXT_FMT(req_param(req, "slug")));
    return OK;
}

err_code page_access_asked(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    return back(req, res, "flash.access_asked");
}

err_code page_access_answered(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    return back(req, res, "flash.access_answered");
}

/* ---- A second lead, named by an editor ---- */

const struct form_field page_appoint_form[] = {
    {"person", FIELD_ID, .required = true},
    FORM_END,
};

err_code page_appoint_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    return svc_group_appoint(&svc, req_param(req, "slug"), req_field(req, "person"), err);
}

err_code page_appoint_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show(req, res, why, err);
}

err_code page_appointed(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    return back(req, res, "flash.appointed");
}
