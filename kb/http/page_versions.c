/* The versions of a practice, newest first, and what changed between two of them. */
#include "kb/base/cleanup.h"
#include "kb/http/page_sections.h"
#include "kb/http/pages.h"

enum { VERSION_MAX = 1000000, NAMES_MAX = 4096 };

/* ---- The list ---- */

/* The newest numbered version before this one; 0 when there is none. */
static int version_before(const struct svc_practice *p, size_t at)
{
    for (size_t i = at + 1; i < p->n_versions; i++)
        if (p->versions[i].version > 0) return p->versions[i].version;
    return 0;
}

static void take_addresses(const struct page *page, const struct svc_practice *p, size_t at,
                           struct view_versions_version *out)
{
    arena *a = page->svc.arena;
    int version = p->versions[at].version, mends = p->versions[at].mends,
        before = mends ? mends : version_before(p, at);
    if (!version || !p->card.number) return; /* a version of the group's own has no address */
    out->href = text_str(arena_printf(a, "%s/versie/%d", p->card.href, version));
    if (before) out->diff = text_str(svc_changes_href(a, p->card.href, before, version));
}

static text version_name(const struct page *page, int version)
{
    if (!version) return msg_text(page->env.lang, MSG_PRACTICE_VERSION_IN_GROUP);
    text number = page_number(page, version);
    return page_words(page, MSG_PRACTICE_VERSION_NAME, MSG_ARGS({TEXT("version"), number}));
}

static void take_list(const struct page *page, const struct svc_practice *p, struct view_versions *v)
{
    struct view_versions_version *out = ARENA_ARRAY(page->svc.arena, struct view_versions_version, p->n_versions);
    for (size_t i = 0; out && i < p->n_versions; i++) {
        const struct svc_version *version = &p->versions[i];
        out[i] = (struct view_versions_version){
            .name = version_name(page, version->version),
            .when = page_date_time(page, version->at),
            .author = text_str(version->author_name),
            .note = text_str(version->note),
            .adopted = version->adopted,
            .candidate = version->candidate,
            .correction = version->correction,
        };
        take_addresses(page, p, i, &out[i]);
    }
    v->list = out;
    v->list_count = out ? p->n_versions : 0;
}

err_code page_versions(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct svc_practice practice;
    struct svc_which which = {.key = page_practice_key(req)};
    ERR_TRY(page_open(&page, req, res, "zoeken", err));
    ERR_TRY(svc_practice(&page.svc, &which, &practice, err));
    if (page_sent_on(req, res, &practice.card, "/versies")) return OK;
    text title = page_title(&page, &practice.card);
    struct view_versions v = {
        .title = page_words(&page, MSG_PRACTICE_VERSIONS_OF, MSG_ARGS({TEXT("title"), title})),
        .crumbs = page_crumbs(&page, title, text_str(practice.card.href),
                              msg_text(page.env.lang, MSG_PRACTICE_VERSIONS_HERE)),
    };
    v.crumbs_count = v.crumbs ? PAGE_CRUMBS : 0;
    take_list(&page, &practice, &v);
    view_versions(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

/* ---- What changed ---- */

static void add_name(struct buf *names, text name)
{
    if (names->len) buf_str(names, ", ");
    buf_put(names, name);
}

static err_code take_parts(const struct page *page, const struct svc_comparison *found, struct view_compare *v,
                           kb_err *err)
{
    _cleanup_(buf_release)
    struct buf same = buf_new(NAMES_MAX);
    for (size_t i = 0; i < found->n_parts; i++)
        if (!found->parts[i].changed) add_name(&same, page_section_title(page, found->parts[i].key));
    v->same = arena_text(page->svc.arena, buf_text(&same));
    return page_changes(page, found->parts, found->n_parts, &v->changed, &v->changed_count, err);
}

static text dated_version(const struct page *page, const struct svc_version *version)
{
    text number = page_number(page, version->version), date = page_date(page, version->at);
    return page_words(page, MSG_COMPARE_VERSION, MSG_ARGS({TEXT("version"), number}, {TEXT("date"), date}));
}

static text version_address(const struct page *page, const struct svc_comparison *found,
                            const struct svc_version *version)
{
    return text_str(arena_printf(page->svc.arena, "%s/versie/%d", found->card.href, version->version));
}

err_code page_compare(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct svc_comparison found;
    int from = (int)req_query_int(req, "van", 0, VERSION_MAX, 0),
        to = (int)req_query_int(req, "tot", 0, VERSION_MAX, 0);
    ERR_TRY(page_open(&page, req, res, "zoeken", err));
    ERR_TRY(svc_compare(&page.svc, page_practice_key(req), from, to, &found, err));
    text title = page_title(&page, &found.card);
    struct view_compare v = {
        .title = page_words(&page, MSG_COMPARE_TITLE, MSG_ARGS({TEXT("title"), title})),
        .crumbs = page_crumbs(&page, title, text_str(found.card.href), msg_text(page.env.lang, MSG_COMPARE_HERE)),
        .from = dated_version(&page, &found.from),
        .to = dated_version(&page, &found.to),
        .from_href = version_address(&page, &found, &found.from),
        .to_href = version_address(&page, &found, &found.to),
        .note = text_str(found.to.note),
    };
    v.crumbs_count = v.crumbs ? PAGE_CRUMBS : 0;
    ERR_TRY(take_parts(&page, &found, &v, err));
    view_compare(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}
