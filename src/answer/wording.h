/* SPDX-License-Identifier: Apache-2.0 */
/* Wording: a condition of a plan in the words of its facts, and how it stands for a case.

   An atom is a node that says one thing: a yes/no fact, a comparison, an event in a time. Nothing
   here names nodes. An atom of a list is told of one ITEM of it; of others, ITEM means nothing. */
#ifndef LIMEN_ANSWER_WORDING_H
#define LIMEN_ANSWER_WORDING_H

#include "engine/engine.h"

/* "Attendance over the last full term (attendance)" */
void wording_fact(struct text *text, const struct fact *fact);

/* A name with spaces where it has underscores: "not coping". */
void wording_spaced(struct text *text, const char *name);
/* A choice's value by its text, else its name. */
void wording_choice_value(struct text *text, const struct choice *choice, size_t value);

/* "level 2" */
void wording_level(struct text *text, const struct program *program, size_t rank);
/* "level 2 (Additional need)" */
void wording_level_with_title(struct text *text, const struct program *program, size_t rank);

/* What a set says, levels by their labels: "2 to 4", "not known". */
void wording_set(struct text *text, const struct program *program, const struct type *type,
                 struct value_set set);

/* "the 2nd sibling (age 4 years)"; of an item behind the last: "any sibling that the case does not list". */
void wording_item(struct text *text, const struct evaluation *evaluation, const struct fact *list,
                  size_t item);

/* How the atom stands: "Attendance ... (attendance) is 85.0 %, below 90.0 %". */
void wording_state(struct text *text, const struct evaluation *evaluation, node_id atom, size_t item);

/* What the atom would have to be so that it is WANTED (yes or no), and how it stands instead:
   "Attendance ... (attendance) below 90.0 %, now 95.0 %". */
void wording_wish(struct text *text, const struct evaluation *evaluation, node_id atom, bool wanted,
                  size_t item);

/* What a number, or anything else that can be compared, is: "attendance over the last full term". */
void wording_operand(struct text *text, const struct evaluation *evaluation, node_id node);

/* A short condition by the texts of its facts alone: "Is out of school, and has no daily structure,
   unless somebody teaches the child at home". False, and nothing is added, if it is too long or too
   deep for that. */
bool wording_condition(struct text *text, const struct evaluation *evaluation, node_id condition);

#endif
