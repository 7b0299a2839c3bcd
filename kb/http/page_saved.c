/* Saved searches: kept from the page of results, listed with what is new, opened, mailed or not, thrown away. */
#include "kb/http/page_search.h"

#include "kb/base/cleanup.h"
#include "kb/http/page_form.h"
#include "kb/http/pages.h"
#include "kb/service/writer.h"

static const char *const verbs[] = {"mail", "no-mail", "remove", NULL};

/* clang-format off */
const struct form_field page_saved_add_form[] = {
    { "saved_name", FIELD_TEXT, .max = SVC_SAVED_NAME_MAX },
    { "address",    FIELD_TEXT, .required = true, .max = SVC_SAVED_ADDRESS_MAX },
    { "mail",       FIELD_BOOL, .required = false },
    FORM_END,
};

const struct form_field page_saved_form[] = {
    { "do", FIELD_CHOICE, .required = true, .choices = verbs },
    FORM_END,
};
/* clang-format on */

/* ---- Adding ---- */

/* Everything that somebody may have typed, for the privacy guard. */
static text all_words(arena *a, const struct asked *asked)
{
    enum { LONGEST = 8 * 1024 };
    _cleanup_(buf_release)
    struct buf out = buf_new(LONGEST);
    buf_put(&out, asked->words);
    for (size_t i = 0; i < asked->n_chosen; i++) {
        buf_byte(&out, '\n');
        for (size_t k = 0; k < asked->chosen[i].value.len; k++)
            buf_byte(&out, asked->chosen[i].value.ptr[k] == '-' ? ' ' : asked->chosen[i].value.ptr[k]);
    }
    return arena_text(a, buf_text(&out));
}

/* Only what an address of results can say is kept, in one way of writing it. */
err_code page_saved_add_write(kb_req *req, kb_err *err)
{
    struct page page = {.req = req, .svc = page_svc(req), .env = {.lang = LANG_NL}};
    struct asked asked = page_asked_from(req->arena, req_field(req, "address"));
    asked.page = 1;
    asked.like = TEXT("");
    struct svc_saved_add in = {.name = req_field(req, "saved_name"),
                               .address = page_asked_address(&page, "/zoeken", &asked),
                               .words = all_words(req->arena, &asked),
                               .mail = req_field_bool(req, "mail")};
    return svc_saved_add(&page.svc, &in, err);
}

err_code page_saved_added(kb_req *req, kb_res *res, kb_err *err)
{
    (void)req, (void)err;
    res_flash(res, "flash.saved_search");
    res_redirect(res, "/zoeken/bewaard");
    return OK;
}

/* ---- The list ---- */

/* How much one page looks for what is new, in words of the questions: a few long ones cost what all others cost. */
enum { COUNTED_WORDS = 128 };

/* `left`: words that may still be asked; a question for which there are not enough counts nothing. */
static size_t count_new(struct page *page, const struct store_saved *saved, size_t *left)
{
    struct svc_cards cards;
    kb_err ignored = {0};
    struct svc_ask ask;
    struct asked asked = page_asked_from(page->svc.arena, text_str(saved->address));
    if (page_asked_ask(page->svc.arena, &asked, &ask, &ignored) != OK || ask.query->n > *left) return 0;
    *left -= ask.query->n;
    if (svc_saved_new(&page->svc, &ask, saved->seen, page->svc.now, &cards, &ignored) != OK) return 0;
    return cards.n;
}

static text fresh_words(const struct page *page, size_t n)
{
    text number = page_number(page, (int64_t)n);
    if (n == 0) return text_str("");
    return page_words(page, n < SVC_SAVED_NEW_MAX ? MSG_SAVED_FRESH : MSG_SAVED_FRESH_MOST,
                      MSG_ARGS({TEXT("n"), number}));
}

static text own_address(const struct page *page, const struct store_saved *saved)
{
    return page_join(page, "/zoeken/bewaard/", saved->id);
}

static text feed_address(const struct page *page, const struct store_saved *saved)
{
    struct asked asked = page_asked_from(page->svc.arena, text_str(saved->address));
    return page_asked_address(page, "/zoeken/feed", &asked);
}

static void put_asked(struct buf *out, text words)
{
    if (buf_text(out).len) buf_str(out, " · ");
    buf_put(out, words);
}

/* "Woorden: huur · Fase: Best practice · Rechtsgebied: Werk" */
static text asks(const struct page *page, const struct store_saved *saved)
{
    enum { LONGEST = 8 * 1024 };
    _cleanup_(buf_release)
    struct buf out = buf_new(LONGEST);
    struct asked asked = page_asked_from(page->svc.arena, text_str(saved->address));
    if (asked.words.len) put_asked(&out, page_words(page, MSG_SAVED_ASKS, MSG_ARGS({TEXT("words"), asked.words})));
    for (size_t i = 0; i < asked.n_chosen; i++) put_asked(&out, page_chosen_words(page, &asked.chosen[i]));
    if (asked.as_typed) put_asked(&out, msg_text(page->env.lang, MSG_SAVED_AS_TYPED));
    return out.failed ? text_str("") : arena_text(page->svc.arena, buf_text(&out));
}

/* "Staat in je overzichtsmail" is no use to who gets none. */
static err_code tell_unread(struct page *page, struct view_saved *v, kb_err *err)
{
    struct svc_wish wish;
    ERR_TRY(svc_wish(&page->svc, &wish, err));
    for (size_t i = 0; i < v->rows_count; i++) v->unread |= v->rows[i].mail;
    v->unread = v->unread && (!*wish.address || !strcmp(wish.overview, "never"));
    return OK;
}

static err_code take_rows(struct page *page, struct view_saved *v, kb_err *err)
{
    struct store_saveds all;
    ERR_TRY(page_labels(page, err));
    ERR_TRY(svc_saved(&page->svc, &all, err));
    struct view_saved_row *rows = ARENA_ARRAY(page->svc.arena, struct view_saved_row, all.n);
    size_t left = COUNTED_WORDS;
    for (size_t i = 0; rows && i < all.n; i++) {
        const struct store_saved *saved = &all.at[i];
        rows[i] = (struct view_saved_row){.href = own_address(page, saved),
                                          .name = text_str(saved->name),
                                          .asks = asks(page, saved),
                                          .fresh = fresh_words(page, count_new(page, saved, &left)),
                                          .mail = saved->mail,
                                          .feed = feed_address(page, saved)};
    }
    v->rows = rows;
    v->rows_count = rows ? all.n : 0;
    return tell_unread(page, v, err);
}

static err_code show(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct page page;
    struct page_form form = {&page, why};
    ERR_TRY(page_open(&page, req, res, "zoeken", err));
    struct view_saved v = {.again = why != NULL,
                           .name = {.name = TEXT("saved_name"),
                                    .label = page_form_label(&page, "saved_name"),
                                    .value = page_form_value(&form, "saved_name", text_str("")),
                                    .error = page_form_error(&form, "saved_name"),
                                    .required = true,
                                    .max = SVC_SAVED_NAME_MAX},
                           .address = page_form_value(&form, "address", text_str("")),
                           .mail = page_form_chosen(&form, "mail", TEXT("1"), true)};
    v.errors = page_form_errors(&form, &v.errors_count);
    ERR_TRY(take_rows(&page, &v, err));
    view_saved(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_saved(kb_req *req, kb_res *res, kb_err *err)
{
    return show(req, res, NULL, err);
}

err_code page_saved_add_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show(req, res, why, err);
}

err_code page_saved_home(struct page *page, struct view_home *v, kb_err *err)
{
    enum { SHOWN = 5 };
    struct store_saveds all;
    size_t left = COUNTED_WORDS;
    if (!page->svc.actor->person) return OK;
    ERR_TRY(svc_saved(&page->svc, &all, err));
    size_t n = all.n < SHOWN ? all.n : SHOWN;
    struct view_home_saved *out = ARENA_ARRAY(page->svc.arena, struct view_home_saved, n);
    for (size_t i = 0; out && i < n; i++)
        out[i] = (struct view_home_saved){.href = own_address(page, &all.at[i]),
                                          .title = text_str(all.at[i].name),
                                          .note = fresh_words(page, count_new(page, &all.at[i], &left))};
    v->saved = out;
    v->saved_count = out ? n : 0;
    return OK;
}

/* ---- One ---- */

static err_code note_seen(struct store *store, const struct writer_note *note, kb_err *err)
{
    return store_saved_see(store, (const char *)note->key, note->word, note->at, err);
}

/* Opens it: what is there now is not new the next time. */
err_code page_saved_open(kb_req *req, kb_res *res, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct store_saved saved;
    ERR_TRY(svc_saved_one(&svc, req_param(req, "id"), &saved, err));
    struct writer_note note = {.run = note_seen, .at = req->now};
    snprintf((char *)note.key, sizeof note.key, "%s", saved.id);
    snprintf(note.word, sizeof note.word, "%s", saved.person);
    if (req->writer && !req->head) (void)writer_note(req->writer, &note);
    res_redirect(res, "%s", saved.address);
    return OK;
}

err_code page_saved_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    text id = req_param(req, "id"), verb = req_field(req, "do");
    if (text_is(verb, "remove")) return svc_saved_remove(&svc, id, err);
    return svc_saved_mail(&svc, id, text_is(verb, "mail"), err);
}

err_code page_saved_done(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    res_flash(res, text_is(req_field(req, "do"), "remove") ? "flash.saved_gone" : "flash.saved_mail");
    res_redirect(res, "/zoeken/bewaard");
    return OK;
}
