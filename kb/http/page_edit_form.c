/* What the pages for writing share: the form as a draft, addresses, who else is writing. */
#include "kb/base/cleanup.h"
#include "kb/http/page_edit.h"
#include "kb/service/writer.h"

enum { WRITING_ARENA = 256 * 1024 };

static const char *const next_choices[] = {"preview", "publish", "merged", NULL};

/* The title may be 300 characters of up to 4 bytes. */
const struct form_field edit_form[] = {
    {"version", FIELD_INT, .required = true, .least = 1},
    {"next", FIELD_CHOICE, .choices = next_choices},
    {"from", FIELD_TEXT, .max = EDIT_FROM_MAX},
    {"title", FIELD_TEXT, .max = 4 * PRACTICE_TITLE_MAX},
    {"brief", FIELD_MULTILINE, .max = PRACTICE_BRIEF_BYTES},
    {"section-*", FIELD_MULTILINE, .max = PRACTICE_MARKDOWN_MAX},
    {"base-*", FIELD_MULTILINE, .max = PRACTICE_MARKDOWN_MAX, .kept = true},
    FORM_END,
};

/* ---- The form as a draft ---- */

/* "section-doe-dit" behind "section-": the key. */
static const char *key_behind(const kb_req *req, text name, text start)
{
    if (!text_starts(name, start)) return NULL;
    return arena_text_str(req->arena, text_slice(name, start.len, SIZE_MAX));
}

static err_code take_sections(const kb_req *req, text start, struct svc_draft *out, kb_err *err)
{
    struct store_section *sections = ARENA_ARRAY(req->arena, struct store_section, req->form.n);
    if (!sections) return err_set(err, ERR_NOMEM, "no room for a draft");
    for (size_t i = 0; i < req->form.n; i++) {
        const char *key = key_behind(req, req->form.values[i].name, start);
        if (!key || !strcmp(key, "title") || !strcmp(key, "brief")) continue;
        sections[out->n_sections++] = (struct store_section){key, req->form.values[i].value};
    }
    out->sections = sections;
    return OK;
}

err_code edit_draft(const kb_req *req, struct svc_draft *out, kb_err *err)
{
    *out = (struct svc_draft){.title = req_field(req, "title"), .brief = req_field(req, "brief")};
    return take_sections(req, TEXT("section-"), out, err);
}

err_code edit_base(const kb_req *req, struct svc_draft *out, kb_err *err)
{
    *out = (struct svc_draft){.title = req_field(req, "base-title"), .brief = req_field(req, "base-brief")};
    return take_sections(req, TEXT("base-"), out, err);
}

/* ---- Around it ---- */

text edit_address(const struct page *page, const struct svc_card *card, const char *tail)
{
    return text_str(arena_printf(page->svc.arena, "/stukken/%s%s", card->id, tail));
}

const struct view_crumbs_step *edit_crumbs(const struct page *page, const struct svc_card *card, enum msg here,
                                           size_t *count)
{
    struct view_crumbs_step *steps = ARENA_ARRAY(page->svc.arena, struct view_crumbs_step, 3);
    *count = steps ? 3 : 0;
    if (!steps) return NULL;
    steps[0].href = page_join(page, "/werkgroepen/", card->group_slug);
    steps[0].label = text_str(card->group_name);
    steps[1].href = text_str(card->href);
    steps[1].label = page_title(page, card);
    steps[2].href = page->req->path;
    steps[2].label = msg_text(page->env.lang, here);
    return steps;
}

bool edit_is_open(const struct svc_card *card)
{
    return stage_dot(card->stage, card->line, card->number != NULL) != DOT_DRAFT;
}

text edit_from(const struct page *page)
{
    return text_str(page->req->id);
}

int64_t edit_rows(text value, int64_t least)
{
    enum { LINE_CHARS = 90, MOST = 24 };
    int64_t rows = 1;
    for (text line; text_next(&value, '\n', &line);) rows += 1 + (int64_t)(line.len / LINE_CHARS);
    if (rows < least) return least;
    return rows < MOST ? rows : MOST;
}

/* ---- Who is writing ---- */

/* The note holds "<practice> <person>"; rights are asked again when it is written. */
static err_code write_writing(struct store *store, const struct writer_note *note, kb_err *err)
{
    _cleanup_(arena_free_p)
    arena *a = arena_new(WRITING_ARENA);
    if (!a) return err_set(err, ERR_NOMEM, "note of writing");
    text practice, person = text_str(note->word);
    struct svc svc = {.store = store, .now = note->at, .arena = a};
    if (!text_next(&person, ' ', &practice)) return OK;
    const char *id = arena_text_str(a, person);
    if (!id) return err_set(err, ERR_NOMEM, "note of writing");
    ERR_TRY(svc_actor(store, id, a, &svc.actor, err));
    return svc_writing(&svc, practice, err);
}

void edit_note_writing(const kb_req *req, const struct svc_card *card)
{
    if (!req->writer || !req->actor->person) return;
    struct writer_note note = {.run = write_writing, .at = req->now};
    snprintf(note.word, sizeof note.word, "%s %s", card->id, req->actor->person);
    (void)writer_note(req->writer, &note);
}

text edit_who_writes(const struct page *page, const struct svc_working *working)
{
    if (!working->n_writing_now) return text_str("");
    text names = text_str(working->writing_now[0]);
    for (size_t i = 1; i < working->n_writing_now; i++) {
        text name = text_str(working->writing_now[i]);
        bool last = i + 1 == working->n_writing_now;
        names = last ? page_words(page, MSG_EDIT_AND, MSG_ARGS({TEXT("names"), names}, {TEXT("name"), name}))
                     : text_str(arena_printf(page->svc.arena, "%.*s, %.*s", TEXT_FMT(names), TEXT_FMT(name)));
    }
    enum msg sentence = working->n_writing_now == 1 ? MSG_EDIT_WRITING_ONE : MSG_EDIT_WRITING_MORE;
    return page_words(page, sentence, MSG_ARGS({TEXT("names"), names}));
}
