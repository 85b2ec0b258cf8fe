limen test --coverage ../../cli/small.limen
