limen eval authorities.limen --given "later, last_level nonsense"
