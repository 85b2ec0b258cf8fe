limen check places.limen
