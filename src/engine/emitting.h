/* SPDX-License-Identifier: Apache-2.0 */
/* Emitting: what the emit*.c files share, for no one else. A PLACE is where a word is in the workspace: "no" and
   "yes" of every case, some that nobody reads, the inputs of all codes, then what the code that runs computes,
   and what the code of its items does. */
#ifndef LIMEN_ENGINE_EMITTING_H
#define LIMEN_ENGINE_EMITTING_H

#include "engine/parts.h"
#include "engine/sliced.h"

#define EMIT_NOWHERE 2
#define EMIT_NOWHERES 8 /* places that nobody reads, from EMIT_NOWHERE on */
#define EMIT_FIRST_INPUT (EMIT_NOWHERE + EMIT_NOWHERES)
#define EMIT_CODES 3

/* A loop, and the code that it stands in. */
struct emit_loop {
    const struct code_loop *loop;
    const struct code *around;
};

/* A list about whose items something is asked. */
struct emit_list {
    const struct fact *fact;
    size_t first, count; /* places of what items say of their fields */
};

/* What a loop of CODE keeps of each item for a step of it: that of item I is at FIRST + I * STRIDE. */
struct emit_log {
    const struct code *code;
    const struct circuit_log *log;
    size_t first, stride; /* words: certain, possible, then the value */
};

struct emitting {
    struct text *text;
    struct arena *arena;
    const struct plan *plan;
    const struct sliced *sliced;
    const struct code *codes[EMIT_CODES]; /* opening, settling, body; those that there are not: NULL */
    struct { VECTOR_OF(struct emit_loop); } loops;
    struct { VECTOR_OF(struct emit_list); } lists;
    struct { VECTOR_OF(struct code_input); } inputs; /* of all codes, each once; see emit_fact() */
    size_t present, carried, scratch, of_items; /* places of what loops need: which cases have such an item, what is
                                                   carried from item to item, likewise while it changes hands, what
                                                   the code of items computes */
    size_t *known;            /* by program->fields: place of what `is known` answers of the first item; 0: none */
    struct { VECTOR_OF(struct emit_log); } logs;
    size_t most_logged;       /* items */
    size_t words;             /* places */
    const uint32_t *events;   /* by fact: which of the events that steps read, from 1; 0: none */
    size_t event_count;
};

/* Finds loops, lists, inputs and events of the codes, and a place for each word. */
void emit_lay_out(struct emitting *emitting);
/* What stands for a field among the facts of inputs: those past the date of the case. */
size_t emit_fact(const struct emitting *emitting, const struct fact *field);
/* The place of a register of CODE. */
uint32_t emit_place(const struct emitting *emitting, const struct code *code, uint32_t reg);
/* The place of an input, or EMIT_NOWHERE. */
uint32_t emit_input(const struct emitting *emitting, unsigned part, size_t fact, size_t index);
/* What is kept for the step of NODE in CODE; NULL: there is no such step. */
const struct emit_log *emit_log(const struct emitting *emitting, const struct code *code, node_id node);
/* Which of `lists`. */
size_t emit_list(const struct emitting *emitting, size_t fact);

const char *emit_truth(bool is_so);
void emit_string(struct text *text, const char *string); /* as C; NULL: NULL */
void emit_numbers(struct text *text, const uint32_t *numbers, size_t count); /* with braces */
/* The end of an array of COUNT structs: ISO C has no empty ones. */
void emit_end(struct text *text, size_t count);

/* What is known of the ruleset by name. */
void emit_names(const struct emitting *emitting);
/* Where the facts of a case go, and where answers are. */
void emit_facts(const struct emitting *emitting);
void emit_answers(const struct emitting *emitting);
/* The functions of a stage, and one, NAME, that calls them all. */
void emit_stage(const struct emitting *emitting, const struct code *code, const char *name);
/* A function NAME that runs LOOP of CODE, and those that it needs. */
void emit_run_loop(const struct emitting *emitting, const struct code *code, const char *name,
                   const struct code_loop *loop);
/* A function NAME that counts different values: a step of CODE. */
void emit_distinct(const struct emitting *emitting, const struct code *code, const char *name,
                   const struct code_step *step);
/* Arrays of a function, `NAME_places`, and behind those of a step's result the operand `result`. */
void emit_local_places(const struct emitting *emitting, const struct code *code, const char *name,
                       const uint32_t *registers, size_t count);
void emit_step_result(const struct emitting *emitting, const struct code *code,
                      const struct code_step *step);

#endif
