/* page_admin.h - inside the pages of the administration: what its lists and forms share. */
#ifndef KB_HTTP_PAGE_ADMIN_H
#define KB_HTTP_PAGE_ADMIN_H

#include "kb/http/page_form.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { ADMIN_NAME_MAX = 200, ADMIN_LABEL_MAX = 300, ADMIN_SLUG_MAX = 64, ADMIN_FIELDS_MAX = 4 };

/* The path above a page: Beheer, the list it belongs to when there is one (list NULL: the page is the list), itself. */
const struct view_crumbs_step *admin_crumbs(const struct page *page, const char *list_href, enum msg list, text here,
                                            size_t *count);

/* One line of a form, with what was typed or is stored. hint may be MSG_NONE. */
struct view_field admin_field(const struct page_form *form, const char *name, text stored, enum msg hint, size_t max,
                              bool required);

/* May this actor change things of this kind at all? Asked of the one function that decides. */
bool admin_may_write(const struct page *page, enum policy_kind kind);

/* Giving a role (page_admin_role.c): a role and within what it is held have one name and one value everywhere. The two
 * lists of the form, grouped so that one sees what fits; and what was refused, with what to choose instead. */
text admin_role_name(const struct page *page, enum role role);
text admin_scope_value(const struct page *page, enum store_scope kind, const char *slug);
MUST_CHECK err_code admin_role_lists(struct page *page, const struct page_form *form, struct view_select *role,
                                     struct view_select *scope, kb_err *err);
const struct view_error_list_item *admin_role_errors(const struct page_form *form, size_t *count);

/* The setup list, empty once everything is done or when it is not this actor's. */
MUST_CHECK err_code admin_setup(struct page *page, struct view_setup *out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
