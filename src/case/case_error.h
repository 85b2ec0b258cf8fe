/* SPDX-License-Identifier: Apache-2.0 */
/* What is wrong with a case that is being read, and where.

   The functions that reject add an error to the case and yield false, so that a reader can report and
   fail in one expression. */
#ifndef LIMEN_CASE_CASE_ERROR_H
#define LIMEN_CASE_CASE_ERROR_H

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

/* A case being read. */
struct case_reading {
    struct case_result *result;
    struct place_finder *finder;
    size_t base; /* byte of the finder's text from which offsets in the JSON count */
    struct arena *arena;
    const struct program *program;
    struct limen_case *made;
    bool *seen;                          /* by fact: named already */
    const struct fact *list; /* of which an item is being read; NULL: none */
    size_t item;             /* its place, from 0 */
    enum reading_of { OF_ONE, OF_ALL, OF_MEMBER } whose; /* `made` is a case of one, what is so of all
                                                            members of a household, or a member */
    const struct neighbours *neighbours; /* or NULL */
};

struct place_mark place_find(struct place_finder *finder, size_t offset);

/* Adds an error at OFFSET of the finder's text. HELP may be NULL. */
void case_result_fail(struct case_result *result, struct place_finder *finder, struct arena *arena,
                      enum diagnostic_code code, size_t offset, const char *message,
                      const char *help);

/* OFFSET is one in the JSON. HELP may be NULL. */
__attribute__((format(printf, 5, 6))) bool case_reject(struct case_reading *reading,
                                                       enum diagnostic_code code, size_t offset,
                                                       const char *help, const char *format, ...);
/* JSON is not WHAT its key wants. */
bool case_reject_kind(struct case_reading *reading, const struct json *json, const char *what,
                      const char *help);
bool case_reject_twice(struct case_reading *reading, const struct json *field);
/* The place of FIELD's key in KNOWN, which ends with NULL and each of which may stand once. False:
   reported. */
bool case_key_find(struct case_reading *reading, const struct json *field, const char *where,
                   const char *const *known, unsigned *seen, size_t *ret_key);

/* TEXT in quotes, so that it can neither hide anything nor fill the screen. */
const char *case_quoted(struct case_reading *reading, const char *text);
/* What stands there instead of what was wanted. */
const char *case_found(struct case_reading *reading, const struct json *json);
const char *case_wanted(struct case_reading *reading, const struct type *type);

#endif
