limen verify family.limen
