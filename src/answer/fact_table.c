/* SPDX-License-Identifier: Apache-2.0 */
/* Trying facts one by one against several plans. */
#include "answer/fact_table.h"

#include <string.h>

#include "answer/probe.h"
#include "meaning/type.h"

#define MOST_VALUES 200 /* tried of one number under one ruleset */

struct tabling {
    struct arena *arena;
    struct arena *scratch; /* reset after each evaluation */
    struct fact_table *table;
    const struct fact_table_options *options;
    const struct fact **facts; /* of one name and type, by plan; NULL: the plan does not read it */
};

/* ----------------------------------------------------------------------------------- one cell */

static struct limen_case *case_alone(struct tabling *tabling, const struct plan *plan,
                                     const struct fact *fact, int64_t value)
{
    const struct program *program = plan->program;
    struct limen_case *made = case_create(tabling->scratch, program);
    made->has_date = tabling->options->has_date;
    made->date = tabling->options->date;
    if (tabling->options->authority) {
        case_set_authority(made, program, tabling->scratch, tabling->options->authority);
    }
    if (fact && fact->type->kind == TYPE_EVENT) {
        int32_t *dates = arena_alloc(tabling->scratch, ((size_t)value + 1) * sizeof *dates);
        for (int64_t i = 0; i < value; i++) {
            dates[i] = made->date;
        }
        case_set_dates(made, fact, dates, (size_t)value, true);
    } else if (fact) {
        case_set(made, fact, value_of(tabling->scratch, fact->type, value));
    }
    made->close_all = true;
    case_close(made, program, tabling->scratch);
    return made;
}

static bool reopen(struct tabling *tabling, const struct program *program, struct limen_case *made,
                   size_t fact)
{
    struct case_fact *entry = &made->facts[fact];
    if (entry->state != FACT_ASSUMED) {
        return false;
    }
    entry->state = FACT_NOT_ASKED;
    entry->complete = false;
    if (!type_is_many(program->facts.items[fact]->type)) {
        entry->set = value_any(tabling->scratch, program->facts.items[fact]->type);
    }
    return true;
}

static bool reads_fact(enum op op)
{
    return op == OP_INPUT || op == OP_KNOWN || op == OP_EVENT_COUNT || op == OP_LATEST ||
           op_is_of_items(op);
}

/* Opens again what was closed and NODE depends on. Operands lie below their node, so one pass from
   NODE downwards meets all of them. */
static bool reopen_below(struct tabling *tabling, const struct plan *plan, struct limen_case *made,
                         node_id node)
{
    bool any = false;
    bool *reached = arena_alloc(tabling->scratch, ((size_t)node + 1) * sizeof *reached);
    reached[node] = true;
    for (node_id id = node + 1; id-- > 0;) {
        const struct plan_node *at = plan_at(plan, id);
        if (!reached[id]) {
            continue;
        }
        if (reads_fact(at->op)) {
            any = reopen(tabling, plan->program, made, at->index) || any;
        }
        for (uint32_t i = 0; i < at->operand_count; i++) {
            reached[plan_operand(plan, id, i)] = true;
        }
    }
    return any;
}

static bool loosen(struct tabling *tabling, const struct evaluation *evaluation,
                   struct limen_case *made)
{
    const struct plan *plan = evaluation->plan;
    bool any = false;
    for (size_t i = 0; i < evaluation->problems.count; i++) {
        const struct case_problem *problem = &evaluation->problems.items[i];
        node_id node = NO_NODE;
        switch (problem->kind) {
        case PROBLEM_IMPOSSIBLE:
            node = plan->impossibles.items[problem->index].condition;
            break;
        case PROBLEM_REQUIRE:
            node = plan->requires.items[problem->index].condition;
            break;
        case PROBLEM_CONTRADICTION:
            node = plan->facts[problem->index];
            break;
        case PROBLEM_FIELD_CONTRADICTION:
        case PROBLEM_CONFLICT:
            break;
        }
        any = (node != NO_NODE && reopen_below(tabling, plan, made, node)) || any;
    }
    return any;
}

static struct table_cell cell_of(const struct evaluation *evaluation)
{
    const struct plan *plan = evaluation->plan;
    struct table_cell cell = {.kind = CELL_LEVELS};
    if (evaluation->refused) {
        cell.kind = CELL_REFUSED;
        return cell;
    }
    if (plan->scope != NO_NODE && !value_may_be_yes(evaluation->values[plan->scope])) {
        cell.kind = CELL_OUT_OF_SCOPE;
        return cell;
    }
    for (size_t rank = 0; rank < plan->threshold_count; rank++) {
        struct value_set set = evaluation->values[plan->thresholds[rank]];
        cell.at_least = value_is_yes(set) ? rank : cell.at_least;
        cell.at_most = value_may_be_yes(set) ? rank : cell.at_most;
    }
    return cell;
}

/* FACT NULL: nothing is given. Each round opens at least one fact again. */
static struct table_cell try_value(struct tabling *tabling, const struct plan *plan,
                                   const struct fact *fact, int64_t value)
{
    struct limen_case *made = case_alone(tabling, plan, fact, value);
    const struct evaluation *evaluation = interpreter_evaluate(tabling->scratch, plan, made);
    while (evaluation->refused && loosen(tabling, evaluation, made)) {
        evaluation = interpreter_evaluate(tabling->scratch, plan, made);
    }
    struct table_cell cell = cell_of(evaluation);
    arena_reset(tabling->scratch);
    return cell;
}

static struct table_cell *try_everywhere(struct tabling *tabling, int64_t value)
{
    size_t count = tabling->table->plans.count;
    struct table_cell *cells = arena_alloc(tabling->arena, count * sizeof *cells);
    for (size_t i = 0; i < count; i++) {
        if (tabling->facts[i]) {
            cells[i] =
                try_value(tabling, tabling->table->plans.items[i], tabling->facts[i], value);
        }
    }
    return cells;
}

/* ------------------------------------------------------------------------------------ one fact */

static bool same_cell(const struct table_cell *a, const struct table_cell *b)
{
    return a->kind == b->kind && a->at_least == b->at_least && a->at_most == b->at_most;
}

static bool same_cells(const struct tabling *tabling, const struct table_cell *a,
                       const struct table_cell *b)
{
    for (size_t i = 0; i < tabling->table->plans.count; i++) {
        if (!same_cell(&a[i], &b[i])) {
            return false;
        }
    }
    return true;
}

static const char *label_at(const struct plan *plan, size_t rank)
{
    return level_label(plan->program, rank);
}

/* Levels of two rulesets are the same if they are called so. */
static bool cells_differ(const struct tabling *tabling, const struct table_cell *cells)
{
    const struct plan *const *plans = tabling->table->plans.items;
    size_t first = SIZE_MAX;
    for (size_t i = 0; i < tabling->table->plans.count; i++) {
        if (cells[i].kind == CELL_UNREAD) {
            continue;
        }
        if (first == SIZE_MAX) {
            first = i;
            continue;
        }
        if (cells[i].kind != cells[first].kind ||
            (cells[i].kind == CELL_LEVELS &&
             (strcmp(label_at(plans[i], cells[i].at_least),
                     label_at(plans[first], cells[first].at_least)) != 0 ||
              strcmp(label_at(plans[i], cells[i].at_most),
                     label_at(plans[first], cells[first].at_most)) != 0))) {
            return true;
        }
    }
    return false;
}

static void add_row(struct tabling *tabling, const struct fact *fact, const char *value,
                    struct table_cell *cells)
{
    if (!tabling->options->differing || cells_differ(tabling, cells)) {
        vector_push(tabling->arena, &tabling->table->rows, (struct table_row){fact, value, cells});
    }
}

static const char *value_written(struct tabling *tabling, const struct fact *fact, int64_t low,
                               int64_t high)
{
    struct text words = {0};
    if (fact->type->kind == TYPE_EVENT) {
        text_format(&words, "%lld", (long long)low);
        if (high > low && high < CASE_MAX_EVENTS) {
            text_format(&words, " to %lld", (long long)high);
        }
        text_add(&words, low == 1 && (high == 1 || high == CASE_MAX_EVENTS) ? " time" : " times");
        text_add(&words, high == CASE_MAX_EVENTS ? " or more" : "");
    } else if (low == high || fact->type->kind != TYPE_NUMBER) {
        value_write(&words, fact->type, low);
    } else if (low == fact->type->low && high == fact->type->high) {
        text_add(&words, "any value");
    } else {
        value_set_write(&words, fact->type, value_between(low, high));
    }
    const char *kept = arena_copy(tabling->arena, text_string(&words), words.length);
    text_clear(&words);
    return kept;
}

static void add_choices(struct tabling *tabling, const struct fact *fact)
{
    for (int64_t value = 0; value < (int64_t)fact->type->choice->count; value++) {
        add_row(tabling, fact, value_written(tabling, fact, value, value),
                try_everywhere(tabling, value));
    }
}

/* The last value from LOW on that gives what LOW gives, if that changes once before HIGH. */
static int64_t find_edge(struct tabling *tabling, int64_t low, const struct table_cell *at_low,
                         int64_t high)
{
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (same_cells(tabling, at_low, try_everywhere(tabling, middle))) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

static struct fact_values values_to_try(struct tabling *tabling, int64_t low, int64_t high)
{
    struct fact_values values = {0};
    struct value_set set = value_between(low, high);
    vector_push(tabling->arena, &values, low);
    vector_push(tabling->arena, &values, high);
    for (size_t i = 0; i < tabling->table->plans.count; i++) {
        if (tabling->facts[i]) {
            fact_values_add_bounds(tabling->arena, &values, tabling->table->plans.items[i],
                                   tabling->facts[i], set, (i + 1) * MOST_VALUES);
        }
    }
    fact_values_sort(&values);
    return values;
}

/* One row for each run of values that give the same everywhere. */
static void add_runs(struct tabling *tabling, const struct fact *fact, int64_t low, int64_t high)
{
    struct fact_values values = values_to_try(tabling, low, high);
    struct table_cell *run = try_everywhere(tabling, low);
    int64_t start = low;
    for (size_t i = 1; i < values.count; i++) {
        int64_t value = values.items[i];
        struct table_cell *cells = try_everywhere(tabling, value);
        if (!same_cells(tabling, run, cells)) {
            int64_t edge = find_edge(tabling, values.items[i - 1], run, value);
            add_row(tabling, fact, value_written(tabling, fact, start, edge), run);
            start = edge + 1;
            run = cells;
        }
    }
    add_row(tabling, fact, value_written(tabling, fact, start, high), run);
}

static void add_fact(struct tabling *tabling, const struct fact *fact)
{
    switch (fact->type->kind) {
    case TYPE_YES_NO:
        add_row(tabling, fact, "yes", try_everywhere(tabling, 1));
        break;
    case TYPE_CHOICE:
        add_choices(tabling, fact);
        break;
    case TYPE_NUMBER:
        add_runs(tabling, fact, fact->type->low, fact->type->high);
        break;
    case TYPE_EVENT:
        if (tabling->options->has_date) {
            add_runs(tabling, fact, 1, CASE_MAX_EVENTS);
            break;
        }
        tabling->table->left_out++;
        break;
    default:
        tabling->table->left_out++;
    }
}

/* ------------------------------------------------------------------------------------ the whole */

/* Each program has symbols of its own. */
static bool same_choice(const struct choice *a, const struct choice *b)
{
    bool same = a->count == b->count && a->ordered == b->ordered;
    for (size_t i = 0; same && i < a->count; i++) {
        same = strcmp(a->values[i].name, b->values[i].name) == 0;
    }
    return same;
}

static bool same_type(const struct type *a, const struct type *b)
{
    return a->kind == b->kind && a->unit == b->unit && a->scale == b->scale && a->low == b->low &&
           a->high == b->high &&
           (a->kind != TYPE_CHOICE || same_choice(a->choice, b->choice));
}

static const struct fact *fact_like(const struct program *program, const struct fact *fact)
{
    symbol name = symbol_find(program->symbols, fact->entity.name, strlen(fact->entity.name));
    const struct fact *found = name ? program_fact(program, name) : NULL;
    return found && same_type(found->type, fact->type) ? found : NULL;
}

/* False: no plan reads it, or it was seen under an earlier plan. */
static bool take_fact(struct tabling *tabling, size_t plan, const struct fact *fact)
{
    bool any = false;
    for (size_t i = 0; i < tabling->table->plans.count; i++) {
        const struct fact *like = fact_like(tabling->table->plans.items[i]->program, fact);
        if (like && i < plan) {
            return false;
        }
        tabling->facts[i] = like && like->is_read ? like : NULL;
        any = any || tabling->facts[i];
    }
    return any;
}

static void add_facts(struct tabling *tabling, size_t plan)
{
    const struct program *program = tabling->table->plans.items[plan]->program;
    const struct fact_table_options *options = tabling->options;
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct fact *fact = program->facts.items[i];
        if (!fact->is_builtin && options->wanted(fact, options->context) &&
            take_fact(tabling, plan, fact)) {
            add_fact(tabling, fact);
        }
    }
}

static void add_nothing(struct tabling *tabling)
{
    size_t count = tabling->table->plans.count;
    struct table_cell *cells = arena_alloc(tabling->arena, count * sizeof *cells);
    for (size_t i = 0; i < count; i++) {
        cells[i] = try_value(tabling, tabling->table->plans.items[i], NULL, 0);
    }
    vector_push(tabling->arena, &tabling->table->rows, (struct table_row){NULL, "", cells});
}

struct fact_table *fact_table_create(struct arena *arena, const struct plan *const *plans,
                                     size_t count, const struct fact_table_options *options)
{
    struct fact_table *table = arena_alloc(arena, sizeof *table);
    struct tabling tabling = {arena, arena_create(), table, options,
                              arena_alloc(arena, (count + 1) * sizeof(const struct fact *))};
    for (size_t i = 0; i < count; i++) {
        vector_push(arena, &table->plans, plans[i]);
    }
    add_nothing(&tabling);
    for (size_t i = 0; i < count; i++) {
        add_facts(&tabling, i);
    }
    arena_destroy(tabling.scratch);
    return table;
}
