#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What columns and machine code do with 300 and 2,000 rules over 300 yes/no facts and 20 numbers, beside the same
# rules written by hand on bit planes and compiled by the C compiler at -O2; and one case by a compiled ruleset.
# Part of `make bench`.
set -eu
: "${builddir:?set by make bench}" "${srcdir:?set by make bench}"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
LIMEN_CACHE=$scratch/cache
LIMEN_LIBRARY=${LIMEN_LIBRARY:-$srcdir/rulesets}
export LIMEN_CACHE LIMEN_LIBRARY

# write COUNT limen|c: as many rules, as a ruleset or by hand.
write() {
  awk -v count="$1" -v form="$2" '
    function sign(i, half) { return "(*q[" 2 * i + half "])[i]" }
    # A score is below K: its bits from the lowest, in one half.
    function below(score, half, k,  j, text, first) {
      first = 600 + score * 20 + half * 10
      text = "zero"
      for (j = 0; j < 10; j++) {
        text = "(~(*q[" first + j "])[i] " (k % 2 ? "|" : "&") " " text ")"
        k = int(k / 2)
      }
      return text
    }
    function both(rule, certain, possible) {
      printf "    v c%d = %s, m%d = %s;\n    r[%d][i] = c%d;\n    r[%d][i] = m%d;\n", rule, certain, rule, possible, 2 * rule, rule, 2 * rule + 1, rule
      for (level = 0; level <= rule % 3; level++) printf "    l%d |= c%d;\n    l%d |= m%d;\n", 2 * level, rule, 2 * level + 1, rule
    }
    function open_part(part) {
      if (part > 0) close_part()
      printf "static void rules_%d(const plane *const *q, plane *r, plane *l)\n{\n  for (int i = 0; i < 4; i++) {\n", part
      printf "    v l0 = l[0][i], l1 = l[1][i], l2 = l[2][i], l3 = l[3][i], l4 = l[4][i], l5 = l[5][i];\n"
    }
    function close_part(  j) {
      for (j = 0; j < 6; j++) printf "    l[%d][i] = l%d;\n", j, j
      print "  }\n}"
    }
    function three(a, b, c) { return "((" a " & " b ") | (" c " & (" a " | " b ")))" }
    BEGIN {
      if (form == "limen") {
        print "ruleset bench 2020-01\nlevel 1\nlevel 2\nlevel 3\nlevel 4"
        for (i = 0; i < 300; i++) printf "concern sign_%d \"Sign %d\"\n", i, i
        for (i = 0; i < 20; i++) printf "fact score_%d : 0.0 to 100.0 \"Score %d\"\n", i, i
      } else {
        print "#include <stdint.h>\n#include <string.h>\ntypedef uint64_t v __attribute__((vector_size(64)));"
        print "typedef v plane[4];\nstatic const v zero;"
      }
      for (rule = 0; rule < count; rule++) {
        a = (rule * 7) % 300; b = (rule * 11 + 1) % 300; c = (rule * 13 + 2) % 300
        while (b == a) b = (b + 1) % 300
        while (c == a || c == b) c = (c + 1) % 300
        score = int(rule / 5) % 20; k = rule % 99; level = 2 + rule % 3
        if (form == "limen") {
          if (rule % 5 == 0) printf "if at least 2 of (sign_%d, sign_%d, sign_%d) then level %d\n", a, b, c, level
          else if (rule % 5 == 1) printf "if sign_%d and score_%d < %d.5 then level %d\n", a, score, k, level
          else printf "if sign_%d and (sign_%d or not sign_%d) then level %d\n", a, b, c, level
          continue
        }
        if (rule % 25 == 0) open_part(rule / 25)
        if (rule % 5 == 0) both(rule, three(sign(a, 0), sign(b, 0), sign(c, 0)), three(sign(a, 1), sign(b, 1), sign(c, 1)))
        else if (rule % 5 == 1) both(rule, sign(a, 0) " & " below(score, 1, k * 10 + 5), sign(a, 1) " & " below(score, 0, k * 10 + 5))
        else both(rule, sign(a, 0) " & (" sign(b, 0) " | ~" sign(c, 1) ")", sign(a, 1) " & (" sign(b, 1) " | ~" sign(c, 0) ")")
      }
      if (form == "limen") exit
      close_part()
      print "void hand_written(const plane *const *q, plane *r)\n{\n  static plane levels[6];\n  memset(levels, 0, sizeof levels);"
      for (i = 0; i * 25 < count; i++) printf "  rules_%d(q, r, levels);\n", i
      print "  __asm__ volatile(\"\" : : \"r\"(levels) : \"memory\");\n}"
    }'
}

for rules in 300 2000; do
  write $rules limen >"$scratch/rules.limen"
  write $rules c >"$scratch/hand.c"
  ${CC:-cc} -std=gnu17 -O2 -march=native -fPIC -shared -o "$scratch/hand.so" "$scratch/hand.c"
  "$builddir/engines" "$scratch/rules.limen" "$scratch/hand.so"
  "$builddir/limen" compile "$scratch/rules.limen" -o "$scratch/rules.so"
  "$builddir/embedded" "$scratch/rules.so"
done
