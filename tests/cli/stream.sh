#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Long inputs: pieces and threads change nothing, bad lines cost only themselves, and whatever ends the
# program leaves no half-written file.
. "$(dirname "$0")/common.sh"

# cases COUNT: one a line, several pieces of them if there are many; every 1000th is wrong in one of three
# ways, some lines are blank.
cases() {
  awk -v count="$1" 'BEGIN {
    for (i = 1; i <= count; i++) {
      if (i % 2500 == 0) print ""
      if (i % 3000 == 0) { print "{\"case\":\"k" i "\",\"facts\":{\"age\":" i "}}"; continue }
      if (i % 3000 == 1000) { print "{\"case\":\"k" i "\",\"facts\":{\"age\":7}"; continue }
      if (i % 3000 == 2000) { print "{\"facts\":{\"age\":3,\"often_late\":true}}"; continue }
      printf "{\"case\":\"k%d\",\"on\":\"2026-02-%02d\",\"facts\":{\"age\":%d", i, 1 + i % 28, i % 23
      if (i % 3 == 0 && i % 23 > 4) printf ",\"often_late\":true"
      if (i % 5 == 0) printf ",\"attendance\":%d.5,\"support_level\":%d", i % 100, i % 5
      if (i % 7 == 0) printf ",\"poor_hygiene\":null"
      printf "},\"events\":{\"missed_visit\":[%s]}%s}\n", i % 4 ? "" : "\"2026-01-05\",\"2026-01-09\"", i % 2 ? ",\"otherwise\":\"no\"" : ""
    }
  }'
}
cases 40000 >many.ndjson

same() { # same NAME FILE FILE
  if cmp "$2" "$3" >differing 2>&1; then verdict ok "$1"; else verdict "not ok" "$1" differing; fi
}

limen eval "$small" many.ndjson --format tsv --summary >one.tsv 2>one.errors
[ $? = 1 ] && verdict ok "a long input with bad lines" || verdict "not ok" "a long input with bad lines" one.errors
limen eval "$small" many.ndjson --format tsv --summary --jobs 3 >three.tsv 2>three.errors
same "three threads give the same rows in the same order" one.tsv three.tsv
same "and say the same" one.errors three.errors
limen eval "$small" - --format tsv --engine interpret --summary <many.ndjson >interpreted.tsv 2>interpreted.errors
same "so does the interpreter, from standard input" one.tsv interpreted.tsv
sed 's/^limen: standard input/limen: many.ndjson/' interpreted.errors >renamed.errors
same "with the same messages" one.errors renamed.errors

[ "$(wc -l <one.tsv)" = 39961 ] && verdict ok "a row for each case that has an answer" ||
  verdict "not ok" "a row for each case that has an answer"
expect 0 '^limen: many.ndjson, line 39015, column 33: case k39000: .*E606' "a bad line far down is named by its line" \
  cat one.errors
expect 0 '^limen: many.ndjson, line 38015, column 1: case 38000 of the file: .*under school age' \
  "a case without a name by its number" cat one.errors
expect 0 'limen: 40 of 40000 cases refused' "all bad lines are counted" cat one.errors
expect 0 '^ *40  rejected' "in the summary, too" cat one.errors

head -n 3000 many.ndjson >some.ndjson
limen eval "$small" some.ndjson --format json >one.json 2>&1
limen eval "$small" some.ndjson --format json --jobs 2 >two.json 2>&1
same "whole answers by two threads" one.json two.json
limen eval "$small" some.ndjson >one.text 2>one.errors
limen eval "$small" some.ndjson --jobs 2 >two.text 2>two.errors
same "pages by two threads" one.text two.text
same "with the same messages about them" one.errors two.errors
printf '{"case":"a","facts":{"age":7}}\n\n{"case":"b","facts":{"age":7}}' >unended.ndjson
expect 0 '^b	1	' "a last line that nothing ends" limen eval "$small" unended.ndjson --format tsv --otherwise no
awk 'BEGIN { for (i = 0; i < 1500; i++) { for (j = 0; j < 100; j++) printf "          "; print "" } }' >blank.ndjson
expect 1 'there is no case to read' "a long input of blank lines" limen eval "$small" blank.ndjson --format tsv
{ printf '{"case":"long","facts":{"age":7},"judgement":{"level":1,"why":"'; cat blank.ndjson | tr -d '\n'; printf '"}}\n{"case":"next","facts":{"age":8}}\n'; } >long.ndjson
expect 0 '^next	' "a line longer than a piece" limen eval "$small" long.ndjson --format tsv
expect 2 "jobs: '0' is no number from 1 to 256" "no threads at all" limen eval "$small" many.ndjson --jobs 0

# ---------------------------------------------------------------------------------------------- tables

# table COUNT: cases as rows, each fourth of two, every 1000th wrong, one that returns; a few have quotes.
table() {
  awk -v count="$1" 'BEGIN {
    print "case,on,age,often_late,attendance,support_level,missed_visit,judgement.level,judgement.why"
    for (i = 1; i <= count; i++) {
      late = i % 3 == 0 && i % 23 > 4 ? "yes" : ""
      visits = i % 4 ? "none" : "2026-01-05 2026-01-09"
      printf "k%d,2026-02-%02d,%d,%s,%d.5,%d,%s,,\n", i, 1 + i % 28, (i % 1000 ? i % 23 : 77), late, i % 100, i % 5, visits
      if (i % 4 == 0) printf "k%d,,,,,,,%s\n", i, (i % 400 ? "," : "1,\"as seen,\nat home\"")
      if (i == 30000) print "k77,,7,,,,,,"
    }
  }'
}
table 40000 >many.csv
limen eval "$small" many.csv --format tsv --otherwise no --summary >one.tsv 2>one.errors
limen eval "$small" many.csv --format tsv --otherwise no --summary --jobs 3 >three.tsv 2>three.errors
same "a long table by three threads" one.tsv three.tsv
same "and what is said of it" one.errors three.errors
limen eval "$small" many.csv --format tsv --otherwise no --summary --engine interpret >three.tsv 2>three.errors
same "the same by the interpreter" one.tsv three.tsv
same "which says the same" one.errors three.errors
expect 0 '^limen: many.csv, line 37577, column 1: case k77: the case began in line 97, and other' \
  "a case that returns far down is refused" cat one.errors
expect 0 '^ *41  rejected' "as are 40 that are wrong" cat one.errors
expect 0 '^ *40001  cases' "of all" cat one.errors
sed 1s/age/aeg/ many.csv >misnamed.csv
expect 1 'no case was read' "a long table with a column that means nothing" \
  limen eval "$small" misnamed.csv --format tsv --jobs 2

# ------------------------------------------------------------------------------------------------ ends

# ends NAME SIGNAL: a program that is stopped half way leaves the file as it was, and nothing beside it.
ends() {
  mkdir -p folder && rm -f folder/* && echo before >folder/out.tsv
  mkfifo feed
  limen eval "$small" feed --format tsv --output folder/out.tsv 2>/dev/null &
  pid=$!
  exec 3>feed
  cat many.ndjson >&3
  tries=0
  while [ "$(ls folder | wc -l)" = 1 ] && [ $tries -lt 100 ]; do sleep 0.05; tries=$((tries + 1)); done
  ls folder >during
  kill -"$2" $pid
  wait $pid 2>/dev/null
  status=$?
  exec 3>&-
  rm -f feed
  { cat folder/out.tsv; ls folder; echo "during:"; cat during; } >after
  if [ "$(cat folder/out.tsv)" = before ] && [ "$(ls folder)" = out.tsv ] && [ "$(wc -l <during)" = 2 ] &&
    [ $status -gt 128 ]; then
    verdict ok "$1"
  else
    verdict "not ok" "$1" after
  fi
}
ends "a program that is told to end leaves no half-written file" TERM

limen eval "$small" many.ndjson --format tsv --output whole.tsv --jobs 2 2>/dev/null
limen eval "$small" many.ndjson --format tsv >one.tsv 2>/dev/null
same "--output holds the same rows" one.tsv whole.tsv
if [ -c /dev/full ]; then
  expect 2 'No space left' "a long result onto a full disk" \
    sh -c 'limen eval "$1" many.ndjson --format tsv --jobs 2 >/dev/full' sh "$small"
fi
sh -c '{ limen eval "$1" many.ndjson --format tsv --jobs 2 2>/dev/null; echo $? >status; } | head -n 1 >first' sh "$small"
[ "$(cat status)" = 2 ] && [ "$(wc -l <first)" = 1 ] && verdict ok "a reader that goes away" ||
  verdict "not ok" "a reader that goes away" status

finish
