/* calendar.h - dates as people in the Netherlands know them.
 *
 * A `struct date` is a day on the calendar of Europe/Amsterdam; a kb_time is a moment. Boards meet on dates, terms end
 * on dates, logs hold moments, and this file is the only bridge between the two. Local time is computed from the
 * European rule for summer time, so nothing depends on the time zone of the machine or on an installed tz database.
 *
 *     kb_time ends = calendar_term_end(calendar_add_working_days(calendar_date(now), 5));
 *
 * Everything is pure: nobody here asks what day it is. Years run from 1 to 9999; moments outside are taken as the first
 * or last of them. Summer time follows the rule in force since 1996 (directive 2000/84/EC) in every year.
 */
#ifndef KB_BASE_CALENDAR_H
#define KB_BASE_CALENDAR_H

#include "kb/base/clock.h"
#include "kb/base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

/* month 1..12, day 1..31. The zero date means "none". */
struct date {
    int year, month, day;
};

bool date_is_none(struct date d);
bool date_valid(struct date d);
int date_cmp(struct date a, struct date b); /* <0, 0, >0; none comes first */
struct date date_later(struct date a, struct date b);

/* Days since 1970-01-01, and back. */
int64_t date_to_days(struct date d);
struct date date_from_days(int64_t days);

/* 1 Monday ... 7 Sunday (ISO 8601). */
int date_weekday(struct date d);

/* Months are added on the calendar; a day that does not exist becomes the last of its month (31 January + 1 month). */
struct date date_add_days(struct date d, int days);
struct date date_add_months(struct date d, int months);

/* ---- Dates and moments ---- */

/* The date on the wall in Amsterdam at this moment. */
struct date calendar_date(kb_time at);

/* The moment of a wall-clock time. An hour that is skipped in March is taken an hour later; of the hour that comes
 * twice in October the first is taken. */
kb_time calendar_at(struct date d, int hour, int minute);

/* 00:00 and 24:00 local. A term "until 12 March" includes the whole of 12 March: at calendar_term_end it is over. */
kb_time calendar_midnight(struct date d);
kb_time calendar_term_end(struct date last_day);

/* What is added to UTC at this moment: one hour, or two in summer (ms). */
int64_t calendar_offset(kb_time at);

/* ---- Working days ---- */

/* The name of the public holiday, or NULL. The list is article 3 of the Algemene termijnenwet, with Good Friday, which
 * that article puts on a par, and the two Sundays of Easter and Pentecost. */
const char *calendar_holiday(struct date d);

/* Easter Sunday in the Gregorian calendar. */
struct date calendar_easter(int year);

/* Neither Saturday, nor Sunday, nor a holiday. */
bool calendar_is_working_day(struct date d);

/* The n-th working day after d (n >= 0; 0 gives d itself). The day of d does not count. */
struct date calendar_add_working_days(struct date d, int n);

/* ---- Words ---- */

enum date_style {
    DATE_LONG,  /* 12 maart 2026 */
    DATE_SHORT, /* 12-03-2026 */
    DATE_ISO,   /* 2026-03-12 */
    DATE_STYLE__COUNT
};
enum { DATE_BYTES = 32 };

/* Writes the date into out and returns it; "" for a date that does not exist. */
const char *date_format(struct date d, enum date_style style, char out[DATE_BYTES]);

/* "2026-03-12T09:00:00Z" (RFC 3339), of a time that is not before 1970. */
enum { UTC_BYTES = 64 };
const char *utc_format(kb_time at, char out[UTC_BYTES]);

/* Reads "2026-03-12", "12-03-2026" and "12-3-2026"; false for anything else and for days that do not exist. */
bool date_parse(text t, struct date *out);

/* Reads "2026-03-12", the midnight it begins with, or "2026-03-12T09:00" on the clock in the Netherlands. */
bool calendar_parse(text t, kb_time *out);

#ifdef __cplusplus
}
#endif
#endif
