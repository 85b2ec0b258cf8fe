/* SPDX-License-Identifier: Apache-2.0 */
/* Guess: a case put together by hand, so that the solver need not be asked.

   Most rules hold for a case that is at rest but for the facts that they name. A guess that does not
   hold when it is worked out means nothing. */
#ifndef LIMEN_PROVE_GUESS_H
#define LIMEN_PROVE_GUESS_H

#include "prove/term.h"

struct guesser;

struct guesser *guesser_create(struct terms *terms);
void guesser_destroy(struct guesser *guesser);

/* Variable I is VALUE at rest; what nobody says is at its lowest. */
void guesser_rest(struct guesser *guesser, term variable, int64_t value);

/* True: RET_VALUES, by variable, make all laws and all that is wanted hold. */
bool guesser_try(struct guesser *guesser, const term *wanted, size_t count, int64_t *ret_values);

#endif
