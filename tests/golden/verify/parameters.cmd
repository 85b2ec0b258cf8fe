limen verify parameters.limen
