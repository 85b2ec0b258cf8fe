/* SPDX-License-Identifier: Apache-2.0 */
/* Case by case, node by node. */
#include "compare.h"

static bool has_problem(const struct evaluation *evaluation, enum case_problem_kind kind,
                        size_t index)
{
    for (size_t i = 0; i < evaluation->problems.count; i++) {
        if (evaluation->problems.items[i].kind == kind
            && evaluation->problems.items[i].index == index) {
            return true;
        }
    }
    return false;
}

static bool is_set(const struct block_run *run, uint32_t at, size_t lane)
{
    return at != NO_REGISTER && plane_get(columns_plane(run->columns, at), lane);
}

static const char *differs(const struct block_run *run, const char *what, size_t lane)
{
    return arena_format(run->arena, "%s: case %zu of %zu%s", what, lane,
                        run->block->count,
                        run->block->all_known ? ", all known" : "");
}

static const char *compare_sets(const struct block_run *run, struct arena *scratch,
                                size_t lane)
{
    const struct plan *plan = run->plan;
    for (node_id id = 0; id < plan->nodes.count; id++) {
        struct value_set set = columns_value(run->columns, scratch, id, lane);
        const struct plan_node *node = plan_at(plan, id);
        if (!value_equal(node->type, set, run->expected[lane]->values[id])) {
            return differs(run, op_text(node->op), lane);
        }
    }
    return NULL;
}

/* Of the facts, or fields, that nodes with OP work out; *RET: how many are in error. */
static const char *compare_contradictions(const struct block_run *run,
                                          struct arena *scratch, size_t lane, enum op op,
                                          size_t *ret)
{
    const struct plan *plan = run->plan;
    bool of_fields = op == OP_FIELD_DERIVED;
    size_t count = of_fields ? plan->program->fields.count : plan->program->facts.count;
    bool *found = arena_alloc(scratch, count + 1);
    for (node_id id = 0; id < plan->nodes.count; id++) {
        const struct plan_node *node = plan_at(plan, id);
        if (node->op == op && is_set(run, run->ran->contradictions[id], lane)) {
            found[node->index] = true;
        }
    }
    for (size_t i = 0; i < count; i++) {
        *ret += found[i];
        if (found[i]
            != has_problem(run->expected[lane],
                           of_fields ? PROBLEM_FIELD_CONTRADICTION : PROBLEM_CONTRADICTION, i)) {
            return differs(run, "contradiction", lane);
        }
    }
    return NULL;
}

static const char *compare_settled(const struct block_run *run, size_t lane)
{
    for (size_t i = 0; i < run->plan->program->facts.count; i++) {
        if (columns_settled(run->columns, i, lane)
            != run->expected[lane]->settled[i]) {
            return differs(run, "settled", lane);
        }
    }
    return NULL;
}

static const char *compare_conflicts(const struct block_run *run, size_t lane,
                                     size_t *ret)
{
    for (size_t i = 0; i < run->plan->decisions.count; i++) {
        bool conflict = is_set(run, run->ran->conflicts[i], lane);
        *ret += conflict;
        if (conflict != has_problem(run->expected[lane], PROBLEM_CONFLICT, i)) {
            return differs(run, "conflict", lane);
        }
    }
    return NULL;
}

static const char *compare_case(const struct block_run *run, struct arena *scratch,
                                struct compared *compared, size_t lane)
{
    bool refused = columns_refused(run->columns, lane);
    size_t contradictions = 0;
    compared->cases++;
    compared->refused += refused;
    const char *failure = refused != run->expected[lane]->refused
                              ? differs(run, "refused", lane) : NULL;
    failure = failure ? failure : compare_sets(run, scratch, lane);
    failure = failure ? failure
                      : compare_contradictions(run, scratch, lane, OP_DERIVED,
                                               &contradictions);
    failure = failure ? failure
                      : compare_contradictions(run, scratch, lane, OP_FIELD_DERIVED,
                                               &compared->errors_of_items);
    failure = failure ? failure : compare_settled(run, lane);
    return failure ? failure : compare_conflicts(run, lane, &compared->conflicts);
}

const char *compare_block(const struct block_run *run, struct compared *compared,
                          size_t *ret_lane)
{
    struct arena *scratch = arena_create();
    const char *failure = NULL;
    compared->blocks++;
    compared->known_blocks += run->block->all_known;
    for (size_t lane = 0; lane < run->block->count && !failure; lane++) {
        failure = compare_case(run, scratch, compared, lane);
        *ret_lane = lane;
        arena_reset(scratch);
    }
    arena_destroy(scratch);
    return failure;
}
