#include "tests/kb_test.h"

#include "content/mail.h"
#include "kb/base/cleanup.h"

/* 2 March 2026, 13:05:09 on the clock in the Netherlands. */
static const kb_time AT = INT64_C(1772453109000);

static struct mail letter(void)
{
    return (struct mail){.from = TEXT("kb@voorbeeld.nl"),
                         .from_name = TEXT("Praktijkbank"),
                         .to = TEXT("rosa@voorbeeld.nl"),
                         .to_name = TEXT("Rosa de Vries"),
                         .subject = TEXT("Je organisatie beslist mee"),
                         .id = TEXT("abc123"),
                         .at = AT,
                         .unsubscribe = TEXT("https://voorbeeld.nl/afmelden/x"),
                         .plain = TEXT("Dag Rosa.\n"),
                         .html = TEXT("<p>Dag Rosa.</p>\n")};
}

static const char *formatted(const struct mail *mail, struct buf *out)
{
    kb_err err = {0};
    assert_ok(mail_format(mail, out, &err), &err);
    return buf_cstr(out);
}

static void test_a_whole_message(void **state)
{
    (void)state;
    _cleanup_(buf_release)
    struct buf out = buf_new(1 << 16);
    struct mail mail = letter();
    assert_string_equal(formatted(&mail, &out),
                        "From: Praktijkbank <kb@voorbeeld.nl>\r\n"
                        "To: Rosa de Vries <rosa@voorbeeld.nl>\r\n"
                        "Subject: Je organisatie beslist mee\r\n"
                        "Date: Mon, 2 Mar 2026 13:05:09 +0100\r\n"
                        "Message-ID: <abc123@voorbeeld.nl>\r\n"
                        "Auto-Submitted: auto-generated\r\n"
                        "List-Unsubscribe: <https://voorbeeld.nl/afmelden/x>\r\n"
                        "MIME-Version: 1.0\r\n"
                        "Content-Type: multipart/alternative; boundary=\"=_abc123\"\r\n\r\n"
                        "--=_abc123\r\nContent-Type: text/plain; charset=utf-8\r\n"
                        "Content-Transfer-Encoding: quoted-printable\r\n\r\nDag Rosa.\r\n"
                        "--=_abc123\r\nContent-Type: text/html; charset=utf-8\r\n"
                        "Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>Dag Rosa.</p>\r\n"
                        "--=_abc123--\r\n");
}

static void test_words_outside_ascii_are_encoded_in_headers_and_bodies(void **state)
{
    (void)state;
    _cleanup_(buf_release)
    struct buf out = buf_new(1 << 16);
    struct mail mail = letter();
    mail.subject = TEXT("Cliënt");
    mail.plain = TEXT("één = 1\n.\nblank \n");
    const char *got = formatted(&mail, &out);
    assert_non_null(strstr(got, "Subject: =?UTF-8?B?Q2xpw6tudA==?=\r\n"));
    assert_non_null(strstr(got, "\r\n\r\n=C3=A9=C3=A9n =3D 1\r\n=2E\r\nblank=20\r\n"));
}

static void test_no_line_is_too_long(void **state)
{
    (void)state;
    _cleanup_(buf_release)
    struct buf out = buf_new(1 << 16);
    char subject[301] = {0}, body[4000];
    memset(subject, 'e', 300);
    for (size_t i = 0; i + 1 < sizeof body; i += 2) memcpy(body + i, "\xC3\xAB", 2);
    struct mail mail = letter();
    mail.subject = text_str(subject);
    mail.plain = text_of(body, sizeof body);
    const char *line = formatted(&mail, &out);
    while (*line) {
        const char *end = strstr(line, "\r\n");
        assert_non_null(end);
        assert_true(end - line <= 76);
        line = end + 2;
    }
}

static void refused(struct mail mail, const char *field)
{
    kb_err err = {0};
    _cleanup_(buf_release)
    struct buf out = buf_new(1 << 16);
    assert_int_equal(mail_format(&mail, &out, &err), ERR_INVALID);
    assert_string_equal(err.items[0].field, field);
}

static void test_a_header_cannot_be_injected(void **state)
{
    (void)state;
    struct mail subject = letter(), name = letter(), to = letter(), from = letter(), link = letter(), id = letter();
    subject.subject = TEXT("Hallo\r\nBcc: iedereen@voorbeeld.nl");
    name.to_name = TEXT("Rosa\nBcc: x");
    to.to = TEXT("rosa@voorbeeld.nl>\r\nBcc: <x@voorbeeld.nl");
    from.from = TEXT("kb@voorbeeld.nl\n");
    link.unsubscribe = TEXT("https://voorbeeld.nl/>\r\nX: y");
    id.id = TEXT("abc\r\n");
    refused(subject, "subject");
    refused(name, "to_name");
    refused(to, "to");
    refused(from, "from");
    refused(link, "unsubscribe");
    refused(id, "id");
}

static void test_what_looks_like_the_boundary_ends_nothing(void **state)
{
    (void)state;
    _cleanup_(buf_release)
    struct buf out = buf_new(1 << 16);
    struct mail mail = letter();
    mail.plain = TEXT("--=_abc123--\n");
    const char *got = formatted(&mail, &out);
    assert_non_null(strstr(got, "\r\n--=3D_abc123--\r\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_whole_message),
        cmocka_unit_test(test_words_outside_ascii_are_encoded_in_headers_and_bodies),
        cmocka_unit_test(test_no_line_is_too_long),
        cmocka_unit_test(test_a_header_cannot_be_injected),
        cmocka_unit_test(test_what_looks_like_the_boundary_ends_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
