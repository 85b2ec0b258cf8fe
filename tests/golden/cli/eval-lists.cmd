limen eval lists.limen lists.ndjson
