limen diff older.limen declared.limen --cases cases.ndjson --format json
