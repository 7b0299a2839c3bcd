/* clang-format off */
/* privacy.h - the privacy guard: finds data about clients in a text, so that none of it is kept (design section 8).
 *
 * Texts of the Praktijkbank are about work, never about one client. This scanner marks what looks like one person:
 *
 *   bsn           block  nine digits that pass the eleven-test, also with dots, spaces, hyphens, full-width digits,
 *                        zero-width characters or a line break between, with digits of something else behind them or
 *                        before them; eight or nine digits in any groups after "BSN". A list's number, a date and a
 *                        file of a year are none
 *   iban          block  of any country: its letters, check digits and account that pass mod 97 (ISO 13616)
 *   mobile        block  06, +31 6, 0031 6, each with the 0 too, and eight digits; of some countries around
 *   phone         warn   a number of ten digits with an area code, or of another country; 0800, 0900, 088 and 14xxx are
 *                        services and pass
 *   email         block  a person's own address: at a provider, or a name in pieces; warn any other. A desk's (info@, no
 *                        other words in its name, not at a provider) and the network's own domains pass
 *   address       block  postcode with a house number beside it; warn with the telephone on a desk behind it, as lists
 *                        of offices have; a post box passes
 *   street        warn   a street's name with a number, without a postcode
 *   birth-date    block  a date behind "geboren", "geb.", "geboortedatum"
 *   v-number      block  the number behind "V-nummer"
 *   case-number   warn   the number behind "zaaknummer", "dossiernummer", ...; block behind "toevoeging"
 *   name          warn   a name behind "cliënt", "dhr.", "mevrouw", ...
 *
 * Article numbers, ECLI, BWB, Stb., KvK, amounts, years and addresses of the web are none of these. The value that was
 * found never leaves these files: a finding says where and what kind, not what.
 *
 * Pure, linear in the text, without memory of what it saw. Sources: BSN, Wet algemene bepalingen burgerservicenummer;
 * mod 97, ISO 7064; numbers, Nummerplan telefoon- en ISDN-diensten.
 */
/* clang-format on */
#ifndef KB_CONTENT_PRIVACY_H
#define KB_CONTENT_PRIVACY_H

#include "kb/base/arena.h"
#include "kb/base/err.h"
#include "kb/base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

enum privacy_kind {
    PRIVACY_BSN,
    PRIVACY_IBAN,
    PRIVACY_MOBILE,
    PRIVACY_PHONE,
    PRIVACY_EMAIL,
    PRIVACY_ADDRESS,
    PRIVACY_STREET,
    PRIVACY_BIRTH_DATE,
    PRIVACY_V_NUMBER,
    PRIVACY_CASE_NUMBER,
    PRIVACY_NAME,
    PRIVACY_KIND__COUNT
};

enum privacy_level { PRIVACY_WARN, PRIVACY_BLOCK };

const char *privacy_kind_slug(enum privacy_kind kind); /* "v-number" */

/* What may stand instead: "[BSN]", "[cliënt]". */
const char *privacy_replacement(enum privacy_kind kind);

struct privacy_finding {
    enum privacy_kind kind;
    enum privacy_level level;
    size_t from, to;     /* bytes of the source */
    size_t line, column; /* from 1; columns count code points */
};

struct privacy_findings {
    const struct privacy_finding *at; /* in the order of the text, none over another */
    size_t n;
    bool more; /* there were more than PRIVACY_FINDINGS_MAX, of any level: such a text is not to be kept */
};

enum { PRIVACY_FINDINGS_MAX = 1000 };

/* What is the network's own and passes. Lists close with NULL, and are NULL when there is nothing on them. */
struct privacy_own {
    const char *const *email_domains; /* ends of e-mail addresses: "juridischloket.example" */
    const char *const *numbers;       /* telephones, accounts and addresses of organisations, as they are typed */
};

/* ERR_NOMEM when the arena is full: it takes eight bytes for each byte of the source. Invalid UTF-8 is read as spaces.
 */
MUST_CHECK err_code privacy_scan(text source, const struct privacy_own *own_or_null, arena *a,
                                 struct privacy_findings *out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
