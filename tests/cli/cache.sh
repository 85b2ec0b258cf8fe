#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The cache changes how long a command takes and nothing else: the golden files and the library's examples
# come out the same without it, when it is filled and when it is used; and never from an entry that is
# damaged, another's, or about files that have changed since.
. "$(dirname "$0")/common.sh"

cache=$scratch/cache
LIMEN_CACHE=$cache
export LIMEN_CACHE

# alike NAME FILE FILE
alike() {
  if diff "$2" "$3" >"$scratch/.diff"; then verdict ok "$1"; else verdict "not ok" "$1" "$scratch/.diff"; fi
}

entries() {
  find "$cache" -name '*.ruleset' 2>/dev/null | wc -l
}

# counts NUMBER NAME: that many entries are kept.
counts() {
  echo "$(entries) entries are kept, not $1" >"$scratch/.why"
  [ "$(entries)" = "$1" ] && verdict ok "$2" || verdict "not ok" "$2" "$scratch/.why"
}

# both NAME COMMAND...: it prints the same with the cache as without.
both() {
  name=$1
  shift
  LIMEN_CACHE=off "$@" >"$scratch/.without" 2>&1 </dev/null
  echo "exit status $?" >>"$scratch/.without"
  "$@" >"$scratch/.with" 2>&1 </dev/null
  echo "exit status $?" >>"$scratch/.with"
  alike "$name" "$scratch/.without" "$scratch/.with"
}

# ---- everything, twice

if [ -n "${LIMEN_WRAPPER:-}" ]; then
  echo "1..0 # SKIP the golden files are run under a checker"
  exit 0
fi
for run in filling using; do
  if sh "$top/tests/goldens.sh" >golden.out 2>&1 && ! grep -q '^not ok' golden.out; then
    verdict ok "the golden files, $run the cache"
  else
    grep -A60 '^not ok' golden.out >golden.why
    verdict "not ok" "the golden files, $run the cache" golden.why
  fi
done
rm -rf "$cache"
rulesets=0
for file in "$LIMEN_LIBRARY"/*/*.limen; do
  name=${file#"$LIMEN_LIBRARY/"}
  case $name in vocabulary/* | calendar/*) continue ;; esac
  rulesets=$((rulesets + 1))
  both "the examples of $name, filling the cache" limen test "$file"
  both "the examples of $name, using it" limen test "$file"
done
# AddressSanitizer puts its heap where pairs of numbers look like addresses, and then less is kept.
if ldd "$build/limen" 2>/dev/null | grep -q libasan; then
  verdict ok "every ruleset of the library is kept # SKIP under AddressSanitizer"
else
  counts "$rulesets" "every ruleset of the library is kept"
fi
rm -rf "$cache"
sound=0
for file in "$top"/tests/golden/*/*.limen; do
  limen facts "$file" >/dev/null 2>&1 && sound=$((sound + 1))
done
counts "$sound" "so is every ruleset of the golden files that has no mistakes, whatever it says"
[ "$sound" -gt 10 ] && verdict ok "which are not few" || verdict "not ok" "which are not few"

# ---- a library of its own

rm -rf "$cache"
mkdir -p lib/vocabulary lib/town
cat >lib/vocabulary/words.limen <<'END'
vocabulary words
concern late "Often late"
concern tired "Often tired"
END
cat >lib/town/2020-01.limen <<'END'
ruleset town 2020-01
  in force from 2020-01-01
  vocabulary words
level 1
level 2
rule school if late then level 2
END
sed 's/2020/2021/; s/from 2020-01-01/from 2021-01-01/' lib/town/2020-01.limen >old
cp -R lib first

ask() {
  limen explain town@2020-01 --library lib --given "late"
}
asks() { # asks NAME
  both "$1" limen explain town@2020-01 --library lib --given "late"
}
asks "a ruleset of a small library"
counts 1 "it is kept"
asks "it is found"

sed -i 's/Often late/Late on many days/' lib/vocabulary/words.limen
expect 0 'Late on many days' "a change of the vocabulary shows at once" ask
asks "with the same words as without the cache"
sed -i 's/Late on/late on/' lib/vocabulary/words.limen
touch -r first/vocabulary/words.limen lib/vocabulary/words.limen
expect 0 'late on many days' "even one that keeps size and time" ask
sed -i 's/then level 2$/then level 1/' lib/town/2020-01.limen
asks "a change of the rule"
cp first/town/2020-01.limen lib/town/2020-01.limen
printf 'rule broken if lat then level 2\n' >>lib/town/2020-01.limen
expect 2 'E201' "a mistake is reported" ask
expect 2 'E201' "and reported again" ask
cp first/town/2020-01.limen lib/town/2020-01.limen
asks "until it is mended"
rm lib/vocabulary/words.limen
expect 2 'E704' "a vocabulary that is taken away is missed" ask
mkdir -p lib/town/vocabulary
cp first/vocabulary/words.limen lib/town/vocabulary/words.limen
asks "one nearer to the ruleset takes its place"
sed 's/Often/Very often/' first/vocabulary/words.limen >lib/vocabulary/words.limen
expect 0 'Very often late' "and gives way when the first is back" ask
rm -r lib/town/vocabulary

bare() {
  limen eval town --library lib --given "late" --format tsv
}
expect 0 '^.2' "a bare name, with one version" bare
sed 's/2020/2021/' lib/town/2020-01.limen >lib/town/2021-01.limen
expect 2 'E703' "is not enough once there are two" bare
rm lib/town/2021-01.limen

# ---- which version is in force

sed -i 's/in force from 2020-01-01/in force from 2020-01-01\n  applies to hamlet/' lib/town/2020-01.limen
printf '{"case":"a","on":"2020-06-01","authority":"hamlet"}\n{"case":"b","on":"2021-06-01","authority":"hamlet"}\n' >dated.ndjson
rm -rf "$cache"
for turn in filling using; do
  both "versions by name, $turn the cache" limen eval town dated.ndjson --library lib --format json
  both "versions by authority, $turn the cache" limen eval dated.ndjson --library lib --format json
done
timelines=$(find "$cache" -name '*.timelines' | wc -l)
[ "$timelines" = 2 ] && verdict ok "their dates are kept" || verdict "not ok" "their dates are kept"
sed 's/2020/2021/; s/from 2020/from 2021/' lib/town/2020-01.limen >lib/town/2021-01.limen
sed -i 's/from 2020-01-01/from 2020-01-01 to 2020-12-31/' lib/town/2020-01.limen
both "a new version, by name" limen eval town dated.ndjson --library lib --format json
expect 0 '"case":"b".*"version":"2021-01"' "is taken where it is in force" \
  limen eval dated.ndjson --library lib --format json
sed -i 's/from 2021-01-01/from 2022-01-01/' lib/town/2021-01.limen
expect 3 '"case":"b".*"in_force":false' "and no longer once its date is another" \
  limen eval dated.ndjson --library lib --format json
rm lib/town/2021-01.limen
cp first/town/2020-01.limen lib/town/2020-01.limen

cat >lib/town/2022-01.limen <<'END'
ruleset town 2022-01 amends 2020-01
  in force from 2022-01-01
rule sleep if tired then level 2
END
newer() {
  both "$1" limen explain town@2022-01 --library lib --given "late, tired"
}
newer "a version that amends another"
sed -i 's/then level 2$/then level 1/' lib/town/2020-01.limen
newer "whose older version changes"

# ---- what was proved

rm -rf "$cache"
if limen verify "$small" 2>&1 | grep -q 'without Z3'; then
  verdict ok "what was proved is kept # SKIP no Z3"
else
  mkdir -p proofs/vocabulary proofs/town
  cp first/vocabulary/words.limen proofs/vocabulary
  echo 'concern hungry "Hungry"' >>proofs/vocabulary/words.limen
  cat >proofs/town/2020-01.limen <<'END'
ruleset town 2020-01
  vocabulary words
level 1
level 2
rule school if late then level 2
rule often if late and tired then level 2
END
  cat >proofs/town/2021-01.limen <<'END'
ruleset town 2021-01
  vocabulary words
level 1
level 2
rule school if late and tired then level 2
never lower than 2020-01 except if not tired
END
  # The file that holds what was proved of the ruleset that says what $1 says: another number once it was
  # proved anew.
  proofs() {
    find "$cache" -name '*.verdicts' -exec ls -i {} + 2>/dev/null | sort
  }
  # proved NAME same|anew RULESET: it prints the same with the cache, and was read from it, or proved.
  proved() {
    proofs >proofs.before
    both "$1" limen verify --library proofs "$3"
    proofs >proofs.after
    if cmp -s proofs.before proofs.after; then now=same; else now=anew; fi
    [ "$now" = "$2" ] && verdict ok "$1: $2" || verdict "not ok" "$1: $2"
  }
  proved "verify, filling the cache" anew town@2020-01
  proved "verify, using it" same town@2020-01
  both "in another form" limen verify --library proofs town@2020-01 --format json
  proved "a version that speaks of another" anew town@2021-01
  proved "and once more" same town@2021-01
  sed -i 's/Hungry/Very hungry/' proofs/vocabulary/words.limen
  proved "a word that the ruleset does not use" same town@2020-01
  sed -i '1a # a comment' proofs/town/2021-01.limen
  proved "a comment where there are no findings" same town@2021-01
  sed -i '1a # a comment' proofs/town/2020-01.limen
  proved "a comment that moves a finding" anew town@2020-01
  proved "which is found there again" same town@2020-01
  sed -i 's/^rule often.*/rule often if tired then level 2/' proofs/town/2020-01.limen
  proved "a rule that has changed" anew town@2020-01
  proved "an older version that has changed" anew town@2021-01
  echo 'accept W806 for often "twice"' >>proofs/town/2020-01.limen
  proved "a finding that is accepted" anew town@2020-01
  proofs >proofs.before
  limen verify --library proofs --time-limit 9 town@2020-01 >/dev/null 2>&1
  proofs >proofs.after
  cmp -s proofs.before proofs.after && verdict "not ok" "another time limit is another question" ||
    verdict ok "another time limit is another question"
  for entry in "$cache"/*.verdicts; do
    printf '\377' | dd of="$entry" bs=1 seek=3 conv=notrunc 2>/dev/null
  done
  proved "a damaged entry" anew town@2020-01
  sed -i '/^rule school/d' proofs/town/2020-01.limen
  rm -rf "$cache"
  limen verify --library proofs town@2021-01 >/dev/null 2>&1
  sed -i 's/^rule often.*/rule often if tirred then level 2/' proofs/town/2020-01.limen
  proved "an older version with a mistake" same town@2021-01
  rm -rf "$cache"
  limen verify --time-limit 1 "$top/tests/golden/verify/halves.limen" >undecided 2>&1
  grep -q '^undecided' undecided && [ -z "$(proofs)" ] && verdict ok "what is undecided is not kept" ||
    verdict "not ok" "what is undecided is not kept" undecided
fi

# ---- where there is nothing to keep

rm -rf "$cache"
printf 'if' >broken.limen
limen eval broken.limen --given "x" >/dev/null 2>&1
limen eval - --given "late" <first/town/2020-01.limen >/dev/null 2>&1
mkfifo pipe
cat "$small" >pipe &
writer=$!
limen facts pipe >/dev/null 2>&1
kill "$writer" 2>/dev/null
counts 0 "no mistakes are kept, and nothing that can be read only once"
LIMEN_CACHE=off ask >/dev/null
counts 0 "nothing is kept where the cache is off"
(cd first && limen eval town/2020-01.limen --library . --given late --format tsv) >/dev/null
(cd lib && limen eval town/2020-01.limen --library . --given late --format tsv) >there
printf 'case\tat_least\tat_most\trules\tmay_rules\n\t1\t1\tschool\t\n' >wanted
alike "the same path from another folder is another file" wanted there

# ---- damaged, foreign, unwritable, shared

rm -rf "$cache"
ask >wanted
entry=$(find "$cache" -name '*.ruleset')
size=$(wc -c <"$entry")
for place in 0 100 "$((size / 2))" "$((size - 5000))" "$((size - 20))" "$((size - 1))"; do
  printf '\377' | dd of="$entry" bs=1 seek="$place" conv=notrunc 2>/dev/null
  ask >got 2>&1
  alike "an entry with another byte at $place" wanted got
done
for length in 0 100 "$((size / 2))" "$((size - 1))"; do
  head -c "$length" "$entry" >short && cat short >"$entry"
  ask >got 2>&1
  alike "an entry of $length bytes" wanted got
done
chmod 666 "$entry"
ask >got 2>&1
alike "an entry that others may write" wanted got
if [ "$(id -u)" = 0 ]; then
  chown 65534 "$entry"
  ask >got 2>&1
  alike "an entry of somebody else" wanted got
  chown 65534 "$cache"
  ask >got 2>&1
  alike "a cache of somebody else" wanted got
  chown 0 "$cache"
fi
LIMEN_CACHE=/dev/null/cache ask >got 2>&1
alike "a cache that can't be made" wanted got
(unset LIMEN_CACHE XDG_CACHE_HOME && HOME=/nonexistent && export HOME && ask) >got 2>&1
alike "a home that is not there" wanted got
(unset LIMEN_CACHE && XDG_CACHE_HOME=$scratch/xdg && export XDG_CACHE_HOME && ask) >got 2>&1
[ -d xdg/limen ] && alike "the folder that XDG_CACHE_HOME names" wanted got ||
  verdict "not ok" "the folder that XDG_CACHE_HOME names"

rm -rf "$cache"
for i in 1 2 3 4 5 6 7 8; do
  (for j in 1 2 3 4 5; do ask >"got.$i.$j" 2>&1; done) &
done
wait
cat got.*.* >got
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 \
  35 36 37 38 39 40; do cat wanted; done >forty
alike "many at once" forty got
counts 1 "leave one entry"

finish
