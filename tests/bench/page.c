/* bench_page CONTENT-ENCODING FILE: the bytes of FILE from memory for every request, by libmicrohttpd alone with the
 * thread pool of kb/http/server.c. Prints its port; ends when its standard input does. */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void die(const char *what)
{
    fprintf(stderr, "bench_page: %s\n", what);
    exit(1);
}

static struct MHD_Response *response_of(const char *path, const char *encoding)
{
    FILE *f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0) die("cannot read the file");
    size_t len = (size_t)ftell(f);
    char *bytes = malloc(len);
    rewind(f);
    if (!bytes || fread(bytes, 1, len, f) != len) die("cannot read the file");
    fclose(f);
    struct MHD_Response *r = MHD_create_response_from_buffer(len, bytes, MHD_RESPMEM_MUST_FREE);
    if (!r) die("no response");
    MHD_add_response_header(r, "Content-Type", "text/html; charset=utf-8");
    if (*encoding) MHD_add_response_header(r, "Content-Encoding", encoding);
    return r;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *c, const char *url, const char *method,
                                  const char *version, const char *data, size_t *size, void **con_cls)
{
    (void)url, (void)method, (void)version, (void)data;
    if (!*con_cls) {
        *con_cls = cls; /* answered at the second call, when the request is whole, as kb does */
        return MHD_YES;
    }
    *size = 0;
    return MHD_queue_response(c, 200, cls);
}

int main(int argc, char **argv)
{
    if (argc != 3) die("CONTENT-ENCODING FILE");
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    struct MHD_Response *r = response_of(argv[2], argv[1]);
    struct MHD_Daemon *d =
        MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC, 0, NULL, NULL,
                         on_request, r, MHD_OPTION_SOCK_ADDR, &at, MHD_OPTION_THREAD_POOL_SIZE,
                         cores > 2 ? (unsigned)(2 * cores) : 4U, MHD_OPTION_CONNECTION_LIMIT, 1000U, MHD_OPTION_END);
    if (!d) die("no daemon");
    printf("%d\n", MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT)->port);
    fflush(stdout);
    while (getchar() != EOF) continue;
    MHD_stop_daemon(d);
    MHD_destroy_response(r);
    return 0;
}
