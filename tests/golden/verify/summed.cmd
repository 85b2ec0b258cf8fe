limen verify summed.limen 2>&1
