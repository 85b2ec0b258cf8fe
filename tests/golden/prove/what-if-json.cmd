limen explain case.limen cases.ndjson --what-if 3 --format json; echo "exit status: $?"
