/* SPDX-License-Identifier: Apache-2.0 */
/* Due: what deadlines and opening hours come to on the calendar.

   A deadline runs from the moment of asking, or from the date after its `of`. Hours are clock hours,
   through nights and weekends; from a date alone they run from its 00:00, the earliest it can mean.
   Days, weeks, months and years end at 24:00 of their last day, the first not counted. Working days skip
   weekends and the holidays of the ruleset's calendar; past the calendar's end nothing is known. */
#ifndef LIMEN_ANSWER_DUE_H
#define LIMEN_ANSWER_DUE_H

#include "answer/answer.h"

/* What a deadline counts from. */
struct due_start {
    bool known;
    bool has_minute;
    int32_t date;
    int minute;
};

struct due due_resolve(const struct program *program, const struct deadline *deadline,
                       int64_t amount, struct due_start start);

/* The moment of the case, else what `of` or `by` says if it is certain. */
struct due_start due_start_of(const struct evaluation *evaluation, node_id start);

/* Whichever comes first; unknown ones last. <0, 0, >0 */
int due_compare(const struct due *a, const struct due *b);

/* "in writing within 3 working days" */
void deadline_write(struct text *text, const struct deadline *deadline, int64_t amount);

#endif
