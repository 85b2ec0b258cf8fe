#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Nothing of a document is forgotten: every row of its inventory is cited by the ruleset that encodes
# it, and no citation names a row that is not there. The inventories lie beside the source tree, in
# ../shared/guidance/inventory; without them, and for rulesets that the library does not have, the
# tests are skipped. Prints TAP.
#
#   srcdir, builddir    the two trees (default: the parent of this script's folder, for both)

set -u
top=$(cd "${srcdir:-$(dirname "$0")/..}" && pwd) || exit 99
build=$(cd "${builddir:-$top}" && pwd) || exit 99
LIMEN_LIBRARY=${LIMEN_LIBRARY:-$top/rulesets}
export LIMEN_LIBRARY
inventories=$top/../shared/guidance/inventory

scratch=$(mktemp -d "${TMPDIR:-/tmp}/trace.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' EXIT
trap 'exit 99' HUP INT TERM

count=0
verdict() { # verdict ok|"not ok" TEXT
  count=$((count + 1))
  echo "$1 $count - $2"
}

trace() { # trace DOCUMENT NAME VERSION
  if [ ! -f "$inventories/$1.csv" ]; then
    verdict ok "$1 # SKIP its inventory is not there"
  elif [ ! -f "$LIMEN_LIBRARY/$2/$3.limen" ]; then
    verdict ok "$1 # SKIP there is no $2@$3 yet"
  elif "$build/limen" trace --require 100 "$inventories/$1.csv" "$2@$3" >"$scratch/out" 2>&1 &&
    ! grep -q '^Citations that name no row' "$scratch/out"; then
    verdict ok "$1 in $2@$3"
  else
    verdict "not ok" "$1 in $2@$3"
    sed 's/^/# /' "$scratch/out"
  fi
}

trace stoke-on-trent-2018 stoke_on_trent 2018-12
trace worcestershire-2018 worcestershire 2018-12
trace herefordshire-worcestershire-2025 herefordshire_worcestershire 2025-09
trace dudley-2019 dudley 2019-09
trace worcestershire-briefing worcestershire_referrals 2019-05
echo "1..$count"
