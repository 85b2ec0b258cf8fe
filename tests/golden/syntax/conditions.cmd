limen check conditions.limen
