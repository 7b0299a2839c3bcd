/* How long what need not stay is kept: a setting for each kind, done by the keeper (AVG article 5, 1 e). */
#include "kb/service/service__internal.h"

err_code svc__days(struct svc *svc, const char *setting, int64_t *days, kb_err *err)
{
    const char *value;
    uint64_t n = 0;
    if (!setting) return svc__no_memory(err);
    ERR_TRY(svc_setting(svc->store, setting, svc->arena, &value, err));
    if (!text_to_u64(text_str(value), SVC_DAYS_MAX, &n)) return err_set(err, ERR_INTERNAL, "%s is no number", setting);
    *days = (int64_t)n;
    return OK;
}

/* `before`: what is older goes. */
static err_code forget_sessions(struct svc *svc, kb_time before, kb_err *err)
{
    return store_session_forget(svc->store, svc->now - SVC_SESSION_IDLE_MS, before, err);
}

static err_code forget_asked(struct svc *svc, kb_time before, kb_err *err)
{
    char week[DATE_BYTES];
    return store_asked_forget(svc->store, svc_week(before, week), err);
}

static err_code forget_link(struct svc *svc, kb_time before, kb_err *err)
{
    ERR_TRY(store_loss_forget(svc->store, before, err));
    return store_link_forget(svc->store, before, err);
}

#define FORGET(name)                                                                                                   \
    static err_code forget_##name(struct svc *svc, kb_time before, kb_err *err)                                        \
    {                                                                                                                  \
        return store_##name##_forget(svc->store, before, err);                                                         \
    }
FORGET(request)
FORGET(writing)
FORGET(notice)
FORGET(letter)
FORGET(access)
FORGET(restricted)
FORGET(token)

/* In this order: what refers to something goes before it. Without a setting so many days are the design's (section 9).
 */
static const struct {
    enum svc_forgotten_kind kind;
    const char *setting;
    int days;
    err_code (*forget)(struct svc *svc, kb_time before, kb_err *err);
} rows[] = {
    {SVC_FORGOTTEN_SESSIONS, "keep-sessions", 0, forget_sessions},
    {SVC_FORGOTTEN_LINKS, NULL, 0, forget_link},
    {SVC_FORGOTTEN_FORMS, NULL, 1, forget_request},
    {SVC_FORGOTTEN_WRITING, NULL, 1, forget_writing},
    {SVC_FORGOTTEN_ASKED, "keep-asked", 0, forget_asked},
    {SVC_FORGOTTEN_NOTICES, "keep-notices", 0, forget_notice},
    {SVC_FORGOTTEN_LETTERS, "keep-letters", 0, forget_letter},
    {SVC_FORGOTTEN_REQUESTS, "keep-requests", 0, forget_access},
    {SVC_FORGOTTEN_READS, "keep-reads", 0, forget_restricted},
    {SVC_FORGOTTEN_TOKENS, NULL, 30, forget_token}, /* until then its person sees why a program stopped */
};

const char *svc_forgotten_slug(enum svc_forgotten_kind kind)
{
    static const char *const slugs[SVC_FORGOTTEN__COUNT] = {
        [SVC_FORGOTTEN_SESSIONS] = "sessions", [SVC_FORGOTTEN_LINKS] = "links",
        [SVC_FORGOTTEN_FORMS] = "forms",       [SVC_FORGOTTEN_WRITING] = "writing",
        [SVC_FORGOTTEN_ASKED] = "asked",       [SVC_FORGOTTEN_NOTICES] = "notices",
        [SVC_FORGOTTEN_LETTERS] = "letters",   [SVC_FORGOTTEN_REQUESTS] = "requests",
        [SVC_FORGOTTEN_READS] = "reads",       [SVC_FORGOTTEN_TOKENS] = "tokens",
        [SVC_FORGOTTEN_COPIES] = "copies"};
    return (unsigned)kind < SVC_FORGOTTEN__COUNT ? slugs[kind] : "";
}

err_code svc_forget(struct svc *svc, struct svc_forgotten *out, kb_err *err)
{
    *out = (struct svc_forgotten){0};
    if (!svc->actor->system) return err_set(err, ERR_FORBIDDEN, "only the clock forgets");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        int64_t days = rows[i].days;
        if (rows[i].setting) ERR_TRY(svc__days(svc, rows[i].setting, &days, err));
        ERR_TRY(rows[i].forget(svc, svc->now - days * MS_DAY, err));
        out->n[rows[i].kind] = store_changed(svc->store);
    }
    return store_copies_forget(svc->store, svc->now - STORE_COPY_DAYS * MS_DAY, &out->n[SVC_FORGOTTEN_COPIES], err);
}
