limen check --dump ast calendar.limen
