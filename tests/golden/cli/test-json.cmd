limen test --format json ../../cli/small.limen
