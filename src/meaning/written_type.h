/* SPDX-License-Identifier: Apache-2.0 */
/* Written type: from `0 to 25 years`, `one of a < b`, or a type's name to a type. */
#ifndef LIMEN_MEANING_WRITTEN_TYPE_H
#define LIMEN_MEANING_WRITTEN_TYPE_H

#include "meaning/program.h"

/* The type that the TYPE node of DECL writes; a choice takes the name OWNER. Never NULL; also sets the
   node's `type`. */
const struct type *written_type(struct program *program, const struct node *decl, symbol owner);

/* Gives every declared `type` its type, following those that only name another. */
void written_types_resolve(struct program *program);

#endif
