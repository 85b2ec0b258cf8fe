# SPDX-License-Identifier: Apache-2.0
#
# A ruleset as large as wanted: FACTS facts, four in five of them yes/no, the others numbers and scales, and
# RULES rules, 15 in a hundred of them counts. The same SEED gives the same ruleset. REWORDED=1 writes one rule
# in five otherwise with the same meaning: counts as what they count, `and` the other way round, bounds as the
# opposite's. PLANT=bound or PLANT=count moves one bound or one count in the middle by one.
#
#   awk -v facts=600 -v rules=500 -v seed=1 -f tests/bench/synthetic.awk

function random(count) { state = (state * 16807) % 2147483647; return state % count }

function fact(i) {
  if (i % 5) return sprintf("concern f%d \"Fact %d\"", i, i)
  if (i % 10) return sprintf("fact f%d : 0 to 100 \"Fact %d\" usually 0", i, i)
  return sprintf("scale f%d : none < some < many < most \"Fact %d\" usually none", i, i)
}

# One thing that may be so of fact I; OTHERWISE: written as what is not.
function atom(i, number, otherwise) {
  if (i % 5) return "f" i
  if (i % 10) return otherwise ? sprintf("not f%d < %d", i, number) : sprintf("f%d >= %d", i, number)
  return otherwise ? sprintf("not f%d < many", i) : sprintf("f%d >= many", i)
}

function pick(n,   i, j, again) {
  for (i = 0; i < n; i++) {
    do {
      picked[i] = random(facts); again = 0
      for (j = 0; j < i; j++) if (picked[j] == picked[i]) again = 1
    } while (again)
  }
}

# At least K of N: in words of counting, or as all its parts.
function count_of(k, n, otherwise,   i, j, text) {
  if (!otherwise) {
    text = atom(picked[0], 40)
    for (i = 1; i < n; i++) text = text ", " atom(picked[i], 40)
    return "at least " k " of (" text ")"
  }
  text = ""
  for (i = 0; i < n; i++) {
    text = text (i ? ", " : "") atom(picked[n - 1 - i], 40, 1)
  }
  return "not at most " k - 1 " of (" text ")"
}

BEGIN {
  state = 12345 + seed * 7919
  print "ruleset synthetic " (version ? version : "2024-01")
  for (level = 1; level <= 4; level++) print "level " level
  for (i = 0; i < facts; i++) print fact(i)
  for (i = 0; i < rules; i++) {
    level = 2 + random(3)
    otherwise = reworded && i % 5 == 2
    number = 10 + random(80)
    if (i % 20 < 3) {
      n = 4 + random(5); k = 2 + random(2); pick(n)
      if (plant == "count" && i >= rules / 2 && !planted) { k++; planted = 1 }
      condition = count_of(k, n, otherwise)
    } else {
      pick(3)
      if (i >= rules / 2 && !bounded) { # a rule with a bound, the same in every version
        bounded = 1
        picked[0] -= picked[0] % 10 - 5
        number += plant == "bound"
      }
      a = atom(picked[0], number, otherwise); b = atom(picked[1], number, otherwise); c = atom(picked[2], number, otherwise)
      if (i % 3 == 0) condition = otherwise ? b " and " a : a " and " b
      else if (i % 3 == 1) condition = otherwise ? "(" a " and " b ") or (" a " and not " c ")" : a " and (" b " or not " c ")"
      else condition = otherwise ? c " and " b " and " a : a " and " b " and " c
    }
    printf "rule r%d if %s then level %d\n", i, condition, level
  }
}
