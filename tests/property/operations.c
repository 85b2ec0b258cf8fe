/* SPDX-License-Identifier: Apache-2.0 */
/* Operations by brute force: for small random sets of operands, what an operation makes of the sets
   holds what it makes of each choice of values from them, and nothing that none of them gives.

   Each operation gets operands of its own, so nothing is lost: the set it yields is the narrowest
   that its type can say. Prints TAP. */
#include <stdio.h>
#include <stdlib.h>

#include "engine/interpret.h"
#include "random.h"

#define ROUNDS 4000
#define OPERANDS 7

struct trial {
    struct arena *arena;
    struct random random;
    struct plan plan;
    struct plan_node nodes[OPERANDS + 1]; /* the operation stands behind its operands */
    node_id operands[OPERANDS];
    struct value_set values[OPERANDS + 1];
};

struct scalar {
    bool is_none;
    int64_t value;
};

typedef struct scalar on_values(const struct plan_node *node, const struct scalar *v);

static const struct type condition_type = {.kind = TYPE_YES_NO, .high = 1};
static const struct type number_type = {.kind = TYPE_NUMBER, .low = -99, .high = 99};
static const struct type perhaps_type = {
    .kind = TYPE_NUMBER, .or_none = true, .low = -99, .high = 99};

static struct scalar plain(int64_t value)
{
    return (struct scalar){false, value};
}

/* ----------------------------------------------------------------------------------- on values */

static int64_t count(const struct plan_node *node, const struct scalar *v)
{
    int64_t sum = 0;
    for (size_t i = 0; i < node->operand_count; i++) {
        sum += v[i].value;
    }
    return sum;
}

static bool some_none(const struct plan_node *node, const struct scalar *v)
{
    for (size_t i = 0; i < node->operand_count; i++) {
        if (v[i].is_none) {
            return true;
        }
    }
    return false;
}

static struct scalar unless_none(const struct plan_node *node, const struct scalar *v,
                                 int64_t value)
{
    return some_none(node, v) ? (struct scalar){.is_none = true} : plain(value);
}

static struct scalar do_not(const struct plan_node *node, const struct scalar *v)
{
    return plain(count(node, v) == 0);
}

static struct scalar do_and(const struct plan_node *node, const struct scalar *v)
{
    return plain(count(node, v) == node->operand_count);
}

static struct scalar do_or(const struct plan_node *node, const struct scalar *v)
{
    return plain(count(node, v) > 0);
}

static struct scalar do_at_least(const struct plan_node *node, const struct scalar *v)
{
    return plain(count(node, v) >= node->constant);
}

static struct scalar do_exactly(const struct plan_node *node, const struct scalar *v)
{
    return plain(count(node, v) == node->constant);
}

static struct scalar do_count(const struct plan_node *node, const struct scalar *v)
{
    return plain(count(node, v));
}

static struct scalar do_equal(const struct plan_node *node, const struct scalar *v)
{
    return plain(!some_none(node, v) && v[0].value == v[1].value);
}

static struct scalar do_not_equal(const struct plan_node *node, const struct scalar *v)
{
    return plain(!some_none(node, v) && v[0].value != v[1].value);
}

static struct scalar do_less(const struct plan_node *node, const struct scalar *v)
{
    return plain(!some_none(node, v) && v[0].value < v[1].value);
}

static struct scalar do_less_or_equal(const struct plan_node *node, const struct scalar *v)
{
    return plain(!some_none(node, v) && v[0].value <= v[1].value);
}

static struct scalar do_in_range(const struct plan_node *node, const struct scalar *v)
{
    return plain(!some_none(node, v) && v[0].value >= v[1].value && v[0].value <= v[2].value);
}

static struct scalar do_is_none(const struct plan_node *node, const struct scalar *v)
{
    return plain(some_none(node, v));
}

static struct scalar do_add(const struct plan_node *node, const struct scalar *v)
{
    return unless_none(node, v, count(node, v));
}

static struct scalar do_scale(const struct plan_node *node, const struct scalar *v)
{
    return unless_none(node, v, v[0].value * node->constant);
}

static struct scalar do_multiply(const struct plan_node *node, const struct scalar *v)
{
    return unless_none(node, v, v[0].value * v[1].value);
}

static struct scalar do_highest(const struct plan_node *node, const struct scalar *v)
{
    int64_t best = INT64_MIN;
    for (size_t i = 0; i < node->operand_count; i++) {
        best = v[i].value > best ? v[i].value : best;
    }
    return unless_none(node, v, best);
}

static struct scalar do_lowest(const struct plan_node *node, const struct scalar *v)
{
    int64_t best = INT64_MAX;
    for (size_t i = 0; i < node->operand_count; i++) {
        best = v[i].value < best ? v[i].value : best;
    }
    return unless_none(node, v, best);
}

static struct scalar do_choose(const struct plan_node *node, const struct scalar *v)
{
    size_t at = 0;
    while (at + 1 < node->operand_count && !v[at].value) {
        at += 2;
    }
    return v[at + 1 < node->operand_count ? at + 1 : at];
}

/* The best of the rows that hold; SIGN 1: the highest. */
static struct scalar best_row(const struct plan_node *node, const struct scalar *v, int64_t sign)
{
    struct scalar best = v[node->operand_count - 1];
    bool some = false;
    for (size_t i = 0; i + 1 < node->operand_count; i += 2) {
        if (v[i].value && (!some || sign * v[i + 1].value > sign * best.value)) {
            best = v[i + 1];
            some = true;
        }
    }
    return best;
}

static struct scalar do_highest_row(const struct plan_node *node, const struct scalar *v)
{
    return best_row(node, v, 1);
}

static struct scalar do_lowest_row(const struct plan_node *node, const struct scalar *v)
{
    return best_row(node, v, -1);
}

/* -------------------------------------------------------------------------------------- trials */

/* Rows: a condition and a number each, and a number behind them. */
enum shape { NUMBERS, CONDITIONS, ROWS_OF_NUMBERS };

static const struct operation_test {
    enum op op;
    const char *name;
    operation *on_sets;
    on_values *on_values;
    enum shape shape;
    unsigned least, most; /* operands; of ROWS_OF_NUMBERS rows */
    const struct type *result;
    bool may_be_none; /* operands may */
} tests[] = {
#define TEST(op, function, ...)                       \
    {                                                 \
        op, #op, evaluate_##op, function, __VA_ARGS__ \
    }
    TEST(OP_NOT, do_not, CONDITIONS, 1, 1, &condition_type, false),
    TEST(OP_AND, do_and, CONDITIONS, 2, 5, &condition_type, false),
    TEST(OP_OR, do_or, CONDITIONS, 2, 5, &condition_type, false),
    TEST(OP_AT_LEAST, do_at_least, CONDITIONS, 2, 5, &condition_type, false),
    TEST(OP_EXACTLY, do_exactly, CONDITIONS, 2, 5, &condition_type, false),
    TEST(OP_COUNT, do_count, CONDITIONS, 1, 5, &number_type, false),
    TEST(OP_EQUAL, do_equal, NUMBERS, 2, 2, &condition_type, true),
    TEST(OP_NOT_EQUAL, do_not_equal, NUMBERS, 2, 2, &condition_type, true),
    TEST(OP_LESS, do_less, NUMBERS, 2, 2, &condition_type, true),
    TEST(OP_LESS_OR_EQUAL, do_less_or_equal, NUMBERS, 2, 2, &condition_type, true),
    TEST(OP_IN_RANGE, do_in_range, NUMBERS, 3, 3, &condition_type, true),
    TEST(OP_IS_NONE, do_is_none, NUMBERS, 1, 1, &condition_type, true),
    TEST(OP_ADD, do_add, NUMBERS, 2, 3, &perhaps_type, true),
    TEST(OP_SCALE, do_scale, NUMBERS, 1, 1, &perhaps_type, true),
    TEST(OP_MULTIPLY, do_multiply, NUMBERS, 2, 2, &perhaps_type, true),
    TEST(OP_HIGHEST, do_highest, NUMBERS, 2, 3, &perhaps_type, true),
    TEST(OP_LOWEST, do_lowest, NUMBERS, 2, 3, &perhaps_type, true),
    TEST(OP_CHOOSE, do_choose, ROWS_OF_NUMBERS, 1, 3, &perhaps_type, true),
    TEST(OP_HIGHEST_ROW, do_highest_row, ROWS_OF_NUMBERS, 1, 3, &number_type, false),
    TEST(OP_LOWEST_ROW, do_lowest_row, ROWS_OF_NUMBERS, 1, 3, &number_type, false),
#undef TEST
};

static struct value_set random_set(struct trial *trial, const struct type *type)
{
    int64_t low = type->kind == TYPE_YES_NO ? random_below(&trial->random, 2)
                                            : random_between(&trial->random, -3, 3);
    int64_t high = type->kind == TYPE_YES_NO ? low | random_below(&trial->random, 2)
                                             : low + random_below(&trial->random, 3);
    struct value_set set = value_between(low, high);
    if (type->or_none && random_once_in(&trial->random, 4)) {
        set = random_below(&trial->random, 2) ? value_none(trial->arena, type) : set;
        set.or_none = true;
    }
    return set;
}

static void draw_operands(struct trial *trial, const struct operation_test *test)
{
    unsigned wanted = test->least + random_below(&trial->random, test->most - test->least + 1);
    unsigned operands = test->shape == ROWS_OF_NUMBERS ? 2 * wanted + 1 : wanted;
    for (unsigned i = 0; i < operands; i++) {
        bool condition = test->shape == CONDITIONS ||
                         (test->shape == ROWS_OF_NUMBERS && i % 2 == 0 && i + 1 < operands);
        const struct type *type = condition           ? &condition_type
                                  : test->may_be_none ? &perhaps_type
                                                      : &number_type;
        trial->nodes[i] = (struct plan_node){.op = OP_ANY, .type = type};
        trial->operands[i] = i;
        trial->values[i] = random_set(trial, type);
    }
    trial->nodes[operands] = (struct plan_node){
        .op = test->op,
        .type = test->result,
        .operand_count = operands,
        .constant = random_between(&trial->random, test->op == OP_SCALE ? -3 : 1, 3)};
    trial->plan.nodes.items = trial->nodes;
    trial->plan.nodes.count = operands + 1;
    trial->plan.operands.items = trial->operands;
    trial->plan.operands.count = operands;
}

static void add_scalar(struct value_set *all, struct scalar scalar)
{
    if (scalar.is_none) {
        all->or_none = true;
    } else if (all->low > all->high) {
        all->low = all->high = scalar.value;
    } else {
        all->low = scalar.value < all->low ? scalar.value : all->low;
        all->high = scalar.value > all->high ? scalar.value : all->high;
    }
}

/* Every choice of values for the operands from AT on. */
static void try_values(const struct trial *trial, const struct operation_test *test,
                       struct scalar *picked, size_t at, struct value_set *all)
{
    const struct plan_node *node = &trial->nodes[trial->plan.operands.count];
    if (at == trial->plan.operands.count) {
        add_scalar(all, test->on_values(node, picked));
        return;
    }
    const struct value_set *set = &trial->values[at];
    for (int64_t value = set->low; value <= set->high; value++) {
        picked[at] = plain(value);
        try_values(trial, test, picked, at + 1, all);
    }
    if (set->or_none) {
        picked[at] = (struct scalar){.is_none = true};
        try_values(trial, test, picked, at + 1, all);
    }
}

static void explain(const struct trial *trial, struct value_set found, struct value_set all)
{
    struct text text = {0};
    for (size_t i = 0; i < trial->plan.operands.count; i++) {
        text_format(&text, "# operand %zu: ", i + 1);
        value_set_write(&text, trial->nodes[i].type, trial->values[i]);
        text_add(&text, "\n");
    }
    const struct plan_node *node = &trial->nodes[trial->plan.operands.count];
    text_format(&text, "# constant %lld\n# found ", (long long)node->constant);
    value_set_write(&text, node->type, found);
    text_add(&text, ", wanted ");
    value_set_write(&text, node->type, all);
    printf("%s\n", text_string(&text));
    text_clear(&text);
}

static bool run(struct trial *trial, const struct operation_test *test)
{
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct scalar picked[OPERANDS];
        struct value_set all = {.low = 1, .high = 0};
        draw_operands(trial, test);
        struct evaluation evaluation = {.plan = &trial->plan, .values = trial->values};
        struct frame frame = {
            .arena = trial->arena, .plan = &trial->plan, .evaluation = &evaluation};
        struct value_set found = test->on_sets(&frame, &trial->nodes[trial->plan.operands.count]);
        try_values(trial, test, picked, 0, &all);
        if (!value_equal(test->result, found, all)) {
            explain(trial, found, all);
            return false;
        }
    }
    arena_reset(trial->arena);
    return true;
}

int main(void)
{
    size_t count_of_tests = sizeof tests / sizeof *tests;
    struct trial trial = {.arena = arena_create(), .random = random_create(1)};
    bool good = true;
    printf("1..%zu\n", count_of_tests);
    for (size_t i = 0; i < count_of_tests; i++) {
        bool passed = run(&trial, &tests[i]);
        printf("%sok %zu - %s\n", passed ? "" : "not ", i + 1, tests[i].name);
        good = good && passed;
    }
    arena_destroy(trial.arena);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
