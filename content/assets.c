#include "content/assets.h"

/* Written by content/assets/build.mjs into the build folder. */
extern const struct asset asset__table[];
extern const size_t asset__count;

/* A handful of files: a walk is as fast as anything. */
const struct asset *asset_find(text path)
{
    for (size_t i = 0; i < asset__count; i++)
        if (text_is(path, asset__table[i].path)) return &asset__table[i];
    return NULL;
}

text asset_url(text name)
{
    for (size_t i = 0; i < asset__count; i++)
        if (text_is(name, asset__table[i].name)) return text_str(asset__table[i].path);
    return text_of(NULL, 0);
}

const struct asset *asset_list(size_t *count)
{
    *count = asset__count;
    return asset__table;
}
