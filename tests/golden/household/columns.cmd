n=0
while [ $n -lt 130 ]; do
  n=$((n + 1))
  cat <<END
{"case":"a$n","on":"2024-03-01","otherwise":"no","facts":{"debts":true},"lists":{"child":[{"case":"amy","age":3,"absent":true},{"case":"bo","age":9,"missed":["2024-01-02","2024-02-02"]}]}}
{"case":"b$n","on":"2024-03-01","facts":{"damp":true},"lists":{"child":[{"age":3,"friend":[{"near":true}]},{"age":{"from":10,"to":20}}],"parent":[{"offending":"some"}]}}
{"case":"c$n","on":"2024-03-01","otherwise":"no","facts":{"age":7,"damp":true,"debts":false},"lists":{"parent":[{"offending":"repeated"},{}]}}
{"case":"d$n","on":"2024-03-01","otherwise":"no","lists":{"child":[{"case":"amy","age":4,"copies_parent":true},{"case":"bo","age":4}]}}
{"case":"e$n","on":"2024-03-01","lists":{"child":{"items":[{"case":"amy","age":4}],"complete":false}}}
{"case":"f$n","on":"2024-03-01","facts":{"damp":true,"debts":true},"lists":{"child":[{"case":"amy","age":4}]}}
{"case":"g$n","on":"2024-03-01","lists":{"child":[{"case":"amy","age":4,"otherwise":"no"},{"case":"bo","age":20}]},"facts":{"debts":true}}
{"case":"h$n","on":"2024-03-01","lists":{"child":[{"case":"amy","damp":true}]}}
END
done >"$TMP/many.ndjson"
for closing in '' '--otherwise no'; do
  for engine in interpret columns; do
    limen eval columns.limen "$TMP/many.ndjson" --engine $engine $closing --format tsv --summary --verbose \
      >"$TMP/$engine.tsv" 2>"$TMP/$engine.said"
  done
  cmp "$TMP/interpret.tsv" "$TMP/columns.tsv" && echo the same rows
  grep -v evaluated "$TMP/interpret.said" >"$TMP/interpret.rest"
  grep -v evaluated "$TMP/columns.said" | cmp - "$TMP/interpret.rest" && echo the same messages
  grep evaluated "$TMP/columns.said"
  head -n 17 "$TMP/columns.tsv"
  tail -n 12 "$TMP/columns.said"
done
