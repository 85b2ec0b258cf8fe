limen eval --format json routed.csv 2>&1 | sed 's/,"hash.*//'
