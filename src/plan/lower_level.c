/* SPDX-License-Identifier: Apache-2.0 */
/* What reads the level: comparisons with written levels become thresholds. */
#include "plan/lower.h"

#include <string.h>

static int64_t rank_of_label(const struct program *program, const char *label)
{
    for (size_t i = 0; label && i < program->levels.count; i++) {
        const struct level *level = program->levels.items[i];
        if (strcmp(level->label, label) == 0
            || (level->entity.name && strcmp(level->entity.name, label) == 0)) {
            return (int64_t)i;
        }
    }
    return -1;
}

static bool may_name_level(const struct node *node)
{
    return node->kind == NODE_LABEL || node->kind == NODE_LEVEL_VALUE || node->kind == NODE_LEVEL_REF
           || (node->type && node->type->kind == TYPE_LEVEL
               && (node->kind == NODE_NUMBER || (node->kind == NODE_USE && !node->ref)));
}

int64_t level_rank(const struct program *program, const struct node *node)
{
    if (node->ref) {
        return node->ref->kind == ENTITY_LEVEL ? (int64_t)((const struct level *)node->ref)->rank
                                               : -1;
    }
    if (node->kind == NODE_LEVEL_VALUE) {
        return level_rank(program, node->child);
    }
    return may_name_level(node) ? rank_of_label(program, node->name) : -1;
}

static bool holds(enum comparison op, int64_t a, int64_t b)
{
    switch (op) {
    case EQUAL:
        return a == b;
    case NOT_EQUAL:
        return a != b;
    case LESS:
        return a < b;
    case LESS_OR_EQUAL:
        return a <= b;
    case GREATER:
        return a > b;
    case GREATER_OR_EQUAL:
        return a >= b;
    }
    return false;
}

/* Whether RANK passes the test EXPRESSION; its operands were found to be the level and levels. */
static bool rank_passes(const struct program *program, const struct node *expression, int64_t rank)
{
    const struct node *first = expression->child;
    if (expression->kind == NODE_COMPARE) {
        enum comparison op = (enum comparison)expression->op;
        return first->kind == NODE_THE_LEVEL ? holds(op, rank, level_rank(program, first->next))
                                             : holds(op, level_rank(program, first), rank);
    }
    if (expression->kind == NODE_IN_RANGE) {
        return rank >= level_rank(program, first->next)
               && rank <= level_rank(program, first->next->next);
    }
    for (const struct node *value = first->next; value; value = value->next) {
        if (level_rank(program, value) == rank) {
            return true;
        }
    }
    return false;
}

static bool tests_level(const struct program *program, const struct node *expression)
{
    if (expression->kind != NODE_COMPARE && expression->kind != NODE_IN_RANGE
        && expression->kind != NODE_IN_LIST) {
        return false;
    }
    size_t levels = 0;
    for (const struct node *node = expression->child; node; node = node->next) {
        bool is_level = node->kind == NODE_THE_LEVEL;
        if (is_level && expression->kind != NODE_COMPARE && node != expression->child) {
            return false;
        }
        levels += is_level;
        if (!is_level && level_rank(program, node) < 0) {
            return false;
        }
    }
    return levels == 1;
}

bool level_test(struct lowering *lowering, const struct node *expression, struct rank_runs *ret)
{
    const struct program *program = lowering->program;
    if (!tests_level(program, expression)) {
        return false;
    }
    ret->count = 0;
    for (size_t rank = 0; rank < lowering->level_count; rank++) {
        if (!rank_passes(program, expression, (int64_t)rank)) {
            continue;
        }
        if (ret->count > 0 && ret->items[ret->count - 1].high + 1 == rank) {
            ret->items[ret->count - 1].high = rank;
        } else {
            vector_push(lowering->arena, ret, (struct rank_run){rank, rank});
        }
    }
    return true;
}

static bool may_read(const struct lowering *lowering, size_t rank, size_t context)
{
    return rank > 0 && rank < lowering->level_count
           && rank < context_bound(lowering, context);
}

node_id lower_threshold(struct lowering *lowering, size_t rank, size_t context)
{
    if (!may_read(lowering, rank, context)) {
        return build_yes_no(&lowering->builder, rank == 0);
    }
    return task_node(lowering, TASK_THRESHOLD, rank, context_real(lowering, context));
}

node_id lower_level_runs(struct lowering *lowering, const struct rank_runs *runs, size_t context)
{
    struct builder *builder = &lowering->builder;
    node_id any = build_yes_no(builder, false);
    for (size_t i = 0; i < runs->count; i++) {
        node_id from = lower_threshold(lowering, runs->items[i].low, context);
        node_id past = lower_threshold(lowering, runs->items[i].high + 1, context);
        any = build_or2(builder, any, build_and2(builder, from, build_not(builder, past)));
    }
    return any;
}

static void need_threshold(struct lowering *lowering, size_t rank, size_t context)
{
    if (may_read(lowering, rank, context)) {
        task_need(lowering, TASK_THRESHOLD, rank, context_real(lowering, context));
    }
}

void need_level_runs(struct lowering *lowering, const struct rank_runs *runs, size_t context)
{
    for (size_t i = 0; i < runs->count; i++) {
        need_threshold(lowering, runs->items[i].low, context);
        need_threshold(lowering, runs->items[i].high + 1, context);
    }
}

node_id lower_level(struct lowering *lowering, size_t context)
{
    struct node_list thresholds = {0};
    for (size_t rank = 1; may_read(lowering, rank, context); rank++) {
        vector_push(lowering->arena, &thresholds, lower_threshold(lowering, rank, context));
    }
    struct plan_node model = {.op = OP_LEVEL, .type = lowering->program->level_type};
    return build_node(&lowering->builder, model, thresholds.items, thresholds.count);
}

void need_level(struct lowering *lowering, size_t context)
{
    for (size_t rank = 1; may_read(lowering, rank, context); rank++) {
        need_threshold(lowering, rank, context);
    }
}
