limen explain families.limen --given "sibling (age 3 years, not looked_after), sibling at least (age 4 years), sibling (age 19 years)"
