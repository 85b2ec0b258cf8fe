limen check mistakes.limen alone.limen kid.limen bare.limen
