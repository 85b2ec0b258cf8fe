/* SPDX-License-Identifier: Apache-2.0 */
/* Ruleset: the text of a random ruleset that uses every construct sooner or later. Most pass the
   check; those that do not (a cycle, a count of too many) are thrown away. */
#ifndef LIMEN_TESTS_PROPERTY_RULESET_H
#define LIMEN_TESTS_PROPERTY_RULESET_H

#include "base/text.h"
#include "random.h"

void ruleset_generate(struct text *text, struct random *random);
/* One that gives each member of a household, `mem`, a result, and takes members together. */
void ruleset_generate_household(struct text *text, struct random *random);

#endif
