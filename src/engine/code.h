/* SPDX-License-Identifier: Apache-2.0 */
/* Code: a circuit as straight-line instructions on registers, each of which holds a plane of a block.

   Registers 0 and 1 are PLANE_ZERO and PLANE_ONES; the next are the inputs, in the order of `inputs`, and
   are only read; then come the kept ones, each of which holds one plane that outlives the code; the rest
   are slots, used again as soon as nothing needs what they hold, the latest first, so that the planes in
   use stay in the nearest cache. What no kept plane needs is left out. */
#ifndef LIMEN_ENGINE_CODE_H
#define LIMEN_ENGINE_CODE_H

#include "engine/circuit.h"

#define NO_REGISTER UINT32_MAX

struct instruction {
    uint32_t op;      /* enum gate_op: a row of circuit.def, GATE_STEP or GATE_LOOP */
    uint32_t to;      /* register; GATE_STEP: which of `steps`; GATE_LOOP: which of `loops` */
    uint32_t a, b, c; /* registers */
};

struct code_input {
    uint32_t part; /* enum column_part, state_part or loop_part */
    uint32_t fact, index; /* PART_OUTER: `fact` is a register of the code around */
};

/* A step with registers for planes. */
struct code_step {
    node_id node;
    const struct slice *operands;
    size_t operand_count;
    size_t low_count, high_count;
    const uint32_t *results; /* low bits, high bits, none, some; NO_REGISTER: nobody asks */
};

struct code;

/* A loop; what it carries starts and ends in registers of the code around, and is kept by its own. */
struct code_loop {
    uint32_t list;
    const struct code *items;
    size_t carried_count;
    const uint32_t *starts, *results; /* of the code around; NO_REGISTER: nobody asks */
    const uint32_t *ends;             /* of `items` */
    struct { VECTOR_OF(struct circuit_store); } stores; /* with registers of `items` for planes */
    struct { VECTOR_OF(struct circuit_log); } logs;     /* likewise */
};

struct code {
    struct { VECTOR_OF(struct instruction); } instructions;
    struct { VECTOR_OF(struct code_input); } inputs;
    struct { VECTOR_OF(struct code_step); } steps;
    struct { VECTOR_OF(struct code_loop); } loops;
    size_t kept_count;
    size_t register_count; /* all */
    uint32_t *registers;   /* by plane of the circuit: of constants, inputs and kept planes */
};

static inline size_t code_first_kept(const struct code *code)
{
    return 2 + code->inputs.count;
}

static inline size_t code_first_slot(const struct code *code)
{
    return code_first_kept(code) + code->kept_count;
}

/* KEPT: the planes that are wanted, in any order, perhaps repeated. Lives in the circuit's arena. */
struct code *code_create(const struct circuit *circuit, const plane *kept, size_t count);

/* As text, one instruction a line: `limen check --dump code`. Registers past the inputs are those that are
   kept, then the slots. */
void code_write(struct text *text, const struct code *code);

#endif
