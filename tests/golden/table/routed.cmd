limen eval --format json routed.csv 2>&1 | cut -c 1-160
