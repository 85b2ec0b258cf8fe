/* SPDX-License-Identifier: Apache-2.0 */
/* One value in the JSON of a case. KEY names the fact; JSON is its value or an end of its range. */
#ifndef LIMEN_CASE_CASE_VALUE_H
#define LIMEN_CASE_CASE_VALUE_H

#include "case/case_error.h"

/* False: reported. */
bool case_value_take(struct case_reading *reading, const struct json *json, const char *key,
                     const struct type *type, int64_t *ret);
/* What a fact or a field may be: a value, a range, several values of a choice. JSON has its key. */
bool case_value_set(struct case_reading *reading, const struct json *json, const struct type *type,
                    struct value_set *ret);
bool case_value_level(struct case_reading *reading, const struct json *json, const char *key,
                      int64_t *ret);
bool case_value_day(struct case_reading *reading, const struct json *json, const char *key,
                    int32_t *ret);

#endif
