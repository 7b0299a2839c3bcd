/* app.h - what the pages of this product have besides the request: the program behind the server.
 *
 * One struct app is made by `kb serve` before the server starts and outlives it. Handlers reach it as app_of(req).
 */
#ifndef KB_HTTP_APP_H
#define KB_HTTP_APP_H

#include "kb/http/http.h"
#include "kb/http/kept.h"
#include "kb/http/known.h"
#include "kb/service/indexing.h"
#include "kb/service/service.h"
#include "kb/service/writer.h"

#ifdef __cplusplus
extern "C" {
#endif

struct asked_counts;
struct backoff;
struct oidc;
struct pdf_master;
struct resets;
struct search_shared;

struct app {
    const char *dir;              /* data directory */
    const char *security_contact; /* "" for none */
    const char *redactions;       /* the file of redactions (kb/store/redact.h) */
    const struct kb_log *log;
    struct kb_clock clock;
    struct writer *writer;
    struct desk_pool *desks;
    struct search_shared *shared; /* of the desks' readers of the index */
    struct indexing *indexing;
    struct asked_counts *asked;   /* what is searched for */
    struct backoff *backoff;      /* failed sign-ins, by account, device and place */
    struct backoff *wrong_tokens; /* of programs, by place: apart, so that they keep nobody from signing in */
    struct resets *resets;        /* forgotten passwords and lost factors that wait for the keeper */
    unsigned char known_key[KNOWN_KEY_BYTES]; /* of devices that are known */
    struct pdf_master *pdf;                   /* makes PDFs; NULL: none are made */
    struct oidc *oidc;                        /* the organisations' identity provider; NULL: there is none */
    struct {
        struct svc_group_roles roles; /* which group there gives which role */
        const char *second;           /* values of acr and amr that stand for a second factor, with commas */
    } sso;
    unsigned char seal_key[SEALED_KEY_LEN]; /* of this run: forms that wait, half a sign-in */
    int64_t head_day; /* day of the last signed head in the journal (date_to_days); the keeper's own */
    int64_t told;     /* seq of the log up to which people were told; the keeper's own */
    bool mail;        /* a mail server is set: letters are made */
    bool demo;        /* everybody may choose a role; loopback only */
    int64_t epoch;    /* rises with everything a signed-out reader can see; only touched by __atomic */
};

static inline struct app *app_of(const kb_req *req)
{
    return (struct app *)req->app;
}

/* The hooks of struct http_config, all about a struct app. */
int64_t app_epoch(void *app);
void app_health(void *app, struct http_health *out);
void app_metrics(void *app, struct buf *out);

/* Makes app->desks: each a reading connection, and the index once it can be searched. `writes` is the store whose
 * commits end their views, before its writer starts. Free them with desk_pool_free when that writer has stopped. */
MUST_CHECK err_code app_open_desks(struct app *app, struct store *writes, const struct http_limits *limits,
                                   kb_err *err);

/* For struct writer_config: wakes the indexer and moves the epoch. */
void app_committed(void *app, int64_t seq);

#ifdef __cplusplus
}
#endif
#endif
