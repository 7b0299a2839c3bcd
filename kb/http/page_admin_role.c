/* Giving a role: which ones there are, within what each can be held, and what was wrong with a choice. */
#include "kb/base/cleanup.h"
#include "kb/http/page_admin.h"

enum { WITHIN_MAX = 200 /* bytes of "een organisatie of een locatie" */ };

/* The roles an administrator gives, those that are held within the same together; the others come with a one-time link
 * (kb/domain/policy.h). */
static const enum role given_roles[] = {
    ROLE_PARTICIPANT, ROLE_MEMBER,    ROLE_LEAD,     ROLE_SECOND_LEAD, ROLE_COORDINATOR, ROLE_BOARD,
    ROLE_DEPUTY,      ROLE_SECRETARY, ROLE_MANDATED, ROLE_EDITOR,      ROLE_STEERING,    ROLE_ADMINISTRATOR,
};

/* Within what a role can be held, in the order of the list. */
static const struct within {
    enum store_scope kind;
    enum scope scope;
    const char *word; /* in the value of a choice */
    enum msg title, one;
} withins[] = {
    {STORE_NETWORK, SCOPE_NETWORK, "network", MSG_ADMIN_PERSON_SCOPE_NETWORK, MSG_ADMIN_PERSON_IN_NETWORK},
    {STORE_ORGANISATION, SCOPE_ORGANISATION, "organisation", MSG_ADMIN_ORGANISATIONS, MSG_ADMIN_PERSON_IN_ORGANISATION},
    {STORE_GROUP, SCOPE_GROUP, "group", MSG_ADMIN_GROUPS, MSG_ADMIN_PERSON_IN_GROUP},
    {STORE_LOCATION, SCOPE_LOCATION, "location", MSG_ADMIN_LOCATIONS, MSG_ADMIN_PERSON_IN_LOCATION},
};

static err_code no_room(kb_err *err)
{
    return err_set(err, ERR_NOMEM, "no room for the roles");
}

text admin_role_name(const struct page *page, enum role role)
{
    return msg_text(page->env.lang, msg_find2(TEXT("role."), text_str(policy_role_slug(role))));
}

text admin_scope_value(const struct page *page, enum store_scope kind, const char *slug)
{
    for (size_t i = 0; i < COUNT_OF(withins); i++)
        if (withins[i].kind == kind) return text_str(arena_printf(page->svc.arena, "%s:%s", withins[i].word, slug));
    return text_str("");
}

/* "het hele netwerk of een organisatie" */
static text within_words(const struct page *page, enum role role)
{
    _cleanup_(buf_release)
    struct buf out = buf_new(WITHIN_MAX);
    size_t left = 0;
    for (size_t i = 0; i < COUNT_OF(withins); i++) left += policy_role_fits(role, withins[i].scope);
    for (size_t i = 0; i < COUNT_OF(withins); i++) {
        if (!policy_role_fits(role, withins[i].scope)) continue;
        buf_put(&out, msg_text(page->env.lang, withins[i].one));
        left--;
        if (left) buf_put(&out, left > 1 ? TEXT(", ") : msg_text(page->env.lang, MSG_ADMIN_PERSON_IN_OR));
    }
    return arena_text(page->svc.arena, buf_text(&out));
}

/* ---- The roles, under where they can be held ---- */

static err_code take_roles(const struct page_form *form, struct view_select *v, kb_err *err)
{
    const struct page *page = form->page;
    arena *a = page->svc.arena;
    struct view_select_group *groups = ARENA_ARRAY(a, struct view_select_group, COUNT_OF(given_roles));
    struct view_select_group_option *options = ARENA_ARRAY(a, struct view_select_group_option, COUNT_OF(given_roles));
    struct view_select_option *choose = ARENA_NEW(a, struct view_select_option);
    if (!groups || !options || !choose) return no_room(err);
    *choose = (struct view_select_option){.label = msg_text(page->env.lang, MSG_ADMIN_CHOOSE)};
    size_t n = 0;
    for (size_t i = 0; i < COUNT_OF(given_roles); i++) {
        text slug = text_str(policy_role_slug(given_roles[i]));
        text label =
            page_words(page, MSG_ADMIN_PERSON_WITHIN, MSG_ARGS({TEXT("within"), within_words(page, given_roles[i])}));
        if (!n || !text_eq(groups[n - 1].label, label))
            groups[n++] = (struct view_select_group){.label = label, .options = &options[i]};
        groups[n - 1].options_count++;
        options[i] = (struct view_select_group_option){.value = slug,
                                                       .label = admin_role_name(page, given_roles[i]),
                                                       .on = page_form_chosen(form, "role", slug, false)};
    }
    *v = (struct view_select){.name = TEXT("role"),
                              .label = page_form_label(page, "role"),
                              .hint = msg_text(page->env.lang, MSG_ADMIN_PERSON_ROLE_HINT),
                              .error = page_form_error(form, "role"),
                              .required = true,
                              .options = choose,
                              .options_count = 1,
                              .groups = groups,
                              .groups_count = n};
    return OK;
}

/* ---- Within what ---- */

struct scopes {
    const struct page_form *form;
    struct view_select_group *groups;
    struct view_select_group_option *options;
    size_t n_groups, n;
};

static void begin_group(struct scopes *s, enum msg title)
{
    s->groups[s->n_groups++] =
        (struct view_select_group){.label = msg_text(s->form->page->env.lang, title), .options = &s->options[s->n]};
}

static void add_scope(struct scopes *s, enum store_scope kind, const char *slug, const char *name, enum msg words)
{
    text value = admin_scope_value(s->form->page, kind, slug);
    s->groups[s->n_groups - 1].options_count++;
    s->options[s->n++] = (struct view_select_group_option){
        .value = value,
        .label = page_words(s->form->page, words, MSG_ARGS({TEXT("name"), text_str(name)})),
        .on = page_form_chosen(s->form, "scope", value, false),
    };
}

static void add_all(struct scopes *s, const struct store_organisations *organisations, const struct svc_groups *groups)
{
    const struct store_locations *locations = &s->form->page->locations;
    begin_group(s, MSG_ADMIN_PERSON_SCOPE_NETWORK);
    add_scope(s, STORE_NETWORK, "", "", MSG_ADMIN_PERSON_SCOPE_NETWORK);
    begin_group(s, MSG_ADMIN_ORGANISATIONS);
    for (size_t i = 0; i < organisations->n; i++)
        if (organisations->at[i].active)
            add_scope(s, STORE_ORGANISATION, organisations->at[i].slug, organisations->at[i].name,
                      MSG_ADMIN_PERSON_SCOPE_ORGANISATION);
    begin_group(s, MSG_ADMIN_GROUPS);
    for (size_t i = 0; i < groups->n; i++)
        if (!groups->at[i].row.closed)
            add_scope(s, STORE_GROUP, groups->at[i].row.slug, groups->at[i].row.name, MSG_ADMIN_PERSON_SCOPE_GROUP);
    begin_group(s, MSG_ADMIN_LOCATIONS);
    for (size_t i = 0; i < locations->n; i++)
        if (locations->at[i].active)
            add_scope(s, STORE_LOCATION, locations->at[i].slug, locations->at[i].name, MSG_ADMIN_PERSON_SCOPE_LOCATION);
}

/* "past niet bij redacteur: kies het hele netwerk of een organisatie"; "" when it was something else. */
static text does_not_fit(const struct page *page, const struct kb_err_item *item)
{
    enum role role;
    if (strcmp(item->reason, "does-not-fit") || !policy_role_from_slug(req_sent(page->req, "role"), &role))
        return text_str("");
    return page_words(
        page, MSG_ADMIN_PERSON_SCOPE_WRONG,
        MSG_ARGS({TEXT("role"), admin_role_name(page, role)}, {TEXT("within"), within_words(page, role)}));
}

static text scope_error(const struct page_form *form)
{
    for (size_t i = 0; form->why && i < form->why->n_items; i++) {
        text words = does_not_fit(form->page, &form->why->items[i]);
        if (words.len) return words;
    }
    text wrong = page_form_error(form, "scope_kind");
    return wrong.len ? wrong : page_form_error(form, "scope");
}

/* Everything a role can be held within, that still takes part. */
static err_code take_scopes(struct page *page, const struct page_form *form, struct view_select *v, kb_err *err)
{
    struct store_organisations organisations;
    struct svc_groups groups;
    ERR_TRY(svc_organisations(&page->svc, &organisations, err));
    ERR_TRY(svc_groups(&page->svc, &groups, err));
    ERR_TRY(page_labels(page, err));
    arena *a = page->svc.arena;
    size_t room = 1 + organisations.n + groups.n + page->locations.n;
    struct view_select_option *choose = ARENA_NEW(a, struct view_select_option);
    struct scopes s = {.form = form,
                       .groups = ARENA_ARRAY(a, struct view_select_group, COUNT_OF(withins)),
                       .options = ARENA_ARRAY(a, struct view_select_group_option, room)};
    if (!s.groups || !s.options || !choose) return no_room(err);
    *choose = (struct view_select_option){.label = msg_text(page->env.lang, MSG_ADMIN_CHOOSE)};
    add_all(&s, &organisations, &groups);
    *v = (struct view_select){.name = TEXT("scope"),
                              .label = page_form_label(page, "scope"),
                              .hint = msg_text(page->env.lang, MSG_ADMIN_PERSON_SCOPE_HINT),
                              .error = scope_error(form),
                              .required = true,
                              .options = choose,
                              .options_count = 1,
                              .groups = s.groups,
                              .groups_count = s.n_groups};
    return OK;
}

err_code admin_role_lists(struct page *page, const struct page_form *form, struct view_select *role,
                          struct view_select *scope, kb_err *err)
{
    ERR_TRY(take_roles(form, role, err));
    return take_scopes(page, form, scope, err);
}

const struct view_error_list_item *admin_role_errors(const struct page_form *form, size_t *count)
{
    struct view_error_list_item *items = (struct view_error_list_item *)page_form_errors(form, count);
    for (size_t i = 0; items && form->why->n_items && i < *count; i++) {
        text words = does_not_fit(form->page, &form->why->items[i]);
        if (words.len) items[i].reason = words;
        if (text_is(items[i].field, "scope_kind")) items[i].field = TEXT("scope"); /* one list asks for both */
    }
    return items;
}
