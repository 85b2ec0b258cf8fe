limen fmt - <blanks.limen
