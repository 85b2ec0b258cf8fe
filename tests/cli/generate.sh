#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Examples made for every ruleset of the library: the same in every run, without findings when they are
# appended to the ruleset, as they expect, and then all is exercised but what is said to have no example.
. "$(dirname "$0")/common.sh"

if limen verify "$top/tests/golden/verify/clean.limen" 2>&1 | grep -q 'without Z3'; then
  echo "1..0 # SKIP without Z3"
  exit 0
fi

cp -r "$LIMEN_LIBRARY" library || exit 99
LIMEN_LIBRARY=$scratch/library

# left FILE: lines that a list of what is not exercised has, both ways of one thing counted apart.
left() {
  limen test --coverage --format json "$1" | grep -o '"kind":"[a-z]*","of"' | wc -l
}

for file in library/*/*.limen; do
  ruleset=${file#library/}
  case $ruleset in vocabulary/* | calendar/*) continue ;; esac
  expect 0 'examples\{0,1\} made, .* 0 undecided' "examples are made: $ruleset" \
    limen test --generate --output made.limen "$file"
  expect 0 . "they are the same again: $ruleset" limen test --generate --output again.limen "$file"
  expect 0 '^0$' "without a difference: $ruleset" sh -c 'cmp made.limen again.limen && echo 0'
  cat made.limen >>"$file"
  expect 0 . "appended, they have no findings: $ruleset" limen check --warnings-as-errors "$file"
  expect 0 ' 0 failed' "they come out as expected: $ruleset" limen test "$file"
  without=$(grep -c '^#   ' made.limen)
  expect 0 "^$without\$" "all else is exercised: $ruleset" left "$file"
done

finish
