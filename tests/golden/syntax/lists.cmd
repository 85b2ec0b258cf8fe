limen check lists.limen
