/* SPDX-License-Identifier: Apache-2.0 */
/* From gates to instructions: what is needed, how long, and where it is kept meanwhile. */
#include "engine/code.h"

#define FOREVER UINT32_MAX

struct scheduling {
    struct arena *arena;
    const struct circuit *circuit;
    struct code *code;
    struct gate *gates; /* by plane, after fusing */
    uint32_t *uses;     /* by plane: how many gates read it; 0: it is not needed */
    uint32_t *last_use; /* by plane: the gate that reads it last, or FOREVER */
    uint32_t *place;    /* by plane: its register */
    struct { VECTOR_OF(uint32_t); } free;
};

typedef void visit(struct scheduling *scheduling, plane read, uint32_t by);

static bool is_logic(const struct gate *gate)
{
    return gate->op < GATES;
}

static void visit_planes(struct scheduling *scheduling, const plane *planes, size_t count,
                         visit *visitor, uint32_t by)
{
    for (size_t i = 0; i < count; i++) {
        visitor(scheduling, planes[i], by);
    }
}

/* What has members has no ends. */
static void visit_slice(struct scheduling *scheduling, const struct slice *slice, visit *visitor,
                        uint32_t by)
{
    if (slice->members) {
        visit_planes(scheduling, slice->members, slice->member_count, visitor, by);
    } else {
        visit_planes(scheduling, slice->low.at, slice->low.count, visitor, by);
        visit_planes(scheduling, slice->high.at, slice->high.count, visitor, by);
    }
    visitor(scheduling, slice->none, by);
    visitor(scheduling, slice->some, by);
}

static void visit_loop(struct scheduling *scheduling, const struct circuit_loop *loop,
                       visit *visitor, uint32_t by)
{
    visit_planes(scheduling, loop->starts, loop->carried_count, visitor, by);
    for (size_t i = 0; i < loop->items->gates.count; i++) {
        const struct gate *gate = &loop->items->gates.items[i];
        if (gate->op == GATE_INPUT && gate->a == PART_OUTER) {
            visitor(scheduling, gate->b, by);
        }
    }
}

/* Each plane that the gate of plane BY reads. */
static void visit_operands(struct scheduling *scheduling, uint32_t by, visit *visitor)
{
    const struct gate *gate = &scheduling->gates[by];
    if (is_logic(gate)) {
        const plane operands[] = {gate->a, gate->b, gate->c};
        for (size_t i = 0; i < gate_operands(gate->op); i++) {
            visitor(scheduling, operands[i], by);
        }
    } else if (gate->op == GATE_RESULT) {
        visitor(scheduling, gate->a, by);
    } else if (gate->op == GATE_STEP) {
        const struct circuit_step *step = &scheduling->circuit->steps.items[gate->a];
        for (size_t i = 0; i < step->operand_count; i++) {
            visit_slice(scheduling, &step->operands[i], visitor, by);
        }
    } else if (gate->op == GATE_LOOP) {
        visit_loop(scheduling, &scheduling->circuit->loops.items[gate->a], visitor, by);
    }
}

/* ------------------------------------------------------------------------------------ what is needed */

static void count_use(struct scheduling *scheduling, plane id, uint32_t by)
{
    (void)by;
    scheduling->uses[id]++;
}

static bool stores_something(const struct circuit *circuit, plane id)
{
    const struct gate *gate = &circuit->gates.items[id];
    return gate->op == GATE_LOOP && circuit->loops.items[gate->a].stores.count > 0;
}

static void find_needed(struct scheduling *scheduling, const plane *kept, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        scheduling->uses[kept[i]] += 2; /* whatever else reads it, it is not fused */
    }
    for (size_t i = scheduling->circuit->gates.count; i > 0; i--) {
        if (scheduling->uses[i - 1] || stores_something(scheduling->circuit, (plane)i - 1)) {
            scheduling->uses[i - 1] += !scheduling->uses[i - 1];
            visit_operands(scheduling, (uint32_t)i - 1, count_use);
        }
    }
}

/* --------------------------------------------------------------------------------------------- fusing */

/* What AND or OR of (a and/or b) and c is in one. */
static bool fused_op(enum gate_op outer, enum gate_op inner, enum gate_op *ret)
{
    if (outer == GATE_AND && (inner == GATE_AND || inner == GATE_OR)) {
        *ret = inner == GATE_AND ? GATE_AND3 : GATE_OR_AND;
        return true;
    }
    if (outer == GATE_OR && (inner == GATE_AND || inner == GATE_OR)) {
        *ret = inner == GATE_OR ? GATE_OR3 : GATE_AND_OR;
        return true;
    }
    return false;
}

static bool fuse_operand(struct scheduling *scheduling, uint32_t outer, plane inner, plane other)
{
    struct gate *gate = &scheduling->gates[outer], *part = &scheduling->gates[inner];
    enum gate_op op;
    if (scheduling->uses[inner] != 1 || !fused_op(gate->op, part->op, &op)) {
        return false;
    }
    *gate = (struct gate){op, part->a, part->b, other};
    scheduling->uses[inner] = 0;
    return true;
}

/* An `and` or `or` that only one other reads becomes part of it. */
static void fuse(struct scheduling *scheduling)
{
    for (uint32_t i = 0; i < scheduling->circuit->gates.count; i++) {
        struct gate gate = scheduling->gates[i];
        if (scheduling->uses[i] && is_logic(&gate) && !fuse_operand(scheduling, i, gate.a, gate.b)
            && gate_operands(gate.op) == 2) {
            fuse_operand(scheduling, i, gate.b, gate.a);
        }
    }
}

/* ------------------------------------------------------------------------------------------ registers */

static void note_last_use(struct scheduling *scheduling, plane id, uint32_t by)
{
    if (scheduling->last_use[id] != FOREVER) {
        scheduling->last_use[id] = by;
    }
}

static void find_last_uses(struct scheduling *scheduling, const plane *kept, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        scheduling->last_use[kept[i]] = FOREVER;
    }
    for (uint32_t i = 0; i < scheduling->circuit->gates.count; i++) {
        if (scheduling->uses[i]) {
            visit_operands(scheduling, i, note_last_use);
        }
    }
}

static bool is_computed(const struct scheduling *scheduling, plane id)
{
    const struct gate *gate = &scheduling->gates[id];
    return is_logic(gate) || gate->op == GATE_RESULT;
}

/* Registers for all that is not a slot. */
static void place_lasting(struct scheduling *scheduling)
{
    struct code *code = scheduling->code;
    for (plane i = 0; i < scheduling->circuit->gates.count; i++) {
        const struct gate *gate = &scheduling->gates[i];
        scheduling->place[i] = gate->op == GATE_CONSTANT ? i : NO_REGISTER;
        if (scheduling->uses[i] && gate->op == GATE_INPUT) {
            scheduling->place[i] = (uint32_t)(2 + code->inputs.count);
            vector_push(scheduling->arena, &code->inputs,
                        (struct code_input){gate->a, gate->b, gate->c});
        }
    }
    for (plane i = 0; i < scheduling->circuit->gates.count; i++) {
        if (scheduling->last_use[i] == FOREVER && is_computed(scheduling, i)) {
            scheduling->place[i] = (uint32_t)(code_first_kept(code) + code->kept_count++);
        }
    }
    code->register_count = code_first_slot(code);
}

static void release(struct scheduling *scheduling, plane id, uint32_t by)
{
    if (scheduling->last_use[id] == by && is_computed(scheduling, id)) {
        vector_push(scheduling->arena, &scheduling->free, scheduling->place[id]);
        scheduling->last_use[id] = 0;
    }
}

static uint32_t place_result(struct scheduling *scheduling, plane id)
{
    if (scheduling->place[id] == NO_REGISTER) {
        scheduling->place[id] =
            scheduling->free.count > 0
                ? scheduling->free.items[--scheduling->free.count]
                : (uint32_t)scheduling->code->register_count++;
    }
    return scheduling->place[id];
}

/* --------------------------------------------------------------------------------------- instructions */

static void emit_gate(struct scheduling *scheduling, plane id)
{
    const struct gate *gate = &scheduling->gates[id];
    size_t operands = gate_operands(gate->op);
    struct instruction instruction = {.op = gate->op};
    instruction.a = scheduling->place[gate->a];
    instruction.b = operands > 1 ? scheduling->place[gate->b] : instruction.a;
    instruction.c = operands > 2 ? scheduling->place[gate->c] : instruction.a;
    visit_operands(scheduling, id, release);
    instruction.to = place_result(scheduling, id);
    vector_push(scheduling->arena, &scheduling->code->instructions, instruction);
}

/* The registers of PLANES, of which there are COUNT. */
static uint32_t *placed_planes(const struct scheduling *scheduling, const plane *planes,
                               size_t count)
{
    uint32_t *placed = arena_alloc(scheduling->arena, (count + 1) * sizeof *placed);
    for (size_t i = 0; i < count; i++) {
        placed[i] = scheduling->place[planes[i]];
    }
    return placed;
}

static struct slice placed_slice(const struct scheduling *scheduling, const struct slice *slice)
{
    struct slice placed = *slice;
    placed.none = scheduling->place[slice->none];
    placed.some = scheduling->place[slice->some];
    if (slice->members) {
        placed.members = placed_planes(scheduling, slice->members, slice->member_count);
    } else {
        placed.low.at = placed_planes(scheduling, slice->low.at, slice->low.count);
        placed.high.at = placed_planes(scheduling, slice->high.at, slice->high.count);
    }
    return placed;
}

static const struct slice *placed_operands(struct scheduling *scheduling,
                                           const struct circuit_step *step)
{
    struct slice *placed =
        arena_alloc(scheduling->arena, (step->operand_count + 1) * sizeof *placed);
    for (size_t i = 0; i < step->operand_count; i++) {
        placed[i] = placed_slice(scheduling, &step->operands[i]);
    }
    return placed;
}

/* The results of a step or loop are the planes that follow it. They are placed while what it reads still
   has its place. */
static uint32_t *place_results(struct scheduling *scheduling, plane place, size_t count)
{
    uint32_t *results = arena_alloc(scheduling->arena, (count + 1) * sizeof *results);
    for (size_t i = 0; i < count; i++) {
        plane result = place + 1 + (plane)i;
        results[i] = scheduling->uses[result] ? place_result(scheduling, result) : NO_REGISTER;
    }
    return results;
}

static void emit_step(struct scheduling *scheduling, plane place)
{
    struct code *code = scheduling->code;
    const struct circuit_step *step =
        &scheduling->circuit->steps.items[scheduling->gates[place].a];
    const uint32_t *results =
        place_results(scheduling, place, step->low_count + step->high_count + 2);
    struct code_step placed = {step->node,      placed_operands(scheduling, step),
                               step->operand_count, step->low_count,
                               step->high_count, results};
    visit_operands(scheduling, place, release);
    vector_push(scheduling->arena, &code->instructions,
                (struct instruction){.op = GATE_STEP, .to = (uint32_t)code->steps.count});
    vector_push(scheduling->arena, &code->steps, placed);
}

/* The planes of a loop's own circuit that outlive its code. */
static const plane *kept_by_loop(struct arena *arena, const struct circuit_loop *loop,
                                 size_t *ret_count)
{
    struct { VECTOR_OF(plane); } kept = {0};
    for (size_t i = 0; i < loop->carried_count; i++) {
        vector_push(arena, &kept, loop->ends[i]);
    }
    for (size_t i = 0; i < loop->stores.count; i++) {
        vector_push(arena, &kept, loop->stores.items[i].known);
    }
    for (size_t i = 0; i < loop->logs.count; i++) {
        const struct circuit_log *log = &loop->logs.items[i];
        vector_push(arena, &kept, log->certain);
        vector_push(arena, &kept, log->possible);
        for (size_t j = 0; j < log->value.member_count; j++) {
            vector_push(arena, &kept, log->value.members[j]);
        }
        for (size_t j = 0; !log->value.members && j < log->value.low.count; j++) {
            vector_push(arena, &kept, log->value.low.at[j]);
        }
        for (size_t j = 0; !log->value.members && j < log->value.high.count; j++) {
            vector_push(arena, &kept, log->value.high.at[j]);
        }
    }
    *ret_count = kept.count;
    return kept.items;
}

static void place_outer(const struct scheduling *scheduling, const struct code *items)
{
    for (size_t i = 0; i < items->inputs.count; i++) {
        struct code_input *input = &items->inputs.items[i];
        if (input->part == PART_OUTER) {
            input->fact = scheduling->place[input->fact];
        }
    }
}

/* What is stored and logged of items, with the registers of their code for planes. */
static void place_of_items(struct arena *arena, const struct circuit_loop *loop,
                           struct code_loop *placed)
{
    struct scheduling of_items = {.arena = arena, .place = placed->items->registers};
    placed->ends = placed_planes(&of_items, loop->ends, loop->carried_count);
    for (size_t i = 0; i < loop->stores.count; i++) {
        struct circuit_store store = loop->stores.items[i];
        store.known = of_items.place[store.known];
        vector_push(arena, &placed->stores, store);
    }
    for (size_t i = 0; i < loop->logs.count; i++) {
        struct circuit_log log = loop->logs.items[i];
        log.certain = of_items.place[log.certain];
        log.possible = of_items.place[log.possible];
        log.value.none = log.value.some = PLANE_ZERO; /* `certain` and `possible` say it */
        log.value = placed_slice(&of_items, &log.value);
        vector_push(arena, &placed->logs, log);
    }
}

static void emit_loop(struct scheduling *scheduling, plane place)
{
    struct code *code = scheduling->code;
    const struct circuit_loop *loop =
        &scheduling->circuit->loops.items[scheduling->gates[place].a];
    struct code_loop placed = {.list = loop->list, .carried_count = loop->carried_count};
    size_t kept_count;
    const plane *kept = kept_by_loop(scheduling->arena, loop, &kept_count);
    placed.items = code_create(loop->items, kept, kept_count);
    place_outer(scheduling, placed.items);
    place_of_items(scheduling->arena, loop, &placed);
    placed.starts = placed_planes(scheduling, loop->starts, loop->carried_count);
    placed.results = place_results(scheduling, place, loop->carried_count);
    visit_operands(scheduling, place, release);
    vector_push(scheduling->arena, &code->instructions,
                (struct instruction){.op = GATE_LOOP, .to = (uint32_t)code->loops.count});
    vector_push(scheduling->arena, &code->loops, placed);
}

static void emit(struct scheduling *scheduling)
{
    for (plane i = 0; i < scheduling->circuit->gates.count; i++) {
        if (!scheduling->uses[i]) {
            continue;
        }
        if (is_logic(&scheduling->gates[i])) {
            emit_gate(scheduling, i);
        } else if (scheduling->gates[i].op == GATE_STEP) {
            emit_step(scheduling, i);
        } else if (scheduling->gates[i].op == GATE_LOOP) {
            emit_loop(scheduling, i);
        }
    }
}

struct code *code_create(const struct circuit *circuit, const plane *kept, size_t count)
{
    struct arena *arena = circuit->arena;
    size_t planes = circuit->gates.count;
    struct scheduling scheduling = {.arena = arena, .circuit = circuit};
    scheduling.code = arena_alloc(arena, sizeof *scheduling.code);
    scheduling.gates = arena_alloc(arena, planes * sizeof *scheduling.gates);
    scheduling.uses = arena_alloc(arena, planes * sizeof(uint32_t));
    scheduling.last_use = arena_alloc(arena, planes * sizeof(uint32_t));
    scheduling.place = arena_alloc(arena, planes * sizeof(uint32_t));
    for (size_t i = 0; i < planes; i++) {
        scheduling.gates[i] = circuit->gates.items[i];
    }
    find_needed(&scheduling, kept, count);
    fuse(&scheduling);
    find_last_uses(&scheduling, kept, count);
    place_lasting(&scheduling);
    emit(&scheduling);
    scheduling.code->registers = scheduling.place;
    return scheduling.code;
}

/* ------------------------------------------------------------------------------------------ as text */

static void write_instruction(struct text *text, const struct code *code,
                              const struct instruction *instruction)
{
    const uint32_t operands[] = {instruction->a, instruction->b, instruction->c};
    if (instruction->op == GATE_STEP) {
        text_format(text, "step of node %u\n", code->steps.items[instruction->to].node);
        return;
    }
    if (instruction->op == GATE_LOOP) {
        text_format(text, "loop %u\n", instruction->to);
        return;
    }
    text_format(text, "r%u = %s", instruction->to, gate_text((enum gate_op)instruction->op));
    for (size_t i = 0; i < gate_operands((enum gate_op)instruction->op); i++) {
        text_format(text, " r%u", operands[i]);
    }
    text_add_char(text, '\n');
}

void code_write(struct text *text, const struct code *code)
{
    text_format(text, "inputs %zu, kept %zu, slots %zu, instructions %zu\n", code->inputs.count,
                code->kept_count, code->register_count - code_first_slot(code),
                code->instructions.count);
    for (size_t i = 0; i < code->instructions.count; i++) {
        write_instruction(text, code, &code->instructions.items[i]);
    }
    for (size_t i = 0; i < code->loops.count; i++) {
        text_format(text, "loop %zu, for each item: carried %zu, ", i,
                    code->loops.items[i].carried_count);
        code_write(text, code->loops.items[i].items);
    }
}
