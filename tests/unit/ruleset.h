/* SPDX-License-Identifier: Apache-2.0 */
/* A ruleset given as text, checked: for the tests of what comes after the checker. */
#ifndef LIMEN_TESTS_RULESET_H
#define LIMEN_TESTS_RULESET_H

#include <stdlib.h>
#include <string.h>

#include "case/reader.h"
#include "meaning/library.h"
#include "unit.h"

/* Fails the test with the diagnostics if the text has errors. */
static inline struct program *ruleset_load(struct compilation *compilation, const char *ruleset)
{
    struct program *program =
        library_load_text(compilation, "test.limen", ruleset, strlen(ruleset));
    if (compilation->diagnostics->errors > 0) {
        struct text text = {0};
        diagnostics_write_text(&text, compilation->diagnostics, false);
        print_error("%s", text_string(&text));
        text_clear(&text);
        fail_msg("the ruleset has errors");
    }
    return program;
}

/* A copy with the bytes behind it that the reader asks for; free() it. */
static inline char *padded(const char *input, size_t length)
{
    char *bytes = calloc(1, length + READER_PADDING);
    assert_non_null(bytes);
    memcpy(bytes, input, length);
    return bytes;
}

#endif
