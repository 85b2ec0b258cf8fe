/* SPDX-License-Identifier: Apache-2.0 */
/* Compiling parts of codes to a shared object, in a child process. For jit.c alone. */
#ifndef LIMEN_ENGINE_JIT_COMPILE_H
#define LIMEN_ENGINE_JIT_COMPILE_H

#include <sys/types.h>

#include "engine/parts.h"

/* What code is made for: the widest registers that this processor has. */
struct jit_target {
    const char *option; /* of the compiler, or "" */
    size_t words;       /* of a vector */
};

struct jit_target jit_target_here(void);

/* The name of the function of a part, and of the text that says which libgccjit made the object. */
#define JIT_NAME_SIZE 48
void jit_part_name(char ret_name[JIT_NAME_SIZE], size_t code, size_t part);
#define JIT_MADE_BY "limen_made_by"

/* Identifies the libgccjit of this machine, without loading it; "": there is none. */
const char *jit_compiler(struct arena *arena);

/* A child at work, which writes FOLDER/JIT_OBJECT. What else it leaves in FOLDER is for the caller to
   remove. */
#define JIT_OBJECT "code.so"
struct jit_child {
    pid_t process; /* 0: none was started */
    int told;      /* where it says what went wrong */
};

/* False: RET_REASON says why, as the end of "... because ". */
bool jit_compile_start(struct arena *arena, const struct parts *const *codes, size_t count,
                       const char *folder, struct jit_child *ret_child, const char **ret_reason);
/* Whether jit_compile_finish() would not wait. */
bool jit_compile_has_ended(const struct jit_child *child);
bool jit_compile_finish(struct arena *arena, struct jit_child *child, const char *folder,
                        const char **ret_reason);

/* Runs in the child: builds and writes the object; an error, or NULL. */
const char *jit_write(struct arena *arena, const struct parts *const *codes, size_t count,
                      const char *path, const char *made_by);

#endif
