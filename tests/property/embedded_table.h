/* SPDX-License-Identifier: Apache-2.0 */
/* Embedded table: cases put to a compiled ruleset as columns, held against what the same ones give one by one. */
#ifndef LIMEN_TESTS_PROPERTY_EMBEDDED_TABLE_H
#define LIMEN_TESTS_PROPERTY_EMBEDDED_TABLE_H

#include "base/arena.h"
#include "limen_compiled.h"
#include "random.h"

/* Some facts and fields, which RANDOM picks, get no column: no case says anything of them. NULL: all is the same. */
const char *embedded_compare_table(struct arena *arena, const struct limen_compiled *compiled,
                                   const struct limenc_case *cases, size_t count,
                                   struct random *random);

#endif
