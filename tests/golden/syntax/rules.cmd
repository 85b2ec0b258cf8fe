limen check rules.limen
