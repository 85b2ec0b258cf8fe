limen eval family.limen cases.ndjson
