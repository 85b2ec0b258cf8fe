limen eval --format tsv homes.limen cases.csv
