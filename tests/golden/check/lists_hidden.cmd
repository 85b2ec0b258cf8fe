limen check lists_hidden.limen
