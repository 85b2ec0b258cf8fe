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

/* Machine code for COUNT sliced plans, each compiled by a process of its own, at the same time. MACHINES are
   filled in; they live in ARENA, their code until jit_close(). CACHE may be NULL. False: RET_REASON says what
   one of them lacks, as the end of "... because ", and all are NULL. */
bool jit_open(struct arena *arena, const struct cache *cache, const struct sliced *const *sliced,
              size_t count, enum jit_effort effort, struct machine **ret_machines,
              const char **ret_reason);
void jit_close(struct machine *machine); /* NULL: nothing */

#endif
