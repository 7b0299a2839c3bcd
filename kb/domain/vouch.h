/* vouch.h - who may say of somebody that it is really them, when they lost what they sign in with.
 *
 * Nobody says so of themselves, and nobody of somebody who may do more than they: else two of whom one may little could
 * take over an account that may much. So a role that asks for a second factor is vouched for by somebody who holds it
 * too, in the same place where it has one: an editor by an editor, a board person by who speaks for that organisation.
 * Somebody who holds several such roles needs one person who stands beside them in each. Who holds none is known to
 * whoever invites people there (design section 3). An administrator vouches for everybody: they could take the factor
 * away by themselves as well, but for one who is gone nobody waits.
 */
#ifndef KB_DOMAIN_VOUCH_H
#define KB_DOMAIN_VOUCH_H

#include "kb/domain/policy.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Roles that may do so much that the network asks a second factor of them by default. */
bool vouch_holds_much(const struct actor *actor);

/* May `who` vouch for `whom`? Both with open accounts, or false. */
bool vouch_may(const struct actor *who, const struct actor *whom);

#ifdef __cplusplus
}
#endif
#endif
