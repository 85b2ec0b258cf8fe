/* SPDX-License-Identifier: Apache-2.0 */
/* Cutting, and what of a part others need. */
#include "engine/parts.h"

#include <string.h>

#define LARGEST 48 /* instructions: compile time and speed are both near their best from 30 to 60 */

/* --------------------------------------------------------------------------------------------- cutting */

static bool is_step(const struct code *code, size_t at)
{
    return code->instructions.items[at].op >= GATES;
}

static struct part part_at(const struct code *code, size_t first)
{
    struct part part = {first, 1, is_step(code, first)};
    while (!part.is_step && part.count < LARGEST && first + part.count < code->instructions.count
           && !is_step(code, first + part.count)) {
        part.count++;
    }
    return part;
}

/* -------------------------------------------------------------------------------- what goes to memory */

struct liveness {
    const struct code *code;
    bool *later;   /* by register: a later part reads what it holds */
    bool *exposed; /* by register: this part reads it before it computes it, from where we are on */
    bool *stored, *needed; /* by instruction */
};

static bool is_kept(const struct code *code, uint32_t reg)
{
    return reg >= code_first_kept(code) && reg < code_first_slot(code);
}

static void read_all(bool *read, const uint32_t *registers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        read[registers[i]] = true;
    }
}

static void read_slice(bool *read, const struct slice *slice)
{
    if (slice->members) {
        read_all(read, slice->members, slice->member_count);
    } else {
        read_all(read, slice->low.at, slice->low.count);
        read_all(read, slice->high.at, slice->high.count);
    }
    read[slice->none] = true;
    read[slice->some] = true;
}

static void write_all(struct liveness *liveness, const uint32_t *results, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (results[i] != NO_REGISTER) {
            liveness->later[results[i]] = false;
        }
    }
}

static void look_at_step(struct liveness *liveness, const struct code_step *step)
{
    write_all(liveness, step->results, step->low_count + step->high_count + 2);
    for (size_t i = 0; i < step->operand_count; i++) {
        read_slice(liveness->later, &step->operands[i]);
    }
}

static void look_at_loop(struct liveness *liveness, const struct code_loop *loop)
{
    write_all(liveness, loop->results, loop->carried_count);
    read_all(liveness->later, loop->starts, loop->carried_count);
    for (size_t i = 0; i < loop->items->inputs.count; i++) {
        const struct code_input *input = &loop->items->inputs.items[i];
        if (input->part == PART_OUTER) {
            liveness->later[input->fact] = true;
        }
    }
}

static void look_at_other(struct liveness *liveness, const struct instruction *instruction)
{
    if (instruction->op == GATE_STEP) {
        look_at_step(liveness, &liveness->code->steps.items[instruction->to]);
    } else {
        look_at_loop(liveness, &liveness->code->loops.items[instruction->to]);
    }
}

static void look_at_gate(struct liveness *liveness, size_t at)
{
    const struct instruction *instruction = &liveness->code->instructions.items[at];
    const uint32_t operands[] = {instruction->a, instruction->b, instruction->c};
    liveness->stored[at] =
        liveness->later[instruction->to] || is_kept(liveness->code, instruction->to);
    liveness->needed[at] = liveness->stored[at] || liveness->exposed[instruction->to];
    if (!liveness->needed[at]) {
        return;
    }
    liveness->later[instruction->to] = false;
    liveness->exposed[instruction->to] = false;
    for (size_t i = 0; i < gate_operands((enum gate_op)instruction->op); i++) {
        liveness->exposed[operands[i]] = true;
    }
}

static void look_at_gates(struct liveness *liveness, const struct part *part)
{
    size_t registers = liveness->code->register_count;
    memset(liveness->exposed, 0, registers * sizeof *liveness->exposed);
    for (size_t i = part->count; i > 0; i--) {
        look_at_gate(liveness, part->first + i - 1);
    }
    for (size_t i = 0; i < registers; i++) {
        liveness->later[i] = liveness->later[i] || liveness->exposed[i];
    }
}

static void find_needed(struct arena *arena, struct parts *parts)
{
    const struct code *code = parts->code;
    struct liveness liveness = {
        .code = code,
        .later = arena_alloc(arena, code->register_count * sizeof(bool)),
        .exposed = arena_alloc(arena, code->register_count * sizeof(bool)),
        .stored = arena_alloc(arena, (code->instructions.count + 1) * sizeof(bool)),
        .needed = arena_alloc(arena, (code->instructions.count + 1) * sizeof(bool))};
    for (size_t i = parts->all.count; i > 0; i--) {
        const struct part *part = &parts->all.items[i - 1];
        if (part->is_step) {
            look_at_other(&liveness, &code->instructions.items[part->first]);
        } else {
            look_at_gates(&liveness, part);
        }
    }
    parts->stored = liveness.stored;
    parts->needed = liveness.needed;
}

struct parts *parts_create(struct arena *arena, const struct code *code)
{
    struct parts *parts = arena_alloc(arena, sizeof *parts);
    parts->code = code;
    for (size_t at = 0; at < code->instructions.count;) {
        struct part part = part_at(code, at);
        vector_push(arena, &parts->all, part);
        at += part.count;
    }
    find_needed(arena, parts);
    return parts;
}

/* ------------------------------------------------------------------------------------------- emitting */

static void emit_operands(const struct emitter *emitter, const struct instruction *instruction,
                          size_t part, size_t *loaded)
{
    const uint32_t operands[] = {instruction->a, instruction->b, instruction->c};
    for (size_t i = 0; i < gate_operands((enum gate_op)instruction->op); i++) {
        if (loaded[operands[i]] != part) {
            emitter->load(emitter->to, operands[i]);
            loaded[operands[i]] = part;
        }
    }
}

/* LOADED: by register, the latest part, from 1, in which it is a local. */
static void emit_part(const struct parts *parts, const struct emitter *emitter, size_t number,
                      size_t *loaded)
{
    const struct part *part = &parts->all.items[number];
    emitter->start(emitter->to, number);
    for (size_t i = part->first; i < part->first + part->count; i++) {
        const struct instruction *instruction = &parts->code->instructions.items[i];
        if (!parts->needed[i]) {
            continue;
        }
        emit_operands(emitter, instruction, number + 1, loaded);
        emitter->compute(emitter->to, instruction);
        loaded[instruction->to] = number + 1;
        if (parts->stored[i]) {
            emitter->store(emitter->to, instruction->to);
        }
    }
    emitter->finish(emitter->to, number);
}

void parts_emit(struct arena *arena, const struct parts *parts, const struct emitter *emitter)
{
    size_t *loaded = arena_alloc(arena, (parts->code->register_count + 1) * sizeof *loaded);
    for (size_t i = 0; i < parts->all.count; i++) {
        if (!parts->all.items[i].is_step) {
            emit_part(parts, emitter, i, loaded);
        }
    }
}
