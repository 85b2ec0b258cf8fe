/* SPDX-License-Identifier: Apache-2.0 */
/* Given: what examples say and expect; check.h has check_givens. */
#ifndef LIMEN_MEANING_GIVEN_H
#define LIMEN_MEANING_GIVEN_H

#include "meaning/check.h"

void examples_check(struct program *program);

#endif
