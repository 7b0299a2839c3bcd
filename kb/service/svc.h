/* svc.h - what every use case is given, who is asking, and a practice as a list shows it (actor.c, restricted.c).
 * service.h tells what holds for all of them. */
#ifndef KB_SERVICE_SVC_H
#define KB_SERVICE_SVC_H

#include "kb/base/arena.h"
#include "kb/base/calendar.h"
#include "kb/base/clock.h"
#include "kb/base/err.h"
#include "kb/base/log.h"
#include "kb/domain/policy.h"
#include "kb/domain/practice.h"
#include "kb/domain/stage.h"
#include "kb/store/store.h"
#include "search/search.h"

#ifdef __cplusplus
extern "C" {
#endif

struct svc {
    struct store *store;
    struct search_reader *search; /* NULL on the writer, and while the index is being made: then ERR_SEARCH_DOWN */
    const struct actor *actor;    /* who is asking; never NULL */
    kb_time now;
    arena *arena;
    const char *origin;       /* by which way: "page", "command", "clock"; stands in the log */
    const struct kb_log *log; /* where is said what went wrong and stopped nothing; NULL: nowhere */
    struct svc_reads *reads;  /* where reads of what not everybody may read are noted; NULL: nowhere */
    struct svc__seen *seen;   /* what was looked up last, of one who reads a view that stands; NULL: nothing is kept */
};

/* The store of svc does not move from here on (a desk, between store_read_begin and store_read_end): the parts of one
 * page that ask for the same practice look it up once. */
void svc_view_stands(struct svc *svc);

/* ---- What was read that not everybody may read (restricted.c) ----
 *
 * Reading functions note it in svc->reads; whoever gives the answer to a reader writes it down first, and waits for the
 * commit (design section 6, "Threads"). */
struct svc_read {
    const char *what; /* "text", "working-copy", "correction", "positions", "concept", "notes", "remarks", "own-data" */
    const char *object; /* id of the practice, round or person */
    const struct svc_read *next;
};
struct svc_reads {
    const struct svc_read *first; /* each thing once */
};
/* On the writer, in the name of svc->actor: one row for each. */
MUST_CHECK err_code svc_reads_log(struct svc *svc, const struct svc_reads *reads, kb_err *err);

/* ---- Who is asking (actor.c) ---- */

/* The person with every role they hold; the anonymous actor for NULL or a closed account. */
MUST_CHECK err_code svc_actor(struct store *store, const char *person, arena *a, const struct actor **out, kb_err *err);

/* The actor of the command line and of clocks: it may administer and import, and is written in the log as "system". */
const struct actor *svc_system_actor(void);

/* What the reader's menu and greeting need. */
struct svc_me {
    const char *name; /* "" when signed out */
    bool writer;      /* in a working group */
    bool editor, administrator;
    const char *network; /* name of this installation */
};
MUST_CHECK err_code svc_me(struct svc *svc, struct svc_me *out, kb_err *err);

/* ---- Practices in lists ---- */

/* A practice as a list shows it: the line this actor sees first, the adopted one when there is one. */
struct svc_card {
    const char *id, *number; /* number may be NULL */
    const char *href;        /* /s/2026-014, or /stukken/<id> without a number */
    enum practice_kind kind;
    enum practice_line line;
    enum stage stage;
    bool outside;     /* adopted outside the Praktijkbank */
    bool unconfirmed; /* and no editor has confirmed it */
    const char *title, *brief;
    const char *group, *group_slug, *group_name;
    text legal_fields, comes_from, applies_in; /* lists of slugs, as in kb/store/practice.h */
    kb_time since;                             /* in this stage, or confirmed in it */
    kb_time adopted;                           /* here or outside; 0 for a text on its way */
    const char *source_path;                   /* of an import, or NULL */
};

/* The address of what changed from one version to another, of the practice with this address; NULL: no memory. */
const char *svc_changes_href(arena *a, const char *href, int from, int to);

struct svc_cards {
    const struct svc_card *at;
    size_t n;
};

/* ---- One-time links (link.h, account.h, sso.h, lost.h) ---- */

/* Bytes of the token with its NUL, and for how long they are good. */
enum {
    SVC_LINK_TOKEN_BYTES = 44,
    SVC_LINK_DAYS = 3, /* of an account; of the others: */
    SVC_INVITE_DAYS = 14,
    SVC_CHECK_DAYS = 30,
    SVC_READER_DAYS = 14
};

#ifdef __cplusplus
}
#endif
#endif
