/* SPDX-License-Identifier: Apache-2.0 */
/* Each: whose a fact is, where the header says `each LIST`: one of each item of that list (a child, say), or
   of the case as a whole (the household). */
#ifndef LIMEN_MEANING_EACH_H
#define LIMEN_MEANING_EACH_H

#include "meaning/program.h"

/* Finds the list of `each`, and whose each fact was declared to be. Before expressions are checked. */
void each_attach(struct program *program);

/* A fact that is worked out from facts of each item is one of each item, too. After expressions were
   checked. */
void each_spread(struct program *program);

/* NODE is a form that takes all items of the header's list together, `any child where (...)`: what stands in
   it is said of each of them, the whole has one value. */
bool node_takes_each(const struct program *program, const struct node *node);

/* FACT is one of each item of the list that the header names. */
static inline bool fact_is_of_each(const struct program *program, const struct fact *fact)
{
    return program->each && (fact->list ? fact->list->of : fact->of) == program->each;
}

/* Reports that the items of LIST are spoken of, at NODE, though their facts are those of the case. */
void each_report_missing(struct program *program, const struct node *node, const struct fact *list);

#endif
