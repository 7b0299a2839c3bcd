/* settings.h - the settings of the network, and what is told by them (settings.c). */
#ifndef KB_SERVICE_SETTINGS_H
#define KB_SERVICE_SETTINGS_H

#include "kb/service/svc.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One table; what is the process's own is in kb/cli/settings.h. */
enum { SVC_DAYS_MAX = 3650 };
struct svc_setting {
    const char *name;
    const char *const *choices; /* closed by NULL; NULL for free text and for days */
    size_t max;                 /* bytes of free text */
    const char *default_value;
    int least, most; /* of a number of days or months; 0 and 0 for what is no number */
    bool term;       /* of the ladder or of a round: "" is as the profile has it */
    bool lines;      /* text of several lines; "" is none */
    bool domains;    /* names of domains with blanks or commas between; "" is none */
    size_t at;       /* where in struct stage_terms */
};
extern const struct svc_setting svc_setting_table[];
extern const size_t svc_setting_count;
const struct svc_setting *svc_setting_row(text name); /* NULL when there is none */
MUST_CHECK err_code svc_setting(struct store *store, const char *name, arena *a, const char **value, kb_err *err);
/* May it have this value? Adds to what is wrong already, so that a form hears of every wrong field at once. */
MUST_CHECK err_code svc_setting_check(const struct svc_setting *row, text value, kb_err *err);
MUST_CHECK err_code svc_setting_put(struct svc *svc, text name, text value, kb_err *err);

/* What is the network's own, for the privacy guard: what the settings name. Lives in svc's arena. */
struct privacy_own;
MUST_CHECK err_code svc_privacy_own(struct svc *svc, struct privacy_own *out, kb_err *err);

/* What the network's profile says of a term that is not set. */
MUST_CHECK err_code svc_term_of_profile(struct svc *svc, const struct svc_setting *term, int *out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
