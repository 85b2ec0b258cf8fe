#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# limen compile: what it writes builds without a warning under the compilers that there are, as a shared object and
# as part of a program, several rulesets in one; a value that does not fit costs its own case only; and nothing is
# left behind where it fails.
. "$(dirname "$0")/common.sh"

strict='-std=c17 -Wall -Wextra -pedantic -Werror -O1'
small=$top/tests/golden/compile/calls.limen
plain=$top/tests/cli/small.limen
TMPDIR=$scratch/tmp
export TMPDIR
mkdir "$TMPDIR"

cat >main.c <<'C'
#include <stdio.h>
#include <string.h>
#include "limen_compiled.h"
const struct limen_compiled *first(void);
const struct limen_compiled *second(void);
enum { CASES = 150 };
static uint64_t workspace[100000];
int main(void)
{
    static struct limenc_value values[CASES][64];
    static struct limenc_case cases[CASES];
    static struct limenc_result results[CASES];
    static const int32_t reversed[] = {19000, 18000};
    static const uint64_t nothing[1];
    const struct limen_compiled *ruleset = first();
    size_t age = 0, care = 0, callout = 0, wrong = 0;
    if (second()->abi != LIMEN_COMPILED_ABI || strcmp(second()->ruleset, ruleset->ruleset) == 0)
        return 2;
    if (ruleset->workspace_size > sizeof workspace || ruleset->fact_count > 64)
        return 3;
    for (size_t i = 0; i < ruleset->fact_count; i++) {
        age = strcmp(ruleset->facts[i].name, "age") == 0 ? i : age;
        care = strcmp(ruleset->facts[i].name, "care") == 0 ? i : care;
        callout = strcmp(ruleset->facts[i].name, "callout") == 0 ? i : callout;
    }
    for (size_t i = 0; i < CASES; i++) {
        cases[i] = (struct limenc_case){values[i], .otherwise_no = true};
        values[i][age] = (struct limenc_value){.state = LIMENC_GIVEN, .low = 8, .high = 8};
    }
    values[3][age].high = 26;
    values[4][age].low = 9;
    values[70][care] = (struct limenc_value){.state = LIMENC_GIVEN, .low = 0, .high = 3};
    values[71][care] = (struct limenc_value){.state = LIMENC_GIVEN, .members = nothing};
    values[72][care] = (struct limenc_value){.state = LIMENC_GIVEN, .or_none = true, .low = 1};
    values[140][callout] =
        (struct limenc_value){.state = LIMENC_GIVEN, .dates = reversed, .count = 2};
    ruleset->evaluate(cases, CASES, results, workspace);
    for (size_t i = 0; i < CASES; i++) {
        if (results[i].status == LIMENC_MALFORMED)
            printf("%zu: %s\n", i, ruleset->facts[results[i].malformed].name);
        else
            wrong += !results[i].has_level || results[i].at_least != 0 || results[i].at_most != 0;
    }
    printf("wrong: %zu\n", wrong);
    return 0;
}
C
cat >wanted <<'OUT'
3: age
4: age
70: care
71: care
140: callout
wrong: 0
OUT

limen compile "$small" --emit c -o first.c
limen compile "$plain" --emit c -o second.c
limen compile --emit header -o limen_compiled.h
# Cases of lists: as they should be, one item too many, a field out of its bounds, a field that is not known, and one
# that may have more; what is closed by a section; what makes a case contradictory.
cat >lists.limen <<'RULES'
ruleset lists 2026-01 "Lists"
level 1
level 2
level 3
list sibling "Siblings" at most 3
  has age : 0 to 25 years "Age"
  has small : yes/no from age < 5 years "Small"
section home "Home"
concern alone "Alone"
concern left "Left"
impossible if alone and left "one or the other"
require if not (alone and any sibling where (age > 20 years)) "somebody is there"
if any sibling where (small) then level 2
if count of sibling >= 2 or left then level 3
RULES
cat >lists.c <<'C'
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "limen_compiled.h"
#define GIVEN(x) {.state = LIMENC_GIVEN, .low = x, .high = x}
enum { ALONE, LEFT, SIBLING, ON, FACTS };
static const struct limenc_value items[][2] = {
    {GIVEN(4), {.state = LIMENC_LEFT_OUT}}, {GIVEN(9), {.state = LIMENC_LEFT_OUT}},
    {GIVEN(26), {.state = LIMENC_LEFT_OUT}}, {{.state = LIMENC_NOT_KNOWN}, {.state = LIMENC_LEFT_OUT}},
    {GIVEN(9), GIVEN(1)}, {GIVEN(22), {.state = LIMENC_LEFT_OUT}}};
static size_t place[FACTS];
static struct limenc_case made(struct limenc_value *values, size_t first, size_t count, bool is_open)
{
    static const bool closed[] = {true};
    for (size_t i = 0; i < FACTS; i++)
        values[i] = (struct limenc_value){.state = LIMENC_LEFT_OUT};
    values[place[SIBLING]] = (struct limenc_value){
        .state = LIMENC_GIVEN, .items = items[first], .count = count, .is_open = is_open};
    return (struct limenc_case){values, false, closed};
}
int main(void)
{
    static const char *const names[] = {"alone", "left", "sibling", "on"};
    static struct limenc_value values[9][FACTS];
    static struct limenc_result results[9];
    static uint8_t refusals[9][8];
    const struct limen_compiled *ruleset = limen_compiled();
    if (ruleset->fact_count != FACTS || ruleset->section_count != 1 || ruleset->refusal_count > 8)
        return 1;
    for (size_t i = 0; i < FACTS; i++)
        for (size_t j = 0; j < FACTS; j++)
            place[i] = strcmp(ruleset->facts[j].name, names[i]) == 0 ? j : place[i];
    struct limenc_case cases[9] = {
        made(values[0], 0, 1, false), made(values[1], 0, 2, false), made(values[2], 1, 1, true),
        made(values[3], 0, 4, false), made(values[4], 1, 2, false), made(values[5], 3, 1, false),
        made(values[6], 4, 1, false), made(values[7], 5, 1, false), made(values[8], 1, 1, false)};
    values[7][place[ALONE]] = values[8][place[ALONE]] = values[8][place[LEFT]] = (struct limenc_value)GIVEN(1);
    for (size_t i = 0; i < 9; i++)
        results[i].refusals = refusals[i];
    void *workspace = malloc(ruleset->workspace_size);
    ruleset->evaluate(cases, 9, results, workspace);
    for (size_t i = 0; i < 9; i++) {
        const struct limenc_result *result = &results[i];
        if (result->status == LIMENC_MALFORMED && result->malformed_item == LIMENC_NOWHERE)
            printf("%zu: %s\n", i, ruleset->facts[result->malformed].name);
        else if (result->status == LIMENC_MALFORMED)
            printf("%zu: %s of %s %zu\n", i,
                   ruleset->facts[result->malformed].fields[result->malformed_field].name,
                   ruleset->facts[result->malformed].name, result->malformed_item);
        else if (result->status == LIMENC_ANSWERED)
            printf("%zu: level %s to %s\n", i, ruleset->levels[result->at_least].label,
                   ruleset->levels[result->at_most].label);
        for (size_t j = 0; result->status == LIMENC_CONTRADICTORY && j < ruleset->refusal_count; j++)
            if (refusals[i][j])
                printf("%zu: %s %s\n", i, ruleset->refusals[j].why ? ruleset->refusals[j].why : "worked out",
                       ruleset->refusals[j].statement ? ruleset->refusals[j].statement : "");
    }
    free(workspace);
    return 0;
}
C
cat >wanted_lists <<'OUT'
0: level 2 to 2
1: level 3 to 3
2: level 1 to 3
3: sibling
4: age of sibling 1
5: level 1 to 2
6: worked out 
7: somebody is there require if not (alone and any sibling where (age > 20 years)) "somebody is there"
8: one or the other impossible if alone and left "one or the other"
OUT
limen compile lists.limen --emit c -o rules.c
limen compile --emit header -o limen_compiled.h

for compiler in gcc clang; do
  command -v $compiler >/dev/null || { verdict ok "$compiler # SKIP it is not here"; continue; }
  # shellcheck disable=SC2086 # a list of words
  if $compiler $strict -DLIMEN_COMPILED_NAME=first -c -o first.o first.c >why 2>&1 &&
    $compiler $strict -DLIMEN_COMPILED_NAME=second -c -o second.o second.c >why 2>&1 &&
    $compiler $strict -o both main.c first.o second.o >why 2>&1 && ./both >got 2>&1 &&
    diff wanted got >why; then
    verdict ok "two rulesets in a program by $compiler, and values that do not fit"
  else
    verdict "not ok" "two rulesets in a program by $compiler, and values that do not fit" why
  fi
  # shellcheck disable=SC2086 # a list of words
  if $compiler $strict -o lists lists.c rules.c >why 2>&1 && ./lists >got 2>&1 && diff wanted_lists got >why; then
    verdict ok "lists, sections and refusals by $compiler"
  else
    verdict "not ok" "lists, sections and refusals by $compiler" why
  fi
done

# What is worked out for a loop need not be read there: no local is left over.
cat >leftover.limen <<'END'
ruleset leftover 2024-01
event called "Called"
list child "Children" at most 3
event visit "Visits" at most 4
  has missed : yes/no "Missed"
if 1 != count of child where (any visit where (called within 2 weeks of date)) then duty act
duty act "Act"
END
limen compile leftover.limen --emit c -o leftover.c >/dev/null 2>&1
# shellcheck disable=SC2086 # a list of words
if ${CC:-gcc} $strict -c -o leftover.o leftover.c >why 2>&1; then
  verdict ok "no local is left over"
else
  verdict "not ok" "no local is left over" why
fi

if limen compile "$small" -o small.so >why 2>&1 && nm -D --defined-only small.so >why 2>&1 &&
  [ "$(awk '{ print $3 }' why)" = limen_compiled ]; then
  verdict ok "a shared object exports one name"
else
  verdict "not ok" "a shared object exports one name" why
fi
echo before >kept.so
expect 2 'because the C compiler `false` failed' "a compiler that fails is reported" \
  env CC=false limen compile "$small" -o kept.so
[ "$(cat kept.so)" = before ] && verdict ok "and leaves the file as it was" || verdict "not ok" "and leaves the file as it was"
[ -z "$(ls "$TMPDIR")" ] && verdict ok "and nothing else" || verdict "not ok" "and nothing else"
finish
