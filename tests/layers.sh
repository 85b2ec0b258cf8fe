#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Reads every project include under src/ and grammar/ and holds it against the layers: a file may
# include its own layer and lower ones. Needs nothing but a shell and awk. If CC is set, each header
# must also compile by itself. Prints TAP.
#
#   srcdir    the source tree (default: the parent of this script's folder)
#   CC, CPPFLAGS, CFLAGS    how to compile a header

set -u
LC_ALL=C
export LC_ALL
top=${srcdir:-$(dirname "$0")/..}
cd "$top" || exit 99

scratch=$(mktemp -d "${TMPDIR:-/tmp}/layers.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' EXIT

count=0
verdict() { # verdict NAME FILE-OF-FAULTS
  count=$((count + 1))
  if [ -s "$2" ]; then
    echo "not ok $count - $1"
    sed 's/^/# /' "$2"
  else
    echo "ok $count - $1"
  fi
}

find src grammar -type f \( -name '*.c' -o -name '*.h' -o -name '*.cpp' -o -name '*.def' \
  -o -name '*.l' -o -name '*.y' \) 2>/dev/null | sort >"$scratch/files"

# One line an include: the file, its line number, the kind of bracket, the name included.
while IFS= read -r file; do
  awk -v file="$file" '
    /^[ \t]*#[ \t]*include[ \t]*["<]/ {
      kind = ($0 ~ /include[ \t]*"/) ? "project" : "system"
      name = $0
      sub(/^[^"<]*["<]/, "", name)
      sub(/[">].*$/, "", name)
      print file, FNR, kind, name
    }' "$file"
done <"$scratch/files" >"$scratch/includes"

awk '
  function layer(path) {
    if (path ~ /^src\/limen(_evaluator|_ruleset)?\.[ch]$/) return 8.5
    if (path == "src/limen_compiled.h") return 0 # it is for programs that have nothing of limen
    sub(/\/[^\/]*$/, "", path)
    return (path in height) ? height[path] : -1
  }
  function target(name) {
    return (name ~ /^grammar\//) ? name : "src/" name
  }
  BEGIN {
    split("src/base src/source src/ast grammar src/meaning src/plan src/case src/engine", floor, " ")
    for (i = 1; i <= 8; i++) height[floor[i]] = i - 1
    height["src/answer"] = height["src/prove"] = 8
    height["src/cli"] = 9
  }
  $3 == "project" {
    from = layer($1)
    to = layer(target($4))
    if (from < 0) print $1 ": the file lies in no layer"
    else if (to < 0) print $1 ":" $2 ": \"" $4 "\" names no layer; write it as \"folder/file.h\""
    else if ($1 ~ /^src\/limen(_compiled)?\.h$/) print $1 ":" $2 ": the public header includes \"" $4 "\""
    else if (to > from)
      print $1 ":" $2 ": layer " from " includes \"" $4 "\" of layer " to
  }' "$scratch/includes" >"$scratch/faults"
verdict "no file includes a higher layer" "$scratch/faults"

# engine.c chooses an engine, so it alone may know them all.
awk '
  function engine(path) {
    sub(/^.*\//, "", path)
    if (match(path, /^(interpreter|columns|jit)/)) return substr(path, RSTART, RLENGTH)
    return ""
  }
  $3 == "project" && $1 ~ /^src\/engine\// && $1 != "src/engine/engine.c" && $4 ~ /^engine\// {
    other = engine($4)
    if (other != "" && other != engine($1))
      print $1 ":" $2 ": includes \"" $4 "\", which belongs to the engine " other
  }' "$scratch/includes" >"$scratch/faults"
verdict "no engine includes another" "$scratch/faults"

kept_within() { # kept_within HEADER REGEX-OF-FILES PLACE
  awk -v header="$1" -v allowed="$2" '
    $4 == header && $1 !~ allowed { print $1 ":" $2 ": includes " $4 }
  ' "$scratch/includes" >"$scratch/faults"
  verdict "only $3 sees $1" "$scratch/faults"
}
kept_within simdjson.h '^src/case/json_simdjson[.]cpp$' src/case/json_simdjson.cpp
kept_within z3.h '^src/prove/' src/prove
kept_within libgccjit.h '^src/engine/jit[^/]*[.]c$' 'src/engine/jit*.c'
kept_within csv.h '^src/case/' src/case
kept_within limen.h '^src/(cli/.*|limen(_evaluator[.]c|_ruleset[.]h|[.]c))$' 'src/cli and src/limen*.c'

: >"$scratch/faults"
while IFS= read -r file; do
  case $file in *.h) ;; *) continue ;; esac
  guard=LIMEN_$(echo "${file#src/}" | tr 'a-z/.-' 'A-Z___')
  guard=$(echo "$guard" | sed "s/^LIMEN_LIMEN_/LIMEN_/")
  grep -q "^#ifndef $guard\$" "$file" || echo "$file: its guard is not $guard" >>"$scratch/faults"
done <"$scratch/files"
verdict "each header has the guard that its path gives" "$scratch/faults"

: >"$scratch/faults"
while IFS= read -r file; do
  head -n 5 "$file" | grep -q 'SPDX-License-Identifier: Apache-2.0' ||
    echo "$file: no licence line" >>"$scratch/faults"
done <"$scratch/files"
verdict "each file names its licence" "$scratch/faults"

if [ -n "${CC:-}" ]; then
  : >"$scratch/faults"
  while IFS= read -r file; do
    case $file in *.h) ;; *) continue ;; esac
    echo "#include \"${file#src/}\"" >"$scratch/alone.c"
    $CC ${CPPFLAGS:-} -Isrc -I. ${CFLAGS:-} -fsyntax-only "$scratch/alone.c" \
      >"$scratch/messages" 2>&1 || {
      echo "$file does not compile by itself:"
      cat "$scratch/messages"
    } >>"$scratch/faults"
  done <"$scratch/files"
  verdict "each header compiles by itself" "$scratch/faults"
fi

echo "1..$count"
