/* SPDX-License-Identifier: Apache-2.0 */
/* Circuit: a plan as logic on planes, the form that columns runs and that machine code is made from.

   A PLANE holds one bit for each case of a block. Everything that a plan computes is taken apart into
   planes: a yes/no into "certainly" and "possibly", a number into the bits of its low and of its high end
   (two's complement), a choice into one plane for each value that it may have, "perhaps none" into one
   more. What is left are gates: `and`, `or`, `not` and a few others (circuit.def), each of which works on
   all cases of a block at once. A count becomes a tree of adders, a comparison with a constant a chain
   of a few gates, a sum of weights adders between which most bits are constant and fall away.

   What has no good form as gates (months between dates, windows of events, products) is a STEP: it
   computes a node of the plan case by case from the planes of its operands, and yields planes.

   What is asked of the items of a list is a LOOP: a circuit of its own, run once for the first items of all
   cases, then for the second ones, until no case has more. Its planes hold a bit for each case, too, so
   it reads planes of the circuit around it as they are. What it carries from item to item starts as
   planes of that circuit, and what comes of it are planes there.

   Invariants:
   - planes are numbered so that a gate reads only planes below its own: a circuit is in order;
   - equal gates on equal planes are one plane; planes are two-valued, so every law of logic may be used
     here (`x and not x` is ZERO), unlike in the plan;
   - a yes/no or number that is surely known has the same planes for its low and its high end: what does
     not depend on anything unknown is computed once, not twice;
   - bits of cases past the end of a block are computed like others and mean nothing. */
#ifndef LIMEN_ENGINE_CIRCUIT_H
#define LIMEN_ENGINE_CIRCUIT_H

#include "base/vector.h"
#include "case/block.h"
#include "plan/plan.h"

typedef uint32_t plane;
#define PLANE_ZERO ((plane)0) /* no in every case */
#define PLANE_ONES ((plane)1)

enum gate_op {
#define X(gate, text, operands, formula) gate,
#include "engine/circuit.def"
#undef X
    GATES,
    GATE_CONSTANT = GATES, /* PLANE_ZERO and PLANE_ONES */
    GATE_INPUT,            /* a: enum column_part or state_part, b: fact, c: index */
    GATE_STEP,             /* a: which of `steps`; no plane of its own, it stands before its results */
    GATE_LOOP,             /* a: which of `loops`; likewise */
    GATE_RESULT            /* a: the plane number of its GATE_STEP or GATE_LOOP, b: which result */
};

struct gate {
    enum gate_op op;
    plane a, b, c;
};

/* What a circuit reads beside the parts of columns, of a fact: what went before found it. */
enum state_part {
    PART_SETTLED = COLUMN_PARTS, /* an `impossible` settled it: as no (index 0), as yes (1) */
    PART_DERIVED_KNOWN,          /* what `is known` answers of a derived fact */
    STATE_PARTS
};

/* What the circuit of a loop reads. The parts of columns, and PART_DERIVED_KNOWN, are those of fields
   (program->fields) of the items at hand. */
enum loop_part {
    PART_OUTER = STATE_PARTS, /* plane `fact` of the circuit around it */
    PART_PRESENT,             /* the case has such an item */
    PART_CARRIED              /* plane INDEX of what came of the items before */
};

/* A number in two's complement, lowest bit first; the last plane is the sign and stands for all that
   would follow. */
struct bits {
    plane *at;
    size_t count; /* at least 1 */
};

/* The set of values of a node, as planes. Where `some` is not set the ends mean nothing. */
struct slice {
    struct bits low, high; /* unless it has members */
    plane none;            /* perhaps none */
    plane some;            /* perhaps a value */
    plane *members;        /* choice: by value; selection: possible, then certain ones; else NULL */
    size_t member_count;
};

/* A node that is computed case by case. Its results are the low bits, the high bits, none, some. */
struct circuit_step {
    node_id node;
    const struct slice *operands; /* of the node, in order */
    size_t operand_count;
    size_t low_count, high_count; /* bits of the results */
};

/* What is known of an item, for `is known` to answer later. */
struct circuit_store {
    uint32_t field; /* program->fields */
    plane known;
};

/* The sets of a node's items, one by one, for a step that takes them together. */
struct circuit_log {
    node_id node; /* ITEM_DISTINCT */
    plane certain, possible;
    struct slice value;
};

/* Operands of the step of ITEM_DISTINCT: of the items that are not listed, whether they count, what they
   have and how many they are; and the values that items have, all together. */
enum distinct_operand { DISTINCT_REST, DISTINCT_VALUE, DISTINCT_TIMES, DISTINCT_ALL };

struct circuit;

struct circuit_loop {
    uint32_t list;               /* program->facts */
    const struct circuit *items; /* what is done for one item of each case */
    const plane *starts;         /* of the circuit around: what is carried before any item */
    const plane *ends;           /* of `items`: what is carried on; after the last item, the results */
    size_t carried_count;
    struct { VECTOR_OF(struct circuit_store); } stores;
    struct { VECTOR_OF(struct circuit_log); } logs;
};

struct circuit {
    struct arena *arena;
    struct { VECTOR_OF(struct gate); } gates; /* by plane */
    struct { VECTOR_OF(struct circuit_step); } steps;
    struct { VECTOR_OF(struct circuit_loop); } loops;
    plane *table; /* hash-consing: open addressing, 0 is free */
    size_t table_size;
};

struct circuit *circuit_create(struct arena *arena);

const char *gate_text(enum gate_op op);
size_t gate_operands(enum gate_op op); /* of a row of circuit.def */

plane circuit_input(struct circuit *circuit, unsigned part, size_t fact, size_t index);

plane circuit_not(struct circuit *circuit, plane a);
plane circuit_and(struct circuit *circuit, plane a, plane b);
plane circuit_or(struct circuit *circuit, plane a, plane b);
plane circuit_xor(struct circuit *circuit, plane a, plane b);
plane circuit_and_not(struct circuit *circuit, plane a, plane b); /* a and not b */
plane circuit_or_not(struct circuit *circuit, plane a, plane b);  /* a or not b */
plane circuit_mux(struct circuit *circuit, plane choice, plane yes, plane no);
plane circuit_sum(struct circuit *circuit, plane a, plane b, plane c);
plane circuit_majority(struct circuit *circuit, plane a, plane b, plane c);

/* Appends a step; the results of its LOW_COUNT + HIGH_COUNT bits, none and some follow it as planes,
   the first of which is returned. */
plane circuit_step(struct circuit *circuit, struct circuit_step step);
/* Likewise; its results are what it carries, in order. */
plane circuit_loop(struct circuit *circuit, struct circuit_loop loop);

#endif
