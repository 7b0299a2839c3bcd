/* view.h - what every page knows besides its own data, and what the generated view functions call.
 *
 * A template content/templates/NAME.html is compiled into `struct view_NAME` and
 *
 *     void view_NAME(struct buf *out, const struct view_env *env, const struct view_NAME *v);
 *
 * all declared in content/views.h (made by the build). How to write one stands in content/README.md. A handler fills
 * the struct, which borrows everything, and renders:
 *
 *     struct view_home v = {.title = TEXT("Praktijkbank"), .hits = hits, .hits_count = n};
 *     view_home(out, env, &v);
 *     if (out->failed) return err_set(err, ERR_NOMEM, "home page over its ceiling");
 *
 * The compiler chose the escaper of every value by the place it stands in (element text, attribute, address, value in
 * an address), so no handler and no template escapes anything. Only `html` values (safe_html, content/html.h) go out as
 * they are, and only content/ can make those.
 */
#ifndef CONTENT_VIEW_H
#define CONTENT_VIEW_H

#include "content/html.h"
#include "content/msg.h"
#include "kb/base/buf.h"
#include "kb/base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What a page needs of the request. One per answer; everything is borrowed. A template reads a field as {{env.NAME}};
 * the list of fields in content/tools/tmpl_type.c says which, and their types. */
struct view_env {
    enum lang lang;
    text site;      /* name of this installation, in the header and behind every title */
    text csrf;      /* token for the forms of this answer, already masked; empty without a session */
    text person;    /* name of who is signed in; empty when nobody is */
    text path;      /* path of this page, with its query: where to come back after signing in */
    text section;   /* which entry of the menu is current: "zoeken", "werkgroepen", "beheer", ...; may be empty */
    text query;     /* what stands in the search box of the header */
    text flash;     /* one sentence about what just happened; empty when nothing did */
    bool flash_bad; /* the sentence is about something that did not work */
    bool writer;    /* is in a working group: may see "Werkgroepen" as work */
    bool editor;    /* is an editor */
    bool admin;     /* is an administrator: sees "Beheer" */
    bool demo;      /* the demonstration network: says so in the header */
    text (*asset)(text name); /* address of a built file ("app.css"), static memory; empty for an unknown one */
};

/* The page for a failure: title, what to do, and each wrong field with a link to it (#field-NAME). `a` holds the rows
 * while it renders. Shows nothing of err->cause. */
void view_error_page(struct buf *out, const struct view_env *env, arena *a, const kb_err *err);

/* The sentence for a reason slug ("required" -> reason.required); for an unknown slug that of reason.other. */
text view_reason(enum lang lang, const char *reason);

/* The name a field has on the screen (field.NAME); the bare name when the catalogue has none. */
text view_field_label(enum lang lang, const char *field);

/* ---- For generated code only. */
struct view__number {
    char digits[24];
};
text view__digits(struct view__number *room, int64_t number);
void view__csrf(struct buf *out, const struct view_env *env);
text view__asset(const struct view_env *env, text name);

#ifdef __cplusplus
}
#endif
#endif
