limen eval family.limen cases.csv --format tsv
