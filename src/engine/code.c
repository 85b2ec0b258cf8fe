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

static void visit_slice(struct scheduling *scheduling, const struct slice *slice, visit *visitor,
                        uint32_t by)
{
    for (size_t i = 0; i < slice->low.count; i++) {
        visitor(scheduling, slice->low.at[i], by);
    }
    for (size_t i = 0; i < slice->high.count; i++) {
        visitor(scheduling, slice->high.at[i], by);
    }
    visitor(scheduling, slice->none, by);
    visitor(scheduling, slice->some, by);
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
    }
}

/* ------------------------------------------------------------------------------------ what is needed */

static void count_use(struct scheduling *scheduling, plane id, uint32_t by)
{
    (void)by;
    scheduling->uses[id]++;
}

static void find_needed(struct scheduling *scheduling, const plane *kept, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        scheduling->uses[kept[i]] += 2; /* whatever else reads it, it is not fused */
    }
    for (size_t i = scheduling->circuit->gates.count; i > 0; i--) {
        if (scheduling->uses[i - 1]) {
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

static struct bits placed_bits(struct scheduling *scheduling, const struct bits *bits)
{
    struct bits placed = {arena_alloc(scheduling->arena, bits->count * sizeof(plane)), bits->count};
    for (size_t i = 0; i < bits->count; i++) {
        placed.at[i] = scheduling->place[bits->at[i]];
    }
    return placed;
}

static const struct slice *placed_operands(struct scheduling *scheduling,
                                           const struct circuit_step *step)
{
    struct slice *placed =
        arena_alloc(scheduling->arena, (step->operand_count + 1) * sizeof *placed);
    for (size_t i = 0; i < step->operand_count; i++) {
        const struct slice *operand = &step->operands[i];
        placed[i].low = placed_bits(scheduling, &operand->low);
        placed[i].high = placed_bits(scheduling, &operand->high);
        placed[i].none = scheduling->place[operand->none];
        placed[i].some = scheduling->place[operand->some];
    }
    return placed;
}

/* The results of a step are the planes that follow it. */
static void emit_step(struct scheduling *scheduling, plane place)
{
    struct code *code = scheduling->code;
    const struct circuit_step *step =
        &scheduling->circuit->steps.items[scheduling->gates[place].a];
    size_t count = step->low_count + step->high_count + 2;
    uint32_t *results = arena_alloc(scheduling->arena, count * sizeof *results);
    for (size_t i = 0; i < count; i++) {
        plane result = place + 1 + (plane)i;
        results[i] = scheduling->uses[result] ? place_result(scheduling, result) : NO_REGISTER;
    }
    struct code_step placed = {step->node,      placed_operands(scheduling, step),
                               step->operand_count, step->low_count,
                               step->high_count, results};
    visit_operands(scheduling, place, release);
    vector_push(scheduling->arena, &code->instructions,
                (struct instruction){.op = GATE_STEP, .to = (uint32_t)code->steps.count});
    vector_push(scheduling->arena, &code->steps, placed);
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
}
