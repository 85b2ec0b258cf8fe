/* SPDX-License-Identifier: Apache-2.0 */
/* Ruleset: found by a reference, checked and lowered to its plan, or found in the cache so. */
#ifndef LIMEN_PLAN_RULESET_H
#define LIMEN_PLAN_RULESET_H

#include "base/cache.h"
#include "meaning/library.h"
#include "plan/plan.h"

struct ruleset {
    struct compilation *compilation;
    struct program *program;
    const struct plan *plan; /* NULL if there are errors, or the file is no ruleset */
};

/* CACHE may be NULL; FOLDER is the library's, as of compilation_create(), REFERENCE and DATE are as of
   library_load(). Look at compilation->diagnostics. The caller owns the compilation. */
struct ruleset ruleset_create(const struct cache *cache, const char *folder, const char *reference,
                              int32_t date);
/* The same of the text BYTES, as if it stood in a file called PATH; it is never kept. */
struct ruleset ruleset_create_from(const char *folder, const char *path, const char *bytes,
                                   size_t length);

#endif
