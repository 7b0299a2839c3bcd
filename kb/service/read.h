/* read.h - reading a practice, its versions and what lies between two of them (read.c, render.c). */
#ifndef KB_SERVICE_READ_H
#define KB_SERVICE_READ_H

#include "content/diff.h"
#include "content/markdown.h"
#include "kb/service/svc.h"

#ifdef __cplusplus
extern "C" {
#endif

struct svc_section {
    const struct practice_section *info;
    text source;                    /* CommonMark */
    const struct md_document *body; /* rendered; NULL in comparisons */
};

struct svc_text {
    const char *revision; /* id */
    int version;          /* 0: not visible outside the group yet */
    const char *title, *brief;
    const struct svc_section *sections;
    size_t n_sections;
    kb_time at;
    const char *author_name; /* "" for an import */
    const char *note;
    uint8_t hash[STORE_TEXT_HASH_BYTES];
};

struct svc_version {
    const char *revision;
    int version;
    kb_time at;
    const char *author_name, *note;
    bool adopted, candidate; /* is what that line points to */
    bool correction;         /* minor: the decision about the version that it mends holds for this one */
    int mends;               /* which one that is; 0 when it cannot be told */
};

/* What this actor may do with it now; drawn as buttons, checked again when pressed. */
struct svc_may {
    bool write, publish, revise, withdraw, place, redact;
    bool invite; /* readers of the draft */
};

/* A text that another one names. */
struct svc_link {
    const char *href, *title; /* NULL: there is none that this actor may see */
};

struct svc_practice {
    struct svc_card card; /* of the line that is shown */
    struct svc_text text;
    bool old_version;              /* an earlier version was asked for by number */
    const struct svc_card *other;  /* the candidate beside an adopted text (or the other way round) when visible */
    const char *decision, *reason; /* in words, "" when there are none */
    kb_time until, review_at;
    struct svc_link superseded_by, merged_into;
    const struct svc_version *versions; /* newest first, those this actor may see */
    size_t n_versions;
    struct svc_may may;
};

/* `key` is a number or an id. version 0 is the text the actor should read; `candidate` asks for the text on its way.
 * A practice without any published text (a fresh draft) has text.revision NULL. */
struct svc_which {
    text key;
    int version;
    bool candidate;
};
MUST_CHECK err_code svc_practice(struct svc *svc, const struct svc_which *which, struct svc_practice *out, kb_err *err);

/* Only the card, for a link to it in another text. */
MUST_CHECK err_code svc_practice_card(struct svc *svc, text key, struct svc_card *out, kb_err *err);

struct svc_compared {
    const char *key; /* of the section; "title", "brief" */
    const char *title;
    const struct diff *diff;
    bool changed;
};

struct svc_comparison {
    struct svc_card card;
    struct svc_version from, to;
    const struct svc_compared *parts;
    size_t n_parts;
};

/* What changed between two versions; 0 as `to` is the newest the actor may see, 0 as `from` the one before it. */
MUST_CHECK err_code svc_compare(struct svc *svc, text key, int from, int to, struct svc_comparison *out, kb_err *err);

/* ---- Rendering (render.c): needs no store ---- */

/* Checks and renders each section; the result is what svc_publish keeps. ERR_INVALID names the sections. */
MUST_CHECK err_code svc_render(arena *a, const struct store_section *sections, size_t n, text *rendered, kb_err *err);

/* One section for the preview beside the editor. */
MUST_CHECK err_code svc_preview(arena *a, text key, text source, const struct md_document **out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
