/* SPDX-License-Identifier: Apache-2.0 */
/* Machine: machine code for the codes of a sliced plan, as functions for their parts. Whoever runs a code
   calls them in its place; they give the same planes.

   Owned by whoever made it; it must outlive what runs it. */
#ifndef LIMEN_ENGINE_MACHINE_H
#define LIMEN_ENGINE_MACHINE_H

#include "engine/parts.h"

/* Computes one vector of the planes of a part. PLANES: by register of the code, of which only constants and
   inputs are read, at multiples of 64 bytes; MEMORY: the vector, in the first of the planes that lie one after the other, by register,
   BLOCK_WORDS each; AT: which vector of a plane that is. */
typedef void machine_part(const uint64_t *const *planes, uint64_t *memory, size_t at);

struct machine_code {
    const struct parts *parts;
    machine_part **functions; /* by part; NULL: it is a step */
};

struct machine {
    size_t words; /* of a vector; divides BLOCK_WORDS */
    size_t count;
    struct machine_code *codes;
    void *handle; /* its maker's */
};

#endif
