#include "search/sides.h"

#include "search/fold.h"

#include "kb/base/buf.h"
#include "kb/base/cleanup.h"
#include "kb/base/embed.h"

#include <string.h>

extern const struct embedded_file search_sides[];

/* ---- Making ---- */

struct making {
    struct buf forms;
    struct side *side;
};

static void take_form(void *ctx, const struct analysed *w)
{
    struct making *m = ctx;
    bool has_no_stem = w->number || w->stop;
    if (w->part || w->kind != (has_no_stem ? ANALYSE_EXACT : ANALYSE_STEM)) return;
    if (m->side->words++) buf_byte(&m->forms, ' ');
    if (w->stop) buf_byte(&m->forms, '.');
    buf_put(&m->forms, w->term);
    m->side->rank += !w->stop;
}

bool side_make(arena *a, struct analyser *an, text written, struct side *out)
{
    struct making m = {.forms = buf_new(64 * 1024), .side = out};
    *out = (struct side){.folded = fold_words(a, written)};
    analyse(an, written, &(struct analyse_sink){.emit = take_form, .ctx = &m, .stems_only = true});
    bool well = !m.forms.failed;
    if (well) out->forms = arena_text(a, buf_text(&m.forms));
    buf_release(&m.forms);
    return well && !arena_failed(a);
}

/* ---- Looking up what was made when building ---- */

static text table(void)
{
    return text_of((const char *)search_sides[0].bytes, search_sides[0].len);
}

static uint32_t number_at(text t, size_t at)
{
    uint32_t n = 0;
    if (at + sizeof n <= t.len) memcpy(&n, t.ptr + at, sizeof n);
    return n;
}

bool side_shipped(text written, struct side *out)
{
    const text t = table();
    const uint32_t slots = number_at(t, 0);
    for (uint32_t i = 0, k = text_hash(written); i < slots; i++, k++) {
        struct side_entry e;
        size_t at = number_at(t, sizeof slots * (1 + (size_t)(k % slots)));
        if (!at) return false;
        memcpy(&e, t.ptr + at, sizeof e);
        at += sizeof e;
        if (!text_eq(text_slice(t, at, e.written), written)) continue;
        *out = (struct side){.folded = text_slice(t, at + e.written, e.folded),
                             .forms = text_slice(t, at + e.written + e.folded, e.forms),
                             .words = e.words,
                             .rank = e.rank};
        return true;
    }
    return false;
}
