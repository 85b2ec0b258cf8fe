limen fmt - <comments.limen
