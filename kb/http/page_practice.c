/* One practice, to be read: what to do first, who does what, how far it is, and where it comes from. */
#include "kb/base/cleanup.h"
#include "kb/http/page_ladder.h"
#include "kb/http/page_search.h"
#include "kb/http/page_sections.h"
#include "kb/http/pages.h"

enum { VERSION_MAX = 1000000 };

/* ---- Addresses ---- */

/* The sentence that page_open took was for the page that is shown, and that is the next one. */
static void leave_flash_again(const kb_req *req, kb_res *res)
{
    text key = req_cookie(req, RES_FLASH_COOKIE);
    if (text_starts(key, TEXT("flash.")) && msg_find(key) != MSG_NONE) res_flash(res, arena_text_str(req->arena, key));
}

bool page_sent_on(kb_req *req, kb_res *res, const struct svc_card *card, const char *tail)
{
    const char *place = arena_join(req->arena, card->href, tail);
    if (!place || text_is(req->path, place)) return false;
    res_redirect(res, "%s", place);
    res->status = 301;
    leave_flash_again(req, res);
    return true;
}

text page_practice_key(const kb_req *req)
{
    text number = req_param(req, "number");
    return number.len ? number : req_param(req, "id");
}

/* ---- Around the text ---- */

static int line_version(const struct svc_practice *p, enum practice_line line)
{
    for (size_t i = 0; i < p->n_versions; i++)
        if (line == LINE_ADOPTED ? p->versions[i].adopted : p->versions[i].candidate) return p->versions[i].version;
    return 0;
}

/* The newest version before the one that is shown; 0 when there is none. Versions come newest first. */
static int version_before(const struct svc_practice *p)
{
    for (size_t i = 0; i < p->n_versions; i++) {
        int version = p->versions[i].version;
        if (version > 0 && version < p->text.version) return version;
    }
    return 0;
}

/* Is this the text that counts, or which one is? */
static void take_standing(const struct page *page, const struct svc_practice *p, struct view_practice *v)
{
    arena *a = page->svc.arena;
    v->old = p->old_version;
    v->current = text_str(p->card.href);
    if (!p->other || p->old_version) return;
    if (p->card.line == LINE_CANDIDATE) {
        v->standing = text_str(p->other->href);
        return;
    }
    if (stage_is_ended(p->other->stage)) return;
    int adopted = line_version(p, LINE_ADOPTED), candidate = line_version(p, LINE_CANDIDATE);
    v->coming = page_join(page, p->card.href, "/op-weg");
    if (adopted > 0 && candidate > 0) v->coming_diff = text_str(svc_changes_href(a, p->card.href, adopted, candidate));
}

static void take_head(const struct page *page, const struct svc_practice *p, struct view_practice *v)
{
    v->title = p->text.revision ? text_str(p->text.title) : page_title(page, &p->card);
    v->brief = text_str(p->text.brief);
    v->kind = page_kind_name(p->card.kind);
    v->number = text_str(p->card.number);
    v->version = page_number(page, p->text.version);
    v->stage = page_stage(page, &p->card, p->until);
    v->decision = text_str(p->decision);
    v->reason = page_step_words(page, p->reason);
    v->instead = text_str(p->superseded_by.href);
    v->instead_title = text_str(p->superseded_by.title);
    v->merged = text_str(p->merged_into.href);
    v->merged_title = text_str(p->merged_into.title);
    v->unwritten = !p->text.revision;
}

static void take_facts(const struct page *page, const struct svc_practice *p, struct view_practice *v)
{
    v->fields = page_field_names(page, p->card.legal_fields);
    v->comes_from = page_location_names(page, p->card.comes_from);
    v->applies_in = page_location_names(page, p->card.applies_in);
    v->group = text_str(p->card.group_name);
    if (page->svc.actor->person) v->group_href = page_join(page, "/werkgroepen/", p->card.group_slug);
    v->when_label = page_when_label(&p->card);
    v->when = page_date(page, page_when(&p->card));
    if (p->card.adopted != page_when(&p->card)) v->adopted = page_date(page, p->card.adopted);
    v->adopted_label = p->card.unconfirmed ? MSG_PRACTICE_TAKEN_OVER : MSG_PRACTICE_ADOPTED;
    if (p->card.stage == STAGE_BEST_PRACTICE) v->review = page_date(page, p->review_at); /* else now, or never */
    if (p->n_versions) v->versions = page_join(page, p->card.href, "/versies");
}

static void take_diff(const struct page *page, const struct svc_practice *p, struct view_practice *v)
{
    int before = version_before(p);
    if (!p->card.number || !before) return;
    v->before = page_number(page, before);
    v->diff = text_str(svc_changes_href(page->svc.arena, p->card.href, before, p->text.version));
}

/* Where this text is found later: the practice, unless it is not the text that counts. */
static const char *lasting_address(const struct page *page, const struct svc_practice *p)
{
    bool beside = p->old_version || (p->card.line == LINE_CANDIDATE && p->other);
    if (!beside || !p->card.number || !p->text.version) return page_whole_address(page->req, p->card.href);
    return arena_printf(page->svc.arena, "%s/versie/%d", page_whole_address(page->req, p->card.href), p->text.version);
}

/* Number, version, title and address: what one pastes into a message, and what stands on paper. */
static void take_reference(const struct page *page, const struct svc_practice *p, struct view_practice *v)
{
    text address = text_str(lasting_address(page, p));
    bool numbered = p->card.number && p->text.version;
    v->reference = page_words(page, numbered ? MSG_PRACTICE_REFERENCE : MSG_PRACTICE_REFERENCE_PLAIN,
                              MSG_ARGS({TEXT("number"), v->number}, {TEXT("version"), v->version},
                                       {TEXT("title"), v->title}, {TEXT("address"), address}));
    v->address = numbered ? page_words(page, MSG_PRACTICE_PAPER,
                                       MSG_ARGS({TEXT("address"), address}, {TEXT("version"), v->version}))
                          : address;
}

/* Buttons for what this reader may do; each is judged again when it is pressed. */
static void take_buttons(const struct page *page, const struct svc_practice *p, struct view_practice *v)
{
    if (p->old_version) return;
    const char *work = arena_printf(page->svc.arena, "/stukken/%s", p->card.id);
    if (p->may.write) v->write = page_join(page, work, "/bewerken");
    if (p->may.revise) v->revise = page_join(page, work, "/herzien");
    if (p->may.invite) v->readers = page_join(page, work, "/meelezers");
    if (p->may.place) v->place = page_join(page, work, "/kenmerken");
    if (p->may.redact) v->redact = page_join(page, work, "/weghalen");
}

/* Where this page is, also when a form of it that went elsewhere is shown again. */
static text own_address(const struct page *page, const struct svc_practice *p)
{
    if (p->old_version) return page->req->path;
    return page_join(page, p->card.href, p->card.line == LINE_CANDIDATE && p->other ? "/op-weg" : "");
}

/* Zoek in dit stuk: the best passage of each part, with a link to its heading. Without an index there is none. */
static err_code take_within(struct page *page, const struct svc_practice *p, struct view_practice *v, kb_err *err)
{
    struct svc_withins found;
    v->here = own_address(page, p);
    v->within = text_trim(req_query(page->req, "zoek"));
    if (!v->within.len || !page->svc.search) return OK;
    ERR_TRY(svc_within(&page->svc, &p->text, v->within, &found, err));
    v->corrected = page_tried_words(page, found.corrected, found.n_corrected);
    struct view_practice_found *out = ARENA_ARRAY(page->svc.arena, struct view_practice_found, found.n);
    for (size_t i = 0; out && i < found.n; i++) {
        const struct search_passage *passage = &found.at[i].passage;
        struct view_practice_found_piece *pieces =
            ARENA_ARRAY(page->svc.arena, struct view_practice_found_piece, passage->n);
        for (size_t k = 0; pieces && k < passage->n; k++)
            pieces[k] = (struct view_practice_found_piece){passage->pieces[k].words, passage->pieces[k].marked};
        const struct practice_section *section = found.at[i].section;
        out[i] = (struct view_practice_found){
            .href = section ? page_section_place(page, "", section) : TEXT("#in-het-kort"),
            .title = section ? page_section_title(page, section->key) : msg_text(page->env.lang, MSG_SECTION_BRIEF),
            .cut_start = !passage->from_start,
            .cut_end = !passage->to_end,
            .pieces = pieces,
            .pieces_count = pieces ? passage->n : 0};
    }
    v->found = out;
    v->found_count = out ? found.n : 0;
    return OK;
}

/* Other texts on the subject; a version of long ago has none beside it. Looking for them costs as much as a question:
 * signed out it is asked once for each kept page, signed in when somebody asks for it. */
static err_code take_more(struct page *page, const struct svc_practice *p, struct view_practice *v, kb_err *err)
{
    struct svc_cards more;
    if (p->old_version || !p->text.revision) return OK;
    if (page->req->session && !req_query(page->req, "meer").len) {
        v->more_link = text_str(arena_printf(page->svc.arena, "%.*s?meer=1#meer-zoals-dit", TEXT_FMT(v->here)));
        return OK;
    }
    ERR_TRY(svc_more_like(&page->svc, &p->card, &more, err));
    v->more_count = more.n;
    v->more = page_cards(page, &more, true);
    return OK;
}

static err_code show(struct page *page, const struct page_form *form, const struct svc_practice *p, kb_err *err)
{
    struct view_practice v = {0};
    ERR_TRY(page_labels(page, err));
    v.errors = page_form_errors(form, &v.errors_count);
    take_head(page, p, &v);
    take_standing(page, p, &v);
    take_facts(page, p, &v);
    take_diff(page, p, &v);
    take_reference(page, p, &v);
    take_buttons(page, p, &v);
    ERR_TRY(take_within(page, p, &v, err));
    ERR_TRY(page_sections(page, p->text.sections, p->text.n_sections, &v.sections, &v.sections_count, err));
    ERR_TRY(page_ladder(page, form, p, &v, err));
    ERR_TRY(take_more(page, p, &v, err));
    view_practice(&page->res->body, &page->env, &v);
    return page_close(page, 200, err);
}

/* ---- The pages ---- */

static err_code read_one(kb_req *req, kb_res *res, const struct svc_which *which, const char *tail, kb_err *err)
{
    struct page page;
    struct svc_practice practice;
    ERR_TRY(page_open(&page, req, res, "zoeken", err));
    ERR_TRY(svc_practice(&page.svc, which, &practice, err));
    if (page_sent_on(req, res, &practice.card, tail)) return OK;
    page_count_opened(&page, &practice.card);
    struct page_form form = {&page, NULL};
    return show(&page, &form, &practice, err);
}

/* What readers say is written on the page of the practice; what was refused stands there again. */
err_code page_said_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct page page;
    struct svc_practice practice;
    struct page_form form = {&page, why};
    struct svc_which which = {.key = req_param(req, "id"), .candidate = text_is(req_sent(req, "candidate"), "1")};
    ERR_TRY(page_open(&page, req, res, "zoeken", err));
    ERR_TRY(svc_practice(&page.svc, &which, &practice, err));
    return show(&page, &form, &practice, err);
}

err_code page_practice(kb_req *req, kb_res *res, kb_err *err)
{
    struct svc_which which = {.key = page_practice_key(req)};
    return read_one(req, res, &which, "", err);
}

err_code page_practice_coming(kb_req *req, kb_res *res, kb_err *err)
{
    struct svc_which which = {.key = page_practice_key(req), .candidate = true};
    return read_one(req, res, &which, "/op-weg", err);
}

err_code page_practice_version(kb_req *req, kb_res *res, kb_err *err)
{
    uint64_t version;
    text number = req_param(req, "version");
    if (!text_to_u64(number, VERSION_MAX, &version) || !version)
        return err_set(err, ERR_NOT_FOUND, "no number of a version");
    struct svc_which which = {.key = page_practice_key(req), .version = (int)version};
    const char *tail = arena_printf(req->arena, "/versie/%d", which.version);
    return tail ? read_one(req, res, &which, tail, err) : err_set(err, ERR_NOMEM, "no room for an address");
}
