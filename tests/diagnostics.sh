#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Every diagnostic of src/source/diagnostic.def has a page doc/diagnostics/CODE.md, and what the page
# shows is so: the ```limen block under "## Bad" gives that code and no other error, the one under
# "## Good" gives nothing at all. A page whose mistake no rule file can show has no such blocks; where it
# shows ```json or ```csv blocks, they are cases put to the page's ruleset (the ```limen block before
# "## Bad").
# TAP, one test a code.
set -u
srcdir=${srcdir:?set by make check}
PATH=${builddir:?set by make check}:$PATH
export PATH
export LC_ALL=C.UTF-8 COLUMNS=80 NO_COLOR=1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# block PAGE HEADING KIND: the first block of KIND under "## HEADING" ("": before any heading).
block() {
  awk -v heading="$2" -v kind="$3" '
    /^## / && !inside { here = substr($0, 4); next }
    $0 == "```" kind && !inside && here == heading && !done { inside = 1; next }
    /^```/ && inside { inside = 0; done = 1; next }
    inside { print }' "$1"
}

# complain TEXT: remembers why this page fails.
complain() {
  why="$why# $1
"
}

rules_page() {
  block "$page" Bad limen >bad.limen
  block "$page" Good limen >good.limen
  case $code in
    ?8*) proved_page ;;
    *) checked_page ;;
  esac
}

checked_page() {
  codes=$(limen check --format json bad.limen 2>/dev/null | grep -o '"code":"[^"]*"' | sort -u)
  [ "$codes" = "\"code\":\"$code\"" ] || complain "the bad example gives: $codes"
  good=$(limen check --warnings-as-errors good.limen 2>/dev/null) ||
    complain "the good example gives: $good"
}

# What is proved wants a solver: without one the page is only there.
proved_page() {
  limen verify --format json bad.limen >bad.out 2>bad.err
  ! grep -q 'without Z3' bad.err || return 0
  codes=$(grep -o '"code":"[^"]*"' bad.out | sort -u)
  [ "$codes" = "\"code\":\"$code\"" ] || complain "the bad example gives: $codes"
  good=$(limen verify good.limen 2>/dev/null) || complain "the good example gives: $good"
}

# case_page KIND: json or csv.
case_page() {
  block "$page" "" limen >rules.limen
  block "$page" Bad "$1" >"bad.$1"
  block "$page" Good "$1" >"good.$1"
  proof=$(grep -o -m 1 -e --exact "$page")
  if [ "$proof" ] && limen eval rules.limen "good.$1" --exact 2>&1 | grep -q 'without Z3'; then
    return 0
  fi
  limen eval rules.limen "bad.$1" $proof --format json 2>&1 | grep -q "\"code\":\"$code\"" ||
    complain "the bad case does not give $code"
  limen eval rules.limen "good.$1" $proof --format json >/dev/null 2>good.out ||
    complain "the good case is refused: $(cat good.out)"
}

codes=$(sed -n 's/^X([A-Z0-9_]*, "\([A-Z0-9]*\)".*/\1/p' "$srcdir/src/source/diagnostic.def")
set -- $codes
echo "1..$#"
number=0
cd "$scratch" || exit 1
for code; do
  number=$((number + 1))
  page=$srcdir/doc/diagnostics/$code.md
  why=
  if [ ! -f "$page" ]; then
    complain "doc/diagnostics/$code.md is missing"
  elif grep -q '^```json' "$page"; then
    case_page json
  elif grep -q '^```csv' "$page"; then
    case_page csv
  elif grep -q '^```limen' "$page"; then
    rules_page
  fi
  if [ -z "$why" ]; then
    echo "ok $number - $code"
  else
    echo "not ok $number - $code"
    printf '%s' "$why"
  fi
done
