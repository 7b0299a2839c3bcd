#include "kb/http/fetch.h"

#include "kb/base/cleanup.h"

#include <curl/curl.h>
#include <gnutls/gnutls.h>

enum { CONNECT_MS = 4000, WHOLE_MS = 8000 };

err_code fetch_init(kb_err *err)
{
    return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? OK
                                                             : err_set(err, ERR_INTERNAL, "libcurl does not start");
}

static void easy_free_p(CURL **curl)
{
    curl_easy_cleanup(*curl);
}

static void url_free_p(CURLU **url)
{
    curl_url_cleanup(*url);
}

static void part_free_p(char **part)
{
    curl_free(*part);
}

static bool part_is(CURLU *url, CURLUPart what, const char *value)
{
    _cleanup_(part_free_p)
    char *part = NULL;
    return curl_url_get(url, what, &part, 0) == CURLUE_OK && !strcmp(part, value);
}

static bool is_loopback(CURLU *url)
{
    return part_is(url, CURLUPART_HOST, "127.0.0.1") || part_is(url, CURLUPART_HOST, "[::1]") ||
           part_is(url, CURLUPART_HOST, "localhost");
}

static bool port_of(CURLU *url, int *port)
{
    _cleanup_(part_free_p)
    char *digits = NULL;
    uint64_t number;
    if (curl_url_get(url, CURLUPART_PORT, &digits, CURLU_DEFAULT_PORT) != CURLUE_OK) return false;
    if (!text_to_u64(text_str(digits), 65535, &number)) return false;
    *port = (int)number;
    return true;
}

bool fetch_good(const char *url, int *port)
{
    _cleanup_(url_free_p)
    CURLU *u = curl_url();
    if (!u || curl_url_set(u, CURLUPART_URL, url, CURLU_DISALLOW_USER) != CURLUE_OK || !port_of(u, port)) return false;
    return part_is(u, CURLUPART_SCHEME, "https") || (part_is(u, CURLUPART_SCHEME, "http") && is_loopback(u));
}

/* Less than was given ends the conversation. */
static size_t take(char *bytes, size_t size, size_t n, void *ctx)
{
    struct buf *out = ctx;
    buf_put(out, text_of(bytes, size * n));
    return out->failed ? 0 : size * n;
}

static void set_limits(CURL *curl)
{
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https,http"); /* which of them, fetch_good says */
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)WHOLE_MS);
}

static void set_question(CURL *curl, const struct fetch *ask)
{
    curl_easy_setopt(curl, CURLOPT_URL, ask->url);
    if (ask->form) curl_easy_setopt(curl, CURLOPT_POSTFIELDS, ask->form);
    if (!ask->user[0]) return;
    curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
    curl_easy_setopt(curl, CURLOPT_USERNAME, ask->user);
    curl_easy_setopt(curl, CURLOPT_PASSWORD, ask->password);
}

/* What GnuTLS says of a certificate, in words for who looks after the machine. */
static const struct {
    long bit;
    const char *words;
} complaints[] = {
    {GNUTLS_CERT_REVOKED, "its certificate was revoked"},
    {GNUTLS_CERT_SIGNER_NOT_FOUND,
     "no authority that this machine trusts (update-ca-certificates) vouches for its certificate"},
    {GNUTLS_CERT_NOT_ACTIVATED, "its certificate is not valid yet"},
    {GNUTLS_CERT_EXPIRED, "its certificate has expired"},
};

/* `said` is libcurl's own word, "" when it has none. */
static err_code not_heard(CURL *curl, CURLcode code, const char *said, kb_err *err)
{
    long status = 0;
    if (code == CURLE_PEER_FAILED_VERIFICATION) curl_easy_getinfo(curl, CURLINFO_SSL_VERIFYRESULT, &status);
    for (size_t i = 0; i < COUNT_OF(complaints); i++)
        if (status & complaints[i].bit) return err_set(err, ERR_IO, "asking another machine: %s", complaints[i].words);
    return err_set(err, ERR_IO, "asking another machine: %s", said[0] ? said : curl_easy_strerror(code));
}

err_code fetch(const struct fetch *ask, struct buf *out, int *status, kb_err *err)
{
    _cleanup_(easy_free_p)
    CURL *curl = curl_easy_init();
    char words[CURL_ERROR_SIZE] = "";
    int port;
    long said = 0;
    *status = 0;
    if (!curl) return err_set(err, ERR_NOMEM, "no memory to ask another machine");
    if (!fetch_good(ask->url, &port)) return err_set(err, ERR_RULE, "an address that is not asked");
    set_limits(curl);
    set_question(curl, ask);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, out);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, words);
    CURLcode code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &said);
    *status = (int)said;
    if (code != CURLE_OK) return not_heard(curl, code, words, err);
    return said == 200 ? OK : err_set(err, ERR_RULE, "another machine answered %ld", said);
}
