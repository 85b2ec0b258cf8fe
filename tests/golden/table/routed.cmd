limen eval --format json routed.csv | cut -c 1-160
