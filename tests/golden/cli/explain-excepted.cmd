limen explain authorities.limen --authority b_town --given "later, improving, last_level 1"
