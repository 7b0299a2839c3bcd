/* One step on the ladder: what it does, what is still needed, and the words it asks for. One page for all of them; what
 * a step asks comes from the table of moves (kb/domain/stage.h). */
#include "kb/http/page_move.h"
#include "kb/base/cleanup.h"
#include "kb/http/page_answer_text.h"
#include "kb/http/page_edit.h"
#include "kb/http/page_round.h"
#include "kb/http/page_sections.h"
#include "kb/http/pages.h"

/* ---- THE table: each step's address and words ---- */

/* clang-format off */
static const struct move_page {
    enum stage_move move;
    const char *slug;
    enum msg title, lead, told; /* told: on the page after it, what holds now and whose turn it is */
    bool danger;
    unsigned lines; /* the text it is about, where two stand beside each other: bits 1 << LINE_x; 0: the one that can */
} pages[] = {
    { MOVE_SUBMIT,         "insturen",         MSG_MOVE_SUBMIT_TITLE,         MSG_MOVE_SUBMIT_LEAD,         MSG_FLASH_MOVED_SUBMIT,          false, 0 },
    { MOVE_REVIVE,         "hervatten",        MSG_MOVE_REVIVE_TITLE,         MSG_MOVE_REVIVE_LEAD,         MSG_FLASH_MOVED_REVIVE,          false, 0 },
    { MOVE_ACCEPT,         "aannemen",         MSG_MOVE_ACCEPT_TITLE,         MSG_MOVE_ACCEPT_LEAD,         MSG_FLASH_MOVED_ACCEPT,          false, 0 },
    { MOVE_RETURN,         "terugsturen",      MSG_MOVE_RETURN_TITLE,         MSG_MOVE_RETURN_LEAD,         MSG_FLASH_MOVED_RETURN,          false, 0 },
    { MOVE_MERGE,          "samenvoegen",      MSG_MOVE_MERGE_TITLE,          MSG_MOVE_MERGE_LEAD,          MSG_FLASH_MOVED_MERGE,           false, 0 },
    { MOVE_NOT_TAKE_UP,    "niet-oppakken",    MSG_MOVE_NOT_TAKE_UP_TITLE,    MSG_MOVE_NOT_TAKE_UP_LEAD,    MSG_FLASH_MOVED_NOT_TAKE_UP,     true,  0 },
    { MOVE_RECOMMEND,      "aanbevelen",       MSG_MOVE_RECOMMEND_TITLE,      MSG_MOVE_RECOMMEND_LEAD,      MSG_FLASH_MOVED_RECOMMEND,       false, 0 },
    { MOVE_OPEN_ROUND,     "besluitronde",     MSG_MOVE_OPEN_ROUND_TITLE,     MSG_MOVE_OPEN_ROUND_LEAD,     MSG_FLASH_MOVED_OPEN_ROUND,      false, 0 },
    { MOVE_CHANGE_TEXT,    "nieuwe-tekst",     MSG_MOVE_CHANGE_TEXT_TITLE,    MSG_MOVE_CHANGE_TEXT_LEAD,    MSG_FLASH_MOVED_CHANGE_TEXT,     false, 0 },
    { MOVE_ADOPT,          "vaststellen",      MSG_MOVE_ADOPT_TITLE,          MSG_MOVE_ADOPT_LEAD,          MSG_FLASH_MOVED_ADOPT,           false, 0 },
    { MOVE_VOID,           "zonder-besluit",   MSG_MOVE_VOID_TITLE,           MSG_MOVE_VOID_LEAD,           MSG_FLASH_MOVED_VOID,            false, 0 },
    { MOVE_REWORK,         "herschrijven",     MSG_MOVE_REWORK_TITLE,         MSG_MOVE_REWORK_LEAD,         MSG_FLASH_MOVED_REWORK,          false, 0 },
    { MOVE_TALK,           "in-gesprek",       MSG_MOVE_TALK_TITLE,           MSG_MOVE_TALK_LEAD,           MSG_FLASH_MOVED_TALK,            false, 0 },
    { MOVE_DEFER,          "uitstellen",       MSG_MOVE_DEFER_TITLE,          MSG_MOVE_DEFER_LEAD,          MSG_FLASH_MOVED_DEFER,           false, 0 },
    { MOVE_REJECT,         "afwijzen",         MSG_MOVE_REJECT_TITLE,         MSG_MOVE_REJECT_LEAD,         MSG_FLASH_MOVED_REJECT,          true,  0 },
    { MOVE_STEER,          "met-afwijking",    MSG_MOVE_STEER_TITLE,          MSG_MOVE_STEER_LEAD,          MSG_FLASH_MOVED_STEER,           false, 0 },
    { MOVE_RESUME,         "weer-oppakken",    MSG_MOVE_RESUME_TITLE,         MSG_MOVE_RESUME_LEAD,         MSG_FLASH_MOVED_RESUME,          false, 0 },
    { MOVE_CONFIRM,        "klopt-nog",        MSG_MOVE_CONFIRM_TITLE,        MSG_MOVE_CONFIRM_LEAD,        MSG_FLASH_MOVED_CONFIRM,         false, 0 },
    { MOVE_CONFIRM_IMPORT, "bevestigen",       MSG_MOVE_CONFIRM_IMPORT_TITLE, MSG_MOVE_CONFIRM_IMPORT_LEAD, MSG_FLASH_MOVED_CONFIRM_IMPORT,  false, 0 },
    { MOVE_ASK_ROUND,      "zelf-besluiten",   MSG_MOVE_ASK_ROUND_TITLE,      MSG_MOVE_ASK_ROUND_LEAD,      MSG_FLASH_MOVED_ASK_ROUND,       false, 0 },
    { MOVE_TRIGGER,        "laten-nakijken",   MSG_MOVE_TRIGGER_TITLE,        MSG_MOVE_TRIGGER_LEAD,        MSG_FLASH_MOVED_TRIGGER,         false, 0 },
    { MOVE_SUPERSEDE,      "vervangen",        MSG_MOVE_SUPERSEDE_TITLE,      MSG_MOVE_SUPERSEDE_LEAD,      MSG_FLASH_MOVED_SUPERSEDE,       true,  0 },
    { MOVE_WITHDRAW,       "intrekken",        MSG_MOVE_WITHDRAW_TITLE,       MSG_MOVE_WITHDRAW_LEAD,       MSG_FLASH_MOVED_WITHDRAW,        true,  0 },
    { MOVE_WITHDRAW,       "nieuwe-versie-intrekken",  MSG_MOVE_WITHDRAW_COMING_TITLE,   MSG_MOVE_WITHDRAW_COMING_LEAD,   MSG_FLASH_MOVED_WITHDRAW_COMING,   true, 1U << LINE_CANDIDATE },
    { MOVE_WITHDRAW,       "geldende-tekst-intrekken", MSG_MOVE_WITHDRAW_STANDING_TITLE, MSG_MOVE_WITHDRAW_STANDING_LEAD, MSG_FLASH_MOVED_WITHDRAW_STANDING, true, 1U << LINE_ADOPTED },
};
/* clang-format on */

/* Of one of two texts its own page, where it has one. */
static const struct move_page *page_of(enum stage_move move, unsigned lines)
{
    const struct move_page *any = NULL;
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        if (pages[i].move != move) continue;
        if (pages[i].lines == lines) return &pages[i];
        if (!pages[i].lines) any = &pages[i];
    }
    return any;
}

static const struct move_page *asked_page(const kb_req *req)
{
    for (size_t i = 0; i < COUNT_OF(pages); i++)
        if (text_is(req_param(req, "step"), pages[i].slug)) return &pages[i];
    return NULL;
}

/* ---- What the step asks ---- */

static const char *const preset_choices[] = {"light", "consent", "unanimous", "single", NULL};
enum { ORGANISATIONS_MAX = 64 };

const struct form_field page_move_form[] = {
    {"revision", FIELD_ID, .required = false},
    {"seen", FIELD_INT, .least = 1},
    {"words", FIELD_MULTILINE, .max = SVC_WORDS_MAX},
    {"question", FIELD_MULTILINE, .max = SVC_WORDS_MAX},
    {"advice", FIELD_MULTILINE, .max = SVC_WORDS_MAX},
    {"advised", FIELD_BOOL, .required = false},
    {"preset", FIELD_CHOICE, .choices = preset_choices},
    {"organisations", FIELD_ID, .many = ORGANISATIONS_MAX},
    {"review", FIELD_DATE, .required = false},
    {"until", FIELD_DATE, .required = false},
    {"other", FIELD_TEXT, .max = 40},
    {"alike", FIELD_ID, .required = false}, /* one of those that look like it, instead of a number */
    {"looked", FIELD_TEXT, .max = 40},      /* the other text that was shown, as it was typed */
    {"tekst", FIELD_ID, .required = false}, /* the answer text that must go into its box */
    {"similar", FIELD_BOOL, .required = false},
    {"told", FIELD_BOOL, .required = false},
    {"forced", FIELD_BOOL, .required = false},
    FORM_END,
};

#define W(x) (UINT32_C(1) << WORDS_##x)

/* The one text of a step, by the words that must be written. */
static enum practice_words text_asked(uint32_t must_write)
{
    static const enum practice_words texts[] = {WORDS_WHAT_TO_CHANGE, WORDS_REASON,       WORDS_QUESTION, WORDS_SUMMARY,
                                                WORDS_OUTCOME,        WORDS_WHAT_CHECKED, WORDS_DECISION};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (must_write & UINT32_C(1) << texts[i]) return texts[i];
    return PRACTICE_WORDS__COUNT;
}

/* What the reason of a step is the answer to; the other words name their own question. */
static enum msg why_asked(enum stage_move move)
{
    switch (move) {
    case MOVE_WITHDRAW: return MSG_MOVE_WITHDRAW_WHY;
    case MOVE_NOT_TAKE_UP: return MSG_MOVE_NOT_TAKE_UP_WHY;
    case MOVE_REJECT: return MSG_MOVE_REJECT_WHY;
    case MOVE_TRIGGER: return MSG_MOVE_TRIGGER_WHY;
    default: return MSG_NONE;
    }
}

/* A refusal names the words ("reason"); the box is called "words" on every page. */
static text box_error(const struct page_form *form, const char *name, const char *also)
{
    text error = page_form_error(form, name);
    return error.len || !also ? error : page_form_error(form, also);
}

struct view_area *page_box(const struct page_form *form, const char *name, const char *label, const char *stored,
                           enum msg hint, bool required)
{
    struct view_area *area = ARENA_NEW(form->page->svc.arena, struct view_area);
    if (!area) return NULL;
    *area = (struct view_area){.name = text_str(name),
                               .label = page_form_label(form->page, label),
                               .value = page_form_value(form, name, text_str(stored)),
                               .hint = hint == MSG_NONE ? text_str("") : msg_text(form->page->env.lang, hint),
                               .error = box_error(form, name, label),
                               .required = required,
                               .rows = 4,
                               .max = SVC_WORDS_MAX};
    return area;
}

static struct view_field *line(const struct page_form *form, const char *name, const char *label, const char *kind,
                               const char *stored, enum msg hint)
{
    struct view_field *field = ARENA_NEW(form->page->svc.arena, struct view_field);
    if (!field) return NULL;
    *field = (struct view_field){.name = text_str(name),
                                 .label = page_form_label(form->page, label),
                                 .value = page_form_value(form, name, text_str(stored)),
                                 .kind = text_str(kind),
                                 .hint = hint == MSG_NONE ? text_str("") : msg_text(form->page->env.lang, hint),
                                 .error = box_error(form, name, label),
                                 .required = true};
    return field;
}

static const char *iso(const struct page *page, struct date day)
{
    char room[DATE_BYTES];
    return date_is_none(day) ? "" : arena_str(page->svc.arena, date_format(day, DATE_ISO, room));
}

const struct view_choices *page_preset_choices(const struct page_form *form, enum round_preset stored)
{
    struct view_choices *v = ARENA_NEW(form->page->svc.arena, struct view_choices);
    if (!v) return NULL;
    *v = page_form_one_of(form, "preset", ROUND_PRESET__COUNT);
    for (int i = 0; i < ROUND_PRESET__COUNT; i++) {
        enum round_preset preset = (enum round_preset)i;
        page_form_offer(form, v, round_preset_slug(preset), page_preset_word(preset), page_preset_help(preset),
                        preset == stored);
    }
    return v;
}

err_code page_partner_choices(const struct page_form *form, struct svc *svc, bool chosen,
                              const struct view_choices **out, kb_err *err)
{
    struct svc_boards boards;
    ERR_TRY(svc_boards(svc, &boards, err));
    struct view_choices *v = ARENA_NEW(svc->arena, struct view_choices);
    struct view_choices_option *options = ARENA_ARRAY(svc->arena, struct view_choices_option, boards.n);
    if (!v || !options) return err_set(err, ERR_NOMEM, "no room for a form");
    *v = (struct view_choices){.name = TEXT("organisations"),
                               .label = page_form_label(form->page, "organisations"),
                               .error = page_form_error(form, "organisations"),
                               .options = options,
                               .options_count = boards.n};
    for (size_t i = 0; i < boards.n; i++) {
        text slug = text_str(boards.at[i].slug);
        options[i] = (struct view_choices_option){.value = slug,
                                                  .label = text_str(boards.at[i].name),
                                                  .on = page_form_chosen(form, "organisations", slug, chosen)};
    }
    *out = v;
    return OK;
}

/* ---- What is still needed, and where it is mended ---- */

static const char *place_of(const char *field, const char *reason)
{
    if (!strcmp(reason, "unanswered")) return "#reacties";
    static const struct {
        const char *field, *place;
    } places[] = {{"lead-agrees", "#nog-nodig"}, {"lead-merges", "#nog-nodig"}, {"second-editor", "#nog-nodig"},
                  {"checked", "#nog-nodig"},     {"tried", "#nog-nodig"},       {"revision-checked", "#nog-nodig"}};
    for (size_t i = 0; i < COUNT_OF(places); i++)
        if (!strcmp(places[i].field, field)) return places[i].place;
    return NULL;
}

text page_need_place(const struct page *page, const struct svc_card *card, const struct kb_err_item *need)
{
    const char *field = need->field, *place = place_of(field, need->reason);
    if (place) return page_join(page, card->href, place);
    bool part = !strcmp(field, "title") || !strcmp(field, "brief") || practice_section_known(text_str(field));
    return part ? edit_address(page, card, "/bewerken") : text_str("");
}

text page_need_label(const struct page *page, const char *field)
{
    return practice_section_known(text_str(field)) ? page_section_title(page, field) : page_form_label(page, field);
}

static const struct view_move_need *needs(const struct page *page, const struct svc_move_form *f)
{
    struct view_move_need *out = ARENA_ARRAY(page->svc.arena, struct view_move_need, f->move.n_missing);
    for (size_t i = 0; out && i < f->move.n_missing; i++)
        out[i] = (struct view_move_need){.label = page_need_label(page, f->move.missing[i].field),
                                         .reason = page_reason(page, &f->move.missing[i]),
                                         .href = page_need_place(page, &f->card, &f->move.missing[i])};
    return out;
}

/* ---- The page ---- */

static err_code ask_text(struct page *page, const struct page_form *form, const struct svc_open_move *move,
                         struct view_move *v, kb_err *err)
{
    struct page_answers answers;
    enum practice_words words = text_asked(move->must_write);
    enum msg why = words == WORDS_REASON ? why_asked(move->move) : MSG_NONE;
    struct page_form filled = {page, NULL};
    text keep = text_str(arena_printf(page->svc.arena, "%.*s/antwoordtekst", TEXT_FMT(v->action)));
    enum msg hint = words == WORDS_SUMMARY ? MSG_MOVE_SUMMARY_HINT : MSG_NONE;
    if (words == PRACTICE_WORDS__COUNT) return OK;
    ERR_TRY(page_answers(page, UINT32_C(1) << words, "words", v->action, keep, &answers, err));
    struct view_area *area =
        page_box(*answers.chosen ? &filled : form, "words", stage_words_slug(words), answers.chosen, hint, true);
    if (area && why != MSG_NONE) area->label = msg_text(page->env.lang, why);
    v->words = area;
    v->answers = answers.pick;
    return OK;
}

/* How often readers say that it is not so, each kind in a sentence. */
static text against(const struct page *page, const struct svc_move_form *f)
{
    text taps = page_words(page, MSG_MOVE_AGAINST_OUTDATED, MSG_ARGS({TEXT("n"), page_number(page, f->outdated)}));
    text remarks = page_words(page, MSG_MOVE_AGAINST_MUST, MSG_ARGS({TEXT("n"), page_number(page, f->must_open)}));
    if (!f->outdated) return f->must_open ? remarks : text_str("");
    return f->must_open ? text_str(arena_printf(page->svc.arena, "%.*s %.*s", TEXT_FMT(taps), TEXT_FMT(remarks)))
                        : taps;
}

static void ask_words(const struct page_form *form, const struct svc_move_form *f, struct view_move *v)
{
    if (v->submission) v->words = page_box(form, "words", "privacy", "", MSG_MOVE_PRIVACY_HINT, false);
    if (f->move.must_write & W(REVIEW_DATE))
        v->review = line(form, "review", "review-date", "date", iso(form->page, f->review), MSG_NONE);
    if (f->move.must_write & W(UNTIL))
        v->until = line(form, "until", "until", "date", iso(form->page, f->until), MSG_NONE);
    v->told = f->move.move == MOVE_CONFIRM;
    v->against = against(form->page, f);
    v->told_on = page_form_chosen(form, "told", TEXT("1"), false);
    v->forced_on = page_form_chosen(form, "forced", TEXT("1"), false);
    v->similar_on = page_form_chosen(form, "similar", TEXT("1"), false);
    v->advised_on = page_form_chosen(form, "advised", TEXT("1"), false);
}

/* ---- The other text is looked at before this one points to it: a slip of the pen names a wrong one ---- */

static const char look_first[] = "look-first";

static bool points_to_other(enum stage_move move)
{
    return move == MOVE_MERGE || move == MOVE_SUPERSEDE;
}

static bool asks_to_look(const kb_err *why)
{
    return why && why->n_items == 1 && !strcmp(why->items[0].reason, look_first);
}

/* Chosen among those that look like it, or named by its number. */
static text other_asked(const kb_req *req)
{
    text alike = req_sent(req, "alike");
    return alike.len ? alike : req_sent(req, "other");
}

static err_code check_other(kb_req *req, enum stage_move move, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_card card;
    text other = other_asked(req);
    if (!points_to_other(move) || !text_trim(other).len) return OK;
    if (req_field(req, "alike").len && text_trim(req_field(req, "other")).len)
        return err_field(err, ERR_INVALID, "other", "one-of-two");
    if (text_eq(other, req_field(req, "looked"))) return OK;
    kb_err said = {0};
    bool there;
    ERR_TRY(err_optional(svc_move_other(&svc, req_param(req, "id"), move, other, &card, &said), &said, &there, err));
    return there ? err_field(err, ERR_INVALID, "other", look_first) : OK; /* the writer says what became of the text */
}

static err_code ask_to_look(struct page *page, enum stage_move move, struct view_move *v, kb_err *err)
{
    struct svc_card other;
    struct view_card *card = ARENA_NEW(page->svc.arena, struct view_card);
    if (!card) return err_set(err, ERR_NOMEM, "no room for a card");
    v->looked = other_asked(page->req);
    ERR_TRY(svc_move_other(&page->svc, req_param(page->req, "id"), move, v->looked, &other, err));
    *card = page_card(page, &other, true);
    v->target = card;
    v->number = text_str(other.number);
    v->submit = page_words(page, move == MOVE_MERGE ? MSG_MOVE_MERGE_SURE : MSG_MOVE_SUPERSEDE_SURE,
                           MSG_ARGS({TEXT("title"), card->title}));
    return OK;
}

/* Those that look like it can be chosen; any other is named by its number. */
static err_code ask_other(const struct page_form *form, const struct svc_move_form *f, struct view_move *v, kb_err *err)
{
    const struct page *page = form->page;
    if (!(f->move.must_write & W(OTHER))) return OK;
    struct view_field *other = line(form, "other", "other", "text", "", MSG_MOVE_OTHER_HINT);
    struct view_choices *alike = ARENA_NEW(page->svc.arena, struct view_choices);
    if (!other || !alike) return err_set(err, ERR_NOMEM, "no room for a form");
    v->other = other;
    other->required = !f->alike.n;
    if (!f->alike.n) return OK;
    *alike = page_form_one_of(form, "alike", f->alike.n + 1);
    for (size_t i = 0; i < f->alike.n; i++) page_form_offer_card(form, alike, &f->alike.at[i]);
    page_form_offer(form, alike, "", MSG_MOVE_ALIKE_NONE, MSG_NONE, true);
    v->alike = alike;
    return OK;
}

/* Who decides, or who decided elsewhere: nobody is named for the editor. */
static err_code ask_boards(const struct page_form *form, struct svc *svc, const struct svc_move_form *f,
                           struct view_move *v, kb_err *err)
{
    if (f->move.move == MOVE_CONFIRM_IMPORT) return page_partner_choices(form, svc, false, &v->organisations, err);
    if (f->move.move != MOVE_OPEN_ROUND) return OK;
    v->preset = page_preset_choices(form, f->preset);
    v->question = page_box(form, "question", "question", f->question, MSG_NONE, false);
    v->advice = page_box(form, "advice", "advice", "", MSG_MOVE_ADVICE_HINT, false);
    return page_partner_choices(form, svc, true, &v->organisations, err);
}

/* Submitting makes a version of what is written now. */
static err_code take_seen(struct page *page, const struct page_form *form, const struct svc_move_form *f,
                          struct view_move *v, kb_err *err)
{
    struct svc_working working;
    v->submission = f->move.move == MOVE_SUBMIT;
    if (!v->submission) return OK;
    ERR_TRY(svc_working(&page->svc, text_str(f->card.id), &working, err));
    v->seen = page_form_seen(form, "seen", page_number(page, working.version));
    v->similar = page_similar_cards(page, &f->similar);
    return page_client_data(page, &working.card, &working.draft, &v->client_data, err);
}

static err_code show(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct page page;
    struct svc_move_form found;
    bool look = asks_to_look(why);
    struct page_form form = {&page, look ? &page_form_kept : why};
    const struct move_page *asked = asked_page(req);
    if (!asked) return err_set(err, ERR_NOT_FOUND, "no such step");
    ERR_TRY(page_open(&page, req, res, "werkgroepen", err));
    ERR_TRY(svc_move_form(&page.svc, req_param(req, "id"), asked->move, asked->lines, &found, err));
    ERR_TRY(page_labels(&page, err));
    struct view_move v = {
        .title = asked->title,
        .lead = asked->lead,
        .practice = page_title(&page, &found.card),
        .action = page_move_address(&page, &found.card, asked->move, asked->lines),
        .back = text_str(found.card.href),
        .revision = page_form_seen(&form, "revision", text_str(found.revision)),
        .changed = why && why->code == ERR_CONFLICT,
        .missing = needs(&page, &found),
        .missing_count = found.move.n_missing,
        .own_text = found.move.own_text,
        .danger = asked->danger,
        .submit = msg_text(page.env.lang, asked->title),
    };
    v.crumbs = edit_crumbs(&page, &found.card, asked->title, &v.crumbs_count);
    if (!v.changed) v.errors = page_form_errors(&form, &v.errors_count);
    ERR_TRY(take_seen(&page, &form, &found, &v, err));
    ERR_TRY(ask_text(&page, &form, &found.move, &v, err));
    ask_words(&form, &found, &v);
    ERR_TRY(ask_other(&form, &found, &v, err));
    if (look) ERR_TRY(ask_to_look(&page, asked->move, &v, err));
    ERR_TRY(ask_boards(&form, &page.svc, &found, &v, err));
    view_move(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_move(kb_req *req, kb_res *res, kb_err *err)
{
    return show(req, res, NULL, err);
}

/* Without the script: the page again with the chosen text in its box, and all that was filled in. */
err_code page_move_pick(kb_req *req, kb_res *res, kb_err *err)
{
    return show(req, res, &page_form_kept, err);
}

/* The step is no longer there: where the text stands by now, and what was typed. Who may not know the text any more
 * gets no such page. */
static err_code show_gone(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct svc_card card;
    const struct move_page *asked = asked_page(req);
    if (!asked) return err_set(err, ERR_NOT_FOUND, "no such step");
    ERR_TRY(page_open(&page, req, res, "werkgroepen", err));
    ERR_TRY(svc_practice_card(&page.svc, req_param(req, "id"), &card, err));
    ERR_TRY(page_labels(&page, err));
    struct view_move_gone v = {.title = asked->title,
                               .practice = page_title(&page, &card),
                               .stage = page_stage(&page, &card, 0),
                               .back = text_str(card.href),
                               .words = text_trim(req_sent(req, "words"))};
    v.crumbs = edit_crumbs(&page, &card, asked->title, &v.crumbs_count);
    view_move_gone(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

/* A colleague sent it back: whoever had it before them hears who and when, and nothing of the text. */
static err_code show_returned(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct svc_returned found;
    const struct move_page *asked = asked_page(req);
    if (!asked) return err_set(err, ERR_NOT_FOUND, "no such step");
    ERR_TRY(page_open(&page, req, res, "redactie", err));
    ERR_TRY(svc_returned(&page.svc, req_param(req, "id"), req_sent(req, "revision"), &found, err));
    struct view_move_gone v = {
        .title = asked->title,
        .practice = msg_text(page.env.lang, MSG_MOVE_GONE_PRACTICE),
        .crumbs = page_crumbs(&page, msg_text(page.env.lang, MSG_DESK_TITLE), TEXT("/redactie"),
                              msg_text(page.env.lang, asked->title)),
        .returned =
            page_words(&page, MSG_MOVE_GONE_RETURNED,
                       MSG_ARGS({TEXT("name"), text_str(found.by)}, {TEXT("when"), page_date_time(&page, found.at)})),
        .back = TEXT("/redactie"),
        .words = text_trim(req_sent(req, "words")),
    };
    v.crumbs_count = v.crumbs ? PAGE_CRUMBS : 0;
    view_move_gone(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

/* Somebody was first: both states are shown, and nothing that was typed is lost. */
err_code page_move_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    kb_err gone = {0};
    if (show(req, res, why, &gone) == OK) return OK;
    if (why->code == ERR_CONFLICT && (show_gone(req, res, &gone) == OK || show_returned(req, res, &gone) == OK))
        return OK;
    return err_set(err, why->code, "%s", why->cause);
}

/* ---- Making it ---- */

/* What binds organisations or ends a text asks a fresh sign-in, as a position does (design section 9). */
static bool is_deciding(enum stage_move move)
{
    return move == MOVE_ADOPT || move == MOVE_STEER || move == MOVE_CONFIRM_IMPORT || move == MOVE_REJECT;
}

/* The text of a submission is rendered before the queue. */
static err_code render_submission(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_working working;
    text *rendered = ARENA_NEW(req->arena, text);
    if (!rendered) return err_set(err, ERR_NOMEM, "submitting");
    ERR_TRY(svc_working(&svc, req_param(req, "id"), &working, err));
    if (working.version != req_field_int(req, "seen")) return err_set(err, ERR_STALE_EDIT, "saved since it was shown");
    req->result = rendered;
    return svc_render(req->arena, working.draft.sections, working.draft.n_sections, rendered, err);
}

err_code page_move_check(kb_req *req, kb_err *err)
{
    const struct move_page *asked = asked_page(req);
    if (!asked) return err_set(err, ERR_NOT_FOUND, "no such step");
    if (is_deciding(asked->move) && !req_is_fresh(req)) return err_set(err, ERR_SIGN_IN, "the sign-in is too old");
    ERR_TRY(check_other(req, asked->move, err));
    return asked->move == MOVE_SUBMIT ? render_submission(req, err) : OK;
}

static struct date date_field(const kb_req *req, const char *name)
{
    return req_field(req, name).len ? date_from_days(req_field_int(req, name)) : (struct date){0};
}

err_code page_move_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_round_open round = {.question = req_field(req, "question"), .advice = req_field(req, "advice")};
    struct svc_move in = {
        .practice = req_param(req, "id"),
        .move = asked_page(req)->move,
        .lines = asked_page(req)->lines,
        .revision = req_field(req, "revision"),
        .words = req_field(req, "words"),
        .review = date_field(req, "review"),
        .until = date_field(req, "until"),
        .other = other_asked(req),
        .forced = req_field_int(req, "forced") != 0,
        .similar = req_field_int(req, "similar") != 0,
        .told = req_field_int(req, "told") != 0,
        .seen = req_field_int(req, "seen"),
        .round = &round,
    };
    if (req->result) in.rendered = *(const text *)req->result;
    round.organisations = page_form_all(req, "organisations", ORGANISATIONS_MAX, &round.n_organisations);
    in.organisations = round.organisations;
    in.n_organisations = round.n_organisations;
    if (req_field_bool(req, "advised")) round.advised = POSITION_AGREE;
    if (in.move == MOVE_OPEN_ROUND && !round_preset_from_slug(req_field(req, "preset"), &round.preset))
        return err_field(err, ERR_INVALID, "preset", "required");
    return svc_move(&svc, &in, err);
}

err_code page_moved(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    struct svc svc = page_svc(req);
    struct svc_card card;
    kb_err unseen = {0};
    res_flash(res, arena_text_str(req->arena, msg_key(asked_page(req)->told)));
    /* an editor who sent a text back does not see it any more */
    if (svc_practice_card(&svc, req_param(req, "id"), &card, &unseen) != OK)
        res_redirect(res, "/redactie");
    else
        res_redirect(res, "/stukken/%.*s", TEXT_FMT(req_param(req, "id")));
    return OK;
}

/* ---- For other pages ---- */

text page_move_address(const struct page *page, const struct svc_card *card, enum stage_move move, unsigned lines)
{
    const struct move_page *p = page_of(move, lines);
    if (stage_move_mends(move)) return text_str(arena_printf(page->svc.arena, "/stukken/%s/verbetering", card->id));
    return p ? text_str(arena_printf(page->svc.arena, "/stukken/%s/stap/%s", card->id, p->slug)) : text_str("");
}

enum msg page_move_title(enum stage_move move)
{
    const struct move_page *p = page_of(move, 0);
    if (stage_move_mends(move)) return move == MOVE_CORRECT ? MSG_MOVE_CORRECT_TITLE : MSG_MOVE_FIX_LANGUAGE_TITLE;
    return p ? p->title : MSG_NONE;
}
