/* What readers send: remarks and answers, one tap, an experience, what their organisation does; and what a step waits
 * for. Each is one small form on the page of a practice, and goes back to it. */
#include "kb/http/pages.h"

static const char *const weight_choices[] = {"must", "can", NULL};
static const char *const use_choices[] = {"used", "no-help", "outdated", NULL};
static const char *const again_choices[] = {"yes", "no", "changed", NULL};
static const char *const assent_choices[] = {"lead", "merge", "second-editor", "check", "not-tried", "promise", NULL};
static const char *const assent_verbs[] = {"ask", "give", NULL};
static const char *const local_choices[] = {"joined", "left", "note", NULL};

const struct form_field page_remark_form[] = {
    {"candidate", FIELD_BOOL, .required = false},
    {"weight", FIELD_CHOICE, .required = true, .choices = weight_choices},
    {"section", FIELD_ID, .required = false},
    {"passage", FIELD_MULTILINE, .max = 500, .kept = true},
    {"body", FIELD_MULTILINE, .required = true, .max = SVC_SAY_MAX},
    FORM_END,
};

const struct form_field page_answer_form[] = {
    {"answer", FIELD_MULTILINE, .required = true, .max = SVC_SAY_MAX},
    FORM_END,
};

const struct form_field page_use_form[] = {
    {"use", FIELD_CHOICE, .required = true, .choices = use_choices},
    FORM_END,
};

const struct form_field page_experience_form[] = {
    {"experience", FIELD_MULTILINE, .required = true, .max = SVC_SAY_MAX},
    {"where", FIELD_ID, .required = false},
    {"repeat", FIELD_CHOICE, .required = true, .choices = again_choices},
    FORM_END,
};

static const char *const said_choices[] = {
    [SVC_SAID_REMARK] = "remark", [SVC_SAID_EXPERIENCE] = "experience", [SVC_SAID_USE] = "use", NULL};

/* The form's table allows no other. */
static enum svc_said_kind said_kind(const kb_req *req)
{
    enum svc_said_kind kind = SVC_SAID_REMARK;
    while (kind < SVC_SAID_USE && !text_is(req_field(req, "kind"), said_choices[kind])) kind++;
    return kind;
}

const struct form_field page_take_back_form[] = {
    {"kind", FIELD_CHOICE, .required = true, .choices = said_choices},
    {"which", FIELD_ID, .required = true},
    FORM_END,
};

const struct form_field page_assent_form[] = {
    {"kind", FIELD_CHOICE, .required = true, .choices = assent_choices},
    {"do", FIELD_CHOICE, .required = true, .choices = assent_verbs},
    {"revision", FIELD_ID, .required = true}, /* that was read */
    {"candidate", FIELD_BOOL, .required = false},
    {"checked", FIELD_TEXT, .max = 300}, /* by whom */
    FORM_END,
};

const struct form_field page_local_form[] = {
    {"organisation", FIELD_ID, .required = true},
    {"what", FIELD_CHOICE, .required = true, .choices = local_choices},
    {"words", FIELD_MULTILINE, .max = 2000},
    {"revision", FIELD_ID, .required = false},
    FORM_END,
};

static const char *const carry_states[] = {"planned", "busy", "done", "stuck", NULL};

const struct form_field page_carrying_form[] = {
    {"organisation", FIELD_ID, .required = true},
    {"state", FIELD_CHOICE, .required = true, .choices = carry_states},
    {"step", FIELD_MULTILINE, .max = SVC_NOTE_MAX},
    {"step_day", FIELD_DATE, .required = false},
    {"seen", FIELD_INT, .least = 1},
    {"revision", FIELD_ID, .required = false},
    FORM_END,
};

err_code page_carrying_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_carrying_put in = {.practice = req_param(req, "id"),
                                  .organisation = req_field(req, "organisation"),
                                  .state = req_field(req, "state"),
                                  .step = req_field(req, "step"),
                                  .seen = req_field_int(req, "seen"),
                                  .revision = req_field(req, "revision")};
    if (req_field(req, "step_day").len) in.day = date_from_days(req_field_int(req, "step_day"));
    return svc_carrying_put(&svc, &in, err);
}

err_code page_remark_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_remark_add in = {.practice = req_param(req, "id"),
                                .candidate = req_field_bool(req, "candidate"),
                                .must = text_is(req_field(req, "weight"), "must"),
                                .section = req_field(req, "section"),
                                .passage = req_field(req, "passage"),
                                .body = req_field(req, "body")};
    return svc_remark_add(&svc, &in, err);
}

err_code page_answer_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    return svc_remark_answer(&svc, req_param(req, "id"), req_param(req, "remark"), req_field(req, "answer"), err);
}

err_code page_use_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    enum svc_use use = SVC_USED;
    (void)svc_use_from_slug(req_field(req, "use"), &use); /* the form's table allows no other */
    return svc_use(&svc, req_param(req, "id"), use, err);
}

err_code page_experience_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_experience_add in = {.practice = req_param(req, "id"),
                                    .location = req_field(req, "where"),
                                    .body = req_field(req, "experience"),
                                    .again = req_field(req, "repeat")};
    return svc_experience_add(&svc, &in, err);
}

err_code page_take_back_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    return svc_take_back(&svc, req_param(req, "id"), said_kind(req), req_field(req, "which"), err);
}

err_code page_local_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_local_put in = {.practice = req_param(req, "id"),
                               .organisation = req_field(req, "organisation"),
                               .what = req_field(req, "what"),
                               .words = req_field(req, "words"),
                               .revision = req_field(req, "revision")};
    return svc_local_put(&svc, &in, err);
}

err_code page_assent_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    enum svc_assent_kind kind = SVC_ASSENT_LEAD;
    (void)svc_assent_from_slug(req_field(req, "kind"), &kind); /* the form's table allows no other */
    text practice = req_param(req, "id"), revision = req_field(req, "revision");
    if (text_is(req_field(req, "do"), "ask")) return svc_assent_ask(&svc, practice, kind, revision, err);
    return svc_assent_give(&svc, practice, kind, revision, req_field(req, "checked"), err);
}

/* Back to the practice, at the place that changed; who says that the text is wrong is asked there what is. */
static void back(kb_req *req, kb_res *res, const char *flash, const char *place)
{
    res_flash(res, flash);
    res_redirect(res, "/stukken/%.*s%s", TEXT_FMT(req_param(req, "id")), place);
}

err_code page_said(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    static const struct {
        const char *field, *flash, *place;
    } kinds[] = {{"weight", "flash.remark", "#reacties"}, {"answer", "flash.answered", "#reacties"},
                 {"use", "flash.used", "#gebruik"},       {"experience", "flash.experience", "#ervaringen"},
                 {"what", "flash.local", "#bij-ons"},     {"state", "flash.carry", "#uitvoering"}};
    if (text_is(req_field(req, "use"), "outdated")) {
        back(req, res, "flash.outdated", "#reacties");
        return OK;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (req_field(req, kinds[i].field).len) back(req, res, kinds[i].flash, kinds[i].place);
    return OK;
}

err_code page_taken_back(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    static const struct {
        const char *flash, *place;
    } kinds[] = {[SVC_SAID_REMARK] = {"flash.remark_back", "#reacties"},
                 [SVC_SAID_EXPERIENCE] = {"flash.experience_back", "#ervaringen"},
                 [SVC_SAID_USE] = {"flash.use_back", "#gebruik"}};
    back(req, res, kinds[said_kind(req)].flash, kinds[said_kind(req)].place);
    return OK;
}

err_code page_assented(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    back(req, res, text_is(req_field(req, "do"), "ask") ? "flash.asked" : "flash.assent", "");
    return OK;
}
