limen check decisions.limen
