limen check actions.limen
