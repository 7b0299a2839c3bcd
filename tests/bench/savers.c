/* bench_savers PORT SECONDS FILE: people who save their draft over HTTP, each over a connection of its own and the next
 * time as soon as it is said to be kept. A line of FILE for each: cookie TAB path TAB csrf TAB version. Prints
 * acknowledged saves per second; an answer that is not 200 ends it. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { SAVERS_MAX = 1024, WORDS = 40, LINE = 2048, REQUEST = 8192, ANSWER = 16384 };

struct saver {
    int socket, step;
    long version;
    char *cookie, *path, *csrf;
    char answer[ANSWER];
    size_t had;
};

static void die(const char *what)
{
    fprintf(stderr, "bench_savers: ");
    perror(what);
    exit(1);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int connect_to(int port)
{
    int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || connect(fd, (struct sockaddr *)&at, sizeof at)) die("connect");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return fd;
}

/* The sentence of tests/crash/writer.mjs, as a form writes it. */
static int make_form(const struct saver *s, char *out, size_t room)
{
    int n = snprintf(out, room, "csrf=%s&version=%ld&title=Schrijver&brief=&section-doe-dit=Stap+%d", s->csrf,
                     s->version, s->step);
    for (int i = 0; i < s->step % WORDS; i++) n += snprintf(out + n, room - (size_t)n, "+Bel+eerst+de+tweede+lijn.");
    return n;
}

static void save(struct saver *s, int port)
{
    char form[REQUEST / 2], request[REQUEST];
    s->step++;
    s->had = 0;
    int body = make_form(s, form, sizeof form);
    int n = snprintf(request, sizeof request,
                     "POST %s/bewaren HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: http://127.0.0.1:%d\r\nCookie: %s\r\n"
                     "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
                     s->path, port, port, s->cookie, body, form);
    if (n >= (int)sizeof request || send(s->socket, request, (size_t)n, MSG_NOSIGNAL) != n) die("send");
}

/* Whether the answer is there to its last byte; then it said 200 and the next version. */
static bool is_acknowledged(struct saver *s)
{
    ssize_t n = recv(s->socket, s->answer + s->had, sizeof s->answer - 1 - s->had, 0);
    if (n <= 0) die("recv");
    s->answer[s->had += (size_t)n] = '\0';
    const char *body = strstr(s->answer, "\r\n\r\n"), *length = strcasestr(s->answer, "\r\ncontent-length:");
    if (!body || !length || length > body) return false;
    if (s->had < (size_t)(body + 4 - s->answer) + strtoul(length + strlen("\r\ncontent-length:"), NULL, 10))
        return false;
    const char *version = strstr(body, "\"version\":");
    if (strncmp(s->answer, "HTTP/1.1 200", 12) || !version) {
        fprintf(stderr, "bench_savers: %s\n", s->answer);
        exit(1);
    }
    s->version = strtol(version + strlen("\"version\":"), NULL, 10);
    return true;
}

static size_t read_savers(const char *path, struct saver *savers, int port)
{
    char line[LINE];
    size_t n = 0;
    FILE *f = fopen(path, "r");
    if (!f) die(path);
    while (n < SAVERS_MAX && fgets(line, sizeof line, f)) {
        char *rest = NULL, *cookie = strtok_r(line, "\t", &rest), *draft = strtok_r(NULL, "\t", &rest),
             *csrf = strtok_r(NULL, "\t", &rest), *version = strtok_r(NULL, "\t\n", &rest);
        if (!version) die("a line of four fields");
        savers[n++] = (struct saver){.socket = connect_to(port),
                                     .version = atol(version),
                                     .cookie = strdup(cookie),
                                     .path = strdup(draft),
                                     .csrf = strdup(csrf)};
    }
    fclose(f);
    return n;
}

int main(int argc, char **argv)
{
    static struct saver savers[SAVERS_MAX];
    if (argc != 4) die("PORT SECONDS FILE");
    int port = atoi(argv[1]), epoll = epoll_create1(EPOLL_CLOEXEC);
    size_t n = read_savers(argv[3], savers, port), waiting = n;
    long saved = 0;
    for (size_t i = 0; i < n; i++) {
        struct epoll_event on = {.events = EPOLLIN, .data.ptr = &savers[i]};
        if (epoll_ctl(epoll, EPOLL_CTL_ADD, savers[i].socket, &on)) die("epoll");
    }
    double began = now(), until = began + atof(argv[2]);
    for (size_t i = 0; i < n; i++) save(&savers[i], port);
    while (waiting) {
        struct epoll_event ready[64];
        int got = epoll_wait(epoll, ready, 64, 30000);
        if (got <= 0) die("no answer in 30 s");
        for (int i = 0; i < got; i++) {
            struct saver *s = ready[i].data.ptr;
            if (!is_acknowledged(s)) continue;
            saved++;
            if (now() < until)
                save(s, port);
            else
                waiting--;
        }
    }
    printf("%.3f\n", (double)saved / (now() - began));
    for (size_t i = 0; i < n; i++) {
        printf("%ld%c", savers[i].version, i + 1 < n ? ' ' : '\n');
        close(savers[i].socket);
    }
    return 0;
}
