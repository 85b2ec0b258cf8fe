limen eval - --library lib --given "late, tired" --format tsv <lib/town/2026-01.limen
limen eval town - --library lib --format tsv <cases.ndjson
