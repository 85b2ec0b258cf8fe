/* SPDX-License-Identifier: Apache-2.0 */
/* Reductions: how items are taken together, one after the other. For slice_items.c, which knows the
   operations, and slice_loop.c, which makes the loops.

   A node of a list is sliced twice: in the circuit of each loop that needs it, for the items that cases
   list, and in the circuit around, for all items that a case may have beside them. What is carried from
   item to item starts with the latter. */
#ifndef LIMEN_ENGINE_SLICE_ITEMS_H
#define LIMEN_ENGINE_SLICE_ITEMS_H

#include "engine/slice.h"

#define MOST_CARRIED 5

/* How one number, or set of planes, is carried. */
struct shape {
    size_t width;
    bool is_signed; /* the last plane is the sign; else the number is not negative */
    bool is_planes; /* no number: planes, each by itself */
};

/* What came of the items so far; each operation says what is what. */
struct carried {
    struct shape shapes[MOST_CARRIED];
    struct bits at[MOST_CARRIED];
    size_t count;
};

/* One item of each case, or all that it does not list. Of those that are asked about, it certainly and
   possibly is one and, where values are taken, has one. */
struct item {
    plane present, certain, possible;
    struct bits times;         /* how many it is */
    const struct slice *value; /* NULL: no values are taken */
};

struct reduction {
    /* What is carried before any item. */
    void (*start)(struct slicing *slicing, const struct plan_node *node, struct carried *carried);
    void (*take)(struct slicing *slicing, const struct plan_node *node, struct carried *carried,
                 const struct item *item);
    struct slice (*finish)(struct slicing *slicing, const struct plan_node *node,
                           struct carried *carried);
};

/* Of an operation that takes items together. */
const struct reduction *reduction_of(enum op op);
/* What a node of a list is for any item; and whether it, of FIELD_DERIVED, puts the case in error. */
extern const struct reduction reduction_to_all, reduction_to_failed;

/* The items that cases do not list, as NODE, which takes items together or is of a list, sees them. */
struct item slice_rest(struct slicing *slicing, const struct plan_node *node);

#endif
