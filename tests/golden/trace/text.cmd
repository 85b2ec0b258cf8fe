limen trace hare.csv hare.limen
