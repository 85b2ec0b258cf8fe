/* SPDX-License-Identifier: Apache-2.0 */
/* Goals as terms, and the smallest case of each. */
#include "prove/generate.h"

#include <string.h>

#include "prove/enough.h"

#define PLAIN_DAY 20089 /* 2025-01-01 */

struct making_goals {
    struct arena *arena;
    struct generation *ret;
    struct goals *goals;
    const struct plan *plan;
    struct terms *terms;
    struct prover *prover;
    const struct encoding *encoding;
    term on_usual_day;
    bool *tried;      /* by goal */
    term *worked_out; /* by node, of the joins of the condition at hand */
};

/* --------------------------------------------------------------------------------------- conditions */

static term holds(const struct making_goals *making, node_id node)
{
    return encoding_holds(making->encoding, node);
}

static term value_at(const struct making_goals *making, const struct condition *condition, node_id id,
                     node_id atom, bool as)
{
    if (id == atom) {
        return term_yes_no(making->terms, as);
    }
    return condition_joins(making->plan, condition, id) ? making->worked_out[id] : holds(making, id);
}

static term joined(const struct making_goals *making, const struct condition *condition, node_id id,
                   node_id atom, bool as)
{
    struct terms *terms = making->terms;
    const struct plan_node *node = plan_at(making->plan, id);
    size_t count = node->operand_count;
    term *parts = arena_alloc(making->arena, (count + 1) * sizeof *parts);
    for (size_t i = 0; i < count; i++) {
        parts[i] = value_at(making, condition, plan_operand(making->plan, id, i), atom, as);
    }
    switch (node->op) {
    case OP_NOT:
        return term_not(terms, parts[0]);
    case OP_AND:
        return term_and(terms, parts, count);
    case OP_OR:
        return term_or(terms, parts, count);
    default:
        break;
    }
    term sum = term_sum(terms, 0, NULL, parts, count);
    return node->op == OP_AT_LEAST ? term_reaches(terms, sum, node->constant)
                                   : term_is(terms, sum, node->constant);
}

/* What CONDITION comes to where ATOM is AS. */
static term condition_with(const struct making_goals *making, const struct condition *condition,
                           node_id atom, bool as)
{
    for (size_t i = condition->joins.count; i-- > 0;) {
        node_id id = condition->joins.items[i];
        making->worked_out[id] = joined(making, condition, id, atom, as);
    }
    return value_at(making, condition, condition->root, atom, as);
}

static term condition_of(const struct making_goals *making, const struct rule *rule)
{
    return holds(making, making->plan->rules.items[rule->entity.index].condition);
}

static term trigger(const struct making_goals *making, const struct rule *rule)
{
    term triggers = condition_of(making, rule);
    for (size_t i = 0; i < rule->exceptions.count; i++) {
        triggers = term_and2(making->terms, triggers,
                             term_not(making->terms, trigger(making, rule->exceptions.items[i])));
    }
    return triggers;
}

/* Whether the rule applies hangs on its own condition alone. */
static term hangs_on_condition(const struct making_goals *making, const struct rule *rule)
{
    term hangs = making->terms->yes;
    for (size_t i = 0; i < rule->exceptions.count; i++) {
        hangs = term_and2(making->terms, hangs,
                          term_not(making->terms, trigger(making, rule->exceptions.items[i])));
    }
    for (const struct rule *outer = rule->excepts; outer; outer = outer->excepts) {
        hangs = term_and2(making->terms, hangs, condition_of(making, outer));
    }
    return hangs;
}

static term decides(const struct making_goals *making, const struct goal *goal)
{
    const struct condition *condition = &making->goals->conditions[goal->rule->entity.index];
    term is = holds(making, goal->node);
    term parts[] = {goal->wanted ? is : term_not(making->terms, is),
                    hangs_on_condition(making, goal->rule),
                    term_differ(making->terms, condition_with(making, condition, goal->node, true),
                                condition_with(making, condition, goal->node, false))};
    return term_and(making->terms, parts, 3);
}

/* ------------------------------------------------------------------------------------ goals as terms */

static term row_taken(const struct making_goals *making, const struct goal *goal)
{
    const struct plan_decision *decision = goal->decision;
    bool otherwise = goal->node == NO_NODE;
    bool first = otherwise || decision->decision->policy == POLICY_FIRST;
    term taken = otherwise ? making->terms->yes : holds(making, goal->node);
    for (size_t i = 0; first && i < decision->conditions.count; i++) {
        node_id other = decision->conditions.items[i];
        if (other != NO_NODE && (otherwise ? i != goal->row : i < goal->row)) {
            taken = term_and2(making->terms, taken, term_not(making->terms, holds(making, other)));
        }
    }
    return taken;
}

static term number_is(const struct making_goals *making, const struct goal *goal)
{
    const struct reading *reading = &making->encoding->nodes[goal->node];
    return term_and2(making->terms, term_not(making->terms, reading->none),
                     term_is(making->terms, reading->value, goal->value));
}

static term goal_term(const struct making_goals *making, const struct goal *goal)
{
    switch (goal->kind) {
    case GOAL_CONDITION:
        return decides(making, goal);
    case GOAL_BOUND:
        return number_is(making, goal);
    case GOAL_ROW:
        return row_taken(making, goal);
    default:
        return goal->wanted ? holds(making, goal->node)
                            : term_not(making->terms, holds(making, goal->node));
    }
}

/* ------------------------------------------------------------------------------------------ examples */

struct nodes {
    VECTOR_OF(node_id);
};

static void keep_rule(const struct making_goals *making, const struct rule *rule, struct nodes *ret)
{
    const struct condition *condition = &making->goals->conditions[rule->entity.index];
    for (size_t i = 0; i < condition->atoms.count; i++) {
        vector_push(making->arena, ret, condition->atoms.items[i]);
    }
    for (size_t i = 0; i < rule->exceptions.count; i++) {
        keep_rule(making, rule->exceptions.items[i], ret);
    }
}

/* What must stay as it is for the example to exercise GOAL, beside the answers. */
static struct nodes nodes_to_keep(const struct making_goals *making, const struct goal *goal)
{
    struct nodes nodes = {0};
    if (goal->kind == GOAL_BOUND) {
        vector_push(making->arena, &nodes, goal->node);
    }
    for (const struct rule *rule = goal->rule; rule && goal->kind == GOAL_CONDITION;
         rule = rule->excepts) {
        keep_rule(making, rule, &nodes);
    }
    for (size_t i = 0; goal->kind == GOAL_ROW && i < goal->decision->conditions.count; i++) {
        if (goal->decision->conditions.items[i] != NO_NODE) {
            vector_push(making->arena, &nodes, goal->decision->conditions.items[i]);
        }
    }
    return nodes;
}

static bool is_named(const struct making_goals *making, const char *name)
{
    for (size_t i = 0; i < making->ret->program->examples.count; i++) {
        const char *other = making->ret->program->examples.items[i]->entity.name;
        if (other && strcmp(other, name) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < making->ret->examples.count; i++) {
        if (strcmp(making->ret->examples.items[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

/* "made_l3_school_01_2" */
static const char *name_for(const struct making_goals *making, const struct goal *goal)
{
    char *stem = arena_copy(making->arena, goal_name(goal), strlen(goal_name(goal)));
    for (char *at = stem; *at; at++) {
        bool upper = *at >= 'A' && *at <= 'Z';
        bool plain = (*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9');
        *at = upper ? (char)(*at - 'A' + 'a') : plain ? *at : '_';
    }
    for (size_t number = 1;; number++) {
        const char *name = arena_format(making->arena, "made_%s_%zu", stem, number);
        if (!is_named(making, name)) {
            return name;
        }
    }
}

/* The case that the prover found last, as an example for GOAL; it marks what else it exercises. */
static void add_example(struct making_goals *making, struct goal *goal)
{
    struct nodes nodes = nodes_to_keep(making, goal);
    struct generated made = {.goal = goal, .name = name_for(making, goal)};
    const char *fault = NULL;
    made.witness = witness_create_keeping(making->prover, making->encoding, made.name, nodes.items,
                                          nodes.count, &fault);
    if (!made.witness) {
        making->ret->fault = fault;
        return;
    }
    if (goals_exercised(making->goals, goal, made.witness->evaluation)) {
        goals_note(making->goals, made.witness->evaluation);
        vector_push(making->arena, &making->ret->examples, made);
    } else {
        vector_push(making->arena, &making->ret->unshown, goal);
    }
}

/* The case on the day from which the ruleset is in force; else on any. */
static enum verdict find_case(struct making_goals *making, const struct goal *goal)
{
    term wanted[] = {encoding_counts(making->encoding), goal_term(making, goal), making->on_usual_day};
    enum verdict verdict = prover_smallest(making->prover, wanted, 3);
    return verdict == VERDICT_SOME || making->on_usual_day == making->terms->yes
               ? verdict
               : prover_smallest(making->prover, wanted, 2);
}

/* Cases need a day where the ruleset reads it. */
static term on_usual_day(const struct world *world, const struct program *program)
{
    int64_t day = program->has_from ? program->in_force_from : PLAIN_DAY;
    day = day > world->date_high ? world->date_high : day;
    return world->case_date.value == NO_TERM ? world->terms->yes
                                             : term_is(world->terms, world->case_date.value, day);
}

static void pursue(struct making_goals *making, size_t index)
{
    struct goal *goal = &making->goals->items.items[index];
    if (goal->covered || making->tried[index] || making->ret->fault) {
        return;
    }
    making->tried[index] = true;
    switch (find_case(making, goal)) {
    case VERDICT_SOME:
        add_example(making, goal);
        break;
    case VERDICT_NONE:
        vector_push(making->arena, &making->ret->impossible, goal);
        break;
    case VERDICT_UNDECIDED:
        vector_push(making->arena, &making->ret->undecided, goal);
        break;
    }
}

/* Of the rule of goal INDEX: cases in which a condition decides mostly show that the rule applies, too, and
   that it does not. */
static void pursue_conditions(struct making_goals *making, size_t index)
{
    const struct goals *goals = making->goals;
    const struct rule *rule = goals->items.items[index].rule;
    for (size_t i = index; i < goals->items.count && goals->items.items[i].rule == rule; i++) {
        if (goals->items.items[i].kind == GOAL_CONDITION) {
            pursue(making, i);
        }
    }
}

bool generate_examples(struct generation *ret, const struct program *program, struct goals *goals,
                       unsigned limit, const char **ret_why)
{
    struct arena *arena = goals->arena;
    struct world *world =
        world_create(arena, program->has_from ? program->in_force_from : WORLD_DATE_LOW,
                     program->has_to ? program->in_force_to : WORLD_DATE_HIGH);
    struct making_goals making = {.arena = arena, .ret = ret, .goals = goals, .plan = goals->plan,
                                  .terms = world->terms};
    *ret = (struct generation){.program = program, .goals = goals};
    making.prover = prover_create(arena, world, limit, ret_why);
    if (!making.prover) {
        return false;
    }
    members_admit(world, &goals->plan, 1);
    making.encoding = encoding_create(world, goals->plan);
    making.on_usual_day = on_usual_day(world, program);
    making.worked_out = arena_alloc(arena, (goals->plan->nodes.count + 1) * sizeof *making.worked_out);
    making.tried = arena_alloc(arena, goals->items.count + 1);
    for (size_t i = 0; i < goals->items.count; i++) {
        if (goals->items.items[i].kind == GOAL_RULE) {
            pursue_conditions(&making, i);
        }
        pursue(&making, i);
    }
    prover_destroy(making.prover);
    return true;
}
