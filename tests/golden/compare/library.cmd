# Every ruleset of a library; one with errors is left out.
mkdir -p "$TMP/older" "$TMP/newer" "$TMP/broken" "$TMP/vocabulary"
cp older.limen "$TMP/older/2020-01.limen"
cp newer.limen "$TMP/newer/2025-01.limen"
limen compare --facts --library "$TMP" --search caring
echo "ruleset broken 2026-01 level" >"$TMP/broken/2026-01.limen"
limen compare --facts --library "$TMP" --search caring 2>"$TMP/said"
status=$?
tail -n 1 "$TMP/said"
exit $status
