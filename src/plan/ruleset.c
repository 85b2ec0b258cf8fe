/* SPDX-License-Identifier: Apache-2.0 */
/* From a reference to a plan. */
#include "plan/ruleset.h"

#include "meaning/kept.h"

static struct ruleset lower(struct compilation *compilation, struct program *program)
{
    bool sound = compilation->diagnostics->errors == 0 && program->kind == PROGRAM_RULESET;
    return (struct ruleset){.compilation = compilation,
                            .program = program,
                            .plan = sound ? plan_create(compilation->arena, program) : NULL};
}

/* A kept_maker. */
static void *make(struct compilation *compilation, const struct kept_request *request)
{
    struct ruleset *ruleset = arena_alloc(compilation->arena, sizeof *ruleset);
    *ruleset = lower(compilation, library_load(compilation, request->name, request->date));
    return ruleset;
}

struct ruleset ruleset_create(const struct cache *cache, const char *folder, const char *reference,
                              int32_t date)
{
    struct kept_request request = {.cache = cache,
                                   .kind = "ruleset",
                                   .folder = folder,
                                   .name = reference,
                                   .date = library_is_dateless(reference) ? INT32_MIN : date};
    struct compilation *compilation;
    return *(struct ruleset *)kept_make(&request, make, &compilation);
}

struct ruleset ruleset_create_from(const char *folder, const char *path, const char *bytes,
                                   size_t length)
{
    struct compilation *compilation = compilation_create(folder);
    return lower(compilation, library_load_text(compilation, path, bytes, length));
}
