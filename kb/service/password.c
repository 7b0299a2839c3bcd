/* What may be a password. After NIST SP 800-63B: length counts, composition rules do not, and what is tried first is
 * refused (design section 9): common passwords, names that belong to the person or the network, and one ordinary word
 * of Debian's word lists, each with figures and signs around or instead of letters. Two ordinary words will do, when
 * they are long enough together. */
#include "kb/service/service__internal.h"
#include "search/dictionary.h"

/* What passwords that are easy to guess are put together of; figures and signs between them do not help. */
static const char *const common[] = {
    "abc",       "admin",     "administrator", "advocaat",  "ajax",         "amsterdam",   "asdf",     "asdfgh",
    "asdfghjkl", "azerty",    "beheer",        "beheerder", "bestpractice", "computer",    "dragon",   "feyenoord",
    "football",  "gebruiker", "geheim",        "hallo",     "herfst",       "ikhouvanjou", "iloveyou", "inloggen",
    "internet",  "juridisch", "lente",         "letmein",   "login",        "loket",       "master",   "monkey",
    "nederland", "pass",      "password",      "praktijk",  "praktijkbank", "princess",    "qwerty",   "qwertyuiop",
    "secret",    "sunshine",  "test",          "user",      "voetbal",      "wachtwoord",  "welcome",  "welkom",
    "winter",    "word",      "zomer",         "zxcvbnm",
};

/* ---- How much there is to guess ---- */

/* What is known costs nothing, a letter of no word 1, an ordinary word as much as four of those; less than two ordinary
 * words is too easy. Figures and signs cost nothing: they are put at the end, or in place of letters. */
enum { WORD_COST = 4, ENOUGH = 2 * WORD_COST, KNOWN_MIN = 3 };

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_known(const struct svc_password_about *about, text letters)
{
    for (size_t i = 0; i < COUNT_OF(common); i++)
        if (text_is(letters, common[i])) return true;
    for (size_t i = 0; i < about->n_words; i++)
        if (text_eq(letters, about->words[i])) return true;
    return false;
}

/* The cheapest way to put this run of letters together. */
static unsigned cost_of(const struct svc_password_about *about, text run)
{
    unsigned cost[SVC_PASSWORD_MAX + 1];
    for (size_t i = 0; i <= run.len; i++) cost[i] = (unsigned)i;
    for (size_t i = 0; i < run.len; i++) {
        text rest = text_slice(run, i, SIZE_MAX);
        uint64_t words = dictionary_words_at(rest);
        if (cost[i] + 1 < cost[i + 1]) cost[i + 1] = cost[i] + 1;
        for (size_t n = 2; n <= rest.len; n++) {
            bool known = n >= KNOWN_MIN && is_known(about, text_slice(rest, 0, n));
            bool word = n < 64 && words >> n & 1;
            unsigned price = cost[i] + (known ? 0 : word ? WORD_COST : (unsigned)n);
            if (price < cost[i + n]) cost[i + n] = price;
        }
    }
    return cost[run.len];
}

/* Takes the next run of letters out of rest. */
static bool next_run(text *rest, text *run)
{
    size_t from = 0, to;
    while (from < rest->len && !is_letter(rest->ptr[from])) from++;
    for (to = from; to < rest->len && is_letter(rest->ptr[to]); to++) continue;
    *run = text_slice(*rest, from, to - from);
    *rest = text_slice(*rest, to, SIZE_MAX);
    return run->len > 0;
}

/* The same run again adds nothing. */
static bool stands_before(text whole, text run)
{
    for (text rest = text_of(whole.ptr, (size_t)(run.ptr - whole.ptr)), other; next_run(&rest, &other);)
        if (text_eq(other, run)) return true;
    return false;
}

static size_t other_letters(text folded)
{
    size_t n = 0;
    for (size_t i = 0; i < folded.len; i++) n += ((unsigned char)folded.ptr[i] & 0xC0) == 0xC0;
    return n;
}

/* Nothing but figures and signs is another matter. */
static bool is_cheap(const struct svc_password_about *about, text folded)
{
    unsigned cost = (unsigned)other_letters(folded);
    bool found = cost > 0;
    for (text rest = folded, run; cost < ENOUGH && next_run(&rest, &run); found = true)
        if (!stands_before(folded, run)) cost += cost_of(about, run);
    return found && cost < ENOUGH;
}

/* ---- The shapes of it ---- */

/* The letter that this figure or sign stands for in "w@chtw00rd"; 0 for none. */
static char meant(char c)
{
    static const char signs[] = "@4301!$5789", letters[] = "aaeoiissbtg";
    const char *at = c ? strchr(signs, c) : NULL;
    return at ? letters[at - signs] : 0;
}

/* Puts letters in the place of figures and signs that stand between letters. */
static text with_letters(text folded, char room[SVC_PASSWORD_MAX])
{
    memcpy(room, folded.ptr, folded.len);
    for (size_t i = 1; i < folded.len; i++) {
        size_t end = i;
        while (end < folded.len && meant(folded.ptr[end])) end++;
        if (end == i || end == folded.len || !is_letter(folded.ptr[i - 1]) || !is_letter(folded.ptr[end])) continue;
        for (size_t k = i; k < end; k++) room[k] = meant(folded.ptr[k]);
    }
    return text_of(room, folded.len);
}

/* The part that is there more than once and nothing else; all of it when there is none. */
static text repeated_part(text folded)
{
    for (size_t n = 1; n <= folded.len / 2; n++)
        if (folded.len % n == 0 && !memcmp(folded.ptr, folded.ptr + n, folded.len - n)) return text_slice(folded, 0, n);
    return folded;
}

static bool is_one_character(text password)
{
    for (size_t i = 1; i < password.len; i++)
        if (password.ptr[i] != password.ptr[0]) return false;
    return true;
}

static bool is_run_of_neighbours(text password)
{
    for (size_t i = 1; i < password.len; i++)
        if (password.ptr[i] != password.ptr[i - 1] + 1 && password.ptr[i] != '0') return false;
    return true;
}

static bool is_easy(text password, const struct svc_password_about *about)
{
    char room[SVC_PASSWORD_MAX], other[SVC_PASSWORD_MAX];
    text p = dictionary_fold(password, room, sizeof room);
    text part = repeated_part(p);
    return is_one_character(p) || is_run_of_neighbours(p) || is_cheap(about, part) ||
           is_cheap(about, with_letters(part, other));
}

/* ---- What is known of the person and the network ---- */

/* Names of organisations and locations, and the names of one person, in words. */
enum { KNOWN_WORDS_MAX = 4000 };

struct known {
    text *at;
    size_t n;
    arena *arena;
};

static void know(struct known *known, text name)
{
    char room[SVC_PASSWORD_MAX];
    text folded = dictionary_fold(name, room, sizeof room);
    for (text rest = folded, run; known->n < KNOWN_WORDS_MAX && next_run(&rest, &run);)
        if (run.len >= KNOWN_MIN) known->at[known->n++] = arena_text(known->arena, run);
}

static err_code know_network(struct svc *svc, struct known *known, kb_err *err)
{
    const char *name;
    struct store_organisations organisations;
    struct store_locations locations;
    ERR_TRY(svc_setting(svc->store, "network-name", svc->arena, &name, err));
    ERR_TRY(store_organisation_list(svc->store, svc->arena, &organisations, err));
    ERR_TRY(store_location_list(svc->store, svc->arena, &locations, err));
    know(known, text_str(name));
    for (size_t i = 0; i < organisations.n; i++) {
        know(known, text_str(organisations.at[i].name));
        know(known, text_str(organisations.at[i].slug));
    }
    for (size_t i = 0; i < locations.n; i++) know(known, text_str(locations.at[i].name));
    return OK;
}

err_code svc_password_about(struct svc *svc, struct svc_password_about *about, kb_err *err)
{
    struct known known = {.at = ARENA_ARRAY(svc->arena, text, KNOWN_WORDS_MAX), .arena = svc->arena};
    if (!known.at) return svc__no_memory(err);
    know(&known, about->name);
    know(&known, about->sign_in);
    ERR_TRY(know_network(svc, &known, err));
    about->words = known.at;
    about->n_words = known.n;
    return OK;
}

err_code svc_password_check(text password, const struct svc_password_about *about, kb_err *err)
{
    size_t least = about->second_factor ? SVC_PASSWORD_MIN_SECOND : SVC_PASSWORD_MIN;
    if (!utf8_valid(password)) return err_field(err, ERR_INVALID, "password", "not-text");
    if (utf8_count(password) < least) return err_field(err, ERR_INVALID, "password", "too-short");
    if (password.len > SVC_PASSWORD_MAX) return err_field(err, ERR_INVALID, "password", "too-long");
    return is_easy(password, about) ? err_field(err, ERR_INVALID, "password", "too-easy") : OK;
}
