limen eval ../../cli/small.limen --on 2026-02-01 cases.ndjson --format tsv --summary --output "$TMP/rows.tsv"; cat "$TMP/rows.tsv"
