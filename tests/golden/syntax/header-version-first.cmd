limen check header-version-first.limen
