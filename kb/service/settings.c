#include "kb/service/service__internal.h"

#include "kb/base/calendar.h"

#include <stddef.h>

static const char *const reading_choices[] = {"public", "members", NULL};
static const char *const profile_choices[] = {"small", "national", NULL};
static const char *const second_choices[] = {"roles", "everybody", "nobody", NULL};

#define TERM(slug, field, from, to)                                                                                    \
    {                                                                                                                  \
        .name = TERM_PREFIX slug, .default_value = "", .least = from, .most = to, .term = true,                        \
        .at = offsetof(struct stage_terms, field)                                                                      \
    }
#define TERM_PREFIX "term-"

/* The settings of the network as a whole: kept in the store, changed by an administrator, one log row each. */
const struct svc_setting svc_setting_table[] = {
    {.name = "network-name", .max = 80, .default_value = "Praktijkbank"},
    /* ends of mail addresses that are no client's (client_data.c) */
    {.name = "mail-domains", .max = 500, .default_value = "", .domains = true},
    /* telephones, accounts and addresses that are no client's (client_data.c) */
    {.name = "own-numbers", .max = 4000, .default_value = "", .lines = true},
    /* who reads adopted texts (design section 3) */
    {.name = "reading", .choices = reading_choices, .default_value = "public"},
    /* the terms of the ladder (design section 2) */
    {.name = "profile", .choices = profile_choices, .default_value = "small"},
    /* who needs one before they act (second.c) */
    {.name = "second-factor", .choices = second_choices, .default_value = "roles"},
    /* for how many days somebody may make a token at most (token.c) */
    {.name = "token-days", .default_value = "180", .least = 1, .most = 366},
    /* for how many days it is kept (retention.c); a session never lives longer than design section 9 says */
    {.name = "keep-sessions", .default_value = "7", .least = 1, .most = 7},
    {.name = "keep-asked", .default_value = "182", .least = 28, .most = 728},
    {.name = "keep-notices", .default_value = "400", .least = 30, .most = SVC_DAYS_MAX},
    {.name = "keep-letters", .default_value = "400", .least = 30, .most = SVC_DAYS_MAX},
    {.name = "keep-requests", .default_value = "180", .least = 30, .most = SVC_DAYS_MAX},
    {.name = "keep-reads", .default_value = "365", .least = 30, .most = SVC_DAYS_MAX},
    /* each term by itself; "" is what the profile says (design section 2: "every term is a setting") */
    TERM("open", open_days, 1, 365),
    TERM("final-comment", final_comment_days, 0, 365),
    TERM("intake", intake_working_days, 1, 100),
    TERM("open-round", open_round_working_days, 1, 100),
    TERM("light", round.light_days, 1, 365),
    TERM("no-dates", round.no_dates_days, 7, 365),
    TERM("round-most", round.most_days, 7, 365),
    TERM("after-meeting", round.after_meeting_working_days, 1, 100),
    TERM("extension", round.extension_days, 1, 365),
    TERM("before-papers", before_papers_days, 1, 100),
    TERM("before-end", before_end_days, 1, 100),
    TERM("confirm", confirm_working_days, 1, 100),
    TERM("talks", round.talks_working_days, 1, 100),
    TERM("promise", round.promise_working_days, 1, 100),
    TERM("steering", round.steering_days, 1, 365),
    TERM("second", second_working_days, 1, 100),
    TERM("fix", fix_working_days, 1, 100),
    TERM("lead", lead_days, 1, 365),
    TERM("alone", alone_days, 1, 365),
    TERM("idle-warning", idle_warning_days, 1, 365),
    TERM("idle", idle_days, 1, 365),
    TERM("unreviewed", unreviewed_days, 1, 365),
    TERM("review", review_months, 1, 36),
    TERM("review-moving", review_months_moving, 1, 36),
    TERM("review-most", review_months_max, 1, 36),
};
const size_t svc_setting_count = COUNT_OF(svc_setting_table);

const struct svc_setting *svc_setting_row(text name)
{
    for (size_t i = 0; i < svc_setting_count; i++)
        if (text_is(name, svc_setting_table[i].name)) return &svc_setting_table[i];
    return NULL;
}

err_code svc_setting(struct store *store, const char *name, arena *a, const char **value, kb_err *err)
{
    const struct svc_setting *row = svc_setting_row(text_str(name));
    if (!row) return err_set(err, ERR_INTERNAL, "there is no setting %s", name);
    return store_setting_get(store, name, row->default_value, a, value, err);
}

static bool is_choice(const struct svc_setting *row, text value)
{
    for (const char *const *c = row->choices; *c; c++)
        if (text_is(value, *c)) return true;
    return false;
}

static bool is_domain(text one)
{
    for (size_t i = 0; i < one.len; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-.",
                    one.ptr[i] | (one.ptr[i] >= 'A' && one.ptr[i] <= 'Z' ? 32 : 0)))
            return false;
    return text_find_byte(one, '.', 1) < one.len - 1 && one.ptr[0] != '.' && one.ptr[one.len - 1] != '.';
}

static err_code check_domains(const struct svc_setting *row, text value, kb_err *err)
{
    if (value.len > row->max) return err_field(err, ERR_INVALID, row->name, "too-long");
    for (text one; svc__next_domain(&value, &one);)
        if (!is_domain(one)) return err_field(err, ERR_INVALID, row->name, "not-domains");
    return OK;
}

/* One of the choices, a number of days within its bounds, or one line of text. */
err_code svc_setting_check(const struct svc_setting *row, text value, kb_err *err)
{
    uint64_t days = 0;
    value = text_trim(value);
    if (row->choices) return is_choice(row, value) ? OK : err_field(err, ERR_INVALID, row->name, "not-a-choice");
    if ((row->term || row->lines) && !value.len) return OK;
    if (row->domains) return check_domains(row, value, err);
    if (row->lines) return svc__lines_check(row->name, value, row->max, err);
    if (!row->most) return svc__line_check(row->name, value, row->max, err);
    bool fits = text_to_u64(value, (uint64_t)row->most, &days) && days >= (uint64_t)row->least;
    return fits ? OK : err_field(err, ERR_INVALID, row->name, "not-these-days");
}

err_code svc_setting_put(struct svc *svc, text name, text value, kb_err *err)
{
    struct policy_object settings = {.kind = OBJECT_SETTINGS};
    ERR_TRY(svc__may_manage(svc, ACT_WRITE, &settings, err));
    const struct svc_setting *row = svc_setting_row(name);
    if (!row) return err_field(err, ERR_INVALID, "name", "not-a-choice");
    value = text_trim(value);
    ERR_TRY(svc_setting_check(row, value, err));
    ERR_TRY(store_setting_put(svc->store, row->name, arena_text_str(svc->arena, value), err));
    /* The value of a choice or a number may stand in the log; free text may not. */
    return svc__log(svc, "setting.put", row->name, NULL,
                    row->choices || row->most ? arena_printf(svc->arena, "value=%.*s", TEXT_FMT(value)) : "", err);
}

/* ---- Terms ---- */

static err_code profile_terms(struct svc *svc, const struct stage_terms **out, kb_err *err)
{
    const char *profile;
    ERR_TRY(svc_setting(svc->store, "profile", svc->arena, &profile, err));
    *out = strcmp(profile, "national") ? &stage_small : &stage_national;
    return OK;
}

err_code svc_term_of_profile(struct svc *svc, const struct svc_setting *term, int *out, kb_err *err)
{
    const struct stage_terms *terms;
    ERR_TRY(profile_terms(svc, &terms, err));
    memcpy(out, (const char *)terms + term->at, sizeof *out);
    return OK;
}

static void put_term(struct stage_terms *terms, const struct store_setting *set)
{
    const struct svc_setting *row = svc_setting_row(text_str(set->name));
    uint64_t n;
    if (!row || !row->term || !text_to_u64(text_str(set->value), (uint64_t)row->most, &n)) return;
    int value = (int)n;
    memcpy((char *)terms + row->at, &value, sizeof value);
}

static int at_most(int n, int most)
{
    return n < most ? n : most;
}

err_code svc__terms(struct svc *svc, const struct stage_terms **out, kb_err *err)
{
    struct store_settings own;
    ERR_TRY(profile_terms(svc, out, err));
    ERR_TRY(store_setting_list(svc->store, TERM_PREFIX, svc->arena, &own, err));
    if (!own.n) return OK;
    struct stage_terms *terms = ARENA_NEW(svc->arena, struct stage_terms);
    if (!terms) return svc__no_memory(err);
    *terms = **out;
    for (size_t i = 0; i < own.n; i++) put_term(terms, &own.at[i]);
    terms->review_months = at_most(terms->review_months, terms->review_months_max); /* a clock proposes it */
    terms->review_months_moving = at_most(terms->review_months_moving, terms->review_months_max);
    *out = terms;
    return OK;
}

/* The law of one field is enough: a text is as old as the part of it that ages first. */
static err_code law_moves(struct svc *svc, text legal_fields, bool *out, kb_err *err)
{
    *out = false;
    for (text slug; !*out && text_next(&legal_fields, ' ', &slug);) {
        struct store_legal_field field;
        const char *s = svc__str(svc, slug);
        if (!s) return svc__no_memory(err);
        ERR_TRY(store_legal_field_get(svc->store, s, svc->arena, &field, err));
        *out = field.moving;
    }
    return OK;
}

err_code svc__review_date(struct svc *svc, text legal_fields, const struct stage_terms *terms, struct date *out,
                          kb_err *err)
{
    bool moves;
    ERR_TRY(law_moves(svc, legal_fields, &moves, err));
    *out = stage_review_date(calendar_date(svc->now), moves, terms);
    return OK;
}

err_code svc__review_at(struct svc *svc, text legal_fields, kb_time *out, kb_err *err)
{
    const struct stage_terms *terms;
    struct date day;
    ERR_TRY(svc__terms(svc, &terms, err));
    ERR_TRY(svc__review_date(svc, legal_fields, terms, &day, err));
    *out = calendar_midnight(day);
    return OK;
}
