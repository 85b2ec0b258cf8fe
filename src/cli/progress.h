/* SPDX-License-Identifier: Apache-2.0 */
/* Progress: how far a long work has come, on one line of a terminal behind standard error.

   Nothing is shown where that is no terminal, where results go to a terminal, or before a second has
   passed. What else is written to standard error comes after progress_hide(). */
#ifndef LIMEN_CLI_PROGRESS_H
#define LIMEN_CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

struct progress {
    bool may_show, is_shown;
    uint64_t total; /* bytes; 0: nobody knows */
    struct timespec begin, shown;
};

void progress_start(struct progress *progress, uint64_t total, bool output_is_file);
/* BYTES of the total and CASES are done. */
void progress_step(struct progress *progress, uint64_t bytes, size_t cases);
void progress_hide(struct progress *progress);

#endif
