/* SPDX-License-Identifier: Apache-2.0 */
/* Plain members: a household that is said plainly. Each member becomes a case of the block, one behind the other,
   which says what the member says and what the household says of all.

   What the household says is noted with the first member, and copied to the others when all is read. A household
   whose list may have others, or of which a member says what changes how something of all is closed, is left to
   the case reader. */
#ifndef LIMEN_CASE_PLAIN_MEMBERS_H
#define LIMEN_CASE_PLAIN_MEMBERS_H

#include "case/plain_cursor.h"

#define PLAIN_MOST_MEMBERS 64

struct plain_id {
    const char *text; /* NULL: it has none */
    uint32_t length;
};

struct plain_members {
    size_t most;     /* that a household may have here */
    size_t count;    /* of the latest case; 0: it is about one */
    size_t lane;     /* of the first */
    uint32_t serial, latest; /* of what is said of all, and of the member begun last */
    struct plain_id *ids;    /* by case of the block */
    uint32_t *shared;        /* the facts that are said of all, by number; the date among them */
    size_t shared_count;
};

/* From now on FACTS reads households, if its ruleset has any that can be read here. */
void plain_members_create(struct plain_facts *facts, struct arena *arena);

/* Before what is said of the next case is read. */
static inline void plain_members_begin(struct plain_facts *facts)
{
    if (facts->household) {
        facts->household->count = 0;
        facts->forbids = facts->spoken = 0;
    }
}

/* The items of the list of members. */
bool plain_read_members(struct plain_cursor *cursor);
/* All of the household is read: what it says of all is said of each. Yields how many members there are; 0: it
   is no household. */
size_t plain_members_end(struct plain_facts *facts);
/* Takes back what was read of the household. False: it is none. */
bool plain_members_drop(struct plain_facts *facts);

#endif
