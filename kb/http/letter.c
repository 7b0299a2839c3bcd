#include "kb/http/letter.h"

#include "content/mail.h"
#include "kb/base/cleanup.h"
#include "kb/http/page_notices.h"
#include "kb/http/page_search.h"

enum { BODY_MAX = 512 * 1024 };

static text absolute(const struct page *page, const char *base, const char *path)
{
    return page_join(page, base, path);
}

static text subject_of(const struct page *page, const struct svc_letter *letter, const struct svc_notices *notices,
                       const struct view_letter *v)
{
    size_t all = notices->n;
    for (size_t i = 0; i < v->finds_count; i++) all += v->finds[i].rows_count;
    text n = page_number(page, (int64_t)all);
    if (letter->overview || notices->n > 1)
        return page_words(page, letter->overview ? MSG_LETTER_OVERVIEW : MSG_LETTER_ASKED_MORE,
                          MSG_ARGS({TEXT("n"), n}, {TEXT("site"), page->env.site}));
    return page_words(
        page, MSG_LETTER_ASKED,
        MSG_ARGS({TEXT("title"), page_title(page, &notices->at[0].card)}, {TEXT("site"), page->env.site}));
}

static void put_find(struct buf *out, const struct page *page, const struct view_letter_find *find)
{
    buf_printf(out, "%.*s\n\n", TEXT_FMT(find->title));
    for (size_t i = 0; i < find->rows_count; i++)
        buf_printf(out, "%.*s\n%.*s\n\n", TEXT_FMT(find->rows[i].title), TEXT_FMT(find->rows[i].href));
    if (!find->more.len) return;
    text words = msg_text(page->env.lang, MSG_SAVED_LETTER_MORE);
    buf_printf(out, "%.*s\n%.*s\n\n", TEXT_FMT(words), TEXT_FMT(find->more));
}

static void put_plain(struct buf *out, const struct page *page, const struct view_letter *v)
{
    buf_printf(out, "%.*s\n\n%.*s\n\n", TEXT_FMT(v->greeting), TEXT_FMT(msg_text(page->env.lang, v->lead)));
    for (size_t i = 0; i < v->rows_count; i++)
        buf_printf(out, "%.*s\n%.*s\n%.*s\n\n", TEXT_FMT(v->rows[i].title), TEXT_FMT(v->rows[i].words),
                   TEXT_FMT(v->rows[i].href));
    for (size_t i = 0; i < v->finds_count; i++) put_find(out, page, &v->finds[i]);
    buf_printf(out, "%.*s\n%.*s\n\n%.*s\n%.*s\n", TEXT_FMT(msg_text(page->env.lang, MSG_LETTER_SETTINGS)),
               TEXT_FMT(v->settings), TEXT_FMT(msg_text(page->env.lang, MSG_LETTER_STOP)), TEXT_FMT(v->stop));
}

static err_code take_find(struct page *page, const struct svc_letter *letter, const struct store_saved *saved,
                          const char *base, struct view_letter_find *out, kb_err *err)
{
    struct svc_cards cards;
    kb_time since;
    struct svc_ask ask;
    struct asked asked = page_asked_from(page->svc.arena, text_str(saved->address));
    ERR_TRY(page_asked_ask(page->svc.arena, &asked, &ask, err));
    ERR_TRY(svc_saved_window(&page->svc, letter, saved, &since, err));
    ERR_TRY(svc_saved_new(&page->svc, &ask, since, letter->made, &cards, err));
    struct view_letter_find_hit *hits = ARENA_ARRAY(page->svc.arena, struct view_letter_find_hit, cards.n);
    for (size_t i = 0; hits && i < cards.n; i++)
        hits[i] = (struct view_letter_find_hit){.href = absolute(page, base, cards.at[i].href),
                                                .title = page_title(page, &cards.at[i])};
    *out = (struct view_letter_find){
        .title = page_words(page, MSG_SAVED_LETTER, MSG_ARGS({TEXT("name"), text_str(saved->name)})),
        .rows = hits,
        .rows_count = hits ? cards.n : 0};
    if (cards.n == SVC_SAVED_NEW_MAX) out->more = page_join(page, base, saved->address);
    return OK;
}

/* What is new at the saved searches of its person; only an overview tells. */
static err_code take_finds(struct page *page, const struct svc_letter *letter, const char *base, struct view_letter *v,
                           kb_err *err)
{
    struct store_saveds all;
    if (!letter->overview) return OK;
    ERR_TRY(svc_saved(&page->svc, &all, err));
    struct view_letter_find *finds = ARENA_ARRAY(page->svc.arena, struct view_letter_find, all.n);
    if (!finds) return err_set(err, ERR_NOMEM, "no room for a letter");
    for (size_t i = 0; i < all.n; i++) {
        if (!all.at[i].mail) continue;
        ERR_TRY(take_find(page, letter, &all.at[i], base, &finds[v->finds_count], err));
        v->finds_count += finds[v->finds_count].rows_count > 0;
    }
    v->finds = finds;
    return OK;
}

static enum msg lead_of(const struct svc_letter *letter, const struct svc_notices *notices)
{
    if (!letter->overview) return MSG_LETTER_ASKED_LEAD;
    return notices->n ? MSG_LETTER_OVERVIEW_LEAD : MSG_SAVED_LETTER_LEAD;
}

/* ---- About the account itself ---- */

static const struct about {
    const char *kind, *path; /* path: before the token of the link, if it has one; NULL: there is no link */
    enum msg subject, lead, link, after;
} abouts[] = {
    {"address", "/mailadres/", MSG_LETTER_ADDRESS, MSG_LETTER_ADDRESS_LEAD, MSG_LETTER_ADDRESS_LINK,
     MSG_LETTER_ADDRESS_AFTER},
    {"moved", NULL, MSG_LETTER_MOVED, MSG_LETTER_MOVED_LEAD, MSG_LETTER_ADDRESS_LINK, MSG_LETTER_MOVED_AFTER},
    {"reset", "/welkom/", MSG_LETTER_RESET, MSG_LETTER_RESET_LEAD, MSG_LETTER_RESET_LINK, MSG_LETTER_RESET_AFTER},
    {"password", "/account", MSG_LETTER_PASSWORD, MSG_LETTER_PASSWORD_LEAD, MSG_LETTER_PASSWORD_LINK,
     MSG_LETTER_PASSWORD_AFTER},
    {"password-changed", "/account", MSG_LETTER_PASSWORD, MSG_LETTER_PASSWORD_CHANGED_LEAD, MSG_LETTER_PASSWORD_LINK,
     MSG_LETTER_PASSWORD_AFTER},
    {"passkey", "/account", MSG_LETTER_PASSKEY, MSG_LETTER_PASSKEY_LEAD, MSG_LETTER_PASSWORD_LINK,
     MSG_LETTER_PASSKEY_AFTER},
    {"second-factor", "/account", MSG_LETTER_SECOND, MSG_LETTER_SECOND_LEAD, MSG_LETTER_PASSWORD_LINK,
     MSG_LETTER_SECOND_AFTER},
    {"lost", "/tweede-stap-kwijt/", MSG_LETTER_LOST, MSG_LETTER_LOST_LEAD, MSG_LETTER_LOST_LINK, MSG_LETTER_LOST_AFTER},
    {"lost-asked", NULL, MSG_LETTER_LOST, MSG_LETTER_LOST_ASKED_LEAD, MSG_LETTER_LOST_LINK, MSG_LETTER_LOST_NOT_ME},
    {"lost-refused", NULL, MSG_LETTER_LOST, MSG_LETTER_LOST_REFUSED_LEAD, MSG_LETTER_LOST_LINK, MSG_LETTER_LOST_NOT_ME},
    {"lost-sure", "/tweede-stap-kwijt/", MSG_LETTER_LOST, MSG_LETTER_LOST_SURE_LEAD, MSG_LETTER_LOST_LINK,
     MSG_LETTER_LOST_NOT_ME},
    {"lost-vouched", NULL, MSG_LETTER_LOST, MSG_LETTER_LOST_VOUCHED_LEAD, MSG_LETTER_LOST_LINK, MSG_LETTER_LOST_NOT_ME},
    {"lost-done", NULL, MSG_LETTER_LOST_DONE, MSG_LETTER_LOST_DONE_LEAD, MSG_LETTER_LOST_LINK,
     MSG_LETTER_LOST_DONE_AFTER},
    {"token", "/account", MSG_LETTER_TOKEN, MSG_LETTER_TOKEN_LEAD, MSG_LETTER_TOKEN_LINK, MSG_LETTER_TOKEN_AFTER},
};

/* NULL: it tells notices. */
static const struct about *about_of(const struct svc_letter *letter)
{
    for (size_t i = 0; i < COUNT_OF(abouts); i++)
        if (!strcmp(letter->kind, abouts[i].kind)) return &abouts[i];
    return NULL;
}

static void put_plain_account(struct buf *out, const struct page *page, const struct view_letter_account *v)
{
    buf_printf(out, "%.*s\n\n%.*s\n\n", TEXT_FMT(v->greeting), TEXT_FMT(v->lead));
    if (v->href.len) buf_printf(out, "%.*s\n\n", TEXT_FMT(v->href));
    buf_printf(out, "%.*s\n", TEXT_FMT(msg_text(page->env.lang, v->after)));
}

static void write_about(const struct page *page, const struct svc_letter *letter, const struct about *about,
                        const char *base, struct mail *mail, struct buf *plain, struct buf *html)
{
    struct view_letter_account v = {
        .greeting = page_words(page, MSG_LETTER_GREETING, MSG_ARGS({TEXT("name"), text_str(letter->name)})),
        .lead = page_words(page, about->lead,
                           MSG_ARGS({TEXT("site"), page->env.site}, {TEXT("sign_in"), text_str(letter->sign_in)})),
        .link = about->link,
        .after = about->after,
    };
    if (about->path) v.href = absolute(page, base, arena_join(page->svc.arena, about->path, letter->token));
    mail->subject = page_words(page, about->subject, MSG_ARGS({TEXT("site"), page->env.site}));
    put_plain_account(plain, page, &v);
    view_letter_account(html, &page->env, &v);
}

/* ---- What notices and saved searches tell ---- */

static err_code write_notices(struct page *page, const struct svc_letter *letter, const char *base, struct mail *mail,
                              struct buf *plain, struct buf *html, bool *empty, kb_err *err)
{
    struct svc_notices notices;
    struct view_letter v = {0};
    ERR_TRY(svc_letter_read(&page->svc, letter->id, &notices, err));
    ERR_TRY(take_finds(page, letter, base, &v, err));
    *empty = notices.n == 0 && v.finds_count == 0;
    if (*empty) return OK;
    struct view_letter_row *rows = ARENA_ARRAY(page->svc.arena, struct view_letter_row, notices.n);
    if (!rows) return err_set(err, ERR_NOMEM, "no room for a letter");
    for (size_t i = 0; i < notices.n; i++)
        rows[i] = (struct view_letter_row){.href = absolute(page, base, notices.at[i].href),
                                           .title = page_title(page, &notices.at[i].card),
                                           .words = page_notice_words(page, &notices.at[i])};
    v = (struct view_letter){
        .finds = v.finds,
        .finds_count = v.finds_count,
        .greeting = page_words(page, MSG_LETTER_GREETING, MSG_ARGS({TEXT("name"), text_str(letter->name)})),
        .lead = lead_of(letter, &notices),
        .rows = rows,
        .rows_count = notices.n,
        .settings = absolute(page, base, "/berichten/instellingen"),
        .stop = absolute(page, base, arena_printf(page->svc.arena, "/afmelden/%s", letter->token))};
    mail->subject = subject_of(page, letter, &notices, &v);
    mail->unsubscribe = v.stop;
    put_plain(plain, page, &v);
    view_letter(html, &page->env, &v);
    return OK;
}

err_code letter_write(struct svc *svc, const struct svc_letter *letter, const char *from, const char *base,
                      struct buf *out, bool *empty, kb_err *err)
{
    struct page page = {.svc = *svc, .env = {.lang = LANG_NL}};
    const char *site;
    _cleanup_(buf_release)
    struct buf plain = buf_new(BODY_MAX);
    _cleanup_(buf_release)
    struct buf html = buf_new(BODY_MAX);
    *empty = false;
    ERR_TRY(svc_setting(svc->store, "network-name", svc->arena, &site, err));
    page.env.site = text_str(site);
    struct mail mail = {.from = text_str(from),
                        .from_name = page.env.site,
                        .to = text_str(letter->address),
                        .to_name = text_str(letter->name),
                        .id = text_str(letter->id),
                        .at = svc->now};
    const struct about *about = about_of(letter);
    if (about)
        write_about(&page, letter, about, base, &mail, &plain, &html);
    else
        ERR_TRY(write_notices(&page, letter, base, &mail, &plain, &html, empty, err));
    if (*empty) return OK;
    mail.plain = buf_text(&plain);
    mail.html = buf_text(&html);
    bool full = plain.failed || html.failed || arena_failed(svc->arena);
    return full ? err_set(err, ERR_NOMEM, "a letter over its ceiling") : mail_format(&mail, out, err);
}
