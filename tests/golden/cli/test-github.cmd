limen test --format github ../../cli/small.limen
