#include "kb/http/smtp.h"

#include "kb/base/cleanup.h"

#include <curl/curl.h>
#include <string.h>

static void easy_free_p(CURL **curl)
{
    curl_easy_cleanup(*curl);
}

static void list_free_p(struct curl_slist **list)
{
    curl_slist_free_all(*list);
}

static size_t give(char *to, size_t size, size_t n, void *ctx)
{
    text *left = ctx;
    size_t most = size * n < left->len ? size * n : left->len;
    memcpy(to, left->ptr, most);
    *left = text_slice(*left, most, SIZE_MAX);
    return most;
}

/* libcurl shows what it says to the server: is the last command, before it says goodbye, the one that names the
 * recipient? */
static int note_command(CURL *curl, curl_infotype type, char *line, size_t n, void *ctx)
{
    bool *names = ctx;
    text command = text_of(line, n);
    (void)curl;
    if (type == CURLINFO_HEADER_OUT && !text_starts(command, TEXT("QUIT")))
        *names = text_starts(command, TEXT("RCPT "));
    return 0;
}

/* Only what says that there is no such mailbox (RFC 5321, 4.2.3; RFC 7504) will be the same next time. A wrong
 * password, a sender or a message that is not wanted, a server that must not be asked: somebody mends that, and the
 * letter goes. */
static bool is_for_good(bool named_recipient, long said)
{
    static const long no_mailbox[] = {501, 550, 551, 553, 556};
    for (size_t i = 0; i < COUNT_OF(no_mailbox); i++)
        if (said == no_mailbox[i]) return named_recipient;
    return false;
}

err_code smtp_send(const struct smtp *smtp, const char *from, const char *to, text message, kb_err *err)
{
    bool names = false;
    _cleanup_(easy_free_p)
    CURL *curl = curl_easy_init();
    _cleanup_(list_free_p)
    struct curl_slist *recipient = curl_slist_append(NULL, to);
    if (!curl || !recipient) return err_set(err, ERR_NOMEM, "no memory for a mail");
    curl_easy_setopt(curl, CURLOPT_URL, smtp->url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)CURLUSESSL_TRY);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)smtp->timeout_ms);
    if (smtp->user[0]) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, smtp->user);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, smtp->password);
        curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL); /* a password never goes in the clear */
    }
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipient);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(curl, CURLOPT_READDATA, &message);
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)message.len);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L); /* to note_command alone */
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, note_command);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, &names);
    CURLcode code = curl_easy_perform(curl);
    long said = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &said);
    if (code == CURLE_OK) return OK;
    return err_set(err, is_for_good(names, said) ? ERR_RULE : ERR_IO, "mail server: %s (%ld)", curl_easy_strerror(code),
                   said);
}
