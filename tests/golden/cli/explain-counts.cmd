limen explain counts.limen --given "a, b, n 7 years, kind mild" --otherwise no
