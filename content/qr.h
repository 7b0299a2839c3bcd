/* qr.h - words as a picture that a telephone reads (QR code, ISO 18004, by libqrencode). */
#ifndef CONTENT_QR_H
#define CONTENT_QR_H

#include "content/html.h"
#include "kb/base/arena.h"

#ifdef __cplusplus
extern "C" {
#endif

/* An svg element, black on white in every theme, with `label` for who does not see it. Empty when the words do not fit
 * or the arena is full. */
safe_html qr_svg(const char *words, text label, arena *a);

#ifdef __cplusplus
}
#endif
#endif
