/* html.h - the only door through which characters become HTML.
 *
 * A writer is named by the place where its characters will stand, because what must be escaped depends on that place
 * alone: between tags, inside a quoted attribute, as an address, as one value of an address. Whoever writes HTML picks
 * the name of the place and cannot forget the escaping. (The template compiler picks it, from the HTML around a value.)
 *
 * A `safe_html` is the proof that bytes are HTML already: balanced, escaped, made here. Only files below content/ may
 * make one (html__safe), and a test of the architecture searches the sources for others. Everything else is text.
 * So "unescaped" cannot happen by a slip: a text does not fit where a safe_html is asked, and the writer that
 * copies bytes as they are has the longest name.
 *
 * All writers append to a struct buf, whose ceiling and sticky failure the caller checks once (kb/base/buf.h).
 */
#ifndef CONTENT_HTML_H
#define CONTENT_HTML_H

#include "kb/base/buf.h"
#include "kb/base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct safe_html {
    text raw;
} safe_html;

/* Between tags: & < > " become entities. */
void html_text(struct buf *out, text t);

/* Inside an attribute that is quoted with " or ': the same, and ' too. Never for an address: use html_url. */
void html_attr(struct buf *out, text t);

/* The whole value of href, src, action or formaction, inside quotes. An address that html_url_allowed refuses becomes
 * "#". Bytes that may not stand in an address (spaces, quotes, non-ASCII) are percent-encoded; a % stays. */
void html_url(struct buf *out, text url);

/* One value or name of a query, or one part of a path: everything but A-Z a-z 0-9 - . _ ~ is percent-encoded (RFC 3986
 * section 2.3), so the result is safe inside an attribute as well. */
void html_query(struct buf *out, text value);

/* HTML that content/ made before, byte for byte. */
void html_raw_safe_html(struct buf *out, safe_html html);

/* True for http:, https:, mailto:, tel: (any case), a path or name on this site, ?query and #fragment. False for every
 * other scheme, for //host and its spellings with a backslash (another host without a scheme), and for an address with
 * a control character in it, since browsers drop those: "java<TAB>script:" would run. Design section 8. */
bool html_url_allowed(text url);

/* True for an allowed address that leaves this site: http: or https:. */
bool html_url_external(text url);

/* For files below content/ only: declares that these bytes are HTML, escaped and balanced. They are borrowed. */
static inline safe_html html__safe(text html)
{
    safe_html safe;
    safe.raw = html;
    return safe;
}

/* The same: an address inside quotes, percent-encoded but not judged. */
void html__href(struct buf *out, text url);

#ifdef __cplusplus
}
#endif
#endif
