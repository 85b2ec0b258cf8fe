/* SPDX-License-Identifier: Apache-2.0 */
/* From a plan to its stages. */
#include "engine/sliced.h"

#include "engine/slice_refusal.h"

slice_operation *const slice_operations[OPS] = {
#define X(op, text, result, signs, formula) [op] = slice_##op,
#include "plan/op.def"
#undef X
};

struct planes {
    VECTOR_OF(plane);
};

/* -------------------------------------------------------------------------------------- what is needed */

static bool *nodes_create(struct arena *arena, const struct plan *plan)
{
    return arena_alloc(arena, (plan->nodes.count + 1) * sizeof(bool));
}

static void mark(bool *marks, node_id node)
{
    if (node != NO_NODE) {
        marks[node] = true;
    }
}

static void mark_operands(const struct plan *plan, bool *marks)
{
    for (node_id id = (node_id)plan->nodes.count; id > 0; id--) {
        const struct plan_node *node = plan_at(plan, id - 1);
        for (size_t i = 0; marks[id - 1] && i < node->operand_count; i++) {
            marks[plan_operand(plan, id - 1, i)] = true;
        }
    }
}

static void want_levels(const struct plan *plan, bool *wanted)
{
    mark(wanted, plan->scope);
    for (size_t i = 0; i < plan->threshold_count; i++) {
        mark(wanted, plan->thresholds[i]);
    }
}

static void want_rules(const struct plan *plan, bool *wanted)
{
    for (size_t i = 0; i < plan->rules.count; i++) {
        if (plan->rules.items[i].rule->concludes) {
            mark(wanted, plan->rules.items[i].status);
        }
    }
}

static void want_decisions(const struct plan *plan, bool *wanted)
{
    for (size_t i = 0; i < plan->decisions.count; i++) {
        mark(wanted, plan->decisions.items[i].value);
    }
    for (size_t i = 0; i < plan->duties.count; i++) {
        mark(wanted, plan->duties.items[i].holds);
    }
}

static bool *find_wanted(struct arena *arena, const struct plan *plan, unsigned wants)
{
    bool *wanted = nodes_create(arena, plan);
    if (wants & WANT_LEVELS) {
        want_levels(plan, wanted);
    }
    if (wants & WANT_RULES) {
        want_rules(plan, wanted);
    }
    if (wants & WANT_DECISIONS) {
        want_decisions(plan, wanted);
    }
    for (node_id id = 0; wants & WANT_EVERYTHING && id < plan->nodes.count; id++) {
        wanted[id] = true;
    }
    return wanted;
}

/* It may put the case in error, and says what `is known` answers. */
static bool is_derived(enum op op)
{
    return op == OP_DERIVED || op == OP_FIELD_DERIVED;
}

/* What a case is refused for, too. */
static bool *find_needed(struct arena *arena, const struct plan *plan, const bool *wanted)
{
    bool *needed = nodes_create(arena, plan);
    for (node_id id = 0; id < plan->nodes.count; id++) {
        needed[id] = wanted[id] || is_derived(plan_at(plan, id)->op);
    }
    for (size_t i = 0; i < plan->impossibles.count; i++) {
        mark(needed, plan->impossibles.items[i].condition);
    }
    for (size_t i = 0; i < plan->requires.count; i++) {
        mark(needed, plan->requires.items[i].condition);
    }
    mark_operands(plan, needed);
    return needed;
}

/* Nodes of the prologue that settling, or the opening, reads. */
static bool *find_prologue(struct arena *arena, const struct plan *plan)
{
    bool *needed = nodes_create(arena, plan);
    for (size_t i = 0; i < plan->impossibles.count; i++) {
        const struct plan_impossible *impossible = &plan->impossibles.items[i];
        for (size_t j = 0; j < impossible->conjuncts.count; j++) {
            mark(needed, impossible->conjuncts.items[j].holds);
        }
    }
    for (node_id id = 0; id < plan->prologue; id++) {
        needed[id] = needed[id] || is_derived(plan_at(plan, id)->op);
    }
    mark_operands(plan, needed);
    return needed;
}

/* ---------------------------------------------------------------------------------------------- slicing */

static struct slicing slicing_create(struct arena *arena, const struct plan *plan, bool all_known,
                                     bool may_be_settled)
{
    struct slicing slicing = {.circuit = circuit_create(arena), .plan = plan,
                              .all_known = all_known, .may_be_settled = may_be_settled};
    size_t nodes = plan->nodes.count + 1;
    slicing.slices = arena_alloc(arena, nodes * sizeof *slicing.slices);
    slicing.failed = arena_alloc(arena, nodes * sizeof *slicing.failed);
    slicing.reduced = arena_alloc(arena, nodes * sizeof *slicing.reduced);
    slicing.together = arena_alloc(arena, nodes * sizeof *slicing.together);
    slicing.depths = slice_depths(arena, plan);
    return slicing;
}

static uint32_t greatest_depth(const struct slicing *slicing, size_t count)
{
    uint32_t greatest = 0;
    for (node_id id = 0; id < count; id++) {
        greatest = slicing->depths[id] > greatest ? slicing->depths[id] : greatest;
    }
    return greatest;
}

/* Depth by depth: what a loop gives is there when it is read. */
static void slice_nodes(struct slicing *slicing, const bool *needed, size_t count)
{
    uint32_t greatest = greatest_depth(slicing, count);
    for (uint32_t depth = 0; depth <= greatest; depth++) {
        slice_loops(slicing, needed, count, depth);
        for (node_id id = 0; id < count; id++) {
            const struct plan_node *node = plan_at(slicing->plan, id);
            if (needed[id] && slicing->depths[id] == depth) {
                slicing->slices[id] = slice_operations[node->op](slicing, node);
            }
        }
    }
    slice_loops(slicing, needed, count, greatest + 1);
}

/* ---------------------------------------------------------------------------------------------- opening */

/* The fact or field of which NODE asks what is known, if it is worked out; else NULL. */
static const struct fact *asked_derived(const struct plan *plan, const struct plan_node *node)
{
    const struct fact *asked = node->op == OP_KNOWN ? plan->program->facts.items[node->index]
                               : node->op == OP_FIELD_KNOWN
                                   ? plan->program->fields.items[node->index]
                                   : NULL;
    return asked && asked->from ? asked : NULL;
}

static bool asks_derived_known(const struct plan *plan)
{
    for (node_id id = 0; id < plan->nodes.count; id++) {
        if (asked_derived(plan, plan_at(plan, id))) {
            return true;
        }
    }
    return false;
}

/* The registers of PLANES in CODE; of NO_PLANE none. */
static uint32_t *registers_of(struct arena *arena, const struct code *code, const plane *planes,
                              size_t count)
{
    uint32_t *registers = arena_alloc(arena, (count + 1) * sizeof *registers);
    for (size_t i = 0; i < count; i++) {
        registers[i] = planes[i] == NO_PLANE ? NO_REGISTER : code->registers[planes[i]];
    }
    return registers;
}

static struct stage stage_create(const struct circuit *circuit, const plane *planes, size_t count)
{
    struct planes kept = {0};
    for (size_t i = 0; i < count; i++) {
        if (planes[i] != NO_PLANE) {
            vector_push(circuit->arena, &kept, planes[i]);
        }
    }
    struct code *code = code_create(circuit, kept.items, kept.count);
    return (struct stage){code, registers_of(circuit->arena, code, planes, count)};
}

/* What is known of each fact that is asked about, from the latest node of the prologue that works it out. */
static plane *find_known(struct slicing *slicing)
{
    const struct plan *plan = slicing->plan;
    struct arena *arena = slicing->circuit->arena;
    size_t facts = plan->program->facts.count;
    plane *known = arena_alloc(arena, (facts + 1) * sizeof *known);
    for (size_t i = 0; i < facts; i++) {
        known[i] = NO_PLANE;
    }
    for (node_id id = 0; id < plan->nodes.count; id++) {
        const struct plan_node *node = plan_at(plan, id);
        if (node->op == OP_KNOWN && asked_derived(plan, node)) {
            known[node->index] =
                slice_OP_KNOWN(slicing, node).low.at[0];
        }
    }
    return known;
}

static const bool *find_stored(struct arena *arena, const struct plan *plan)
{
    bool *stored = nodes_create(arena, plan);
    for (node_id id = 0; id < plan->nodes.count; id++) {
        const struct plan_node *node = plan_at(plan, id);
        if (node->op == OP_FIELD_KNOWN && asked_derived(plan, node)) {
            mark(stored, slice_known_from(plan, id));
        }
    }
    return stored;
}

static struct stage opening_create(struct arena *arena, const struct plan *plan, bool all_known)
{
    struct slicing slicing = slicing_create(arena, plan, all_known, false);
    slicing.is_stored = find_stored(arena, plan);
    slice_nodes(&slicing, find_prologue(arena, plan), plan->prologue);
    return stage_create(slicing.circuit, find_known(&slicing), plan->program->facts.count);
}

/* --------------------------------------------------------------------------------------------- settling */

/* All conjuncts but this one certainly hold, and this one may but need not. */
static plane is_last_open(struct slicing *slicing, const struct plan_impossible *impossible,
                          size_t last)
{
    struct circuit *circuit = slicing->circuit;
    plane only = PLANE_ONES;
    for (size_t i = 0; i < impossible->conjuncts.count; i++) {
        const struct slice *holds = &slicing->slices[impossible->conjuncts.items[i].holds];
        only = i == last ? circuit_and(circuit, only,
                                       circuit_and_not(circuit, slice_possible(holds),
                                                       slice_certain(holds)))
                         : circuit_and(circuit, only, slice_certain(holds));
    }
    return only;
}

/* STATE: by fact twice, what is settled so far; the first that settles a fact is right. */
static void settle(struct slicing *slicing, const struct plan_impossible *impossible, plane *state)
{
    struct circuit *circuit = slicing->circuit;
    for (size_t i = 0; i < impossible->conjuncts.count; i++) {
        const struct plan_conjunct *conjunct = &impossible->conjuncts.items[i];
        if (!conjunct->is_fact) {
            continue;
        }
        plane *settled = &state[2 * conjunct->fact];
        if (settled[0] == NO_PLANE) {
            settled[0] = circuit_input(circuit, PART_SETTLED, conjunct->fact, 0);
            settled[1] = circuit_input(circuit, PART_SETTLED, conjunct->fact, 1);
        }
        plane open = is_last_open(slicing, impossible, i);
        plane done = circuit_or(circuit, settled[0], settled[1]);
        plane *as = &settled[!conjunct->value];
        *as = circuit_or(circuit, *as, circuit_and_not(circuit, open, done));
    }
}

/* Some plane says more than what was settled before. */
static bool settles_something(const struct circuit *circuit, const plane *state, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (state[i] != NO_PLANE && circuit->gates.items[state[i]].op != GATE_INPUT) {
            return true;
        }
    }
    return false;
}

static struct stage settling_create(struct arena *arena, const struct plan *plan, bool all_known)
{
    struct slicing slicing = slicing_create(arena, plan, all_known, true);
    size_t count = 2 * plan->program->facts.count;
    plane *state = arena_alloc(arena, (count + 1) * sizeof *state);
    for (size_t i = 0; i < count; i++) {
        state[i] = NO_PLANE;
    }
    slice_nodes(&slicing, find_prologue(arena, plan), plan->prologue);
    for (size_t i = 0; i < plan->impossibles.count; i++) {
        settle(&slicing, &plan->impossibles.items[i], state);
    }
    if (!settles_something(slicing.circuit, state, count)) {
        return (struct stage){NULL, NULL};
    }
    return stage_create(slicing.circuit, state, count);
}

/* Two forms of one derived fact, for reading the level, and `is known` of it between them: which form
   answers would depend on what was settled. */
static bool known_is_ambiguous(const struct plan *plan)
{
    for (node_id id = 0; id < plan->prologue; id++) {
        const struct plan_node *known = plan_at(plan, id);
        enum op derived = known->op == OP_KNOWN ? OP_DERIVED : OP_FIELD_DERIVED;
        bool asks = known->op == OP_KNOWN || known->op == OP_FIELD_KNOWN;
        for (node_id later = id; asks && later < plan->prologue; later++) {
            const struct plan_node *node = plan_at(plan, later);
            if (node->op == derived && node->index == known->index) {
                return true;
            }
        }
    }
    return false;
}

/* ------------------------------------------------------------------------------------------------- body */

static void keep_bits(struct arena *arena, struct planes *kept, const struct bits *bits)
{
    for (size_t i = 0; i < bits->count; i++) {
        vector_push(arena, kept, bits->at[i]);
    }
}

static void keep_slice(struct arena *arena, struct planes *kept, const struct slice *slice)
{
    vector_push(arena, kept, slice->none);
    vector_push(arena, kept, slice->some);
    for (size_t i = 0; i < slice->member_count; i++) {
        vector_push(arena, kept, slice->members[i]);
    }
    if (!slice->members) {
        keep_bits(arena, kept, &slice->low);
        keep_bits(arena, kept, &slice->high);
    }
}

static void keep_all(struct arena *arena, struct planes *kept, const plane *planes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (planes[i] != NO_PLANE) {
            vector_push(arena, kept, planes[i]);
        }
    }
}

static struct slice slice_placed(struct arena *arena, const struct code *code,
                                 const struct slice *slice)
{
    struct slice placed = *slice;
    placed.none = code->registers[slice->none];
    placed.some = code->registers[slice->some];
    placed.members =
        slice->members ? registers_of(arena, code, slice->members, slice->member_count) : NULL;
    if (!slice->members) {
        placed.low.at = registers_of(arena, code, slice->low.at, slice->low.count);
        placed.high.at = registers_of(arena, code, slice->high.at, slice->high.count);
    }
    return placed;
}

static const struct slice *wanted_slice(const struct slicing *slicing, size_t node)
{
    return slicing->plan->nodes.items[node].domain == PLAN_CASE ? &slicing->slices[node]
                                                                : &slicing->together[node];
}

static const struct slice *place_slices(struct arena *arena, const struct slicing *slicing,
                                        const struct code *code, const bool *wanted)
{
    size_t count = slicing->plan->nodes.count;
    struct slice *placed = arena_alloc(arena, (count + 1) * sizeof *placed);
    for (size_t i = 0; i < count; i++) {
        if (wanted[i]) {
            placed[i] = slice_placed(arena, code, wanted_slice(slicing, i));
        }
    }
    return placed;
}

static void body_create(struct arena *arena, struct sliced *sliced, bool all_known, unsigned wants)
{
    const struct plan *plan = sliced->plan;
    const bool *wanted = sliced->is_wanted = find_wanted(arena, plan, wants);
    bool everything = wants & WANT_EVERYTHING;
    struct slicing slicing =
        slicing_create(arena, plan, all_known, sliced->settling.code != NULL);
    struct planes kept = {0};
    slicing.is_together = wanted;
    slice_nodes(&slicing, find_needed(arena, plan, wanted), plan->nodes.count);
    struct causes causes = slice_causes(&slicing);
    plane refused = slice_refused(&slicing, &causes);
    plane *conflicts = slice_conflicts(&slicing, everything || wants & WANT_DECISIONS);
    vector_push(arena, &kept, refused);
    keep_all(arena, &kept, conflicts, plan->decisions.count);
    for (size_t i = 0; i < plan->nodes.count; i++) {
        if (wanted[i]) {
            keep_slice(arena, &kept, wanted_slice(&slicing, i));
        }
    }
    if (everything) {
        keep_all(arena, &kept, slicing.failed, plan->nodes.count);
    }
    causes.count = wants & WANT_CAUSES ? causes.count : 0;
    for (size_t i = 0; i < causes.count; i++) {
        vector_push(arena, &kept, causes.items[i].holds);
    }
    const struct code *code = sliced->body =
        code_create(slicing.circuit, kept.items, kept.count);
    sliced->slices = place_slices(arena, &slicing, code, wanted);
    sliced->refused = code->registers[refused];
    for (size_t i = 0; i < causes.count; i++) {
        struct sliced_cause cause = causes.items[i];
        cause.holds = code->registers[cause.holds];
        vector_push(arena, &sliced->causes, cause);
    }
    sliced->conflicts = registers_of(arena, code, conflicts, plan->decisions.count);
    sliced->contradictions =
        everything ? registers_of(arena, code, slicing.failed, plan->nodes.count) : NULL;
}

const struct sliced *sliced_create(struct arena *arena, const struct plan *plan, bool all_known,
                                   unsigned wants, const char **ret_reason)
{
    if (plan->takes_each) {
        *ret_reason = "the ruleset takes those together that each get a result";
        return NULL;
    }
    struct sliced *sliced = arena_alloc(arena, sizeof *sliced);
    sliced->plan = plan;
    sliced->settling = settling_create(arena, plan, all_known);
    if (sliced->settling.code && known_is_ambiguous(plan)) {
        *ret_reason = "it asks `is known` of a derived fact that reads the level";
        return NULL;
    }
    if (sliced->settling.code && asks_derived_known(plan)) {
        sliced->opening = opening_create(arena, plan, all_known);
    }
    body_create(arena, sliced, all_known, wants);
    return sliced;
}
