#include "tests/unit/content/privacy_test.h"

static void test_what_is_found(void **state)
{
    static const char *const cases[][2] = {
        {"Het BSN is 111222333.", "bsn! <111222333>"},
        {"bsn: 111.222.333", "bsn! <111.222.333>"},
        {"Nummer 111 222 333 staat erop", "bsn! <111 222 333>"},
        {"Nummer 1112.22.333 ook", "bsn! <1112.22.333>"},
        {"BSN111222333", "bsn! <111222333>"},
        {"burgerservicenummer 10000008", "bsn! <10000008>"},
        {"1112\n22333", "bsn! <1112\n22333>"},
        {"１１１２２２３３３", "bsn! <１１１２２２３３３>"},
        {"111\xE2\x80\x8B"
         "222333",
         "bsn! <111\xE2\x80\x8B"
         "222333>"},
        {"Rekening NL91 ABNA 0417 1643 00.", "iban! <NL91 ABNA 0417 1643 00>"},
        {"nl91abna0417164300", "iban! <nl91abna0417164300>"},
        {"BE68 5390 0754 7034", "iban! <BE68 5390 0754 7034>"},
        {"bel 06-12345678", "mobile! <06-12345678>"},
        {"bel 06 12 34 56 78 morgen", "mobile! <06 12 34 56 78>"},
        {"+31 6 12345678", "mobile! <+31 6 12345678>"},
        {"+31 (0)6 12345678", "mobile! <+31 (0)6 12345678>"},
        {"0031612345678", "mobile! <0031612345678>"},
        {"020-1234567", "phone <020-1234567>"},
        {"(024) 123 45 67", "phone <(024) 123 45 67>"},
        {"jan.jansen@voorbeeld.nl", "email! <jan.jansen@voorbeeld.nl>"},
        {"piet@gmail.com of rosa@kantoor.nl", "email! <piet@gmail.com>, email <rosa@kantoor.nl>"},
        {"mail j_1@mail.voorbeeld.com.", "email! <j_1@mail.voorbeeld.com>"},
        {"Dorpsstraat 12, 1234 AB Ons Dorp", "address! <12, 1234 AB>"},
        {"Dorpsstraat 12a 1234AB", "address! <12a 1234AB>"},
        {"1234 AB 12", "address! <1234 AB 12>"},
        {"Kade 1, 1234 AB Dorp. Tel. 026 - 3528399", "address <1, 1234 AB>, phone <026 - 3528399>"},
        {"Kade 1, 1234 AB Dorp, telefoon: (026) 352 83 99", "address <1, 1234 AB>, phone <(026) 352 83 99>"},
        {"Kade 1, 1234 AB Dorp. Tel. 06-12345678", "address! <1, 1234 AB>, mobile! <06-12345678>"},
        {"Kade 1, 1234 AB Dorp. Hotel 026", "address! <1, 1234 AB>"},
        {"Kade 1, 1234 AB Dorp.\nTel. 026 - 3528399", "address! <1, 1234 AB>, phone <026 - 3528399>"},
        {"woont Dorpsstraat 12 in Ons Dorp", "street <Dorpsstraat 12>"},
        {"geboren op 12-3-1980", "birth-date! <12-3-1980>"},
        {"geboortedatum: 12 maart 1980", "birth-date! <12 maart 1980>"},
        {"geb. 1980-03-12", "birth-date! <1980-03-12>"},
        {"V-nummer 271 en 2801234567", "v-number! <2801234567>"},
        {"zaaknummer C/13/712345", "case-number <C/13/712345>"},
        {"toevoeging 4AB1234", "case-number! <4AB1234>"},
        {"cliënt Jansen belde", "name <Jansen>"},
        {"dhr. J. van der Berg belde", "name <J. van der Berg>"},
        {"Mevrouw El Idrissi-de Wit kwam", "name <El Idrissi-de Wit>"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) assert_found(*state, cases[i][0], cases[i][1]);
}

static void test_what_passes(void **state)
{
    static const char *const cases[] = {
        "artikel 7:271 lid 1 BW en art. 12 Wrb",
        "ECLI:NL:HR:2020:1234567, ECLI:NL:RBAMS:2019:111222333",
        "BWBR0005290 en Stb. 2020, 111222333",
        "KvK 12345678, RSIN 111222333",
        "een bedrag van \xE2\x82\xAC 111.222.333,00 of EUR 1.250,00",
        "Bel het Juridisch Loket: 0800-8020 of 088 123 45 67",
        "14020 en 0900-1234, 112",
        "info@voorbeeld.nl en klachten@voorbeeld.nl",
        "Postbus 20301, 2500 EH Den Haag",
        "in 2024 en 2025, van 1 januari 2020 tot 31-12-2023",
        "https://voorbeeld.nl/p/111222333 en www.voorbeeld.nl/06-12345678",
        "123456789",              /* fails the eleven-test */
        "NL92 ABNA 9417 1643 00", /* fails mod 97 */
        "de cliënt heeft recht op bijstand; Cliënten krijgen hulp",
        "mevrouw de voorzitter, mevrouw Voorzitter",
        "het bestuur en de cliënt UWV",
        "op weg 12 keer, aan de straat 3",
        "00000000 en 000000000",
        "wie geboren is voor 1 januari 1950 of geboren na 31 december 1971",
        "",
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) assert_found(*state, cases[i], "");
}

/* As people write when they think nobody looks, or do not think of it at all. */
static void test_what_slips_in_is_found(void **state)
{
    static const char *const cases[][2] = {
        /* citizen service numbers */
        {"bsn １１１\n２２２\n３３３", "bsn! <１１１\n２２２\n３３３>"},
        {"BSN: 111 - 222 - 333", "bsn! <111 - 222 - 333>"},
        {"Mijn nummer is 111\xC2\xA0"
         "222\xC2\xA0"
         "333!",
         "bsn! <111\xC2\xA0"
         "222\xC2\xA0"
         "333>"},
        {"(111222333)", "bsn! <111222333>"},
        {"\xE2\x80\xAA"
         "111222333\xE2\x80\xAC",
         "bsn! <111222333\xE2\x80\xAC>"},
        {"bsn ١١١٢٢٢٣٣٣", "bsn! <١١١٢٢٢٣٣٣>"},
        {"BSN-nr 111.222.333, verder niets", "bsn! <111.222.333>"},
        {"sofinummer:111222333", "bsn! <111222333>"},
        /* accounts */
        {"NL91\xC2\xA0"
         "ABNA\xC2\xA0"
         "0417\xC2\xA0"
         "1643\xC2\xA0"
         "00",
         "iban! <NL91\xC2\xA0"
         "ABNA\xC2\xA0"
         "0417\xC2\xA0"
         "1643\xC2\xA0"
         "00>"},
        {"rek. NL91-ABNA-0417-1643-00", "iban! <NL91-ABNA-0417-1643-00>"},
        {"ＮＬ91ABNA0417164300", "iban! <ＮＬ91ABNA0417164300>"},
        {"NL91 ABNA\n0417 1643 00", "iban! <NL91 ABNA\n0417 1643 00>"},
        /* telephones */
        {"+31(0)6-12345678", "mobile! <+31(0)6-12345678>"},
        {"+31(0)20 123 45 67", "phone <+31(0)20 123 45 67>"},
        {"0031 (0)6 12 34 56 78", "mobile! <0031 (0)6 12 34 56 78>"},
        {"tel: 06/12345678", "mobile! <06/12345678>"},
        {"06 - 12 34 56 78", "mobile! <06 - 12 34 56 78>"},
        {"app naar 06.12.34.56.78", "mobile! <06.12.34.56.78>"},
        {"\xE2\x80\xAA+31 6 12345678\xE2\x80\xAC", "mobile! <+31 6 12345678\xE2\x80\xAC>"},
        /* mail */
        {"jan.jansen (at) gmail.com", "email! <jan.jansen (at) gmail.com>"},
        {"jan.jansen[at]voorbeeld.nl", "email! <jan.jansen[at]voorbeeld.nl>"},
        {"jan (apenstaartje) hotmail.com", "email! <jan (apenstaartje) hotmail.com>"},
        {"postma@gmail.com", "email! <postma@gmail.com>"},
        {"a.persoon@voorbeeld.nl", "email! <a.persoon@voorbeeld.nl>"},
        /* names */
        {"De cliënte mevr. Yilmaz belde", "name <Yilmaz>"},
        {"cliënt (Jansen) kwam langs", "name <Jansen>"},
        {"Cliënt: F. de Boer", "name <F. de Boer>"},
        {"dhr. JANSEN woont daar", "name <JANSEN>"},
        {"clie\xCC\x88nt Jansen", "name <Jansen>"},
        {"verweerster El Amrani", "name <El Amrani>"},
        {"mevr. De Vries belde", "name <De Vries>"},
        {"mevrouw De Wit-Jansen", "name <De Wit-Jansen>"},
        {"cliënt Van der Berg", "name <Van der Berg>"},
        {"mw. Van De Velde", "name <Van De Velde>"},
        {"mw. 't Hart", "name <'t Hart>"},
        {"betrokkene De UWV", ""},
        {"verzoeker De Rechter", ""},
        {"fam. Bakker", "name <Bakker>"},
        /* dates of birth */
        {"geboren op twaalf maart 1980", "birth-date! <maart 1980>"},
        {"geboren: drie mei negentienhonderdtachtig", "birth-date! <mei negentienhonderdtachtig>"},
        {"geboren in maart '80", "birth-date! <maart '80>"},
        {"geb. 3/5/80", "birth-date! <3/5/80>"},
        /* numbers of cases */
        {"V-nr. 280.123.4567", "v-number! <280.123.4567>"},
        {"V-nummer: 280 123 4567", "v-number! <280 123 4567>"},
        {"toevoeging nr. 4AB 1234", "case-number! <4AB 1234>"},
        {"zaaknr: 2024/123456", "case-number <2024/123456>"},
        {"ons kenmerk 20241234", "case-number <20241234>"},
        /* addresses */
        {"Dorpsstraat 12, 1234ab Dorp", "address! <12, 1234ab>"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) assert_found(*state, cases[i][0], cases[i][1]);
}

/* What a reader sees in one piece, however Markdown has it: emphasis inside, entities, what is left out. */
static void test_marks_of_the_text_hide_nothing(void **state)
{
    static const char *const cases[][2] = {
        {"**BSN:** 111222333", "bsn! <111222333>"},
        {"nummer **111222333**.", "bsn! <111222333>"},
        {"111**222**333", "bsn! <111**222**333>"},
        {"1112*2*2333", "bsn! <1112*2*2333>"},
        {"`111`222`333`", "bsn! <111`222`333>"},
        {"111\\-222\\-333", "bsn! <111\\-222\\-333>"},
        {"111_222_333", "bsn! <111_222_333>"},
        {"1 1 1 2 2 2 3 3 3", "bsn! <1 1 1 2 2 2 3 3 3>"},
        {"&#49;11222333", "bsn! <&#49;11222333>"},
        {"11122233&#x33;", "bsn! <11122233&#x33;>"},
        {"111&shy;222&zwnj;333", "bsn! <111&shy;222&zwnj;333>"},
        {"111&nbsp;222&nbsp;333", "bsn! <111&nbsp;222&nbsp;333>"},
        {"111&#160;222&#xA0;333", "bsn! <111&#160;222&#xA0;333>"},
        {"111<!-- -->222333", "bsn! <111<!-- -->222333>"},
        {"111<b></b>222333", "bsn! <111<b></b>222333>"},
        {"<!-- 111222333 -->", "bsn! <111222333>"},
        {"१११२२२३३३", "bsn! <१११२२२३३३>"},
        {"①①①②②②③③③", "bsn! <①①①②②②③③③>"},
        {"111222333\xC2\xB9", "bsn! <111222333>"}, /* the sign of a note */
        {"**06**-12345678", "mobile! <06**-12345678>"},
        {"06&#45;12345678", "mobile! <06&#45;12345678>"},
        {"NL91&nbsp;ABNA&nbsp;0417&nbsp;1643&nbsp;00", "iban! <NL91&nbsp;ABNA&nbsp;0417&nbsp;1643&nbsp;00>"},
        {"jan.jansen&#64;gmail.com", "email! <jan.jansen&#64;gmail.com>"},
        {"jan.jansen&commat;gmail.com", "email! <jan.jansen&commat;gmail.com>"},
        {"jan.jansen\\@gmail.com", "email! <jan.jansen\\@gmail.com>"},
        {"jan_jansen@voorbeeld.nl", "email! <jan_jansen@voorbeeld.nl>"},
        {"[mail](mailto:jan.jansen@voorbeeld.nl \"x\")", "email! <jan.jansen@voorbeeld.nl>"},
        {"![het BSN 111222333](x.png)", "bsn! <111222333>"},
        {"[x](/y \"bel 06-12345678\")", "mobile! <06-12345678>"},
        {"    111222333", "bsn! <111222333>"},
        {"dhr. **Jansen** belde", "name <Jansen>"},
        {"cli&euml;nt Jansen", "name <Jansen>"},
        {"dhr.&nbsp;Jansen", "name <Jansen>"},
        {"“111222333”", "bsn! <111222333>"},
        {"„06-12345678”…", "mobile! <06-12345678>"},
        {"111222333… en verder", "bsn! <111222333>"},
        {"mw. ’t Hart belde", "name <’t Hart>"},
        {"€ 111.222.333 en €111222333", ""},
        {"a < b en 111222333 > c", "bsn! <111222333>"},
        {"&amp; &#0; &#x110000; &; &niets; 111222333", "bsn! <111222333>"},
        {"R&D 2 & 3; 7 * 3 = 21 en 4*5", ""},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) assert_found(*state, cases[i][0], cases[i][1]);
}

/* What people write about their work, and must be able to write without a question. */
static void test_what_work_is_written_with_passes(void **state)
{
    static const char *const cases[] = {
        "Bel de verhuurder binnen 14 dagen; na 6 weken verloopt de termijn.",
        "De huur is € 879,66 of € 1.157,95 per maand.",
        "Kijk op regel 12 tot 15 van de bijlage, pagina 3 van 10.",
        "In 2023 en 2024 en 2025 steeg de huur met 5,8 %.",
        "Zie artikel 6:248, 7:201 en 7:304 BW.",
        "Cliënt: Heb je de brief bij je?",
        "De cliënt. Bij twijfel overleg je.",
        "Vraag de cliënt. Hulpverleners doen dat ook.",
        "Is cliënt DUO iets schuldig?",
        "De betrokkene krijgt een brief van het UWV.",
        "betrokkene SVB en betrokkene IND",
        "de eiser in cassatie, de verweerder in beroep",
        "mevrouw de rechter",
        "Mail naar klachten@gemeente.example of balie.noord@gemeente.example.",
        "Stuur het naar post@gemeente.example.",
        "persvoorlichting staat op www.gemeente.example",
        "Kom om (at) is geen adres.",
        "Dit staat [at] nergens in.",
        "De AOW geldt voor wie geboren is na 30 september 1955.",
        "Wie geboren is tussen 1 januari 1950 en 31 december 1960 valt eronder.",
        "Wie na 1 juli 1954 is geboren en voor 22 februari 2007 is herbeoordeeld.",
        "Kinderen die geboren zijn in het buitenland tellen mee.",
        "De regeling geldt vanaf 1 juli 2023 en tot 1 mei 2024.",
        "Bel 0900-0101, 112 of 144.",
        "Het nummer is 14 010 of 14030.",
        "Juridisch Loket: 0800 8020, werkdagen 9.00 - 17.00 uur",
        "Postbus 12, 3500 AA Utrecht",
        "in 2024 de 12e keer, 2024de versie",
        "van 1500 tot 2000 euro, 1234 en 4321",
        "KvK-nummer 30261277 en RSIN 111222333",
        "Kamerstukken II 2019/20, 35 218, nr. 3",
        "Stb. 2022, 529 en Stcrt. 2023, 12345",
        "ECLI:NL:CRVB:2021:1234567",
        "zaaknummers noem je nooit in een tekst",
        "Noteer het V-nummer nergens.",
        "Vraag een toevoeging aan bij de Raad voor Rechtsbijstand.",
        "Een toevoeging kost in 2024 tussen 173 en 961 euro.",
        "Formulier 1 - 2 - 3 invullen, stap 10 - 20 - 30",
        "ISBN 978-90-12-40404-5",
        "100 000 000 euro voor 2025",
        "Doe dit binnen 6 weken (art. 6:7 Awb).",
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) assert_found(*state, cases[i], "");
}

static void test_lines_and_columns_count_code_points(void **state)
{
    struct privacy_findings found = scan(*state, TEXT("één\n\nnaïef bsn 111222333"));
    assert_int_equal(found.n, 1);
    assert_int_equal(found.at[0].line, 3);
    assert_int_equal(found.at[0].column, 11);
}

static void test_own_domains_pass(void **state)
{
    static const char *const domains[] = {"loket.example", NULL};
    struct privacy_own own = {.email_domains = domains};
    struct privacy_findings found;
    kb_err err = {0};
    text source = TEXT("rosa@loket.example rosa@utrecht.loket.example rosa@anderloket.example");
    assert_ok(privacy_scan(source, &own, *state, &found, &err), &err);
    assert_int_equal(found.n, 1);
    assert_int_equal(found.at[0].from, 46);
}

/* ---- Generated: what is formal must not slip through, however it is written ---- */

static void put_digit(struct buf *out, char digit)
{
    static const char *const between[] = {"", "", "", "\xE2\x80\x8B", "\xC2\xAD"}; /* and zero-width characters */
    if (pick(8) == 0) {                                                            /* full width: U+FF10 .. U+FF19 */
        buf_put(out, text_of((const char[]){'\xEF', '\xBC', (char)(0x90 + digit - '0')}, 3));
    } else
        buf_byte(out, digit);
    buf_str(out, between[pick(COUNT_OF(between))]);
}

/* Digits in groups with one kind of separator. */
static void put_grouped(struct buf *out, const char *digits, const unsigned *groups, const char *separator)
{
    for (size_t g = 0; groups[g]; g++) {
        if (g) buf_str(out, separator);
        for (unsigned k = 0; k < groups[g]; k++) put_digit(out, *digits++);
    }
}

static void make_bsn(struct buf *out)
{
    static const unsigned groups[][5] = {{9}, {3, 3, 3}, {4, 2, 3}, {2, 3, 4}, {4, 5}};
    static const char *const separators[] = {" ", ".", "-", "\n", "\xC2\xA0"};
    char digits[10] = "";
    int sum;
    do {
        sum = 0;
        for (int k = 0; k < 9; k++) digits[k] = (char)('0' + pick(10));
        for (int k = 0; k < 9; k++) sum += (digits[k] - '0') * (k == 8 ? -1 : 9 - k);
    } while (sum % 11 || strcmp(digits, "000000000") == 0);
    put_grouped(out, digits, groups[pick(COUNT_OF(groups))], separators[pick(COUNT_OF(separators))]);
}

static void make_iban(struct buf *out)
{
    char account[19] = "NL00";
    for (int k = 4; k < 8; k++) account[k] = (char)('A' + pick(26));
    for (int k = 8; k < 18; k++) account[k] = (char)('0' + pick(10));
    unsigned rest = 0;
    for (int k = 0; k < 18; k++) {
        char c = account[(k + 4) % 18];
        rest = c >= 'A' ? (rest * 100 + (unsigned)(c - 'A') + 10) % 97 : (rest * 10 + (unsigned)(c - '0')) % 97;
    }
    unsigned check = 98 - rest;
    account[2] = (char)('0' + check / 10);
    account[3] = (char)('0' + check % 10);
    static const char *const separators[] = {"", "", " ", "\xC2\xA0", "-", ".", "\n"};
    const char *separator = separators[pick(COUNT_OF(separators))];
    for (int k = 0; k < 18; k++) {
        if (k && k % 4 == 0) buf_str(out, separator);
        if (account[k] >= 'A')
            buf_byte(out, account[k]);
        else
            put_digit(out, account[k]);
    }
}

static void make_mobile(struct buf *out)
{
    static const char *const starts[] = {"06", "06-", "06 ", "+316", "+31 6 ", "+31 (0)6 ", "0031 6"};
    static const unsigned groups[][5] = {{8}, {2, 2, 2, 2}, {4, 4}, {2, 6}, {3, 3, 2}};
    static const char *const separators[] = {" ", "-", "."};
    char digits[9] = "";
    for (int k = 0; k < 8; k++) digits[k] = (char)('0' + (k ? pick(10) : 1 + pick(5)));
    buf_str(out, starts[pick(COUNT_OF(starts))]);
    put_grouped(out, digits, groups[pick(COUNT_OF(groups))], separators[pick(COUNT_OF(separators))]);
}

static void make_email(struct buf *out)
{
    static const char *const ends[] = {"@voorbeeld.nl", "@mail.example.com", "@ik-ben.example.org"};
    buf_byte(out, (char)('a' + pick(26)));
    for (unsigned n = 2 + pick(10); n; n--) buf_byte(out, "abcdefghijklmnopqrstuvwxyz0123456789.-_+"[pick(40)]);
    buf_byte(out, (char)('a' + pick(26)));
    buf_str(out, ends[pick(COUNT_OF(ends))]);
}

static void make_address(struct buf *out)
{
    buf_printf(out, "Kerkweg %u%s%u%s%c%c", 1 + pick(999), pick(2) ? ", " : " ", 1000 + pick(9000), pick(2) ? " " : "",
               (char)('A' + pick(26)), (char)('A' + pick(26)));
}

static void make_birth_date(struct buf *out)
{
    static const char *const words[] = {"geboren op", "geb.", "geboortedatum:", "Geboren"};
    buf_printf(out, "%s %u%s%u%s%u", words[pick(COUNT_OF(words))], 1 + pick(28), "-", 1 + pick(12), "-",
               1930 + pick(90));
}

static void make_v_number(struct buf *out)
{
    static const char *const words[] = {"V-nummer ", "V-nummer: ", "v-nr. ", "vreemdelingennummer "};
    static const unsigned groups[][5] = {{10}, {3, 3, 4}};
    static const char *const separators[] = {" ", ".", "-"};
    char digits[11] = "";
    for (int k = 0; k < 10; k++) digits[k] = (char)('0' + (k ? pick(10) : 2));
    buf_str(out, words[pick(COUNT_OF(words))]);
    put_grouped(out, digits, groups[pick(COUNT_OF(groups))], separators[pick(COUNT_OF(separators))]);
}

static void make_grant(struct buf *out)
{
    static const char *const words[] = {"toevoeging ", "toevoegingsnummer: ", "toevoeging nr. "};
    buf_str(out, words[pick(COUNT_OF(words))]);
    put_digit(out, (char)('1' + pick(9)));
    buf_byte(out, (char)('A' + pick(26)));
    buf_byte(out, (char)('A' + pick(26)));
    if (!pick(3)) buf_byte(out, ' ');
    for (int k = 0; k < 4; k++) put_digit(out, (char)('0' + pick(10)));
}

static void test_generated_positives_are_found(void **state)
{
    static const struct {
        enum privacy_kind kind;
        void (*make)(struct buf *out);
    } kinds[] = {{PRIVACY_BSN, make_bsn},           {PRIVACY_IBAN, make_iban},
                 {PRIVACY_MOBILE, make_mobile},     {PRIVACY_EMAIL, make_email},
                 {PRIVACY_ADDRESS, make_address},   {PRIVACY_BIRTH_DATE, make_birth_date},
                 {PRIVACY_V_NUMBER, make_v_number}, {PRIVACY_CASE_NUMBER, make_grant}};
    static const char *const tails[] = {" en belt terug.", ")", " 2 kinderen", " 12-03-1980", "\n2. Bel de gemeente"};
    const char *given = getenv("KB_SEED");
    seed = given ? strtoull(given, NULL, 10) : 20261126;
    print_message("seed %llu\n", (unsigned long long)seed);
    for (size_t k = 0; k < COUNT_OF(kinds); k++) {
        size_t missed = 0;
        for (int i = 0; i < 10000; i++) {
            _cleanup_(buf_release)
            struct buf source = buf_new(1000);
            bool found_it = false;
            buf_str(&source, pick(2) ? "De cliënte zegt: " : "Zie ook (");
            kinds[k].make(&source);
            buf_str(&source, tails[pick(COUNT_OF(tails))]);
            struct privacy_findings found = scan(*state, buf_text(&source));
            for (size_t f = 0; f < found.n; f++) {
                bool its_kind = found.at[f].kind == kinds[k].kind;
                found_it |= its_kind && (found.at[f].level == PRIVACY_BLOCK || kinds[k].kind == PRIVACY_EMAIL);
            }
            if (!found_it && missed++ < 3) print_message("missed: %s\n", buf_cstr(&source));
        }
        print_message("%s: %zu of 10000 missed\n", privacy_kind_slug(kinds[k].kind), missed);
        assert_true(missed <= 10); /* recall of 99.9 % */
    }
}

/* Anything at all: findings stay inside, in order, and do not overlap. */
static void test_random_bytes_give_findings_in_order(void **state)
{
    static const char alphabet[] = "0123456789 .-/@AaBbNL+()\n,&#x1;<b!->*`\\_\xC3\xA9\xE2\x80\x8B\xF0\x9F";
    seed = 7;
    for (int round = 0; round < 300; round++) {
        char bytes[2000];
        size_t n = pick(sizeof bytes), end = 0;
        for (size_t i = 0; i < n; i++) bytes[i] = alphabet[pick(sizeof alphabet - 1)];
        struct privacy_findings found = scan(*state, text_of(bytes, n));
        for (size_t i = 0; i < found.n; i++) {
            assert_true(found.at[i].from >= end && found.at[i].from < found.at[i].to && found.at[i].to <= n);
            end = found.at[i].to;
        }
    }
}

/* As they are typed, in any of the ways in which one types them; one as a whole. */
static void test_the_networks_own_numbers_pass_however_they_are_typed(void **state)
{
    static const char *const numbers[] = {
        "06-12 34 56 78", "NL91 ABNA 0417 1643 00", "Marktstraat 5, 1234 AB Zwolle", "+", "+32 475 12 34 56", NULL};
    const struct privacy_own own = {.numbers = numbers};
    static const struct {
        const char *words;
        size_t n;
    } rows[] = {{"Bel 0612345678.", 0},         {"Bel +31 (6) 12345678.", 0},        {"Bel +31 (0)6 12345678.", 0},
                {"Bel 0031612345678.", 0},      {"Bel +310612345678.", 0},           {"Bel 31612345678.", 0},
                {"Bel 0032475123456.", 0},      {"Bel +32 475 12 34 57.", 1},        {"Bel +32 475 12 34 56.", 0},
                {"Bel 06-12345679.", 1},        {"Rekening nl91abna0417164300.", 0}, {"Marktstraat 5, 1234ab", 0},
                {"Marktstraat 55, 1234 AB", 1}, {"Marktstraat 5, 1234 AC", 1}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct privacy_findings found;
        kb_err err = {0};
        assert_ok(privacy_scan(text_str(rows[i].words), &own, *state, &found, &err), &err);
        assert_int_equal(found.n, rows[i].n);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_what_is_found),
        TEST(test_what_passes),
        TEST(test_what_slips_in_is_found),
        TEST(test_marks_of_the_text_hide_nothing),
        TEST(test_what_work_is_written_with_passes),
        TEST(test_lines_and_columns_count_code_points),
        TEST(test_own_domains_pass),
        TEST(test_generated_positives_are_found),
        TEST(test_random_bytes_give_findings_in_order),
        TEST(test_the_networks_own_numbers_pass_however_they_are_typed),
    };
    return cmocka_run_group_tests_name("privacy", tests, set_up, tear_down);
}
