limen check --format json mistakes.limen
