/* A file from anywhere: front matter and sections are read, or refused with a field. */
#include "tests/fuzz/fuzz.h"

#include "importer/markdown_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    _cleanup_(arena_free_p)
    arena *a = arena_new(64 * 1024 * 1024);
    struct markdown_file file;
    kb_err err = {0};
    if (!a) return 0;
    if (markdown_file_read(a, "map/bestand.md", text_of((const char *)bytes, len), &file, &err) != OK) {
        MUST_HOLD(err.code != OK);
        return 0;
    }
    MUST_HOLD(file.title && file.brief && file.n_sections >= 1 && file.n_sections <= PRACTICE_SECTIONS_MAX + 1);
    return 0;
}
