/* SPDX-License-Identifier: Apache-2.0 */
/* A ruleset from the cache, else from its files. */
#include "plan/ruleset.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "base/image.h"

/* The texts are told apart by their NULs. */
static struct cache_key key_of(const struct ruleset_request *request)
{
    char here[PATH_MAX];
    struct text text = {0};
    int32_t date = library_is_dateless(request->reference) ? INT32_MIN : request->date;
    const char *texts[] = {getcwd(here, sizeof here) ? here : "",
                           library_folder(request->folder), request->reference};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        text_add_bytes(&text, texts[i], strlen(texts[i]) + 1);
    }
    text_add_bytes(&text, (const char *)&date, sizeof date);
    struct cache_key key = cache_key_of("ruleset", text.data, text.length);
    text_clear(&text);
    return key;
}

static struct ruleset *lower(struct compilation *compilation, struct program *program)
{
    struct ruleset *ruleset = arena_alloc(compilation->arena, sizeof *ruleset);
    bool sound = compilation->diagnostics->errors == 0;
    ruleset->compilation = compilation;
    ruleset->program = program;
    if (sound && program->kind == PROGRAM_RULESET) {
        ruleset->plan = plan_create(compilation->arena, program);
    }
    return ruleset;
}

static struct ruleset *make(struct arena *arena, const struct ruleset_request *request)
{
    struct compilation *compilation = compilation_create_in(arena, request->folder);
    return lower(compilation, library_load(compilation, request->reference, request->date));
}

struct ruleset *ruleset_create_from(const char *library, const char *path, const char *bytes,
                                    size_t length)
{
    struct compilation *compilation = compilation_create(library);
    return lower(compilation, library_load_text(compilation, path, bytes, length));
}

static struct ruleset *find(const struct ruleset_request *request, const struct cache_key *key)
{
    struct arena *arena = image_find(request->cache, key);
    struct ruleset *ruleset = arena ? arena_root(arena) : NULL;
    if (ruleset && !source_unchanged(ruleset->compilation->sources)) {
        arena_destroy(arena);
        return NULL;
    }
    return ruleset;
}

struct ruleset *ruleset_create(const struct ruleset_request *request)
{
    if (!request->cache) {
        return make(arena_create(), request);
    }
    struct cache_key key = key_of(request);
    struct ruleset *ruleset = find(request, &key);
    if (ruleset) {
        return ruleset;
    }
    struct arena *arena = image_create(&key);
    ruleset = make(arena, request);
    arena_set_root(arena, ruleset);
    struct compilation *compilation = ruleset->compilation;
    if (compilation->diagnostics->errors == 0 && !compilation->sources->cannot_ask_again) {
        image_keep(request->cache, &key, arena, NULL);
    }
    return ruleset;
}
