/* SPDX-License-Identifier: Apache-2.0 */
/* Shape: how a statement of each kind reads. */
#ifndef LIMEN_GRAMMAR_SHAPE_H
#define LIMEN_GRAMMAR_SHAPE_H

#include "grammar/mistake.h"

/* Shows how a statement like the one at hand reads, if the mistake lies in its frame. */
void shape_help(const struct mistake *m, struct diagnostic *diagnostic);

#endif
