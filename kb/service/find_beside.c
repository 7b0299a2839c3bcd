/* What goes with finding: within one text, what else can be tried, what looks like a text that is being written, and
 * what may follow while somebody types. */
#include "kb/service/service__internal.h"

#include "search/query_scan.h"

static err_code find_bare(struct svc *svc, text words, struct svc_ask ask, struct svc_found *out, kb_err *err)
{
    ask.query = query_scan(svc->arena, words);
    ask.page = 1;
    ask.bare = true;
    return ask.query ? svc_find(svc, &ask, out, err) : svc__no_memory(err);
}

/* ---- Within one text ---- */

static err_code look_within(struct search_snippets *snippets, const struct practice_section *section, text body,
                            struct svc_within *at, struct svc_withins *out, kb_err *err)
{
    struct svc_within *one = &at[out->n];
    one->section = section;
    ERR_TRY(search_snippet(snippets, body, SVC_SNIPPET_BYTES, &one->passage, err));
    out->n += one->passage.worth > 0;
    return OK;
}

/* Who reads this text by a link, and may not ask the index, is told no words of other texts. */
static err_code mend(struct svc *svc, const struct search_ask *ask, struct search_hits *out, kb_err *err)
{
    bool may;
    *out = (struct search_hits){.asked = ask->query};
    ERR_TRY(svc__may_ask(svc, &may, err));
    return may ? search_mend(svc->search, svc->arena, ask, out, err) : OK;
}

err_code svc_within(struct svc *svc, const struct svc_text *in, text words, struct svc_withins *out, kb_err *err)
{
    struct search_hits mended;
    struct search_snippets *snippets;
    struct search_ask ask = {.query = query_scan(svc->arena, words), .scope = svc__scope(svc)};
    struct svc_within *found = ARENA_ARRAY(svc->arena, struct svc_within, in->n_sections + 1);
    *out = (struct svc_withins){.at = found};
    if (!found || !ask.query) return svc__no_memory(err);
    if (!svc->search) return err_set(err, ERR_SEARCH_DOWN, "the index is not ready");
    ERR_TRY(svc__vocabulary(svc, err));
    ERR_TRY(mend(svc, &ask, &mended, err));
    memcpy(out->corrected, mended.corrected, sizeof out->corrected);
    out->n_corrected = mended.n_corrected;
    ERR_TRY(search_snippets_new(&snippets, svc->search, svc->arena, mended.asked, false, err));
    search_snippets_title(snippets, text_str(in->title));
    ERR_TRY(look_within(snippets, NULL, text_str(in->brief), found, out, err));
    for (size_t i = 0; i < in->n_sections; i++) {
        text body = in->sections[i].body ? in->sections[i].body->plain : text_str("");
        ERR_TRY(look_within(snippets, in->sections[i].info, body, found, out, err));
    }
    return OK;
}

/* ---- When nothing was found ---- */

/* What finds nothing was tried as well: no words twice, and none that the question said already. */
struct trying {
    text folded[SEARCH_MEANT_MAX * 2 + 1];
    size_t n;
};

static bool try_first(struct svc *svc, struct trying *tried, text words)
{
    text folded = search_folded(svc->arena, words);
    for (size_t i = 0; i < tried->n; i++)
        if (text_eq(tried->folded[i], folded)) return false;
    if (!folded.len || tried->n == COUNT_OF(tried->folded)) return false;
    tried->folded[tried->n++] = folded;
    return true;
}

err_code svc_find_next(struct svc *svc, text typed, const struct svc_found *found, struct svc_nexts *out, kb_err *err)
{
    struct trying tried = {0};
    *out = (struct svc_nexts){0};
    try_first(svc, &tried, typed);
    for (size_t i = 0; i < found->n_meant; i++) try_first(svc, &tried, found->meant[i]);
    for (size_t i = 0; i < found->n_meant && out->n < SVC_NEXT_MAX; i++) {
        struct search_hits meant;
        struct search_ask ask = {.query = query_scan(svc->arena, found->meant[i]), .scope = svc__scope(svc)};
        if (!ask.query) return svc__no_memory(err);
        ERR_TRY(mend(svc, &ask, &meant, err));
        for (size_t j = 0; j < meant.n_tried && out->n < SVC_NEXT_MAX; j++) {
            struct svc_found next;
            struct svc_ask itself = {.as_typed = true, .itself = true, .per_page = 1};
            if (!try_first(svc, &tried, meant.meant[j])) continue;
            ERR_TRY(find_bare(svc, meant.meant[j], itself, &next, err));
            if (next.total) out->at[out->n++] = (struct svc_next){meant.meant[j], next.total};
        }
    }
    return OK;
}

/* ---- What looks like it ---- */

/* Why a text ended or ran out: what was written with the newest step to where it stands. */
static err_code why_ended(struct svc *svc, const struct svc_card *card, const char **out, kb_err *err)
{
    struct svc_steps steps;
    *out = "";
    if (!stage_is_ended(card->stage) && card->stage != STAGE_EXPIRED) return OK;
    ERR_TRY(svc_timeline(svc, text_str(card->id), &steps, err));
    for (size_t i = 0; i < steps.n; i++) {
        if (steps.at[i].to != card->stage) continue;
        *out = steps.at[i].words;
        return OK;
    }
    return OK;
}

/* Both lines of one practice may be found; the better one speaks for it. */
static bool has_card(const struct svc_similar *list, const char *id)
{
    for (size_t i = 0; i < list->n; i++)
        if (!strcmp(list->cards[i].id, id)) return true;
    return false;
}

err_code svc_similar(struct svc *svc, text title, text besides, struct svc_similar *out, kb_err *err)
{
    struct svc_found found;
    *out = (struct svc_similar){0};
    struct query *query = query_scan(svc->arena, text_trim(title));
    if (!query) return svc__no_memory(err);
    struct svc_ask ask = {.query = query, .per_page = 2 * (SVC_SIMILAR_MAX + 1), .bare = true};
    if (!svc->search || query_is_empty(query)) return OK;
    err_code code = svc_find(svc, &ask, &found, err);
    if (code == ERR_SEARCH_DOWN) return OK;
    if (code != OK) return code;
    for (size_t i = 0; i < found.n_hits && out->n < SVC_SIMILAR_MAX; i++) {
        const struct svc_card *card = &found.hits[i].card;
        if (text_is(besides, card->id) || has_card(out, card->id)) continue;
        ERR_TRY(why_ended(svc, card, &out->reasons[out->n], err));
        out->cards[out->n++] = *card;
    }
    return OK;
}

/* ---- While somebody types ---- */

static size_t count_titles(const struct svc_suggested *out)
{
    size_t n = 0;
    for (size_t i = 0; i < out->n; i++) n += out->hrefs[i] != NULL;
    return n;
}

/* Each text once, and no more titles than there is room for. */
static void add_title(struct svc_suggested *out, const struct svc_card *card)
{
    for (size_t i = 0; i < out->n; i++)
        if (out->hrefs[i] && !strcmp(out->hrefs[i], card->href)) return;
    if (count_titles(out) == SVC_SUGGESTED_TITLES || card->line != LINE_ADOPTED) return;
    out->items[out->n] = text_str(card->title);
    out->hrefs[out->n++] = card->href;
}

/* Texts in whose title stands what was typed; not those that ended, which nobody looks for first. */
static err_code add_begun_titles(struct svc *svc, const struct search_suggested *from, struct svc_suggested *out,
                                 kb_err *err)
{
    struct svc_cards cards;
    ERR_TRY(svc__cards_of_docs(svc, from->titles, from->n_titles, &cards, err));
    for (size_t i = 0; i < cards.n; i++)
        if (!stage_is_ended(cards.at[i].stage)) add_title(out, &cards.at[i]);
    return OK;
}

/* Texts that are found by these words. */
static err_code add_found_titles(struct svc *svc, text words, struct svc_suggested *out, kb_err *err)
{
    enum { LOOKED_AT = 10 };
    struct svc_found found;
    struct query *query = query_scan(svc->arena, words);
    if (!query) return svc__no_memory(err);
    if (!query_has_words(query)) return OK;
    struct svc_ask ask = {.query = query, .per_page = LOOKED_AT, .bare = true};
    ERR_TRY(svc_find(svc, &ask, &found, err));
    for (size_t i = 0; i < found.n_hits; i++) add_title(out, &found.hits[i].card);
    return OK;
}

/* Does what was typed end with a whole word that texts hold, and that says something? Then it is what is wanted. */
static err_code ends_with_word(struct svc *svc, enum search_scope scope, text typed, bool *whole, kb_err *err)
{
    text word = text_of(NULL, 0), rest = search_folded(svc->arena, typed);
    enum search_word kind;
    *whole = false;
    while (text_next(&rest, ' ', &word)) continue;
    ERR_TRY(search_word(svc->search, scope, word, &kind, err));
    return kind == SEARCH_WORD_FUNCTION ? OK : search_knows(svc->search, scope, word, whole, err);
}

err_code svc_suggest(struct svc *svc, text typed, struct svc_suggested *out, kb_err *err)
{
    bool may, whole;
    struct search_suggested words;
    *out = (struct svc_suggested){0};
    ERR_TRY(svc__may_ask(svc, &may, err));
    if (!may || !svc->search || typed.len > SEARCH_TYPED_MAX) return OK;
    ERR_TRY(svc__vocabulary(svc, err));
    ERR_TRY(search_suggest(svc->search, svc->arena, typed, &words, err));
    bool several = text_find_byte(text_trim(typed), ' ', 0) != SIZE_MAX;
    if (several) ERR_TRY(add_begun_titles(svc, &words, out, err));
    for (size_t i = 0; i < words.n; i++) out->items[out->n++] = words.items[i];
    if (!several) ERR_TRY(add_begun_titles(svc, &words, out, err));
    if (count_titles(out) == SVC_SUGGESTED_TITLES) return OK;
    ERR_TRY(ends_with_word(svc, svc__scope(svc), typed, &whole, err));
    if (!words.n && !several && !whole) return OK;
    return add_found_titles(svc, whole || !words.n ? typed : words.items[0], out, err);
}
