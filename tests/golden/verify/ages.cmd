limen verify ages.limen
