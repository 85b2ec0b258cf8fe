/* SPDX-License-Identifier: Apache-2.0 */
/* From the JSON of one case to a case: every name looked up, every value checked against its type.

   Goes on after an error, so that all that is wrong with a case is said at once. */
#ifndef LIMEN_CASE_CASE_JSON_H
#define LIMEN_CASE_CASE_JSON_H

#include "case/json.h"
#include "case/reader.h"

#define CASE_MAX_ERRORS 100 /* reported of one case */

/* Lines and columns of growing offsets in one text, each byte looked at once. */
struct place_finder {
    const char *bytes;
    size_t length;
    struct place_mark {
        size_t offset, line, column; /* line and column from 1 */
    } start, now;                    /* an offset before `now` is sought again from `start` */
};

struct place_mark place_find(struct place_finder *finder, size_t offset);

/* Reads ROOT into RET: the case, or all errors. Offsets in ROOT count from byte BASE of the finder's
   text. NEIGHBOURS may be NULL. */
void case_from_json(struct case_result *ret, struct place_finder *finder, size_t base,
                    struct arena *arena, const struct program *program,
                    const struct neighbours *neighbours, const struct json *root);

/* Only what picks the ruleset. False: that is wrong, and RET has the errors. */
bool case_head_from_json(struct case_head *ret_head, struct case_result *ret,
                         struct place_finder *finder, size_t base, struct arena *arena,
                         const struct json *root);

/* Adds an error at OFFSET of the finder's text. HELP may be NULL. */
void case_result_fail(struct case_result *result, struct place_finder *finder, struct arena *arena,
                      enum diagnostic_code code, size_t offset, const char *message,
                      const char *help);

#endif
