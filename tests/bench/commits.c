/* bench_commits DIR SECONDS: one commit per write, in one process, write-ahead log and synchronous=FULL: each write
 * puts another text in one of 64 rows. Prints commits per second. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROWS = 64, WORDS = 40 };

static void die(sqlite3 *db, const char *what)
{
    fprintf(stderr, "bench_commits: %s: %s\n", what, db ? sqlite3_errmsg(db) : "");
    exit(1);
}

static void run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) die(db, sql);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* As long as what the writers of kb send: the sentence of tests/crash/writer.mjs. */
static int make_text(char *out, size_t room, int step)
{
    int n = snprintf(out, room, "stap %d\n\n", step);
    for (int i = 0; i < step % WORDS; i++) n += snprintf(out + n, room - (size_t)n, "Bel eerst de tweede lijn. ");
    return n;
}

static sqlite3 *open_in(const char *dir)
{
    char path[4096];
    sqlite3 *db = NULL;
    snprintf(path, sizeof path, "%s/commits.sqlite", dir);
    if (sqlite3_open(path, &db) != SQLITE_OK) die(db, path);
    run(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
            "CREATE TABLE IF NOT EXISTS draft (id INTEGER PRIMARY KEY, version INTEGER, body TEXT);"
            "DELETE FROM draft;");
    return db;
}

int main(int argc, char **argv)
{
    if (argc != 3) die(NULL, "DIR SECONDS");
    sqlite3 *db = open_in(argv[1]);
    sqlite3_stmt *put = NULL;
    const char *sql = "INSERT INTO draft VALUES (?1, 1, ?2)"
                      " ON CONFLICT (id) DO UPDATE SET version = version + 1, body = excluded.body";
    if (sqlite3_prepare_v2(db, sql, -1, &put, NULL) != SQLITE_OK) die(db, "prepare");
    double began = now(), ends = began + atof(argv[2]);
    int n = 0;
    for (; now() < ends; n++) {
        char body[2048];
        int len = make_text(body, sizeof body, n / ROWS);
        sqlite3_bind_int(put, 1, n % ROWS);
        sqlite3_bind_text(put, 2, body, len, SQLITE_STATIC);
        run(db, "BEGIN IMMEDIATE");
        if (sqlite3_step(put) != SQLITE_DONE) die(db, "write");
        sqlite3_reset(put);
        run(db, "COMMIT");
    }
    printf("%.3f\n", n / (now() - began));
    sqlite3_finalize(put);
    sqlite3_close(db);
    return 0;
}
