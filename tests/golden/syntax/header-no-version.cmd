limen check header-no-version.limen
