/* SPDX-License-Identifier: Apache-2.0 */
/* Plain JSON: facts, events and lists of a case, from the tokens of a line. */
#ifndef LIMEN_CASE_PLAIN_JSON_H
#define LIMEN_CASE_PLAIN_JSON_H

#include "case/plain_cursor.h"

/* null, which is passed. */
bool plain_read_null(struct plain_cursor *cursor);
bool plain_read_date(struct plain_cursor *cursor, struct plain_fact *fact);
/* {"FACT": VALUE, ...}; each is named once in the case. */
bool plain_read_facts(struct plain_cursor *cursor);
bool plain_read_events(struct plain_cursor *cursor);
bool plain_read_lists(struct plain_cursor *cursor);

#endif
