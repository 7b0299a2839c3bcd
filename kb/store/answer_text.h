/* answer_text.h - texts that editors use again (migration 0025). */
#ifndef KB_STORE_ANSWER_TEXT_H
#define KB_STORE_ANSWER_TEXT_H

#include "kb/base/arena.h"
#include "kb/base/clock.h"
#include "kb/base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

struct store;

struct store_answer_text {
    const char *id;
    const char *purpose; /* 'what-to-change', 'reason', ...: stage_words_slug */
    const char *title, *body;
    int version; /* from 1 */
    kb_time changed;
    const char *changed_by; /* person, or NULL */
};

struct store_answer_texts {
    struct store_answer_text *at;
    size_t n;
};

/* By purpose, then by title; at most 1,000. */
MUST_CHECK err_code store_answer_text_list(struct store *s, arena *a, struct store_answer_texts *out, kb_err *err);
MUST_CHECK err_code store_answer_text_get(struct store *s, const char *id, arena *a, struct store_answer_text *out,
                                          kb_err *err);
/* Adds it, or takes the place of the one with its id. */
MUST_CHECK err_code store_answer_text_put(struct store *s, const struct store_answer_text *row, kb_err *err);
MUST_CHECK err_code store_answer_text_remove(struct store *s, const char *id, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
