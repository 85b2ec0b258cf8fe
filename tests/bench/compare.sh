#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Limen beside what one would pick instead: `make bench-compare`. 300 rules of 300 yes/no facts and 20 numbers, about
# 12 facts true a case, made up by one list and written as rules of each; first every answer of all of them is
# compared, then each is timed, all in one run, on one thread. Time is the processor's, so that what else runs on the
# machine plays little part.
#
#   from memory   2,048 cases decided over and over, all rules' status produced; SQL only counts them. Nobody
#                 but Limen and the bit-sliced C knows of facts that are not known
#   from a file   all cases read and answered: name, level and rules of each, as rows
#
# CASES says how many the files have, DUCKDB a folder with node_modules/@duckdb/node-api (npm install
# @duckdb/node-api), else the working folder. What is not installed is left out, and said.
set -eu
: "${builddir:?set by make bench-compare}" "${srcdir:?set by make bench-compare}"
limen=$builddir/limen
rivals=$(cd "$srcdir" && pwd)/tests/bench
cases=${CASES:-50000}
duckdb=${DUCKDB:-$PWD}
generator=$(cd "$builddir" && pwd)/tests/bench/rivals
limen=$(cd "$builddir" && pwd)/limen
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
export LIMEN_CACHE="$scratch/cache"
"$generator" . "$cases"

has() {
  command -v "$1" >/dev/null 2>&1 && return
  echo "left out: $2 ($1 is not installed)"
  return 1
}

# answer NAME COMMAND...: its answers must be those of the first.
answer() {
  name=$1
  shift
  "$@" >"answers.$name"
  [ -e answers ] || cp "answers.$name" answers
  if ! cmp -s answers "answers.$name"; then
    echo "$name answers otherwise:" >&2
    diff answers "answers.$name" | head -n 6 >&2
    exit 1
  fi
  rm "answers.$name"
}

# seconds COMMAND...: of processor time, the least of three.
seconds() {
  for run in 1 2 3; do
    (
      "$@" >/dev/null
      times
    ) | sed -n 2p
  done | tr 'ms' '  ' | awk '{ used = $1 * 60 + $2 + $3 * 60 + $4 } NR == 1 || used < least { least = used } END { printf "%.6f\n", least }'
}

# row NAME RATE SECONDS-OF-NDJSON SECONDS-OF-CSV: - for what it does not do.
row() {
  echo "$1|$2|$3|$4" >>table
}

limen_rows() {
  "$limen" eval rules.limen "$1" --engine "$2" --format tsv
}

limen_answers() {
  limen_rows "$1" "$2" | awk -F '\t' 'NR > 1 { if ($2 != $3 || $5 != "") exit 1; print $1 "\t" $2 "\t" $4 }'
}

figure() { # figure ENGINE MEMBER: of `limen bench`
  tr '{' '\n' <bench.json | sed -n 's/^"engine":"'"$1"'".*"'"$2"'":\([0-9.e+]*\).*/\1/p'
}

sqlite_setup() {
  echo '.import --csv cases.csv cells'
  echo 'CREATE TABLE facts AS'
  cat facts.sql
  echo ';'
}

sqlite_answers() {
  {
    echo '.import --csv cases.csv cells'
    echo '.mode tabs'
    printf 'WITH facts AS ('
    cat facts.sql
    printf '), decided AS ('
    cat decided.sql
    printf ') '
    cat answers.sql
    echo ';'
  } | sqlite3 :memory:
}

sqlite_rate() {
  {
    sqlite_setup
    echo '.timer on'
    for run in 1 2 3; do
      printf 'WITH decided AS ('
      cat decided.sql
      printf ') '
      cat counts.sql
      echo ';'
    done
  } | sqlite3 :memory: | awk '/^Run Time/ { print $6 + $8 }' | sort -n |
    awk -v cases="$cases" 'NR == 1 { printf "%.0f\n", cases / $1 }'
}

"$limen" bench --cases "$cases" --format json >bench.json
for engine in interpret columns jit; do
  if "$limen" eval rules.limen cases.ndjson --engine "$engine" --format tsv >/dev/null 2>why; then
    answer "limen-$engine" limen_answers cases.ndjson "$engine"
    answer "limen-$engine-csv" limen_answers cases.csv "$engine"
    row "limen, $engine" "$(figure "$engine" cases_per_second_known)" \
      "$(seconds limen_rows cases.ndjson "$engine")" "$(seconds limen_rows cases.csv "$engine")"
    row " 10 % not known" "$(figure "$engine" cases_per_second_unknown)" - -
  else
    echo "left out: limen, $engine ($(head -n 1 why))"
  fi
done
# Branches that nobody can foretell are not what LuaJIT's compiler is for: its interpreter may win. Both are tried.
if has luajit 'rules as LuaJIT'; then
  answer luajit luajit "$rivals/rival.lua" answers cases.csv
  answer luajit-ndjson luajit "$rivals/rival.lua" ndjson cases.ndjson
  both() {
    "$1" luajit -jon "$rivals/rival.lua" "$2" "$3"
    "$1" luajit -joff "$rivals/rival.lua" "$2" "$3"
  }
  row LuaJIT "$(both env rate cases.csv | sort -n | tail -n 1)" \
    "$(both seconds ndjson cases.ndjson | sort -n | head -n 1)" \
    "$(both seconds answers cases.csv | sort -n | head -n 1)"
fi
if has node 'rules as functions of Node'; then
  answer node node "$rivals/rival.js" answers cases.csv
  answer node-ndjson node "$rivals/rival.js" ndjson cases.ndjson
  row Node "$(node "$rivals/rival.js" rate cases.csv)" \
    "$(seconds node "$rivals/rival.js" ndjson cases.ndjson)" \
    "$(seconds node "$rivals/rival.js" answers cases.csv)"
fi
if has sqlite3 'rules as SQL in SQLite'; then
  answer sqlite sqlite_answers
  row SQLite "$(sqlite_rate)" - "$(seconds sqlite_answers)"
fi
if [ -d "$duckdb/node_modules/@duckdb/node-api" ] && command -v node >/dev/null 2>&1; then
  ln -s "$duckdb/node_modules" node_modules
  answer duckdb node "$rivals/rival_duckdb.js" answers cases.csv
  row DuckDB "$(node "$rivals/rival_duckdb.js" rate cases.csv)" - \
    "$(node "$rivals/rival_duckdb.js" csv cases.csv)"
else
  echo "left out: rules as SQL in DuckDB (@duckdb/node-api is not in $duckdb; npm install @duckdb/node-api)"
fi
if has cc 'rules as C'; then
  cc -O2 -I. -o rival "$rivals/rival.c"
  answer c ./rival answers cases.bin
  row 'C, -O2' "$(./rival rate cases.bin)" - -
  cc -O2 -march=native -I. -o sliced "$rivals/rival_sliced.c"
  answer c-sliced ./sliced answers cases.bin
  row 'C, bit-sliced' "$(./sliced rate cases.bin)" - -
fi

echo "$(wc -l <answers) cases, of which all answer the same; $(($(wc -c <cases.ndjson) / cases)) bytes each as JSON, $(($(wc -c <cases.csv) / cases)) as CSV"
echo
awk -F '|' -v cases="$cases" '
  function rate(x) { return x >= 1e6 ? sprintf("%.3g M", x / 1e6) : sprintf("%.0f k", x / 1e3) }
  function times(x, base) { return x > 0 && base > 0 ? sprintf("%.3g", x / base) : "" }
  { name[NR] = $1; memory[NR] = $2 + 0; json[NR] = $3 > 0 ? cases / $3 : 0; csv[NR] = $4 > 0 ? cases / $4 : 0
    if ($1 == "LuaJIT") { base = memory[NR]; base_json = json[NR]; base_csv = csv[NR] } }
  END {
    printf "%-18s %12s %9s %14s %9s %14s %9s\n", "", "from memory", "x LuaJIT", "from NDJSON", "x LuaJIT", "from CSV", "x LuaJIT"
    for (i = 1; i <= NR; i++)
      printf "%-18s %12s %9s %14s %9s %14s %9s\n", name[i], memory[i] ? rate(memory[i]) : "", times(memory[i], base), json[i] ? rate(json[i]) : "", times(json[i], base_json), csv[i] ? rate(csv[i]) : "", times(csv[i], base_csv)
    print "\nCases a second of processor time, one thread."
  }' table
