/* SPDX-License-Identifier: Apache-2.0 */
/* Gates: made once, and simplified by the laws of two-valued logic. */
#include "engine/circuit.h"

static const struct {
    const char *text;
    size_t operands;
} gate_facts[] = {
#define X(gate, text, operands, formula) [gate] = {text, operands},
#include "engine/circuit.def"
#undef X
};

const char *gate_text(enum gate_op op)
{
    return gate_facts[op].text;
}

size_t gate_operands(enum gate_op op)
{
    return gate_facts[op].operands;
}

struct circuit *circuit_create(struct arena *arena)
{
    struct circuit *circuit = arena_alloc(arena, sizeof *circuit);
    circuit->arena = arena;
    circuit->table_size = 256;
    circuit->table = arena_alloc(arena, circuit->table_size * sizeof *circuit->table);
    vector_push(arena, &circuit->gates, (struct gate){GATE_CONSTANT, 0, 0, 0});
    vector_push(arena, &circuit->gates, (struct gate){GATE_CONSTANT, 1, 0, 0});
    return circuit;
}

/* ------------------------------------------------------------------------------------- hash-consing */

static size_t gate_hash(const struct gate *gate)
{
    uint64_t hash = (uint64_t)gate->op * UINT64_C(0x9e3779b97f4a7c15);
    hash = (hash ^ gate->a) * UINT64_C(0xbf58476d1ce4e5b9);
    hash = (hash ^ gate->b) * UINT64_C(0x94d049bb133111eb);
    hash = (hash ^ gate->c) * UINT64_C(0x9e3779b97f4a7c15);
    return (size_t)(hash ^ hash >> 29);
}

static bool same_gate(const struct gate *a, const struct gate *b)
{
    return a->op == b->op && a->a == b->a && a->b == b->b && a->c == b->c;
}

static plane *find_slot(const struct circuit *circuit, const struct gate *gate)
{
    size_t at = gate_hash(gate) & (circuit->table_size - 1);
    while (circuit->table[at] && !same_gate(&circuit->gates.items[circuit->table[at]], gate)) {
        at = (at + 1) & (circuit->table_size - 1);
    }
    return &circuit->table[at];
}

static void grow_table(struct circuit *circuit)
{
    const plane *old = circuit->table;
    size_t old_size = circuit->table_size;
    circuit->table_size *= 2;
    circuit->table = arena_alloc(circuit->arena, circuit->table_size * sizeof *circuit->table);
    for (size_t i = 0; i < old_size; i++) {
        if (old[i]) {
            *find_slot(circuit, &circuit->gates.items[old[i]]) = old[i];
        }
    }
}

static plane make(struct circuit *circuit, struct gate gate)
{
    plane *slot = find_slot(circuit, &gate);
    if (*slot) {
        return *slot;
    }
    plane made = (plane)circuit->gates.count;
    *slot = made;
    vector_push(circuit->arena, &circuit->gates, gate);
    if (circuit->gates.count * 2 > circuit->table_size) {
        grow_table(circuit);
    }
    return made;
}

static plane make2(struct circuit *circuit, enum gate_op op, plane a, plane b)
{
    return make(circuit, (struct gate){op, a, b, 0});
}

/* Both orders are one gate. */
static plane make_even2(struct circuit *circuit, enum gate_op op, plane a, plane b)
{
    return a < b ? make2(circuit, op, a, b) : make2(circuit, op, b, a);
}

static void swap(plane *a, plane *b)
{
    plane kept = *a;
    *a = *b;
    *b = kept;
}

static plane make_even3(struct circuit *circuit, enum gate_op op, plane a, plane b, plane c)
{
    if (a > b) {
        swap(&a, &b);
    }
    if (b > c) {
        swap(&b, &c);
    }
    if (a > b) {
        swap(&a, &b);
    }
    return make(circuit, (struct gate){op, a, b, c});
}

/* ------------------------------------------------------------------------------------------- leaves */

plane circuit_input(struct circuit *circuit, unsigned part, size_t fact, size_t index)
{
    return make(circuit, (struct gate){GATE_INPUT, part, (plane)fact, (plane)index});
}

/* A step or loop, and COUNT results. */
static plane make_results(struct circuit *circuit, enum gate_op op, size_t which, size_t count)
{
    plane place = make(circuit, (struct gate){op, (plane)which, 0, 0});
    for (size_t i = 0; i < count; i++) {
        make(circuit, (struct gate){GATE_RESULT, place, (plane)i, 0});
    }
    return place + 1;
}

plane circuit_step(struct circuit *circuit, struct circuit_step step)
{
    size_t which = circuit->steps.count;
    vector_push(circuit->arena, &circuit->steps, step);
    return make_results(circuit, GATE_STEP, which, step.low_count + step.high_count + 2);
}

plane circuit_loop(struct circuit *circuit, struct circuit_loop loop)
{
    size_t which = circuit->loops.count;
    vector_push(circuit->arena, &circuit->loops, loop);
    return make_results(circuit, GATE_LOOP, which, loop.carried_count);
}

/* -------------------------------------------------------------------------------------------- gates */

/* What A negates, or NULL. */
static const plane *negated(const struct circuit *circuit, plane a)
{
    const struct gate *gate = &circuit->gates.items[a];
    return gate->op == GATE_NOT ? &gate->a : NULL;
}

static bool are_opposite(const struct circuit *circuit, plane a, plane b)
{
    const plane *of_a = negated(circuit, a), *of_b = negated(circuit, b);
    return (of_a && *of_a == b) || (of_b && *of_b == a) || (a <= 1 && b == 1 - a);
}

plane circuit_not(struct circuit *circuit, plane a)
{
    if (a <= PLANE_ONES) {
        return PLANE_ONES - a;
    }
    const struct gate *gate = &circuit->gates.items[a];
    return gate->op == GATE_NOT ? gate->a : make(circuit, (struct gate){GATE_NOT, a, 0, 0});
}

plane circuit_and(struct circuit *circuit, plane a, plane b)
{
    if (a == PLANE_ZERO || b == PLANE_ZERO || are_opposite(circuit, a, b)) {
        return PLANE_ZERO;
    }
    if (a == PLANE_ONES || a == b) {
        return b;
    }
    if (b == PLANE_ONES) {
        return a;
    }
    const plane *of_a = negated(circuit, a), *of_b = negated(circuit, b);
    if (of_b) {
        return make2(circuit, GATE_AND_NOT, a, *of_b);
    }
    return of_a ? make2(circuit, GATE_AND_NOT, b, *of_a) : make_even2(circuit, GATE_AND, a, b);
}

plane circuit_or(struct circuit *circuit, plane a, plane b)
{
    if (a == PLANE_ONES || b == PLANE_ONES || are_opposite(circuit, a, b)) {
        return PLANE_ONES;
    }
    if (a == PLANE_ZERO || a == b) {
        return b;
    }
    if (b == PLANE_ZERO) {
        return a;
    }
    const plane *of_a = negated(circuit, a), *of_b = negated(circuit, b);
    if (of_b) {
        return make2(circuit, GATE_OR_NOT, a, *of_b);
    }
    return of_a ? make2(circuit, GATE_OR_NOT, b, *of_a) : make_even2(circuit, GATE_OR, a, b);
}

plane circuit_and_not(struct circuit *circuit, plane a, plane b)
{
    return circuit_and(circuit, a, circuit_not(circuit, b));
}

plane circuit_or_not(struct circuit *circuit, plane a, plane b)
{
    return circuit_or(circuit, a, circuit_not(circuit, b));
}

plane circuit_xor(struct circuit *circuit, plane a, plane b)
{
    if (a == b) {
        return PLANE_ZERO;
    }
    if (are_opposite(circuit, a, b)) {
        return PLANE_ONES;
    }
    if (a <= PLANE_ONES) {
        return a == PLANE_ZERO ? b : circuit_not(circuit, b);
    }
    if (b <= PLANE_ONES) {
        return b == PLANE_ZERO ? a : circuit_not(circuit, a);
    }
    return make_even2(circuit, GATE_XOR, a, b);
}

plane circuit_mux(struct circuit *circuit, plane choice, plane yes, plane no)
{
    if (choice <= PLANE_ONES || yes == no) {
        return choice == PLANE_ZERO ? no : yes;
    }
    if (yes <= PLANE_ONES) {
        return yes == PLANE_ZERO ? circuit_and_not(circuit, no, choice)
                                 : circuit_or(circuit, choice, no);
    }
    if (no <= PLANE_ONES) {
        return no == PLANE_ZERO ? circuit_and(circuit, choice, yes)
                                : circuit_or_not(circuit, yes, choice);
    }
    const plane *of_choice = negated(circuit, choice);
    return of_choice ? make(circuit, (struct gate){GATE_MUX, *of_choice, no, yes})
                     : make(circuit, (struct gate){GATE_MUX, choice, yes, no});
}

plane circuit_sum(struct circuit *circuit, plane a, plane b, plane c)
{
    if (a <= PLANE_ONES || a == b) {
        return circuit_xor(circuit, circuit_xor(circuit, a, b), c);
    }
    if (b <= PLANE_ONES || b == c) {
        return circuit_xor(circuit, circuit_xor(circuit, b, c), a);
    }
    if (c <= PLANE_ONES || a == c) {
        return circuit_xor(circuit, circuit_xor(circuit, a, c), b);
    }
    return make_even3(circuit, GATE_SUM, a, b, c);
}

static plane majority_with(struct circuit *circuit, plane constant, plane a, plane b)
{
    return constant == PLANE_ZERO ? circuit_and(circuit, a, b) : circuit_or(circuit, a, b);
}

plane circuit_majority(struct circuit *circuit, plane a, plane b, plane c)
{
    if (a <= PLANE_ONES) {
        return majority_with(circuit, a, b, c);
    }
    if (b <= PLANE_ONES) {
        return majority_with(circuit, b, a, c);
    }
    if (c <= PLANE_ONES) {
        return majority_with(circuit, c, a, b);
    }
    if (a == b || a == c) {
        return a;
    }
    return b == c ? b : make_even3(circuit, GATE_MAJORITY, a, b, c);
}
