#include "kb/service/service__internal.h"
#include "tests/integration/service/find_test.h"

static const char *a_published_draft(struct world *w, const char *who, const char *group, const char *title,
                                     const char *body)
{
    const char *id = start_draft(w, who, group, title), *revision;
    int64_t version;
    assert_done(save_as(w, who, id, 1, draft_of(w, title, "Kort.", body), &version));
    assert_done(publish_as(w, who, id, version, &revision));
    return id;
}

static const char *suggested(struct world *w, const char *who, const char *typed)
{
    struct svc_suggested out;
    const char *s = "";
    assert_done(AS(w, who, svc_suggest(SVC, text_str(typed), &out, ERR)));
    for (size_t i = 0; i < out.n; i++) {
        bool title = out.items[i].ptr[0] >= 'A' && out.items[i].ptr[0] <= 'Z'; /* as all of these begin */
        assert_true(title == (out.hrefs[i] != NULL));
        s = arena_printf(w->svc.arena, "%s%s%.*s", s, i ? "|" : "", TEXT_FMT(out.items[i]));
    }
    return s;
}

/* Of two texts the first title is suggested, and the other is not, or behind it. */
static void assert_title_first(struct world *w, const char *typed, const char *begins, const char *title,
                               const char *other)
{
    const char *all = suggested(w, ANONYMOUS, typed), *first = strstr(all, title), *second = strstr(all, other);
    assert_true(text_starts(text_str(all), text_str(begins)));
    assert_non_null(first);
    assert_true(!second || first < second);
}

/* In what the texts call it, and not of the last word that the vocabulary adds. */
static void test_titles_are_suggested_for_what_is_nearest_to_what_is_typed(void **state)
{
    adopted(*state, "Je verhuurder bellen", "Bel eerst de verhuurder.");
    adopted(*state, "Als je failliet bent", "Wie failliet is, of wie bedreigt.");
    world_index(*state);
    assert_title_first(*state, "huisba", "huisbaas|", "|Je verhuurder bellen", "|Als je");
}

/* "huur" is a word of its own, though the vocabulary knows longer ones. */
static void test_titles_are_suggested_for_a_whole_word(void **state)
{
    adopted(*state, "Huur betalen", "Betaal de huur op tijd.");
    adopted(*state, "Toeslag aanvragen", "Vraag huurtoeslag aan.");
    world_index(*state);
    assert_title_first(*state, "huur", "huurtoeslag|", "|Huur betalen", "|Toeslag aanvragen");
}

/* Who has typed a question that no word completes still sees what it finds. */
static void test_titles_are_suggested_where_no_word_is(void **state)
{
    adopted(*state, "Je verhuurder bellen", "Bel eerst de verhuurder.");
    world_index(*state);
    assert_string_equal(suggested(*state, ANONYMOUS, "mijn huisbaas xq"), "Je verhuurder bellen");
    assert_string_equal(suggested(*state, ANONYMOUS, "xq"), "");
    assert_string_equal(suggested(*state, ANONYMOUS, "\u00a0 \u00a0"), ""); /* no words, and that browses nothing */
}

/* Who has typed several words may be typing a title: those come first, and then what is found. */
static void test_a_title_that_is_being_typed_is_suggested_first(void **state)
{
    struct world *w = *state;
    adopted(w, "Loonstop of ontslag bij stelen", "Wie ontslag op staande voet krijgt. Ontslag op staande voet.");
    adopted(w, "Ontslag op staande voet", "Protesteer.");
    a_published_draft(w, w->member, "huur", "Ontslag op straat", "Ontslag.");
    world_index(w);
    assert_string_equal(suggested(w, ANONYMOUS, "ontslag op st"),
                        "Ontslag op staande voet|ontslag op staande|ontslag op stelen|Loonstop of ontslag bij stelen");
    assert_string_equal(suggested(w, w->member, "ontslag op str"), suggested(w, ANONYMOUS, "ontslag op str"));
    assert_non_null(
        strstr(suggested(w, ANONYMOUS, "ontsl"), "|Ontslag op staande voet|Loonstop of ontslag bij stelen"));
    assert_string_equal(suggested(w, ANONYMOUS, "ontslag "), "Ontslag op staande voet|Loonstop of ontslag bij stelen");
    assert_done(AS(w, w->admin, svc_setting_put(SVC, TEXT("reading"), TEXT("members"), ERR)));
    assert_string_equal(suggested(w, ANONYMOUS, "ontslag op st"), "");
}

/* What others write in their groups changes no suggestion, and the public sees none of texts it may not read. */
static void test_suggestions_are_of_texts_the_reader_may_read(void **state)
{
    struct world *w = *state;
    adopted(w, "Zebrapaden bij de school", "Steek over bij het zebrapad.");
    a_published_draft(w, w->member, "huur", "Zebrakoning", "Zebrakoning zebrakoning.");
    world_index(w);
    assert_string_equal(suggested(w, ANONYMOUS, "zebra"), "zebrapad|zebrapaden|Zebrapaden bij de school");
    assert_string_equal(suggested(w, w->member, "zebra"), suggested(w, ANONYMOUS, "zebra"));
    assert_done(AS(w, w->admin, svc_setting_put(SVC, TEXT("reading"), TEXT("members"), ERR)));
    assert_string_equal(suggested(w, ANONYMOUS, "zebra"), "");
    assert_string_equal(suggested(w, w->participant, "zebra"), "zebrapad|zebrapaden|Zebrapaden bij de school");
}

static const char *next_words(struct world *w, const char *who, const char *typed)
{
    struct svc_found found = find_as(w, who, typed);
    struct svc_nexts next;
    const char *s = "";
    assert_int_equal(found.total, 0);
    assert_done(AS(w, who, svc_find_next(SVC, text_str(typed), &found, &next, ERR)));
    for (size_t i = 0; i < next.n; i++)
        s = arena_printf(w->svc.arena, "%s%s%.*s=%zu", s, i ? "|" : "", TEXT_FMT(next.at[i].words), next.at[i].total);
    return s;
}

/* "Afgekeurd" means arbeidsongeschikt, and that may be ziek: only what the reader may read counts, and no text that has
 * no more than a part of what is offered, or something made from it. */
static void test_what_finds_nothing_is_told_what_is_near_and_finds_something(void **state)
{
    struct world *w = *state;
    adopted(w, "Loon bij een griep", "Wie ziek is, houdt loon.");
    adopted(w, "Naar de dokter", "Een ziekenfonds en zieke mensen.");
    adopted(w, "Verzekering", "Een ziekenfonds.");
    world_index(w);
    assert_string_equal(next_words(w, ANONYMOUS, "afgekeurd"), "ziek=2");
    assert_string_equal(next_words(w, ANONYMOUS, "zebrapad"), "");
    assert_done(AS(w, w->admin, svc_setting_put(SVC, TEXT("reading"), TEXT("members"), ERR)));
    assert_string_equal(next_words(w, ANONYMOUS, "afgekeurd"), "");
}

static void test_without_an_index_finding_says_so(void **state)
{
    struct world *w = *state;
    struct svc_found found;
    struct svc_ask ask = {.query = query_scan(w->svc.arena, TEXT("huur"))};
    assert_refused(AS(w, w->participant, svc_find(SVC, &ask, &found, ERR)), ERR_SEARCH_DOWN);
}

static void test_adopted_text_is_found_with_a_snippet_of_its_words(void **state)
{
    struct world *w = *state;
    adopted(w, "Huurverhoging", "Vraag de verhuurder om de brief met de nieuwe huurprijs.");
    adopted(w, "Servicekosten", "Vraag de afrekening op.");
    world_index(w);
    struct svc_found found = find_as(w, ANONYMOUS, "verhuurder");
    assert_hits(found, "Huurverhoging");
    assert_int_equal(found.total, 1);
    bool marked = false;
    for (size_t i = 0; i < found.hits[0].snippet.n; i++) marked |= found.hits[0].snippet.pieces[i].marked;
    assert_true(marked);
    assert_string_equal(found.hits[0].card.number, "2026-001");
}

static void test_what_is_confirmed_is_found_by_the_organisations_it_names(void **state)
{
    struct world *w = *state;
    const char *id = adopted(w, "Huurverhoging", "Vraag de verhuurder om de brief.");
    boards_of(w);
    world_index(w);
    assert_hits(find_as(w, w->participant, "verhuurder geldt-bij:hjl"), "");
    assert_done(confirm_import_as(w, w->editor, id, 1));
    world_index(w);
    assert_hits(find_as(w, w->participant, "verhuurder geldt-bij:hjl"), "Huurverhoging");
    assert_hits(find_as(w, w->participant, "verhuurder geldt-bij:nova"), "");
}

static void test_a_draft_is_found_by_its_group_alone_and_in_its_own_block(void **state)
{
    struct world *w = *state;
    a_published_draft(w, w->member, "huur", "Lekkage", "Meld de lekkage bij de verhuurder.");
    world_index(w);
    struct svc_found found = find_as(w, w->lead, "lekkage");
    assert_hits(found, "");
    assert_int_equal(found.total, 0);
    assert_own(found, "Lekkage");
    const char *const outside[] = {w->participant, w->other, w->admin, w->editor, w->nobody, ANONYMOUS, SYSTEM};
    for (size_t i = 0; i < COUNT_OF(outside); i++) {
        found = find_as(w, outside[i], "lekkage");
        assert_hits(found, "");
        assert_own(found, "");
        assert_int_equal(found.n_counts, 0);
    }
}

static void test_a_recommendation_is_found_by_participants_and_not_by_the_public(void **state)
{
    struct world *w = *state;
    const char *id = adopted(w, "Huurverhoging", "Bel de verhuurder."), *revision;
    int64_t version;
    assert_done(AS(w, w->lead, svc_revise(SVC, text_str(id), ERR)));
    version = working_version(w, w->lead, id);
    assert_done(save_as(w, w->lead, id, version, draft_of(w, "Nieuwe huurprijs", "Schrijf.", "Vraag de kantonrechter."),
                        &version));
    assert_done(publish_as(w, w->lead, id, version, &revision));
    world_index(w);
    struct svc_found found = find_as(w, w->participant, "kantonrechter");
    assert_hits(found, "Nieuwe huurprijs");
    assert_int_equal(found.hits[0].card.stage, STAGE_RECOMMENDATION);
    found = find_as(w, ANONYMOUS, "kantonrechter");
    assert_hits(found, "");
    found = find_as(w, ANONYMOUS, "verhuurder");
    assert_hits(found, "Huurverhoging");
}

static void test_what_a_group_writes_changes_no_byte_of_what_others_find(void **state)
{
    struct world *w = *state;
    adopted(w, "Huurverhoging", "Bel de verhuurder over de huurprijs.");
    adopted(w, "Servicekosten", "Vraag de verhuurder de afrekening.");
    world_index(w);
    const char *participant = everything(w, w->participant, "verhuurder huurprijs");
    const char *anonymous = everything(w, ANONYMOUS, "verhuurder huurprijs");
    const char *editor = everything(w, w->editor, "");
    for (int i = 0; i < 12; i++)
        a_published_draft(w, w->other, "schulden", arena_printf(w->svc.arena, "Concept %d", i),
                          "Verhuurder, verhuurder, huurprijs en nog eens huurprijs.");
    world_index(w);
    assert_int_equal(find_as(w, w->other, "verhuurder").n_own, SVC_OWN_MAX);
    assert_string_equal(everything(w, w->participant, "verhuurder huurprijs"), participant);
    assert_string_equal(everything(w, ANONYMOUS, "verhuurder huurprijs"), anonymous);
    assert_string_equal(everything(w, w->editor, ""), editor);
}

static void test_an_account_without_a_role_finds_what_the_public_finds(void **state)
{
    struct world *w = *state;
    const char *id = adopted(w, "Huurverhoging", "Bel de verhuurder over de huurprijs."), *revision;
    adopted(w, "Servicekosten", "Vraag de verhuurder de afrekening.");
    assert_done(AS(w, w->lead, svc_revise(SVC, text_str(id), ERR)));
    for (int i = 0; i < 3; i++) {
        int64_t version = working_version(w, w->lead, id);
        const char *body = arena_printf(w->svc.arena, "Verhuurder, huurprijs, keer %d.", i);
        assert_done(save_as(w, w->lead, id, version, draft_of(w, "Nieuwe huurprijs", "Schrijf.", body), &version));
        assert_done(publish_as(w, w->lead, id, version, &revision));
    }
    world_index(w);
    const char *public = everything(w, ANONYMOUS, "verhuurder huurprijs");
    assert_string_equal(everything(w, w->nobody, "verhuurder huurprijs"), public);
    assert_string_not_equal(everything(w, w->participant, "verhuurder huurprijs"), public);
}

static void test_anonymous_finds_nothing_when_reading_is_for_members(void **state)
{
    struct world *w = *state;
    adopted(w, "Huurverhoging", "Bel de verhuurder.");
    world_index(w);
    reading_is(w, "members"); /* the index still holds it; the second look in the store refuses */
    struct svc_found found = find_as(w, ANONYMOUS, "verhuurder");
    assert_hits(found, "");
    assert_int_equal(found.total, 0);
    assert_int_equal(found.n_counts, 0);
    found = find_as(w, w->participant, "verhuurder");
    assert_hits(found, "Huurverhoging");
}

/* Words of texts that somebody may not read are told in no other way either: no correction, meaning, word that is held,
 * suggestion. */
static void test_who_may_read_nothing_learns_no_word_of_the_texts(void **state)
{
    struct world *w = *state;
    adopted(w, "Huurverhoging", "Bel de verhuurder over het zebrapad.");
    world_index(w);
    static const char *const typed[] = {"verhuurder", "zebrapadd", "huisbaas", "zebrap", "walvis"};
    struct svc_suggested words;
    reading_is(w, "members");
    for (size_t i = 0; i < COUNT_OF(typed); i++) {
        const char *nothing = "0 of 0, page 1 of 1;; own 0";
        assert_string_equal(everything(w, ANONYMOUS, typed[i]), nothing);
        assert_string_equal(everything(w, w->nobody, typed[i]), nothing);
        assert_done(AS(w, w->nobody, svc_suggest(SVC, text_str(typed[i]), &words, ERR)));
        assert_int_equal(words.n, 0);
        assert_done(AS(w, w->participant, svc_suggest(SVC, text_str(typed[i]), &words, ERR)));
        assert_true((words.n > 0) == (i < 4));
    }
    assert_non_null(strstr(everything(w, w->participant, "zebrapadd"), "zebrapad for zebrapadd"));
}

static void test_an_index_that_lags_shows_nothing_that_was_withdrawn(void **state)
{
    struct world *w = *state;
    const char *id = a_published_draft(w, w->member, "huur", "Lekkage", "Meld de lekkage.");
    world_index(w);
    struct svc_role_put take = {text_str(w->member), TEXT("member"), TEXT("group"), TEXT("huur"), true};
    assert_done(AS(w, w->admin, svc_role_put(SVC, &take, ERR)));
    struct svc_found found = find_as(w, w->member, "lekkage");
    assert_own(found, "");
    assert_done(AS(w, w->lead, withdraw_by(w, id, TEXT("Dubbel."))));
    world_index(w);
    found = find_as(w, w->participant, "lekkage");
    assert_hits(found, "");
}

static void test_counts_and_filters_are_of_what_was_found(void **state)
{
    struct world *w = *state;
    adopted(w, "Huurverhoging", "Bel de verhuurder.");
    adopted(w, "Servicekosten", "Vraag de verhuurder de afrekening.");
    world_index(w);
    struct svc_found found = find_as(w, ANONYMOUS, "verhuurder");
    bool saw = false;
    for (size_t i = 0; i < found.n_counts; i++) {
        if (found.counts[i].field != QUERY_GROUP) continue;
        assert_string_equal(found.counts[i].value, "huur");
        assert_string_equal(found.counts[i].label, "Huur");
        assert_int_equal(found.counts[i].n, 2);
        saw = true;
    }
    assert_true(saw);
    found = find_as(w, ANONYMOUS, "verhuurder werkgroep:schulden");
    assert_int_equal(found.total, 0);
    found = find_as(w, ANONYMOUS, "verhuurder rechtsgebied:huur-en-consument");
    assert_int_equal(found.total, 2);
}

static void test_pages_hold_ten_and_a_page_too_far_is_the_last(void **state)
{
    struct world *w = *state;
    for (int i = 0; i < 12; i++)
        adopted(w, arena_printf(w->svc.arena, "Stuk %d", i),
                arena_printf(w->svc.arena, "Bel de verhuurder, keer %d.", i));
    world_index(w);
    struct svc_found found;
    struct svc_ask ask = {.query = query_scan(w->svc.arena, TEXT("verhuurder")), .page = 99};
    assert_done(AS(w, ANONYMOUS, svc_find(SVC, &ask, &found, ERR)));
    assert_int_equal(found.total, 12);
    assert_int_equal(found.pages, 2);
    assert_int_equal(found.page, 2);
    assert_int_equal(found.n_hits, 2);
}

static void test_store_and_index_agree_after_every_kind_of_change(void **state)
{
    struct world *w = *state;
    const char *id = adopted(w, "Huurverhoging", "Bel de verhuurder.");
    const char *draft = a_published_draft(w, w->member, "huur", "Lekkage", "Meld de lekkage.");
    assert_done(AS(w, w->lead, svc_revise(SVC, text_str(id), ERR)));
    world_index(w);
    assert_done(AS(w, w->lead, withdraw_by(w, draft, TEXT("Dubbel."))));
    assert_done(AS(w, w->lead, withdraw_by(w, id, TEXT("Niet nodig."))));
    world_index(w);
    size_t compared, wrong;
    assert_done(indexer_verify(w->store, w->svc.search, &compared, &wrong, ERR));
    assert_int_equal(compared, 2);
    assert_int_equal(wrong, 0);
}

static void test_a_rebuilt_index_answers_the_same(void **state)
{
    struct world *w = *state;
    adopted(w, "Huurverhoging", "Bel de verhuurder.");
    a_published_draft(w, w->member, "huur", "Verhuurder zoek", "Zoek de verhuurder.");
    world_index(w);
    const char *before = everything(w, w->lead, "verhuurder");
    search_reader_close(w->svc.search);
    w->svc.search = NULL;
    assert_done(search_writer_stop(&w->index, ERR));
    size_t practices;
    assert_done(indexer_rebuild(w->store, w->dir, NULL, NULL, &practices, ERR));
    assert_int_equal(practices, 2);
    world_index(w);
    assert_string_equal(everything(w, w->lead, "verhuurder"), before);
}

/* As after a new renderer: all of what was rendered is of another one. */
static void test_an_index_is_rebuilt_when_every_text_must_be_rendered_again(void **state)
{
    struct world *w = *state;
    enum { TEXTS = 200, LINES = 2000 }; /* a line costs memory, and an empty one no words */
    char body[LINES + 8];
    memset(body, '\n', sizeof body);
    memcpy(body, "Bel.", 4);
    const struct practice_section *infos;
    size_t n = practice_sections(PRACTICE_WERKWIJZE, &infos), practices;
    arena *whole = w->svc.arena, *one = arena_new(64 * 1024 * 1024);
    struct store_section *sections = ARENA_ARRAY(whole, struct store_section, n);
    for (size_t i = 0; i < n; i++) sections[i] = (struct store_section){infos[i].key, text_of(body, sizeof body)};
    for (int i = 0; i < TEXTS; i++) {
        w->svc.arena = one;
        const char *title = arena_printf(one, "Tekst %d", i);
        (void)adopted_as(w, title, (struct svc_draft){text_str(title), TEXT("Kort."), sections, n});
        arena_clear(one);
        w->svc.arena = whole;
    }
    arena_free(one);
    assert_done(db_exec(w->store->db, "DELETE FROM rendered", ERR));
    assert_done(indexer_rebuild(w->store, w->dir, NULL, NULL, &practices, ERR));
    assert_int_equal(practices, TEXTS);
}

/* The adopted text gets this body, which no renderer of today saw. */
static void stands_unrendered(struct world *w, const char *id, const char *body)
{
    struct store_practice row;
    struct store_revision r;
    assert_done(store_practice_get(w->store, id, w->svc.arena, &row, ERR));
    assert_done(store_revision_get(w->store, row.lines[STORE_ADOPTED].revision, w->svc.arena, &r, ERR));
    char *revision = arena_alloc(w->svc.arena, STORE_ID_BYTES);
    store_new_id(revision);
    r.id = row.lines[STORE_ADOPTED].revision = revision;
    r.sections = &(struct store_section){r.sections[0].key, text_str(body)};
    r.n_sections = 1;
    store_text_hash(r.title, r.brief, r.sections, r.n_sections, r.text_hash);
    r.version = 0;
    act_begin(w, SYSTEM);
    assert_done(store_revision_add(w->store, &r, ERR));
    assert_done(store_line_put(w->store, id, STORE_ADOPTED, &row.lines[STORE_ADOPTED], w->svc.now, ERR));
    assert_done(act_end(w, svc__log(SVC, "practice.place", id, NULL, "", ERR)));
}

static void test_a_text_that_is_refused_today_is_found_and_read_as_it_was_typed(void **state)
{
    struct world *w = *state;
    const char *id = adopted(w, "Huurverhoging", "Bel de verhuurder.");
    adopted(w, "Verhuurder zoek", "Zoek de verhuurder.");
    stands_unrendered(w, id, arena_printf(w->svc.arena, "%101sBel de <verhuurder> & wacht.", ""));
    world_index(w);
    assert_int_equal(find_as(w, ANONYMOUS, "verhuurder").n_hits, 2);
    struct svc_practice p;
    assert_done(read_as(w, ANONYMOUS, id, &p));
    assert_text(p.text.sections[0].body->pieces[0].html.raw, "<p>Bel de &lt;verhuurder&gt; &amp; wacht.</p>\n");
}

/* Of how many lines the text is not kept as today's renderer gives it. */
static size_t lacking(struct world *w)
{
    struct store_ids texts;
    assert_done(store_rendered_lacking(w->store, svc__renderer, 100, w->svc.arena, &texts, ERR));
    return texts.n;
}

/* After a new renderer, a restored text that is refused today, and a redaction: the clock fills what is not there. */
static void test_what_is_not_kept_rendered_is_rendered_by_the_clock(void **state)
{
    struct world *w = *state;
    size_t moved;
    const char *id = adopted(w, "Huurverhoging", "Bel de verhuurder.");
    adopted(w, "Verhuurder zoek", "Zoek de verhuurder.");
    stands_unrendered(w, id, arena_printf(w->svc.arena, "%101sBel de <verhuurder> & wacht.", ""));
    assert_done(db_exec(w->store->db, "UPDATE rendered SET renderer = 'older'", ERR));
    assert_int_equal(lacking(w), 2);
    assert_done(AS(w, SYSTEM, svc_keep(SVC, NULL, NULL, &moved, ERR)));
    assert_int_equal(lacking(w), 0);
    struct svc_practice p;
    assert_done(read_as(w, ANONYMOUS, id, &p));
    assert_text(p.text.sections[0].body->pieces[0].html.raw, "<p>Bel de &lt;verhuurder&gt; &amp; wacht.</p>\n");
    assert_done(db_exec(w->store->db, "DELETE FROM rendered", ERR));
    act_begin(w, SYSTEM);
    assert_done(act_end(w, svc__renderings_lack(SVC, ERR)));
    assert_done(AS(w, SYSTEM, svc_keep(SVC, NULL, NULL, &moved, ERR)));
    assert_int_equal(lacking(w), 0);
}

static void test_a_practice_that_cannot_be_indexed_keeps_no_other_from_being_found(void **state)
{
    struct world *w = *state;
    const char *id = adopted(w, "Huurverhoging", "Bel de verhuurder.");
    size_t practices;
    world_index(w);
    adopted(w, "Verhuurder zoek", "Zoek de verhuurder.");
    assert_done(db_exec(w->store->db, "PRAGMA foreign_keys = OFF", ERR));
    assert_done(db_exec(
        w->store->db,
        arena_printf(w->svc.arena, "UPDATE practice_line SET revision = 'gone' WHERE practice = '%s'", id), ERR));
    assert_done(AS(w, SYSTEM, svc__log(SVC, "practice.place", id, NULL, "", ERR)));
    world_index(w);
    assert_int_equal(find_as(w, ANONYMOUS, "verhuurder").n_hits, 1);
    search_reader_close(w->svc.search);
    w->svc.search = NULL;
    assert_done(search_writer_stop(&w->index, ERR));
    assert_done(indexer_rebuild(w->store, w->dir, NULL, NULL, &practices, ERR));
    world_index(w);
    assert_int_equal(find_as(w, ANONYMOUS, "verhuurder").n_hits, 1);
}

static void test_a_hit_says_in_which_section_its_passage_stands(void **state)
{
    struct world *w = *state;
    adopted(w, "Oversteken", "Steek over bij het zebrapad.");
    world_index(w);
    struct svc_found f = find_as(w, ANONYMOUS, "zebrapad");
    assert_int_equal(f.n_hits, 1);
    assert_string_equal(f.hits[0].section->key, "doe-dit");
    f = find_as(w, ANONYMOUS, "oversteken"); /* in the title only, or in another form */
    assert_int_equal(f.n_hits, 1);
}

/* What the next heading says is of somebody else. */
static void test_a_passage_ends_with_the_section_that_it_is_of(void **state)
{
    struct world *w = *state;
    const struct store_section parts[] = {{"doe-dit", TEXT("Vraag naar het zebrapad.")},
                                          {"kaart-eerste-lijn", TEXT("Bel het zebrapad.")},
                                          {"kaart-tweede-lijn", TEXT("Verf het zebrapad.")}};
    adopted_as(w, "map/lijnen.md", (struct svc_draft){TEXT("Lijnen"), TEXT("Bel eerst."), parts, COUNT_OF(parts)});
    world_index(w);
    struct svc_found f = find_as(w, ANONYMOUS, "bel zebrapad");
    assert_int_equal(f.n_hits, 1);
    const char *said = "";
    for (size_t i = 0; i < f.hits[0].snippet.n; i++)
        said = arena_printf(w->svc.arena, "%s%.*s", said, TEXT_FMT(f.hits[0].snippet.pieces[i].words));
    assert_string_equal(f.hits[0].section->key, "kaart-eerste-lijn"); /* which has both words by itself */
    assert_string_equal(said, "Bel het zebrapad.");
}

/* "ontruiming" means "huis ontruimen" as well, and that section says only huis. */
static void test_a_passage_is_of_the_section_that_says_what_was_typed(void **state)
{
    struct world *w = *state;
    const struct store_section parts[] = {{"doe-dit", TEXT("Vraag wie er in huis wonen.")},
                                          {"let-op", TEXT("Is de ontruiming morgen? Bel meteen.")}};
    adopted_as(w, "map/ontruiming.md",
               (struct svc_draft){TEXT("Een brief"), TEXT("Bel eerst."), parts, COUNT_OF(parts)});
    world_index(w);
    struct svc_found f = find_as(w, ANONYMOUS, "ontruiming");
    assert_int_equal(f.n_hits, 1);
    assert_string_equal(f.hits[0].section->key, "let-op");
}

static bool shows(const struct svc_hit *hit, const char *marked)
{
    for (size_t i = 0; i < hit->snippet.n; i++)
        if (hit->snippet.pieces[i].marked && text_is(hit->snippet.pieces[i].words, marked)) return true;
    return false;
}

static void test_what_was_tried_for_a_misspelt_or_broken_word_is_marked(void **state)
{
    struct world *w = *state;
    adopted(w, "Oversteken", "Steek over bij het zebrapad. Vraag om reintegratie.");
    world_index(w);
    struct svc_found f = find_as(w, ANONYMOUS, "oversteken bij een zebrapadd");
    assert_int_equal(f.n_hits, 1);
    assert_true(shows(&f.hits[0], "zebrapad"));
    assert_string_equal(f.hits[0].section->key, "doe-dit");
    f = find_as(w, ANONYMOUS, "re integratie");
    assert_int_equal(f.n_hits, 1);
    assert_true(shows(&f.hits[0], "reintegratie"));
    struct svc_practice p;
    struct svc_withins within;
    assert_done(read_as(w, ANONYMOUS, f.hits[0].card.id, &p));
    p.text.brief = "Dat heet re integratie."; /* who wrote it broken too */
    assert_done(AS(w, ANONYMOUS, svc_within(SVC, &p.text, TEXT("re integratie"), &within, ERR)));
    assert_int_equal(within.n, 2);
}

static void test_within_one_text_each_section_gives_its_best_passage(void **state)
{
    struct world *w = *state;
    struct svc_practice p;
    struct svc_withins found;
    const char *id = adopted(w, "Oversteken", "Steek over bij het zebrapad.");
    world_index(w);
    assert_done(read_as(w, ANONYMOUS, id, &p));
    assert_done(AS(w, ANONYMOUS, svc_within(SVC, &p.text, TEXT("zebrapaden"), &found, ERR)));
    assert_int_equal(found.n, 1);
    assert_string_equal(found.at[0].section->key, "doe-dit");
    p.text.brief = "Kijk eerst naar het zebrapad.";
    assert_done(AS(w, ANONYMOUS, svc_within(SVC, &p.text, TEXT("zebrapaden"), &found, ERR)));
    assert_int_equal(found.n, 2);
    assert_null(found.at[0].section); /* In het kort */
    assert_int_equal(found.n_corrected, 0);
    assert_done(AS(w, ANONYMOUS, svc_within(SVC, &p.text, TEXT("zebrapadd"), &found, ERR)));
    assert_int_equal(found.n, 2);
    assert_int_equal(found.n_corrected, 1);
    assert_true(text_is(found.corrected[0].used, "zebrapad"));
    assert_done(AS(w, ANONYMOUS, svc_within(SVC, &p.text, TEXT("zwemvliezen"), &found, ERR)));
    assert_int_equal(found.n, 0);
}

/* "Artikel 271" in a text about Boek 7. */
static void test_within_one_text_an_article_is_of_the_law_in_its_title(void **state)
{
    struct world *w = *state;
    struct svc_practice p;
    struct svc_withins found;
    const char *id = adopted(w, "Burgerlijk Wetboek Boek 7", "Zie artikel 271 of BP-2031-004.");
    world_index(w);
    assert_done(read_as(w, ANONYMOUS, id, &p));
    static const char *const asked[] = {"7:271", "artikel 7:271 bw", "artikel 271", "BP-2031-004"};
    for (size_t i = 0; i < COUNT_OF(asked); i++) {
        assert_done(AS(w, ANONYMOUS, svc_within(SVC, &p.text, text_str(asked[i]), &found, ERR)));
        assert_int_equal(found.n, 1);
    }
    assert_done(AS(w, ANONYMOUS, svc_within(SVC, &p.text, TEXT("BP-2031-005"), &found, ERR)));
    assert_int_equal(found.n, 0);
    struct svc_found f = find_as(w, ANONYMOUS, "7:271 bw");
    assert_int_equal(f.n_hits, 1);
    assert_true(shows(&f.hits[0], "artikel 271"));
    f = find_as(w, ANONYMOUS, "BP-2031-005");
    assert_int_equal(f.total, 0);
    assert_int_equal(f.n_unheld, 1);
}

/* ---- Nearly equal texts ---- */

/* Two hundred words; the last one is given. */
static const char *a_long_text(struct world *w, const char *last)
{
    const char *s = "Bel de verhuurder.";
    for (int i = 0; i < 200; i++) s = arena_printf(w->svc.arena, "%s stap%d", s, i);
    return arena_printf(w->svc.arena, "%s %s.", s, last);
}

static struct svc_found together_as(struct world *w, const char *who, const char *typed, text like)
{
    struct svc_found found;
    struct svc_ask ask = {
        .query = query_scan(w->svc.arena, text_str(typed)), .together = !like.len, .said = true, .like = like};
    assert_done(AS(w, who, svc_find(SVC, &ask, &found, ERR)));
    return found;
}

static void test_nearly_equal_texts_are_one_row_that_can_be_opened(void **state)
{
    struct world *w = *state;
    adopted(w, "Verhuurder bellen", a_long_text(w, "dan"));
    adopted_from(w, "map/later.md", "Verhuurder bellen", a_long_text(w, "nu"));
    adopted(w, "Iets anders", "Vraag de verhuurder de afrekening.");
    world_index(w);
    assert_int_equal(find_as(w, ANONYMOUS, "verhuurder").n_hits, 3);
    struct svc_found found = together_as(w, ANONYMOUS, "verhuurder", TEXT(""));
    assert_int_equal(found.n_hits, 2);
    assert_int_equal(found.total, 3);
    size_t one = strcmp(found.hits[0].card.title, "Verhuurder bellen") != 0;
    assert_int_equal(found.hits[one].alike, 1);
    assert_int_equal(found.hits[!one].alike, 0);
    found = together_as(w, ANONYMOUS, "verhuurder", found.hits[one].key);
    assert_hits(found, "Verhuurder bellen|Verhuurder bellen");
    assert_int_equal(found.total, 2);
    found = together_as(w, ANONYMOUS, "verhuurder", TEXT("00000000000000000000000000.a"));
    assert_hits(found, "");
}

/* The text on its way is newer, and as good; what was agreed speaks for it. */
static void test_of_nearly_equal_texts_the_one_that_stands_is_shown(void **state)
{
    struct world *w = *state;
    const char *id = adopted(w, "Verhuurder bellen", a_long_text(w, "dan")), *revision;
    int64_t version;
    days_pass(w, 3);
    assert_done(AS(w, w->lead, svc_revise(SVC, text_str(id), ERR)));
    version = working_version(w, w->lead, id);
    assert_done(save_as(w, w->lead, id, version,
                        draft_of(w, "Verhuurder bellen", "Bel eerst.", a_long_text(w, "verhuurder")), &version));
    assert_done(publish_as(w, w->lead, id, version, &revision));
    world_index(w);
    struct svc_found found = find_as(w, w->participant, "verhuurder");
    assert_int_equal(found.n_hits, 2);
    assert_int_equal(found.hits[0].card.line, LINE_ADOPTED);
    assert_int_equal(found.hits[1].card.line, LINE_CANDIDATE);
    found = together_as(w, w->participant, "verhuurder", TEXT(""));
    assert_int_equal(found.n_hits, 1);
    assert_int_equal(found.hits[0].card.line, LINE_ADOPTED);
    assert_int_equal(found.hits[0].alike, 1);
}

static void test_a_text_that_the_reader_may_not_see_is_counted_nowhere(void **state)
{
    struct world *w = *state;
    const char *id = adopted(w, "Verhuurder bellen", a_long_text(w, "dan")), *revision;
    int64_t version;
    a_published_draft(w, w->member, "huur", "Verhuurder bellen", a_long_text(w, "straks"));
    assert_done(AS(w, w->lead, svc_revise(SVC, text_str(id), ERR)));
    version = working_version(w, w->lead, id);
    assert_done(save_as(w, w->lead, id, version, draft_of(w, "Verhuurder bellen", "Bel eerst.", a_long_text(w, "nu")),
                        &version));
    assert_done(publish_as(w, w->lead, id, version, &revision));
    world_index(w);
    assert_int_equal(together_as(w, w->participant, "verhuurder", TEXT("")).hits[0].alike, 1);
    struct svc_found found = together_as(w, ANONYMOUS, "verhuurder", TEXT(""));
    assert_int_equal(found.n_hits, 1);
    assert_int_equal(found.hits[0].alike, 0);
    assert_int_equal(together_as(w, ANONYMOUS, "verhuurder", found.hits[0].key).total, 1);
}

/* The younger of two equal texts comes first, until the other took its place. */
static void test_a_text_that_ended_comes_after_what_took_its_place(void **state)
{
    struct world *w = *state;
    const char *old = adopted_from(w, "map/oud.md", "Verhuurder bellen", "Bel de verhuurder.");
    days_pass(w, 3);
    const char *young = adopted_from(w, "map/jong.md", "Verhuurder bellen", "Bel de verhuurder.");
    world_index(w);
    struct svc_found found = find_as(w, w->participant, "verhuurder");
    assert_int_equal(found.n_hits, 2);
    assert_string_equal(found.hits[0].card.id, young);
    assert_true(found.hits[0].score > found.hits[1].score && found.hits[1].score > 0.9 * found.hits[0].score);
    struct svc_move replace = {.practice = text_str(young), .move = MOVE_SUPERSEDE, .other = text_str(old)};
    assert_done(AS(w, w->editor, svc_move(SVC, &replace, ERR)));
    world_index(w);
    found = find_as(w, w->participant, "verhuurder");
    assert_int_equal(found.n_hits, 2);
    assert_string_equal(found.hits[0].card.id, old);
    assert_true(found.hits[1].score < 0.7 * found.hits[0].score);
}

/* Withdrawn: no answer to who wants to know what to do, however well its words fit; nor does it hold for anybody. */
static void test_an_ended_text_comes_behind_what_stands_and_holds_for_nobody(void **state)
{
    struct world *w = *state;
    boards_of(w);
    const char *id = adopted(w, "Afsluiting stroom", "Bel bij afsluiting van stroom de netbeheerder.");
    adopted(w, "Schulden", "Ook bij een afsluiting van de stroom is er hulp.");
    adopted(w, "Water", "Bij stroom in het water.");
    assert_done(confirm_import_as(w, w->editor, id, 2));
    world_index(w);
    struct svc_found found = find_as(w, w->participant, "afsluiting stroom");
    assert_hits(found, "Afsluiting stroom|Schulden|Water");
    assert_done(move_as(w, w->editor, id, MOVE_TRIGGER, "Het klopt niet."));
    assert_done(move_as(w, w->editor, id, MOVE_WITHDRAW, "Het klopt niet meer."));
    world_index(w);
    found = find_as(w, w->participant, "afsluiting stroom");
    assert_hits(found, "Schulden|Afsluiting stroom|Water"); /* what only shares a word stays behind */
    for (size_t i = 0; i < found.n_counts; i++) assert_true(found.counts[i].field != QUERY_ORGANISATION);
    found = find_as(w, w->participant, "afsluiting geldt-bij:hjl");
    assert_int_equal(found.total, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_what_is_confirmed_is_found_by_the_organisations_it_names),
        IN_WORLD(test_titles_are_suggested_for_what_is_nearest_to_what_is_typed),
        IN_WORLD(test_titles_are_suggested_for_a_whole_word),
        IN_WORLD(test_titles_are_suggested_where_no_word_is),
        IN_WORLD(test_a_title_that_is_being_typed_is_suggested_first),
        IN_WORLD(test_suggestions_are_of_texts_the_reader_may_read),
        IN_WORLD(test_what_finds_nothing_is_told_what_is_near_and_finds_something),
        IN_WORLD(test_without_an_index_finding_says_so),
        IN_WORLD(test_adopted_text_is_found_with_a_snippet_of_its_words),
        IN_WORLD(test_a_passage_is_of_the_section_that_says_what_was_typed),
        IN_WORLD(test_a_draft_is_found_by_its_group_alone_and_in_its_own_block),
        IN_WORLD(test_a_recommendation_is_found_by_participants_and_not_by_the_public),
        IN_WORLD(test_what_a_group_writes_changes_no_byte_of_what_others_find),
        IN_WORLD(test_an_account_without_a_role_finds_what_the_public_finds),
        IN_WORLD(test_anonymous_finds_nothing_when_reading_is_for_members),
        IN_WORLD(test_who_may_read_nothing_learns_no_word_of_the_texts),
        IN_WORLD(test_an_index_that_lags_shows_nothing_that_was_withdrawn),
        IN_WORLD(test_counts_and_filters_are_of_what_was_found),
        IN_WORLD(test_pages_hold_ten_and_a_page_too_far_is_the_last),
        IN_WORLD(test_store_and_index_agree_after_every_kind_of_change),
        IN_WORLD(test_a_rebuilt_index_answers_the_same),
        IN_WORLD(test_an_index_is_rebuilt_when_every_text_must_be_rendered_again),
        IN_WORLD(test_a_text_that_is_refused_today_is_found_and_read_as_it_was_typed),
        IN_WORLD(test_what_is_not_kept_rendered_is_rendered_by_the_clock),
        IN_WORLD(test_a_practice_that_cannot_be_indexed_keeps_no_other_from_being_found),
        IN_WORLD(test_a_hit_says_in_which_section_its_passage_stands),
        IN_WORLD(test_a_passage_ends_with_the_section_that_it_is_of),
        IN_WORLD(test_what_was_tried_for_a_misspelt_or_broken_word_is_marked),
        IN_WORLD(test_within_one_text_each_section_gives_its_best_passage),
        IN_WORLD(test_within_one_text_an_article_is_of_the_law_in_its_title),
        IN_WORLD(test_nearly_equal_texts_are_one_row_that_can_be_opened),
        IN_WORLD(test_of_nearly_equal_texts_the_one_that_stands_is_shown),
        IN_WORLD(test_a_text_that_the_reader_may_not_see_is_counted_nowhere),
        IN_WORLD(test_a_text_that_ended_comes_after_what_took_its_place),
        IN_WORLD(test_an_ended_text_comes_behind_what_stands_and_holds_for_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
