/* SPDX-License-Identifier: Apache-2.0 */
/* Template: a case to fill in, with the facts that are wanted of it. */
#ifndef LIMEN_CLI_TEMPLATE_H
#define LIMEN_CLI_TEMPLATE_H

#include "base/text.h"
#include "meaning/program.h"

struct template_facts {
    VECTOR_OF(const struct fact *);
};

/* A case as JSON in which FACTS are not known. One that is worked out is left to that; what sums up a list
   may be told without it. */
void template_write_json(struct text *text, const struct template_facts *facts);

/* The first line of a table of cases of PROGRAM that has columns for FACTS. */
void template_write_csv(struct text *text, const struct program *program,
                        const struct template_facts *facts);

#endif
