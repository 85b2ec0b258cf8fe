#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Malformed rule files and cases, and output that cannot be written: each a clear error and its status.
. "$(dirname "$0")/common.sh"

nest() { awk -v left="$1" -v right="$2" 'BEGIN {
  for (i = 0; i < 100000; i++) printf "%s", left
  for (i = 0; i < 100000; i++) printf "%s", right }'; }

# ------------------------------------------------------------------------------------------ rule files

printf 'ruleset x 2026-01 "A' >truncated.limen
expect 1 'E105' "a rule file that ends in the middle" limen check truncated.limen
head -c 4000 "$build/limen" >binary.limen
expect 2 'E00' "a rule file that is binary" limen check binary.limen
printf '\377\376r\0u\0l\0e\0' >utf16.limen
expect 2 'E002' "a rule file in UTF-16" limen check utf16.limen
printf 'ruleset x 2026-01 "caf\351"\nlevel 1\n' >latin1.limen
expect 2 'E001' "a rule file in Latin-1" limen check latin1.limen
printf 'ruleset x 2026-01\0 "A"\nlevel 1\n' >nul.limen
expect 2 'E003' "a NUL byte in a rule file" limen check nul.limen
printf 'ruleset x 2026-01 "A \342\200\256 B"\nlevel 1\n' >bidi.limen
expect 2 'E004' "a bidirectional control character" limen check bidi.limen
limen check bidi.limen 2>&1 | LC_ALL=C grep -q "$(printf '\342\200\256')" &&
  verdict "not ok" "which does not reach the terminal" || verdict ok "which does not reach the terminal"
printf 'ruleset x 2026-01\nlevel 1\nfact a : 0 to 99999999999999999999999999\n' >huge.limen
expect 1 'E109' "a huge number" limen check huge.limen
printf 'ruleset x 2026-01\n  in force from 2026-02-30\nlevel 1\n' >february.limen
expect 1 'E110' "30 February" limen check february.limen
{ printf 'ruleset x 2026-01\nlevel 1\nlevel 2\nconcern a\nif '; nest '(' ')'; printf ' then level 2\n'; } >deep.limen
expect 1 'E114' "100,000 nested brackets" limen check deep.limen
: >empty.limen
expect 1 'E117' "an empty rule file" limen check empty.limen
expect 2 'E006' "a folder for a rule file" limen check "$scratch"
expect 2 'E005' "a rule file that is not there" limen check nowhere.limen
expect 2 'E701' "a name that is not in the library" limen check nowhere
for file in truncated binary utf16 nul bidi huge february deep empty; do
  expect 2 'error' "eval by $file.limen" limen eval $file.limen --given ""
done

# ----------------------------------------------------------------------------------------------- cases

cases() { # cases STATUS PATTERN NAME TEXT
  printf "$4" >cases.json
  expect "$1" "$2" "$3" limen eval "$small" --on 2026-02-01 cases.json
}
cases 1 'line 1, column 19.*E601' "a case that ends in the middle" '{"facts":{"age":7}'
cases 1 'E608' "a key twice" '{"facts":{"age":7,"age":8}}'
cases 1 'did you mean .age' "a misspelt fact" '{"facts":{"aeg":7}}'
cases 1 'E606' "a value outside its bounds" '{"facts":{"age":77}}'
cases 1 'E606' "a huge number in a case" '{"facts":{"age":99999999999999999999999999}}'
cases 1 'E605' "a value of another type" '{"facts":{"age":"x"}}'
cases 1 'E609' "30 February in a case" '{"on":"2026-02-30","facts":{}}'
cases 1 'E601' "bytes that are no JSON" '\001\002'
cases 1 'E601' "a file without a case" ''
cases 1 'under school age' "a case that the ruleset rules out" '{"facts":{"age":3,"often_late":true}}'
cases 1 '1 of 2 cases refused' "a refused case costs only itself" \
  '{"case":"a","facts":{"age":77}}\n{"case":"b","facts":{"age":7}}\n'
cases 1 'case c d: ' "and is named" '{"case":"c d","facts":{"age":77}}\n{"facts":{"age":7}}\n'
cases 1 'column 9:.*U+202E.*E601' "a bidirectional control character in a case" \
  '{"case":"a b \342\200\256 c","facts":{"age":7}}'
limen eval "$small" --on 2026-02-01 cases.json 2>&1 | LC_ALL=C grep -q "$(printf '\342\200\256')" &&
  verdict "not ok" "which does not reach the terminal" || verdict ok "which does not reach the terminal"
cases 1 'U+200F.*E601' "and one that is escaped" '{"facts":{},"note \\u200F":1}'
printf '\377\376{\0}\0' >cases.json
expect 1 'UTF-16' "a case in UTF-16" limen eval "$small" --on 2026-02-01 cases.json
nest '[' ']' >brackets.json
expect 1 'E60' "100,000 nested brackets in a case" limen eval "$small" --on 2026-02-01 brackets.json
{ printf '{"facts":'; nest '{"facts":' '}'; printf '}'; } >objects.json
expect 1 'E602' "100,000 nested objects in a case" limen eval "$small" --on 2026-02-01 objects.json
expect 2 'this is a folder' "a folder for cases" limen eval "$small" "$scratch"
expect 2 'No such file' "a file of cases that is not there" limen eval "$small" nowhere.json
printf '{"facts":{}}' >cases.json
expect 2 'E701' "cases for a name that is not in the library" limen eval nowhere cases.json
printf '{"case":"a","facts":{"age":77}}\n{"case":"b","facts":{"age":7}}\n' >cases.json
expect 1 '"case":"a","error":{"code":"E606"' "a refused case in JSON" \
  limen eval "$small" --on 2026-02-01 cases.json --format json
expect 1 '"case":"b","on":"2026-02-01"' "and the next one" \
  limen eval "$small" --on 2026-02-01 cases.json --format json
expect 1 'at_most' "explain of a file of cases" limen explain "$small" --on 2026-02-01 cases.json --format json

# ---------------------------------------------------------------------------------------------- output

if [ -c /dev/full ]; then
  for command in "eval $small --given age_unknown" "show $small" "facts $small" "check $small --dump ast" "help" \
    "--help" "test $small"; do
    case $command in eval*) set -- eval "$small" --given "age 7 years" ;; *) set -- $command ;; esac
    expect 2 'No space left' "$1 onto a full disk" sh -c 'limen "$@" >/dev/full' limen "$@"
  done
  expect 2 'No space left' "--output onto a full disk" \
    limen eval "$small" --given "age 7 years" --output /dev/full
fi
expect 2 'No such file' "--output into a folder that is not there" \
  limen eval "$small" --given "age 7 years" --output nowhere/x
# A reader that goes away is no news, and no signal ends the program unheard.
sh -c '{ limen show stoke_on_trent@2018-12; echo $? >status; } 2>errors | true'
[ "$(cat status)" = 2 ] || [ "$(cat status)" = 0 ] && [ ! -s errors ] &&
  verdict ok "a closed pipe" || verdict "not ok" "a closed pipe" errors

finish
