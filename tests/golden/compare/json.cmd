limen compare cases.ndjson older.limen newer.limen --format json
