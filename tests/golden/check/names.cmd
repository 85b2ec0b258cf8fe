limen check names.limen
