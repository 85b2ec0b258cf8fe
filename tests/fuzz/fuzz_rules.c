/* SPDX-License-Identifier: Apache-2.0 */
/* Rule files: whatever the bytes, parsing ends without harm; a text without mistakes keeps its tree when
   it is formatted, and its canonical form is stable. */
#include <stdlib.h>
#include <string.h>

#include "ast/node.h"
#include "grammar/format.h"
#include "grammar/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct reading {
    struct token_list tokens;
    struct node *file;
    size_t errors;
    struct text canonical;
};

static void read_and_format(struct reading *reading, struct arena *arena, const char *bytes, size_t size)
{
    struct source_set *sources = source_set_create(arena);
    struct diagnostics *diagnostics = diagnostics_create(arena, sources);
    struct symbol_table *symbols = symbol_table_create(arena);
    struct text shown = {0};
    uint32_t file = source_add(sources, "fuzz.limen", bytes, size);
    reading->file = parse_file(arena, symbols, diagnostics, sources, file, &reading->tokens);
    reading->errors = diagnostics->errors;
    diagnostics_sort(diagnostics);
    diagnostics_write_text(&shown, diagnostics, false);
    text_clear(&shown);
    if (reading->errors == 0
        && !format_file(&reading->canonical, arena, sources, &reading->tokens, reading->file)) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_create();
    struct reading once = {0}, twice = {0};
    read_and_format(&once, arena, (const char *)data, size);
    if (once.errors == 0) {
        read_and_format(&twice, arena, text_string(&once.canonical), once.canonical.length);
        if (twice.errors || !node_equal(once.file, twice.file)
            || strcmp(text_string(&once.canonical), text_string(&twice.canonical)) != 0) {
            abort();
        }
    }
    text_clear(&once.canonical);
    text_clear(&twice.canonical);
    arena_destroy(arena);
    return 0;
}
