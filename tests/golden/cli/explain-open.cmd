limen explain counts.limen --given "a, n 3 years, helped"
