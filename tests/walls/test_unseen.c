/* Non-interference (design section 3, rule 6): what somebody may not see changes, and not one byte of their answers
 * does. Requests are recorded as a person; others write, send in, send back, note, decide and withdraw; the same
 * requests are asked again.
 *
 * KB_REQUESTS=5000 makes it the long mode: so many requests for each person, 40 otherwise, besides every step of the
 * texts that are decided about. KB_SEED chooses them. */
#include "tests/walls/one_house.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

static unsigned requests = 40;

/* ---- What is asked ---- */

static uint64_t dice;

static unsigned roll(unsigned sides)
{
    dice = dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(dice >> 33) % sides;
}

/* Words of everybody, words that stand in hidden texts only (some misspelled, some cut off), and words of nobody. */
static const char *const asked_words[] = {
    "huurverhoging",
    "huurverhogin",
    "huur",
    "bel",
    "verhuurder",
    "burenlawaai",
    "burenlawai",
    "buren",
    "lawaaioverlast",
    "schimmel",
    "schimel",
    "vochtplek",
    "vochtplekken",
    "controleer",
    "zqtit14",
    "zqtit00",
    "zqwrk06",
    "zqpos10",
    "zqnte06",
    "zqtit13",
    "advocaat",
    "dakgoot",
    "dakgooot",
    "nergensvoor",
    "kozijn",
    "kozijnschilder",
    "brief",
    "%22bel+eerst%22",
    "huurverhoging+schimmel",
    "2026-001",
    "2026-009",
    "2026-030",
};

static const char *one_of(const char *const *list, size_t n)
{
    return list[roll((unsigned)n)];
}
#define ONE_OF(list) one_of(list, COUNT_OF(list))

static void put_search(struct buf *b)
{
    static const char *const stages[] = {"voorstel", "aanbeveling", "besluitronde", "best-practice", "concept"};
    static const char *const orders[] = {"nieuwste", "relevantie"};
    static const char *const paths[] = {"/zoeken", "/zoeken", "/zoeken/feed", "/api/v1/zoeken"};
    buf_printf(b, "%s?q=%s", ONE_OF(paths), ONE_OF(asked_words));
    if (!roll(3)) buf_printf(b, "+%s", ONE_OF(asked_words));
    if (!roll(4)) buf_printf(b, "&fase=%s", ONE_OF(stages));
    if (!roll(5)) buf_printf(b, "&volgorde=%s", ONE_OF(orders));
    if (!roll(5)) buf_printf(b, "&blad=%u", 1 + roll(3));
    if (!roll(6)) buf_str(b, "&soort=werkwijze");
    if (!roll(6)) buf_str(b, "&werkgroep=huur");
    if (!roll(8)) buf_str(b, "&letterlijk=1");
}

static void put_suggestion(struct buf *b)
{
    const char *word = ONE_OF(asked_words);
    buf_printf(b, "/zoeken/suggesties?q=%.*s", (int)(2 + roll((unsigned)strlen(word))), word);
}

static void put_text(struct buf *b)
{
    static const char *const tails[] = {
        "", "", "/op-weg", "/versies", "/versie/1", "/versie/2", "/verschil?van=1&tot=2"};
    static const char *const id_tails[] = {
        "", "/op-weg", "/versies", "/bewerken", "/stap/insturen", "/stap/besluitronde", "/schrijvers"};
    const struct house_text *t = &h->texts[roll(TEXT__COUNT)];
    if (!roll(6))
        buf_printf(b, "/api/v1/stukken/%s", t->number && roll(2) ? t->number : t->id);
    else if (t->number && roll(3))
        buf_printf(b, "/s/%s%s", t->number, ONE_OF(tails));
    else
        buf_printf(b, "/stukken/%s%s", t->id, ONE_OF(id_tails));
}

static void put_page(struct buf *b)
{
    static const char *const pages[] = {"/",
                                        "/overzicht",
                                        "/werkgroepen",
                                        "/werkgroepen/huur",
                                        "/werkgroepen/schulden",
                                        "/besluiten",
                                        "/besluiten/vergaderingen",
                                        "/besluiten/vergadering",
                                        "/besluiten/termijnen.ics",
                                        "/berichten",
                                        "/stukken/nieuw",
                                        "/redactie",
                                        "/redactie/een-persoon",
                                        "/redactie/pakket",
                                        "/beheer",
                                        "/readyz",
                                        "/stukken/lijkt-op?titel=huurverhoging",
                                        "/stukken/lijkt-op?titel=schimmel+burenlawaai",
                                        "/sitemap.xml"};
    const struct house_text *t = &h->texts[roll(TEXT__COUNT)];
    if (t->round && !roll(4))
        buf_printf(b, "/besluiten/%s", t->round);
    else
        buf_str(b, ONE_OF(pages));
}

struct request {
    char path[400], headers[200];
    const char *method;
    bool token; /* asked by a program, where programs may ask */
};

static struct request make_request(void)
{
    static void (*const kinds[])(struct buf * b) = {put_search, put_search, put_suggestion, put_text,
                                                    put_text,   put_page,   put_page};
    static const char *const extra[] = {
        "", "", "", "", "Range: bytes=0-9\r\n", "Accept: application/json\r\n", "Accept-Encoding: gzip\r\n"};
    struct request r = {.method = roll(8) ? "GET" : "HEAD"};
    struct buf b = buf_new(4000);
    kinds[roll(COUNT_OF(kinds))](&b);
    snprintf(r.path, sizeof r.path, "%s", buf_cstr(&b));
    snprintf(r.headers, sizeof r.headers, "%s", ONE_OF(extra));
    r.token = (strstr(r.path, "/api/") || strstr(r.path, "/feed")) && roll(2);
    buf_release(&b);
    return r;
}

/* Steps (page_move.c) that begin, or do not, as the text is in its round, in talks or deferred. */
static const char *const steps[] = {"besluitronde",  "nieuwe-tekst",  "vaststellen", "zonder-besluit",
                                    "herschrijven",  "in-gesprek",    "uitstellen",  "afwijzen",
                                    "met-afwijking", "weer-oppakken", "intrekken"};
enum { STEPS = COUNT_OF(steps), FIXED = 2 * STEPS };

static struct request step_request(unsigned i)
{
    struct request r = {.method = "GET"};
    const char *id = h->texts[i < STEPS ? TEXT_IN_ROUND : TEXT_TALKS].id;
    snprintf(r.path, sizeof r.path, "/stukken/%s/stap/%s", id, steps[i % STEPS]);
    return r;
}

static int set_up(void **state)
{
    open_house(state);
    if (getenv("KB_REQUESTS")) requests = (unsigned)atoi(getenv("KB_REQUESTS"));
    if (!requests) return -1;
    requests += FIXED;
    return 0;
}

/* ---- Recording ---- */

enum { HASH_LEN = 32, SAID_MAX = 500 };

static struct record {
    struct request request;
    unsigned char hash[HASH_LEN];
    char *said; /* the answer, masked; NULL in the long mode, where the hash must do */
    char etag[80];
} * records[WHO__COUNT];

static struct answer ask(enum who who, const struct request *r)
{
    bool token = r->token && who != ANYBODY && who != CLOSED;
    return token ? house_ask_by_token(h, who, "read", r->method, r->path, r->headers, NULL)
                 : house_ask(h, who, r->method, r->path, r->headers, NULL);
}

static char *say_again(enum who who, const struct record *r)
{
    struct answer a = ask(who, &r->request);
    /* a compressed page differs by its form tokens: what is compared is that, and how, it was compressed */
    bool coded = answer_header(&a, "Content-Encoding") != NULL && who != ANYBODY;
    canary_check(who, &a, r->request.path);
    if (coded && a.body) a.body[0] = '\0';
    char *said = coded ? strdup("compressed") : house_masked(&a, NULL, 0);
    answer_free(&a);
    return said;
}

static void keep_etag(enum who who, struct record *r)
{
    struct answer a = house_ask(h, who, "GET", r->request.path, r->request.headers, NULL);
    const char *etag = answer_header(&a, "ETag");
    if (etag) snprintf(r->etag, sizeof r->etag, "%s", etag);
    answer_free(&a);
}

static void record(enum who who)
{
    if (!records[who]) {
        records[who] = calloc(requests, sizeof *records[who]);
        for (unsigned i = 0; i < requests; i++) records[who][i].request = i < FIXED ? step_request(i) : make_request();
    }
    for (unsigned i = 0; i < requests; i++) {
        struct record *r = &records[who][i];
        free(r->said);
        r->said = say_again(who, r);
        crypto_generichash(r->hash, HASH_LEN, (const unsigned char *)r->said, strlen(r->said), NULL, 0);
        if (who == ANYBODY && !(i % 5)) keep_etag(who, r);
        if (requests <= SAID_MAX) continue;
        free(r->said);
        r->said = NULL;
    }
}

static void check_etag(enum who who, const struct record *r)
{
    char headers[400];
    if (!r->etag[0]) return;
    snprintf(headers, sizeof headers, "%sIf-None-Match: %s\r\n", r->request.headers, r->etag);
    struct answer a = house_ask(h, who, "GET", r->request.path, headers, NULL);
    if (a.status != 304) house_complain("%s, %s: no longer the same ETag", who_names[who], r->request.path);
    answer_free(&a);
}

static void complain(enum who who, const struct record *r, const char *now, const char *what)
{
    size_t at = 0;
    while (r->said && now[at] && now[at] == r->said[at]) at++;
    size_t from = at > 100 ? at - 100 : 0;
    house_complain("%s notices %s: %s %s %s\n  was %.250s\n  is  %.250s", who_names[who], what, r->request.method,
                   r->request.path, r->request.headers, r->said ? r->said + from : "(long mode)", now + from);
}

static void replay(enum who who, const char *what)
{
    unsigned char hash[HASH_LEN];
    for (unsigned i = 0; i < requests; i++) {
        struct record *r = &records[who][i];
        char *now = say_again(who, r);
        crypto_generichash(hash, HASH_LEN, (const unsigned char *)now, strlen(now), NULL, 0);
        if (memcmp(hash, r->hash, HASH_LEN) != 0) complain(who, r, now, what);
        check_etag(who, r);
        free(now);
    }
}

/* ---- What others do meanwhile: on the writer thread, in one transaction ---- */

static err_code become(const char *person, kb_err *err)
{
    struct svc *svc = &h->w->svc;
    svc->now = h->now;
    if (person == SYSTEM) {
        svc->actor = svc_system_actor();
        return OK;
    }
    return svc_actor(svc->store, person, svc->arena, &svc->actor, err);
}

#define BY(who, call)                                                                                                  \
    do {                                                                                                               \
        ERR_TRY(become((who), err));                                                                                   \
        ERR_TRY(call);                                                                                                 \
    } while (0)

static err_code tell_everybody(kb_err *err)
{
    bool left = true;
    while (left) BY(SYSTEM, svc_tell(&h->w->svc, &left, err));
    return OK;
}

static const char *const hidden_titles[] = {"Burenlawaai en lawaaioverlast", "Schimmel en vochtplekken",
                                            "Dakgoot en kozijnschilder", "Huurverhoging en schimmel", "Kozijn"};
enum { HIDDEN = 5 };
static const char *hidden[HIDDEN];

static err_code draft_one(const char *who, const char *group, const char *title, const char **id, kb_err *err)
{
    struct svc *svc = &h->w->svc;
    const struct practice_section *infos;
    size_t n = practice_sections(PRACTICE_WERKWIJZE, &infos);
    struct store_section *sections = ARENA_ARRAY(svc->arena, struct store_section, n);
    text body = text_str(arena_printf(svc->arena, "%s. Bel eerst de verhuurder. Huurverhoging huurverhoging.", title));
    for (size_t i = 0; i < n; i++) sections[i] = (struct store_section){infos[i].key, body};
    struct svc_start start = {.group = text_str(group), .kind = PRACTICE_WERKWIJZE, .title = text_str(title)};
    struct svc_working working;
    struct svc_save save = {.draft = {text_str(title), TEXT("Bel de verhuurder over schimmel."), sections, n}};
    struct svc_publish publish = {.note = TEXT("Eerste")};
    const char *revision;
    BY(who, svc_start(svc, &start, id, err));
    ERR_TRY(svc_working(svc, text_str(*id), &working, err));
    save.practice = publish.practice = text_str(*id);
    save.seen = working.version;
    ERR_TRY(svc_save(svc, &save, &publish.seen, err));
    ERR_TRY(svc_render(svc->arena, sections, n, &publish.rendered, err));
    ERR_TRY(svc_publish(svc, &publish, &revision, err));
    return OK;
}

static err_code write_drafts(struct house *house, kb_err *err)
{
    (void)house;
    for (size_t i = 0; i < HIDDEN; i++) ERR_TRY(draft_one(h->w->lead, "huur", hidden_titles[i], &hidden[i], err));
    return tell_everybody(err);
}

static err_code write_elsewhere(struct house *house, kb_err *err)
{
    const char *id;
    (void)house;
    for (size_t i = 0; i < HIDDEN; i++) ERR_TRY(draft_one(h->w->other, "schulden", hidden_titles[i], &id, err));
    return tell_everybody(err);
}

static err_code move_one(const char *who, const char *id, enum stage_move move, const char *words, kb_err *err)
{
    struct svc *svc = &h->w->svc;
    struct svc_move in = {.practice = text_str(id),
                          .move = move,
                          .words = text_str(words),
                          .similar = true,
                          .until = date_add_days(calendar_date(svc->now), 14)};
    struct store_working copy;
    if (move == MOVE_SUBMIT) {
        ERR_TRY(store_working_get(svc->store, id, svc->arena, &copy, err));
        in.seen = copy.version;
        ERR_TRY(svc_render(svc->arena, copy.sections, copy.n_sections, &in.rendered, err));
    }
    BY(who, svc_move(svc, &in, err));
    return OK;
}

static err_code work_the_desk(struct house *house, kb_err *err)
{
    struct svc *svc = &h->w->svc;
    (void)house;
    for (size_t i = 0; i + 1 < HIDDEN; i++) ERR_TRY(move_one(h->w->lead, hidden[i], MOVE_SUBMIT, "", err));
    ERR_TRY(move_one(h->w->editor, hidden[0], MOVE_RETURN, "Schimmel hoort erbij.", err));
    ERR_TRY(move_one(h->w->editor, hidden[1], MOVE_NOT_TAKE_UP, "Vochtplekken staan al ergens.", err));
    ERR_TRY(move_one(h->w->lead, hidden[HIDDEN - 1], MOVE_WITHDRAW, "Kozijn vervalt.", err));
    BY(h->w->editor, svc_desk_take(svc, text_str(hidden[2]), err));
    return tell_everybody(err);
}

static const int noted[] = {TEXT_SUBMITTED, TEXT_PROPOSAL, TEXT_RECOMMENDATION, TEXT_IN_ROUND, TEXT_ADOPTED};

static err_code note_for_colleagues(struct house *house, kb_err *err)
{
    struct svc *svc = &h->w->svc;
    (void)house;
    ERR_TRY(become(h->w->editor, err));
    for (size_t i = 0; i < COUNT_OF(noted); i++)
        ERR_TRY(svc_desk_note_add(svc, text_str(h->texts[noted[i]].id), TEXT("Bel de dakgoot over schimmel."), err));
    return tell_everybody(err);
}

/* Writers, editors and boards read who has a text in hand (design section 2, the needed line); nobody else does. */
static err_code take_in_hand(struct house *house, kb_err *err)
{
    struct svc *svc = &h->w->svc;
    (void)house;
    ERR_TRY(become(h->w->editor, err));
    for (size_t i = 0; i < COUNT_OF(noted); i++)
        if (noted[i] != TEXT_ADOPTED) ERR_TRY(svc_desk_take(svc, text_str(h->texts[noted[i]].id), err));
    return tell_everybody(err);
}

static err_code say(int partner, int t, enum round_position position, kb_err *err)
{
    struct svc *svc = &h->w->svc;
    struct svc_position in = {.round = text_str(h->texts[t].round),
                              .organisation = text_str(h->b.organisations[partner]),
                              .position = position,
                              .said = TEXT("De schimmel ontbreekt."),
                              .lift = TEXT("Voeg de dakgoot toe."),
                              .reserve = TEXT("local")};
    BY(h->b.secretaries[partner], svc_position(svc, &in, err));
    return OK;
}

/* Everybody has a position and the round closes early; another becomes softer; talks begin. */
static err_code decide(struct house *house, kb_err *err)
{
    (void)house;
    for (int i = 0; i < PARTNERS - 1; i++)
        ERR_TRY(say(i, TEXT_IN_ROUND, i == 1 ? POSITION_OBJECT : POSITION_AGREE, err));
    ERR_TRY(say(0, TEXT_TALKS, POSITION_RESERVE, err));
    return tell_everybody(err);
}

static err_code begin_talks(struct house *house, kb_err *err)
{
    (void)house;
    ERR_TRY(move_one(h->w->editor, h->texts[TEXT_IN_ROUND].id, MOVE_TALK, "", err));
    ERR_TRY(move_one(h->w->editor, h->texts[TEXT_TALKS].id, MOVE_DEFER, "", err));
    return tell_everybody(err);
}

/* What the first partner prepares to say; in words by which other texts are found. */
static err_code prepare_one(int t, kb_err *err)
{
    struct svc *svc = &h->w->svc;
    struct svc_position in = {.round = text_str(h->texts[t].round),
                              .organisation = text_str(h->b.organisations[0]),
                              .position = POSITION_OBJECT,
                              .said = text_str(arena_printf(svc->arena, "zqcpt%02d dakgoot", t)),
                              .lift = TEXT("Voeg schimmel toe.")};
    BY(h->persons[BOARD_MEMBER], svc_concept(svc, &in, err));
    return OK;
}

/* Where it has no position yet, and where it has one. */
static err_code prepare(struct house *house, kb_err *err)
{
    (void)house;
    ERR_TRY(prepare_one(TEXT_IN_ROUND, err));
    ERR_TRY(prepare_one(TEXT_TALKS, err));
    return tell_everybody(err);
}

static err_code prepare_again(struct house *house, kb_err *err)
{
    (void)house;
    return prepare_one(TEXT_IN_ROUND, err);
}

/* What the network sees and the public does not. */
static err_code climb(struct house *house, kb_err *err)
{
    struct svc *svc = &h->w->svc;
    (void)house;
    ERR_TRY(move_one(h->w->editor, hidden[2], MOVE_ACCEPT, "", err));
    ERR_TRY(move_one(h->w->editor, hidden[3], MOVE_ACCEPT, "", err));
    struct svc_remark_add remark = {.practice = text_str(h->texts[TEXT_ADOPTED].id),
                                    .body = TEXT("Denk aan schimmel.")};
    struct svc_experience_add tried = {
        .practice = text_str(h->texts[TEXT_ADOPTED].id), .body = TEXT("Dakgoot hielp."), .again = TEXT("yes")};
    BY(h->w->participant, svc_remark_add(svc, &remark, err));
    ERR_TRY(svc_experience_add(svc, &tried, err));
    ERR_TRY(svc_use(svc, text_str(h->texts[TEXT_DUE].id), SVC_USED, err));
    return tell_everybody(err);
}

/* ---- The story, and who may not notice which part of it ---- */

#define W(x)    (1u << (x))
#define PUBLIC_ (W(ANYBODY) | W(NO_ROLE) | W(CLOSED))
#define NETWORK (PUBLIC_ | W(PARTICIPANT) | W(ELSEWHERE) | W(COORDINATOR) | W(STEERING_GROUP) | W(ADMINISTRATOR))
/* The steering group has a step of its own in talks, and sees what that step still needs. */
#define WITHOUT_STEERING (NETWORK & ~W(STEERING_GROUP))
#define BOARDS           (W(BOARD_MEMBER) | W(SECRETARY) | W(OTHER_SECRETARY))

static const struct {
    const char *what;
    err_code (*run)(struct house *h, kb_err *err);
    unsigned blind;
} story[] = {
    {"drafts", write_drafts, NETWORK | BOARDS | W(EDITOR)},
    {"drafts of another group", write_elsewhere, (NETWORK & ~W(ELSEWHERE)) | BOARDS | W(EDITOR) | W(MEMBER)},
    {"the editors' desk", work_the_desk, NETWORK | BOARDS},
    {"notes among editors", note_for_colleagues, NETWORK | BOARDS | W(MEMBER)},
    {"what editors take in hand", take_in_hand, NETWORK},
    {"what a board prepares to say", prepare,
     NETWORK | W(MEMBER) | W(LEAD) | W(SECOND_LEAD) | W(EDITOR) | W(OTHER_SECRETARY)},
    {"positions", decide, WITHOUT_STEERING | W(MEMBER)},
    {"talks", begin_talks, WITHOUT_STEERING | W(MEMBER)},
    {"proposals and what is said", climb, PUBLIC_},
};

static err_code tell_first(struct house *house, kb_err *err)
{
    (void)house;
    return tell_everybody(err);
}

static void test_what_one_may_not_see_changes_without_a_byte_of_ones_answers(void **state)
{
    (void)state;
    unsigned asked = 0;
    dice = getenv("KB_SEED") ? (uint64_t)atoll(getenv("KB_SEED")) : 1;
    house_do(h, tell_first);
    for (size_t i = 0; i < COUNT_OF(story); i++) {
        for (enum who who = ANYBODY; who < WHO__COUNT; who++)
            if (story[i].blind & W(who)) record(who);
        house_do(h, story[i].run);
        house_settle(h);
        for (enum who who = ANYBODY; who < WHO__COUNT; who++) {
            if (!(story[i].blind & W(who))) continue;
            replay(who, story[i].what);
            asked += requests;
        }
    }
    for (int who = 0; who < WHO__COUNT; who++) {
        for (unsigned i = 0; records[who] && i < requests; i++) free(records[who][i].said);
        free(records[who]);
        records[who] = NULL;
    }
    print_message("%u requests asked again\n", asked);
    house_judge();
}

/* The control: whoever may see it does notice. */
static void test_who_may_see_it_notices(void **state)
{
    (void)state;
    struct answer a = house_ask(h, LEAD, "GET", "/zoeken?q=dakgoot", "", NULL);
    assert_non_null(strstr(a.body, "Dakgoot en kozijnschilder"));
    answer_free(&a);
    a = house_ask(h, EDITOR, "GET", "/redactie", "", NULL);
    assert_non_null(strstr(a.body, "Dakgoot en kozijnschilder"));
    answer_free(&a);
}

static void assert_reads(enum who who, const char *path, const char *word)
{
    struct answer a = house_ask(h, who, "GET", path, "", NULL);
    if (!a.body || !strstr(a.body, word)) fail_msg("%s does not read %s", who_names[who], word);
    answer_free(&a);
}

/* The same control for a concept: its own board reads it, all of it. */
static void test_ones_own_board_reads_what_it_prepares(void **state)
{
    static const enum who own[] = {BOARD_MEMBER, DEPUTY, MANDATED, SECRETARY};
    char path[100], word[10];
    (void)state;
    house_do(h, prepare_again);
    snprintf(path, sizeof path, "/besluiten/%s", h->texts[TEXT_IN_ROUND].round);
    snprintf(word, sizeof word, "zqcpt%02d", TEXT_IN_ROUND);
    for (size_t i = 0; i < COUNT_OF(own); i++) assert_reads(own[i], path, word);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_what_one_may_not_see_changes_without_a_byte_of_ones_answers),
        TEST(test_who_may_see_it_notices),
        TEST(test_ones_own_board_reads_what_it_prepares),
    };
    return cmocka_run_group_tests_name("unseen", tests, set_up, close_house);
}
