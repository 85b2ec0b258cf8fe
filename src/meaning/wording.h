/* SPDX-License-Identifier: Apache-2.0 */
/* Wording: pieces of messages, as text in the program's arena. */
#ifndef LIMEN_MEANING_WORDING_H
#define LIMEN_MEANING_WORDING_H

#include "meaning/program.h"

/* What the author wrote at SPAN, spaces collapsed, cut if it is long. */
const char *wording_source(struct program *program, struct span span);
/* "a number of years from 0 to 25", "yes or no", "a date". */
const char *wording_type(struct program *program, const struct type *type);
/* "0 to 25 years" */
const char *wording_bounds(struct program *program, const struct type *type);
/* "none, occasional, regular" */
const char *wording_choice(struct program *program, const struct choice *choice);
/* "85.0 %" at the type's scale */
const char *wording_value(struct program *program, const struct type *type, int64_t value);
/* Why two units don't meet, as a note. */
void wording_note_units(struct program *program, struct diagnostic *said, enum unit a,
                        enum unit b);

#endif
