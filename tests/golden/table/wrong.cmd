for table in names semicolons capital quote latin; do limen eval --format tsv homes.limen $table.csv; done
