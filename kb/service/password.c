/* What may be a password. After NIST SP 800-63B: length counts, composition rules do not, and what everybody tries
 * first is refused (design section 9). */
#include "kb/service/service__internal.h"

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

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static text lower_all(text t, char room[SVC_PASSWORD_MAX])
{
    size_t n = t.len < SVC_PASSWORD_MAX ? t.len : SVC_PASSWORD_MAX;
    for (size_t i = 0; i < n; i++) room[i] = lower(t.ptr[i]);
    return text_of(room, n);
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

/* Length of the longest common word that stands here; 0 when there is none. */
static size_t common_at(text rest)
{
    size_t longest = 0;
    for (size_t i = 0; i < COUNT_OF(common); i++) {
        text word = text_str(common[i]);
        if (word.len > longest && text_starts(rest, word)) longest = word.len;
    }
    return longest;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* Nothing but common words, figures and signs. */
static bool is_common(text password)
{
    bool found = false;
    for (size_t at = 0; at < password.len;) {
        size_t n = common_at(text_slice(password, at, SIZE_MAX));
        if (!n && is_letter(password.ptr[at])) return false;
        found |= n > 0;
        at += n ? n : 1;
    }
    return found;
}

static bool holds_name(text password, text sign_in)
{
    size_t at = text_find_byte(sign_in, '@', 0);
    text name = at == SIZE_MAX ? sign_in : text_slice(sign_in, 0, at);
    return name.len >= 4 && password.len < 2 * name.len + 8 && text_find(password, name, 0) != SIZE_MAX;
}

static bool is_easy(text password, text sign_in)
{
    char room[SVC_PASSWORD_MAX], name_room[SVC_PASSWORD_MAX];
    text p = lower_all(password, room), name = lower_all(text_trim(sign_in), name_room);
    return is_one_character(p) || is_run_of_neighbours(p) || is_common(p) || holds_name(p, name);
}

err_code svc_password_check(text password, text sign_in, kb_err *err)
{
    if (!utf8_valid(password)) return err_field(err, ERR_INVALID, "password", "not-text");
    if (utf8_count(password) < SVC_PASSWORD_MIN) return err_field(err, ERR_INVALID, "password", "too-short");
    if (password.len > SVC_PASSWORD_MAX) return err_field(err, ERR_INVALID, "password", "too-long");
    return is_easy(password, sign_in) ? err_field(err, ERR_INVALID, "password", "too-easy") : OK;
}
