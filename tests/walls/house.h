/* house.h - one installation with somebody of every role and a text at every stage, asked over real sockets.
 *
 * Every restricted word in it is a canary: "zq", three letters for the field, two digits for the text ("zqtit07"). Who
 * may read which is written in canary_seen(), after design section 3 and not after the program.
 *
 * Changes are rehearsed: a write that succeeds is undone with its savepoint and answered 503, so that any request can
 * be made in any order and the world stays as it is.
 */
#ifndef TESTS_WALLS_HOUSE_H
#define TESTS_WALLS_HOUSE_H

#include "tests/http/fixture.h"
#include "tests/integration/service/ladder_test.h"

#include "kb/http/app.h"

/* ---- Who asks: the columns of design section 3, each with a session of their own but the first ---- */

enum who {
    ANYBODY,     /* signed out */
    NO_ROLE,     /* an account without any role */
    CLOSED,      /* an account that was closed, with a session from before */
    PARTICIPANT, /* of a location */
    ELSEWHERE,   /* leads another working group */
    MEMBER,      /* of the group that writes, as the next two */
    LEAD,
    SECOND_LEAD,
    EDITOR,
    BOARD_MEMBER, /* of a partner in the round, as the next three */
    DEPUTY,
    MANDATED,
    SECRETARY,
    OTHER_SECRETARY, /* of a partner that the round did not ask */
    COORDINATOR,
    STEERING_GROUP,
    ADMINISTRATOR,
    WHO__COUNT
};

extern const char *const who_names[WHO__COUNT];

/* ---- Texts: one for each place on the ladder ---- */

enum {
    TEXT_DRAFT,
    TEXT_RETURNED,
    TEXT_DORMANT,
    TEXT_SUBMITTED,
    TEXT_NOT_TAKEN_UP,
    TEXT_WITHDRAWN_UNSEEN, /* before it had a number */
    TEXT_PROPOSAL,
    TEXT_MERGED,
    TEXT_RECOMMENDATION,
    TEXT_WITHDRAWN, /* with a number, never adopted */
    TEXT_IN_ROUND,
    TEXT_TALKS,
    TEXT_DEFERRED,
    TEXT_REJECTED,
    TEXT_ADOPTED,
    TEXT_DUE,
    TEXT_EXPIRED,
    TEXT_SUPERSEDED,
    TEXT_WITHDRAWN_PUBLIC, /* was adopted once */
    TEXT_REVISED,          /* adopted, with a new text on its way: TEXT_COMING */
    TEXT_COMING,           /* the same practice, its candidate */
    TEXT__COUNT
};

extern const char *const text_names[TEXT__COUNT];

struct house_text {
    const char *id, *number, *round; /* number and round NULL where it has none */
    int64_t version;                 /* of its working copy */
    const char *remark;              /* id of one that waits for an answer, or NULL */
    const char *revision;            /* the one that its page asks a yes to */
};

struct house {
    struct world *w;
    struct boards b;
    struct house_text texts[TEXT__COUNT];
    const char *persons[WHO__COUNT]; /* ids; NULL for ANYBODY */
    kb_time now;                     /* the clock of the server */
    struct app app;
    struct fixture door; /* its port, for the client of fixture.h */
    struct route *routes;
    bool for_real; /* writes are done, not rehearsed */
    int fds[WHO__COUNT];
};

struct house *house_open(void);
void house_close(struct house *h);

/* house_texts.c: the texts, before the server starts. */
void house_write_texts(struct house *h);

/* ---- Asking ---- */

/* One request on the person's own connection. `form` NULL: a GET. The token of the form is added. */
struct answer house_ask(struct house *h, enum who who, const char *method, const char *path, const char *headers,
                        const char *form);

/* The same by a program with the token of this person, without a session. Everybody but ANYBODY has one of each scope;
 * that of CLOSED was left behind by accident. */
struct answer house_ask_by_token(struct house *h, enum who who, const char *scope, const char *method, const char *path,
                                 const char *headers, const char *form);
void house_token(enum who who, const char *scope, char out[SVC_TOKEN_BYTES]);

/* What an answer says with everything masked that no rule protects: date, request id, form tokens, and each of
 * `names` (may be NULL) as "NAME". malloc. */
char *house_masked(const struct answer *a, const char *const *names, size_t n);

/* A page on which anybody writes the name of an account: what they hear, masked. malloc. */
char *house_names(struct house *h, const char *path, const char *name, int status);

/* Complains of each of these names that hears something else than a name nobody has; `between` runs before each. */
void house_names_sound_alike(struct house *h, const char *path, const char *const *names, size_t n,
                             err_code (*between)(struct house *h, kb_err *err));

/* Waits until the index has everything. */
void house_settle(struct house *h);

/* Runs on the writer thread, on the world's store, and commits. */
void house_do(struct house *h, err_code (*run)(struct house *h, kb_err *err));

/* ---- What design section 3 says ---- */

/* The rights of this person on this text, as letters:
 *   r read   w write, publish   l place   m remark   s submit   i invite   d withdraw   a the editor's acts
 *   u use    x experience       f flag    n begin a new revision         o see positions
 *   p give the position of one's own organisation    j join or leave     t the steering step
 *   b answer a remark           k agree as lead      c ask for a round, or consent     g is told that it is gone */
const char *design_rights(enum who who, int text);
bool design_may(enum who who, int text, char right);

/* What is wrong is collected, so that one run shows all of it: house_judge fails when there is any. */
void house_complain(const char *format, ...) __attribute__((format(printf, 1, 2)));
void house_judge(void);

/* Complains when the answer holds a canary that this person may not read. */
void canary_check(enum who who, const struct answer *a, const char *what);

#endif
