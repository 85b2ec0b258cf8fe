limen check idle.limen
