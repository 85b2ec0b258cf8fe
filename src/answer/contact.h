/* SPDX-License-Identifier: Apache-2.0 */
/* Contact: whom to reach at a moment, and what an authority's own lines change. */
#ifndef LIMEN_ANSWER_CONTACT_H
#define LIMEN_ANSWER_CONTACT_H

#include "answer/answer.h"

/* The lines of CONTACT, those of its variant for AUTHORITY (NULL: none known) instead where it has
   them. */
struct contact_lines contact_lines_for(const struct contact *contact, symbol authority);

/* Opening times include their start and exclude their end; the early hours of a span through the night
   belong to the day on which it began. A contact without hours counts as open. */
bool contact_is_open(const struct program *program, const struct contact_lines *lines, int32_t date,
                     int minute);

/* CONTACT or the first one it falls back to that is open at the moment; CONTACT itself if none is
   (*RET_CLOSED). */
const struct contact *contact_at(const struct program *program, const struct contact *contact,
                                 symbol authority, int32_t date, int minute, bool *ret_closed);

#endif
