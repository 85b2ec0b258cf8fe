/* SPDX-License-Identifier: Apache-2.0 */
/* Emitting: what the emit*.c files share, for no one else. A PLACE is where a word is in the workspace: "no" and
   "yes" of every case, one that nobody reads, the inputs of all codes, then what the code that runs computes. */
#ifndef LIMEN_ENGINE_EMITTING_H
#define LIMEN_ENGINE_EMITTING_H

#include "engine/parts.h"
#include "engine/sliced.h"

#define EMIT_NOWHERE 2
#define EMIT_NOWHERES 8 /* places that nobody reads, from EMIT_NOWHERE on */
#define EMIT_FIRST_INPUT (EMIT_NOWHERE + EMIT_NOWHERES)

struct emitting {
    struct text *text;
    struct arena *arena;
    const struct plan *plan;
    const struct sliced *sliced;
    struct { VECTOR_OF(struct code_input); } inputs; /* of all codes, each once */
    size_t words;         /* places */
    const uint32_t *events; /* by fact: which of the events that steps read, from 1; 0: none */
    size_t event_count;
};

/* The place of a register of CODE. */
uint32_t emit_place(const struct emitting *emitting, const struct code *code, uint32_t reg);
/* The place of an input, or EMIT_NOWHERE. */
uint32_t emit_input(const struct emitting *emitting, unsigned part, size_t fact, size_t index);

void emit_string(struct text *text, const char *string); /* as C; NULL: NULL */
void emit_numbers(struct text *text, const uint32_t *numbers, size_t count); /* with braces */

/* What is known of the ruleset by name. */
void emit_names(const struct emitting *emitting);
/* Where the facts of a case go, and where answers are. */
void emit_places(const struct emitting *emitting);
/* The functions of a stage, and one, NAME, that calls them all. */
void emit_stage(const struct emitting *emitting, const struct code *code, const char *name);

#endif
