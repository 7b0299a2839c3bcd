/* The vocabulary on the screen of editors: the agreements, the form for one, and what it would change. */
#include "kb/base/cleanup.h"
#include "kb/http/page_form.h"
#include "kb/http/pages.h"

enum { ROWS_PER_PAGE = 40, PAGES_MAX = 1000, BACK_MAX = 500 };

static const char *const kind_slugs[] = {"abbreviation", "alike", "means", "whole", "spelling", NULL};
static const char *const switches[] = {"on", "off", NULL};

/* clang-format off */
const struct form_field page_vocabulary_form[] = {
    { "do",   FIELD_CHOICE, .required = true, .choices = switches },
    { "line", FIELD_TEXT,   .required = true, .max = SVC_LINE_MAX },
    { "back", FIELD_TEXT,   .max = BACK_MAX },
    FORM_END,
};

const struct form_field page_agreement_form[] = {
    { "kind",  FIELD_CHOICE, .required = true, .choices = kind_slugs },
    { "typed", FIELD_TEXT,   .max = SVC_SIDES_MAX },
    { "means", FIELD_TEXT,   .max = SVC_SIDES_MAX },
    { "seen",  FIELD_INT,    .required = false },
    FORM_END,
};

static const struct {
    enum msg name, help, sign;
} kinds[SVC_AGREEMENT__COUNT] = {
    [SVC_ABBREVIATION]  = { MSG_VOCABULARY_KIND_ABBREVIATION, MSG_VOCABULARY_HELP_ABBREVIATION, MSG_VOCABULARY_SIGN_ABBREVIATION },
    [SVC_ALIKE]         = { MSG_VOCABULARY_KIND_ALIKE,        MSG_VOCABULARY_HELP_ALIKE,        MSG_VOCABULARY_SIGN_ALIKE },
    [SVC_MEANS]         = { MSG_VOCABULARY_KIND_MEANS,        MSG_VOCABULARY_HELP_MEANS,        MSG_VOCABULARY_SIGN_MEANS },
    [SVC_KEEP_WHOLE]    = { MSG_VOCABULARY_KIND_WHOLE,        MSG_VOCABULARY_HELP_WHOLE,        MSG_VOCABULARY_SIGN_WHOLE },
    [SVC_KEEP_SPELLING] = { MSG_VOCABULARY_KIND_SPELLING,     MSG_VOCABULARY_HELP_SPELLING,     MSG_VOCABULARY_SIGN_SPELLING },
};
/* clang-format on */

/* ---- The list ---- */

struct listing {
    struct page page;
    text words, kind;
    int64_t number;
};

static text list_address(const struct listing *l, int64_t number, const char *place)
{
    _cleanup_(buf_release)
    struct buf out = buf_new(4096);
    buf_str(&out, "/redactie/woordenlijst?woord=");
    html_query(&out, l->words);
    buf_str(&out, "&soort=");
    html_query(&out, l->kind);
    buf_printf(&out, "&blad=%lld%s", (long long)number, place);
    return arena_text(l->page.svc.arena, buf_text(&out));
}

static void take_kinds(const struct listing *l, struct view_vocabulary *v)
{
    struct view_vocabulary_kind *out = ARENA_ARRAY(l->page.svc.arena, struct view_vocabulary_kind, COUNT_OF(kinds));
    for (size_t k = 0; out && k < COUNT_OF(kinds); k++)
        out[k] = (struct view_vocabulary_kind){
            .slug = text_str(kind_slugs[k]), .name = kinds[k].name, .on = text_is(l->kind, kind_slugs[k])};
    v->kinds = out;
    v->kinds_count = out ? COUNT_OF(kinds) : 0;
}

static void take_own(const struct listing *l, const struct svc_agreements *all, struct view_vocabulary *v)
{
    const struct page *page = &l->page;
    struct view_vocabulary_own *out = ARENA_ARRAY(page->svc.arena, struct view_vocabulary_own, all->n_own);
    for (size_t i = 0; out && i < all->n_own; i++) {
        const struct svc_agreement *g = &all->own[i];
        text day = page_date(page, g->since), name = text_str(g->by);
        enum msg note = name.len ? MSG_VOCABULARY_SINCE : MSG_VOCABULARY_SINCE_NOBODY;
        out[i] = (struct view_vocabulary_own){
            .href = page_join(page, "/redactie/woordenlijst/", g->entry),
            .said = text_str(g->said),
            .sign = kinds[g->kind].sign,
            .meant = text_str(g->meant),
            .note = page_words(page, note, MSG_ARGS({TEXT("date"), day}, {TEXT("name"), name})),
        };
    }
    v->own = out;
    v->own_count = out ? all->n_own : 0;
}

/* Who switches a line comes back to it. */
static text numbered_row(const struct page *page, size_t i)
{
    return text_str(arena_printf(page->svc.arena, "regel-%zu", i + 1));
}

static void take_shipped(const struct listing *l, const struct svc_agreements *all, struct view_vocabulary *v)
{
    size_t pages = (all->n_shipped + ROWS_PER_PAGE - 1) / ROWS_PER_PAGE, number = (size_t)l->number;
    if (number > pages) number = pages ? pages : 1;
    size_t from = (number - 1) * ROWS_PER_PAGE, n = all->n_shipped - from;
    if (n > ROWS_PER_PAGE) n = ROWS_PER_PAGE;
    struct view_vocabulary_shipped *out = ARENA_ARRAY(l->page.svc.arena, struct view_vocabulary_shipped, n);
    for (size_t i = 0; out && i < n; i++) {
        const struct svc_agreement *g = &all->shipped[from + i];
        out[i] = (struct view_vocabulary_shipped){.said = text_str(g->said),
                                                  .sign = kinds[g->kind].sign,
                                                  .meant = text_str(g->meant),
                                                  .line = g->line,
                                                  .off = g->off,
                                                  .row = numbered_row(&l->page, i)};
    }
    v->shipped = out;
    v->shipped_count = out ? n : 0;
    v->total = (int64_t)all->n_shipped;
    v->here = list_address(l, (int64_t)number, "");
    if (pages < 2) return;
    v->page = (int64_t)number;
    v->pages = (int64_t)pages;
    if (number > 1) v->previous = list_address(l, (int64_t)number - 1, "#meegeleverd");
    if (number < pages) v->next = list_address(l, (int64_t)number + 1, "#meegeleverd");
}

err_code page_vocabulary(kb_req *req, kb_res *res, kb_err *err)
{
    struct listing l = {.words = text_trim(req_query(req, "woord")),
                        .kind = req_query(req, "soort"),
                        .number = req_query_int(req, "blad", 1, PAGES_MAX, 1)};
    struct svc_agreements all;
    enum svc_agreement_kind kind;
    ERR_TRY(page_open(&l.page, req, res, "redactie", err));
    bool one_kind = svc_agreement_from_slug(l.kind, &kind);
    struct svc_agreements_ask ask = {.words = l.words, .kind = one_kind ? &kind : NULL};
    ERR_TRY(svc_agreements(&l.page.svc, &ask, &all, err));
    struct view_vocabulary v = {.words = l.words, .asked = l.words.len || one_kind};
    v.crumbs = page_crumbs(&l.page, msg_text(l.page.env.lang, MSG_DESK_TITLE), TEXT("/redactie"),
                           msg_text(l.page.env.lang, MSG_VOCABULARY_TITLE));
    v.crumbs_count = v.crumbs ? PAGE_CRUMBS : 0;
    take_kinds(&l, &v);
    take_own(&l, &all, &v);
    take_shipped(&l, &all, &v);
    view_vocabulary(&res->body, &l.page.env, &v);
    return page_close(&l.page, 200, err);
}

err_code page_vocabulary_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    return svc_shipped_switch(&svc, req_field(req, "line"), text_is(req_field(req, "do"), "on"), err);
}

err_code page_vocabulary_done(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    text back = req_field(req, "back");
    bool ours = text_starts(back, TEXT("/redactie/woordenlijst"));
    res_flash(res, text_is(req_field(req, "do"), "on") ? "flash.vocabulary" : "flash.vocabulary_off");
    res_redirect(res, "%s", ours ? page_local_target(req, back) : "/redactie/woordenlijst");
    return OK;
}

/* ---- One agreement ---- */

static struct view_choices kind_choices(const struct page_form *form, enum svc_agreement_kind stored)
{
    struct view_choices v = page_form_one_of(form, "kind", COUNT_OF(kinds));
    v.label = msg_text(form->page->env.lang, MSG_VOCABULARY_KIND); /* another kind than that of a text */
    for (size_t k = 0; k < COUNT_OF(kinds); k++)
        page_form_offer(form, &v, kind_slugs[k], kinds[k].name, kinds[k].help, k == (size_t)stored);
    return v;
}

static struct view_field side(const struct page_form *form, const char *name, text stored, enum msg hint)
{
    const struct page *page = form->page;
    return (struct view_field){.name = text_str(name),
                               .label = page_form_label(page, name),
                               .value = page_form_value(form, name, stored),
                               .hint = msg_text(page->env.lang, hint),
                               .error = page_form_error(form, name),
                               .required = hint == MSG_VOCABULARY_SAID_HINT,
                               .depends = hint == MSG_VOCABULARY_MEANT_HINT,
                               .max = SVC_SIDES_MAX};
}

static text numbered(const struct page *page, enum msg words, size_t n)
{
    const char *count = arena_printf(page->svc.arena, "%zu", n);
    return page_words(page, words, MSG_ARGS({TEXT("n"), text_str(count)}));
}

/* Where the text at this place, from 0, stands without the agreement; "" when it stays. */
static text moved(const struct page *page, const struct svc_trial *t, size_t at)
{
    if (t->was[at] == at + 1) return text_of(NULL, 0);
    if (t->was[at]) return numbered(page, MSG_VOCABULARY_WAS_AT, t->was[at]);
    if (t->before > SVC_TRIAL_DEPTH) return numbered(page, MSG_VOCABULARY_WAS_BELOW, SVC_TRIAL_DEPTH);
    return msg_text(page->env.lang, MSG_VOCABULARY_FRESH);
}

static struct view_agreement_trial trial_row(const struct page *page, const struct svc_trial *t)
{
    arena *a = page->svc.arena;
    const char *before = arena_printf(a, "%zu", t->before), *after = arena_printf(a, "%zu", t->after);
    struct view_agreement_trial row = {
        .question = t->question,
        .count = page_words(page, t->changes ? MSG_VOCABULARY_TRIAL_COUNT : MSG_VOCABULARY_TRIAL_SAME,
                            MSG_ARGS({TEXT("before"), text_str(before)}, {TEXT("after"), text_str(after)})),
        .led = t->led ? page_title(page, t->led) : text_of(NULL, 0),
    };
    struct view_agreement_trial_hit *hits = ARENA_ARRAY(a, struct view_agreement_trial_hit, t->n_cards);
    if (!hits || !t->changes) return row;
    for (size_t i = 0; i < t->n_cards; i++)
        hits[i] = (struct view_agreement_trial_hit){text_str(t->cards[i].href), page_title(page, &t->cards[i]),
                                                    page_stage_name(t->cards[i].stage), moved(page, t, i)};
    row.hits = hits;
    row.hits_count = t->n_cards;
    return row;
}

static void take_trials(const struct page *page, const struct svc_trials *trials, struct view_agreement *v)
{
    struct view_agreement_trial *out = ARENA_ARRAY(page->svc.arena, struct view_agreement_trial, trials->n);
    for (size_t i = 0; out && i < trials->n; i++) {
        if (trials->at[i].own || trials->at[i].changes)
            out[v->trials_count++] = trial_row(page, &trials->at[i]);
        else
            v->same++;
    }
    v->trials = out;
    v->tried = true;
}

static text agreement_address(const struct page *page, text entry, const char *rest)
{
    if (!entry.len) entry = TEXT("nieuw");
    return text_str(arena_printf(page->svc.arena, "/redactie/woordenlijst/%.*s%s", TEXT_FMT(entry), rest));
}

/* What was typed for one that a colleague took back meanwhile is not lost: saved again it is a new one. */
static err_code read_stored(struct page *page, const struct page_form *form, text *entry, struct svc_agreement *stored,
                            kb_err *err)
{
    kb_err gone = {0};
    if (!entry->len) return OK;
    err_code code = svc_agreement(&page->svc, *entry, stored, form->why ? &gone : err);
    if (code == OK || !form->why) return code;
    if (code != ERR_NOT_FOUND) return err_set(err, code, "an agreement");
    *entry = TEXT("");
    return OK;
}

/* `trials` may be NULL. What was sent is shown again when it was refused, or tried. */
static err_code show_agreement(struct page *page, const struct page_form *form, const struct svc_trials *trials,
                               kb_err *err)
{
    struct svc_agreement stored = {.kind = SVC_MEANS, .meant = ""};
    text entry = req_param(page->req, "id");
    ERR_TRY(read_stored(page, form, &entry, &stored, err));
    text means = entry.len ? text_str(stored.meant) : req_query(page->req, "betekent");
    text said = stored.said ? text_str(stored.said) : req_query(page->req, "woord");
    struct view_agreement v = {
        .title = msg_text(page->env.lang, entry.len ? MSG_VOCABULARY_CHANGE : MSG_VOCABULARY_NEW),
        .action = agreement_address(page, entry, ""),
        .kinds = kind_choices(form, stored.kind),
        .said = side(form, "typed", said, MSG_VOCABULARY_SAID_HINT),
        .meant = side(form, "means", means, MSG_VOCABULARY_MEANT_HINT),
    };
    if (entry.len) {
        v.back = agreement_address(page, entry, "/weg");
        v.seen = page_form_seen(form, "seen", page_number(page, stored.since));
    }
    v.crumbs =
        page_crumbs(page, msg_text(page->env.lang, MSG_VOCABULARY_TITLE), TEXT("/redactie/woordenlijst"), v.title);
    v.crumbs_count = v.crumbs ? PAGE_CRUMBS : 0;
    if (trials) take_trials(page, trials, &v);
    if (!trials) v.errors = page_form_errors(form, &v.errors_count);
    view_agreement(&page->res->body, &page->env, &v);
    return page_close(page, 200, err);
}

static err_code show(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct page page;
    struct page_form form = {&page, why};
    struct policy_object object = {.kind = OBJECT_VOCABULARY};
    ERR_TRY(page_open(&page, req, res, "redactie", err));
    ERR_TRY(policy_check(page.svc.actor, ACT_WRITE, &object, err));
    return show_agreement(&page, &form, NULL, err);
}

err_code page_agreement(kb_req *req, kb_res *res, kb_err *err)
{
    return show(req, res, NULL, err);
}

err_code page_agreement_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show(req, res, why, err);
}

static struct svc_agreement_put sent(const kb_req *req)
{
    struct svc_agreement_put in = {.entry = req_param(req, "id"),
                                   .said = req_field(req, "typed"),
                                   .meant = req_field(req, "means"),
                                   .seen = req_field_int(req, "seen")};
    (void)svc_agreement_from_slug(req_field(req, "kind"), &in.kind); /* the form has checked it */
    return in;
}

err_code page_agreement_try(kb_req *req, kb_res *res, kb_err *err)
{
    static const kb_err typed = {0}; /* shows what was typed */
    struct page page;
    struct page_form form = {&page, &typed};
    struct svc_agreement_put in = sent(req);
    struct svc_trials *trials = ARENA_NEW(req->arena, struct svc_trials);
    if (!trials) return err_set(err, ERR_NOMEM, "trials");
    ERR_TRY(page_open(&page, req, res, "redactie", err));
    ERR_TRY(svc_agreement_try(&page.svc, &in, trials, err));
    return show_agreement(&page, &form, trials, err);
}

err_code page_agreement_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_agreement_put in = sent(req);
    const char *entry;
    return svc_agreement_put(&svc, &in, &entry, err);
}

err_code page_agreement_written(kb_req *req, kb_res *res, kb_err *err)
{
    (void)req, (void)err;
    res_flash(res, "flash.vocabulary");
    res_redirect(res, "/redactie/woordenlijst");
    return OK;
}

err_code page_agreement_end_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    return svc_agreement_end(&svc, req_param(req, "id"), err);
}

err_code page_agreement_ended(kb_req *req, kb_res *res, kb_err *err)
{
    (void)req, (void)err;
    res_flash(res, "flash.vocabulary_end");
    res_redirect(res, "/redactie/woordenlijst");
    return OK;
}
