/* SPDX-License-Identifier: Apache-2.0 */
/* The reference interpreter: one node after the other. Short and obvious; speed is for other engines. */
#include "engine/interpret.h"
#include "meaning/type.h"

static operation *const operations[OPS] = {
#define X(op, text, result, signs, formula) [op] = evaluate_##op,
#include "plan/op.def"
#undef X
};

/* A node of a list: once for each item, then all of it together. */
static void evaluate_items(const struct frame *frame, size_t id)
{
    const struct plan_node *node = &frame->plan->nodes.items[id];
    struct value_set *all = &frame->evaluation->values[id];
    struct value_set **values = &frame->evaluation->items[id];
    const struct fact *list = frame->plan->program->facts.items[node->domain - 1];
    size_t others, rows = evaluation_rows(frame->limen_case, list, &others);
    struct frame of_item = *frame;
    if (!*values) {
        *values = arena_alloc(frame->arena, (rows + 1) * sizeof **values);
    }
    *all = set_nothing(frame, node->type);
    for (of_item.item = 0; of_item.item < rows; of_item.item++) {
        (*values)[of_item.item] = operations[node->op](&of_item, node);
        set_add_all(node->type, all, &(*values)[of_item.item]);
    }
}

static void evaluate_nodes(const struct frame *frame, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        const struct plan_node *node = &frame->plan->nodes.items[i];
        if (node->domain != PLAN_CASE) {
            evaluate_items(frame, i);
        } else {
            frame->evaluation->values[i] = operations[node->op](frame, node);
        }
    }
}

size_t evaluation_rows(const struct limen_case *limen_case, const struct fact *list,
                       size_t *ret_others)
{
    const struct case_fact *entry = &limen_case->facts[list->entity.index];
    bool is_open = case_list_is_open(entry, list);
    *ret_others = is_open ? (size_t)list->type->high - entry->item_count : 0;
    return entry->item_count + is_open;
}

static void add_problem(const struct frame *frame, enum case_problem_kind kind, size_t index)
{
    struct evaluation *evaluation = frame->evaluation;
    for (size_t i = 0; i < evaluation->problems.count; i++) {
        if (evaluation->problems.items[i].kind == kind
            && evaluation->problems.items[i].index == index
            && evaluation->problems.items[i].item == frame->item) {
            return;
        }
    }
    struct case_problem problem = {kind, index, frame->item};
    vector_push(frame->arena, &evaluation->problems, problem);
    evaluation->refused = evaluation->refused || kind != PROBLEM_CONFLICT;
}

/* ------------------------------------------------------------------------------------- is known */

static bool given_is_known(const struct case_fact *given, const struct fact *fact)
{
    if (fact->is_builtin) {
        return given->state == FACT_GIVEN || given->state == FACT_ASSUMED
                   ? value_is_single(given->set)
                   : fact->type->low == fact->type->high;
    }
    if (given->state != FACT_GIVEN && given->state != FACT_ASSUMED) {
        return false;
    }
    return type_is_many(fact->type) ? given->complete : value_is_single(given->set);
}

/* A derived fact's answer comes when it is worked out, before anything was settled. */
static void find_known(const struct frame *frame)
{
    const struct program *program = frame->plan->program;
    const struct limen_case *limen_case = frame->limen_case;
    for (size_t i = 0; i < program->facts.count; i++) {
        frame->evaluation->known[i] =
            limen_case->known ? limen_case->known[i]
                              : given_is_known(&limen_case->facts[i], program->facts.items[i]);
    }
}

static bool *known_of_items(const struct frame *frame, const struct fact *field)
{
    const struct case_fact *list = &frame->limen_case->facts[field->list->entity.index];
    bool *known = arena_alloc(frame->arena, list->item_count + 1);
    for (size_t i = 0; i < list->item_count; i++) {
        known[i] = given_is_known(&list->items[i].fields[field->place], field);
    }
    return known;
}

static void find_fields_known(const struct frame *frame)
{
    const struct program *program = frame->plan->program;
    bool **known = arena_alloc(frame->arena, (program->fields.count + 1) * sizeof *known);
    for (size_t i = 0; i < program->fields.count && !frame->limen_case->fields_known; i++) {
        known[i] = known_of_items(frame, program->fields.items[i]);
    }
    frame->evaluation->fields_known = frame->limen_case->fields_known ? frame->limen_case->fields_known : known;
}

/* ------------------------------------------------------------------------------------ impossible */

/* The one conjunct that does not certainly hold, or NULL if there is none or more than one. */
static const struct plan_conjunct *last_open(const struct frame *frame,
                                             const struct plan_impossible *impossible)
{
    const struct plan_conjunct *open = NULL;
    for (size_t i = 0; i < impossible->conjuncts.count; i++) {
        const struct plan_conjunct *conjunct = &impossible->conjuncts.items[i];
        if (!value_is_yes(frame->evaluation->values[conjunct->holds])) {
            if (open) {
                return NULL;
            }
            open = conjunct;
        }
    }
    return open;
}

/* True if something was settled. */
static bool settle(const struct frame *frame, const struct plan_impossible *impossible)
{
    const struct plan_conjunct *open = last_open(frame, impossible);
    if (!open || !open->is_fact || !value_may_be_yes(frame->evaluation->values[open->holds])
        || frame->settled_as[open->fact] >= 0) {
        return false;
    }
    frame->settled_as[open->fact] = !open->value;
    frame->evaluation->settled[open->fact] = true;
    return true;
}

static bool settle_all(const struct frame *frame)
{
    bool some = false;
    for (size_t i = 0; i < frame->plan->impossibles.count; i++) {
        some |= settle(frame, &frame->plan->impossibles.items[i]);
    }
    return some;
}

/* Each pass but the last settles a fact that none before it settled. */
static void evaluate_prologue(struct frame *frame)
{
    frame->is_first_pass = true;
    evaluate_nodes(frame, 0, frame->plan->prologue);
    frame->is_first_pass = false;
    while (settle_all(frame)) {
        evaluate_nodes(frame, 0, frame->plan->prologue);
    }
}

/* -------------------------------------------------------------------------------------- problems */

static bool is_contradicted(const struct frame *frame, const struct plan_node *node)
{
    struct value_set common;
    return !value_intersect(frame->arena, node->type, *operand(frame, node, 0),
                            *operand(frame, node, 1), &common);
}

static void find_field_contradictions(const struct frame *frame, const struct plan_node *node)
{
    struct frame of_item = *frame;
    size_t listed = frame->limen_case->facts[node->domain - 1].item_count;
    for (of_item.item = 0; of_item.item < listed; of_item.item++) {
        if (is_contradicted(&of_item, node)) {
            add_problem(&of_item, PROBLEM_FIELD_CONTRADICTION, node->index);
        }
    }
}

static void find_contradictions(const struct frame *frame)
{
    const struct plan *plan = frame->plan;
    for (size_t i = 0; i < plan->nodes.count; i++) {
        const struct plan_node *node = &plan->nodes.items[i];
        if (node->op == OP_FIELD_DERIVED) {
            find_field_contradictions(frame, node);
        } else if (node->op == OP_DERIVED && is_contradicted(frame, node)) {
            add_problem(frame, PROBLEM_CONTRADICTION, node->index);
        }
    }
}

static void find_refusals(const struct frame *frame)
{
    const struct plan *plan = frame->plan;
    const struct value_set *values = frame->evaluation->values;
    for (size_t i = 0; i < plan->impossibles.count; i++) {
        if (value_is_yes(values[plan->impossibles.items[i].condition])) {
            add_problem(frame, PROBLEM_IMPOSSIBLE, i);
        }
    }
    for (size_t i = 0; i < plan->requires.count; i++) {
        if (!value_may_be_yes(values[plan->requires.items[i].condition])) {
            add_problem(frame, PROBLEM_REQUIRE, i);
        }
    }
}

static bool rows_disagree(const struct frame *frame, const struct plan_node *node)
{
    struct value_set common = value_any(frame->arena, node->type);
    common.or_none = true;
    for (size_t i = 0; i + 1 < node->operand_count; i += 2) {
        if (value_is_yes(*operand(frame, node, i))
            && !value_intersect(frame->arena, node->type, common, *operand(frame, node, i + 1),
                                &common)) {
            return true;
        }
    }
    return false;
}

static void find_conflicts(const struct frame *frame)
{
    const struct plan *plan = frame->plan;
    for (size_t i = 0; i < plan->decisions.count; i++) {
        const struct plan_node *node = plan_at(plan, plan->decisions.items[i].value);
        if (node->op == OP_ONLY_ROW && rows_disagree(frame, node)) {
            add_problem(frame, PROBLEM_CONFLICT, i);
        }
    }
}

/* ------------------------------------------------------------------------------------ evaluation */

static struct frame frame_create(struct arena *arena, const struct plan *plan,
                                 const struct limen_case *limen_case)
{
    size_t facts = plan->program->facts.count + 1;
    struct evaluation *evaluation = arena_alloc(arena, sizeof *evaluation);
    evaluation->plan = plan;
    evaluation->limen_case = limen_case;
    evaluation->values = arena_alloc(arena, (plan->nodes.count + 1) * sizeof *evaluation->values);
    evaluation->items = arena_alloc(arena, (plan->nodes.count + 1) * sizeof *evaluation->items);
    evaluation->known = arena_alloc(arena, facts * sizeof *evaluation->known);
    evaluation->settled = arena_alloc(arena, facts * sizeof *evaluation->settled);
    struct frame frame = {.arena = arena, .plan = plan, .limen_case = limen_case,
                          .evaluation = evaluation};
    frame.settled_as = arena_alloc(arena, facts * sizeof *frame.settled_as);
    for (size_t i = 0; i < facts; i++) {
        frame.settled_as[i] = -1;
    }
    return frame;
}

static struct evaluation *evaluate(struct frame *frame)
{
    find_known(frame);
    find_fields_known(frame);
    evaluate_prologue(frame);
    evaluate_nodes(frame, frame->plan->prologue, frame->plan->nodes.count);
    find_contradictions(frame);
    find_refusals(frame);
    find_conflicts(frame);
    return frame->evaluation;
}

struct evaluation *interpreter_evaluate(struct arena *arena, const struct plan *plan,
                                        const struct limen_case *limen_case)
{
    struct frame frame = frame_create(arena, plan, limen_case);
    return evaluate(&frame);
}

struct evaluation *interpreter_evaluate_known_open(struct arena *arena, const struct plan *plan,
                                                   const struct limen_case *limen_case)
{
    struct frame frame = frame_create(arena, plan, limen_case);
    frame.known_is_open = true;
    return evaluate(&frame);
}
