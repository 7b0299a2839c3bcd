/* pages.h - the handlers of all pages, by subject; each stands in kb/http/page_<subject>.c and in the table of
 * routes.c. What a handler is stands in kb/http/page.h. */
#ifndef KB_HTTP_PAGES_H
#define KB_HTTP_PAGES_H

#include "kb/http/page.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Finding ---- */
route_handle page_home;
route_handle page_search;

/* ---- Reading a practice ---- */
route_handle page_practice;         /* the text that counts */
route_handle page_practice_coming;  /* the text on its way */
route_handle page_practice_version; /* an earlier version, by its number */
route_handle page_versions;
route_handle page_compare;

/* ---- Working groups ---- */
route_handle page_groups;
route_handle page_group;

#ifdef __cplusplus
}
#endif
#endif
