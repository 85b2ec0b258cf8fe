limen check --dump ast everything.limen
