/* SPDX-License-Identifier: Apache-2.0 */
/* Stated: what a case says, laid down in a world before a plan is encoded there, so that the complete
   cases of the world are the completions of that case.

   Facts of one value become constants; the others keep variables for what is open. Where the case may
   change, every fact that it states keeps all values of its type, and a term says whether it is as the
   case has it. The date of the case, its authority, and what is known are as the case has them in
   either way. What is judged is always open. */
#ifndef LIMEN_PROVE_STATED_H
#define LIMEN_PROVE_STATED_H

#include "engine/engine.h"
#include "prove/encode.h"

enum stated_kind {
    STATED_FACT,  /* also an event, and what lists have beside their items */
    STATED_FIELD, /* of item `item` of its list */
    STATED_ITEM   /* item `item` of list `fact`: that it is there */
};

/* One thing that a case says, or leaves open. */
struct stated {
    enum stated_kind kind;
    const struct fact *fact; /* or the field; NULL: the date of the case */
    size_t item;
    term as_stated;          /* it is as the case has it */
};

struct statements {
    struct world *world;
    const struct plan *plan;
    const struct evaluation *evaluation;
    bool may_change;
    bool looks_at_others;  /* members of the household beside the one that the case is about */
    struct { VECTOR_OF(struct statements *); } others; /* of those that the case lists: what it says of each */
    bool too_many_items; /* a list has more than are looked at: nothing can be proved of the case */
    const struct statements *beside; /* of another completion of the case, or NULL: what is open and */
    const bool *alike;               /* alike, by its place in `open`, is the same variables there */
    struct { VECTOR_OF(struct stated); } said; /* in the order of the facts; empty unless they may change */
    struct { VECTOR_OF(struct stated); } open; /* likewise: inputs that the plan reads and the case leaves open */
};

/* A world in which cases have the date of the case, if it has one. */
struct world *stated_world(struct arena *arena, const struct evaluation *evaluation);

/* Lays down in WORLD, in which nothing was read, what the case of EVALUATION says. */
struct statements *stated_create(struct world *world, const struct evaluation *evaluation,
                                 bool may_change);
/* The same of the household that the case is of: other members have variables, too. The case may not change. */
struct statements *stated_create_household(struct world *world, const struct evaluation *evaluation);
/* Another completion of the case of ONE, in a world beside, alike in the open facts that ALIKE names by
   place; the case may not change. */
struct statements *stated_create_beside(const struct statements *one, const bool *alike);
/* Adds what the case says of facts that are worked out, once they are: ENCODING is of the same world. */
void stated_bind(struct statements *statements, const struct encoding *encoding);

/* ENTRY is not as an example's `otherwise no` leaves it; terms->no where that leaves it open, too. */
term stated_stirs(const struct statements *statements, const struct stated *entry);
/* Whether `otherwise no` says something of ENTRY. */
bool stated_has_rest(const struct stated *entry);
/* What a case says of the fact or the field of ENTRY: no event, no list, not the date of the case. */
const struct case_fact *stated_said(const struct limen_case *limen_case, const struct stated *entry);
/* As what ENTRY, no event, no list and no item, is read in the world; value NO_TERM for a date that is
   only counted from. */
struct reading stated_reading(const struct statements *statements, const struct encoding *encoding,
                              const struct stated *entry);

/* In both worlds OPEN, of one of them, is the same. */
term stated_same(const struct statements *a, const struct statements *b, const struct stated *open);

#endif
