#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The workflow and the configuration of pre-commit in doc/ci: what they run succeeds in a repository that is
# as it should be, and stops each fault. And the numbers of JUnit's reports. Wants Python with yaml; else it
# is left out.
. "$(dirname "$0")/cli/common.sh"

if ! python3 "$top/tests/ci.py" 2>/dev/null; then
  echo "1..0 # SKIP no Python with yaml (python3-yaml)"
  exit 0
fi

mkdir -p good/rulesets/town good/rulesets/vocabulary good/rulesets/calendar
cp "$LIMEN_LIBRARY/calendar/england_wales.limen" good/rulesets/calendar
cat >good/rulesets/vocabulary/words.limen <<'END'
vocabulary words

concern late "Often late"
concern tired "Often tired"
END
cat >good/rulesets/town/2026-01.limen <<'END'
ruleset town 2026-01 "Town"
  vocabulary words
  calendar england_wales

level 1
level 2

rule school
  if late then level 2

rule sleep
  if tired then level 2

always "Late is seen"
  if late then level 2

example late
  given late
  otherwise no
  expect level 2
END
export LIMEN_LIBRARY=rulesets

# stops_at FILE FOLDER: runs what FILE says in FOLDER; the first words of the command that fails, or "none".
stops_at() {
  python3 "$top/tests/ci.py" commands "$top/doc/ci/$1" "$2" >commands
  [ "$(grep -c '^limen' commands)" -ge 4 ] || echo "less than four commands"
  while read -r command; do
    (cd "$2" && eval "$command") >said 2>&1 </dev/null || {
      echo "$command" | cut -d ' ' -f 1-2
      return
    }
  done <commands
  echo none
}

# stopped FAULT COMMAND SED-SCRIPT: in a repository with a fault each stops at COMMAND.
stopped() {
  for file in github-workflow.yml pre-commit-config.yaml; do
    rm -rf repository && cp -R good repository
    sed -i "$3" repository/rulesets/town/2026-01.limen
    expect 0 "^$2\$" "$file: $1" stops_at "$file" repository
  done
}

stopped "all is well" none ''
stopped "a mistake" 'limen check' 's/if late then/if lat then/'
stopped "a warning" 'limen check' 's/^level 2$/level 2\nlevel 3/'
stopped "an example that fails" 'limen test' 's/expect level 2/expect level 1/'
stopped "a broken claim" 'limen verify' 's/if late then level 2$/if late and not tired then level 2/;/^rule sleep/,/^$/s/level 2/level 1/'
rm -rf repository && cp -R good repository
sed -i 's/^  vocabulary/    vocabulary/' repository/rulesets/town/2026-01.limen
expect 0 '^limen fmt$' "github-workflow.yml: another layout" stops_at github-workflow.yml repository

# What changes for whom, of a branch that moves a case and declares it or not.
summary() { # summary STATUS PATTERN NAME SED-SCRIPT FILE
  (cd repository && git checkout -q . && sed -i "$4" "rulesets/$5") 2>/dev/null
  expect "$1" "$2" "what changes: $3" \
    sh -c "cd repository && sh '$top/doc/ci/what-changes.sh' HEAD && echo all is well"
}
if git --version >/dev/null 2>&1; then
  rm -rf repository && cp -R good repository
  (cd repository && git init -q . && git add . &&
    git -c user.name=a -c user.email=a@example.org commit -qm first) >/dev/null 2>&1
  town=town/2026-01.limen
  summary 0 '^all is well' "nothing" '' "$town"
  summary 1 'Often late | \*\*not declared' "not declared" 's/if late then level 2$/if late and tired then level 2/' "$town"
  summary 0 'Often late | Enough' "declared" \
    's/if late then level 2$/if late and tired then level 2/;$achange since 2026-01 if late "Enough"' "$town"
  summary 2 '.' "a mistake" 's/if late/if lat/' "$town"
  summary 0 'Nothing changes for anybody' "a vocabulary" 's/Often tired/Tired/' vocabulary/words.limen
fi

golden=$top/tests/golden
limen verify --format junit "$golden"/verify/claims.limen "$golden"/verify/rows.limen >verify.xml 2>/dev/null
limen check --format junit "$golden"/check/*.limen >check.xml 2>/dev/null
limen test --format junit "$small" >test.xml
for file in verify check test; do
  expect 0 'agree' "JUnit: $file" python3 "$top/tests/ci.py" junit "$file.xml"
done

finish
