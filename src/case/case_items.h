/* SPDX-License-Identifier: Apache-2.0 */
/* Events and lists in the JSON of a case: dates, and items with fields. */
#ifndef LIMEN_CASE_CASE_ITEMS_H
#define LIMEN_CASE_CASE_ITEMS_H

#include "case/case_error.h"

/* The key under which a case gives a fact. */
enum case_key { CASE_KEY_FACTS, CASE_KEY_EVENTS, CASE_KEY_LISTS };

/* The fact that FIELD names, once, under the KEY that is right for it; NULL: reported, or unread. */
const struct fact *case_find_fact(struct case_reading *reading, const struct json *field,
                                  enum case_key key);

/* The key under which FACT is given. */
enum case_key case_key_of(const struct fact *fact);

/* Reads an event or a list. */
void case_read_list(struct case_reading *reading, const struct json *field, enum case_key key);

/* Reads all that stands under "events" or "lists". */
void case_read_lists(struct case_reading *reading, const struct json *json, enum case_key key);

#endif
