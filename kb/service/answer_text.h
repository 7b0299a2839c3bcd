/* answer_text.h - answer texts (answer_text.c): what editors write often, kept to use again with a step. For editors.
 */
#ifndef KB_SERVICE_ANSWER_TEXT_H
#define KB_SERVICE_ANSWER_TEXT_H

#include "kb/service/svc.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { SVC_ANSWER_TITLE_MAX = 100 /* bytes */, SVC_ANSWER_TEXTS_MAX = 200 };
struct svc_answer_text {
    const char *id;
    enum practice_words purpose; /* the words of a step that it is for */
    const char *title, *body;
    int64_t version;
    kb_time changed;
    const char *by; /* name, or "" */
};
struct svc_answer_texts {
    const struct svc_answer_text *at;
    size_t n;
};
/* The words by stage_words_slug, when there is a box for them that an answer text can be for. */
bool svc_answer_purpose_from_slug(text slug, enum practice_words *out);
/* All of them, those for one box behind each other, by title. */
MUST_CHECK err_code svc_answer_texts(struct svc *svc, struct svc_answer_texts *out, kb_err *err);
/* Those for these boxes, bits 1u << WORDS_x. Empty, not refused, for who keeps none: also others than editors make a
 * step. */
MUST_CHECK err_code svc_answer_texts_for(struct svc *svc, uint32_t words, struct svc_answer_texts *out, kb_err *err);
MUST_CHECK err_code svc_answer_text(struct svc *svc, text id, struct svc_answer_text *out, kb_err *err);

/* Adds one (id ""), or changes version `seen` of one: ERR_STALE_EDIT when a colleague was first. ERR_INVALID on
 * "answer_for", "answer_title" and "answer_body". */
struct svc_answer_text_put {
    text id;
    enum practice_words purpose;
    text title, body;
    int64_t seen;
};
MUST_CHECK err_code svc_answer_text_put(struct svc *svc, const struct svc_answer_text_put *in, kb_err *err);
/* The same of taking it away. What was sent with it stays. */
MUST_CHECK err_code svc_answer_text_remove(struct svc *svc, text id, int64_t seen, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
