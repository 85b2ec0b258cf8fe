/* SPDX-License-Identifier: Apache-2.0 */
/* The plan: what the builder may merge and what it must not, and lowering of whole rulesets. */
#include "ruleset.h"

#include "plan/builder.h"

struct made {
    struct arena *arena;
    struct plan plan;
    struct builder builder;
    node_id a, b, c; /* yes/no nodes that nothing is known of */
};

static void make(struct made *made)
{
    memset(made, 0, sizeof *made);
    made->arena = arena_create();
    made->plan.program = arena_alloc(made->arena, sizeof *made->plan.program);
    builder_create(&made->builder, made->arena, &made->plan);
    made->a = build_leaf(&made->builder, OP_INPUT, made->builder.yes_no, 0);
    made->b = build_leaf(&made->builder, OP_INPUT, made->builder.yes_no, 1);
    made->c = build_leaf(&made->builder, OP_INPUT, made->builder.yes_no, 2);
}

static void test_equal_nodes_are_one(void **state)
{
    (void)state;
    struct made made;
    make(&made);
    node_id ab = build_and2(&made.builder, made.a, made.b);
    assert_int_equal(ab, build_and2(&made.builder, made.a, made.b));
    assert_int_not_equal(ab, build_or2(&made.builder, made.a, made.b));
    assert_int_equal(build_number(&made.builder, UNIT_NONE, 0, 3),
                     build_number(&made.builder, UNIT_NONE, 0, 3));
    assert_int_not_equal(build_number(&made.builder, UNIT_NONE, 0, 3),
                         build_number(&made.builder, UNIT_NONE, 1, 3));
    arena_destroy(made.arena);
}

static void test_identities_of_sets(void **state)
{
    (void)state;
    struct made made;
    make(&made);
    struct builder *builder = &made.builder;
    node_id yes = build_yes_no(builder, true), no = build_yes_no(builder, false);
    assert_int_equal(build_and2(builder, made.a, yes), made.a);
    assert_int_equal(build_and2(builder, made.a, no), no);
    assert_int_equal(build_or2(builder, made.a, no), made.a);
    assert_int_equal(build_or2(builder, made.a, made.a), made.a);
    assert_int_equal(build_not(builder, build_not(builder, made.a)), made.a);
    node_id either = build_or2(builder, made.a, build_not(builder, made.a));
    assert_int_equal(plan_at(&made.plan, either)->op, OP_OR);
    arena_destroy(made.arena);
}

static void test_counted_operands_stay_apart(void **state)
{
    (void)state;
    struct made made;
    make(&made);
    node_id twice[] = {made.a, made.a, made.b};
    node_id two = build_at_least(&made.builder, 2, twice, 3);
    assert_int_equal(plan_at(&made.plan, two)->op, OP_AT_LEAST);
    assert_int_equal(plan_at(&made.plan, two)->operand_count, 3);
    node_id count = build_count(&made.builder, twice, 3);
    assert_int_equal(plan_at(&made.plan, count)->operand_count, 3);
    arena_destroy(made.arena);
}

static void test_counts_of_constants(void **state)
{
    (void)state;
    struct made made;
    make(&made);
    struct builder *builder = &made.builder;
    node_id operands[] = {build_yes_no(builder, true), made.a, made.b, build_yes_no(builder, false)};
    assert_int_equal(build_at_least(builder, 1, operands, 4), build_yes_no(builder, true));
    assert_int_equal(build_at_least(builder, 2, operands, 4), build_or2(builder, made.a, made.b));
    assert_int_equal(build_at_least(builder, 3, operands, 4), build_and2(builder, made.a, made.b));
    assert_int_equal(build_at_least(builder, 4, operands, 4), build_yes_no(builder, false));
    assert_int_equal(build_exactly(builder, 0, operands, 4), build_yes_no(builder, false));
    arena_destroy(made.arena);
}

static void test_units_and_scales(void **state)
{
    (void)state;
    struct made made;
    make(&made);
    struct builder *builder = &made.builder;
    node_id numbers[] = {build_number(builder, UNIT_YEARS, 0, 2),
                         build_number(builder, UNIT_MONTHS, 1, 5)};
    build_alike(builder, numbers, 2);
    assert_int_equal(plan_at(&made.plan, numbers[0])->constant, 240);
    assert_int_equal(plan_at(&made.plan, numbers[1])->constant, 5);
    node_id less = build_compare(builder, OP_LESS, numbers[1], numbers[0]);
    assert_int_equal(less, build_yes_no(builder, true));
    arena_destroy(made.arena);
}

static const char chain_head[] = "ruleset chain 2020-01 \"Chain\"\nlevel 1\nlevel 2\nconcern a \"A\"\n";

/* As deep as no recursion could go. */
static void test_a_long_chain_of_defines(void **state)
{
    (void)state;
    struct compilation *compilation = compilation_create(NULL);
    struct text text = {0};
    const char *why = NULL;
    text_add(&text, chain_head);
    text_add(&text, "define d0 is not a\n");
    for (unsigned i = 1; i < 100000; i++) {
        text_format(&text, "define d%u is d%u\n", i, i - 1);
    }
    text_add(&text, "if d99999 then level 2\n");
    const struct program *program = ruleset_load(compilation, text_string(&text));
    const struct plan *plan = plan_create(compilation->arena, program);
    assert_true(plan_verify(plan, &why));
    assert_int_equal(plan_at(plan, plan->thresholds[1])->op, OP_NOT);
    text_clear(&text);
    compilation_destroy(compilation);
}

static void test_verifier_refuses(void **state)
{
    (void)state;
    struct compilation *compilation = compilation_create(NULL);
    struct text text = {0};
    const char *why = NULL;
    text_add(&text, chain_head);
    text_add(&text, "concern b \"B\"\nif a and b then level 2\n");
    struct plan *plan =
        plan_create(compilation->arena, ruleset_load(compilation, text_string(&text)));
    assert_true(plan_verify(plan, &why));
    assert_null(why);
    plan->operands.items[0] = (node_id)plan->nodes.count;
    assert_false(plan_verify(plan, &why));
    assert_non_null(why);
    text_clear(&text);
    compilation_destroy(compilation);
}

/* The first node of this operation, or NO_NODE. */
static node_id find_op(const struct plan *plan, enum op op)
{
    node_id id = 0;
    while (id < plan->nodes.count && plan_at(plan, id)->op != op) {
        id++;
    }
    return id < plan->nodes.count ? id : NO_NODE;
}

/* What reads a field is of its list, whatever else it reads; what takes items together is of the case. */
static void test_domains(void **state)
{
    (void)state;
    struct compilation *compilation = compilation_create(NULL);
    const char *why = NULL;
    const struct program *program = ruleset_load(
        compilation, "ruleset lists 2020-01 \"Lists\"\nlevel 1\nlevel 2\nconcern a \"A\"\n"
                     "fact n : 0 to 9 \"N\"\n"
                     "list l \"L\"\n  has n : 0 to 9 \"N\"\n  has y : yes/no \"Y\"\n"
                     "list m \"M\"\n  has y : yes/no \"Y\"\n"
                     "if any l where (n > 3 and a) and n > 3 then level 2\n"
                     "if count of m where (y and any l where (y)) >= 2 then level 2\n");
    struct plan *plan = plan_create(compilation->arena, program);
    assert_true(plan_verify(plan, &why));
    node_id field = find_op(plan, OP_FIELD), any = find_op(plan, OP_ITEM_ANY);
    assert_int_not_equal(field, NO_NODE);
    assert_int_equal(plan_at(plan, field)->domain,
                     program->fields.items[plan_at(plan, field)->index]->list->entity.index + 1);
    assert_int_equal(plan_at(plan, any)->domain, PLAN_CASE);
    assert_int_not_equal(plan_at(plan, plan_operand(plan, any, 0))->domain, PLAN_CASE);
    for (node_id id = 0; id < plan->nodes.count; id++) {
        uint32_t domain = plan_at(plan, id)->domain;
        plan->nodes.items[id].domain = domain == PLAN_CASE ? 3 : PLAN_CASE;
        assert_false(plan_verify(plan, &why));
        plan->nodes.items[id].domain = domain;
    }
    assert_true(plan_verify(plan, &why));
    compilation_destroy(compilation);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_equal_nodes_are_one),
        cmocka_unit_test(test_identities_of_sets),
        cmocka_unit_test(test_counted_operands_stay_apart),
        cmocka_unit_test(test_counts_of_constants),
        cmocka_unit_test(test_units_and_scales),
        cmocka_unit_test(test_a_long_chain_of_defines),
        cmocka_unit_test(test_verifier_refuses),
        cmocka_unit_test(test_domains),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
