/* SPDX-License-Identifier: Apache-2.0 */
/* Attach: what belongs to what. Types to facts, outcomes and exceptions to rules, rows to decisions,
   contacts to duties, notes to levels; and the labels by which results name rules. */
#ifndef LIMEN_MEANING_ATTACH_H
#define LIMEN_MEANING_ATTACH_H

#include "meaning/program.h"

/* After every declaration, before any expression. */
void attach_all(struct program *program);

/* How many rules and topics `rules at level N` can count, at most; before any expression. */
void attach_counts(struct program *program);

#endif
