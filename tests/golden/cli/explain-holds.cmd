limen explain counts.limen --given "a, b, c, n 7 years, kind mild" --otherwise no
