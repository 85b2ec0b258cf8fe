/* SPDX-License-Identifier: Apache-2.0 */
/* Scratch: a folder of one's own for files that other programs write or read meanwhile. */
#ifndef LIMEN_BASE_SCRATCH_H
#define LIMEN_BASE_SCRATCH_H

#include "base/arena.h"

/* In the folder that TMPDIR names, else in /tmp; nobody else may look into it. NULL: errno. */
const char *scratch_create(struct arena *arena);
/* With all that is in it. */
void scratch_remove(const char *folder);

#endif
