/* Dates against what was published, and local time against the C library's own rule for summer time. */
#include "tests/kb_test.h"

#include "kb/base/calendar.h"
#include "kb/base/cleanup.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define DAY(y, m, d) ((struct date){y, m, d})
#define assert_date(actual, y, m, d)                                                                                   \
    do {                                                                                                               \
        struct date actual_ = (actual);                                                                                \
        if (date_cmp(actual_, DAY(y, m, d)) != 0)                                                                      \
            fail_msg("%d-%d-%d, expected %d-%d-%d", actual_.year, actual_.month, actual_.day, y, m, d);                \
    } while (0)

/* A moment in UTC, counted here day by day: not with the code under test. */
static kb_time utc(int year, int month, int day, int hour, int minute)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    kb_time n = 0;
    for (int y = 1970; y < year; y++) n += y % 4 == 0 && (y % 100 != 0 || y % 400 == 0) ? 366 : 365;
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    for (int m = 1; m < month; m++) n += days[m - 1] + (m == 2 && leap);
    return ((n + day - 1) * 24 + hour) * MS_HOUR + minute * MS_MINUTE;
}

/* ---- Days ---- */

static void test_a_day_exists_or_it_does_not(void **state)
{
    (void)state;
    assert_true(date_valid(DAY(2024, 2, 29)));
    assert_true(date_valid(DAY(2000, 2, 29)));
    assert_false(date_valid(DAY(2100, 2, 29)));
    assert_false(date_valid(DAY(2026, 2, 29)));
    assert_false(date_valid(DAY(2026, 4, 31)));
    assert_false(date_valid(DAY(2026, 13, 1)));
    assert_false(date_valid(DAY(2026, 0, 1)));
    assert_false(date_valid(DAY(2026, 1, 0)));
    assert_false(date_valid(DAY(0, 1, 1)));
    assert_false(date_valid(DAY(10000, 1, 1)));
    assert_true(date_is_none(DAY(0, 0, 0)));
    assert_false(date_is_none(DAY(1, 1, 1)));
}

static void test_days_are_counted_without_a_hole_for_four_centuries(void **state)
{
    (void)state;
    assert_int_equal(date_to_days(DAY(1970, 1, 1)), 0);
    struct date d = DAY(1801, 1, 1);
    int64_t first = date_to_days(d);
    int weekday = date_weekday(d);
    assert_int_equal(weekday, 4); /* 1 January 1801 was a Thursday */
    for (int64_t n = 0; n < 146097; n++) {
        assert_true(date_valid(d));
        assert_int_equal(date_to_days(d), first + n);
        assert_int_equal(date_cmp(date_from_days(first + n), d), 0);
        assert_int_equal(date_weekday(d), (weekday - 1 + n) % 7 + 1);
        struct date next = date_add_days(d, 1);
        assert_true(date_cmp(d, next) < 0);
        d = next;
    }
    assert_date(d, 2201, 1, 1);
}

static void test_a_moment_in_utc_is_that_of_rfc_3339(void **state)
{
    (void)state;
    char out[UTC_BYTES];
    assert_string_equal(utc_format(0, out), "1970-01-01T00:00:00Z");
    assert_string_equal(utc_format(INT64_C(1772452800000) + 3723999, out), "2026-03-02T13:02:03Z");
}

static void test_weekdays_are_those_of_the_calendar_on_the_wall(void **state)
{
    (void)state;
    assert_int_equal(date_weekday(DAY(2000, 1, 1)), 6);
    assert_int_equal(date_weekday(DAY(2026, 3, 12)), 4);
    assert_int_equal(date_weekday(DAY(2024, 2, 29)), 4);
    assert_int_equal(date_weekday(DAY(1945, 5, 5)), 6);
}

static void test_months_are_added_and_the_last_day_stays_the_last(void **state)
{
    (void)state;
    assert_date(date_add_months(DAY(2026, 1, 31), 1), 2026, 2, 28);
    assert_date(date_add_months(DAY(2024, 1, 31), 1), 2024, 2, 29);
    assert_date(date_add_months(DAY(2024, 2, 29), 12), 2025, 2, 28);
    assert_date(date_add_months(DAY(2024, 2, 29), 24), 2026, 2, 28);
    assert_date(date_add_months(DAY(2026, 3, 12), 24), 2028, 3, 12);
    assert_date(date_add_months(DAY(2026, 12, 31), 2), 2027, 2, 28);
    assert_date(date_add_months(DAY(2026, 3, 31), -1), 2026, 2, 28);
    assert_date(date_add_months(DAY(2026, 1, 15), -13), 2024, 12, 15);
}

static void test_adding_never_leaves_the_years_that_exist(void **state)
{
    (void)state;
    assert_date(date_add_days(DAY(9999, 12, 31), 1), 9999, 12, 31);
    assert_date(date_add_days(DAY(1, 1, 1), -1), 1, 1, 1);
    assert_date(date_add_months(DAY(9999, 6, 1), 12), 9999, 12, 31);
    assert_date(date_add_months(DAY(1, 1, 1), -12), 1, 1, 1);
    assert_true(date_valid(calendar_date(INT64_MAX)));
    assert_true(date_valid(calendar_date(INT64_MIN)));
}

static void test_none_comes_before_every_day(void **state)
{
    (void)state;
    assert_true(date_cmp(DAY(0, 0, 0), DAY(1, 1, 1)) < 0);
    assert_date(date_later(DAY(0, 0, 0), DAY(2026, 3, 12)), 2026, 3, 12);
    assert_date(date_later(DAY(2026, 3, 12), DAY(2026, 3, 11)), 2026, 3, 12);
    assert_date(date_later(DAY(2026, 4, 1), DAY(2026, 3, 30)), 2026, 4, 1);
}

/* ---- Clocks ---- */

static void test_the_night_of_march_skips_an_hour(void **state)
{
    (void)state;
    assert_int_equal(calendar_offset(utc(2026, 3, 29, 0, 59)), MS_HOUR);
    assert_int_equal(calendar_offset(utc(2026, 3, 29, 1, 0)), 2 * MS_HOUR);
    assert_int_equal(calendar_at(DAY(2026, 3, 29), 1, 59), utc(2026, 3, 29, 0, 59));
    assert_int_equal(calendar_at(DAY(2026, 3, 29), 3, 0), utc(2026, 3, 29, 1, 0));
    /* 02:30 was never on the clock: it is taken as 03:30 */
    assert_int_equal(calendar_at(DAY(2026, 3, 29), 2, 30), utc(2026, 3, 29, 1, 30));
    assert_int_equal(calendar_term_end(DAY(2026, 3, 29)) - calendar_midnight(DAY(2026, 3, 29)), 23 * MS_HOUR);
}

static void test_the_night_of_october_has_an_hour_twice(void **state)
{
    (void)state;
    assert_int_equal(calendar_offset(utc(2026, 10, 25, 0, 59)), 2 * MS_HOUR);
    assert_int_equal(calendar_offset(utc(2026, 10, 25, 1, 0)), MS_HOUR);
    assert_int_equal(calendar_at(DAY(2026, 10, 25), 1, 30), utc(2026, 10, 24, 23, 30));
    assert_int_equal(calendar_at(DAY(2026, 10, 25), 2, 30), utc(2026, 10, 25, 0, 30)); /* the first of the two */
    assert_int_equal(calendar_at(DAY(2026, 10, 25), 3, 0), utc(2026, 10, 25, 2, 0));
    assert_int_equal(calendar_term_end(DAY(2026, 10, 25)) - calendar_midnight(DAY(2026, 10, 25)), 25 * MS_HOUR);
}

static void test_a_new_year_begins_an_hour_before_it_does_in_utc(void **state)
{
    (void)state;
    assert_date(calendar_date(utc(2025, 12, 31, 22, 59)), 2025, 12, 31);
    assert_date(calendar_date(utc(2025, 12, 31, 23, 0)), 2026, 1, 1);
    assert_date(calendar_date(utc(2026, 7, 14, 21, 59)), 2026, 7, 14);
    assert_date(calendar_date(utc(2026, 7, 14, 22, 0)), 2026, 7, 15);
    assert_int_equal(calendar_midnight(DAY(2026, 1, 1)), utc(2025, 12, 31, 23, 0));
    assert_int_equal(calendar_midnight(DAY(1970, 1, 1)), -MS_HOUR);
    assert_date(calendar_date(-MS_HOUR - 1), 1969, 12, 31);
}

/* The POSIX form of the European rule needs no tz database: the C library computes it too. */
static void test_every_hour_of_forty_years_is_the_hour_of_the_c_library(void **state)
{
    (void)state;
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    tzset();
    for (kb_time at = utc(1996, 1, 1, 0, 0); at < utc(2037, 1, 1, 0, 0); at += MS_HOUR) {
        time_t seconds = at / MS_SECOND;
        struct tm local;
        assert_non_null(localtime_r(&seconds, &local));
        if (calendar_offset(at) != local.tm_gmtoff * MS_SECOND) fail_msg("offset differs at %lld", (long long)at);
        struct date d = calendar_date(at);
        if (d.day != local.tm_mday || d.month != local.tm_mon + 1 || d.year != local.tm_year + 1900)
            fail_msg("date differs at %lld", (long long)at);
    }
}

static void test_a_term_ends_when_its_last_day_is_over(void **state)
{
    (void)state;
    kb_time end = calendar_term_end(DAY(2026, 3, 12));
    assert_int_equal(end, utc(2026, 3, 12, 23, 0));
    assert_date(calendar_date(end - 1), 2026, 3, 12);
    assert_date(calendar_date(end), 2026, 3, 13);
    /* The next day begins there, also on the last day of a month, a leap day and in the nights of the clocks. */
    for (struct date d = DAY(2023, 12, 1); d.year < 2029; d = date_add_days(d, 1))
        assert_int_equal(calendar_term_end(d), calendar_midnight(date_add_days(d, 1)));
}

static void test_a_term_of_weeks_across_a_clock_change_ends_at_local_midnight(void **state)
{
    (void)state;
    struct date march = date_add_days(DAY(2026, 3, 20), 21), october = date_add_days(DAY(2026, 10, 20), 21);
    assert_int_equal(calendar_term_end(march), utc(2026, 4, 10, 22, 0));
    assert_int_equal(calendar_term_end(october), utc(2026, 11, 10, 23, 0));
}

/* ---- Holidays and working days ---- */

static void test_easter_falls_where_it_was_published(void **state)
{
    (void)state;
    /* Tables of the Astronomisches Rechen-Institut and the U.S. Census Bureau; with the earliest (22 March) and the
     * latest (25 April), and the years in which Gauss's formula needs its exceptions (1954, 1981, 2049, 2076). */
    static const struct date easters[] = {
        {1598, 3, 22}, {1693, 3, 22}, {1761, 3, 22}, {1818, 3, 22}, {2285, 3, 22}, {1666, 4, 25}, {1734, 4, 25},
        {1886, 4, 25}, {1943, 4, 25}, {2038, 4, 25}, {1954, 4, 18}, {1981, 4, 19}, {2049, 4, 18}, {2076, 4, 19},
        {1990, 4, 15}, {1991, 3, 31}, {1992, 4, 19}, {1993, 4, 11}, {1994, 4, 3},  {1995, 4, 16}, {1996, 4, 7},
        {1997, 3, 30}, {1998, 4, 12}, {1999, 4, 4},  {2000, 4, 23}, {2001, 4, 15}, {2002, 3, 31}, {2003, 4, 20},
        {2004, 4, 11}, {2005, 3, 27}, {2006, 4, 16}, {2007, 4, 8},  {2008, 3, 23}, {2009, 4, 12}, {2010, 4, 4},
        {2011, 4, 24}, {2012, 4, 8},  {2013, 3, 31}, {2014, 4, 20}, {2015, 4, 5},  {2016, 3, 27}, {2017, 4, 16},
        {2018, 4, 1},  {2019, 4, 21}, {2020, 4, 12}, {2021, 4, 4},  {2022, 4, 17}, {2023, 4, 9},  {2024, 3, 31},
        {2025, 4, 20}, {2026, 4, 5},  {2027, 3, 28}, {2028, 4, 16}, {2029, 4, 1},  {2030, 4, 21}, {2031, 4, 13},
        {2032, 3, 28}, {2033, 4, 17}, {2034, 4, 9},  {2035, 3, 25}, {2036, 4, 13}, {2037, 4, 5},
    };
    for (size_t i = 0; i < COUNT_OF(easters); i++)
        assert_date(calendar_easter(easters[i].year), easters[i].year, easters[i].month, easters[i].day);
}

static void test_the_holidays_of_2026_are_those_of_the_algemene_termijnenwet(void **state)
{
    (void)state;
    static const struct {
        struct date day;
        const char *name;
    } days[] = {
        {{2026, 1, 1}, "Nieuwjaarsdag"},       {{2026, 4, 3}, "Goede Vrijdag"},
        {{2026, 4, 5}, "Eerste Paasdag"},      {{2026, 4, 6}, "Tweede Paasdag"},
        {{2026, 4, 27}, "Koningsdag"},         {{2026, 5, 5}, "Bevrijdingsdag"},
        {{2026, 5, 14}, "Hemelvaartsdag"},     {{2026, 5, 24}, "Eerste Pinksterdag"},
        {{2026, 5, 25}, "Tweede Pinksterdag"}, {{2026, 12, 25}, "Eerste Kerstdag"},
        {{2026, 12, 26}, "Tweede Kerstdag"},
    };
    size_t found = 0;
    for (struct date d = DAY(2026, 1, 1); d.year == 2026; d = date_add_days(d, 1)) {
        const char *name = calendar_holiday(d);
        if (!name) continue;
        assert_true(found < COUNT_OF(days));
        assert_int_equal(date_cmp(d, days[found].day), 0);
        assert_string_equal(name, days[found++].name);
    }
    assert_int_equal(found, COUNT_OF(days));
}

static void test_kings_day_moves_to_saturday_when_it_is_a_sunday(void **state)
{
    (void)state;
    assert_string_equal(calendar_holiday(DAY(2025, 4, 26)), "Koningsdag"); /* 27 April 2025 was a Sunday */
    assert_null(calendar_holiday(DAY(2025, 4, 27)));
    assert_string_equal(calendar_holiday(DAY(2024, 4, 27)), "Koningsdag");
    assert_null(calendar_holiday(DAY(2024, 4, 26)));
}

static void test_liberation_day_counts_every_year(void **state)
{
    (void)state;
    for (int year = 2024; year <= 2031; year++) assert_false(calendar_is_working_day(DAY(year, 5, 5)));
}

static void test_working_days_step_over_weekends_and_holidays(void **state)
{
    (void)state;
    assert_true(calendar_is_working_day(DAY(2026, 3, 12)));
    assert_false(calendar_is_working_day(DAY(2026, 3, 14)));
    assert_false(calendar_is_working_day(DAY(2026, 3, 15)));
    assert_date(calendar_add_working_days(DAY(2026, 3, 12), 0), 2026, 3, 12);
    assert_date(calendar_add_working_days(DAY(2026, 3, 12), 1), 2026, 3, 13);
    assert_date(calendar_add_working_days(DAY(2026, 3, 13), 1), 2026, 3, 16);
    assert_date(calendar_add_working_days(DAY(2026, 3, 14), 1), 2026, 3, 16);
    assert_date(calendar_add_working_days(DAY(2026, 4, 2), 1), 2026, 4, 7);   /* Thursday before Easter */
    assert_date(calendar_add_working_days(DAY(2026, 4, 24), 5), 2026, 5, 4);  /* over King's day */
    assert_date(calendar_add_working_days(DAY(2026, 12, 24), 5), 2027, 1, 4); /* Christmas, New Year */
    assert_date(calendar_add_working_days(DAY(2026, 3, 12), 10), 2026, 3, 26);
}

/* ---- Words ---- */

static void test_a_date_is_written_as_the_dutch_write_it(void **state)
{
    (void)state;
    char out[DATE_BYTES];
    assert_string_equal(date_format(DAY(2026, 3, 12), DATE_LONG, out), "12 maart 2026");
    assert_string_equal(date_format(DAY(2026, 3, 2), DATE_LONG, out), "2 maart 2026");
    assert_string_equal(date_format(DAY(2026, 8, 31), DATE_LONG, out), "31 augustus 2026");
    assert_string_equal(date_format(DAY(2026, 3, 2), DATE_SHORT, out), "02-03-2026");
    assert_string_equal(date_format(DAY(2026, 3, 2), DATE_ISO, out), "2026-03-02");
    assert_string_equal(date_format(DAY(0, 0, 0), DATE_LONG, out), "");
    assert_string_equal(date_format(DAY(2026, 2, 30), DATE_ISO, out), "");
    static const char *const months[] = {"januari", "februari", "maart",     "april",   "mei",      "juni",
                                         "juli",    "augustus", "september", "oktober", "november", "december"};
    for (int m = 1; m <= 12; m++) {
        char expected[DATE_BYTES];
        snprintf(expected, sizeof expected, "1 %s 2026", months[m - 1]);
        assert_string_equal(date_format(DAY(2026, m, 1), DATE_LONG, out), expected);
    }
}

static void test_a_date_is_read_back_and_nothing_else_is(void **state)
{
    (void)state;
    struct date d;
    assert_true(date_parse(TEXT("2026-03-12"), &d));
    assert_date(d, 2026, 3, 12);
    assert_true(date_parse(TEXT("12-03-2026"), &d));
    assert_date(d, 2026, 3, 12);
    assert_true(date_parse(TEXT("1-2-2026"), &d));
    assert_date(d, 2026, 2, 1);
    static const char *const wrong[] = {"",           "2026",        "2026-3-12",  "2026-03-12T", "2026-03-12-",
                                        "2026-02-30", "30-02-2026",  "2026/03/12", " 2026-03-12", "2026-03--2",
                                        "+026-03-12", "12-03-26",    "2026-03-1x", "--",          "-2026-03-12",
                                        "0000-01-01", "2026-03-12-1"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        if (date_parse(text_str(wrong[i]), &d)) fail_msg("\"%s\" was taken for a date", wrong[i]);
}

static void test_what_is_written_is_read_back_as_the_same_day(void **state)
{
    (void)state;
    for (struct date d = DAY(2023, 12, 1); d.year < 2025; d = date_add_days(d, 1))
        for (int style = DATE_SHORT; style <= DATE_ISO; style++) {
            char out[DATE_BYTES];
            struct date back;
            assert_true(date_parse(text_str(date_format(d, (enum date_style)style, out)), &back));
            assert_int_equal(date_cmp(d, back), 0);
        }
}

static void test_a_moment_is_a_day_or_a_day_and_a_time(void **state)
{
    (void)state;
    kb_time at;
    assert_true(calendar_parse(TEXT("2026-03-12"), &at));
    assert_int_equal(at, calendar_midnight(DAY(2026, 3, 12)));
    assert_true(calendar_parse(TEXT("2026-07-12T09:05"), &at));
    assert_int_equal(at, calendar_at(DAY(2026, 7, 12), 9, 5));
    static const char *const wrong[] = {"",
                                        "morgen",
                                        "2026-02-30",
                                        "2026-03-12T",
                                        "2026-03-12 09:00",
                                        "2026-03-12T24:00",
                                        "2026-03-12T09:60",
                                        "2026-03-12T09:00:00",
                                        "2026-03-12Tab:cd"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        if (calendar_parse(text_str(wrong[i]), &at)) fail_msg("\"%s\" was taken for a moment", wrong[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_day_exists_or_it_does_not),
        TEST(test_days_are_counted_without_a_hole_for_four_centuries),
        TEST(test_a_moment_in_utc_is_that_of_rfc_3339),
        TEST(test_weekdays_are_those_of_the_calendar_on_the_wall),
        TEST(test_months_are_added_and_the_last_day_stays_the_last),
        TEST(test_adding_never_leaves_the_years_that_exist),
        TEST(test_none_comes_before_every_day),
        TEST(test_the_night_of_march_skips_an_hour),
        TEST(test_the_night_of_october_has_an_hour_twice),
        TEST(test_a_new_year_begins_an_hour_before_it_does_in_utc),
        TEST(test_every_hour_of_forty_years_is_the_hour_of_the_c_library),
        TEST(test_a_term_ends_when_its_last_day_is_over),
        TEST(test_a_term_of_weeks_across_a_clock_change_ends_at_local_midnight),
        TEST(test_easter_falls_where_it_was_published),
        TEST(test_the_holidays_of_2026_are_those_of_the_algemene_termijnenwet),
        TEST(test_kings_day_moves_to_saturday_when_it_is_a_sunday),
        TEST(test_liberation_day_counts_every_year),
        TEST(test_working_days_step_over_weekends_and_holidays),
        TEST(test_a_date_is_written_as_the_dutch_write_it),
        TEST(test_a_date_is_read_back_and_nothing_else_is),
        TEST(test_what_is_written_is_read_back_as_the_same_day),
        TEST(test_a_moment_is_a_day_or_a_day_and_a_time),
    };
    return cmocka_run_group_tests_name("calendar", tests, NULL, NULL);
}
