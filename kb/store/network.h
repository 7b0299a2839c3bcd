/* network.h - who and what the network consists of: organisations, working groups, locations, legal fields, and the
 * settings of the whole.
 *
 * None of them is ever deleted, because practices and the log point to them: organisations, locations and legal fields
 * become inactive, working groups close. _put writes the whole row, new or over the old one with the same id or slug;
 * ERR_CONFLICT when the slug belongs to another.
 */
#ifndef KB_STORE_NETWORK_H
#define KB_STORE_NETWORK_H

#include "kb/base/arena.h"
#include "kb/base/clock.h"
#include "kb/base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

struct store;

/* Lists are whole: these are tens, not thousands. 1,000 is the ceiling. */
struct store_organisation {
    const char *id, *slug, *name;
    bool partner;       /* decides as one; otherwise a member of its parent */
    const char *parent; /* id; NULL for a partner */
    bool active;
};

struct store_organisations {
    struct store_organisation *at;
    size_t n;
};

MUST_CHECK err_code store_organisation_get(struct store *s, const char *id, arena *a, struct store_organisation *out,
                                           kb_err *err);
MUST_CHECK err_code store_organisation_by_slug(struct store *s, const char *slug, arena *a,
                                               struct store_organisation *out, kb_err *err);
/* Partners first, then by name. */
MUST_CHECK err_code store_organisation_list(struct store *s, arena *a, struct store_organisations *out, kb_err *err);
MUST_CHECK err_code store_organisation_put(struct store *s, const struct store_organisation *organisation, kb_err *err);

struct store_group {
    const char *id, *slug, *name;
    const char *purpose;     /* "" when nothing is said */
    const char *location;    /* slug or NULL */
    kb_time created, closed; /* closed 0: at work */
    kb_time alone_since; /* fewer than two people lead it; 0: two do. Of a new row; then store_group_alone keeps it */
};

struct store_groups {
    struct store_group *at;
    size_t n;
};

MUST_CHECK err_code store_group_get(struct store *s, const char *id, arena *a, struct store_group *out, kb_err *err);
MUST_CHECK err_code store_group_by_slug(struct store *s, const char *slug, arena *a, struct store_group *out,
                                        kb_err *err);
/* Those at work first, then by name. */
MUST_CHECK err_code store_group_list(struct store *s, arena *a, struct store_groups *out, kb_err *err);
MUST_CHECK err_code store_group_put(struct store *s, const struct store_group *group, kb_err *err);
/* Looks again which groups fewer than two people with an open account lead, and since when. After each change of a
 * role, an account or a group. */
MUST_CHECK err_code store_group_alone(struct store *s, kb_time now, kb_err *err);

struct store_location {
    const char *slug, *name;
    int place; /* order in lists */
    bool active;
};

struct store_locations {
    struct store_location *at;
    size_t n;
};

MUST_CHECK err_code store_location_get(struct store *s, const char *slug, arena *a, struct store_location *out,
                                       kb_err *err);
MUST_CHECK err_code store_location_list(struct store *s, arena *a, struct store_locations *out, kb_err *err);
MUST_CHECK err_code store_location_put(struct store *s, const struct store_location *location, kb_err *err);

struct store_legal_field {
    const char *slug, *name;
    const char *lay_label; /* what people say at a desk; "" when the same */
    int place;             /* order in lists */
    bool active;
    bool moving; /* its law changes often: texts of this field are looked at sooner */
};

struct store_legal_fields {
    struct store_legal_field *at;
    size_t n;
};

MUST_CHECK err_code store_legal_field_get(struct store *s, const char *slug, arena *a, struct store_legal_field *out,
                                          kb_err *err);
MUST_CHECK err_code store_legal_field_list(struct store *s, arena *a, struct store_legal_fields *out, kb_err *err);
MUST_CHECK err_code store_legal_field_put(struct store *s, const struct store_legal_field *field, kb_err *err);

/* ---- Who asks to join a working group ---- */

struct store_request {
    const char *group, *person; /* ids */
    const char *words;          /* "" when nothing was said */
    kb_time at;
};

struct store_requests {
    struct store_request *at;
    size_t n;
};

/* Of people with an open account, at most 1,000; or all there are. */
MUST_CHECK err_code store_request_list(struct store *s, const char *group, arena *a, struct store_requests *out,
                                       kb_err *err);
MUST_CHECK err_code store_request_whole(struct store *s, const char *group, arena *a, struct store_requests *out,
                                        kb_err *err);
MUST_CHECK err_code store_request_add(struct store *s, const struct store_request *request, kb_err *err);
MUST_CHECK err_code store_access_forget(struct store *s, kb_time before, kb_err *err); /* older ones */
MUST_CHECK err_code store_request_remove(struct store *s, const char *group, const char *person, kb_err *err);

/* A setting's value, or the given default (borrowed) when it was never set. */
MUST_CHECK err_code store_setting_get(struct store *s, const char *name, const char *default_value, arena *a,
                                      const char **out, kb_err *err);
/* Those that were set, with a name that starts with this prefix; at most 100. */
struct store_setting {
    const char *name, *value;
};
struct store_settings {
    const struct store_setting *at;
    size_t n;
};
MUST_CHECK err_code store_setting_list(struct store *s, const char *prefix, arena *a, struct store_settings *out,
                                       kb_err *err);

MUST_CHECK err_code store_setting_put(struct store *s, const char *name, const char *value, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
