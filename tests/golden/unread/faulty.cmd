cp -R lib "$TMP/lib"
printf 'concern late "Declared twice"\n' >>"$TMP/lib/vocabulary/children.limen"
limen eval town --library "$TMP/lib" --given "late" 2>&1 | sed "s|$TMP|TMP|"
(cat lib/vocabulary/children.limen; printf 'fact length : 0 to\n') >"$TMP/lib/vocabulary/children.limen"
limen eval town --library "$TMP/lib" --given "late" --format tsv
limen eval town --library "$TMP/lib" --given "late, tired" 2>&1 | sed "s|$TMP|TMP|"
