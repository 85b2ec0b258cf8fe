limen check --dump code code.limen; limen check --dump code items.limen
