limen eval town --library lib --given "late, tired" --format tsv
limen eval town --library lib --given "late, support 7"
limen explain town --library lib --given "late, tried"
