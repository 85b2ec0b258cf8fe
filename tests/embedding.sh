#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The program of doc/embedding.md, compiled with the header alone, prints what the page says. Prints TAP.
set -u
srcdir=${srcdir:?set by make check}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
sed -n '/^It prints:$/,/^A fact without/{ /^```$/d; /^case/p; }' "$srcdir/doc/embedding.md" >"$scratch/wanted"
"${builddir:?set by make check}/tests/embedding" >"$scratch/printed" 2>&1
if [ -s "$scratch/wanted" ] && cmp "$scratch/wanted" "$scratch/printed" >"$scratch/differing" 2>&1; then
  echo "ok 1 - the program on the page about embedding"
else
  echo "not ok 1 - the program on the page about embedding"
  sed 's/^/# /' "$scratch/printed" "$scratch/differing"
fi
echo "1..1"
