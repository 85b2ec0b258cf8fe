/* SPDX-License-Identifier: Apache-2.0 */
/* Compiler: C text that limen wrote becomes a shared object, by the C compiler of the machine. */
#ifndef LIMEN_CLI_COMPILER_H
#define LIMEN_CLI_COMPILER_H

#include "base/arena.h"
#include "base/text.h"

/* The one that CC names, else `cc`. Its messages go to standard error. */
const char *compiler_name(void);

/* Compiles C, which includes HEADER as limen_compiled.h; RET_OBJECT gets the bytes of the object. False:
   RET_REASON says why, as the end of "... because ". */
bool compiler_run(struct arena *arena, const struct text *c, const char *header,
                  struct text *ret_object, const char **ret_reason);

#endif
