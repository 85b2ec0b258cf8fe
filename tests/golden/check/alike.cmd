limen check alike.limen
