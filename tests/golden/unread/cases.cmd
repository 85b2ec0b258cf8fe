limen eval town cases.ndjson --library lib --format tsv
