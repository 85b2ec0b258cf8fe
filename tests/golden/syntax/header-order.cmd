limen check header-order.limen
