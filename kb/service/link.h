/* link.h - links that let somebody do one thing (link.c), each made by whoever may let them. */
#ifndef KB_SERVICE_LINK_H
#define KB_SERVICE_LINK_H

#include "kb/service/deciding.h"
#include "kb/service/read.h"

#ifdef __cplusplus
extern "C" {
#endif

/* An invitation: into a working group as a member, a location or an organisation as a participant. The lead, the
 * coordinator, the secretary within their own, or an administrator. scope_kind and scope as in svc_role_put. */
struct svc_invite {
    text scope_kind, scope;
};
MUST_CHECK err_code svc_invite_make(struct svc *svc, const struct svc_invite *in, char token[SVC_LINK_TOKEN_BYTES],
                                    kb_err *err);
/* The locations and organisations that the actor may invite into; for working groups svc_group tells it. */
struct svc_invite_place {
    const char *scope_kind, *scope, *name;
};
struct svc_invite_places {
    const struct svc_invite_place *at;
    size_t n;
};
MUST_CHECK err_code svc_invites_into(struct svc *svc, struct svc_invite_places *out, kb_err *err);
/* The signed-in actor takes it for the account they have. */
MUST_CHECK err_code svc_invite_take(struct svc *svc, text token, kb_err *err);
/* What the link is into: name of the group, location or organisation. */
MUST_CHECK err_code svc_invite_name(struct svc *svc, const struct store_link *link, const char **name, kb_err *err);

/* Somebody reads a draft along: what its group published, for 14 days or until the lead takes it back. `name` is for
 * whom; ERR_RULE on "text" when nothing was published yet. Reading does not use it up. */
enum { SVC_READER_KEY_BYTES = 2 * 32 + 1 };
struct svc_reader {
    char key[SVC_READER_KEY_BYTES]; /* for taking it back */
    const char *name;
    kb_time made, until;
};
struct svc_readers {
    struct svc_card card;
    bool published;
    const struct svc_reader *at;
    size_t n;
};
MUST_CHECK err_code svc_reader_link(struct svc *svc, text practice, text name, char token[SVC_LINK_TOKEN_BYTES],
                                    kb_err *err);
MUST_CHECK err_code svc_readers(struct svc *svc, text practice, struct svc_readers *out, kb_err *err);
MUST_CHECK err_code svc_reader_revoke(struct svc *svc, text practice, text key, kb_err *err);

/* The check of this text by somebody of the field: an editor who did not write it asks. */
MUST_CHECK err_code svc_check_link(struct svc *svc, text practice, char token[SVC_LINK_TOKEN_BYTES], kb_err *err);

/* The position of an organisation without an active secretary, for one round: the editor who manages it asks. ERR_RULE
 * on "organisation" when somebody of it can give it, or did. A link that was out for it ends. */
MUST_CHECK err_code svc_position_link(struct svc *svc, text round, text organisation, char token[SVC_LINK_TOKEN_BYTES],
                                      kb_err *err);

/* Takes the one back that is out for this board; ERR_CONFLICT when none is. */
MUST_CHECK err_code svc_position_link_revoke(struct svc *svc, text round, text organisation, kb_err *err);

/* What whoever holds a link for a check or a position reads; ERR_GONE when it was used or what it is for is over. Why,
 * where there is more to say: "has-secretary", the organisation can speak for itself again; "own-position", it did. */
struct svc_link_page {
    bool position; /* else a check, or only reading */
    bool reading;
    struct svc_card card;
    struct svc_text text;
    struct svc_round round;        /* of a position */
    const struct svc_voice *voice; /* whose, of a position: among round.voices, with what stands */
    const char *asked_by;          /* name of who asks to read along; NULL of a link that does not tell */
};
MUST_CHECK err_code svc_link_read(struct svc *svc, text token, struct svc_link_page *out, kb_err *err);

/* Uses it up. `name`: who says so, as they write it. */
struct svc_link_said {
    text token, name, words;
    struct svc_position position; /* of a position; round and organisation are the link's, and `seen` is asked for */
};
MUST_CHECK err_code svc_link_say(struct svc *svc, const struct svc_link_said *in, kb_err *err);

/* Uses the link up: sets the password of its person, or makes the first administrator with this name and sign-in name.
 */
struct svc_link_use {
    text token, sign_in, name;
    const char *password_hash;
};
MUST_CHECK err_code svc_link_use(struct svc *svc, const struct svc_link_use *in, const char **person, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
