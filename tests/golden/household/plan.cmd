limen check --dump plan family.limen
