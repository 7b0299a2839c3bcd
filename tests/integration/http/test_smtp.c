/* What a mail server can answer, and whether a letter is given up for it. The server is one of a few lines that says no
 * to one command. */
#include "tests/kb_test.h"

#include "kb/base/cleanup.h"
#include "kb/http/fetch.h"
#include "kb/http/smtp.h"

#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

/* ---- The server ---- */

struct post {
    const char *at; /* the command that it refuses; "." is the end of the message, "" its greeting */
    const char *says;
    int listens, port;
    pthread_t thread;
};

/* False when the conversation is over. */
static bool answer(const struct post *post, FILE *out, const char *command, const char *usual)
{
    bool refuses = !strcmp(post->at, command);
    fprintf(out, "%s\r\n", refuses ? post->says : usual);
    fflush(out);
    return strcmp(command, "QUIT") != 0;
}

static bool read_message(FILE *in)
{
    char line[1024];
    while (fgets(line, sizeof line, in))
        if (!strcmp(line, ".\r\n")) return true;
    return false;
}

static bool answer_line(const struct post *post, FILE *in, FILE *out, const char *line)
{
    static const struct {
        const char *command, *usual;
    } usual[] = {{"EHLO", "250 post"}, {"MAIL", "250 ok"}, {"RCPT", "250 ok"}, {"QUIT", "221 bye"}};
    for (size_t i = 0; i < COUNT_OF(usual); i++)
        if (!strncasecmp(line, usual[i].command, 4)) return answer(post, out, usual[i].command, usual[i].usual);
    if (strncasecmp(line, "DATA", 4) != 0) return answer(post, out, "", "500 what?");
    bool go_on = answer(post, out, "DATA", "354 go on");
    if (!strcmp(post->at, "DATA")) return go_on;
    return read_message(in) && answer(post, out, ".", "250 taken");
}

static void *serve(void *ctx)
{
    const struct post *post = ctx;
    char line[1024];
    int fd = accept(post->listens, NULL, NULL);
    FILE *in = fdopen(fd, "r"), *out = fdopen(dup(fd), "w");
    bool go_on = in && out && answer(post, out, "", "220 post");
    while (go_on && fgets(line, sizeof line, in)) go_on = answer_line(post, in, out, line);
    if (in) fclose(in);
    if (out) fclose(out);
    return NULL;
}

static void post_start(struct post *post)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;
    post->listens = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(post->listens >= 0);
    assert_int_equal(bind(post->listens, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(post->listens, 1), 0);
    assert_int_equal(getsockname(post->listens, (struct sockaddr *)&at, &size), 0);
    post->port = ntohs(at.sin_port);
    assert_int_equal(pthread_create(&post->thread, NULL, serve, post), 0);
}

/* How sending one letter goes when the server says this at this command. */
static err_code sent(const char *at, const char *says)
{
    struct post post = {.at = at, .says = says};
    char url[64];
    kb_err err = {0};
    post_start(&post);
    snprintf(url, sizeof url, "smtp://127.0.0.1:%d", post.port);
    const struct smtp smtp = {.url = url, .user = "", .password = "", .timeout_ms = 10000};
    err_code code =
        smtp_send(&smtp, "kb@voorbeeld.nl", "els@voorbeeld.nl", TEXT("Subject: huur\r\n\r\nDag.\r\n"), &err);
    pthread_join(post.thread, NULL);
    close(post.listens);
    assert_int_equal(err.code, code);
    assert_null(strstr(err.cause, "els@"));
    return code;
}

static int set_up(void **state)
{
    kb_err err = {0};
    (void)state;
    return fetch_init(&err) == OK ? 0 : -1;
}

/* ---- The tests ---- */

static void test_a_letter_is_taken(void **state)
{
    (void)state;
    assert_int_equal(sent("none", ""), OK);
}

static void test_a_recipient_that_is_refused_is_refused_for_good(void **state)
{
    (void)state;
    static const char *const says[] = {"501 bad address", "550 unknown here", "551 not local", "553 not allowed",
                                       "556 takes no mail"};
    for (size_t i = 0; i < COUNT_OF(says); i++) assert_int_equal(sent("RCPT", says[i]), ERR_RULE);
}

static void test_what_is_no_fault_of_the_recipient_is_tried_again(void **state)
{
    (void)state;
    static const struct {
        const char *at, *says;
    } no[] = {
        {"", "554 no service here"},
        {"EHLO", "530 sign in first"},
        {"MAIL", "530 sign in first"},
        {"MAIL", "535 wrong password"},
        {"MAIL", "550 not from you"},
        {"MAIL", "553 not your address"},
        {"RCPT", "450 busy"},
        {"RCPT", "530 sign in first"},
        {"RCPT", "534 too weak"},
        {"RCPT", "535 wrong password"},
        {"RCPT", "538 encrypt first"},
        {"RCPT", "554 relay access denied"},
        {"RCPT", "552 mailbox is full"},
        {"DATA", "554 no recipients"},
        {".", "554 looks like spam"},
        {".", "550 not from this server"},
        {".", "451 try again"},
    };
    for (size_t i = 0; i < COUNT_OF(no); i++)
        if (sent(no[i].at, no[i].says) != ERR_IO) fail_msg("%s: %s is no ERR_IO", no[i].at, no[i].says);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_letter_is_taken),
        cmocka_unit_test(test_a_recipient_that_is_refused_is_refused_for_good),
        cmocka_unit_test(test_what_is_no_fault_of_the_recipient_is_tried_again),
    };
    return cmocka_run_group_tests_name("smtp", tests, set_up, NULL);
}
