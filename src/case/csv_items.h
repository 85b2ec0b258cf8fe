/* SPDX-License-Identifier: Apache-2.0 */
/* CSV items: what the rows of one case say of a list or an event, and that they agree on all else. */
#ifndef LIMEN_CASE_CSV_ITEMS_H
#define LIMEN_CASE_CSV_ITEMS_H

#include "case/csv_case.h"

/* What the rows say in COLUMN; NULL: nothing. Rows that disagree are reported. */
const struct csv_cell *csv_agreed_cell(struct case_reading *reading,
                                       const struct csv_columns *columns,
                                       const struct csv_lines *lines, size_t column);

/* The list or event to which the columns of GROUP belong, as it stands under "lists" or "events";
   NULL: the case does not speak of it. */
struct json *csv_items_json(struct case_reading *reading, const struct csv_columns *columns,
                            const struct csv_lines *lines, size_t group);

/* Two lists that were joined repeat the items of one beside each of the other: that is reported, since
   nobody could count them any more. */
void csv_items_check_join(struct case_reading *reading, const struct csv_columns *columns,
                          const struct csv_lines *lines);

#endif
