limen test --format junit ../../cli/small.limen
