#include "kb/http/listen.h"

#include "kb/base/cleanup.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

union any_address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

static bool read_address(const char *text, int port, union any_address *out, socklen_t *len)
{
    memset(out, 0, sizeof *out);
    if (strcmp(text, "localhost") == 0) text = "127.0.0.1";
    if (port < 0 || port > 65535) return false;
    if (inet_pton(AF_INET, text, &out->v4.sin_addr) == 1) {
        out->v4.sin_family = AF_INET;
        out->v4.sin_port = htons((uint16_t)port);
        *len = sizeof out->v4;
        return true;
    }
    if (inet_pton(AF_INET6, text, &out->v6.sin6_addr) != 1) return false;
    out->v6.sin6_family = AF_INET6;
    out->v6.sin6_port = htons((uint16_t)port);
    *len = sizeof out->v6;
    return true;
}

static int taken_port(int fd)
{
    union any_address at;
    socklen_t len = sizeof at;
    if (getsockname(fd, &at.any, &len) != 0) return 0;
    return ntohs(at.any.sa_family == AF_INET ? at.v4.sin_port : at.v6.sin6_port);
}

err_code listen_tcp(int *out, const char *address, int port, int *taken, kb_err *err)
{
    union any_address at;
    socklen_t len = 0;
    if (!read_address(address, port, &at, &len))
        return err_set(err, ERR_INVALID, "%s:%d is no address to listen on", address, port);
    _cleanup_(close_fd)
    int fd = socket(at.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return err_errno(err, "cannot make a socket");
    int one = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(fd, &at.any, len) != 0 || listen(fd, LISTEN_BACKLOG) != 0) {
        if (errno == EADDRINUSE)
            return err_set(err, ERR_CONFLICT, "%s port %d is in use; choose another with --port", address, port);
        return err_errno(err, "cannot listen");
    }
    if (taken) *taken = taken_port(fd);
    *out = fd;
    fd = -1;
    return OK;
}

/* Nobody answers behind a socket file that a dead process left. */
static bool is_stale(const struct sockaddr_un *at)
{
    _cleanup_(close_fd)
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct stat info;
    if (fd < 0 || lstat(at->sun_path, &info) != 0 || !S_ISSOCK(info.st_mode)) return false;
    return connect(fd, (const struct sockaddr *)at, sizeof *at) != 0 && errno == ECONNREFUSED;
}

err_code listen_unix(int *out, const char *path, kb_err *err)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof at.sun_path) return err_set(err, ERR_INVALID, "the socket's path is too long");
    memcpy(at.sun_path, path, strlen(path));
    _cleanup_(close_fd)
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return err_errno(err, "cannot make a socket");
    if (is_stale(&at)) unlink(path);
    if (bind(fd, (const struct sockaddr *)&at, sizeof at) != 0) {
        if (errno == EADDRINUSE) return err_set(err, ERR_CONFLICT, "%s is in use by another process", path);
        return err_errno(err, "cannot bind the socket");
    }
    if (chmod(path, 0660) != 0 || listen(fd, LISTEN_BACKLOG) != 0) return err_errno(err, "cannot listen on the socket");
    *out = fd;
    fd = -1;
    return OK;
}
