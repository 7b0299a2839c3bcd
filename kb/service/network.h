/* network.h - organisations, locations, legal fields, and what an empty installation still needs (network.c). */
#ifndef KB_SERVICE_NETWORK_H
#define KB_SERVICE_NETWORK_H

#include "kb/service/svc.h"

#ifdef __cplusplus
extern "C" {
#endif

struct svc_organisation_put {
    text id, name, slug, parent; /* parent: slug of the partner, "" for a partner */
    bool inactive;
};
struct svc_location_put {
    text slug, name;
    bool change; /* of the existing one; else it is new and the slug must be free */
    int place;
    bool inactive;
};
struct svc_legal_field_put {
    text slug, name, lay_label;
    bool change;
    int place;
    bool inactive, moving; /* moving: its law changes often */
};
/* What a slug is called; NULL for what is not there or what this actor may not know. */
MUST_CHECK err_code svc_organisation_name(struct svc *svc, text slug, const char **out, kb_err *err);
MUST_CHECK err_code svc_organisations(struct svc *svc, struct store_organisations *out, kb_err *err);
MUST_CHECK err_code svc_organisation_put(struct svc *svc, const struct svc_organisation_put *in, const char **slug,
                                         kb_err *err);
MUST_CHECK err_code svc_locations(struct svc *svc, struct store_locations *out, kb_err *err);
MUST_CHECK err_code svc_location_put(struct svc *svc, const struct svc_location_put *in, kb_err *err);
MUST_CHECK err_code svc_legal_fields(struct svc *svc, struct store_legal_fields *out, kb_err *err);
MUST_CHECK err_code svc_legal_field_put(struct svc *svc, const struct svc_legal_field_put *in, kb_err *err);

/* What an empty installation still needs, each with a link; drawn until all are done. */
enum svc_setup_step {
    SVC_SETUP_ORGANISATIONS, /* at least one partner organisation */
    SVC_SETUP_LOCATIONS,
    SVC_SETUP_LEGAL_FIELDS,
    SVC_SETUP_PEOPLE,  /* somebody besides the first administrator */
    SVC_SETUP_EDITORS, /* two */
    SVC_SETUP_GROUPS,
    SVC_SETUP_READING, /* public or not has been answered */
    SVC_SETUP__COUNT
};
struct svc_setup {
    bool done[SVC_SETUP__COUNT];
    bool all;
};
MUST_CHECK err_code svc_setup(struct svc *svc, struct svc_setup *out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
