/* chores.h - what kb serve does now and then, whoever visits it: terms that end, people who are told, what is
 * forgotten. */
#ifndef KB_CLI_CHORES_H
#define KB_CLI_CHORES_H

#include "kb/http/app.h"
#include "kb/http/keeper.h"

enum { CHORES = 7 };

/* For a keeper whose ctx is the app. */
extern const struct keeper_task chores[CHORES];

/* At the end: the questions that were counted since the last time. */
void chores_hand_over(struct app *app);

#endif
