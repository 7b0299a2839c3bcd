/* The vocabulary: what travels with the program, and what editors keep beside it. A reader of the index is handed both
 * in one text as soon as they differ from what it has, so that a change counts at the next question. */
#include "kb/service/service__internal.h"

#include "search/query_scan.h"
#include "search/vocabulary.h"

#include <sodium.h>

enum { SIDE_BYTES = 100, TEXT_MAX = 4 * 1024 * 1024 };

static const char *const kind_slugs[SVC_AGREEMENT__COUNT] = {[SVC_ABBREVIATION] = "abbreviation",
                                                             [SVC_ALIKE] = "alike",
                                                             [SVC_MEANS] = "means",
                                                             [SVC_KEEP_WHOLE] = "whole",
                                                             [SVC_KEEP_SPELLING] = "spelling"};
static const char off[] = "off";

bool svc_agreement_from_slug(text slug, enum svc_agreement_kind *kind)
{
    for (int k = 0; k < SVC_AGREEMENT__COUNT; k++) {
        if (!text_is(slug, kind_slugs[k])) continue;
        *kind = (enum svc_agreement_kind)k;
        return true;
    }
    return false;
}

static err_code may(struct svc *svc, enum policy_action action, kb_err *err)
{
    struct policy_object object = {.kind = OBJECT_VOCABULARY};
    return svc__may_manage(svc, action, &object, err);
}

/* ---- Lines ---- */

static bool has_meaning(enum svc_agreement_kind kind)
{
    return kind != SVC_KEEP_WHOLE && kind != SVC_KEEP_SPELLING;
}

/* The sides with ", " between, as they stand on the screen. */
static const char *sides(struct svc *svc, text list, char by)
{
    const char *s = "";
    for (text side; s && text_next(&list, by, &side);)
        if (text_trim(side).len) s = arena_printf(svc->arena, "%s%s%.*s", s, *s ? ", " : "", TEXT_FMT(text_trim(side)));
    return s ? s : "";
}

/* A shipped line as an agreement; false when it is none. */
static bool shipped(struct svc *svc, text line, struct svc_agreement *g)
{
    static const enum svc_agreement_kind kinds[] = {[VOCABULARY_SAYS_ALIKE] = SVC_ALIKE,
                                                    [VOCABULARY_SAYS_MEANS] = SVC_MEANS,
                                                    [VOCABULARY_SAYS_WHOLE] = SVC_KEEP_WHOLE,
                                                    [VOCABULARY_SAYS_SPELLING] = SVC_KEEP_SPELLING};
    struct vocabulary_line l = vocabulary_line(line);
    if (l.says == VOCABULARY_SAYS_NOTHING) return false;
    *g = (struct svc_agreement){
        .entry = "", .line = line, .said = sides(svc, l.left, '|'), .meant = "", .by = "", .kind = kinds[l.says]};
    if (has_meaning(g->kind)) g->meant = sides(svc, l.right, l.says == VOCABULARY_SAYS_MEANS ? '|' : '=');
    if (l.says == VOCABULARY_SAYS_ALIKE && vocabulary_is_short(l.left)) g->kind = SVC_ABBREVIATION;
    return true;
}

/* ", " becomes what the vocabulary has between sides. */
static void put_sides(struct buf *out, text list, const char *between)
{
    bool first = true;
    for (text side; text_next(&list, ',', &side);) {
        side = text_trim(side);
        if (!side.len) continue;
        if (!first) buf_str(out, between);
        buf_put(out, side);
        first = false;
    }
}

static void put_line(struct buf *out, const char *kind, const char *said, const char *meant)
{
    text words = text_str(said);
    enum svc_agreement_kind k;
    if (!svc_agreement_from_slug(text_str(kind), &k)) return;
    switch (k) {
    case SVC_KEEP_WHOLE:
    case SVC_KEEP_SPELLING:
        for (text word; text_next(&words, ',', &word);)
            buf_printf(out, "%s: %.*s\n", k == SVC_KEEP_WHOLE ? "heel" : "goed", TEXT_FMT(text_trim(word)));
        return;
    case SVC_MEANS:
        put_sides(out, words, " | ");
        buf_str(out, " > ");
        put_sides(out, text_str(meant), " | ");
        break;
    default:
        put_sides(out, words, " = ");
        buf_str(out, " = ");
        put_sides(out, text_str(meant), " = ");
    }
    buf_byte(out, '\n');
}

static const struct store_agreement *switched_off(const struct store_agreements *own, text line)
{
    for (size_t i = 0; i < own->n; i++)
        if (!strcmp(own->at[i].kind, off) && text_is(line, own->at[i].said)) return &own->at[i];
    return NULL;
}

/* ---- What questions are asked with ---- */

/* Everything in one text, as `trial` would make it when there is one. */
static err_code put_vocabulary(struct svc *svc, const struct svc_agreement_put *trial, struct buf *out, kb_err *err)
{
    struct store_agreements own;
    ERR_TRY(store_agreement_list(svc->store, svc->arena, &own, err));
    text rest = search_vocabulary_shipped();
    for (text line; text_next(&rest, '\n', &line);) {
        line = vocabulary_bare(line);
        if (!line.len || switched_off(&own, line)) continue;
        buf_put(out, line);
        buf_byte(out, '\n');
    }
    for (size_t i = 0; i < own.n; i++)
        if (!trial || !text_is(trial->entry, own.at[i].entry))
            put_line(out, own.at[i].kind, own.at[i].said, own.at[i].meant);
    if (trial) {
        const char *said = svc__str(svc, trial->said), *meant = svc__str(svc, trial->meant);
        if (!said || !meant) return svc__no_memory(err);
        put_line(out, kind_slugs[trial->kind], said, meant);
    }
    return out->failed ? err_set(err, ERR_TOO_LARGE, "the vocabulary") : OK;
}

/* Own agreements that are too many to ask with must not stop everybody's search: then the shipped ones are asked with.
 * What fails to be read is another matter, and read at the next question. */
static err_code hand_over(struct svc *svc, int64_t version, kb_err *err)
{
    _cleanup_(buf_release)
    struct buf all = buf_new(TEXT_MAX);
    kb_err why = {0};
    err_code code = put_vocabulary(svc, NULL, &all, &why);
    if (code != OK && code != ERR_TOO_LARGE) return err_set(err, code, "%s", why.cause);
    if (code == OK) code = search_vocabulary_put(svc->search, buf_text(&all), version, &why);
    return code == OK ? OK : search_vocabulary_put(svc->search, search_vocabulary_shipped(), version, err);
}

/* The version of a reader that asks with an agreement on trial. */
enum { ON_TRIAL = -1 };

err_code svc__vocabulary(struct svc *svc, kb_err *err)
{
    int64_t version;
    if (search_vocabulary_version(svc->search) == ON_TRIAL) return OK;
    ERR_TRY(store_agreement_version(svc->store, &version, err));
    return search_vocabulary_version(svc->search) == version ? OK : hand_over(svc, version, err);
}

/* ---- Reading ---- */

static err_code own_agreement(struct svc *svc, const struct store_agreement *row, struct svc_agreement *out,
                              kb_err *err)
{
    *out = (struct svc_agreement){.entry = row->entry, .said = row->said, .meant = row->meant, .since = row->made};
    if (!svc_agreement_from_slug(text_str(row->kind), &out->kind)) return err_set(err, ERR_CORRUPT, "an agreement");
    out->by = "";
    return row->made_by ? svc__person_name(svc, row->made_by, &out->by, err) : OK;
}

static bool is_asked(struct svc *svc, const struct svc_agreement *g, const struct svc_agreements_ask *ask, text words)
{
    if (ask->kind && *ask->kind != g->kind) return false;
    if (!words.len) return true;
    text said = search_folded(svc->arena, text_str(g->said)), meant = search_folded(svc->arena, text_str(g->meant));
    return text_find(said, words, 0) != SIZE_MAX || text_find(meant, words, 0) != SIZE_MAX;
}

static size_t lines_in(text t)
{
    size_t n = 1;
    for (size_t i = 0; i < t.len; i++) n += t.ptr[i] == '\n';
    return n;
}

err_code svc_agreements(struct svc *svc, const struct svc_agreements_ask *ask, struct svc_agreements *out, kb_err *err)
{
    struct store_agreements own;
    text rest = search_vocabulary_shipped(), words = search_folded(svc->arena, ask->words);
    *out = (struct svc_agreements){0};
    ERR_TRY(may(svc, ACT_WRITE, err));
    ERR_TRY(store_agreement_list(svc->store, svc->arena, &own, err));
    struct svc_agreement *mine = ARENA_ARRAY(svc->arena, struct svc_agreement, own.n);
    struct svc_agreement *theirs = ARENA_ARRAY(svc->arena, struct svc_agreement, lines_in(rest));
    if (!mine || !theirs) return svc__no_memory(err);
    for (size_t i = 0; i < own.n; i++) {
        if (!strcmp(own.at[i].kind, off)) continue;
        ERR_TRY(own_agreement(svc, &own.at[i], &mine[out->n_own], err));
        if (is_asked(svc, &mine[out->n_own], ask, words)) out->n_own++;
    }
    for (text line; text_next(&rest, '\n', &line);) {
        struct svc_agreement g;
        line = vocabulary_bare(line);
        if (!shipped(svc, line, &g)) continue;
        g.off = switched_off(&own, line) != NULL;
        if (is_asked(svc, &g, ask, words)) theirs[out->n_shipped++] = g;
    }
    out->own = mine;
    out->shipped = theirs;
    return arena_failed(svc->arena) ? svc__no_memory(err) : OK;
}

static err_code in_use(struct svc *svc, text entry, struct store_agreement *out, kb_err *err)
{
    const char *id = svc__str(svc, entry);
    return id ? store_agreement_get(svc->store, id, svc->arena, out, err) : svc__no_memory(err);
}

err_code svc_agreement(struct svc *svc, text entry, struct svc_agreement *out, kb_err *err)
{
    struct store_agreement row;
    ERR_TRY(may(svc, ACT_WRITE, err));
    ERR_TRY(in_use(svc, entry, &row, err));
    if (!strcmp(row.kind, off)) return err_set(err, ERR_NOT_FOUND, "a shipped line");
    return own_agreement(svc, &row, out, err);
}

/* ---- Writing ---- */

/* One side: a few words, without the signs that the vocabulary reads. */
static const char *wrong_with(text side, enum svc_agreement_kind kind, bool abbreviation)
{
    static const char signs[] = "=>|#:;";
    for (size_t i = 0; i < sizeof signs - 1; i++)
        if (text_find_byte(side, signs[i], 0) != SIZE_MAX) return "forbidden-sign";
    if (side.len > SIDE_BYTES) return "too-long";
    size_t n = text_word_count(side);
    if (n > VOCABULARY_SIDE_MAX) return "over-five-words";
    if ((kind == SVC_KEEP_WHOLE || kind == SVC_KEEP_SPELLING) && n > 1) return "one-word";
    return abbreviation && !vocabulary_is_short(side) ? "not-an-abbreviation" : NULL;
}

static err_code sides_check(const char *field, text list, enum svc_agreement_kind kind, bool abbreviation, kb_err *err)
{
    size_t n = 0;
    ERR_TRY(svc__line_check(field, list, SVC_SIDES_MAX, err));
    for (text side; text_next(&list, ',', &side);) {
        side = text_trim(side);
        if (!side.len) continue;
        const char *wrong = ++n > VOCABULARY_LINE_MAX / 2 ? "too-many" : wrong_with(side, kind, abbreviation);
        if (wrong) return err_field(err, ERR_INVALID, field, wrong);
    }
    return n ? OK : err_field(err, ERR_INVALID, field, "required");
}

err_code svc_agreement_check(const struct svc_agreement_put *in, kb_err *err)
{
    err_code wrong = sides_check("typed", in->said, in->kind, in->kind == SVC_ABBREVIATION, err);
    if (has_meaning(in->kind)) return svc__first(wrong, sides_check("means", in->meant, in->kind, false, err));
    return text_trim(in->meant).len ? svc__first(wrong, err_field(err, ERR_INVALID, "means", "no-meaning")) : wrong;
}

static bool has_side(struct svc *svc, text list, text folded)
{
    for (text side; text_next(&list, ',', &side);)
        if (text_eq(search_folded(svc->arena, side), folded)) return true;
    return false;
}

/* What is said and what it means must be two things. */
static err_code says_something(struct svc *svc, const struct svc_agreement_put *in, kb_err *err)
{
    text meant = has_meaning(in->kind) ? in->meant : TEXT("");
    for (text side; text_next(&meant, ',', &side);) {
        text folded = search_folded(svc->arena, side);
        if (folded.len && has_side(svc, in->said, folded)) return err_field(err, ERR_INVALID, "means", "means-itself");
    }
    return OK;
}

/* There is room for thousands of agreements, and no more than questions can be asked with. */
static err_code has_room(struct svc *svc, const struct store_agreement *row, text entry, kb_err *err)
{
    enum { OWN_BYTES = 256 * 1024 };
    struct store_agreements all;
    size_t bytes = strlen(row->said) + strlen(row->meant);
    ERR_TRY(store_agreement_list(svc->store, svc->arena, &all, err));
    for (size_t i = 0; i < all.n; i++)
        if (!text_is(entry, all.at[i].entry)) bytes += strlen(all.at[i].said) + strlen(all.at[i].meant);
    return bytes <= OWN_BYTES ? OK : err_field(err, ERR_INVALID, "typed", "too-many");
}

/* A shipped line that says the same; switched off it is switched on again, not made anew. */
static bool is_shipped_already(struct svc *svc, const char *kind, text said, text meant)
{
    text rest = search_vocabulary_shipped();
    for (text line; text_next(&rest, '\n', &line);) {
        struct svc_agreement g;
        if (!shipped(svc, vocabulary_bare(line), &g)) continue;
        if (strcmp(kind_slugs[g.kind], kind) || !text_eq(search_folded(svc->arena, text_str(g.said)), said)) continue;
        if (text_eq(search_folded(svc->arena, text_str(g.meant)), meant)) return true;
    }
    return false;
}

/* Another entry that agrees on the same. */
static err_code is_new(struct svc *svc, const struct store_agreement *row, text entry, kb_err *err)
{
    struct store_agreements all;
    text said = search_folded(svc->arena, text_str(row->said)), meant = search_folded(svc->arena, text_str(row->meant));
    ERR_TRY(store_agreement_list(svc->store, svc->arena, &all, err));
    for (size_t i = 0; i < all.n; i++) {
        const struct store_agreement *other = &all.at[i];
        if (strcmp(other->kind, row->kind) || text_is(entry, other->entry)) continue;
        if (!text_eq(search_folded(svc->arena, text_str(other->said)), said)) continue;
        if (text_eq(search_folded(svc->arena, text_str(other->meant)), meant))
            return err_field(err, ERR_INVALID, "typed", "already-there");
    }
    return is_shipped_already(svc, row->kind, said, meant) ? err_field(err, ERR_INVALID, "typed", "already-there") : OK;
}

/* The log holds no words: a hash tells versions apart. */
static err_code log_it(struct svc *svc, const char *action, const struct store_agreement *row, kb_err *err)
{
    uint8_t hash[STORE_TEXT_HASH_BYTES];
    enum { HASH_SHOWN = 8 };
    char hex[2 * HASH_SHOWN + 1];
    store_text_hash(row->said, row->meant, NULL, 0, hash);
    sodium_bin2hex(hex, sizeof hex, hash, HASH_SHOWN);
    return svc__log(svc, action, row->entry, NULL, arena_printf(svc->arena, "kind=%s text=%s", row->kind, hex), err);
}

err_code svc_agreement_put(struct svc *svc, const struct svc_agreement_put *in, const char **entry, kb_err *err)
{
    struct store_agreement row = {.kind = kind_slugs[in->kind], .made = svc->now, .made_by = svc->actor->person}, old;
    bool change = in->entry.len > 0;
    ERR_TRY(may(svc, ACT_WRITE, err));
    ERR_TRY(svc_agreement_check(in, err));
    ERR_TRY(svc__no_client_data(svc, "typed", in->said, err));
    ERR_TRY(svc__no_client_data(svc, "means", in->meant, err));
    ERR_TRY(says_something(svc, in, err));
    ERR_TRY(svc__new_id(svc, &row.id, err));
    row.entry = row.id;
    row.said = sides(svc, in->said, ',');
    row.meant = has_meaning(in->kind) ? sides(svc, in->meant, ',') : "";
    if (!row.said || !row.meant) return svc__no_memory(err);
    ERR_TRY(is_new(svc, &row, in->entry, err));
    ERR_TRY(has_room(svc, &row, in->entry, err));
    if (change) {
        err_code code = in_use(svc, in->entry, &old, err);
        if (code == ERR_NOT_FOUND) return err_field(err, ERR_INVALID, "typed", "taken-back");
        ERR_TRY(code);
        if (in->seen && in->seen != old.made) return err_field(err, ERR_INVALID, "typed", "changed-meanwhile");
        row.entry = old.entry;
        if (row.made <= old.made) row.made = old.made + 1; /* versions have an order */
        ERR_TRY(store_agreement_end(svc->store, old.entry, svc->now, svc->actor->person, err));
    }
    ERR_TRY(store_agreement_add(svc->store, &row, err));
    *entry = row.entry;
    return log_it(svc, change ? "vocabulary.change" : "vocabulary.add", &row, err);
}

err_code svc_agreement_end(struct svc *svc, text entry, kb_err *err)
{
    struct store_agreement row;
    ERR_TRY(may(svc, ACT_WRITE, err));
    ERR_TRY(in_use(svc, entry, &row, err));
    ERR_TRY(store_agreement_end(svc->store, row.entry, svc->now, svc->actor->person, err));
    return log_it(svc, "vocabulary.end", &row, err);
}

static bool is_shipped(text line)
{
    text rest = search_vocabulary_shipped();
    for (text other; text_next(&rest, '\n', &other);)
        if (line.len && text_eq(vocabulary_bare(other), line)) return true;
    return false;
}

err_code svc_shipped_switch(struct svc *svc, text line, bool on, kb_err *err)
{
    struct store_agreements own;
    ERR_TRY(may(svc, ACT_WRITE, err));
    if (!is_shipped(line)) return err_set(err, ERR_NOT_FOUND, "no shipped line");
    ERR_TRY(store_agreement_list(svc->store, svc->arena, &own, err));
    const struct store_agreement *row = switched_off(&own, line);
    if (on == (row == NULL)) return OK;
    if (on) {
        ERR_TRY(store_agreement_end(svc->store, row->entry, svc->now, svc->actor->person, err));
        return log_it(svc, "vocabulary.on", row, err);
    }
    struct store_agreement made = {.kind = off, .meant = "", .made = svc->now, .made_by = svc->actor->person};
    ERR_TRY(svc__new_id(svc, &made.id, err));
    made.entry = made.id;
    made.said = svc__str(svc, line);
    ERR_TRY(store_agreement_add(svc->store, &made, err));
    return log_it(svc, "vocabulary.off", &made, err);
}

/* ---- On trial ---- */

static void add_question(struct svc_trials *out, text question)
{
    for (size_t i = 0; i < out->n; i++)
        if (text_eq(out->at[i].question, question)) return;
    if (question.len && out->n < SVC_TRIALS_MAX) out->at[out->n++].question = question;
}

static void add_questions(struct svc_trials *out, text sides)
{
    for (text side; text_next(&sides, ',', &side);) add_question(out, text_trim(side));
}

/* The words of the agreement, on both sides when it goes both ways; then the last ones that found nothing. */
static err_code take_questions(struct svc *svc, const struct svc_agreement_put *in, struct svc_trials *out, kb_err *err)
{
    enum { MISSED_MAX = 20 };
    text missed[MISSED_MAX];
    size_t n;
    add_questions(out, in->said);
    if (in->kind == SVC_ALIKE || in->kind == SVC_ABBREVIATION) add_questions(out, in->meant);
    for (size_t i = 0; i < out->n; i++) out->at[i].own = true;
    ERR_TRY(svc__last_missed(svc, missed, MISSED_MAX, &n, err));
    for (size_t i = 0; i < n; i++) add_question(out, missed[i]);
    return OK;
}

static err_code ask(struct svc *svc, text question, struct svc_found *out, kb_err *err)
{
    struct query *query = query_scan(svc->arena, question);
    if (!query) return svc__no_memory(err);
    struct svc_ask how = {.query = query, .per_page = SVC_TRIAL_DEPTH, .bare = true};
    return svc_find(svc, &how, out, err);
}

/* From 1; 0: it is not there. Two lines of one practice are two texts. */
static size_t place_in(const struct svc_found *found, const struct svc_card *card)
{
    for (size_t i = 0; i < found->n_hits; i++) {
        const struct svc_card *other = &found->hits[i].card;
        if (!strcmp(other->id, card->id) && other->line == card->line) return i + 1;
    }
    return 0;
}

static void compare(struct svc_trial *trial, const struct svc_found *before, const struct svc_found *after)
{
    trial->before = before->total;
    trial->after = after->total;
    trial->changes = before->total != after->total;
    for (; trial->n_cards < after->n_hits && trial->n_cards < SVC_TRIAL_HITS; trial->n_cards++) {
        size_t at = trial->n_cards;
        trial->cards[at] = after->hits[at].card;
        trial->was[at] = place_in(before, &trial->cards[at]);
        trial->changes |= trial->was[at] != at + 1;
    }
    if (before->n_hits && place_in(after, &before->hits[0].card) != 1) trial->led = &before->hits[0].card;
    trial->changes |= trial->led != NULL;
}

static err_code ask_all(struct svc *svc, const struct svc_trials *of, struct svc_found *out, kb_err *err)
{
    for (size_t i = 0; i < of->n; i++) ERR_TRY(ask(svc, of->at[i].question, &out[i], err));
    return OK;
}

/* Whatever happens in between, the reader asks with the real vocabulary afterwards: it is made before the trial. */
static err_code ask_on_trial(struct svc *svc, const struct svc_agreement_put *in, const struct svc_trials *of,
                             struct svc_found *out, kb_err *err)
{
    _cleanup_(buf_release)
    struct buf real = buf_new(TEXT_MAX), trial = buf_new(TEXT_MAX);
    int64_t version;
    ERR_TRY(store_agreement_version(svc->store, &version, err));
    ERR_TRY(put_vocabulary(svc, NULL, &real, err));
    ERR_TRY(put_vocabulary(svc, in, &trial, err));
    err_code code = search_vocabulary_put(svc->search, buf_text(&trial), ON_TRIAL, err);
    if (code == OK) code = ask_all(svc, of, out, err);
    kb_err ignored = {0};
    if (search_vocabulary_put(svc->search, buf_text(&real), version, &ignored) == OK) return code;
    return svc__first(code, search_vocabulary_put(svc->search, search_vocabulary_shipped(), 0, err));
}

err_code svc_agreement_try(struct svc *svc, const struct svc_agreement_put *in, struct svc_trials *out, kb_err *err)
{
    *out = (struct svc_trials){0};
    ERR_TRY(may(svc, ACT_WRITE, err));
    ERR_TRY(svc_agreement_check(in, err));
    ERR_TRY(says_something(svc, in, err));
    if (!svc->search) return err_set(err, ERR_SEARCH_DOWN, "the index is not ready");
    ERR_TRY(take_questions(svc, in, out, err));
    struct svc_found *before = ARENA_ARRAY(svc->arena, struct svc_found, out->n);
    struct svc_found *after = ARENA_ARRAY(svc->arena, struct svc_found, out->n);
    if (!before || !after) return svc__no_memory(err);
    ERR_TRY(ask_all(svc, out, before, err));
    ERR_TRY(ask_on_trial(svc, in, out, after, err));
    for (size_t i = 0; i < out->n; i++) compare(&out->at[i], &before[i], &after[i]);
    return OK;
}
