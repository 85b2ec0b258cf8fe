/* SPDX-License-Identifier: Apache-2.0 */
/* Tasks in the order in which they need each other, and the plan put together from them. */
#include "meaning/each.h"
#include "meaning/summary.h"
#include "meaning/type.h"
#include "plan/lower.h"

#include <assert.h>

#define FIRST_SLOTS 256

/* ------------------------------------------------------------------------------------------- tasks */

size_t context_own(const struct lowering *lowering)
{
    return 2 * lowering->level_count + 1;
}

bool context_is_own(const struct lowering *lowering, size_t context)
{
    return context > lowering->level_count;
}

size_t context_real(const struct lowering *lowering, size_t context)
{
    return context_is_own(lowering, context) ? context_own(lowering) : lowering->level_count;
}

size_t context_at(const struct lowering *lowering, size_t context, size_t level)
{
    return context_is_own(lowering, context) ? lowering->level_count + 1 + level : level;
}

size_t context_bound(const struct lowering *lowering, size_t context)
{
    return context_is_own(lowering, context) ? context - lowering->level_count - 1 : context;
}

size_t context_inside(const struct lowering *lowering, const struct node *expression, size_t context)
{
    if (!node_takes_each(lowering->program, expression)) {
        return context;
    }
    return lowering->program->asks_others ? context_own(lowering) : lowering->level_count;
}

bool rule_is_left_out(const struct lowering *lowering, const struct rule *rule, size_t context)
{
    return rule->asks_others && context_is_own(lowering, context);
}

size_t context_of(const struct lowering *lowering, const struct entity *entity, size_t context)
{
    return entity->reads_level ? context : context_real(lowering, context);
}

size_t rule_context(const struct lowering *lowering, const struct rule *rule, size_t context)
{
    return lowering->shapes[rule->entity.index].reads_level ? context
                                                            : context_real(lowering, context);
}

static size_t task_hash(struct task task)
{
    uint64_t hash = (uint64_t)task.index * UINT64_C(0x9e3779b97f4a7c15);
    hash ^= ((uint64_t)task.kind << 32 | task.context) * UINT64_C(0xc2b2ae3d27d4eb4f);
    return (size_t)(hash ^ hash >> 30);
}

static bool task_same(struct task a, struct task b)
{
    return a.kind == b.kind && a.index == b.index && a.context == b.context;
}

static struct task_slot *slot_find(const struct lowering *lowering, struct task task)
{
    size_t at = task_hash(task) & (lowering->slot_count - 1);
    while (lowering->slots[at].is_used && !task_same(lowering->slots[at].task, task)) {
        at = (at + 1) & (lowering->slot_count - 1);
    }
    return &lowering->slots[at];
}

static void slots_grow(struct lowering *lowering)
{
    struct task_slot *old = lowering->slots;
    size_t old_count = lowering->slot_count;
    lowering->slot_count = old_count ? old_count * 2 : FIRST_SLOTS;
    lowering->slots =
        arena_alloc(lowering->arena, lowering->slot_count * sizeof *lowering->slots);
    for (size_t i = 0; i < old_count; i++) {
        if (old[i].is_used) {
            *slot_find(lowering, old[i].task) = old[i];
        }
    }
}

/* The slot of TASK, made if need be; it stays where it is until the next call. */
static struct task_slot *slot_of(struct lowering *lowering, struct task task)
{
    if ((lowering->slots_used + 1) * 2 > lowering->slot_count) {
        slots_grow(lowering);
    }
    struct task_slot *slot = slot_find(lowering, task);
    if (!slot->is_used) {
        *slot = (struct task_slot){.task = task, .is_used = true, .node = NO_NODE};
        lowering->slots_used++;
    }
    return slot;
}

static struct task task_of(enum task_kind kind, size_t index, size_t context)
{
    return (struct task){kind, (uint32_t)index, (uint32_t)context};
}

void task_need(struct lowering *lowering, enum task_kind kind, size_t index, size_t context)
{
    struct task task = task_of(kind, index, context);
    if (slot_of(lowering, task)->state == TASK_NEW) {
        vector_push(lowering->arena, &lowering->stack, task);
    }
}

node_id task_node(struct lowering *lowering, enum task_kind kind, size_t index, size_t context)
{
    struct task task = task_of(kind, index, context);
    const struct task_slot *slot = slot_of(lowering, task);
    assert(slot->state == TASK_DONE);
    return slot->node;
}

/* ------------------------------------------------------------------------------- what tasks stand for */

static void need_task(struct lowering *lowering, struct task task)
{
    const struct program *program = lowering->program;
    switch (task.kind) {
    case TASK_FACT:
        need_expression(lowering, program->facts.items[task.index]->from, task.context);
        break;
    case TASK_FIELD:
        need_expression(lowering, program->fields.items[task.index]->from, task.context);
        break;
    case TASK_DEFINE:
        need_expression(lowering, program->defines.items[task.index]->expression, task.context);
        break;
    case TASK_GROUP:
        need_expression(lowering, program->groups.items[task.index]->elements, task.context);
        break;
    case TASK_DECISION:
        need_decision(lowering, program->decisions.items[task.index], task.context);
        break;
    default:
        need_rule_task(lowering, task);
    }
}

static node_id lower_fact(struct lowering *lowering, size_t index, size_t context)
{
    const struct fact *fact = lowering->program->facts.items[index];
    struct plan *plan = lowering->plan;
    if (type_is_many(fact->type)) {
        return NO_NODE;
    }
    node_id input = build_leaf(&lowering->builder, OP_INPUT, fact->type, index);
    node_id value = input;
    if (fact->from) {
        node_id worked_out = lower_as(lowering,
                                      fact_is_graded(fact)
                                          ? lower_graded(lowering, fact, context)
                                          : lower_expression(lowering, fact->from, context, no_spread),
                                      fact->type);
        struct plan_node model = {.op = OP_DERIVED, .type = fact->type, .index = (uint32_t)index};
        value = build_node(&lowering->builder, model, (node_id[]){input, worked_out}, 2);
    }
    plan->inputs[index] = input;
    if (plan->facts[index] == NO_NODE || context == lowering->level_count) {
        plan->facts[index] = value;
    }
    return value;
}

static node_id lower_task(struct lowering *lowering, struct task task)
{
    const struct program *program = lowering->program;
    switch (task.kind) {
    case TASK_FACT:
        return lower_fact(lowering, task.index, task.context);
    case TASK_FIELD:
        return lower_field(lowering, program->fields.items[task.index], task.context);
    case TASK_DEFINE:
        return lower_expression(lowering, program->defines.items[task.index]->expression,
                                task.context, no_spread);
    case TASK_GROUP:
        return build_yes_no(&lowering->builder, false);
    case TASK_DECISION:
        return lower_decision(lowering, program->decisions.items[task.index], task.context);
    default:
        return lower_rule_task(lowering, task);
    }
}

/* Looks at the task on top: the first time it puts what it reads on top of itself, the second time
   that is done. */
static void stack_step(struct lowering *lowering)
{
    struct task task = lowering->stack.items[lowering->stack.count - 1];
    struct task_slot *slot = slot_of(lowering, task);
    if (slot->state == TASK_NEW) {
        slot->state = TASK_OPEN;
        need_task(lowering, task);
        return;
    }
    lowering->stack.count--;
    if (slot->state == TASK_OPEN) {
        node_id node = lower_task(lowering, task);
        slot = slot_of(lowering, task);
        slot->node = node;
        slot->state = TASK_DONE;
    }
}

static void stack_empty(struct lowering *lowering)
{
    while (lowering->stack.count > 0) {
        stack_step(lowering);
    }
}

node_id task_run(struct lowering *lowering, enum task_kind kind, size_t index, size_t context)
{
    task_need(lowering, kind, index, context);
    stack_empty(lowering);
    return task_node(lowering, kind, index, context);
}

node_id expression_run(struct lowering *lowering, const struct node *expression)
{
    need_expression(lowering, expression, lowering->level_count);
    stack_empty(lowering);
    return lower_expression(lowering, expression, lowering->level_count, no_spread);
}

node_id condition_run(struct lowering *lowering, const struct node *expression)
{
    need_expression(lowering, expression, lowering->level_count);
    stack_empty(lowering);
    return lower_condition(lowering, expression, lowering->level_count, no_spread);
}

static node_id guard_run(struct lowering *lowering, const struct node *condition,
                         const struct node *unless)
{
    need_expression(lowering, condition, lowering->level_count);
    need_expression(lowering, unless, lowering->level_count);
    stack_empty(lowering);
    return lower_guard(lowering, condition, unless, lowering->level_count);
}

/* ---------------------------------------------------------------------------- facts and impossible */

static bool conjunct_is_fact(const struct node *node, struct plan_conjunct *ret)
{
    bool value = true;
    while (node->kind == NODE_NOT) {
        value = !value;
        node = node->child;
    }
    if (node->kind != NODE_USE || !node->ref || node->ref->kind != ENTITY_FACT) {
        return false;
    }
    const struct fact *fact = (const struct fact *)node->ref;
    if (fact->type->kind != TYPE_YES_NO || fact->type->or_none) {
        return false;
    }
    *ret = (struct plan_conjunct){.is_fact = true, .fact = fact->entity.index, .value = value};
    return true;
}

static bool conjunct_is_there(const struct plan_impossible *impossible, struct plan_conjunct conjunct)
{
    for (size_t i = 0; i < impossible->conjuncts.count; i++) {
        if (impossible->conjuncts.items[i].holds == conjunct.holds) {
            return true;
        }
    }
    return false;
}

static void add_conjuncts(struct lowering *lowering, struct plan_impossible *impossible,
                          const struct node *condition)
{
    if (condition->kind == NODE_AND) {
        for (const struct node *child = condition->child; child; child = child->next) {
            add_conjuncts(lowering, impossible, child);
        }
        return;
    }
    struct plan_conjunct conjunct = {0};
    conjunct_is_fact(condition, &conjunct);
    conjunct.holds = condition_run(lowering, condition);
    if (!conjunct_is_there(impossible, conjunct)) {
        vector_push(lowering->arena, &impossible->conjuncts, conjunct);
    }
}

static void lower_impossibles(struct lowering *lowering)
{
    const struct program *program = lowering->program;
    for (size_t i = 0; i < program->impossibles.count; i++) {
        const struct statement *statement = program->impossibles.items[i];
        struct plan_impossible impossible = {.statement = statement};
        impossible.condition = condition_run(lowering, statement->condition);
        add_conjuncts(lowering, &impossible, statement->condition);
        vector_push(lowering->arena, &lowering->plan->impossibles, impossible);
    }
}

static void lower_requires(struct lowering *lowering)
{
    const struct program *program = lowering->program;
    for (size_t i = 0; i < program->requires.count; i++) {
        struct plan_require require = {.statement = program->requires.items[i]};
        require.condition = condition_run(lowering, require.statement->condition);
        vector_push(lowering->arena, &lowering->plan->requires, require);
    }
}

/* Every derived fact, read or not: a case that contradicts it is in error all the same. */
static void lower_facts(struct lowering *lowering)
{
    const struct program *program = lowering->program;
    struct plan *plan = lowering->plan;
    plan->inputs = arena_alloc(lowering->arena, (program->facts.count + 1) * sizeof(node_id));
    plan->facts = arena_alloc(lowering->arena, (program->facts.count + 1) * sizeof(node_id));
    for (size_t i = 0; i < program->facts.count; i++) {
        plan->inputs[i] = plan->facts[i] = NO_NODE;
    }
    for (size_t i = 0; i < program->facts.count; i++) {
        if (program->facts.items[i]->from) {
            task_run(lowering, TASK_FACT, i, lowering->level_count);
        }
    }
    for (size_t i = 0; i < program->fields.count; i++) {
        if (program->fields.items[i]->from) {
            task_run(lowering, TASK_FIELD, i, lowering->level_count);
        }
    }
}

/* ------------------------------------------------------------------------------------- conclusions */

static void lower_thresholds(struct lowering *lowering)
{
    struct plan *plan = lowering->plan;
    plan->threshold_count = lowering->level_count;
    plan->thresholds =
        arena_alloc(lowering->arena, (plan->threshold_count + 1) * sizeof *plan->thresholds);
    for (size_t rank = 0; rank < plan->threshold_count; rank++) {
        plan->thresholds[rank] =
            rank == 0 ? build_yes_no(&lowering->builder, true)
                      : task_run(lowering, TASK_THRESHOLD, rank, lowering->level_count);
    }
}

static void lower_own_thresholds(struct lowering *lowering)
{
    struct plan *plan = lowering->plan;
    if (!lowering->program->asks_others) {
        return;
    }
    plan->own_thresholds =
        arena_alloc(lowering->arena, (plan->threshold_count + 1) * sizeof *plan->own_thresholds);
    for (size_t rank = 0; rank < plan->threshold_count; rank++) {
        plan->own_thresholds[rank] =
            rank == 0 ? plan->thresholds[0]
                      : task_run(lowering, TASK_THRESHOLD, rank, context_own(lowering));
    }
}

static void lower_rules(struct lowering *lowering)
{
    const struct program *program = lowering->program;
    for (size_t i = 0; i < program->rules.count; i++) {
        struct plan_rule rule = {.rule = program->rules.items[i]};
        size_t context = lowering->level_count;
        rule.condition = task_run(lowering, TASK_CONDITION, i, context);
        rule.status = task_run(lowering, TASK_STATUS, i, context);
        vector_push(lowering->arena, &lowering->plan->rules, rule);
    }
}

static void lower_decisions(struct lowering *lowering)
{
    const struct program *program = lowering->program;
    for (size_t i = 0; i < program->decisions.count; i++) {
        struct plan_decision decision = {.decision = program->decisions.items[i]};
        decision.value = task_run(lowering, TASK_DECISION, i, lowering->level_count);
        for (size_t row = 0; row < decision.decision->rows.count; row++) {
            vector_push(lowering->arena, &decision.conditions,
                        lower_row_condition(lowering, &decision.decision->rows.items[row],
                                            lowering->level_count));
        }
        vector_push(lowering->arena, &lowering->plan->decisions, decision);
    }
}

/* By duty: the statuses of the rules that conclude it. */
static struct node_list *duty_rules(struct lowering *lowering)
{
    const struct program *program = lowering->program;
    struct node_list *lists =
        arena_alloc(lowering->arena, (program->duties.count + 1) * sizeof *lists);
    for (size_t i = 0; i < program->rules.count; i++) {
        const struct rule *rule = program->rules.items[i];
        for (size_t j = 0; j < rule->duties.count; j++) {
            vector_push(lowering->arena, &lists[rule->duties.items[j]->entity.index],
                        lowering->plan->rules.items[i].status);
        }
    }
    return lists;
}

static void lower_deadlines(struct lowering *lowering, const struct duty *duty,
                            struct plan_duty *ret)
{
    for (size_t i = 0; i < duty->deadlines.count; i++) {
        struct plan_deadline deadline = {.deadline = &duty->deadlines.items[i], .start = NO_NODE};
        if (deadline.deadline->amount) {
            deadline.amount = lower_amount(deadline.deadline->amount);
        }
        if (deadline.deadline->start) {
            deadline.start = expression_run(lowering, deadline.deadline->start);
        }
        vector_push(lowering->arena, &ret->deadlines, deadline);
    }
}

static void lower_duties(struct lowering *lowering)
{
    const struct program *program = lowering->program;
    struct node_list *lists = duty_rules(lowering);
    for (size_t i = 0; i < program->duties.count; i++) {
        struct plan_duty duty = {.duty = program->duties.items[i]};
        if (duty.duty->when) {
            vector_push(lowering->arena, &lists[i],
                        guard_run(lowering, duty.duty->when, duty.duty->unless));
        }
        duty.holds = build_or(&lowering->builder, lists[i].items, lists[i].count);
        lower_deadlines(lowering, duty.duty, &duty);
        vector_push(lowering->arena, &lowering->plan->duties, duty);
    }
}

static node_id lower_note(struct lowering *lowering, const struct note *note)
{
    if (note->place == NOTE_WHEN) {
        return condition_run(lowering, note->when);
    }
    if (note->place != NOTE_AT_LEVEL) {
        return NO_NODE;
    }
    node_id from = lower_threshold(lowering, note->level, lowering->level_count);
    node_id past = lower_threshold(lowering, note->level + 1, lowering->level_count);
    return build_and2(&lowering->builder, from, build_not(&lowering->builder, past));
}

static void lower_notes(struct lowering *lowering)
{
    const struct program *program = lowering->program;
    for (size_t i = 0; i < program->notes.count; i++) {
        const struct note *note = program->notes.items[i];
        vector_push(lowering->arena, &lowering->plan->notes,
                    (struct plan_note){note, lower_note(lowering, note)});
    }
}

static void lower_items(struct lowering *lowering)
{
    const struct program *program = lowering->program;
    for (size_t i = 0; i < program->checklists.count; i++) {
        const struct checklist *checklist = program->checklists.items[i];
        for (size_t j = 0; j < checklist->items.count; j++) {
            const struct checklist_item *item = &checklist->items.items[j];
            node_id asked = item->condition ? condition_run(lowering, item->condition) : NO_NODE;
            vector_push(lowering->arena, &lowering->plan->items,
                        (struct plan_item){checklist, item, asked});
        }
    }
}

/* The value that an outcome gives to a decision. */
static node_id lower_claimed(struct lowering *lowering, const struct node *outcome)
{
    if (outcome->kind != NODE_OUTCOME_VALUE) {
        return NO_NODE;
    }
    const struct decision *decision = (const struct decision *)outcome->ref;
    return lower_as(lowering, expression_run(lowering, outcome->child), decision->type);
}

static struct plan_claim lower_claim(struct lowering *lowering, const struct statement *statement)
{
    struct plan_claim claim = {.statement = statement, .condition = NO_NODE};
    const struct node *then = node_child(statement->entity.decl, NODE_THEN);
    if (statement->condition) {
        claim.condition = condition_run(lowering, statement->condition);
    }
    for (const struct node *outcome = then ? then->child : NULL; outcome; outcome = outcome->next) {
        vector_push(lowering->arena, &claim.values, lower_claimed(lowering, outcome));
    }
    return claim;
}

static void lower_claims(struct lowering *lowering)
{
    const struct program *program = lowering->program;
    for (size_t i = 0; i < program->claims.count; i++) {
        vector_push(lowering->arena, &lowering->plan->claims,
                    lower_claim(lowering, program->claims.items[i]));
    }
    for (size_t i = 0; i < program->changes.count; i++) {
        vector_push(lowering->arena, &lowering->plan->changes,
                    lower_claim(lowering, program->changes.items[i]));
    }
}

static void lower_requests(struct lowering *lowering, const struct plan_request *requests,
                           size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct type *type = requests[i].type;
        node_id value = type->kind == TYPE_YES_NO
                            ? condition_run(lowering, requests[i].expression)
                            : lower_as(lowering, expression_run(lowering, requests[i].expression),
                                       type);
        vector_push(lowering->arena, &lowering->plan->requested, value);
    }
}

static struct lowering lower_program(struct arena *arena, const struct program *program)
{
    struct plan *plan = arena_alloc(arena, sizeof *plan);
    plan->arena = arena;
    plan->program = program;
    struct lowering lowering = {.arena = arena, .plan = plan, .program = program,
                                .level_count = program->levels.count};
    builder_create(&lowering.builder, arena, plan);
    shape_rules(&lowering);
    lower_facts(&lowering);
    lower_impossibles(&lowering);
    plan->prologue = plan->nodes.count;
    lower_requires(&lowering);
    plan->scope = program->scope ? condition_run(&lowering, program->scope) : NO_NODE;
    lower_thresholds(&lowering);
    lower_own_thresholds(&lowering);
    lower_rules(&lowering);
    lower_decisions(&lowering);
    lower_duties(&lowering);
    lower_notes(&lowering);
    lower_items(&lowering);
    return lowering;
}

struct plan *plan_create(struct arena *arena, const struct program *program)
{
    return lower_program(arena, program).plan;
}

struct plan *plan_create_with_claims(struct arena *arena, const struct program *program)
{
    struct lowering lowering = lower_program(arena, program);
    lower_claims(&lowering);
    return lowering.plan;
}

struct plan *plan_create_with_values(struct arena *arena, const struct program *program,
                                     const struct plan_request *requests, size_t count)
{
    struct lowering lowering = lower_program(arena, program);
    lower_requests(&lowering, requests, count);
    return lowering.plan;
}
