/* SPDX-License-Identifier: Apache-2.0 */
/* Finding: what a finding of verify says, in a few letters that property tests compare. */
#ifndef LIMEN_TESTS_PROPERTY_FINDING_H
#define LIMEN_TESTS_PROPERTY_FINDING_H

#include <string.h>

#include "base/arena.h"
#include "source/diagnostic.h"

/* "W805 r1": its code, and the name it is about; of a direction with a 0 behind it. */
static inline const char *finding_key(struct arena *arena, const struct diagnostic *said)
{
    const char *code = diagnostic_code_text(said->code);
    const char *of = strstr(said->message, " of `");
    const char *begin = strchr(of ? of : said->message, '`');
    if (said->code == E804_DIRECTION) {
        return arena_format(arena, "%s %.*s0", code, (int)strcspn(begin + 1, "`"), begin + 1);
    }
    if (said->code == E801_ALWAYS_BROKEN || said->code == E802_NEVER_BROKEN || !begin) {
        return arena_format(arena, "%s %.2s", code, said->message);
    }
    return arena_format(arena, "%s %.*s", code, (int)strcspn(begin + 1, "`"), begin + 1);
}

#endif
