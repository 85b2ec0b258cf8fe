limen check --dump ast warnings.limen
