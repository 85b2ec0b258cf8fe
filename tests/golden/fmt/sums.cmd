limen fmt - <sums.limen
