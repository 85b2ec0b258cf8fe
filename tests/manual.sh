#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The manual's examples, run. In a page of doc/, a block that opens with ```KIND file=NAME is a file,
# one that opens with ```KIND add=NAME is added to its end, and each line "$ COMMAND" of a ```console
# block is run among the page's files, in the order of the page; what follows it must be its output, both
# streams together, where a line of three dots stands for any lines. TAP, one test a page.
#
#   tests/manual.sh                  compare
#   LIMEN_UPDATE=1 tests/manual.sh   rewrite the outputs in the pages
set -u
srcdir=${srcdir:?set by make check}
PATH=${builddir:?set by make check}:$PATH
export PATH
LIMEN_LIBRARY=${LIMEN_LIBRARY:-$srcdir/rulesets}
export LIMEN_LIBRARY LC_ALL=C.UTF-8 COLUMNS=80 NO_COLOR=1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# page FILE FOLDER: the page as it would be if its examples were run now.
page() {
  awk -v folder="$2" '
    # The lines shown from I on are those printed from J on.
    function agrees(i, j) {
      while (i <= shown && show[i] !~ /^ *\.\.\.$/) {
        if (j > printed || show[i++] != said[j++]) return 0
      }
      if (i > shown) return j > printed
      while (j <= printed + 1) if (agrees(i + 1, j++)) return 1
      return 0
    }
    function settle(  i) {
      if (agrees(1, 1)) for (i = 1; i <= shown; i++) print show[i]
      else for (i = 1; i <= printed; i++) print said[i]
      shown = printed = 0
    }
    /^```/ && !inside {
      inside = 1
      kind = substr($0, 4); sub(/ .*/, "", kind)
      file = match($0, /(file|add)=[^ ]+/) ? substr($0, RSTART, RLENGTH) : ""
      adds = file ~ /^add/
      if (file != "") sub(/^[a-z]+=/, folder "/", file)
      if (file != "" && !adds) { printf "" >file; close(file) }
      print; next
    }
    /^```/ { settle(); if (file != "") close(file); inside = 0; print; next }
    inside && file != "" { print >>file; print; next }
    inside && kind == "console" {
      if (substr($0, 1, 2) != "$ ") { show[++shown] = $0; next }
      settle()
      print
      command = "cd " folder " && { " substr($0, 3) "\n} 2>&1 </dev/null"
      while ((command | getline line) > 0) said[++printed] = line
      close(command)
      next
    }
    { print }' "$1"
}

cd "$srcdir/doc" || exit 1
set -- *.md
number=0
[ "${LIMEN_UPDATE:-}" ] || echo "1..$#"
for name; do
  number=$((number + 1))
  if grep -qx "$name" <<END &&
differences.md
proving.md
testing.md
what-if.md
END
    limen verify "$srcdir/tests/golden/verify/clean.limen" 2>&1 | grep -q 'without Z3'; then
    echo "ok $number - doc/$name # SKIP without Z3"
    continue
  fi
  mkdir "$scratch/$name.d"
  page "$name" "$scratch/$name.d" >"$scratch/$name"
  if cmp -s "$name" "$scratch/$name"; then
    echo "ok $number - doc/$name"
  elif [ "${LIMEN_UPDATE:-}" ]; then
    cp "$scratch/$name" "$name"
    echo "rewritten: doc/$name"
  else
    echo "not ok $number - doc/$name"
    diff -u "$name" "$scratch/$name" | sed 's/^/# /'
  fi
done
