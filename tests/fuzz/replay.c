/* SPDX-License-Identifier: Apache-2.0 */
/* Replay: puts every kept input of a fuzz target through the target once, as an ordinary test. So each
   crash that was ever found stays found, and the targets are compiled with everything else.

   CORPUS is the folder below $srcdir/tests/fuzz/corpus. TAP, one test an input. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "source/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static int is_input(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* False: the file could not be read. An input that breaks the target ends the process. */
static bool replay(const char *folder, const char *name)
{
    struct arena *arena = arena_create();
    struct source_set *sources = source_set_create(arena);
    uint32_t file;
    bool done = source_read(sources, arena_format(arena, "%s/%s", folder, name), &file) == SOURCE_OK;
    if (done) {
        const struct source_file *read = &sources->files[file];
        LLVMFuzzerTestOneInput((const uint8_t *)read->bytes, read->length);
    }
    arena_destroy(arena);
    return done;
}

int main(void)
{
    const char *srcdir = getenv("srcdir");
    char folder[4096];
    struct dirent **names;
    snprintf(folder, sizeof folder, "%s/tests/fuzz/corpus/" CORPUS, srcdir ? srcdir : ".");
    int count = scandir(folder, &names, is_input, alphasort);
    if (count <= 0) {
        printf("Bail out! no inputs in %s\n", folder);
        return 99;
    }
    printf("1..%d\n", count);
    for (int i = 0; i < count; i++) {
        printf("%s %d - %s\n", replay(folder, names[i]->d_name) ? "ok" : "not ok", i + 1,
               names[i]->d_name);
        fflush(stdout);
        free(names[i]);
    }
    free(names);
    return 0;
}
