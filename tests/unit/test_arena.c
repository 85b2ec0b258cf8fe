/* SPDX-License-Identifier: Apache-2.0 */
/* Arena and vector: zeroed memory, growth in place, reset, large allocations. */
#include "unit.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/vector.h"

static bool all_zero(const unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] != 0) {
            return false;
        }
    }
    return true;
}

static void memory_is_zeroed_and_aligned(void **state)
{
    (void)state;
    struct arena *arena = arena_create();
    for (size_t size = 0; size < 3000; size += 7) {
        unsigned char *bytes = arena_alloc(arena, size);
        assert_int_equal((uintptr_t)bytes % alignof(max_align_t), 0);
        assert_true(all_zero(bytes, size));
        memset(bytes, 0xAB, size);
    }
    arena_destroy(arena);
}

static void empty_allocations_differ(void **state)
{
    (void)state;
    struct arena *arena = arena_create();
    void *first = arena_alloc(arena, 0);
    assert_non_null(first);
    assert_ptr_not_equal(first, arena_alloc(arena, 0));
    arena_destroy(arena);
}

static void reset_clears_and_reuses(void **state)
{
    (void)state;
    struct arena *arena = arena_create();
    void *first = arena_alloc(arena, 100);
    memset(first, 1, 100);
    memset(arena_alloc(arena, 100000), 1, 100000);
    arena_reset(arena);
    assert_int_equal(arena_used(arena), 0);
    assert_ptr_equal(arena_alloc(arena, 100), first);
    assert_true(all_zero(first, 100));
    assert_true(all_zero(arena_alloc(arena, 100000), 100000));
    assert_int_equal(arena_used(arena), 100100);
    arena_destroy(arena);
}

static void latest_grows_in_place(void **state)
{
    (void)state;
    struct arena *arena = arena_create();
    char *items = arena_alloc(arena, 10);
    memcpy(items, "0123456789", 10);
    char *grown = arena_grow(arena, items, 10, 1000);
    assert_ptr_equal(grown, items);
    assert_true(all_zero((unsigned char *)grown + 10, 990));
    arena_alloc(arena, 1);
    char *moved = arena_grow(arena, grown, 1000, 2000);
    assert_ptr_not_equal(moved, grown);
    assert_memory_equal(moved, "0123456789", 10);
    assert_ptr_equal(arena_grow(arena, moved, 2000, 5), moved);
    arena_destroy(arena);
}

static void large_allocation_has_its_own_chunk(void **state)
{
    (void)state;
    struct arena *arena = arena_create();
    size_t size = 20 * 1024 * 1024;
    unsigned char *bytes = arena_alloc(arena, size);
    assert_true(all_zero(bytes, size));
    bytes[size - 1] = 1;
    assert_non_null(arena_grow(arena, bytes, size, size + 1));
    arena_destroy(arena);
}

static void strings_are_copied_and_formatted(void **state)
{
    (void)state;
    struct arena *arena = arena_create();
    assert_string_equal(arena_copy(arena, "level 2", 5), "level");
    assert_string_equal(arena_copy(arena, NULL, 0), "");
    assert_string_equal(arena_format(arena, "%s %d", "level", 4), "level 4");
    arena_destroy(arena);
    arena_destroy(NULL);
}

static void vector_keeps_its_items(void **state)
{
    (void)state;
    struct pair {
        int a, b;
    };
    struct {
        VECTOR_OF(struct pair);
    } pairs = {0};
    struct arena *arena = arena_create();
    for (int i = 0; i < 1000; i++) {
        vector_push(arena, &pairs, (struct pair){i, -i});
        arena_alloc(arena, 3);
    }
    assert_int_equal(pairs.count, 1000);
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(pairs.items[i].a + pairs.items[i].b, 0);
        assert_int_equal(pairs.items[i].a, i);
    }
    struct pair *added = vector_add(arena, &pairs);
    assert_int_equal(added->a, 0);
    arena_destroy(arena);
}

/* Pages of this process that are in memory. */
static long resident_pages(void)
{
    long size = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%ld %ld", &size, &resident), 2);
    fclose(file);
    return resident;
}

static void use_large(struct arena *arena, unsigned round)
{
    for (unsigned i = 0; i < 6; i++) {
        size_t size = (size_t)(100 + (round * 37 + i * 53) % 400) * 1024;
        unsigned char *bytes = arena_alloc(arena, size);
        assert_true(bytes[0] == 0 && bytes[size / 2] == 0 && bytes[size - 1] == 0);
        memset(bytes, 0xAB, size);
        arena_alloc(arena, 3000);
    }
    arena_reset(arena);
}

/* What one round needs is enough for all that follow. */
static void large_chunks_are_used_again(void **state)
{
    (void)state;
    struct arena *arena = arena_create();
    for (unsigned round = 0; round < 20; round++) {
        use_large(arena, round);
    }
    long before = resident_pages();
    for (unsigned round = 20; round < 400; round++) {
        use_large(arena, round);
    }
    assert_true(IS_SANITIZED || resident_pages() - before < 2000);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_and_aligned),
        cmocka_unit_test(empty_allocations_differ),
        cmocka_unit_test(reset_clears_and_reuses),
        cmocka_unit_test(latest_grows_in_place),
        cmocka_unit_test(large_allocation_has_its_own_chunk),
        cmocka_unit_test(large_chunks_are_used_again),
        cmocka_unit_test(strings_are_copied_and_formatted),
        cmocka_unit_test(vector_keeps_its_items),
    };
    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
