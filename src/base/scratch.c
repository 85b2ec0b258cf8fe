/* SPDX-License-Identifier: Apache-2.0 */
/* Making and removing. */
#include "base/scratch.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

const char *scratch_create(struct arena *arena)
{
    const char *parent = secure_getenv("TMPDIR");
    char *folder = arena_format(arena, "%s/limen.XXXXXX", parent && *parent ? parent : "/tmp");
    return mkdtemp(folder);
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    return remove(path);
}

void scratch_remove(const char *folder)
{
    (void)nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}
