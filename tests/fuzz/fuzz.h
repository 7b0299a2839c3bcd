/* fuzz.h - what every libFuzzer target has: bytes in, and an arena for each run. */
#ifndef KB_TESTS_FUZZ_H
#define KB_TESTS_FUZZ_H

#include "kb/base/arena.h"
#include "kb/base/cleanup.h"
#include "kb/base/err.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

/* Ends the run as a finding when something that must hold does not. */
#define MUST_HOLD(condition)                                                                                           \
    do {                                                                                                               \
        if (!(condition)) __builtin_trap();                                                                            \
    } while (0)

#endif
