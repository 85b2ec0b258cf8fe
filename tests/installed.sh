#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# installed.sh PREFIX-OF-PKGCONFIG LIMEN: run by `make installcheck` on what was installed. A program
# that knows nothing but the installed header and `pkg-config` compiles, loads a ruleset and reads an
# answer; the installed `limen` runs. CC and CFLAGS say how to compile. Prints TAP; fails if one does.
set -u
PKG_CONFIG_PATH=$1${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}
export PKG_CONFIG_PATH
limen=$2
scratch=$(mktemp -d "${TMPDIR:-/tmp}/installed.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' EXIT

cat >"$scratch/client.c" <<'C'
#include <limen.h>

#include <stdio.h>
#include <string.h>

static const char rules[] =
    "ruleset tiny 2020-01 \"A ruleset of one rule\"\n"
    "level 1 low \"Low\"\n"
    "level 2 high \"High\"\n"
    "fact late : yes/no \"Late\"\n"
    "if late then level 2\n";
static const char facts[] = "{\"facts\":{\"late\":true}}";

int main(void)
{
    char *messages = NULL;
    size_t least = 0, most = 0;
    struct limen_ruleset *ruleset =
        limen_load_text("tiny.limen", rules, strlen(rules), NULL, &messages);
    if (ruleset == NULL) {
        fprintf(stderr, "%s", messages);
        return 1;
    }
    struct limen_answer *answer = limen_evaluate(ruleset, facts, strlen(facts));
    if (!limen_answer_level(answer, &least, &most, NULL)) {
        fprintf(stderr, "%s\n", limen_answer_json(answer));
        return 1;
    }
    printf("%s to %s\n", limen_level_label(ruleset, least), limen_level_label(ruleset, most));
    limen_answer_free(answer);
    limen_ruleset_free(ruleset);
    limen_text_free(messages);
    return 0;
}
C

count=0
failed=0
try() { # try NAME COMMAND...
  count=$((count + 1))
  name=$1
  shift
  if "$@" >"$scratch/output" 2>&1; then
    echo "ok $count - $name"
  else
    failed=1
    echo "not ok $count - $name"
    sed 's/^/# /' "$scratch/output"
  fi
}

compile() {
  # shellcheck disable=SC2046,SC2086 # flags are meant to fall apart into words
  ${CC:-cc} ${CFLAGS:-} -o "$scratch/client" "$scratch/client.c" $(pkg-config --cflags --libs liblimen)
}
answers() {
  answer=$(LD_LIBRARY_PATH=$(pkg-config --variable=libdir liblimen) "$scratch/client") || return 1
  echo "$answer"
  [ "$answer" = '2 to 2' ]
}

try "a client compiles against the installed library" compile
try "the client gets its answer" answers
try "the installed program runs" "$limen" --version
echo "1..$count"
exit "$failed"
