#include "kb/http/bearer.h"

#include "kb/http/guard.h"

bool bearer_read(text authorization, text *token)
{
    text scheme = text_slice(authorization, 0, text_find_byte(authorization, ' ', 0));
    if (!text_eq_ascii(scheme, "Bearer")) return false;
    *token = text_trim(text_slice(authorization, scheme.len, SIZE_MAX));
    return true;
}
