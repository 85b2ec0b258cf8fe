#!/bin/sh
# For each ruleset of `rulesets/` that differs from revision BASE, what changes for whom, as Markdown:
#
#   sh what-changes.sh origin/main >summary.md
#
# Where a vocabulary or a calendar differs, every ruleset that BASE had is compared. Exit status: 2 if one could
# not be compared, else 1 if one changes what it does not declare, else 4 if something is undecided, else 0.
set -u
base=${1:?which revision to compare with}
library=${LIMEN_LIBRARY:-rulesets}

rulesets() {
  git ls-tree -r --name-only "$base" -- "$library" | grep '\.limen$' |
    grep -v -e '/vocabulary/' -e '/calendar/'
}
if git diff --quiet "$base" -- "$library/vocabulary" "$library/calendar"; then
  changed=$(git diff --name-only "$base" -- "$library")
else
  changed=$(rulesets)
fi

worst=0
for file in $(rulesets); do
  echo "$changed" | grep -q -x -F "$file" && [ -f "$file" ] || continue
  limen diff "$base:$file" "$file" --library "$library" --format markdown
  status=$?
  echo
  case $status$worst in
    0* | *2 | 41) ;;
    *) worst=$status ;;
  esac
done
exit "$worst"
