limen compare cases.ndjson family.limen family.limen
