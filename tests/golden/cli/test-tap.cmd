limen test --format tap ../../cli/small.limen
