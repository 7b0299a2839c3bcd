/* Where to report a flaw: RFC 9116. */
#include "kb/base/calendar.h"
#include "kb/http/app.h"
#include "kb/http/pages.h"

enum { GOOD_FOR_DAYS = 180 /* RFC 9116, section 2.5.5: less than a year */ };

/* Only what an administrator set: a contact that nobody reads is worse than none. */
err_code page_security_txt(kb_req *req, kb_res *res, kb_err *err)
{
    const char *contact = app_of(req)->security_contact;
    char day[DATE_BYTES];
    if (!contact || !*contact) return err_set(err, ERR_NOT_FOUND, "no contact is set");
    date_format(calendar_date(req->now + GOOD_FOR_DAYS * (kb_time)MS_DAY), DATE_ISO, day);
    res_text(res, 200, "Contact: %s\nExpires: %sT00:00:00Z\nPreferred-Languages: nl, en\n", contact, day);
    return OK;
}
