#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The schemas in doc/ against what limen reads and writes: what they allow of a case is taken, what they
# forbid is refused, and each result is as they say. Wants Python with jsonschema; else it is left out.
. "$(dirname "$0")/cli/common.sh"

if ! python3 "$top/tests/schemas.py" 2>/dev/null; then
  echo "1..0 # SKIP no Python with jsonschema (python3-jsonschema)"
  exit 0
fi

golden=$top/tests/golden

# valid SCHEMA NAME FILE
valid() {
  expect 0 ' 0 faults' "$2" python3 "$top/tests/schemas.py" "$top/doc/$1.schema.json" "$3"
}

# results NAME FILES-AND-OPTIONS: what eval prints of them as JSON, refused cases among it.
results() {
  name=$1
  shift
  limen eval --format json "$@" >results.ndjson 2>/dev/null </dev/null
  valid result "results: $name" results.ndjson
}

# case_is good|wrong JSON: what the schema says of a case is what limen says.
case_is() {
  printf '%s\n' "$2" >case.json
  if [ "$1" = good ]; then
    valid case "a case: $2" case.json
    expect 0 '.' "is taken: $2" limen eval stoke_on_trent@2018-12 case.json
  else
    expect 1 'faults' "no case: $2" \
      python3 "$top/tests/schemas.py" "$top/doc/case.schema.json" case.json
    expect 1 "E6" "is refused: $2" limen eval stoke_on_trent@2018-12 case.json
  fi
}

case_is good '{}'
case_is good '{"case":"c-17","on":"2018-12-20","at":"2018-12-20T16:50","authority":"stoke_on_trent","otherwise":"no"}'
case_is good '{"case":5,"on":null,"facts":{"age":{"from":6,"to":7},"absence":["regular","severe"],"child_caring":null}}'
case_is good '{"on":"2018-12-20","facts":{"attendance":85.5,"date_of_birth":"2012-02-29"},"nothing_else_in":["health"]}'
case_is good '{"events":{"missed_health_appointment":["2018-10-01"],"child_protection_plan_ended":{"dates":["2018-11-02"],"complete":false}}}'
case_is good '{"judgement":{"level":3,"by":"a worker","why":"seen at home"},"checklists":{"resolving_differences":["child_first"]}}'
case_is wrong '{"fact":{"age":6}}'
case_is wrong '{"on":"20 December 2018"}'
case_is wrong '{"at":"2018-12-20"}'
case_is wrong '{"otherwise":"perhaps"}'
case_is wrong '{"facts":["age"]}'
case_is wrong '{"nothing_else_in":5}'
case_is wrong '{"events":{"missed_health_appointment":{"dates":["2018-11-02"],"all":true}}}'
case_is wrong '{"judgement":{"by":"a worker"}}'

valid case "the manual's case" "$top/doc/connor.json"
for file in cli/cases cli/lists compare/cases household/cases; do
  valid case "cases of the golden files: $file" "$golden/$file.ndjson"
done
for ruleset in dudley herefordshire_worcestershire stoke_on_trent worcestershire worcestershire_referrals; do
  limen facts "$ruleset" --template >template.json
  valid case "the template of $ruleset" template.json
done

# Every ruleset of the library, from nothing known to much, asked at a moment in and out of hours.
cat >children.ndjson <<'CASES'
{"case":"nothing","on":"2020-03-02"}
{"case":"closed","on":"2020-03-02","facts":{"age":12},"otherwise":"no"}
{"case":"serious","on":"2025-12-25","at":"2025-12-25T16:50","facts":{"age":12,"looked_after":true,"immediate_safeguarding_risk":true,"urgent":true},"otherwise":"no"}
{"case":"open","on":"2025-11-03","at":"2025-11-03T10:00","facts":{"date_of_birth":{"from":"2012-01-01","to":"2012-12-31"},"absence":["regular","severe"],"neglect_signs":null}}
{"case":"events","on":"2018-12-20","facts":{"age":9},"events":{"child_protection_plan_ended":{"dates":["2018-11-02"],"complete":false}},"nothing_else_in":["health"]}
{"case":"out of scope","on":"2018-12-20","facts":{"age":25},"otherwise":"no"}
{"case":"judged","on":"2019-10-01","facts":{"age":9,"sexual_activity":"known"},"judgement":{"level":2,"by":"a worker","why":"seen"}}
{"case":"agreed","facts":{"age":9,"disagreement":"stands","consent_to_referral":"withheld"},"checklists":{"referral_content":[]}}
{"case":"impossible","on":"2018-12-20","facts":{"age":9,"unborn":true}}
{"case":"misspelt","facts":{"agee":9}}
CASES
for ruleset in dudley@2019-09 herefordshire_worcestershire@2025-09 stoke_on_trent@2018-12 \
  worcestershire@2018-12 worcestershire_referrals@2019-05; do
  results "$ruleset" "$ruleset" children.ndjson
done
results "none in force" --authority herefordshire children.ndjson
results "in force for an authority" --authority worcestershire children.ndjson
results "the golden files' cases" "$small" "$golden/cli/cases.ndjson"
results "lists" "$golden/cli/lists.limen" "$golden/cli/lists.ndjson"
results "households" "$golden/household/family.limen" "$golden/household/cases.ndjson"
results "wrong households" "$golden/household/family.limen" "$golden/household/wrong.ndjson"
results "wrong lists" "$golden/cli/lists.limen" "$golden/cli/lists-wrong.ndjson"

# What would move a case, and what is proved of its range; without a solver there is nothing to hold.
if limen verify "$golden/verify/clean.limen" >/dev/null 2>&1; then
  results "an exact range" "$golden/prove/case.limen" "$golden/prove/cases.ndjson" --exact
  for level in 1 2 3; do
    limen explain "$golden/prove/case.limen" "$golden/prove/cases.ndjson" --what-if $level --format json \
      >what-if.ndjson 2>/dev/null
    limen explain "$golden/prove/lists.limen" "$golden/cli/lists.ndjson" --what-if $level --format json \
      --time-limit 1 >>what-if.ndjson 2>/dev/null
    valid what-if "what would make it level $level" what-if.ndjson
  done
fi

tests() { # tests NAME ARGUMENT...
  name=$1
  shift
  limen test --format json "$@" >tests.ndjson 2>/dev/null
  valid test "$name" tests.ndjson
}
tests "results of examples" "$small" "$golden/cli/lists.limen"
tests "coverage" --coverage "$small" stoke_on_trent@2018-12 worcestershire_referrals@2019-05
if limen verify "$golden/verify/clean.limen" >/dev/null 2>&1; then
  tests "examples that are made" --generate worcestershire@2018-12
fi

# Comparisons of versions, with and without proofs and cases.
difference() { # difference NAME ARGUMENT...
  name=$1
  shift
  limen diff --format json "$@" >difference.json 2>/dev/null
  valid diff "differences: $name" difference.json
}
difference "no proofs" --text-only "$golden/diff/older.limen" "$golden/diff/newer.limen" --cases "$golden/diff/cases.ndjson"
if limen verify "$golden/verify/clean.limen" >/dev/null 2>&1; then
  difference "two years" worcestershire@2018-12 herefordshire_worcestershire@2025-09 --cases children.ndjson
  difference "none" dudley@2019-09 dudley@2019-09
  difference "nothing to compare" "$golden/diff/older-facts.limen" "$golden/diff/other-levels.limen"
  difference "undecided" --time-limit 1 "$golden/diff/whole.limen" "$golden/diff/halves.limen"
fi

# Findings as SARIF, of rulesets with every kind of mistake and with none, and with a question left open.
sarif() { # sarif NAME ARGUMENT...
  name=$1
  shift
  limen "$@" --format sarif >found.sarif 2>/dev/null
  expect 0 ' 0 faults' "SARIF: $name" python3 "$top/tests/schemas.py" "$top/tests/sarif.schema.json" found.sarif
}
sarif "check finds much" check "$golden"/check/*.limen
sarif "check finds nothing" check "$LIMEN_LIBRARY"
sarif "check of what is not there" check nowhere.limen
sarif "verify finds much" verify "$golden"/verify/claims.limen "$golden"/verify/rows.limen
sarif "diff" diff "$golden/diff/older.limen" "$golden/diff/slips.limen"
sarif "verify leaves something undecided" verify --time-limit 1 "$golden"/verify/halves.limen

finish
