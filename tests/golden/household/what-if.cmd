limen explain exact.limen --given "age 3 years, ill, not absent" --what-if 3; limen explain exact.limen --given "age 3 years, not ill, not absent" --otherwise no --what-if 2; limen explain exact.limen --given "child ann (age 3 years), child bob (age 4 years)" --what-if 2
limen explain exact.limen --given "age 3 years, ill, not absent" --otherwise no --what-if 3
