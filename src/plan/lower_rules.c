/* SPDX-License-Identifier: Apache-2.0 */
/* Rules, exceptions and thresholds, as the semantics define them:

     T_e       = C_e and not any T of e's own exceptions
     A_L(r, P) = [o >= L] P and C_r and not any (T_e where e or an exception below it concludes below L)
                 or any A_L(e, P and C_r)
     status(r) = P and C_r and not any T_e
     G_L       = any A_L

   A rule that is read by nothing but its level, without exceptions, is "plain": it lifts to every
   threshold up to its own alike, so those thresholds share one chain and the plan stays linear. */
#include "plan/lower.h"

static const struct rule *rule_at(const struct lowering *lowering, size_t index)
{
    return lowering->program->rules.items[index];
}

static bool rule_is_judged(const struct rule *rule)
{
    return rule->has_level && rule->level_low != rule->level_high;
}

/* ------------------------------------------------------------------------------- shape of the rules */

/* Puts TOP and what hangs under it into preorder, and marks them all if one reads the level. */
static void preorder_visit(struct lowering *lowering, const struct rule *top)
{
    bool reads_level = false;
    size_t first = lowering->preorder.count;
    struct { VECTOR_OF(const struct rule *); } stack = {0};
    vector_push(lowering->arena, &stack, top);
    while (stack.count > 0) {
        const struct rule *rule = stack.items[--stack.count];
        reads_level = reads_level || rule->entity.reads_level;
        lowering->shapes[rule->entity.index].subtree = lowering->preorder.count;
        vector_push(lowering->arena, &lowering->preorder, rule);
        for (size_t i = rule->exceptions.count; i > 0; i--) {
            vector_push(lowering->arena, &stack, rule->exceptions.items[i - 1]);
        }
    }
    for (size_t i = first; i < lowering->preorder.count; i++) {
        lowering->shapes[lowering->preorder.items[i]->entity.index].reads_level = reads_level;
    }
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Exceptions come after what they except: backwards, a rule is met when all below it is known. */
static void shape_rule(struct lowering *lowering, size_t place)
{
    const struct rule *rule = lowering->preorder.items[place];
    struct rule_shape *shape = &lowering->shapes[rule->entity.index];
    shape->subtree_end = place + 1;
    shape->concludes = rule->has_level;
    shape->least_low = rule->has_level ? (int64_t)rule->level_low : -1;
    shape->least_high = rule->has_level ? (int64_t)rule->level_high : -1;
    for (size_t i = 0; i < rule->exceptions.count; i++) {
        const struct rule_shape *below =
            &lowering->shapes[rule->exceptions.items[i]->entity.index];
        shape->subtree_end = below->subtree_end > shape->subtree_end ? below->subtree_end
                                                                     : shape->subtree_end;
        shape->concludes = shape->concludes || below->concludes;
        shape->least_low = least(shape->least_low, below->least_low);
        shape->least_high = least(shape->least_high, below->least_high);
    }
    shape->is_plain = !rule->excepts && rule->exceptions.count == 0 && !rule_is_judged(rule)
                      && !shape->reads_level;
}

static void file_rule(struct lowering *lowering, const struct rule *rule)
{
    const struct rule_shape *shape = &lowering->shapes[rule->entity.index];
    if (rule_counts_at(rule, rule->level_low, NULL)) {
        vector_push(lowering->arena, &lowering->counted_at[rule->level_low], rule);
    }
    if (shape->is_plain && rule->has_level) {
        vector_push(lowering->arena, &lowering->plain_at[rule->level_low], rule);
    } else if (!shape->is_plain && !rule->excepts && shape->concludes) {
        vector_push(lowering->arena, &lowering->lifting, rule);
    }
}

void shape_rules(struct lowering *lowering)
{
    const struct program *program = lowering->program;
    struct arena *arena = lowering->arena;
    size_t ranks = lowering->level_count + 1;
    lowering->shapes = arena_alloc(arena, (program->rules.count + 1) * sizeof *lowering->shapes);
    lowering->plain_at = arena_alloc(arena, ranks * sizeof *lowering->plain_at);
    lowering->counted_at = arena_alloc(arena, ranks * sizeof *lowering->counted_at);
    for (size_t i = 0; i < program->rules.count; i++) {
        if (!program->rules.items[i]->excepts) {
            preorder_visit(lowering, program->rules.items[i]);
        }
    }
    for (size_t i = lowering->preorder.count; i > 0; i--) {
        shape_rule(lowering, i - 1);
    }
    for (size_t i = 0; i < program->rules.count; i++) {
        file_rule(lowering, program->rules.items[i]);
    }
}

/* ------------------------------------------------------------------------------- what a task reads */

static void need_of_rule(struct lowering *lowering, enum task_kind kind, const struct rule *rule,
                         size_t context)
{
    /* A threshold's own task tells the contexts apart even where the rule reads no level. */
    size_t own = kind == TASK_LIFT ? context : rule_context(lowering, rule, context);
    task_need(lowering, kind, rule->entity.index, own);
}

static void need_exceptions(struct lowering *lowering, enum task_kind kind, const struct rule *rule,
                            size_t context)
{
    for (size_t i = 0; i < rule->exceptions.count; i++) {
        if (!rule_is_left_out(lowering, rule->exceptions.items[i], context)) {
            need_of_rule(lowering, kind, rule->exceptions.items[i], context);
        }
    }
}

static void need_threshold_rules(struct lowering *lowering, size_t level, size_t context)
{
    size_t building = context_at(lowering, context, level);
    task_need(lowering, TASK_PLAIN, level, context);
    for (size_t i = 0; i < lowering->lifting.count; i++) {
        if (!rule_is_left_out(lowering, lowering->lifting.items[i], context)) {
            need_of_rule(lowering, TASK_LIFT, lowering->lifting.items[i], building);
        }
    }
}

static void need_plain(struct lowering *lowering, size_t level, size_t context)
{
    if (level + 1 < lowering->level_count) {
        task_need(lowering, TASK_PLAIN, level + 1, context);
    }
    for (size_t i = 0; i < lowering->plain_at[level].count; i++) {
        const struct rule *rule = lowering->plain_at[level].items[i];
        if (!rule_is_left_out(lowering, rule, context)) {
            need_of_rule(lowering, TASK_CONDITION, rule, context);
        }
    }
}

static void need_inherited(struct lowering *lowering, const struct rule *rule, size_t context)
{
    if (rule->excepts) {
        need_of_rule(lowering, TASK_INHERITED, rule->excepts, context);
        need_of_rule(lowering, TASK_CONDITION, rule->excepts, context);
    }
}

void need_rule_task(struct lowering *lowering, struct task task)
{
    if (task.kind == TASK_PLAIN) {
        need_plain(lowering, task.index, task.context);
        return;
    }
    if (task.kind == TASK_THRESHOLD) {
        need_threshold_rules(lowering, task.index, task.context);
        return;
    }
    const struct rule *rule = rule_at(lowering, task.index);
    if (task.kind == TASK_CONDITION) {
        need_expression(lowering, rule->condition, task.context);
        need_expression(lowering, rule->unless, task.context);
        return;
    }
    if (task.kind == TASK_INHERITED) {
        need_inherited(lowering, rule, task.context);
        return;
    }
    need_of_rule(lowering, TASK_CONDITION, rule, task.context);
    need_exceptions(lowering, TASK_TRIGGER, rule, task.context);
    if (task.kind != TASK_TRIGGER) {
        need_of_rule(lowering, TASK_INHERITED, rule, task.context);
    }
    if (task.kind == TASK_LIFT) {
        need_exceptions(lowering, TASK_LIFT, rule, task.context);
    }
}

/* ---------------------------------------------------------------------------------------- lowering */

static node_id of_rule(struct lowering *lowering, enum task_kind kind, const struct rule *rule,
                       size_t context)
{
    size_t own = kind == TASK_LIFT ? context : rule_context(lowering, rule, context);
    return task_node(lowering, kind, rule->entity.index, own);
}

static node_id lower_inherited(struct lowering *lowering, const struct rule *rule, size_t context)
{
    if (!rule->excepts) {
        return build_yes_no(&lowering->builder, true);
    }
    return build_and2(&lowering->builder,
                      of_rule(lowering, TASK_INHERITED, rule->excepts, context),
                      of_rule(lowering, TASK_CONDITION, rule->excepts, context));
}

/* NODE and not any T of RULE's exceptions. */
static node_id unless_excepted(struct lowering *lowering, node_id node, const struct rule *rule,
                               size_t context)
{
    struct node_list triggers = {0};
    for (size_t i = 0; i < rule->exceptions.count; i++) {
        if (!rule_is_left_out(lowering, rule->exceptions.items[i], context)) {
            vector_push(lowering->arena, &triggers,
                        of_rule(lowering, TASK_TRIGGER, rule->exceptions.items[i], context));
        }
    }
    node_id any = build_or(&lowering->builder, triggers.items, triggers.count);
    return build_and2(&lowering->builder, node, build_not(&lowering->builder, any));
}

/* [outcome >= LEVEL] */
static node_id reaches(struct lowering *lowering, const struct rule *rule, size_t level)
{
    if (!rule->has_level || rule->level_high < level || rule->level_low >= level) {
        return build_yes_no(&lowering->builder, rule->has_level && rule->level_low >= level);
    }
    struct plan_node model = {.op = OP_JUDGED, .index = (uint32_t)rule->entity.index,
                              .constant = (int64_t)level};
    return build_predicate(&lowering->builder, model, NULL, 0);
}

/* EXCEPTION or one below it concludes below LEVEL: certain, impossible, or as judged. */
static node_id concludes_below(struct lowering *lowering, const struct rule *exception,
                               size_t level)
{
    const struct rule_shape *shape = &lowering->shapes[exception->entity.index];
    if (shape->least_high < (int64_t)level || shape->least_low >= (int64_t)level) {
        return build_yes_no(&lowering->builder, shape->least_high < (int64_t)level);
    }
    struct node_list below = {0};
    for (size_t i = shape->subtree; i < shape->subtree_end; i++) {
        node_id at_level = reaches(lowering, lowering->preorder.items[i], level);
        vector_push(lowering->arena, &below, build_not(&lowering->builder, at_level));
    }
    return build_or(&lowering->builder, below.items, below.count);
}

static node_id not_lowered(struct lowering *lowering, const struct rule *rule, size_t context)
{
    struct node_list lowered = {0};
    size_t level = context_bound(lowering, context);
    for (size_t i = 0; i < rule->exceptions.count; i++) {
        const struct rule *exception = rule->exceptions.items[i];
        if (rule_is_left_out(lowering, exception, context)) {
            continue;
        }
        node_id trigger = of_rule(lowering, TASK_TRIGGER, exception, context);
        vector_push(lowering->arena, &lowered,
                    build_and2(&lowering->builder, trigger,
                               concludes_below(lowering, exception, level)));
    }
    return build_not(&lowering->builder,
                     build_or(&lowering->builder, lowered.items, lowered.count));
}

static node_id lower_lift(struct lowering *lowering, const struct rule *rule, size_t context)
{
    struct node_list ways = {0};
    node_id own[] = {reaches(lowering, rule, context_bound(lowering, context)),
                     of_rule(lowering, TASK_INHERITED, rule, context),
                     of_rule(lowering, TASK_CONDITION, rule, context),
                     not_lowered(lowering, rule, context)};
    vector_push(lowering->arena, &ways, build_and(&lowering->builder, own, 4));
    for (size_t i = 0; i < rule->exceptions.count; i++) {
        if (!rule_is_left_out(lowering, rule->exceptions.items[i], context)) {
            vector_push(lowering->arena, &ways,
                        of_rule(lowering, TASK_LIFT, rule->exceptions.items[i], context));
        }
    }
    return build_or(&lowering->builder, ways.items, ways.count);
}

static node_id lower_plain(struct lowering *lowering, size_t level, size_t context)
{
    struct node_list ways = {0};
    for (size_t i = 0; i < lowering->plain_at[level].count; i++) {
        const struct rule *rule = lowering->plain_at[level].items[i];
        if (!rule_is_left_out(lowering, rule, context)) {
            vector_push(lowering->arena, &ways, of_rule(lowering, TASK_CONDITION, rule, context));
        }
    }
    if (level + 1 < lowering->level_count) {
        vector_push(lowering->arena, &ways,
                    task_node(lowering, TASK_PLAIN, level + 1, context));
    }
    return build_or(&lowering->builder, ways.items, ways.count);
}

static node_id lower_threshold_rules(struct lowering *lowering, size_t level, size_t context)
{
    struct node_list ways = {0};
    size_t building = context_at(lowering, context, level);
    vector_push(lowering->arena, &ways, task_node(lowering, TASK_PLAIN, level, context));
    for (size_t i = 0; i < lowering->lifting.count; i++) {
        if (!rule_is_left_out(lowering, lowering->lifting.items[i], context)) {
            vector_push(lowering->arena, &ways,
                        of_rule(lowering, TASK_LIFT, lowering->lifting.items[i], building));
        }
    }
    return build_or(&lowering->builder, ways.items, ways.count);
}

node_id lower_rule_task(struct lowering *lowering, struct task task)
{
    if (task.kind == TASK_PLAIN) {
        return lower_plain(lowering, task.index, task.context);
    }
    if (task.kind == TASK_THRESHOLD) {
        return lower_threshold_rules(lowering, task.index, task.context);
    }
    const struct rule *rule = rule_at(lowering, task.index);
    size_t context = task.context;
    switch (task.kind) {
    case TASK_CONDITION:
        return lower_guard(lowering, rule->condition, rule->unless, context);
    case TASK_INHERITED:
        return lower_inherited(lowering, rule, context);
    case TASK_LIFT:
        return lower_lift(lowering, rule, context);
    case TASK_TRIGGER:
        return unless_excepted(lowering, of_rule(lowering, TASK_CONDITION, rule, context), rule,
                               context);
    default:
        return unless_excepted(lowering,
                               build_and2(&lowering->builder,
                                          of_rule(lowering, TASK_INHERITED, rule, context),
                                          of_rule(lowering, TASK_CONDITION, rule, context)),
                               rule, context);
    }
}
