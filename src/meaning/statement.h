/* SPDX-License-Identifier: Apache-2.0 */
/* Statement: the expressions that statements hold, each against what is wanted there. */
#ifndef LIMEN_MEANING_STATEMENT_H
#define LIMEN_MEANING_STATEMENT_H

#include "meaning/program.h"

void statements_check(struct program *program);

#endif
