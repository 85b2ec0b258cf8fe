limen check writing.limen
