/* SPDX-License-Identifier: Apache-2.0 */
/* Rule files: whatever the bytes, parsing and checking end without harm; what the parser could not read was
   reported; a text without mistakes keeps its tree when it is formatted, and its canonical form is stable; a
   ruleset without errors becomes a plan that holds together. */
#include <stdlib.h>
#include <string.h>

#include "ast/node.h"
#include "grammar/format.h"
#include "grammar/parse.h"
#include "meaning/library.h"
#include "plan/plan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct reading {
    struct token_list tokens;
    struct node *file;
    size_t errors;
    struct text canonical;
};

static bool holds_mistake(const struct node *node)
{
    if (node->kind == NODE_ERROR) {
        return true;
    }
    for (const struct node *child = node->child; child; child = child->next) {
        if (holds_mistake(child)) {
            return true;
        }
    }
    return false;
}

static void read_and_format(struct reading *reading, struct arena *arena, const char *bytes, size_t size)
{
    struct source_set *sources = source_set_create(arena);
    struct diagnostics *diagnostics = diagnostics_create(arena, sources);
    struct symbol_table *symbols = symbol_table_create(arena);
    uint32_t file = source_add(sources, "fuzz.limen", bytes, size);
    reading->file = parse_file(arena, symbols, diagnostics, sources, file, &reading->tokens);
    reading->errors = diagnostics->errors;
    if (reading->errors == 0 && holds_mistake(reading->file)) {
        abort();
    }
    if (reading->errors == 0
        && !format_file(&reading->canonical, arena, sources, &reading->tokens, reading->file)) {
        abort();
    }
}

static void write_findings(struct diagnostics *diagnostics)
{
    struct text text = {0};
    diagnostics_sort(diagnostics);
    diagnostics_write_text(&text, diagnostics, true);
    diagnostics_write_json(&text, diagnostics);
    text_clear(&text);
}

static void lower(struct compilation *compilation, const struct program *program)
{
    const char *why = NULL;
    struct text text = {0};
    struct plan *plan = plan_create(compilation->arena, program);
    if (!plan_verify(plan, &why)) {
        abort();
    }
    plan_write(&text, plan);
    text_clear(&text);
}

/* No library: what a text imports is not found, which is an error like others. */
static void check_and_lower(const char *bytes, size_t size)
{
    struct compilation *compilation = compilation_create("/nonexistent");
    struct program *program = library_load_text(compilation, "fuzz.limen", bytes, size);
    if (compilation->diagnostics->errors == 0 && program->kind == PROGRAM_RULESET) {
        lower(compilation, program);
    }
    write_findings(compilation->diagnostics);
    compilation_destroy(compilation);
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
    check_and_lower((const char *)data, size);
    return 0;
}
