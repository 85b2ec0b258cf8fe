# SPDX-License-Identifier: Apache-2.0
#
# For the scripts beside it: runs commands in an empty folder and compares exit status and output.
# A script sources this, calls `expect` and `verdict`, and ends with `finish`. Prints TAP.
#
#   srcdir, builddir    the two trees (default: the parent of the tests folder, for both)

set -u
top=$(cd "${srcdir:-$(dirname "$0")/../..}" && pwd) || exit 99
build=$(cd "${builddir:-$top}" && pwd) || exit 99
PATH=$build:$PATH
LC_ALL=C.UTF-8
TERM=dumb
COLUMNS=80
LIMEN_LIBRARY=${LIMEN_LIBRARY:-$top/rulesets}
LIMEN_CACHE=${LIMEN_CACHE:-off}
export PATH LC_ALL TERM COLUMNS LIMEN_LIBRARY LIMEN_CACHE

scratch=$(mktemp -d "${TMPDIR:-/tmp}/limen-cli.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' EXIT
trap 'exit 99' HUP INT TERM
cd "$scratch" || exit 99
small=$top/tests/cli/small.limen

count=0
verdict() { # verdict ok|"not ok" NAME [WHY-FILE]
  count=$((count + 1))
  echo "$1 $count - $2"
  if [ "$1" != ok ] && [ $# -gt 2 ]; then sed 's/^/# /' "$3"; fi
}

# expect STATUS PATTERN NAME COMMAND...: the command ends with STATUS, and what it prints, both streams,
# has a line that matches PATTERN.
expect() {
  wanted=$1 pattern=$2 name=$3
  shift 3
  "$@" >"$scratch/.out" 2>&1 </dev/null
  status=$?
  if [ "$status" != "$wanted" ]; then
    echo "exit status $status, not $wanted" >>"$scratch/.out"
    verdict "not ok" "$name" "$scratch/.out"
  elif ! grep -q -e "$pattern" "$scratch/.out"; then
    echo "no line matches: $pattern" >>"$scratch/.out"
    verdict "not ok" "$name" "$scratch/.out"
  else
    verdict ok "$name"
  fi
}

finish() {
  echo "1..$count"
}
