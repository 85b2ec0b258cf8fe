/* SPDX-License-Identifier: Apache-2.0 */
/* What-if: the fewest changes of what a case states that would move it to a level, and the fewest facts to
   ask that settle the level.

   A change states one thing otherwise than the case does: a fact that it gives or that its closing
   assumes, a field of an item that it lists, that a listed item is there, or one item more in a list
   that has no others. The date of the case, its authority, what is judged and what is known do not
   change. What the case leaves open is no change, whatever it turns out to be. */
#ifndef LIMEN_PROVE_WHAT_IF_H
#define LIMEN_PROVE_WHAT_IF_H

#include "answer/answer.h"
#include "prove/ask.h"
#include "prove/stated.h"

enum what_if_verdict {
    WHAT_IF_ALREADY,   /* it certainly is at the level */
    WHAT_IF_FOUND,
    WHAT_IF_NEVER,     /* proved: no change gets it there */
    WHAT_IF_NO_CASE,   /* no completion: what the case says cannot all be so */
    WHAT_IF_UNDECIDED, /* the limit came first */
    WHAT_IF_FAULT      /* an internal error */
};

struct what_if {
    const struct answer *answer; /* of the case as it is */
    size_t rank;                 /* of the level wanted */
    enum what_if_verdict verdict;
    bool least;                  /* proved: fewer changes do not do */
    struct { VECTOR_OF(struct stated); } changes;
    struct { VECTOR_OF(struct stated); } supposed; /* of what is open: what must be otherwise than usual,
                                                      or be some value */
    struct { VECTOR_OF(size_t); } places; /* by item of the world: which item of `complete` it is */
    const struct limen_case *complete;       /* at the level, everything open filled in */
    const struct evaluation *evaluation;     /* of it */
    const struct answer *then;   /* of the case with the changes, what is open left open */
    struct asked reach, level;   /* whether it is at the level or above; which level it is */
};

/* LIMIT: milliseconds for the change, and for each of the two questions what to ask. Z3 must be there: solver_load(). RET_WHY: what the fault is. */
enum what_if_verdict what_if_find(struct arena *arena, const struct answer *answer, size_t rank,
                                  unsigned limit, struct what_if *ret, const char **ret_why);

/* A page for a terminal of WIDTH columns; one JSON object on one line, without a newline. */
void what_if_write_text(struct text *text, const struct what_if *what_if, size_t width, bool colour);
void what_if_write_json(struct text *text, const struct what_if *what_if);

#endif
