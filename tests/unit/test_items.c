/* SPDX-License-Identifier: Apache-2.0 */
/* Items of lists by brute force: what the item operations make of partial items and of lists that may go on
   is the narrowest range that holds every completion. And what is said of items while a case is made. */
#include "ruleset.h"

#include "engine/engine.h"

#define MOST 3 /* items of the list */
#define ROUNDS 400

static const char ruleset[] = "ruleset items 2020-01 \"Items\"\n"
                              "section home \"Home\"\n"
                              "list l \"L\" at most 3\n"
                              "  has y : yes/no \"Y\"\n"
                              "  has v : -2 to 2 or none \"V\" usually none\n"
                              "decision any_y : yes/no is any l where (y)\n"
                              "decision all_y : yes/no is all l where (y and v > 0)\n"
                              "decision counted : 0 to 3 is count of l where (v > 0)\n"
                              "decision top : -2 to 2 or none is highest of v of l where (y)\n"
                              "decision bottom : -2 to 2 or none is lowest of v of l where (y)\n"
                              "decision total : -6 to 6 is sum of v of l where (y)\n"
                              "decision kinds : 0 to 3 is count of distinct v of l where (y)\n";

enum { ANY_Y, ALL_Y, COUNTED, TOP, BOTTOM, TOTAL, KINDS, FORMS };

struct one {
    bool y, is_none;
    int v;
};

struct hull {
    bool some, or_none;
    int64_t low, high;
};

struct trial {
    struct one items[MOST];
    size_t count;
    struct hull hulls[FORMS];
};

/* ------------------------------------------------------------------------------------- completions */

static void put(struct hull *hull, bool is_none, int64_t value)
{
    if (is_none) {
        hull->or_none = true;
        return;
    }
    hull->low = hull->some && hull->low < value ? hull->low : value;
    hull->high = hull->some && hull->high > value ? hull->high : value;
    hull->some = true;
}

static void put_values(struct trial *trial, const bool *present)
{
    int top = 0, bottom = 0, total = 0, kinds = 0;
    for (int v = -2; v <= 2; v++) {
        if (present[v + 2]) {
            top = v;
            bottom = kinds++ == 0 ? v : bottom;
        }
    }
    for (size_t i = 0; i < trial->count; i++) {
        total += trial->items[i].y && !trial->items[i].is_none ? trial->items[i].v : 0;
    }
    put(&trial->hulls[TOP], kinds == 0, top);
    put(&trial->hulls[BOTTOM], kinds == 0, bottom);
    put(&trial->hulls[TOTAL], false, total);
    put(&trial->hulls[KINDS], false, kinds);
}

static void put_completion(struct trial *trial)
{
    bool any = false, all = true, present[5] = {false};
    int counted = 0;
    for (size_t i = 0; i < trial->count; i++) {
        const struct one *one = &trial->items[i];
        bool positive = !one->is_none && one->v > 0;
        any = any || one->y;
        all = all && one->y && positive;
        counted += positive;
        if (one->y && !one->is_none) {
            present[one->v + 2] = true;
        }
    }
    put(&trial->hulls[ANY_Y], false, any);
    put(&trial->hulls[ALL_Y], false, all);
    put(&trial->hulls[COUNTED], false, counted);
    put_values(trial, present);
}

static void complete(struct trial *trial, const struct limen_case *made, bool is_open);

/* Every value of one more item; SAID is NULL of one that the case does not list. */
static void complete_item(struct trial *trial, const struct limen_case *made, bool is_open,
                          const struct case_item *said)
{
    struct one *one = &trial->items[trial->count++];
    for (int y = 0; y < 2; y++) {
        for (int v = -2; v <= 3; v++) {
            bool is_none = v == 3;
            const struct value_set *of_y = said ? &said->fields[0].set : NULL;
            const struct value_set *of_v = said ? &said->fields[1].set : NULL;
            bool fits = !said || (value_has(*of_y, y) && (is_none ? of_v->or_none
                                                                  : value_has(*of_v, v)));
            *one = (struct one){y == 1, is_none, v};
            if (fits) {
                complete(trial, made, is_open);
            }
        }
    }
    trial->count--;
}

static void complete(struct trial *trial, const struct limen_case *made, bool is_open)
{
    const struct case_fact *list = &made->facts[0];
    if (trial->count < list->item_count) {
        complete_item(trial, made, is_open, &list->items[trial->count]);
        return;
    }
    put_completion(trial);
    if (is_open && trial->count < MOST) {
        complete_item(trial, made, is_open, NULL);
    }
}

/* ------------------------------------------------------------------------------------ random cases */

static unsigned below(uint64_t *state, unsigned count)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(*state >> 33) % count;
}

static void add_random_item(uint64_t *state, struct limen_case *made, struct arena *arena,
                            const struct fact *list)
{
    assert_true(case_add_item(made, arena, list));
    if (below(state, 3)) {
        case_set_field(made, list->fields.items[0],
                       value_of(arena, list->fields.items[0]->type, below(state, 2)));
    }
    if (below(state, 4)) {
        int low = (int)below(state, 5) - 2, high = low + (int)below(state, (unsigned)(3 - low));
        struct value_set set = value_between(low, high);
        set.or_none = below(state, 3) == 0;
        case_set_field(made, list->fields.items[1], set);
    }
}

static void assert_hull(const struct evaluation *evaluation, size_t form, const struct hull *hull)
{
    struct value_set found = evaluation->values[evaluation->plan->decisions.items[form].value];
    if (form == KINDS) { /* not the narrowest, but never wrong, and one value where the values are */
        assert_true(found.low <= hull->low && found.high >= hull->high);
        return;
    }
    assert_int_equal(found.or_none, hull->or_none);
    if (hull->some) {
        assert_int_equal(found.low, hull->low);
        assert_int_equal(found.high, hull->high);
    } else {
        assert_true(value_is_none(found));
    }
}

static void test_brute_force(void **state)
{
    (void)state;
    uint64_t random = 7;
    struct compilation *compilation = compilation_create(NULL);
    struct arena *arena = compilation->arena;
    const struct program *program = ruleset_load(compilation, ruleset);
    const struct plan *plan = plan_create(arena, program);
    const struct fact *list = program->facts.items[0];
    for (int round = 0; round < ROUNDS; round++) {
        struct limen_case *made = case_create(arena, program);
        struct trial trial = {.count = 0};
        bool is_open = below(&random, 3) == 0;
        unsigned count = below(&random, MOST + 1);
        case_start_list(made, list, !is_open);
        for (unsigned i = 0; i < count; i++) {
            add_random_item(&random, made, arena, list);
        }
        complete(&trial, made, is_open);
        const struct evaluation *evaluation = interpreter_evaluate(arena, plan, made);
        for (size_t form = 0; form < FORMS; form++) {
            assert_hull(evaluation, form, &trial.hulls[form]);
        }
    }
    compilation_destroy(compilation);
}

static struct value_set decided(struct arena *arena, const struct plan *plan,
                                const struct limen_case *made, size_t form)
{
    const struct evaluation *evaluation = interpreter_evaluate(arena, plan, made);
    return evaluation->values[plan->decisions.items[form].value];
}

static void test_distinct(void **state)
{
    (void)state;
    struct compilation *compilation = compilation_create(NULL);
    struct arena *arena = compilation->arena;
    const struct program *program = ruleset_load(compilation, ruleset);
    const struct plan *plan = plan_create(arena, program);
    const struct fact *list = program->facts.items[0], *v = list->fields.items[1];
    struct limen_case *made = case_create(arena, program);
    static const int64_t ends[MOST][2] = {{-2, -1}, {1, 1}, {1, 1}};
    case_start_list(made, list, true);
    for (size_t i = 0; i < MOST; i++) {
        case_add_item(made, arena, list);
        case_set_field(made, list->fields.items[0], value_of(arena, list->fields.items[0]->type, 1));
        case_set_field(made, v, value_between(ends[i][0], ends[i][1]));
    }
    struct value_set kinds = decided(arena, plan, made, KINDS);
    assert_int_equal(kinds.low, 2);
    assert_int_equal(kinds.high, 2);
    compilation_destroy(compilation);
}

/* --------------------------------------------------------------------------------- making a case */

static void test_full(void **state)
{
    (void)state;
    struct compilation *compilation = compilation_create(NULL);
    struct arena *arena = compilation->arena;
    const struct program *program = ruleset_load(compilation, ruleset);
    const struct fact *list = program->facts.items[0];
    struct limen_case *made = case_create(arena, program);
    case_start_list(made, list, false);
    for (size_t i = 0; i < MOST; i++) {
        assert_true(case_list_is_open(&made->facts[0], list));
        assert_true(case_add_item(made, arena, list));
    }
    assert_false(case_add_item(made, arena, list));
    assert_false(case_list_is_open(&made->facts[0], list));
    assert_int_equal(made->facts[0].item_count, MOST);
    compilation_destroy(compilation);
}

static void test_closing(void **state)
{
    (void)state;
    struct compilation *compilation = compilation_create(NULL);
    struct arena *arena = compilation->arena;
    const struct program *program = ruleset_load(compilation, ruleset);
    const struct fact *list = program->facts.items[0];
    struct limen_case *made = case_create(arena, program);
    case_start_list(made, list, false);
    case_add_item(made, arena, list);
    case_set_field_not_known(made, list->fields.items[0]);
    case_add_item(made, arena, list);
    made->closed_sections[0] = true;
    case_close(made, program, arena);
    const struct case_item *items = made->facts[0].items;
    assert_false(made->facts[0].complete);
    assert_int_equal(items[0].fields[0].state, FACT_NOT_KNOWN);
    assert_int_equal(items[1].fields[0].state, FACT_ASSUMED);
    assert_false(value_may_be_yes(items[1].fields[0].set));
    assert_int_equal(items[1].fields[1].state, FACT_ASSUMED);
    assert_true(value_is_none(items[1].fields[1].set));

    made = case_create(arena, program);
    made->close_all = true;
    case_close(made, program, arena);
    assert_int_equal(made->facts[0].state, FACT_ASSUMED);
    assert_true(made->facts[0].complete);
    assert_int_equal(made->facts[0].item_count, 0);
    compilation_destroy(compilation);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_brute_force),
        cmocka_unit_test(test_distinct),
        cmocka_unit_test(test_full),
        cmocka_unit_test(test_closing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
