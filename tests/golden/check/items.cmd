limen check items.limen
