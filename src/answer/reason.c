/* SPDX-License-Identifier: Apache-2.0 */
/* Taking conditions apart. */
#include "answer/reasoning.h"

#include <stdlib.h>
#include <string.h>

#include "answer/wording.h"

#define COST_ATOM (UINT64_C(1) << 24) /* an atom that must change */
#define COST_KNOWN UINT64_C(1)        /* and is known to be otherwise */
#define COST_NEVER (UINT64_C(1) << 56)
#define COST_NOT_YET UINT64_MAX
#define MOST_PARTS 12 /* below one heading */

/* What an operand list does when its result is to be WANTED: all operands, or some number of them. */
struct demand {
    bool wanted;  /* of each operand */
    size_t count; /* operands that must be so */
};

static void walk_lacking(struct reasons *reasons, node_id node, bool wanted, struct parts *parts);

static void index_names(struct reasons *reasons)
{
    const struct plan *plan = reasons->plan;
    for (size_t i = 0; i < plan->rules.count; i++) {
        node_id status = plan->rules.items[i].status;
        if (!reasons->rules[status]) {
            reasons->rules[status] = &plan->rules.items[i];
        }
    }
    for (size_t rank = 1; rank < plan->threshold_count; rank++) {
        node_id threshold = plan->thresholds[rank];
        reasons->thresholds[threshold] = !reasons->rules[threshold];
        if (plan->own_thresholds) {
            threshold = plan->own_thresholds[rank];
            reasons->thresholds[threshold] = !reasons->rules[threshold];
        }
    }
}

void reason_start_costs(struct reasons *reasons)
{
    struct arena *arena = reasons->arena;
    size_t nodes = reasons->plan->nodes.count;
    for (size_t wanted = 0; wanted < 2; wanted++) {
        reasons->costs[wanted] = arena_alloc(arena, nodes * sizeof *reasons->costs[wanted]);
        memset(reasons->costs[wanted], 0xff, nodes * sizeof *reasons->costs[wanted]);
        reasons->seen[wanted] = arena_alloc(arena, nodes * sizeof *reasons->seen[wanted]);
    }
}

struct reasons *reasons_create(struct arena *arena, const struct evaluation *evaluation)
{
    struct reasons *reasons = arena_alloc(arena, sizeof *reasons);
    size_t nodes = evaluation->plan->nodes.count;
    reasons->arena = arena;
    reasons->evaluation = evaluation;
    reasons->plan = evaluation->plan;
    reasons->rules = arena_alloc(arena, nodes * sizeof *reasons->rules);
    reasons->thresholds = arena_alloc(arena, nodes * sizeof *reasons->thresholds);
    reason_start_costs(reasons);
    index_names(reasons);
    return reasons;
}

bool reason_is_certainly(const struct reasons *reasons, node_id node, bool wanted)
{
    struct value_set set = *evaluation_value(reasons->evaluation, node, reasons->item);
    return wanted ? value_is_yes(set) : !value_may_be_yes(set);
}

/* False: NODE is an atom, or a threshold of the level that another condition reads. */
static bool has_demand(const struct reasons *reasons, node_id id, bool wanted, struct demand *ret)
{
    const struct plan_node *node = plan_at(reasons->plan, id);
    size_t count = node->operand_count;
    if (reasons->thresholds[id]) {
        return false;
    }
    switch (node->op) {
    case OP_NOT:
        *ret = (struct demand){!wanted, 1};
        return true;
    case OP_AND:
        *ret = (struct demand){wanted, wanted ? count : 1};
        return true;
    case OP_OR:
        *ret = (struct demand){wanted, wanted ? 1 : count};
        return true;
    case OP_AT_LEAST:
        *ret = (struct demand){wanted, wanted ? (size_t)node->constant
                                              : count + 1 - (size_t)node->constant};
        return true;
    default:
        return false;
    }
}

/* ------------------------------------------------------------------------------------- distance */

static int compare_costs(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
    return (left > right) - (left < right);
}

static uint64_t cost_of_atom(const struct reasons *reasons, node_id id, bool wanted)
{
    if (reason_is_certainly(reasons, id, wanted)) {
        return 0;
    }
    if (plan_at(reasons->plan, id)->op == OP_CONSTANT) {
        return COST_NEVER;
    }
    return COST_ATOM + (reason_is_certainly(reasons, id, !wanted) ? COST_KNOWN : 0);
}

static uint64_t cost_of_demand(struct reasons *reasons, node_id id, const struct demand *demand)
{
    uint32_t count = plan_at(reasons->plan, id)->operand_count;
    uint64_t *costs = arena_alloc(reasons->arena, (count + 1) * sizeof *costs), sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        costs[i] = reasons_cost(reasons, plan_operand(reasons->plan, id, i), demand->wanted);
    }
    if (demand->count < count) {
        qsort(costs, count, sizeof *costs, compare_costs);
    }
    for (size_t i = 0; i < demand->count; i++) {
        sum += i < count ? costs[i] : COST_NEVER;
        sum = sum < COST_NEVER ? sum : COST_NEVER;
    }
    return sum;
}

uint64_t reasons_cost(struct reasons *reasons, node_id id, bool wanted)
{
    uint64_t *cost = &reasons->costs[wanted][id];
    struct demand demand;
    if (*cost == COST_NOT_YET) {
        /* No atom has to change for what certainly is so, nor is there need to look below. */
        *cost = reason_is_certainly(reasons, id, wanted)          ? 0
                : has_demand(reasons, id, wanted, &demand) ? cost_of_demand(reasons, id, &demand)
                                                           : cost_of_atom(reasons, id, wanted);
    }
    return *cost;
}

size_t reasons_distance(struct reasons *reasons, node_id node, bool wanted)
{
    uint64_t cost = reasons_cost(reasons, node, wanted);
    return cost >= COST_NEVER ? DISTANCE_NEVER : (size_t)(cost / COST_ATOM);
}

#define HELD_DEPTH 4 /* how far down a condition's brackets are looked into */

static bool is_given_yes(const struct reasons *reasons, node_id id)
{
    const struct plan_node *node = plan_at(reasons->plan, id);
    bool is_fact =
        (node->op == OP_INPUT || node->op == OP_DERIVED) && node->type->kind == TYPE_YES_NO;
    return is_fact && reason_is_certainly(reasons, id, true) &&
           reasons->evaluation->limen_case->facts[node->index].state == FACT_GIVEN;
}

/* A fact that the case states, and of which the ruleset says which way it is worse. */
static bool is_given_scale(const struct reasons *reasons, node_id id)
{
    const struct plan_node *node = plan_at(reasons->plan, id);
    if (node->op == OP_SCALE) {
        node = plan_at(reasons->plan, plan_operand(reasons->plan, id, 0));
    }
    if (node->op != OP_INPUT && node->op != OP_DERIVED) {
        return false;
    }
    const struct fact *fact = reasons->plan->program->facts.items[node->index];
    return fact->direction != DIRECTION_NONE && fact->type->kind != TYPE_YES_NO &&
           reasons->evaluation->limen_case->facts[node->index].state == FACT_GIVEN;
}

static bool touches(const struct reasons *reasons, node_id id, unsigned depth)
{
    const struct plan_node *node = plan_at(reasons->plan, id);
    if (is_given_yes(reasons, id) || is_given_scale(reasons, id)) {
        return true;
    }
    for (uint32_t i = 0; depth > 0 && i < node->operand_count; i++) {
        if (touches(reasons, plan_operand(reasons->plan, id, i), depth - 1)) {
            return true;
        }
    }
    return false;
}

bool reasons_touch(const struct reasons *reasons, node_id node)
{
    return touches(reasons, node, HELD_DEPTH);
}

static size_t held(const struct reasons *reasons, node_id id, unsigned depth)
{
    const struct plan_node *node = plan_at(reasons->plan, id);
    size_t sum = 0, most = 0;
    if (depth == 0 || (node->op != OP_AND && node->op != OP_OR && node->op != OP_AT_LEAST)) {
        return is_given_yes(reasons, id);
    }
    for (uint32_t i = 0; i < node->operand_count; i++) {
        node_id operand = plan_operand(reasons->plan, id, i);
        size_t one = node->op == OP_AT_LEAST ? reason_is_certainly(reasons, operand, true)
                                             : held(reasons, operand, depth - 1);
        sum += one;
        most = one > most ? one : most;
    }
    return node->op == OP_OR ? most : sum;
}

/* Only what the case states counts: an age that happens to fit, or a `not`, brings no rule nearer. */
size_t reasons_held(const struct reasons *reasons, node_id node)
{
    return held(reasons, node, HELD_DEPTH);
}

/* ---------------------------------------------------------------------------------------- parts */

struct part *reason_part(struct reasons *reasons, struct parts *parts, struct text *words)
{
    struct part *part = arena_alloc(reasons->arena, sizeof *part);
    part->text = arena_copy(reasons->arena, text_string(words), words->length);
    text_clear(words);
    vector_push(reasons->arena, parts, part);
    return part;
}

const char *reason_number_word(struct reasons *reasons, size_t number)
{
    static const char *const words[] = {"none", "one",   "two",   "three", "four", "five",
                                        "six",  "seven", "eight", "nine",  "ten"};
    return number < sizeof words / sizeof *words ? words[number]
                                                 : arena_format(reasons->arena, "%zu", number);
}

static void cut(struct part *part)
{
    if (part->parts.count > MOST_PARTS) {
        part->left_out = part->parts.count - MOST_PARTS;
        part->parts.count = MOST_PARTS;
    }
}

/* The rules that NODE is the `or` of, if they are one topic's. */
static const struct topic *topic_of(const struct reasons *reasons, node_id id)
{
    const struct plan_node *node = plan_at(reasons->plan, id);
    const struct topic *topic = NULL;
    for (uint32_t i = 0; i < node->operand_count; i++) {
        const struct plan_rule *rule = reasons->rules[plan_operand(reasons->plan, id, i)];
        if (node->op != OP_OR || !rule || !rule->rule->topic ||
            (topic && topic != rule->rule->topic)) {
            return NULL;
        }
        topic = rule->rule->topic;
    }
    return topic;
}

static void name_topic(struct text *words, const struct topic *topic)
{
    text_add(words, topic->entity.title ? topic->entity.title : topic->entity.name);
}

/* An element of a count by the name of its topic or rule; false if it has none. */
static bool name_counted(struct reasons *reasons, node_id id, bool holding, struct text *words)
{
    const struct plan_rule *rule = reasons->rules[id];
    const struct topic *topic = topic_of(reasons, id);
    bool first = true;
    if (topic) {
        name_topic(words, topic);
        for (uint32_t i = 0; holding && i < plan_at(reasons->plan, id)->operand_count; i++) {
            node_id operand = plan_operand(reasons->plan, id, i);
            if (reason_is_certainly(reasons, operand, true)) {
                text_format(words, "%s%s", first ? ": " : ", ",
                            reasons->rules[operand]->rule->label);
                first = false;
            }
        }
        return true;
    }
    if (rule) {
        if (rule->rule->topic) {
            name_topic(words, rule->rule->topic);
            text_add(words, ": ");
        }
        text_add(words, rule->rule->label);
    }
    return rule != NULL;
}

/* Adds what is said of one operand: its one part, or a heading over several. */
static void add_operand(struct reasons *reasons, struct parts *parts, node_id id, bool wanted,
                        bool holding, bool counted)
{
    struct text words = {0};
    struct parts inner = {0};
    if (counted && wanted && name_counted(reasons, id, holding, &words)) {
        reason_part(reasons, parts, &words);
        return;
    }
    if (holding) {
        reason_walk_holding(reasons, id, wanted, &inner);
    } else {
        walk_lacking(reasons, id, wanted, &inner);
    }
    if (inner.count == 1) {
        vector_push(reasons->arena, parts, inner.items[0]);
    } else if (inner.count > 1) {
        text_add(&words, "together:");
        struct part *part = reason_part(reasons, parts, &words);
        part->parts = inner;
        cut(part);
    }
}

static bool is_seen(struct reasons *reasons, node_id node, bool wanted)
{
    bool seen = reasons->seen[wanted][node] == reasons->walk;
    reasons->seen[wanted][node] = reasons->walk;
    return seen;
}

/* -------------------------------------------------------------------------------------- holding */

static void add_count_holding(struct reasons *reasons, node_id id, const struct demand *demand,
                              struct parts *parts)
{
    const struct plan_node *node = plan_at(reasons->plan, id);
    struct text words = {0};
    size_t so = 0;
    for (uint32_t i = 0; i < node->operand_count; i++) {
        so += reason_is_certainly(reasons, plan_operand(reasons->plan, id, i), demand->wanted);
    }
    text_format(&words, "%s of %s %s, where %s %s:", reason_number_word(reasons, so),
                reason_number_word(reasons, node->operand_count), demand->wanted ? "hold" : "do not hold",
                reason_number_word(reasons, demand->count),
                demand->wanted ? "are needed" : "suffice for that");
    struct part *part = reason_part(reasons, parts, &words);
    for (uint32_t i = 0; i < node->operand_count; i++) {
        node_id operand = plan_operand(reasons->plan, id, i);
        if (reason_is_certainly(reasons, operand, demand->wanted)) {
            add_operand(reasons, &part->parts, operand, demand->wanted, true, true);
        }
    }
    cut(part);
}

/* Operands that are certainly so: all of them if all are asked for or any would do, else the
   first. */
static void add_operands_holding(struct reasons *reasons, node_id id, const struct demand *demand,
                                 struct parts *parts)
{
    const struct plan_node *node = plan_at(reasons->plan, id);
    bool one_is_enough = demand->count == 1 && !demand->wanted;
    for (uint32_t i = 0; i < node->operand_count; i++) {
        node_id operand = plan_operand(reasons->plan, id, i);
        if (reason_is_certainly(reasons, operand, demand->wanted)) {
            reason_walk_holding(reasons, operand, demand->wanted, parts);
            if (one_is_enough) {
                return;
            }
        }
    }
}

void reason_walk_holding(struct reasons *reasons, node_id id, bool wanted, struct parts *parts)
{
    struct demand demand;
    struct text words = {0};
    if (is_seen(reasons, id, wanted) || plan_at(reasons->plan, id)->op == OP_CONSTANT) {
        return;
    }
    if (plan_at(reasons->plan, id)->op == OP_ITEM_ANY && wanted
        && reason_is_certainly(reasons, id, true)) {
        reason_items_holding(reasons, id, parts);
        return;
    }
    if (!has_demand(reasons, id, wanted, &demand)) {
        wording_state(&words, reasons->evaluation, id, reasons->item);
        struct part *part = reason_part(reasons, parts, &words);
        reason_items_compared(reasons, id, &part->parts);
        reason_items_summed_up(reasons, id, &part->parts);
    } else if (plan_at(reasons->plan, id)->op == OP_AT_LEAST) {
        add_count_holding(reasons, id, &demand, parts);
    } else {
        add_operands_holding(reasons, id, &demand, parts);
    }
}

struct parts reasons_of(struct reasons *reasons, node_id node, bool wanted)
{
    struct parts parts = {0};
    reasons->walk++;
    reason_walk_holding(reasons, node, wanted, &parts);
    return parts;
}

/* -------------------------------------------------------------------------------------- lacking */

/* "one of these four:", "two more of these five:" */
static void add_choice_lacking(struct reasons *reasons, node_id id, const struct demand *demand,
                               uint64_t dearest, size_t candidates, size_t needed,
                               struct parts *parts)
{
    const struct plan_node *node = plan_at(reasons->plan, id);
    struct text words = {0};
    size_t have = demand->count - needed;
    text_format(&words, "%s%s of these %s:", reason_number_word(reasons, needed), have ? " more" : "",
                reason_number_word(reasons, candidates));
    struct part *part = reason_part(reasons, parts, &words);
    for (uint32_t i = 0; i < node->operand_count; i++) {
        node_id operand = plan_operand(reasons->plan, id, i);
        uint64_t cost = reasons_cost(reasons, operand, demand->wanted);
        if (cost > 0 && cost <= dearest) {
            add_operand(reasons, &part->parts, operand, demand->wanted, false,
                        node->op == OP_AT_LEAST);
        }
    }
    cut(part);
}

/* The dearest of the NEEDED cheapest operands that are not so yet, at the grain of whole atoms. */
static uint64_t dearest_needed(struct reasons *reasons, node_id id, const struct demand *demand,
                               size_t needed)
{
    uint32_t count = plan_at(reasons->plan, id)->operand_count;
    uint64_t *costs = arena_alloc(reasons->arena, (count + 1) * sizeof *costs);
    size_t open = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t cost = reasons_cost(reasons, plan_operand(reasons->plan, id, i), demand->wanted);
        if (cost > 0) {
            costs[open++] = cost;
        }
    }
    qsort(costs, open, sizeof *costs, compare_costs);
    uint64_t dearest = costs[needed <= open ? needed - 1 : 0];
    return dearest >= COST_NEVER ? dearest : dearest / COST_ATOM * COST_ATOM + COST_ATOM - 1;
}

static void walk_demand_lacking(struct reasons *reasons, node_id id, const struct demand *demand,
                                struct parts *parts)
{
    const struct plan_node *node = plan_at(reasons->plan, id);
    size_t have = 0, candidates = 0;
    for (uint32_t i = 0; i < node->operand_count; i++) {
        have += reasons_cost(reasons, plan_operand(reasons->plan, id, i), demand->wanted) == 0;
    }
    size_t needed = demand->count > have ? demand->count - have : 0;
    if (needed == 0) {
        return;
    }
    uint64_t dearest = dearest_needed(reasons, id, demand, needed);
    for (uint32_t i = 0; i < node->operand_count; i++) {
        uint64_t cost = reasons_cost(reasons, plan_operand(reasons->plan, id, i), demand->wanted);
        candidates += cost > 0 && cost <= dearest;
    }
    if (candidates > needed) {
        add_choice_lacking(reasons, id, demand, dearest, candidates, needed, parts);
        return;
    }
    for (uint32_t i = 0; i < node->operand_count; i++) {
        node_id operand = plan_operand(reasons->plan, id, i);
        uint64_t cost = reasons_cost(reasons, operand, demand->wanted);
        if (cost > 0 && cost <= dearest) {
            walk_lacking(reasons, operand, demand->wanted, parts);
        }
    }
}

static void walk_lacking(struct reasons *reasons, node_id id, bool wanted, struct parts *parts)
{
    struct demand demand;
    struct text words = {0};
    if (is_seen(reasons, id, wanted) || reasons_cost(reasons, id, wanted) == 0) {
        return;
    }
    if (plan_at(reasons->plan, id)->op == OP_ITEM_ANY && wanted
        && !reason_is_certainly(reasons, id, false)) {
        wording_wish(&words, reasons->evaluation, id, wanted, reasons->item);
        reason_items_lacking(reasons, id, reason_part(reasons, parts, &words));
        return;
    }
    if (has_demand(reasons, id, wanted, &demand)) {
        walk_demand_lacking(reasons, id, &demand, parts);
    } else {
        wording_wish(&words, reasons->evaluation, id, wanted, reasons->item);
        reason_items_compared_lacking(reasons, id, wanted, reason_part(reasons, parts, &words));
    }
}

struct parts reasons_lacking(struct reasons *reasons, node_id node, bool wanted)
{
    struct parts parts = {0};
    reasons->walk++;
    walk_lacking(reasons, node, wanted, &parts);
    return parts;
}
