limen eval family.limen cases.ndjson --format tsv --summary
