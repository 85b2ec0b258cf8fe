limen trace --all hare.csv hare.limen
