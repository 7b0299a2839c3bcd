/* Non-interference (design section 3, rule 6): what somebody may not see changes, and not one byte of their answers
 * does. Every address of the table of routes is recorded as a person, about every object and with every parameter;
 * others write, send in, send back, note, decide and withdraw; the same requests are asked again.
 *
 * A reader is recorded once for each stretch of the story that they may not notice. Along it a part of the requests is
 * asked again after every step (what shows and is gone again), and all of them at its end. An answer is kept as its
 * hash: KB_SHOW=1 keeps the words, for who wants to know what changed. */
#include "tests/walls/one_house.h"

#include "kb/domain/stage.h"
#include "kb/http/pages.h"
#include "kb/http/pdf.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#define W(x) (1u << (x))

/* ---- What is asked: routes x objects x parameters ---- */

/* Words of everybody, words that stand in hidden texts only (some misspelled, some cut off), and words of nobody. */
static const char *const asked_words[] = {
    "huurverhoging", "huurverhogin", "huur",           "bel",      "verhuurder",      "burenlawaai",
    "burenlawai",    "buren",        "lawaaioverlast", "schimmel", "schimel",         "vochtplek",
    "vochtplekken",  "controleer",   "zqtit14",        "zqtit00",  "zqwrk06",         "zqpos10",
    "zqnte06",       "zqcpt10",      "zqtit13",        "advocaat", "dakgoot",         "dakgooot",
    "nergensvoor",   "kozijn",       "kozijnschilder", "brief",    "%22bel+eerst%22", "huurverhoging+schimmel",
    "dakgoot+bel",   "2026-001",     "2026-009",       "2026-030",
};

static const char *const narrowings[] = {
    "",
    "&fase=voorstel",
    "&fase=aanbeveling",
    "&fase=besluitronde",
    "&fase=best-practice",
    "&fase=concept",
    "&volgorde=nieuwste",
    "&soort=werkwijze&blad=1",
    "&blad=2",
    "&werkgroep=huur",
    "&werkgroep=schulden&volgorde=nieuwste",
    "&letterlijk=1",
    "&rechtsgebied=huur-en-consument",
    "&jaar=2026",
};

/* Values of a name in a pattern. */
enum { VALUES_MAX = 40 };
struct values {
    const char *at[VALUES_MAX];
    size_t n;
};
static struct values texts, numbers, rounds, organisations, persons, steps;
static const struct values groups = {{"huur", "schulden", "bestaatniet"}, 3}, versions = {{"1", "2"}, 2},
                           nothing = {{"bestaatniet"}, 1};

/* The first row that fits says which; a name that stands in none of them names nothing that exists. */
static const struct {
    const char *under, *name;
    const struct values *values;
} named[] = {
    {"/s/", "number", &numbers},        {"/s/", "version", &versions},
    {"/stukken/", "id", &texts},        {"/stukken/", "step", &steps},
    {"/api/v1/stukken/", "id", &texts}, {"/besluiten/", "id", &rounds},
    {"/werkgroepen/", "slug", &groups}, {"/beheer/mensen/", "id", &persons},
    {"/tweede-stap/", "id", &persons},  {"/beheer/organisaties/", "id", &organisations},
};

/* What stands behind an address: %w each word, %p each part of a word from its first letters on, %n each narrowing in
 * turn, %o each organisation. */
static const struct {
    const char *path;
    const char *queries[8];
} behind[] = {
    {"/zoeken", {"", "?q=%w", "?q=%w%n"}},
    {"/zoeken/suggesties", {"?q=%p"}},
    {"/zoeken/feed", {"", "?q=%w%n"}},
    {"/api/v1/zoeken", {"?q=%w", "?q=%w%n"}},
    {"/stukken/lijkt-op", {"?titel=%w"}},
    {"/stukken/nieuw", {"", "?groep=huur"}},
    {"/redactie", {"", "?fase=submitted", "?loopt-vast=1", "?organisatie=%o"}},
    {"/besluiten/stukken", {"", "?organisatie=%o", "?organisatie=%o&dag=2026-03-02"}},
    {"/besluiten/vergadering", {"", "?organisatie=%o"}},
};

static const char *const missing[] = {"/sitemap.xml", "/s/2026-999", "/s/2026-031", "/werkgroepen/huur/leden"};

enum { ASKED_MAX = 4000, ADDRESS_MAX = 400 };
static struct {
    char *at[ASKED_MAX];
    size_t n;
} asked;

static void ask_for(const char *address)
{
    if (asked.n == ASKED_MAX) fail_msg("more addresses than room");
    asked.at[asked.n++] = strdup(address);
}

static void put_query(const char *path, const char *query);

/* The mark at `mark` becomes this value; what stands behind it may hold another. */
static void put_value(const char *path, const char *query, const char *mark, const char *value, size_t len)
{
    char next[ADDRESS_MAX];
    snprintf(next, sizeof next, "%.*s%.*s%s", (int)(mark - query), query, (int)len, value, mark + 2);
    put_query(path, next);
}

static void put_query(const char *path, const char *query)
{
    static size_t turn;
    char address[2 * ADDRESS_MAX];
    const char *mark = query;
    while ((mark = strchr(mark, '%')) && !strchr("wpno", mark[1])) mark++;
    if (!mark) {
        snprintf(address, sizeof address, "%s%s", path, query);
        ask_for(address);
    } else if (mark[1] == 'n') {
        const char *value = narrowings[turn++ % COUNT_OF(narrowings)];
        put_value(path, query, mark, value, strlen(value));
    } else if (mark[1] == 'o') {
        for (size_t i = 0; i < organisations.n; i++)
            put_value(path, query, mark, organisations.at[i], strlen(organisations.at[i]));
    } else {
        for (size_t i = 0; i < COUNT_OF(asked_words); i++) {
            size_t len = strlen(asked_words[i]);
            for (size_t n = mark[1] == 'p' ? 3 : len; n <= len; n += 4) put_value(path, query, mark, asked_words[i], n);
        }
    }
}

static void put_queries(const char *path)
{
    size_t row = 0;
    while (row < COUNT_OF(behind) && strcmp(behind[row].path, path) != 0) row++;
    if (row == COUNT_OF(behind))
        ask_for(path);
    else
        for (size_t i = 0; i < COUNT_OF(behind[row].queries) && behind[row].queries[i]; i++)
            put_query(path, behind[row].queries[i]);
}

static const struct values *values_of(const char *path, text name)
{
    for (size_t i = 0; i < COUNT_OF(named); i++)
        if (!strncmp(path, named[i].under, strlen(named[i].under)) && text_is(name, named[i].name))
            return named[i].values;
    return &nothing;
}

/* All steps (page_move.c) of the texts that are decided about, because they begin, or do not, as it stands there; of
 * the others each step of one text in so many. */
static bool step_is_asked(const char *path)
{
    enum { ONE_IN = 10 };
    unsigned sum = 0;
    if (!strstr(path, "/stap/") || strstr(path, h->texts[TEXT_IN_ROUND].id) || strstr(path, h->texts[TEXT_TALKS].id))
        return true;
    for (const char *c = path; *c; c++) sum = sum * 31 + (unsigned char)*c;
    return sum % ONE_IN == 0;
}

/* Fills the first name that stands open with each of its values, and so on. */
static void fill(const char *path)
{
    char next[ADDRESS_MAX];
    const char *open = strchr(path, '{'), *close = open ? strchr(open, '}') : NULL;
    if (!close) {
        if (step_is_asked(path)) put_queries(path);
        return;
    }
    const struct values *values = values_of(path, text_of(open + 1, (size_t)(close - open - 1)));
    for (size_t i = 0; i < values->n; i++) {
        snprintf(next, sizeof next, "%.*s%s%s", (int)(open - path), path, values->at[i], close + 1);
        fill(next);
    }
}

static void add_value(struct values *v, const char *value)
{
    if (value && *value && v->n < VALUES_MAX) v->at[v->n++] = value;
}

static void gather_values(void)
{
    for (int t = 0; t < TEXT_COMING; t++) {
        add_value(&texts, h->texts[t].id);
        add_value(&numbers, h->texts[t].number);
        add_value(&rounds, h->texts[t].round);
    }
    for (int i = 0; i < PARTNERS; i++) add_value(&organisations, h->b.organisations[i]);
    for (enum who who = PARTICIPANT; who <= EDITOR; who++) add_value(&persons, h->persons[who]);
    for (int m = MOVE_NONE + 1; m < STAGE_MOVE__COUNT; m++) add_value(&steps, stage_move_slug((enum stage_move)m));
}

static const char own_data[] = "/account/gegevens.json";

/* Papers as a PDF take a second each: few, and of those who have them. */
static bool is_asked(const struct route *route)
{
    return !strcmp(http_method_name(route->method), "GET") && !strstr(route->pattern, ".pdf") &&
           strcmp(route->pattern, own_data) != 0;
}

/* One's own data are asked last: they tell what one read oneself. */
static void gather_addresses(void)
{
    gather_values();
    for (size_t i = 0; i < kb_routes_count; i++)
        if (is_asked(&kb_routes[i])) fill(kb_routes[i].pattern);
    for (size_t i = 0; i < COUNT_OF(missing); i++) ask_for(missing[i]);
    fill("/besluiten/stukken.pdf");
    ask_for(own_data);
}

static struct pdf_master *pdf;

static int set_up(void **state)
{
    kb_err err = {0};
    if (pdf_start(&pdf, &err) != OK) return -1; /* before there are threads */
    open_house(state);
    h->app.pdf = pdf;
    gather_addresses();
    return 0;
}

static int tear_down(void **state)
{
    for (size_t i = 0; i < asked.n; i++) free(asked.at[i]);
    close_house(state);
    pdf_stop(pdf);
    return 0;
}

/* ---- Recording ---- */

/* How an address is asked; who asks and the place in the list choose one. */
static const struct way {
    const char *method, *headers;
    bool token; /* by a program, where programs may ask */
} ways[] = {
    {"GET", "", false},
    {"GET", "Range: bytes=0-9\r\n", true},
    {"HEAD", "", false},
    {"GET", "", true},
    {"GET", "Accept: application/json\r\n", false},
    {"GET", "Accept-Encoding: gzip\r\n", false},
    {"HEAD", "Range: bytes=5-\r\nAccept-Encoding: br\r\n", false},
};

static const struct way *way_of(enum who who, size_t i)
{
    bool whole = strstr(asked.at[i], ".pdf") || strstr(asked.at[i], own_data) || !strcmp(asked.at[i], "/inloggen");
    return &ways[whole ? 0 : (i + (size_t)who) % COUNT_OF(ways)];
}

enum { HASH_LEN = 32 };

static struct record {
    unsigned char hash[HASH_LEN];
    char *said; /* the answer, masked; NULL unless it is to be shown */
    char etag[80];
} * records[WHO__COUNT];

static bool shows;

static struct answer ask(enum who who, size_t i)
{
    const char *path = asked.at[i];
    const struct way *w = way_of(who, i);
    bool program = strstr(path, "/api/") || strstr(path, "/feed");
    return w->token && program && who != ANYBODY && who != CLOSED
               ? house_ask_by_token(h, who, "read", w->method, path, w->headers, NULL)
               : house_ask(h, who, w->method, path, w->headers, NULL);
}

/* The bytes of a PDF as what they hash to. */
static void hash_body(struct answer *a)
{
    unsigned char hash[HASH_LEN];
    char hex[2 * HASH_LEN + 1];
    crypto_generichash(hash, HASH_LEN, (const unsigned char *)a->body, a->len, NULL, 0);
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    free(a->body);
    a->body = strdup(hex);
}

/* Of a page with a token in it the ETag is another each time. */
static void mask_etag(char *said)
{
    char *etag = strstr(said, "TOKEN") ? strstr(said, "ETag: ") : NULL;
    if (etag) memset(etag, '-', strcspn(etag, "\r\n"));
}

static char *say_again(enum who who, size_t i)
{
    struct answer a = ask(who, i);
    /* a compressed page differs by its form tokens: what is compared is that, and how, it was compressed */
    bool coded = answer_header(&a, "Content-Encoding") != NULL && who != ANYBODY;
    if (strcmp(asked.at[i], own_data) != 0) canary_check(who, &a, asked.at[i]); /* one's own words and name */
    if (a.body && a.len != strlen(a.body) && !coded) hash_body(&a);
    if (coded && a.body) a.body[0] = '\0';
    if (a.status >= 500 || !a.status) house_complain("%s, %s: %d", who_names[who], asked.at[i], a.status);
    char *said = coded ? strdup("compressed") : house_masked(&a, NULL, 0);
    mask_etag(said);
    answer_free(&a);
    return said;
}

static void hash_of(const char *said, unsigned char hash[HASH_LEN])
{
    crypto_generichash(hash, HASH_LEN, (const unsigned char *)said, strlen(said), NULL, 0);
}

static void keep_etag(enum who who, size_t i)
{
    struct answer a = house_ask(h, who, "GET", asked.at[i], way_of(who, i)->headers, NULL);
    const char *etag = answer_header(&a, "ETag");
    snprintf(records[who][i].etag, sizeof records[who][i].etag, "%s", etag ? etag : "");
    answer_free(&a);
}

/* Who is as somebody else here asks a part; the parts of those who are alike differ. Papers are a secretary's. */
static bool asks(enum who who, size_t i)
{
    enum { ONE_IN = 4 };
    unsigned alike = W(NO_ROLE) | W(CLOSED) | W(COORDINATOR) | W(STEERING_GROUP) | W(ADMINISTRATOR) | W(SECOND_LEAD) |
                     W(BOARD_MEMBER);
    if (strstr(asked.at[i], ".pdf")) return who == SECRETARY || who == OTHER_SECRETARY;
    return !(alike & W(who)) || (i + who) % ONE_IN == 0 || !strcmp(asked.at[i], own_data);
}

/* That one has asked for one's own data stands in them. */
static void record(enum who who)
{
    struct answer a = house_ask(h, who, "GET", own_data, "", NULL);
    answer_free(&a);
    if (!records[who]) records[who] = calloc(asked.n, sizeof *records[who]);
    for (size_t i = 0; i < asked.n; i++) {
        struct record *r = &records[who][i];
        if (!asks(who, i)) continue;
        free(r->said);
        r->said = say_again(who, i);
        hash_of(r->said, r->hash);
        if (who == ANYBODY && i % 5 == 0 && strstr(r->said, "ETag: ")) keep_etag(who, i);
        if (shows) continue;
        free(r->said);
        r->said = NULL;
    }
}

static void check_etag(enum who who, size_t i)
{
    char headers[400];
    const struct record *r = &records[who][i];
    if (!r->etag[0]) return;
    snprintf(headers, sizeof headers, "%sIf-None-Match: %s\r\n", way_of(who, i)->headers, r->etag);
    struct answer a = house_ask(h, who, "GET", asked.at[i], headers, NULL);
    if (a.status != 304) house_complain("%s, %s: no longer the same ETag", who_names[who], asked.at[i]);
    answer_free(&a);
}

static void complain(enum who who, size_t i, const char *now, const char *what)
{
    const char *was = records[who][i].said;
    size_t at = 0;
    while (was && now[at] && now[at] == was[at]) at++;
    size_t from = at > 100 ? at - 100 : 0;
    house_complain("%s notices %s: %s %s %s\n  was %.250s\n  is  %.250s", who_names[who], what, way_of(who, i)->method,
                   asked.at[i], way_of(who, i)->headers, was ? was + from : "(KB_SHOW=1 keeps it)", now + from);
}

enum { PARTS = 16 };
static unsigned asked_again;

/* One part of what was recorded, or with PARTS all of it. */
static void replay(enum who who, size_t part, const char *what)
{
    unsigned char hash[HASH_LEN];
    for (size_t i = 0; i < asked.n; i++) {
        if (!asks(who, i) || (part != PARTS && (i % PARTS != part || strstr(asked.at[i], ".pdf")))) continue;
        char *now = say_again(who, i);
        hash_of(now, hash);
        if (memcmp(hash, records[who][i].hash, HASH_LEN) != 0) complain(who, i, now, what);
        check_etag(who, i);
        asked_again++;
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

/* Who is not of the network reads along, and who is becomes one of the group. */
static err_code let_in(struct house *house, kb_err *err)
{
    char token[SVC_LINK_TOKEN_BYTES];
    struct svc *svc = &h->w->svc;
    struct svc_invite invite = {.scope_kind = TEXT("group"), .scope = TEXT("huur")};
    (void)house;
    BY(h->w->lead, svc_reader_link(svc, text_str(hidden[0]), TEXT("Dakgoot"), token, err));
    ERR_TRY(svc_invite_make(svc, &invite, token, err));
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

/* Words go out of every version of a text, and nobody is told which. */
static err_code take_words_out(struct house *house, kb_err *err)
{
    struct svc *svc = &h->w->svc;
    struct svc_redact words = {
        .practice = text_str(h->texts[TEXT_SUBMITTED].id), .passage = TEXT("zqsec03"), .file = house->app.redactions};
    BY(h->w->editor, svc_redact(svc, &words, err));
    return tell_everybody(err);
}

/* What is of one person alone, and a person who is gone. */
static err_code keep_to_oneself(struct house *house, kb_err *err)
{
    struct svc *svc = &h->w->svc;
    struct svc_saved_add saved = {
        .name = TEXT("Dakgoot"), .address = TEXT("/zoeken?q=dakgoot"), .words = TEXT("dakgoot")};
    struct svc_token_make make = {.name = TEXT("Dakgoot"), .scope = TEXT("read"), .days = 9};
    struct svc_token_made made;
    struct svc_wish_put wish = {.address = TEXT("max@example.nl"), .overview = TEXT("daily")};
    struct svc_person_erase gone = {.person = text_str(house->persons[CLOSED]), .file = house->app.redactions};
    BY(house->persons[MANDATED], svc_saved_add(svc, &saved, err));
    ERR_TRY(svc_token_make(svc, &make, &made, err));
    ERR_TRY(svc_wish_put(svc, &wish, err));
    BY(h->w->admin, svc_person_erase(svc, &gone, err));
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
    {"who is let in", let_in, NETWORK | BOARDS | W(EDITOR)},
    {"drafts of another group", write_elsewhere, (NETWORK & ~W(ELSEWHERE)) | BOARDS | W(EDITOR) | W(MEMBER)},
    {"the editors' desk", work_the_desk, NETWORK | BOARDS},
    {"words taken out", take_words_out, NETWORK | BOARDS},
    {"notes among editors", note_for_colleagues, NETWORK | BOARDS | W(MEMBER)},
    {"what editors take in hand", take_in_hand, NETWORK},
    {"what a board prepares to say", prepare,
     NETWORK | W(MEMBER) | W(LEAD) | W(SECOND_LEAD) | W(EDITOR) | W(OTHER_SECRETARY)},
    {"what others keep to themselves", keep_to_oneself,
     (NETWORK & ~W(ADMINISTRATOR)) | W(MEMBER) | W(LEAD) | W(SECOND_LEAD) | W(EDITOR) | W(OTHER_SECRETARY)},
    {"positions", decide, WITHOUT_STEERING | W(MEMBER)},
    {"talks", begin_talks, WITHOUT_STEERING | W(MEMBER)},
    {"proposals and what is said", climb, PUBLIC_},
};

/* What is seen of somebody because they ask at all: that they were here, that their program was, what they write at. */
static void come_in(enum who who)
{
    struct answer a = house_ask_by_token(h, who, "read", "GET", "/zoeken/feed", "", NULL);
    answer_free(&a);
    for (size_t i = 0; i < asked.n; i++) {
        if (!strstr(asked.at[i], "/bewerken")) continue;
        a = house_ask(h, who, "GET", asked.at[i], "", NULL);
        answer_free(&a);
    }
}

static err_code tell_first(struct house *house, kb_err *err)
{
    (void)house;
    return tell_everybody(err);
}

static bool is_blind(enum who who, size_t step)
{
    return step < COUNT_OF(story) && story[step].blind & W(who);
}

static void tell_step(size_t i)
{
    for (enum who who = ANYBODY; who < WHO__COUNT; who++)
        if (is_blind(who, i) && (!i || !is_blind(who, i - 1))) record(who);
    house_do(h, story[i].run);
    house_settle(h);
    for (enum who who = ANYBODY; who < WHO__COUNT; who++)
        if (is_blind(who, i)) replay(who, is_blind(who, i + 1) ? i % PARTS : PARTS, story[i].what);
}

static void test_what_one_may_not_see_changes_without_a_byte_of_ones_answers(void **state)
{
    (void)state;
    shows = getenv("KB_SHOW") != NULL;
    for (enum who who = NO_ROLE; who < WHO__COUNT; who++) come_in(who);
    house_do(h, tell_first);
    house_settle(h);
    for (size_t i = 0; i < COUNT_OF(story); i++) tell_step(i);
    for (int who = 0; who < WHO__COUNT; who++) {
        for (size_t i = 0; records[who] && i < asked.n; i++) free(records[who][i].said);
        free(records[who]);
        records[who] = NULL;
    }
    print_message("%zu addresses, %u requests asked again\n", asked.n, asked_again);
    house_judge();
    assert_true(asked_again >= 5000);
}

/* The control: whoever may see it does notice. */
static void test_who_may_see_it_notices(void **state)
{
    (void)state;
    struct answer a = house_ask(h, LEAD, "GET", "/zoeken?q=dakgoot", "", NULL);
    assert_non_null(strstr(a.body, "Dakgoot</mark> en kozijnschilder"));
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
    for (size_t i = 1; i < COUNT_OF(own); i++) { /* and who speaks for it has the list of the meeting filled in */
        assert_reads(own[i], "/besluiten/vergadering", "Concept van Bo Bestuur");
        assert_reads(own[i], "/besluiten/vergadering", word);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_what_one_may_not_see_changes_without_a_byte_of_ones_answers),
        TEST(test_who_may_see_it_notices),
        TEST(test_ones_own_board_reads_what_it_prepares),
    };
    return cmocka_run_group_tests_name("unseen", tests, set_up, tear_down);
}
