limen check --dump ast lists.limen 2>/dev/null
