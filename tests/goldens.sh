#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Golden-file tests. Each tests/golden/**/NAME.cmd is a shell script, as a rule of one line, that is
# run in its own folder with the built `limen` first on PATH. What it prints, errors included, and
# the line "exit status: N" must equal NAME.expected. Prints TAP, one line a case.
#
#   goldens.sh [--update] [PATTERN]    only cases whose path under tests/golden matches PATTERN;
#                                     --update rewrites the expected files of those cases instead
#
#   srcdir, builddir    the two trees (default: the parent of this script's folder, for both)
#   LIMEN_WRAPPER       a command put before `limen`, such as a memory checker

set -u
top=$(cd "${srcdir:-$(dirname "$0")/..}" && pwd) || exit 99
build=$(cd "${builddir:-$top}" && pwd) || exit 99

update=no
[ "${1:-}" = --update ] && { update=yes; shift; }
pattern=${1:-*}

scratch=$(mktemp -d "${TMPDIR:-/tmp}/golden.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' EXIT
trap 'exit 99' HUP INT TERM

mkdir "$scratch/bin"
if [ -n "${LIMEN_WRAPPER:-}" ]; then
  printf '#!/bin/sh\nexec %s "%s/limen" "$@"\n' "$LIMEN_WRAPPER" "$build" >"$scratch/bin/limen"
  chmod +x "$scratch/bin/limen"
else
  ln -s "$build/limen" "$scratch/bin/limen"
fi

# What could make the same command print something else is fixed here.
PATH=$scratch/bin:$PATH
LC_ALL=C.UTF-8
TZ=UTC
TERM=dumb
COLUMNS=80
LIMEN_LIBRARY=${LIMEN_LIBRARY:-$top/rulesets}
LIMEN_CACHE=${LIMEN_CACHE:-off}
export PATH LC_ALL TZ TERM COLUMNS LIMEN_LIBRARY LIMEN_CACHE
unset NO_COLOR CLICOLOR CLICOLOR_FORCE PAGER LINES POSIXLY_CORRECT

cd "$top/tests/golden" || exit 99
find . -name '*.cmd' -type f | sed 's|^\./||; s|\.cmd$||' | LC_ALL=C sort >"$scratch/cases"

# Runs case $1, leaving in $scratch/actual what its expected file should hold. Each case finds an
# empty folder named by $TMP, and nothing to read on standard input.
run_case() {
  rm -rf "$scratch/tmp"
  mkdir "$scratch/tmp"
  (
    cd "$(dirname "$1")" || exit 99
    TMP=$scratch/tmp
    export TMP
    exec timeout "${LIMEN_CASE_SECONDS:-120}" sh "$(basename "$1").cmd"
  ) >"$scratch/actual" 2>&1 </dev/null
  status=$?
  if [ -s "$scratch/actual" ] && [ "$(tail -c 1 "$scratch/actual" | wc -l)" -eq 0 ]; then
    printf '\n(no newline at the end)\n' >>"$scratch/actual"
  fi
  echo "exit status: $status" >>"$scratch/actual"
}

count=0
report() { # report ok|"not ok" NAME
  count=$((count + 1))
  echo "$1 $count - $2"
}

compare() {
  if [ ! -e "$1.expected" ]; then
    report "not ok" "$1"
    echo "# $1.expected does not exist; \`make update-goldens' writes it"
  elif cmp -s "$1.expected" "$scratch/actual"; then
    report ok "$1"
  else
    report "not ok" "$1"
    diff -u "$1.expected" "$scratch/actual" | head -n 60 | sed 's/^/# /'
  fi
}

rewrite() {
  cmp -s "$1.expected" "$scratch/actual" 2>/dev/null && return
  echo "rewrote tests/golden/$1.expected"
  cp "$scratch/actual" "$1.expected"
}

# A build without a solver proves nothing.
has_solver=yes
limen verify verify/clean.limen 2>&1 </dev/null | grep -q 'without Z3' && has_solver=no

while IFS= read -r name; do
  case $name in $pattern) ;; *) continue ;; esac
  case $name in
    diff/text) ;;
    diff/* | prove/* | verify/*) [ $has_solver = yes ] || { report ok "$name # SKIP without Z3"; continue; } ;;
  esac
  case $name in
    diff/history) command -v git >/dev/null || { report ok "$name # SKIP without git"; continue; } ;;
  esac
  run_case "$name"
  if [ $update = yes ]; then rewrite "$name"; else compare "$name"; fi
done <"$scratch/cases"

[ $update = yes ] && exit 0

find . -name '*.expected' -type f | sed 's|^\./||; s|\.expected$||' | LC_ALL=C sort |
  LC_ALL=C comm -23 - "$scratch/cases" >"$scratch/orphans"
report "$([ -s "$scratch/orphans" ] && echo "not ok" || echo ok)" "each expected file has its command"
sed 's/^/# no command for /' "$scratch/orphans"

echo "1..$count"
