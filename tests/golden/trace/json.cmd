limen trace --all --format json hare.csv hare.limen
