limen check outcomes.limen
