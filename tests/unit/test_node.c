/* SPDX-License-Identifier: Apache-2.0 */
/* The syntax tree: building, walking, comparing, printing. */
#include "unit.h"

#include "ast/node.h"

static struct node *use(struct arena *arena, struct symbol_table *symbols, const char *name)
{
    struct node *node = node_create(arena, NODE_USE, SPAN_NOWHERE);
    node->name = symbol_of(symbols, name);
    return node;
}

static struct node *small_tree(struct arena *arena, struct symbol_table *symbols, const char *name)
{
    struct node *both = node_create(arena, NODE_AND, SPAN_NOWHERE);
    struct node *not = node_append(node_create(arena, NODE_NOT, SPAN_NOWHERE), use(arena, symbols, name));
    return node_append(node_append(both, use(arena, symbols, "a")), not );
}

static void test_children(void **state)
{
    (void)state;
    struct arena *arena = arena_create();
    struct symbol_table *symbols = symbol_table_create(arena);
    struct node *tree = small_tree(arena, symbols, "b");
    assert_int_equal(node_count(tree), 2);
    assert_int_equal(tree->depth, 3);
    assert_ptr_equal(node_nth(tree, 1), node_child(tree, NODE_NOT));
    assert_null(node_nth(tree, 2));
    assert_string_equal(node_inside(node_child(tree, NODE_NOT))->name, "b");
    assert_null(node_next(tree->child, NODE_USE));
    assert_null(node_inside(NULL));
    arena_destroy(arena);
}

static void test_adopt(void **state)
{
    (void)state;
    struct arena *arena = arena_create();
    struct symbol_table *symbols = symbol_table_create(arena);
    struct node *holder = small_tree(arena, symbols, "b");
    struct node *parent = node_create(arena, NODE_ELEMENTS, SPAN_NOWHERE);
    node_append(parent, use(arena, symbols, "c"));
    node_adopt(node_adopt(parent, NULL), holder);
    assert_int_equal(node_count(parent), 3);
    assert_int_equal(parent->depth, 3);
    assert_null(holder->child);
    arena_destroy(arena);
}

static void test_equal(void **state)
{
    (void)state;
    struct arena *arena = arena_create();
    struct symbol_table *symbols = symbol_table_create(arena);
    struct symbol_table *others = symbol_table_create(arena);
    struct node *tree = small_tree(arena, symbols, "b");
    assert_true(node_equal(tree, small_tree(arena, others, "b")));
    assert_false(node_equal(tree, small_tree(arena, symbols, "c")));
    assert_false(node_equal(tree, NULL));
    assert_true(node_equal(NULL, NULL));
    tree->flags = FLAG_BRACKETED;
    assert_false(node_equal(tree, small_tree(arena, symbols, "b")));
    arena_destroy(arena);
}

static void test_dump(void **state)
{
    (void)state;
    struct arena *arena = arena_create();
    struct symbol_table *symbols = symbol_table_create(arena);
    struct text text = {0};
    struct node *tree = small_tree(arena, symbols, "b");
    tree->flags = FLAG_BRACKETED;
    node_dump(&text, tree);
    assert_text(&text, "AND +bracketed\n  USE a\n  NOT\n    USE b\n");
    assert_string_equal(node_kind_text(NODE_RULE), "NODE_RULE");
    assert_string_equal(node_kind_noun(NODE_RULE), "rule");
    assert_string_equal(comparison_text(GREATER_OR_EQUAL), ">=");
    assert_string_equal(hit_policy_text(POLICY_ONLY_ONE), "only one of");
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_children),
        cmocka_unit_test(test_adopt),
        cmocka_unit_test(test_equal),
        cmocka_unit_test(test_dump),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
