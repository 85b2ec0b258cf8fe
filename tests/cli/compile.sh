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
        cases[i] = (struct limenc_case){values[i], true};
        values[i][age] = (struct limenc_value){.state = LIMENC_GIVEN, .low = 8, .high = 8};
    }
    values[3][age].high = 26;
    values[4][age].low = 9;
    values[70][care] = (struct limenc_value){.state = LIMENC_GIVEN, .low = 0, .high = 3};
    values[71][care] = (struct limenc_value){.state = LIMENC_GIVEN, .members = nothing};
    values[72][care] = (struct limenc_value){.state = LIMENC_GIVEN, .or_none = true, .low = 1};
    values[140][callout] =
        (struct limenc_value){.state = LIMENC_GIVEN, .dates = reversed, .date_count = 2};
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
done

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
