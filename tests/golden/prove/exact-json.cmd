limen eval case.limen cases.ndjson --exact --format json; echo "exit status: $?"; limen eval case.limen cases.ndjson --exact | grep -v sha256
