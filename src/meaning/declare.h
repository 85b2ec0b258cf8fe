/* SPDX-License-Identifier: Apache-2.0 */
/* Declare: an entity for every statement of the vocabularies and the ruleset, in the order of the
   text, with the section and topic it stands in. Nothing here looks up a name. */
#ifndef LIMEN_MEANING_DECLARE_H
#define LIMEN_MEANING_DECLARE_H

#include "meaning/program.h"

void declare_all(struct program *program);

#endif
