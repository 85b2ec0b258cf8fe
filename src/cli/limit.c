/* SPDX-License-Identifier: Apache-2.0 */
/* --time-limit, for all commands that prove something. */
#include "cli/limit.h"

#include <stdlib.h>

#include "cli/complain.h"

#define USUAL_LIMIT 10 /* seconds */
#define MOST_LIMIT 86400

bool limit_read(const struct arguments *arguments, unsigned *ret_limit)
{
    const char *text = arguments->values[OPTION_TIME_LIMIT];
    char *end = NULL;
    unsigned long seconds = text ? strtoul(text, &end, 10) : USUAL_LIMIT;
    if (text && (!*text || *end || *text == '-' || seconds == 0 || seconds > MOST_LIMIT)) {
        complain_of_use(arguments->command, "--time-limit wants seconds, from 1 to %d, not '%s'",
                        MOST_LIMIT, text);
        return false;
    }
    *ret_limit = (unsigned)seconds * 1000;
    return true;
}

int complain_of_no_solver(const char *why)
{
    return complain("nothing can be proved without Z3 (Debian: apt-get install libz3-4): %s", why);
}
