#include "kb/http/smtp.h"

#include "kb/base/cleanup.h"

#include <curl/curl.h>
#include <string.h>

err_code smtp_init(kb_err *err)
{
    return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? OK
                                                             : err_set(err, ERR_INTERNAL, "libcurl does not start");
}

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

err_code smtp_send(const struct smtp *smtp, const char *from, const char *to, text message, kb_err *err)
{
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
    CURLcode code = curl_easy_perform(curl);
    long said = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &said);
    if (code == CURLE_OK) return OK;
    bool for_good = said >= 500 && said < 600;
    return err_set(err, for_good ? ERR_RULE : ERR_IO, "mail server: %s (%ld)", curl_easy_strerror(code), said);
}
