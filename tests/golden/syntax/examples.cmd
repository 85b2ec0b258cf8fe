limen check examples.limen
