#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What comparing two versions costs, and whether the time limit holds: `make bench`.
#   two years    Worcestershire 2018-12 against the joint guidance of 2025-09: every difference is declared
#   equal        500 rules over 600 facts, 15 in a hundred of them counts, against the same with one rule in
#                five written otherwise; and 2,000 rules
#   planted      one bound, or one count, moved by one in the middle of them: found, with the smallest case
#   halves       a count of 20 of 40 facts against its halves, which no solver of this kind decides: the
#                limit, one second a question, ends it
# Each comparison must also come to the right answer.
set -eu
: "${builddir:?set by make bench}" "${srcdir:?set by make bench}"
limen=$builddir/limen
export LIMEN_LIBRARY="${LIMEN_LIBRARY:-$srcdir/rulesets}"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

# synthetic FILE RULES SETTING...
synthetic() {
  file=$1 rules=$2
  shift 2
  awk -v facts=600 -v rules="$rules" -v seed=1 "$@" -f "$srcdir/tests/bench/synthetic.awk" >"$file"
}
synthetic older.limen 500
synthetic reworded.limen 500 -v version=2025-01 -v reworded=1
synthetic bound.limen 500 -v version=2025-01 -v reworded=1 -v plant=bound
synthetic count.limen 500 -v version=2025-01 -v reworded=1 -v plant=count
synthetic many.limen 2000
synthetic many-reworded.limen 2000 -v version=2025-01 -v reworded=1
synthetic many-planted.limen 2000 -v version=2025-01 -v reworded=1 -v plant=count

# answers STATUS OLD NEW...: the comparison ends with STATUS.
answers() {
  wanted=$1 status=0
  shift
  "$limen" diff "$@" >said 2>&1 || status=$?
  [ "$status" -eq "$wanted" ] || { echo "limen diff $*: exit status $status, not $wanted"; tail -n 5 said; exit 1; }
}
halves="$srcdir/tests/golden/diff/whole.limen $srcdir/tests/golden/diff/halves.limen"
answers 0 worcestershire@2018-12 herefordshire_worcestershire@2025-09
answers 0 older.limen reworded.limen
answers 1 older.limen bound.limen
answers 1 older.limen count.limen
answers 0 many.limen many-reworded.limen
answers 1 many.limen many-planted.limen
# shellcheck disable=SC2086 # two files
answers 4 --time-limit 1 $halves

# The comparisons that find something end with 1, which is no failure here.
cat >compare.sh <<'END'
"$LIMEN" diff "$@" >said 2>&1 || [ $? -ne 2 ]
END
export LIMEN="$limen"
echo "comparing versions"
# shellcheck disable=SC2086 # two files
"$builddir/stopwatch" 7 -- /bin/true \
  -- sh compare.sh worcestershire@2018-12 herefordshire_worcestershire@2025-09 \
  -- sh compare.sh older.limen reworded.limen \
  -- sh compare.sh older.limen bound.limen \
  -- sh compare.sh older.limen count.limen \
  -- sh compare.sh many.limen many-reworded.limen \
  -- sh compare.sh many.limen many-planted.limen \
  -- sh compare.sh --time-limit 1 $halves
