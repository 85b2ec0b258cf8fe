/* SPDX-License-Identifier: Apache-2.0 */
/* Engine: evaluates a plan on a case. Every engine gives the same evaluation, bit for bit.

   An evaluation holds the set of possible values of every node of the plan. A case can be in error only
   as the semantics say: an `impossible` that certainly holds, a `require` that can't hold, a derived
   fact that contradicts what was given, rows of `only one of` that certainly hold and disagree (this one
   is reported, not refused). */
#ifndef LIMEN_ENGINE_ENGINE_H
#define LIMEN_ENGINE_ENGINE_H

#include "case/case.h"
#include "plan/plan.h"

enum case_problem_kind {
    PROBLEM_IMPOSSIBLE,    /* index: plan->impossibles */
    PROBLEM_REQUIRE,       /* index: plan->requires */
    PROBLEM_CONTRADICTION, /* index: fact; given and worked out have nothing in common */
    PROBLEM_FIELD_CONTRADICTION, /* index: field; the same, of item `item` of its list */
    PROBLEM_CONFLICT       /* index: plan->decisions; two certain rows of `only one of` disagree */
};

struct case_problem {
    enum case_problem_kind kind;
    size_t index;
    size_t item;
};

/* How many values a node of LIST has in `items`, and how many items the last stands for if the list may
   have others, else 0. */
size_t evaluation_rows(const struct limen_case *limen_case, const struct fact *list,
                       size_t *ret_others);

struct evaluation;
struct sweep;

/* The evaluations of the items that get a result each (the children of a household), for those operations
   that take them together. */
struct family {
    struct evaluation **members; /* one more than `count` if there may be others, which that stands for */
    size_t count;
    size_t others;               /* how many others there may be */
    struct sweep *ties;          /* sensitivity.c: what ties inputs together; NULL: not yet worked out */
    struct family *known_open;   /* the same if `is known` might answer either way; NULL: not yet made */
};

struct evaluation {
    struct family *family; /* NULL: the case is of no household, and the plan takes none together */
    size_t member;         /* its place there */
    const struct plan *plan;
    const struct limen_case *limen_case;
    struct value_set *values; /* by node; of a node of a list, all that it is for any item together */
    struct value_set **items; /* by node of a list: its values, first for the items that the case lists,
                                 then one for all others, if the list may have others; else NULL */
    bool *known;              /* by fact: what `is known` answered */
    bool *const *fields_known; /* by program->fields, then by item that the case lists: the same */
    bool *settled;            /* by fact: an `impossible` settled it */
    struct { VECTOR_OF(struct case_problem); } problems;
    bool refused;             /* a problem other than a conflict: no answer may be given */
};

/* What a node is; of a node of a list, for item ITEM of it. */
static inline const struct value_set *evaluation_value(const struct evaluation *evaluation,
                                                       node_id node, size_t item)
{
    return plan_at(evaluation->plan, node)->domain == PLAN_CASE ? &evaluation->values[node]
                                                                : &evaluation->items[node][item];
}

/* The reference: plain, obvious, one node after the other. Everything made lives in ARENA. */
struct evaluation *interpreter_evaluate(struct arena *arena, const struct plan *plan,
                                        const struct limen_case *limen_case);

/* Evaluates all members of a household, and where there may be others, one that stands for them. What is
   the same for all is worked out once. If one is refused, all are. */
struct family *interpreter_evaluate_household(struct arena *arena, const struct plan *plan,
                                              const struct limen_case *shared);

/* EVALUATION's case as if `is known` might answer either way: what depends on it comes out open. */
struct evaluation *interpreter_evaluate_known_open(struct arena *arena,
                                                   const struct evaluation *evaluation);

/* Which facts could still change something (sensitivity.c). A fact is open if its set has more than one
   value. `reach` of a node: signs with which it reaches a level threshold through nodes that are open. */
enum reach { REACH_NONE = 0, REACH_PLUS = 1, REACH_MINUS = 2, REACH_BOTH = 3 };

/* A field of an item that the case lists, whose value is open and could change something. */
struct open_field {
    const struct fact *field;
    size_t item;         /* of the list, as the case gives them, from 0 */
    uint8_t level_reach; /* enum reach */
};

/* A fact of another member of the household that is open and could change something. */
struct open_of_member {
    size_t member;
    const struct fact *fact;
    uint8_t level_reach; /* enum reach */
};

struct sensitivity {
    bool exact;            /* the level's range is exact, by the theorem */
    uint8_t *level_reach;  /* by fact: enum reach into the thresholds and the scope */
    bool *matters;         /* by fact: reaches a threshold, scope, decision, duty, note or checklist */
    bool case_date_matters;
    bool depends_on_known; /* some `is known` reaches the level: on_known says of which facts */
    bool *on_known;        /* by fact */
    struct { VECTOR_OF(struct open_of_member); } of_members; /* member by member */
    struct { VECTOR_OF(struct open_field); } fields; /* field by field, item by item */
};

struct sensitivity *sensitivity_of(struct arena *arena, const struct evaluation *evaluation);

#endif
