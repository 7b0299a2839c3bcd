/* Whatever is typed: it is refused, or it renders to HTML in which only our elements, attributes and schemes stand,
 * packs and comes back the same. */
#include "tests/fuzz/fuzz.h"

#include "content/markdown.h"
#include "tests/fuzz/html_oracle.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    _cleanup_(arena_free_p)
    arena *a = arena_new(256 * 1024 * 1024);
    _cleanup_(buf_release)
    struct buf packed = buf_new(MD_HTML_MAX * 2);
    struct md_options options = {.flags = MD_PREVIEW | MD_CONTENTS, .id_prefix = "x-", .heading_top = 3};
    const struct md_document *doc, *back;
    kb_err err = {0};
    if (!a || md_render(text_of((const char *)bytes, len), &options, a, &doc, &err) != OK) return 0;
    MUST_HOLD(md_pack(doc, &packed, &err) == OK);
    MUST_HOLD(md_unpack(buf_text(&packed), a, &back, &err) == OK);
    MUST_HOLD(back->n_pieces == doc->n_pieces && text_eq(back->plain, doc->plain));
    MUST_HOLD(utf8_valid(doc->plain));
    _cleanup_(buf_release)
    struct buf html = buf_new(MD_HTML_MAX * 2);
    md_html_without_rights(&html, doc);
    MUST_HOLD(html.failed || html_wrong(buf_text(&html)) == NULL);
    return 0;
}
