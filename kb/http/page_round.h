/* page_round.h - the words of rounds that more than one page says. */
#ifndef KB_HTTP_PAGE_ROUND_H
#define KB_HTTP_PAGE_ROUND_H

#include "kb/http/page_parts.h"

#ifdef __cplusplus
extern "C" {
#endif

enum msg page_outcome_word(enum round_outcome outcome);    /* MSG_NONE for none */
enum msg page_position_word(enum round_position position); /* MSG_NONE for none */
enum msg page_preset_word(enum round_preset preset);

#ifdef __cplusplus
}
#endif
#endif
