limen check warnings.limen
