limen eval family.limen cases.ndjson --format json
