limen facts family.limen --format csv
