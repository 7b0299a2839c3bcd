#include "content/assets.h"
#include "kb_test.h"

static void test_a_page_finds_each_built_file_by_its_name(void **state)
{
    (void)state;
    const char *const names[] = {"app.css", "app.js", "icon.svg", "icons.svg"};
    for (size_t i = 0; i < 4; i++) {
        text url = asset_url(text_str(names[i]));
        assert_true(text_starts(url, TEXT("/static/")));
        const struct asset *asset = asset_find(url);
        assert_non_null(asset);
        assert_string_equal(asset->name, names[i]);
        assert_true(asset->identity.len > 100);
    }
}

static void test_an_unknown_name_or_path_is_nothing(void **state)
{
    (void)state;
    assert_int_equal(asset_url(TEXT("theme.css")).len, 0);
    assert_null(asset_find(TEXT("/static/app.css")));
    assert_null(asset_find(TEXT("")));
}

static void test_each_coding_is_smaller_and_has_its_own_etag(void **state)
{
    (void)state;
    size_t count;
    const struct asset *all = asset_list(&count);
    assert_true(count >= 4);
    for (size_t i = 0; i < count; i++) {
        assert_true(all[i].br.len < all[i].gzip.len && all[i].gzip.len < all[i].identity.len);
        assert_true(strcmp(all[i].br.etag, all[i].gzip.etag) && strcmp(all[i].br.etag, all[i].identity.etag));
        assert_true(all[i].identity.etag[0] == '"' && text_ends(text_str(all[i].br.etag), TEXT("\"")));
        assert_memory_equal(all[i].gzip.bytes, "\x1f\x8b", 2);
    }
}

static void test_style_and_script_reach_for_nothing_outside(void **state)
{
    (void)state;
    size_t count;
    const struct asset *all = asset_list(&count);
    for (size_t i = 0; i < count; i++) {
        text bytes = text_of((const char *)all[i].identity.bytes, all[i].identity.len);
        assert_true(utf8_valid(bytes));
        assert_true(text_find(bytes, TEXT("url(http"), 0) == SIZE_MAX);
        assert_true(text_find(bytes, TEXT("url(data:"), 0) == SIZE_MAX);
        assert_true(text_find(bytes, TEXT("eval("), 0) == SIZE_MAX);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_page_finds_each_built_file_by_its_name),
        cmocka_unit_test(test_an_unknown_name_or_path_is_nothing),
        cmocka_unit_test(test_each_coding_is_smaller_and_has_its_own_etag),
        cmocka_unit_test(test_style_and_script_reach_for_nothing_outside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
