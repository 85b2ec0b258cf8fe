/* SPDX-License-Identifier: Apache-2.0 */
/* Sweep: from some nodes of an evaluation down to what they read: which nodes could still change them, and
   in which direction. A node with one value passes nothing on.

   In a household a sweep may lead from one member to others, where a node takes them together: each member
   that it comes to has a sweep of its own, and what is the same for all stands in the one that began. One that
   comes to no others is as small as the sweep of a case of one. */
#ifndef LIMEN_ENGINE_SWEEP_H
#define LIMEN_ENGINE_SWEEP_H

#include "engine/engine.h"

enum atom_count { ATOM_NONE, ATOM_ONE, ATOM_MANY };

struct sweep {
    struct arena *arena;
    const struct evaluation *evaluation;
    const struct plan *plan;
    struct sweep *home;       /* where it began: holds what is the same for all members */
    struct sweep **by_member; /* of the home: the others come to, by their place; NULL: none yet */
    struct { VECTOR_OF(struct sweep *); } others; /* of the home: the same, in the order it came to them */
    struct sweep *reads;    /* whose operands the node at hand reads: its own, but for what takes members */
    size_t item;            /* of the list whose nodes are looked at */
    uint8_t *reach;         /* by node: enum reach; of a node of a list, of all its items together */
    uint8_t **items;        /* by node of a list: by item; else NULL */
    node_id *atom;          /* by node: the only node that passed something on to it, */
    uint8_t *atom_count;    /* and how many did (enum atom_count) */
};

struct sweep *sweep_create(struct arena *arena, const struct evaluation *evaluation);
/* The sweep of a member, made if there is none. */
struct sweep *sweep_member(struct sweep *sweep, size_t member);
/* The same; NULL: it was not come to. */
const struct sweep *sweep_find_member(const struct sweep *sweep, size_t member);
/* NODE, of the item at hand if it is of a list, may be reached with REACH. Nothing, if it has one value. */
void sweep_start(struct sweep *sweep, node_id node, uint8_t reach);
/* From all that was started, down. */
void sweep_down(struct sweep *sweep);

/* How many values a node of DOMAIN, a list, has here: as in evaluation->items. */
size_t sweep_rows(const struct sweep *sweep, uint32_t domain);

/* Of a node of a list: of the item at hand. */
static inline const struct value_set *sweep_value(const struct sweep *sweep, node_id id)
{
    return evaluation_value(sweep->evaluation, id, sweep->item);
}

static inline bool sweep_is_open(const struct sweep *sweep, node_id id)
{
    return !value_is_single(*sweep_value(sweep, id));
}

/* What the case says of a derived fact narrows what it is worked out as: an equation to keep. */
bool sweep_is_equation(const struct sweep *sweep, node_id id);

#endif
