/* SPDX-License-Identifier: Apache-2.0 */
/* Trying the values of open facts. */
#include "answer/probe.h"

#include <stdlib.h>
#include <string.h>

#define WORK 20000000  /* nodes evaluated for one explanation */
#define MOST_VALUES 24 /* tried of one fact */

struct prober {
    struct arena *arena;   /* of what is handed back */
    struct arena *scratch; /* reset after each evaluation */
    const struct answer *answer;
    const struct plan *plan;
    size_t work; /* left */
    size_t once; /* nodes that one evaluation works out, of a list once for each item */
};

static const struct fact *fact_compared(const struct plan *plan, node_id id, int64_t *ret_factor)
{
    const struct plan_node *node = plan_at(plan, id);
    *ret_factor = 1;
    if (node->op == OP_SCALE && node->constant > 0) {
        *ret_factor = node->constant;
        node = plan_at(plan, plan_operand(plan, id, 0));
    }
    if (node->op == OP_FIELD || node->op == OP_FIELD_DERIVED) {
        return plan->program->fields.items[node->index];
    }
    bool is_fact = node->op == OP_INPUT || node->op == OP_DERIVED ||
                   (node->op == OP_EVENT_COUNT && *ret_factor == 1);
    return is_fact ? plan->program->facts.items[node->index] : NULL;
}

static void add_value(struct arena *arena, struct fact_values *values, struct value_set set,
                      int64_t value, size_t most)
{
    for (size_t i = 0; i < values->count; i++) {
        if (values->items[i] == value) {
            return;
        }
    }
    if (values->count < most && value_has(set, value)) {
        vector_push(arena, values, value);
    }
}

void fact_values_add_bounds(struct arena *arena, struct fact_values *values,
                            const struct plan *plan, const struct fact *fact, struct value_set set,
                            size_t most)
{
    for (node_id id = 0; id < plan->nodes.count; id++) {
        const struct plan_node *node = plan_at(plan, id);
        int64_t factor;
        for (uint32_t i = 0; i < node->operand_count; i++) {
            if (fact_compared(plan, plan_operand(plan, id, i), &factor) != fact) {
                continue;
            }
            for (uint32_t j = 0; j < node->operand_count; j++) {
                const struct plan_node *bound = plan_at(plan, plan_operand(plan, id, j));
                if (bound->op == OP_CONSTANT) {
                    int64_t middle = bound->constant / factor;
                    add_value(arena, values, set, middle - 1, most);
                    add_value(arena, values, set, middle, most);
                    add_value(arena, values, set, middle + 1, most);
                }
            }
        }
    }
}

static int compare_values(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

void fact_values_sort(struct fact_values *values)
{
    if (values->count > 1) {
        qsort(values->items, values->count, sizeof *values->items, compare_values);
    }
}

static void add_trial(struct prober *prober, struct fact_values *trials, struct value_set set,
                      int64_t value)
{
    add_value(prober->arena, trials, set, value, MOST_VALUES);
}

static void add_bounds(struct prober *prober, struct fact_values *trials, const struct fact *fact,
                       struct value_set set)
{
    fact_values_add_bounds(prober->arena, trials, prober->plan, fact, set, MOST_VALUES);
}

/* What the case says of a fact, or of a field of an item. */
static const struct case_fact *said_of(const struct prober *prober, const struct fact *fact,
                                       size_t item)
{
    const struct case_fact *facts = prober->answer->evaluation->limen_case->facts;
    return fact->list ? &facts[fact->list->entity.index].items[item].fields[fact->place]
                      : &facts[fact->entity.index];
}

/* Values of FACT to try: dates of an event stand for how many there are. */
static struct fact_values trials_of(struct prober *prober, const struct fact *fact, size_t item)
{
    struct fact_values trials = {0};
    const struct case_fact *said = said_of(prober, fact, item);
    struct value_set set = said->set;
    switch (fact->type->kind) {
    case TYPE_LIST:
        break;
    case TYPE_EVENT:
        set = value_between((int64_t)said->date_count, CASE_MAX_EVENTS);
        add_trial(prober, &trials, set, set.low);
        add_trial(prober, &trials, set, set.low + 1);
        add_bounds(prober, &trials, fact, set);
        break;
    case TYPE_YES_NO:
    case TYPE_CHOICE:
    case TYPE_LEVEL:
        for (int64_t value = fact->type->kind == TYPE_YES_NO ? 0 : set.low; value <= set.high;
             value++) {
            add_trial(prober, &trials, set, value);
        }
        break;
    default:
        add_trial(prober, &trials, set, set.low);
        add_trial(prober, &trials, set, set.high);
        add_bounds(prober, &trials, fact, set);
    }
    fact_values_sort(&trials);
    return trials;
}

static void say_value(struct prober *prober, const struct fact *fact, int64_t value,
                      struct probe_value *ret)
{
    struct text words = {0};
    const struct program *program = prober->plan->program;
    if (fact->type->kind == TYPE_EVENT) {
        text_format(&words, "%lld time%s", (long long)value, value == 1 ? "" : "s");
    } else if (fact->type->kind == TYPE_LEVEL) {
        text_format(&words, "level %s", level_label(program, (size_t)value));
    } else {
        value_write(&words, fact->type, value);
    }
    ret->text = arena_copy(prober->arena, text_string(&words), words.length);
    text_clear(&words);
}

/* The case with one field of one item given. */
static struct limen_case *case_with_field(struct prober *prober, struct limen_case *made,
                                          const struct fact *field, size_t item, int64_t value)
{
    struct case_fact *list = &made->facts[field->list->entity.index];
    const size_t fields = field->list->fields.count;
    struct case_item *items = arena_alloc(prober->scratch, list->item_count * sizeof *items);
    memcpy(items, list->items, list->item_count * sizeof *items);
    items[item].fields = arena_alloc(prober->scratch, fields * sizeof *items->fields);
    memcpy(items[item].fields, list->items[item].fields, fields * sizeof *items->fields);
    items[item].fields[field->place].state = FACT_GIVEN;
    items[item].fields[field->place].set = value_of(prober->scratch, field->type, value);
    list->items = items;
    return made;
}

/* The case with one fact given; all else, what `is known` answers too, stays. */
static struct limen_case *case_with(struct prober *prober, const struct fact *fact, size_t item,
                                    int64_t value)
{
    const struct evaluation *evaluation = prober->answer->evaluation;
    size_t count = prober->plan->program->facts.count;
    struct limen_case *made = arena_alloc(prober->scratch, sizeof *made);
    *made = *evaluation->limen_case;
    made->facts = arena_alloc(prober->scratch, count * sizeof *made->facts);
    memcpy(made->facts, evaluation->limen_case->facts, count * sizeof *made->facts);
    made->known = evaluation->known;
    made->fields_known = evaluation->fields_known;
    if (fact->list) {
        return case_with_field(prober, made, fact, item, value);
    }
    if (fact->type->kind != TYPE_EVENT) {
        case_set(made, fact, value_of(prober->scratch, fact->type, value));
        return made;
    }
    const struct case_fact *said = &evaluation->limen_case->facts[fact->entity.index];
    int32_t *dates = arena_alloc(prober->scratch, ((size_t)value + 1) * sizeof *dates);
    for (size_t i = 0; i < (size_t)value; i++) {
        dates[i] = i < said->date_count ? said->dates[i] : made->date;
    }
    case_set_dates(made, fact, dates, (size_t)value, true);
    return made;
}

static void read_level(const struct evaluation *evaluation, struct probe_value *ret)
{
    const struct plan *plan = evaluation->plan;
    for (size_t rank = 0; rank < plan->threshold_count; rank++) {
        struct value_set set = evaluation->values[plan->thresholds[rank]];
        if (value_is_yes(set)) {
            ret->at_least = rank;
        }
        if (value_may_be_yes(set)) {
            ret->at_most = rank;
        }
    }
}

static struct probe_value try_value(struct prober *prober, const struct probe *probe, int64_t value)
{
    struct probe_value result = {0};
    const struct fact *fact = probe->fact;
    const struct limen_case *made = case_with(prober, fact, probe->item, value);
    const struct evaluation *evaluation = interpreter_evaluate(prober->scratch, prober->plan, made);
    say_value(prober, fact, value, &result);
    result.refused = evaluation->refused;
    read_level(evaluation, &result);
    arena_reset(prober->scratch);
    return result;
}

static void score(const struct prober *prober, struct probe *probe)
{
    size_t before = prober->answer->at_most - prober->answer->at_least, after = 0, tried = 0;
    for (size_t i = 0; i < probe->values.count; i++) {
        const struct probe_value *value = &probe->values.items[i];
        if (!value->refused) {
            after += value->at_most - value->at_least;
            tried++;
        }
    }
    if (tried > 0 && before * tried > after) {
        probe->narrowing = (before * tried - after) * 1000 / tried;
    }
}

static bool differ(const struct probe_value *a, const struct probe_value *b)
{
    return a->refused != b->refused || a->at_least != b->at_least || a->at_most != b->at_most;
}

/* Where the result changes between LOW and HIGH, if it changes once: the last value that gives
   what LOW gives, and the next. */
static void find_edge(struct prober *prober, struct probe *probe, int64_t low,
                      struct probe_value at_low, int64_t high, struct probe_value at_high)
{
    while (high - low > 1 && prober->work >= prober->once) {
        int64_t middle = low + (high - low) / 2;
        struct probe_value at_middle = try_value(prober, probe, middle);
        prober->work -= prober->once;
        if (differ(&at_low, &at_middle)) {
            high = middle;
            at_high = at_middle;
        } else {
            low = middle;
            at_low = at_middle;
        }
    }
    vector_push(prober->arena, &probe->values, at_low);
    vector_push(prober->arena, &probe->values, at_high);
}

/* A bound may stand behind a calculation, so edges are looked for between values that differ. */
static void fill_edges(struct prober *prober, struct probe *probe, const struct fact_values *trials)
{
    struct probe_value *found = probe->values.items;
    size_t count = probe->values.count;
    bool is_scale = probe->fact->type->kind == TYPE_NUMBER || probe->fact->type->kind == TYPE_DATE;
    if (!is_scale || count < 2) {
        return;
    }
    probe->values.items = NULL;
    probe->values.count = probe->values.capacity = 0;
    for (size_t i = 0; i < count; i++) {
        vector_push(prober->arena, &probe->values, found[i]);
        bool gap = i + 1 < count && trials->items[i + 1] - trials->items[i] > 1;
        if (gap && differ(&found[i], &found[i + 1])) {
            find_edge(prober, probe, trials->items[i], found[i], trials->items[i + 1],
                      found[i + 1]);
        }
    }
}

static void try_fact(struct prober *prober, struct probes *probes, const struct fact *fact,
                     size_t item)
{
    struct probe *probe = vector_add(prober->arena, probes);
    *probe = (struct probe){.fact = fact, .item = item};
    struct fact_values trials = trials_of(prober, fact, item);
    size_t work = trials.count * prober->once;
    if (prober->work < work || trials.count < 2) {
        return;
    }
    prober->work -= work;
    for (size_t i = 0; i < trials.count; i++) {
        struct probe_value value = try_value(prober, probe, trials.items[i]);
        vector_push(prober->arena, &probe->values, value);
    }
    score(prober, probe);
    fill_edges(prober, probe, &trials);
}

static int compare_probes(const void *a, const void *b)
{
    const struct probe *left = a, *right = b;
    if (left->narrowing != right->narrowing) {
        return left->narrowing < right->narrowing ? 1 : -1;
    }
    return (left->place > right->place) - (left->place < right->place);
}

static void try_facts(struct prober *prober, struct probes *probes, const struct fact *const *facts,
                      size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (prober->answer->sensitivity->level_reach[facts[i]->entity.index] != REACH_NONE) {
            try_fact(prober, probes, facts[i], 0);
            probes->items[probes->count - 1].place = probes->count;
        }
    }
}

static void try_fields(struct prober *prober, struct probes *probes)
{
    const struct answer *answer = prober->answer;
    for (size_t i = 0; i < answer->open_fields.count; i++) {
        const struct open_field *open = &answer->open_fields.items[i];
        if (open->level_reach != REACH_NONE) {
            try_fact(prober, probes, open->field, open->item);
            probes->items[probes->count - 1].place = probes->count;
        }
    }
}

static size_t work_of(const struct evaluation *evaluation)
{
    const struct plan *plan = evaluation->plan;
    size_t work = 0, others;
    for (node_id id = 0; id < plan->nodes.count; id++) {
        uint32_t domain = plan_at(plan, id)->domain;
        work += domain == PLAN_CASE ? 1
                                    : evaluation_rows(evaluation->limen_case,
                                                      plan->program->facts.items[domain - 1], &others);
    }
    return work;
}

struct probes probes_of(struct arena *arena, const struct answer *answer)
{
    struct probes probes = {0};
    struct prober prober = {arena, arena_create(), answer, answer->evaluation->plan, WORK,
                            work_of(answer->evaluation)};
    try_facts(&prober, &probes, answer->not_known.items, answer->not_known.count);
    try_facts(&prober, &probes, answer->not_asked.items, answer->not_asked.count);
    try_fields(&prober, &probes);
    arena_destroy(prober.scratch);
    if (probes.count > 1) {
        qsort(probes.items, probes.count, sizeof *probes.items, compare_probes);
    }
    return probes;
}
