/* SPDX-License-Identifier: Apache-2.0 */
/* Synthetic: rulesets and cases of any size, made up, for measuring. The same numbers give the same rules
   and cases everywhere.

   The cases are written as text, in either form that readers know, and say the same in both. Whatever a
   ruleset reads is given, within its bounds: yes/no facts and what has a usual value mostly as usual. */
#ifndef LIMEN_CASE_SYNTHETIC_H
#define LIMEN_CASE_SYNTHETIC_H

#include "base/text.h"
#include "meaning/program.h"

struct synthetic {
    size_t rules, yes_no, numbers; /* of the ruleset; at least 3 yes/no facts and 1 number */
    unsigned unusual; /* facts of a case that are yes, or not as usual: so many on average */
    unsigned unknown; /* percent of what a case would say, that it says is not known */
    uint64_t seed;
};

/* The rules are of three kinds, by turns. */
enum synthetic_kind {
    SYNTHETIC_COUNT,  /* at least 2 of (a, b, c) */
    SYNTHETIC_NUMBER, /* a and number < limit + 1/2 */
    SYNTHETIC_LOGIC   /* a and (b or not c) */
};

struct synthetic_rule {
    enum synthetic_kind kind;
    size_t a, b, c;      /* yes/no facts, each another */
    size_t number;
    unsigned limit;      /* numbers go from 0.0 to 100.0 */
    unsigned level;      /* 2 to 4: ranks 1 to 3 */
};

struct synthetic_rule synthetic_rule(const struct synthetic *synthetic, size_t index);

/* The text of the ruleset, which names its facts sign_0, score_0 and so on. */
void synthetic_write_rules(struct text *text, const struct synthetic *synthetic);

/* Cases for any ruleset. */
struct synthetic_cases {
    const struct synthetic *synthetic;
    const struct program *program;
    size_t usual; /* facts that are usually something */
};

struct synthetic_cases synthetic_cases(const struct synthetic *synthetic,
                                       const struct program *program);

/* Whether case NUMBER says yes of the yes/no fact FACT (program->facts), and what value it gives a number, in
   steps of its type; for those who put the same cases to something else. Of cases that leave nothing unknown. */
bool synthetic_says_yes(const struct synthetic_cases *cases, size_t number, size_t fact);
int64_t synthetic_value(const struct synthetic_cases *cases, size_t number, size_t fact);

/* The cases from FIRST on, COUNT of them, one object a line. */
void synthetic_write_json(struct text *text, const struct synthetic_cases *cases, size_t first,
                          size_t count);
/* The same as a table; its first line comes with case 0. */
void synthetic_write_csv(struct text *text, const struct synthetic_cases *cases, size_t first,
                         size_t count);

#endif
