/* SPDX-License-Identifier: Apache-2.0 */
/* Reason: a condition of a plan taken apart for one case: what makes it hold, and what it lacks.

   A part is an atom in words, or a heading with parts below it. The distance of a condition is how
   many atoms would have to change: 0 if it holds, the sum over `and`, the least over `or`, the k
   cheapest of "at least k of". Equal nodes are one node in a plan, so each is looked at once,
   however often it is reached. */
#ifndef LIMEN_ANSWER_REASON_H
#define LIMEN_ANSWER_REASON_H

#include "engine/engine.h"

struct part;

struct parts {
    VECTOR_OF(struct part *);
};

struct part {
    const char *text;   /* an atom, or the heading of the parts */
    struct parts parts; /* empty for an atom */
    size_t left_out;    /* further parts, not shown */
};

struct reasons;

#define DISTANCE_NEVER SIZE_MAX /* no change of atoms would do */

struct reasons *reasons_create(struct arena *arena, const struct evaluation *evaluation);

/* How far NODE is from being certainly WANTED (yes or no). */
size_t reasons_distance(struct reasons *reasons, node_id node, bool wanted);
/* Orders equal distances: atoms that are not known are nearer than atoms that are known to be
   otherwise. */
uint64_t reasons_cost(struct reasons *reasons, node_id node, bool wanted);

/* How many of the things that NODE asks for the case says are so. */
size_t reasons_held(const struct reasons *reasons, node_id node);

/* Whether NODE asks for something that the case says is so, or compares something that the case states
   and that has a worse end: a rule about what the case is about. */
bool reasons_touch(const struct reasons *reasons, node_id node);

/* Why NODE, which certainly is WANTED, is so: the least that makes it so. */
struct parts reasons_of(struct reasons *reasons, node_id node, bool wanted);
/* What NODE lacks to be WANTED. */
struct parts reasons_lacking(struct reasons *reasons, node_id node, bool wanted);

#endif
