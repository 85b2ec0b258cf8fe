/* SPDX-License-Identifier: Apache-2.0 */
/* Oracle: what a ruleset says of a complete case, worked out a second time and in another way.

   It walks the checked syntax tree with one value for each fact. It shares no code with the plan and
   the engines, keeps its own calendar, and counts in base units (months, days) with nine decimals, so
   that no conversion of units or decimals is shared either. The level is sought from below: assume the
   lowest, see what the rules then conclude, and begin again until nothing is added. */
#ifndef LIMEN_TESTS_PROPERTY_ORACLE_H
#define LIMEN_TESTS_PROPERTY_ORACLE_H

#include "case/case.h"
#include "meaning/program.h"

__extension__ typedef __int128 oracle_number;

#define ORACLE_UNIT INT64_C(1000000000)

struct oracle_value {
    bool is_none;
    oracle_number number; /* numbers: base units times ORACLE_UNIT; all else as in base/value.h */
};

struct oracle_decision {
    struct oracle_value value;
    bool conflict;  /* `only one of`: rows disagree, and `value` is that of one of them */
    bool *selected; /* `every one of`: by value of the choice */
};

struct oracle_answer {
    bool
        refused; /* not a valid case: impossible, required, or against what a fact is worked out as */
    bool in_scope;
    bool conflict; /* of rows of some decision, be it another member's of the household */
    size_t level;               /* rank */
    struct oracle_value *facts; /* by fact; not events */
    bool *rules;                /* by rule: it applies */
    struct oracle_decision *decisions;
    bool *duties;
    bool *notes; /* `note when`, `note at level` */
    struct {
        VECTOR_OF(bool);
    } items; /* of checklists, in order */
    struct {
        VECTOR_OF(struct oracle_value);
    } starts; /* of deadlines, in order, where there is one */
};

/* COMPLETED gives one value for each fact that is not worked out, complete lists of events, and a
   date. JUDGED gives the level of each rule `as judged`, by rule. */
struct oracle_answer *oracle_answer(struct arena *arena, const struct program *program,
                                    const struct limen_case *completed, const size_t *judged);

/* The same of each of COUNT members of a household, which agree on what is so of all. */
struct oracle_answer **oracle_answer_household(struct arena *arena, const struct program *program,
                                               struct limen_case *const *members, size_t count,
                                               const size_t *const *judged);

/* VALUE as a set of TYPE holds it; false if TYPE has no such step. */
bool oracle_value_as(const struct type *type, struct oracle_value value, int64_t *ret_value);

#endif
