/* ladder_test.h - the world of service_test.h with five partners whose secretaries decide, two editors and a steering
 * group; and the way of one text up the ladder, step by step. */
#ifndef LADDER_TEST_H
#define LADDER_TEST_H

#include "tests/integration/service/service_test.h"

#include "kb/base/calendar.h"

enum { PARTNERS = 5 };

static const char *const partner_slugs[PARTNERS] = {"hjl", "nova", "rvr", "swn", "vsan"};

struct boards {
    const char *organisations[PARTNERS]; /* ids */
    const char *secretaries[PARTNERS];
    const char *second_editor, *steering;
};

static inline struct boards boards_of(struct world *w)
{
    struct boards b;
    for (int i = 0; i < PARTNERS; i++) {
        const char *slug;
        struct store_organisation row;
        struct svc_organisation_put put = {.name = text_str(partner_slugs[i]), .slug = text_str(partner_slugs[i])};
        if (i) assert_done(AS(w, SYSTEM, svc_organisation_put(SVC, &put, &slug, ERR)));
        assert_done(store_organisation_by_slug(w->store, partner_slugs[i], w->svc.arena, &row, ERR));
        b.organisations[i] = row.id;
        b.secretaries[i] = add_person(w, partner_slugs[i], partner_slugs[i]);
        give(w, b.secretaries[i], "secretary", "organisation", partner_slugs[i]);
    }
    b.second_editor = add_person(w, "redactie2", "Roos Redactie");
    give(w, b.second_editor, "editor", "network", "");
    b.steering = add_person(w, "stuur", "Stef Stuur");
    give(w, b.steering, "steering", "network", "");
    return b;
}

static inline void days_pass(struct world *w, int days)
{
    w->svc.now += (kb_time)days * MS_DAY;
}

/* Everything that is asked of the kind werkwijze is written, each part with these words. */
static inline void fill_draft(struct world *w, const char *id, const char *words)
{
    const struct practice_section *infos;
    size_t n = practice_sections(PRACTICE_WERKWIJZE, &infos);
    struct store_section *sections = ARENA_ARRAY(w->svc.arena, struct store_section, n);
    for (size_t i = 0; i < n; i++) sections[i] = (struct store_section){infos[i].key, text_str(words)};
    struct svc_draft draft = {TEXT("Huurverhoging"), TEXT("Controleer de brief."), sections, n};
    int64_t version;
    assert_done(save_as(w, w->member, id, working_version(w, w->member, id), draft, &version));
}

static inline const char *full_draft(struct world *w)
{
    const char *id = start_draft(w, w->member, "huur", "Huurverhoging");
    fill_draft(w, id, "Bel eerst de verhuurder.");
    return id;
}

static inline err_code submit_as(struct world *w, const char *who, const char *id)
{
    struct svc_move in = {.practice = text_str(id), .move = MOVE_SUBMIT, .similar = true};
    struct store_working copy;
    assert_done(store_working_get(w->store, id, w->svc.arena, &copy, ERR));
    in.seen = copy.version;
    assert_done(svc_render(w->svc.arena, copy.sections, copy.n_sections, &in.rendered, ERR));
    return AS(w, who, svc_move(SVC, &in, ERR));
}

static inline err_code move_as(struct world *w, const char *who, const char *id, enum stage_move move,
                               const char *words)
{
    return AS(w, who, move_by(w, id, move, text_str(words)));
}

static inline const char *a_proposal(struct world *w)
{
    const char *id = full_draft(w);
    assert_done(submit_as(w, w->lead, id));
    assert_done(move_as(w, w->editor, id, MOVE_ACCEPT, ""));
    return id;
}

static inline void assent_as(struct world *w, const char *who, const char *id, enum svc_assent_kind kind,
                             const char *words)
{
    assert_done(AS(w, who, svc_assent_give(SVC, text_str(id), kind, TEXT(""), text_str(words), ERR)));
}

static inline const char *a_recommendation(struct world *w)
{
    const char *id = a_proposal(w);
    days_pass(w, 8);
    assent_as(w, w->lead, id, SVC_ASSENT_LEAD, "");
    assent_as(w, w->editor, id, SVC_ASSENT_CHECK, "Een huuradvocaat uit Zwolle");
    assent_as(w, w->lead, id, SVC_ASSENT_NOT_TRIED, "");
    assert_done(move_as(w, w->editor, id, MOVE_RECOMMEND, "Kan dit overal zo?"));
    return id;
}

static inline err_code open_round_as(struct world *w, const char *who, const char *id, enum round_preset preset,
                                     size_t n)
{
    text slugs[PARTNERS];
    for (size_t i = 0; i < n; i++) slugs[i] = text_str(partner_slugs[i]);
    struct svc_round_open round = {.preset = preset, .organisations = slugs, .n_organisations = n};
    struct svc_move in = {
        .practice = text_str(id), .move = MOVE_OPEN_ROUND, .words = TEXT("Niets verandert in geld."), .round = &round};
    return AS(w, who, svc_move(SVC, &in, ERR));
}

/* The first n partners adopted it outside. */
static inline err_code confirm_import_as(struct world *w, const char *who, const char *id, size_t n)
{
    text slugs[PARTNERS];
    for (size_t i = 0; i < n; i++) slugs[i] = text_str(partner_slugs[i]);
    struct svc_move in = {.practice = text_str(id),
                          .move = MOVE_CONFIRM_IMPORT,
                          .words = TEXT("Besluit van de Raad, 1 maart 2026"),
                          .organisations = slugs,
                          .n_organisations = n};
    return AS(w, who, svc_move(SVC, &in, ERR));
}

/* In round with all five; gives the practice, and the round's id. */
static inline const char *in_round(struct world *w, enum round_preset preset, const char **round)
{
    const char *id = a_recommendation(w);
    struct store_round row;
    assert_done(open_round_as(w, w->editor, id, preset, PARTNERS));
    assert_done(store_round_latest(w->store, id, w->svc.arena, &row, ERR));
    *round = row.id;
    return id;
}

static inline err_code say_as(struct world *w, const char *who, const char *round, const char *organisation,
                              enum round_position position)
{
    struct svc_position in = {.round = text_str(round),
                              .organisation = text_str(organisation),
                              .position = position,
                              .said = TEXT("De termijn is te kort."),
                              .lift = TEXT("Maak er twee weken van."),
                              .reserve = TEXT("local")};
    return AS(w, who, svc_position(SVC, &in, ERR));
}

static inline err_code adopt_as(struct world *w, const char *who, const char *id)
{
    struct svc_move in = {.practice = text_str(id),
                          .move = MOVE_ADOPT,
                          .words = TEXT("Vijf keer akkoord."),
                          .review = date_add_months(calendar_date(w->svc.now), 24)};
    return AS(w, who, svc_move(SVC, &in, ERR));
}

static inline enum stage stage_of(struct world *w, const char *id, enum store_line_name line)
{
    struct store_practice row;
    enum stage stage = STAGE_NONE;
    assert_done(store_practice_get(w->store, id, w->svc.arena, &row, ERR));
    if (row.lines[line].present) assert_true(stage_from_slug(text_str(row.lines[line].stage), &stage));
    return stage;
}

#define assert_stage(id, line, expected) assert_int_equal(stage_of(w, id, line), expected)

static inline size_t tick(struct world *w)
{
    size_t moved = 0;
    assert_done(AS(w, SYSTEM, svc_tick(SVC, NULL, NULL, &moved, ERR)));
    return moved;
}

/* A text that five boards adopted, with a new version in a round of its own. */
static inline const char *in_second_round(struct world *w, const struct boards *b)
{
    const char *round, *id = in_round(w, ROUND_LIGHT, &round);
    for (int i = 0; i < PARTNERS; i++)
        assert_done(say_as(w, b->secretaries[i], round, b->organisations[i], POSITION_AGREE));
    assert_done(adopt_as(w, w->editor, id));
    assert_done(move_as(w, w->lead, id, MOVE_REVISE, ""));
    days_pass(w, 8);
    assent_as(w, w->editor, id, SVC_ASSENT_CHECK, "Een huuradvocaat");
    assert_done(open_round_as(w, w->editor, id, ROUND_CONSENT, PARTNERS));
    return id;
}

/* The editor mends the spelling of In het kort at once. */
static inline void mend_spelling(struct world *w, const char *id)
{
    struct svc_correction c;
    assert_done(AS(w, w->editor, svc_correction(SVC, text_str(id), &c, ERR)));
    struct svc_correct in = {.practice = text_str(id), .revision = text_str(c.revision), .note = TEXT("Spelling.")};
    in.draft = c.draft;
    in.draft.brief = TEXT("Controleer de breif.");
    assert_done(AS(w, w->editor, svc_correct(SVC, &in, ERR)));
    assert_done(AS(w, w->editor, svc_correction_agree(SVC, text_str(id), w->svc.now, ERR)));
}

#endif
