/* SPDX-License-Identifier: Apache-2.0 */
/* A shared object made, loaded and called as a program would that embeds it. */
#include "cli/bench_compiled.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/scratch.h"
#include "cli/compiler.h"
#include "engine/emit.h"
#include "engine/emit_case.h"

struct bench_compiled {
    struct arena *arena;
    const struct program *program;
    void *object;
    const struct limen_compiled *ruleset;
    struct limenc_case *cases;
    struct limenc_result *results;
    size_t count;
    void *workspace;
};

/* NULL: it can't be loaded. */
static void *load(struct arena *arena, const struct text *bytes)
{
    const char *folder = scratch_create(arena);
    const char *path = folder ? arena_format(arena, "%s/ruleset.so", folder) : NULL;
    void *object = path && file_write_whole(path, bytes->data, bytes->length)
                       ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
    if (folder) {
        scratch_remove(folder);
    }
    return object;
}

static bool make(struct bench_compiled *compiled, const struct plan *plan, const char **ret_reason)
{
    struct text c = {0}, bytes = {0};
    const struct limen_compiled *(*function)(void);
    void *found = NULL;
    if (emit_c(&c, compiled->arena, plan, ret_reason)
        && compiler_run(compiled->arena, &c, emit_header(), &bytes, ret_reason)) {
        *ret_reason = "its shared object can't be loaded";
        compiled->object = load(compiled->arena, &bytes);
        found = compiled->object ? dlsym(compiled->object, "limen_compiled") : NULL;
    }
    text_clear(&c);
    text_clear(&bytes);
    if (found) {
        memcpy(&function, &found, sizeof found);
        compiled->ruleset = function();
        compiled->workspace = malloc(compiled->ruleset->workspace_size);
    }
    return found && compiled->workspace;
}

struct bench_compiled *bench_compiled_create(struct arena *arena, const struct plan *plan,
                                             const char **ret_reason)
{
    struct bench_compiled *compiled = arena_alloc(arena, sizeof *compiled);
    compiled->arena = arena;
    compiled->program = plan->program;
    if (make(compiled, plan, ret_reason)) {
        *ret_reason = NULL;
        return compiled;
    }
    bench_compiled_free(compiled);
    return NULL;
}

void bench_compiled_free(struct bench_compiled *compiled)
{
    if (!compiled) {
        return;
    }
    free(compiled->workspace);
    if (compiled->object) {
        dlclose(compiled->object);
    }
}

void bench_compiled_take(struct bench_compiled *compiled, const struct limen_case *const *cases,
                         size_t count)
{
    struct arena *arena = compiled->arena;
    compiled->count = count;
    compiled->cases = arena_alloc(arena, (count + 1) * sizeof *compiled->cases);
    compiled->results = arena_alloc(arena, (count + 1) * sizeof *compiled->results);
    for (size_t i = 0; i < count; i++) {
        compiled->cases[i] = emit_case(arena, compiled->program, cases[i]);
        compiled->results[i].rules = arena_alloc(arena, compiled->ruleset->rule_count + 1);
    }
}

void bench_compiled_run(struct bench_compiled *compiled)
{
    compiled->ruleset->evaluate(compiled->cases, compiled->count, compiled->results,
                                compiled->workspace);
}
