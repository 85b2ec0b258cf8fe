#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# limen eval --engine jit: the rows of the interpreter; machine code that is kept and used again, by `auto` too,
# where there are no tools to make it; and columns, with one line that says why, where it can't be had.
. "$(dirname "$0")/common.sh"

LIMEN_CACHE=$scratch/cache
export LIMEN_CACHE
rules=$top/tests/golden/engine/visits.limen
mkdir none
awk 'BEGIN { for (i = 0; i < 600; i++) printf "{\"case\":\"c-%d\",\"on\":\"2024-0%d-15\",\"facts\":{\"age\":%d,\"absent\":%s,\"bullied\":%s,\"alone\":%s},\"events\":{\"callout\":{\"dates\":[\"2023-12-%02d\",\"2024-01-02\"],\"complete\":%s}}%s}\n", i, 1 + i % 9, i % 26, i % 2 ? "true" : "null", i % 4 ? "false" : "true", i % 6 ? "false" : "true", 1 + i % 28, i % 2 ? "true" : "false", i % 11 == 0 ? "" : ",\"otherwise\":\"no\"" }' >cases.ndjson

# answers NAME PATTERN COMMAND...: the interpreter's rows, and on standard error a line that matches PATTERN.
answers() {
  name=$1 pattern=$2
  shift 2
  "$@" >rows 2>said </dev/null
  { diff wanted rows && grep -e "$pattern" said; } >why 2>&1 || cat said >>why
  if cmp -s wanted rows && grep -q -e "$pattern" said; then
    verdict ok "$name"
  else
    verdict "not ok" "$name" why
  fi
}

run() {
  limen eval --verbose --format tsv "$rules" cases.ndjson "$@"
}

LIMEN_CACHE=off run --engine interpret >wanted 2>/dev/null
if LIMEN_CACHE=off run --engine jit 2>&1 >/dev/null | grep -q 'because'; then
  echo "1..0 # SKIP this machine makes no machine code"
  exit 0
fi

in_code='600 evaluated by columns in machine code'
answers "nothing is compiled for so few cases unasked" '600 evaluated by columns$' run
LIMEN_TOOLS=$scratch/none
export LIMEN_TOOLS
answers "without an assembler, columns evaluate and one line says so" \
  '^limen: columns evaluate, without machine code, because there is no `as` in .*/none ' run --engine jit
[ "$(grep -c 'columns evaluate, without' said)" = 1 ] && verdict ok "once" || verdict "not ok" "once" said
unset LIMEN_TOOLS
PATH=$scratch/none:$build:/bin:/usr/bin
answers "nobody waits for machine code: columns evaluate meanwhile" \
  '600 evaluated by columns, before machine code was made' run --engine jit
answers "the next run has it, and gives the rows of the interpreter" "$in_code" run --engine jit
LIMEN_TOOLS=$scratch/none
export LIMEN_TOOLS
answers "it is kept, and used again without tools" "$in_code" run --engine jit
answers "but not for so few cases unasked" '600 evaluated by columns$' run
answers "but not where columns were asked for" '600 evaluated by columns$' run --engine columns
answers "nor with another cache" 'evaluated by columns, without machine code, because there is no `as`' \
  env LIMEN_CACHE="$scratch/other" limen eval --verbose --format tsv "$rules" cases.ndjson --engine jit
yes '{"facts":{"age":3,"alone":true},"otherwise":"no"}' | head -n 120000 >many.ndjson
limen eval --format tsv --engine columns "$rules" many.ndjson >wanted 2>/dev/null
answers "many cases use it unasked" '120000 evaluated by columns in machine code' \
  limen eval --format tsv --verbose "$rules" many.ndjson
limen eval --format tsv --engine interpret "$rules" cases.ndjson >wanted 2>/dev/null
answers "threads share it" "$in_code" run --engine jit --jobs 2

# Feeds pieces until the machine code, for what is open and for what is known, is in the cache, and one more.
feed() {
  tries=0
  while [ "$(ls third 2>/dev/null | grep -c '[.]jit$')" -lt 2 ] && [ $((tries += 1)) -lt 300 ]; do
    cat many.ndjson
    sleep 0.2
  done
  cat many.ndjson
}
unset LIMEN_TOOLS
feed | tee fed.ndjson | LIMEN_CACHE=$scratch/third limen eval --verbose --format tsv --engine jit "$rules" - >rows 2>said
limen eval --format tsv --engine columns "$rules" fed.ndjson >wanted 2>/dev/null
if cmp -s wanted rows && grep -q '^limen: [0-9]* evaluated by columns, [1-9][0-9]* of them in machine code' said; then
  verdict ok "machine code that is made meanwhile is taken up"
else
  verdict "not ok" "machine code that is made meanwhile is taken up" said
fi
expect 2 '^limen: --engine jit can.t be had, because ' "it is not had for cases with rulesets of their own" \
  limen eval --engine jit --format tsv --authority stoke_on_trent cases.ndjson
finish
