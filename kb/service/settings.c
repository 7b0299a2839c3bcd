#include "kb/service/service__internal.h"

static const char *const reading_choices[] = {"public", "members", NULL};
static const char *const profile_choices[] = {"small", "national", NULL};
static const char *const second_choices[] = {"roles", "everybody", "nobody", NULL};

/* The settings of the network as a whole: kept in the store, changed by an administrator, one log row each. */
const struct svc_setting svc_setting_table[] = {
    {"network-name", NULL, 80, "Praktijkbank"},
    {"reading", reading_choices, 0, "public"},     /* who reads adopted texts (design section 3) */
    {"profile", profile_choices, 0, "small"},      /* the terms of the ladder (design section 2) */
    {"second-factor", second_choices, 0, "roles"}, /* who needs one before they act (second.c) */
};
const size_t svc_setting_count = COUNT_OF(svc_setting_table);

static const struct svc_setting *find_setting(text name)
{
    for (size_t i = 0; i < svc_setting_count; i++)
        if (text_is(name, svc_setting_table[i].name)) return &svc_setting_table[i];
    return NULL;
}

err_code svc_setting(struct store *store, const char *name, arena *a, const char **value, kb_err *err)
{
    const struct svc_setting *row = find_setting(text_str(name));
    if (!row) return err_set(err, ERR_INTERNAL, "there is no setting %s", name);
    return store_setting_get(store, name, row->default_value, a, value, err);
}

static bool is_choice(const struct svc_setting *row, text value)
{
    for (const char *const *c = row->choices; *c; c++)
        if (text_is(value, *c)) return true;
    return false;
}

err_code svc_setting_put(struct svc *svc, text name, text value, kb_err *err)
{
    struct policy_object settings = {.kind = OBJECT_SETTINGS};
    ERR_TRY(svc__may_manage(svc, ACT_WRITE, &settings, err));
    const struct svc_setting *row = find_setting(name);
    if (!row) return err_field(err, ERR_INVALID, "name", "not-a-choice");
    value = text_trim(value);
    if (row->choices && !is_choice(row, value)) return err_field(err, ERR_INVALID, row->name, "not-a-choice");
    if (!row->choices) ERR_TRY(svc__line_check(row->name, value, row->max, err));
    ERR_TRY(store_setting_put(svc->store, row->name, arena_text_str(svc->arena, value), err));
    /* The value of a choice may stand in the log; free text may not. */
    return svc__log(svc, "setting.put", row->name, NULL,
                    row->choices ? arena_printf(svc->arena, "value=%.*s", TEXT_FMT(value)) : "", err);
}
