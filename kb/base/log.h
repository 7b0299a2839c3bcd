/* log.h - one line per event, for machines and for the administrator under pressure.
 *
 *     log_line(log, LOG_INFO, "http.request", "method=%s status=%d ms=%lld", ...);
 * gives
 *     2026-11-24T09:15:02.114Z info http.request method=GET status=200 ms=3
 *
 * A line is one write(2), so lines of several threads never mix. What people typed, names, search words and addresses
 * of persons never go in. Control bytes in values are written as '?', so that nobody can forge a line.
 */
#ifndef KB_BASE_LOG_H
#define KB_BASE_LOG_H

#ifdef __cplusplus
extern "C" {
#endif

enum log_level { KB_LOG_DEBUG, KB_LOG_INFO, KB_LOG_WARN, KB_LOG_ERROR };

struct kb_log {
    int fd; /* where lines go; -1 for nowhere */
    enum log_level least;
};

/* Event is a dotted name ("store.commit"); lines longer than 2,000 bytes are cut. log may be NULL. */
void log_line(const struct kb_log *log, enum log_level level, const char *event, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#ifdef __cplusplus
}
#endif
#endif
