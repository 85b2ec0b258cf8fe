limen check citations.limen
