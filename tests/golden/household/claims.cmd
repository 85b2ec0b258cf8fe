limen verify claims.limen
