limen check sums.limen
