/* err.h - every way something can go wrong, in one list.
 *
 * A function that can fail returns an err_code and takes a `kb_err *err` as its last parameter. On success it leaves
 * err untouched. On failure it has filled err at the place where the failure was understood; callers hand it along.
 *
 *     ERR_TRY(store_practice_get(tx, id, &practice, err));
 *     if (!title.len) return err_field(err, ERR_INVALID, "title", "required");
 *
 * A kb_err speaks to two audiences. `items` name the fields or conditions that are wrong, by stable words that the
 * catalogue translates; the reader gets those. `cause` is for the log and never leaves the server.
 */
#ifndef KB_BASE_ERR_H
#define KB_BASE_ERR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/*      name                HTTP  slug                     title, in the reader's words */
#define KB_ERRORS(X)                                                                                                   \
    X(ERR_INVALID, 400, "invalid", "Niet alles is goed ingevuld")                                                      \
    X(ERR_BAD_REQUEST, 400, "bad-request", "Deze aanvraag klopt niet")                                                 \
    X(ERR_SIGN_IN, 401, "sign-in", "Log eerst in")                                                                     \
    X(ERR_TOKEN, 401, "token", "Deze sleutel werkt niet")                                                              \
    X(ERR_FORBIDDEN, 403, "forbidden", "Je mag dit niet doen")                                                         \
    X(ERR_SECOND, 403, "second-factor", "Stel eerst je tweede stap in")                                                \
    X(ERR_SCOPE, 403, "scope", "Daar is deze sleutel niet voor")                                                       \
    X(ERR_CSRF, 403, "csrf", "Dit formulier is verlopen of komt niet van deze site")                                   \
    X(ERR_NOT_FOUND, 404, "not-found", "Deze pagina is er niet")                                                       \
    X(ERR_METHOD, 405, "method", "Dat kan op deze pagina niet")                                                        \
    X(ERR_TIMEOUT, 408, "timeout", "Het versturen duurde te lang")                                                     \
    X(ERR_CONFLICT, 409, "conflict", "Dat kan nu niet meer")                                                           \
    X(ERR_STALE_EDIT, 409, "stale-edit", "Iemand anders heeft intussen opgeslagen")                                    \
    X(ERR_GONE, 410, "gone", "Dit stuk is niet meer openbaar")                                                         \
    X(ERR_LINK, 410, "link", "Deze link werkt niet meer")                                                              \
    X(ERR_TOO_LARGE, 413, "too-large", "Dit is te groot om te versturen")                                              \
    X(ERR_URI_TOO_LONG, 414, "uri-too-long", "Dit adres is te lang")                                                   \
    X(ERR_MEDIA_TYPE, 415, "media-type", "Dit soort gegevens kunnen we niet lezen")                                    \
    X(ERR_RULE, 422, "rule", "Dit kan nog niet: er ontbreekt iets")                                                    \
    X(ERR_TOO_MANY, 429, "too-many", "Te veel pogingen, wacht even")                                                   \
    X(ERR_INTERNAL, 500, "internal", "Er ging bij ons iets mis")                                                       \
    X(ERR_NOMEM, 503, "no-memory", "Het is nu te druk, probeer het zo weer")                                           \
    X(ERR_BUSY, 503, "busy", "Het is nu te druk, probeer het zo weer")                                                 \
    X(ERR_IO, 503, "io", "Opslaan lukt nu niet, probeer het zo weer")                                                  \
    X(ERR_CORRUPT, 503, "corrupt", "De gegevens zijn beschadigd")                                                      \
    X(ERR_SEARCH_DOWN, 503, "search-down", "Zoeken lukt even niet, we bouwen de zoeklijst opnieuw op")                 \
    X(ERR_FULL, 507, "full", "De schijf is vol, er is niets opgeslagen")

typedef enum err_code {
    OK = 0,
#define X(name, status, slug, title) name,
    KB_ERRORS(X)
#undef X
        ERR__COUNT
} err_code;

/* A function whose failure may not be ignored. */
#define MUST_CHECK __attribute__((warn_unused_result))

enum { ERR_ITEMS_MAX = 24, ERR_FIELD_MAX = 64, ERR_CAUSE_MAX = 256 };

/* One wrong field, or one condition that is not met. */
struct kb_err_item {
    char field[ERR_FIELD_MAX]; /* name of the form field, section or guard; "" when the whole request is meant */
    const char *reason;        /* static slug, translated as "reason.<slug>" ("required", "too-long", ...) */
    int64_t until;             /* what is missing comes by itself: at this moment, in ms since 1970; else 0 */
};

typedef struct kb_err {
    err_code code;
    size_t n_items;
    struct kb_err_item items[ERR_ITEMS_MAX];
    char cause[ERR_CAUSE_MAX]; /* for the log only */
} kb_err;

/* Facts of the list above. An unknown code is treated as ERR_INTERNAL. */
int err_http_status(err_code code);
const char *err_slug(err_code code);
const char *err_title(err_code code);

/* Fills err (which may be NULL) and returns code, so that a failing function can `return err_set(...)`. The cause is
 * formatted for the log: it may hold names of files and functions, never what a person wrote. */
MUST_CHECK err_code err_set(kb_err *err, err_code code, const char *cause_format, ...)
    __attribute__((format(printf, 3, 4)));

/* For what need not be there: ERR_NOT_FOUND becomes OK, and *there tells. `said` is what the call left; another failure
 * goes on as it is.
 *
 *     ERR_TRY(err_optional(store_desk_get(s, id, a, &row, &said), &said, &there, err)); */
MUST_CHECK err_code err_optional(err_code code, const kb_err *said, bool *there, kb_err *err);

/* The same, with errno's text behind the cause; ENOSPC and EDQUOT become ERR_FULL, ENOMEM becomes ERR_NOMEM. */
MUST_CHECK err_code err_errno(kb_err *err, const char *what);

/* Adds one wrong field and returns code. Fields beyond ERR_ITEMS_MAX are left out. `reason` must be static. */
MUST_CHECK err_code err_field(kb_err *err, err_code code, const char *field, const char *reason);

/* The same for collecting several: add each, then return err->code. */
void err_add(kb_err *err, err_code code, const char *field, const char *reason);

/* The same for what only time can mend: it holds from `until`, in ms since 1970. */
void err_add_until(kb_err *err, err_code code, const char *field, const char *reason, int64_t until);

/* Hands a failure on to the caller. */
#define ERR_TRY(call)                                                                                                  \
    do {                                                                                                               \
        err_code try_code_ = (call);                                                                                   \
        if (try_code_ != OK) return try_code_;                                                                         \
    } while (0)

#ifdef __cplusplus
}
#endif
#endif
