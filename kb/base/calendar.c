#include "kb/base/calendar.h"

#include "kb/base/cleanup.h"

#include <stdio.h>

/* ---- Dates: the Gregorian calendar as a count of days, in years that begin on 1 March ---- */

enum { YEAR_MAX = 9999, DAYS_400_YEARS = 146097, DAYS_TO_1970 = 719468, DAY_FIRST = -719162, DAY_LAST = 2932896 };

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool date_is_none(struct date d)
{
    return d.year == 0;
}

bool date_valid(struct date d)
{
    return d.year >= 1 && d.year <= YEAR_MAX && d.month >= 1 && d.month <= 12 && d.day >= 1 &&
           d.day <= days_in_month(d.year, d.month);
}

int date_cmp(struct date a, struct date b)
{
    if (a.year != b.year) return a.year < b.year ? -1 : 1;
    if (a.month != b.month) return a.month < b.month ? -1 : 1;
    return (a.day > b.day) - (a.day < b.day);
}

struct date date_later(struct date a, struct date b)
{
    return date_cmp(a, b) < 0 ? b : a;
}

int64_t date_to_days(struct date d)
{
    int64_t year = d.month <= 2 ? d.year - 1 : d.year;
    int64_t era = year / 400, of_era = year % 400;
    int64_t day = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
    return era * DAYS_400_YEARS + of_era * 365 + of_era / 4 - of_era / 100 + day - DAYS_TO_1970;
}

static int64_t clamp_days(int64_t days)
{
    return days < DAY_FIRST ? DAY_FIRST : days > DAY_LAST ? DAY_LAST : days;
}

struct date date_from_days(int64_t days)
{
    int64_t since = clamp_days(days) + DAYS_TO_1970;
    int64_t era = since / DAYS_400_YEARS, of_era = since % DAYS_400_YEARS;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int month = (int)((5 * of_year + 2) / 153); /* 0 is March */
    struct date d = {.day = (int)(of_year - (153 * month + 2) / 5 + 1), .month = month < 10 ? month + 3 : month - 9};
    d.year = (int)(era * 400 + year) + (d.month <= 2);
    return d;
}

int date_weekday(struct date d)
{
    int64_t days = date_to_days(d) + 3; /* 1970-01-01 was a Thursday */
    return (int)(((days % 7) + 7) % 7) + 1;
}

struct date date_add_days(struct date d, int days)
{
    return date_from_days(date_to_days(d) + days);
}

struct date date_add_months(struct date d, int months)
{
    int64_t total = (int64_t)d.year * 12 + d.month - 1 + months;
    if (total < 12) return date_from_days(DAY_FIRST);
    if (total / 12 > YEAR_MAX) return date_from_days(DAY_LAST);
    struct date to = {.year = (int)(total / 12), .month = (int)(total % 12) + 1, .day = d.day};
    int last = days_in_month(to.year, to.month);
    if (to.day > last) to.day = last;
    return to;
}

/* ---- Local time: summer time from the last Sunday of March to that of October, both at 01:00 UTC
 *      (directive 2000/84/EC, articles 2 and 3) ---- */

static kb_time start_of_day_utc(struct date d)
{
    return date_to_days(d) * MS_DAY;
}

static kb_time last_sunday_one_utc(int year, int month)
{
    struct date last = {year, month, 31};
    int back = date_weekday(last) % 7;
    return start_of_day_utc(last) - (kb_time)back * MS_DAY + MS_HOUR;
}

/* Floor division: moments before 1970 are negative. */
static int64_t days_of(kb_time at)
{
    int64_t days = at / MS_DAY;
    return days - (at % MS_DAY < 0);
}

int64_t calendar_offset(kb_time at)
{
    int year = date_from_days(days_of(at)).year;
    bool summer = at >= last_sunday_one_utc(year, 3) && at < last_sunday_one_utc(year, 10);
    return summer ? 2 * MS_HOUR : MS_HOUR;
}

struct date calendar_date(kb_time at)
{
    kb_time first = (kb_time)DAY_FIRST * MS_DAY, last = (kb_time)DAY_LAST * MS_DAY;
    if (at < first || at > last) return date_from_days(at < first ? DAY_FIRST : DAY_LAST);
    return date_from_days(days_of(at + calendar_offset(at)));
}

kb_time calendar_at(struct date d, int hour, int minute)
{
    kb_time wall = start_of_day_utc(d) + (kb_time)hour * MS_HOUR + (kb_time)minute * MS_MINUTE;
    kb_time summer = wall - 2 * MS_HOUR;
    return calendar_offset(summer) == 2 * MS_HOUR ? summer : wall - MS_HOUR;
}

kb_time calendar_midnight(struct date d)
{
    return calendar_at(d, 0, 0);
}

kb_time calendar_term_end(struct date last_day)
{
    return calendar_at(last_day, 24, 0);
}

/* ---- Holidays ---- */

/* Meeus, Jones and Butcher: the Gregorian computus without exceptions. */
struct date calendar_easter(int year)
{
    int golden = year % 19, century = year / 100, of_century = year % 100;
    int moon = (century - (century + 8) / 25 + 1) / 3;
    int epact = (19 * golden + century - century / 4 - moon + 15) % 30;
    int sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    int shift = (golden + 11 * epact + 22 * sunday) / 451;
    int sum = epact + sunday - 7 * shift + 114;
    return (struct date){year, sum / 31, sum % 31 + 1};
}

/* Algemene termijnenwet, article 3: section 1 names New Year's day, the second days of Easter and Pentecost, both days
 * of Christmas, Ascension day, the day on which the King's birthday is celebrated, and the fifth of May - of every
 * year, not only each fifth one; section 2 puts Good Friday on a par. */
static const struct {
    int from_easter;
    const char *name;
} moving[] = {
    {-2, "Goede Vrijdag"},  {0, "Eerste Paasdag"},      {1, "Tweede Paasdag"},
    {39, "Hemelvaartsdag"}, {49, "Eerste Pinksterdag"}, {50, "Tweede Pinksterdag"},
};

static const struct {
    int month, day;
    const char *name;
} fixed[] = {
    {1, 1, "Nieuwjaarsdag"},
    {5, 5, "Bevrijdingsdag"},
    {12, 25, "Eerste Kerstdag"},
    {12, 26, "Tweede Kerstdag"},
};

/* 27 April since 2014; the day before when that is a Sunday. */
static bool is_kings_day(struct date d)
{
    if (d.month != 4) return false;
    bool sunday = date_weekday((struct date){d.year, 4, 27}) == 7;
    return d.day == (sunday ? 26 : 27);
}

const char *calendar_holiday(struct date d)
{
    for (size_t i = 0; i < COUNT_OF(fixed); i++)
        if (fixed[i].month == d.month && fixed[i].day == d.day) return fixed[i].name;
    if (is_kings_day(d)) return "Koningsdag";
    int64_t from_easter = date_to_days(d) - date_to_days(calendar_easter(d.year));
    for (size_t i = 0; i < COUNT_OF(moving); i++)
        if (moving[i].from_easter == from_easter) return moving[i].name;
    return NULL;
}

bool calendar_is_working_day(struct date d)
{
    return date_weekday(d) <= 5 && !calendar_holiday(d);
}

struct date calendar_add_working_days(struct date d, int n)
{
    while (n > 0 && date_to_days(d) < DAY_LAST) {
        d = date_add_days(d, 1);
        if (calendar_is_working_day(d)) n--;
    }
    return d;
}

/* ---- Words ---- */

static const char *const months[] = {"januari", "februari", "maart",     "april",   "mei",      "juni",
                                     "juli",    "augustus", "september", "oktober", "november", "december"};

const char *date_format(struct date d, enum date_style style, char out[DATE_BYTES])
{
    out[0] = '\0';
    if (!date_valid(d)) return out;
    switch (style) {
    case DATE_LONG: snprintf(out, DATE_BYTES, "%d %s %d", d.day, months[d.month - 1], d.year); break;
    case DATE_SHORT: snprintf(out, DATE_BYTES, "%02d-%02d-%04d", d.day, d.month, d.year); break;
    case DATE_ISO: snprintf(out, DATE_BYTES, "%04d-%02d-%02d", d.year, d.month, d.day); break;
    case DATE_STYLE__COUNT: break;
    }
    return out;
}

const char *utc_format(kb_time at, char out[UTC_BYTES])
{
    char day[DATE_BYTES];
    int seconds = (int)(at % MS_DAY / MS_SECOND);
    snprintf(out, UTC_BYTES, "%sT%02d:%02d:%02dZ", date_format(date_from_days(at / MS_DAY), DATE_ISO, day),
             seconds / 3600, seconds / 60 % 60, seconds % 60);
    return out;
}

static bool number(text t, size_t least, size_t most, int *value)
{
    uint64_t n;
    if (t.len < least || t.len > most || !text_to_u64(t, YEAR_MAX, &n)) return false;
    *value = (int)n;
    return true;
}

bool date_parse(text t, struct date *out)
{
    text part[3];
    size_t n = 0;
    for (text rest = t; n < 3 && text_next(&rest, '-', &part[n]); n++)
        if (n == 2 && rest.len) return false;
    if (n != 3 || text_ends(t, TEXT("-"))) return false;
    struct date d;
    bool iso = number(part[0], 4, 4, &d.year) && number(part[1], 2, 2, &d.month) && number(part[2], 2, 2, &d.day);
    bool dutch =
        !iso && number(part[0], 1, 2, &d.day) && number(part[1], 1, 2, &d.month) && number(part[2], 4, 4, &d.year);
    if ((!iso && !dutch) || !date_valid(d)) return false;
    *out = d;
    return true;
}

bool calendar_parse(text t, kb_time *out)
{
    enum { DAY = 10, DAY_AND_TIME = 16 };
    struct date date;
    uint64_t hour = 0, minute = 0;
    if ((t.len != DAY && t.len != DAY_AND_TIME) || !date_parse(text_slice(t, 0, DAY), &date)) return false;
    if (t.len == DAY_AND_TIME &&
        (t.ptr[10] != 'T' || t.ptr[13] != ':' || !text_to_u64(text_slice(t, 11, 2), 23, &hour) ||
         !text_to_u64(text_slice(t, 14, 2), 59, &minute)))
        return false;
    *out = calendar_at(date, (int)hour, (int)minute);
    return true;
}
