/* The form of a position: one list of fields, one look, one way to read it. */
#include "kb/base/calendar.h"
#include "kb/base/cleanup.h"
#include "kb/http/page_round.h"
#include "kb/http/pages.h"

enum { POSITIONS = ROUND_POSITION__COUNT - POSITION_AGREE };

const char *const page_position_choices[] = {"agree", "reserve", "object", "abstain", "recuse", NULL};
const char *const page_reserve_choices[] = {"none", "local", "condition", "means", NULL};

enum msg page_position_word(enum round_position position)
{
    static const enum msg words[ROUND_POSITION__COUNT] = {
        [POSITION_AGREE] = MSG_POSITION_AGREE,   [POSITION_RESERVE] = MSG_POSITION_RESERVE,
        [POSITION_OBJECT] = MSG_POSITION_OBJECT, [POSITION_ABSTAIN] = MSG_POSITION_ABSTAIN,
        [POSITION_RECUSE] = MSG_POSITION_RECUSE,
    };
    return (unsigned)position < ROUND_POSITION__COUNT ? words[position] : MSG_NONE;
}

struct view_position_choice page_position_choice(const struct page_form *form, const struct svc_voice *voice, text tail)
{
    const char *seen = voice->said.id ? voice->said.id : "none";
    struct view_position_choice_option *out =
        ARENA_ARRAY(form->page->svc.arena, struct view_position_choice_option, POSITIONS);
    size_t n = 0;
    for (unsigned i = 0; out && i < POSITIONS; i++) {
        enum round_position p = (enum round_position)(POSITION_AGREE + i);
        text slug = text_str(round_position_slug(p));
        if (!(voice->takes & 1U << p)) continue;
        out[n++] = (struct view_position_choice_option){slug, page_position_word(p),
                                                        page_form_chosen(form, "position", slug, p == voice->position)};
    }
    return (struct view_position_choice){.tail = tail, .seen = text_str(seen), .options = out, .options_count = n};
}

/* As page_reserve_choices. */
static const enum msg reserve_words[] = {MSG_ROUND_RESERVE_NONE, MSG_ROUND_RESERVE_LOCAL, MSG_ROUND_RESERVE_CONDITION,
                                         MSG_ROUND_RESERVE_MEANS};

enum msg page_reserve_word(const struct store_position *said)
{
    for (size_t i = 1; said->id && i < COUNT_OF(reserve_words); i++)
        if (!strcmp(said->reserve, page_reserve_choices[i])) return reserve_words[i];
    return MSG_NONE;
}

struct view_position_words page_position_words(const struct page_form *form, const struct store_position *said,
                                               text tail)
{
    struct view_position_words_option *out =
        ARENA_ARRAY(form->page->svc.arena, struct view_position_words_option, COUNT_OF(reserve_words));
    text now = text_str(said->reserve);
    for (size_t i = 0; out && i < COUNT_OF(reserve_words); i++) {
        text slug = text_str(page_reserve_choices[i]);
        out[i] = (struct view_position_words_option){slug, reserve_words[i],
                                                     page_form_chosen(form, "reserve", slug, text_eq(slug, now))};
    }
    return (struct view_position_words){.tail = tail,
                                        .said = page_form_value(form, "said", text_str(said->said)),
                                        .said_error = page_form_error(form, "said"),
                                        .lift = page_form_value(form, "lift", text_str(said->lift)),
                                        .reserve_error = page_form_error(form, "reserve"),
                                        .lift_error = page_form_error(form, "lift"),
                                        .reserves = out,
                                        .reserves_count = out ? COUNT_OF(reserve_words) : 0};
}

struct date page_date_sent(const kb_req *req, const char *name)
{
    return req_field(req, name).len ? date_from_days(req_field_int(req, name)) : (struct date){0};
}

const char *page_position_flash(const kb_req *req)
{
    enum { ENOUGH = 12 };
    struct svc svc = page_svc(req);
    struct svc_waits_list waits;
    kb_err unseen = {0};
    if (svc_waiting(&svc, ENOUGH, &waits, &unseen) != OK) return "flash.position";
    for (size_t i = 0; i < waits.n; i++)
        if (waits.at[i].what == SVC_WAIT_POSITION) return "flash.position";
    return "flash.position_last";
}

struct svc_voice page_position_filled(const struct svc_voice *voice)
{
    struct svc_voice out = *voice;
    if (!voice->concept.id) return out;
    (void)round_position_from_slug(text_str(voice->concept.position), &out.position);
    out.said.said = voice->concept.said;
    out.said.lift = voice->concept.lift;
    out.said.reserve = voice->concept.reserve;
    return out;
}

struct view_position_earlier page_position_earlier(const struct page *page, const struct svc_round *r,
                                                   const struct svc_voice *voice)
{
    struct view_position_earlier out = {.position = page_position_word(voice->earlier),
                                        .said = text_str(voice->earlier_said.said),
                                        .lift = text_str(voice->earlier_said.lift)};
    if (voice->earlier_version && r->card.number)
        out.diff = text_str(svc_changes_href(page->svc.arena, arena_join(page->svc.arena, "/s/", r->card.number),
                                             voice->earlier_version, r->version));
    return out;
}

text page_concept(const struct page *page, const struct svc_voice *voice)
{
    if (!voice->concept.id) return text_str("");
    return page_words(
        page, MSG_ROUND_CONCEPT,
        MSG_ARGS({TEXT("name"), text_str(voice->concept_by)}, {TEXT("date"), page_date(page, voice->concept.at)}));
}

struct svc_position page_position_sent(const kb_req *req)
{
    struct svc_position in = {.said = req_field(req, "said"),
                              .lift = req_field(req, "lift"),
                              .reserve = req_field(req, "reserve"),
                              .board_day = page_date_sent(req, "board_day"),
                              .minute = req_field(req, "minute"),
                              .seen = req_field(req, "seen")};
    if (text_is(in.reserve, "none")) in.reserve = text_str("");
    if (!round_position_from_slug(req_field(req, "position"), &in.position)) in.position = POSITION_NONE;
    return in;
}
