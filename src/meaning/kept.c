/* SPDX-License-Identifier: Apache-2.0 */
/* From the cache if it is there and nothing changed, else made and put there. */
#include "meaning/kept.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "base/image.h"

/* The root of an image. */
struct kept {
    struct compilation *compilation;
    void *made;
};

/* The texts are told apart by their NULs. */
static struct cache_key key_of(const struct kept_request *request)
{
    char here[PATH_MAX];
    struct text text = {0};
    const char *texts[] = {getcwd(here, sizeof here) ? here : "", library_folder(request->folder),
                           request->name};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        text_add_bytes(&text, texts[i], strlen(texts[i]) + 1);
    }
    text_add_bytes(&text, (const char *)&request->date, sizeof request->date);
    struct cache_key key = cache_key_of(request->kind, text.data, text.length);
    text_clear(&text);
    return key;
}

static struct kept *make(struct arena *arena, const struct kept_request *request, kept_maker *maker)
{
    struct kept *kept = arena_alloc(arena, sizeof *kept);
    kept->compilation = compilation_create_in(arena, request->folder);
    kept->made = maker(kept->compilation, request);
    return kept;
}

static struct kept *find(const struct kept_request *request, const struct cache_key *key)
{
    struct arena *arena = image_find(request->cache, key);
    struct kept *kept = arena ? arena_root(arena) : NULL;
    if (kept && !source_unchanged(kept->compilation->sources)) {
        arena_destroy(arena);
        return NULL;
    }
    return kept;
}

static struct kept *make_and_keep(const struct kept_request *request, const struct cache_key *key,
                                  kept_maker *maker)
{
    struct arena *arena = image_create(key);
    struct kept *kept = make(arena, request, maker);
    const struct compilation *compilation = kept->compilation;
    arena_set_root(arena, kept);
    if (compilation->diagnostics->errors == 0 && !compilation->sources->cannot_ask_again) {
        image_keep(request->cache, key, arena, NULL);
    }
    return kept;
}

void *kept_make(const struct kept_request *request, kept_maker *maker,
                struct compilation **ret_compilation)
{
    struct kept *kept;
    if (request->cache) {
        struct cache_key key = key_of(request);
        kept = find(request, &key);
        kept = kept ? kept : make_and_keep(request, &key, maker);
    } else {
        kept = make(arena_create(), request, maker);
    }
    *ret_compilation = kept->compilation;
    return kept->made;
}
