limen check errors_lost.limen
