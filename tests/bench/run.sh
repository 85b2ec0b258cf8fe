#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The figures that the manual quotes, all from one run: `make bench`.
#   one case     a process that evaluates one case against Stoke-on-Trent's guidance, beside /bin/true: its
#                ruleset named, chosen by the date, and chosen by authority and date; and without the cache
#                that the first round fills
#   many rules   checking 10,000 and 20,000 generated rules, beside /bin/true: time and memory are linear
#                if the second costs twice the first
#   streams      10,000 and 100,000 cases of 671 bytes, about 12 of 300 yes/no facts true and 20 numbers, against
#                300 rules, as rows: as lines and as a table, by one thread and by two. Memory is bounded if the
#                peak is the same; two threads are beside one
#   households   18,000 households of 10 and of 20 children, against rules that take them together: linear if the
#                second costs twice the first
#   many items   20 cases of 5,000 and of 10,000 items each, a fifth of them partly known, against rules of every
#                form that takes items together: linear if the second costs twice the first
#   proofs       limen verify of the whole library, of each of its larger rulesets, and of 500 generated rules
#                over 600 facts; the last round is the library again, from the cache
set -eu
: "${builddir:?set by make bench}" "${srcdir:?set by make bench}"
limen=$builddir/limen
export LIMEN_LIBRARY="${LIMEN_LIBRARY:-$srcdir/rulesets}"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
runs=${RUNS:-41}

# rules COUNT: a ruleset of COUNT rules over 300 facts, counts and numbers among them.
rules() {
  awk -v count="$1" 'BEGIN {
    print "ruleset bench 2020-01"
    for (level = 1; level <= 4; level++) print "level " level
    for (i = 0; i < 300; i++) printf "concern sign_%d \"Sign %d\"\n", i, i
    for (i = 0; i < 20; i++) printf "fact score_%d : 0.0 to 100.0 \"Score %d\"\n", i, i
    for (i = 0; i < count; i++) {
      a = (i * 7) % 300; b = (i * 11 + 3) % 300; c = (i * 13 + 5) % 300; level = 2 + i % 3
      if (i % 5 == 0) printf "if at least 2 of (sign_%d, sign_%d, sign_%d) then level %d\n", a, b == a ? (b + 1) % 300 : b, c == a || c == b || c == (b + 1) % 300 ? (c + 2) % 300 : c, level
      else if (i % 5 == 1) printf "if sign_%d and score_%d < %d.5 then level %d\n", a, i % 20, i % 99, level
      else printf "if sign_%d and (sign_%d or not sign_%d) then level %d\n", a, b, c, level
    }
  }'
}

rules 10000 >"$scratch/ten.limen"
rules 20000 >"$scratch/twenty.limen"
cat >"$scratch/case.json" <<'CASE'
{"case":"c-17","on":"2018-12-20","facts":{"age":6,"absence":"regular","conflict_with_peers":true,"debts":"serious","attendance":{"from":85.0,"to":92.0},"child_caring":null},"otherwise":"no"}
CASE

# items COUNT: 20 cases of COUNT items.
items() {
  awk -v count="$1" 'BEGIN {
    for (k = 0; k < 20; k++) {
      printf "{\"case\":\"%d\",\"on\":\"2024-06-01\",\"lists\":{\"item\":{\"complete\":%s,\"items\":[", k, k % 2 ? "true" : "false"
      for (i = 0; i < count; i++) printf "%s{\"age\":%d,\"cost\":%d,\"date\":\"2024-0%d-11\"%s}", i ? "," : "", (i * 7 + k) % 26, (i * 37 + k) % 1001, 1 + i % 8, i % 5 ? ",\"seen\":" (i % 3 ? "true" : "false") : ""
      print "]}}}"
    }
  }'
}
cat >"$scratch/items.limen" <<'RULES'
ruleset items 2020-01
level 1
level 2
level 3
list item "Items" at most 10000
  has age : 0 to 25 years
  has seen : yes/no
  has cost : 0 to 1000
  has date : date
if any item where (age < 5 years and seen and cost > 1000 - 1) then level 2
if count of item where (cost > 500) within 6 months >= 9000 then level 3
if sum of cost of item where (seen) > 9000000 then level 3
if count of distinct cost of item > 1000 then level 3
if highest of cost of item where (age > 20 years) > 999 and all item where (seen) then level 3
RULES
# households COUNT: 18,000 households of COUNT children each, so many that starting the command does not count.
households() {
  awk -v count="$1" 'BEGIN {
    for (k = 0; k < 18000; k++) {
      printf "{\"case\":\"%d\",\"on\":\"2024-06-01\",\"facts\":{\"debts\":true},\"lists\":{\"child\":[", k
      for (i = 0; i < count; i++) printf "%s{\"age\":%d%s,\"seen\":%s}", i ? "," : "", (i * 7 + k) % 17, i % 5 ? ",\"absent\":" (i % 3 ? "true" : "false") : "", i % 2 ? "true" : "null"
      print "]}}"
    }
  }'
}
cat >"$scratch/households.limen" <<'RULES'
ruleset households 2020-01
  each child
level 1
level 2
level 3
level 4
list child "Children" at most 40
fact age of child : 0 to 25 years
concern absent of child
concern seen of child
concern debts
if absent and age >= 5 years then level 2
if debts and any child where (age < 3 years) then level 2
if absent and count of child where (absent) >= 2 then level 3
if seen and age < highest of age of child then level 3
if any child where (level >= 3) and age < 5 years then level 4
RULES
households 10 >"$scratch/households10.ndjson"
households 20 >"$scratch/households20.ndjson"
items 5000 >"$scratch/five.ndjson"
items 10000 >"$scratch/ten.ndjson"

echo "one case, process start included"
"$builddir/stopwatch" "$runs" -- LIMEN_CACHE="$scratch/cache" /bin/true \
  -- "$limen" --version \
  -- "$limen" eval stoke_on_trent@2018-12 "$scratch/case.json" --format json \
  -- "$limen" eval stoke_on_trent "$scratch/case.json" --format json \
  -- "$limen" eval --authority stoke_on_trent "$scratch/case.json" --format json \
  -- "$limen" explain stoke_on_trent@2018-12 "$scratch/case.json" \
  -- LIMEN_CACHE=off "$limen" eval stoke_on_trent@2018-12 "$scratch/case.json" --format json \
  -- "$limen" eval stoke_on_trent "$scratch/case.json" --format json \
  -- "$limen" eval --authority stoke_on_trent "$scratch/case.json" --format json \
  -- "$limen" explain stoke_on_trent@2018-12 "$scratch/case.json" \
  -- sh -c "rm -rf $scratch/cold; LIMEN_CACHE=$scratch/cold exec $limen --version" \
  -- sh -c "rm -rf $scratch/cold; LIMEN_CACHE=$scratch/cold exec $limen eval stoke_on_trent@2018-12 $scratch/case.json"
echo
echo "checking generated rules"
"$builddir/stopwatch" 7 -- /bin/true \
  -- "$limen" check "$scratch/ten.limen" -- "$limen" check "$scratch/twenty.limen"
echo
echo "items of lists"
"$builddir/stopwatch" 7 -- /bin/true \
  -- "$limen" eval "$scratch/items.limen" "$scratch/five.ndjson" --format tsv \
  -- "$limen" eval "$scratch/items.limen" "$scratch/ten.ndjson" --format tsv
echo
echo "households"
"$builddir/stopwatch" 7 -- /bin/true \
  -- "$limen" eval "$scratch/households.limen" "$scratch/households10.ndjson" --format tsv \
  -- "$limen" eval "$scratch/households.limen" "$scratch/households20.ndjson" --format tsv

# cases COUNT FORM: lines, or a table.
cases() {
  awk -v count="$1" -v form="$2" 'BEGIN {
    srand(7)
    if (form == "table") {
      printf "case,on"
      for (i = 0; i < 300; i++) printf ",sign_of_need_%03d", i
      for (i = 0; i < 20; i++) printf ",score_%02d", i
      print ",otherwise"
    }
    for (k = 0; k < count; k++) {
      for (i = 0; i < 300; i++) so[i] = rand() < 0.04
      if (form == "table") printf "c-%07d,2024-05-01", k
      else printf "{\"case\":\"c-%07d\",\"on\":\"2024-05-01\",\"facts\":{", k
      for (i = 0; i < 300; i++) {
        if (form == "table") printf so[i] ? ",yes" : ","
        else if (so[i]) printf "\"sign_of_need_%03d\":true,", i
      }
      for (i = 0; i < 20; i++) {
        if (form == "table") printf ",%.1f", int(rand() * 1000) / 10
        else printf "\"score_%02d\":%.1f%s", i, int(rand() * 1000) / 10, i < 19 ? "," : ""
      }
      print form == "table" ? ",no" : "},\"otherwise\":\"no\"}"
    }
  }'
}
rules 300 | sed 's/sign_\([0-9]*\)/sign_of_need_00\1/g; s/score_\([0-9]*\)/score_0\1/g
  s/need_0*\([0-9][0-9][0-9]\)/need_\1/g; s/score_0\([0-9][0-9]\)/score_\1/g' >"$scratch/signs.limen"
cases 10000 lines >"$scratch/ten.lines.ndjson"
cases 100000 lines >"$scratch/hundred.lines.ndjson"
cases 100000 table >"$scratch/hundred.csv"
echo
echo "streams"
"$builddir/stopwatch" 7 -- /bin/true \
  -- "$limen" eval "$scratch/signs.limen" "$scratch/ten.lines.ndjson" --format tsv \
  -- "$limen" eval "$scratch/signs.limen" "$scratch/hundred.lines.ndjson" --format tsv \
  -- "$limen" eval "$scratch/signs.limen" "$scratch/hundred.lines.ndjson" --format tsv --jobs 2 \
  -- "$limen" eval "$scratch/signs.limen" "$scratch/hundred.csv" --format tsv \
  -- "$limen" eval "$scratch/signs.limen" "$scratch/hundred.csv" --format tsv --jobs 2

# proofs: 500 rules over 600 facts, 15 % of them counts, of which none covers another.
proofs() {
  awk 'BEGIN {
    print "ruleset proofs 2020-01"
    for (level = 1; level <= 4; level++) print "level " level
    for (i = 0; i < 560; i++) printf "concern sign_%d \"Sign %d\"\n", i, i
    for (i = 0; i < 40; i++) printf "fact score_%d : 0 to 100 \"Score %d\"\n", i, i
    for (i = 0; i < 500; i++) {
      a = (i * 37) % 560; level = 2 + i % 3
      if (i % 20 < 3) printf "if at least 3 of (sign_%d, sign_%d, sign_%d, sign_%d, sign_%d) then level %d\n", a, (a + 101) % 560, (a + 202) % 560, (a + 303) % 560, (a + 404) % 560, level
      else if (i % 5 == 1) printf "if sign_%d and score_%d < %d then level %d\n", a, i % 40, 1 + i % 99, level
      else printf "if sign_%d and (sign_%d or sign_%d) then level %d\n", a, (a + 7 + i % 13) % 560, (a + 100 + i % 17) % 560, level
    }
    print "always \"One of the rules\" if sign_222 and score_6 < 7 then level 2"
  }'
}
if "$limen" verify "$srcdir/tests/cli/small.limen" 2>&1 | grep -q 'without Z3'; then
  exit 0
fi
proofs >"$scratch/proofs.limen"
echo
echo "proofs"
"$builddir/stopwatch" 7 -- LIMEN_CACHE=off /bin/true \
  -- "$limen" verify --library "$LIMEN_LIBRARY" \
  -- "$limen" verify dudley@2019-09 \
  -- "$limen" verify stoke_on_trent@2018-12 \
  -- "$limen" verify worcestershire@2018-12 \
  -- "$limen" verify herefordshire_worcestershire@2025-09 \
  -- "$limen" verify "$scratch/proofs.limen" \
  -- LIMEN_CACHE="$scratch/cache" "$limen" verify --library "$LIMEN_LIBRARY"
