/* SPDX-License-Identifier: Apache-2.0 */
/* Arenas that are kept and found again, and those that must not be kept. */
#include "unit.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/image.h"

static char folder[] = "/tmp/test-image-XXXXXX";
static struct arena *scratch;
static struct cache *cache;
static struct cache_key key;

/* A list that only its pointers hold together. */
struct link {
    struct link *next;
    const char *text;
    int number;
};

enum { LINKS = 20000 };

static struct link *make_list(struct arena *arena, int count)
{
    struct link *first = NULL;
    for (int i = 0; i < count; i++) {
        struct link *link = arena_alloc(arena, sizeof *link);
        *link = (struct link){first, arena_format(arena, "link %d", i), i};
        first = link;
    }
    return first;
}

static void assert_list(const struct link *link, int count)
{
    char text[32];
    for (int i = count; i-- > 0; link = link->next) {
        snprintf(text, sizeof text, "link %d", i);
        assert_non_null(link);
        assert_int_equal(link->number, i);
        assert_string_equal(link->text, text);
    }
    assert_null(link);
}

static int start(void **state)
{
    (void)state;
    scratch = arena_create();
    cache = cache_open(scratch, folder);
    key = cache_key_of("test", "image", 5);
    return mkdtemp(folder) ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    int ended = unlinkat(AT_FDCWD, cache_path(cache, &key, scratch), 0) | rmdir(folder);
    arena_destroy(scratch);
    return ended;
}

static void an_arena_comes_back(void **state)
{
    (void)state;
    const char *why;
    struct arena *arena = image_create(&key);
    arena_set_root(arena, make_list(arena, LINKS));
    if (!image_keep(cache, &key, arena, &why))
        fail_msg("not kept: %s", why);
    assert_null(image_find(cache, &key)); /* its place is taken */
    arena_destroy(arena);
    for (int i = 0; i < 3; i++) {
        arena = image_find(cache, &key);
        assert_non_null(arena);
        assert_list(arena_root(arena), LINKS);
        arena_destroy(arena);
    }
}

static void it_can_be_changed_and_goes_on(void **state)
{
    (void)state;
    struct arena *arena = image_find(cache, &key);
    struct link *link = arena_root(arena);
    link->number = -1;
    link->next = make_list(arena, LINKS);
    assert_list(link->next, LINKS);
    assert_list(make_list(arena, 10), 10);
    arena_destroy(arena);
    arena = image_find(cache, &key);
    assert_list(arena_root(arena), LINKS); /* as it was kept */
    arena_destroy(arena);
}

/* What leads OUTSIDE is not kept. */
static bool keeps_pointer(const void *outside)
{
    struct arena *arena = image_create(&key);
    struct link *link = make_list(arena, 10);
    link->next->text = outside;
    arena_set_root(arena, link);
    bool kept = image_keep(cache, &key, arena, NULL);
    arena_destroy(arena);
    return kept;
}

static void nothing_leads_outside(void **state)
{
    (void)state;
    char on_stack[] = "stack";
    char *on_heap = strdup("heap");
    assert_false(keeps_pointer("static"));
    assert_false(keeps_pointer(on_stack));
    assert_false(keeps_pointer(on_heap));
    assert_false(keeps_pointer((const void *)(uintptr_t)&printf));
    assert_false(keeps_pointer(arena_copy(scratch, "arena", 5)));
    assert_false(keeps_pointer(stdout));
    free(on_heap);
    assert_true(keeps_pointer(NULL));
}

static void ordinary_arenas_are_not_kept(void **state)
{
    (void)state;
    struct cache_key other = cache_key_of("test", "other", 5);
    struct arena *first = image_create(&other), *second = image_create(&other);
    make_list(second, 10); /* the first has the place */
    assert_false(image_keep(cache, &other, second, NULL));
    assert_false(image_keep(cache, &key, first, NULL));
    arena_destroy(first);
    arena_destroy(second);
    assert_null(image_find(cache, &other));
}

static void a_large_allocation_stays_in_one_piece(void **state)
{
    (void)state;
    struct arena *arena = image_create(&key);
    size_t size = (size_t)3 * 1024 * 1024;
    unsigned char *bytes = arena_alloc(arena, size);
    make_list(arena, 10);
    bytes[size - 1] = 7;
    arena_set_root(arena, bytes);
    assert_true(image_keep(cache, &key, arena, NULL));
    arena_destroy(arena);
    arena = image_find(cache, &key);
    bytes = arena_root(arena);
    assert_int_equal(bytes[size - 1], 7);
    bytes = arena_alloc(arena, 100000);
    for (size_t i = 0; i < 100000; i++)
        assert_int_equal(bytes[i], 0);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_arena_comes_back),
        cmocka_unit_test(it_can_be_changed_and_goes_on),
        cmocka_unit_test(nothing_leads_outside),
        cmocka_unit_test(ordinary_arenas_are_not_kept),
        cmocka_unit_test(a_large_allocation_stays_in_one_piece),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
