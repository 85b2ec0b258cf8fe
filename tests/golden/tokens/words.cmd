limen check --dump tokens words.limen
