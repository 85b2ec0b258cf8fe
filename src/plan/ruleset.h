/* SPDX-License-Identifier: Apache-2.0 */
/* Ruleset: found by a reference, checked and lowered to its plan, once: it is kept in the cache as an image
   and found there as long as nothing that it depends on has changed.

   It depends on the reference and what it is relative to, the library, the date if that picks the version,
   the build of limen, and all that was asked of the file system while it was made (source.h). A ruleset
   with mistakes is not kept. Warnings are, so what is reported is the same either way. */
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

struct ruleset_request {
    const struct cache *cache; /* or NULL */
    const char *folder;        /* of the library, as of compilation_create() */
    const char *reference;     /* and DATE as of library_load() */
    int32_t date;
};

/* Never NULL; look at compilation->diagnostics. The caller owns the compilation, in whose arena it is. */
struct ruleset *ruleset_create(const struct ruleset_request *request);
/* The same of the text BYTES, as if it stood in a file called PATH; it is never kept. */
struct ruleset *ruleset_create_from(const char *library, const char *path, const char *bytes,
                                    size_t length);

#endif
