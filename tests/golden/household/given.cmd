limen eval family.limen --given "debts, child kelsey (age 8 years, absent), child tom (age 2 years)" --on 2026-03-02 --otherwise no
