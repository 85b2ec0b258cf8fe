/* SPDX-License-Identifier: Apache-2.0 */
/* Reading cases of one ruleset, text after text: for the tests of the case reader. */
#ifndef LIMEN_TESTS_READING_H
#define LIMEN_TESTS_READING_H

#include "ruleset.h"

struct reading {
    struct compilation *compilation;
    struct program *program;
    struct arena *arena;
    struct case_reader *reader;
    struct case_result result;
    char *bytes;
};

/* For a test's set-up, which names its ruleset. */
static inline int reading_set_up(void **state, const char *ruleset)
{
    static struct reading reading;
    memset(&reading, 0, sizeof reading);
    reading.compilation = compilation_create(NULL);
    reading.program = ruleset_load(reading.compilation, ruleset);
    reading.arena = arena_create();
    *state = &reading;
    return 0;
}

static inline int reading_tear_down(void **state)
{
    struct reading *reading = *state;
    arena_destroy(reading->arena);
    compilation_destroy(reading->compilation);
    return 0;
}

static inline void open_bytes(struct reading *reading, const char *input, size_t length, bool table)
{
    reading->bytes = padded(input, length);
    reading->reader = (table ? case_reader_create_table : case_reader_create)(
        reading->arena, reading->program, reading->bytes, length);
}

static inline bool next(struct reading *reading)
{
    return case_reader_next(reading->reader, reading->arena, &reading->result);
}

static inline void close_text(struct reading *reading)
{
    case_reader_destroy(reading->reader);
    free(reading->bytes);
}

#endif
