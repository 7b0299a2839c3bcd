/* The text of a revision as it is kept for readers: for each section the packed document of content/markdown.h behind
 * its length in 4 bytes, big end first. Derived: what is missing or damaged is made again. */
#include "kb/service/service__internal.h"

#define STRINGIFY(x) #x
#define STRING(x)    STRINGIFY(x)

enum { RENDERED_MAX = 16 * 1024 * 1024, SECTION_HEADING = 3 /* below the page's h1 and the section's h2 */ };

const char svc__renderer[] = "sections-1/" STRING(MD_RENDERER_VERSION);

err_code svc_preview(arena *a, text key, text source, const struct md_document **out, kb_err *err)
{
    const char *prefix = arena_printf(a, "%.*s-", TEXT_FMT(key));
    const char *field = arena_printf(a, "section-%.*s", TEXT_FMT(key));
    if (!prefix || !field) return svc__no_memory(err);
    struct md_options options = {.flags = MD_PAGE, .id_prefix = prefix, .heading_top = SECTION_HEADING, .field = field};
    return md_render(source, &options, a, out, err);
}

static void put_length(struct buf *out, size_t at, size_t len)
{
    for (int i = 0; i < 4; i++) out->ptr[at + (size_t)i] = (char)(len >> (24 - 8 * i) & 0xFF);
}

static err_code put_document(const struct md_document *doc, struct buf *out, kb_err *err)
{
    size_t at = out->len;
    buf_put(out, TEXT("0000"));
    ERR_TRY(md_pack(doc, out, err));
    if (!out->failed) put_length(out, at, out->len - at - 4);
    return OK;
}

static err_code put_section(arena *a, const struct store_section *section, struct buf *out, kb_err *err)
{
    const struct md_document *doc;
    ERR_TRY(svc_preview(a, text_str(section->key), section->body, &doc, err));
    return put_document(doc, out, err);
}

err_code svc_render(arena *a, const struct store_section *sections, size_t n, text *rendered, kb_err *err)
{
    _cleanup_(buf_release)
    struct buf out = buf_new(RENDERED_MAX);
    err_code worst = OK;
    for (size_t i = 0; i < n; i++) {
        err_code code = put_section(a, &sections[i], &out, err);
        if (code != OK && code != ERR_INVALID) return code;
        if (code != OK) worst = code; /* go on, so that every wrong section is named */
    }
    if (worst != OK) return worst;
    if (out.failed) return err_field(err, ERR_INVALID, "text", "too-much-output");
    *rendered = arena_text(a, buf_text(&out));
    return rendered->ptr || !out.len ? OK : svc__no_memory(err);
}

static bool take_section(text *rest, text *packed)
{
    if (rest->len < 4) return false;
    size_t len = 0;
    for (int i = 0; i < 4; i++) len = len << 8 | (unsigned char)rest->ptr[i];
    if (len > rest->len - 4) return false;
    *packed = text_slice(*rest, 4, len);
    *rest = text_slice(*rest, 4 + len, SIZE_MAX);
    return true;
}

static err_code unpack(struct svc *svc, text rendered, const struct md_document **docs, size_t n, kb_err *err)
{
    for (size_t i = 0; i < n; i++) {
        text packed;
        if (!take_section(&rendered, &packed)) return err_set(err, ERR_CORRUPT, "rendered text is cut off");
        ERR_TRY(md_unpack(packed, svc->arena, &docs[i], err));
    }
    return OK;
}

/* What is stored is shown, also when it would be refused today. */
static err_code render_section(arena *a, const struct store_section *section, const struct md_document **out,
                               kb_err *err)
{
    kb_err unfit = {0};
    err_code code = svc_preview(a, text_str(section->key), section->body, out, &unfit);
    if (code == ERR_INVALID) return md_render_as_typed(section->body, a, out, err);
    return code == OK ? OK : err_set(err, code, "%s", unfit.cause);
}

static err_code render_now(struct svc *svc, const struct store_revision *r, const struct md_document **docs,
                           kb_err *err)
{
    for (size_t i = 0; i < r->n_sections; i++) ERR_TRY(render_section(svc->arena, &r->sections[i], &docs[i], err));
    return OK;
}

static err_code pack_again(arena *a, const struct store_revision *r, struct buf *out, kb_err *err)
{
    for (size_t i = 0; i < r->n_sections; i++) {
        const struct md_document *doc;
        ERR_TRY(render_section(a, &r->sections[i], &doc, err));
        ERR_TRY(put_document(doc, out, err));
    }
    return out->failed ? err_set(err, ERR_TOO_LARGE, "rendered text") : OK;
}

static err_code render_again(struct svc *svc, arena *scratch, const char *revision, kb_err *err)
{
    _cleanup_(buf_release)
    struct buf out = buf_new(RENDERED_MAX);
    struct store_revision r;
    arena_clear(scratch);
    ERR_TRY(store_revision_get(svc->store, revision, scratch, &r, err));
    ERR_TRY(pack_again(scratch, &r, &out, err));
    return store_rendered_put(svc->store, revision, svc__renderer, buf_text(&out), err);
}

static const char kept_by[] = "rendered-by"; /* the renderer of which the text of each line is kept */

err_code svc__renderings_lack(struct svc *svc, kb_err *err)
{
    return store_setting_put(svc->store, kept_by, "", err);
}

err_code svc__render_lacking(struct svc *svc, kb_err *err)
{
    enum { AT_ONCE = 500 };
    struct store_ids lacking;
    const char *by;
    ERR_TRY(store_setting_get(svc->store, kept_by, "", svc->arena, &by, err));
    if (!strcmp(by, svc__renderer)) return OK;
    _cleanup_(arena_free_p)
    arena *scratch = arena_new(SVC__SCRATCH_BYTES);
    if (!scratch) return svc__no_memory(err);
    ERR_TRY(store_rendered_lacking(svc->store, svc__renderer, AT_ONCE, svc->arena, &lacking, err));
    for (size_t i = 0; i < lacking.n; i++) {
        kb_err why = {0};
        if (render_again(svc, scratch, lacking.at[i], &why) != OK) /* no text holds up the clocks of the others */
            log_line(svc->log, KB_LOG_ERROR, "render.failed", "revision=%s error=%s cause=%s", lacking.at[i],
                     err_slug(why.code), why.cause);
    }
    return lacking.n < AT_ONCE ? store_setting_put(svc->store, kept_by, svc__renderer, err) : OK;
}

err_code svc__rendered(struct svc *svc, const struct store_revision *r, const struct md_document ***out, kb_err *err)
{
    const struct md_document **docs = ARENA_ARRAY(svc->arena, const struct md_document *, r->n_sections);
    if (!docs) return svc__no_memory(err);
    text rendered;
    kb_err missing = {0};
    err_code code = store_rendered_get(svc->store, r->id, svc__renderer, svc->arena, &rendered, &missing);
    if (code == OK) code = unpack(svc, rendered, docs, r->n_sections, &missing);
    if (code != OK) ERR_TRY(render_now(svc, r, docs, err));
    *out = docs;
    return OK;
}
