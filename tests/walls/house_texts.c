/* The texts of the house, each brought to its place on the ladder by the people who do so; and who may know what of
 * them, written down from design section 3. */
#include "tests/walls/house.h"

#include <ctype.h>
#include <stdlib.h>

const char *const text_names[TEXT__COUNT] = {
    [TEXT_DRAFT] = "a draft",
    [TEXT_RETURNED] = "a returned text",
    [TEXT_DORMANT] = "a dormant text",
    [TEXT_SUBMITTED] = "a submitted text",
    [TEXT_NOT_TAKEN_UP] = "a text not taken up",
    [TEXT_WITHDRAWN_UNSEEN] = "a draft that was withdrawn",
    [TEXT_PROPOSAL] = "a proposal",
    [TEXT_MERGED] = "a merged proposal",
    [TEXT_RECOMMENDATION] = "a recommendation",
    [TEXT_WITHDRAWN] = "a withdrawn recommendation",
    [TEXT_IN_ROUND] = "a text in round",
    [TEXT_TALKS] = "a text in talks",
    [TEXT_DEFERRED] = "a deferred text",
    [TEXT_REJECTED] = "a rejected text",
    [TEXT_ADOPTED] = "a best practice",
    [TEXT_DUE] = "a text due for review",
    [TEXT_EXPIRED] = "an expired text",
    [TEXT_SUPERSEDED] = "a superseded text",
    [TEXT_WITHDRAWN_PUBLIC] = "a withdrawn best practice",
    [TEXT_REVISED] = "a best practice that is revised",
    [TEXT_COMING] = "its new text",
};

/* ---- Writing ---- */

static text canary_of(struct world *w, const char *field, int t)
{
    return text_str(arena_printf(w->svc.arena, "Huurverhoging zq%s%02d", field, t));
}

static struct svc_draft canary_draft(struct world *w, int t, bool private)
{
    const struct practice_section *infos;
    size_t n = practice_sections(PRACTICE_WERKWIJZE, &infos);
    struct store_section *sections = ARENA_ARRAY(w->svc.arena, struct store_section, n);
    for (size_t i = 0; i < n; i++)
        sections[i] = (struct store_section){infos[i].key, canary_of(w, private ? "wrk" : "sec", t)};
    return (struct svc_draft){canary_of(w, private ? "wrk" : "tit", t), canary_of(w, private ? "wrk" : "bri", t),
                              sections, n};
}

static void begin(struct house *h, int t)
{
    struct world *w = h->w;
    int64_t version;
    const char *id = start_draft(w, w->member, "huur", "Huurverhoging");
    assert_done(save_as(w, w->member, id, working_version(w, w->member, id), canary_draft(w, t, false), &version));
    h->texts[t].id = id;
}

static void do_move(struct house *h, int t, const char *who, enum stage_move move, const char *said, int other)
{
    struct world *w = h->w;
    struct svc_move in = {.practice = text_str(h->texts[t].id),
                          .move = move,
                          .words = said ? canary_of(w, said, t) : TEXT(""),
                          .until = date_add_days(calendar_date(w->svc.now), 14),
                          .review = date_add_months(calendar_date(w->svc.now), 24)};
    if (other >= 0) in.other = text_str(h->texts[other].number);
    err_code code = AS(w, who, svc_move(SVC, &in, ERR));
    if (code != OK)
        fail_msg("%s, %s: %s %s %s", text_names[t], stage_move_slug(move), err_slug(code), w->err.cause,
                 w->err.n_items ? w->err.items[0].field : "");
}

static void up_to_desk(struct house *h, int t)
{
    begin(h, t);
    struct world *w = h->w;
    assert_done(submit_as(w, w->lead, h->texts[t].id));
}

static void take_number(struct house *h, int t)
{
    struct store_practice row;
    struct world *w = h->w;
    assert_done(store_practice_get(w->store, h->texts[t].id, w->svc.arena, &row, ERR));
    h->texts[t].number = row.number;
}

static void up_to_proposal(struct house *h, int t)
{
    struct world *w = h->w;
    up_to_desk(h, t);
    do_move(h, t, w->editor, MOVE_ACCEPT, NULL, -1);
    take_number(h, t);
    struct svc_remark_add remark = {.practice = text_str(h->texts[t].id), .body = canary_of(w, "rem", t)};
    assert_done(AS(w, w->participant, svc_remark_add(SVC, &remark, ERR)));
    struct svc_experience_add experience = {
        .practice = text_str(h->texts[t].id), .body = canary_of(w, "exp", t), .again = TEXT("yes")};
    assert_done(AS(w, w->participant, svc_experience_add(SVC, &experience, ERR)));
    assert_done(AS(w, w->editor, svc_desk_note_add(SVC, text_str(h->texts[t].id), canary_of(w, "nte", t), ERR)));
}

static void up_to_recommendation(struct house *h, int t)
{
    struct world *w = h->w;
    const char *id = h->texts[t].id;
    assent_as(w, w->lead, id, SVC_ASSENT_LEAD, "");
    assent_as(w, w->editor, id, SVC_ASSENT_CHECK, "Een huuradvocaat uit Zwolle");
    do_move(h, t, w->editor, MOVE_RECOMMEND, "qst", -1);
}

enum { ASKED = PARTNERS - 1 }; /* the last partner is not on the list of any round */

static void up_to_round(struct house *h, int t)
{
    struct store_round row;
    struct world *w = h->w;
    assert_done(open_round_as(w, w->editor, h->texts[t].id, t == TEXT_IN_ROUND ? ROUND_LIGHT : ROUND_CONSENT, ASKED));
    assert_done(store_round_latest(w->store, h->texts[t].id, w->svc.arena, &row, ERR));
    h->texts[t].round = row.id;
}

static void say(struct house *h, int t, int partner, enum round_position position)
{
    struct world *w = h->w;
    struct svc_position in = {.round = text_str(h->texts[t].round),
                              .organisation = text_str(h->b.organisations[partner]),
                              .position = position,
                              .said = canary_of(w, "pos", t),
                              .lift = canary_of(w, "lft", t),
                              .reserve = TEXT("local"),
                              .minute = canary_of(w, "min", t)};
    assert_done(AS(w, h->b.secretaries[partner], svc_position(SVC, &in, ERR)));
}

static void all_say(struct house *h, int t, int objections)
{
    for (int i = 0; i < ASKED; i++)
        say(h, t, i, i < objections ? POSITION_OBJECT : i ? POSITION_AGREE : POSITION_RESERVE);
}

static void adopt(struct house *h, int t)
{
    all_say(h, t, 0);
    do_move(h, t, h->w->editor, MOVE_ADOPT, "out", -1);
}

/* What only time brings about is written into the row; everything else is done by people. */
static void force_stage(struct house *h, int t, const char *stage)
{
    struct world *w = h->w;
    assert_done(db_exec(w->store->db,
                        arena_printf(w->svc.arena, "UPDATE practice_line SET stage = '%s' WHERE practice = '%s'", stage,
                                     h->texts[t].id),
                        ERR));
}

/* Somebody goes on writing behind what others read. */
static void write_on(struct house *h, int t)
{
    struct world *w = h->w;
    int64_t version = working_version(w, w->lead, h->texts[t].id);
    assert_done(save_as(w, w->lead, h->texts[t].id, version, canary_draft(w, t, true), &version));
}

static void revise(struct house *h)
{
    struct world *w = h->w;
    const char *id = h->texts[TEXT_REVISED].id, *revision;
    int64_t version;
    assert_done(AS(w, w->lead, svc_revise(SVC, text_str(id), ERR)));
    version = working_version(w, w->lead, id);
    assert_done(save_as(w, w->lead, id, version, canary_draft(w, TEXT_COMING, false), &version));
    assert_done(publish_as(w, w->lead, id, version, &revision));
    h->texts[TEXT_COMING] = h->texts[TEXT_REVISED];
}

static void remember(struct house *h, int t)
{
    struct world *w = h->w;
    struct store_working copy;
    struct store_remarks remarks;
    struct svc_assents assents;
    struct store_remark_ask one = {.part = {.n = 1}};
    if (store_working_get(w->store, h->texts[t].id, w->svc.arena, &copy, ERR) == OK) h->texts[t].version = copy.version;
    assert_done(store_remark_list(w->store, h->texts[t].id, &one, w->svc.arena, &remarks, ERR));
    if (remarks.n) h->texts[t].remark = remarks.at[0].id;
    if (AS(w, w->lead, svc_assents(SVC, text_str(h->texts[t].id), &assents, ERR)) == OK)
        h->texts[t].revision = assents.revision;
}

void house_write_texts(struct house *h)
{
    struct world *w = h->w;
    reading_is(w, "public");
    for (int t = TEXT_DRAFT; t <= TEXT_DORMANT; t++) begin(h, t);
    force_stage(h, TEXT_DORMANT, "dormant");
    assert_done(submit_as(w, w->lead, h->texts[TEXT_RETURNED].id));
    do_move(h, TEXT_RETURNED, w->editor, MOVE_RETURN, "rea", -1);
    up_to_desk(h, TEXT_SUBMITTED);
    assert_done(
        AS(w, w->editor,
           svc_desk_note_add(SVC, text_str(h->texts[TEXT_SUBMITTED].id), canary_of(w, "nte", TEXT_SUBMITTED), ERR)));
    up_to_desk(h, TEXT_NOT_TAKEN_UP);
    do_move(h, TEXT_NOT_TAKEN_UP, w->editor, MOVE_NOT_TAKE_UP, "rea", -1);
    begin(h, TEXT_WITHDRAWN_UNSEEN);
    do_move(h, TEXT_WITHDRAWN_UNSEEN, w->lead, MOVE_WITHDRAW, "rea", -1);
    for (int t = TEXT_PROPOSAL; t < TEXT_COMING; t++) up_to_proposal(h, t);
    assent_as(w, w->lead, h->texts[TEXT_MERGED].id, SVC_ASSENT_MERGE, "");
    do_move(h, TEXT_MERGED, w->editor, MOVE_MERGE, NULL, TEXT_PROPOSAL);
    days_pass(w, 8);
    for (int t = TEXT_RECOMMENDATION; t < TEXT_COMING; t++) up_to_recommendation(h, t);
    do_move(h, TEXT_WITHDRAWN, w->lead, MOVE_WITHDRAW, "rea", -1);
    for (int t = TEXT_IN_ROUND; t < TEXT_COMING; t++) up_to_round(h, t);
    say(h, TEXT_IN_ROUND, 1, POSITION_OBJECT);
    all_say(h, TEXT_TALKS, 1);
    all_say(h, TEXT_DEFERRED, 1);
    all_say(h, TEXT_REJECTED, 2);
    days_pass(w, 1);
    do_move(h, TEXT_TALKS, w->editor, MOVE_TALK, NULL, -1);
    do_move(h, TEXT_DEFERRED, w->editor, MOVE_TALK, NULL, -1);
    do_move(h, TEXT_DEFERRED, w->editor, MOVE_DEFER, NULL, -1);
    do_move(h, TEXT_REJECTED, w->editor, MOVE_REJECT, "rea", -1);
    for (int t = TEXT_ADOPTED; t < TEXT_COMING; t++) adopt(h, t);
    do_move(h, TEXT_SUPERSEDED, w->editor, MOVE_SUPERSEDE, NULL, TEXT_ADOPTED);
    do_move(h, TEXT_DUE, w->editor, MOVE_TRIGGER, "rea", -1);
    force_stage(h, TEXT_EXPIRED, "expired");
    do_move(h, TEXT_WITHDRAWN_PUBLIC, w->editor, MOVE_TRIGGER, "rea", -1);
    do_move(h, TEXT_WITHDRAWN_PUBLIC, w->editor, MOVE_WITHDRAW, "rea", -1);
    revise(h);
    write_on(h, TEXT_PROPOSAL);
    write_on(h, TEXT_RECOMMENDATION);
    for (int t = 0; t < TEXT__COUNT; t++) remember(h, t);
    struct svc_wish_put wish = {.address = TEXT("zqadr00@example.nl"), .direct = true, .overview = TEXT("daily")};
    assert_done(AS(w, w->lead, svc_wish_put(SVC, &wish, ERR)));
}

/* ---- Design section 3, line by line ---- */

/* A text as its stage is told: who may not see positions reads of talks and of a deferral as of the round itself. */
enum row {
    ROW_WRITING,
    ROW_DESK,
    ROW_UNSEEN,
    ROW_OPEN,
    ROW_ROUND,
    ROW_TALKS,
    ROW_STANDS,
    ROW_ENDED,
    ROW_WAS_PUBLIC,
    ROW__COUNT
};
enum column {
    COL_ANONYMOUS,
    COL_PARTICIPANT,
    COL_MEMBER,
    COL_LEAD,
    COL_EDITOR,
    COL_BOARD,
    COL_OWN_BOARD,
    COL_VOICE,
    COL_STEERING,
    COL__COUNT
};

/* clang-format off */
static const char *const design[ROW__COUNT][COL__COUNT] = {
    /*                    anonymous participant member       lead           editor          board     own board  its voice  steering */
    [ROW_WRITING]     = { "",       "",         "rwlm",      "rwlmsid",     "",             "",       "",        "",        "" },
    [ROW_DESK]        = { "",       "",         "rm",        "rmd",         "rla",          "",       "",        "",        "" },
    [ROW_UNSEEN]      = { "",       "",         "r",         "r",           "",             "",       "",        "",        "" },
    [ROW_OPEN]        = { "",       "rmux",     "rmuxwb",    "rmuxwbdko",   "rmuxlao",      "rmo",    "rmo",     "rmo",     "rmux" },
    [ROW_ROUND]       = { "",       "rmuxf",    "rmuxfb",    "rmuxfbo",     "rmuxflao",     "rmuxfoc", "rmuxfocv", "rmuxfocpv", "rmuxft" },
    [ROW_TALKS]       = { "",       "rmuxf",    "rmuxfb",    "rmuxwbdo",    "rmuxlao",      "rmo",    "rmov",    "rmopv",   "rmuxft" },
    [ROW_STANDS]      = { "r",      "rmuxfo",   "rmuxfob",   "rmuxfobnk",   "rmuxfoladn",   "rmuxfo", "rmuxfoj", "rmuxfoj", "rmuxfo" },
    [ROW_ENDED]       = { "",       "ro",       "rob",       "rob",         "ro",           "ro",     "ro",      "ro",      "ro" },
    [ROW_WAS_PUBLIC]  = { "g",      "ro",       "rob",       "rob",         "ro",           "ro",     "ro",      "ro",      "ro" },
};

static const enum row row_of[TEXT__COUNT] = {
    [TEXT_DRAFT] = ROW_WRITING, [TEXT_RETURNED] = ROW_WRITING, [TEXT_DORMANT] = ROW_WRITING,
    [TEXT_SUBMITTED] = ROW_DESK, [TEXT_NOT_TAKEN_UP] = ROW_DESK, [TEXT_WITHDRAWN_UNSEEN] = ROW_UNSEEN,
    [TEXT_PROPOSAL] = ROW_OPEN, [TEXT_RECOMMENDATION] = ROW_OPEN, [TEXT_COMING] = ROW_OPEN,
    [TEXT_IN_ROUND] = ROW_ROUND, [TEXT_TALKS] = ROW_TALKS, [TEXT_DEFERRED] = ROW_TALKS,
    [TEXT_ADOPTED] = ROW_STANDS, [TEXT_DUE] = ROW_STANDS, [TEXT_EXPIRED] = ROW_STANDS, [TEXT_REVISED] = ROW_STANDS,
    [TEXT_MERGED] = ROW_ENDED, [TEXT_WITHDRAWN] = ROW_ENDED, [TEXT_REJECTED] = ROW_ENDED,
    [TEXT_SUPERSEDED] = ROW_WAS_PUBLIC, [TEXT_WITHDRAWN_PUBLIC] = ROW_WAS_PUBLIC,
};

static const enum column column_of[WHO__COUNT] = {
    [ANYBODY] = COL_ANONYMOUS, [NO_ROLE] = COL_ANONYMOUS, [CLOSED] = COL_ANONYMOUS,
    [PARTICIPANT] = COL_PARTICIPANT, [ELSEWHERE] = COL_PARTICIPANT, [COORDINATOR] = COL_PARTICIPANT, [ADMINISTRATOR] = COL_PARTICIPANT,
    [MEMBER] = COL_MEMBER, [LEAD] = COL_LEAD, [SECOND_LEAD] = COL_LEAD, [EDITOR] = COL_EDITOR,
    [OTHER_SECRETARY] = COL_BOARD, [BOARD_MEMBER] = COL_OWN_BOARD,
    [DEPUTY] = COL_VOICE, [MANDATED] = COL_VOICE, [SECRETARY] = COL_VOICE, [STEERING_GROUP] = COL_STEERING,
};
/* clang-format on */

const char *design_rights(enum who who, int t)
{
    return design[row_of[t]][column_of[who]];
}

bool design_may(enum who who, int t, char right)
{
    return strchr(design_rights(who, t), right) != NULL;
}

/* ---- Canaries ---- */

static bool is(const char *field, const char *among)
{
    return strstr(among, field) != NULL;
}

static bool known_field(const char *field)
{
    return strlen(field) == 3 && is(field, "tit bri sec wrk nte pos lft min rem exp rea qst out cpt sgn adr");
}

static bool canary_seen(enum who who, const char *field, int t)
{
    if (is(field, "sgn adr")) return who == ADMINISTRATOR || (who == LEAD && is(field, "adr"));
    if (t >= TEXT__COUNT) return false;
    bool writer = who == MEMBER || who == LEAD || who == SECOND_LEAD;
    if (is(field, "wrk")) return writer && design_may(who, t, 'w');
    if (is(field, "nte")) return who == EDITOR && design_may(who, t, 'r');
    if (is(field, "cpt")) return design_may(who, t, 'v'); /* of the board of the first partner */
    if (is(field, "pos lft min")) return design_may(who, t, 'o');
    if (is(field, "rem exp")) return design_may(who, t, 'r') && column_of[who] != COL_ANONYMOUS;
    return design_may(who, t, 'r');
}

static void check_words(enum who who, const char *in, const char *what)
{
    for (const char *at = strstr(in, "zq"); at; at = strstr(at + 2, "zq")) {
        char field[4] = {0}, digits[3] = {0};
        bool random = at > in && (isalnum((unsigned char)at[-1]) || strchr("-_", at[-1])); /* an id or a token */
        random |= strlen(at) > 7 && isalnum((unsigned char)at[7]); /* one that begins like a canary by chance */
        if (random || sscanf(at, "zq%3[a-z]%2[0-9]", field, digits) != 2 || !known_field(field) || !digits[1]) continue;
        char name[8];
        snprintf(name, sizeof name, "%.7s", at);
        if (strstr(what, name)) continue; /* who asks for a word gets it back */
        int t = atoi(digits);
        if (!canary_seen(who, field, t))
            house_complain("%s, %s: reads zq%s%s (%s)\n%.300s", who_names[who], what, field, digits,
                           t < TEXT__COUNT ? text_names[t] : "", at > in + 150 ? at - 150 : in);
    }
}

void canary_check(enum who who, const struct answer *a, const char *what)
{
    check_words(who, a->head, what);
    if (a->body) check_words(who, a->body, what);
}
