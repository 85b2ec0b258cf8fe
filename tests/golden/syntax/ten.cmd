limen check ten.limen
