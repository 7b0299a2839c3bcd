/* placing.h - what moves a found text up or down besides its words: gently (design section 7).
 *
 * The words decide. Between texts that answer them about equally well, what was agreed comes before what is
 * recommended, and that before what is proposed; a text nobody looked at in time comes after what stands, and so does
 * one that ended (which find.c then puts behind all that fits half as well as the best); what holds for one's own
 * organisation and what is younger comes a little before the rest. The score that the words gave is multiplied by the
 * factors of this table:
 *
 *     stands (best practice, due for review)   1        holds for the reader's organisation   1.05
 *     too long not looked at                   0.85     each year in its stage, up to five    - 0.01
 *     recommendation, and in a round           0.95
 *     proposal, and before                     0.9
 *     ended                                    0.6
 */
#ifndef KB_DOMAIN_PLACING_H
#define KB_DOMAIN_PLACING_H

#include "kb/base/clock.h"
#include "kb/domain/practice.h"

#ifdef __cplusplus
extern "C" {
#endif

struct placing {
    enum stage stage; /* as this reader is told it: a factor must not say more than the sentence does */
    enum practice_line line;
    bool numbered;
    bool holds_here;
    kb_time age; /* milliseconds in this stage; below 0 counts as 0 */
};

/* Between 0.5 and 1.05. */
double placing_factor(const struct placing *p);

#ifdef __cplusplus
}
#endif
#endif
