limen test family.limen
