/* Mail: how each person wants to be told, letters made of notices that wait, and what became of them. Nothing is sent
 * here; kb/http/mailer.h does. */
#include "kb/service/service__internal.h"

#include "kb/base/calendar.h"

enum { OVERVIEW_HOUR = 7, TRIES_MAX = 10, FIRST_WAIT_MINUTES = 5, LONGEST_WAIT_MINUTES = 12 * 60 };

static const char unsubscribe[] = "unsubscribe", new_address[] = "address", moved[] = "moved";

/* The link that goes with a letter of a kind, and for how long it works. */
static const struct carried {
    const char *kind, *purpose; /* purpose NULL: none */
    kb_time lasts;
    bool alone; /* it replaces the one before, and a letter that waited longer than it works is not sent */
} carried[] = {
    {"", unsubscribe, (kb_time)SVC_UNSUBSCRIBE_DAYS *MS_DAY, false},
    {new_address, new_address, (kb_time)SVC_LINK_DAYS *MS_DAY, false},
    {svc__reset, svc__reset, (kb_time)SVC_RESET_MINUTES *MS_MINUTE, true},
    {svc__lost, svc__lost, (kb_time)SVC_LOST_MINUTES *MS_MINUTE, true},
    {svc__lost_sure, svc__lost_sure, (kb_time)SVC_LOST_SURE_HOURS *MS_HOUR, true},
};

static const struct carried *carried_by(const struct store_letter *letter)
{
    static const struct carried nothing = {0};
    for (size_t i = 0; i < COUNT_OF(carried); i++)
        if (!strcmp(carried[i].kind, letter->kind)) return &carried[i];
    return &nothing;
}

static err_code only_the_system(const struct svc *svc, kb_err *err)
{
    return svc->actor->system ? OK : err_set(err, ERR_FORBIDDEN, "only the clock makes letters");
}

/* ---- Wishes ---- */

/* An address as mail programs take it: something, an at, a domain with a dot. Nothing that could end a header. */
bool svc__is_address(text t)
{
    size_t at = text_find_byte(t, '@', 0);
    if (at == SIZE_MAX || at == 0 || t.len > SVC_ADDRESS_MAX) return false;
    if (text_find_byte(t, '@', at + 1) != SIZE_MAX) return false;
    size_t dot = text_find_byte(t, '.', at + 2);
    if (dot == SIZE_MAX || dot + 1 == t.len) return false;
    for (size_t i = 0; i < t.len; i++) {
        unsigned char c = (unsigned char)t.ptr[i];
        if (c <= ' ' || c >= 0x7F || strchr("<>(),;:\\\"[]", c)) return false;
    }
    return true;
}

/* Who never said anything gets mail when the name they sign in with is an address: at once, and a daily overview. */
err_code svc_wish(struct svc *svc, struct svc_wish *out, kb_err *err)
{
    struct store_wish row;
    struct store_person person;
    ERR_TRY(svc__need_person(svc, err));
    kb_err said = {0};
    bool there;
    ERR_TRY(err_optional(store_wish_get(svc->store, svc->actor->person, svc->arena, &row, &said), &said, &there, err));
    if (!there) ERR_TRY(store_person_get(svc->store, svc->actor->person, svc->arena, &person, err));
    *out = there ? (struct svc_wish){row.address, row.direct, row.overview}
                 : (struct svc_wish){svc__is_address(text_str(person.sign_in)) ? person.sign_in : "", true, "daily"};
    return OK;
}

static err_code put_wish(struct svc *svc, const char *person, const struct store_wish *row, kb_err *err)
{
    ERR_TRY(store_wish_put(svc->store, row, err));
    return svc__log_as(svc, person, "person.wish", person, err);
}

/* ---- Another address ---- */

err_code svc__letter_about(struct svc *svc, const char *person, const char *kind, const char *address, kb_err *err)
{
    struct store_letter row = {
        .person = person, .made = svc->now, .next_try = svc->now, .kind = kind, .address = address};
    ERR_TRY(svc__new_id(svc, &row.id, err));
    return store_letter_add(svc->store, &row, 0, err);
}

/* What was asked before does not count any more. */
static err_code forget_asked_address(struct svc *svc, const char *person, kb_err *err)
{
    ERR_TRY(store_letter_drop(svc->store, person, new_address, err));
    return store_link_drop(svc->store, person, new_address, err);
}

/* *address: what counts for now. */
static err_code move_address(struct svc *svc, const struct svc_wish *was, const char **address, kb_err *err)
{
    const char *person = svc->actor->person, *wished = *address;
    if (!strcmp(wished, was->address)) return OK;
    if (!wished[0]) return svc__letter_about(svc, person, moved, was->address, err);
    *address = was->address;
    return svc__letter_about(svc, person, new_address, wished, err);
}

static err_code look_at_link(struct svc *svc, text token, struct store_link *link, kb_err *err)
{
    ERR_TRY(svc_link_look(svc, token, link, err));
    bool right = !strcmp(link->purpose, new_address) && link->person && link->detail;
    return right ? OK : err_set(err, ERR_GONE, "link of another purpose");
}

err_code svc_address_look(struct svc *svc, text token, kb_err *err)
{
    struct store_link link;
    return look_at_link(svc, token, &link, err);
}

err_code svc_address_confirm(struct svc *svc, text token, kb_err *err)
{
    struct store_link link;
    struct svc as = *svc;
    struct svc_wish was;
    ERR_TRY(look_at_link(svc, token, &link, err));
    ERR_TRY(svc_actor(svc->store, link.person, svc->arena, &as.actor, err));
    if (!as.actor->person) return err_set(err, ERR_GONE, "a closed account");
    ERR_TRY(svc_wish(&as, &was, err));
    ERR_TRY(forget_asked_address(&as, link.person, err)); /* this link too: it works once */
    if (was.address[0]) ERR_TRY(svc__letter_about(&as, link.person, moved, was.address, err));
    struct store_wish row = {
        .person = link.person, .address = link.detail, .direct = was.direct, .overview = was.overview};
    return put_wish(svc, link.person, &row, err);
}

err_code svc_wish_put(struct svc *svc, const struct svc_wish_put *in, kb_err *err)
{
    struct svc_wish was;
    err_code wrong = OK;
    text address = text_trim(in->address);
    ERR_TRY(svc__need_person(svc, err));
    if (address.len && !svc__is_address(address)) wrong = err_field(err, ERR_INVALID, "address", "not-an-address");
    bool known = text_is(in->overview, "daily") || text_is(in->overview, "weekly") || text_is(in->overview, "never");
    if (!known) wrong = err_field(err, ERR_INVALID, "overview", "not-a-choice");
    if (wrong != OK) return wrong;
    struct store_wish row = {.person = svc->actor->person,
                             .address = svc__str(svc, address),
                             .direct = in->direct,
                             .overview = svc__str(svc, in->overview)};
    if (!row.address || !row.overview) return svc__no_memory(err);
    ERR_TRY(svc_wish(svc, &was, err));
    ERR_TRY(forget_asked_address(svc, row.person, err)); /* also when it is the one of now again: a slip taken back */
    if (in->mail) ERR_TRY(move_address(svc, &was, &row.address, err));
    return put_wish(svc, row.person, &row, err);
}

/* ---- Letters ---- */

/* The last time an overview went out: seven in the morning, of today or of Monday. */
static kb_time overview_moment(kb_time now, bool weekly)
{
    struct date day = calendar_date(now);
    if (now < calendar_at(day, OVERVIEW_HOUR, 0)) day = date_add_days(day, -1);
    while (weekly && date_weekday(day) != 1) day = date_add_days(day, -1);
    return calendar_at(day, OVERVIEW_HOUR, 0);
}

static kb_time fresh_since(const struct svc *svc)
{
    return svc->now - (kb_time)SVC__LETTER_DAYS * MS_DAY;
}

static err_code make_letter(struct svc *svc, const struct store_waiting *waits, bool overview, size_t *made,
                            kb_err *err)
{
    struct svc as = *svc;
    struct svc_wish wish = {"", false, "daily"};
    ERR_TRY(svc_actor(svc->store, waits->person, svc->arena, &as.actor, err));
    if (as.actor->person) ERR_TRY(svc_wish(&as, &wish, err));
    if (!as.actor->person || !wish.address[0] || (overview && !strcmp(wish.overview, "never"))) return OK;
    if (overview && waits->since >= overview_moment(svc->now, !strcmp(wish.overview, "weekly"))) return OK;
    struct store_letter row = {
        .person = waits->person, .overview = overview, .made = svc->now, .next_try = svc->now, .problem = ""};
    ERR_TRY(svc__new_id(svc, &row.id, err));
    ++*made;
    return store_letter_add(svc->store, &row, fresh_since(svc), err);
}

static err_code make_letters(struct svc *svc, bool overview, size_t *made, kb_err *err)
{
    struct store_waitings waiting;
    const char *way = overview ? "overview" : "direct";
    ERR_TRY(store_notice_waiting(svc->store, way, fresh_since(svc), svc->arena, &waiting, err));
    for (size_t i = 0; i < waiting.n; i++) ERR_TRY(make_letter(svc, &waiting.at[i], overview, made, err));
    return OK;
}

/* Saved searches may have something new: an overview goes out for them once a day, or a week, and is dropped when it
 * would say nothing (kb/http/letter.c). */
static err_code make_for_saved(struct svc *svc, size_t *made, kb_err *err)
{
    struct store_saved_mailings all;
    ERR_TRY(store_saved_mailing(svc->store, svc->arena, &all, err));
    for (size_t i = 0; i < all.n; i++) {
        const struct store_saved_mailing *m = &all.at[i];
        struct store_waiting waits = {.person = m->person, .since = m->since > m->last ? m->since : m->last};
        ERR_TRY(make_letter(svc, &waits, true, made, err));
    }
    return OK;
}

err_code svc_letters_make(struct svc *svc, size_t *made, kb_err *err)
{
    *made = 0;
    ERR_TRY(only_the_system(svc, err));
    ERR_TRY(make_letters(svc, false, made, err));
    ERR_TRY(make_letters(svc, true, made, err));
    return make_for_saved(svc, made, err);
}

/* 5 minutes, 10, 20, ... half a day; the last one is the last. */
static kb_time next_try(kb_time now, int64_t tries)
{
    int64_t minutes = FIRST_WAIT_MINUTES;
    for (int64_t i = 1; i < tries && minutes < LONGEST_WAIT_MINUTES; i++) minutes *= 2;
    if (minutes > LONGEST_WAIT_MINUTES) minutes = LONGEST_WAIT_MINUTES;
    return tries >= TRIES_MAX ? 0 : now + minutes * MS_MINUTE;
}

/* "" when it is not sent any more. wish NULL: the account is closed. */
static const char *goes_to(const struct svc *svc, const struct store_letter *letter, const struct svc_wish *wish)
{
    const struct carried *link = carried_by(letter);
    if (!wish || (link->alone && svc->now - letter->made >= link->lasts)) return "";
    return letter->address[0] ? letter->address : wish->address;
}

static err_code put_link(struct svc *svc, const struct store_letter *letter, char token[SVC_LINK_TOKEN_BYTES],
                         kb_err *err)
{
    const struct carried *kind = carried_by(letter);
    struct store_link link = {
        .purpose = kind->purpose, .person = letter->person, .detail = letter->address[0] ? letter->address : NULL};
    if (!kind->purpose) return OK;
    if (kind->alone) ERR_TRY(store_link_drop(svc->store, letter->person, kind->purpose, err));
    return svc__link_put(svc, &link, kind->lasts, token, err);
}

err_code svc_letter_take(struct svc *svc, struct svc_letter *out, kb_err *err)
{
    struct store_letter row;
    struct store_person person;
    struct svc as = *svc;
    struct svc_wish wish = {0};
    ERR_TRY(only_the_system(svc, err));
    ERR_TRY(store_letter_due(svc->store, svc->now, svc->arena, &row, err));
    ERR_TRY(store_person_get(svc->store, row.person, svc->arena, &person, err));
    ERR_TRY(svc_actor(svc->store, row.person, svc->arena, &as.actor, err));
    if (as.actor->person) ERR_TRY(svc_wish(&as, &wish, err));
    row.tries++;
    row.next_try = next_try(svc->now, row.tries);
    ERR_TRY(store_letter_put(svc->store, &row, err));
    *out = (struct svc_letter){.id = row.id,
                               .person = row.person,
                               .name = person.name,
                               .sign_in = person.sign_in,
                               .kind = row.kind,
                               .address = goes_to(svc, &row, as.actor->person ? &wish : NULL),
                               .overview = row.overview,
                               .made = row.made,
                               .tries = row.tries};
    return out->address[0] ? put_link(svc, &row, out->token, err) : OK;
}

err_code svc_letter_read(struct svc *svc, const char *letter, struct svc_notices *out, kb_err *err)
{
    struct store_notices rows;
    ERR_TRY(store_letter_notices(svc->store, letter, svc->arena, &rows, err));
    for (size_t i = 0; i < rows.n; i++)
        if (!svc->actor->person || strcmp(rows.at[i].person, svc->actor->person) != 0)
            return err_set(err, ERR_NOT_FOUND, "a letter to another person");
    return svc__take_notices(svc, &rows, out, err);
}

err_code svc_letter_tried(struct svc *svc, const char *letter, const char *problem, bool for_good, kb_err *err)
{
    struct store_letter row;
    ERR_TRY(only_the_system(svc, err));
    ERR_TRY(store_letter_get(svc->store, letter, svc->arena, &row, err));
    row.problem = problem;
    if (!problem[0]) row.sent = svc->now;
    if (!problem[0] || for_good) row.next_try = 0;
    return store_letter_put(svc->store, &row, err);
}

/* The link may be used again: who stopped mail and finds it in another letter is not told that it is gone. */
err_code svc_unsubscribe(struct svc *svc, text token, kb_err *err)
{
    struct store_link link;
    struct svc as = *svc;
    struct svc_wish wish;
    ERR_TRY(svc_link_look(svc, token, &link, err));
    if (strcmp(link.purpose, unsubscribe) != 0 || !link.person)
        return err_set(err, ERR_GONE, "link of another purpose");
    ERR_TRY(svc_actor(svc->store, link.person, svc->arena, &as.actor, err));
    if (!as.actor->person) return err_set(err, ERR_GONE, "a closed account");
    ERR_TRY(svc_wish(&as, &wish, err));
    struct store_wish row = {.person = link.person, .address = wish.address, .direct = false, .overview = "never"};
    return put_wish(svc, link.person, &row, err);
}
