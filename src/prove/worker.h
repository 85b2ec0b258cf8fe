/* SPDX-License-Identifier: Apache-2.0 */
/* Worker: the process that Z3 runs in, and what goes through the pipes to it and back.

   Everything is whole 64-bit numbers. To the worker: a kind of message, then what the table says. Back:
   after each WORKER_ASK a status, then, for some case, the value of each variable, or, for none, the
   number of terms of the core and those terms. */
#ifndef LIMEN_PROVE_WORKER_H
#define LIMEN_PROVE_WORKER_H

#include <stdbool.h>
#include <stdint.h>

enum worker_message {
    WORKER_TERM, /* the next term: kind, yes/no, low, high, constant, count, then operand and weight each */
    WORKER_LAW,  /* a term that always holds */
    WORKER_ASK   /* count, then the terms wanted */
};

enum worker_status { WORKER_NONE, WORKER_SOME, WORKER_UNDECIDED };

/* Loads Z3. False: RET_WHY says what is missing. */
bool worker_load(const char **ret_why);

/* Of the library that was loaded. */
const char *worker_version(void);

/* Answers messages from FD_IN on FD_OUT until there are no more; never returns. */
_Noreturn void worker_run(int fd_in, int fd_out);

#endif
