/* All JSON that the program reads: commands through the server's socket and their answers, and the files of an export.
 * Each is taken or refused with a reason; an export that is taken is written the same way again and again. */
#include "tests/fuzz/fuzz.h"

#include "importer/state_file.h"
#include "kb/service/command.h"

enum { ARENA_BYTES = 256 * 1024 * 1024, OUT_BYTES = 64 * 1024 * 1024 };

/* A password takes a quarter of a second to hash. */
static void try_command(arena *a, text json)
{
    struct command *command = NULL;
    kb_err err = {0};
    if (text_find(json, TEXT("password"), 0) != SIZE_MAX || text_find_byte(json, '\\', 0) != SIZE_MAX) return;
    if (command_prepare(&command, a, json, &err) == OK)
        MUST_HOLD(command);
    else
        MUST_HOLD(err.code != OK && command_failure(a, &err));
}

static void try_answer(arena *a, text json)
{
    const char *value = NULL;
    kb_err err = {0};
    if (command_read_answer(a, json, "slug", &value, &err) != OK) MUST_HOLD(err.code != OK);
}

/* Written, read and written: the same bytes. */
#define TRY_STATE(a, json, type, read, put)                                                                            \
    do {                                                                                                               \
        type first, second;                                                                                            \
        kb_err err = {0};                                                                                              \
        struct buf one = buf_new(OUT_BYTES), two = buf_new(OUT_BYTES);                                                 \
        if (read(a, json, &first, &err) == OK && put(&one, &first, &err) == OK) {                                      \
            MUST_HOLD(read(a, buf_text(&one), &second, &err) == OK && put(&two, &second, &err) == OK);                 \
            MUST_HOLD(text_eq(buf_text(&one), buf_text(&two)));                                                        \
        }                                                                                                              \
        buf_release(&one);                                                                                             \
        buf_release(&two);                                                                                             \
    } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    _cleanup_(arena_free_p)
    arena *a = arena_new(ARENA_BYTES);
    text json = text_of((const char *)bytes, len);
    if (!a) return 0;
    try_command(a, json);
    try_answer(a, json);
    TRY_STATE(a, json, struct svc_whole, state_network_read, state_network_put);
    TRY_STATE(a, json, struct svc_whole_practice, state_practice_read, state_practice_put);
    return 0;
}
