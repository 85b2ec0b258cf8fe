/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of the front end share: parsing a text held in memory. */
#ifndef LIMEN_TESTS_FRONT_H
#define LIMEN_TESTS_FRONT_H

#include <string.h>

#include "ast/node.h"
#include "grammar/format.h"
#include "grammar/parse.h"
#include "source/diagnostic.h"
#include "source/source.h"

struct front {
    struct arena *arena;
    struct source_set *sources;
    struct diagnostics *diagnostics;
    struct symbol_table *symbols;
    struct token_list tokens;
    struct node *file;
};

static inline void front_open(struct front *front)
{
    memset(front, 0, sizeof *front);
    front->arena = arena_create();
    front->sources = source_set_create(front->arena);
    front->diagnostics = diagnostics_create(front->arena, front->sources);
    front->symbols = symbol_table_create(front->arena);
}

static inline void front_parse_bytes(struct front *front, const char *bytes, size_t length)
{
    front_open(front);
    uint32_t file = source_add(front->sources, "test.limen", bytes, length);
    front->file = parse_file(front->arena, front->symbols, front->diagnostics, front->sources, file,
                             &front->tokens);
}

static inline void front_parse(struct front *front, const char *text)
{
    front_parse_bytes(front, text, strlen(text));
}

static inline void front_close(struct front *front)
{
    arena_destroy(front->arena);
}

#endif
