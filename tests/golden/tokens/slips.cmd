limen check --dump tokens slips.limen
