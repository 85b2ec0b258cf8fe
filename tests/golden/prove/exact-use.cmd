limen eval case.limen --exact --format tsv --given absent; limen eval case.limen --exact --time-limit never --given absent; echo "exit status: $?"
