/* What is the network's own: telephones, accounts and addresses, compared as people type them. */
#include "content/privacy__inside.h"

#include <ctype.h>
#include <string.h>

enum { OWN_MAX = 200 /* bytes of one of them, and of what is compared with it */ };

static bool is_sign(char c)
{
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Letters and digits alone, in lower case, a country code of here as 0: "+31 (6) 123 456 78" is "0612345678",
 * "0032 475" is "32475". */
static bool fold_number(text typed, char out[OWN_MAX])
{
    size_t n = 0;
    bool abroad = false;
    for (size_t i = 0; i < typed.len; i++) {
        abroad = abroad || (!n && typed.ptr[i] == '+');
        if (!is_sign(typed.ptr[i])) continue;
        if (n + 1 == OWN_MAX) return false;
        out[n++] = (char)tolower((unsigned char)typed.ptr[i]);
    }
    out[n] = '\0';
    size_t trunk = privacy__trunk(out, abroad);
    if (trunk > 1) {
        memmove(out + 1, out + trunk, n + 1 - trunk);
        out[0] = '0';
    } else if (trunk && out[1] == '0')
        memmove(out, out + 2, n - 1); /* 0032 is +32 */
    return n > 0;
}

/* Its words in lower case with a space on either side, a postcode as one of them: " marktstraat 5 1234ab zwolle ". */
static bool fold_address(text typed, char out[OWN_MAX])
{
    size_t n = 0, last = 0;
    out[n++] = ' ';
    for (size_t i = 0; i < typed.len; i++) {
        if (!is_sign(typed.ptr[i])) continue;
        size_t from = i;
        while (i < typed.len && is_sign(typed.ptr[i])) i++;
        bool joins = n - last == 5 && i - from == 2 && isdigit((unsigned char)out[last]) &&
                     !isdigit((unsigned char)typed.ptr[from]);
        if (joins) n--;
        if (n + i - from + 2 > OWN_MAX) return false;
        last = n;
        for (; from < i; from++) out[n++] = (char)tolower((unsigned char)typed.ptr[from]);
        out[n++] = ' ';
    }
    out[n] = '\0';
    return n > 1;
}

/* One of them as a whole, and nothing that a person could have instead. */
bool privacy__is_own(const struct privacy_own *own, text source, const struct privacy_finding *f)
{
    bool number = f->kind == PRIVACY_IBAN || f->kind == PRIVACY_MOBILE || f->kind == PRIVACY_PHONE;
    bool address = f->kind == PRIVACY_ADDRESS || f->kind == PRIVACY_STREET;
    char found[OWN_MAX], theirs[OWN_MAX];
    text words = text_slice(source, f->from, f->to - f->from);
    if (!(number ? fold_number(words, found) : address && fold_address(words, found))) return false;
    for (const char *const *one = own->numbers; *one; one++) {
        text typed = text_str(*one);
        if (number && fold_number(typed, theirs) && !strcmp(theirs, found)) return true;
        if (address && fold_address(typed, theirs) && strstr(theirs, found)) return true;
    }
    return false;
}
