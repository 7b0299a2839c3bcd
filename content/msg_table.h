/* msg_table.h - the shape of the tables that content/tools/poc.c makes. Private to content/msg.c. */
#ifndef CONTENT_MSG_TABLE_H
#define CONTENT_MSG_TABLE_H

#include "content/msg.h"

/* one.ptr is NULL when the sentence has no plural; many.ptr is NULL when the language lacks it. */
struct msg__forms {
    text one, many;
};

struct msg__language {
    text code;
    const struct msg__forms *forms; /* MSG__COUNT of them */
};

extern const text msg__keys[MSG__COUNT]; /* sorted from 1 on; [MSG_NONE] is empty */
extern const struct msg__language msg__languages[LANG__COUNT];

#endif
