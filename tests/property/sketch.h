/* SPDX-License-Identifier: Apache-2.0 */
/* Sketch: a random case as the pieces of its JSON, so that it can be put to a ruleset that has lost some
   of its facts, written in any order, and printed ready to paste.

   What is picked for a fact depends on its name and the seed alone, not on what else there is: a case
   that fails goes on failing while statements and facts that don't matter are taken away. */
#ifndef LIMEN_TESTS_PROPERTY_SKETCH_H
#define LIMEN_TESTS_PROPERTY_SKETCH_H

#include "base/text.h"
#include "case/case.h"
#include "random.h"

/* The key of a case under which an entry stands. */
enum sketch_place { SKETCH_FACTS, SKETCH_EVENTS, SKETCH_LISTS, SKETCH_PLACES };

struct sketch_entry {
    const char *name, *value; /* value: JSON; NULL: the items of a list */
    struct {
        VECTOR_OF(const char *);
    } items;      /* JSON of each */
    bool is_open; /* there may be more items */
    enum sketch_place place;
};

struct sketch {
    struct {
        VECTOR_OF(struct sketch_entry);
    } entries;
    const char *date, *authority; /* or NULL */
    bool otherwise_no;
    const char *section; /* in which nothing else is so, or NULL */
};

/* COMPLETE: every fact has one value. */
struct sketch sketch_create(struct arena *arena, const struct program *program, uint64_t seed,
                            bool complete);

/* A household, of a PROGRAM that gives each a result: what is each member's, and what is so of all. SHUFFLE turns
   the members round. */
struct sketch sketch_household(struct arena *arena, const struct program *program, uint64_t seed,
                               bool complete, size_t shuffle);

/* As one line of JSON; entries and items stand in an order that SHUFFLE picks, 0: as they come. Entries that
   PROGRAM has no fact for are left out; PROGRAM NULL: none is. */
void sketch_write(struct text *text, const struct sketch *sketch, const struct program *program,
                  uint64_t shuffle);

/* The case read from its JSON, closed; NULL if it is refused. */
struct limen_case *sketch_case(struct arena *arena, const struct sketch *sketch,
                               const struct program *program, uint64_t shuffle);

/* The set of a fact that is not worked out: what the case says, or all of its type. */
struct value_set sketch_set(struct arena *arena, const struct program *program,
                            const struct limen_case *base, size_t fact);
bool sketch_is_complete(const struct program *program, const struct limen_case *base);

/* What the case that is completed answered to `is known`, as in struct evaluation. */
struct sketch_known {
    const bool *facts;
    bool *const *fields;
};

/* A completion of BASE that keeps what KNOWN says of `is known`; of the fields of items that are added,
   sketch_fix_known then says anything. */
struct limen_case *sketch_copy(struct arena *arena, const struct program *program,
                               const struct limen_case *base, struct sketch_known known);
void sketch_fix_known(struct arena *arena, const struct program *program,
                      const struct limen_case *base, struct sketch_known known,
                      struct limen_case *completed, struct random *random);
struct limen_case *sketch_complete(struct arena *arena, const struct program *program,
                                   const struct limen_case *base, struct sketch_known known,
                                   uint64_t seed);
/* A completion of one item: each field has one value. */
struct case_item sketch_complete_item(struct arena *arena, const struct fact *list,
                                      const struct case_item *item, struct random *random);
/* Completes the list: as it is, and COUNT items more that are like ITEM. */
void sketch_add_items(struct arena *arena, struct case_fact *list, size_t count,
                      struct case_item item);
void sketch_add_dates(struct arena *arena, struct case_fact *fact, size_t count, int32_t date);

/* A level for each rule `as judged`. */
size_t *sketch_judge(struct arena *arena, const struct program *program, uint64_t seed);

#endif
