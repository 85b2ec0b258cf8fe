limen check --dump ast vocabulary.limen
