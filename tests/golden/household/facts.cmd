limen facts family.limen
