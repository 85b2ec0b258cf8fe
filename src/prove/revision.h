/* SPDX-License-Identifier: Apache-2.0 */
/* Revision: what a newer version of guidance says otherwise than an older one, statement by statement.

   Conditions are compared as they are written and as they are meant: a rule may read otherwise and mean
   the same, or read the same and mean something else because what it refers to changed. Needs no
   solver: equal terms mean the same, and of others it is only said that they are written otherwise. */
#ifndef LIMEN_PROVE_REVISION_H
#define LIMEN_PROVE_REVISION_H

#include "prove/counterpart.h"

enum rule_revision_flag {
    RULE_ADDED = 1,
    RULE_WITHDRAWN = 2,
    RULE_RENAMED = 4,
    RULE_RECITED = 8,
    RULE_MOVED = 16,      /* to another level */
    RULE_CONDITION = 32,  /* another condition */
    RULE_REWORDED = 64,   /* a condition written otherwise that means the same */
    RULE_REFERS = 128,    /* a condition written the same that refers to something changed */
    RULE_OUTCOME = 256,   /* other duties or values, or mandatory or not */
    RULE_EXCEPTS = 512    /* an exception to another rule */
};

struct rule_revision {
    struct rule_pair pair;
    unsigned flags;
};

enum statement_change { STATEMENT_ADDED, STATEMENT_WITHDRAWN, STATEMENT_CHANGED };

/* A statement that is no rule: a level, a parameter, a fact that is read ... */
struct statement_revision {
    const struct entity *entities[2]; /* older, newer; NULL: there is none */
    const char *noun, *name;          /* "parameter", "accumulation" */
    enum statement_change change;
    const char *before, *after;       /* what is said of it; NULL: only that it changed */
};

struct revision {
    struct { VECTOR_OF(struct rule_revision); } rules; /* those that changed */
    struct { VECTOR_OF(struct statement_revision); } statements;
    size_t unchanged; /* rules */
};

struct revision *revision_create(struct arena *arena, const struct counterparts *counterparts,
                                 const struct encoding *older, const struct encoding *newer);

/* "added", "withdrawn", "changed": the first word for a rule. */
const char *rule_revision_verb(const struct rule_revision *revision);
/* "condition, cites"; "" of what was added or withdrawn. RET in the arena. */
const char *rule_revision_details(struct arena *arena, const struct rule_revision *revision);
/* What the author wrote: "if absent unless parents_engage". */
const char *rule_words(struct program *program, const struct rule *rule);
/* "level 3" or "level 2 or 3 as judged", "no level" */
const char *rule_level_words(struct arena *arena, const struct program *program,
                             const struct rule *rule);

#endif
