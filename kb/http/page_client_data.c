/* Where the privacy guard sees client data in a text, for those who write it: the place marked, and what can stand
 * there instead. What may go on is the service's word. */
#include "content/privacy.h"
#include "kb/http/page_sections.h"

enum { PLACES_MAX = 20, AROUND = 60 /* bytes */ };

struct places {
    struct page *page;
    const char *practice; /* its id */
    struct privacy_own own;
    struct view_client_data_place *at;
    size_t n;
};

/* Of the same line, from a whole letter on. */
static text before(text source, size_t at)
{
    size_t from = at;
    while (from && at - from < AROUND && source.ptr[from - 1] != '\n') from--;
    while (from < at && ((unsigned char)source.ptr[from] & 0xC0) == 0x80) from++;
    return text_slice(source, from, at - from);
}

static text after(text source, size_t at)
{
    text rest = text_slice(source, at, SIZE_MAX);
    return utf8_clip(text_slice(rest, 0, text_find_byte(rest, '\n', 0)), AROUND);
}

/* What becomes of it: an editor lets stand what stops the others, and what one let stand before stops nobody. */
static err_code verdict(const struct places *p, const struct privacy_finding *f, text words, enum msg *out, kb_err *err)
{
    bool stands = false;
    *out = MSG_CLIENT_DATA_WARN;
    if (f->level != PRIVACY_BLOCK) return OK;
    ERR_TRY(svc_client_data_stands(&p->page->svc, p->practice, words, &stands, err));
    *out = stands ? MSG_CLIENT_DATA_STANDS : p->page->env.editor ? MSG_CLIENT_DATA_EDITOR : MSG_CLIENT_DATA_BLOCK;
    return OK;
}

static text sentence(const struct page *page, enum msg verdict, enum privacy_kind kind)
{
    enum msg what = msg_find2(TEXT("client_data.kind."), text_str(privacy_kind_slug(kind)));
    return page_words(page, verdict,
                      MSG_ARGS({TEXT("what"), msg_text(page->env.lang, what)},
                               {TEXT("instead"), text_str(privacy_replacement(kind))}));
}

static err_code look(struct places *out, text title, text source, kb_err *err)
{
    struct privacy_findings found;
    ERR_TRY(privacy_scan(source, &out->own, out->page->svc.arena, &found, err));
    for (size_t i = 0; i < found.n && out->n < PLACES_MAX; i++) {
        const struct privacy_finding *f = &found.at[i];
        text words = text_slice(source, f->from, f->to - f->from);
        enum msg said;
        ERR_TRY(verdict(out, f, words, &said, err));
        out->at[out->n++] = (struct view_client_data_place){.part = title,
                                                            .before = before(source, f->from),
                                                            .what = words,
                                                            .after = after(source, f->to),
                                                            .said = sentence(out->page, said, f->kind)};
    }
    return OK;
}

err_code page_client_data(struct page *page, const struct svc_card *card, const struct svc_draft *draft,
                          const struct view_client_data **out, kb_err *err)
{
    struct view_client_data *v = ARENA_NEW(page->svc.arena, struct view_client_data);
    struct places places = {.page = page,
                            .practice = card->id,
                            .at = ARENA_ARRAY(page->svc.arena, struct view_client_data_place, PLACES_MAX)};
    if (!v || !places.at) return err_set(err, ERR_NOMEM, "no room for what the guard sees");
    ERR_TRY(svc_privacy_own(&page->svc, &places.own, err));
    ERR_TRY(look(&places, view_field_label(page->env.lang, "title"), draft->title, err));
    ERR_TRY(look(&places, view_field_label(page->env.lang, "brief"), draft->brief, err));
    for (size_t i = 0; i < draft->n_sections; i++)
        ERR_TRY(look(&places, page_section_title(page, draft->sections[i].key), draft->sections[i].body, err));
    *v = (struct view_client_data){.places = places.at, .places_count = places.n};
    *out = v;
    return OK;
}
