/* SPDX-License-Identifier: Apache-2.0 */
/* Stepwise: the operations that every engine computes case by case, set by set: products, dates, events,
   and how many values differ. What they do stands in step.h and distinct.h; this is how nodes of the plan reach it. */
#ifndef LIMEN_ENGINE_STEPWISE_H
#define LIMEN_ENGINE_STEPWISE_H

#include "engine/distinct.h"
#include "plan/plan.h"

struct step_unit stepwise_unit(enum unit unit);
/* The dates in [D - LENGTH units, D] for the D that DAYS may be; DAYS NULL: all. */
struct value_set stepwise_event_count(const struct event_dates *event, enum unit unit,
                                      int64_t length, const struct value_set *days);
struct value_set stepwise_latest(const struct event_dates *event);

/* Sorts what it is given. */
struct value_set stepwise_distinct(struct distinct *distinct);

/* The set of NODE, one of these operations, from the sets of its operands, of which no arithmetic one is
   certainly none; EVENT: that of an event's node. Whether the result may be none is for the caller to say,
   but for `latest`. */
struct value_set stepwise_evaluate(const struct plan_node *node, const struct value_set *operands,
                                   const struct event_dates *event);

#endif
