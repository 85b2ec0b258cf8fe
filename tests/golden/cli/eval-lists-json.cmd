limen eval --format json lists.limen lists.ndjson
