limen check --dump plan lists.limen
