limen check header-none.limen
