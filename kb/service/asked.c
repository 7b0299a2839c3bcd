/* What is searched for, for the editors, without who. People type the names of their clients, so a word is kept only
 * when the dictionary, the vocabulary or a text knows it, or when two persons used it; a question of several words only
 * when two persons asked it or one reported it, and of its words only those that are known (design section 7). Which of
 * two persons is seen in kb/http/asked.c, in memory, and written nowhere. */
#include "kb/service/service__internal.h"

#include "content/privacy.h"
#include "kb/base/calendar.h"

enum { WORD_LEAST = 2, WORD_MOST = 40, TYPED_MAX = 300, ROWS_MAX = 200 };

/* ---- Of one question ---- */

static bool letters_only(text word)
{
    return word.len >= WORD_LEAST && word.len <= WORD_MOST && text_is_a_to_z(word);
}

/* The words that were typed, without filters and what was not wanted. */
static text typed_words(const struct query *query, struct buf *out)
{
    for (size_t i = 0; i < query->n; i++) {
        if (!query_is_wanted(&query->clauses[i])) continue;
        buf_put(out, query->clauses[i].words);
        buf_byte(out, ' ');
    }
    return out->failed ? text_str("") : buf_text(out);
}

static bool seems_private(struct svc *svc, text typed)
{
    struct privacy_findings found;
    kb_err ignored = {0};
    return privacy_scan(typed, NULL, svc->arena, &found, &ignored) != OK || found.n > 0;
}

static err_code take_word(struct svc *svc, text word, struct svc_asked *out, struct buf *question, kb_err *err)
{
    enum search_word kind;
    if (!letters_only(word)) return OK;
    ERR_TRY(search_word(svc->search, SEARCH_AS_MEMBER, word, &kind, err));
    if (kind != SEARCH_WORD_UNKNOWN) {
        if (question->len) buf_byte(question, ' ');
        buf_put(question, word);
    }
    if (kind == SEARCH_WORD_FUNCTION || out->n == SVC_ASKED_WORDS) return OK;
    for (size_t i = 0; i < out->n; i++)
        if (text_eq(out->words[i].folded, word)) return OK;
    out->words[out->n++] = (struct svc_asked_word){.folded = word, .known = kind == SEARCH_WORD_KNOWN};
    out->n_known += kind == SEARCH_WORD_KNOWN;
    return OK;
}

err_code svc_asked(struct svc *svc, const struct query *query, struct svc_asked *out, kb_err *err)
{
    _cleanup_(buf_release)
    struct buf typed = buf_new(QUERY_BYTES_MAX * 2), question = buf_new(SVC_ASKED_BYTES);
    *out = (struct svc_asked){0};
    text words = typed_words(query, &typed);
    if (!svc->search || !words.len || words.len > TYPED_MAX || seems_private(svc, words)) return OK;
    ERR_TRY(svc__vocabulary(svc, err));
    text rest = search_folded(svc->arena, words);
    for (text word; text_next(&rest, ' ', &word);) ERR_TRY(take_word(svc, word, out, &question, err));
    if (out->n_known && !question.failed) out->known = arena_text(svc->arena, buf_text(&question));
    return OK;
}

static err_code is_held(struct svc *svc, text words, bool *out, kb_err *err)
{
    return search_leads(svc->search, svc->arena, SEARCH_AS_MEMBER, words, out, err);
}

err_code svc_asked_hold(struct svc *svc, struct svc_asked *what, kb_err *err)
{
    for (size_t i = 0; i < what->n; i++) ERR_TRY(is_held(svc, what->words[i].folded, &what->words[i].held, err));
    return OK;
}

/* ---- Weeks ---- */

const char *svc_week(kb_time at, char out[DATE_BYTES])
{
    struct date day = calendar_date(at);
    while (date_weekday(day) != 1) day = date_add_days(day, -1);
    return date_format(day, DATE_ISO, out);
}

err_code svc_asked_report(struct svc *svc, text known, kb_err *err)
{
    char week[DATE_BYTES];
    if (!svc->actor->person) return err_set(err, ERR_SIGN_IN, "a report is of somebody of the network");
    if (!known.len || known.len > SVC_ASKED_BYTES) return err_set(err, ERR_CONFLICT, "no word that may be kept");
    struct store_asked row = {.week = svc_week(svc->now, week),
                              .kind = text_find_byte(known, ' ', 0) == SIZE_MAX ? "word" : "question",
                              .words = svc__str(svc, known),
                              .reported = 1};
    return row.words ? store_asked_add(svc->store, &row, err) : svc__no_memory(err);
}

/* ---- For the editors ---- */

static int by_missed(const void *a, const void *b)
{
    const struct svc_asked_row *x = a, *y = b;
    if (x->found != y->found) return x->found ? 1 : -1;
    if (x->reported != y->reported) return x->reported < y->reported ? 1 : -1;
    if (x->nothing != y->nothing) return x->nothing < y->nothing ? 1 : -1;
    return strcmp(x->words, y->words);
}

static int by_asked(const void *a, const void *b)
{
    const struct svc_asked_row *x = a, *y = b;
    if (x->asked != y->asked) return x->asked < y->asked ? 1 : -1;
    return strcmp(x->words, y->words);
}

static bool is_missed(const struct store_asked *row)
{
    return row->nothing > 0 || row->reported > 0;
}

/* Found something, more than once, and nobody opened any of it. */
static bool is_left(const struct store_asked *row)
{
    enum { OFTEN = 2 };
    return row->asked - row->nothing >= OFTEN && row->opened == 0;
}

struct gathering {
    struct svc_asked_row *at;
    size_t n;
};

static err_code gather(struct svc *svc, const char *week, bool (*wanted)(const struct store_asked *row),
                       struct gathering *out, kb_err *err)
{
    static const char *const kinds[] = {"word", "question"};
    struct store_askeds rows[COUNT_OF(kinds)];
    size_t room = 0;
    for (size_t k = 0; k < COUNT_OF(kinds); k++) {
        ERR_TRY(store_asked_list(svc->store, week, kinds[k], svc->arena, &rows[k], err));
        room += rows[k].n;
    }
    *out = (struct gathering){.at = ARENA_ARRAY(svc->arena, struct svc_asked_row, room)};
    if (!out->at) return svc__no_memory(err);
    for (size_t k = 0; k < COUNT_OF(kinds); k++)
        for (size_t i = 0; i < rows[k].n; i++) {
            const struct store_asked *row = &rows[k].at[i];
            if (!wanted(row)) continue;
            out->at[out->n++] = (struct svc_asked_row){
                .words = row->words, .asked = row->asked, .nothing = row->nothing, .reported = row->reported};
        }
    return OK;
}

/* Words that may be what the texts say instead: of a word by itself. */
static err_code suggest(struct svc *svc, struct svc_asked_row *row, kb_err *err)
{
    if (!svc->search || strchr(row->words, ' ')) return OK;
    return search_words_near(svc->search, svc->arena, SEARCH_AS_MEMBER, text_str(row->words), &row->near, err);
}

static err_code take(struct svc *svc, const char *week, bool (*wanted)(const struct store_asked *row),
                     int (*order)(const void *a, const void *b), struct gathering *out, kb_err *err)
{
    ERR_TRY(gather(svc, week, wanted, out, err));
    if (out->n) qsort(out->at, out->n, sizeof *out->at, order);
    if (out->n > ROWS_MAX) out->n = ROWS_MAX;
    for (size_t i = 0; i < out->n; i++) ERR_TRY(suggest(svc, &out->at[i], err));
    return OK;
}

static err_code take_missed(struct svc *svc, const char *week, struct svc_asked_week *out, kb_err *err)
{
    struct gathering rows;
    ERR_TRY(take(svc, week, is_missed, by_missed, &rows, err));
    for (size_t i = 0; svc->search && i < rows.n; i++)
        ERR_TRY(is_held(svc, text_str(rows.at[i].words), &rows.at[i].found, err));
    if (rows.n) qsort(rows.at, rows.n, sizeof *rows.at, by_missed);
    out->missed = rows.at;
    out->n_missed = rows.n;
    return OK;
}

static err_code take_left(struct svc *svc, const char *week, struct svc_asked_week *out, kb_err *err)
{
    struct gathering rows;
    ERR_TRY(take(svc, week, is_left, by_asked, &rows, err));
    out->left = rows.at;
    out->n_left = rows.n;
    return OK;
}

static int by_opened(const void *a, const void *b)
{
    const struct svc_opened_row *x = a, *y = b;
    if (x->n != y->n) return x->n < y->n ? 1 : -1;
    return strcmp(x->card.id, y->card.id);
}

/* Only what this editor may read. */
static err_code take_opened(struct svc *svc, const char *week, struct svc_asked_week *out, kb_err *err)
{
    struct store_askeds rows;
    ERR_TRY(store_asked_list(svc->store, week, "practice", svc->arena, &rows, err));
    struct svc_opened_row *opened = ARENA_ARRAY(svc->arena, struct svc_opened_row, rows.n);
    if (!opened) return svc__no_memory(err);
    for (size_t i = 0; i < rows.n; i++) {
        kb_err unseen = {0};
        err_code code = svc_practice_card(svc, text_str(rows.at[i].words), &opened[out->n_opened].card, &unseen);
        if (code == OK) opened[out->n_opened++].n = rows.at[i].opened;
    }
    if (out->n_opened) qsort(opened, out->n_opened, sizeof *opened, by_opened);
    if (out->n_opened > ROWS_MAX / 4) out->n_opened = ROWS_MAX / 4;
    out->opened = opened;
    return OK;
}

static err_code for_editors(struct svc *svc, kb_err *err)
{
    struct policy_object object = {.kind = OBJECT_VOCABULARY};
    return svc__may_manage(svc, ACT_WRITE, &object, err);
}

err_code svc_asked_week(struct svc *svc, text week, struct svc_asked_week *out, kb_err *err)
{
    char now[DATE_BYTES];
    *out = (struct svc_asked_week){0};
    ERR_TRY(for_editors(svc, err));
    ERR_TRY(store_asked_weeks(svc->store, svc->arena, &out->weeks, err));
    out->week = arena_str(svc->arena, svc_week(svc->now, now));
    for (size_t i = 0; i < out->weeks.n; i++)
        if (text_is(week, out->weeks.at[i])) out->week = out->weeks.at[i];
    if (!out->week) return svc__no_memory(err);
    if (svc->search) ERR_TRY(svc__vocabulary(svc, err));
    ERR_TRY(take_missed(svc, out->week, out, err));
    ERR_TRY(take_left(svc, out->week, out, err));
    return take_opened(svc, out->week, out, err);
}

err_code svc__last_missed(struct svc *svc, text *out, size_t max, size_t *n, kb_err *err)
{
    enum { WEEKS = 4 };
    struct store_weeks weeks;
    *n = 0;
    ERR_TRY(store_asked_weeks(svc->store, svc->arena, &weeks, err));
    for (size_t w = 0; w < weeks.n && w < WEEKS && *n < max; w++) {
        struct gathering rows;
        ERR_TRY(gather(svc, weeks.at[w], is_missed, &rows, err));
        if (rows.n) qsort(rows.at, rows.n, sizeof *rows.at, by_missed);
        for (size_t i = 0; i < rows.n && *n < max; i++) out[(*n)++] = text_str(rows.at[i].words);
    }
    return OK;
}
