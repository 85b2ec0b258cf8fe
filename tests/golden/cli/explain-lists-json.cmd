head -n 1 lists.ndjson | limen explain --format json lists.limen -
