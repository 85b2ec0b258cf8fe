for given in "debts" "sibling_offending unknown, debts" "sibling (age 9 years), debts"; do limen explain ../verify/summed.limen --what-if 3 --otherwise no --given "$given"; done
