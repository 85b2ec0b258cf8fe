/* SPDX-License-Identifier: Apache-2.0 */
/* Header: the first lines of a file: its name, authorities, dates, sources, and the levels. */
#ifndef LIMEN_MEANING_HEADER_H
#define LIMEN_MEANING_HEADER_H

#include "meaning/program.h"

/* Fills the header's members of PROGRAM, declares the levels and `authority`. */
void header_declare(struct program *program);

/* What a header says without checking anything: enough to choose among versions. */
struct header_dates {
    bool has_from, has_to;
    int32_t from, to;
};
struct header_dates header_dates(const struct node *file);

/* The statement that opens FILE: RULESET, VOCABULARY, CALENDAR or NULL. */
const struct node *header_node(const struct node *file);

/* Is AUTHORITY among those the ruleset applies to? Reports if not; NODE has the name. */
bool header_check_authority(struct program *program, const struct node *node);

#endif
