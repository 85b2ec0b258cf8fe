limen eval family.limen wrong.ndjson
