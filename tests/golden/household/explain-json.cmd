head -n 1 cases.ndjson | limen explain family.limen - --format json
