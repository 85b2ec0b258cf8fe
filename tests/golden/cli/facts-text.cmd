limen facts ../../cli/small.limen
