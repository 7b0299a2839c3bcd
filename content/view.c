#include "content/view.h"

#include "content/views.h"

#include <inttypes.h>
#include <stdio.h>

text view__digits(struct view__number *room, int64_t number)
{
    int len = snprintf(room->digits, sizeof room->digits, "%" PRId64, number);
    return text_of(room->digits, (size_t)len);
}

void view__csrf(struct buf *out, const struct view_env *env)
{
    buf_str(out, "<input type=\"hidden\" name=\"csrf\" value=\"");
    html_attr(out, env->csrf);
    buf_str(out, "\">");
}

/* The address of a file that is not known is left empty: an empty address shows at once in a test of the page. */
text view__asset(const struct view_env *env, text name)
{
    return env->asset ? env->asset(name) : text_of(NULL, 0);
}

text view_reason(enum lang lang, const char *reason)
{
    enum msg msg = msg_find2(TEXT("reason."), text_str(reason));
    return msg_text(lang, msg == MSG_NONE ? MSG_REASON_OTHER : msg);
}

text view_field_label(enum lang lang, const char *field)
{
    enum msg msg = msg_find2(TEXT("field."), text_str(field));
    return msg == MSG_NONE ? text_str(field) : msg_text(lang, msg);
}

/* Of a link, why it works no more, when that was said: "link.<reason>". Else MSG_NONE. */
static enum msg why_link(const kb_err *err)
{
    bool said = err->code == ERR_LINK && err->n_items == 1;
    return said ? msg_find2(TEXT("link."), text_str(err->items[0].reason)) : MSG_NONE;
}

/* "error.<slug>.help"; every code has one, a test says so. */
static enum msg help_of(err_code code)
{
    char key[ERR_FIELD_MAX];
    int len = snprintf(key, sizeof key, "error.%s.help", err_slug(code));
    enum msg msg = msg_find(text_of(key, (size_t)len < sizeof key ? (size_t)len : sizeof key - 1));
    return msg == MSG_NONE ? MSG_ERROR_INTERNAL_HELP : msg;
}

void view_error_page(struct buf *out, const struct view_env *env, arena *a, const kb_err *err)
{
    struct view_error_list_item *items = ARENA_ARRAY(a, struct view_error_list_item, err->n_items);
    enum msg why = why_link(err);
    size_t count = items && why == MSG_NONE ? err->n_items : 0;
    for (size_t i = 0; i < count; i++) {
        items[i].field = text_str(err->items[i].field);
        items[i].label = view_field_label(env->lang, err->items[i].field);
        items[i].reason = view_reason(env->lang, err->items[i].reason);
    }
    const struct view_error v = {.title = text_str(err_title(err->code)),
                                 .help = why == MSG_NONE ? help_of(err->code) : why,
                                 .sign_in = err->code == ERR_SIGN_IN,
                                 .second = err->code == ERR_SECOND,
                                 .items = items,
                                 .items_count = count};
    view_error(out, env, &v);
}
