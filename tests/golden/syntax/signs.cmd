limen check signs.limen
