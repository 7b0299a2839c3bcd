#include "content/mail.h"

#include "kb/base/calendar.h"
#include "kb/base/cleanup.h"

enum { LINE_MAX_CHARS = 76, WORD_BYTES = 39 /* so that an encoded word stays under 75 characters */ };

/* ---- Headers ---- */

static err_code check_field(const char *name, text value, kb_err *err)
{
    if (!utf8_valid(value)) return err_field(err, ERR_INVALID, name, "not-text");
    for (size_t i = 0; i < value.len; i++)
        if ((unsigned char)value.ptr[i] < ' ' || value.ptr[i] == 0x7F)
            return err_field(err, ERR_INVALID, name, "not-text");
    return OK;
}

/* An address as it stands between < and >; no blanks, nothing that ends it. */
static err_code check_address(const char *name, text value, kb_err *err)
{
    for (size_t i = 0; i < value.len; i++)
        if ((unsigned char)value.ptr[i] <= ' ' || (unsigned char)value.ptr[i] >= 0x7F || value.ptr[i] == '<' ||
            value.ptr[i] == '>')
            return err_field(err, ERR_INVALID, name, "not-an-address");
    return value.len ? OK : err_field(err, ERR_INVALID, name, "required");
}

static err_code check_id(text id, kb_err *err)
{
    for (size_t i = 0; i < id.len; i++)
        if (!((id.ptr[i] >= 'a' && id.ptr[i] <= 'z') || (id.ptr[i] >= '0' && id.ptr[i] <= '9')))
            return err_field(err, ERR_INVALID, "id", "invalid");
    return id.len ? OK : err_field(err, ERR_INVALID, "id", "required");
}

static void put_base64(struct buf *out, text bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < bytes.len; i += 3) {
        size_t n = bytes.len - i < 3 ? bytes.len - i : 3;
        uint32_t three = 0;
        for (size_t j = 0; j < 3; j++) three = three << 8 | (j < n ? (unsigned char)bytes.ptr[i + j] : 0);
        for (size_t j = 0; j < 4; j++) buf_byte(out, j <= n ? digits[three >> (18 - 6 * j) & 63] : '=');
    }
}

/* Letters, digits and blanks stay as they are; anything else becomes encoded words, cut between characters, so that
 * nothing ever needs quotes. */
static void put_words(struct buf *out, text value)
{
    bool simple = value.len < LINE_MAX_CHARS - 12;
    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];
        simple &= c == ' ' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }
    if (simple) {
        buf_put(out, value);
        return;
    }
    while (value.len) {
        text piece = utf8_clip(value, WORD_BYTES);
        buf_str(out, "=?UTF-8?B?");
        put_base64(out, piece);
        buf_str(out, "?=");
        value = text_slice(value, piece.len, SIZE_MAX);
        if (value.len) buf_str(out, "\r\n ");
    }
}

static void put_mailbox(struct buf *out, const char *header, text name, text address)
{
    buf_printf(out, "%s: ", header);
    put_words(out, name);
    buf_printf(out, "%s<%.*s>\r\n", name.len ? " " : "", TEXT_FMT(address));
}

static void put_date(struct buf *out, kb_time at)
{
    static const char days[] = "MonTueWedThuFriSatSun", months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    struct date day = calendar_date(at);
    int64_t offset = calendar_offset(at) / MS_MINUTE, minutes = (at + offset * MS_MINUTE) / MS_MINUTE;
    buf_printf(out, "Date: %.3s, %d %.3s %d %02d:%02d:%02d +%02d%02d\r\n", days + 3 * (date_weekday(day) - 1), day.day,
               months + 3 * (day.month - 1), day.year, (int)(minutes / 60 % 24), (int)(minutes % 60),
               (int)(at / MS_SECOND % 60), (int)(offset / 60), (int)(offset % 60));
}

/* ---- Bodies ---- */

/* Quoted-printable: no line over 76 characters, blanks at the end of a line and a dot at its start written out. */
static void put_quoted(struct buf *out, text body)
{
    size_t column = 0;
    for (size_t i = 0; i < body.len; i++) {
        unsigned char c = (unsigned char)body.ptr[i];
        if (c == '\r') continue;
        if (c == '\n') {
            buf_str(out, "\r\n");
            column = 0;
            continue;
        }
        bool ends = i + 1 == body.len || body.ptr[i + 1] == '\n' || body.ptr[i + 1] == '\r';
        bool plain = c >= 33 && c <= 126 && c != '=' && !(c == '.' && !column);
        plain |= (c == ' ' || c == '\t') && !ends;
        size_t width = plain ? 1 : 3;
        if (column + width > LINE_MAX_CHARS - 1) {
            buf_str(out, "=\r\n");
            column = 0;
        }
        if (plain)
            buf_byte(out, (char)c);
        else
            buf_printf(out, "=%02X", c);
        column += width;
    }
    if (column) buf_str(out, "\r\n");
}

static void put_part(struct buf *out, const struct mail *mail, const char *type, text body)
{
    buf_printf(out,
               "--=_%.*s\r\nContent-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n",
               TEXT_FMT(mail->id), type);
    put_quoted(out, body);
}

err_code mail_format(const struct mail *mail, struct buf *out, kb_err *err)
{
    ERR_TRY(check_address("from", mail->from, err));
    ERR_TRY(check_address("to", mail->to, err));
    ERR_TRY(check_field("from_name", mail->from_name, err));
    ERR_TRY(check_field("to_name", mail->to_name, err));
    ERR_TRY(check_field("subject", mail->subject, err));
    ERR_TRY(check_id(mail->id, err));
    if (mail->unsubscribe.len) ERR_TRY(check_address("unsubscribe", mail->unsubscribe, err));
    size_t at = text_find_byte(mail->from, '@', 0);
    if (at == SIZE_MAX) return err_field(err, ERR_INVALID, "from", "not-an-address");
    put_mailbox(out, "From", mail->from_name, mail->from);
    put_mailbox(out, "To", mail->to_name, mail->to);
    buf_str(out, "Subject: ");
    put_words(out, mail->subject);
    buf_str(out, "\r\n");
    put_date(out, mail->at);
    buf_printf(out, "Message-ID: <%.*s@%.*s>\r\n", TEXT_FMT(mail->id),
               TEXT_FMT(text_slice(mail->from, at + 1, SIZE_MAX)));
    buf_str(out, "Auto-Submitted: auto-generated\r\n");
    if (mail->unsubscribe.len) buf_printf(out, "List-Unsubscribe: <%.*s>\r\n", TEXT_FMT(mail->unsubscribe));
    buf_printf(out, "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"=_%.*s\"\r\n\r\n",
               TEXT_FMT(mail->id));
    put_part(out, mail, "text/plain", mail->plain);
    put_part(out, mail, "text/html", mail->html);
    buf_printf(out, "--=_%.*s--\r\n", TEXT_FMT(mail->id));
    return out->failed ? err_set(err, ERR_NOMEM, "a mail over its ceiling") : OK;
}
