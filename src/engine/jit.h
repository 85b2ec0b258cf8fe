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

/* Machine code for sliced plans: had, or being made while the caller goes on. */
struct jit;

enum jit_state {
    JIT_MAKING,
    JIT_READY,
    JIT_LACKING, /* jit_reason() says what one of them lacks */
};

/* Looks for machine code for COUNT sliced plans in CACHE, which may be NULL, and, if EFFORT says so, starts a
   process for each that is not there. Never NULL; lives in ARENA, but ends with jit_end(). */
struct jit *jit_start(struct arena *arena, const struct cache *cache,
                      const struct sliced *const *sliced, size_t count, enum jit_effort effort);
/* Takes in what has been made by now, without waiting. One thread at a time. */
enum jit_state jit_look(struct jit *jit);
/* The same, waiting for all of it. It is in the cache then, if there is one. */
enum jit_state jit_wait(struct jit *jit);
/* As the end of "... because "; once it is JIT_LACKING. */
const char *jit_reason(const struct jit *jit);
/* Of the sliced plan AT; once it is JIT_READY, and until jit_end(). */
struct machine *jit_machine(const struct jit *jit, size_t at);
/* Waits for what is being made. */
void jit_end(struct jit *jit); /* NULL: nothing */

/* jit_start() and jit_wait(): MACHINES are filled in; they live in ARENA, their code until jit_close(). False:
   RET_REASON says why, and all are NULL. */
bool jit_open(struct arena *arena, const struct cache *cache, const struct sliced *const *sliced,
              size_t count, enum jit_effort effort, struct machine **ret_machines,
              const char **ret_reason);
void jit_close(struct machine *machine); /* NULL: nothing */

#endif
