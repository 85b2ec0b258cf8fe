limen check mistakes.limen
