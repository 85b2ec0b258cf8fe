limen explain case.limen dated.ndjson --what-if 3 --format json; echo "exit status: $?"
