/* SPDX-License-Identifier: Apache-2.0 */
/* Graph: what must be worked out before what. A vertex is one thing with a value of its own; an edge
   goes to what it reads. Walks use a stack of their own: chains may be as long as a file.

   The level is not one vertex but one a threshold, because a rule that needs `level >= 2` and leads to
   level 3 is no cycle: VERTEX_LEVEL + L is "the level is at least L" (by rank), which reads what rules
   concluding L or more read, and lower thresholds. A rule's condition, a define and a group each have
   two vertices: the plain one leaves out what it reads of the level itself, for use in thresholds. */
#ifndef LIMEN_MEANING_GRAPH_H
#define LIMEN_MEANING_GRAPH_H

#include "base/table.h"
#include "meaning/program.h"

#define VERTICES(X)                                                                          \
    /* kind, size of its block */                                                            \
    X(VERTEX_FACT, program->facts.count)                                                     \
    X(VERTEX_FIELD, program->fields.count)                                                   \
    X(VERTEX_DEFINE, program->defines.count)                                                 \
    X(VERTEX_DEFINE_PLAIN, program->defines.count)                                           \
    X(VERTEX_GROUP, program->groups.count)                                                   \
    X(VERTEX_GROUP_PLAIN, program->groups.count)                                             \
    X(VERTEX_DECISION, program->decisions.count)                                             \
    X(VERTEX_CONDITION, program->rules.count)       /* C and not U */                        \
    X(VERTEX_CONDITION_PLAIN, program->rules.count)                                          \
    X(VERTEX_INHERITED, program->rules.count)       /* its condition and those it excepts */ \
    X(VERTEX_INHERITED_PLAIN, program->rules.count)                                          \
    X(VERTEX_TRIGGER, program->rules.count)         /* its condition and its exceptions */   \
    X(VERTEX_STATUS, program->rules.count)                                                   \
    X(VERTEX_FAMILY, program->rules.count)          /* plain: a rule and all under it */     \
    X(VERTEX_LEVEL, program->levels.count)                                                   \
    X(VERTEX_LEVEL_PLAIN, program->levels.count)                                             \
    X(VERTEX_COUNT, (program->levels.count * (program->sections.count + 1)))                 \
    X(VERTEX_TIE, program->impossibles.count + program->requires.count)                      \
    X(VERTEX_LEVELS, 1) /* the level as a value */                                           \
    X(VERTEX_SCOPE, 1)                                                                       \
    X(VERTEX_RESULTS, 1) /* duties, checklists, notes */

enum vertex_kind {
#define X(kind, size) kind,
    VERTICES(X)
#undef X
    VERTEX_KINDS
};

struct vertex {
    VECTOR_OF(uint32_t); /* what it reads */
};

/* Of a define, a group or a condition: which thresholds it reads, and which rules it counts. By rank,
   one bit each. */
struct reading {
    uint64_t *positive, *negative, *counted;
};

struct graph {
    struct program *program;
    uint32_t first[VERTEX_KINDS + 1]; /* where each kind's block begins */
    struct vertex *vertices;
    size_t words; /* of a reading's members */
    struct reading *defines, *groups;
};

struct graph *graph_create(struct program *program);

uint32_t graph_vertex(const struct graph *graph, enum vertex_kind kind, size_t index);
enum vertex_kind graph_kind(const struct graph *graph, uint32_t vertex, size_t *ret_index);

/* What CONDITION reads of the level and counts, with UNLESS against it; either may be NULL. */
struct reading graph_reading(const struct graph *graph, const struct node *condition,
                             const struct node *unless);
bool reading_has(const uint64_t *bits, size_t rank);
bool reading_is_empty(const struct graph *graph, const uint64_t *bits);

/* Calls VISIT for everything that can be reached from START, START included, once each. SEEN, one a
   vertex, carries over between calls. */
void graph_reach(struct graph *graph, uint32_t start, bool *seen,
                 void (*visit)(void *context, uint32_t vertex), void *context);

#endif
