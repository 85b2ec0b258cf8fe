/* SPDX-License-Identifier: Apache-2.0 */
/* From the JSON of one case to a case: every name looked up, every value checked against its type.

   Goes on after an error, so that all that is wrong with a case is said at once. */
#ifndef LIMEN_CASE_CASE_JSON_H
#define LIMEN_CASE_CASE_JSON_H

#include "case/case_error.h"

/* Reads ROOT into RET: the case, or all errors. Offsets in ROOT count from byte BASE of the finder's
   text. NEIGHBOURS may be NULL. */
void case_from_json(struct case_result *ret, struct place_finder *finder, size_t base,
                    struct arena *arena, const struct program *program,
                    const struct neighbours *neighbours, const struct json *root);

/* Reads a member of a household: what a case says, or its facts, events and lists directly. */
void case_member_from_json(struct case_reading *reading, const struct json *json);

/* Only what picks the ruleset. False: that is wrong, and RET has the errors. */
bool case_head_from_json(struct case_head *ret_head, struct case_result *ret,
                         struct place_finder *finder, size_t base, struct arena *arena,
                         const struct json *root);

#endif
