#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The library of rulesets: the whole of it is free of findings, its timelines included, every file stands
# in its canonical form, and every example comes out as it expects. TAP, two tests a file and one for the
# library.
set -u
srcdir=${srcdir:?set by make check}
PATH=${builddir:?set by make check}:$PATH
LIMEN_LIBRARY=$srcdir/rulesets
LC_ALL=C.UTF-8
export PATH LIMEN_LIBRARY LC_ALL

number=0

# holds WHAT COMMAND...: one test; what the command printed explains a failure.
holds() {
  what=$1
  shift
  number=$((number + 1))
  if output=$("$@" 2>&1); then
    echo "ok $number - $what"
  else
    echo "not ok $number - $what"
    printf '%s\n' "$output" | sed 's/^/# /'
  fi
}

holds 'the library has no findings' limen check --warnings-as-errors "$LIMEN_LIBRARY"
for file in "$LIMEN_LIBRARY"/*/*.limen; do
  name=${file#"$LIMEN_LIBRARY/"}
  holds "$name is in canonical form" limen fmt --check "$file"
  case $name in
    vocabulary/* | calendar/*) ;;
    *) holds "the examples of $name" limen test "$file" ;;
  esac
done
echo "1..$number"
