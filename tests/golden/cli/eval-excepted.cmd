limen eval authorities.limen --authority b_town --given "late, improving, last_level level 1 to 2a"
