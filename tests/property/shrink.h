/* SPDX-License-Identifier: Apache-2.0 */
/* Shrink: takes from a failing ruleset and case whatever the failure does not need. */
#ifndef LIMEN_TESTS_PROPERTY_SHRINK_H
#define LIMEN_TESTS_PROPERTY_SHRINK_H

#include <stdbool.h>

#include "base/text.h"
#include "sketch.h"

/* The same failure shows with this text and this case. */
typedef bool shrink_fails(void *data, const char *text, size_t length, const struct sketch *sketch);

/* TEXT and SKETCH become as small as they get while FAILS holds; no statement, line, bracket, fact or
   clause of the case can then be left out. */
void shrink(struct text *text, struct sketch *sketch, shrink_fails *fails, void *data);

#endif
