limen check counts.limen
