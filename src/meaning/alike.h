/* SPDX-License-Identifier: Apache-2.0 */
/* Alike: a condition on items, or a value taken of them, that reads nothing of theirs and so is the same for each:
   a field was forgotten, or a fact is not the member's own. */
#ifndef LIMEN_MEANING_ALIKE_H
#define LIMEN_MEANING_ALIKE_H

#include "meaning/names.h"

/* Warns of it where lists have fields; what the header's `each` takes together, each.c looks through. */
void alike_check(struct program *program);

/* CLAUSE is the same for each item of LIST. */
void alike_report(struct program *program, const struct item_clause *clause);

/* CLAUSE asks or takes something: a field is not worked out by it. */
bool alike_is_asked(const struct item_clause *clause);

#endif
