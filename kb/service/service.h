/* service.h - everything a person can do here, one function each. The product's table of contents.
 *
 * A use case does four things in this order: it reads what it needs, asks policy_may whether this actor may, asks the
 * domain whether it can, and reads further or writes with one row in the log. Nothing else in the house judges a right.
 *
 * `struct svc` is what every use case is given. Reading runs on a desk, between store_read_begin and store_read_end, so
 * that rights and data are of one moment; writing runs on the writer, in the savepoint of its request, and leaves
 * nothing behind when it fails. Both find the same functions, because both only see a store.
 *
 * Results live in svc->arena. Errors, for all of them: ERR_NOT_FOUND for what the actor may not know, the same as for
 * what does not exist; ERR_FORBIDDEN for what may be seen but not done; ERR_GONE for what was public once; ERR_INVALID
 * and ERR_RULE name every field or condition that is missing; ERR_CONFLICT when something was there first.
 */
#ifndef KB_SERVICE_SERVICE_H
#define KB_SERVICE_SERVICE_H

/* What every use case is given */
#include "kb/service/svc.h" /* struct svc; who is asking; a practice as a list shows it */

/* Finding */
#include "kb/service/asked.h"      /* what was asked and opened, by week */
#include "kb/service/find.h"       /* find, suggest, within, similar, newest, more_like */
#include "kb/service/saved.h"      /* save a search, and what is new in it */
#include "kb/service/vocabulary.h" /* agreements: look, check, try, put, end, switch a shipped one */

/* One text */
#include "kb/service/correction.h" /* correct, agree, drop */
#include "kb/service/needed.h"     /* what it waits for; ask and give an assent */
#include "kb/service/read.h"       /* read, compare versions, preview */
#include "kb/service/remark.h"     /* remark, answer, tell of use */
#include "kb/service/write.h"      /* start, save, merge, publish, place, revise */

/* The ladder */
#include "kb/service/answer_text.h" /* what editors write often */
#include "kb/service/carrying.h"    /* how an adopted plan is carried out */
#include "kb/service/deciding.h"    /* rounds, take_position, follow advice, meetings, who uses it here */
#include "kb/service/desk.h"        /* take, nudge, note; the overview; what waits for whom */
#include "kb/service/move.h"        /* submit, accept, return, open_round, decide, withdraw; bundles; the past */
#include "kb/service/tick.h"        /* what time brings: moves that are due, reminders, forgetting */

/* The network */
#include "kb/service/blocking.h" /* whose leaving would block what; steps made alone */
#include "kb/service/group.h"    /* working groups, who leads, asking to join */
#include "kb/service/link.h"     /* invite; have it checked, read or decided by link */
#include "kb/service/network.h"  /* organisations, locations, legal fields, setting up */
#include "kb/service/people.h"   /* people and their roles */
#include "kb/service/settings.h" /* what the network decides for itself */

/* Accounts */
#include "kb/service/account.h" /* sign in and out, sessions, a forgotten password */
#include "kb/service/lost.h"    /* back in without the second factor, colleagues vouching */
#include "kb/service/passkey.h" /* a key in a device */
#include "kb/service/second.h"  /* a code from a telephone, codes on paper */
#include "kb/service/sso.h"     /* the identity provider of the organisations */
#include "kb/service/token.h"   /* a key for a program */

/* Privacy */
#include "kb/service/own.h"    /* what is held about a person; erase it */
#include "kb/service/redact.h" /* take words out, everywhere */

/* Telling */
#include "kb/service/letter.h" /* mail, and who wants which */
#include "kb/service/tell.h"   /* notices */

/* In and out */
#include "kb/service/import.h" /* look at a file, take it */

#endif
