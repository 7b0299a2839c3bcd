#include "content/qr.h"

#include "kb/base/cleanup.h"

#include <qrencode.h>

enum { QUIET = 4 /* modules of white around it */, SVG_MAX = 256 * 1024 };

/* One rectangle for each run of dark modules in a row. */
static void draw(struct buf *out, const QRcode *code)
{
    for (int y = 0; y < code->width; y++) {
        const unsigned char *row = code->data + (size_t)y * (size_t)code->width;
        for (int x = 0, n; x < code->width; x += n) {
            for (n = 1; x + n < code->width && (row[x + n] & 1) == (row[x] & 1); n++) continue;
            if (row[x] & 1) buf_printf(out, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, n, n);
        }
    }
}

safe_html qr_svg(const char *words, text label, arena *a)
{
    _cleanup_(buf_release)
    struct buf out = buf_new(SVG_MAX);
    QRcode *code = QRcode_encodeString8bit(words, 0, QR_ECLEVEL_M);
    if (!code) return html__safe(text_str(""));
    int side = code->width + 2 * QUIET;
    buf_printf(&out,
               "<svg class=\"kb-qr\" viewBox=\"0 0 %d %d\" width=\"220\" height=\"220\" role=\"img\" aria-label=\"",
               side, side);
    html_attr(&out, label);
    buf_printf(&out, "\"><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path fill=\"#000\" d=\"", side, side);
    draw(&out, code);
    buf_str(&out, "\"/></svg>");
    QRcode_free(code);
    text svg = out.failed ? text_str("") : arena_text(a, buf_text(&out));
    return html__safe(svg);
}
