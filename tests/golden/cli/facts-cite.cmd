limen facts ../../cli/small.limen --cite L3
