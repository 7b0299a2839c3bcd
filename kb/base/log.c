#include "kb/base/log.h"

#include "kb/base/clock.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 2000 };

static const char *const level_names[] = {"debug", "info", "warn", "error"};

static int put_head(char *line, size_t room, enum log_level level, const char *event)
{
    kb_time now = clock_now(clock_system());
    time_t seconds = (time_t)(now / MS_SECOND);
    struct tm utc;
    gmtime_r(&seconds, &utc);
    char at[32];
    strftime(at, sizeof at, "%Y-%m-%dT%H:%M:%S", &utc);
    return snprintf(line, room, "%s.%03dZ %s %s ", at, (int)(now % MS_SECOND), level_names[level], event);
}

void log_line(const struct kb_log *log, enum log_level level, const char *event, const char *format, ...)
{
    if (!log || log->fd < 0 || level < log->least) return;
    char line[LINE_MAX_BYTES + 2];
    int len = put_head(line, LINE_MAX_BYTES, level, event);
    va_list args;
    va_start(args, format);
    int body = vsnprintf(line + len, (size_t)(LINE_MAX_BYTES - len), format, args);
    va_end(args);
    if (body > 0) len += body < LINE_MAX_BYTES - len ? body : LINE_MAX_BYTES - len - 1;
    for (int i = 0; i < len; i++)
        if ((unsigned char)line[i] < ' ' || line[i] == 0x7F) line[i] = '?';
    line[len++] = '\n';
    ssize_t written = write(log->fd, line, (size_t)len);
    (void)written; /* a log that cannot be written has nowhere to complain */
}
