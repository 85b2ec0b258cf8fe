limen check facts.limen
