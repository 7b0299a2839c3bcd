/* The pages for finding and reading, over a real store and index: what stands on them for whom, and in which order. */
#include "tests/integration/service/ladder_test.h"

#include "kb/http/page_notices.h"
#include "kb/http/page_round.h"
#include "kb/http/pages.h"

struct asked {
    route_handle *handle;
    const char *path, *query;
    const char *number, *id, *version, *slug, *token; /* the names in the path */
    const char *cookie;
    bool in_no_group;
};

struct shown {
    err_code code;
    int status;
    const char *location, *html;
};

static void put_param(kb_req *req, const char *name, const char *value)
{
    if (value) req->params[req->n_params++] = (struct req_param){name, text_str(value)};
}

/* Asks a page as the server does behind the guard; the answer lives in the arena of the world. */
static struct shown page_as(struct world *w, const char *who, const struct asked *asked)
{
    struct req_session session = {0};
    struct desk desk = {.store = w->store, .search = w->svc.search};
    arena *a = w->svc.arena;
    act_begin(w, who);
    kb_req req = {
        .method = GET,
        .path = text_str(asked->path),
        .target = text_str(asked->path),
        .host = TEXT("kb.example"),
        .session = who ? &session : NULL,
        .actor = w->svc.actor,
        .person_name = who ? "Iemand" : "",
        .site = "Praktijkbank",
        .in_group = !asked->in_no_group,
        .cookie = text_str(asked->cookie),
        .now = w->svc.now,
        .arena = a,
        .desk = &desk,
        .store = w->store,
    };
    put_param(&req, "number", asked->number);
    put_param(&req, "id", asked->id);
    put_param(&req, "version", asked->version);
    put_param(&req, "slug", asked->slug);
    put_param(&req, "token", asked->token);
    text query = text_str(asked->query);
    if (query.len) assert_done(form_split_urlencoded(query, a, &req.query, &req.n_query, ERR));
    kb_res res = {.body = buf_new(RES_BODY_MAX), .arena = a};
    struct shown shown = {.code = act_end(w, asked->handle(&req, &res, ERR))};
    shown.status = res.status;
    shown.location = res.location;
    shown.html = arena_str(a, buf_cstr(&res.body));
    buf_release(&res.body);
    return shown;
}

static const char *practice_page(struct world *w, const char *who, const char *number)
{
    char path[64];
    snprintf(path, sizeof path, "/s/%s", number);
    struct asked asked = {.handle = page_practice, .path = path, .number = number};
    struct shown shown = page_as(w, who, &asked);
    assert_done(shown.code);
    assert_int_equal(shown.status, 200);
    return shown.html;
}

static const char *search_page(struct world *w, const char *who, const char *query)
{
    struct asked asked = {.handle = page_search, .path = "/zoeken", .query = query};
    struct shown shown = page_as(w, who, &asked);
    assert_done(shown.code);
    return shown.html;
}

/* Fails unless the words stand in the page, and gives the place. */
static const char *find(const char *html, const char *words)
{
    const char *at = strstr(html, words);
    if (!at)
        fail_msg("\"%s\" is not in the page: %.3000s", words, strstr(html, "<main") ? strstr(html, "<main") : html);
    return at;
}

static void not_in(const char *html, const char *words)
{
    const char *at = strstr(html, words);
    if (at) fail_msg("\"%s\" stands in the page: %.200s", words, at);
}

static const char *number_of(struct world *w, const char *id)
{
    struct store_practice row;
    assert_done(store_practice_get(w->store, id, w->svc.arena, &row, ERR));
    return row.number;
}

/* ---- A practice ---- */

static void test_the_brief_stands_before_the_sections_and_the_stage_is_a_sentence(void **state)
{
    struct world *w = *state;
    const char *html = practice_page(w, ANONYMOUS, number_of(w, adopted(w, "Huurverhoging", "Bel *de verhuurder*.")));
    assert_true(find(html, "Bel eerst.") < find(html, "Bel <em>de verhuurder</em>."));
    find(html, "Vastgesteld buiten de Praktijkbank, nog niet bevestigd.");
    find(html, "Besluit van het bestuur, 1 februari 2026");
    find(html, "huur en consument");
    not_in(html, "<form method=\"post\"");
}

static void test_what_people_write_never_becomes_html(void **state)
{
    struct world *w = *state;
    const char *html = practice_page(w, ANONYMOUS, number_of(w, adopted(w, "<b>Kop</b> \"x\"", "<script>1</script>")));
    find(html, "&lt;b&gt;Kop&lt;/b&gt;");
    not_in(html, "<b>Kop");
    not_in(html, "<script>1");
    world_index(w);
    html = search_page(w, ANONYMOUS, "q=%3Cb%3E%22x%22&soort=%22%3E%3Ci%3E");
    not_in(html, "<b>");
    not_in(html, "<i>");
}

static void test_the_id_of_a_numbered_practice_leads_on_to_its_number_for_good(void **state)
{
    struct world *w = *state;
    const char *id = adopted(w, "Huurverhoging", "Bel.");
    struct asked asked = {.handle = page_practice, .path = arena_printf(w->svc.arena, "/stukken/%s", id), .id = id};
    struct shown shown = page_as(w, ANONYMOUS, &asked);
    assert_int_equal(shown.status, 301);
    assert_string_equal(shown.location, arena_printf(w->svc.arena, "/s/%s", number_of(w, id)));
}

static void test_a_link_to_a_practice_that_is_not_there_is_words_without_an_address(void **state)
{
    struct world *w = *state;
    const char *seen = number_of(w, adopted(w, "Servicekosten", "Vraag de afrekening."));
    char *body = arena_printf(w->svc.arena, "Zie {stuk:%s} en [dit](/s/2019-998).", seen);
    const char *number = number_of(w, adopted(w, "Huurverhoging", body));
    const char *open = practice_page(w, ANONYMOUS, number);
    find(open, arena_printf(w->svc.arena, "href=\"/s/%s\">Servicekosten</a>", seen));
    find(open, "dit <span class=\"kb-muted\">(niet te vinden)</span>");
    not_in(open, "/s/2019-998");
}

static void test_a_contact_asks_to_sign_in_and_is_said_short_the_second_time(void **state)
{
    struct world *w = *state;
    const char *body = "Bel {contact:piket-huur} of {contact:piket-werk}.";
    const char *number = number_of(w, adopted(w, "Huurverhoging", body));
    find(practice_page(w, ANONYMOUS, number),
         "Bel piket huur (log in om te zien wie je kunt bellen) of piket werk (log in).");
    find(practice_page(w, w->participant, number), "Bel piket huur (geen nummer bekend)");
}

static void test_a_new_version_on_its_way_is_told_to_those_who_may_read_it(void **state)
{
    struct world *w = *state;
    const char *id = adopted(w, "Huurverhoging", "Bel morgen."), *revision;
    int64_t version;
    assert_done(AS(w, w->lead, svc_revise(SVC, text_str(id), ERR)));
    struct svc_draft draft = draft_of(w, "Huurverhoging", "Bel nu.", "Bel vandaag.");
    assert_done(save_as(w, w->lead, id, working_version(w, w->lead, id), draft, &version));
    assert_done(publish_as(w, w->lead, id, version, &revision));
    const char *number = number_of(w, id);
    const char *href = arena_printf(w->svc.arena, "href=\"/s/%s/op-weg\"", number);
    find(practice_page(w, w->participant, number), href);
    not_in(practice_page(w, ANONYMOUS, number), href);

    struct asked coming = {
        .handle = page_practice_coming, .path = arena_printf(w->svc.arena, "/s/%s/op-weg", number), .number = number};
    assert_int_equal(page_as(w, ANONYMOUS, &coming).code, ERR_NOT_FOUND);
    const char *html = page_as(w, w->participant, &coming).html;
    find(html, "Bel vandaag.");
    find(html, "Lees de tekst die nu geldt.");
    find(html, arena_printf(w->svc.arena, "http://kb.example/s/%s/versie/2", number));

    struct asked compare = {
        .handle = page_compare, .path = arena_printf(w->svc.arena, "/s/%s/verschil", number), .number = number};
    html = page_as(w, w->participant, &compare).html;
    find(html, "<ins><span class=\"kb-visually-hidden\">erbij: </span>");
    find(html, "Hetzelfde gebleven: Titel.");
    assert_int_equal(page_as(w, ANONYMOUS, &compare).code, ERR_NOT_FOUND);
}

static void test_a_version_that_is_no_number_is_not_found(void **state)
{
    struct world *w = *state;
    const char *number = number_of(w, adopted(w, "Huurverhoging", "Bel."));
    static const char *const wrong[] = {"0", "-1", "x", "2", "99999999999999999999"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct asked asked = {.handle = page_practice_version, .path = "/s/x", .number = number, .version = wrong[i]};
        assert_int_equal(page_as(w, w->lead, &asked).code, ERR_NOT_FOUND);
    }
}

static void test_buttons_are_for_who_may_press_them(void **state)
{
    struct world *w = *state;
    const char *id = adopted(w, "Huurverhoging", "Bel."), *number = number_of(w, id);
    const char *revise = arena_printf(w->svc.arena, "action=\"/stukken/%s/herzien\"", id);
    find(practice_page(w, w->lead, number), revise);
    not_in(practice_page(w, w->participant, number), revise);
    not_in(practice_page(w, ANONYMOUS, number), revise);
}

static const char *own_page(struct world *w, const char *who, route_handle *handle, const char *path, const char *id)
{
    struct asked asked = {.handle = handle, .path = arena_printf(w->svc.arena, "%s%s", path, id), .id = id};
    struct shown shown = page_as(w, who, &asked);
    assert_done(shown.code);
    return shown.html;
}

static void test_who_says_that_a_text_is_wrong_is_asked_what_is(void **state)
{
    struct world *w = *state;
    const char *id = adopted(w, "Huurverhoging", "Bel."), *number = number_of(w, id);
    struct asked after = {.handle = page_practice,
                          .path = arena_printf(w->svc.arena, "/s/%s", number),
                          .number = number,
                          .cookie = "kb-flash=flash.outdated"};
    const char *html = page_as(w, w->participant, &after).html;
    const char *form = find(find(html, "id=\"reacties\""), "De redactie hoort dit en kijkt ernaar.");
    find(find(form, "<details class=\"kb-details\" open>"), "Wat klopt er niet?");
    not_in(html, "Jouw reactie");
    not_in(practice_page(w, w->participant, number), "Wat klopt er niet?");
}

static void test_who_reads_a_draft_along_hears_who_asked_and_whom_to_answer(void **state)
{
    struct world *w = *state;
    const char *id = full_draft(w), *revision;
    char token[SVC_LINK_TOKEN_BYTES];
    assert_done(publish_as(w, w->lead, id, working_version(w, w->lead, id), &revision));
    assert_done(AS(w, w->lead, svc_reader_link(SVC, text_str(id), TEXT("Mijn oma"), token, ERR)));
    struct asked link = {.handle = page_link, .path = "/link/x", .token = token};
    const char *html = page_as(w, ANONYMOUS, &link).html;
    find(html, "Tess Trekker van de werkgroep Huur vraagt je om dit concept te lezen.");
    find(html, "vertel je aan Tess Trekker, van wie je de link kreeg.");
}

/* Whoever made the link reads more than whoever opens it: what the page keeps of one practice is not of both. */
static void test_a_link_for_a_check_shows_nothing_once_the_boards_decide(void **state)
{
    struct world *w = *state;
    (void)boards_of(w);
    const char *id = a_recommendation(w);
    char token[SVC_LINK_TOKEN_BYTES];
    struct asked link = {.handle = page_link, .path = "/link/x", .token = token};
    assert_done(AS(w, w->editor, svc_check_link(SVC, text_str(id), token, ERR)));
    assert_done(page_as(w, ANONYMOUS, &link).code);
    assert_done(open_round_as(w, w->editor, id, ROUND_CONSENT, PARTNERS));
    assert_int_equal(page_as(w, ANONYMOUS, &link).code, ERR_GONE);
}

static void test_the_step_that_stands_out_comes_first(void **state)
{
    struct world *w = *state;
    const char *id = full_draft(w);
    assert_done(submit_as(w, w->lead, id));
    const char *html = own_page(w, w->editor, page_practice, "/stukken/", id);
    const char *first = find(html, "class=\"kb-next__list\"");
    assert_true(find(first, "utrecht-button--primary-action") < find(first, "utrecht-button--secondary-action"));
    find(find(first, "primary-action"), "/stap/aannemen");
}

static void test_a_draft_without_a_version_leads_to_what_is_written(void **state)
{
    struct world *w = *state;
    const char *id = full_draft(w), *html = own_page(w, w->member, page_practice, "/stukken/", id);
    find(html, arena_printf(w->svc.arena, "/stukken/%s/bewerken\">Lees wat er al geschreven is</a>", id));
}

/* ---- Rounds ---- */

static void test_a_round_says_when_its_rule_passes(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round;
    in_round(w, ROUND_CONSENT, &round);
    const char *html = own_page(w, b.secretaries[0], page_round, "/besluiten/", round);
    find(find(html, "Met instemming"),
         "Minstens twee derde van de organisaties is akkoord, en niemand is niet akkoord.");
}

/* What a secretary hears after saving a position. */
static err_code say_flash(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    buf_str(&res->body, page_position_flash(req));
    return OK;
}

static void test_who_gave_the_last_position_hears_that_they_are_done(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    struct asked after = {.handle = say_flash, .path = "/besluiten/x"};
    const char *first, *second;
    in_round(w, ROUND_CONSENT, &first);
    in_round(w, ROUND_CONSENT, &second);
    assert_done(say_as(w, b.secretaries[1], first, b.organisations[1], POSITION_AGREE));
    assert_string_equal(page_as(w, b.secretaries[1], &after).html, "flash.position");
    assert_done(say_as(w, b.secretaries[1], second, b.organisations[1], POSITION_AGREE));
    assert_string_equal(page_as(w, b.secretaries[1], &after).html, "flash.position_last");
    assert_string_equal(page_as(w, b.secretaries[2], &after).html, "flash.position");
}

/* ---- Searching ---- */

static void test_the_first_hit_is_an_answer_card_and_the_rest_are_rows(void **state)
{
    struct world *w = *state;
    adopted(w, "Huurverhoging te laat", "De huurverhoging kwam te laat.");
    adopted(w, "Servicekosten", "Ook bij een huurverhoging.");
    world_index(w);
    const char *html = search_page(w, ANONYMOUS, "q=huurverhoging");
    find(html, "2 stukken gevonden");
    assert_true(find(html, "kb-answer__link") < find(html, "kb-hits"));
    find(html, "<mark class=\"utrecht-mark\">huurverhoging</mark>");
    not_in(search_page(w, ANONYMOUS, ""), "kb-answer"); /* without a question nothing is the answer */
}

/* Where the words stand nowhere else, and nothing was written in short, the text itself begins to speak. */
static void test_the_words_are_marked_in_title_and_brief(void **state)
{
    struct world *w = *state;
    adopted_as(w, "a.md", draft_of(w, "Terugbetaling <b>", "Vraag om uitstel van terugbetaling & meer.", "Bel."));
    adopted_as(w, "b.md", draft_of(w, "Veertiendagenbrief", "", "Stuur eerst een herinnering."));
    world_index(w);
    const char *html = search_page(w, ANONYMOUS, "q=terugbetaling");
    find(html, "<mark class=\"utrecht-mark\">Terugbetaling</mark> &lt;b&gt;");
    find(html, "uitstel van <mark class=\"utrecht-mark\">terugbetaling</mark> &amp; meer.");
    find(search_page(w, ANONYMOUS, "q=veertiendagenbrief"), "Stuur eerst een herinnering.");
    not_in(html, "<b>");
}

/* Withdrawn: a row with its warning before its advice, and nothing new. */
static void test_a_text_that_ended_is_no_answer_and_no_news(void **state)
{
    struct world *w = *state;
    struct asked home = {.handle = page_home, .path = "/"};
    const char *id = adopted(w, "Afsluiting stroom", "Bel bij afsluiting van stroom de netbeheerder.");
    find(page_as(w, w->participant, &home).html, "Afsluiting stroom");
    assert_done(move_as(w, w->editor, id, MOVE_TRIGGER, "Het klopt niet."));
    assert_done(move_as(w, w->editor, id, MOVE_WITHDRAW, "Het klopt niet meer."));
    world_index(w);
    const char *html = search_page(w, w->participant, "q=afsluiting+stroom");
    not_in(html, "kb-answer");
    assert_true(find(html, "kb-stage--let-op") < find(html, "kb-hit__brief"));
    not_in(page_as(w, w->participant, &home).html, "Afsluiting stroom");
}

static void test_filters_are_links_that_keep_the_question_and_can_be_taken_back(void **state)
{
    struct world *w = *state;
    adopted(w, "Huurverhoging", "Bel.");
    world_index(w);
    const char *html = search_page(w, ANONYMOUS, "q=huurverhoging&rechtsgebied=huur-en-consument&fase=best-practice");
    find(html, "1 stuk gevonden");
    find(html, "href=\"/zoeken?q=huurverhoging&amp;fase=best-practice\"");             /* without the legal field */
    find(html, "href=\"/zoeken?q=huurverhoging&amp;rechtsgebied=huur-en-consument\""); /* without the stage */
    find(html, "href=\"/zoeken?q=huurverhoging\"");                                    /* without any */
    find(search_page(w, ANONYMOUS, "q=huurverhoging&soort=plan"), "Geen stukken gevonden");
}

static void test_a_typed_filter_is_one_that_was_chosen(void **state)
{
    struct world *w = *state;
    adopted(w, "Huurverhoging", "Bel.");
    world_index(w);
    const char *html = search_page(w, ANONYMOUS, "q=huurverhoging+fase%3Abest-practice+soort%3A+plan");
    find(html, "name=\"q\" value=\"huurverhoging\" maxlength");
    find(html, "Geen stukken gevonden");
    find(html, "Fase: ");
    find(html, "href=\"/zoeken?q=huurverhoging&amp;fase=best-practice\""); /* without the kind */
    find(html, "href=\"/zoeken?q=huurverhoging\"");                        /* without any */
    not_in(html, "bestaat niet");
    find(search_page(w, ANONYMOUS, "q=huurverhoging+art%3A12"), "1 stuk gevonden"); /* no field: plain text */
}

static void test_a_filter_that_there_is_not_is_told_with_those_that_there_are(void **state)
{
    struct world *w = *state;
    adopted(w, "Huurverhoging", "Bel.");
    world_index(w);
    const char *html = search_page(w, w->participant, "q=huurverhoging+fase%3Afoo+werkgroep%3Ahuren");
    find(html, "Het filter “Fase: foo” bestaat niet. Kies uit: Voorstel, Aanbeveling");
    find(html, "Het filter “Werkgroep: huren” bestaat niet. Kies uit: Huur, Schulden.");
    find(html, "href=\"/zoeken?q=huurverhoging&amp;werkgroep=huren\">Zoek zonder dit filter.");
    html = search_page(w, ANONYMOUS, "q=huurverhoging&werkgroep=huren&rechtsgebied=huren");
    find(html, "Het filter “Rechtsgebied: huren” bestaat niet. Kies uit: huur en consument.");
    not_in(html, "Schulden"); /* who may not know the groups is told of none */
    struct asked api = {.handle = api_search, .path = "/api/v1/zoeken", .query = "q=huurverhoging&fase=xyz"};
    assert_int_equal(page_as(w, w->participant, &api).code, ERR_INVALID);
    assert_reason("fase", "not-a-choice");
    api.query = "q=huurverhoging&fase=best-practice";
    assert_done(page_as(w, w->participant, &api).code);
}

static void test_nothing_found_tells_what_else_to_try(void **state)
{
    struct world *w = *state;
    adopted(w, "Huurverhoging", "Bel.");
    world_index(w);
    const char *html = search_page(w, ANONYMOUS, "q=xyzzyplugh");
    find(html, "We vinden niets dat past");
    find(html, "Log in. Dan zoek je ook in voorstellen en aanbevelingen.");
    not_in(search_page(w, w->participant, "q=xyzzyplugh"), "Log in.");
}

static void test_search_that_is_down_is_said_as_such(void **state)
{
    struct world *w = *state;
    struct asked asked = {.handle = page_search, .path = "/zoeken", .query = "q=huur"};
    assert_int_equal(page_as(w, ANONYMOUS, &asked).code, ERR_SEARCH_DOWN);
}

static void test_drafts_stand_in_a_block_of_their_own_for_their_group_only(void **state)
{
    struct world *w = *state;
    const char *id = start_draft(w, w->member, "huur", "Burenlawaai"), *revision;
    assert_done(publish_as(w, w->lead, id, working_version(w, w->lead, id), &revision));
    adopted(w, "Huurverhoging", "Bel.");
    world_index(w);
    find(search_page(w, w->member, "q=burenlawaai"), "In je werkgroepen");
    not_in(search_page(w, w->participant, "q=burenlawaai"), "Burenlawaai</a>");
    not_in(search_page(w, w->participant, "q=burenlawaai"), "In je werkgroepen");
}

/* ---- Home and groups ---- */

static void test_home_shows_what_waits_for_me_and_what_is_new(void **state)
{
    struct world *w = *state;
    start_draft(w, w->member, "huur", "Burenlawaai");
    adopted(w, "Huurverhoging", "Bel.");
    struct asked home = {.handle = page_home, .path = "/"};
    const char *html = page_as(w, w->member, &home).html;
    assert_true(find(html, "autofocus") < find(html, "Burenlawaai"));
    assert_true(find(html, "Burenlawaai") < find(html, "Huurverhoging"));
    html = page_as(w, ANONYMOUS, &home).html;
    not_in(html, "Burenlawaai");
    not_in(html, "Wacht op mij");
    find(html, "Huurverhoging");
    reading_is(w, "members");
    not_in(page_as(w, ANONYMOUS, &home).html, "Huurverhoging");
}

static void test_a_reader_of_whom_nothing_is_asked_reads_what_they_can_do(void **state)
{
    struct world *w = *state;
    struct asked home = {.handle = page_home, .path = "/", .in_no_group = true};
    const char *html = page_as(w, w->participant, &home).html;
    find(html, "Er wacht nu niets op je.");
    not_in(html, "Je zit niet in een werkgroep");
}

static void test_a_full_desk_says_that_there_are_more(void **state)
{
    struct world *w = *state;
    struct asked desk = {.handle = page_desk, .path = "/redactie"};
    for (int i = 0; i < SVC_DESK_MAX + 1; i++) {
        const char *title = arena_printf(w->svc.arena, "Stuk %03d", i), *id = adopted(w, title, title);
        w->svc.now += MS_MINUTE;
        assert_done(AS(w, w->editor, move_by(w, id, MOVE_TRIGGER, TEXT("Nakijken."))));
        if (i == 1) not_in(page_as(w, w->editor, &desk).html, "die het langst wachten");
    }
    const char *html = page_as(w, w->editor, &desk).html;
    find(html, "Er zijn 501 stukken. Hier staan de 500 die het langst wachten.");
    find(html, "Stuk 499");
    not_in(html, "Stuk 500");
}

static void test_everything_that_is_told_has_a_sentence(void **state)
{
    struct world *w = *state;
    struct page page = {.svc = w->svc, .env = {.lang = LANG_NL}};
    for (size_t i = 0; svc_notice_action(i); i++) {
        struct svc_notice news = {.what = svc_notice_action(i)}, asked = {.what = svc_notice_action(i), .asked = true};
        if (!page_notice_words(&page, &news).len) fail_msg("no sentence for %s", news.what);
        if (!page_notice_words(&page, &asked).len) fail_msg("no sentence for %s, asked", news.what);
    }
}

/* Each part of the register of processing in words: a row without a name says nothing to who reads it. */
static void test_every_row_of_the_register_has_its_words(void **state)
{
    struct world *w = *state;
    const struct store_register_row *rows = store_register_rows;
    for (size_t i = 0; i < store_register_rows_count; i++) {
        const char *words[] = {arena_printf(w->svc.arena, "register.row.%s.%s", rows[i].table, rows[i].holder),
                               arena_printf(w->svc.arena, "register.why.%s", rows[i].why),
                               arena_printf(w->svc.arena, "register.ground.%s", rows[i].ground),
                               arena_printf(w->svc.arena, "register.erased.%s", rows[i].erased)};
        for (size_t k = 0; k < COUNT_OF(words); k++)
            if (msg_find(text_str(words[k])) == MSG_NONE) fail_msg("%s has no words", words[k]);
    }
    struct asked register_page = {.handle = page_register, .path = "/verwerkingen"};
    not_in(page_as(w, w->participant, &register_page).html, "<strong></strong>");
}

static void test_a_group_shows_its_people_and_offers_members_to_begin_a_text(void **state)
{
    struct world *w = *state;
    struct asked group = {.handle = page_group, .path = "/werkgroepen/huur", .slug = "huur"};
    const char *html = page_as(w, w->member, &group).html;
    find(html, "Tess Trekker <span class=\"utrecht-data-badge\">trekker</span>");
    find(html, "href=\"/stukken/nieuw?groep=huur\"");
    not_in(page_as(w, w->participant, &group).html, "/stukken/nieuw");
    group.slug = "bestaat-niet";
    assert_int_equal(page_as(w, w->member, &group).code, ERR_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_the_brief_stands_before_the_sections_and_the_stage_is_a_sentence),
        IN_WORLD(test_what_people_write_never_becomes_html),
        IN_WORLD(test_the_id_of_a_numbered_practice_leads_on_to_its_number_for_good),
        IN_WORLD(test_a_link_to_a_practice_that_is_not_there_is_words_without_an_address),
        IN_WORLD(test_a_contact_asks_to_sign_in_and_is_said_short_the_second_time),
        IN_WORLD(test_a_new_version_on_its_way_is_told_to_those_who_may_read_it),
        IN_WORLD(test_a_version_that_is_no_number_is_not_found),
        IN_WORLD(test_buttons_are_for_who_may_press_them),
        IN_WORLD(test_who_says_that_a_text_is_wrong_is_asked_what_is),
        IN_WORLD(test_who_reads_a_draft_along_hears_who_asked_and_whom_to_answer),
        IN_WORLD(test_a_link_for_a_check_shows_nothing_once_the_boards_decide),
        IN_WORLD(test_the_step_that_stands_out_comes_first),
        IN_WORLD(test_a_draft_without_a_version_leads_to_what_is_written),
        IN_WORLD(test_a_round_says_when_its_rule_passes),
        IN_WORLD(test_who_gave_the_last_position_hears_that_they_are_done),
        IN_WORLD(test_a_reader_of_whom_nothing_is_asked_reads_what_they_can_do),
        IN_WORLD(test_the_first_hit_is_an_answer_card_and_the_rest_are_rows),
        IN_WORLD(test_the_words_are_marked_in_title_and_brief),
        IN_WORLD(test_a_text_that_ended_is_no_answer_and_no_news),
        IN_WORLD(test_filters_are_links_that_keep_the_question_and_can_be_taken_back),
        IN_WORLD(test_a_typed_filter_is_one_that_was_chosen),
        IN_WORLD(test_a_filter_that_there_is_not_is_told_with_those_that_there_are),
        IN_WORLD(test_nothing_found_tells_what_else_to_try),
        IN_WORLD(test_search_that_is_down_is_said_as_such),
        IN_WORLD(test_drafts_stand_in_a_block_of_their_own_for_their_group_only),
        IN_WORLD(test_home_shows_what_waits_for_me_and_what_is_new),
        IN_WORLD(test_a_full_desk_says_that_there_are_more),
        IN_WORLD(test_everything_that_is_told_has_a_sentence),
        IN_WORLD(test_every_row_of_the_register_has_its_words),
        IN_WORLD(test_a_group_shows_its_people_and_offers_members_to_begin_a_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
