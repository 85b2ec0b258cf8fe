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
            found->parts = reasons_of(explaining->reasons, rule->status, true);
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
    if (left->cost != right->cost) {
        return left->cost > right->cost ? 1 : -1;
    }
    if (one->level_high != other->level_high) {
        return one->level_high > other->level_high ? 1 : -1;
    }
    return (one->entity.index > other->entity.index) - (one->entity.index < other->entity.index);
}

/* Rules that could lift the level and do not certainly apply. */
static void find_candidates(struct explaining *explaining, struct explained_rules *candidates)
{
    for (size_t i = 0; i < explaining->plan->rules.count; i++) {
        const struct plan_rule *rule = &explaining->plan->rules.items[i];
        if (!rule->rule->has_level || rule->rule->level_high <= explaining->answer->at_least ||
            holds(explaining, rule->status)) {
            continue;
        }
        size_t distance = reasons_distance(explaining->reasons, rule->status, true);
        if (distance != DISTANCE_NEVER) {
            struct explained_rule *found = vector_add(explaining->arena, candidates);
            *found = (struct explained_rule){.rule = rule, .distance = distance};
            found->held = reasons_held(explaining->reasons, rule->condition);
            found->cost = reasons_cost(explaining->reasons, rule->status, true);
        }
    }
}

static void find_nearest(struct explaining *explaining)
{
    struct explained_rules candidates = {0};
    find_candidates(explaining, &candidates);
    if (candidates.count > 1) {
        qsort(candidates.items, candidates.count, sizeof *candidates.items, compare_rules);
    }
    for (size_t i = 0; i < candidates.count && i < EXPLAIN_NEAREST; i++) {
        struct explained_rule *found = &candidates.items[i];
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
        find_nearest(&explaining);
        explanation->probes = probes_of(arena, answer);
    }
    return explanation;
}
