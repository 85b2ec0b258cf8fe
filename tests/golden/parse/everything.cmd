limen check --library . --dump ast everything.limen
