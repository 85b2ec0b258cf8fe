#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# How commands are called: help, wrong use with near names, exit statuses, manual pages, completion.
. "$(dirname "$0")/common.sh"

commands=$(limen --help | sed -n 's/^  \([a-z]*\)  .*/\1/p')

expect 0 '^limen [0-9]' "--version" limen --version
expect 0 'Usage: limen COMMAND' "--help" limen --help
expect 0 'Usage: limen COMMAND' "help without a word" limen help
expect 2 'which command' "no command" limen
expect 2 'did you mean .check' "a misspelt command" limen chek
expect 2 "no option '--verzion'" "a misspelt option of limen" limen --verzion
for command in $commands; do
  expect 0 "^Usage: limen $command" "$command --help" limen "$command" --help
  expect 0 "^Usage: limen $command" "help $command" limen help "$command"
  expect 2 "there is no option --nonsense" "$command with an unknown option" limen "$command" --nonsense
  expect 0 "^.TH LIMEN-" "the manual page of $command" limen --dump-man "$command"
  [ -f "$build/limen-$command.1" ] && verdict ok "limen-$command.1 is built" ||
    verdict "not ok" "limen-$command.1 is built (manual_pages of Makefile.am)"
done
expect 0 'unknown name' "help with a code" limen help E201
expect 0 'unknown name' "help with a code in lower case" limen help e201
expect 2 'neither a command nor a code' "help with nonsense" limen help nonsense
expect 2 'one command or code' "help with two words" limen help eval check
expect 2 'did you mean .--given' "a misspelt option" limen eval --gven x
expect 2 'text, json, tsv or csv, not' "a format that is none" limen eval --format xml "$small"
expect 2 'is given twice' "an option twice" limen eval --on 2026-01-01 --on 2026-01-02 "$small"
expect 2 'needs a value' "an option without its value" limen eval "$small" --on
expect 2 'takes no value' "a value for an option that takes none" limen fmt --check=yes x
expect 2 'which ruleset' "eval without a ruleset" limen eval
expect 2 'depends on the date' "eval of an authority without a date" limen eval --authority here
expect 2 'which file' "fmt without a file" limen fmt
expect 2 'which file' "check without a file" limen check
expect 2 'no day 2026-02-30' "--on 30 February" limen eval "$small" --on 2026-02-30
expect 2 'is no date' "--on nonsense" limen eval "$small" --on tomorrow
expect 2 'not from 1900' "--on too far off" limen eval "$small" --on 1815-06-18
expect 2 'is no moment' "--at without a time" limen eval "$small" --at 2026-02-01
expect 2 'does not apply to' "an authority that the ruleset does not bind" \
  limen eval "$small" --authority hare --given "age 7 years"
expect 2 'did you mean .education' "a misspelt section" limen eval "$small" --nothing-else-in educaton
expect 2 'not from both' "cases from a file and from --given" \
  limen eval "$small" "$small" --given "age 7 years"
expect 2 'did you mean .often_late' "--given with a misspelt fact" limen eval "$small" --given "oftn_late"
expect 2 'no such ruleset\|no ruleset' "a ruleset that is not in the library" limen eval nowhere
expect 0 'by small@2026-01' "explain" limen explain "$small" --on 2026-02-01 --given "age 7 years"
expect 0 '"at_most":3' "eval as JSON" limen eval "$small" --on 2026-02-01 --given "age 7 years" --format json
expect 0 'stoke_on_trent' "eval by authority" \
  limen eval --authority stoke_on_trent --on 2018-12-20 --given "age 7 years" --format json
printf '{"case":"a","on":"2018-12-20","facts":{"age":7}}\n{"case":"b","on":"2017-12-20","facts":{"age":7}}\n' >dated.ndjson
expect 3 'None in force: no version of stoke_on_trent holds on 2017-12-20 (case b)' \
  "a case from before the first version of a bare name" \
  limen eval stoke_on_trent --on 2018-12-20 dated.ndjson
expect 3 '1 of 2 cases: no ruleset in force' "counts itself only" \
  limen eval stoke_on_trent dated.ndjson
expect 0 'not in force on the date' "unless the version is named" \
  limen eval stoke_on_trent@2018-12 dated.ndjson
expect 3 '"case":"a","on":"2018-12-20"' "a file of cases behind --authority alone" \
  limen eval --authority stoke_on_trent dated.ndjson --format json
expect 3 '"case":"b","on":"2017-12-20","authority":"stoke_on_trent","ruleset":null,"in_force":false' \
  "where each has its own date" limen eval --authority stoke_on_trent dated.ndjson --format json
printf '[{"case":"w","on":"2019-05-01","authority":"worcestershire"},\n{"case":"j","on":"2026-01-01","authority":"worcestershire"},\n{"case":"h","on":"2019-05-01","authority":"herefordshire"},{"case":"u","authority":"dudley"},{"case":"n","on":"2026-01-01"}]' >mixed.json
expect 1 '"case":"w".*"ruleset":"worcestershire","version":"2018-12"' "each case by its own authority" \
  limen eval mixed.json --format json
expect 1 '"case":"j".*"ruleset":"herefordshire_worcestershire","version":"2025-09"' "and date" \
  limen eval mixed.json --format json
expect 1 '^h,none_in_force,none_in_force,,$' "none in force, as CSV" limen eval mixed.json --format csv
expect 1 'case u: .*depends on the date, and the case has none .E703' "a case without a date" \
  limen eval mixed.json
expect 1 'case n: the case names no authority' "a case without an authority" limen eval mixed.json
expect 1 '^limen: 2 of 5 cases refused' "is refused" limen explain mixed.json
echo '{"case":"h","on":"2019-05-01"}' >before.json
expect 3 'None in force: no ruleset binds herefordshire on 2019-05-01 (case h)' "explain, likewise" \
  limen explain --authority herefordshire before.json
expect 1 'worcestershire 2018-12 has no section' "a section that this case's ruleset lacks" \
  limen eval mixed.json --nothing-else-in nowhere
limen eval stoke_on_trent@2018-12 --on 2018-12-20 --given "age 6 years, absence regular" >page
[ "$(wc -l <page)" -le 90 ] && verdict ok "the page of a case that is wide open is short" ||
  verdict "not ok" "the page of a case that is wide open is short" page
expect 3 'None in force: no ruleset binds stoke_on_trent' "eval by authority before its time" \
  limen eval --authority stoke_on_trent --on 2017-12-20 --given "age 7 years"
expect 0 'level.:{.at_least.:1,.at_most.:1}' "--otherwise no" \
  limen eval "$small" --on 2026-02-01 --given "age 7 years" --otherwise no --format json
expect 0 'at_least.:2,.at_most.:2' "--given more than once, and --nothing-else-in" \
  limen eval "$small" --on 2026-02-01 --given "age 7 years" --given often_late \
  --nothing-else-in education --format json

expect 1 '^failed: wrong' "test with a failing example" limen test "$small"
expect 1 '^not ok 2 - small@2026-01 wrong' "test as TAP" limen test --format tap "$small"
expect 1 '<failure message=' "test as JUnit" limen test --format junit "$small"
expect 1 '"passed":false' "test as JSON" limen test --format json "$small"
expect 1 'rule .low. never applies' "test with coverage" limen test --coverage "$small"
expect 0 ' 0 failed' "test of the library's ruleset" limen test stoke_on_trent@2018-12
expect 0 'rule low' "show one rule" limen show "$small" --rule L3/01
expect 2 'did you mean .low' "show a rule that is not there" limen show "$small" --rule lw
expect 0 '^absence : ' "facts by a synonym" limen facts children --search truancy
expect 2 'no section' "facts of a section that is not there" limen facts "$small" --section educaton
expect 0 '"often_late": null' "facts as a template" limen facts "$small" --template
limen facts "$small" --template >template.json
expect 0 'at_least' "the template is a case" limen eval "$small" --on 2026-02-01 template.json --format json

expect 0 '^level  *2' "compare" \
  limen compare --on 2026-02-01 --given "age 7 years, often_late" --otherwise no "$small"
expect 0 'often_late  *2' "compare single facts" limen compare --facts "$small"
expect 2 'which case' "compare without a case" limen compare
expect 2 'no fact called' "compare with a fact that no ruleset knows" limen compare --given "oftn" "$small"
printf 'item,kind,level,domain,text\nsmall-2026/L2/01,indicator,2,x,Late\nsmall-2026/L9/01,indicator,9,x,No\n' >rows.csv
expect 0 '^1 of 2 rows cited' "trace" limen trace rows.csv "$small"
expect 1 '"percent":50.0' "trace with a requirement that is not met" \
  limen trace --require 51 --format json rows.csv "$small"
expect 2 'which inventory' "trace without an inventory" limen trace
expect 2 'line 1: the header has no column' "trace of another table" \
  sh -c 'echo a,b | limen trace - "$0"' "$small"

cp "$small" formatted.limen
expect 0 '' "fmt --check of a file in canonical form" sh -c 'limen fmt --check formatted.limen; s=$?; echo; exit $s'
sed 's/^concern often_late/concern    often_late/' "$small" >loose.limen
expect 1 '^loose.limen$' "fmt --check of a file that is not" limen fmt --check loose.limen formatted.limen
expect 1 '^-concern    often_late' "fmt --diff" limen fmt --diff loose.limen
cmp -s loose.limen "$small" && verdict "not ok" "fmt --check and --diff write nothing" ||
  verdict ok "fmt --check and --diff write nothing"
chmod 640 loose.limen
expect 0 '' "fmt" sh -c 'limen fmt loose.limen; s=$?; echo; exit $s'
cmp loose.limen "$small" >why 2>&1 && verdict ok "fmt rewrites the file" || verdict "not ok" "fmt rewrites the file" why
ls -l loose.limen >why
grep -q '^-rw-r-----' why && verdict ok "fmt keeps the permissions" || verdict "not ok" "fmt keeps the permissions" why
echo 'ruleset broken' >broken.limen
expect 1 'error' "fmt leaves a broken file alone" limen fmt broken.limen
[ "$(cat broken.limen)" = "ruleset broken" ] && verdict ok "and does not touch it" || verdict "not ok" "and does not touch it"
expect 0 '^ruleset x 2026-01' "fmt of standard input" sh -c 'printf "ruleset   x 2026-01\nlevel 1\n" | limen fmt -'

# The manual: troff finds nothing to complain about.
if command -v man >/dev/null 2>&1 && command -v groff >/dev/null 2>&1; then
  for page in "$build"/limen*.1; do groff -man -ww -z -Tutf8 "$page"; done >why 2>&1
  [ -s why ] && verdict "not ok" "the manual pages are sound" why || verdict ok "the manual pages are sound"
fi

# Completion, in a bash of its own.
if command -v bash >/dev/null 2>&1; then
  complete() { # complete WORD...: what is offered for the last word
    bash -c '. "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _limen; printf "%s\n" "${COMPREPLY[@]}"' \
      "$build/completion/limen" "$@"
  }
  expect 0 '^explain$' "a command is completed" complete limen ex
  expect 0 '^--given$' "an option is completed" complete limen eval --gi
  expect 0 '^json$' "the value of an option is completed" complete limen eval --format j
  expect 0 '^stoke_on_trent@2018-12$' "a ruleset is completed" complete limen eval stoke
fi

# The case that README.md and install-and-try show.
expect 0 '^Level 2: Additional need$' "the first case that a reader sees" \
  limen explain stoke_on_trent@2018-12 "$top/doc/connor.json"

finish
