/* SPDX-License-Identifier: Apache-2.0 */
/* Contact: whom to reach at a moment, and what an authority's own lines change. */
#ifndef LIMEN_ANSWER_CONTACT_H
#define LIMEN_ANSWER_CONTACT_H

#include "answer/answer.h"

/* The lines of CONTACT, those of its variant for AUTHORITY (NULL: none known) instead where it has
   them. */
struct contact_lines contact_lines_for(const struct contact *contact, symbol authority);

enum contact_state {
    CONTACT_OPEN,
    CONTACT_CLOSED,
    CONTACT_UNCERTAIN /* it would be open, but closes on holidays, and the day lies outside the years
                         whose holidays are known */
};

/* Opening times include their start and exclude their end; the early hours of a span through the night
   belong to the day on which it began. A contact without hours counts as open. */
enum contact_state contact_state_at(const struct program *program,
                                    const struct contact_lines *lines, int32_t date, int minute);

/* CONTACT or the first one it falls back to that may be open at the moment; CONTACT itself if none is.
   *RET_STATE is that of what is returned. */
const struct contact *contact_at(const struct program *program, const struct contact *contact,
                                 symbol authority, int32_t date, int minute,
                                 enum contact_state *ret_state);

#endif
