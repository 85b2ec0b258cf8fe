/* SPDX-License-Identifier: Apache-2.0 */
/* Transitions: where real cases stand under two versions, and how many go from where to where.

   A case that leaves something open may stand at several levels. Levels are those of the older version, as
   far as they correspond. Needs no solver. */
#ifndef LIMEN_PROVE_TRANSITIONS_H
#define LIMEN_PROVE_TRANSITIONS_H

#include "answer/answer.h"
#include "prove/counterpart.h"

enum place_kind { PLACE_REFUSED, PLACE_OUT, PLACE_IN };

/* Where a case stands under one version. */
struct place {
    enum place_kind kind;
    bool is_perhaps;  /* PLACE_IN: it may be out of scope, too */
    size_t low, high; /* PLACE_IN: ranks of that version; 0 without levels */
};

struct transition {
    struct place from, to;
    bool is_same; /* the case stands where it stood */
    struct { VECTOR_OF(const char *); } cases; /* by what they call themselves, else by number */
};

struct transitions {
    struct arena *arena;
    const struct counterparts *counterparts;
    struct { VECTOR_OF(struct transition); } items;
    size_t total, moved, refused;
};

struct transitions *transitions_create(struct arena *arena, const struct counterparts *counterparts);
/* ANSWERS: older, newer; NULL: that version refuses the case. ID may be NULL. */
void transitions_add(struct transitions *transitions, const char *id,
                     const struct answer *const answers[2]);
/* Lowest first. */
void transitions_sort(struct transitions *transitions);
/* "level 2 to 3", "out of scope", "refused" */
const char *place_words(struct arena *arena, const struct program *program, struct place place);

#endif
