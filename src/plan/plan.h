/* SPDX-License-Identifier: Apache-2.0 */
/* Plan: a ruleset as a hash-consed graph of typed operations in dependency order.

   Everything that names, units and dates could say is resolved: an engine needs no syntax tree. Node I
   reads only nodes below I. Equal operations on equal operands are one node, but the operands of a
   count stay a list in which one node may stand twice: elements are counted by identity, not by
   condition. Only identities that hold for sets of values are used (`a or not a` is not yes).

   Domains: a node has one value a case, or (its domain is a list) one for each item of the list. The FIELD
   operations are of their list; an operation of the items of lists takes those of one list together
   to a value of the case; any other is of the list that an operand is of, where operands of the case are
   the same for all items, and no node reads items of two lists. So the items of many cases can be columns
   of their own, and the work is linear in them. What is concluded is of the case.

   Each: where the ruleset gives a result for each item of a list (each child of a household), a case here is
   one of those items. A node that is of each may have another value for the other items of the
   household; any other has one value for all of them. An operation that takes the items of that list
   together reads nodes of the case, each item's in turn, and is one value for all.

   Thresholds: threshold[L] is the yes/no node "the level is at least rank L" (G_L in the semantics). While
   threshold L is built, a condition that reads `level >= N` with N >= L reads "no": a rule can't lift
   the level to what it already needs.

   Nodes [0, prologue) are what derived facts and `impossible` need: an engine repeats them until
   nothing more is settled, then runs the rest once. */
#ifndef LIMEN_PLAN_PLAN_H
#define LIMEN_PLAN_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/value.h"
#include "base/vector.h"
#include "meaning/program.h"

enum op {
#define X(op, text, result, signs, formula) op,
#include "plan/op.def"
#undef X
    OPS
};

enum op_result { BOOL, NUMBER, CHOICE, DATE, LEVEL, SELECTION, ANY };
enum op_signs { NONE, PLUS, MINUS, BOTH, MINUS_PLUS, BOTH_PLUS, FACTOR };

#define PLAN_EVENT_DATES 1000 /* dates that one event may have */
#define PLAN_CASE 0           /* the domain of what has one value a case */

typedef uint32_t node_id;
#define NO_NODE UINT32_MAX

struct plan_node {
    enum op op;
    enum unit unit;          /* DATE_ADD, DATE_DIFFERENCE, EVENT_COUNT */
    const struct type *type; /* of the result */
    uint32_t first_operand;  /* in plan->operands */
    uint32_t operand_count;
    uint32_t index;          /* fact (program->facts), field (program->fields) for the FIELD operations,
                                or rule (plan->rules) for JUDGED */
    uint32_t domain;         /* PLAN_CASE, or 1 + the list (program->facts) */
    bool is_of_each;
    int64_t constant;        /* value, factor, k, window length, rank: op.def says */
    const uint64_t *set;     /* IN_SET: members, in the form of value_set.members */
    const uint32_t *table;   /* SELECT: for each value of the choice, then for none, which value
                                operand (0: the one behind operand 1) */
};

struct plan_rule {
    const struct rule *rule;
    node_id condition; /* C and not U, before exceptions: what `explain` takes apart */
    node_id status;    /* it applies: condition inherited, no exception holds */
};

struct plan_decision {
    const struct decision *decision;
    node_id value;
    struct { VECTOR_OF(node_id); } conditions; /* of each row, in order; NO_NODE for otherwise */
};

struct plan_deadline {
    const struct deadline *deadline;
    int64_t amount;
    node_id start; /* date, or NO_NODE: the moment of asking */
};

struct plan_duty {
    const struct duty *duty;
    node_id holds;
    struct { VECTOR_OF(struct plan_deadline); } deadlines;
};

struct plan_note {
    const struct note *note;
    node_id shown; /* NO_NODE: always, or with what it belongs to */
};

struct plan_item {
    const struct checklist *checklist;
    const struct checklist_item *item;
    node_id asked; /* NO_NODE: always */
};

/* Rules stand in the order of program->rules, so entity.index finds one; decisions, duties, notes,
   impossibles and requires likewise. */

/* One conjunct of an `impossible`: a yes/no fact (or its negation) that can be settled, or a condition. */
struct plan_conjunct {
    bool is_fact;
    size_t fact;   /* program->facts */
    bool value;    /* the conjunct holds when the fact has this value */
    node_id holds;
};

struct plan_impossible {
    const struct statement *statement;
    node_id condition;
    struct { VECTOR_OF(struct plan_conjunct); } conjuncts;
};

struct plan_require {
    const struct statement *statement;
    node_id condition;
};

/* What a claim or a change says of cases, for proofs. */
struct plan_claim {
    const struct statement *statement;
    node_id condition; /* always: if; never lower than: except, NO_NODE: without; change: if */
    struct { VECTOR_OF(node_id); } values; /* of its outcomes: that of a decision, else NO_NODE */
};

struct plan {
    struct arena *arena;
    const struct program *program;
    struct { VECTOR_OF(struct plan_node); } nodes;
    struct { VECTOR_OF(node_id); } operands;
    size_t prologue;
    bool takes_each; /* some node takes the items together that each get a result */
    node_id *inputs; /* by fact: INPUT node, NO_NODE if the plan never reads it, and for events and lists */
    node_id *facts;  /* by fact: its value after derivation (DERIVED or INPUT), NO_NODE likewise */
    size_t threshold_count;
    node_id *thresholds; /* by rank; [0] is constant yes */
    node_id *own_thresholds; /* the same of the level that others ask for, without rules that ask for that
                                of others; NULL: there are no such rules */
    node_id scope;       /* NO_NODE: every case is in scope */
    struct { VECTOR_OF(struct plan_rule); } rules;
    struct { VECTOR_OF(struct plan_decision); } decisions;
    struct { VECTOR_OF(struct plan_duty); } duties;
    struct { VECTOR_OF(struct plan_note); } notes;
    struct { VECTOR_OF(struct plan_item); } items;
    struct { VECTOR_OF(struct plan_impossible); } impossibles;
    struct { VECTOR_OF(struct plan_require); } requires;
    struct { VECTOR_OF(struct plan_claim); } claims;  /* only where they are asked for */
    struct { VECTOR_OF(struct plan_claim); } changes; /* likewise */
    struct { VECTOR_OF(node_id); } requested;         /* likewise: plan_create_with_values */
};

const char *op_text(enum op op);
const char *op_formula(enum op op);
enum op_result op_result(enum op op);
enum op_signs op_signs(enum op op);
/* How NODE moves with its operands: as op_signs(), and where it asks whether a choice is the last of its values, or
   the first, what that comes to. */
enum op_signs plan_signs(const struct plan *plan, node_id node);

/* It takes the items of a list together. */
static inline bool op_is_of_items(enum op op)
{
    return op >= OP_ITEM_ANY && op <= OP_ITEM_DISTINCT;
}

static inline bool op_is_of_field(enum op op)
{
    return op == OP_FIELD || op == OP_FIELD_KNOWN || op == OP_FIELD_DERIVED;
}

/* It takes those items together that each get a result. */
bool plan_takes_each(const struct plan *plan, const struct plan_node *node);

static inline const struct plan_node *plan_at(const struct plan *plan, node_id node)
{
    return &plan->nodes.items[node];
}

static inline node_id plan_operand(const struct plan *plan, node_id node, size_t index)
{
    return plan->operands.items[plan->nodes.items[node].first_operand + index];
}

/* Lowers a checked program without errors. The plan lives in ARENA and refers to PROGRAM. */
struct plan *plan_create(struct arena *arena, const struct program *program);
/* The same with claims and changes, for proofs. */
struct plan *plan_create_with_claims(struct arena *arena, const struct program *program);

/* A checked expression over the facts of a program that does not stand in it. */
struct plan_request {
    const struct node *expression;
    const struct type *type; /* that its value is wanted in */
};
/* A plan that works out what is REQUESTED, too. */
struct plan *plan_create_with_values(struct arena *arena, const struct program *program,
                                     const struct plan_request *requests, size_t count);

/* Checks every invariant that this header and op.def state. False: an internal error; RET_WHY says it. */
bool plan_verify(const struct plan *plan, const char **ret_why);

/* The plan as text, one node a line: `limen check --dump plan`. */
void plan_write(struct text *text, const struct plan *plan);

#endif
