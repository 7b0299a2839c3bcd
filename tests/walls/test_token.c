/* Programs that ask with a token: what the list below says they may ask, and no byte more than their person may see. */
#include "tests/walls/one_house.h"

#include "kb/http/pages.h"
#include "kb/http/session.h"

#include <string.h>

/* ---- The list: where a token of which scope is taken ---- */

static const struct {
    const char *pattern;
    bool feeds, read;
} taken[] = {
    {"/zoeken/feed", true, true},
    {"/api/v1/zoeken", false, true},
    {"/api/v1/stukken/{id}", false, true},
};

static bool is_taken(const struct route *r, const char *scope)
{
    for (size_t i = 0; i < COUNT_OF(taken); i++)
        if (r->method == GET && !strcmp(r->pattern, taken[i].pattern))
            return !strcmp(scope, "feeds") ? taken[i].feeds : taken[i].read;
    return false;
}

/* An adopted text for each {id}, so that there is something to be had. */
static void fill(char out[400], const char *pattern)
{
    size_t n = 0;
    for (const char *c = pattern; *c && n < 300;) {
        const char *end = *c == '{' ? strchr(c, '}') : NULL;
        if (end) {
            n += (size_t)snprintf(out + n, 400 - n, "%s", h->texts[TEXT_ADOPTED].id);
            c = end + 1;
        } else {
            out[n++] = *c++;
        }
    }
    out[n] = '\0';
}

static char *masked(struct answer *a)
{
    char *said = house_masked(a, NULL, 0);
    answer_free(a);
    return said;
}

/* The administrator's token, and one that nobody has: where none is taken the answer is one and the same. */
static void check_refused(const struct route *r, const char *scope)
{
    char path[400];
    const char *method = http_method_name(r->method), *form = r->method == POST ? "do=remove" : NULL;
    fill(path, r->pattern);
    struct answer good = house_ask_by_token(h, ADMINISTRATOR, scope, method, path, "", form);
    struct answer wrong = house_ask(h, ANYBODY, method, path, "Authorization: Bearer kb_verkeerd\r\n", form);
    if (good.status != 403) house_complain("%s %s takes a token (%s): %d", method, path, scope, good.status);
    const char *say = answer_header(&good, "WWW-Authenticate");
    if (!say || strcmp(say, "Bearer error=\"insufficient_scope\"") != 0)
        house_complain("%s %s: does not say why", method, path);
    char *one = masked(&good), *other = masked(&wrong);
    if (strcmp(one, other) != 0) house_complain("%s %s: tells a good token from a wrong one", method, path);
    free(one);
    free(other);
}

/* With the right scope it is taken, with the other one it is refused after it was found to be good. */
static void check_taken(const struct route *r, const char *scope)
{
    char path[400];
    fill(path, r->pattern);
    struct answer a = house_ask_by_token(h, ADMINISTRATOR, scope, "GET", path, "", NULL);
    if (a.status != 200) house_complain("%s does not take a token (%s): %d", path, scope, a.status);
    answer_free(&a);
}

static size_t check_table(const struct route *table, size_t n)
{
    size_t opened = 0;
    static const char *const scopes[] = {"feeds", "read"};
    for (size_t i = 0; i < n; i++)
        for (size_t s = 0; s < COUNT_OF(scopes); s++) {
            bool opens = is_taken(&table[i], scopes[s]);
            opened += opens;
            if (opens)
                check_taken(&table[i], scopes[s]);
            else if (!is_taken(&table[i], "read")) /* else a wrong one is 401: below */
                check_refused(&table[i], scopes[s]);
        }
    return opened;
}

static void test_every_route_but_those_of_the_list_refuses_every_token(void **state)
{
    (void)state;
    assert_int_equal(check_table(kb_routes, kb_routes_count), 4);
    assert_int_equal(check_table(ops_routes, ops_routes_count), 0);
    house_judge();
}

static void assert_says(struct answer a, int status, const char *challenge)
{
    assert_int_equal(a.status, status);
    assert_string_equal(answer_header(&a, "Content-Type"), "application/problem+json");
    assert_string_equal(answer_header(&a, "Cache-Control"), "no-store");
    if (challenge)
        assert_string_equal(answer_header(&a, "WWW-Authenticate"), challenge);
    else
        assert_null(answer_header(&a, "WWW-Authenticate"));
    answer_free(&a);
}

static void test_a_token_for_feeds_does_not_search_or_read(void **state)
{
    (void)state;
    const char *no = "Bearer error=\"insufficient_scope\"";
    char path[200];
    snprintf(path, sizeof path, "/api/v1/stukken/%s", h->texts[TEXT_ADOPTED].number);
    assert_says(house_ask_by_token(h, EDITOR, "feeds", "GET", "/api/v1/zoeken?q=huur", "", NULL), 403, no);
    assert_says(house_ask_by_token(h, EDITOR, "feeds", "GET", path, "", NULL), 403, no);
    assert_says(house_ask_by_token(h, EDITOR, "feeds", "GET", "/api/v1/nergens", "", NULL), 404, NULL);
}

/* ---- What it gives: what a session of the same person gives ---- */

static void same_as_session(enum who who, const char *path, const char *what)
{
    struct answer token = house_ask_by_token(h, who, "read", "GET", path, "", NULL);
    struct answer session = house_ask(h, who, "GET", path, "Accept: application/json\r\n", NULL);
    canary_check(who, &token, path);
    char *one = masked(&token), *other = masked(&session);
    if (strcmp(one, other) != 0)
        house_complain("%s, %s (%s): a token gives something else\n  %.300s\n  %.300s", who_names[who], path, what, one,
                       other);
    free(one);
    free(other);
}

static int expected(enum who who, int t)
{
    if (design_may(who, t, 'r')) return 200;
    return design_may(who, t, 'g') ? 410 : 404;
}

static void check_text(enum who who, int t)
{
    char path[200];
    const struct house_text *x = &h->texts[t];
    snprintf(path, sizeof path, "/api/v1/stukken/%s", x->number && who % 2 ? x->number : x->id);
    struct answer a = house_ask_by_token(h, who, "read", "GET", path, "", NULL);
    if (a.status != expected(who, t))
        house_complain("%s, %s: %d, expected %d", who_names[who], text_names[t], a.status, expected(who, t));
    answer_free(&a);
    same_as_session(who, path, text_names[t]);
}

static void test_a_token_gives_its_person_what_a_session_gives_and_nothing_else(void **state)
{
    (void)state;
    static const char *const questions[] = {"/api/v1/zoeken?q=huurverhoging", "/api/v1/zoeken",
                                            "/zoeken/feed?q=huurverhoging", "/api/v1/zoeken?q=zqtit00",
                                            "/api/v1/zoeken?q=huurverhoging&blad=2&fase=voorstel"};
    for (enum who who = NO_ROLE; who < WHO__COUNT; who++) {
        if (who == CLOSED) continue;
        for (int t = 0; t < TEXT__COUNT; t++)
            if (t != TEXT_COMING) check_text(who, t);
        for (size_t i = 0; i < COUNT_OF(questions); i++) same_as_session(who, questions[i], "");
    }
    house_judge();
}

/* The control: it does give what the public does not get, so the comparison above is of something. */
static void test_who_may_more_gets_more(void **state)
{
    (void)state;
    struct answer anybody = house_ask(h, ANYBODY, "GET", "/api/v1/zoeken?q=huurverhoging", "", NULL);
    struct answer member = house_ask_by_token(h, MEMBER, "read", "GET", "/api/v1/zoeken?q=huurverhoging", "", NULL);
    const char *proposal = h->texts[TEXT_PROPOSAL].number, *adopted = h->texts[TEXT_ADOPTED].number;
    assert_non_null(strstr(anybody.body, adopted));
    assert_null(strstr(anybody.body, proposal));
    assert_non_null(strstr(member.body, adopted));
    assert_non_null(strstr(member.body, proposal));
    assert_string_equal(answer_header(&member, "Content-Type"), "application/json");
    assert_string_equal(answer_header(&member, "Cache-Control"), "no-store");
    assert_null(answer_header(&member, "ETag"));
    answer_free(&anybody);
    answer_free(&member);
}

static void test_the_text_comes_with_where_it_stands(void **state)
{
    (void)state;
    char path[200];
    snprintf(path, sizeof path, "/api/v1/stukken/%s", h->texts[TEXT_PROPOSAL].number);
    struct answer a = house_ask_by_token(h, PARTICIPANT, "read", "GET", path, "", NULL);
    static const char *const parts[] = {"\"titel\":\"Huurverhoging zqtit06\"",
                                        "\"in_het_kort\":\"Huurverhoging zqbri06\"",
                                        "\"fase\":\"voorstel\"",
                                        "\"zin\":\"Voorstel: nog niet besloten, gebruik je eigen oordeel.\"",
                                        "\"soort\":\"werkwijze\"",
                                        "\"werkgroep\":\"huur\"",
                                        "\"versie\":1",
                                        "\"onderdeel\":\"doe-dit\"",
                                        "\"markdown\":\"Huurverhoging zqsec06\""};
    assert_int_equal(a.status, 200);
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (!strstr(a.body, parts[i])) house_complain("%s is not in %s", parts[i], a.body);
    answer_free(&a);
    house_judge();
}

/* ---- Wrong tokens ---- */

static struct answer with(const char *header, const char *path)
{
    return house_ask(h, ANYBODY, "GET", path, header, NULL);
}

static const char feed[] = "/zoeken/feed?q=huur", invalid[] = "Bearer error=\"invalid_token\"";

static err_code end_some(struct house *house, kb_err *err)
{
    struct store *s = house->w->store;
    struct store_token old = {.id = "verlopen", .person = house->persons[LEAD], .name = "x", .scope = "read"};
    old.made = house->now - MS_DAY;
    old.expires = house->now;
    store_sha256(TEXT("kb_verlopen11111111111111111111111111111111111"), old.hash);
    ERR_TRY(store_token_add(s, &old, err));
    return store_token_remove(s, "read-8", house->persons[EDITOR], err);
}

static void test_unknown_expired_revoked_and_of_a_closed_account_are_one_answer(void **state)
{
    (void)state;
    char token[SVC_TOKEN_BYTES], revoked[200], closed[200];
    h->now += MS_HOUR;
    assert_int_equal(EDITOR, 8);
    house_token(EDITOR, "read", token);
    snprintf(revoked, sizeof revoked, "Authorization: Bearer %s\r\n", token);
    house_token(CLOSED, "read", token);
    snprintf(closed, sizeof closed, "Authorization: Bearer %s\r\n", token);
    assert_status(with(revoked, feed), 200);
    house_do(h, end_some);
    struct answer a = with("Authorization: Bearer kb_onbekend11111111111111111111111111111111111\r\n", feed);
    char *unknown = masked(&a);
    const char *const others[] = {revoked,
                                  closed,
                                  "Authorization: Bearer kb_verlopen11111111111111111111111111111111111\r\n",
                                  "Authorization: Bearer kb_kort\r\n",
                                  "Authorization: Bearer\r\n",
                                  "Authorization: bearer iets anders\r\n"};
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        assert_says(with(others[i], feed), 401, invalid);
        a = with(others[i], feed);
        char *said = masked(&a);
        if (strcmp(said, unknown) != 0) house_complain("%s is told apart: %s", others[i], said);
        free(said);
    }
    free(unknown);
    assert_says(with("Authorization: Bearer kb_x\r\n", "/nergens"), 401, invalid); /* an unknown address as well */
    house_judge();
}

static void test_other_schemes_are_not_ours(void **state)
{
    (void)state;
    struct answer a = with("Authorization: Basic a2I6YWJj\r\n", feed), b = with("", feed);
    assert_int_equal(a.status, 200);
    char *one = masked(&a), *other = masked(&b);
    assert_string_equal(one, other);
    free(one);
    free(other);
}

static void test_a_token_beside_a_session_is_refused_and_neither_counts(void **state)
{
    (void)state;
    char token[SVC_TOKEN_BYTES], header[200], cookie[400];
    house_token(LEAD, "read", token);
    snprintf(header, sizeof header, "Authorization: Bearer %s\r\n", token);
    assert_says(house_ask(h, MEMBER, "GET", feed, header, NULL), 400, NULL);
    assert_says(house_ask(h, MEMBER, "GET", "/account", header, NULL), 400, NULL);
    snprintf(cookie, sizeof cookie, "%sCookie: %s=onzin\r\n", header, SESSION_COOKIE_PLAIN);
    assert_says(with(cookie, feed), 400, NULL);
    snprintf(cookie, sizeof cookie, "%sCookie: iets=anders\r\n", header); /* of a proxy: no session */
    assert_status(with(cookie, feed), 200);
    snprintf(cookie, sizeof cookie, "%s%s", header, header);
    assert_status(with(cookie, feed), 400);
}

static void test_an_address_is_no_place_for_a_token(void **state)
{
    (void)state;
    char token[SVC_TOKEN_BYTES], path[300];
    house_token(LEAD, "read", token);
    snprintf(path, sizeof path, "/api/v1/zoeken?q=huurverhoging&access_token=%s&token=%s", token, token);
    struct answer a = house_ask(h, ANYBODY, "GET", path, "", NULL);
    assert_int_equal(a.status, 200);
    assert_null(strstr(a.body, h->texts[TEXT_PROPOSAL].number));
    answer_free(&a);
}

/* Of a token that is wrong five times are free, of a place twenty; who has a good one is never kept waiting for it,
 * and nobody is kept from signing in. */
static void test_who_tries_wrong_tokens_waits_and_nobody_else_does(void **state)
{
    (void)state;
    char header[200];
    int refused = 0, waited = 0;
    h->now += MS_HOUR;
    for (int i = 0; i < 40; i++) {
        snprintf(header, sizeof header, "Authorization: Bearer kb_gok%d\r\n", i);
        struct answer a = with(header, feed);
        refused += a.status == 401;
        waited += a.status == 429 && answer_header(&a, "Retry-After") && atoi(answer_header(&a, "Retry-After")) > 0;
        answer_free(&a);
    }
    assert_int_equal(refused, 20);
    assert_int_equal(waited, 20);
    assert_status(house_ask_by_token(h, LEAD, "read", "GET", feed, "", NULL), 200);
    assert_status(house_ask(h, ANYBODY, "POST", "/wachtwoord-vergeten", "", "sign_in=bestaatniet"), 404); /* no mail */
    h->app.mail = true;
    assert_status(house_ask(h, ANYBODY, "POST", "/wachtwoord-vergeten", "", "sign_in=bestaatniet"), 200);
    h->now += MS_HOUR;
    assert_says(with("Authorization: Bearer kb_gok1\r\n", feed), 401, invalid);
}

/* ---- What is written down ---- */

static char last_actor[40], last_object[40], day[DATE_BYTES];
static int64_t reads;

static err_code look(struct house *house, kb_err *err)
{
    struct store_restricteds all;
    struct svc_tokens tokens;
    struct svc svc = house->w->svc;
    ERR_TRY(store_restricted_list(svc.store, 1, svc.arena, &all, err));
    reads = all.n ? all.at[0].seq : 0;
    snprintf(last_actor, sizeof last_actor, "%s", all.n ? all.at[0].actor : "");
    snprintf(last_object, sizeof last_object, "%s", all.n ? all.at[0].object : "");
    svc.actor = svc_system_actor();
    ERR_TRY(svc_tokens(&svc, text_str(house->persons[MEMBER]), &tokens, err));
    for (size_t i = 0; i < tokens.n; i++)
        if (tokens.at[i].scope == SVC_TOKEN_READ) snprintf(day, sizeof day, "%s", tokens.at[i].used);
    return OK;
}

static void test_reading_what_not_everybody_may_read_is_written_down_in_the_persons_name(void **state)
{
    (void)state;
    char path[200];
    h->now += 2 * (kb_time)MS_HOUR;
    house_do(h, look);
    int64_t before = reads;
    snprintf(path, sizeof path, "/api/v1/stukken/%s", h->texts[TEXT_RETURNED].id);
    assert_status(house_ask_by_token(h, MEMBER, "read", "GET", path, "", NULL), 200);
    house_do(h, look);
    assert_int_equal(reads, before + 1);
    assert_string_equal(last_actor, h->persons[MEMBER]);
    assert_string_equal(last_object, h->texts[TEXT_RETURNED].id);
    assert_status(house_ask_by_token(h, MEMBER, "read", "GET", path, "", NULL), 200);
    house_do(h, look);
    assert_int_equal(reads, before + 1); /* once in an hour */
}

static void test_the_day_of_use_is_noted(void **state)
{
    (void)state;
    char today[DATE_BYTES];
    h->now += 3 * (kb_time)MS_DAY;
    date_format(calendar_date(h->now), DATE_ISO, today);
    assert_status(house_ask_by_token(h, MEMBER, "read", "GET", feed, "", NULL), 200);
    for (int i = 0; i < 200 && strcmp(day, today) != 0; i++) {
        house_do(h, look);
        usleep(20000);
    }
    assert_string_equal(day, today);
    h->now -= 3 * (kb_time)MS_DAY;
}

/* ---- The pages ---- */

static char made[SVC_TOKEN_BYTES], id[STORE_ID_BYTES];

static err_code find_made(struct house *house, kb_err *err)
{
    struct store_token row;
    uint8_t hash[32];
    store_sha256(text_str(made), hash);
    ERR_TRY(store_token_get(house->w->store, hash, house->w->svc.arena, &row, err));
    snprintf(id, sizeof id, "%s", row.id);
    assert_string_equal(row.person, house->persons[PARTICIPANT]);
    return OK;
}

static void make_one(void)
{
    struct answer a = house_ask(h, PARTICIPANT, "POST", "/account/sleutels", "",
                                "token_name=Feedlezer+%3Cthuis%3E&token_scope=read&token_term=30");
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_header(&a, "Cache-Control"), "no-store");
    const char *before = "data-copy=\"", *at = strstr(a.body, before);
    assert_non_null(at);
    snprintf(made, sizeof made, "%s", at + strlen(before));
    assert_int_equal(strspn(made, "kb_-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"),
                     SVC_TOKEN_BYTES - 1);
    assert_null(strstr(a.body, "<thuis>"));
    answer_free(&a);
    house_do(h, find_made);
}

static int use_made(void)
{
    char header[200];
    snprintf(header, sizeof header, "Authorization: Bearer %s\r\n", made);
    struct answer a = with(header, "/api/v1/zoeken?q=huur");
    int status = a.status;
    answer_free(&a);
    return status;
}

static void take_back(enum who who, const char *path)
{
    char form[100];
    snprintf(form, sizeof form, "token=%s", id);
    assert_status(house_ask(h, who, "POST", path, "", form), 303);
}

static void test_it_is_shown_once_used_and_revoked_by_its_person_or_an_administrator(void **state)
{
    (void)state;
    char path[200];
    h->now = h->w->svc.now + MS_MINUTE;
    h->for_real = true;
    make_one();
    assert_int_equal(use_made(), 200);
    struct answer own = house_ask(h, PARTICIPANT, "GET", "/account", "", NULL);
    assert_non_null(strstr(own.body, "Feedlezer &lt;thuis&gt;"));
    assert_non_null(strstr(own.body, "Werkt tot en met"));
    assert_null(strstr(own.body, made));
    assert_null(strstr(own.body, made + 10));
    answer_free(&own);
    take_back(PARTICIPANT, "/account/sleutels/weg");
    assert_int_equal(use_made(), 401);
    make_one();
    snprintf(path, sizeof path, "/beheer/mensen/%s", h->persons[PARTICIPANT]);
    struct answer office = house_ask(h, ADMINISTRATOR, "GET", path, "", NULL);
    assert_non_null(strstr(office.body, "Feedlezer &lt;thuis&gt;"));
    assert_null(strstr(office.body, made));
    answer_free(&office);
    snprintf(path, sizeof path, "/beheer/mensen/%s/sleutels", h->persons[PARTICIPANT]);
    take_back(ADMINISTRATOR, path);
    assert_int_equal(use_made(), 401);
}

/* Somebody else's id, guessed or seen, is nothing. */
static void test_nobody_revokes_the_token_of_somebody_else(void **state)
{
    (void)state;
    char form[100], nothing[] = "token=bestaatniet";
    make_one();
    snprintf(form, sizeof form, "token=%s", id);
    struct answer a = house_ask(h, EDITOR, "POST", "/account/sleutels/weg", "", form);
    struct answer b = house_ask(h, EDITOR, "POST", "/account/sleutels/weg", "", nothing);
    assert_int_equal(a.status, 404);
    char *one = masked(&a), *other = masked(&b);
    assert_string_equal(one, other);
    free(one);
    free(other);
    assert_int_equal(use_made(), 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_every_route_but_those_of_the_list_refuses_every_token),
        TEST(test_a_token_for_feeds_does_not_search_or_read),
        TEST(test_a_token_gives_its_person_what_a_session_gives_and_nothing_else),
        TEST(test_who_may_more_gets_more),
        TEST(test_the_text_comes_with_where_it_stands),
        TEST(test_other_schemes_are_not_ours),
        TEST(test_a_token_beside_a_session_is_refused_and_neither_counts),
        TEST(test_an_address_is_no_place_for_a_token),
        TEST(test_unknown_expired_revoked_and_of_a_closed_account_are_one_answer),
        TEST(test_who_tries_wrong_tokens_waits_and_nobody_else_does),
        TEST(test_reading_what_not_everybody_may_read_is_written_down_in_the_persons_name),
        TEST(test_the_day_of_use_is_noted),
        TEST(test_it_is_shown_once_used_and_revoked_by_its_person_or_an_administrator),
        TEST(test_nobody_revokes_the_token_of_somebody_else),
    };
    return cmocka_run_group_tests_name("token", tests, open_house, close_house);
}
