/* Rights as data: every route, asked by everybody, about a text at every stage. What must be answered is derived here
 * from design section 3 (house_texts.c) and from the list below, never from the program's own tables.
 *
 * A 404 for what one may not know is compared, byte for byte, with the answer about something that does not exist; and
 * no answer holds a canary that its reader may not see. */
#include "tests/walls/one_house.h"

#include "kb/http/pages.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- The list: for each route who may come in at all, and which right on the text it asks ---- */

enum door { ALL, PERSON, EDITORS, STEWARDS, ADMINS };

#define STAGE(x) (1u << TEXT_##x)
#define WRITTEN                                                                                                        \
    (STAGE(DRAFT) | STAGE(RETURNED) | STAGE(DORMANT) | STAGE(PROPOSAL) | STAGE(RECOMMENDATION) | STAGE(IN_ROUND) |     \
     STAGE(TALKS) | STAGE(DEFERRED))
#define STANDS    (STAGE(ADOPTED) | STAGE(DUE) | STAGE(EXPIRED))
#define VERSIONED (WRITTEN & ~(STAGE(TALKS) | STAGE(DEFERRED))) /* a version in talks would tell everybody of them */
#define OPEN      (STAGE(PROPOSAL) | STAGE(RECOMMENDATION) | STAGE(COMING))

static const struct row {
    const char *method, *pattern;
    enum door door;
    const char *step; /* fills {step}, {version}, {slug}, {token} and what is no text */
    char right;       /* on the text; 0: the address names no text */
    const char *form; /* %o: id of the own organisation, %v: version of the working copy, %r: revision, %n: a number,
                       %s: one of another text that stands */
    unsigned only;    /* texts at which it can be done; elsewhere a reader may get any refusal. 0: all */
    bool slow;        /* asked only where the answer is a refusal */
} rows[] = {
    /* clang-format off */
    { "GET", "/", .door = ALL },
    { "GET", "/.well-known/security.txt", .door = ALL },
    { "GET", "/zoeken", .door = ALL, .step = "?q=huurverhoging" },
    { "GET", "/zoeken/suggesties", .door = ALL, .step = "?q=huur" },
    { "GET", "/zoeken/bewaard", .door = PERSON },
    { "POST", "/zoeken/bewaard", .door = PERSON, .form = "saved_name=&address=/zoeken" },
    { "GET", "/zoeken/bewaard/{id}", .door = PERSON, .step = "bestaatniet" },
    { "POST", "/zoeken/bewaard/{id}", .door = PERSON, .step = "bestaatniet", .form = "do=remove" },
    { "POST", "/zoeken/meld", .door = PERSON, .form = "q=huur" },
    { "GET", "/zoeken/feed", .door = ALL, .step = "?q=huurverhoging" },
    { "GET", "/api/v1/zoeken", .door = ALL, .step = "?q=huurverhoging" },
    { "GET", "/api/v1/stukken/{id}", .door = ALL, .right = 'r' },
    { "POST", "/zoeken/meld", .door = PERSON, .form = "q=burenlawaai" },
    { "POST", "/redactie/antwoordtekst", .door = EDITORS, .form = "tekst=bestaatniet" },
    { "GET", "/redactie/zoekvragen", .door = EDITORS },
    { "GET", "/overzicht", .door = PERSON },
    { "GET", "/s/{number}", .door = ALL, .right = 'r' },
    { "GET", "/s/{number}/op-weg", .door = ALL, .right = 'r', .only = STAGE(COMING) },
    { "GET", "/s/{number}/versies", .door = ALL, .right = 'r' },
    { "GET", "/s/{number}/versie/{version}", .door = ALL, .step = "1", .right = 'r' },
    { "GET", "/s/{number}/verschil", .door = ALL, .step = "?van=1&tot=2", .right = 'r', .only = STAGE(COMING) },
    { "GET", "/stukken/{id}", .door = ALL, .right = 'r' },
    { "GET", "/stukken/{id}/op-weg", .door = ALL, .right = 'r', .only = STAGE(COMING) },
    { "GET", "/stukken/{id}/versies", .door = ALL, .right = 'r' },
    { "GET", "/werkgroepen", .door = PERSON },
    { "GET", "/werkgroepen/{slug}", .door = PERSON, .step = "huur" },
    { "GET", "/stukken/nieuw", .door = PERSON },
    { "POST", "/stukken/nieuw", .door = PERSON, .form = "group=bestaat-niet&kind=werkwijze&title=Huur" },
    { "GET", "/stukken/lijkt-op", .door = PERSON, .step = "?titel=huurverhoging" },
    { "GET", "/stukken/{id}/bewerken", .door = PERSON, .right = 'w', .only = WRITTEN },
    { "POST", "/stukken/{id}/bewerken", .door = PERSON, .right = 'w', .form = "version=%v&title=Huur&brief=Bel.", .only = WRITTEN },
    { "POST", "/stukken/{id}/bewaren", .door = PERSON, .right = 'w', .form = "version=%v&title=Huur&brief=Bel.", .only = WRITTEN },
    { "POST", "/stukken/{id}/voorbeeld", .door = PERSON, .right = 'w', .form = "version=%v&title=Huur&brief=Bel.", .only = WRITTEN },
    { "GET", "/stukken/{id}/schrijvers", .door = PERSON, .right = 'w', .only = WRITTEN },
    { "GET", "/stukken/{id}/publiceren", .door = PERSON, .right = 'w', .only = VERSIONED },
    { "POST", "/stukken/{id}/publiceren", .door = PERSON, .right = 'w', .form = "version=%v&note=Klaar", .only = VERSIONED },
    { "POST", "/stukken/{id}/herzien", .door = PERSON, .right = 'n', .form = "", .only = STANDS },
    { "GET", "/stukken/{id}/weghalen", .door = EDITORS, .right = 'r' },
    { "POST", "/stukken/{id}/weghalen/kijken", .door = EDITORS, .right = 'r', .form = "passage=Huurverhoging" },
    { "POST", "/stukken/{id}/weghalen", .door = EDITORS, .right = 'r', .form = "passage=Huurverhoging" },
    { "GET", "/stukken/{id}/kenmerken", .door = PERSON, .right = 'l' },
    { "POST", "/stukken/{id}/kenmerken", .door = PERSON, .right = 'l', .form = "kind=werkwijze" },
    { "GET", "/stukken/{id}/stap/{step}", .door = PERSON, .step = "insturen", .right = 's', .only = STAGE(DRAFT) | STAGE(RETURNED) },
    { "POST", "/stukken/{id}/stap/{step}", .door = PERSON, .step = "insturen", .right = 's', .form = "similar=1&seen=%v", .only = STAGE(DRAFT) | STAGE(RETURNED) },
    { "POST", "/stukken/{id}/stap/{step}", .door = PERSON, .step = "hervatten", .right = 'w', .form = "", .only = STAGE(DORMANT) },
    { "GET", "/stukken/{id}/stap/{step}", .door = PERSON, .step = "aannemen", .right = 'a', .only = STAGE(SUBMITTED) },
    { "POST", "/stukken/{id}/stap/{step}", .door = PERSON, .step = "aannemen", .right = 'a', .form = "", .only = STAGE(SUBMITTED) },
    { "POST", "/stukken/{id}/stap/{step}", .door = PERSON, .step = "terugsturen", .right = 'a', .form = "words=Korter", .only = STAGE(SUBMITTED) },
    { "POST", "/stukken/{id}/stap/{step}/antwoordtekst", .door = PERSON, .step = "terugsturen", .right = 'a', .form = "tekst=bestaatniet", .only = STAGE(SUBMITTED) },
    { "POST", "/stukken/{id}/stap/{step}", .door = PERSON, .step = "niet-oppakken", .right = 'a', .form = "words=Dubbel", .only = STAGE(SUBMITTED) },
    { "POST", "/stukken/{id}/stap/{step}", .door = PERSON, .step = "samenvoegen", .right = 'a', .form = "other=%n&looked=%n", .only = STAGE(SUBMITTED) | OPEN },
    { "POST", "/stukken/{id}/stap/{step}", .door = PERSON, .step = "aanbevelen", .right = 'a', .form = "words=Kan+dit%3F", .only = STAGE(PROPOSAL) },
    { "GET", "/stukken/{id}/stap/{step}", .door = PERSON, .step = "besluitronde", .right = 'a', .only = STAGE(RECOMMENDATION) | STAGE(DEFERRED) },
    { "POST", "/stukken/{id}/stap/{step}", .door = PERSON, .step = "besluitronde", .right = 'a', .form = "words=Niets&preset=consent&organisations=hjl&organisations=nova", .only = STAGE(RECOMMENDATION) | STAGE(DEFERRED) },
    { "POST", "/stukken/{id}/stap/{step}", .door = PERSON, .step = "vaststellen", .right = 'a', .form = "words=Akkoord&review=2027-01-01", .only = STAGE(IN_ROUND) | STAGE(TALKS) },
    { "POST", "/stukken/{id}/stap/{step}", .door = PERSON, .step = "afwijzen", .right = 'a', .form = "words=Nee", .only = STAGE(IN_ROUND) | STAGE(TALKS) },
    { "POST", "/stukken/{id}/stap/{step}", .door = PERSON, .step = "met-afwijking", .right = 't', .form = "words=Toch&review=2027-01-01", .only = STAGE(TALKS) },
    { "POST", "/stukken/{id}/stap/{step}", .door = PERSON, .step = "weer-oppakken", .right = 'a', .form = "", .only = STAGE(DEFERRED) },
    { "POST", "/stukken/{id}/stap/{step}", .door = PERSON, .step = "klopt-nog", .right = 'a', .form = "words=Wet&review=2027-01-01&told=1", .only = STAGE(DUE) | STAGE(EXPIRED) },
    { "POST", "/stukken/{id}/stap/{step}", .door = PERSON, .step = "laten-nakijken", .right = 'a', .form = "words=Wet", .only = STAGE(ADOPTED) },
    { "POST", "/stukken/{id}/stap/{step}", .door = PERSON, .step = "vervangen", .right = 'a', .form = "other=%s&looked=%s", .only = STANDS },
    { "POST", "/stukken/{id}/stap/{step}", .door = PERSON, .step = "intrekken", .right = 'd', .form = "words=Dubbel", .only = STAGE(DRAFT) | STAGE(RETURNED) | STAGE(SUBMITTED) | STAGE(PROPOSAL) | STAGE(RECOMMENDATION) | STAGE(TALKS) | STAGE(DEFERRED) | STAGE(DUE) | STAGE(EXPIRED) },
    { "POST", "/stukken/{id}/akkoord", .door = PERSON, .right = 'a', .form = "kind=lead&do=ask&revision=%r", .only = STAGE(PROPOSAL) | STAGE(DUE) | STAGE(EXPIRED) },
    { "POST", "/stukken/{id}/akkoord", .door = PERSON, .right = 'a', .form = "kind=merge&do=ask&revision=%r", .only = STAGE(PROPOSAL) | STAGE(RECOMMENDATION) },
    { "POST", "/stukken/{id}/akkoord", .door = PERSON, .right = 'k', .form = "kind=lead&do=give&revision=%r", .only = STAGE(PROPOSAL) | STAGE(DUE) | STAGE(EXPIRED) },
    { "POST", "/stukken/{id}/akkoord", .door = PERSON, .right = 'k', .form = "kind=merge&do=give&revision=%r", .only = STAGE(PROPOSAL) | STAGE(RECOMMENDATION) },
    { "GET", "/stukken/{id}/meelezers", .door = PERSON, .right = 's', .only = STAGE(DRAFT) | STAGE(RETURNED) | STAGE(DORMANT) },
    { "POST", "/stukken/{id}/meelezers", .door = PERSON, .right = 's', .form = "name=Oma", .only = STAGE(DRAFT) | STAGE(RETURNED) | STAGE(DORMANT) },
    { "POST", "/stukken/{id}/meelezers/intrekken", .door = PERSON, .right = 's', .form = "key=00", .only = STAGE(DRAFT) | STAGE(RETURNED) | STAGE(DORMANT) },
    { "GET", "/stukken/{id}/verbetering", .door = PERSON, .right = 'a', .only = STAGE(SUBMITTED) | STAGE(ADOPTED) | STAGE(DUE) },
    { "POST", "/stukken/{id}/verbetering", .door = EDITORS, .right = 'a', .form = "revision=bestaat-niet&title=Huur&brief=Bel.&note=Spelling", .only = STAGE(SUBMITTED) | STAGE(ADOPTED) | STAGE(DUE) },
    { "POST", "/stukken/{id}/verbetering/antwoord", .door = PERSON, .right = 'a', .form = "at=1&do=drop", .only = STAGE(SUBMITTED) | STAGE(ADOPTED) | STAGE(DUE) },
    { "POST", "/stukken/{id}/reacties", .door = PERSON, .right = 'm', .form = "weight=can&body=Kort" },
    { "POST", "/stukken/{id}/reacties/{remark}", .door = PERSON, .right = 'b', .form = "answer=Dank" },
    { "POST", "/stukken/{id}/gebruik", .door = PERSON, .right = 'u', .form = "use=used" },
    { "POST", "/stukken/{id}/gebruik", .door = PERSON, .right = 'f', .form = "use=outdated" },
    { "POST", "/stukken/{id}/ervaring", .door = PERSON, .right = 'x', .form = "experience=Werkte&repeat=yes" },
    { "POST", "/stukken/{id}/terugnemen", .door = PERSON, .right = 'r', .form = "kind=use&which=used" },
    { "POST", "/stukken/{id}/bij-ons", .door = PERSON, .right = 'j', .form = "organisation=%o&what=left&words=Te+duur", .only = STANDS },
    { "GET", "/stukken/{id}/verbetering", .door = PERSON, .right = 'a', .only = STAGE(SUBMITTED) | STAGE(ADOPTED) | STAGE(DUE) },
    { "POST", "/stukken/{id}/verbetering", .door = EDITORS, .right = 'a', .form = "revision=bestaatniet&title=Huur&brief=Bel.", .only = STAGE(SUBMITTED) | STAGE(ADOPTED) | STAGE(DUE) },
    { "POST", "/stukken/{id}/verbetering/antwoord", .door = PERSON, .right = 'a', .form = "at=1&do=agree", .only = 1u << TEXT__COUNT },
    { "GET", "/redactie/woordenlijst", .door = EDITORS },
    { "POST", "/redactie/woordenlijst", .door = EDITORS, .form = "id=bestaatniet" },
    { "GET", "/redactie/woordenlijst/nieuw", .door = EDITORS },
    { "POST", "/redactie/woordenlijst/nieuw", .door = EDITORS, .form = "words=huur" },
    { "POST", "/redactie/woordenlijst/nieuw/proef", .door = EDITORS, .form = "words=huur" },
    { "GET", "/redactie/woordenlijst/{id}", .door = EDITORS, .step = "bestaatniet" },
    { "POST", "/redactie/woordenlijst/{id}", .door = EDITORS, .step = "bestaatniet", .form = "words=huur" },
    { "POST", "/redactie/woordenlijst/{id}/proef", .door = EDITORS, .step = "bestaatniet", .form = "words=huur" },
    { "POST", "/redactie/woordenlijst/{id}/weg", .door = EDITORS, .step = "bestaatniet", .form = "" },
    { "POST", "/stukken/{id}/uitvoering", .door = PERSON, .right = 'a', .form = "organisation=%o&state=busy&step=Bel", .only = STAGE(COMING) /* no plan stands there */ },
    { "GET", "/redactie", .door = EDITORS },
    { "GET", "/redactie/een-persoon", .door = STEWARDS },
    { "POST", "/redactie", .door = EDITORS, .form = "do=take&practice=bestaatniet" },
    { "GET", "/redactie/zoekvragen", .door = EDITORS },
    { "GET", "/redactie/woordenlijst", .door = EDITORS },
    { "POST", "/redactie/woordenlijst", .door = EDITORS, .form = "do=off&line=bestaat+niet" },
    { "GET", "/redactie/woordenlijst/nieuw", .door = EDITORS },
    { "POST", "/redactie/woordenlijst/nieuw", .door = EDITORS, .form = "kind=alike&typed=een+%3D&means=twee" },
    { "POST", "/redactie/woordenlijst/nieuw/proef", .door = EDITORS, .form = "kind=alike&typed=een&means=twee" },
    { "GET", "/redactie/woordenlijst/{id}", .door = EDITORS, .step = "bestaatniet" },
    { "POST", "/redactie/woordenlijst/{id}", .door = EDITORS, .step = "bestaatniet", .form = "kind=alike&typed=een&means=twee" },
    { "POST", "/redactie/woordenlijst/{id}/proef", .door = EDITORS, .step = "bestaatniet", .form = "kind=alike&typed=een&means=twee" },
    { "POST", "/redactie/woordenlijst/{id}/weg", .door = EDITORS, .step = "bestaatniet", .form = "" },
    { "GET", "/redactie/antwoordteksten", .door = EDITORS },
    { "GET", "/redactie/antwoordteksten/nieuw", .door = EDITORS },
    { "POST", "/redactie/antwoordteksten/nieuw", .door = EDITORS, .form = "answer_for=reason&answer_title=&answer_body=" },
    { "GET", "/redactie/antwoordteksten/{id}", .door = EDITORS, .step = "bestaatniet" },
    { "POST", "/redactie/antwoordteksten/{id}", .door = EDITORS, .step = "bestaatniet", .form = "answer_for=reason&answer_title=a&answer_body=b&version=1" },
    { "POST", "/redactie/antwoordteksten/{id}/weg", .door = EDITORS, .step = "bestaatniet", .form = "version=1" },
    { "GET", "/redactie/pakket", .door = EDITORS },
    { "POST", "/redactie/pakket", .door = EDITORS, .form = "practice=bestaatniet&revision=bestaatniet&preset=consent" },
    { "POST", "/redactie/{id}", .door = EDITORS, .right = 'a', .form = "do=take" },
    { "POST", "/redactie/{id}", .door = EDITORS, .right = 'a', .form = "do=note&desk-note=Bel" },
    { "GET", "/besluiten", .door = PERSON },
    { "GET", "/besluiten/vergaderingen", .door = PERSON },
    { "POST", "/besluiten/vergaderingen", .door = PERSON, .form = "organisation=bestaatniet&day=2026-12-01&do=add" },
    { "GET", "/besluiten/vergadering", .door = PERSON },
    { "POST", "/besluiten/vergadering", .door = PERSON, .form = "organisation=bestaatniet&do=follow&rounds=bestaatniet" },
    { "GET", "/besluiten/stukken", .door = PERSON, .step = "?organisatie=%o" },
    { "GET", "/besluiten/stukken.pdf", .door = PERSON, .slow = true },
    { "GET", "/besluiten/termijnen.ics", .door = PERSON },
    { "GET", "/besluiten/{round}/stuk.pdf", .door = PERSON, .right = 'r', .slow = true },
    { "GET", "/besluiten/{round}", .door = PERSON, .right = 'r' },
    { "POST", "/besluiten/{round}/standpunt", .door = PERSON, .right = 'p', .form = "organisation=%o&position=abstain", .only = STAGE(IN_ROUND) | STAGE(TALKS) },
    { "POST", "/besluiten/{round}/concept", .door = PERSON, .right = 'v', .form = "organisation=%o&position=abstain", .only = STAGE(IN_ROUND) | STAGE(TALKS) },
    { "POST", "/besluiten/{round}/bezig", .door = PERSON, .right = 'p', .form = "organisation=%o&until=2026-04-01", .only = STAGE(IN_ROUND) | STAGE(TALKS) },
    { "POST", "/besluiten/{round}", .door = PERSON, .right = 'c', .form = "do=consent", .only = STAGE(IN_ROUND) },
    { "POST", "/besluiten/{round}", .door = PERSON, .right = 'a', .form = "do=extend", .only = STAGE(IN_ROUND) },
    { "GET", "/berichten", .door = PERSON },
    { "POST", "/berichten", .door = PERSON, .form = "up_to=1" },
    { "GET", "/berichten/instellingen", .door = PERSON },
    { "POST", "/berichten/instellingen", .door = PERSON, .form = "overview=daily" },
    { "GET", "/afmelden/{token}", .door = ALL, .step = "bestaat-niet" },
    { "POST", "/afmelden/{token}", .door = ALL, .step = "bestaat-niet", .form = "" },
    { "GET", "/mailadres/{token}", .door = ALL, .step = "bestaat-niet" },
    { "POST", "/mailadres/{token}", .door = ALL, .step = "bestaat-niet", .form = "" },
    { "GET", "/inloggen", .door = ALL },
    { "POST", "/inloggen", .door = ALL, .form = "", .slow = true },
    { "GET", "/wachtwoord-vergeten", .door = ALL },
    { "POST", "/wachtwoord-vergeten", .door = ALL, .form = "sign_in=bestaatniet" },
    { "GET", "/tweede-stap-kwijt", .door = ALL },
    { "POST", "/tweede-stap-kwijt", .door = ALL, .form = "sign_in=bestaatniet" },
    { "GET", "/tweede-stap-kwijt/{token}", .door = ALL, .step = "bestaat-niet" },
    { "POST", "/tweede-stap-kwijt/{token}", .door = ALL, .step = "bestaat-niet", .form = "", .slow = true },
    { "POST", "/tweede-stap-kwijt/{token}/vragen", .door = ALL, .step = "bestaat-niet", .form = "" },
    { "GET", "/tweede-stap/{id}", .door = PERSON, .step = "%p" },
    { "POST", "/tweede-stap/{id}", .door = PERSON, .step = "%p", .form = "answer=yes" },
    { "POST", "/inloggen/rol", .door = ALL, .form = "person=bestaatniet" },
    { "POST", "/inloggen/code", .door = ALL, .form = "" },
    { "POST", "/inloggen/passkey", .door = ALL, .form = "" },
    { "POST", "/uitloggen", .door = ALL, .form = "" },
    { "GET", "/account", .door = PERSON },
    { "POST", "/account/sessies", .door = PERSON, .form = "session=bestaat-niet" },
    { "POST", "/account/wachtwoord", .door = PERSON, .form = "password=kort&again=kort", .slow = true },
    { "POST", "/account/naam", .door = PERSON, .form = "name=" },
    { "GET", "/account/gegevens.json", .door = PERSON, .slow = true },
    { "GET", "/account/opheffen", .door = PERSON },
    { "POST", "/account/opheffen", .door = PERSON, .form = "sure=0" },
    { "GET", "/verwerkingen", .door = PERSON },
    { "GET", "/account/tweede-stap", .door = PERSON },
    { "POST", "/account/tweede-stap", .door = PERSON, .form = "" },
    { "POST", "/account/tweede-stap/code", .door = PERSON, .form = "code=000000" },
    { "POST", "/account/tweede-stap/herstelcodes", .door = PERSON, .form = "" },
    { "POST", "/account/tweede-stap/uit", .door = PERSON, .form = "" },
    { "GET", "/account/passkeys/nieuw", .door = PERSON },
    { "POST", "/account/passkeys", .door = PERSON, .form = "name=telefoon&step=vervalst" },
    { "POST", "/account/passkeys/weg", .door = PERSON, .form = "passkey=bestaatniet" },
    { "GET", "/account/sleutels/nieuw", .door = PERSON },
    { "POST", "/account/sleutels", .door = PERSON, .form = "token_name=feedlezer&token_scope=read&token_term=9" },
    { "POST", "/account/sleutels/weg", .door = PERSON, .form = "token=bestaatniet" },
    { "GET", "/inloggen/organisatie", .door = ALL },
    { "POST", "/inloggen/organisatie", .door = ALL, .form = "kept=x" },
    { "GET", "/inloggen/organisatie/terug", .door = ALL },
    { "POST", "/inloggen/organisatie/terug", .door = ALL, .form = "state=x&code=x" },
    { "GET", "/uitloggen/organisatie", .door = ALL },
    { "POST", "/uitloggen/melding", .door = ALL, .form = "logout_token=x" },
    { "POST", "/account/organisatie", .door = PERSON, .form = "" },
    { "POST", "/account/organisatie/los", .door = PERSON, .form = "" },
    { "POST", "/welkom/{token}/organisatie", .door = ALL, .step = "bestaat-niet", .form = "" },
    { "GET", "/welkom/{token}", .door = ALL, .step = "bestaat-niet" },
    { "POST", "/welkom/{token}", .door = ALL, .step = "bestaat-niet", .form = "", .slow = true },
    { "POST", "/welkom/{token}/meedoen", .door = PERSON, .step = "bestaat-niet", .form = "" },
    { "GET", "/link/{token}", .door = ALL, .step = "bestaat-niet" },
    { "POST", "/link/{token}", .door = ALL, .step = "bestaat-niet", .form = "name=Iemand" },
    { "POST", "/werkgroepen/{slug}/meedoen", .door = PERSON, .step = "bestaat-niet", .form = "words=Graag" },
    { "POST", "/werkgroepen/{slug}/antwoord", .door = PERSON, .step = "bestaat-niet", .form = "person=bestaatniet&do=accept" },
    { "POST", "/werkgroepen/{slug}/tweede-trekker", .door = EDITORS, .step = "bestaat-niet", .form = "person=bestaatniet" },
    { "POST", "/werkgroepen/{slug}/uitnodigen", .door = PERSON, .step = "huur", .form = "" },
    { "POST", "/uitnodigen", .door = PERSON, .form = "scope_kind=location&scope=bestaat-niet" },
    { "POST", "/stukken/{id}/nakijklink", .door = EDITORS, .right = 'a', .form = "", .only = STAGE(PROPOSAL) | STAGE(RECOMMENDATION) },
    { "POST", "/besluiten/{round}/link/intrekken", .door = EDITORS, .right = 'a', .form = "organisation=%o", .only = STAGE(IN_ROUND) },
    { "POST", "/besluiten/{round}/link", .door = EDITORS, .right = 'a', .form = "organisation=%o", .only = STAGE(IN_ROUND) },
    { "GET", "/beheer", .door = STEWARDS },
    { "GET", "/beheer/organisaties", .door = ADMINS },
    { "GET", "/beheer/organisaties/nieuw", .door = ADMINS },
    { "POST", "/beheer/organisaties/nieuw", .door = ADMINS, .form = "name=Nieuw&slug=nieuw" },
    { "GET", "/beheer/organisaties/{id}", .door = ADMINS, .step = "%o" },
    { "POST", "/beheer/organisaties/{id}", .door = ADMINS, .step = "%o", .form = "name=Anders" },
    { "GET", "/beheer/locaties", .door = ADMINS },
    { "GET", "/beheer/locaties/nieuw", .door = ADMINS },
    { "POST", "/beheer/locaties/nieuw", .door = ADMINS, .form = "name=Nieuw&slug=nieuw" },
    { "GET", "/beheer/locaties/{id}", .door = ADMINS, .step = "nijmegen" },
    { "POST", "/beheer/locaties/{id}", .door = ADMINS, .step = "nijmegen", .form = "name=Anders" },
    { "GET", "/beheer/rechtsgebieden", .door = STEWARDS },
    { "GET", "/beheer/rechtsgebieden/nieuw", .door = EDITORS },
    { "POST", "/beheer/rechtsgebieden/nieuw", .door = EDITORS, .form = "name=Nieuw&slug=nieuw" },
    { "GET", "/beheer/rechtsgebieden/{id}", .door = EDITORS, .step = "huur-en-consument" },
    { "POST", "/beheer/rechtsgebieden/{id}", .door = EDITORS, .step = "huur-en-consument", .form = "name=Anders" },
    { "GET", "/beheer/werkgroepen", .door = ADMINS },
    { "GET", "/beheer/werkgroepen/nieuw", .door = ADMINS },
    { "POST", "/beheer/werkgroepen/nieuw", .door = ADMINS, .form = "name=Nieuw" },
    { "GET", "/beheer/werkgroepen/{id}", .door = ADMINS, .step = "bestaatniet" },
    { "POST", "/beheer/werkgroepen/{id}", .door = ADMINS, .step = "bestaatniet", .form = "name=Anders" },
    { "GET", "/beheer/mensen", .door = ADMINS },
    { "GET", "/beheer/mensen/nieuw", .door = ADMINS },
    { "POST", "/beheer/mensen/nieuw", .door = ADMINS, .form = "name=Nieuw&sign_in=nieuw" },
    { "GET", "/beheer/mensen/{id}", .door = ADMINS, .step = "%p" },
    { "POST", "/beheer/mensen/{id}", .door = ADMINS, .step = "%p", .form = "name=Anders&sign_in=anders" },
    { "POST", "/beheer/mensen/{id}/rollen", .door = ADMINS, .step = "%p", .form = "role=editor&scope_kind=network&do=give" },
    { "POST", "/beheer/mensen/{id}/link", .door = ADMINS, .step = "%p", .form = "" },
    { "POST", "/beheer/mensen/{id}/sleutels", .door = ADMINS, .step = "%p", .form = "token=bestaatniet" },
    { "POST", "/beheer/mensen/{id}/organisatie", .door = ADMINS, .step = "%p", .form = "" },
    { "GET", "/beheer/mensen/{id}/uitzetten", .door = ADMINS, .step = "%p" },
    { "POST", "/beheer/mensen/{id}/uitzetten", .door = ADMINS, .step = "%p", .form = "" },
    { "POST", "/beheer/mensen/{id}/aanzetten", .door = ADMINS, .step = "%p", .form = "" },
    { "GET", "/beheer/mensen/{id}/wissen", .door = ADMINS, .step = "%p" },
    { "POST", "/beheer/mensen/{id}/wissen", .door = ADMINS, .step = "%p", .form = "sure=0" },
    { "GET", "/beheer/instellingen", .door = ADMINS },
    { "POST", "/beheer/instellingen", .door = ADMINS, .form = "reading=public" },
    /* clang-format on */
};

/* Patterns of rounds stand here with {round}, of the table with {id}. */
static bool same_pattern(const char *ours, const char *theirs)
{
    const char *round = strstr(ours, "{round}");
    if (!round) return !strcmp(ours, theirs);
    size_t before = (size_t)(round - ours);
    return !strncmp(ours, theirs, before) && !strncmp(theirs + before, "{id}", 4) &&
           !strcmp(round + 7, theirs + before + 4);
}

static void test_every_route_of_the_table_has_an_expectation_here(void **state)
{
    (void)state;
    for (size_t i = 0; i < kb_routes_count; i++) {
        const char *method = http_method_name(kb_routes[i].method);
        bool found = false;
        for (size_t r = 0; r < COUNT_OF(rows) && !found; r++)
            found = !strcmp(rows[r].method, method) && same_pattern(rows[r].pattern, kb_routes[i].pattern);
        if (!found) fail_msg("%s %s: say in this list who may ask for it", method, kb_routes[i].pattern);
    }
}

/* ---- Asking ---- */

/* What fills the names of a pattern: those of a text, or of nothing that exists. */
struct filling {
    const char *id, *number, *round, *remark;
    int64_t version;
    const char *revision;
};

static const struct filling nothing = {"zzzzzzzzzzzzzzzzzzzzzzzzzz", "2099-999", "zzzzzzzzzzzzzzzzzzzzzzzzzz",
                                       "zzzzzzzzzzzzzzzzzzzzzzzzzz", 1,          "zzzzzzzzzzzzzzzzzzzzzzzzzz"};

static struct filling filling_of(int t)
{
    const struct house_text *x = &h->texts[t];
    return (struct filling){x->id, x->number, x->round, x->remark, x->version ? x->version : 1, x->revision};
}

static void put_named(struct buf *b, const char *name, size_t len, const struct row *row, const struct filling *f)
{
    text n = text_of(name, len);
    const char *value = text_is(n, "number")             ? f->number
                        : text_is(n, "round")            ? f->round
                        : text_is(n, "remark")           ? f->remark
                        : row->right && text_is(n, "id") ? f->id
                                                         : row->step;
    buf_str(b, value ? value : "ontbreekt");
}

static const char *another_that_stands(const struct filling *f)
{
    const char *due = h->texts[TEXT_DUE].number;
    return f->number && !strcmp(f->number, due) ? h->texts[TEXT_ADOPTED].number : due;
}

static void put_marked(struct buf *b, const char *in, const struct filling *f)
{
    for (const char *c = in; *c; c++) {
        if (c[0] == '%' && c[1] == 'o')
            buf_str(b, h->b.organisations[0]), c++;
        else if (c[0] == '%' && c[1] == 'p')
            buf_str(b, h->w->participant), c++;
        else if (c[0] == '%' && c[1] == 'n')
            buf_str(b, h->texts[TEXT_PROPOSAL].number), c++;
        else if (c[0] == '%' && c[1] == 's')
            buf_str(b, another_that_stands(f)), c++;
        else if (c[0] == '%' && c[1] == 'v')
            buf_printf(b, "%lld", (long long)f->version), c++;
        else if (c[0] == '%' && c[1] == 'r')
            buf_str(b, f->revision ? f->revision : nothing.revision), c++;
        else
            buf_byte(b, *c);
    }
}

static char *address(const struct row *row, const struct filling *f)
{
    struct buf raw = buf_new(4000), b = buf_new(4000);
    for (const char *c = row->pattern; *c; c++) {
        const char *end = *c == '{' ? strchr(c, '}') : NULL;
        if (!end) {
            buf_byte(&raw, *c);
            continue;
        }
        put_named(&raw, c + 1, (size_t)(end - c - 1), row, f);
        c = end;
    }
    if (row->step && row->step[0] == '?') buf_str(&raw, row->step);
    put_marked(&b, buf_cstr(&raw), f);
    char *path = strdup(buf_cstr(&b));
    buf_release(&raw);
    buf_release(&b);
    return path;
}

static struct answer ask(const struct row *row, enum who who, const struct filling *f)
{
    struct buf form = buf_new(4000);
    char *path = address(row, f);
    if (row->form) put_marked(&form, row->form, f);
    struct answer a = house_ask(h, who, row->method, path, "", row->form ? buf_cstr(&form) : NULL);
    canary_check(who, &a, path);
    if (a.status >= 500 && !(a.status == 503 && row->form))
        house_complain("%s, %s %s: %d", who_names[who], row->method, path, a.status);
    free(path);
    buf_release(&form);
    return a;
}

/* ---- Judging ---- */

static bool signed_in(enum who who)
{
    return who != ANYBODY && who != CLOSED;
}

static bool comes_in(enum door door, enum who who)
{
    switch (door) {
    case ALL: return true;
    case PERSON: return signed_in(who);
    case EDITORS: return who == EDITOR;
    case STEWARDS: return who == EDITOR || who == ADMINISTRATOR;
    default: return who == ADMINISTRATOR;
    }
}

static void complain(const struct row *row, enum who who, int t, int status, const char *expected)
{
    house_complain("%s, %s %s (%s), %s: %d, expected %s", who_names[who], row->method, row->pattern,
                   row->step   ? row->step
                   : row->form ? row->form
                               : "",
                   t < 0 ? "" : text_names[t], status, expected);
}

static void check_turned_away(const struct row *row, enum who who, int t, int status)
{
    bool get = !strcmp(row->method, "GET");
    if (signed_in(who) && status != 403) complain(row, who, t, status, "403 at the door");
    if (!signed_in(who) && get && status != 303) complain(row, who, t, status, "303 to the page to sign in");
    if (!signed_in(who) && !get && status != 401) complain(row, who, t, status, "401");
}

/* ---- What names no text ---- */

static void test_the_outer_door_opens_for_whom_the_design_says(void **state)
{
    (void)state;
    for (size_t r = 0; r < COUNT_OF(rows); r++) {
        const struct row *row = &rows[r];
        for (enum who who = ANYBODY; !row->right && who < WHO__COUNT; who++) {
            bool in = comes_in(row->door, who);
            if (in && row->slow) continue;
            struct answer a = ask(row, who, &nothing);
            if (!in) check_turned_away(row, who, -1, a.status);
            if (in && row->door >= EDITORS && (a.status == 401 || a.status == 403))
                complain(row, who, -1, a.status, "to come in");
            answer_free(&a);
        }
    }
    house_judge();
}

/* ---- What names a text ---- */

static char *unknown[COUNT_OF(rows)][WHO__COUNT]; /* the answer about nothing, masked */

static void forget_unknown(void)
{
    for (size_t r = 0; r < COUNT_OF(rows); r++)
        for (int who = 0; who < WHO__COUNT; who++) {
            free(unknown[r][who]);
            unknown[r][who] = NULL;
        }
}

static void same_as_unknown(size_t r, enum who who, int t, const struct answer *a, const struct filling *f)
{
    const char *names[] = {f->id, f->number, f->round, f->remark}, *none[] = {nothing.id, nothing.number};
    if (!unknown[r][who]) {
        struct answer other = ask(&rows[r], who, &nothing);
        unknown[r][who] = house_masked(&other, none, COUNT_OF(none));
        answer_free(&other);
    }
    char *mine = house_masked(a, names, COUNT_OF(names));
    size_t at = 0;
    while (mine[at] && mine[at] == unknown[r][who][at]) at++;
    size_t from = at > 60 ? at - 60 : 0;
    if (mine[at] || unknown[r][who][at])
        house_complain("%s, %s %s, %s: not the answer about nothing\n  %.160s\n  %.160s", who_names[who],
                       rows[r].method, rows[r].pattern, text_names[t], mine + from, unknown[r][who] + from);
    free(mine);
}

static int rehearsed[COUNT_OF(rows)], cells;

/* A reader without the right gets 403; where the step cannot be made at that stage at all, any refusal. */
static void check_reader(const struct row *row, enum who who, int t, int status, bool right, bool possible)
{
    bool refused = status >= 400 && status < 500;
    if (!right && possible && status != 403) complain(row, who, t, status, "403");
    if (!right && !possible && !refused) complain(row, who, t, status, "a refusal");
    if (right && possible && (status == 401 || status == 403 || status == 404))
        complain(row, who, t, status, "to be let through");
    if (right && !possible && (status == 401 || status == 200 || status == 303 || status == 503) && row->form)
        complain(row, who, t, status, "a refusal");
}

/* Can the step be made where the text stands? Who may not see positions is answered as if the round were running. */
static bool is_possible(const struct row *row, enum who who, int t, bool right)
{
    bool untold = (t == TEXT_TALKS || t == TEXT_DEFERRED) && !right && !design_may(who, t, 'o');
    return !row->only || row->only & 1u << (untold ? TEXT_IN_ROUND : t);
}

static void check_cell(size_t r, enum who who, int t)
{
    const struct row *row = &rows[r];
    struct filling f = filling_of(t);
    bool in = comes_in(row->door, who), reads = design_may(who, t, 'r'), right = design_may(who, t, row->right);
    if (strstr(row->pattern, "{round}") && who == NO_ROLE)
        reads = right = false; /* how boards decide is the network's */
    bool possible = is_possible(row, who, t, right);
    if (row->slow && in && reads) return;
    struct answer a = ask(row, who, &f);
    cells++;
    if (!in) {
        check_turned_away(row, who, t, a.status);
        same_as_unknown(r, who, t, &a, &f);
    } else if (!reads && design_may(who, t, 'g') && !strstr(row->pattern, "{round}")) {
        if (a.status != 410 && a.status != 404) complain(row, who, t, a.status, "410");
    } else if (!reads) {
        bool all_alike = who == NO_ROLE && a.status == 403; /* of nothing too, as is looked at next */
        if (a.status != 404 && !all_alike) complain(row, who, t, a.status, "404");
        same_as_unknown(r, who, t, &a, &f);
    } else {
        check_reader(row, who, t, a.status, right, possible);
        rehearsed[r] += a.status == 503;
    }
    answer_free(&a);
}

/* Which texts the row can be asked about: what is named must be there. The candidate of a practice that also stands is
 * asked about by the addresses of its own. */
static bool can_be_named(const struct row *row, int t)
{
    const struct house_text *x = &h->texts[t];
    if (strstr(row->pattern, "{number}") && !x->number) return false;
    if (strstr(row->pattern, "{round}") && !x->round) return false;
    if (strstr(row->pattern, "{remark}") && !x->remark) return false;
    if (t == TEXT_COMING) return strstr(row->pattern, "/op-weg") != NULL;
    if (t == TEXT_REVISED) return row->right == 'r' && !row->only;
    return true;
}

static void test_every_route_for_everybody_at_every_stage(void **state)
{
    (void)state;
    for (size_t r = 0; r < COUNT_OF(rows); r++)
        for (int t = 0; rows[r].right && t < TEXT__COUNT; t++)
            for (enum who who = ANYBODY; can_be_named(&rows[r], t) && who < WHO__COUNT; who++) check_cell(r, who, t);
    forget_unknown();
    print_message("%d cells\n", cells);
    house_judge();
    assert_true(cells > 5000);
}

/* The positive control: each kind of change that was refused above also succeeds for somebody. */
static void test_each_change_can_be_made_by_somebody(void **state)
{
    (void)state;
    for (size_t r = 0; r < COUNT_OF(rows); r++) {
        const struct row *row = &rows[r];
        static const char *const needs_more[] = {"vaststellen", "afwijzen", "met-afwijking", "aanbevelen", "klopt-nog"};
        bool waits = strstr(row->pattern, "{round}/link") != NULL || /* every board here has somebody */
                     strstr(row->pattern, "/verbetering") || strstr(row->pattern, "/intrekken") ||
                     strstr(row->pattern, "/uitvoering"); /* needs the text as it stands, and a mended one */
        for (size_t i = 0; row->step && i < COUNT_OF(needs_more); i++) waits |= !strcmp(row->step, needs_more[i]);
        bool looks = strstr(row->pattern, "voorbeeld") || strstr(row->pattern, "/kijken") ||
                     strstr(row->pattern, "{step}/antwoordtekst"); /* a form that changes nothing */
        bool makes = row->right && row->form && !waits && !looks;
        if (makes && !rehearsed[r])
            house_complain("%s (%s %s): nobody could", row->pattern, row->step ? row->step : "", row->form);
    }
    house_judge();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_every_route_of_the_table_has_an_expectation_here),
        TEST(test_the_outer_door_opens_for_whom_the_design_says),
        TEST(test_every_route_for_everybody_at_every_stage),
        TEST(test_each_change_can_be_made_by_somebody),
    };
    return cmocka_run_group_tests_name("matrix", tests, open_house, close_house);
}
