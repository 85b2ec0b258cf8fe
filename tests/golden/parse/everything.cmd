limen check --dump ast everything.limen 2>/dev/null
