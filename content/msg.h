/* msg.h - the words on the screen, by key.
 *
 * Every sentence a person reads stands in content/po/<language>/NAME.po, never in C and never in a template. A msgid is
 * a key ("home.search_label"), the msgstr the sentence. The build compiles all files into tables and makes
 * `enum msg { MSG_NONE, MSG_HOME_SEARCH_LABEL, ... }` ('.' and '-' become '_'), so a key that is not there does not
 * compile, in C as in a template.
 *
 * A sentence has named places: "Versie {number} van {date}". Numbers and dates are handed in as text. A sentence with
 * msgid_plural has two forms; the argument named "n" chooses: "1" is one, anything else is more (Dutch and English).
 *
 * A language that lacks a sentence shows the Dutch one; msg_missing() counts those for the check.
 *
 *     text label = msg_text(env->lang, MSG_HOME_SEARCH_LABEL);
 *     text found = msg_make(a, env->lang, MSG_RESULTS_COUNT, MSG_ARGS({TEXT("n"), number}));
 *     enum msg why = msg_find2(TEXT("reason."), text_str(item->reason));          MSG_NONE when there is no such key
 */
#ifndef CONTENT_MSG_H
#define CONTENT_MSG_H

#include "content/msg_keys.h" /* made by the build: enum msg */
#include "kb/base/arena.h"
#include "kb/base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The languages, Dutch first: it is complete and what every other one falls back to. */
enum lang { LANG_NL, LANG__COUNT };

/* A named place and what stands there. */
struct msg_arg {
    text name, value;
};

/* The two last arguments of the functions below. For a sentence without places: NULL, 0. */
#define MSG_ARGS(...)                                                                                                  \
    (const struct msg_arg[]){__VA_ARGS__}, sizeof((const struct msg_arg[]){__VA_ARGS__}) / sizeof(struct msg_arg)

/* "nl": what stands in <html lang> and in the folder's name. */
text msg_lang_code(enum lang lang);

/* The sentence as written, places and all; of a plural its form for many. MSG_NONE, or a number outside the enum, gives
 * the empty text. Static memory. */
text msg_text(enum lang lang, enum msg msg);

/* The key as it stands in the .po file. */
text msg_key(enum msg msg);

/* The message of a key made at run time ("reason.required"); MSG_NONE when there is none. Binary search. */
enum msg msg_find(text key);

/* The same with the key in two parts: msg_find2(TEXT("reason."), text_str(item->reason)). */
enum msg msg_find2(text start, text rest);

/* Writes the sentence with its places filled. A place without an argument is written as it stands, "{date}". The bytes
 * are NOT escaped: in HTML use a template, or msg_write with an escaping writer of content/html.h. */
void msg_put(struct buf *out, enum lang lang, enum msg msg, const struct msg_arg *args, size_t count);

/* The same through `write`, which is called for each piece, literal or argument. */
void msg_write(struct buf *out, void (*write)(struct buf *out, text piece), enum lang lang, enum msg msg,
               const struct msg_arg *args, size_t count);

/* The same into the arena; the empty text when there is no memory. */
text msg_make(arena *a, enum lang lang, enum msg msg, const struct msg_arg *args, size_t count);

/* How many messages this language lacks; `first` (may be NULL) gets the first of them. */
size_t msg_missing(enum lang lang, enum msg *first);

#ifdef __cplusplus
}
#endif
#endif
