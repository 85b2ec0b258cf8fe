limen eval --format json homes.limen - < cases.csv
