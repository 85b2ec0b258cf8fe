limen explain family.limen cases.ndjson
