limen eval lists.limen lists-wrong.ndjson
