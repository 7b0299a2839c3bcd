/* The ways in which people write a number or an address, and what is written in the same signs without being one. */
#include "tests/unit/content/privacy_test.h"

static void test_a_number_ends_where_its_own_digits_end(void **state)
{
    static const struct spelling rows[] = {
        {"1. De cliënt heeft BSN 123 456 782\n2. Bel de gemeente", "bsn! <123 456 782>"},
        {"1) BSN 123456782\n2) Bel de gemeente", "bsn! <123456782>"},
        {"- nummer 123 456 782\n\n2. Bel", "bsn! <123 456 782>"},
        {"BSN 123 456 782 2 kinderen", "bsn! <123 456 782>"},
        {"nummer 123 456 782 2 kinderen", "bsn! <123 456 782>"},
        {"BSN 123.456.782 12-03-1980", "bsn! <123.456.782>"},
        {"nummer 123.456.782 12-03-1980", "bsn! <123.456.782>"},
        {"nummer 123.456.782 - 2 kinderen", "bsn! <123.456.782>"},
        {"nummer 1234.56.782 2 kinderen", "bsn! <1234.56.782>"},
        {"nummer 123-456-782 020-1234567", "bsn! <123-456-782>, phone <020-1234567>"},
        {"123456782 12 maart", "bsn! <123456782>"},
        {"123 456 782\n12 maart", "bsn! <123 456 782>"},
        {"12 34 56 782 2 kinderen", "bsn! <12 34 56 782>"},
        {"123 456\n782 2 kinderen", "bsn! <123 456\n782>"},
        {"2 123 456 782 2", "bsn! <123 456 782>"},
        {NULL, NULL},
    };
    assert_spellings(*state, rows);
}

static void test_behind_its_word_a_bsn_stands_in_any_groups(void **state)
{
    static const struct spelling rows[] = {
        {"BSN 1234 5678 2", "bsn! <1234 5678 2>"},
        {"BSN 12345678 2", "bsn! <12345678 2>"},
        {"BSN: 12 3456782", "bsn! <12 3456782>"},
        {"bsn 12 34 56 78 2", "bsn! <12 34 56 78 2>"},
        {"bsn 12-34-56-78-2 en 2 kinderen", "bsn! <12-34-56-78-2>"},
        {"bsn 1 2 3 4 5 6 7 8 2 3", "bsn! <1 2 3 4 5 6 7 8 2>"},
        {"BSN 012 345 672 2 kinderen", "bsn! <012 345 672>"},
        {"BSN 10 00 00 08", "bsn! <10 00 00 08>"},
        {"BSN 1000 0008 12-03-1980", "bsn! <1000 0008>"},
        {"BSN 10000008\n2. Bel de gemeente", "bsn! <10000008>"},
        {"dossiernummer 1, BSN 123456782", "bsn! <123456782>"},
        {NULL, NULL},
    };
    assert_spellings(*state, rows);
}

static void test_a_telephone_with_the_code_of_the_country(void **state)
{
    static const struct spelling rows[] = {
        {"bel +310612345678", "mobile! <+310612345678>"},
        {"bel 00310612345678", "mobile! <00310612345678>"},
        {"bel +3106-12345678", "mobile! <+3106-12345678>"},
        {"bel +31 06 12 34 56 78", "mobile! <+31 06 12 34 56 78>"},
        {"bel +31-(0)6-12345678", "mobile! <+31-(0)6-12345678>"},
        {"https://wa.me/ of 31612345678", "mobile! <31612345678>"},
        {"bel +310201234567", "phone <+310201234567>"},
        {"bel +32 475 12 34 56", "mobile! <+32 475 12 34 56>"},
        {"bel 0032475123456", "mobile! <0032475123456>"},
        {"bel +49 151 23456789", "mobile! <+49 151 23456789>"},
        {"bel +49 (0)151 23456789.", "mobile! <+49 (0)151 23456789>"},
        {"bel +32 3 123 45 67", "phone <+32 3 123 45 67>"},
        {"bel +597 123456, morgen", "phone <+597 123456>"},
        {"bel +963 944 123 456, 12-03-1980", "phone <+963 944 123 456>"},
        {NULL, NULL},
    };
    assert_spellings(*state, rows);
}

static void test_an_account_of_any_country_however_it_is_cut(void **state)
{
    static const struct spelling rows[] = {
        {"IBANNL91ABNA0417164300", "iban! <NL91ABNA0417164300>"},
        {"rekeningNL91ABNA0417164300", "iban! <NL91ABNA0417164300>"},
        {"NL91/ABNA/0417/1643/00", "iban! <NL91/ABNA/0417/1643/00>"},
        {"NL91_ABNA_0417_1643_00", "iban! <NL91_ABNA_0417_1643_00>"},
        {"NL91 ABNA 0417 1643 00 2 kinderen", "iban! <NL91 ABNA 0417 1643 00>"},
        {"NL 91 ABNA 0417 1643 00", "iban! <NL 91 ABNA 0417 1643 00>"},
        {"UA213223130000026007233566001", "iban! <UA213223130000026007233566001>"},
        {"HR12 1001 0051 8630 0016 0", "iban! <HR12 1001 0051 8630 0016 0>"},
        {"SK31 1200 0000 1987 4263 7541", "iban! <SK31 1200 0000 1987 4263 7541>"},
        {"LV80BANK0000435195001", "iban! <LV80BANK0000435195001>"},
        {"FR14 2004 1010 0505 0001 3M02 606", "iban! <FR14 2004 1010 0505 0001 3M02 606>"},
        {"MA64011519000001205000534921", "iban! <MA64011519000001205000534921>"},
        {"MT13MALT01100000012345001234567", "iban! <MT13MALT01100000012345001234567>"},
        {NULL, NULL},
    };
    assert_spellings(*state, rows);
}

static void test_mail_with_room_around_its_sign(void **state)
{
    static const struct spelling rows[] = {
        {"jan.jansen @ gmail.com", "email! <jan.jansen @ gmail.com>"},
        {"jan.jansen@ gmail.com", "email! <jan.jansen@ gmail.com>"},
        {"jan.jansen @gmail.com", "email! <jan.jansen @gmail.com>"},
        {"jan.jansen[@]gmail.com", "email! <jan.jansen[@]gmail.com>"},
        {"jan.jansen (@) gmail.com", "email! <jan.jansen (@) gmail.com>"},
        {"rosa @ kantoor.nl", "email <rosa @ kantoor.nl>"},
        {NULL, NULL},
    };
    assert_spellings(*state, rows);
}

static void test_the_word_of_a_desk_makes_no_desk_of_a_person(void **state)
{
    static const struct spelling rows[] = {
        {"klant.jansen@gmail.com", "email! <klant.jansen@gmail.com>"},
        {"contact.mohamed@gmail.com", "email! <contact.mohamed@gmail.com>"},
        {"info.jan.jansen@gmail.com", "email! <info.jan.jansen@gmail.com>"},
        {"klantdevries@hotmail.com", "email! <klantdevries@hotmail.com>"},
        {"info@gmail.com", "email! <info@gmail.com>"},
        {"contact.mohamed@kantoor.nl", "email! <contact.mohamed@kantoor.nl>"},
        {"klantdevries@kantoor.nl", "email <klantdevries@kantoor.nl>"},
        {"persoon@kantoor.nl", "email <persoon@kantoor.nl>"},
        {NULL, NULL},
    };
    assert_spellings(*state, rows);
}

static void test_what_is_written_in_the_same_signs_passes(void **state)
{
    static const char *const cases[] = {
        /* dates, times, numbers of files and of cases */
        "op 12-03-1980 2 keer, 1-12-2024 10:30 en 12-3-2024 14.30 uur",
        "van 12-3-2024 - 4-5-2024 en van 2024-03-12 9.30 uur",
        "dossier 2020/12347, 12349/2026 en 2026/1234",
        /* amounts, ranges and lists */
        "tussen 100.000 - 150.000 euro, 123.456 - 782.000",
        "1. Bel\n2. Schrijf\n3. Wacht 6 weken\n4. Klaar",
        "123.456.782.000 en 123-456-782-1",
        "1.234.567,89 en 123.456.782,50",
        /* laws and papers */
        "artikel 2:346 lid 1 sub 2, artikel 7:669 lid 3, 7:670 lid 1",
        "Kamerstukken II 2019/20, 35 218, nr. 3, p. 12-14",
        "Stb. 2019, 123 456, Stcrt. 2023 123 456 782",
        "nr. 32013R0604, PbEU 2013 L 180/31",
        /* telephones and desks that are no person's */
        "088 123 45 67 2 keer, 0800-8020 2, 0900 1234 5",
        "+31 88 123 45 67, 0031 800 8020 123",
        "0020.0008.004, 0069 0307 0303 en 0.03147088677 0",
        "-31 60 -26 -29 -6 75 en 2+310612345678901",
        "+10 % en +1.000.000 of +2,5; 2+12345678901; 00 12 34 56 78 90",
        "service@gemeente.example, balie-noord@gemeente.example, klachtencommissie@gemeente.example",
        "klantenservice@gemeente.example, info2@gemeente.example, persvoorlichting@gemeente.example",
        "bezwaarschriften@gemeente.example, loket.zuid@gemeente.example, no-reply@gemeente.example",
        "volg @gemeente.example of via @loket.example; 4 stuks @ 12.50",
        "lodash@4.17.21, info @ gemeente.example en info[@]gemeente.example",
        /* letters and digits that are no account */
        "op 12 12 1234 1234 1234 1234 of de 12 personen die samen 1200 euro hebben",
        "NL91 ABNA 9417 1643 01 en nr 12 3456 7890 1234 5678",
        "commit ga51d1a67c6a1d8654152eff9d81153ac7, FB27 CF2D 2160 94DF",
        NULL,
    };
    for (const char *const *one = cases; *one; one++) assert_found(*state, *one, "");
}

/* ---- Generated: the same over and over, because one number in eleven passes the eleven-test by chance ---- */

static void put_amounts(struct buf *out)
{
    buf_printf(out, "€ %u.%03u.%03u,%02u en %u.%03u - %u.%03u euro", 1 + pick(999), pick(1000), pick(1000), pick(100),
               100 + pick(900), pick(1000), 100 + pick(900), pick(1000));
}

static void put_dates(struct buf *out)
{
    static const char *const shapes[] = {"op %u-%u-%u %u:%02u uur", "op %u/%u/%u %u.%02u uur",
                                         "BSN nagezien op %u-%u-%u, %u.%02u uur"};
    buf_printf(out, shapes[pick(COUNT_OF(shapes))], 1 + pick(28), 1 + pick(12), 1930 + pick(100), pick(24), pick(60));
}

static void put_ranges_of_dates(struct buf *out)
{
    buf_printf(out, "van %u-%u-%u - %u-%u-%u", 1 + pick(28), 1 + pick(12), 1930 + pick(100), 1 + pick(28), 1 + pick(12),
               1930 + pick(100));
}

static void put_file(struct buf *out)
{
    if (pick(2))
        buf_printf(out, "dossier %u/%05u", 1950 + pick(100), pick(100000));
    else
        buf_printf(out, "dossier %05u/%u", pick(100000), 1950 + pick(100));
}

static void put_references(struct buf *out)
{
    buf_printf(out, "artikel %u:%u lid %u, Kamerstukken II %u/%02u, %u %u, nr. %u, p. %u-%u", 1 + pick(10),
               1 + pick(999), 1 + pick(9), 1990 + pick(40), pick(100), 10 + pick(30), 100 + pick(900), 1 + pick(99),
               1 + pick(99), 1 + pick(99));
}

static void put_desks(struct buf *out)
{
    buf_printf(out, "088 %03u %02u %02u %u keer, 0800-%04u %u, 14 0%02u", pick(1000), pick(100), pick(100), pick(10),
               1000 + pick(9000), pick(10), pick(100));
}

static void put_list(struct buf *out)
{
    for (unsigned i = 1; i < 6; i++)
        buf_printf(out, "%u. Wacht %u weken en %u dagen\n", i, 1 + pick(52), 1 + pick(365));
}

static void put_years(struct buf *out)
{
    for (unsigned i = 0; i < 4; i++) buf_printf(out, "%u ", 1990 + pick(40));
    for (unsigned i = 0; i < 4; i++) buf_printf(out, "%u,%u %% ", pick(20), pick(10));
}

static void test_generated_ordinary_texts_pass(void **state)
{
    static void (*const put[])(struct buf *) = {
        put_amounts, put_dates, put_ranges_of_dates, put_file, put_references, put_desks, put_list, put_years};
    size_t all = 0;
    seed = 20261130;
    for (size_t k = 0; k < COUNT_OF(put); k++) {
        size_t wrong = 0;
        for (int i = 0; i < 10000; i++) {
            _cleanup_(buf_release)
            struct buf source = buf_new(1000);
            put[k](&source);
            size_t n = scan(*state, buf_text(&source)).n;
            if (n && wrong++ < 3) print_message("false alarm: %s\n", buf_cstr(&source));
        }
        print_message("ordinary text %zu: %zu of 10000 false alarms\n", k, wrong);
        all += wrong;
    }
    assert_int_equal(all, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_number_ends_where_its_own_digits_end),   TEST(test_behind_its_word_a_bsn_stands_in_any_groups),
        TEST(test_a_telephone_with_the_code_of_the_country), TEST(test_an_account_of_any_country_however_it_is_cut),
        TEST(test_mail_with_room_around_its_sign),           TEST(test_the_word_of_a_desk_makes_no_desk_of_a_person),
        TEST(test_what_is_written_in_the_same_signs_passes), TEST(test_generated_ordinary_texts_pass),
    };
    return cmocka_run_group_tests_name("privacy_spellings", tests, set_up, tear_down);
}
