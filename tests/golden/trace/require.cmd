limen trace --require 87 hare.csv hare.limen >"$TMP/out"; echo "$?"
limen trace --require 88 hare.csv hare.limen >"$TMP/out"; echo "$?"
limen trace --require most hare.csv hare.limen; echo "$?"
limen trace --require 101 hare.csv hare.limen; echo "$?"
