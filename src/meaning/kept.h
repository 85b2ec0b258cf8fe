/* SPDX-License-Identifier: Apache-2.0 */
/* Kept: what a compilation made, found again in the cache as long as nothing that it depends on changed.

   It depends on what was asked for, the folder that paths are relative to, the library, the build of limen,
   and all that was asked of the file system while it was made (source.h). What has mistakes is not kept.
   Warnings are, so what is reported is the same either way. */
#ifndef LIMEN_MEANING_KEPT_H
#define LIMEN_MEANING_KEPT_H

#include "base/cache.h"
#include "meaning/library.h"

struct kept_request {
    const struct cache *cache; /* or NULL: nothing is kept */
    const char *kind;          /* of entry, as of cache_key_of() */
    const char *folder;        /* of the library, as of compilation_create() */
    const char *name;          /* what is asked for: a reference, or "" */
    int32_t date;              /* likewise, or INT32_MIN */
};

/* Makes in COMPILATION what REQUEST asks for. Reports mistakes. */
typedef void *kept_maker(struct compilation *compilation, const struct kept_request *request);

/* What MAKE made now or before. The caller owns *RET_COMPILATION, in whose arena it is. */
void *kept_make(const struct kept_request *request, kept_maker *make,
                struct compilation **ret_compilation);

#endif
