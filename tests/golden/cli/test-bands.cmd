limen test bands.limen --coverage
