limen check --dump plan rules.limen
