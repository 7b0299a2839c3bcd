#include "content/msg.h"

#include "content/msg_place.h"
#include "content/msg_table.h"

static const struct msg__forms *forms_of(enum lang lang, enum msg msg)
{
    if ((unsigned)msg >= MSG__COUNT) msg = MSG_NONE;
    if ((unsigned)lang >= LANG__COUNT) lang = LANG_NL;
    const struct msg__forms *forms = &msg__languages[lang].forms[msg];
    return forms->many.ptr ? forms : &msg__languages[LANG_NL].forms[msg];
}

text msg_lang_code(enum lang lang)
{
    return msg__languages[(unsigned)lang < LANG__COUNT ? lang : LANG_NL].code;
}

text msg_text(enum lang lang, enum msg msg)
{
    return forms_of(lang, msg)->many;
}

text msg_key(enum msg msg)
{
    return msg__keys[(unsigned)msg < MSG__COUNT ? msg : MSG_NONE];
}

/* Compares key with start followed by rest, as text_cmp would. */
static int compare2(text key, text start, text rest)
{
    int head = text_cmp(text_slice(key, 0, start.len), start);
    return head ? head : text_cmp(text_slice(key, start.len, SIZE_MAX), rest);
}

enum msg msg_find2(text start, text rest)
{
    size_t from = MSG_NONE + 1, to = MSG__COUNT;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = compare2(msg__keys[middle], start, rest);
        if (order == 0) return (enum msg)middle;
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return MSG_NONE;
}

enum msg msg_find(text key)
{
    return msg_find2(key, text_of(NULL, 0));
}

static const text *value_of(text name, const struct msg_arg *args, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_eq(args[i].name, name)) return &args[i].value;
    return NULL;
}

static text pattern_of(enum lang lang, enum msg msg, const struct msg_arg *args, size_t count)
{
    const struct msg__forms *forms = forms_of(lang, msg);
    const text *n = forms->one.ptr ? value_of(TEXT("n"), args, count) : NULL;
    return n && text_is(*n, "1") ? forms->one : forms->many;
}

void msg_write(struct buf *out, void (*write)(struct buf *out, text piece), enum lang lang, enum msg msg,
               const struct msg_arg *args, size_t count)
{
    text pattern = pattern_of(lang, msg, args, count), name;
    size_t done = 0, open;
    while ((open = msg__place(pattern, done, &name)) != SIZE_MAX) {
        size_t behind = open + name.len + 2;
        const text *value = value_of(name, args, count);
        write(out, text_slice(pattern, done, open - done));
        write(out, value ? *value : text_slice(pattern, open, behind - open));
        done = behind;
    }
    write(out, text_slice(pattern, done, SIZE_MAX));
}

void msg_put(struct buf *out, enum lang lang, enum msg msg, const struct msg_arg *args, size_t count)
{
    msg_write(out, buf_put, lang, msg, args, count);
}

enum { MSG_MADE_MAX = 64 * 1024 };

text msg_make(arena *a, enum lang lang, enum msg msg, const struct msg_arg *args, size_t count)
{
    struct buf made = buf_new(MSG_MADE_MAX);
    msg_put(&made, lang, msg, args, count);
    text copy = made.failed ? text_of(NULL, 0) : arena_text(a, buf_text(&made));
    buf_release(&made);
    return copy.ptr ? copy : TEXT("");
}

size_t msg_missing(enum lang lang, enum msg *first)
{
    size_t missing = 0;
    if ((unsigned)lang >= LANG__COUNT) lang = LANG_NL;
    for (int i = MSG_NONE + 1; i < MSG__COUNT; i++) {
        if (msg__languages[lang].forms[i].many.ptr) continue;
        if (!missing++ && first) *first = (enum msg)i;
    }
    return missing;
}
