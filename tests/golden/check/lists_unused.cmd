limen check lists_unused.limen
