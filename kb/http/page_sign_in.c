/* Signing in and out, and choosing a role in the demonstration. */
#include "kb/http/page_sign_in.h"
#include "kb/base/cleanup.h"
#include "kb/http/agent.h"
#include "kb/http/app.h"
#include "kb/http/kept.h"
#include "kb/http/page_form.h"
#include "kb/http/page_passkey.h"
#include "kb/http/page_sso.h"
#include "kb/http/pages.h"
#include "kb/service/demo.h"

enum { NEXT_MAX = 8 * 1024, NAME_MAX_BYTES = 200 };

/* clang-format off */
const struct form_field page_sign_in_form[] = {
    { "verder",   FIELD_TEXT,   .max = NEXT_MAX },
    { "kept",     FIELD_TEXT,   .max = KEPT_MAX },
    { "sign_in",  FIELD_TEXT,   .required = true, .max = NAME_MAX_BYTES },
    { "password", FIELD_SECRET, .required = true, .max = SVC_PASSWORD_MAX },
    { "trusted",  FIELD_BOOL,   .required = false },
    FORM_END
};

const struct form_field page_role_form[] = {
    { "verder",  FIELD_TEXT, .max = NEXT_MAX },
    { "kept",    FIELD_TEXT, .max = KEPT_MAX },
    { "sign_in", FIELD_TEXT, .required = true, .max = NAME_MAX_BYTES },
    FORM_END
};
/* clang-format on */

/* ---- Where to go on ---- */

/* A place of ours that is worth coming back to. */
const char *sign_in_next(const kb_req *req)
{
    text wish = req->method == POST ? req_sent(req, "verder") : req_query(req, "verder");
    if (!wish.len && req->method == GET) wish = req_query(req, "terug");
    const char *place = page_local_target(req, wish);
    bool loops = !strncmp(place, "/inloggen", 9) || !strncmp(place, "/uitloggen", 10) || !strncmp(place, "/welkom", 7);
    return loops ? "/" : place;
}

/* ---- The page ---- */

struct asking {
    text next, kept, wrong;
};

/* Under which heading a person of the demonstration stands: the first row one of whose roles they hold. */
/* clang-format off */
static const struct {
    const char *key;
    enum msg title;
    enum role roles[6];
} role_groups[] = {
    { "beheer",   MSG_DEMO_ADMINISTRATORS, { ROLE_ADMINISTRATOR } },
    { "redactie", MSG_DEMO_EDITORS,        { ROLE_EDITOR } },
    { "bestuur",  MSG_DEMO_BOARDS,         { ROLE_BOARD, ROLE_DEPUTY, ROLE_SECRETARY, ROLE_MANDATED, ROLE_STEERING } },
    { "locatie",  MSG_DEMO_COORDINATORS,   { ROLE_COORDINATOR } },
    { "schrijft", MSG_DEMO_WRITERS,        { ROLE_LEAD, ROLE_SECOND_LEAD, ROLE_MEMBER } },
    { "leest",    MSG_DEMO_READERS,        { ROLE_PARTICIPANT } },
};
/* The order of the page: who does most of the reading comes first. */
static const size_t role_order[] = { 5, 4, 3, 1, 2, 0 };
/* clang-format on */

static size_t group_of_role(enum role role)
{
    for (size_t g = 0; g < COUNT_OF(role_groups); g++)
        for (size_t r = 0; r < COUNT_OF(role_groups[g].roles); r++)
            if (role_groups[g].roles[r] == role) return g;
    return COUNT_OF(role_groups) - 1;
}

/* "lead@group:huur-en-wonen,participant@organisation:hjl": the first group of all these roles. */
static size_t group_of(const struct demo_person *person)
{
    size_t first = COUNT_OF(role_groups) - 1;
    text rest = text_str(person->roles);
    for (text held, slug; text_next(&rest, ',', &held);) {
        enum role role;
        if (!text_next(&held, '@', &slug) || !policy_role_from_slug(text_trim(slug), &role)) continue;
        size_t group = group_of_role(role);
        if (group < first) first = group;
    }
    return first;
}

static err_code take_people(struct page *page, const struct demo_persons *all, size_t group,
                            struct view_role_picker_group *out, kb_err *err)
{
    struct view_role_picker_group_person *people =
        ARENA_ARRAY(page->svc.arena, struct view_role_picker_group_person, all->n);
    if (!people) return err_set(err, ERR_NOMEM, "no room for the roles");
    *out = (struct view_role_picker_group){
        .key = text_str(role_groups[group].key), .title = role_groups[group].title, .people = people};
    for (size_t i = 0; i < all->n; i++) {
        const struct demo_person *p = &all->at[i];
        if (group_of(p) != group) continue;
        people[out->people_count++] = (struct view_role_picker_group_person){
            .sign_in = text_str(p->sign_in), .name = text_str(p->name), .about = text_str(p->about)};
    }
    return OK;
}

static text who_again(const struct page *page)
{
    return page->req->session ? page->env.person : text_str("");
}

static err_code show_roles(struct page *page, const struct asking *asking, kb_err *err)
{
    struct demo_persons all;
    struct view_role_picker_group *groups =
        ARENA_ARRAY(page->svc.arena, struct view_role_picker_group, COUNT_OF(role_groups));
    if (!groups) return err_set(err, ERR_NOMEM, "no room for the roles");
    ERR_TRY(svc_demo_persons(&page->svc, &all, err));
    struct view_role_picker v = {
        .next = asking->next, .again = who_again(page), .kept = asking->kept, .groups = groups};
    for (size_t i = 0; i < COUNT_OF(role_order); i++) {
        struct view_role_picker_group *group = &groups[v.groups_count];
        ERR_TRY(take_people(page, &all, role_order[i], group, err));
        v.groups_count += group->people_count > 0;
    }
    view_role_picker(&page->res->body, &page->env, &v);
    return OK;
}

static err_code show(kb_req *req, kb_res *res, const struct asking *asking, int status, kb_err *err)
{
    struct page page;
    struct passkey_asks passkeys;
    ERR_TRY(page_open(&page, req, res, "", err));
    page.env.path = asking->next;
    if (req->demo) {
        ERR_TRY(show_roles(&page, asking, err));
        return page_close(&page, status, err);
    }
    ERR_TRY(passkey_ask_alone(&page, &passkeys, err));
    struct view_sign_in v = {
        .next = asking->next,
        .name = req_sent(req, "sign_in"),
        .wrong = asking->wrong,
        .again = who_again(&page),
        .kept = asking->kept,
        .passkeys = passkeys.at,
        .passkeys_count = passkeys.n,
        .sso = page_sso_href(req, asking->next),
        .sso_keeps = asking->kept.len && asking->kept.len <= SVC_FORM_MAX,
    };
    view_sign_in(&res->body, &page.env, &v);
    return page_close(&page, status, err);
}

err_code page_sign_in(kb_req *req, kb_res *res, kb_err *err)
{
    struct asking asking = {.next = text_str(sign_in_next(req))};
    if (!req->session || !req_is_fresh(req)) return show(req, res, &asking, 200, err);
    res_redirect(res, "%s", asking.next.ptr);
    return OK;
}

err_code sign_in_again(kb_req *req, kb_res *res, const struct sign_in_waiting *waiting, int status, kb_err *err)
{
    struct asking asking = {.next = waiting->next, .kept = waiting->kept, .wrong = waiting->wrong};
    return show(req, res, &asking, status, err);
}

/* A form whose session had ended: the sign-in page, with the form along. */
err_code page_sign_in_first(kb_req *req, kb_res *res, kb_err *err)
{
    struct asking asking = {.next = TEXT("/"), .kept = kept_seal(req, app_of(req)->seal_key)};
    return show(req, res, &asking, 401, err);
}

/* ---- Signing in ---- */

void sign_in_prepare(struct signing_in *s)
{
    s->token = session_token_new();
    csrf_secret_new(s->csrf);
}

err_code sign_in_write(kb_req *req, const struct signing_in *s, kb_err *err)
{
    struct svc svc = page_svc(req);
    if (req->session) ERR_TRY(svc_sign_out(&svc, req->session->key, err));
    struct agent agent = agent_read(req->user_agent);
    struct svc_new_session session = {.agent = arena_printf(req->arena, "%s/%s", agent.browser, agent.system),
                                      .place = req->client,
                                      .person = s->person,
                                      .token_hash = s->token.key,
                                      .csrf = s->csrf,
                                      .trusted = s->trusted,
                                      .second = s->second,
                                      .password_mark = s->mark[0] ? s->mark : NULL,
                                      .sso = s->sso,
                                      .age = s->age};
    return svc_sign_in(&svc, &session, err);
}

void sign_in_cookie(const kb_req *req, kb_res *res, const struct signing_in *s)
{
    session_cookie_set(req, res, &s->token, s->trusted);
    if (!req->demo) known_device_add(req, res, app_of(req)->known_key, s->person);
}

struct signing_in *sign_in_new(kb_req *req)
{
    struct signing_in *s = ARENA_NEW(req->arena, struct signing_in);
    req->result = s;
    if (s) sign_in_prepare(s);
    return s;
}

struct backoff_attempt sign_in_attempt(const kb_req *req, const char *person, text account)
{
    return (struct backoff_attempt){.account = account,
                                    .device = known_device(req, app_of(req)->known_key, person),
                                    .address = text_str(req->client)};
}

/* On the small pool: the only place that computes argon2 for a stranger. */
err_code page_sign_in_check(kb_req *req, kb_res *res, kb_err *err)
{
    (void)res;
    struct svc svc = page_svc(req);
    struct backoff *backoff = app_of(req)->backoff;
    struct signing_in *s = sign_in_new(req);
    if (!s) return err_set(err, ERR_NOMEM, "signing in");
    const char *called;
    ERR_TRY(svc_person_called(&svc, req_field(req, "sign_in"), &called, err));
    text name = text_str(svc_sign_in_folded(&svc, req_field(req, "sign_in")));
    struct backoff_attempt attempt = sign_in_attempt(req, called, name);
    s->wait = backoff_begin(backoff, &attempt, req->now);
    if (s->wait) return err_set(err, ERR_TOO_MANY, "sign-in has to wait");
    ERR_TRY(svc_password_verify(&svc, req_field(req, "sign_in"), req_field(req, "password"), &s->person, s->mark, err));
    backoff_succeeded(backoff, &attempt, req->now);
    s->trusted = req_field_bool(req, "trusted");
    return svc_second_of(&svc, s->person, &s->asks_second, err);
}

err_code page_sign_in_write(kb_req *req, kb_err *err)
{
    const struct signing_in *s = req->result;
    return s->asks_second ? OK : sign_in_write(req, s, err);
}

/* In the demonstration everybody may be anybody; elsewhere this address does not exist. */
err_code page_role_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct demo_persons all;
    if (!req->demo) return err_set(err, ERR_NOT_FOUND, "no demonstration");
    struct signing_in *s = sign_in_new(req);
    if (!s) return err_set(err, ERR_NOMEM, "signing in");
    ERR_TRY(svc_demo_persons(&svc, &all, err));
    for (size_t i = 0; i < all.n && !s->person; i++)
        if (text_is(req_field(req, "sign_in"), all.at[i].sign_in)) s->person = all.at[i].id;
    if (!s->person) return err_set(err, ERR_NOT_FOUND, "no such role");
    return sign_in_write(req, s, err);
}

/* ---- Signed in ---- */

/* From here on the request is that of the person who signed in. */
static err_code become(kb_req *req, const struct signing_in *s, kb_err *err)
{
    struct req_session *session = ARENA_NEW(req->arena, struct req_session);
    struct svc_me me;
    if (!session) return err_set(err, ERR_NOMEM, "signed in");
    ERR_TRY(svc_actor(req->store, s->person, req->arena, &req->actor, err));
    struct svc svc = page_svc(req);
    ERR_TRY(svc_me(&svc, &me, err));
    memcpy(session->key, s->token.key, sizeof session->key);
    memcpy(session->csrf, s->csrf, sizeof session->csrf);
    snprintf(session->person, sizeof session->person, "%s", s->person);
    session->signed_in_at = req->now;
    req->session = session;
    req->person_name = me.name;
    return OK;
}

static err_code show_resume(kb_req *req, kb_res *res, const struct kept *kept, kb_err *err)
{
    struct page page;
    ERR_TRY(become(req, req->result, err));
    ERR_TRY(page_open(&page, req, res, "", err));
    struct view_resume_field *fields = ARENA_ARRAY(req->arena, struct view_resume_field, kept->n);
    if (!fields) return err_set(err, ERR_NOMEM, "no room for the form that waited");
    for (size_t i = 0; i < kept->n; i++)
        fields[i] = (struct view_resume_field){.name = kept->pairs[i].name, .value = kept->pairs[i].value};
    struct view_resume v = {.action = text_str(kept->path), .fields = fields, .fields_count = kept->n};
    view_resume(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code sign_in_lacks_second(kb_req *req, const struct signing_in *s, bool *lacks, kb_err *err)
{
    const struct actor *before = req->actor;
    *lacks = false;
    if (req->demo || s->second) return OK;
    ERR_TRY(svc_actor(req->store, s->person, req->arena, &req->actor, err));
    struct svc svc = page_svc(req);
    err_code code = svc_second_needed(&svc, lacks, err);
    req->actor = before;
    return code;
}

err_code sign_in_finish(kb_req *req, kb_res *res, const struct signing_in *s, const struct sign_in_waiting *waiting,
                        kb_err *err)
{
    struct kept kept;
    bool lacks;
    if (s->asks_second) return sign_in_ask_second(req, res, s, waiting, err);
    ERR_TRY(sign_in_lacks_second(req, s, &lacks, err));
    sign_in_cookie(req, res, s);
    if (kept_open(waiting->kept, app_of(req)->seal_key, req->now, req->arena, &kept))
        return show_resume(req, res, &kept, err);
    res_redirect(res, "%.*s", lacks ? 20 : (int)waiting->next.len, lacks ? "/account/tweede-stap" : waiting->next.ptr);
    return OK;
}

err_code page_signed_in(kb_req *req, kb_res *res, kb_err *err)
{
    struct sign_in_waiting waiting = {text_str(sign_in_next(req)), req_field(req, "kept"), text_str("")};
    return sign_in_finish(req, res, req->result, &waiting, err);
}

/* ---- Refused ---- */

text sign_in_wait_words(const kb_req *req, int seconds)
{
    bool minutes = seconds >= 120;
    int n = minutes ? (seconds + 59) / 60 : seconds;
    text number = text_str(arena_printf(req->arena, "%d", n));
    return msg_make(req->arena, LANG_NL, minutes ? MSG_SIGN_IN_WAIT_MINUTES : MSG_SIGN_IN_WAIT,
                    MSG_ARGS({TEXT("n"), number}));
}

/* The same answer for an unknown name, a closed account and a wrong password. */
err_code page_sign_in_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    const struct signing_in *s = req->result;
    bool wait = why->code == ERR_TOO_MANY && s && s->wait;
    struct asking asking = {
        .next = text_str(sign_in_next(req)),
        .kept = req_sent(req, "kept"),
        .wrong = wait ? sign_in_wait_words(req, s->wait) : msg_text(LANG_NL, MSG_SIGN_IN_WRONG),
    };
    if (wait) res->retry_after = s->wait;
    return show(req, res, &asking, err_http_status(why->code), err);
}

/* ---- Signing out ---- */

err_code page_sign_out_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    if (!req->session) return OK;
    if (req->session->sso) req->result = req; /* for the page: the session is gone then */
    return svc_sign_out(&svc, req->session->key, err);
}

err_code page_signed_out(kb_req *req, kb_res *res, kb_err *err)
{
    session_cookie_clear(req, res);
    res_flash(res, "flash.signed_out");
    if (req->result && app_of(req)->oidc) return sso_go_on(req, res, "/uitloggen/organisatie", err);
    res_redirect(res, "/");
    return OK;
}
