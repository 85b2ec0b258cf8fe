/* SPDX-License-Identifier: Apache-2.0 */
/* JIT: machine code for sliced plans, made by libgccjit while limen runs, and kept in the cache.

   libgccjit ends the process that it runs in when the assembler or the linker is missing, leaks memory and
   looks for programs where the environment says. So it is loaded by a process of its own, with an environment
   of its own, which writes a shared object and ends; this process only loads that object.

   An object is found in the cache by all that it was made from: the code and the instruction set. It is
   loaded without libgccjit; but if libgccjit is there and is another than the one that made it, the object is
   made again. */
#ifndef LIMEN_ENGINE_JIT_H
#define LIMEN_ENGINE_JIT_H

#include "base/cache.h"
#include "engine/machine.h"
#include "engine/sliced.h"

enum jit_effort { JIT_IF_KEPT, JIT_COMPILE };

/* NULL: there is none, and RET_REASON says why, as the end of "... because ". CACHE may be NULL. The machine
   lives in ARENA, its code until jit_close(). */
struct machine *jit_open(struct arena *arena, const struct cache *cache,
                         const struct sliced *sliced, enum jit_effort effort,
                         const char **ret_reason);
void jit_close(struct machine *machine); /* NULL: nothing */

#endif
