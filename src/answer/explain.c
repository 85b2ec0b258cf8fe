/* SPDX-License-Identifier: Apache-2.0 */
/* Finding the rules that explain a level. */
#include "answer/explain.h"

#include <stdlib.h>

struct explaining {
    struct arena *arena;
    const struct answer *answer;
    const struct plan *plan;
    struct reasons *reasons;
    struct explanation *explanation;
};

static bool holds(const struct explaining *explaining, node_id node)
{
    return value_is_yes(explaining->answer->evaluation->values[node]);
}

static bool may_hold(const struct explaining *explaining, node_id node)
{
    return value_may_be_yes(explaining->answer->evaluation->values[node]);
}

/* What the answer says of RULE, or NULL. Both lists are in the order of the plan. */
static const struct rule_answer *rule_answer_of(const struct answer *answer,
                                                const struct plan_rule *rule)
{
    for (size_t i = 0; i < answer->rules.count; i++) {
        if (answer->rules.items[i].rule == rule) {
            return &answer->rules.items[i];
        }
    }
    for (size_t i = 0; i < answer->excepted.count; i++) {
        if (answer->excepted.items[i].rule == rule) {
            return &answer->excepted.items[i];
        }
    }
    return NULL;
}

/* A rule that certainly applies and leads to the level that is certain, or higher. */
static bool explains(const struct explaining *explaining, const struct plan_rule *rule)
{
    return rule->rule->has_level && rule->rule->level_low >= explaining->answer->at_least &&
           holds(explaining, rule->status);
}

static void find_why(struct explaining *explaining)
{
    for (size_t i = 0; i < explaining->plan->rules.count; i++) {
        const struct plan_rule *rule = &explaining->plan->rules.items[i];
        if (explains(explaining, rule)) {
            struct explained_rule *found =
                vector_add(explaining->arena, &explaining->explanation->why);
            *found = (struct explained_rule){.rule = rule};
            found->answer = rule_answer_of(explaining->answer, rule);
            found->parts = reasons_of(explaining->reasons, rule->status, true);
        }
    }
}

static void find_excepted(struct explaining *explaining)
{
    const struct answer *answer = explaining->answer;
    for (size_t i = 0; i < answer->excepted.count; i++) {
        const struct rule_answer *rule = &answer->excepted.items[i];
        struct explained_rule *found =
            vector_add(explaining->arena, &explaining->explanation->excepted);
        *found = (struct explained_rule){.rule = rule->rule, .answer = rule};
        for (size_t j = 0; j < rule->exceptions.count; j++) {
            node_id condition = rule->exceptions.items[j].rule->condition;
            struct parts parts = rule->exceptions.items[j].certain
                                     ? reasons_of(explaining->reasons, condition, true)
                                     : (struct parts){0};
            for (size_t k = 0; k < parts.count; k++) {
                vector_push(explaining->arena, &found->parts, parts.items[k]);
            }
        }
    }
}

static int compare_rules(const void *a, const void *b)
{
    const struct explained_rule *left = a, *right = b;
    const struct rule *one = left->rule->rule, *other = right->rule->rule;
    /* the shares d1 / (d1 + h1) and d2 / (d2 + h2), without division */
    size_t share = left->distance * right->held, other_share = right->distance * left->held;
    if (share != other_share) {
        return share > other_share ? 1 : -1;
    }
    if (left->touched != right->touched) {
        return left->touched ? -1 : 1;
    }
    if (left->cost != right->cost) {
        return left->cost > right->cost ? 1 : -1;
    }
    if (one->level_high != other->level_high) {
        return one->level_high > other->level_high ? 1 : -1;
    }
    return (one->entity.index > other->entity.index) - (one->entity.index < other->entity.index);
}

/* Rules that could lift the level and do not certainly apply, the nearest first. */
static void find_candidates(struct explaining *explaining, struct explained_rules *candidates,
                            bool only_open)
{
    for (size_t i = 0; i < explaining->plan->rules.count; i++) {
        const struct plan_rule *rule = &explaining->plan->rules.items[i];
        if (!rule->rule->has_level || rule->rule->level_high <= explaining->answer->at_least ||
            holds(explaining, rule->status) || (only_open && !may_hold(explaining, rule->status))) {
            continue;
        }
        size_t distance = reasons_distance(explaining->reasons, rule->status, true);
        if (distance != DISTANCE_NEVER) {
            struct explained_rule *found = vector_add(explaining->arena, candidates);
            *found = (struct explained_rule){.rule = rule, .distance = distance};
            found->held = reasons_held(explaining->reasons, rule->condition);
            found->touched = reasons_touch(explaining->reasons, rule->condition);
            found->cost = reasons_cost(explaining->reasons, rule->status, true);
        }
    }
    if (candidates->count > 1) {
        qsort(candidates->items, candidates->count, sizeof *candidates->items, compare_rules);
    }
}

struct explained_rules explain_open_rules(struct arena *arena, const struct answer *answer)
{
    struct explaining explaining = {arena, answer, answer->evaluation->plan,
                                    reasons_create(arena, answer->evaluation), NULL};
    struct explained_rules found = {0};
    find_candidates(&explaining, &found, true);
    for (size_t i = 0; i < found.count; i++) {
        found.items[i].answer = rule_answer_of(answer, found.items[i].rule);
    }
    return found;
}

static void find_nearest(struct explaining *explaining)
{
    struct explained_rules candidates = {0};
    find_candidates(explaining, &candidates, false);
    for (size_t i = 0; i < candidates.count && i < EXPLAIN_NEAREST; i++) {
        struct explained_rule *found = &candidates.items[i];
        found->answer = rule_answer_of(explaining->answer, found->rule);
        found->parts = reasons_lacking(explaining->reasons, found->rule->status, true);
        vector_push(explaining->arena, &explaining->explanation->nearest, *found);
    }
}

struct explanation *explanation_create(struct arena *arena, const struct answer *answer)
{
    struct explanation *explanation = arena_alloc(arena, sizeof *explanation);
    struct explaining explaining = {arena, answer, answer->evaluation->plan,
                                    reasons_create(arena, answer->evaluation), explanation};
    explanation->answer = answer;
    if (answer->scope == SCOPE_OUT) {
        explanation->out_of_scope = reasons_of(explaining.reasons, explaining.plan->scope, false);
    } else if (answer->has_level) {
        find_why(&explaining);
        find_excepted(&explaining);
        find_nearest(&explaining);
        explanation->probes = probes_of(arena, answer);
    }
    return explanation;
}
