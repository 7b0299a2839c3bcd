/* What a browser says of a passkey: JSON and CBOR from a stranger, before any signature is right. The first byte says
 * how many bytes are the browser's and the rest is the device's. */
#include "tests/fuzz/fuzz.h"

#include "kb/service/webauthn.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static const char said[] =
        "{\"type\":\"webauthn.create\",\"challenge\":\"AAEC\",\"origin\":\"https://kb.example\"}";
    const struct webauthn_asked asked = {
        .origin = TEXT("https://kb.example"), .rp = "kb.example", .challenge = TEXT("AAEC")};
    _cleanup_(arena_free_p)
    arena *a = arena_new(1024 * 1024);
    struct webauthn_key key;
    uint32_t counter = 0;
    if (!a || !len) return 0;
    text rest = text_of((const char *)bytes + 1, len - 1);
    struct webauthn_answer answer = {.client_data = text_slice(rest, 0, bytes[0]),
                                     .authenticator = text_slice(rest, bytes[0], SIZE_MAX)};
    if (webauthn_made(&asked, &answer, a, &key) == WEBAUTHN_GOOD) MUST_HOLD(key.id.len && key.public_key.len);
    answer.client_data = text_of(said, sizeof said - 1); /* so that the device's part is read */
    if (webauthn_made(&asked, &answer, a, &key) != WEBAUTHN_GOOD) return 0;
    MUST_HOLD(key.id.len && key.id.len <= WEBAUTHN_ID_MAX && key.public_key.len);
    answer.signature = answer.authenticator;
    MUST_HOLD(webauthn_signed(&asked, &answer, &key, &counter) != WEBAUTHN_GOOD);
    return 0;
}
