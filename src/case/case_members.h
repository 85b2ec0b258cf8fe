/* SPDX-License-Identifier: Apache-2.0 */
/* Members of a household in the JSON of a case: each is a case of its own, within the list that the header
   of the ruleset names. */
#ifndef LIMEN_CASE_CASE_MEMBERS_H
#define LIMEN_CASE_CASE_MEMBERS_H

#include "case/case_error.h"

/* The case of ROOT, an object, gives members one by one. */
bool case_has_members(const struct program *program, const struct json *root);

/* What is being read may speak of FACT: what is so of all, or of this member. */
bool case_is_its(const struct case_reading *reading, const struct fact *fact);
bool case_reject_whose(struct case_reading *reading, const struct json *field,
                       const struct fact *fact);

/* Reads the members of the household that READING makes; COMPLETE: there are no others. */
void case_read_members(struct case_reading *reading, const struct json *items, bool complete);

#endif
