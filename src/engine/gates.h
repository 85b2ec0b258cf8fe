/* SPDX-License-Identifier: Apache-2.0 */
/* Gates: runs the logic of code on planes, in vectors as wide as the processor has.

   Every width is the same source (gates_run.def), compiled for what has registers of that width; which of them
   there are is asked of the processor when the program runs. All give the same planes. */
#ifndef LIMEN_ENGINE_GATES_H
#define LIMEN_ENGINE_GATES_H

#include "engine/code.h"

/* COUNT instructions, all of them rows of circuit.def, on the words FROM up to TO of the planes; both count
   whole vectors of the widest width, or TO is the block's end. */
typedef void gates_run(const struct instruction *instructions, size_t count,
                       const uint64_t *const *registers, block_plane *memory, size_t from,
                       size_t to);

struct gates {
    const char *name; /* "avx2" */
    size_t bits;      /* of a vector */
    gates_run *run;
};

/* Those that this processor can run, the narrowest first; there is at least one. */
size_t gates_all(const struct gates **ret_all);
const struct gates *gates_widest(void);

#endif
