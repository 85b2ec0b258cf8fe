/* SPDX-License-Identifier: Apache-2.0 */
/* Term: what holds of complete cases as formulas over variables, for the solver.

   A term is yes/no or a whole number, and has bounds. Terms are hash-consed: equal ones are one, so that
   what two rulesets have in common is the same term, and a question that was answered is not asked
   again. Operands come before what is made of them. Every case is complete here, so all laws of logic
   hold, and the builders use them.

   A term says nothing of Z3: the worker (worker.c) translates these few kinds, and terms_value() works
   one out by itself. */
#ifndef LIMEN_PROVE_TERM_H
#define LIMEN_PROVE_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/vector.h"

#define TERM_KINDS(X)                                                                        \
    /* kind, meaning */                                                                      \
    X(TERM_CONSTANT, "constant")                                                             \
    X(TERM_VARIABLE, "variable number `constant`, yes/no or from low to high")               \
    X(TERM_NOT, "not operand 1")                                                             \
    X(TERM_AND, "all operands")                                                              \
    X(TERM_OR, "any operand")                                                                \
    X(TERM_SUM, "`constant` + weight x operand ...; a yes/no operand counts 1 for yes")      \
    X(TERM_IF, "operand 2 if operand 1, else operand 3; a number")                           \
    X(TERM_REACHES, "operand 1, a variable, a sum or an if, is `constant` or more")

enum term_kind {
#define X(kind, meaning) kind,
    TERM_KINDS(X)
#undef X
};

typedef uint32_t term;
#define NO_TERM UINT32_MAX

struct term_node {
    enum term_kind kind;
    bool is_yes_no;
    int64_t low, high;     /* bounds, inclusive */
    int64_t constant;      /* as the kind says, else 0 */
    uint32_t first, count; /* in `operands`, and for a sum in `weights` */
};

struct terms {
    struct arena *arena;
    struct { VECTOR_OF(struct term_node); } nodes;
    struct { VECTOR_OF(term); } operands;
    struct { VECTOR_OF(int64_t); } weights; /* beside operands; 0 unless of a sum */
    struct { VECTOR_OF(term); } variables;
    struct { VECTOR_OF(term); } laws;       /* hold of every case: what variables are by definition */
    term *table;                            /* open addressing; NO_TERM: free */
    size_t table_size;
    struct { VECTOR_OF(term); } list;       /* operands while they are simplified */
    struct { VECTOR_OF(int64_t); } factors; /* likewise weights */
    term yes, no;
};

struct terms *terms_create(struct arena *arena);

static inline const struct term_node *term_at(const struct terms *terms, term of)
{
    return &terms->nodes.items[of];
}

static inline term term_operand(const struct terms *terms, term of, size_t index)
{
    return terms->operands.items[terms->nodes.items[of].first + index];
}

bool term_is_constant(const struct terms *terms, term of);

term term_yes_no(const struct terms *terms, bool value);
term term_number(struct terms *terms, int64_t value);
/* New variables; those of the same bounds are different all the same. */
term term_variable(struct terms *terms, int64_t low, int64_t high);
term term_open(struct terms *terms); /* yes/no */
/* LAW holds of every case. */
void terms_add_law(struct terms *terms, term law);

term term_not(struct terms *terms, term of);
term term_and(struct terms *terms, const term *operands, size_t count);
term term_or(struct terms *terms, const term *operands, size_t count);
term term_and2(struct terms *terms, term a, term b);
term term_or2(struct terms *terms, term a, term b);
term term_implies(struct terms *terms, term a, term b);
term term_differ(struct terms *terms, term a, term b); /* yes/no */

/* CONSTANT + WEIGHTS x OPERANDS; WEIGHTS NULL: all 1. */
term term_sum(struct terms *terms, int64_t constant, const int64_t *weights, const term *operands,
              size_t count);
term term_plus(struct terms *terms, term a, term b);
term term_minus(struct terms *terms, term a, term b);
term term_times(struct terms *terms, term of, int64_t factor);
/* Of two numbers, neither a constant: exact, by the digits of one in base two. */
term term_product(struct terms *terms, term a, term b);

/* A if CONDITION, else B; both yes/no, or both numbers. */
term term_if(struct terms *terms, term condition, term a, term b);

term term_reaches(struct terms *terms, term of, int64_t bound); /* OF >= BOUND */
term term_at_most(struct terms *terms, term of, int64_t bound); /* OF <= BOUND */
term term_less_equal(struct terms *terms, term a, term b);
term term_less(struct terms *terms, term a, term b);
term term_equal(struct terms *terms, term a, term b); /* numbers, or yes/no */
term term_is(struct terms *terms, term of, int64_t value);
/* At least BOUND of the operands. */
term term_at_least(struct terms *terms, int64_t bound, const term *operands, size_t count);

/* What OF is where variable I is VALUES[I]. */
int64_t terms_value(const struct terms *terms, term of, const int64_t *values);
/* What every term is; RET has room for all. */
void terms_values(const struct terms *terms, const int64_t *values, int64_t *ret);
/* The same of those that are MARKED. */
void terms_values_marked(const struct terms *terms, const bool *marked, const int64_t *values,
                         int64_t *ret);
/* Marks in RET, by term, what OF is made of; RET carries over between calls. */
void terms_mark(const struct terms *terms, term of, bool *ret);

#endif
