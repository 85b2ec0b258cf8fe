limen fmt - <long.limen
