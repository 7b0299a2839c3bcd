#include "kb/cli/client.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HEAD_BYTES = 5 };

static err_code read_all(int fd, char *to, size_t len, kb_err *err)
{
    while (len) {
        ssize_t got = read(fd, to, len);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return err_errno(err, "socket");
        if (got == 0) return err_set(err, ERR_IO, "the other side has gone");
        to += got;
        len -= (size_t)got;
    }
    return OK;
}

static err_code write_all(int fd, const char *from, size_t len, kb_err *err)
{
    while (len) {
        ssize_t put = send(fd, from, len, MSG_NOSIGNAL);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return err_errno(err, "socket");
        from += put;
        len -= (size_t)put;
    }
    return OK;
}

static size_t read_number(const char *at)
{
    const unsigned char *b = (const unsigned char *)at;
    return (size_t)b[0] << 24 | (size_t)b[1] << 16 | (size_t)b[2] << 8 | b[3];
}

static void put_number(char *at, size_t n)
{
    for (int i = 0; i < 4; i++) at[i] = (char)(n >> (24 - 8 * i) & 0xFF);
}

err_code frame_read(int fd, arena *a, struct frame *out, kb_err *err)
{
    char head[HEAD_BYTES];
    ERR_TRY(read_all(fd, head, sizeof head, err));
    *out = (struct frame){.kind = head[0], .n = read_number(head + 1)};
    if (out->n > FRAME_MESSAGES_MAX) return err_set(err, ERR_TOO_LARGE, "too many messages in one frame");
    out->messages = ARENA_ARRAY(a, text, out->n);
    if (!out->messages) return err_set(err, ERR_NOMEM, "frame");
    size_t total = 0;
    for (size_t i = 0; i < out->n; i++) {
        char number[4];
        ERR_TRY(read_all(fd, number, sizeof number, err));
        size_t len = read_number(number);
        total += len;
        if (total > FRAME_BYTES_MAX) return err_set(err, ERR_TOO_LARGE, "the frame is over its ceiling");
        char *bytes = arena_alloc(a, len + 1);
        if (!bytes) return err_set(err, ERR_NOMEM, "frame");
        ERR_TRY(read_all(fd, bytes, len, err));
        out->messages[i] = text_of(bytes, len);
    }
    return OK;
}

err_code frame_write(int fd, const struct frame *frame, kb_err *err)
{
    char head[HEAD_BYTES] = {frame->kind};
    put_number(head + 1, frame->n);
    ERR_TRY(write_all(fd, head, sizeof head, err));
    for (size_t i = 0; i < frame->n; i++) {
        char number[4];
        put_number(number, frame->messages[i].len);
        ERR_TRY(write_all(fd, number, sizeof number, err));
        ERR_TRY(write_all(fd, frame->messages[i].ptr, frame->messages[i].len, err));
    }
    return OK;
}
