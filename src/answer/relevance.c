/* SPDX-License-Identifier: Apache-2.0 */
/* Walks from rules down to the open facts they read; tries the level without unasked strengths. */
#include "answer/relevance.h"

#include <string.h>

#include "case/summed.h"

#define WEIGHT 10000     /* of one level for one open fact; divided among several */
#define BEST_SHIFT 40    /* above the sum over all rules stands what the best of them gives */
#define STRENGTHS_MAX 32 /* tried one by one; with more, all are named */

struct walk {
    const struct evaluation *evaluation;
    uint32_t *visited; /* by node: the last round that came by */
    uint32_t round;
    struct {
        VECTOR_OF(node_id);
    } pending;
    struct {
        VECTOR_OF(uint32_t);
    } facts; /* open facts met in this round */
};

static bool is_event_read(enum op op)
{
    return op == OP_EVENT_COUNT || op == OP_LATEST;
}

static void visit(struct walk *walk, struct arena *arena, node_id node)
{
    const struct plan *plan = walk->evaluation->plan;
    if (walk->visited[node] == walk->round || value_is_single(walk->evaluation->values[node])) {
        return;
    }
    walk->visited[node] = walk->round;
    const struct plan_node *at = plan_at(plan, node);
    if (at->op == OP_INPUT || is_event_read(at->op) || op_is_of_items(at->op)) {
        vector_push(arena, &walk->facts, at->index);
    }
    vector_push(arena, &walk->pending, node);
}

/* A summary of a list that was not asked stands for it. */
static bool stands_for_list(const struct walk *walk, const struct plan_node *node)
{
    const struct program *program = walk->evaluation->plan->program;
    return node->op == OP_DERIVED &&
           case_leaves_out_lists(walk->evaluation->limen_case, program->facts.items[node->index]);
}

/* The open facts that START reads through open nodes. Two windows of one event name it twice. */
static void walk_from(struct walk *walk, struct arena *arena, node_id start)
{
    const struct plan *plan = walk->evaluation->plan;
    walk->round++;
    walk->facts.count = 0;
    visit(walk, arena, start);
    while (walk->pending.count > 0) {
        node_id node = walk->pending.items[--walk->pending.count];
        bool stands = stands_for_list(walk, plan_at(plan, node));
        for (size_t i = 0; i < (stands ? 1 : plan_at(plan, node)->operand_count); i++) {
            visit(walk, arena, plan_operand(plan, node, i));
        }
    }
}

static size_t rank_gain(const struct answer *answer, const struct rule *rule)
{
    return rule->has_level && rule->level_high > answer->at_least
               ? rule->level_high - answer->at_least
               : 0;
}

static void add_score(uint64_t *score, uint64_t gain)
{
    const uint64_t sums = (UINT64_C(1) << BEST_SHIFT) - 1;
    uint64_t best = *score >> BEST_SHIFT, sum = (*score & sums) + gain;
    *score = (gain > best ? gain : best) << BEST_SHIFT | (sum < sums ? sum : sums);
}

uint64_t *relevance_of(struct arena *arena, const struct answer *answer)
{
    const struct plan *plan = answer->evaluation->plan;
    uint64_t *score = arena_alloc(arena, plan->program->facts.count * sizeof *score);
    struct walk walk = {.evaluation = answer->evaluation};
    walk.visited = arena_alloc(arena, plan->nodes.count * sizeof *walk.visited);
    for (size_t i = 0; i < answer->rules.count; i++) {
        const struct rule_answer *rule = &answer->rules.items[i];
        size_t gain = rule->certain ? 0 : rank_gain(answer, rule->rule->rule);
        if (gain == 0) {
            continue;
        }
        walk_from(&walk, arena, rule->rule->status);
        for (size_t j = 0; j < walk.facts.count; j++) {
            add_score(&score[walk.facts.items[j]], WEIGHT * gain / walk.facts.count);
        }
    }
    return score;
}

/* --- unless ------------------------------------------------------------------------------------ */

struct floor_trial {
    const struct answer *answer;
    struct limen_case tried; /* the case with some strengths set to no */
    struct case_fact *asked; /* the facts as they are */
    size_t count;
    size_t strengths[STRENGTHS_MAX];
};

static bool is_open_strength(const struct answer *answer, size_t index)
{
    const struct plan *plan = answer->evaluation->plan;
    const struct fact *fact = plan->program->facts.items[index];
    return fact->is_strength && !fact->from &&
           answer->evaluation->limen_case->facts[index].state == FACT_NOT_ASKED &&
           answer->sensitivity->level_reach[index] != REACH_NONE;
}

static void collect_strengths(struct floor_trial *trial)
{
    const struct program *program = trial->answer->evaluation->plan->program;
    for (size_t i = 0; i < program->facts.count && trial->count < STRENGTHS_MAX; i++) {
        if (is_open_strength(trial->answer, i)) {
            trial->strengths[trial->count++] = i;
        }
    }
}

static void trial_set(struct floor_trial *trial, size_t index, bool to_no)
{
    struct case_fact *fact = &trial->tried.facts[index];
    *fact = trial->asked[index];
    if (to_no) {
        fact->state = FACT_GIVEN;
        fact->set = value_between(0, 0);
    }
}

static size_t trial_floor(struct floor_trial *trial, struct arena *arena)
{
    const struct plan *plan = trial->answer->evaluation->plan;
    const struct evaluation *evaluation = interpreter_evaluate(arena, plan, &trial->tried);
    size_t floor = 0;
    for (size_t rank = 1; !evaluation->refused && rank < plan->threshold_count; rank++) {
        if (value_is_yes(evaluation->values[plan->thresholds[rank]])) {
            floor = rank;
        }
    }
    return floor;
}

/* A strength without which the floor is the same is left out. */
static void keep_needed(struct floor_trial *trial, struct arena *arena, struct answer *answer)
{
    const struct program *program = answer->evaluation->plan->program;
    for (size_t i = 0; i < trial->count; i++) {
        size_t index = trial->strengths[i];
        trial_set(trial, index, false);
        if (trial_floor(trial, arena) < answer->unless_level) {
            trial_set(trial, index, true);
            vector_push(arena, &answer->unless_facts, program->facts.items[index]);
        }
    }
}

void relevance_find_unless(struct arena *arena, struct answer *answer)
{
    const struct program *program = answer->evaluation->plan->program;
    struct floor_trial trial = {.answer = answer, .tried = *answer->evaluation->limen_case};
    if (!answer->has_level || answer->at_least == answer->at_most) {
        return;
    }
    collect_strengths(&trial);
    if (trial.count == 0) {
        return;
    }
    trial.asked = trial.tried.facts;
    trial.tried.known = answer->evaluation->known;
    trial.tried.fields_known = answer->evaluation->fields_known;
    trial.tried.facts = arena_alloc(arena, program->facts.count * sizeof *trial.asked);
    memcpy(trial.tried.facts, trial.asked, program->facts.count * sizeof *trial.asked);
    for (size_t i = 0; i < trial.count; i++) {
        trial_set(&trial, trial.strengths[i], true);
    }
    answer->unless_level = trial_floor(&trial, arena);
    answer->has_unless = answer->unless_level > answer->at_least;
    if (answer->has_unless) {
        keep_needed(&trial, arena, answer);
    }
}
