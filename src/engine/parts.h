/* SPDX-License-Identifier: Apache-2.0 */
/* Parts: code cut into pieces for a compiler.

   A compiler takes time that grows faster than a function's length, so code becomes many functions. Each
   computes one word or vector of its planes: it loads what it reads and did not compute itself, works on
   locals, and stores what is kept or what a later part reads. A step or loop is a part by itself, which is not
   compiled: whoever runs the parts does it; the code of a loop's items is cut like any other.

   Both compilers, that to C text and that to machine code, write down the same walk: parts_emit(). */
#ifndef LIMEN_ENGINE_PARTS_H
#define LIMEN_ENGINE_PARTS_H

#include "engine/code.h"

struct part {
    size_t first, count; /* instructions */
    bool is_step;        /* there is one, a GATE_STEP or GATE_LOOP */
};

struct parts {
    const struct code *code;
    struct { VECTOR_OF(struct part); } all; /* in order */
    const bool *stored; /* by instruction: its result goes to memory */
    const bool *needed; /* by instruction: something reads it */
};

struct parts *parts_create(struct arena *arena, const struct code *code);

/* What is done with a part. A register is a local of its own name; it may be computed more than once. */
struct emitter {
    void *to;
    void (*start)(void *to, size_t part);
    void (*load)(void *to, uint32_t reg); /* the first time that the part needs it */
    void (*compute)(void *to, const struct instruction *instruction);
    void (*store)(void *to, uint32_t reg);
    void (*finish)(void *to, size_t part);
};

/* Calls EMITTER for each part that is no step. */
void parts_emit(struct arena *arena, const struct parts *parts, const struct emitter *emitter);

#endif
