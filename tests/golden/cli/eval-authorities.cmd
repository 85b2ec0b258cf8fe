limen eval authorities.limen --given "later, last_level 2a"
